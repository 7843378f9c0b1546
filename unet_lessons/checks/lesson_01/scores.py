"""Exercises 3 · dice_per_class and 4 · best_threshold: how good a mask is, and the best that a threshold can do."""

import numpy as np

from ..results import check
from ..vocabulary import KEPT, array_of, call, dice_of, expect, expect_answer, expect_equal, expect_shape
from .masks import UNKNOWN


@check(
    "3 · dice_per_class",
    "For one class: `truth == label` and `predicted == label` are two masks of True and False. Take their Dice.",
    "Loop over `range(1, classes)` and collect the Dice of each label in a list.",
)
def dice_per_class(answer):
    truth = np.array([[0, 1, 1, 0], [0, 1, 1, 0], [0, 0, 2, 2], [0, 0, 0, 0]])
    predicted = np.array([[0, 1, 1, 1], [0, 1, 0, 0], [0, 0, 2, 1], [0, 0, 2, 0]])
    empty, one = np.zeros((2, 2), int), np.array([[1, 1], [0, 0]])
    empties = "A class that has no pixel in either mask gives 0/0. In this course, two empty masks count as 1."
    divide = "Before you divide, ask whether the sum of both sizes is 0."
    every = "One Dice for each label from 1 to `classes` - 1: loop over `range(1, classes)`, `return` after the loop."
    listed = "A class that is in neither mask is in the list, too, as 1. Loop over `range(1, classes)`."
    right = np.array([2 * 3 / (4 + 5), 2 * 1 / (2 + 2)])  # twice the overlap, by the sum of both sizes
    mistakes = [
        ([16 / 19, *right], "The background, label 0, is in your list. It is large and easy: start with label 1."),
        (right.mean(), "This is the mean over the classes. Return a list with one Dice for each class."),
        (right / (2 - right), "This is IoU. For Dice, double the overlap and divide by the sum of both sizes."),
        ([3, 1], "These are the overlaps alone. Dice doubles them and divides by the sum of both sizes."),
        (right / 2, "Exactly half: the factor 2 above the line is missing."),
        ([13 / 16, 14 / 16], "This is accuracy: it counts background."),
        ([1, 2 / 3], "You divide by the union. `+` of two masks of True and False is *or*: add up their `.sum()`s."),
        (
            [7 / 10, 3 / 5],
            "A 1 was added above and below the line, which changes every Dice. Ask for empty masks instead.",
        ),
        ([2 / 3, 1], "Label 2 counts more than once for each pixel. Compare with `==` first: a pixel counts 0 or 1."),
        ([0, 0], "Both are 0. Does `//` divide here? It cuts the fraction off."),
        *[(right.round(places), "Close, but rounded. Return the Dice as it is.") for places in (0, 1, 2, 3)],
        (
            [3 / 4, 1 / 2],
            "This is how much of the truth was found. Dice counts the pixels of both masks below the line.",
        ),
        ([3 / 5, 1 / 2], "This is how much of the prediction is right. Dice counts the pixels of both masks."),
        (right[::-1], "The right numbers in the wrong order: label 1 comes first."),
        ([2 * 5 / (6 + 7), right[1]], "Label 1 counts label 2 as well: compare with `==`, not with `>=` or `> 0`."),
    ]
    errors = UNKNOWN, ("ZeroDivisionError", f"{empties} {divide}")
    by_hand = (
        "Work out label 1 by hand: where both masks are 1, times 2, over the 1s of the truth plus the 1s of the other.",
        "`first, second = truth == label, predicted == label`, then"
        " `2 * np.sum(first & second) / (first.sum() + second.sum())`.",
    )
    got = array_of("the answer", call(answer, truth, predicted, 3, errors=errors))
    hints = by_hand if got.shape == (2,) else (every, *by_hand)
    expect_equal("Dice of labels 1 and 2 in two masks of 4×4", got, right, *hints, mistakes=mistakes)
    got = array_of("the answer", call(answer, empty, empty, 3, errors=errors))
    hints = (empties, divide) if got.shape == (2,) else (listed, empties, divide)
    kept = [([*right, 1, 1], KEPT), (right, KEPT)]
    expect_equal("two masks of background only, 3 classes", got, [1, 1], *hints, mistakes=kept)
    missed = "If one mask is empty and the other is not, the Dice is 0. Only two empty masks count as 1."
    expect_answer(answer, ("label 1 missed, label 2 in neither mask", one, empty, 3, [0, 1]), missed, errors=errors)
    false = "Label 1 is in the prediction alone: a false alarm, 0. A class counts as 1 only if it is in *neither* mask."
    expect_answer(answer, ("label 1 predicted, but not there", empty, one, 3, [0, 1]), false, errors=errors)
    case = "two masks with 4 classes", np.array([[3, 0], [1, 2]]), np.array([[3, 3], [1, 0]]), 4, [1, 0, 2 / 3]
    expect_answer(answer, case, "It works for 3 classes. Use `classes`, and no number of your own.", errors=errors)
    sides = (
        "Height and width may differ, and masks may be large: take both sides from `truth.shape`, or count all at once."
    )
    for shape, classes, kind in (
        ((3, 5), 2, int),
        ((7, 2), 6, "uint8"),
        ((40, 60), 4, "uint8"),
        ((9, 14), 20, "uint8"),
        ((300, 301), 2, "int64"),
    ):
        truth, predicted = np.random.default_rng(classes).integers(0, classes, (2, *shape)).astype(kind)
        right = [dice_of(truth == label, predicted == label) for label in range(1, classes)]
        what = f"two masks of {shape[0]}×{shape[1]}, {classes} classes"
        more = (
            "Numbers in `uint8` start again at 0 after 255, also in `truth * classes`. Count masks of True and False."
        )
        if truth.size > 2**16:
            sides = "The masks are large here. Sums in a small number type, such as `int16`, wrap around. " + sides
        hints = (sides, more) if classes < 10 else (more,)
        expect_answer(answer, (what, truth, predicted, classes, right), *hints, errors=errors)


@check(
    "4 · best_threshold",
    "Try every threshold from 0 to 255, take the Dice of `image > threshold`, and keep the best.",
    "Keep two variables, the best Dice so far and its threshold. Start the best Dice at -1.",
)
def best_threshold(answer):
    image = np.array([[10, 20, 30, 40], [50, 60, 67, 80], [90, 95, 68, 55]])
    bright, rare = image > 67, image == 80  # two pixels are brighter than 80: Dice for it is at best 2·1 / (1 + 3)
    alone = "Return the best threshold alone, no list and no mask."
    grey = (
        "A threshold lies among the grey values, from 0 to 255. Is yours from 0 to 1, or one below the darkest pixel?"
    )
    got = expect_shape("the threshold", call(answer, image, bright.astype(int), errors=[UNKNOWN]), (), alone)
    last = "This is the last threshold. Keep a threshold and its Dice only if that Dice is a new best."
    mistakes = [
        (
            1,
            "This is the best Dice. Which threshold gave it? `np.argmax(scores)` is the position of the largest score.",
        ),
        (68, "68 itself is not brighter than 68: a pixel is object where `image > threshold`, not `>=`."),
        (96, "The object is the brighter part: `image > threshold`, not `<`."),
        (
            [7, 57, 66],
            "Is this a position in a list, counted from 0, from `np.argmax`? Which threshold stands there in yours?",
        ),
        ([94, 95, 254, 255], last),
    ]
    hints = (
        *[hint for numbers, hint in mistakes if np.isin(got, numbers)],
        *([grey] if 0 < got < 1 else []),
        "Try every threshold from 0 to 255, and keep the one with the highest Dice.",
        "Where your code keeps a new best, print the threshold and its Dice. Does it keep the best, or the last?",
    )
    what = "an image in which all pixels above 67 are the object, the next one at 68"
    expect(dice_of(bright, image > got) == 1, what, *hints, expected="67", got=got)
    got = expect_shape("the threshold", call(answer, image, rare.astype(int), errors=[UNKNOWN]), (), alone)
    hints = (
        "The Dice of this threshold is not the highest. Does your function use the `image` and `truth` it is given?",
        "`dice = 2 * np.sum(truth * mask) / (truth.sum() + mask.sum())`, for each threshold.",
    )
    if got >= image.max():
        empty = "No pixel is brighter than this threshold, so the mask is empty, and its Dice is 0."
        hints = (f"{empty} Do you maximise accuracy? With a rare object, the empty mask has the highest.", *hints)
    expect(dice_of(rare, image > got) == 0.5, "an image with a rare object", *hints, expected="68 to 79", got=got)
    for what, image, truth, hint in harder_images():
        errors = UNKNOWN, ("stopped with", hint), ("returns None", hint)
        got = expect_shape("the threshold", call(answer, image, truth, errors=errors), (), alone)
        expect(0 <= got <= 255, f"{what}: the threshold", grey, hint, expected="0 to 255", got=got)
        score = dice_of(truth == 1, image > got)
        best = dice_of(truth == 1, image > threshold_of_best_dice(image, truth))
        expected, got = f"a Dice of {best:.3f}", f"{score:.3f}, with the threshold {got}"
        expect(score >= best - 1e-9, what, hint, expected=expected, got=got)


OVERLAP = (
    "Some of the object is darker than some of the background, so no single pixel tells you the threshold. Compute the"
    " Dice for each threshold from 0 to 255, and keep the best."
)


def harder_images():
    """Images and masks whose best threshold is not where an easy search looks, each with a hint for it."""
    rng, objects = np.random.default_rng(8), np.indices((30, 37)).sum(axis=0) % 4 == 0
    overlap = np.where(objects, rng.normal(150, 30, objects.shape), rng.normal(110, 30, objects.shape))
    bright = np.where(objects, 255, rng.integers(230, 255, objects.shape))
    dark = np.where(objects, rng.integers(1, 9, objects.shape), 0)
    ends = "The best threshold may be any from 0 to 255. Does your search leave out one end? `range(256)` has them all."
    wrap = ends + " Or does it subtract? In `uint8`, 230 - 240 starts again at the top and gives 246."
    filled = "Every pixel is object here, so the best threshold is below all of them. " + ends
    yield "30×37 pixels, object and background overlap", overlap.round().clip(0, 255).astype(int), objects * 1, OVERLAP
    yield (
        "a very bright image (`uint8`): the object is 255, the background up to 254",
        bright.astype("uint8"),
        objects * 1,
        wrap,
    )
    yield "a very dark image: the background is 0", dark, objects * 1, ends
    full = np.ones((2, 3), int)
    yield "an image that is all object, 1 and brighter", np.array([[1, 1, 2], [9, 3, 1]]), full, filled
    yield "an image that is all object, 0 and brighter", np.array([[0, 1, 2], [9, 3, 0]]), full, filled
    high, object_ = np.full((300, 7), 100), np.indices((300, 7)).sum(axis=0) % 3 == 0
    high[object_], high[250, ::2], high[150, 3] = 180, 150, 120  # the upper rows alone do not tell the threshold
    every = "The image is large: 300 rows, or columns. Look at all of its pixels. " + OVERLAP
    yield "300×7 pixels, some of the background is brighter", high, object_ * 1, every
    yield "7×300 pixels, some of the background is brighter", high.T, object_.T * 1, every
    one = np.arange(12).reshape(3, 4) == 4
    dark = (
        "Most of the object is darker than the background here, and still the whole image is the best mask. " + OVERLAP
    )
    yield (
        "a dark object, brighter at one pixel",
        np.array([[9, 9, 9], [200, 50, 9]]),
        np.array([[1, 1, 1], [1, 0, 1]]),
        dark,
    )
    hidden = (
        "Most pixels that are brighter than the object are background, and still an empty mask is worse: its Dice is 0."
        " Does your Dice add a number above and below the line, or do you maximise accuracy?"
    )
    yield "an object of one pixel", np.array([[60] * 4, [50, 60, 60, 60], [60, 0, 0, 0]]), one * 1, hidden
    none = (
        "No pixel is object here. Only an empty mask is right: two empty masks have a Dice of 1, not 0/0, and it takes"
        " a threshold that no pixel is brighter than. "
    )
    yield "an image without any object, up to 255", np.array([[255, 1, 2], [9, 3, 1]]), 0 * full, none + ends
    hills = (
        "The Dice may fall and rise again on the way from 0 to 255. Do not stop where it falls: compare all of them."
    )
    ties = "Thresholds far apart are equally good here, and those between them are worse. Return one of the best."
    for number, hint in ((1, hills), (3, hills), (2, ties)):  # the Dice has one peak from 20, another from 100 on
        image = np.array([[21, 110, 20, 10], [20, 10, 0, 0], [100] * number + [0] * (4 - number)])
        yield f"two object pixels, 21 and 110, and {number} of the background at 100", image, objects_at(image), hint


def objects_at(image):
    """The mask of the pixels of 21 and 110."""
    return np.isin(image, (21, 110)) * 1


def threshold_of_best_dice(image, truth):
    """The threshold, 0 to 255, whose mask has the highest Dice with `truth` (both (h, w))."""
    return int(np.argmax([dice_of(truth == 1, image > threshold) for threshold in range(256)]))
