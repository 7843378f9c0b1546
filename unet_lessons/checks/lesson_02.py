"""Checks for the practice of lesson 02: stride, parameters, pooling, receptive field, and a filter for a pattern."""

import itertools

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from .results import check, question
from .running import in_short
from .vocabulary import NotYet, array_of, call, expect, expect_equal, expect_shape


def call_known(known, answer, *inputs):
    """What `call` gives; `known` errors are (words of the message, the hints meant for it)."""
    try:
        return call(answer, *inputs)
    except NotYet as error:
        message = in_short(error.__cause__) if error.__cause__ else ""
        error.hints = next((hints for words, *hints in known if words in message), error.hints)
        raise


# How writing to answer[row, column] ends where the answer is 2×2, and what it gives where there is room
PLACES = "`row` and `column` are places in the input. The place in the answer is another one."
NUMBERED = "`answer[row // stride, column // stride]`, or `for i, row in enumerate(range(…))` and `answer[i, j]`."
OUTSIDE = ("with size 2", f"Is it the answer that has no such place? {PLACES}", NUMBERED)
FLAT = "The numbers are right, but they lie in one row. Begin with `np.zeros((rows, columns))` and fill it."


def slide_kernel(image, kernel, stride=1):
    """Slide a kernel (m, n) over an image (h, w), `stride` pixels at a time, without turning it."""
    windows = sliding_window_view(image, np.shape(kernel))[::stride, ::stride]
    return (windows * kernel).sum(axis=(2, 3))


def spread(answer, stride):
    """The numbers of an answer, put where their windows begin, with zeros in between."""
    height, width = ((size - 1) * stride + 1 for size in answer.shape[:2])
    wide = np.zeros((height, width, *answer.shape[2:]))
    wide[::stride, ::stride] = answer
    return wide


IMAGE = np.array([[0, 2, 1, 3], [1, 4, 0, 2], [5, 1, 2, 0], [3, 0, 1, 6]])
KERNEL = np.array([[1, 2], [0, -1]])
RANGES = (
    "`m, n = kernel.shape`; the windows begin at `range(0, h - m + 1, stride)` and `range(0, w - n + 1, stride)`,"
    " and each is `image[row : row + m, column : column + n]`."
)


def other_shape(m, n):
    """The error of a window that has not the kernel's shape."""
    own = f"The window must have the kernel's own shape, here {m} rows and {n} columns, which need not be equal."
    return "broadcast together", own, RANGES


@check(
    "1 · slide_by",
    "Begin with the size of the answer. Along one axis there are `(size - kernel size) // stride + 1` windows.",
    RANGES,
)
def slide_by(answer):
    expected, one_by_one = slide_kernel(IMAGE, KERNEL, 2), slide_kernel(IMAGE, KERNEL)
    expect_equal(
        f"the image {IMAGE.tolist()}, the kernel {KERNEL.tolist()}, stride 2",
        call_known([OUTSIDE, other_shape(2, 2)], answer, IMAGE, KERNEL, 2),
        expected,
        "Do the first two windows on paper: lay the kernel on, multiply number by number, add up. Then move by stride.",
        "The answer at (i, j) belongs to the window that begins at row `i * stride` and column `j * stride`.",
        mistakes=[
            (slide_kernel(IMAGE, KERNEL[::-1, ::-1], 2), "Your kernel is turned: Keras lays it on as it is."),
            (slide_kernel(IMAGE, KERNEL.T, 2), "The kernel's rows and columns are swapped: lay it on as it is."),
            (one_by_one, "The window moves by one pixel here. It should move by `stride` pixels."),
            (one_by_one[::2], "The window moves by one pixel to the right. `stride` counts there, too."),
            (one_by_one[:, ::2], "The window moves by one pixel down. `stride` counts there, too."),
            (one_by_one[:2, :2], "The size is right, but the window of (i, j) begins at row `i * stride`, not `i`."),
            (expected[:1, :1], "The last window is missing: there are `(size - kernel size) // stride + 1`."),
            (spread(expected, 2), f"The answer has gaps. {PLACES} {NUMBERED}"),
            (expected.ravel(), FLAT),
        ],
    )
    wide, upright = np.arange(63).reshape(7, 9) % 8, np.array([[1, 0], [2, -1], [0, 3], [1, 1]])
    hanging = np.pad(wide, ((0, 1), (0, 1)))
    over = "The last windows hang over the border. They do not count."
    cut = ("(3,2)", f"{over} A slice that ends too far is cut off: here it has 3 rows, the kernel 4.", RANGES)
    expect_equal(
        "an image of 7×9, a kernel of 4×2, stride 2",
        call_known([cut, other_shape(4, 2)], answer, wide, upright, 2),
        slide_kernel(wide, upright, 2),
        "Only windows that lie wholly inside count. Rows: (7 - 4) // 2 + 1; columns: (9 - 2) // 2 + 1.",
        "Take both sizes from `kernel.shape`: `m, n = kernel.shape`.",
        mistakes=[(slide_kernel(hanging, upright, 2), over)],
    )
    quarters = np.full((2, 2), 0.25)
    means = slide_kernel(IMAGE, quarters, 2)
    expect_equal(
        "the same image of 4×4, a kernel of quarters, stride 2",
        call(answer, IMAGE, quarters, 2),
        means,
        "This kernel takes the mean of each block of 2×2. Is any number written into your code?",
        mistakes=[(np.trunc(means), "Your array holds whole numbers only. Is it of `int`, or `zeros_like(image)`?")],
    )


@check(
    "2 · count_parameters",
    "Count one filter first: its weights, and its bias. Then ask how many filters there are.",
    "One convolution has `(size * size * channels_in + 1) * channels_out` parameters. Add up all of them.",
)
def count_parameters(answer):
    zipped = "`zip(channels[:-1], channels[1:])` gives the pairs (channels in, channels out)."
    fewer = "The last number of `channels` has no next: there is one convolution fewer than numbers."
    expect_equal(
        "kernels of 5×5, channels [3, 8]",
        call_known([(words, fewer, zipped) for words in ("IndexError", "unpack", "zip()")], answer, 5, [3, 8]),
        (25 * 3 + 1) * 8,
        "How many numbers has one filter? It has a slice of 5×5 for each channel that comes in, and one bias.",
        "There are as many filters as channels that come out: `(size * size * channels_in + 1) * channels_out`.",
        mistakes=[
            (25 * 3 * 8, "The biases are missing: each filter has one."),
            (25 * 3 * 8 + 1, "There is one bias here. Each of the eight filters has its own."),
            (25 * 3 * 8 + 3, "There is a bias for each channel that comes in. Each filter, a channel out, has one."),
            ((25 + 1) * 3 * 8, "There is a bias for each slice. A filter adds its slices up and has one bias."),
            ((25 + 1) * 8, "A filter looks at all channels that come in: it has a slice of 5×5 for each."),
            ((5 * 3 + 1) * 8, "A kernel has a height and a width: 5×5 weights, not 5."),
            ((9 * 3 + 1) * 8, "Is a 3×3 written into your code? The kernels here are 5×5."),
            ([(25 * 3 + 1) * 8], "Return one number, the sum, and not a list."),
        ],
    )
    both = [(25 * 3 + 1) * 8, (25 * 8 + 1) * 2]
    expect_equal(
        "kernels of 5×5, channels [3, 8, 2]: two convolutions",
        call(answer, 5, [3, 8, 2]),
        sum(both),
        "The first takes 3 channels and gives 8, the second takes these 8 and gives 2. Add both up.",
        zipped,
        mistakes=[
            (both[0], "This is the first convolution alone. Go through the whole list."),
            (both[1], "This is the last convolution alone. Add up all of them."),
            (both, "Return one number: the sum over all convolutions."),
            ((25 * 3 + 1) * 2, "This goes from the first to the last number. What about the 8 channels in the middle?"),
            (both[0] + (25 * 3 + 1) * 2, "The second convolution takes in what the first gives: 8 channels, not 3."),
        ],
    )
    expect_equal(
        "kernels of 1×1, channels [64, 2]",
        call(answer, 1, [64, 2]),
        (64 + 1) * 2,
        "A kernel of 1×1 has one weight for each channel that comes in, and its filter still has a bias.",
    )


def pool_windows(maps, size, stride):
    """Maps (h, w, c): the largest number of each window of size×size, the windows `stride` apart."""
    return sliding_window_view(maps, (size, size), axis=(0, 1))[::stride, ::stride].max(axis=(3, 4))


FOUR = np.array([[1, -3, -2, -5], [4, 2, -1, -6], [0, 3, 7, 5], [-1, 2, 6, 8]])[:, :, np.newaxis]
WIDE = np.array([[7, 0, 5, 1, 3, 2, 9, 11], [1, 2, 8, 4, 0, 6, 1, 12], [3, 9, 2, 0, 5, 1, 4, 13]])
WIDE = np.concatenate([WIDE, [[2, 1, 0, 6, 7, 3, 2, 14], [15, 4, 11, 2, 1, 0, 8, 16]]])[:, :, np.newaxis]


@check(
    "3 · max_pool",
    "Pooling is a sliding window again, with `max` in place of multiply and add, and for each channel by itself.",
    "`maps[row : row + size, column : column + size].max(axis=(0, 1))` is one window, with its channels kept.",
)
def max_pool(answer):
    one_axis = "A window gives one number for each channel. Take `max` over its rows and its columns: `axis=(0, 1)`."
    windows = sliding_window_view(FOUR, (2, 2), axis=(0, 1))[::2, ::2]
    expected, by_rows = pool_windows(FOUR, 2, 2), FOUR.reshape(2, 2, 2, 2, 1).max(axis=(2, 3))
    expect_equal(
        "a map (4, 4, 1), windows of 2×2, stride 2",
        call_known([OUTSIDE, ("input array", one_axis)], answer, FOUR, 2, 2),
        expected,
        "The windows do not overlap here: four blocks of 2×2. Keep the largest number of each, and the channel axis.",
        "`maps[row : row + size, column : column + size].max(axis=(0, 1))`, for `row` and `column` 0 and 2.",
        mistakes=[
            (windows.mean(axis=(3, 4)), "This is the mean of each block. Max pooling keeps the largest number."),
            (spread(expected, 2), f"The answer has gaps. {PLACES} {NUMBERED}"),
            *[(expected.reshape(shape), FLAT) for shape in (4, (4, 1))],
            (expected[:, :, 0], "The numbers are right, but the channel axis is lost: (2, 2, 1) is needed."),
            (np.maximum(expected, 0), "One block is negative all over: its largest is below 0. Do not begin at 0."),
            (pool_windows(FOUR, 2, 1), "The window moves by one pixel here. It should move by `stride` pixels."),
            (FOUR[::2, ::2], "These are the upper left numbers of the blocks. Look at all four, keep the largest."),
            (expected.max(), "This is the largest number of the whole map. Each block has its own."),
            (by_rows, "`reshape` cuts in reading order. After `reshape(2, 2, 2, 2, 1)` take `max` over axes 1 and 3."),
        ],
    )
    hanging = np.pad(WIDE, ((0, 2), (0, 2), (0, 0)), constant_values=-99)
    over = "The last windows hang over the border. Drop them, as Keras does: a slice that ends too far gives no error."
    expect_equal(
        "a map (5, 8, 1), windows of 3×3, stride 2",
        call(answer, WIDE, 3, 2),
        pool_windows(WIDE, 3, 2),
        "These windows overlap by one pixel. So it cannot be done by cutting the map into blocks.",
        "`range(0, height - size + 1, stride)` gives the rows at which windows begin; the same for columns.",
        mistakes=[
            (pool_windows(WIDE, 3, 3), "These windows are 3 apart: the size was taken for the stride. They overlap."),
            (pool_windows(WIDE, 2, 2), "These windows are 2×2: the stride was taken for the size, or 2 is written in."),
            (pool_windows(WIDE, 2, 3), "Size and stride have changed places: `size` is how wide the window is."),
            *[(pool_windows(hanging, 3, 2)[:rows, :4], over) for rows in (2, 3)],
        ],
    )
    two = np.concatenate([FOUR, 3 - 2 * FOUR], axis=2)
    expected = pool_windows(two, 2, 2)
    mixed = [largest := expected.max(axis=2, keepdims=True), largest[:, :, 0], largest.repeat(2, axis=2)]
    expect_equal(
        "a map (4, 4, 2), windows of 2×2, stride 2",
        call(answer, two, 2, 2),
        expected,
        "Each channel is pooled by itself: two channels in, two channels out.",
        "`max` over axes 0 and 1 of a window, and not over axis 2.",
        mistakes=[(each, "The channels were mixed: pooling leaves each by itself.") for each in mixed],
    )


def field(steps):
    """Input pixels, along one axis, that one number sees after steps (kernel size, stride), from the input on."""
    seen, jump = 1, 1
    for size, stride in steps:
        seen, jump = seen + (size - 1) * jump, jump * stride
    return seen


STEPS = [(5, 1), (3, 2), (3, 3), (2, 1)]
WAY_DOWN = [(3, 1), (3, 1), (2, 2)] * 4 + [(3, 1), (3, 1)]


@check(
    "4 · receptive_field",
    "Keep two numbers: how many pixels are seen, and how many input pixels two neighbours lie apart (the jump).",
    "For each step: first `seen += (size - 1) * jump`, then `jump *= stride`. Both begin at 1.",
)
def receptive_field(answer):
    pairs = "A step is a pair here: `for size, stride in steps` takes it apart."
    expect_equal(
        "the steps [(3, 1), (5, 1)]: two convolutions",
        call_known([("tuple", pairs)], answer, [(3, 1), (5, 1)]),
        7,
        "Before any step, a number sees 1 pixel, its own. A kernel of 3 looks one neighbour further on each side:"
        " it adds 2. A kernel of 5 looks two further: it adds 4.",
        "Each step adds size - 1 neighbours, as long as all strides are 1.",
        mistakes=[
            (5, "Both steps added 2 here. That is right for a kernel of 3. A kernel of 5 adds more."),
            (4, pairs),
            (6, "Without any step a number sees its own pixel: begin at 1."),
            *[(wrong, "A window has the pixel itself in it, too: each adds size - 1, not size.") for wrong in (8, 9)],
            (15, "The sizes do not multiply: the windows overlap. Each step adds."),
            (11, "The jump has changed at stride 1. Strides multiply: times 1 leaves it as it is."),
        ],
    )
    jumps = np.cumprod([1] + [stride for _, stride in STEPS])
    added = np.array([size - 1 for size, _ in STEPS])
    doubled = np.array([1, 1, 2, 4])  # where any stride above 1 doubles the jump
    before = "A step's own stride counts for the steps after it, not for itself. Add first, then multiply the jump."
    expect_equal(
        f"the steps {STEPS}",
        call(answer, STEPS),
        field(STEPS),
        "After a step with stride 2, neighbours lie twice as many input pixels apart: later steps count twice as much.",
        "`seen += (size - 1) * jump`, and after it `jump *= stride`.",
        mistakes=[
            (1 + added.sum(), "Each step was counted as if neighbours were always one input pixel apart: no jump."),
            (1 + (added * jumps[1:]).sum(), before),
            (1 + (added * [stride for _, stride in STEPS]).sum(), "Each step has its own stride only: jumps pile up."),
            (14, "Your jump is the last step's stride only. It must be the product of all strides so far."),
            (1 + (added * doubled).sum(), "The jump doubles here at any stride. With stride 3, it is 3 times as far."),
            (1 + (added * [1, 1, 3, 6]).sum(), "The strides were added. Jumps multiply: 2, then 3, is 6 pixels apart."),
            (field(STEPS[::-1]), "The steps came in the wrong order: a stride counts for the steps after it."),
        ],
    )
    expect_equal(
        "the way down the paper's U: two convolutions and a pool, four times, then two convolutions",
        call(answer, WAY_DOWN),
        field(WAY_DOWN),
        "A 2×2 pool is the step (2, 2): it adds 1 × jump, and then the jump doubles.",
    )
    own = "Before the first step, a number sees its own pixel: begin with `seen, jump = 1, 1`."
    expect_equal("no step at all: []", call_known([("Error", own)], answer, []), 1, own)


WINDOWS = np.array(list(itertools.product((0, 1), repeat=9))).reshape(-1, 3, 3)
PATTERNS = {
    "the end of a line": np.array([[-1, 0, 0], [1, 1, 0], [-1, 0, 0]]),
    "a left edge": np.array([[0, 1, -1], [0, 1, -1], [0, 1, -1]]),
    "a single dot": np.array([[0, 0, 0], [0, 1, 0], [0, 0, 0]]),
    "a corner": np.array([[0, 0, -1], [0, 1, 1], [-1, 1, 1]]),
    "all dark": np.zeros((3, 3), int),
}


def pattern_hints(kernel, pattern, missed, falsely):
    """Hints for a kernel and bias that are not right; the first is for what the signs of the weights show."""
    signs, wanted = np.sign(kernel), np.select([pattern == 1, pattern == 0], [1, -1], 0)
    known = [
        (wanted[::-1, ::-1], "Left and right are swapped, or all is turned. A weight lies over the cell of its place."),
        (wanted.T, "Rows and columns are swapped: a weight lies over the cell of its place."),
        (-wanted, "All signs are the other way round: this filter looks for dark where it should be bright."),
        (pattern == 1, "A weight of 0 does not ask for dark: it does not look. A weight below 0 does."),
        (pattern, "A -1 in the pattern says *either*: it wants weight 0. A 0 says *dark*: it wants a weight below 0."),
        (np.where(pattern == 1, 1, -1), "Where the pattern is -1, both are allowed: weight 0 does not look there."),
    ]
    hints = (
        "Three kinds of cell need three kinds of weight. What does a window that fits add up to, and the next best?",
        "With weights 1, -1 and 0, a window that fits gives the number of bright cells, any other at least 1 less:"
        " `bias = 0.5 - (pattern == 1).sum()`.",
    )
    if np.array_equal(signs, wanted):
        low = "The kernel looks for the right thing, but the bias is too low: a window that fits ends at 0, too."
        high = "The kernel looks for the right thing, but the bias is too high: a window with a wrong cell lights up."
        return (low if missed and not falsely else high, *hints)
    return (*[hint for known_signs, hint in known if np.array_equal(signs, known_signs)][:1], *hints)


@check(
    "5 · filter_for",
    "Return two things: a kernel (3, 3), made out of the pattern, and a bias, one number.",
    "Bright cells need a weight above 0, dark ones a weight below 0, and cells that may be either a weight of 0.",
)
def filter_for(answer):
    filters = [kernel_and_bias(call(answer, pattern)) for pattern in PATTERNS.values()]
    for (name, pattern), (kernel, bias) in zip(PATTERNS.items(), filters, strict=True):
        sums = np.tensordot(WINDOWS, kernel, 2) + bias
        fits = ((WINDOWS == pattern) | (pattern == -1)).all(axis=(1, 2))
        missed, falsely = fits & ~(sums > 1e-6), ~fits & (sums > 1e-6)
        hints = pattern_hints(kernel, pattern, missed.any(), falsely.any())
        if np.array_equal(filters[0][0], filters[1][0]):
            hints = ("The kernel is the same for every pattern. Make it out of `pattern`.", *hints)
        for wrong, what, wanted in (
            (falsely, "a window that does not fit must give 0", "0"),
            (missed, "a window that fits must light up", "more than 0"),
        ):
            number = np.where(wrong, sums, -np.inf).argmax()
            rows = zip(str(pattern).splitlines(), str(WINDOWS[number]).splitlines(), strict=True)
            both = "\n".join(f"{left:15}{right}" for left, right in rows)
            expected = f"{wanted}, for this pattern and this window\n{both}"
            got = f"{max(sums[number], 0):.4g} (before ReLU: {sums[number]:.4g})"
            expect(not wrong.any(), f"{name}: {what}", *hints, expected=expected, got=got)
    pattern = PATTERNS["a left edge"]
    answer(given := pattern.copy())
    expect(
        np.array_equal(given, pattern),
        "your function changes the pattern that it was given",
        "Who calls it may need the pattern again. Begin with `kernel = np.zeros((3, 3))` and fill that.",
        expected=pattern,
        got=given,
    )


def kernel_and_bias(got):
    """What an answer to exercise 5 returned, as an array (3, 3) and a number; NotYet if it is something else."""
    try:
        kernel, bias = got
    except (TypeError, ValueError):
        raise NotYet("a kernel and a bias are needed", expected="kernel, bias", got=got) from None
    kernel = array_of("the kernel", kernel)
    flat = ["The kernel has to be 3×3: `np.reshape(kernel, (3, 3))` makes rows of it."] if kernel.size == 9 else []
    kernel = expect_shape("the kernel", kernel, (3, 3), *flat).astype(float)
    bias = array_of("the bias", bias).astype(float)
    expect(bias.size == 1, "the bias", "One filter has one bias.", expected="one number", got=bias)
    expect(
        np.isfinite(kernel).all() and np.isfinite(bias).all(),
        "a weight or the bias is not a finite number",
        "Do you divide by the number of bright cells? A pattern may have none.",
        expected="finite numbers",
        got=kernel,
    )
    return kernel, bias.item()


def shapes():
    """An image (40, 72) of 0 and 1: a box, a disc, and a frame."""
    rows, columns = np.mgrid[:40, :72]
    box = (abs(rows - 20) < 13) & (abs(columns - 12) < 8)
    disc = np.hypot(rows - 20, columns - 35) < 11
    frame = np.maximum(abs(rows - 20), abs(columns - 59))
    return (box | disc | (frame < 10) & (frame > 5)).astype(int)


question_1 = question(
    "Question 1",
    "b",
    a="Three channels times eight filters would be 24 maps, but a filter adds up what it finds in its channels.",
    b="Yes. Each filter looks at all three channels and adds up: one filter gives one map.",
    c="The channels that come in are gone afterwards: how many come out is the number of filters.",
)
question_2 = question(
    "Question 2",
    "c",
    a="Zeros look neutral, but they are a value like any other: black, where the image may be bright.",
    b="The kernels stay the same, and so do their weights. Only the map that they slide over is larger.",
    c="Yes. The step from the zeros to the image looks like an edge. Valid padding pays with the border instead.",
)
question_3 = question(
    "Question 3",
    "a",
    a="Yes. The jump doubles with each pool, so one more level about doubles what a number sees.",
    b="More filters look for more things, but each sees only as far as before: the windows have the same size.",
    c="Padding changes what happens at the border, and how large the map is. It does not change how far a number sees.",
    d="A larger image has more numbers at the bottom, but each of them sees as many pixels as before.",
)
question_4 = question(
    "Question 4",
    "c",
    a="That is often said, but pooling keeps the blocks where they are: after one pixel, other pixels meet in a block.",
    b="So it is after the convolution. The pooled map has a step of two pixels, and cannot move by half a place.",
    c="Yes. Other pixels meet in each block, so other numbers win. Only a move by two pixels moves this map along.",
)
