"""Checks for the practice of lesson 01: masks, labels, thresholds and scores."""

import numpy as np

from .results import check, question
from .vocabulary import array_of, call, dice_of, expect, expect_answer, expect_equal, expect_labels, expect_shape

UNKNOWN = (
    "NameError",
    "Python does not know this name here. Copy a function of the lesson, such as `dice`, into a cell of this notebook;"
    " import one of a package: `from skimage.filters import gaussian`.",
)


@check(
    "1 · to_labels",
    "Each grey stands for one label: 0 for 0, 128 for 1, 255 for 2. Begin with a mask of zeros.",
    "`labels[greys == 128] = 1` sets a label wherever the grey is 128.",
)
def to_labels(answer):
    greys, labels = np.uint8([[0, 0, 128], [0, 255, 255], [128, 255, 0]]), [[0, 0, 1], [0, 2, 2], [1, 2, 0]]
    errors = (
        UNKNOWN,
        ("truth value", "`if` asks once, for all pixels together. Ask each pixel: `labels[greys == 128] = 1`."),
        ("IndexError", "Is your mask as high and as wide as the image? `np.zeros(greys.shape, int)` is."),
    )
    said = (
        "Each grey stands for one label: 0 for 0, 128 for 1, 255 for 2.",
        "`labels = np.zeros(greys.shape, int)`, and then `labels[greys == 128] = 1`.",
        (greys / 128, "255 / 128 is not a whole number: a label is a name, not an amount. Compare greys with `==`."),
        (greys > 0, "128 and 255 both became 1, but they are two classes. Compare the greys with `==`."),
        (
            np.zeros((3, 3)),
            "All labels are 0. Does your code fill the mask before it returns it? If it computes with the greys:"
            " `uint8` ends at 255 and starts again at 0, so 2 × 255 is 254 there.",
        ),
        (greys, "These are still the greys. Make a new array, and set its pixels to 0, 1 or 2."),
    )
    expect_answer(answer, ("the labels of an image of 3×3", greys, labels), *said, errors=errors)
    case = "an image in which no pixel is 128", np.uint8([[0, 255], [255, 0]]), [[0, 2], [2, 0]]
    gap = (
        "A class may be missing in an image: 255 is label 2 even if no 128 is there. So do not number the greys"
        " in the order in which they come."
    )
    expect_answer(answer, case, gap, "Ask each pixel `== 128` and `== 255`; do not use `np.unique`.", errors=errors)
    own = "It works for a square image. Height and width may differ: both are in `greys.shape`."
    sides = [("IndexError", own), ("broadcast", own)]
    for height, width in ((2, 5), (6, 1), (1, 7), (20, 30)):
        labels = np.random.default_rng(height).integers(0, 3, (height, width))
        case = f"an image of {height}×{width}", np.uint8([0, 128, 255])[labels], labels
        expect_answer(answer, case, own, (labels.T, "Rows and columns have changed places."), errors=(UNKNOWN, *sides))


@check(
    "2 · enlarge",
    "Each label becomes a block of factor × factor pixels. `np.repeat` repeats along one axis.",
    "`np.repeat(mask, factor, axis=0)` makes it higher. Do the same along axis 1.",
)
def enlarge(answer):
    mask, right = np.array([[0, 2], [1, 0]]), np.array([[0, 0, 2, 2], [0, 0, 2, 2], [1, 1, 0, 0], [1, 1, 0, 0]])
    ramp = np.array([0, 0.25, 0.75, 1])
    mixed = np.outer(1 - ramp, ramp) * 2 + np.outer(ramp, 1 - ramp)
    said = (
        "Each pixel copies the label that lies nearest: every label becomes a block of 2×2.",
        "`np.repeat(mask, factor, axis=0)` makes the mask higher, `axis=1` makes it wider. You need both.",
        (np.tile(mask, (2, 2)), "`np.tile` lays copies of the whole mask side by side. Repeat each pixel instead."),
        (np.repeat(mask, 2), "Without `axis`, `np.repeat` makes one long row. Give it `axis=0`, then `axis=1`."),
        (np.repeat(mask, 2, 0), "The mask is higher now, but not wider: repeat along `axis=1` as well."),
        (np.repeat(mask, 2, 1), "The mask is wider now, but not higher: repeat along `axis=0` as well."),
        (mask, "The mask has not changed. `np.repeat` returns a new array: keep what it returns."),
        (mixed, "This mixes neighbouring labels, as for a photograph. A label is a name: copy the nearest one."),
        (np.round(mixed), "Rounding does not mend it: labels were mixed before. Copy the nearest label."),
        (right[np.newaxis, :, :, np.newaxis], "Take the mask out of the batch again: `[0, :, :, 0]`."),
    )
    expect_answer(answer, ("the mask [[0, 2], [1, 0]], enlarged 2 times", mask, 2, right), *said, errors=[UNKNOWN])
    case = "the mask [[0, 1, 2]], enlarged 3 times", np.array([[0, 1, 2]]), 3, [[0, 0, 0, 1, 1, 1, 2, 2, 2]] * 3
    own = "It works for a square mask and factor 2. Is a height, a width or the 2 written into your code?"
    expect_answer(answer, case, own, "Use `factor`, and no number of your own.", errors=[UNKNOWN])
    mask = np.array([[300, 0], [-1, 70000], [2, 2]])
    small = "A label may be above 255, or below 0. In `uint8` 300 becomes 44: leave the kind of number as it is."
    for factor in (1, 4):
        right = np.kron(mask, np.ones((factor, factor), int))
        expect_answer(answer, (f"a mask of 3×2, enlarged {factor} times", mask, factor, right), small, errors=[UNKNOWN])
    mask = np.random.default_rng(0).integers(0, 9, (2, 5)).astype("uint8")
    right = mask.repeat(3, axis=0).repeat(3, axis=1)
    expect_answer(answer, ("a mask of 2×5, `uint8`, enlarged 3 times", mask, 3, right), own, errors=[UNKNOWN])


@check(
    "3 · dice_per_class",
    "For one class: `truth == label` and `predicted == label` are two masks of True and False. Take their Dice.",
    "Loop over `range(1, classes)` and collect the Dice of each label in a list.",
)
def dice_per_class(answer):
    truth = np.array([[0, 1, 1, 0], [0, 1, 1, 0], [0, 0, 2, 2], [0, 0, 0, 0]])
    predicted = np.array([[0, 1, 1, 1], [0, 1, 0, 0], [0, 0, 2, 1], [0, 0, 2, 0]])
    empty, one = np.zeros((2, 2), int), np.array([[1, 1], [0, 0]])
    empties = "No pixel of a class in either mask is 0/0. In this course, two empty masks count as 1."
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
    expect_equal("two masks of background only, 3 classes", got, [1, 1], *hints)
    missed = "One mask empty and the other not is a miss: 0. Only two empty masks count as 1."
    expect_answer(answer, ("label 1 missed, label 2 in neither mask", one, empty, 3, [0, 1]), missed, errors=errors)
    false = "Label 1 is in the prediction alone: a false alarm, 0. A class counts as 1 only if it is in *neither* mask."
    expect_answer(answer, ("label 1 predicted, but not there", empty, one, 3, [0, 1]), false, errors=errors)
    case = "two masks with 4 classes", np.array([[3, 0], [1, 2]]), np.array([[3, 3], [1, 0]]), 4, [1, 0, 2 / 3]
    expect_answer(answer, case, "It works for 3 classes. Use `classes`, and no number of your own.", errors=errors)
    sides = (
        "Height and width may differ, and masks may be large: take both sides from `truth.shape`, or count all at once."
    )
    for shape, classes, kind in (((3, 5), 2, int), ((7, 2), 6, "uint8"), ((40, 60), 4, "uint8")):
        truth, predicted = np.random.default_rng(classes).integers(0, classes, (2, *shape)).astype(kind)
        right = [dice_of(truth == label, predicted == label) for label in range(1, classes)]
        what = f"two masks of {shape[0]}×{shape[1]}, {classes} classes"
        more = "A sum in `uint8` starts again at 0 after 255. `.sum()` of a mask of True and False counts rightly."
        expect_answer(answer, (what, truth, predicted, classes, right), sides, more, errors=errors)


@check(
    "4 · best_threshold",
    "Try every threshold from 0 to 255, take the Dice of `image > threshold`, and keep the best.",
    "Keep two variables, the best Dice so far and its threshold. Start the best Dice at -1.",
)
def best_threshold(answer):
    image = np.array([[10, 20, 30, 40], [50, 60, 67, 80], [90, 95, 68, 55]])
    bright, rare = image > 67, image == 80  # two pixels are brighter than 80: Dice for it is at best 2·1 / (1 + 3)
    alone = "Return the best threshold alone, no list and no mask."
    got = expect_shape("the threshold", call(answer, image, bright.astype(int), errors=[UNKNOWN]), (), alone)
    last = "This is the last threshold. Keep a threshold *and* its Dice, only if that is a new best."
    mistakes = [
        (1, "This is the best Dice. Which threshold gave it? `np.argmax(scores)` is the place of the largest score."),
        (68, "68 itself is not brighter than 68: a pixel is object where `image > threshold`, not `>=`."),
        (96, "The object is the brighter part: `image > threshold`, not `<`."),
        ([7, 57, 66], "`np.argmax` gives a place in a list, counted from 0. Which threshold stands there in yours?"),
        ([94, 95, 254, 255], last),
    ]
    hints = (
        *[hint for numbers, hint in mistakes if np.isin(got, numbers)],
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
        hints = ("Is it accuracy that you maximise? On a rare object, that likes the empty mask. Use Dice.", *hints)
    expect(dice_of(rare, image > got) == 0.5, "an image with a rare object", *hints, expected="68 to 79", got=got)
    for what, image, truth, hint in harder_images():
        errors = UNKNOWN, ("stopped with", hint), ("returns None", hint)
        got = expect_shape("the threshold", call(answer, image, truth, errors=errors), (), alone)
        score, best = (
            dice_of(truth == 1, image > got),
            dice_of(truth == 1, image > threshold_of_best_dice(image, truth)),
        )
        expected, got = f"a Dice of {best:.3f}", f"{score:.3f}, with the threshold {got}"
        meant = [OVERLAP] if image[truth == 1].min() <= image[truth == 0].max(initial=0) else []
        expect(score >= best - 1e-9, what, *meant, hint, expected=expected, got=got)


OVERLAP = (
    "Some of the object is darker than some of the background, so no single pixel tells the threshold. Compute the Dice"
    " for each threshold from 0 to 255, and keep the best."
)


def harder_images():
    """Four images and masks whose best threshold is not where an easy search looks, each with a hint for it."""
    rng, objects = np.random.default_rng(5), np.indices((12, 17)).sum(axis=0) % 4 == 0
    overlap = np.where(objects, rng.normal(150, 30, objects.shape), rng.normal(110, 30, objects.shape))
    bright = np.where(objects, 255, rng.integers(230, 255, objects.shape))
    dark = np.where(objects, rng.integers(1, 9, objects.shape), 0)
    ends = "The best threshold may be any from 0 to 255. Does your search leave out one end? `range(256)` has them all."
    filled = "Every pixel is object here, so the best threshold is below all of them. " + ends
    yield "12×17 pixels, object and background overlap", overlap.round().clip(0, 255).astype(int), objects * 1, OVERLAP
    yield "a very bright image: the object is 255, the background up to 254", bright, objects * 1, ends
    yield "a very dark image: the background is 0", dark, objects * 1, ends
    yield "an image that is all object, 1 and brighter", np.array([[1, 1, 2], [9, 3, 1]]), np.ones((2, 3), int), filled


def threshold_of_best_dice(image, truth):
    """The threshold, 0 to 255, whose mask has the highest Dice with `truth` (both (h, w))."""
    return int(np.argmax([dice_of(truth == 1, image > threshold) for threshold in range(256)]))


def uneven_discs(seed, height=96, width=96):
    """An image (height, width) in [0, 1] with bright discs under uneven light, and its mask of 0 and 1."""
    rng = np.random.default_rng(seed)
    rows, columns = np.mgrid[:height, :width]
    truth = np.zeros((height, width), int)
    for row in range(18, height - 17, 30):
        for column in range(18, width - 17, 30):
            middle = np.array([row, column]) + rng.integers(-4, 5, 2)
            truth |= np.hypot(rows - middle[0], columns - middle[1]) < rng.uniform(7, 10)
    angle = rng.uniform(0, 2 * np.pi)
    light = 0.5 + 0.3 * (np.cos(angle) * (2 * rows / height - 1) + np.sin(angle) * (2 * columns / width - 1))
    return np.clip(light + 0.2 * truth - 0.1 + rng.normal(0, 0.02, (height, width)), 0, 1), truth


@check(
    "5 · segment",
    "Compare each pixel with the mean of a block around it, not with one threshold for all.",
    "`threshold_local(image, 41, method='mean')` from `skimage.filters` gives such means.",
    seconds=60,
)
def segment(answer):
    hints = (
        "Look where it is wrong: `show_images([truth, segment(image)])`, `plt.show()`. Specks in the background: ask"
        " for a little more than the mean. All of the bright side: take a smaller block. Holes in discs: a larger one.",
        "`threshold_local(image, 41, method='mean')` is the mean around each pixel. The block must be wide enough"
        " to hold disc and background, but not so wide that it holds the bright and the dark side.",
        "Plain background lies around its own mean, ask for more: `offset=-0.03`. Or: `image - blurred > 0.03`.",
    )
    middle = "A block has a pixel in its middle, so its size must be odd: 41, not 40."
    sides = "It works for 96×96 pixels. Is a height or a width written into your code? `image.shape` has both."
    errors = UNKNOWN, ("must be odd", middle), ("broadcast", sides), ("index", sides)
    for seed, height, width in ((0, 96, 96), (1, 96, 96), (2, 96, 96), (1, 126, 96), (0, 96, 156)):
        image, truth = uneven_discs(seed, height, width)
        image = image.astype("float32" if width > 96 else float)
        got = call(answer, image, errors=errors)
        own = sides if (height, width) != (96, 96) else "Return one label for each pixel, (96, 96)."
        mask = expect_shape("the mask", got, truth.shape, own)
        numbers = "Your answer holds other numbers. A comparison, such as `image > something`, gives a mask."
        expect_labels("a mask of 0 and 1 is needed", mask, (0, 1), numbers)
        disc, found = truth == 1, mask == 1
        score, inverted = dice_of(disc, found), dice_of(disc, ~found)
        first = []
        if found.all() or not found.any():
            first = ["All pixels have one label. This image goes from 0 to 1: the lesson's 10 is for 0 to 255."]
        elif inverted > score and inverted > 0.5:
            first = ["Your mask is inverted: the discs are the brighter part. Swap `<` and `>`."]
        elif image[found].min() > image[~found].max():
            first = ["One threshold for all pixels cannot do it: the light is uneven. Compare with the pixels around."]
        wrong = f"{np.sum(disc & ~found)} disc pixels missed, {np.sum(found & ~disc)} background pixels taken for disc"
        size = "" if (height, width) == (96, 96) else f", {height}, {width}"
        what, got = f"Dice on check.uneven_discs({seed}{size})", f"{np.floor(score * 1000) / 1000:.3f}: {wrong}"
        expect(score >= 0.9, what, *first, *hints, expected="0.900 or more", got=got)


question_1 = question(
    "Question 1",
    "b",
    a="Nothing is lost as long as the numbers are there: `np.unique` tells. Look before you label again.",
    b="Yes. 0 and 1 on a scale to 255 are both black to the eye. `np.unique(mask)` shows that the labels are there.",
    c="Perhaps, but the screen cannot tell you: `np.unique(mask)` can. If it says 0 and 1, the labels are there.",
)
question_2 = question(
    "Question 2",
    "c",
    a="0.97 sounds high, but the mask that is all background reaches 0.97 here as well.",
    b="Accuracy can be right and still say little. It is not wrong: it counts what it counts.",
    c="Yes. With 3 % of the pixels in the object, calling everything background is right for 97 % of the pixels.",
)
question_3 = question(
    "Question 3",
    "a",
    a="Yes. Dice = 2·IoU / (1 + IoU) = 1.6 / 1.8, about 0.89, and that is more than 0.85.",
    b="0.85 looks larger than 0.80, but one is Dice and the other IoU. Turn the IoU into a Dice first.",
    c="They can be compared, once both are of one kind: Dice = 2·IoU / (1 + IoU), for one pair of masks.",
)
question_4 = question(
    "Question 4",
    "b",
    a="Bilinear gives a mean of neighbouring labels: between 0 and 2 lies 1, a class that nobody drew.",
    b="Yes. A new pixel copies the nearest label, so no label can appear that was not there.",
    c="Rounding gives whole numbers, but 1 between 0 and 2 is whole, and still a class that nobody drew.",
)
