"""More planted answers for the check of B4."""

import numpy as np

import unet_lessons.checks.b4 as b4
from unet_lessons.backend import keras
from unet_lessons.boxes import box_iou

ops = keras.ops

# B4: right


def suppressed_by_sort(boxes, scores, most=0.5):
    """By Python's sort, with an IoU for each pair."""
    order = sorted(range(len(boxes)), key=lambda n: float(scores[n]), reverse=True)
    keep = []
    for n in order:
        if not any(float(box_iou(boxes[n : n + 1], boxes[k : k + 1])[0, 0]) > most for k in keep):
            keep += [n]
    return keep


def suppressed_by_flags(boxes, scores, most=0.5):
    overlap, alive, keep = np.asarray(box_iou(boxes, boxes)), np.ones(len(boxes), bool), []
    while alive.any():
        best = max(np.flatnonzero(alive), key=lambda n: scores[n])
        keep.append(best)
        alive &= ~(overlap[best] > most)
        alive[best] = False
    return np.array(keep, int)


def suppressed_in_recursion(boxes, scores, most=0.5):
    def rest(left):
        if not left:
            return []
        best, *others = left
        overlap = box_iou(boxes[[best]], boxes[others])[0] if others else []
        return [best, *rest([n for n, iou in zip(others, overlap, strict=True) if iou <= most])]

    return rest(np.argsort(scores)[::-1].tolist())


# B4: wrong


def greedy(
    order=lambda s: np.argsort(-np.asarray(s)),
    drops=lambda iou, most: iou > most,
    iou=box_iou,
    end=list,
    others=lambda keep, dropped: keep,
):
    def answer(boxes, scores, most=0.5):
        keep, dropped = [], []
        overlap = iou(boxes, boxes) if len(boxes) else np.zeros((0, 0))
        for n in order(scores).tolist():
            if any(drops(overlap[n, k], most) for k in others(keep, dropped)):
                dropped.append(n)
            else:
                keep.append(n)
        return end(keep)

    return answer


def area_overlap(boxes, others):
    """The overlap by the smaller box."""
    boxes = np.asarray(boxes, float)
    low = np.maximum(boxes[:, None, :2], others[None, :, :2])
    high = np.minimum(boxes[:, None, 2:], others[None, :, 2:])
    both = np.prod(np.maximum(high - low, 0), axis=-1)
    area = np.prod(boxes[:, 2:] - boxes[:, :2], axis=-1)
    return both / np.maximum(np.minimum(area[:, None], area[None]), 1e-9)


at_least_most = greedy(drops=lambda iou, most: iou >= most)
always_half = greedy(drops=lambda iou, most: iou > 0.5)
lowest_first = greedy(order=lambda s: np.argsort(s))
in_their_order = greedy(order=lambda s: np.arange(len(s)))
any_overlap = greedy(drops=lambda iou, most: iou > 0)
by_the_smaller = greedy(iou=area_overlap)
sorted_numbers = greedy(end=sorted)
count_of_them = greedy(end=len)
the_best_alone = greedy(end=lambda keep: keep[:1])
dropped_drop_too = greedy(others=lambda keep, dropped: keep + dropped)
the_last_kept_only = greedy(others=lambda keep, dropped: keep[-1:])
the_first_kept_only = greedy(others=lambda keep, dropped: keep[:1])
scores_as_int = greedy(order=lambda s: np.argsort(-(np.asarray(s) * 100).astype(int), kind="stable"))


def boxes_not_numbers(boxes, scores, most=0.5):
    return boxes[greedy()(boxes, scores, most)]


def above_half_score(boxes, scores, most=0.5):
    return [n for n in greedy()(boxes, scores, most) if scores[n] > 0.5]


def empties_scores(boxes, scores, most=0.5):
    keep = []
    overlap = box_iou(boxes, boxes)
    while len(scores) and scores.max() > -1e9:
        n = int(scores.argmax())
        keep.append(n)
        scores[overlap[n] > most] = -1e10
        scores[n] = -1e10
    return keep


def at_most_ten(boxes, scores, most=0.5):
    return greedy()(boxes, scores, most)[:10]


def by_a_dictionary(boxes, scores, most=0.5):
    """Boxes that are the same share one entry."""
    of = {tuple(box): n for n, box in enumerate(boxes.tolist())}
    numbers = sorted(of.values(), key=lambda n: -scores[n])
    keep = []
    for n in numbers:
        if all(box_iou(boxes[[n]], boxes[[k]])[0, 0] <= most for k in keep):
            keep.append(n)
    return keep


by_the_exponential = greedy(order=lambda s: np.argsort(-np.exp(s), kind="stable"))
by_the_inverse = greedy(order=lambda s: np.argsort(1 / (np.asarray(s) + 1e-9)))


def suppressed_by_lowering(boxes, scores, most=0.5):
    """Scores of dropped boxes are lowered, in a copy, and tell at the end which they are."""
    scores, overlap, order = np.array(scores, float), box_iou(boxes, boxes), []
    low, left = np.zeros(len(scores), bool), list(range(len(scores)))
    while left:
        best = max(left, key=lambda n: (not low[n], scores[n]))
        left.remove(best)
        order.append(best)
        low |= (overlap[best] > most) & np.isin(np.arange(len(low)), left) & (not low[best])
    return [n for n in order if not low[n]]


RIGHT = [
    (b4.suppressed, suppressed_by_lowering),
    (b4.suppressed, suppressed_by_sort),
    (b4.suppressed, suppressed_by_flags),
    (b4.suppressed, suppressed_in_recursion),
]

WRONG = [
    (b4.suppressed, by_the_exponential, "Scores may be any numbers, also below 0 or"),
    (b4.suppressed, by_the_inverse, "Scores may be any numbers, also below 0 or"),
    (b4.suppressed, at_least_most, "Drop what overlaps by *more* than `most`"),
    (b4.suppressed, always_half, "Is 0.5 written into your code? The limit is"),
    (b4.suppressed, lowest_first, "These are the worse ones of each pair. Sort by"),
    (b4.suppressed, in_their_order, "You go through the boxes in the order in which"),
    (b4.suppressed, any_overlap, "A box is dropped if its IoU is above `most`"),
    (b4.suppressed, by_the_smaller, "A box is dropped if its IoU is above `most`"),
    (b4.suppressed, sorted_numbers, "The right boxes. Give them in the order of"),
    (b4.suppressed, count_of_them, "Give the numbers (indices) of the kept boxes"),
    (b4.suppressed, the_best_alone, "Only the best box of all is left. A box that"),
    (b4.suppressed, dropped_drop_too, "A box that was dropped drops no others. Compare"),
    (b4.suppressed, the_last_kept_only, "Begin with all boxes, sorted by score, the best"),
    (b4.suppressed, the_first_kept_only, "Begin with all boxes, sorted by score, the best"),
    (b4.suppressed, scores_as_int, "The right boxes. Give them in the order of"),
    (b4.suppressed, boxes_not_numbers, "Give the numbers (indices) of the kept boxes"),
    (b4.suppressed, above_half_score, "Compare with all boxes that are kept, and go on"),
    (b4.suppressed, empties_scores, "Your function writes into `scores` or `boxes`"),
    (b4.suppressed, at_most_ten, "Compare with all boxes that are kept, and go on"),
    (b4.suppressed, by_a_dictionary, "Equal boxes have an IoU of 1"),
]
