"""Checks of exercises 2, 4 and 5: images standardised, turned with their masks, and weighted in the gaps."""

import itertools
from functools import partial

import numpy as np

from ...training import standardise, weight_map
from ..results import check
from ..vocabulary import call, expect, expect_answer, expect_equal, expect_parts, expect_shape, same


@check(
    "2 · standardise_each",
    "Take the mean of each image over its height, width and channels: `axis=(1, 2, 3)`.",
    "`keepdims=True` keeps the shape (count, 1, 1, 1), and that can be subtracted from the images.",
)
def standardise_each(answer):
    x = np.array([40, 70, 10, 0, 20, 90, 30, 10, 20, 50, 40, 92]).reshape(2, 1, 3, 2) / 100
    each = {"axis": (1, 2, 3), "keepdims": True}
    mean, std, low, high = x.mean(**each), x.std(**each), x.min(**each), x.max(**each)
    mixed = (x - np.ravel(mean)) / np.ravel(std)

    def over(axis):
        return (x - x.mean(axis=axis, keepdims=True)) / x.std(axis=axis, keepdims=True)

    expect_answer(
        answer,
        ("2 images of 1×3 pixels with 2 channels", x, standardise(x)),
        "Each image has a mean and a standard deviation of its own: `axis=(1, 2, 3)`.",
        "`mean = images.mean(axis=(1, 2, 3), keepdims=True)`, the same with `std`, then `(images - mean) / std`.",
        (over(None), "You took one mean for all images, so a dark image stays dark. Take each on its own."),
        (
            over((1, 2)),
            "Each channel is standardised on its own, which changes the colours. Include the channels, axis 3.",
        ),
        (over(0), "`axis=0` goes across the images, pixel by pixel. Leave axis 0 out."),
        (over(-1), "Each pixel is standardised on its own, so nothing is left."),
        (mixed, "The numbers of the images were taken for those of the channels. Use `keepdims=True` in both."),
        (x - mean, "The mean is 0 now. Divide by the standard deviation, too, also where it is below 1."),
        (
            (x - mean) / np.sqrt(std**2 + 1e-3),
            "1e-3 under the root changes the result. Divide by the deviation itself.",
        ),
        (x / std, "Subtract the mean before you divide."),
        ((x - mean) / std**2, "This divides by the variance. The standard deviation is its square root."),
        ((x - mean) / x.std(**each, ddof=1), "`ddof=1` is for samples. Here the standard deviation is `np.std`."),
        ((x - low) / (high - low), "This scales each image to 0 to 1. It should have mean 0 and standard deviation 1."),
        *[
            ((x - mean) / (std + some), f"{some} was added to the spread: it changes the result.")
            for some in (1, 0.1, 0.01, 0.001)
        ],
        (np.trunc((x - mean) / std), "The fractions are cut off: the result needs floats, no integers."),
        (x / 255, "Dividing by 255 is another way to scale. Use the image's own mean and standard deviation."),
    )
    flat = np.concatenate([np.full((1, 1, 3, 2), 0.5), x[:1]])
    expect_answer(
        answer,
        ("two images, the first 0.5 everywhere", flat, standardise(flat)),
        "The standard deviation of a flat image is 0, and 0 / 0 is NaN: one NaN spoils a whole training.",
        FLAT,
    )
    expect_standardised(answer)


FLAT = "Divide by `np.where(std > 1e-6, std, 1)`: a flat image has no spread to divide by."


def expect_standardised(answer):
    """NotYet unless images in [0, 1] are standardised, dark, faint and flat ones, of any size and kind of float."""
    rng = np.random.default_rng(0)
    noise = rng.random((4, 5, 8, 3)) * np.reshape([1, 0.3, 0.05, 0.02], (4, 1, 1, 1))
    noise = noise + np.reshape([0, 0.6, 0.9, 0.1], (4, 1, 1, 1))
    noise[2, 1, 1] = 0  # far from all others
    each, floor = {"axis": (1, 2, 3), "keepdims": True}, 1 / np.sqrt(noise[0].size)
    mean, std = noise.mean(**each), noise.std(**each)
    weak = "A faint image stays faint: "
    rows = "Each row is standardised by itself. Take all rows of an image together, axis 1."
    least = "only a spread near 0, below 1e-6, must be left out."
    expect_answer(
        answer,
        ("four images of 5×8 pixels with 3 channels, in [0, 1], some of them faint", noise, (noise - mean) / std),
        "Does your code change a standard deviation that is small but not 0?",
        FLAT,
        ((noise - noise.mean(axis=(2, 3), keepdims=True)) / noise.std(axis=(2, 3), keepdims=True), rows),
        *[
            (
                np.clip((noise - mean) / std, -most, most),
                f"Your result ends at ±{most}. A pixel far from the mean may be beyond.",
            )
            for most in (1, 2, 3, 5)
        ],
        ((noise - mean) / np.maximum(std, floor), f"{weak}your divisor has a lower limit, 1/√(count); {least}"),
        *[((noise - mean) / (std + some), f"{weak}{some} is large beside its spread; {least}") for some in (0.1, 0.01)],
        tolerance=2e-3,
    )
    faint = 0.1 + 4e-4 * rng.random((1, 6, 7, 2))
    expect_answer(
        answer,
        ("an image of 6×7 pixels, its spread 0.0001", faint, (faint - faint.mean()) / faint.std()),
        f"This image is very faint, but not flat: {least}",
        FLAT,
        tolerance=0.1,
    )
    rounded = (
        "A flat image should become 0. {} cannot be held exactly in binary, so the mean of many is a little off, and"
        " the spread is not 0 but about 1e-17 (1e-8 in float32). Do not divide by it."
    )
    for kind, value, shape in itertools.product(
        ("float32", "float64"), (0.1, 0.3, 0.7), ((1, 1, 1, 1), (2, 7, 9, 3), (1, 96, 96, 1), (1, 96, 128, 1))
    ):
        what = f"{shape[0]} flat image{'s' * (shape[0] > 1)} {shape[1:]} of {kind}, {value} everywhere"
        flat, right = np.full(shape, value, kind), np.zeros(shape)
        expect_answer(answer, (what, flat, right), rounded.format(value), FLAT, tolerance=0.2)


def ways_of(maps):
    """The eight ways of a map (h, w, channels): turned by 0 to 3 quarters as it is, then mirrored."""
    return [turned[:, ::-1] if flip else turned for flip in (0, 1) for turned in (np.rot90(maps, k) for k in range(4))]


def expect_ways(answer):
    """NotYet unless maps of other sizes and kinds go one and the same way, and all ways are about as likely."""
    rng = np.random.default_rng(1)
    written = "It works for 4×4 pixels and 2 channels. Is one of these numbers written into your code?"
    for size, channels, kind in ((5, 3, "uint8"), (6, 1, "float32"), (1, 1, "float64"), (16, 4, "uint16")):
        image, mask = rng.integers(0, 200, (size, size, channels)).astype(kind), rng.random((size, size, 1)) < 0.5
        image = image if kind[0] == "u" else image / 255
        ways = list(zip(ways_of(image), ways_of(mask), strict=True))
        for _ in range(4):
            what = f"an image {image.shape} of {kind} and a mask of bool"
            got = expect_parts(what, call(answer, image, mask, rng), ("image", "mask"), written)
            right = any(same(got[0], one) and same(got[1], other) for one, other in ways)
            expect(right, f"{what}: both in the same of the 8 ways", written, got=got)
    small, counts, draws = np.arange(9.0).reshape(3, 3, 1), np.zeros(8, int), 600
    ways = [way.tobytes() for way in ways_of(small)]
    for _ in range(draws):
        image, _ = call(answer, small, small, rng)
        counts[ways.index(np.asarray(image, float).tobytes())] += 1
    turns, mirrored = counts[:4] + counts[4:], counts[4:].sum()
    hint = "Some ways come more often than others. `rng.integers(4)` draws all four turns alike, also 0 and 3."
    if not 0.44 < mirrored / draws < 0.56 and turns.min() > 110:
        hint = f"{mirrored / draws:.0%} are mirrored. Half of them should be: `rng.random() < 0.5`."
    expect(
        np.sum((counts - draws / 8) ** 2) / (draws / 8) < 30,  # χ² of 8 ways: 1 right answer in 10,000 is above
        f"how often each of the 8 ways comes in {draws}",
        hint,
        "Draw the turn among 0, 1, 2, 3 and the mirror among yes and no, each alike, and independent of each other.",
        expected=f"about {draws // 8} times each",
        got=f"turned by 0, 1, 2, 3 quarters: {counts[:4].tolist()}; and then mirrored: {counts[4:].tolist()}",
    )


@check(
    "4 · turn_and_flip",
    "Draw the random numbers once, and use them for both: `turns = rng.integers(4)`, `mirrored = rng.random() < 0.5`.",
    "`np.rot90(image, turns)` and `np.rot90(mask, turns)` turn both alike; `image[:, ::-1]` mirrors.",
    seconds=40,
)
def turn_and_flip(answer):
    small = np.arange(32.0).reshape(4, 4, 2) ** 2
    ways = ways_of(small)
    axes = "Turn rows and columns, axes 0 and 1, and no other."
    pixels = "Only whole pixels may change places. Interpolation makes new numbers, and in a mask new labels."
    turned = "`np.rot90(maps, turns)` turns, `maps[:, ::-1]` mirrors. Nothing else is needed."
    alike = "`turns = rng.integers(4)` first; then `np.rot90(image, turns)` and `np.rot90(mask, turns)`."
    swapped = "`np.flip` without `axis` flips all axes, the channels too. Give it `axis=1`."
    apart = "The mask went another way. Draw once, and take the same steps with both, in the same order."
    shape = "Give back image and mask, in this order, with as many axes and channels as they came with."

    def way_with(seed):
        """The number of the way, 0 to 7, that image and mask both went; NotYet if there is none."""
        got = call(answer, small, small[..., :1], np.random.default_rng(seed))
        image, mask = expect_parts("the answer", got, ("image", "mask"), "End with `return image, mask`: both.")
        image = expect_shape("the image", image, (4, 4, 2), axes if np.size(image) == small.size else shape)
        mask = expect_shape("the mask", mask, (4, 4, 1), shape, axes)
        number = next((number for number, way in enumerate(ways) if same(image, way)), 0)
        right = ways[number]
        for channel in (0, 1):
            what = f"the image (channel {channel}), in one of its 8 ways: 4 turns, mirrored or not"
            mistakes = [(way[..., 1 - channel], swapped) for way in ways]
            expect_equal(what, image[..., channel], right[..., channel], pixels, turned, mistakes=mistakes)
        what, mistakes = "the mask, turned and mirrored as the image is", [(way[..., 0], apart) for way in ways]
        expect_equal(what, mask[..., 0], right[..., 0], pixels, alike, mistakes=mistakes)
        return number

    found = [way_with(seed) for seed in range(100)]
    again, kinds = [way_with(seed) for seed in range(20)], set(found)
    hint = "Some ways never come. Four turns are needed, and each both as it is and mirrored."
    if kinds == {0}:
        hint = "Nothing has moved. `np.rot90` returns a new array: keep what it returns."
    elif len(kinds) == 1:
        hint = "It is the same each time. Draw from `rng`, and make no generator inside your function."
    elif max(kinds) < 4:
        hint = "The images are turned, but never mirrored."
    both = "`rng.integers(4)` gives 0 to 3; `rng.random() < 0.5` is true half the time. Use both."
    expect(len(kinds) == 8, "the number of different results in 100", hint, both, expected=8, got=len(kinds))
    expect(
        again == found[:20],
        "the same `rng` should give the same result",
        "Take all random numbers from `rng`, none from `np.random` or `random`: a run can then be repeated.",
    )
    expect_ways(answer)


LABELS = np.array(
    [
        [0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        [2, 2, 0, 0, 0, 0, 0, 0, 3, 3],
        [2, 2, 0, 1, 1, 0, 0, 0, 3, 3],
        [2, 0, 0, 1, 1, 0, 0, 0, 0, 0],
        [0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        [0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        [0, 0, 0, 4, 4, 0, 0, 0, 0, 0],
    ]
)


def weights_of(labels, reach=2, weight=5, other=1, background=False, inside=False, disc=False, clip=True):
    """The weights of exercise 5; the options make known mistakes."""
    weights = np.full(labels.shape, other)
    for row, column in np.ndindex(labels.shape):
        top, left = (max(0, place - reach) if clip else place - reach for place in (row, column))
        near = labels[top : row + reach + 1, left : column + reach + 1]
        if disc:
            rows, columns = np.indices(labels.shape)
            near = labels[np.hypot(rows - row, columns - column) <= reach]
        numbers = np.unique(near if background else near[near > 0])
        if len(numbers) >= 2 and (inside or labels[row, column] == 0):
            weights[row, column] = weight
    return weights


@check(
    "5 · gap_weights",
    "For each pixel, look at the block of 5×5 around it: how many different numbers above 0 does it hold?",
    "`block = labels[max(0, row - 2) : row + 3, max(0, column - 2) : column + 3]`, then `np.unique(block[block > 0])`.",
)
def gap_weights(answer):
    wrong = partial(weights_of, LABELS)
    one_cell = "One cell nearby is enough here. Two different cells are needed, and 0 is none: `block[block > 0]`."
    negative = "`row - 2` is negative near the border, and a slice then starts at the other end: `max(0, row - 2)`."
    too_small = "Your block is 3×3. Two pixels to each side make 5×5; a slice ends before its last number: `row + 3`."
    any_pixel = "Pixels inside a cell got the 5, too. Only background, `labels == 0`, may get it."
    no_corners = "The corners of the block are missing: a circle of 2 pixels is smaller than a block of 5×5."
    inner = np.pad(wrong()[2:-2, 2:-2], 2, constant_values=1)
    mistakes = [
        (inner, "The pixels near the border are left out. There, count the part of the block inside the image."),
        (weights_of(np.where(LABELS == LABELS.max(), 0, LABELS)), "The cell with the largest number is left out."),
        (wrong(background=True), one_cell),
        (wrong(inside=True), any_pixel),
        (wrong(clip=False), negative),
        (wrong(reach=1), too_small),
        (weights_of(np.pad(LABELS, 2, mode="wrap"))[2:-2, 2:-2], "The image does not continue on its opposite side."),
        (wrong(disc=True), no_corners),
        (wrong(weight=6), "Here 5 was added to the 1. The weight is 5 in a gap."),
        (wrong(other=0), "The other pixels have weight 0, and teach nothing. Start with ones."),
        (
            wrong(inside=True, background=True),
            "These are the cells and all that is near one. A gap needs two cells nearby.",
        ),
        (weight_map(LABELS), "This is the paper's formula. The rule here is simpler: 5 or 1."),
        (np.where(LABELS == 0, 5, 1), "This is all background. A gap has two different cells nearby."),
    ]
    far, single = np.zeros((5, 4), int), np.int32([[0, 0, 0], [0, 1, 0]])
    far[0, 0], far[4, 3], far[2, 0] = 9, 4, 9
    names = "Cells may have any whole number, also 99, 255 or 3000: count those that occur, `np.unique(block)`."
    many, rng = np.zeros((33, 47), np.int32), np.random.default_rng(0)
    for number in (1, 2, 9, 10, 11, 98, 99, 100, 255, 256, 257, 999, 1000, 1001, 3000, *range(400, 460)):
        row, column = rng.integers(0, (32, 46))
        many[row : row + 2, column : column + 2] = number
    row = np.array([[0, 255, 0, 99, 0, 0, 0, 0, 10, 0, 11, 0, 0, 0, 0, 3000, 0, 3001, 0, 0, 0, 0, 70000, 0, 4464]])
    any_size = "It works for 7×10 pixels. Is a number of rows or columns written into your code?"
    for (what, labels), *hints in (
        (
            ("four cells on 7×10 pixels", LABELS),
            "Background gets 5 if pixels of two different cells lie in the 5×5 around it.",
            "`block = labels[max(0, row - 2) : row + 3, max(0, column - 2) : column + 3]`, for each background pixel.",
        ),
        (("two cells on 2×6 pixels", np.array([[0, 1, 0, 2, 0, 0]] * 2)), any_size),
        (
            ("cells with the numbers 9 and 4", far),
            "The numbers of the cells are names: any two that differ are two cells. Do not look for 1 and 2 only.",
            "`len(np.unique(block[block > 0])) >= 2`",
        ),
        (
            ("one cell only", single),
            "With one cell there is no gap: all weights are 1.",
            "Also where no cell is near: start with `np.ones(labels.shape)`.",
        ),
        (("no cell at all, 4×1 pixels", np.zeros((4, 1), int)), "Without a cell, all weights are 1."),
        (("one row, cells with numbers such as 255, 3001 and 70000", row), names, any_size),
        (("one column", row.T), any_size, names),
        (("one pixel of background", np.zeros((1, 1), int)), any_size),
        (("one cell that fills all, 3×5 pixels", np.full((3, 5), 7)), "Inside a cell, all weights are 1.", any_size),
        (("75 cells on 33×47 pixels, with numbers up to 3000", many), names, any_size),
    ):
        expect_answer(answer, (what, labels, weights_of(labels)), *hints, *mistakes)
