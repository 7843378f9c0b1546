"""Exercise 5 · filter_for: the kernel and bias that find a pattern, and an image to try them on."""

import numpy as np

from ..results import check
from ..vocabulary import array_of, call, expect, expect_finite, expect_parts, expect_shape

WINDOWS = np.indices((2,) * 9).reshape(9, -1).T.reshape(-1, 3, 3)  # all 512 windows of 0 and 1
PATTERNS = {
    "the end of a line": np.array([[-1, 0, 0], [1, 1, 0], [-1, 0, 0]]),
    "a left edge": np.array([[0, 1, -1], [0, 1, -1], [0, 1, -1]]),
    "a single dot": np.array([[0, 0, 0], [0, 1, 0], [0, 0, 0]]),
    "a corner": np.array([[0, 0, -1], [0, 1, 1], [-1, 1, 1]]),
    "all dark": np.zeros((3, 3), int),
    "all bright": np.ones((3, 3), int),
    "anything": np.full((3, 3), -1),
    "a bright cell in the corner, the rest is either": np.array([[-1, -1, -1], [-1, -1, -1], [-1, -1, 1]]),
}
PATTERNS |= {f"pattern {seed}": np.random.default_rng(seed).integers(-1, 2, (3, 3)) for seed in range(1, 6)}


DIVIDED = "Do you divide by the number of bright cells? A pattern may have none."


def kernel_and_bias(got):
    """What an answer to exercise 5 returned, as an array (3, 3) and a number; NotYet if it is something else."""
    kernel, bias = expect_parts("a kernel and a bias", got, ["kernel", "bias"])
    order = np.size(kernel) == 1 and np.size(bias) == 9
    expect(
        not order, "a kernel and a bias", "The kernel comes first, then the bias.", expected="(kernel, bias)", got=got
    )
    kernel, bias = array_of("the kernel", kernel).astype(float), array_of("the bias", bias).astype(float)
    flat = ["The kernel has to be 3×3: `np.reshape(kernel, (3, 3))` makes rows of it."] if kernel.size == 9 else []
    if kernel.shape == (3, 3, 1, 1):
        flat = ["These are the four axes of a Keras kernel. Here rows and columns are enough: `kernel[:, :, 0, 0]`."]
    expect_shape("the kernel", kernel, (3, 3), *flat)
    expect(bias.size == 1, "the bias", "One filter has one bias.", expected="one number", got=bias)
    expect_finite("a weight or the bias is not a finite number", np.append(kernel, bias), DIVIDED)
    return kernel, bias.item()


def pattern_hints(kernel, pattern, too_low, fixed):
    """Hints for a kernel and bias that are not right; the first is for what the signs of the weights show."""
    wanted = np.select([pattern == 1, pattern == 0], [1, -1], 0)
    low = "The kernel looks for the right thing, but the bias is too low: a window that fits ends at 0, too."
    high = "The kernel looks for the right thing, but the bias is too high: a window with a wrong cell lights up."
    same = "The bias is the same for every pattern. It must depend on how many cells are bright."
    known = [
        (wanted, same if fixed else low if too_low else high),
        (
            wanted[::-1, ::-1],
            "The kernel is turned by 180°. Each weight lies over the cell at the same position.",
        ),
        (wanted[::-1], "The kernel is upside down. Each weight lies over the cell at the same position."),
        (wanted[:, ::-1], "Left and right are swapped. Each weight lies over the cell at the same position."),
        (wanted.T, "Rows and columns are swapped: each weight lies over the cell at the same position."),
        (-wanted, "All signs are the other way round: this filter looks for dark cells where they should be bright."),
        (pattern == 1, "A weight of 0 ignores a cell. A weight below 0 asks for a dark one."),
        (
            np.abs(wanted),
            "No weight is below 0, so none asks for dark cells. In `uint8`, -1 becomes 255: use `int` or floats.",
        ),
        (
            pattern,
            "A -1 in the pattern means *either*: it needs a weight of 0. A 0 means *dark*: it needs a weight below 0.",
        ),
        (np.where(pattern == 1, 1, -1), "Where the pattern is -1, both are allowed: a weight of 0 ignores that cell."),
    ]
    return (
        *[hint for signs, hint in known if np.array_equal(np.sign(kernel), signs)][:1],
        "Three kinds of cell need three kinds of weight. What is the sum of a window that fits, and of the next best?",
        "With weights 1, -1 and 0, a window that fits gives the number of bright cells, any other at least 1 less:"
        " `bias = 0.5 - (pattern == 1).sum()`.",
    )


@check(
    "5 · filter_for",
    "Return two things: a kernel (3, 3), made out of the pattern, and a bias, one number.",
    "Bright cells need a weight above 0, dark ones a weight below 0, and cells that may be either a weight of 0.",
)
def filter_for(answer):
    filters = [
        kernel_and_bias(call(answer, pattern, errors=[("ZeroDivision", DIVIDED)])) for pattern in PATTERNS.values()
    ]
    fixed = len({bias for _, bias in filters}) == 1
    for (name, pattern), (kernel, bias) in zip(PATTERNS.items(), filters, strict=True):
        sums = np.tensordot(WINDOWS, kernel, 2) + bias
        fits = ((WINDOWS == pattern) | (pattern == -1)).all(axis=(1, 2))
        missed, falsely = fits & ~(sums > 1e-6), ~fits & (sums > 1e-6)
        hints = pattern_hints(kernel, pattern, missed.any() and not falsely.any(), fixed)
        if np.array_equal(filters[0][0], filters[1][0]):
            hints = ("The kernel is the same for every pattern. Make it out of `pattern`.", *hints)
        wrong, what, wanted = falsely, "a window that does not fit must give 0", "0"
        if not falsely.any():
            wrong, what, wanted = missed, "a window that fits must light up", "more than 0"
        worst = np.where(wrong, sums, -np.inf).argmax()
        both = "\n".join(map("{:15}{}".format, str(pattern).splitlines(), str(WINDOWS[worst]).splitlines()))
        expected = f"{wanted}, for this pattern and this window\n{both}"
        got = f"{max(sums[worst], 0):.4g} (before ReLU: {sums[worst]:.4g})"
        expect(not wrong.any(), f"{name}: {what}", *hints, expected=expected, got=got)


def shapes():
    """An image (40, 72) of 0 and 1: a box, a disc, and a frame."""
    rows, columns = np.mgrid[:40, :72]
    box = (abs(rows - 20) < 13) & (abs(columns - 12) < 8)
    disc = np.hypot(rows - 20, columns - 35) < 11
    frame = np.maximum(abs(rows - 20), abs(columns - 59))
    return (box | disc | (frame < 10) & (frame > 5)).astype(int)
