"""Exercises 2 · count_parameters and 4 · receptive_field: what can be counted before a network is built."""

import itertools

import numpy as np

from ..results import check
from ..vocabulary import KEPT, expect_answer

STEPS = [(5, 1), (3, 2), (3, 3), (2, 1)]
MORE_STEPS = [
    [(4, 1), (6, 1)],
    [(4, 2), (6, 3), (5, 1), (8, 1)],
    [(5, 4), (3, 1)],
    [(6, 5), (1, 1), (2, 2), (5, 3)],
    [(3, 2)] * 8 + [(3, 1)],
]
LISTS = (
    (3, [3, 8, 4, 2]),
    (7, [1, 16, 32, 64, 32, 5]),
    (2, [6, 6, 6, 6]),
    (13, [3, 2, 4]),
    (13, [2, 5, 1]),
    (3, [*range(1, 14)]),
)
LAST_STRIDE = (
    "You multiplied by the stride of the last step, too. A stride counts only for later steps, and there is none after"
    " the last."
)
WAY_DOWN = [(3, 1), (3, 1), (2, 2)] * 4 + [(3, 1), (3, 1)]


def field(steps):
    """Input pixels, along one axis, that one number sees after steps (kernel size, stride), from the input on."""
    seen, jump = 1, 1
    for size, stride in steps:
        seen, jump = seen + (size - 1) * jump, jump * stride
    return seen


def wrapped(number, kind):
    """What is left of a whole number in an array of this kind."""
    return np.array(number).astype(kind)


@check(
    "2 · count_parameters",
    "Count one filter first: its weights, and its bias. Then ask how many filters there are.",
    "One convolution has `(size * size * channels_in + 1) * channels_out` parameters. Add up all of them.",
)
def count_parameters(answer):
    zipped = "`zip(channels[:-1], channels[1:])` gives the pairs (channels in, channels out)."
    fewer = "No number follows the last one in `channels`: there is one convolution fewer than there are numbers."
    first, second = (25 * 3 + 1) * 8, (25 * 8 + 1) * 2
    said = (
        "How many numbers does one filter have? A slice of 5×5 for each channel that comes in, and one bias.",
        "There are as many filters as channels that come out: `(size * size * channels_in + 1) * channels_out`.",
        (25 * 3 * 8, "The biases are missing: each filter has one."),
        (25 * 3 * 8 + 1, "There is one bias here. Each of the eight filters has its own."),
        (25 * 3 * 8 + 3, "There is a bias for each channel that comes in. Each filter, a channel out, has one."),
        ((25 + 1) * 3 * 8, "There is a bias for each slice. A filter adds its slices up and has one bias."),
        ((25 + 1) * 8, "A filter looks at all channels that come in: it has a slice of 5×5 for each."),
        ((5 * 3 + 1) * 8, "A kernel has a height and a width: 5×5 weights, not 5."),
        ((9 * 3 + 1) * 8, "Is a 3×3 written into your code? The kernels here are 5×5."),
        ([first], "Return one number, the sum, and not a list."),
        (0, "Your loop has found no convolution here. A list of two numbers is one: from 3 channels to 8."),
        ((2 * 5 * 3 + 1) * 8, "A kernel of 5×5 has 25 weights: `size * size` or `size**2`, not `2 * size`."),
        (25 * 3 * 8 + 3 + 8, "Only filters have a bias: there are 8 of them. The 3 channels of the image have none."),
        (first + (25 * 8 + 1) * 3, "There is one convolution here: do not go from the last number back to the first."),
        (first + (25 * 8 + 1) * 8, "There is one convolution here, and you add two. Go through the pairs of the list."),
    )
    errors = [(words, fewer, zipped) for words in ("IndexError", "unpack", "zip()")]
    expect_answer(answer, ("kernels of 5×5, channels [3, 8]", 5, [3, 8], first), *said, errors=errors)
    said = (
        "The first takes 3 channels and gives 8, the second takes these 8 and gives 2. Add both up.",
        zipped,
        (first, "This is the first convolution alone. Go through the whole list."),
        (2 * first + second, KEPT),
        (
            25 * (3 * 8 + 8 * 2) + 2,
            "The biases of the first convolution are missing: each filter of each one has a bias.",
        ),
        (
            (25 * 2 + 1) * 3 + (25 * 3 + 1) * 8,
            "Leave the channels in their order: sorted, they are other convolutions.",
        ),
        (second, "This is the last convolution alone. Add up all of them."),
        ([first, second], "Return one number: the sum over all convolutions."),
        ((25 * 3 + 1) * 2, "This goes from the first to the last number. What about the 8 channels in the middle?"),
        (first + (25 * 3 + 1) * 2, "The second convolution takes in what the first gives: 8 channels, not 3."),
    )
    expect_answer(answer, ("kernels of 5×5, channels [3, 8, 2]: two convolutions", 5, [3, 8, 2], first + second), *said)
    hint = "A kernel of 1×1 has one weight for each channel that comes in, and its filter still has a bias."
    rgb = (3 + 1) * 2, "The first convolution takes in 64 channels here, the first number of the list, and not 3."
    expect_answer(answer, ("kernels of 1×1, channels [64, 2]", 1, [64, 2], (64 + 1) * 2), hint, rgb)
    small = "A small number type, such as `int16`, wraps around when a number gets too large. Use Python's `int`."
    before_that = None
    for size, channels in LISTS:
        counts = [(size**2 * before + 1) * after for before, after in itertools.pairwise(channels)]
        said = (
            f"The list has {len(channels)} numbers, so there are {len(counts)} convolutions. Add up all of them.",
            zipped,
            (counts[0] + counts[-1], "These are the first and the last convolution. Those in the middle are missing."),
            (sum(counts[:2]), "These are the first two convolutions. Go through the whole list."),
            (before_that, KEPT),
            (sum(set(counts)), "Convolutions of the same size count each. Does a set, or a dictionary, keep only one?"),
            *[(wrapped(sum(counts), kind), small) for kind in ("uint8", "int8", "int16", "uint16")],
        )
        what = f"kernels of {size}×{size}, channels {channels}"
        expect_answer(answer, (what, size, channels, sum(counts)), *said, errors=errors)
        before_that = sum(counts)


@check(
    "4 · receptive_field",
    "Keep two numbers: how many pixels are seen, and how many input pixels two neighbours lie apart (the jump).",
    "Each step adds size - 1 neighbours, `jump` input pixels apart. Then its stride changes the jump for the next.",
)
def receptive_field(answer):
    pairs = "A step is a pair here: `for size, stride in steps` takes it apart."
    said = (
        "Before any step, a number sees 1 pixel, its own. A kernel of 3 looks one neighbour further on each side:"
        " it adds 2. A kernel of 5 looks two further: it adds 4.",
        "Each step adds size - 1 neighbours, as long as all strides are 1.",
        (5, "Both steps added 2 here. That is right for a kernel of 3. A kernel of 5 adds more."),
        (4, pairs),
        (6, "Without any step a number sees its own pixel: begin at 1."),
        *[(wrong, "A window has the pixel itself in it, too: each adds size - 1, not size.") for wrong in (8, 9)],
        (15, "The sizes do not multiply: the windows overlap. Each step adds."),
        (49, "This is the square, an area. Return the length along one axis."),
        (3, "Only the first step counts here. Does `return` stand in the loop?"),
        (
            1,
            "This is the product of the strides: how far apart neighbours lie. Return how many pixels one number sees.",
        ),
        ([7, 1], "Return one number: how many pixels are seen."),
        (11, "The jump has changed at stride 1. Strides multiply: times 1 leaves it as it is."),
    )
    case = "the steps [(3, 1), (5, 1)]: two convolutions", [(3, 1), (5, 1)], 7
    expect_answer(answer, case, *said, errors=[("tuple", pairs)])
    sizes, strides = np.array(STEPS).T
    before = "A step's own stride counts for the steps after it, not for itself. Add first, then multiply the jump."
    jumps = [  # known mistakes, by the jump that each step has
        (1, "Each step was counted as if neighbours were always one input pixel apart: no jump."),
        (strides.cumprod(), before),
        (strides, "Each step has only its own stride for a jump. The strides of all steps before it multiply."),
        ([1, 1, 2, 3], "Your jump is the last step's stride only. It must be the product of all strides so far."),
        ([1, 1, 2, 4], "The jump doubles here at any stride. With stride 3, it is 3 times as far."),
        ([1, 1, 3, 6], "The strides were added. Jumps multiply: 2, then 3, is 6 pixels apart."),
    ]
    said = (
        "After a step with stride 2, neighbours lie twice as many input pixels apart: later steps count twice as much.",
        "Draw the input pixels of three neighbours after the first stride. How far apart are they? Now a kernel of 3.",
        "Count the neighbours that a step adds, and multiply by how far apart they lie in the input.",
        *[(1 + ((sizes - 1) * wrong).sum(), hint) for wrong, hint in jumps],
        (field(STEPS) + strides.prod() - 1, LAST_STRIDE),
        (
            field(sorted(STEPS)),
            "The steps were sorted. Take them as they come: each stride counts for the steps after it.",
        ),
        (1 + (sizes // 2 * 2 * [1, 1, 2, 6]).sum(), "A kernel of 2 adds one neighbour, not two: size - 1."),
        (field(STEPS[::-1]), "The steps came in the wrong order: a stride counts for the steps after it."),
    )
    expect_answer(answer, (f"the steps {STEPS}", STEPS, field(STEPS)), *said)
    what = "the way down the paper's U: two convolutions and a pool, four times, then two convolutions"
    pool = "A 2×2 pool is the step (2, 2): it adds 1 × jump, and then the jump doubles."
    kept = 1 + (field(WAY_DOWN) - 1) * strides.prod(), KEPT
    once = field(dict.fromkeys(WAY_DOWN)), "Equal steps count each. Does a set, or a dictionary, keep only one of them?"
    expect_answer(answer, (what, WAY_DOWN, field(WAY_DOWN)), pool, kept, once)
    even = "Even kernels add size - 1, too: a kernel of 4 adds 3 neighbours, a kernel of 6 adds 5."
    over = (
        "A kernel of 1 adds nothing. A stride of 1 leaves the jump as it is, a stride of 4 makes it four times as far."
    )
    many = "The jump grows to 256 here. Is there a largest number in your code, or a small number type such as `uint8`?"
    for steps in MORE_STEPS:
        hints = (over,) if steps[-1][0] % 2 else (even, over)
        hints = (many, over) if len(steps) > 5 else hints
        expect_answer(answer, (f"the steps {steps}", steps, field(steps)), *hints)
    own = "Before the first step, a number sees its own pixel: begin with `seen, jump = 1, 1`."
    expect_answer(answer, ("no step at all: []", [], 1), own, errors=[("Error", own)])
