"""Exercises 3 · sure_labels and 4 · scribble_loss: labels out of probabilities, and a loss for labels drawn by hand."""

import itertools

import numpy as np

from ..results import check
from ..vocabulary import call, expect_answer, expect_equal, expect_shape, same

CLASSES = np.array([[[8, 1, 1], [2, 7, 1], [1, 2, 7]], [[5.5, 4, 0.5], [3, 4.5, 2.5], [2.5, 2, 5.5]]]) / 10
ONE = np.array([[0.1, 0.45, 0.55, 0.02], [0.9, 0.65, 0.3, 0.52]])[:, :, np.newaxis]
TWO = np.array([[[0.95, 0.05], [0.2, 0.8]], [[0.03, 0.97], [0.85, 0.15]], [[0.4, 0.6], [0.08, 0.92]]])


@check(
    "3 · sure_labels",
    "First the likeliest class of each pixel and its probability. Then -1 where that probability is too small.",
    "`labels = probabilities.argmax(axis=-1)` and `highest = probabilities.max(axis=-1)`; then `np.where`.",
)
def sure_labels(answer):
    likeliest, unsure, p = CLASSES.argmax(-1), CLASSES.max(-1) < 0.6, ONE[:, :, 0]
    of_three, of_one = np.where(unsure, -1, likeliest), np.where(p > 0.6, 1, np.where(p < 0.4, 0, -1))
    above_half = np.where(CLASSES.max(-1) < 0.5, -1, likeliest)
    over, certain = np.where(p >= 0.6, 1, -1), np.maximum(p, 1 - p) >= 0.6
    became_true = "`p > 0.5` is True and False. It cannot hold -1, which became True: add `.astype(int)`."
    hints = (
        "`argmax(axis=-1)` says which class is likeliest, `max(axis=-1)` how likely it is. You need both.",
        "`np.where(probabilities.max(axis=-1) < sure, -1, probabilities.argmax(axis=-1))`",
    )
    expect_answer(
        answer,
        ("three classes, 2×3 pixels, sure = 0.6", CLASSES, 0.6, of_three),
        *hints,
        (likeliest, "Each pixel has its likeliest class, also where the network hardly knows. Put -1 there."),
        (above_half, "Pixels from 0.5 to `sure` have a label. Compare with `sure`."),
        (np.where(unsure, 0, likeliest), "Unsure pixels became 0, and 0 is a class: background. Put -1."),
        (of_three % 256, "-1 became 255: `uint8` has no numbers below 0. Use `int` for labels."),
        (
            np.where(unsure, likeliest, -1),
            "It is the other way round: sure pixels keep their label, the others get -1.",
        ),
        (CLASSES.max(-1), "These are the highest probabilities. Which class has it? `argmax` tells its number."),
        (CLASSES.argmax(0), "`axis=0` runs down the rows. The classes are the last axis: `axis=-1`."),
        (CLASSES > 0.6, "This is one mask for each class. One label for each pixel is asked for, (h, w)."),
    )
    expect_answer(
        answer,
        ("one channel, 2×4 pixels, sure = 0.6", ONE, 0.6, of_one),
        "With one channel, p is the probability of class 1, and 1 − p that of class 0. So there are two classes.",
        "`probabilities = np.concatenate([1 - probabilities, probabilities], axis=-1)`, and go on as before.",
        (np.ones_like(p), became_true),
        ((p > 0.5) | ~certain, became_true),
        (0 * p, "All is 0: of a single channel, the largest is always number 0. `argmax` needs two channels."),
        (np.where(p < 0.6, -1, 0), "Class 1 never appears: of a single channel, `argmax` is always 0."),
        (over, "A probability of 0.1 for class 1 is 0.9 for class 0: the network is sure there, and says 0."),
        (p >= 0.6, "0.55 became 0, but the network is not sure of class 0 there: it gives it only 0.45."),
        (p > 0.5, "That is the mask of all pixels. Unsure ones, between 1 − `sure` and `sure`, are -1."),
        (of_one[:, :, None], "The channel is still there. Labels (h, w)."),
    )
    other = "It was right for another `sure`. Is a number written into your code?"
    expect_answer(answer, ("two classes, 3×2 pixels, sure = 0.9", TWO, 0.9, [[0, -1], [1, -1], [-1, 1]]), other, *hints)
    rng = np.random.default_rng(0)
    many = "More than three classes: is their number, or a size, written into your code?"
    for classes, kind, sure in itertools.product((5, 2, 9, 1), ("float64", "float32"), (0.5, 0.55, 0.8)):
        p = rng.dirichlet([0.3] * max(classes, 2), (7, 11))[:, :, -classes:].astype(kind)
        whole = p if classes > 1 else np.concatenate([1 - p, p], axis=-1)
        right = np.where(whole.max(-1) < sure, -1, whole.argmax(-1))
        expect_answer(
            answer, (f"{classes} classes of {kind}, 7×11 pixels, sure = {sure}", p, sure, right), many, *hints
        )
    exactly = (
        "A pixel whose probability is exactly `sure` is not below it: it keeps its label. Ask `< sure`, not `<= sure`."
    )
    quarters = np.array([[[0.75, 0.25], [0.25, 0.75]], [[1, 0], [0, 1]], [[0.5, 0.5], [0.625, 0.375]]])
    for sure, right in ((0.75, [[0, 1], [0, 1], [-1, -1]]), (1.0, [[-1, -1], [0, 1], [-1, -1]])):
        for p in (quarters, quarters[:, :, 1:]):
            what = f"{p.shape[-1]} channel{'s' * (p.shape[-1] > 1)}, sure = {sure}"
            expect_answer(answer, (what, p, sure, right), exactly, *hints)
    half = np.array([[0.5, 0.9, 0.5], [0.2, 0.5, 0.5]])[:, :, np.newaxis]
    either = "0.5 is not below 0.5: where `sure` is 0.5, no pixel gets -1. Of two equal classes, take either."
    for p in (half, np.concatenate([1 - half, half], axis=-1)):
        what = f"{p.shape[-1]} channel{'s' * (p.shape[-1] > 1)}, some of 0.5, sure = 0.5"
        got = expect_shape(what, call(answer, p, 0.5), (2, 3), *hints)
        right = np.where((half[:, :, 0] == 0.5) & np.isin(got, (0, 1)), got, half[:, :, 0] > 0.5)
        expect_equal(what, got, right, either, *hints)


# 4 · The loss of scribbles

DRAWN = np.array([[0, 0, 0, -1], [-1, -1, 0, -1], [1, -1, -1, -1]])
GUESS = np.array([[0.1, 0.3, 0.2, 0.6], [0.35, 0.9, 0.05, 0.45], [0.4, 0.15, 0.7, 0.25]])
GUESS = np.stack([1 - GUESS, GUESS], axis=-1)
CERTAIN = np.where(DRAWN[:, :, None] < 0, [0, 1], GUESS)  # where nothing is drawn
CERTAIN[0, 3] = [1, 0]
FEW = np.array([[0, -1, 2], [0, 2, -1]])
SOFT = np.array([[[7, 1, 2], [2, 5, 3], [1, 3, 6]], [[4, 4, 2], [3, 2, 5], [6, 3, 1]]]) / 10


def losses_of(labels, probabilities):
    """For each class that is drawn, the cross-entropy of each of its pixels: a list of arrays."""
    classes = range(probabilities.shape[-1])
    return [-np.log(probabilities[labels == k, k]) for k in classes if (labels == k).any()]


def means_of(labels, probabilities):
    """For each class that is drawn, the mean cross-entropy of its pixels."""
    return np.array([each.mean() for each in losses_of(labels, probabilities)])


@check(
    "4 · scribble_loss",
    "For class 1: `probabilities[labels == 1, 1]` are the probabilities of class 1 at the pixels drawn as 1.",
    "`-np.log(…)` of them, their mean, and the mean of all classes' means.",
)
def scribble_loss(answer):
    means, each, few = means_of(DRAWN, GUESS), losses_of(DRAWN, GUESS), means_of(FEW, SOFT)
    right, every = means.mean(), np.concatenate(each)
    alike = "This is the mean of all drawn pixels: a class with more of them counts more. Take each class's mean first."
    all_pixels = "The sum was divided by all pixels, as in the lesson. Divide by the drawn ones, class by class."
    as_class = [
        "Undrawn pixels were counted as class 0. Nobody has said that: leave them out.",
        "`-1` as an index takes the last class, without an error. Leave undrawn pixels out before you index.",
    ]
    filled = [np.where(DRAWN < 0, label, DRAWN) for label in (0, 1)]
    fewer = "Class 2 was left out. There may be more than two classes: `probabilities.shape[-1]`."
    wrapped = np.mean([*means, losses_of(np.where(DRAWN < 0, 1, -1), GUESS)[-1].mean()])
    swapped = means_of(DRAWN, GUESS[:, :, ::-1]).mean()
    expect_answer(
        answer,
        ("four pixels drawn as class 0, one as class 1", DRAWN, GUESS, right),
        "Take one class at a time: its drawn pixels, their cross-entropy, the mean. Then the mean of these means.",
        "`np.mean(-np.log(probabilities[labels == k, k]))` is the mean of class k.",
        (every.mean(), alike),
        (every.sum() / 12, all_pixels),
        *[(np.concatenate(losses_of(filled[label], GUESS)).mean(), as_class[label]) for label in (0, 1)],
        *[(means_of(filled[label], GUESS).mean(), as_class[label]) for label in (0, 1)],
        (-right, "The sign is wrong: the logarithm of a probability is below 0, so take minus that."),
        (means.sum(), "The means of the classes were added. Divide by how many there are."),
        (means, "These are the means of the classes. One number is asked for: their mean."),
        (np.mean([one.sum() for one in each]), "Within a class, take the mean of its pixels, not the sum."),
        (means[1], "This is the mean of class 1 alone. 0 is a class, too: only -1 says that nothing is drawn."),
        (
            means[0],
            "This is the mean of class 0 alone. Loop over `range(probabilities.shape[-1])`, to the last class.",
        ),
        (wrapped, as_class[1]),
        (-np.log([GUESS[DRAWN == k, k].mean() for k in (0, 1)]).mean(), "First the logarithm, then the mean."),
        (swapped, "These are the probabilities of the wrong class. A pixel drawn as 1 needs channel 1."),
        (right / np.log(2), "Cross-entropy has the natural logarithm, `np.log`, not `np.log2`."),
    )
    expect_answer(
        answer,
        ("three classes, of which class 1 is not drawn", FEW, SOFT, few.mean()),
        "Classes may have any number, and one may be missing. Skip it.",
        "`if (labels == k).any():` asks whether class k is drawn at all. Loop over `range(probabilities.shape[-1])`.",
        (np.nan, "Class 1 is not drawn here, and a mean of no pixels is NaN. Skip such a class."),
        (few.sum() / 3, "A class that is not drawn counted as a loss of 0. Divide by the classes that are drawn."),
        (few[0] / 2, fewer),
        (few[0], fewer),
    )
    expect_answer(
        answer,
        ("a network that is certain, 0 and 1, where nothing is drawn", DRAWN, CERTAIN, right),
        "The logarithm of 0 is minus infinity, and 0 times infinity is NaN: a weight of 0 does not save you.",
        "Pick the drawn pixels first, take the logarithm afterwards.",
    )
    expect_answer(
        answer,
        ("nothing is drawn at all", np.full((3, 4), -1), GUESS, 0),
        "Without a drawn pixel there is nothing to learn from: the loss is 0.",
        "If your list of means is empty, return 0.0.",
    )
    expect_losses(answer)


def expect_losses(answer):
    """NotYet unless the loss is right where all is drawn, for many classes, small probabilities, and other kinds."""
    rng = np.random.default_rng(0)
    everything = "Here every pixel is drawn, so there is no -1. Don't assume that the smallest label is -1."
    classes = "There may be any number of classes and pixels. Is a number written into your code?"
    small = "You clip the probabilities: they count as they are. One of 0.0001 costs 9.2."
    for count, shape, least, kinds in (
        (2, (4, 6), 0, ("int64", "float64")),
        (5, (6, 9), -1, ("int32", "float32")),
        (5, (3, 1), 0, ("int64", "float64")),
        (12, (20, 33), -1, ("int8", "float32")),
        (2, (1, 1), 0, ("int64", "float32")),
    ):
        labels = rng.integers(least, count, shape).astype(kinds[0])
        p = ((rng.dirichlet([1] * count, shape) + 0.1) / (1 + 0.1 * count)).astype(kinds[1])  # none near 0
        what = f"{count} classes, {shape[0]}×{shape[1]} pixels{', all of them drawn' * (least == 0)}"
        hints = (classes, everything) if least else (everything, classes)
        limits = [(one, most) for one in (0.1, 0.05, 0.01) for most in (1, 1 - one)]
        clipped = [(means_of(labels, np.clip(p, *both)).mean(), small) for both in limits]
        clipped = [one for one in clipped if not same(one[0], means_of(labels, p).mean(), 1e-3)]
        expect_answer(answer, (what, labels, p, means_of(labels, p).mean()), *hints, *clipped, tolerance=1e-3)
    faint = np.where(GUESS == 0.1, 1e-4, GUESS)
    faint[0, 0] = [1e-4, 0.9999]
    clipped = [(means_of(DRAWN, np.clip(faint, one, 1)).mean(), small) for one in (0.05, 0.01, 0.001)]
    case = "a drawn pixel whose class has the probability 0.0001", DRAWN, faint, means_of(DRAWN, faint).mean()
    expect_answer(answer, case, "Take the logarithm of the probability as it is.", *clipped, tolerance=1e-3)
