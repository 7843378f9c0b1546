"""The check of the exercise of B6: targets and weights of a volume with a few annotated planes."""

import numpy as np

from .results import check
from .vocabulary import call, expect_equal, expect_finite, expect_parts


def right_answer(mask, annotated):
    """Target and weights (planes, height, width): the course's answer."""
    known = np.zeros(len(mask), bool)
    known[list(annotated)] = True
    weights = np.ones(mask.shape) * known[:, None, None] / known.mean()
    return np.where(known[:, None, None], mask, 0.0), weights


# Height and planes are alike, so that the wrong axis does not stop the code; in the planes that nobody annotated: 7
VOLUME = np.array([[[0, 1, 1], [1, 0, 0], [0, 0, 0], [1, 1, 1]]] * 4, float)
VOLUME[[0, 2]] = 7


NAMES = ("target", "weights")
WRITES = (
    "has changed its input",
    "Your function writes into the mask or the list that it is given. Begin with `np.zeros(mask.shape)`.",
)


def parts(what, answer, mask, annotated):
    """Target and weights, as an answer gives them: a pair, or a dictionary with these two names."""
    got = call(answer, mask, annotated, errors=[WRITES])
    got = [got[name] for name in NAMES] if isinstance(got, dict) and set(got) == set(NAMES) else got
    return expect_parts(what, got, NAMES, "End with `return target, weights`: two arrays, in this order.")


@check(
    "Exercise · sparse",
    "The planes are the first axis: `target[annotated] = mask[annotated]`, and the same with the weights.",
    "Begin with two arrays `np.zeros(mask.shape)`. At the end, divide the weights by their mean.",
    seconds=10,
)
def sparse(answer):
    what, annotated = "4 planes, 1 and 3 annotated", [1, 3]
    target, weights = parts(what, answer, VOLUME, annotated)
    right_target, right_weights = right_answer(VOLUME, annotated)
    rows = np.zeros(VOLUME.shape)
    rows[:, annotated] = 1
    expect_equal(
        f"{what}: the target",
        target,
        right_target,
        "Begin with zeros of the shape of mask, and copy the annotated planes into it.",
        "`target[annotated] = mask[annotated]`: planes are the first axis.",
        mistakes=[
            (VOLUME, "Planes that nobody annotated are still in it. There, the target is 0."),
            (VOLUME - right_target, "These are the planes that are not annotated. Keep the others."),
            (VOLUME * rows, "You took rows of each plane. The planes are the first axis."),
            (right_weights, "This looks like the weights. First the target, then the weights."),
            (right_target * 2, "The weights do not belong in the target: return both separately."),
        ],
    )
    expect_equal(
        f"{what}: the weights",
        weights,
        right_weights,
        "The weights are 0 where nobody annotated, and one number elsewhere. Which number makes their mean 1?",
        "Half of the planes count, so each counts twice: `weights / weights.mean()`.",
        mistakes=[
            (right_weights / 2, "Their mean is the share of annotated planes, not 1: the loss would be too small."),
            (np.ones(VOLUME.shape), "The mean is 1, but planes that nobody annotated count as well. There: 0."),
            (2 - right_weights, "The wrong planes count: those that nobody annotated."),
            (right_weights / right_weights.sum(), "Their sum is 1. Let their mean be 1."),
            (2 * rows, "Whole rows count in each plane. Planes are the first axis."),
            (right_weights * (right_target > 0), "Background in annotated planes is annotated, too: it counts."),
        ],
    )
    wide = np.full((5, 2, 3), np.nan)
    wide[2] = [[0, 1, 0], [1, 1, 0]]
    what, right = "5 planes, only plane 2 annotated", right_answer(wide, [2])
    got = parts(what, answer, wide, [2])
    nan = "NaN times 0 is NaN. Copy the annotated planes into zeros, do not multiply."
    expect_finite("5 planes, NaN where nobody annotated: there is NaN in the target", got[0], nan)
    half = "One plane of five counts: its weight is 5, not 2. Take the share of the annotated planes."
    for name, one, expected in zip(NAMES, got, right, strict=True):
        expect_equal(f"{what}: the {name}", one, expected, half)
    rng = np.random.default_rng(0)
    own = "Is a number of planes, rows or columns written into your code? The planes may be any, in any order."
    lost = "An infinite number times 0 is NaN. Copy the annotated planes into zeros, do not multiply."
    for shape, annotated, kind in (
        ((6, 3, 8), [5, 0], "float32"),
        ((3, 9, 2), [0, 1, 2], "float64"),
        ((1, 4, 5), [0], "float64"),
        ((12, 1, 7), [7, 2, 11, 0, 3], "float32"),
        ((9, 16, 10), [8], "float64"),
        ((4, 4, 3), [1, 3], "float64"),
    ):
        mask = np.full(shape, np.inf, kind)
        mask[annotated] = rng.integers(0, 2, (len(annotated), *shape[1:]))
        mask[annotated[0]] = 0  # somebody looked at this plane and found nothing
        what, right = (
            f"{shape[0]} planes of {shape[1]}×{shape[2]}, {annotated} annotated",
            right_answer(mask, annotated),
        )
        got = parts(what, answer, mask, annotated)
        expect_finite(f"{what}, infinite numbers elsewhere: they came into the target", got[0], lost)
        seen = [number for number in annotated if mask[number].any()] or annotated
        nothing = "A plane without any object is annotated all the same, as background: it counts."
        mistakes = zip(right_answer(mask, seen), [nothing] * 2, strict=True)
        for name, one, expected, mistake in zip(NAMES, got, right, mistakes, strict=True):
            expect_equal(f"{what}: the {name}", one, expected, own, half, mistakes=[mistake])
