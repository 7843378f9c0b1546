"""Boxes around objects: where they are, how much two of them overlap, and how good a list of predicted boxes is.

A box is (top, left, bottom, right) in pixels; bottom and right are the first row and column after it, as in a slice
`image[top:bottom, left:right]`. Boxes may have fractions; many boxes are an array (count, 4).
"""

import numpy as np
from scipy.ndimage import find_objects


def boxes_of(labels):
    """The smallest box around each object: (count, 4) of float, in the order of the labels.

    `labels` is (height, width) of whole numbers from 0, the background, on; a mask of bool is one object. ValueError
    for others.
    """
    labels = np.asarray(labels)
    if labels.ndim != 2 or labels.dtype.kind not in "iub" or (labels.size and labels.min() < 0):
        raise ValueError(f"labels are {labels.dtype} {labels.shape}: give whole numbers from 0, (height, width)")
    found = [slices for slices in find_objects(labels.astype(int)) if slices is not None]
    return np.array([(r.start, c.start, r.stop, c.stop) for r, c in found], float).reshape(-1, 4)


def checked_boxes(boxes, name="boxes"):
    """Boxes as an array (count, 4) of float; ValueError unless each ends where it begins, or after that."""
    boxes = np.asarray(boxes, float)
    boxes = boxes.reshape(0, 4) if boxes.size == 0 else boxes
    if boxes.ndim != 2 or boxes.shape[1] != 4:
        raise ValueError(f"{name} have shape {boxes.shape}: give (count, 4), each top, left, bottom, right")
    if not (np.isfinite(boxes).all() and (boxes[:, :2] <= boxes[:, 2:]).all()):
        raise ValueError(f"of {name}, one ends before it begins or is not finite: give top, left, bottom, right")
    return boxes


def box_iou(boxes, others):
    """IoU of each of `boxes` with each of `others`: (count, 4) and (others, 4) → (count, others), 0 to 1.

    The area that both cover, divided by the area that at least one covers; 0 where both are empty.
    """
    boxes, others = checked_boxes(boxes)[:, None], checked_boxes(others, "others")[None]
    start, stop = np.maximum(boxes[..., :2], others[..., :2]), np.minimum(boxes[..., 2:], others[..., 2:])
    both = np.prod(np.maximum(stop - start, 0), axis=-1)
    areas = [np.prod(one[..., 2:] - one[..., :2], axis=-1) for one in (boxes, others)]
    return both / np.maximum(areas[0] + areas[1] - both, 1e-9)


def match_boxes(boxes, scores, truth, least=0.5):
    """The true box matched to each predicted box: its number, or −1 for none. Both are (…, 4), of one image.

    The boxes choose in the order of their scores, the highest first: each takes the true box that it overlaps most
    among those that are still free, if their IoU is at least `least`. So of two boxes on one object, one gets none.
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
    """Precision and recall for each cut-off on the scores, over many images: two arrays, and the scores themselves.

    `found` has a pair (boxes, scores) for each image, `truths` its true boxes. All boxes are sorted by score, the
    highest first. Precision k is the share of right ones among the first k boxes; recall k is how many of all
    true boxes they have found. ValueError if there is no true box at all.
    """
    found, truths = list(found), list(truths)
    total = sum(len(truth) for truth in truths)
    if len(found) != len(truths) or not total:
        raise ValueError(
            f"{len(found)} images found, {len(truths)} true, {total} true boxes: give both for the same"
            " images, and at least one true box"
        )
    right = [match_boxes(*one, truth, least) >= 0 for one, truth in zip(found, truths, strict=True)]
    scores, right = np.concatenate([scores for _, scores in found]).astype(float), np.concatenate(right)
    order = np.argsort(-scores, kind="stable")
    correct = np.cumsum(right[order])
    return correct / np.arange(1, len(order) + 1), correct / total, scores[order]


def average_precision(found, truths, least=0.5):
    """AP, the area under the curve of precision over recall, 0 to 1; arguments as for `precision_recall`.

    At each recall counts the best precision that is reached at this recall or at a higher one, as in the Pascal VOC
    challenge from 2010 on; scikit-learn's `average_precision_score` takes the precision at each recall as it is. Who
    finds whom is decided as in COCO: by `match_boxes`.
    """
    precision, recall, _ = precision_recall(found, truths, least)
    best = np.maximum.accumulate(precision[::-1])[::-1]
    return float(np.sum(best * np.diff(recall, prepend=0)))
