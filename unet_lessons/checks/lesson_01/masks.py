"""Exercises 1 · to_labels and 2 · enlarge: masks of labels, made and resized."""

import numpy as np

from ..results import check
from ..vocabulary import KEPT, array_of, call, expect_answer, expect_equal

UNKNOWN = (
    "NameError",
    "Python does not know this name here. Copy a function of the lesson, such as `dice`, into a cell of this notebook;"
    " import one that belongs to a package: `from skimage.filters import gaussian`.",
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
        (
            [greys == grey for grey in (0, 128, 255)],
            "This is one mask for each class. Here one array holds all labels: 0, 1 or 2 at each pixel.",
        ),
        (
            np.stack([greys == grey for grey in (0, 128, 255)], axis=-1),
            "This is one channel for each class. Here one array holds all labels: 0, 1 or 2 at each pixel.",
        ),
        (
            np.select([greys == 128, greys == 255], [2, 1]),
            "The two classes have each other's label: 128 is 1, 255 is 2.",
        ),
    )
    expect_answer(answer, ("the labels of an image of 3×3", greys, labels), *said, errors=errors)
    case = "an image in which no pixel is 128", np.uint8([[0, 255], [255, 0]]), [[0, 2], [2, 0]]
    gap = (
        "A class may be missing in an image: 255 is label 2 even if no 128 is there. So do not number the greys"
        " in the order in which they come."
    )
    expect_answer(answer, case, gap, "Ask each pixel `== 128` and `== 255`; do not use `np.unique`.", errors=errors)
    alone = (
        "128 is label 1 in every image, whatever the brightest and the darkest pixel are. Do not divide by the largest"
        " grey."
    )
    for what, greys in (
        ("an image in which no pixel is 255", 128 * np.eye(4, dtype="uint8")),
        ("an image in which no pixel is 0", np.where(np.eye(5), 128, 255).astype("uint8")),
        ("an image that is all 128", np.full((3, 3), 128, "uint8")),
    ):
        expect_answer(answer, (what, greys, greys // 127), alone, gap, (labels, KEPT), errors=errors)
    own = "It works for a square image. Height and width may differ: both are in `greys.shape`."
    sides, before = [("IndexError", own), ("broadcast", own)], None
    for seed, (height, width) in enumerate(((2, 5), (6, 1), (1, 7), (20, 30), (20, 30))):
        labels = np.random.default_rng(seed).integers(0, 3, (height, width))
        case = f"an image of {height}×{width}", np.uint8([0, 128, 255])[labels], labels
        known = (labels.T, "Rows and columns have changed places."), (before, KEPT)
        expect_answer(answer, case, own, *known, errors=(UNKNOWN, *sides))
        before = labels


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
        (
            0 * right,
            "Nothing is left of the labels. `resize` scales and mixes labels by default. Give it"
            " `order=0, preserve_range=True, anti_aliasing=False`.",
        ),
        (
            right > 0,
            "Label 2 has become 1. A mask may hold any labels: copy them, do not ask whether they are above 0.",
        ),
        (right * 2, "Each label was multiplied by the factor. Only height and width grow; a label stays what it is."),
        (
            np.kron(mask, [[1, 0], [0, 0]]),
            "One pixel of each block has its label, and the rest is empty. A label fills its whole block.",
        ),
    )
    expect_answer(answer, ("the mask [[0, 2], [1, 0]], enlarged 2 times", mask, 2, right), *said, errors=[UNKNOWN])
    what, mask, right = (
        "the mask [[0, 1, 2]], enlarged 3 times",
        np.array([[0, 1, 2]]),
        [[0, 0, 0, 1, 1, 1, 2, 2, 2]] * 3,
    )
    own = "It works for a square mask and factor 2. Is a height, a width or the 2 written into your code?"
    hints = own, "Use `factor`, and no number of your own."
    block = (
        "The size is right, but not every label fills a block of 3×3: which pixel of the mask lies below each new one?"
    )
    index = "Pixel (row, column) of the new mask is `mask[row // factor, column // factor]`: round down, do not round."
    got = array_of(what, call(answer, mask, 3, errors=[UNKNOWN]))
    expect_equal(what, got, right, *((block, index) if got.shape == (3, 9) else hints))
    mask = np.array([[300, 0], [-1, 70000], [2, 2]])
    small = "A label may be above 255, or below 0. In `uint8`, 300 becomes 44: keep the number type of the mask."
    written = UNKNOWN, ("stopped with", own)
    for factor in (1, 7):
        right = np.kron(mask, np.ones((factor, factor), int))
        expect_answer(answer, (f"a mask of 3×2, enlarged {factor} times", mask, factor, right), small, errors=written)
    column = np.array([[2], [0], [1]])
    right = np.kron(column, np.ones((2, 2), int))
    expect_answer(answer, ("a mask of 3×1, enlarged 2 times", column, 2, right), own, errors=written)
    before = None
    for seed in (0, 1):
        mask = np.random.default_rng(seed).integers(0, 9, (2, 5)).astype("uint8")
        right = mask.repeat(3, axis=0).repeat(3, axis=1)
        case = "a mask of 2×5, `uint8`, enlarged 3 times", mask, 3, right
        expect_answer(answer, case, own, (before, KEPT), errors=written)
        before = right
