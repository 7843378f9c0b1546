"""Checks for the practice of lesson 03: sizes, parameters and receptive fields at the bottom, and what it can hold."""

import numpy as np
from skimage import data

from .results import check, question
from .vocabulary import call, expect, expect_answer, expect_equal, expect_finite, expect_shape, same


def sizes_of_levels(size, depth):
    """The size that leaves the two convolutions of each level, from the top to the bottleneck: depth + 1 sizes."""
    sizes = [size - 4]
    for _ in range(depth):
        sizes.append(sizes[-1] // 2 - 4)
    return sizes


@check(
    "1 · level_sizes",
    "Each level takes 2 pixels away, and again 2. Between two levels, the pooling halves.",
    "Start the list with `size - 4`. Then append `sizes[-1] // 2 - 4`, once for each pooling.",
)
def level_sizes(answer):
    said = (
        "By hand: 100, minus 2, minus 2: 96 leaves the first level. Half of it is 48, minus 2, minus 2: 44.",
        "`size = size - 4`, append it, `size = size // 2`: `depth` times. Then the bottleneck: once more minus 4.",
        ([96, 44], "Two poolings lie between three levels: the bottleneck, below the last pooling, is missing."),
        ([100, 96, 44, 18], "The image itself is in your list. Start with what leaves the first level."),
        ([48, 22, 9], "These are sizes after the pooling, and the bottleneck has none. Append before you halve."),
        ([48, 22, 18], "Two of these are sizes after the pooling. Append a size before you halve it."),
        ([48, 22], "These are the sizes after the pooling. Append before you halve, and add the bottleneck."),
        ([100, 48, 22], "These sizes arrive at each level. Asked is what leaves it: append a little later."),
        ([98, 47, 21], "Each level has two convolutions, and each takes 2 pixels away, one on each side."),
        ([100, 50, 25], "This is same padding. With valid padding, each convolution takes 2 pixels away."),
        (18, "This is the size that leaves the bottleneck. Keep all sizes on the way there, in a list."),
        (sizes_of_levels(100, 4), "Depth 2 has two poolings, and you have four. Use `depth`, not 4."),
        ([[96, 96], [44, 44], [18, 18]], "One number for each level, not height and width."),
    )
    expect_answer(answer, ("an image of 100 pixels, depth 2", 100, 2, [96, 44, 18]), *said)
    drop = "59 pixels are 29 pairs and one left over, and the pooling drops it. Sizes stay whole."
    down = "Divide with `//`, which rounds down. `/` gives halves of pixels, and `round(29.5)` is 30."
    expect_answer(answer, ("an image of 63 pixels, depth 2: a map of 59 is pooled", 63, 2, [59, 25, 8]), drop, down)
    written = "It works for depth 2. Is a 2 or 3 written into your code, where `depth` should stand?"
    loop = "`for _ in range(depth):` does something once for each pooling."
    expect_answer(answer, ("an image of 572 pixels, depth 4", 572, 4, sizes_of_levels(572, 4)), written, loop)


@check(
    "2 · widest_base",
    "First write a function that counts the parameters for a given base. Then try 1, 2, 3, …",
    "At the bottom: `out = base * 2**depth` channels. They come from `out // 2`, then from `out`.",
)
def widest_base(answer):
    got = expect_shape("the base", call(answer, 1370, 1), (), "Return the largest base alone, one number, no list.")
    expect(float(got) % 1 == 0, "a whole base is needed", "Round down: `int(…)` or `//`.", got=got)
    limit = (
        "Base 5 has exactly 1,370, and `limit` itself is allowed. Does your count give 1,370 for it? And do you try"
        " every base, not only 2, 4, 8?"
    )
    mistakes = [
        (4, limit),
        (6, "6 has too many: 1,968. Does your loop stop one step late, or does your count leave something out?"),
        (10, "This is the number of channels at the bottom. Asked is the number at the first level."),
        (1370, "This is the number of parameters. Return the base that has it."),
        (8, "Only the first convolution is in your count. The second has as many inputs as outputs."),
        (14, "The kernels are 3×3: 9 weights for each pair of an input and an output channel."),
        (2, "The bottom has `base * 2**depth` channels: one doubling for each pooling, not one more."),
    ]
    by_hand = "Try base 5 by hand: 10 channels at the bottom, (9·5 + 1)·10 + (9·10 + 1)·10 parameters."
    count = "`out = base * 2**depth`, and then `(9 * (out // 2) + 1) * out + (9 * out + 1) * out`."
    expect_equal("at most 1,370 parameters, depth 1", got, 5, by_hand, count, mistakes=mistakes)
    fewer = "One parameter fewer, and base 5 no longer fits: its biases count, too, one for each output channel."
    bias = "`(9 * channels_in + 1) * channels_out`: the 1 is the bias."
    expect_answer(answer, ("at most 1,369 parameters, depth 1", 1369, 1, 4), fewer, bias)
    double = "The channels double with each pooling: with depth 4, the bottom has 16 times the base."
    inputs = "`out = base * 2**depth`. The first convolution at the bottom has `out // 2` inputs, the second `out`."
    expect_answer(answer, ("at most 1,000,000 parameters, depth 4", 1_000_000, 4, 17), double, inputs)
    hints = "The base may be larger than 64 or 100: use `while`.", "`while count(base + 1) <= limit: base = base + 1`"
    got = call(answer, 1_000_000, 1, errors=[("your", *hints)])  # "your code stopped", "your function returns None"
    expect_equal("at most 1,000,000 parameters, depth 1", got, 136, *hints)


def seen_from(pixel, places, step, reach):
    """First and last place that have seen `pixel`, by trying all places."""
    seeing = [place for place in range(places) if place * step <= pixel < place * step + reach]
    return seeing[0], seeing[-1]


@check(
    "3 · places_that_see",
    "Region i has seen the pixels step·i to step·i + reach - 1. For which i does the pixel lie between them?",
    "Try all: `[i for i in range(places) if step * i <= pixel <= step * i + reach - 1]`. First and last of the list.",
)
def places_that_see(answer):
    what = "pixel {}; 5 places, a step of 3, a reach of 9"
    said = (
        "Write down what the 5 places have seen: 0 to 8, 3 to 11, 6 to 14, … In which of them is pixel 10?",
        "Try all: `[i for i in range(places) if step * i <= pixel < step * i + reach]`, then its first and its last.",
        ([30, 38], "These are the pixels that place 10 has seen. Asked is the way back: the places for pixel 10."),
        ([3, 3], "This is the last place that has seen it. Receptive fields overlap: earlier ones reach so far."),
        ([2, 2], "This stretches the places over the image. They overlap: several have seen the same pixel."),
        ([0, 3], "Region 0 has seen 0 to 8, so pixel 10 is too far. For the first place, round up, not down."),
        ([1, 4], "Region 4 begins at pixel 12, after pixel 10. For the last place, round down."),
        ([3, 1], "First the first place, then the last."),
        ([1, 2, 3], "These are all of them. Return the first and the last only."),
        (3, "Is this how many places, or the last one? Return two numbers: the first place and the last."),
    )
    expect_answer(answer, (what.format(10), 10, 5, 3, 9, [1, 3]), *said)
    rule = "The first place: the first i with step·i + reach - 1 >= pixel. The last: the last i with step·i <= pixel."
    begins = "Region 3 has seen 9 to 17: the pixel it begins at counts, too (`<=`)."
    ends = "A reach of 9 from pixel 0 ends at pixel 8, not at 9."
    later = "Region 1 begins at pixel 3, after pixel 2. Find the last place from the pixel, not from the first place."
    border = "Near the border: there are no places before 0. `max(first, 0)`"
    earlier = "Region 3 has seen 9 to 17, so pixel 20 is too far. Find the first place from pixel and reach."
    beyond = "There are only 5 places, 0 to 4, and this names one beyond the last."
    zero = "Region 0 has seen 0 to 8, so it is the first. (`not first` is also true for 0: ask `first is None`.)"
    for pixel, expected, wrong, meant, *hints in (
        (9, [1, 3], [1, 2], begins, ends, rule),
        (2, [0, 0], [0, 2], later, border, rule),
        (20, [4, 4], [2, 4], earlier, beyond, rule, "`min(last, places - 1)`"),
        (5, [0, 1], [1, 1], zero, "Region 0 has seen 0 to 8, place 1 has seen 3 to 11.", rule),
    ):
        got = call(answer, pixel, 5, 3, 9)
        expect_equal(what.format(pixel), got, expected, *((meant, rule) if same(got, wrong) else hints))
    written = (
        "It works for reach 9 and step 3. Is there a number of your own in it? Or `reach // step`? 140 is not a whole"
        " number of steps of 16."
    )
    for pixel in (286, 571):
        what = f"pixel {pixel} in the U of the lesson: 28 places, a step of 16, a reach of 140"
        expect_answer(answer, (what, pixel, 28, 16, 140, seen_from(pixel, 28, 16, 140)), written, rule)


@check(
    "4 · place_kernel",
    "A kernel has the shape (n, n, channels in, channels out). Each output channel copies one of the n² pixels.",
    "Zeros of shape (n, n, 1, n * n), and a single 1 for each channel: at another pixel for each.",
)
def place_kernel(answer):
    for n in (2, 3):
        shape = f"`np.zeros((n, n, 1, n * n))` has the right shape: {n}×{n} pixels, 1 channel in, {n * n} channels out."
        kernel = expect_shape(f"the kernel for cells of {n}×{n}", call(answer, n), (n, n, 1, n * n), shape)
        matrix = kernel.reshape(n * n, n * n).astype(float)
        ones, numbers = np.ones(n * n), np.arange(1, n * n + 1)
        single = same(matrix.max(axis=0), ones) and same(np.abs(matrix).sum(axis=0), ones)
        if same(matrix, np.full_like(matrix, 1 / n**2)):
            hint = "Every channel takes the mean of the cell: the places are gone. Each must copy a single pixel."
        elif same(matrix, np.ones_like(matrix)):
            hint = "Every channel adds up all pixels of the cell. Each must copy a single one: one 1, else 0."
        elif not matrix.any(axis=0).all():
            hint = "Some channels copy no pixel: each needs a 1, at a pixel of its own."
        elif single:
            hint = "Some channels copy the same pixel, and other pixels are copied by none: they are lost."
        else:
            hint = "Your channels change pixels, or add up several. Each must copy a single one: one 1, else 0."
        what, expected = f"the channels for one cell with the pixels 1 to {n * n}", f"{numbers.tolist()}, in any order"
        each = "Each of these numbers must be in the channels once, in any order."
        write = "`kernel[row, column, 0, row * n + column] = 1` for every row and column of the cell."
        expect(
            single and same(matrix.sum(axis=1), ones), what, hint, each, write, expected=expected, got=numbers @ matrix
        )


SIZE, COUNT, GAIN = 8, 16, 1.0


def photographs():
    """Three grey photographs in [0, 1], cut so that cells of 8×8 fit."""
    images = data.camera() / 255, data.chelsea().mean(axis=2) / 255, data.coins() / 255
    return [image[: len(image) // SIZE * SIZE, : image.shape[1] // SIZE * SIZE] for image in images]


def square_patterns():
    """Means of 2×2 pixels as patterns (16, 8, 8): each is 1 on one square, else 0."""
    return np.eye(COUNT).reshape(COUNT, 4, 4).repeat(2, axis=1).repeat(2, axis=2)


def rebuild(image, patterns):
    """Each 8×8 cell of an image (h, w) as the sum of the patterns (k, 8, 8) that comes nearest to it."""
    rows, columns = np.array(image.shape) // SIZE
    cells = image.reshape(rows, SIZE, columns, SIZE).transpose(0, 2, 1, 3).reshape(-1, SIZE * SIZE)
    flat = np.asarray(patterns, float).reshape(-1, SIZE * SIZE)
    nearest = (cells @ np.linalg.pinv(flat)) @ flat
    return nearest.reshape(rows, columns, SIZE, SIZE).transpose(0, 2, 1, 3).reshape(image.shape)


def psnr(image, truth):
    """Peak signal-to-noise ratio in dB, for grey values in [0, 1]; higher is better."""
    return -10 * np.log10(np.maximum(np.mean((image - truth) ** 2), 1e-12))


@check(
    "5 · sixteen_patterns",
    "Return an array (16, 8, 8). Sums of slow changes come nearer to a photograph than sums of flat squares.",
    "`np.outer(down, across)` makes a pattern of 8×8 out of two waves of 8 numbers.",
    seconds=60,
)
def sixteen_patterns(answer):
    shape = (
        "16 patterns first, each of 8×8 pixels: `np.array(list_of_patterns)`; from (16, 64) `.reshape(16, 8, 8)`; from"
        " (8, 8, 16) `np.moveaxis(patterns, -1, 0)`, as a reshape would mix the pixels."
    )
    patterns = expect_shape("the patterns", call(answer), (COUNT, SIZE, SIZE), shape).astype(float)
    expect_finite("finite numbers are needed", patterns, "Is there a division by 0, or a logarithm of 0?")
    flat = patterns.reshape(COUNT, -1)
    new = np.linalg.matrix_rank(flat)
    wrap = np.square(patterns[:, 1:, 0] - patterns[:, :-1, -1]).mean()  # from the end of a row to the next row
    missing = np.mean((1 - np.linalg.pinv(flat) @ flat @ np.ones(SIZE * SIZE)) ** 2)
    few = f"Only {new} of the 16 bring something new; the others are sums of them. Do they change both across and down?"
    strips = (
        "Each row of yours goes on where the last one ended. Was a photograph cut into strips of 64 pixels, not into"
        " cells of 8×8? Take the transpose between two reshapes."
    )
    general = (
        "Begin with the flat pattern; then one slow change across, one down, and both. Fine detail is rare.",
        "`wave = np.cos(np.pi * times * (np.arange(8) + 0.5) / 8)` for `times` 0 to 3. Multiply each wave down with"
        " each wave across: `np.outer(down, across)`.",
        "Or find them on another photograph, as section 5 of the lesson does: cut it into cells of 8×8, take the"
        " mean cell away, and keep the first 16 rows of what `np.linalg.svd` returns last.",
        "Cells of 512×512 pixels: `x.reshape(64, 8, 64, 8).transpose(0, 2, 1, 3).reshape(-1, 64)`.",
    )
    for name, image in zip(("the camera", "the cat", "the coins"), photographs(), strict=True):
        got, plain = psnr(rebuild(image, patterns), image), psnr(rebuild(image, square_patterns()), image)
        close = abs(got - plain) < 0.01
        meant = [
            (new == 0, "All your patterns are 0."),
            (new < COUNT, few),
            (close, "Sums of yours are the same flat squares of 2×2. Let patterns rise or fall smoothly."),
            (wrap < 0.3 * np.square(np.diff(patterns, axis=1)).mean(), strips),
            (missing > 0.05, "No sum of yours is flat, but a cell is mostly its mean brightness: one must be flat."),
        ]
        first = [hint for holds, hint in meant if holds][:1]
        hints = (*first, *(general[-1:] if first == [strips] else general))
        expected = f"{plain + GAIN:.1f} dB or more (flat squares: {plain:.1f} dB)"
        what = f"PSNR on the photograph of {name}"
        expect(got >= plain + GAIN, what, *hints, expected=expected, got=f"{got:.1f} dB")


question_1 = question(
    "Question 1",
    "b",
    a="Many expect an error, but Keras pools odd maps, too. What is missing shows up later, on the way up.",
    b="Yes. 28 pairs fit into 57, the last row is dropped, and on the way up the maps no longer lie over each other.",
    c="Max pooling has valid padding in the course, so nothing is added. What does not fill a pair is left out.",
)
question_2 = question(
    "Question 2",
    "c",
    a="Parameters are not work. Each weight is used once at every place, and at the bottom there are few places.",
    b="Work does depend on channels: it is weights times places. But only a small part of it is done at the bottom.",
    c="Yes. The bottom is heavy to store and cheap to compute; the work sits in the large maps above.",
)
question_3 = question(
    "Question 3",
    "a",
    a="Yes. It has seen the pixels 0 to 139, and their centre is 69.5. No place has its centre in the outer frame.",
    b="That stretches 28 places over 572 pixels, edge to edge. The first place lies much further inside.",
    c="A step of 16 tells how far the next place is, not how far one place sees: that is 140 pixels.",
)
question_4 = question(
    "Question 4",
    "b",
    a="One number for each cell could not tell. But the bottom has many channels, and they can hold the place.",
    b="Yes. Channels can hold the place, as in exercise 4, but nothing makes them. It depends on the training.",
    c="There is room for it, but room is not content: pooling drops what no channel has written down before.",
)
