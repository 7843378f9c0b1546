"""The check of the exercise of B4: keep the best of the boxes that lie on one object."""

import numpy as np

from ..boxes import box_iou
from .results import check
from .vocabulary import array_of, call, expect, same

TWICE = [[0, 0, 10, 10], [1, 0, 11, 10], [30, 30, 40, 40], [31, 31, 41, 41]]
CHAIN = [[0, 0, 10, 10], [0, 3, 10, 13], [0, 6, 10, 16]]  # the first and the last overlap little
HALF = [[0, 0, 4, 4], [0, 0, 4, 2], [0, 0, 1, 2]]  # IoU 0.5, 0.125 and 0.25
RNG = np.random.default_rng(0)
CORNERS = RNG.uniform(0, 40, (60, 2))
MANY = np.concatenate([CORNERS, CORNERS + RNG.uniform(8, 16, (60, 2))], axis=1)

BESIDE = [[0, 0, 4, 4], [4, 0, 8, 4], [0, 4, 4, 8], [3, 3, 5, 5]]
CORNERS = RNG.uniform(-90, 90, (150, 2))
CROWD = np.concatenate([CORNERS, CORNERS + RNG.uniform(5, 60, (150, 2))], axis=1)

SCORES = "Scores may be any numbers, also below 0 or above 1. Mark what is done in a list of its own, not by a score."
BEGIN = "Begin with all boxes, sorted by score, the best first. Keep the first, drop what overlaps it, and go on."
WORSE = "These are the worse ones of each pair. Sort by score, the highest first."
ALL = "Compare with all boxes that are kept, and go on to the last box, however low its score."
NOTHING = "Nothing was dropped. Compare each box with those that are kept already: `box_iou`."
CASES = [  # what is looked at, boxes, scores, most; hints, and pairs (what a mistake keeps, the hint meant for it)
    (
        ("two objects, each with two boxes", TWICE, [0.6, 0.9, 0.8, 0.7], 0.5),
        BEGIN,
        "`np.argsort(-scores)` gives the numbers of the boxes, the best first.",
        ([0, 3], WORSE),
        ([3, 0], WORSE),
        ([0, 2], "You go through the boxes in the order in which they come. Sort them by score first."),
        ([1, 2, 3, 0], NOTHING),
        ([0, 1, 2, 3], NOTHING),
        ([1], "Only the best box of all is left. A box that does not overlap it must stay."),
        ([], "All are gone. Does a box drop itself? Its IoU with itself is 1."),
    ),
    (
        ("boxes whose IoU is 0.5, just as large as `most`, or smaller", HALF, [0.9, 0.8, 0.7], 0.5),
        "Drop what overlaps by more than `most`: `box_iou(...) > most`.",
        ([0, 2], "Drop what overlaps by *more* than `most`: exactly 0.5 stays."),
        (
            [0],
            "A box is dropped if its IoU is above `most`: not at any overlap, nor by the share that is covered.",
        ),
    ),
    (
        ("three boxes in a row, each overlapping the next", CHAIN, [0.9, 0.8, 0.7], 0.5),
        "Take `box_iou` of the box in hand with the boxes that are kept.",
        ([0], "A box that was dropped drops no others. Compare with the kept boxes only."),
    ),
    (
        ("the same boxes with most=0.2", HALF, [0.9, 0.8, 0.7], 0.2),
        "Is 0.5 written into your code? The limit is `most`.",
    ),
    (("60 boxes at random", MANY, RNG.permutation(60) / 60, 0.3), ALL),
    (("scores below 0", TWICE, [-6.0, -0.5, -30.0, -7.0], 0.5), SCORES, ([1], SCORES), ([], SCORES)),
    (("scores from -400 to 4000", MANY, RNG.permutation(60) * 75.0 - 400, 0.3), SCORES, ALL),
    (
        ("boxes that touch, with most=0", BESIDE, [0.3, 0.2, 0.9, 0.4], 0.0),
        "The limit is `most`, here 0: an IoU of 0 stays.",
    ),
    (
        ("the same box four times, with most=0.9", [[5, 6, 9, 16]] * 4, [3, 4, 1, 2], 0.9),
        "Equal boxes have an IoU of 1.",
    ),
    (("one box", [[2, 3, 4, 9]], [0.1], 0.5), "A box alone stays."),
    (("150 boxes at random, most=0.05", CROWD, RNG.normal(size=150), 0.05), SCORES, ALL),
    (("150 boxes at random, most=0.6", CROWD, RNG.normal(size=150), 0.6), SCORES, ALL),
    (("no boxes", [], [], 0.5), "No boxes in, no boxes out: an empty list."),
]


def kept(boxes, scores, most=0.5):
    """The numbers of the boxes that are kept, the best first: the course's answer."""
    left, keep = np.argsort(-np.asarray(scores), kind="stable"), []
    while len(left):
        best, left = left[0], left[1:]
        keep.append(int(best))
        left = left[box_iou([boxes[best]], [boxes[n] for n in left])[0] <= most]
    return keep


WRITES = (
    "has changed its input",
    "Your function writes into `scores` or `boxes`, and the caller still needs them. Mark what is done in an array of"
    " your own, or begin with `scores = scores.copy()`.",
)


@check("Exercise · suppressed", BEGIN, seconds=10)
def suppressed(answer):
    for (what, boxes, scores, most), *said in CASES:
        boxes, scores = np.array(boxes, float).reshape(-1, 4), np.array(scores, float)
        given = call(answer, boxes, scores, most, errors=[WRITES])
        right, got = kept(boxes, scores, most), array_of(what, given)
        told = {"expected": str(right), "got": got}
        numbers = "Give the numbers (indices) of the kept boxes, as in [2, 0]: not the boxes, not True and False."
        expect((got.ndim == 1 or got.size == 0) and got.dtype != bool, what, numbers, **told)
        if got.dtype.kind == "f" and got.size:
            whole = "These are floats, and `boxes[2.0]` is an error: give whole numbers, `int(index)`."
            expect(False, what, whole if (got == got.round()).all() else numbers, **told)
        meant = [one[1] for one in said if not isinstance(one, str) and same(got, one[0])]
        if sorted(got.tolist()) == sorted(right) and len(right) > 1:
            meant = ["The right boxes. Give them in the order of their scores, the best first."]
        hints = meant + [one for one in said if isinstance(one, str)]
        expect(got.size == len(right) and (not right or same(got, right)), what, *hints, **told)
