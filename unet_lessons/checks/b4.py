"""The check of the exercise of B4: keep the best of the boxes that lie on one object."""

import numpy as np

from ..boxes import box_iou
from .results import check
from .vocabulary import array_of, call, expect, same

SMALL = ("Begin with all boxes, sorted by score, the best first. Keep the first, drop what overlaps it, and go on.",)
# What is looked at, boxes, scores, most, which are kept (the best first)
TWICE = [[0, 0, 10, 10], [1, 0, 11, 10], [30, 30, 40, 40], [31, 31, 41, 41]]
CHAIN = [[0, 0, 10, 10], [0, 3, 10, 13], [0, 6, 10, 16]]  # the first and the last overlap little
HALF = [[0, 0, 4, 4], [0, 0, 4, 2], [0, 0, 1, 2]]  # IoU 0.5, 0.125 and 0.25


def kept(boxes, scores, most=0.5):
    """The numbers of the boxes that are kept: the course's answer."""
    left, keep = np.argsort(-np.asarray(scores), kind="stable"), []
    while len(left):
        best, left = left[0], left[1:]
        keep.append(int(best))
        left = left[box_iou([boxes[best]], [boxes[n] for n in left])[0] <= most]
    return keep


def look(what, answer, boxes, scores, most, *hints, mistakes=()):
    """Whether the answer keeps the right boxes here; `mistakes` are pairs (what it kept, a hint)."""
    boxes, scores = np.array(boxes, float).reshape(-1, 4), np.array(scores, float)
    right = kept(boxes, scores, most)
    got = array_of(what, call(answer, boxes, scores, most))
    told = {"expected": str(right), "got": got}
    numbers = "Give the numbers (indices) of the kept boxes, as in [2, 0]: not the boxes, not True and False."
    expect(got.ndim == 1 or got.size == 0, f"{what}: the shape", numbers, **told)
    expect(got.dtype != bool, what, numbers, **told)
    for wrong, hint in mistakes:
        if same(got, wrong):
            hints = (hint, *hints)
            break
    if sorted(got.tolist()) == sorted(right) and len(right) > 1:
        hints = ("The right boxes. Give them in the order of their scores, the best first.", *hints)
    expect(got.size == len(right) and (not right or same(got, right)), what, *hints, **told)


@check("Exercise · suppressed", *SMALL, seconds=10)
def suppressed(answer):
    order = "`np.argsort(-scores)` gives the numbers of the boxes, the best first."
    look(
        "two objects, each with two boxes",
        answer,
        TWICE,
        [0.6, 0.9, 0.8, 0.7],
        0.5,
        *SMALL,
        order,
        mistakes=[
            ([0, 3], "These are the worse ones of each pair. Sort by score, the highest first."),
            ([3, 0], "These are the worse ones of each pair. Sort by score, the highest first."),
            ([0, 2], "You go through the boxes in the order in which they come. Sort them by score first."),
            ([1, 2, 3, 0], "Nothing was dropped. Compare each box with those that are kept already: `box_iou`."),
            ([0, 1, 2, 3], "Nothing was dropped. Compare each box with those that are kept already: `box_iou`."),
            ([1], "Only the best box of all is left. A box that does not overlap it must stay."),
            ([], "All are gone. Does a box drop itself? Its IoU with itself is 1."),
        ],
    )
    look(
        "three boxes in a row, each overlapping the next",
        answer,
        CHAIN,
        [0.9, 0.8, 0.7],
        0.5,
        "Take `box_iou` of the box in hand with the boxes that are kept.",
        mistakes=[([0], "A box that was dropped drops no others. Compare with the kept boxes only.")],
    )
    look(
        "boxes whose IoU is 0.5, just as large as `most`, or smaller",
        answer,
        HALF,
        [0.9, 0.8, 0.7],
        0.5,
        "Drop what overlaps by more than `most`: `box_iou(...) > most`.",
        mistakes=[
            ([0, 2], "Drop what overlaps by *more* than `most`: exactly 0.5 stays."),
            ([0], "A small box inside a large one: take the IoU, not the share of the small box that is covered."),
        ],
    )
    look(
        "the same boxes with most=0.2",
        answer,
        HALF,
        [0.9, 0.8, 0.7],
        0.2,
        "Is 0.5 written into your code? The limit is `most`.",
    )
    rng = np.random.default_rng(0)
    corners = rng.uniform(0, 40, (60, 2))
    boxes = np.concatenate([corners, corners + rng.uniform(8, 16, (60, 2))], axis=1)
    look("60 boxes at random", answer, boxes, rng.permutation(60) / 60, 0.3, "Compare with all kept boxes.")
    look("no boxes", answer, [], [], 0.5, "No boxes in, no boxes out: an empty list.")
