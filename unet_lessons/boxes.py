"""Boxes around objects: where they are, how much two of them overlap, and how good a list of predicted boxes is. B4.

A box is (top, left, bottom, right) in pixels; bottom and right are the first row and column after it, as in the slice
`image[top:bottom, left:right]`. The numbers may be fractions. Several boxes are an array (count, 4).
"""

import numpy as np
from scipy.ndimage import find_objects


def boxes_of(labels):
    """The smallest box around each object: (count, 4) of float, in the order of the labels.

    `labels` is (height, width) of whole numbers, with 0 for the background; a mask of bool counts as one object.
    ValueError for anything else.
    """
    labels = np.asarray(labels)
    if labels.ndim != 2 or labels.dtype.kind not in "iub" or (labels.size and labels.min() < 0):
        raise ValueError(f"labels are {labels.dtype} {labels.shape}: give whole numbers from 0, (height, width)")
    found = [slices for slices in find_objects(labels.astype(int)) if slices is not None]
    return np.array([(r.start, c.start, r.stop, c.stop) for r, c in found], float).reshape(-1, 4)


def checked_boxes(boxes, name="boxes"):
    """The boxes as an array (count, 4) of float; ValueError if the shape is wrong or if a box ends before it begins."""
    boxes = np.asarray(boxes, float)
    boxes = boxes.reshape(0, 4) if boxes.size == 0 else boxes
    if boxes.ndim != 2 or boxes.shape[1] != 4:
        raise ValueError(f"{name} have shape {boxes.shape}: give (count, 4), each top, left, bottom, right")
    if not (np.isfinite(boxes).all() and (boxes[:, :2] <= boxes[:, 2:]).all()):
        raise ValueError(f"one of {name} ends before it begins or is not finite: give top, left, bottom, right")
    return boxes


def box_iou(boxes, others):
    """The IoU, from 0 to 1, of each of `boxes` with each of `others`: (count, 4) and (others, 4) → (count, others).

    IoU is the area that both boxes cover, divided by the area that at least one covers; it is 0 if both are empty.
    ValueError for invalid boxes.
    """
    boxes, others = checked_boxes(boxes)[:, None], checked_boxes(others, "others")[None]
    start, stop = np.maximum(boxes[..., :2], others[..., :2]), np.minimum(boxes[..., 2:], others[..., 2:])
    both = np.prod(np.maximum(stop - start, 0), axis=-1)
    areas = [np.prod(one[..., 2:] - one[..., :2], axis=-1) for one in (boxes, others)]
    return both / np.maximum(areas[0] + areas[1] - both, 1e-9)


def match_boxes(boxes, scores, truth, least=0.5):
    """The index of the true box matched to each predicted box, or −1 for none: (count,) of int, for one image.

    Predicted boxes are (count, 4), their scores are (count,), and the true boxes are (objects, 4). In the order of
    their scores, the highest first, each box takes the true box that it overlaps most among those still free, if their
    IoU is at least `least`. Of two boxes on one object, one therefore stays without a match. The rule is that of COCO.
    ValueError unless there is one score for each box, none of them NaN.
    """
    boxes, scores, truth = checked_boxes(boxes), np.asarray(scores, float), checked_boxes(truth, "truth")
    if scores.shape != (len(boxes),) or np.isnan(scores).any():
        raise ValueError(f"{len(boxes)} boxes and scores {scores.shape}: give one number for each box, no NaN")
    overlap, partner = box_iou(boxes, truth), np.full(len(boxes), -1)
    for index in np.argsort(-scores, kind="stable"):
        if len(truth) and overlap[index].max() >= least:
            partner[index] = overlap[index].argmax()
            overlap[:, partner[index]] = -1  # taken
    return partner


def precision_recall(found, truths, least=0.5):
    """Precision and recall for every score threshold, over many images, and the scores: three arrays (boxes,).

    `found` has a pair (boxes, scores) for each image, and `truths` has the true boxes of each image. All predicted
    boxes are sorted by score, the highest first. Precision k, from 0 to 1, is the share of correct boxes among the
    first k; recall k, from 0 to 1, is the share of all true boxes that these k have found. A box is correct if it
    matches a true box with an IoU of at least `least`. ValueError unless both lists are equally long and there is a
    true box.
    """
    found, truths = list(found), list(truths)
    total = sum(len(truth) for truth in truths)
    if len(found) != len(truths) or not total:
        raise ValueError(
            f"predictions for {len(found)} images, truths for {len(truths)}, {total} true boxes: give both for the same"
            " images, and at least one true box"
        )
    right = [match_boxes(*one, truth, least) >= 0 for one, truth in zip(found, truths, strict=True)]
    scores, right = np.concatenate([scores for _, scores in found]).astype(float), np.concatenate(right)
    order = np.argsort(-scores, kind="stable")
    correct = np.cumsum(right[order])
    return correct / np.arange(1, len(order) + 1), correct / total, scores[order]


def average_precision(found, truths, least=0.5):
    """AP, the area under the curve of precision over recall, from 0 to 1. Arguments as for `precision_recall`.

    At each recall, it uses the best precision reached at that recall or a higher one, as in the Pascal VOC challenge
    from 2010 on. (scikit-learn's `average_precision_score` takes the precision at each recall as it is.) Boxes are
    matched as in COCO, by `match_boxes`.
    """
    precision, recall, _ = precision_recall(found, truths, least)
    best = np.maximum.accumulate(precision[::-1])[::-1]
    return float(np.sum(best * np.diff(recall, prepend=0)))
