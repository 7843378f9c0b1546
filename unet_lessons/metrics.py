"""How good a mask is: Dice of each image and of each class, F1 and AP of its objects, and how sure such a number is.

Dice is built in lesson 01b. What to compare with is in `baselines`.
"""

import numpy as np
from scipy.stats import bootstrap

from .backend import keras
from .images import IGNORE

RESAMPLES = 2000  # that `interval` draws


def dice(truth, prediction, threshold=0.5):
    """The Dice of each image, 0 to 1: (batch,). Two empty masks agree: 1. Built in lesson 01b.

    Both are (batch, height, width, 1), 1 where the object is; predictions count as 1 above `threshold`. Dice is twice
    the number of pixels that are 1 in both masks, divided by how many are 1 in the one plus how many in the other. As a
    Keras metric, `model.compile(…, metrics=[dice])`, it gives the mean over all images. Not `keras.losses.Dice`: that
    takes the whole batch as one image, and gives two empty masks a loss of 1. ValueError if height, width or channels
    differ; give as many masks on both sides.
    """
    ops = keras.ops
    truth, prediction = ops.cast(truth, "float32") > 0.5, ops.cast(prediction, "float32") > threshold
    if truth.shape[1:] != prediction.shape[1:]:
        raise ValueError(f"the truth is {truth.shape} and the prediction {prediction.shape}: they must be of one shape")
    inside = tuple(range(1, len(truth.shape)))  # all axes but the batch
    both = ops.sum(ops.logical_and(truth, prediction), inside)
    sizes = ops.sum(truth, inside) + ops.sum(prediction, inside)
    return ops.where(sizes == 0, 1.0, 2 * both / ops.maximum(sizes, 1))


# Several classes: lists of masks (height, width) of whole numbers 0, 1, 2, …, which may differ in size. Pixels whose
# true label is 255 (`images.IGNORE`) do not count.


def dice_per_class(truths, predictions, num_classes):
    """The Dice of each class over all pixels of all masks together, 0 to 1: (num_classes,).

    A class that is neither in the truths nor in the predictions has 1. IoU is dice / (2 − dice). Not
    `keras.losses.Dice`: it knows no pixels that do not count, and no masks of different sizes.
    ValueError if the masks are not as many or not of one shape. Built in the practice of lesson 01.
    """
    truths, predictions = [np.asarray(mask) for mask in truths], [np.asarray(mask) for mask in predictions]
    shapes = [[mask.shape for mask in masks] for masks in (truths, predictions)]
    if shapes[0] != shapes[1] or not truths:
        raise ValueError(f"the truths have shapes {shapes[0]} and the predictions {shapes[1]}: they must be alike")
    both, sizes = np.zeros(num_classes), np.zeros(num_classes)
    for truth, prediction in zip(truths, predictions, strict=True):
        counts = truth != IGNORE
        for label in range(num_classes):
            of_truth, of_prediction = (truth == label) & counts, (prediction == label) & counts
            both[label] += 2 * np.sum(of_truth & of_prediction)
            sizes[label] += np.sum(of_truth) + np.sum(of_prediction)
    return np.where(sizes == 0, 1.0, both / np.maximum(sizes, 1))


# Objects: masks (height, width) of whole numbers, 0 for the background, and each object with a number of its own.


def object_iou(truth, prediction):
    """The IoU of each true object with each predicted one: (true objects, predicted objects), 0 to 1. Lesson 07b.

    Both are labels (height, width), as `skimage.measure.label` gives them; numbers may have gaps. The rows and columns
    are in the order of the labels. ValueError if the shapes differ.
    """
    truth, prediction = np.asarray(truth), np.asarray(prediction)
    if truth.shape != prediction.shape or truth.ndim != 2:
        raise ValueError(f"the truth is {truth.shape} and the prediction {prediction.shape}: give both (height, width)")
    (true_names, true), (found_names, found) = (np.unique(one, return_inverse=True) for one in (truth, prediction))
    both = np.zeros((len(true_names), len(found_names)))
    np.add.at(both, (true.ravel(), found.ravel()), 1)
    either = both.sum(axis=1, keepdims=True) + both.sum(axis=0) - both
    return (both / either)[np.ix_(true_names != 0, found_names != 0)]


def object_scores(truths, predictions, iou=0.5):
    """F1, AP and count error of the objects of many images: three floats. Lessons 07b, 07c.

    `truths` and `predictions` are labels (count, height, width), or lists of them. A predicted object is right if its
    IoU with a true object is above `iou`, at least 0.5, so at most one pair is possible for each. F1 is
    2·right / (true + predicted); AP, as Cellpose and StarDist report it, is right / (true + predicted − right): its
    rank is F1's. The count error is the sum of |predicted − true| over the images, as a share of the true objects.
    ValueError if there are not as many, if there is no true object, or if `iou` is below 0.5.
    """
    truths, predictions = list(truths), list(predictions)
    if len(truths) != len(predictions) or not 0.5 <= iou < 1:
        raise ValueError(
            f"{len(truths)} truths, {len(predictions)} predictions, IoU {iou}: give as many of both, and an IoU from"
            " 0.5 to below 1"
        )
    overlaps = [object_iou(*pair) for pair in zip(truths, predictions, strict=True)]
    true, found = (np.array([overlap.shape[axis] for overlap in overlaps]) for axis in (0, 1))
    if not true.sum():
        raise ValueError("no truth has an object: object scores need one at least")
    right = sum(int((overlap > iou).sum()) for overlap in overlaps)
    both = int(true.sum() + found.sum())
    return 2 * right / both, right / (both - right), float(np.abs(found - true).sum() / true.sum())


def interval(values):
    """A 95 % confidence interval of the mean of `values` (count,) over all images of the same kind: (low, high).

    One value for each image, such as its Dice, or the difference of two methods on it: if 0 lies between low and high,
    the images are too few to say which method is better. It is the percentile bootstrap of `scipy.stats.bootstrap`:
    the images are drawn again and again, with replacement. ValueError for fewer than two values. From lesson 00 on.
    """
    values = np.asarray(values, float)
    if values.ndim != 1 or len(values) < 2:
        raise ValueError(f"values have shape {values.shape}: give one number for each of at least two images")
    drawn = bootstrap((values,), np.mean, n_resamples=RESAMPLES, method="percentile", rng=np.random.default_rng(0))
    return tuple(map(float, drawn.confidence_interval))
