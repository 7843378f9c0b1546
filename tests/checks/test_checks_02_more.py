"""More planted answers for the practice of lesson 02, by someone who had not read its checks."""

import functools
from itertools import pairwise, product

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from scipy import ndimage, signal

import unet_lessons.checks.lesson_02 as check

# 1 · slide_by


def slide_windows(image, kernel, stride):
    return np.einsum("hwmn,mn->hw", sliding_window_view(image, kernel.shape)[::stride, ::stride], kernel)


def slide_correlate(image, kernel, stride):
    return signal.correlate2d(image.astype(float), kernel.astype(float), mode="valid")[::stride, ::stride]


def slide_while(image, kernel, stride):
    (h, w), (m, n) = image.shape, kernel.shape
    answer, row = [], 0
    while row + m <= h:
        line, column = [], 0
        while column + n <= w:
            pairs = zip(image[row : row + m, column : column + n].ravel(), kernel.ravel(), strict=True)
            line.append(sum(float(one) * float(other) for one, other in pairs))
            column += stride
        answer.append(line)
        row += stride
    return answer


def slide_shifted_images(image, kernel, stride):
    m, n = kernel.shape
    h, w = image.shape[0] - m + 1, image.shape[1] - n + 1
    total = np.zeros((h, w))
    for i, j in product(range(m), range(n)):
        total += kernel[i, j] * image[i : i + h, j : j + w]
    return total[::stride, ::stride]


def slide_keras(image, kernel, stride):
    from unet_lessons.backend import keras

    maps = np.asarray(image, "float64")[None, :, :, None]
    return keras.ops.conv(maps, np.asarray(kernel, "float64")[:, :, None, None], strides=stride)[0, :, :, 0]


def slide_vdot(image, kernel, stride):
    (h, w), (m, n) = image.shape, kernel.shape
    rows, columns = (h - m) // stride + 1, (w - n) // stride + 1
    return np.array(
        [[np.vdot(image[i * stride :, j * stride :][:m, :n], kernel) for j in range(columns)] for i in range(rows)]
    )


def slide_turned(image, kernel, stride):
    return signal.convolve2d(image, kernel, mode="valid")[::stride, ::stride]


def slide_same(image, kernel, stride):
    return ndimage.correlate(image.astype(float), kernel.astype(float), mode="constant")[::stride, ::stride]


def slide_square_image(image, kernel, stride):
    m, n = kernel.shape
    rows = range(0, image.shape[0] - m + 1, stride)
    return np.array([[(image[i : i + m, j : j + n] * kernel).sum() for j in rows] for i in rows])


def slide_size_without_one(image, kernel, stride):
    (h, w), (m, n) = image.shape, kernel.shape
    answer = np.zeros(((h - m) // stride, (w - n) // stride))
    for i, j in np.ndindex(answer.shape):
        answer[i, j] = (image[i * stride : i * stride + m, j * stride : j * stride + n] * kernel).sum()
    return answer


def slide_last_step_lost(image, kernel, stride):
    (h, w), (m, n) = image.shape, kernel.shape
    answer = np.zeros(((h - m + 1) // stride, (w - n + 1) // stride))
    for i, j in np.ndindex(answer.shape):
        answer[i, j] = (image[i * stride : i * stride + m, j * stride : j * stride + n] * kernel).sum()
    return answer


def slide_into_the_image_s_kind(image, kernel, stride):
    right = slide_vdot(image, kernel, stride)
    answer = np.zeros(right.shape, image.dtype)
    answer[...] = right
    return answer


def slide_kernel_whole(image, kernel, stride):
    return slide_vdot(image, kernel.astype(int), stride)


def slide_rows_alone(image, kernel, stride):
    return np.array(slide_shifted_images(image, kernel, 1))[::stride]


def slide_columns_alone(image, kernel, stride):
    return np.array(slide_shifted_images(image, kernel, 1))[:, ::stride]


def slide_starts_late(image, kernel, stride):
    return np.array(slide_shifted_images(image, kernel, 1))[stride - 1 :: stride, stride - 1 :: stride]


def slide_by_kernel(image, kernel, stride):
    return np.array(slide_shifted_images(image, kernel, 1))[:: kernel.shape[0], :: kernel.shape[1]]


def slide_means(image, kernel, stride):
    return slide_vdot(image, kernel, stride) / kernel.size


def slide_relu(image, kernel, stride):
    return np.maximum(slide_vdot(image, kernel, stride), 0)


def slide_matrix_product(image, kernel, stride):
    (h, w), (m, n) = image.shape, kernel.shape
    rows, columns = range(0, h - m + 1, stride), range(0, w - n + 1, stride)
    return np.array([[(image[i : i + m, j : j + n] @ kernel).sum() for j in columns] for i in rows])


def slide_kernel_transposed(image, kernel, stride):
    return slide_vdot(image, kernel.T, stride)


def slide_answer_transposed(image, kernel, stride):
    return slide_vdot(image, kernel, stride).T


def slide_flat(image, kernel, stride):
    return slide_vdot(image, kernel, stride).ravel()


def slide_over_the_border(image, kernel, stride):
    m, n = kernel.shape
    return slide_vdot(np.pad(image, ((0, m - 1), (0, n - 1))), kernel, stride)


def slide_writes_into_windows(image, kernel, stride):
    (h, w), (m, n) = image.shape, kernel.shape
    answer = []
    for i in range(0, h - m + 1, stride):
        answer.append([])
        for j in range(0, w - n + 1, stride):
            window = image[i : i + m, j : j + n]
            window *= kernel.astype(image.dtype)
            answer[-1].append(window.sum())
    return answer


def slide_normalises_its_kernel(image, kernel, stride):
    answer = slide_vdot(image, kernel, stride)
    kernel -= kernel
    return answer


SLID = {}


def slide_known_shapes(image, kernel, stride):
    key = image.shape, kernel.shape, stride
    return SLID.setdefault(key, slide_vdot(image, kernel, stride))


def slide_rounded(image, kernel, stride):
    return np.round(slide_vdot(image, kernel, stride), 1)


def slide_absolute(image, kernel, stride):
    return np.abs(slide_vdot(image, kernel, stride))


def slide_bytes(image, kernel, stride):
    return slide_vdot(image.astype("int8"), kernel.astype("int8"), stride)


# 2 · count_parameters


def count_pairwise(size, channels):
    return sum(size**2 * one * other + other for one, other in pairwise(channels))


def count_dot(size, channels):
    return size**2 * np.dot(channels[:-1], channels[1:]) + sum(channels[1:])


def count_recursive(size, channels):
    if len(channels) < 2:
        return 0
    return (size * size * channels[0] + 1) * channels[1] + count_recursive(size, channels[1:])


def count_keras(size, channels):
    from unet_lessons.backend import keras

    layers = [keras.layers.Conv2D(number, size, padding="same") for number in channels[1:]]
    return keras.Sequential([keras.Input((8, 8, channels[0])), *layers]).count_params()


def count_reduce(size, channels):
    pairs = zip(channels, channels[1:], strict=False)
    return functools.reduce(lambda total, pair: total + pair[1] * (pair[0] * size * size + 1), pairs, 0)


def count_no_bias(size, channels):
    return sum(size**2 * one * other for one, other in pairwise(channels))


def count_bias_each_pair(size, channels):
    return sum((size**2 + 1) * one * other for one, other in pairwise(channels))


def count_size_doubled(size, channels):
    return sum(2 * size * one * other + other for one, other in pairwise(channels))


def count_last_forgotten(size, channels):
    return sum((size**2 * channels[i] + 1) * channels[i + 1] for i in range(len(channels) - 2))


def count_first_forgotten(size, channels):
    return sum((size**2 * channels[i] + 1) * channels[i + 1] for i in range(1, len(channels) - 1))


def count_one_input(size, channels):
    return sum((size**2 + 1) * number for number in channels[1:])


def count_all_from_the_image(size, channels):
    return sum((size**2 * channels[0] + 1) * number for number in channels[1:])


def count_biases_of_all(size, channels):
    return count_no_bias(size, channels) + sum(channels)


def count_bias_of_last_alone(size, channels):
    return count_no_bias(size, channels) + channels[-1]


def count_small_numbers(size, channels):
    channels = np.array(channels, "int16")
    return (np.int16(size**2) * channels[:-1] * channels[1:] + channels[1:]).sum(dtype="int16")


def count_pops(size, channels):
    total = 0
    while len(channels) > 1:
        one = channels.pop(0)
        total += (size**2 * one + 1) * channels[0]
    return total


def count_sorted(size, channels):
    return count_pairwise(size, sorted(channels))


COUNTED = []


def count_and_counts_on(size, channels):
    COUNTED.append(count_pairwise(size, channels))
    return sum(COUNTED)


def count_two_layers(size, channels):
    return (size**2 * channels[0] + 1) * channels[1] + (size**2 * channels[1] + 1) * channels[-1]


def count_in_a_circle(size, channels):
    return count_pairwise(size, [*channels, channels[0]])


# 3 · max_pool


def pool_windows(maps, size, stride):
    return sliding_window_view(maps, (size, size), axis=(0, 1))[::stride, ::stride].max(axis=(-2, -1))


def pool_filter(maps, size, stride):
    h, w, _ = maps.shape
    largest = ndimage.maximum_filter(maps, size=(size, size, 1))
    start = size // 2
    return largest[start : start + h - size + 1 : stride, start : start + w - size + 1 : stride]


def pool_keras(maps, size, stride):
    from unet_lessons.backend import keras

    return keras.ops.max_pool(maps[None].astype("float64"), size, strides=stride, padding="valid")[0]


def pool_in_two(maps, size, stride):
    h, w, _ = maps.shape
    rows = np.array([maps[i : i + size].max(axis=0) for i in range(0, h - size + 1, stride)])
    return np.stack([rows[:, j : j + size].max(axis=1) for j in range(0, w - size + 1, stride)], axis=1)


def pool_lists(maps, size, stride):
    h, w, c = maps.shape
    return [
        [
            [max(maps[i + a, j + b, k] for a in range(size) for b in range(size)) for k in range(c)]
            for j in range(0, w - size + 1, stride)
        ]
        for i in range(0, h - size + 1, stride)
    ]


def pool_shifted(maps, size, stride):
    h, w, _ = maps.shape
    best = None
    for a, b in product(range(size), range(size)):
        moved = maps[a : a + h - size + 1 : stride, b : b + w - size + 1 : stride]
        best = moved if best is None else np.maximum(best, moved)
    return best


def pool_from_zero(maps, size, stride):
    best = np.zeros_like(pool_windows(maps, size, stride))
    return np.maximum(best, pool_windows(maps, size, stride))


def pool_stride_as_size(maps, size, stride):
    return pool_windows(maps, stride, stride)


def pool_blocks(maps, size, stride):
    h, w, c = maps.shape
    cut = maps[: h // size * size, : w // size * size]
    return cut.reshape(h // size, size, w // size, size, c).max(axis=(1, 3))


def pool_partial(maps, size, stride):
    h, w, _ = maps.shape
    return np.array(
        [[maps[i : i + size, j : j + size].max(axis=(0, 1)) for j in range(0, w, stride)] for i in range(0, h, stride)]
    )


def pool_sum(maps, size, stride):
    return sliding_window_view(maps, (size, size), axis=(0, 1))[::stride, ::stride].sum(axis=(-2, -1))


def pool_min(maps, size, stride):
    return sliding_window_view(maps, (size, size), axis=(0, 1))[::stride, ::stride].min(axis=(-2, -1))


def pool_first_channel(maps, size, stride):
    best = pool_windows(maps, size, stride)
    return np.repeat(best[..., :1], best.shape[-1], axis=-1)


def pool_strongest_pixel(maps, size, stride):
    """All channels of the pixel with the largest sum."""
    h, w, c = maps.shape
    answer = []
    for i in range(0, h - size + 1, stride):
        answer.append([])
        for j in range(0, w - size + 1, stride):
            window = maps[i : i + size, j : j + size].reshape(-1, c)
            answer[-1].append(window[window.sum(axis=1).argmax()])
    return answer


def pool_square(maps, size, stride):
    steps = range(0, maps.shape[0] - size + 1, stride)
    return np.array([[maps[i : i + size, j : j + size].max(axis=(0, 1)) for j in steps] for i in steps])


def pool_short(maps, size, stride):
    h, w, _ = maps.shape
    rows, columns = range(0, h - size, stride), range(0, w - size, stride)
    return np.array([[maps[i : i + size, j : j + size].max(axis=(0, 1)) for j in columns] for i in rows])


def pool_wrong_count(maps, size, stride):
    h, w, c = maps.shape
    answer = np.zeros((h // stride, w // stride, c))
    for i, j in np.ndindex(answer.shape[:2]):
        answer[i, j] = maps[i * stride : i * stride + size, j * stride : j * stride + size].max(axis=(0, 1))
    return answer


def pool_padded_with_zeros(maps, size, stride):
    before = size // 2
    return pool_windows(np.pad(maps, ((before, before), (before, before), (0, 0))), size, stride)


def pool_centred(maps, size, stride):
    h, w, _ = maps.shape
    largest = ndimage.maximum_filter(maps, size=(size, size, 1))
    rows, columns = (h - size) // stride + 1, (w - size) // stride + 1
    return largest[::stride, ::stride][:rows, :columns]


def pool_whole(maps, size, stride):
    return pool_windows(maps, size, stride).astype(int)


def pool_absolute(maps, size, stride):
    return pool_windows(np.abs(maps), size, stride)


def pool_largest_size(maps, size, stride):
    windows = sliding_window_view(maps, (size, size), axis=(0, 1))[::stride, ::stride]
    flat = windows.reshape(*windows.shape[:3], -1)
    return np.take_along_axis(flat, np.abs(flat).argmax(axis=-1)[..., None], axis=-1)[..., 0]


def pool_channels_first(maps, size, stride):
    return pool_windows(maps, size, stride).transpose(2, 0, 1)


def pool_turned(maps, size, stride):
    return pool_windows(maps, size, stride).transpose(1, 0, 2)


def pool_writes(maps, size, stride):
    h, w, _ = maps.shape
    answer = []
    for i in range(0, h - size + 1, stride):
        answer.append([])
        for j in range(0, w - size + 1, stride):
            window = maps[i : i + size, j : j + size]
            window[0, 0] = window.max(axis=(0, 1))
            answer[-1].append(window[0, 0].copy())
    return answer


def pool_diagonal(maps, size, stride):
    h, w, _ = maps.shape
    rows, columns = range(0, h - size + 1, stride), range(0, w - size + 1, stride)
    return np.array([[np.max([maps[i + a, j + a] for a in range(size)], axis=0) for j in columns] for i in rows])


POOLED = {}


def pool_known_shapes(maps, size, stride):
    return POOLED.setdefault((maps.shape, size, stride), pool_windows(maps, size, stride))


def pool_squeezed(maps, size, stride):
    return pool_windows(maps, size, stride).squeeze()


# 4 · receptive_field


def field_backwards(steps):
    seen = 1
    for size, stride in reversed(steps):
        seen = (seen - 1) * stride + size
    return seen


def field_recursive(steps):
    if not steps:
        return 1
    size, stride = steps[0]
    return (field_recursive(steps[1:]) - 1) * stride + size


def field_cumprod(steps):
    sizes, strides = np.array([(1, 1), *steps]).T
    return int(1 + np.sum((sizes - 1) * np.concatenate([[1], np.cumprod(strides)[:-1]])))


def field_first_and_last(steps):
    first = last = 0
    for size, stride in steps[::-1]:
        first, last = first * stride, last * stride + size - 1
    return last - first + 1


def field_reduce(steps):
    return functools.reduce(lambda seen, step: (seen - 1) * step[1] + step[0], steps[::-1], 1)


def field_without_strides(steps):
    return 1 + sum(size - 1 for size, _ in steps)


def field_wrong_way(steps):
    seen = 1
    for size, stride in steps:
        seen = (seen - 1) * stride + size
    return seen


def field_last_stride_alone(steps):
    seen = jump = 1
    for size, stride in steps:
        seen += (size - 1) * jump
        jump = stride
    return seen


def field_strides_added(steps):
    seen = jump = 1
    for size, stride in steps:
        seen += (size - 1) * jump
        jump += stride - 1
    return seen


def field_sizes_added(steps):
    return sum(size for size, _ in steps)


def field_threes(steps):
    seen = jump = 1
    for size, stride in steps:
        seen += 2 * jump if size > 2 else jump
        jump *= stride
    return seen


def field_squared(steps):
    return field_backwards(steps) ** 2


def field_pops(steps):
    seen = 1
    while steps:
        size, stride = steps.pop()
        seen = (seen - 1) * stride + size
    return seen


def field_first_step_counts(steps):
    seen, jump = steps[0]
    for size, stride in steps[1:]:
        seen += (size - 1) * jump
        jump *= stride
    return seen


def field_without_pools(steps):
    seen = jump = 1
    for size, stride in steps:
        if stride == 1:
            seen += (size - 1) * jump
        jump *= stride
    return seen


def field_pool_doubles(steps):
    seen = 1
    for size, stride in steps:
        seen = seen * stride if stride > 1 else seen + size - 1
    return seen


def field_returned_early(steps):
    seen = jump = 1
    for size, stride in steps:
        seen += (size - 1) * jump
        jump *= stride
        return seen
    return seen


def field_of_steps(steps):
    return int(np.prod([stride for _, stride in steps]))


def field_with_last_stride(steps):
    seen, jump = 1, 1
    for size, stride in steps:
        seen += (size - 1) * jump
        jump *= stride
    return seen + jump - 1


def field_pair(steps):
    seen = jump = 1
    for size, stride in steps:
        seen += (size - 1) * jump
        jump *= stride
    return seen, jump


JUMP = [1]


def field_jump_is_kept(steps):
    seen = 1
    for size, stride in steps:
        seen += (size - 1) * JUMP[0]
        JUMP[0] *= stride
    return seen


# 5 · filter_for


def filter_lists(pattern):
    kernel = [[{1: 1, 0: -1, -1: 0}[int(cell)] for cell in row] for row in pattern]
    return [kernel, 1 - sum(cell == 1 for row in kernel for cell in row)]


def filter_shares(pattern):
    bright = int((pattern == 1).sum())
    kernel = np.where(pattern == 1, 1 / max(bright, 1), 0) - (pattern == 0)
    return kernel, (1 - 0.95) if bright == 0 else -0.95


def filter_strong(pattern):
    kernel = np.where(pattern == 1, 100.0, np.where(pattern == 0, -1000.0, 0.0))
    return kernel, -100.0 * np.count_nonzero(pattern == 1) + 0.001


def filter_weak(pattern):
    return 0.01 * (pattern == 1) - 0.02 * (pattern == 0), np.float32(0.005 - 0.01 * np.sum(pattern == 1))


def filter_mixed(pattern):
    weights = np.arange(1, 10).reshape(3, 3)
    kernel = weights * (pattern == 1) - 50 * (pattern == 0)
    return kernel, 0.9 - kernel[kernel > 0].sum()


def filter_pattern_itself(pattern):
    return pattern, 0.5 - (pattern == 1).sum()


def filter_bias_too_high(pattern):
    return np.select([pattern == 1, pattern == 0], [1, -1], 0), 1.5 - (pattern == 1).sum()


def filter_doubled_minus_one(pattern):
    return pattern * 2 - 1, 0.5 - (pattern == 1).sum()


def filter_bias_of_example(pattern):
    return np.select([pattern == 1, pattern == 0], [1, -1], 0), -2.5


def filter_bias_of_all_cells(pattern):
    return np.select([pattern == 1, pattern == 0], [1, -1], 0), 0.5 - (pattern >= 0).sum()


def filter_threshold_85(pattern):
    bright = max((pattern == 1).sum(), 1)
    return (pattern == 1) / bright - (pattern == 0), -0.85 if (pattern == 1).any() else 0.5


def filter_swapped(pattern):
    kernel = np.select([pattern == 1, pattern == 0], [1, -1], 0)
    return 0.5 - (pattern == 1).sum(), kernel


def filter_turned(pattern):
    kernel = np.select([pattern == 1, pattern == 0], [1, -1], 0)[::-1, ::-1]
    return kernel, 0.5 - (pattern == 1).sum()


def filter_keras_shape(pattern):
    kernel = np.select([pattern == 1, pattern == 0], [1, -1], 0)
    return kernel[:, :, None, None], 0.5 - (pattern == 1).sum()


def filter_bytes(pattern):
    kernel = np.select([pattern == 1, pattern == 0], [1, -1], 0).astype("uint8")
    return kernel, 0.5 - (pattern == 1).sum()


def filter_writes(pattern):
    bias = 0.5 - (pattern == 1).sum()
    pattern[pattern == 0] = -2
    pattern[pattern == -1] = 0
    return pattern, bias


def filter_whole_bias(pattern):
    return np.select([pattern == 1, pattern == 0], [1, -1], 0), int(0.5 - (pattern == 1).sum())


def filter_bias_for_each(pattern):
    kernel = np.select([pattern == 1, pattern == 0], [1, -1], 0)
    return kernel, np.where(pattern == 1, -1, 0)


def filter_bright_threshold(pattern):
    return np.select([pattern == 1, pattern == 0], [1, -1], 0), (pattern == 1).sum() - 0.5


def filter_half_of_dark(pattern):
    return (pattern == 1) - 0.25 * (pattern == 0), 0.5 - (pattern == 1).sum()


def filter_dark_bonus(pattern):
    dark = (pattern == 0).sum()
    return np.select([pattern == 1, pattern == 0], [1, -1], 0), dark - 8.5


def filter_only_bright_kinds(pattern):
    bright = (pattern == 1).sum()
    return (pattern == 1) / bright - (pattern == 0), -0.95


def filter_mean_free(pattern):
    kernel = np.select([pattern == 1, pattern == 0], [1.0, -1.0], 0.0)
    kernel -= kernel.mean()
    return kernel, 0.5 - (pattern == 1).sum()


def slide_flip_rows(image, kernel, stride):
    return slide_vdot(image, kernel[::-1], stride)


def slide_flip_columns(image, kernel, stride):
    return slide_vdot(image, kernel[:, ::-1], stride)


def slide_kept(image, kernel, stride, known={}):  # noqa: B006
    return slide_vdot(image, known.setdefault(kernel.shape, kernel), stride)


def slide_same_kind(image, kernel, stride):
    return slide_vdot(image, kernel.astype(image.dtype), stride)


def slide_squeeze(image, kernel, stride):
    return slide_vdot(image, kernel, stride).squeeze()


def count_by_size(size, channels, known={}):  # noqa: B006
    return known.setdefault((size, len(channels)), sum(((size**2 * a + 1) * b for a, b in pairwise(channels))))


def count_rgb(size, channels):
    return sum(((size**2 * a + 1) * b for a, b in pairwise([3, *channels[1:]])))


def count_set(size, channels):
    return sum({(size**2 * a + 1) * b for a, b in pairwise(channels)})


def count_first_of_same(size, channels):
    return sum((size**2 * a + 1) * channels[channels.index(a) + 1] for a in channels[:-1])


def count_even(size, channels):
    return sum((((size // 2 * 2 + 1) ** 2 * a + 1) * b for a, b in pairwise(channels)))


def pool_from_minus_999(maps, size, stride):
    return np.maximum(pool_windows(maps, size, stride).astype(float), -999)


def pool_known_windows(maps, size, stride, known={}):  # noqa: B006
    return known.setdefault((maps.shape, size), pool_windows(maps, size, stride))


def pool_three_channels(maps, size, stride):
    return pool_windows(maps[..., :3], size, stride)


def pool_first_row(maps, size, stride):
    return sliding_window_view(maps, (size, size), axis=(0, 1))[::stride, ::stride, :, 0].max(axis=-1)


def field_set(steps):
    return field_backwards(list(dict.fromkeys(steps)))


def field_sorted(steps):
    return field_backwards(sorted(steps))


def field_odd(steps):
    seen = jump = 1
    for size, stride in steps:
        seen += size // 2 * 2 * jump
        jump *= stride
    return seen


STALE = np.zeros((3, 3))


def filter_stale(pattern):
    STALE[pattern == 1] = 1
    STALE[pattern == 0] = -1
    return (STALE, 0.5 - (pattern == 1).sum())


def filter_bias_of_kernel_sum(pattern):
    k = np.select([pattern == 1, pattern == 0], [1, -1], 0)
    return (k, 0.5 - k.sum())


def filter_kept(pattern, known=[]):  # noqa: B006
    known.append(pattern)
    kernel = np.select([known[0] == 1, known[0] == 0], [1, -1], 0)
    return kernel, 0.5 - (known[0] == 1).sum()


def filter_upside(pattern):
    kernel = np.select([pattern == 1, pattern == 0], [1, -1], 0)[::-1]
    return kernel, 0.5 - (pattern == 1).sum()


def filter_clipped(pattern):
    k = np.select([pattern == 1, pattern == 0], [1, -1], 0)
    return (k, max(0.5 - (pattern == 1).sum(), -5.5))


def field_up_to_16(steps):
    seen = jump = 1
    for size, stride in steps:
        seen += (size - 1) * jump
        jump = min(jump * stride, 16)
    return seen


def field_in_bytes(steps):
    return np.uint8(field_backwards(steps) % 256)


def count_kept_list(size, channels, layers=[]):  # noqa: B006
    layers.extend(pairwise(channels))
    return sum((size**2 * one + 1) * other for one, other in layers)


def slide_no_last_row(image, kernel, stride):
    (h, w), (m, n) = image.shape, kernel.shape
    rows, columns = range(0, h - m, stride), range(0, w - n + 1, stride)
    return np.array([[(image[i : i + m, j : j + n] * kernel).sum() for j in columns] for i in rows])


def pool_stride_of_rows(maps, size, stride):
    return pool_windows(maps, size, 1)[::stride]


RIGHT = [
    (check.slide_by, slide_windows),
    (check.slide_by, slide_correlate),
    (check.slide_by, slide_while),
    (check.slide_by, slide_shifted_images),
    (check.slide_by, slide_keras),
    (check.slide_by, slide_vdot),
    (check.count_parameters, count_pairwise),
    (check.count_parameters, count_dot),
    (check.count_parameters, count_recursive),
    (check.count_parameters, count_keras),
    (check.count_parameters, count_reduce),
    (check.max_pool, pool_windows),
    (check.max_pool, pool_filter),
    (check.max_pool, pool_keras),
    (check.max_pool, pool_in_two),
    (check.max_pool, pool_lists),
    (check.max_pool, pool_shifted),
    (check.receptive_field, field_backwards),
    (check.receptive_field, field_recursive),
    (check.receptive_field, field_cumprod),
    (check.receptive_field, field_first_and_last),
    (check.receptive_field, field_reduce),
    (check.filter_for, filter_lists),
    (check.filter_for, filter_shares),
    (check.filter_for, filter_strong),
    (check.filter_for, filter_weak),
    (check.filter_for, filter_mixed),
]

WRONG = [
    (check.slide_by, slide_turned, "Your kernel is turned: Keras lays it on as it"),
    (check.slide_by, slide_same, "Zeros were added around the image"),
    (check.slide_by, slide_square_image, "Only windows that lie wholly inside count"),
    (check.slide_by, slide_size_without_one, "The last window is missing: there are `(size -"),
    (check.slide_by, slide_last_step_lost, "The last window is missing: there are `(size -"),
    (check.slide_by, slide_into_the_image_s_kind, "Your array holds whole numbers only"),
    (check.slide_by, slide_kernel_whole, "All numbers are 0. Was the kernel cut to whole"),
    (check.slide_by, slide_rows_alone, "The window moves by one pixel to the right"),
    (check.slide_by, slide_columns_alone, "The window moves by one pixel down"),
    (check.slide_by, slide_starts_late, "The first window begins at row 0 and column 0"),
    (check.slide_by, slide_by_kernel, "Only windows that lie wholly inside count"),
    (check.slide_by, slide_means, "This is a mean: the sum of the products is not"),
    (check.slide_by, slide_relu, "Numbers below 0 are missing. There is no ReLU"),
    (check.slide_by, slide_matrix_product, "Did `@` or `np.dot` multiply the window"),
    (check.slide_by, slide_kernel_transposed, "The kernel's rows and columns are swapped"),
    (check.slide_by, slide_answer_transposed, "Rows and columns of the answer have changed"),
    (check.slide_by, slide_flat, "The numbers are right, but they are all in one"),
    (check.slide_by, slide_over_the_border, "Only windows that lie wholly inside count"),
    (check.slide_by, slide_writes_into_windows, "Your function writes into the array that it is"),
    (check.slide_by, slide_normalises_its_kernel, "Your function writes into the array that it is"),
    (check.slide_by, slide_known_shapes, "This repeats something from an earlier call"),
    (check.slide_by, slide_rounded, "Close, but rounded. Return the sums as they"),
    (check.slide_by, slide_absolute, "The signs are gone. A sum below 0 stays below"),
    (check.slide_by, slide_bytes, "All numbers are 0. Was the kernel cut to whole"),
    (check.slide_by, slide_flip_rows, "Half of the kernel is turned"),
    (check.slide_by, slide_flip_columns, "Half of the kernel is turned"),
    (check.slide_by, slide_kept, "This repeats something from an earlier call"),
    (check.slide_by, slide_same_kind, "All numbers are 0. Was the kernel cut to whole"),
    (check.slide_by, slide_squeeze, "It works for the sizes before"),
    (check.slide_by, slide_no_last_row, "The last window is missing: there are `(size -"),
    (check.count_parameters, count_no_bias, "The biases are missing: each filter has one"),
    (check.count_parameters, count_bias_each_pair, "There is a bias for each slice"),
    (check.count_parameters, count_size_doubled, "A kernel of 5×5 has 25 weights"),
    (check.count_parameters, count_last_forgotten, "Your loop has found no convolution here"),
    (check.count_parameters, count_first_forgotten, "Your loop has found no convolution here"),
    (check.count_parameters, count_one_input, "A filter looks at all channels that come in"),
    (check.count_parameters, count_all_from_the_image, "The second convolution takes in what the first"),
    (check.count_parameters, count_biases_of_all, "Only filters have a bias: there are 8 of them"),
    (check.count_parameters, count_bias_of_last_alone, "The biases of the first convolution are"),
    (check.count_parameters, count_small_numbers, "A small number type, such as `int16`"),
    (check.count_parameters, count_pops, "Your function writes into the list that it is"),
    (check.count_parameters, count_sorted, "Leave the channels in their order"),
    (check.count_parameters, count_and_counts_on, "This repeats something from an earlier call"),
    (check.count_parameters, count_two_layers, "There is one convolution here"),
    (check.count_parameters, count_in_a_circle, "There is one convolution here"),
    (check.count_parameters, count_by_size, "This repeats something from an earlier call"),
    (check.count_parameters, count_rgb, "The first convolution takes in 64 channels"),
    (check.count_parameters, count_set, "Convolutions of the same size count each"),
    (check.count_parameters, count_first_of_same, "The list has 6 numbers, so there are 5"),
    (check.count_parameters, count_even, "The list has 4 numbers, so there are 3"),
    (check.count_parameters, count_kept_list, "This repeats something from an earlier call"),
    (check.max_pool, pool_from_zero, "One block is negative all over"),
    (check.max_pool, pool_stride_as_size, "These windows are 2×2: the stride was taken for"),
    (check.max_pool, pool_blocks, "These windows are 3 apart: the size was taken"),
    (check.max_pool, pool_partial, "The last windows hang over the border"),
    (check.max_pool, pool_sum, "This is the sum of each block"),
    (check.max_pool, pool_min, "This is the smallest number of each block"),
    (check.max_pool, pool_first_channel, "Both channels show the first one"),
    (check.max_pool, pool_strongest_pixel, "Each channel is pooled by itself"),
    (check.max_pool, pool_square, "These windows overlap by one pixel"),
    (check.max_pool, pool_short, "The last window is missing: there are `(size -"),
    (check.max_pool, pool_wrong_count, "The last windows hang over the border"),
    (check.max_pool, pool_padded_with_zeros, "Zeros were added around the image"),
    (check.max_pool, pool_centred, "The first window begins at row 0 and column 0"),
    (check.max_pool, pool_whole, "Your array holds whole numbers only"),
    (check.max_pool, pool_absolute, "The sign counts: -1 is larger than -6"),
    (check.max_pool, pool_largest_size, "The sign counts: -1 is larger than -6"),
    (check.max_pool, pool_channels_first, "The channels stay the last axis"),
    (check.max_pool, pool_turned, "Rows and columns of the answer have changed"),
    (check.max_pool, pool_writes, "Your function writes into the array that it is"),
    (check.max_pool, pool_diagonal, "These are the largest on the diagonals"),
    (check.max_pool, pool_known_shapes, "This repeats something from an earlier call"),
    (check.max_pool, pool_squeezed, "The numbers are right, but the channel axis is"),
    (check.max_pool, pool_from_minus_999, "Where do you begin? A map may hold smaller"),
    (check.max_pool, pool_known_windows, "This repeats something from an earlier call"),
    (check.max_pool, pool_three_channels, "Maps may have more than three channels"),
    (check.max_pool, pool_first_row, "The windows do not overlap here"),
    (check.max_pool, pool_stride_of_rows, "The window moves by one pixel to the right"),
    (check.receptive_field, field_without_strides, "Each step was counted as if neighbours were"),
    (check.receptive_field, field_wrong_way, "The steps came in the wrong order"),
    (check.receptive_field, field_last_stride_alone, "Your jump is the last step's stride only"),
    (check.receptive_field, field_strides_added, "The jump doubles here at any stride"),
    (check.receptive_field, field_sizes_added, "A window has the pixel itself in it"),
    (check.receptive_field, field_threes, "Both steps added 2 here. That is right for a"),
    (check.receptive_field, field_squared, "This is the square, an area. Return the length"),
    (check.receptive_field, field_pops, "Your function writes into the list that it is"),
    (check.receptive_field, field_first_step_counts, "Before the first step, a number sees its own"),
    (check.receptive_field, field_without_pools, "After a step with stride 2, neighbours lie"),
    (check.receptive_field, field_pool_doubles, "After a step with stride 2, neighbours lie"),
    (check.receptive_field, field_returned_early, "Only the first step counts here"),
    (check.receptive_field, field_of_steps, "This is the product of the strides"),
    (check.receptive_field, field_with_last_stride, "You multiplied by the stride of the last step"),
    (check.receptive_field, field_pair, "Return one number: how many pixels are seen"),
    (check.receptive_field, field_jump_is_kept, "This repeats something from an earlier call"),
    (check.receptive_field, field_set, "Equal steps count each. Does a set"),
    (check.receptive_field, field_sorted, "The steps were sorted. Take them as they come"),
    (check.receptive_field, field_odd, "A kernel of 2 adds one neighbour"),
    (check.receptive_field, field_up_to_16, "The jump grows to 256 here. Is there a largest"),
    (check.receptive_field, field_in_bytes, "The jump grows to 256 here. Is there a largest"),
    (check.filter_for, filter_pattern_itself, "A -1 in the pattern means *either*"),
    (check.filter_for, filter_bias_too_high, "the bias is too high"),
    (check.filter_for, filter_doubled_minus_one, "Where the pattern is -1, both are allowed"),
    (check.filter_for, filter_bias_of_example, "The bias is the same for every pattern"),
    (check.filter_for, filter_bias_of_all_cells, "the bias is too low"),
    (check.filter_for, filter_threshold_85, "the bias is too high"),
    (check.filter_for, filter_swapped, "The kernel comes first, then the bias"),
    (check.filter_for, filter_turned, "The kernel is turned by 180°"),
    (check.filter_for, filter_keras_shape, "These are the four axes of a Keras kernel"),
    (check.filter_for, filter_bytes, "No weight is below 0, so none asks for dark"),
    (check.filter_for, filter_writes, "Your function writes into the array that it is"),
    (check.filter_for, filter_whole_bias, "the bias is too low"),
    (check.filter_for, filter_bias_for_each, "One filter has one bias"),
    (check.filter_for, filter_bright_threshold, "the bias is too high"),
    (check.filter_for, filter_half_of_dark, "the bias is too high"),
    (check.filter_for, filter_dark_bonus, "the bias is too low"),
    (check.filter_for, filter_only_bright_kinds, "Do you divide by the number of bright cells"),
    (check.filter_for, filter_mean_free, "Three kinds of cell need three kinds of weight"),
    (check.filter_for, filter_stale, "Where the pattern is -1, both are allowed"),
    (check.filter_for, filter_bias_of_kernel_sum, "the bias is too high"),
    (check.filter_for, filter_kept, "The kernel is the same for every pattern"),
    (check.filter_for, filter_upside, "The kernel is upside down. Each weight lies"),
    (check.filter_for, filter_clipped, "the bias is too high"),
]
