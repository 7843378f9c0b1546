"""More planted answers for the practice of lesson 03, by someone who had not read its checks."""

import bisect
import itertools
import math

import numpy as np
from scipy.fft import idctn
from scipy.linalg import hadamard
from skimage import data

import unet_lessons.checks.lesson_03 as check

# 1 · level_sizes


def levels_recursive(size, depth):
    leaves = size - 4
    return [leaves] if depth == 0 else [leaves, *levels_recursive(leaves // 2, depth - 1)]


def levels_accumulated(size, depth):
    return list(itertools.accumulate(range(depth), lambda now, _: now // 2 - 4, initial=size - 4))


def levels_shift(size, depth):
    sizes = []
    for level in range(depth + 1):
        if level:
            size >>= 1
        size -= 2
        size -= 2
        sizes.append(size)
    return sizes


def levels_floor(size, depth):
    sizes = [size - 4]
    while len(sizes) < depth + 1:
        sizes.append(math.floor(sizes[-1] / 2) - 4)
    return sizes


def levels_keras(size, depth):
    from unet_lessons.backend import keras

    maps, sizes = keras.Input((size, size, 1)), []
    for level in range(depth + 1):
        maps = keras.layers.MaxPooling2D()(maps) if level else maps
        maps = keras.layers.Conv2D(1, 3)(keras.layers.Conv2D(1, 3)(maps))
        sizes.append(maps.shape[1])
    return sizes


def levels_no_bottleneck(size, depth):
    return levels_recursive(size, depth)[:-1]


def levels_pooled_first(size, depth):
    sizes = []
    for _ in range(depth + 1):
        size = size // 2 - 4
        sizes.append(size)
    return sizes


def levels_rounded_up(size, depth):
    sizes = [size - 4]
    for _ in range(depth):
        sizes.append(-(-sizes[-1] // 2) - 4)
    return sizes


def levels_rounded(size, depth):
    sizes = [size - 4]
    for _ in range(depth):
        sizes.append(round(sizes[-1] / 2) - 4)
    return sizes


def levels_fractions(size, depth):
    sizes = [size - 4]
    for _ in range(depth):
        sizes.append(sizes[-1] / 2 - 4)
    return sizes


def levels_cut_at_the_end(size, depth):
    return [int(one) for one in levels_fractions(size, depth)]


def levels_bottom_up(size, depth):
    return levels_recursive(size, depth)[::-1]


def levels_after_the_pool(size, depth):
    sizes = [size - 4]
    for _ in range(depth):
        sizes.append(sizes[-1] // 2)
    return sizes


def levels_between(size, depth):
    return [one + 2 for one in levels_recursive(size, depth)]


def levels_four(size, depth):
    return levels_recursive(size, 4)


def levels_at_least_one(size, depth):
    return levels_recursive(size, max(depth, 1))


def levels_pairs(size, depth):
    return [(one, one) for one in levels_recursive(size, depth)]


def levels_bottom_alone(size, depth):
    return levels_recursive(size, depth)[-1]


def levels_once_four(size, depth):
    return [size // 2**level - 4 for level in range(depth + 1)]


def levels_kept(size, depth, sizes=[]):  # noqa: B006
    sizes.append(size - 4)
    for _ in range(depth):
        sizes.append(sizes[-1] // 2 - 4)
    return sizes


def levels_bytes(size, depth):
    return np.array(levels_recursive(size, depth)).astype("uint8")


def levels_even_down(size, depth):
    sizes = [size - 4]
    for _ in range(depth):
        sizes.append((sizes[-1] - sizes[-1] % 2) // 2 - 4 + sizes[-1] % 2)
    return sizes


def levels_pooled_by_three(size, depth):
    sizes = [size - 4]
    for _ in range(depth):
        sizes.append((sizes[-1] - 3) // 2 + 1 - 4)
    return sizes


# 2 · widest_base


def parameters_of(base, depth):
    out = base * 2**depth
    return (9 * (out // 2) + 1) * out + (9 * out + 1) * out


def base_bisected(limit, depth):
    low, high = 1, 2
    while parameters_of(high, depth) <= limit:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if parameters_of(middle, depth) <= limit else (low, middle)
    return low


def base_formula(limit, depth):
    """13.5·o² + 2·o ≤ limit, with o = base · 2^depth: whole numbers only."""
    widest = (math.isqrt(16 + 4 * 27 * 2 * limit) - 4) // 54
    return widest // 2**depth


def base_counted(limit, depth):
    return next(base for base in itertools.count(1) if parameters_of(base + 1, depth) > limit)


def base_by_bisect(limit, depth):
    return bisect.bisect_right(range(1, limit + 1), limit, key=lambda base: parameters_of(base, depth))


def base_recursive_doubling(limit, depth):
    def widest(step):
        base = widest(2 * step) if parameters_of(2 * step, depth) <= limit else 0
        return base + step if parameters_of(base + step, depth) <= limit else base

    return widest(1)


def search(cost, fits=lambda cost, limit: cost <= limit):
    def answer(limit, depth):
        low, high = 0, 1
        while fits(cost(high, depth), limit):
            low, high = high, 2 * high
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if fits(cost(middle, depth), limit) else (low, middle)
        return low

    return answer


def cost_no_bias(base, depth):
    out = base * 2**depth
    return 9 * out // 2 * out + 9 * out * out


def cost_first_alone(base, depth):
    out = base * 2**depth
    return (9 * out // 2 + 1) * out


def cost_second_alone(base, depth):
    out = base * 2**depth
    return (9 * out + 1) * out


def cost_twice_as_deep(base, depth):
    return parameters_of(base, depth + 1)


def cost_one_pool_less(base, depth):
    return parameters_of(base, depth - 1)


def cost_both_doubled(base, depth):
    out = base * 2**depth
    return 2 * (9 * out + 1) * out


def cost_one_bias(base, depth):
    out = base * 2**depth
    return cost_no_bias(base, depth) + out


def cost_kernels_of_one(base, depth):
    out = base * 2**depth
    return (out // 2 + 1) * out + (out + 1) * out


def cost_depth_times_two(base, depth):
    out = base * 2 * depth
    return (9 * (out // 2) + 1) * out + (9 * out + 1) * out


def cost_depth_4(base, depth):
    return parameters_of(base, 4)


def cost_bias_of_inputs(base, depth):
    out = base * 2**depth
    return cost_no_bias(base, depth) + out // 2 + out


def cost_both_double(base, depth):
    out = base * 2**depth
    return (9 * out // 2 + 1) * out + (9 * out + 1) * 2 * out


def base_up_to_1024(limit, depth):
    return max(base for base in range(1, 1025) if parameters_of(base, depth) <= limit)


def base_below_1000(limit, depth):
    return max((base for base in range(1, 1000) if parameters_of(base, depth) <= limit), default=1)


def base_powers_of_two(limit, depth):
    base = 1
    while parameters_of(2 * base, depth) <= limit:
        base *= 2
    return base


def base_multiples_of_8(limit, depth):
    return max(base_bisected(limit, depth) // 8 * 8, 1)


def base_rounded_root(limit, depth):
    return round(math.sqrt(limit / 13.5) / 2**depth)


def base_root(limit, depth):
    return int(math.sqrt(limit / 13.5) / 2**depth)


def base_ceil_root(limit, depth):
    return math.ceil((math.sqrt(4 + 54 * limit) - 2) / 27 / 2**depth)


def base_channels(limit, depth):
    return base_bisected(limit, depth) * 2**depth


def base_fraction(limit, depth):
    return (math.sqrt(4 + 54 * limit) - 2) / 27 / 2**depth


def base_of_channels_rounded(limit, depth):
    return -(-((math.isqrt(16 + 216 * limit) - 4) // 54) // 2**depth)


def base_int32(limit, depth):
    bases = np.arange(1, 200_000, dtype="int32")
    out = bases * np.int32(2**depth)
    return int(bases[(9 * (out // 2) + 1) * out + (9 * out + 1) * out <= limit].max())


BASES = {}


def base_known_depth(limit, depth):
    return BASES.setdefault(depth, base_bisected(limit, depth))


def base_known_limit(limit, depth):
    return BASES.setdefault(("limit", limit), base_bisected(limit, depth))


def base_even(limit, depth):
    return max(base_bisected(limit, depth) // 2 * 2, 1)


def base_and_parameters(limit, depth):
    base = base_bisected(limit, depth)
    return base, parameters_of(base, depth)


# 3 · positions


def seen_by_loop(pixel, positions, step, reach):
    found = [position for position in range(positions) if step * position <= pixel <= step * position + reach - 1]
    return [found[0], found[-1]]


def seen_by_numpy(pixel, positions, step, reach):
    first = np.arange(positions) * step
    return np.flatnonzero((first <= pixel) & (pixel < first + reach))[[0, -1]]


def seen_by_ceil(pixel, positions, step, reach):
    return max(math.ceil((pixel - reach + 1) / step), 0), min(math.floor(pixel / step), positions - 1)


def seen_by_next(pixel, positions, step, reach):
    def sees(position):
        return pixel in range(step * position, step * position + reach)

    return next(filter(sees, range(positions))), next(filter(sees, reversed(range(positions))))


def seen_by_bisect(pixel, positions, step, reach):
    starts = range(0, positions * step, step)
    return bisect.bisect_left(starts, pixel - reach + 1), bisect.bisect_right(starts, pixel) - 1


def seen_table(pixel, positions, step, reach):
    table = np.zeros((positions, step * positions + reach), bool)
    for position in range(positions):
        table[position, step * position : step * position + reach] = True
    column = table[:, pixel]
    return int(column.argmax()), positions - 1 - int(column[::-1].argmax())


def seen_below_zero(pixel, positions, step, reach):
    return math.ceil((pixel - reach + 1) / step), min(pixel // step, positions - 1)


def seen_beyond_the_last(pixel, positions, step, reach):
    return max(math.ceil((pixel - reach + 1) / step), 0), pixel // step


def seen_to_positions(pixel, positions, step, reach):
    return max(math.ceil((pixel - reach + 1) / step), 0), min(pixel // step, positions)


def seen_reach_off_by_one(pixel, positions, step, reach):
    return max(math.ceil((pixel - reach) / step), 0), min(pixel // step, positions - 1)


def seen_rounded_down(pixel, positions, step, reach):
    return max((pixel - reach + 1) // step, 0), min(pixel // step, positions - 1)


def seen_one_more(pixel, positions, step, reach):
    return max((pixel - reach) // step + 2, 0), min(pixel // step, positions - 1)


def seen_rounded(pixel, positions, step, reach):
    return max(round((pixel - reach + 1) / step), 0), min(round(pixel / step), positions - 1)


def seen_first_by_count(pixel, positions, step, reach):
    last = min(pixel // step, positions - 1)
    return max(last - reach // step + 1, 0), last


def seen_first_by_count_up(pixel, positions, step, reach):
    last = min(pixel // step, positions - 1)
    return max(last - -(-reach // step) + 1, 0), last


def seen_past_the_end(pixel, positions, step, reach):
    first, last = seen_by_ceil(pixel, positions, step, reach)
    return first, last + 1


def seen_from_one(pixel, positions, step, reach):
    first, last = seen_by_ceil(pixel, positions, step, reach)
    return first + 1, last + 1


def seen_pixels_of_positions(pixel, positions, step, reach):
    first, last = seen_by_ceil(pixel, positions, step, reach)
    return first * step, last * step + reach - 1


def seen_from_the_middle(pixel, positions, step, reach):
    middle = pixel // step
    half = reach // step // 2
    return max(middle - half, 0), min(middle + half, positions - 1)


def seen_16(pixel, positions, step, reach):
    return max(math.ceil((pixel - reach + 1) / 16), 0), min(pixel // 16, positions - 1)


def seen_140(pixel, positions, step, reach):
    return max(math.ceil((pixel - 139) / step), 0), min(pixel // step, positions - 1)


def seen_28(pixel, positions, step, reach):
    return max(math.ceil((pixel - reach + 1) / step), 0), min(pixel // step, 27)


def seen_first_from_step(pixel, positions, step, reach):
    first = 0 if pixel < reach else (pixel - reach) // step + 1
    last = min(pixel // step, positions - 1)
    return min(first, last - 1) if last else 0, last


def seen_twice(pixel, positions, step, reach):
    first, _ = seen_by_ceil(pixel, positions, step, reach)
    return first, first


def seen_last_needs_a_whole_step(pixel, positions, step, reach):
    return max(math.ceil((pixel - reach + 1) / step), 0), min(max(-(-pixel // step) - 1, 0), positions - 1)


def seen_clipped_first(pixel, positions, step, reach):
    pixel = min(pixel, step * (positions - 1))
    return max(math.ceil((pixel - reach + 1) / step), 0), pixel // step


# 4 · kernel


def kernel_eye(n):
    return np.eye(n * n).reshape(n, n, 1, n * n)


def kernel_shuffled(n):
    return np.random.default_rng(4).permutation(np.eye(n * n)).reshape(n, n, 1, n * n)


def kernel_columns_first(n):
    kernel = np.zeros((n, n, 1, n**2), "float32")
    for channel in range(n**2):
        kernel[channel % n, channel // n, 0, channel] = 1
    return kernel


def kernel_keras(n):
    from unet_lessons.backend import keras

    return keras.ops.reshape(keras.ops.eye(n * n), (n, n, 1, n * n))


def kernel_lists(n):
    def weights(pixel):
        return [int(pixel == channel) for channel in range(n * n)]

    return [[[weights(n * row + column)] for column in range(n)] for row in range(n)]


def kernel_negative(n):
    return -kernel_eye(n)


def kernel_scaled(n):
    return kernel_eye(n) / n


def kernel_diagonal(n):
    kernel = np.zeros((n, n, 1, n * n))
    for position in range(n):
        kernel[position, position, 0, position] = 1
    return kernel


def kernel_sum_of_indices(n):
    kernel = np.zeros((n, n, 1, n * n))
    for row in range(n):
        for column in range(n):
            kernel[row, column, 0, row + column] = 1
    return kernel


def kernel_product_of_indices(n):
    kernel = np.zeros((n, n, 1, n * n))
    for row in range(n):
        for column in range(n):
            kernel[row, column, 0, row * column] = 1
    return kernel


def kernel_of_2(n):
    kernel = np.zeros((n, n, 1, n * n))
    for row in range(n):
        for column in range(n):
            kernel[row, column, 0, (row * 2 + column) % (n * n)] = 1
    return kernel


def kernel_channels_first(n):
    return np.eye(n * n).reshape(n * n, 1, n, n)


def kernel_without_input_channel(n):
    return np.eye(n * n).reshape(n, n, n * n)


def kernel_swapped_channels(n):
    return np.eye(n * n).reshape(n, n, n * n, 1)


def kernel_last_missing(n):
    kernel = kernel_eye(n)
    kernel[-1, -1] = 0
    return kernel


def kernel_first_pixel_always(n):
    kernel = np.zeros((n, n, 1, n * n))
    kernel[0, 0] = 1
    return kernel


def kernel_one_for_all(n):
    kernel = np.zeros((n, n, 1, n * n))
    kernel[..., 0] = 1
    return kernel


def kernel_rotated(n):
    """The numbers are all still there, but mixed."""
    basis = np.linalg.qr(np.random.default_rng(0).normal(size=(n * n, n * n)))[0]
    return basis.reshape(n, n, 1, n * n)


def kernel_squeezed(n):
    return kernel_eye(n).squeeze()


def kernel_rows_copied(n):
    kernel = np.zeros((n, n, 1, n * n))
    for row in range(n):
        for column in range(n):
            kernel[row, :, 0, row * n + column] = 1 / n
    return kernel


def kernel_numbered(n):
    return kernel_eye(n) * np.arange(n * n)


def kernel_numbered_from_one(n):
    return kernel_eye(n) * np.arange(1, n * n + 1)


def kernel_up_to_four(n):
    kernel = np.zeros((n, n, 1, n * n))
    for row in range(min(n, 4)):
        for column in range(min(n, 4)):
            kernel[row, column, 0, row * n + column] = 1
    return kernel


def kernel_nearly(n):
    return kernel_eye(n) + 0.01


def kernel_drawn_channels(n):
    kernel = np.zeros((n, n, 1, n * n))
    for row in range(n):
        for column in range(n):
            kernel[row, column, 0, np.random.default_rng(row * n + column).integers(n * n)] = 1
    return kernel


# 5 · patterns


def blocks_of(image):
    image = image / 255
    height, width = (side // 8 * 8 for side in image.shape[:2])
    return image[:height, :width].reshape(height // 8, 8, width // 8, 8).swapaxes(1, 2).reshape(-1, 64)


def astronaut():
    return blocks_of(data.astronaut().mean(axis=2))


def patterns_rows_of_vt():
    return np.linalg.svd(astronaut(), full_matrices=False)[2][:16].reshape(16, 8, 8)


def patterns_columns_of_u():
    return np.linalg.svd(astronaut().T, full_matrices=False)[0][:, :16].T.reshape(16, 8, 8)


def patterns_eigen():
    blocks = astronaut()
    return np.linalg.eigh(blocks.T @ blocks)[1][:, ::-1][:, :16].T.reshape(16, 8, 8)


def patterns_mean_and_15():
    blocks = astronaut()
    centred = blocks - blocks.mean(axis=1, keepdims=True)
    return np.concatenate([np.ones((1, 64)), np.linalg.svd(centred, full_matrices=False)[2][:15]]).reshape(16, 8, 8)


def patterns_idct():
    patterns = []
    for down in range(4):
        for across in range(4):
            wave = np.zeros((8, 8))
            wave[down, across] = 1
            patterns.append(idctn(wave, norm="ortho").tolist())
    return patterns


def patterns_powers():
    axis = np.linspace(-1, 1, 8)
    return np.array([np.outer(axis**a, axis**b) for a in range(4) for b in range(4)])


def patterns_zigzag():
    order = sorted(((a, b) for a in range(8) for b in range(8)), key=sum)[:16]
    steps = (np.arange(8) + 0.5) * np.pi / 8
    return np.array([np.cos(a * steps)[:, None] * np.cos(b * steps) for a, b in order], "float32")


def patterns_hats():
    """Bilinear: each of 4×4 numbers has a peak, and fades to its neighbours."""
    hats = np.array([np.interp(np.arange(8), [0, 7 / 3, 14 / 3, 7], row) for row in np.eye(4)])
    return np.einsum("ai,bj->abij", hats, hats).reshape(16, 8, 8)


def patterns_rows_of_u():
    return np.linalg.svd(astronaut().T, full_matrices=False)[0][:16].reshape(16, 8, 8)


def patterns_smallest():
    blocks = astronaut()
    return np.linalg.eigh(blocks.T @ blocks)[1][:, :16].T.reshape(16, 8, 8)


def patterns_rows_of_eigen():
    blocks = astronaut()
    return np.linalg.eigh(blocks.T @ blocks)[1][:16].reshape(16, 8, 8)


def patterns_centred():
    blocks = astronaut()
    centred = blocks - blocks.mean(axis=1, keepdims=True)
    return np.linalg.svd(centred, full_matrices=False)[2][:16].reshape(16, 8, 8)


def patterns_sines():
    waves = [np.sin(np.pi * (k + 1) * (np.arange(8) + 1) / 9) for k in range(4)]
    return np.array([np.outer(a, b) for a in waves for b in waves])


def patterns_without_flat():
    waves = [np.cos(np.pi * k * (np.arange(8) + 0.5) / 8) for k in range(1, 5)]
    return np.array([np.outer(a, b) for a in waves for b in waves])


def patterns_all_down():
    waves = [np.cos(np.pi * k * (np.arange(8) + 0.5) / 8) for k in range(8)]
    return np.array([np.outer(a, b) for a in waves for b in waves[:2]])


def patterns_fastest():
    waves = [np.cos(np.pi * k * (np.arange(8) + 0.5) / 8) for k in range(4, 8)]
    return np.array([np.outer(a, b) for a in waves for b in waves])


def patterns_whole():
    waves = [np.cos(np.pi * k * (np.arange(8) + 0.5) / 8) for k in range(4)]
    return np.array([np.outer(a, b) for a in waves for b in waves]).astype(int)


def patterns_last_axis():
    return patterns_zigzag().transpose(1, 2, 0)


def patterns_drawn():
    return np.random.default_rng(0).normal(size=(16, 8, 8))


def patterns_pixels():
    return np.eye(64)[:16].reshape(16, 8, 8)


def patterns_from_photo():
    return astronaut()[:16].reshape(16, 8, 8)


def patterns_squares():
    return np.kron(np.eye(16).reshape(16, 4, 4), np.ones((2, 2)))


def patterns_haar():
    haar = np.array([[1, 1, 1, 1], [1, 1, -1, -1], [1, -1, 0, 0], [0, 0, 1, -1]]).repeat(2, axis=1)
    return np.einsum("ai,bj->abij", haar, haar).reshape(16, 8, 8)


def patterns_all_64():
    return np.eye(64).reshape(64, 8, 8)


def patterns_complex():
    waves = np.exp(2j * np.pi * np.outer(np.arange(4), np.arange(8)) / 8)
    return np.einsum("ai,bj->abij", waves, waves).reshape(16, 8, 8)


def patterns_one_for_all():
    return np.ones((16, 8, 8))


def patterns_not_numbers():
    return np.full((16, 8, 8), np.nan)


def patterns_stripes():
    waves = [np.cos(np.pi * k * (np.arange(8) + 0.5) / 8) for k in range(8)]
    return np.array([np.outer(w, waves[0]) for w in waves] + [np.outer(waves[0], w) for w in waves])


def patterns_frequencies():
    waves = [np.cos(2 * np.pi * k * np.arange(8) / 8) for k in range(4)]
    return np.array([np.outer(a, b) for a in waves for b in waves])


def patterns_bytes():
    return np.round(127 + 127 * patterns_zigzag()).astype("uint8")


def patterns_half_the_block():
    patterns = patterns_zigzag()
    patterns[:, 4:] = 0
    return patterns


def levels_in_one_formula(size, depth):
    return [(size - 4 * (2 ** (level + 1) - 1)) // 2**level for level in range(depth + 1)]


def seen_enough(pixel, positions, step, reach):
    found = [i for i in range(positions) if step * i <= pixel < step * i + max(reach, step)]
    return found[0], found[-1]


def levels_by_depth(size, depth, known={}):  # noqa: B006
    return known.setdefault(depth, levels_recursive(size, depth))


def base_steps(limit, depth):
    base = 1
    while base < 100_000 and parameters_of(base + 1, depth) <= limit:
        base += 1
    return base


def base_from_two(limit, depth):
    return max(base_bisected(limit, depth), 2)


def base_newton(limit, depth):
    return max(int((limit / 13.5) ** 0.5 / 2**depth), 1)


def base_one_less(limit, depth):
    return base_bisected(limit, depth) - 1


def seen_one_position(pixel, positions, step, reach):
    first, last = seen_by_ceil(pixel, positions, step, reach)
    return first, last if positions > 1 else 1


def seen_range(pixel, positions, step, reach):
    first, last = seen_by_ceil(pixel, positions, step, reach)
    return range(first, last + 1)


def seen_limited(pixel, positions, step, reach):
    found = [i for i in range(positions) if step * i <= pixel < step * i + reach]
    return found[0], found[:8][-1]


def kernel_cached(n, known={}):  # noqa: B006
    return known.setdefault("kernel", kernel_eye(n))


def kernel_extra(n):
    kernel = kernel_eye(n)
    kernel[0, 0, 0, -1] = 1
    return kernel


def kernel_double_at_sixteen(n):
    return kernel_eye(n) * (2 if n > 10 else 1)


def kernel_almost(n):
    return kernel_eye(n) * 0.999


def patterns_of_the_three():
    cells = np.concatenate([blocks_of(photo) for photo in (data.camera(), data.chelsea().mean(axis=2), data.coins())])
    return np.linalg.eigh(cells.T @ cells)[1][:, -16:].T.reshape(16, 8, 8)


def patterns_of_the_cat():
    cells = blocks_of(data.chelsea().mean(axis=2))
    return np.linalg.eigh(cells.T @ cells)[1][:, -16:].T.reshape(16, 8, 8)


def patterns_hadamard():
    rows = hadamard(8)[:4]
    return np.einsum("ai,bj->abij", rows, rows).reshape(16, 8, 8)


def patterns_columns_reshaped():
    return np.linalg.svd(astronaut().T, full_matrices=False)[0][:, :16].reshape(16, 8, 8)


def patterns_centred_on_mean_block():
    found = astronaut()
    return np.linalg.svd(found - found.mean(axis=0), full_matrices=False)[2][-16:].reshape(16, 8, 8)


def kernel_up_to_255(n):
    kernel = np.zeros((n, n, 1, n * n))
    for channel in range(min(n * n, 255)):
        kernel[channel // n, channel % n, 0, channel] = 1
    return kernel


def base_in_steps_of_three(limit, depth):
    base = 1
    while parameters_of(base + 3, depth) <= limit:
        base += 3
    return base


def patterns_uncentred_waves():
    waves = [np.cos(np.pi * times * np.arange(8) / 8) for times in range(4)]
    return [np.outer(down, across) for down in waves for across in waves]


RIGHT = [
    (check.level_sizes, levels_recursive),
    (check.level_sizes, levels_accumulated),
    (check.level_sizes, levels_shift),
    (check.level_sizes, levels_floor),
    (check.level_sizes, levels_keras),
    (check.level_sizes, levels_cut_at_the_end),
    (check.level_sizes, levels_in_one_formula),
    (check.widest_base, base_bisected),
    (check.widest_base, base_formula),
    (check.widest_base, base_counted),
    (check.widest_base, base_by_bisect),
    (check.widest_base, base_recursive_doubling),
    (check.positions_that_see, seen_by_loop),
    (check.positions_that_see, seen_by_numpy),
    (check.positions_that_see, seen_by_ceil),
    (check.positions_that_see, seen_by_next),
    (check.positions_that_see, seen_by_bisect),
    (check.positions_that_see, seen_table),
    (check.positions_that_see, seen_enough),
    (check.position_kernel, kernel_eye),
    (check.position_kernel, kernel_shuffled),
    (check.position_kernel, kernel_columns_first),
    (check.position_kernel, kernel_keras),
    (check.position_kernel, kernel_lists),
    (check.sixteen_patterns, patterns_rows_of_vt),
    (check.sixteen_patterns, patterns_columns_of_u),
    (check.sixteen_patterns, patterns_eigen),
    (check.sixteen_patterns, patterns_mean_and_15),
    (check.sixteen_patterns, patterns_idct),
    (check.sixteen_patterns, patterns_powers),
    (check.sixteen_patterns, patterns_zigzag),
    (check.sixteen_patterns, patterns_hats),
    (check.sixteen_patterns, patterns_bytes),
    (check.sixteen_patterns, patterns_uncentred_waves),
]

WRONG = [
    (check.level_sizes, levels_no_bottleneck, "Two poolings lie between three levels"),
    (check.level_sizes, levels_pooled_first, "The image is not pooled before the first level"),
    (check.level_sizes, levels_rounded_up, "59 pixels are 29 pairs and one left over"),
    (check.level_sizes, levels_rounded, "59 pixels are 29 pairs and one left over"),
    (check.level_sizes, levels_fractions, "59 pixels are 29 pairs and one left over"),
    (check.level_sizes, levels_bottom_up, "The sizes are right, but from bottom to top"),
    (check.level_sizes, levels_after_the_pool, "Only the first level has its convolutions here"),
    (check.level_sizes, levels_between, "These are the sizes between two convolutions"),
    (check.level_sizes, levels_four, "Depth 2 has two poolings, and you have four"),
    (check.level_sizes, levels_at_least_one, "With depth 0 there is no pooling"),
    (check.level_sizes, levels_pairs, "One number for each level, not height and"),
    (check.level_sizes, levels_bottom_alone, "This is the size that leaves the bottleneck"),
    (check.level_sizes, levels_once_four, "The 4 pixels are taken away once"),
    (check.level_sizes, levels_kept, "This repeats something from an earlier call"),
    (check.level_sizes, levels_bytes, "A size above 255 does not fit into `uint8`"),
    (check.level_sizes, levels_even_down, "59 pixels are 29 pairs and one left over"),
    (check.level_sizes, levels_pooled_by_three, "This pooling has windows of 3×3"),
    (check.level_sizes, levels_by_depth, "This repeats something from an earlier call"),
    (check.widest_base, search(cost_no_bias), "One parameter fewer, and base 5 no longer fits"),
    (check.widest_base, search(cost_first_alone), "Only the first convolution is in your count"),
    (check.widest_base, search(cost_second_alone), "Base 6 has too many: 1,968. Does your loop stop"),
    (check.widest_base, search(cost_twice_as_deep), "The bottom has `base * 2**depth` channels"),
    (check.widest_base, search(cost_one_pool_less), "10 channels leave the bottom"),
    (check.widest_base, search(cost_both_doubled), "Base 5 has exactly 1,370, and `limit` itself is"),
    (check.widest_base, search(cost_one_bias), "One parameter fewer, and base 5 no longer fits"),
    (check.widest_base, search(cost_kernels_of_one), "The kernels are 3×3: 9 weights for each pair of"),
    (check.widest_base, search(cost_depth_times_two), "The channels double with each pooling"),
    (check.widest_base, search(cost_depth_4), "Base 1 has 60 parameters here"),
    (check.widest_base, search(cost_bias_of_inputs), "One parameter fewer, and base 5 no longer fits"),
    (check.widest_base, search(cost_both_double), "Try base 5 by hand: 10 channels at the bottom"),
    (check.widest_base, search(parameters_of, lambda cost, limit: cost < limit), "Base 5 has exactly 1,370, and"),
    (check.widest_base, base_up_to_1024, "Only `limit` ends the search"),
    (check.widest_base, base_below_1000, "Only `limit` ends the search"),
    (check.widest_base, base_powers_of_two, "Base 5 has exactly 1,370, and `limit` itself is"),
    (check.widest_base, base_multiples_of_8, "Try base 5 by hand: 10 channels at the bottom"),
    (check.widest_base, base_rounded_root, "One parameter fewer, and base 5 no longer fits"),
    (check.widest_base, base_root, "One parameter fewer, and base 5 no longer fits"),
    (check.widest_base, base_ceil_root, "One parameter fewer, and base 5 no longer fits"),
    (check.widest_base, base_channels, "10 channels leave the bottom"),
    (check.widest_base, base_fraction, "Round down: `int(…)` or `//`"),
    (check.widest_base, base_of_channels_rounded, "One parameter fewer, and base 5 no longer fits"),
    (check.widest_base, base_int32, "Did their number overflow?"),
    (check.widest_base, base_known_depth, "One parameter fewer, and base 5 no longer fits"),
    (check.widest_base, base_known_limit, "This repeats something from an earlier call"),
    (check.widest_base, base_even, "Base 5 has exactly 1,370, and `limit` itself is"),
    (check.widest_base, base_and_parameters, "Return the largest base alone"),
    (check.widest_base, base_steps, "Only `limit` ends the search"),
    (check.widest_base, base_from_two, "The smallest base is 1. Does your search try"),
    (check.widest_base, base_newton, "One parameter fewer, and base 5 no longer fits"),
    (check.widest_base, base_one_less, "Base 5 has exactly 1,370, and `limit` itself is"),
    (check.widest_base, base_in_steps_of_three, "Base 5 has exactly 1,370, and `limit` itself is"),
    (check.positions_that_see, seen_below_zero, "Near the border: there are no positions before"),
    (check.positions_that_see, seen_beyond_the_last, "There are only 5 positions, 0 to 4"),
    (check.positions_that_see, seen_to_positions, "There are only 5 positions, 0 to 4"),
    (check.positions_that_see, seen_reach_off_by_one, "A reach of 9 from pixel 0 ends at pixel 8"),
    (check.positions_that_see, seen_rounded_down, "Position 0 has seen 0 to 8, so pixel 10 is too"),
    (check.positions_that_see, seen_one_more, "Position 1 has seen 3 to 11, so it has seen"),
    (check.positions_that_see, seen_rounded, "A reach of 9 from pixel 0 ends at pixel 8"),
    (check.positions_that_see, seen_first_by_count, "Position 3 has seen 9 to 17, so pixel 20 is too"),
    (check.positions_that_see, seen_first_by_count_up, "Position 3 has seen 9 to 17, so pixel 20 is too"),
    (check.positions_that_see, seen_past_the_end, "Position 4 begins at pixel 12"),
    (check.positions_that_see, seen_from_one, "Positions are numbered from 0"),
    (check.positions_that_see, seen_pixels_of_positions, "These are pixels: those that the two positions"),
    (check.positions_that_see, seen_from_the_middle, "Positions are numbered from 0"),
    (check.positions_that_see, seen_16, "Are a step of 16 and a reach of 140 written"),
    (check.positions_that_see, seen_140, "Position 0 has seen 0 to 8, so pixel 10 is too"),
    (check.positions_that_see, seen_28, "There are only 5 positions, 0 to 4"),
    (check.positions_that_see, seen_first_from_step, "Position 3 has seen 9 to 17, so pixel 20 is too"),
    (check.positions_that_see, seen_twice, "This is only the first position that has seen"),
    (check.positions_that_see, seen_last_needs_a_whole_step, "Position 3 has seen 9 to 17: the pixel it"),
    (check.positions_that_see, seen_clipped_first, "Position 3 has seen 9 to 17, so pixel 20 is too"),
    (check.positions_that_see, seen_one_position, "With a step of 1, neighbours begin one pixel"),
    (check.positions_that_see, seen_range, "These are all of them. Return the first and the"),
    (check.positions_that_see, seen_limited, "It works for reach 9 and step 3"),
    (check.position_kernel, kernel_negative, "A weight of -1 inverts the pixel"),
    (check.position_kernel, kernel_scaled, "Your channels change pixels, or add up several"),
    (check.position_kernel, kernel_diagonal, "Some channels copy no pixel: each needs a 1"),
    (check.position_kernel, kernel_sum_of_indices, "Some channels copy no pixel: each needs a 1"),
    (check.position_kernel, kernel_product_of_indices, "Some channels copy no pixel: each needs a 1"),
    (check.position_kernel, kernel_of_2, "Some channels copy no pixel: each needs a 1"),
    (check.position_kernel, kernel_channels_first, "`np.zeros((n, n, 1, n * n))` has the right"),
    (check.position_kernel, kernel_without_input_channel, "`np.zeros((n, n, 1, n * n))` has the right"),
    (check.position_kernel, kernel_swapped_channels, "`np.zeros((n, n, 1, n * n))` has the right"),
    (check.position_kernel, kernel_last_missing, "Some channels copy no pixel: each needs a 1"),
    (check.position_kernel, kernel_first_pixel_always, "Some channels copy the same pixel"),
    (check.position_kernel, kernel_one_for_all, "Some channels copy no pixel: each needs a 1"),
    (check.position_kernel, kernel_rotated, "Your channels change pixels, or add up several"),
    (check.position_kernel, kernel_squeezed, "`np.zeros((n, n, 1, n * n))` has the right"),
    (check.position_kernel, kernel_rows_copied, "Your channels change pixels, or add up several"),
    (check.position_kernel, kernel_numbered, "Some channels copy no pixel: each needs a 1"),
    (check.position_kernel, kernel_numbered_from_one, "Your channels change pixels, or add up several"),
    (check.position_kernel, kernel_up_to_four, "It works for 2 and 3. Is a size or a number of"),
    (check.position_kernel, kernel_nearly, "Your channels change pixels, or add up several"),
    (check.position_kernel, kernel_drawn_channels, "Some channels copy no pixel: each needs a 1"),
    (check.position_kernel, kernel_cached, "`np.zeros((n, n, 1, n * n))` has the right"),
    (check.position_kernel, kernel_extra, "Your channels change pixels, or add up several"),
    (check.position_kernel, kernel_double_at_sixteen, "It works for 2 and 3. Is a size or a number of"),
    (check.position_kernel, kernel_almost, "Your channels change pixels, or add up several"),
    (check.position_kernel, kernel_up_to_255, "It works for 2 and 3. Is a size or a number of"),
    (check.sixteen_patterns, patterns_rows_of_u, "These look like rows of a matrix whose columns"),
    (check.sixteen_patterns, patterns_smallest, "Your patterns change from pixel to pixel"),
    (check.sixteen_patterns, patterns_rows_of_eigen, "These look like rows of a matrix whose columns"),
    (check.sixteen_patterns, patterns_centred, "No sum of your patterns is flat"),
    (check.sixteen_patterns, patterns_sines, "Begin with the flat pattern, then a slow change"),
    (check.sixteen_patterns, patterns_without_flat, "No sum of your patterns is flat"),
    (check.sixteen_patterns, patterns_all_down, "Begin with the flat pattern, then a slow change"),
    (check.sixteen_patterns, patterns_fastest, "Your patterns change from pixel to pixel"),
    (check.sixteen_patterns, patterns_whole, "Some of your patterns are 0 everywhere"),
    (check.sixteen_patterns, patterns_last_axis, "16 patterns first, each of 8×8 pixels"),
    (check.sixteen_patterns, patterns_drawn, "No sum of your patterns is flat"),
    (check.sixteen_patterns, patterns_pixels, "No sum of your patterns is flat"),
    (check.sixteen_patterns, patterns_from_photo, "Begin with the flat pattern, then a slow change"),
    (check.sixteen_patterns, patterns_squares, "Your patterns add up to the same flat squares"),
    (check.sixteen_patterns, patterns_haar, "Your patterns add up to the same flat squares"),
    (check.sixteen_patterns, patterns_all_64, "16 patterns first, each of 8×8 pixels"),
    (check.sixteen_patterns, patterns_complex, "Return an array (16, 8, 8). Sums of slow"),
    (check.sixteen_patterns, patterns_one_for_all, "Only 1 of the 16 add anything new"),
    (check.sixteen_patterns, patterns_not_numbers, "Is there a division by 0, or a logarithm of 0"),
    (check.sixteen_patterns, patterns_stripes, "Only 15 of the 16 add anything new"),
    (check.sixteen_patterns, patterns_frequencies, "Begin with the flat pattern, then a slow change"),
    (check.sixteen_patterns, patterns_half_the_block, "Only 15 of the 16 add anything new"),
    (check.sixteen_patterns, patterns_of_the_three, "These patterns were found on this photograph"),
    (check.sixteen_patterns, patterns_of_the_cat, "These patterns were found on this photograph"),
    (check.sixteen_patterns, patterns_hadamard, "Begin with the flat pattern, then a slow change"),
    (check.sixteen_patterns, patterns_columns_reshaped, "Your patterns are the columns of the array"),
    (check.sixteen_patterns, patterns_centred_on_mean_block, "Your patterns change from pixel to pixel"),
]
