"""Exercises 2 · labels_of_colours and 4 · known_loss: labels of pixels, and pixels whose label nobody knows."""

import numpy as np

from ...backend import keras
from ...images import IGNORE
from ..networks import expect_gradient, expect_in_fit
from ..results import check
from ..vocabulary import expect_answer, expect_equal, expect_finite, hints_for

BLACK, RED, BLUE, PINK, REDDISH = (0, 0, 0), (255, 0, 0), (0, 0, 255), (255, 0, 255), (250, 5, 5)
COLOURED = np.uint8([[BLACK, RED, BLUE], [PINK, RED, BLACK], [BLUE, REDDISH, RED]])
COLOURS = [BLACK, RED, BLUE]


def labels_by(alike):
    """Labels of COLOURED, if `alike(pixels, colour)` (3, 3) says which pixels have a colour."""
    labels = np.full((3, 3), IGNORE)
    for label, colour in enumerate(COLOURS):
        labels[alike(COLOURED, np.array(colour))] = label
    return labels


@check(
    "2 · labels_of_colours",
    "A pixel has a colour if all three of its numbers agree: `(mask == colour).all(axis=-1)` is True there.",
    "`labels = np.full(mask.shape[:2], 255)`, then for each colour `labels[(mask == colour).all(axis=-1)] = label`.",
)
def labels_of_colours(answer):
    expected = labels_by(lambda pixels, colour: (pixels == colour).all(axis=-1))
    known, distance = expected != IGNORE, np.abs(COLOURED[:, :, np.newaxis].astype(int) - COLOURS).sum(axis=-1)
    nearest, order = distance.argmin(axis=-1), np.unique(COLOURED.reshape(-1, 3), axis=0, return_inverse=True)[1]
    what = "the labels of a mask of 3×3 with black, red, blue, and two colours that are not in the list"
    made_up = "Colours that are not in the list became background, as if somebody knew that. Begin with 255."
    expect_answer(
        answer,
        (what, COLOURED, COLOURS, expected),
        "`(mask == colour).all(axis=-1)` is True where all three numbers of a pixel are those of the colour.",
        "`labels = np.full(mask.shape[:2], 255)`: all pixels begin as 255, and known colours are written over it.",
        (known * expected, made_up),
        (nearest, "Other colours took the nearest one in the list. Nobody knows what they mean: 255."),
        (labels_by(lambda a, b: (a == b).any(-1)), "One equal number is not enough. Use `.all(axis=-1)`."),
        (
            labels_by(lambda a, b: a[..., 0] == b[0]),
            "You compare red alone, or red and green. Compare all three numbers.",
        ),
        (
            labels_by(lambda a, b: (a[..., ::-1] == b).all(-1)),
            "Red and blue are exchanged. A colour is (red, green, blue), and its position in the list is the class.",
        ),
        (np.where(known, expected, 3), "255 is asked for where the list lacks the colour, not one class more."),
        (np.where(known, expected, -1), "255 became -1: `int8` ends at 127, and 255 is asked for, not -1."),
        (np.stack([expected] * 3, axis=-1), "One label for each pixel: the result is (h, w), without channels."),
        (labels_by(lambda a, b: a.sum(-1) == b.sum()), "Red and blue have the same sum. Compare each number."),
        (np.where(known, expected + 1, IGNORE), "The first colour of the list is class 0, not 1."),
        (order.reshape(3, 3), "You numbered the colours that occur. The class is the position in the list `colours`."),
    )
    white, green = (255, 255, 255), (0, 128, 0)
    other = np.uint8([[white, green], [green, BLACK], [white, white]])
    right = [[0, 1], [1, IGNORE], [0, 0]]
    expect_answer(
        answer,
        ("a mask of 3×2 with another list of colours, [white, green]", other, [white, green], right),
        "It works for black, red and blue. Is one of them, or the size 3×3, written into your code?",
        "Loop over `enumerate(colours)`: it gives each class and its colour.",
    )
    expect_near_colours(answer)


def expect_near_colours(answer):
    """NotYet unless colours that are nearly alike, or alike in some sum, are told apart; for lists of any length."""
    near = [(0, 0, 0), (1, 0, 0), (0, 1, 0), (0, 0, 1), (4, 0, 0), (0, 2, 0), (2, 1, 0), (255, 0, 0), (254, 0, 0)]
    near += [(255, 1, 0), (0, 255, 255), (255, 255, 0), (128, 64, 32), (32, 64, 128), (64, 128, 32), (255, 255, 255)]
    rng = np.random.default_rng(0)
    exact = "A colour that is nearly one of the list is not in the list: all three numbers must be equal."
    sums = (
        "Two different colours got one number: a weighted sum such as r + 2·g + 4·b can be the same for both, and in"
        " uint8 it goes round at 256. Compare the three numbers themselves."
    )
    own = "Is a number of colours, rows or columns written into your code?"
    cases = []
    for shape, count in (((9, 13), 6), ((40, 25), 11), ((1, 1), 1), ((3, 1), 16), ((6, 7), 1)):
        order = rng.permutation(len(near))
        cases.append((np.uint8(near)[rng.integers(0, len(near), shape)], [near[number] for number in order[:count]]))
    parts = 1, 10, 16, 32, 64, 100, 128, 200, 254, 255
    far = [tuple(part * (axis == one) for axis in range(3)) for one in range(3) for part in parts]
    cases.append((np.uint8(far).reshape(6, 5, 3), [far[0], far[10], far[20]]))
    random = rng.integers(0, 256, (90, 130, 3), np.uint8)
    cases.append((random, [tuple(pixel) for pixel in random[0, :6].tolist()]))
    codes = [1, 2, 4], [4, 2, 1], *[code for n in (10, 100, 128, 255) for code in ([1, n, n * n], [n * n, n, 1])]
    for mask, colours in cases:
        shape, count = mask.shape, len(colours)
        away = np.abs(mask[:, :, np.newaxis].astype(int) - colours)
        labels = np.where((away == 0).all(-1).any(-1), (away == 0).all(-1).argmax(-1), IGNORE)
        coded = [(mask.astype(int) @ code, np.array(colours) @ code) for code in codes]
        alike = [(away.sum(-1) < most) for most in (2, 3, 4, 5, 6, 10)] + [(away < most).all(-1) for most in (2, 3, 5)]
        by_code = [one[:, :, np.newaxis] == other for one, other in coded]
        what = f"a mask of {shape[0]}×{shape[1]}, {count} colours in the list, some nearly alike"
        last = [count - 1 - same[..., ::-1].argmax(-1) for same in [*alike, *by_code]]  # the later one is written over
        found = [np.where(same.any(-1), label, IGNORE) for same, label in zip([*alike, *by_code], last, strict=True)]
        hints = [exact] * len(alike) + [sums] * len(by_code)
        first = sums if shape == random.shape else f"{exact} {own}"
        expect_answer(answer, (what, mask, colours, labels), first, *zip(found, hints, strict=True))


# 4 · A loss of what is known

ops = keras.ops
TRUTH = np.uint8([[[0, 2, IGNORE], [1, IGNORE, 0]], [[IGNORE, IGNORE, 2], [IGNORE, IGNORE, IGNORE]]])
GIVEN = np.array([[[7, 2, 1], [5, 1, 4], [1, 3, 6]], [[3, 6, 1], [2, 5, 3], [2, 3, 5]]]) / 10
GIVEN = np.stack([GIVEN, GIVEN[::-1, ::-1]])
# A pixel that is surely right, one that is nearly surely wrong: the other classes of a pixel may be 0, too
SURE = np.uint8([[[0, 2]]]), np.array([[[[1, 0, 0], [0.6, 0.39995, 0.00005]]]])
# With a third image of 255 only, and probabilities of 0 and 1 wherever the label is 255
UNKNOWN = np.concatenate([TRUTH, np.full((1, 2, 3), IGNORE, np.uint8)])
CERTAIN = np.concatenate([GIVEN, GIVEN[:1]])
CERTAIN[UNKNOWN == IGNORE] = np.eye(3)[np.arange(13) % 3]
ERRORS = [  # words of an error, what is meant by it
    ("is not in [0", "255 is no class, and cannot be an index. First put a class there: `ops.where(known, truth, 0)`."),
    ("outside the valid range", "255 is no class. First put a class there: `ops.where(known, truth, 0)`."),
    ("list of allowed values", "Only int32 may be an index, and `fit` gives float32: `ops.cast(labels, 'int32')`."),
    ("Only integers, slices", "NumPy's way to index fails with tensors. Use `ops.take_along_axis` or `ops.one_hot`."),
    ("Tensor' object has no attribute", "These are tensors: `x.mean()` of NumPy becomes `ops.mean(x)`, and so on."),
    ("must have the same dtype", "A count is a whole number, the sum is not: `ops.sum(ops.cast(known, 'float32'))`."),
    ("a Python `bool`", "`if` asks for a number that is not there yet. Use `ops.maximum(count, 1)` or `ops.where`."),
    ("len is not well", "`len` asks for a number that is not there yet: `ops.sum(ops.cast(known, 'float32'))`."),
    ("NoneType", "The number of images, `truth.shape[0]`, is None there. Work on the whole batch at once, without it."),
    ("Iterating over", "No loop over the images: nobody knows how many will come. Work on the whole batch at once."),
    ("not 'SymbolicTensor'", "`float` and `int` ask for a number that is not there yet. Leave it a tensor."),
    ("Incompatible shapes", "Is a number of rows, columns or classes written into your code? Ask the arrays."),
    ("Input to reshape", "Is a number of rows, columns or classes written into your code? Ask the arrays."),
    ("to a numpy array", "NumPy asks for numbers that are not there yet. Use `keras.ops` all the way."),
]


def loss_of_known(truth, probabilities):
    """Mean −log probability of the true class over the pixels that count, 0 if there is none; `fit` can use it."""
    known = ops.not_equal(truth, IGNORE)
    labels = ops.cast(ops.where(known, truth, 0), "int32")
    p_true = ops.take_along_axis(probabilities, labels[..., np.newaxis], axis=-1)[..., 0]
    each = -ops.log(ops.where(known, p_true, 1))  # before the logarithm: the gradient of log 0 would be NaN
    return ops.sum(each) / ops.maximum(ops.sum(ops.cast(known, each.dtype)), 1)


ALONG = "This is the mean over the {}, each with a mean of its own. Take all pixels that count together."


def means_along(losses, counts, axis):
    """The mean of the means along some axes: with those that have no pixel as 0, and without them."""
    number = counts.sum(axis)
    means = (losses * counts).sum(axis) / np.maximum(number, 1)
    return means.mean(), means[number > 0].mean()


def losses_by(truth, probabilities, instead=0):
    """−log probability of the true class of each pixel, with the class `instead` where the label is 255."""
    labels = np.where(truth == IGNORE, instead, truth).astype(int)
    return -np.log(np.take_along_axis(probabilities, labels[..., np.newaxis], axis=-1)[..., 0])


@check(
    "4 · known_loss",
    "`known = truth != 255` says which pixels count. Elsewhere take 0 as the label, and 1 as the probability.",
    "`ops.take_along_axis(probabilities, labels[..., None], axis=-1)[..., 0]` is the probability of the true class.",
)
def known_loss(answer):
    with hints_for(*ERRORS):
        expect_values(answer)
        expect_for_fit(answer)


def expect_values(answer):
    """NotYet unless the loss of some batches is right, with labels of uint8 or int32."""
    known, losses = TRUTH != IGNORE, losses_by(TRUTH, GIVEN)
    each = losses[known]
    images = np.array([some[counts].mean() for some, counts in zip(losses, known, strict=True)])
    classes = [losses[TRUTH == label].mean() for label in range(3)]
    filled = [losses_by(TRUTH, GIVEN, label).mean() for label in range(3)]
    numbers = ", ".join(f"{one:.3f}" for one in each)
    steps = (
        "Where the label is 255, take 0 as the label and 1 as the probability, before you do anything else.",
        "`p_true = ops.where(known, p_true, 1)`; then −log, the sum, and divide by the number of pixels that count.",
    )

    def expect_loss(case, *said, tolerance=1e-4):
        what, truth, given, expected = case
        tensors = ops.convert_to_tensor(truth), ops.convert_to_tensor(given, "float32")
        expect_answer(answer, (what, *tensors, expected), *said, *steps, tolerance=tolerance)

    expect_loss(
        ("two images of 2×3 pixels, seven of the twelve are 255", TRUTH, GIVEN, each.mean()),
        (np.nan, "0 · log 0 is NaN: a weight of 0 is too late. Leave pixels of 255 out before the logarithm."),
        (each.sum() / 12, "You divided by all twelve pixels. Divide by the five that count, so that it is their mean."),
        (each.sum() / 6, "The number of pixels that count is 5. You divided by 6: no 1 is added to it."),
        (losses_by(TRUTH, GIVEN)[(TRUTH > 0) & known].mean(), "Class 0 is a class, too: only 255 does not count."),
        (each.sum(), "This is the sum. Divide by the number of pixels that count."),
        (-each.mean(), "The sign: the logarithm of a probability is negative, the loss is its opposite."),
        (each, "These are the losses of the single pixels. Return their mean, one number."),
        (losses * known, "These are the losses of the single pixels. Return their mean, one number."),
        (images, "This is one number for each image. Return one number for the whole batch."),
        (images.mean(), "This is the mean of each image's mean. Take all pixels of the batch: each counts alike."),
        *[(loss, ALONG.format("rows")) for loss in means_along(losses, known, 2)],
        *[(loss, ALONG.format("columns")) for loss in means_along(losses, known, 1)],
        (np.mean(classes), "This is the mean of each class's mean, as in 08.4. Here all pixels that count are alike."),
        (each.mean() / np.log(10), "This is `log10`. The loss takes the natural logarithm, `ops.log`."),
        (each.mean() / np.log(2), "This is `log2`. The loss takes the natural logarithm, `ops.log`."),
        (-np.log(GIVEN.max(-1)[known]).mean(), "You took the largest probability, not the true class's."),
        (-np.log(np.exp(-each).mean()), "The log of the mean. First the log of each, then the mean."),
        *[(loss, f"Pixels with 255 were counted as class {k}. They do not count.") for k, loss in enumerate(filled)],
        f"By hand: the mean of {numbers}, the −log of the true class where a pixel counts.",
    )
    expect_loss(
        ("three images, one of 255 only; at 255, some probabilities are 0", UNKNOWN, CERTAIN, each.mean()),
        "−log 0 is infinite, and 0 · infinite is NaN: a weight of 0 is too late. Leave such pixels out before the log.",
    )
    expect_loss(
        ("two images of which no pixel counts", np.full_like(TRUTH, IGNORE), GIVEN, 0.0),
        "The mean of no pixels is 0/0, and the loss is 0 there. Without `if`: divide by `ops.maximum(count, 1)`.",
    )
    single, alike = np.full((2, 60, 50), IGNORE, np.uint8), np.full((2, 60, 50, 2), 0.5)
    single[1, 7, 3], alike[1, 7, 3] = 1, [0.8, 0.2]
    expect_loss(
        ("one pixel of 6000 counts", single, alike, -np.log(0.2)),
        "However few pixels count, divide by their number: `ops.maximum(count, 1)`.",
    )
    clip = "You clip too much: a probability of 0.00005 counts as it is. 1e-7 is enough."
    added = "A small number is added to the probability, and changes the loss. 1e-7 is enough."
    expect_loss(
        ("two pixels, one with the probabilities 1, 0, 0", *SURE, -np.log(0.00005) / 2),
        *[
            (-np.log(np.clip([0.00005, 1], least, most)).mean(), clip)
            for least in (0.05, 0.01, 0.005, 0.001, 0.0001)
            for most in (1, 1 - least)
        ],
        *[(-np.log(np.array([0.00005, 1]) + some).mean(), added) for some in (1e-4, 1e-5, 1e-6)],
        "0 · log 0 is NaN, also for a class that is not the true one. Take the true class first, then the logarithm.",
        tolerance=1e-3,
    )
    labels, six = np.int32([[[5, IGNORE]], [[1, 5]], [[IGNORE, 1]]]), [[1, 2, 0.5, 2, 0.5, 4], [4, 0.5, 2, 0.5, 2, 1]]
    right = -np.log([0.4, 0.2, 0.1, 0.05]).mean()
    expect_loss(
        ("three images of 1×2 pixels, six classes", labels, np.tile(six, (3, 1, 1, 1)) / 10, right),
        "It works for three classes and 2×3 pixels. Is one of these numbers written into your code?",
    )
    rng = np.random.default_rng(0)
    written = "It works for six classes and 1×2 pixels. Is one of these numbers written into your code?"
    for count, shape, kind in ((11, (4, 5, 9), "uint8"), (2, (1, 9, 4), "int32"), (4, (3, 6, 6), "int32")):
        labels = rng.integers(0, count, shape)
        labels[rng.random(shape) < np.linspace(0.1, 0.9, shape[1])[:, np.newaxis]] = IGNORE  # fewer in each row
        given = (rng.dirichlet([1] * count, shape) + 0.05) / (1 + 0.05 * count)
        counts, losses = labels != IGNORE, losses_by(labels, given)
        case = f"{shape[0]} images of {shape[1]}×{shape[2]} pixels, {count} classes, labels of {kind}"
        expect_loss(
            (case, labels.astype(kind), given, losses[counts].mean()),
            *[
                (loss, ALONG.format(name))
                for name, axis in (("rows", 2), ("columns", 1), ("images", (1, 2)))
                for loss in means_along(losses, counts, axis)
            ],
            written,
        )


def expect_for_fit(answer):
    """NotYet unless `fit` can use the loss: with a gradient, and for any number of images."""
    what, other = "the gradient where a probability is 0 and the label 255", "the gradient where no pixel counts"
    before = "`where` chooses the right value, but the log of 0 that it leaves out still makes the gradient NaN."
    expect_finite(what, expect_gradient(answer, UNKNOWN, CERTAIN), before, "`ops.log(ops.where(known, p_true, 1))`")
    first = "First the probability of the true class, then the logarithm: another class may have 0."
    expect_finite("the gradient where another class has 0", expect_gradient(answer, *SURE), first)
    fit = "No `if`, no loop over the images, no `len`, no NumPy: `keras.ops` on the whole batch at once."
    got = expect_in_fit(answer, UNKNOWN, CERTAIN, fit)
    expect_equal("the loss inside `fit`", got, losses_by(TRUTH, GIVEN)[TRUTH != IGNORE].mean(), fit)
    zero = "`where` chooses the right value, but 0/0 in the other branch still makes the gradient NaN."
    nothing = expect_gradient(answer, np.full_like(TRUTH, IGNORE), GIVEN)
    expect_finite(other, nothing, zero, "Never divide by 0: `ops.maximum(count, 1)` below the line.")
