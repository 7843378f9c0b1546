"""The check of the exercise of B6: targets and weights of a volume with a few annotated planes."""

import numpy as np

from .results import check
from .vocabulary import NotYet, array_of, call, expect, expect_equal


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
    what, annotated = "4 planes, 1 and 3 annotated", [1, 3]
    target, weights = two_arrays(what, call(answer, VOLUME, annotated))
    right_target, right_weights = right_answer(VOLUME, annotated)
    others = np.where(right_weights > 0, VOLUME, 0)
    expect_equal(
        f"{what}: the target",
        target,
        right_target,
        "Begin with zeros of the shape of mask, and copy the annotated planes into it.",
        "`target[annotated] = mask[annotated]`: planes are the first axis.",
        mistakes=[
            (VOLUME, "Planes that nobody annotated are still in it. There, the target is 0."),
            (VOLUME - others, "These are the planes that are not annotated. Keep the others."),
            (across(VOLUME, annotated), "You took rows of each plane. The planes are the first axis."),
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
            (
                right_weights / 2,
                "Their mean is the share of annotated planes, not 1: the loss would come out too small.",
            ),
            (np.ones(VOLUME.shape), "The mean is 1, but planes that nobody annotated count as well. There: 0."),
            (2 - right_weights, "The wrong planes count: those that nobody annotated."),
            (right_weights / right_weights.sum(), "Their sum is 1. Let their mean be 1."),
            (
                across(np.full(VOLUME.shape, 2.0), annotated),
                "Whole rows count in each plane. Planes are the first axis.",
            ),
            (right_weights * (right_target > 0), "Background in annotated planes is annotated, too: it counts."),
        ],
    )
    wide = np.full((5, 2, 3), np.nan)
    wide[2] = [[0, 1, 0], [1, 1, 0]]
    target, weights = two_arrays("5 planes, only plane 2 annotated", call(answer, wide, [2]))
    nan = "NaN times 0 is NaN. Copy the annotated planes into zeros, do not multiply."
    expect(np.isfinite(target).all(), "5 planes, NaN where nobody annotated: there is NaN in the target", nan)
    half = "One plane of five counts: its weight is 5, not 2. Take the share of the annotated planes."
    expect_equal("5 planes, only plane 2 annotated: the target", target, right_answer(wide, [2])[0], half)
    expect_equal("5 planes, only plane 2 annotated: the weights", weights, right_answer(wide, [2])[1], half)
    given = VOLUME.copy()
    untouched(answer, given)


def across(volume, rows):
    """Rows in place of planes: a mistake."""
    wrong = np.zeros_like(volume)
    wrong[:, rows] = volume[:, rows]
    return wrong


def two_arrays(what, got):
    """Target and weights out of what an answer returned, as arrays."""
    try:
        parts = list(got)
    except Exception:
        raise NotYet(f"{what}: two arrays are needed", "End with `return target, weights`.", got=got) from None
    two = "End with `return target, weights`: two arrays, in this order."
    expect(len(parts) == 2, f"{what}: two arrays are needed", two, expected="2", got=str(len(parts)))
    return [array_of(f"{what}: the {name}", part) for name, part in zip(("target", "weights"), parts, strict=True)]


def untouched(answer, given):
    """NotYet if the answer writes into the volume that it is given."""
    before = given.copy()
    call(lambda: answer(given, [1, 3]))
    hint = "Your function writes into the mask that it is given. Begin with `np.zeros(mask.shape)`."
    expect(np.array_equal(before, given), "the mask that was given has changed", hint)
