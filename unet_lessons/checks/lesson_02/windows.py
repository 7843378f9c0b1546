"""Exercises 1 · slide_by and 3 · max_pool: a window that slides over an image, or over maps."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from ..results import check
from ..vocabulary import KEPT, array_of, call, expect_answer, expect_equal

RANGES = (
    "`m, n = kernel.shape`; the windows begin at `range(0, h - m + 1, stride)` and `range(0, w - n + 1, stride)`,"
    " and each is `image[row : row + m, column : column + n]`."
)
# How writing to answer[row, column] ends where the answer is 2×2, and what it gives where there is room
PLACES = "`row` and `column` are positions in the input. The position in the answer is another one."
NUMBERED = "`answer[row // stride, column // stride]`, or `for i, row in enumerate(range(…))` and `answer[i, j]`."
OUTSIDE = ("with size 2", f"Is it the answer that has no such position? {PLACES}", NUMBERED)
ABSOLUTE = "The sign counts: -1 is larger than -6, and 2 is larger than -3. Compare the numbers without `abs`."
LATE_POOL = "The first window begins at row 0 and column 0, and covers rows 0 and 1."
FLIPPED = "Half of the kernel is turned: up and down, or left and right, are swapped. Lay it on as it is."
SWAPPED = "Rows and columns of the answer have changed places: the first axis goes down the image."
LATE = "The first window begins at row 0 and column 0, not later."
FLAT = "The numbers are right, but they are all in one row. Begin with `np.zeros((rows, columns))` and fill it."


LOWEST = "Where do you begin? A map may hold smaller numbers: begin with `-np.inf`, or with a number of the window."
MISSING = "The last window is missing: there are `(size - {} size) // stride + 1`."
ZEROS = "Zeros were added around the image. Only windows that lie wholly inside it count."
SET_STRIDE = "This is what stride 2 gives. Is a 2 written into your code, where `stride` should stand?"
KERNEL_CUT = "Was the kernel cut to whole numbers (`int`)? 0.25 would become 0."
ANY_SIZE = "It works for the sizes before. Is a height, a width or a stride written into your code?"
# Of image and kernel, the stride, and the kind of numbers in the image
SLIDES = [((6, 9), (3, 2), 1, "float64"), ((9, 7), (2, 3), 3, "float32"), ((5, 5), (5, 5), 1, "int64")]
SLIDES += [((8, 11), (1, 1), 4, "uint8"), ((3, 13), (3, 4), 2, "float64"), ((30, 41), (7, 4), 5, "int64")]
# Of maps and window, the stride, and the kind of numbers in the maps
POOLS = [((6, 9, 3), 3, 1, "float64"), ((9, 7, 2), 2, 3, "float32"), ((5, 5, 1), 5, 1, "int64")]
POOLS += [((8, 11, 4), 1, 2, "uint8"), ((3, 13, 5), 3, 2, "float64"), ((30, 41, 2), 4, 5, "int64")]


def slide_kernel(image, kernel, stride=1):
    """Slide a kernel (m, n) over an image (h, w), `stride` pixels at a time, without turning it."""
    windows = sliding_window_view(image, np.shape(kernel))[::stride, ::stride]
    return (windows * kernel).sum(axis=(2, 3))


def pool_windows(maps, size, stride):
    """Maps (h, w, c): the largest number of each window of size×size, the windows `stride` apart."""
    return sliding_window_view(maps, (size, size), axis=(0, 1))[::stride, ::stride].max(axis=(3, 4))


def spread(answer, stride):
    """The numbers of an answer, put where their windows begin, with zeros in between."""
    wide = np.zeros([(size - 1) * stride + 1 for size in answer.shape[:2]] + list(answer.shape[2:]))
    wide[::stride, ::stride] = answer
    return wide


@check(
    "1 · slide_by",
    "Begin with the size of the answer. Along one axis there are `(size - kernel size) // stride + 1` windows.",
    RANGES,
)
def slide_by(answer):
    image, kernel = np.array([[0, 2, 1, 3], [1, 4, 0, 2], [5, 1, 2, 0], [3, 0, 1, 6]]), np.array([[1, 2], [0, -1]])
    right, one_by_one = slide_kernel(image, kernel, 2), slide_kernel(image, kernel)
    products = (sliding_window_view(image, (2, 2))[::2, ::2] @ kernel).sum(axis=(2, 3))
    padded = [slide_kernel(np.pad(image, sides), kernel, 2) for sides in (1, ((0, 1), (0, 1)), ((1, 0), (1, 0)))]
    said = (
        "Do the first two windows on paper: lay the kernel on, multiply number by number, add up. Then move by stride.",
        "The answer at (i, j) belongs to the window that begins at row `i * stride` and column `j * stride`.",
        (slide_kernel(image, kernel[::-1, ::-1], 2), "Your kernel is turned: Keras lays it on as it is."),
        *[(slide_kernel(image, kernel[::down, ::-down], 2), FLIPPED) for down in (1, -1)],
        (slide_kernel(image, kernel.T, 2), "The kernel's rows and columns are swapped: lay it on as it is."),
        (one_by_one, "The window moves by one pixel here. It should move by `stride` pixels."),
        (one_by_one[::2], "The window moves by one pixel to the right. `stride` counts there, too."),
        (one_by_one[:, ::2], "The window moves by one pixel down. `stride` counts there, too."),
        (one_by_one[:2, :2], "The size is right, but the window of (i, j) begins at row `i * stride`, not `i`."),
        *[(cut, MISSING.format("kernel")) for cut in (right[:1, :1], right[:1], right[:, :1])],
        (spread(right, 2), f"The answer has gaps. {PLACES} {NUMBERED}"),
        (right.ravel(), FLAT),
        (right.T, SWAPPED),
        (one_by_one[1::2, 1::2], LATE),
        (right / kernel.size, "This is a mean: the sum of the products is not divided by anything."),
        (np.maximum(right, 0), "Numbers below 0 are missing. There is no ReLU here: the answer is the sum itself."),
        (np.abs(right), "The signs are gone. A sum below 0 stays below 0: that, too, says something."),
        (
            products,
            "Did `@` or `np.dot` multiply the window? That is a product of matrices. Use `*`, number by number.",
        ),
        *[(wrong, ZEROS) for wrong in padded],
    )
    own = "The window must have the kernel's own shape, here {} rows and {} columns, which need not be equal."
    case = f"the image {image.tolist()}, the kernel {kernel.tolist()}, stride 2", image, kernel, 2, right
    expect_answer(answer, case, *said, errors=[OUTSIDE, ("broadcast together", own.format(2, 2), RANGES)])
    wide, upright = np.arange(63).reshape(7, 9) % 8, np.array([[1, 0], [2, -1], [0, 3], [1, 1]])
    over = "The last windows hang over the border. They do not count."
    hanging = slide_kernel(np.pad(wide, (0, 1)), upright, 2), over
    inside = "Only windows that lie wholly inside count. Rows: (7 - 4) // 2 + 1; columns: (9 - 2) // 2 + 1."
    sizes = "Take both sizes from `kernel.shape`: `m, n = kernel.shape`."
    cut = ("(3,2)", f"{over} A slice that ends too far is cut off: here it has 3 rows, the kernel 4.", RANGES)
    case = "an image of 7×9, a kernel of 4×2, stride 2", wide, upright, 2, slide_kernel(wide, upright, 2)
    expect_answer(answer, case, inside, sizes, hanging, errors=[cut, ("broadcast together", own.format(4, 2), RANGES)])
    quarters, means = np.full((2, 2), 0.25), np.array([[7, 6], [9, 9]]) / 4
    whole = np.trunc(means), "Your array holds whole numbers only. Is it of `int`, or `zeros_like(image)`?"
    said = (
        "This kernel takes the mean of each block of 2×2. Is any number written into your code?",
        whole,
        (right, KEPT),
        (np.zeros((2, 2)), f"All numbers are 0. {KERNEL_CUT}"),
        (means.round(1), "Close, but rounded. Return the sums as they are."),
    )
    expect_answer(answer, ("the same image, a kernel of quarters, stride 2", image, quarters, 2, means), *said)
    for (height, width), (m, n), stride, kind in SLIDES:
        rng = np.random.default_rng(height)
        image, kernel = rng.integers(0, 256, (height, width)), rng.integers(-3, 4, (m, n))
        if kind.startswith("float"):
            image = image / 255
        if kind == "float64":  # both hold fractions
            kernel = rng.integers(-9, 10, (m, n)) / 4
        image = image.astype(kind)
        right, two = slide_kernel(image.astype(float), kernel, stride), slide_kernel(image.astype(float), kernel, 2)
        cut = [(slide_kernel(image, one(kernel), stride), KERNEL_CUT) for one in (np.trunc, np.round)]
        cut = cut if kind == "float64" else []
        mistakes = [*cut, (np.trunc(right), whole[1]), *([(two, SET_STRIDE)] if stride != 2 else [])]
        what = f"an image of {height}×{width} ({kind}), a kernel of {m}×{n}, stride {stride}"
        case, errors = (what, image, kernel, stride, right), [("stopped with", ANY_SIZE, RANGES)]
        expect_answer(answer, case, ANY_SIZE, RANGES, *mistakes, errors=errors, tolerance=1e-3)


@check(
    "3 · max_pool",
    "Pooling is a sliding window again, with `max` in place of multiply and add, and for each channel by itself.",
    "`maps[row : row + size, column : column + size].max(axis=(0, 1))` is one window, with its channels kept.",
)
def max_pool(answer):
    four = np.array([[1, -3, -2, -5], [4, 2, -1, -6], [0, 3, 7, 5], [-1, 2, 6, 8]])[:, :, np.newaxis]
    right, blocks = pool_windows(four, 2, 2), four.reshape(2, 2, 2, 2, 1)
    in_order = blocks.max(axis=(2, 3))
    said = (
        "The windows do not overlap here: four blocks of 2×2. Keep the largest number of each, and the channel axis.",
        "`maps[row : row + size, column : column + size].max(axis=(0, 1))`, for `row` and `column` 0 and 2.",
        (blocks.mean(axis=(1, 3)), "This is the mean of each block. Max pooling keeps the largest number."),
        (spread(right, 2), f"The answer has gaps. {PLACES} {NUMBERED}"),
        *[(right.reshape(shape), FLAT) for shape in (4, (4, 1))],
        (right[:, :, 0], "The numbers are right, but the channel axis is lost: (2, 2, 1) is needed."),
        (np.maximum(right, 0), "One block is negative all over: its largest is below 0. Do not begin at 0."),
        (pool_windows(four, 2, 1), "The window moves by one pixel here. It should move by `stride` pixels."),
        (blocks.sum(axis=(1, 3)), "This is the sum of each block. Max pooling keeps the largest number alone."),
        (blocks.min(axis=(1, 3)), "This is the smallest number of each block. Keep the largest."),
        (np.abs(right), ABSOLUTE),
        (pool_windows(abs(four), 2, 2), ABSOLUTE),
        (np.array([[4, -6], [3, 8]])[:, :, np.newaxis], ABSOLUTE),
        (np.swapaxes(right, 0, 1), SWAPPED),
        (np.moveaxis(right, 2, 0), "The channels stay the last axis: (2, 2, 1), not (1, 2, 2)."),
        *[(cut, MISSING.format("window")) for cut in (right[:1, :1], right[:1], right[:, :1])],
        (pool_windows(four, 2, 1)[::2], "The window moves by one pixel to the right. `stride` counts there, too."),
        (pool_windows(four, 2, 1)[:, ::2], "The window moves by one pixel down. `stride` counts there, too."),
        (pool_windows(np.pad(four, ((1, 1), (1, 1), (0, 0))), 2, 2), ZEROS),
        (pool_windows(np.pad(four, ((1, 0), (1, 0), (0, 0)), "edge"), 2, 2), LATE_POOL),
        (np.maximum(four[::2, ::2], four[1::2, 1::2]), "These are the largest on the diagonals. Look at all four."),
        (four[::2, ::2], "These are the upper left numbers of the blocks. Look at all four, keep the largest."),
        (right.max(), "This is the largest number of the whole map. Each block has its own."),
        (in_order, "`reshape` cuts in reading order. After `reshape(2, 2, 2, 2, 1)` take `max` over axes 1 and 3."),
    )
    one_axis = "A window gives one number for each channel. Take `max` over its rows and its columns: `axis=(0, 1)`."
    case = "a map (4, 4, 1), windows of 2×2, stride 2", four, 2, 2, right
    expect_answer(answer, case, *said, errors=[OUTSIDE, ("input array", one_axis)])
    wide = np.array([[7, 0, 5, 1, 3, 2, 9, 11], [1, 2, 8, 4, 0, 6, 1, 12], [3, 9, 2, 0, 5, 1, 4, 13]])
    wide = np.concatenate([wide, [[2, 1, 0, 6, 7, 3, 2, 14], [15, 4, 11, 2, 1, 0, 8, 16]]])[:, :, np.newaxis]
    hanging = pool_windows(np.pad(wide, ((0, 2), (0, 2), (0, 0)), constant_values=-99), 3, 2)
    over = "The last windows hang over the border. Drop them, as Keras does: a slice that ends too far gives no error."
    said = (
        "These windows overlap by one pixel. So it cannot be done by cutting the map into blocks.",
        "`range(0, height - size + 1, stride)` gives the rows at which windows begin; the same for columns.",
        (pool_windows(wide, 3, 3), "These windows are 3 apart: the size was taken for the stride. They overlap."),
        (pool_windows(wide, 2, 2), "These windows are 2×2: the stride was taken for the size, or 2 is written in."),
        (pool_windows(wide, 2, 3), "Size and stride have changed places: `size` is how wide the window is."),
        *[(hanging[:rows], over) for rows in (2, 3)],
    )
    expect_answer(answer, ("a map (5, 8, 1), windows of 3×3, stride 2", wide, 3, 2, pool_windows(wide, 3, 2)), *said)
    two = np.concatenate([four, 3 - 2 * four], axis=2)
    largest = pool_windows(two.max(axis=2, keepdims=True), 2, 2)
    mixed = "The channels were mixed: pooling leaves each by itself."
    mistakes = [(wrong, mixed) for wrong in (largest, largest[:, :, 0], largest.repeat(2, axis=2))]
    alone = "Each channel is pooled by itself: two channels in, two channels out."
    pooled = pool_windows(two, 2, 2)
    mistakes += [(np.moveaxis(pooled, 2, 0), "The channels stay the last axis: the answer is (2, 2, 2).")]
    mistakes += [(pooled[:, :, [0, 0]], "Both channels show the first one: take each channel by itself.")]
    case = "a map (4, 4, 2), windows of 2×2, stride 2", two, 2, 2, pooled
    expect_answer(answer, case, alone, "Take the `max` over axes 0 and 1 of a window, and not over axis 2.", *mistakes)
    before = None
    for seed, (shape, size, stride, kind) in enumerate([*POOLS, POOLS[-1]]):
        maps = np.random.default_rng(seed).integers(0 if kind == "uint8" else -200, 256, shape)
        maps = (maps / 255).astype(kind) if kind.startswith("float") else maps.astype(kind)
        maps = 20 * maps - 6000 if kind == "int64" else maps
        right, two = pool_windows(maps, size, stride), pool_windows(maps, size, 2)
        mistakes = [(np.trunc(right), "Your array holds whole numbers only: maps have fractions. Is it of `int`?")]
        mistakes += [(two, SET_STRIDE)] if stride != 2 else []
        mistakes += [(right[:, :, :3], "Maps may have more than three channels."), (before, KEPT)]
        before = right
        what = f"maps {shape} ({kind}), windows of {size}×{size}, stride {stride}"
        got = array_of(what, call(answer, maps, size, stride, errors=[("stopped with", ANY_SIZE)]))
        expect_equal(what, got, right, ANY_SIZE, mistakes=[*mistakes, *begun_too_high(got, right)])
    lowest = -1e12 * (1 + np.abs(four))
    got, right = array_of("the maps", call(answer, lowest, 2, 2)), pool_windows(lowest, 2, 2)
    small = "The numbers may be far below 0. Compare them as they are, in `float`."
    what = "a map (4, 4, 1) whose numbers are about -1,000,000,000,000, windows of 2×2, stride 2"
    expect_equal(what, got, right, small, mistakes=begun_too_high(got, right))


def begun_too_high(got, right):
    """A pair (what a search gives that begins at a number, where it should be `right`; the hint meant for it)."""
    return [(np.maximum(right, got.min()), LOWEST)] if got.size and np.isfinite(got).all() else []
