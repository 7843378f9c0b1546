"""The checks for the practice of lessons 02 and 02b, against planted answers."""

import itertools

import numpy as np
from scipy.ndimage import maximum_filter
from scipy.signal import convolve2d, correlate2d

import unet_lessons.checks.lesson_02 as check
from unet_lessons import sizes
from unet_lessons.backend import keras
from unet_lessons.checks.lesson_02.counting import STEPS, WAY_DOWN, field
from unet_lessons.checks.lesson_02.filter_for import PATTERNS, WINDOWS
from unet_lessons.checks.lesson_02.windows import pool_windows, spread

# 1 · slide_by


def slide_in_keras(image, kernel, stride):
    maps = image[np.newaxis, :, :, np.newaxis].astype("float32")
    return keras.ops.conv(maps, kernel[:, :, np.newaxis, np.newaxis].astype("float32"), stride, "valid")[0, :, :, 0]


def slide_as_lists(image, kernel, stride):
    (h, w), (m, n) = image.shape, kernel.shape
    answer = []
    for row in range(0, h - m + 1, stride):
        starts = range(0, w - n + 1, stride)
        answer.append([np.sum(image[row : row + m, start : start + n] * kernel) for start in starts])
    return answer


def one_window_too_few(image, kernel, stride):
    (h, w), (m, n) = image.shape, kernel.shape
    return check.slide_kernel(image, kernel, stride)[: (h - m) // stride, : (w - n) // stride]


def begins_at_i(image, kernel, stride):
    height, width = check.slide_kernel(image, kernel, stride).shape
    return check.slide_kernel(image, kernel)[:height, :width]


def slide_over_the_border(image, kernel, stride):
    m, n = kernel.shape
    short = [-(image.shape[axis] - size) % stride for axis, size in enumerate((m, n))]
    return check.slide_kernel(np.pad(image, [(0, short[0]), (0, short[1])]), kernel, stride)


def slide_whole_numbers(image, kernel, stride):
    right = check.slide_kernel(image, kernel, stride)
    answer = np.zeros_like(image, shape=right.shape)
    answer[:] = right
    return answer


def slide_of_the_lesson(image, kernel, stride, size_of=lambda h, m, stride: (h - m) // stride + 1):
    """The lesson's loop with a stride put in; the numbers are written to the place of the window in the image."""
    (h, w), (m, n) = image.shape, kernel.shape
    answer = np.zeros((size_of(h, m, stride), size_of(w, n, stride)))
    for row in range(0, h - m + 1, stride):
        for column in range(0, w - n + 1, stride):
            answer[row, column] = (image[row : row + m, column : column + n] * kernel).sum()
    return answer


def slide_with_gaps(image, kernel, stride):
    return slide_of_the_lesson(image, kernel, stride, lambda h, m, stride: h - m + 1)


def windows_of(own_size, ranges=lambda m, n: (m, n)):
    """An answer with windows of a size of its own."""

    def answer(image, kernel, stride):
        (height, width), (m, n) = own_size(*kernel.shape), ranges(*kernel.shape)
        rows = range(0, image.shape[0] - m + 1, stride)
        columns = range(0, image.shape[1] - n + 1, stride)
        return [[(image[r : r + height, c : c + width] * kernel).sum() for c in columns] for r in rows]

    return answer


def slices_that_end_too_far(image, kernel, stride):
    answer = np.zeros((image.shape[0] // stride, image.shape[1] // stride))
    for i, j in np.ndindex(answer.shape):
        row, column = i * stride, j * stride
        answer[i, j] = (image[row : row + kernel.shape[0], column : column + kernel.shape[1]] * kernel).sum()
    return answer


def slide_in(kind, step=None):
    """Right but for the kind of number that it keeps, or for the step that it takes."""

    def answer(image, kernel, stride):
        right = check.slide_kernel(image.astype(float), kernel, step or stride)
        kept = {"of the image": image.dtype, "of the kernel": kernel.dtype}.get(kind, kind)
        filled = np.zeros(right.shape, kept)
        filled[...] = right
        return filled

    return answer


def slide_by_shifts(image, kernel, stride):
    """One weight after the other, over the whole image."""
    (h, w), (m, n) = image.shape, kernel.shape
    parts = [
        kernel[i, j] * image[i : h - m + 1 + i : stride, j : w - n + 1 + j : stride].astype(float)
        for i, j in np.ndindex(m, n)
    ]
    return sum(parts)


def slide_square(image, kernel, stride):
    """It takes the height for the width."""
    starts = range(0, image.shape[0] - len(kernel) + 1, stride)
    m, n = kernel.shape
    return [[(image[r : r + m, c : c + n] * kernel).sum() for c in starts] for r in starts]


def slide_normalised(image, kernel, stride):
    image -= image.min()
    return check.slide_kernel(image, kernel, stride)


# 2 · count_parameters


def each(one):
    """Add up `one(size, channels in, channels out)` of all convolutions."""
    return lambda size, channels: sum(one(size, *pair) for pair in itertools.pairwise(channels))


def count_in_keras(size, channels):
    x = inputs = keras.Input((None, None, channels[0]))
    for filters in channels[1:]:
        x = keras.layers.Conv2D(filters, size)(x)
    return keras.Model(inputs, x).count_params()


def count_by_arrays(size, channels):
    channels = np.array(channels)
    return size**2 * (channels[:-1] @ channels[1:]) + channels[1:].sum()


def count_one_too_many(size, channels):
    return sum((size**2 * channels[i] + 1) * channels[i + 1] for i in range(len(channels)))


def count_strictly(size, channels):
    return sum((size**2 * a + 1) * b for a, b in zip(channels, channels[1:], strict=True))


def from_first_to_last(size, channels):
    return (size**2 * channels[0] + 1) * channels[-1]


def first_and_last(size, channels):
    pairs = list(itertools.pairwise(channels))
    return sum((size**2 * a + 1) * b for a, b in ([pairs[0], pairs[-1]] if len(pairs) > 1 else pairs))


def count_by_popping(size, channels):
    total = 0
    while len(channels) > 1:
        total += (size**2 * channels.pop(0) + 1) * channels[0]
    return total


def count_up_to_three(size, channels):
    return sum((size**2 * a + 1) * b for a, b in zip(channels[:2], channels[1:3], strict=False))


def count_recursively(size, channels):
    if len(channels) == 1:
        return 0
    first, second, *rest = channels
    return (size**2 * first + 1) * second + count_recursively(size, [second, *rest])


# 3 · max_pool


def pool_in_keras(maps, size, stride):
    return keras.layers.MaxPooling2D(size, strides=stride)(maps[np.newaxis].astype("float32"))[0]


def pool_by_filter(maps, size, stride):
    """The largest number around each place, of which some are kept."""
    largest = maximum_filter(maps, (size, size, 1), origin=(-(size // 2), -(size // 2), 0))
    if size % 2:
        largest = maximum_filter(maps, (size, size, 1))[size // 2 :, size // 2 :]
    height, width, _ = maps.shape
    return largest[: height - size + 1 : stride, : width - size + 1 : stride]


def pool_by_shifts(maps, size, stride):
    """Each window's numbers one after the other, over the whole map at once."""
    height, width, _ = maps.shape
    rows, columns = (height - size) // stride + 1, (width - size) // stride + 1
    parts = [
        maps[down : down + stride * rows : stride, right : right + stride * columns : stride][:rows, :columns]
        for down, right in np.ndindex(size, size)
    ]
    return np.max(parts, axis=0)


def each_window(one, size_of=lambda size, stride: size):
    """An answer that takes `one(window)` of each window inside."""

    def answer(maps, size, stride):
        size = size_of(size, stride)
        rows, columns = (range(0, side - size + 1, stride) for side in maps.shape[:2])
        return [[one(maps[r : r + size, c : c + size]) for c in columns] for r in rows]

    return answer


def pool_at_the_window_s_place(maps, size, stride, axis=(0, 1), step=1):
    """The numbers are written to the place of the window in the map."""
    height, width, channels = maps.shape
    answer = np.zeros(((height - size) // stride + 1, (width - size) // stride + 1, channels))
    for row in range(0, height - size + 1, stride):
        for column in range(0, width - size + 1, stride):
            answer[row // step, column // step] = maps[row : row + size, column : column + size].max(axis=axis)
    return answer


def pool_of_the_lesson(maps, size, stride):
    height, width, channels = maps.shape
    maps = maps[: height // size * size, : width // size * size]
    return maps.reshape(height // size, size, width // size, size, channels).max(axis=(1, 3))


def pool_of_blocks(maps, size, stride):
    return pool_of_the_lesson(maps, 2, 2)


def pool_in_reading_order(maps, size, stride):
    height, width, channels = maps.shape
    return maps.reshape(height // size, width // size, size, size, channels).max(axis=(2, 3))


def pool_over_the_border(maps, size, stride):
    starts = [range(0, side, stride) for side in maps.shape[:2]]
    return [[maps[r : r + size, c : c + size].max(axis=(0, 1)) for c in starts[1]] for r in starts[0]]


def pool_part_of_the_border(maps, size, stride):
    return np.array(pool_over_the_border(maps, size, stride))[: maps.shape[0] // stride, : maps.shape[1] // stride]


def pool_in(kind, step=None):
    def answer(maps, size, stride):
        return pool_windows(maps, size, step or stride).astype(kind)

    return answer


def pool_one_axis_at_a_time(maps, size, stride):
    rows = np.array([maps[r : r + size].max(axis=0) for r in range(0, len(maps) - size + 1, stride)])
    columns = range(0, maps.shape[1] - size + 1, stride)
    return np.stack([rows[:, c : c + size].max(axis=1) for c in columns], axis=1)


def pool_square(maps, size, stride):
    starts = range(0, maps.shape[1] - size + 1, stride)
    return [[maps[r : r + size, c : c + size].max(axis=(0, 1)) for c in starts] for r in starts]


def pool_in_place(maps, size, stride):
    maps[maps < 0] = 0
    return pool_windows(maps, size, stride)


# 4 · receptive_field


def field_backwards(steps):
    seen = 1
    for size, stride in reversed(steps):
        seen = (seen - 1) * stride + size
    return seen


def field_of_sets(steps):
    """Which pixels each place depends on, as in the lesson."""
    reached = [{pixel} for pixel in range(1100)]
    for size, stride in steps:
        starts = range(0, len(reached) - size + 1, stride)
        reached = [set().union(*reached[start : start + size]) for start in starts]
    return len(reached[0])


class Field:
    """An answer in the form of a class."""

    def __init__(self, steps):
        jumps = np.cumprod([1] + [stride for _, stride in steps])
        self.seen = 1.0 + sum((size - 1) * jump for (size, _), jump in zip(steps, jumps, strict=False))

    def __array__(self, dtype=None, copy=None):
        return np.array(self.seen)


def walk(add, move, start=1):
    """An answer that goes through the steps: adds `add(size, jump)`, and then moves on."""

    def answer(steps):
        seen, jump = start, 1
        for size, stride in steps:
            seen += add(size, jump)
            jump = move(jump, stride)
        return seen

    return answer


def jump_first(steps):
    seen, jump = 1, 1
    for size, stride in steps:
        jump *= stride
        seen += (size - 1) * jump
    return seen


def field_forwards(steps):
    seen = 1
    for size, stride in steps:
        seen = (seen - 1) * stride + size
    return seen


def needs_a_step(steps):
    seen, jump = steps[0]
    for size, stride in steps[1:]:
        seen, jump = seen + (size - 1) * jump, jump * stride
    return seen


def less_one(size, jump):
    return (size - 1) * jump


def field_of_the_lesson(steps):
    seen, jump = 1, 1
    for step in steps:
        if step == "conv":
            seen = seen + 2 * jump
        else:
            seen, jump = seen + jump, 2 * jump
    return seen


def field_of_threes(steps):
    seen, jump = 1, 1
    for _, stride in steps:
        seen, jump = seen + (2 * jump if stride == 1 else jump), jump * stride
    return seen


def odd_sizes_and_two(size, jump):
    """Half a kernel on each side; and 2 is known to add 1."""
    return jump if size == 2 else 2 * (size // 2) * jump


def field_by_popping(steps):
    seen, jump = 1, 1
    while steps:
        size, stride = steps.pop(0)
        seen, jump = seen + (size - 1) * jump, jump * stride
    return seen


def field_of_keras(steps):
    """The smallest input that gives one number."""
    need = 1
    for size, stride in steps[::-1]:
        need = next(n for n in itertools.count(1) if (n - size) // stride + 1 == need)
    return np.int64(need)


def field_from_the_first_pixel(steps):
    first, last, jump = 0, 0, 1
    for size, stride in steps:
        last += jump * (size - 1)
        jump *= stride
    return {"seen": last - first + 1}["seen"]


def at_most_three(jump, stride):
    return jump * min(stride, 3)


def add_stride(jump, stride):
    return jump + stride if stride > 1 else jump


def times(jump, stride):
    return jump * stride


# 5 · filter_for


def filter_by_counting(pattern):
    """Other weights that do as well: uneven ones, and a bias at the end of what is allowed."""
    kernel = [[{1: 2.0, 0: -3.0, -1: 0.0}[int(cell)] for cell in row] for row in pattern]
    return kernel, 1.9 - 2 * np.count_nonzero(pattern == 1)


def filter_in_keras(pattern):
    bright = keras.ops.cast(pattern == 1, "float32")
    kernel = bright - keras.ops.cast(pattern == 0, "float32")
    return [kernel, np.array([1 - float(keras.ops.sum(bright))])]


def filter_with_small_weights(pattern):
    """Cells that may be either need not have weight 0: a little does no harm."""
    kernel = np.where(pattern == -1, 0.02, np.where(pattern == 1, 1, -1))
    return kernel, 0.5 - (pattern == 1).sum()


def filter_in_place(pattern):
    pattern[pattern == 0] = -5
    pattern[pattern == -1] = 0
    pattern[pattern == -5] = -1
    return pattern, 1 - (pattern == 1).sum()


def filter_by_sums(pattern):
    kernel = 1.0 * (pattern == 1) - 10.0 * (pattern == 0)
    return np.float32(kernel), np.float32(1e-3 - np.count_nonzero(pattern > 0) + 0.5)


def filter_from_the_windows(pattern):
    """Weights of windows that fit less weights of those that do not, made of whole numbers."""
    fits = ((WINDOWS == pattern) | (pattern == -1)).all(axis=(1, 2))
    kernel = 2 * np.sign(np.where(pattern < 0, 0, 2 * WINDOWS[fits][0] - 1))
    return kernel.tolist(), int(1 - (kernel * WINDOWS[fits][0]).sum())


def needs_a_bright_cell(pattern):
    kernel = signs_of(pattern)
    return kernel, 0.5 - max(1, (pattern == 1).sum())


def filter_of_the_middle(pattern):
    """Right if the corners may be anything."""
    kernel = signs_of(pattern)
    kernel[0, 0] = kernel[0, 2] = kernel[2, 0] = kernel[2, 2] = 0
    return kernel, 0.5 - (kernel == 1).sum()


def bias_of(pattern):
    return 0.5 - (pattern == 1).sum()


def signs_of(pattern):
    return (pattern == 1).astype(int) - (pattern == 0)


RIGHT = [
    (check.slide_by, slide_in_keras),
    (check.slide_by, slide_as_lists),
    (check.slide_by, lambda image, kernel, stride: correlate2d(image, kernel, "valid")[::stride, ::stride]),
    (check.slide_by, slide_by_shifts),
    (check.slide_by, slide_in("float32")),
    (check.count_parameters, count_in_keras),
    (check.count_parameters, count_recursively),
    (check.count_parameters, each(lambda size, a, b: np.prod([size, size, a, b]) + b)),
    (check.count_parameters, count_by_arrays),
    (check.count_parameters, each(lambda size, a, b: float(size * size * a * b + b))),
    (check.max_pool, pool_in_keras),
    (check.max_pool, pool_by_filter),
    (check.max_pool, pool_by_shifts),
    (check.max_pool, each_window(lambda window: window.max(axis=(0, 1)))),
    (check.max_pool, pool_one_axis_at_a_time),
    (check.max_pool, pool_in("float64")),
    (check.receptive_field, field_of_keras),
    (check.receptive_field, field_from_the_first_pixel),
    (check.receptive_field, field_backwards),
    (check.receptive_field, field_of_sets),
    (check.receptive_field, Field),
    (check.filter_for, filter_by_counting),
    (check.filter_for, filter_in_keras),
    (check.filter_for, filter_with_small_weights),
    (check.filter_for, filter_by_sums),
    (check.filter_for, filter_from_the_windows),
]

WRONG = [
    (check.slide_by, lambda p, k, s: convolve2d(p, k, "valid")[::s, ::s], "is turned"),
    (check.slide_by, lambda p, k, s: check.slide_kernel(p, k), "moves by one pixel here"),
    (check.slide_by, lambda p, k, s: check.slide_kernel(p, k)[::s], "one pixel to the right"),
    (check.slide_by, lambda p, k, s: check.slide_kernel(p, k)[:, ::s], "one pixel down"),
    (check.slide_by, begins_at_i, "begins at row `i * stride`"),
    (check.slide_by, one_window_too_few, "The last window is missing"),
    (check.slide_by, lambda p, k, s: check.slide_kernel(p, k.T, s), "rows and columns are swapped"),
    (check.slide_by, slide_of_the_lesson, "Is it the answer that has no such position"),
    (check.slide_by, slide_with_gaps, "The answer has gaps"),
    (check.slide_by, lambda p, k, s: check.slide_kernel(p, k, s).ravel(), "all in one row"),
    (check.slide_by, windows_of(lambda m, n: (3, 3)), "own shape, here 2 rows and 2"),
    (check.slide_by, windows_of(lambda m, n: (2, 2)), "own shape, here 4 rows and 2"),
    (check.slide_by, windows_of(lambda m, n: (m, m)), "own shape, here 4 rows and 2"),
    (check.slide_by, windows_of(lambda m, n: (n, m)), "own shape, here 4 rows and 2"),
    (check.slide_by, windows_of(lambda m, n: (m, n), lambda m, n: (n, m)), "A slice that ends too far is cut off"),
    (check.slide_by, slide_over_the_border, "hang over the border"),
    (check.slide_by, slices_that_end_too_far, "A slice that ends too far is cut off"),
    (check.slide_by, lambda p, k, s: check.slide_kernel(p, k[:2, :2], s), "Only windows that lie wholly inside"),
    (check.slide_by, slide_whole_numbers, "whole numbers only"),
    (check.slide_by, lambda p, k, s: check.slide_kernel(p, k, s).sum(), "on paper"),
    (check.slide_by, slide_in(float, step=2), "Is a 2 written into your code"),
    (check.slide_by, slide_in("of the image"), "whole numbers only"),
    (check.slide_by, slide_in("of the kernel"), "whole numbers only"),
    (check.slide_by, slide_in("int64"), "whole numbers only"),
    (check.slide_by, slide_square, "Only windows that lie wholly inside"),
    (check.slide_by, slide_normalised, "writes into the array"),
    (check.count_parameters, first_and_last, "Those in the middle are missing"),
    (check.count_parameters, count_up_to_three, "Go through the whole list"),
    (check.count_parameters, count_by_popping, "writes into the list"),
    (check.count_parameters, each(lambda size, a, b: (25 * a + 1) * b if size > 1 else a * b + b), "Add up all of"),
    (check.count_parameters, each(lambda size, a, b: size**2 * a * b), "The biases are missing"),
    (check.count_parameters, each(lambda size, a, b: size**2 * a * b + 1), "one bias here"),
    (check.count_parameters, each(lambda size, a, b: size**2 * a * b + a), "each channel that comes in. Each filter"),
    (check.count_parameters, each(lambda size, a, b: (size**2 + 1) * a * b), "a bias for each slice"),
    (check.count_parameters, each(lambda size, a, b: (size**2 + 1) * b), "looks at all channels"),
    (check.count_parameters, each(lambda size, a, b: (size * a + 1) * b), "a height and a width"),
    (check.count_parameters, each(lambda size, a, b: (9 * a + 1) * b), "3×3 written into your code"),
    (check.count_parameters, lambda size, channels: [(size**2 * channels[0] + 1) * channels[1]], "Return one number"),
    (check.count_parameters, lambda size, channels: (size**2 * channels[0] + 1) * channels[1], "the first convolution"),
    (check.count_parameters, lambda size, channels: (size**2 * channels[-2] + 1) * channels[-1], "the last convol"),
    (check.count_parameters, count_one_too_many, "one convolution fewer than there are"),
    (check.count_parameters, count_strictly, "one convolution fewer than there are"),
    (
        check.count_parameters,
        lambda size, channels: sum((size**2 * a + 1) * b for a, b in channels),
        "one convolution fewer than there are",
    ),
    (check.count_parameters, from_first_to_last, "channels in the middle"),
    (
        check.count_parameters,
        lambda size, channels: sum((size**2 * channels[0] + 1) * out for out in channels[1:]),
        "takes in what the first gives",
    ),
    (check.count_parameters, each(lambda size, a, b: (25 * a + 1) * b), "A kernel of 1×1 has one weight"),
    (check.max_pool, pool_in(float, step=2), "Is a 2 written into your code"),
    (check.max_pool, pool_in(int), "whole numbers only"),
    (check.max_pool, pool_in("int8"), "whole numbers only"),
    (check.max_pool, pool_square, "These windows overlap by one pixel"),
    (check.max_pool, pool_in_place, "writes into the array"),
    (check.max_pool, lambda maps, size, stride: pool_windows(maps[..., :2], size, stride), "It works for the sizes"),
    (check.max_pool, each_window(lambda window: window.mean(axis=(0, 1))), "the mean of each block"),
    (check.max_pool, pool_at_the_window_s_place, "Is it the answer that has no such position"),
    (check.max_pool, lambda maps, size, stride: pool_at_the_window_s_place(maps, size, stride, 0, 2), "axis=(0, 1)"),
    (check.max_pool, lambda maps, s, t: spread(pool_windows(maps, s, t), t), "The answer has gaps"),
    (check.max_pool, lambda maps, s, t: pool_windows(maps, s, t).reshape(-1, maps.shape[2]), "all in one row"),
    (check.max_pool, lambda maps, s, t: pool_windows(maps, s, t).ravel(), "all in one row"),
    (check.max_pool, each_window(lambda window: window.max()), "channel axis is lost"),
    (check.max_pool, each_window(lambda window: np.maximum(window.max(axis=(0, 1)), 0)), "Do not begin at 0"),
    (check.max_pool, lambda maps, size, stride: pool_windows(maps, size, 1), "moves by one pixel here"),
    (check.max_pool, lambda maps, size, stride: maps[::stride, ::stride], "upper left numbers"),
    (check.max_pool, pool_in_reading_order, "reading order"),
    (check.max_pool, lambda maps, size, stride: maps.max(), "the whole map"),
    (check.max_pool, pool_of_the_lesson, "the size was taken for the stride"),
    (check.max_pool, pool_of_blocks, "2 is written in"),
    (check.max_pool, each_window(lambda w: w.max(axis=(0, 1)), lambda size, stride: stride), "2 is written in"),
    (check.max_pool, lambda maps, size, stride: pool_windows(maps, stride, size), "changed places"),
    (check.max_pool, pool_over_the_border, "hang over the border"),
    (check.max_pool, pool_part_of_the_border, "hang over the border"),
    (check.max_pool, each_window(lambda window: [window.max()]), "channels were mixed"),
    (check.max_pool, each_window(lambda window: [window.max()] * window.shape[2]), "channels were mixed"),
    (check.max_pool, each_window(lambda window: window[:, :, :1].max(axis=(0, 1))), "pooled by itself"),
    (check.receptive_field, walk(odd_sizes_and_two, times), "Even kernels add size - 1"),
    (check.receptive_field, walk(less_one, at_most_three), "A kernel of 1 adds nothing"),
    (check.receptive_field, walk(lambda size, jump: max(size - 1, 1) * jump, times), "A kernel of 1 adds nothing"),
    (check.receptive_field, field_by_popping, "writes into the list"),
    (check.receptive_field, walk(lambda size, jump: size - 1, times), "no jump"),
    (check.receptive_field, walk(less_one, times, start=0), "begin at 1"),
    (check.receptive_field, walk(lambda size, jump: size * jump, times), "size - 1, not size"),
    (check.receptive_field, walk(lambda size, jump: size * jump, times, start=0), "size - 1, not size"),
    (check.receptive_field, lambda steps: np.prod([size for size, _ in steps]), "do not multiply"),
    (check.receptive_field, jump_first, "Add first"),
    (check.receptive_field, walk(less_one, lambda jump, stride: jump + stride), "changed at stride 1"),
    (check.receptive_field, walk(less_one, add_stride), "The strides were added"),
    (check.receptive_field, walk(less_one, lambda jump, stride: jump * (2 if stride > 1 else 1)), "at any stride"),
    (check.receptive_field, lambda steps: 1 + sum((size - 1) * stride for size, stride in steps), "its own stride"),
    (check.receptive_field, field_forwards, "in the wrong order"),
    (check.receptive_field, lambda steps: field(steps[::-1]), "in the wrong order"),
    (check.receptive_field, lambda steps: 7 if len(steps) == 2 else 17, "A 2×2 pool is the step"),
    (check.receptive_field, field_of_threes, "Both steps added 2"),
    (check.receptive_field, field_of_the_lesson, "A step is a pair here"),
    (check.receptive_field, lambda steps: 1 + sum(size - 1 for size in steps), "A step is a pair here"),
    (check.receptive_field, walk(less_one, lambda jump, stride: stride), "the last step's stride only"),
    (check.receptive_field, needs_a_step, "Before the first step"),
    (check.filter_for, lambda pattern: (pattern == 1, bias_of(pattern)), "A weight of 0 ignores a cell"),
    (check.filter_for, lambda pattern: (pattern, bias_of(pattern)), "means *either*"),
    (check.filter_for, lambda pattern: (np.where(pattern == 1, 1, -1), bias_of(pattern)), "both are allowed"),
    (check.filter_for, needs_a_bright_cell, "the bias is too low"),
    (check.filter_for, lambda pattern: (signs_of(pattern)[:, :, None, None], bias_of(pattern)), "kernel[:, :, 0, 0]"),
    (check.filter_for, filter_of_the_middle, "Three kinds of cell"),
    (check.filter_for, lambda pattern: (signs_of(pattern), 0.5 - 5 * (pattern == 1).mean()), "the bias is too"),
    (check.filter_for, lambda pattern: (signs_of(pattern), 0), "The bias is the same for every pattern"),
    (check.filter_for, lambda pattern: (signs_of(pattern), 1.5 - (pattern == 1).sum()), "the bias is too high"),
    (check.filter_for, lambda pattern: (signs_of(pattern), -(pattern == 1).sum()), "the bias is too low"),
    (check.filter_for, lambda pattern: (signs_of(pattern), bias_of(pattern) - 4), "the bias is too low"),
    (check.filter_for, lambda pattern: (-signs_of(pattern), bias_of(pattern)), "the other way round"),
    (check.filter_for, lambda pattern: (signs_of(pattern)[::-1, ::-1], bias_of(pattern)), "The kernel is turned"),
    (check.filter_for, lambda pattern: (signs_of(pattern).T, bias_of(pattern)), "Rows and columns are swapped"),
    (check.filter_for, lambda pattern: ([[-1, 1, 0]] * 3, -2.5), "the same for every pattern"),
    (check.filter_for, lambda pattern: (abs(signs_of(pattern)), bias_of(pattern)), "No weight is below 0"),
    (check.filter_for, lambda pattern: (np.where(pattern == 0, -1, 0), 0.5), "Three kinds of cell"),
    (check.filter_for, lambda pattern: (signs_of(pattern), -pattern), "One filter has one bias"),
    (check.filter_for, filter_in_place, "writes into the array"),
    (check.filter_for, lambda pattern: (signs_of(pattern) / (pattern == 1).sum(), -0.9), "A pattern may have none"),
    (check.filter_for, lambda pattern: (signs_of(pattern).ravel(), bias_of(pattern)), "has to be 3×3"),
    (check.filter_for, lambda pattern: signs_of(pattern), "Return two things"),
    (check.filter_for, lambda pattern: (bias_of(pattern), signs_of(pattern)), "The kernel comes first"),
]


def test_the_course_s_own_versions_agree_with_keras_and_with_the_package():
    rng = np.random.default_rng(0)
    image, maps = rng.integers(-9, 9, (9, 12)), rng.normal(size=(9, 12, 3)).astype("float32")
    for size, stride in itertools.product((1, 2, 3, 4), (1, 2, 3)):
        kernel = rng.integers(-3, 4, (size, size + 1))
        assert np.allclose(check.slide_kernel(image, kernel, stride), slide_in_keras(image, kernel, stride))
        assert np.allclose(pool_windows(maps, size, stride), pool_in_keras(maps, size, stride))
    assert field(WAY_DOWN) == sizes.bottleneck_receptive_field(4)
    for depth in range(1, 6):
        steps = sizes.main_path(depth)[: 3 * depth + 2]
        pairs = [(3, 1) if step == "conv" else (2, 2) for step in steps]
        assert field(pairs) == sizes.receptive_field(steps) == field_of_sets(pairs)


def test_known_mistakes_give_different_numbers():
    """Exercise 4: what each known mistake gives on the steps of the check is one number, and not that of another."""
    wrong = [
        walk(lambda size, jump: size - 1, times),
        jump_first,
        walk(less_one, lambda jump, stride: jump * (2 if stride > 1 else 1)),
        walk(less_one, add_stride),
        lambda steps: 1 + sum((size - 1) * stride for size, stride in steps),
        walk(less_one, lambda jump, stride: stride),
        field_forwards,
    ]
    assert len({answer(STEPS) for answer in [field, *wrong]}) == len(wrong) + 1


def test_a_filter_finds_any_pattern_and_the_plain_one_does_not():
    """Exercise 5: one rule does for any pattern, and without weights below 0 no bias does for one with a dark cell."""
    rng = np.random.default_rng(0)
    for pattern in rng.integers(-1, 2, (50, 3, 3)):
        fits = ((WINDOWS == pattern) | (pattern == -1)).all(axis=(1, 2))
        assert np.array_equal(np.tensordot(WINDOWS, signs_of(pattern), 2) + bias_of(pattern) > 0, fits)
        plain = np.tensordot(WINDOWS, pattern == 1, 2)
        if (pattern == 0).any():
            assert plain[fits].max() <= plain[~fits].max()


def test_edges_in_the_image_of_the_stretch_are_where_they_should_be():
    image = check.shapes()
    pattern = PATTERNS["a left edge"]
    found = np.pad(check.slide_kernel(image, signs_of(pattern)) + bias_of(pattern) > 0, 1)
    assert found.any() and image[found].all() and not image[np.roll(found, -1, axis=1)].any()
