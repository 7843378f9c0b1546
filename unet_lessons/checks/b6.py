"""The check of the exercise of B6: targets and weights of a volume with a few annotated planes."""

import numpy as np

from .results import check
from .vocabulary import call, expect_equal, expect_finite, expect_parts, expect_unchanged


def right_answer(mask, annotated):
    """Target and weights (planes, height, width): the course's answer."""
    known = np.zeros(len(mask), bool)
    known[list(annotated)] = True
    weights = np.ones(mask.shape) * known[:, None, None] / known.mean()
    return np.where(known[:, None, None], mask, 0.0), weights


# Height and planes are alike, so that the wrong axis does not stop the code; in the planes that nobody annotated: 7
VOLUME = np.array([[[0, 1, 1], [1, 0, 0], [0, 0, 0], [1, 1, 1]]] * 4, float)
VOLUME[[0, 2]] = 7


@check("Exercise · sparse", seconds=10)
def sparse(answer):
    what, annotated, names = "4 planes, 1 and 3 annotated", [1, 3], ("target", "weights")
    two = "End with `return target, weights`: two arrays, in this order."
    target, weights = expect_parts(what, call(answer, VOLUME, annotated), names, two)
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
            (right_target * 2, "The weights do not belong into the target: return both, each for itself."),
        ],
    )
    expect_equal(
        f"{what}: the weights",
        weights,
        right_weights,
        "0 where nobody annotated, elsewhere one number. Which, so that the mean over all voxels is 1?",
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
    got = expect_parts(what, call(answer, wide, [2]), names, two)
    nan = "NaN times 0 is NaN. Copy the annotated planes into zeros, do not multiply."
    expect_finite("5 planes, NaN where nobody annotated: there is NaN in the target", got[0], nan)
    half = "One plane of five counts: its weight is 5, not 2. Take the share of the annotated planes."
    for name, one, expected in zip(names, got, right, strict=True):
        expect_equal(f"{what}: the {name}", one, expected, half)
    given = VOLUME.copy()
    call(lambda: answer(given, annotated))
    hint = "Your function writes into the mask that it is given. Begin with `np.zeros(mask.shape)`."
    expect_unchanged("the mask that was given has changed", given, VOLUME, hint)
