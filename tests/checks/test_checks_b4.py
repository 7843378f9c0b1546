"""The check of the exercise of B4, against planted answers."""

import numpy as np

import unet_lessons.checks.b4 as check
from unet_lessons.backend import keras
from unet_lessons.boxes import box_iou


def by_dropping(boxes, scores, most=0.5):
    """The other way round: strike out what the best one overlaps."""
    keep, alive = [], np.ones(len(boxes), bool)
    while alive.any():
        best = np.flatnonzero(alive)[np.argmax(scores[alive])]
        keep.append(best)
        alive &= box_iou(boxes, boxes)[best] <= most
        alive[best] = False
    return np.array(keep, int)


def in_recursion(boxes, scores, most=0.5, among=None):
    among = list(range(len(boxes))) if among is None else among
    if not among:
        return []
    best = max(among, key=lambda n: scores[n])
    others = [n for n in among if n != best and box_iou(boxes[[n]], boxes[[best]])[0, 0] <= most]
    return [best, *in_recursion(boxes, scores, most, others)]


def by_tensorflow(boxes, scores, most=0.5):
    from unet_lessons.backend import tensorflow as tf

    if len(boxes) == 0:
        return tf.zeros((0,), "int32")
    return tf.image.non_max_suppression(boxes, scores, len(boxes), most)


def answer(
    order="best", against="kept", limit=lambda iou, most: iou <= most, end=lambda keep, boxes: keep, iou=box_iou
):
    """An answer: right, or with a mistake."""

    def suppressed(boxes, scores, most=0.5):
        numbers = {"best": np.argsort(-scores), "worst": np.argsort(scores), "as they come": range(len(boxes))}[order]
        keep, seen = [], []
        for n in numbers:
            others = {"kept": keep, "seen": seen, "all": range(len(boxes)), "none": []}[against]
            if all(limit(iou(boxes[[n]], boxes[[other]])[0, 0], most) for other in others):
                keep.append(int(n))
            seen.append(n)
        return end(keep, boxes)

    return suppressed


def share_of_the_smaller(boxes, others):
    size = np.minimum(boxes[0, 2:], others[0, 2:]) - np.maximum(boxes[0, :2], others[0, :2])
    areas = [np.prod(one[0, 2:] - one[0, :2]) for one in (boxes, others)]
    return np.array([[np.prod(np.maximum(size, 0)) / min(areas)]])


def mask_of(keep, boxes):
    return np.isin(np.arange(len(boxes)), keep)


def by_a_matrix(boxes, scores, most=0.5):
    """A matrix of what overlaps, in the order of the scores; rows are struck out one by one."""
    order = np.argsort(scores)[::-1]
    overlap, alive = box_iou(boxes[order], boxes[order]) > most, np.ones(len(order), bool)
    for n in range(len(order)):
        if alive[n]:
            alive[n + 1 :] &= ~overlap[n, n + 1 :]
    return order[alive]


def by_a_heap(boxes, scores, most=0.5):
    import heapq

    heap, keep = [(-score, n) for n, score in enumerate(scores)], []
    heapq.heapify(heap)
    while heap:
        n = heapq.heappop(heap)[1]
        if not keep or box_iou(boxes[keep], boxes[n : n + 1]).max() <= most:
            keep.append(n)
    return [int(n) for n in keep]


def while_above(least, done=-1.0, copies=True):
    """What is done gets a score that counts as none."""

    def answer(boxes, scores, most=0.5):
        scores, keep = scores.copy() if copies else scores, []
        while len(scores) and scores.max() >= least:
            best = int(scores.argmax())
            keep.append(best)
            scores[(box_iou(boxes[[best]], boxes)[0] > most)] = done
            scores[best] = done
        return keep

    return answer


RIGHT = [
    (check.suppressed, by_a_matrix),
    (check.suppressed, by_a_heap),
    (check.suppressed, while_above(-1e300, done=-np.inf)),
    (check.suppressed, check.kept),
    (check.suppressed, by_dropping),
    (check.suppressed, in_recursion),
    (check.suppressed, by_tensorflow),
    (check.suppressed, answer(end=lambda keep, boxes: keras.ops.convert_to_tensor(keep, "int32"))),
    (check.suppressed, answer(end=lambda keep, boxes: tuple(keep))),
]

WRONG = [
    (check.suppressed, while_above(0), "also below 0 or above 1"),
    (check.suppressed, while_above(-1e300, done=-np.inf, copies=False), "the caller still needs them"),
    (check.suppressed, answer(end=lambda keep, boxes: np.array(keep, float)), "These are floats"),
    (check.suppressed, answer(limit=lambda iou, most: iou <= (most or 0.5)), "here 0"),
    (check.suppressed, answer("worst"), "These are the worse ones"),
    (check.suppressed, answer("as they come"), "in the order in which they come"),
    (check.suppressed, answer(against="none"), "Nothing was dropped"),
    (check.suppressed, answer(against="all"), "Does a box drop itself?"),
    (check.suppressed, answer(end=lambda keep, boxes: keep[:1]), "Only the best box of all"),
    (check.suppressed, answer(against="seen"), "A box that was dropped drops no others"),
    (check.suppressed, answer(limit=lambda iou, most: iou < most), "exactly 0.5 stays"),
    (check.suppressed, answer(iou=share_of_the_smaller), "nor by the share that is covered"),
    (check.suppressed, answer(limit=lambda iou, most: iou <= 0.5), "The limit is `most`"),
    (check.suppressed, answer(end=lambda keep, boxes: sorted(keep, reverse=True)), "in the order of their scores"),
    (check.suppressed, answer(end=lambda keep, boxes: boxes[keep]), "Give the numbers (indices)"),
    (check.suppressed, answer(end=mask_of), "Give the numbers (indices)"),
]


def test_the_course_keeps_what_tensorflow_keeps():
    rng = np.random.default_rng(3)
    corners = rng.uniform(0, 50, (80, 2))
    boxes = np.concatenate([corners, corners + rng.uniform(5, 15, (80, 2))], axis=1)
    for most in (0.1, 0.3, 0.6):
        scores = rng.permutation(80) / 80
        assert check.kept(boxes, scores, most) == list(by_tensorflow(boxes, scores, most).numpy())
