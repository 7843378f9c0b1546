"""Checks for the practice of lesson 01: masks, labels, thresholds and scores."""

import numpy as np

from .checks import check, question
from .looking import array_of, call, expect, expect_equal, expect_shape, same

GREYS = np.uint8([[0, 0, 128], [0, 255, 255], [128, 255, 0]])
LABELS = np.array([[0, 0, 1], [0, 2, 2], [1, 2, 0]])


@check(
    "1 · to_labels",
    "Each grey stands for one label: 0 for 0, 128 for 1, 255 for 2. Begin with a mask of zeros.",
    "`labels[greys == 128] = 1` sets a label wherever the grey is 128.",
)
def to_labels(answer):
    got = call(answer, GREYS)
    expect_equal(
        "the labels of a picture of 3×3",
        got,
        LABELS,
        "Each grey stands for one label: 0 for 0, 128 for 1, 255 for 2.",
        "`labels = np.zeros(greys.shape, int)`, and then `labels[greys == 128] = 1`.",
        mistakes=[
            (
                GREYS / 128,
                "255 / 128 is not a whole number: a label is a name, not an amount. Compare greys with `==`.",
            ),
            (GREYS > 0, "128 and 255 both became 1, but they are two classes. Compare the greys with `==`."),
            (GREYS * np.uint8(2) // np.uint8(255), "`uint8` ends at 255 and starts again at 0: 2 × 255 is 254 there."),
            (GREYS, "These are still the greys. Make a new array, and set its pixels to 0, 1 or 2."),
        ],
    )
    without = np.uint8([[0, 255], [255, 0]])
    expect_equal(
        "a picture in which no pixel is 128",
        call(answer, without),
        without // 255 * 2,
        "A class may be missing in a picture: 255 is label 2 even if no 128 is there. So do not number the greys"
        " in the order in which they come.",
        "Ask each pixel `== 128` and `== 255`; do not use `np.unique`.",
    )


@check(
    "2 · enlarge",
    "Each label becomes a block of factor × factor pixels. `np.repeat` repeats along one axis.",
    "`np.repeat(mask, factor, axis=0)` makes it higher. Do the same along axis 1.",
)
def enlarge(answer):
    mask = np.array([[0, 2], [1, 0]])
    expected = np.kron(mask, np.ones((2, 2), int))
    got = call(answer, mask, 2)
    rows, columns = np.repeat(mask, 2, 0), np.repeat(mask, 2, 1)
    ramp = np.array([0, 0.25, 0.75, 1])
    corners = np.outer(1 - ramp, ramp) * 2 + np.outer(ramp, 1 - ramp)
    expect_equal(
        "the mask [[0, 2], [1, 0]], enlarged 2 times",
        got,
        expected,
        "Each pixel copies the label that lies nearest: every label becomes a block of 2×2.",
        "`np.repeat(mask, factor, axis=0)` makes the mask higher, `axis=1` makes it wider. You need both.",
        mistakes=[
            (np.tile(mask, (2, 2)), "`np.tile` lays copies of the whole mask side by side. Repeat each pixel instead."),
            (np.repeat(mask, 2), "Without `axis`, `np.repeat` makes one long row. Give it `axis=0`, then `axis=1`."),
            (rows, "The mask is higher now, but not wider: repeat along `axis=1` as well."),
            (columns, "The mask is wider now, but not higher: repeat along `axis=0` as well."),
            (mask, "The mask has not changed. `np.repeat` returns a new array: keep what it returns."),
            (corners, "This mixes neighbouring labels, as for a photograph. A label is a name: copy the nearest one."),
            (np.round(corners), "Rounding does not mend it: labels were mixed before. Copy the nearest label."),
        ],
    )
    wide = np.array([[0, 1, 2]])
    expect_equal(
        "the mask [[0, 1, 2]], enlarged 3 times",
        call(answer, wide, 3),
        np.kron(wide, np.ones((3, 3), int)),
        "It works for a square mask and factor 2. Is a height, a width or the 2 written into your code?",
        "Use `factor`, and no number of your own.",
    )


def dice_of(truth, predicted):
    """Dice of two masks of True and False (h, w); 1 if both are empty."""
    total = truth.sum() + predicted.sum()
    return 2 * np.sum(truth & predicted) / total if total else 1.0


TRUTH = np.array([[0, 1, 1, 0], [0, 1, 1, 0], [0, 0, 2, 2], [0, 0, 0, 0]])
PREDICTED = np.array([[0, 1, 1, 1], [0, 1, 0, 0], [0, 0, 2, 1], [0, 0, 2, 0]])


@check(
    "3 · dice_per_class",
    "For one class: `truth == label` and `predicted == label` are two masks of True and False. Take their Dice.",
    "Loop over `range(1, classes)` and collect the Dice of each label in a list.",
)
def dice_per_class(answer):
    got = array_of("the answer", call(answer, TRUTH, PREDICTED, 3))
    of = [dice_of(TRUTH == label, PREDICTED == label) for label in range(3)]
    overlap = [np.sum((TRUTH == label) & (PREDICTED == label)) for label in (1, 2)]
    ious = [one / (2 - one) for one in of[1:]]
    hints = (
        "Work out label 1 by hand: where both masks are 1, times 2, over the 1s of the truth plus the 1s of the other.",
        "`first, second = truth == label, predicted == label`, then"
        " `2 * np.sum(first & second) / (first.sum() + second.sum())`.",
    )
    expect_equal(
        "Dice of labels 1 and 2 in two masks of 4×4",
        got,
        of[1:],
        *hints,
        mistakes=[
            (of, "The background, label 0, is in your list. It is large and easy: start with label 1."),
            (np.mean(of[1:]), "This is the mean over the classes. Return a list with one Dice for each class."),
            (ious, "This is IoU. For Dice, double the overlap and divide by the sum of both sizes."),
            (overlap, "These are the overlaps alone. Dice doubles them and divides by the sum of both sizes."),
            ([one / 2 for one in of[1:]], "Exactly half: the factor 2 above the line is missing."),
            ([np.mean((TRUTH == n) == (PREDICTED == n)) for n in (1, 2)], "This is accuracy: it counts background."),
        ],
    )
    empty = np.zeros((2, 2), int)
    expect_equal(
        "two masks of background only, 3 classes",
        call(answer, empty, empty, 3),
        [1.0, 1.0],
        "No pixel of a class in either mask is 0/0. In this course, two empty masks count as 1.",
        "Before you divide, ask whether the sum of both sizes is 0.",
    )
    missed = call(answer, np.array([[1, 1], [0, 0]]), empty, 3)
    expect_equal(
        "label 1 missed, label 2 in neither mask",
        missed,
        [0.0, 1.0],
        "One mask empty and the other not is a miss: 0. Only two empty masks count as 1.",
    )


PICTURE = np.array([[10, 20, 30, 40], [50, 60, 70, 80], [90, 95, 61, 55]])
OBJECT = (PICTURE > 60).astype(int)
RARE = (PICTURE == 70).astype(int)


@check(
    "4 · best_threshold",
    "Try every threshold from 0 to 255, take the Dice of `picture > threshold`, and keep the best.",
    "Keep two variables, the best Dice so far and its threshold. Start the best Dice at -1.",
)
def best_threshold(answer):
    got = array_of("the threshold", call(answer, PICTURE, OBJECT))
    expect(
        got.ndim == 0,
        "one number is needed",
        "Return the best threshold alone, not a list and not a mask.",
        expected="one number",
        got=got,
    )
    scores = [dice_of(OBJECT == 1, PICTURE > threshold) for threshold in range(256)]
    expect(
        got != max(scores),
        "this is the best Dice, not the threshold",
        "Return the threshold that gave it. `np.argmax(scores)` says at which place the largest score is.",
        expected="60",
        got=got,
    )
    expect(
        got == 60,
        "a picture in which all pixels above 60 are the object, the next one at 61",
        "A pixel is object where it is brighter than the threshold: `picture > threshold`, not `>=`, and not `<`.",
        "Print the Dice of your threshold and of 60. Does your loop keep the best, or the last?",
        expected="60",
        got=got,
    )
    rare = call(answer, PICTURE, RARE)
    scores = np.array([dice_of(RARE == 1, PICTURE > threshold) for threshold in range(256)])
    expect(
        np.ndim(rare) == 0 and rare == int(rare) and 0 <= rare <= 255 and scores[int(rare)] == scores.max(),
        "a picture with a rare object",
        "Is it accuracy that you maximise? On a rare object, that likes the empty mask. Use Dice.",
        "`dice = 2 * np.sum(truth * mask) / (truth.sum() + mask.sum())`, for each threshold.",
        expected="61 to 69",
        got=rare,
    )


def threshold_of_best_dice(picture, truth):
    """The threshold, 0 to 255, whose mask has the highest Dice with `truth` (both (h, w))."""
    return int(np.argmax([dice_of(truth == 1, picture > threshold) for threshold in range(256)]))


def uneven_discs(seed):
    """A picture (96, 96) in [0, 1] with bright discs under uneven light, and its mask of 0 and 1."""
    rng = np.random.default_rng(seed)
    rows, columns = np.mgrid[:96, :96]
    truth = np.zeros((96, 96), int)
    for row in (18, 48, 78):
        for column in (18, 48, 78):
            middle = np.array([row, column]) + rng.integers(-4, 5, 2)
            truth |= np.hypot(rows - middle[0], columns - middle[1]) < rng.uniform(7, 10)
    angle = rng.uniform(0, 2 * np.pi)
    light = 0.5 + 0.3 * (np.cos(angle) * (rows - 48) + np.sin(angle) * (columns - 48)) / 48
    return np.clip(light + 0.2 * truth - 0.1 + rng.normal(0, 0.02, (96, 96)), 0, 1), truth


@check(
    "5 · segment",
    "Compare each pixel with the mean of a block around it, not with one threshold for all.",
    "`threshold_local(picture, 41, method='mean')` from `skimage.filters` gives such means.",
    seconds=60,
)
def segment(answer):
    for seed in range(3):
        picture, truth = uneven_discs(seed)
        mask = expect_shape(
            "the mask", call(answer, picture), truth.shape, "Return one label for each pixel, (96, 96)."
        )
        expect(
            np.isin(mask, (0, 1)).all(),
            "a mask of 0 and 1 is needed",
            "Your answer holds other numbers. A comparison, such as `picture > something`, gives a mask.",
            expected="0 and 1",
            got=f"numbers from {mask.min():.3g} to {mask.max():.3g}",
        )
        score, inverted = dice_of(truth == 1, mask == 1), dice_of(truth == 1, mask == 0)
        whole = mask.all() or not mask.any()
        hints = (
            "One threshold for all pixels cannot do it: the light is uneven. Compare each pixel with those around it.",
            "`threshold_local(picture, 41, method='mean')` is the mean around each pixel. The block must be wide enough"
            " to hold disc and background.",
            "Plain background lies around its own mean, so ask for a little more than the mean: `offset=-0.03`.",
        )
        if whole:
            hints = ("All pixels have the same label. Look at your mask with `show_pictures([mask])`.", *hints)
        elif inverted > score and inverted > 0.5:
            hints = ("Your mask is inverted: the discs are the brighter part. Swap `<` and `>`.", *hints)
        elif same(mask, picture > np.mean(picture)):
            hints = ("The mean of the whole picture is one threshold for all. Take the mean around each pixel.", *hints)
        expect(score >= 0.9, f"Dice on picture {seed}", *hints, expected="0.90 or more", got=f"{score:.2f}")


question_1 = question(
    "Question 1",
    "b",
    a="Nothing is lost as long as the numbers are there: `np.unique` tells. Look before you label again.",
    b="Yes. 0 and 1 on a scale to 255 are both black to the eye. `np.unique(mask)` shows that the labels are there.",
    c="A network cannot do that: the mask is what you give it. And the file may be in order; ask `np.unique` first.",
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
