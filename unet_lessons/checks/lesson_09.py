"""Checks for the practice of lesson 09: pairs, colours, an honest split, pixels that do not count, a training."""

from pathlib import Path

import numpy as np

from ..data.cells import make_cells
from ..images import IGNORE
from ..metrics import threshold_dice
from .lesson_01 import dice_of
from .results import check, question
from .vocabulary import array_of, call, expect, expect_equal, expect_shape


def texts(what, got, *hints):
    """`got` as a list of texts, such as names of files; NotYet if it is none."""
    found = list(got) if isinstance(got, (list, tuple, set, np.ndarray)) else [None]
    expect(all(isinstance(one, (str, Path)) for one in found), what, *hints, expected="a list of names", got=got)
    return [str(one) for one in found]


def lists(what, got, count, *hints):
    """`got` as a list of `count` things; NotYet if it is none."""
    found = list(got) if isinstance(got, (list, tuple)) else []
    expect(len(found) == count, what, *hints, expected=f"{count} lists", got=got)
    return found


IMAGES = ["cell_03.jpg", "cell_01.jpg", "cell_02.jpg"]
MASKS = ["cell_01_mask.png", "cell_04_mask.png", "cell_03_mask.png"]
WITH_STEM = "`Path(name).stem` is a name without its ending. The mask's stem is the image's stem + '_mask'."
BY_NAME = "Make a dictionary of the masks by stem: `by_stem = {Path(mask).stem: mask for mask in masks}`."
CASES = [  # images, masks, pairs, and the hint for those who get it wrong
    (
        ["scan_1.png", "scan_10.png"],
        ["scan_10_mask.png"],
        [("scan_10.png", "scan_10_mask.png")],
        "`scan_10_mask` begins with `scan_1`, too. Ask whether two stems are equal, not whether one holds the other.",
    ),
    (
        ["scan.2.jpg", "scan.3.jpg"],
        ["scan.3_mask.tif", "scan.2_mask.png"],
        [("scan.2.jpg", "scan.2_mask.png"), ("scan.3.jpg", "scan.3_mask.tif")],
        "A name may hold more than one dot, and end in anything: `Path(name).stem` takes off the last ending alone.",
    ),
    (
        ["brain_a.png"],
        ["brain_a_mask.png"],
        [("brain_a.png", "brain_a_mask.png")],
        "`strip` and `rstrip` take off single letters, also the `_a` of `brain_a`. Use `removesuffix('_mask')`.",
    ),
    (
        ["a_mask_2.jpg"],
        ["a_mask_2_mask.png"],
        [("a_mask_2.jpg", "a_mask_2_mask.png")],
        "`replace` takes off every `_mask`. Take it off at the end only: `removesuffix('_mask')`.",
    ),
]


@check("1 · pair_names", "Return two lists: `return pairs, alone`.", BY_NAME)
def pair_names(answer):
    def both(images, masks):
        hint = "Return two lists: `return pairs, alone`. Each pair is (image, mask), with the full names."
        pairs, alone = lists("pairs and names without a partner", call(answer, images, masks), 2, hint)
        pairs = pairs if isinstance(pairs, (list, tuple, set, np.ndarray)) else [None]
        pairs = [tuple(texts("the pairs", pair, hint)) for pair in pairs]
        return sorted(pairs), sorted(texts("the names without a partner", alone, hint))

    got, alone = both(IMAGES, MASKS)
    expected = [("cell_01.jpg", "cell_01_mask.png"), ("cell_03.jpg", "cell_03_mask.png")]
    hints = [WITH_STEM, BY_NAME]
    if got == sorted(zip(sorted(IMAGES), sorted(MASKS), strict=True)):
        hints.insert(
            0, "Sorted lists hide the fault: cell_02 has no mask, so from there on all masks are shifted by one."
        )
    elif got == sorted(zip(IMAGES, MASKS, strict=True)):
        hints.insert(
            0, "The place in the list says nothing: cell_03.jpg comes first, its mask last. Compare the names."
        )
    elif [pair[::-1] for pair in got] == expected:
        hints.insert(0, "These are (mask, image). The image comes first in each pair.")
    elif len(got) > len(expected):
        hints.insert(0, "There are too many pairs. Two names are a pair only if the stem of the image is the same.")
    expect(got == expected, "the pairs of three images and three masks", *hints, expected=expected, got=got)
    lonely = ["cell_02.jpg", "cell_04_mask.png"]
    expect(
        alone == lonely,
        "the names without a partner",
        "Some names are in no pair: images without a mask, and masks without an image. Report both kinds.",
        "Collect all names that are in a pair, then take those of `images + masks` that are not among them.",
        expected=lonely,
        got=alone,
    )
    for images, masks, expected, hint in CASES:
        got, alone = both(images, masks)
        expect(got == expected, f"the pairs of {images} and {masks}", hint, BY_NAME, expected=expected, got=got)
        rest = sorted(set(images + masks) - {name for pair in expected for name in pair})
        expect(alone == rest, "the names without a partner", WITH_STEM, BY_NAME, expected=rest, got=alone)


BLACK, RED, BLUE, PINK, REDDISH = (0, 0, 0), (255, 0, 0), (0, 0, 255), (255, 0, 255), (250, 5, 5)
COLOURED = np.uint8([[BLACK, RED, BLUE], [PINK, RED, BLACK], [BLUE, REDDISH, RED]])
COLOURS = [BLACK, RED, BLUE]


def labels_by(alike, colours=COLOURS, other=IGNORE):
    """Labels of COLOURED, if `alike(pixels, colour)` (3, 3) says which pixels have a colour."""
    labels = np.full((3, 3), other)
    for label, colour in enumerate(colours):
        labels[alike(COLOURED, np.array(colour))] = label
    return labels


@check(
    "2 · labels_of_colours",
    "A pixel has a colour if all three of its numbers agree: `(mask == colour).all(axis=-1)` is True there.",
    "`labels = np.full(mask.shape[:2], 255)`, then for each colour `labels[(mask == colour).all(axis=-1)] = label`.",
)
def labels_of_colours(answer):
    def equal(pixels, colour):
        return (pixels == colour).all(axis=-1)

    expected = labels_by(equal)
    far = np.abs(COLOURED[:, :, np.newaxis].astype(int) - np.array(COLOURS)).sum(axis=-1)
    known = np.where(expected == IGNORE, 0, expected)
    order = np.unique(COLOURED.reshape(-1, 3), axis=0, return_inverse=True)[1].reshape(3, 3)
    begin = "`labels = np.full(mask.shape[:2], 255)`: all pixels begin as 255, and known colours are written over it."
    compare = "`(mask == colour).all(axis=-1)` is True where all three numbers of a pixel are those of the colour."
    expect_equal(
        "the labels of a mask of 3×3 with black, red, blue, and two colours that are not in the list",
        call(answer, COLOURED, COLOURS),
        expected,
        compare,
        begin,
        mistakes=[
            (known, "Colours that are not in the list became background, as if somebody knew that. Begin with 255."),
            (far.argmin(axis=-1), "Other colours took the nearest one in the list. Nobody knows what they mean: 255."),
            (labels_by(lambda a, b: (a == b).any(-1)), "One equal number is not enough. Use `.all(axis=-1)`."),
            (labels_by(lambda a, b: a[..., 0] == b[0]), "You compare red alone. Compare all three numbers."),
            (labels_by(lambda a, b: a.sum(-1) == b.sum()), "Red and blue have the same sum. Compare each number."),
            (np.where(expected == IGNORE, IGNORE, expected + 1), "The first colour of the list is class 0, not 1."),
            (order, "You numbered the colours that occur. The class is the place in the list `colours`."),
        ],
    )
    white, green = (255, 255, 255), (0, 128, 0)
    other = np.uint8([[white, green], [green, BLACK], [white, white]])
    expect_equal(
        "a mask of 3×2 with another list of colours, [white, green]",
        call(answer, other, [white, green]),
        [[0, 1], [1, IGNORE], [0, 0]],
        "It works for black, red and blue. Is one of them, or the size 3×3, written into your code?",
        "Loop over `enumerate(colours)`: it gives each class and its colour.",
    )


OWNERS = ["ann_1", "ann_2", "bob", "cleo_a", "cleo_b", "dan", "eve_7", "finn", "gus", "hal"]
NAMES = [f"{owner}_{crop}.png" for number, owner in enumerate(OWNERS) for crop in range(2 + number % 3)]
MANY = [f"p{owner}_{crop}.png" for owner in range(60) for crop in range(2)]


def owner_of(name):
    """The patient of a name: what stands before the last underscore."""
    return name.rpartition("_")[0]


@check(
    "3 · split_names",
    "First list the patients, shuffle them, and share them out. Then give each name to the part of its patient.",
    "`patients = sorted({name.rpartition('_')[0] for name in names})`, then"
    " `np.random.default_rng(seed).permutation(patients)`.",
)
def split_names(answer):
    def parts(names, *rest):
        hint = "Return three lists of names: `return train, validation, test`."
        return [texts("three lists", part, hint) for part in lists("three lists", call(answer, names, *rest), 3, hint)]

    by_patient = (
        "Shuffle the patients, not the names: then share out the patients, and let each name follow its patient.",
        "`chosen = set(shuffled[:test])`, and then `[name for name in names if name.rpartition('_')[0] in chosen]`.",
    )
    for seed in range(4):
        found = parts(NAMES, 2, 3, seed)
        every = [name for part in found for name in part]
        lost, strange = sorted(set(NAMES) - set(every)), sorted(set(every) - set(NAMES))
        expect(
            not strange, "only names of the list", "Return the names, not the patients.", *by_patient, got=strange[:3]
        )
        twice = sorted({name for name in every if every.count(name) > 1})
        hint = "A name is in two parts. What is for validation or test must be missing in train."
        expect(not twice, "no name is in two parts", hint, *by_patient, expected="none", got=twice[:3])
        hint = "A name is lost. Those for neither validation nor test are for training."
        expect(not lost, "every name is in one part", hint, *by_patient, expected="none is lost", got=lost[:3])
        owners = [{owner_of(name) for name in part} for part in found]
        leak = sorted(owners[0] & owners[1] | owners[0] & owners[2] | owners[1] & owners[2])
        hint = "Crops of one patient are on two sides: a leak. The model would be tested on what it has seen."
        expect(not leak, "a patient is in one part only", hint, *by_patient, expected="none in two", got=leak[:3])
        counts, first = [len(part) for part in owners], [len({n.split("_")[0] for n in part}) for part in found]
        hint = "Count patients, not files: 2 patients for validation, 3 for the test."
        if sorted(counts) == [2, 3, 5]:
            hint = "The lists are in another order: train, validation, test."
        elif first[1:] == [2, 3]:
            hint = "ann_1 and ann_2 are two patients. Split at the last underscore, not the first: `rpartition('_')`."
        elif 0 in counts:
            hint = "A part is empty. How many patients do you find? There are ten: split at the last underscore."
        what = "how many patients are in train, validation and test"
        expect(counts == [5, 2, 3], what, hint, *by_patient, expected=[5, 2, 3], got=counts)

    def splits(names, seeds, *counts):
        return [[sorted(part) for part in parts(names, *counts, seed)] for seed in seeds]

    hint = "The same seed gave another split. Make a generator of your own: `rng = np.random.default_rng(seed)`."
    again = [splits(NAMES, range(4), 2, 3) for _ in range(2)]
    expect(again[0] == again[1], "the same seed gives the same split", hint, "Use `rng`, and no other chance.")
    hint = "Eight seeds gave one and the same split. Shuffle the patients with the seed before you share them out."
    different = {str(split) for split in splits(NAMES, range(8), 2, 3)}
    expect(len(different) > 1, "another seed gives another split", hint, "`np.random.default_rng(seed)`")
    shuffled = [list(np.random.default_rng(order).permutation(MANY)) for order in range(4)]
    orders = [splits([str(name) for name in names], [0], 20, 20) for names in (MANY, *shuffled)]
    expect(
        all(order == orders[0] for order in orders),
        "the same names in another order give the same split",
        "Another computer lists files in another order, and a set has no order at all. Sort the patients first.",
        "`patients = sorted({name.rpartition('_')[0] for name in names})`, and shuffle after that.",
    )


TRUTH = np.uint8([[0, 2, IGNORE], [1, IGNORE, 0]])
GIVEN = np.array(
    [[[0.7, 0.2, 0.1], [0.5, 0.1, 0.4], [0.1, 0.3, 0.6]], [[0.3, 0.6, 0.1], [0.2, 0.5, 0.3], [0.2, 0.3, 0.5]]]
)


def loss_of_known(truth, probabilities):
    """Mean −log probability of the true class over the pixels that count; 0 if there is none."""
    counts = truth != IGNORE
    chances = np.take_along_axis(probabilities[counts], truth[counts].astype(int)[:, np.newaxis], axis=-1)
    return float(-np.log(chances).mean()) if counts.any() else 0.0


@check(
    "4 · known_loss",
    "`known = truth != 255` says which pixels count: `truth[known]` and `probabilities[known]` are theirs.",
    "For labels (n,) and rows (n, classes): `rows[np.arange(len(labels)), labels]` are the chances of the true class.",
)
def known_loss(answer):
    each = -np.log([0.7, 0.4, 0.6, 0.2])  # of the four pixels that count
    mean, steps = each.mean(), (
        "Take the pixels that count, `known = truth != 255`, and forget the others before you do anything else.",
        "`rows, labels = probabilities[known], truth[known]`; then `rows[np.arange(len(labels)), labels]`, −log, mean.",
    )  # fmt: skip
    got = array_of("the loss", call(answer, TRUTH, GIVEN))
    counted = [(label, (each.sum() - np.log(GIVEN[[0, 1], [2, 1], label]).sum()) / 6) for label in range(3)]
    expect_equal(
        "the loss of 2×3 pixels, two of them 255",
        got,
        mean,
        *steps,
        mistakes=[
            (each.sum() / 6, "You divided by all six pixels. Divide by the four that count, so that it is their mean."),
            (each.sum(), "This is the sum. Divide by the number of pixels that count."),
            (-mean, "The sign: the logarithm of a probability is negative, the loss is its opposite."),
            (each, "These are the losses of the single pixels. Return their mean, one number."),
            (mean / np.log(10), "This is `log10`. The loss takes the natural logarithm, `np.log`."),
            (mean / np.log(2), "This is `log2`. The loss takes the natural logarithm, `np.log`."),
            (-np.log(GIVEN.max(-1)[TRUTH != IGNORE]).mean(), "You took the largest probability, not the true class's."),
            (-np.log(np.mean([0.7, 0.4, 0.6, 0.2])), "The log of the mean. First the log of each, then the mean."),
            *[(loss, f"Pixels with 255 were counted as class {label}. They do not count.") for label, loss in counted],
        ],
    )  # fmt: skip
    sure = np.concatenate([GIVEN[:1, :2], np.eye(3)[np.newaxis]], axis=1)
    expect_equal(
        "1×5 pixels; the three with 255 have a probability of 0 for some class",
        call(answer, np.uint8([[0, 2, IGNORE, IGNORE, IGNORE]]), sure),
        each[:2].mean(),
        "−log 0 is infinite, and 0 · infinite is NaN: a weight of 0 is too late. Leave such pixels out before the log.",
        *steps,
    )
    expect_equal(
        "2×2 pixels of which none counts",
        call(answer, np.full((2, 2), IGNORE, np.uint8), GIVEN[:, :2]),
        0.0,
        "The mean of no pixels is 0/0. Ask first whether any pixel counts; if not, the loss is 0.",
        "`if not known.any(): return 0.0`",
    )
    four = np.array([[[0.1, 0.2, 0.3, 0.4], [0.25, 0.25, 0.25, 0.25]]])
    expect_equal(
        "1×2 pixels, four classes",
        call(answer, np.uint8([[3, IGNORE]]), four),
        -np.log(0.4),
        "It works for three classes and 2×3 pixels. Is one of these numbers written into your code?",
    )


GOOD = 0.82  # the Dice that exercise 5 asks for
last = {}  # the masks of the new images that the last answer to exercise 5 gave


def drawn(seed):
    """24 drawn images (24, 96, 96, 1) of float32 in [0, 1], and their masks (24, 96, 96) of 0 and 1."""
    images, labels = make_cells(24, 96, seed, difficulty=0.6)
    return images, (labels > 0).astype(np.uint8)


def partly_labelled(seed=0):
    """16 images (16, 96, 96, 1) in [0, 1], and their masks (16, 96, 96) of 0, 1, and 255 where nobody labelled."""
    images, masks = (part[:16] for part in drawn(seed))
    masks[:, :, 36:] = IGNORE
    return images, masks


def new_images(seed=0):
    """8 other images (8, 96, 96, 1) in [0, 1], and their masks (8, 96, 96) of 0 and 1."""
    images, masks = drawn(seed)
    return images[16:], masks[16:]


def threshold_score(seed=0):
    """The Dice on the new images of the threshold that is best on the labelled pixels."""
    train, test = (list(zip(*pairs, strict=True)) for pairs in (partly_labelled(seed), new_images(seed)))
    return threshold_dice(train, test, 2)[1]


def known_dice(truth, mask):
    """Dice of all masks together over the pixels that are known."""
    return dice_of((truth == 1), (mask == 1) & (truth != IGNORE))


@check(
    "5 · train",
    "Four steps: weights (0 where the mask is 255), masks with another number there, `compile`, `fit`.",
    "`model.fit(standardise(images), labels, sample_weight=weights, batch_size=4, epochs=60, verbose=0)`.",
    seconds=180,
)
def train(answer):
    images, masks = partly_labelled()
    new, truth = new_images()
    predict = call(answer, images, masks)
    wrap = "Define it inside: `def predict(new): …`, and `return predict`. It prepares, predicts and compares with 0.5."
    expect(callable(predict), "train must return a function", wrap, expected="a function", got=predict)

    def mask_of(some):
        hint = "The last axis holds probabilities, and a mask has none: `model.predict(…)[..., 0] > 0.5`."
        mask = expect_shape("the masks of new images", call(predict, some), some.shape[:3], hint, wrap)
        odd = mask[~np.isin(mask, (0, 1))]
        hint = "These are probabilities (or no labels at all): compare with 0.5, `> 0.5`."
        if odd.size and (odd == odd.round()).all():
            hint = "Other labels than 0 and 1: is “don't know” a class of your model? Give it weight 0 instead."
        expect(not odd.size, "masks of 0 and 1 are needed", hint, wrap, expected="0 and 1", got=odd[:4])
        return mask == 1

    mask = mask_of(new)
    score, share = known_dice(truth, mask), mask.mean() / (truth == 1).mean()
    if score >= GOOD:
        last["mask"] = mask
        return
    from ..training import standardise

    own = known_dice(masks, mask_of(images))
    hint = f"Dice {own:.2f} on the pixels it was trained on: it learnt those. Train on mirrored copies, too."
    if mask.any() and not mask.all() and new[..., 0][~mask].max() <= new[..., 0][mask].min():
        hint = "This is one threshold for all pixels, and that cannot do it here. Train a U-Net."
    elif known_dice(truth, mask_of(standardise(new))) > score + 0.2:
        hint = "With standardised images it is much better: prepare new images as you prepared those for training."
    elif known_dice(truth, ~mask) > max(score, 0.5):
        hint = "Your masks are inverted: object and background are exchanged."
    elif share > 2:
        hint = "Far too much is object. Was 255 trained as object, as `masks > 0` does? Give such pixels weight 0."
    elif share < 0.6:
        hint = "Far too little is object. Was 255 trained as background, as `masks == 1` does? Or too few steps?"
    elif own < GOOD:
        hint = f"Dice {own:.2f} on the pixels it was trained on: it has not learnt yet. Take more steps, 200 or so."
    fit = "`weights = (masks != 255).astype('float32')` goes into `fit` as `sample_weight=weights`."
    model = (
        "`unet_model((96, 96, 1), 1, base_filters=8, depth=2, padding='same')`, Adam with 0.005, 60 epochs of 4 steps."
    )
    expect(score >= GOOD, "Dice on 8 new images", hint, fit, model, expected=f"{GOOD} or more", got=f"{score:.2f}")


question_1 = question(
    "Question 1",
    "b",
    a="More steps do not help: it learns what it is shown, and it is shown hardly any object. Look at what is fed in.",
    b="Yes. 1 / 255 is 0.004, nearly background. Divide masks of 0 and 255 only; look at the array that `fit` gets.",
    c="That happens to masks shown on a screen. Here the probabilities themselves are near 0, before they are shown.",
)
question_2 = question(
    "Question 2",
    "c",
    a="This loss wants one-hot masks: with whole numbers the shapes differ, and Keras stops.",
    b="Then the model learns “don't know” as if it were a thing to be found, and answers it on new images.",
    c="Yes. Whole numbers need the sparse loss, and a weight of 0 takes those pixels out of it.",
)
question_3 = question(
    "Question 3",
    "a",
    a="Yes. Between 0 and 2 lies 1. Turn masks with nearest neighbour, as you resize them.",
    b="Turning moves pixels and makes no labels, if each pixel copies the nearest one. The angle is not to blame.",
    c="A label being in the list does not make it right: class 1 now lies where nobody drew it.",
)
question_4 = question(
    "Question 4",
    "b",
    a="More images help a model that learns its own images and fails on others. This one does not learn its own.",
    b="Yes. Four images can be learnt by heart. If not, something is broken: pairs, scale, loss, learning rate.",
    c="Augmentation makes learning by heart harder. It is a cure for the opposite trouble.",
)
question_5 = question(
    "Question 5",
    "c",
    a="`zip` stops at the end of the shorter list and says nothing, unless you write `strict=True`.",
    b="Only if the missing one is the last. From the gap on, each image gets the mask of the next.",
    c="Yes. From the gap on, each image has its neighbour's mask. Pair by name, never by place.",
)
