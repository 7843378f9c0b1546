"""Exercises 2 · predict_any_size and 5 · in_strips: images that a network cannot take as they are."""

import itertools
from functools import partial

import numpy as np
from scipy.ndimage import correlate1d, uniform_filter

from ..results import check
from ..vocabulary import NotYet, array_of, call, expect, expect_equal, expect_shape, recording, same


def called(answer, look, *inputs, judge):
    """What `answer(network, *inputs)` gives, and what that network, which answers as `look` does, was given.

    `judge` looks at the latter first: an error in the answer often comes from there.
    """
    noted = recording(lambda image: look(image))  # `look` may be a partial, which has no name

    def network(given):
        what, image = "what the network gets", array_of("what the network gets", given)
        hint = "The network takes the rows and columns of an image, and no further axes."
        expect(image.ndim == 2, what, hint, expected="an array (height, width)", got=f"an array {image.shape}")
        return noted(image.astype(float))

    try:
        got = call(answer, network, *inputs)
    except NotYet:
        if noted.seen:
            judge(noted.seen)
        raise
    judge(noted.seen)
    return array_of("the answer", got), noted.seen


# 2 · A size that fits

ODD = np.array([[3, 14, 1, 59, 26, 5, 35], [8, 97, 93, 2, 38, 46, 64], [33, 83, 27, 95, 0, 28, 84]])
ODD = np.vstack([ODD, [[19, 7, 16, 93, 99, 37, 51], [58, 20, 97, 49, 44, 59, 23]]])
FITS = np.arange(48).reshape(8, 6) ** 2 % 101
LONG = np.random.default_rng(0).normal(size=(9, 34))  # as if standardised: negative numbers, fractions
TWICE = partial(np.multiply, 2)  # what the network of this exercise answers


def shares(image):
    """What another network answers: numbers between 0 and 1."""
    return 1 / (2 + np.abs(image))


BORDERS = {  # other kinds of border than a mirrored one
    "constant": "The border is 0: the network sees a black frame, as in no image that it knows. Mirror instead.",
    "edge": "The border repeats the last row and column, which makes stripes. Mirror instead.",
    "wrap": "The border comes from the opposite side of the image. Mirror instead.",
}


def parts_of(image, height, width):
    """The parts (height, width) of an image, by the position (row, column) where they begin."""
    places = [(top, left) for top in range(len(image) - height + 1) for left in range(image.shape[1] - width + 1)]
    return {(top, left): image[top : top + height, left : left + width] for top, left in places}


def expect_mirrored(image, multiple, seen):
    """NotYet unless the network was given the image with a mirrored border, up to the next multiples."""
    expect(seen, "your function never calls the network", "`answer = network(padded)` is the second step.")
    for one in seen:
        expect_one_mirrored(image, multiple, one)


def expect_one_mirrored(image, multiple, seen):
    """NotYet unless this array is the image with a mirrored border, up to the next multiples."""
    missing = np.array([-side % multiple for side in image.shape])
    size, halves = (tuple((image.shape + more).tolist()) for more in (missing, missing // 2 * 2))
    hint = "Each side must be a multiple of `multiple`, and as little as possible is added."
    if seen.shape == image.shape:
        hint = "The network got the image as it is. Its sides are no multiples: add what is missing first."
    elif seen.shape == halves:
        hint = f"{max(missing)} is odd, and half of it, rounded down, on both sides is one too few. One side gets more."
    elif seen.shape == tuple((image.shape + missing[::-1]).tolist()):
        hint = "Rows and columns are swapped: the height got what is missing in the width, and the other way round."
    elif any(np.less(seen.shape, image.shape)):
        hint = "Some of the image was cut away, and its pixels get no answer. Add pixels instead: round up."
    elif any(np.less(seen.shape, size)) and any(missing > np.subtract(image.shape, 1)):
        hint = "This image is smaller than what is missing: one reflection is too short. Mirror the mirror image again,"
        hint += " as `np.pad(…, mode='reflect')` does."
    elif all(side % multiple == 0 for side in seen.shape):
        hint = "That is more than is needed. A side that fits already gets nothing: `-height % multiple` is 0 then."
    what = f"an image of {image.shape[0]}×{image.shape[1]}, multiple {multiple}: the size that the network gets"
    strong = "In all, `-height % multiple` rows and `-width % multiple` columns are missing."
    expect(seen.shape == size, what, hint, strong, expected=str(size), got=str(seen.shape))

    places = [place for place, part in parts_of(seen, *image.shape).items() if same(part, image)]

    def is_padded(*modes):
        """Whether rows and columns are added like this; `modes` are one for both, or one for each axis."""
        for place in places:
            rows, columns = zip(place, missing - place, strict=True)
            padded = np.pad(np.pad(image, (rows, (0, 0)), modes[0]), ((0, 0), columns), modes[-1])
            if same(seen, padded):
                return True
        return False

    hint = "The image itself must stay as it is, number by number. Is it resized, turned, rounded or standardised?"
    if not places and seen.size and (seen == seen.round()).all() and not (image == image.round()).all():
        hint = "All numbers became whole ones. Into an array of `int` or `uint8` no fractions fit: let it be float."
    if places:
        hint = "The image is there, but the border around it is not its reflection."
    hint = next((meant for mode, meant in BORDERS.items() if is_padded(mode)), hint)
    right = any(is_padded(*modes) for modes in itertools.product(("reflect", "symmetric"), repeat=2))
    strong = "`np.pad(…, mode='reflect')` mirrors."
    mirrored = np.pad(image, [(0, more) for more in missing], "reflect")
    expect(right, "what the network gets", hint, strong, expected=mirrored, got=seen)


@check(
    "2 · predict_any_size",
    "Three steps: mirror until the size fits, call the network, cut the answer back to where the image lies.",
    "`-height % multiple` is what is missing to the next multiple: -5 % 4 is 3, and -8 % 4 is 0.",
    "`np.pad(image, ((0, below), (0, right)), mode='reflect')`, and of the answer `[:height, :width]`.",
)
def predict_any_size(answer):
    empty = "The cut is empty: `answer[top:-bottom]` is `answer[top:0]` where nothing was added below."
    shifted = (
        "The crop begins in the wrong row or column. It must begin where the image begins in the padded one:"
        " note how much you put above and on the left."
    )
    whole_numbers = (
        "The network's answer has fractions and lost them. What is the dtype of the array you write it into?"
    )
    cases = [(ODD, 4, TWICE), (FITS, 8, TWICE), (LONG, 8, TWICE), (LONG.T, 16, TWICE), (ODD.astype("uint8"), 4, shares)]
    cases += [(LONG[:8, :32], 8, TWICE), (LONG.astype("float32"), 5, TWICE), (FITS.astype("uint8") + 140, 4, shares)]
    cases += [(LONG[:3, :5], 8, TWICE), (LONG[:1, :2], 4, shares), (LONG[:2, :2], 7, TWICE)]  # smaller than the border
    cases += [(LONG[:, :width], multiple, shares) for width, multiple in ((17, 16), (9, 1), (10, 2), (31, 16))]
    for image, multiple, look in cases:
        got, seen = called(answer, look, image, multiple, judge=partial(expect_mirrored, image, multiple))
        whole = look(seen[-1])
        expect_equal(
            f"the answer for an image of {image.shape[0]}×{image.shape[1]} of {image.dtype}, multiple {multiple}",
            got,
            look(image.astype(float)),
            *([] if got.size else [empty]),
            "The answer is as large as the padded image. Keep the part in which your image lies.",
            "If you put `top` rows above and `left` columns before it: `[top : top + height, left : left + width]`.",
            mistakes=[
                (whole, "This is the answer for the padded image. Crop it back to the image's own position and size."),
                (image, "This is the image again. Return the network's answer, cropped to the image's position."),
                (look(image.astype(float)).astype(image.dtype), whole_numbers),
                (np.round(look(image.astype(float))), "The network's answer was rounded. Return it as it is."),
                *[(part, shifted) for part in parts_of(whole, *image.shape).values()],
            ],
        )


def predict_with_mirror(network, image, multiple):
    """The network's answer (h, w) for an image (h, w) of any size: mirrored to multiples, and cut back."""
    height, width = image.shape
    larger = np.pad(image, ((0, -height % multiple), (0, -width % multiple)), mode="reflect")
    return network(larger)[:height, :width]


# 5 · Strips


def in_pieces(network, image, strip, step, skip=0, mean=False):
    """The answer put together from strips of `strip` rows, all but the first without their first `skip`."""
    answer, count = np.zeros((2, *image.shape))
    for start in [*range(0, len(image) - strip, step), len(image) - strip]:
        first = skip if start else 0
        rows = slice(start + first, start + strip)
        count[rows] = count[rows] + 1 if mean else 1  # where strips overlap: their mean, or the last one
        answer[rows] += (network(image[start : start + strip])[first:] - answer[rows]) / count[rows]
    return answer


def blur(image):
    """The mean of 17×17 pixels around each pixel of an image (h, w): sees 8 to each side, and 0 beyond the edge."""
    return uniform_filter(np.asarray(image, float), 17, mode="constant")


def expect_strips(what, image, strip, seen):
    """NotYet unless the network was given strips (strip, w) of the image, of the right height."""
    heights, widths = [len(array) for array in seen], {array.shape[1] for array in seen}
    hint = "The network takes exactly `strip` rows, as if no more fitted into memory."
    if heights and heights[-1] < strip and set(heights[:-1]) <= {strip}:
        hint = "The last strip has too few rows. Move it up, so that it ends with the image: `height - strip`."
    elif len(image) in heights:
        hint = "The network got the whole image. Imagine that it does not fit into memory: give it strips."
    strong = "`image[start : start + strip]` is a strip, for starts from 0 to `height - strip`."
    never = "Give the network the strips of this image. Is an answer kept from an earlier call?"
    expect(heights, f"{what}: your function never calls the network", never, strong)
    wrong = next((height for height in heights if height != strip), strip)
    expect(wrong == strip, f"{what}: the rows of a strip", hint, strong, expected=strip, got=wrong)
    wide = "A strip is as wide as the image."
    expect(widths == {image.shape[1]}, f"{what}: the width of a strip", wide, strong)


@check(
    "5 · in_strips",
    "The first and last `margin` rows of a strip's answer are spoilt, but not at the image's own top and bottom.",
    "Strips begin at 0, step, 2 × step … with `step = strip - 2 * margin`, and the last one at `height - strip`.",
    "Write each answer without its first `margin` rows (all of it for the first strip): the next strip writes over the"
    " spoilt end.",
)
def in_strips(answer):
    high = "The answer is as high as the image. Where strips overlap, keep each row from one strip only."
    beside = "Strips side by side: a row at a seam lacks what lies beyond it. Overlap by 2 × `margin` rows."
    half = "They overlap by `margin`. But both strips are spoilt that far at a seam: overlap by 2 × `margin`."
    over = (
        "The first `margin` rows of a strip are spoilt, and went over good ones. Skip them, except in the first strip."
    )
    mean = "The mean of a good row and a spoilt one is half spoilt. Keep the good one alone."
    border = "The image's first and last rows are missing. There the strip ends with the image, so keep them."
    no_mirror = (
        "At the edge of the image, the network must see the edge, not a mirror. Pad nothing: the first strip begins at"
        " row 0, and the last one ends at the last row."
    )
    edge = "Has the image got a border of zeros? The network must see what it sees in the whole image, its edge too."
    never = "Some rows of the answer were never written: `np.empty` gives whatever was in memory, here NaN."
    fractions = "The answer has fractions, and they are lost: `np.empty_like(image)` has the dtype of the image."
    part_of_int = "The network got strips without their fractions. An array that they are copied into must hold floats."
    below_0 = "Numbers may be below 0, in the image and in the answer: leave their sign as it is."
    rng = np.random.default_rng()  # other numbers in each try: memory may still hold the answer of the last one
    for height, strip, margin, name, width, kind, beyond in (
        (14, 6, 1, "three strips cover it exactly", 2, "float64", 0),
        (13, 6, 1, "the last strip must move up", 2, "float64", 0),
        (17, 8, 2, "another margin", 2, "float64", 0),
        (6, 6, 1, "one strip takes it all", 2, "float64", 0),
        (40, 12, 3, "an image of uint8", 50, "uint8", 0),
        (37, 11, 2, "beyond its edge, this network does not see 0", 60, "float32", 9),
        (61, 3, 1, "each strip has one good row", 20, "float64", -5),
        (23, 22, 1, "two strips, nearly as high as the image", 31, "float64", 3),
        (70, 33, 16, "a large margin, one good row", 5, "float64", 2),
        (14, 6, 1, "as at first, with other numbers", 2, "float64", 0),
    ):
        what = f"{height} rows, strip {strip}, margin {margin} ({name})"
        whole = rng.integers(1, 32, (height, width)).astype(kind)
        image, step = whole if kind == "uint8" else rng.normal(0, 5, (height, width)).astype(kind), strip - 2 * margin
        # It sees `margin` rows up and down, and `beyond` over the edge of what it is given
        weights = np.arange(2, 2 * margin + 3) / 8
        look = partial(correlate1d, weights=weights, axis=0, mode="constant", cval=beyond)
        got, _ = called(answer, look, image, strip, margin, judge=partial(expect_strips, what, image, strip))
        expect_shape(what, got, image.shape, high, "`answer = np.empty(image.shape)`, and write rows into it.")
        right = look(image.astype(float))
        missing = np.isnan(got).any(axis=1)
        lost = never if missing[margin : height - margin].any() else border
        expect(not missing.any(), f"{what}: every row", lost, expected="numbers", got=got)
        expect(same(got, right) or not same(got, right.astype(kind)), f"{what}: fractions", fractions)
        around = np.pad(image.astype(float), [(margin, margin), (0, 0)])
        framed = look(around)[margin:-margin]
        expect(same(got, right) or not same(got, framed), f"{what}: the first and the last rows", edge)
        for mode in ("reflect", "symmetric", "edge"):
            around = np.pad(image.astype(float), [(margin, margin), (0, 0)], mode=mode)
            mirrored = look(around)[margin:-margin]
            expect(same(got, right) or not same(got, mirrored), f"{what}: the first and the last rows", no_mirror)
        image = image.astype(float)
        ends = look(image)
        ends[:margin] = ends[height - margin :] = 0
        first, full = look(image), range(0, height - strip + 1, step)[-1] + strip
        first[:margin] = 0
        lower = [np.where(np.arange(height)[:, None] < end, look(image), 0) for end in (full, full - margin)]
        expect_equal(
            what,
            got,
            look(image),
            "Compare row by row with `network(image)`. Near the ends of a strip the network did not see what lies"
            " beyond: such rows must come from the neighbouring strip, the one above or the one below.",
            "`answer[start + margin : start + strip] = part[margin:]`, in steps of `strip - 2 * margin`; the first"
            " strip without `+ margin`.",
            mistakes=[
                (in_pieces(look, image, strip, strip), beside),
                (in_pieces(look, image, strip, strip - margin, margin), half),
                (in_pieces(look, image, strip, strip - margin), half),
                (in_pieces(look, image, strip, step), over),
                (in_pieces(look, image, strip, step, mean=True), mean),
                (in_pieces(look, image, strip, strip - margin, mean=True), mean),
                (ends, border),
                (first, border),
                (np.trunc(look(image)), "The answer has fractions, and they are cut off."),
                *[(look(one), part_of_int) for one in (np.trunc(image), np.trunc(image) % 256, np.round(image))],
                *[(one, below_0) for one in (np.abs(look(image)), np.maximum(look(image), 0), look(np.abs(image)))],
                *[(one, "The last rows are missing: one more strip must end with the image.") for one in lower],
            ],
        )
