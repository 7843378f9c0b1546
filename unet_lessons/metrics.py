"""How good a mask is: Dice per image and per class, F1 and AP of objects, and how certain such a score is.

Dice is built in lesson 01b. The methods to compare a network with are in `baselines`.
"""

import numpy as np
from scipy.stats import bootstrap

from .arguments import check_numbers
from .backend import keras
from .images import IGNORE

RESAMPLES = 2000  # number of bootstrap samples that `interval` draws


def dice(truth, prediction, threshold=0.5):
    """The Dice of each image, from 0 to 1: (batch,). Built in lesson 01b.

    Truth and prediction are (batch, height, width, 1), with 1 for the object; the prediction may hold probabilities,
    which count as 1 above `threshold`. Dice is twice the number of pixels that are 1 in both masks, divided by the sum
    of the numbers of pixels that are 1 in each mask; it is 1 if both masks are empty. As a Keras metric,
    `model.compile(…, metrics=[dice])`, it gives the mean over all images. `keras.losses.Dice` differs: it treats the
    whole batch as one image, and gives two empty masks a loss of 1. NaN in a prediction gives NaN. ValueError if the
    shapes differ, or if there is no batch axis.
    """
    ops = keras.ops
    check_numbers("the truth", truth)
    check_numbers("the prediction", prediction)
    truth, prediction = ops.cast(truth, "float32"), ops.cast(prediction, "float32")
    check_batches(tuple(truth.shape), tuple(prediction.shape))
    unknown = ops.isnan(prediction)
    truth, prediction = truth > 0.5, prediction > threshold
    inside = tuple(range(1, len(truth.shape)))  # all axes but the batch
    both = ops.sum(ops.logical_and(truth, prediction), inside)
    sizes = ops.sum(truth, inside) + ops.sum(prediction, inside)
    score = ops.where(sizes == 0, 1.0, 2 * both / ops.maximum(sizes, 1))
    return ops.where(ops.any(unknown, inside), float("nan"), score)


def check_batches(truth, prediction):
    """Raise a ValueError unless two shapes are those of batches of masks of one size; a side may be None.

    Used by `dice` (lesson 01b).
    """
    if len(truth) < 4 or len(truth) != len(prediction):
        raise ValueError(
            f"the truth is {truth} and the prediction {prediction}: both must be (batch, height, width, 1)."
            " For one mask (height, width), add the axes: mask[None, :, :, None]"
        )
    if any(None not in sides and sides[0] != sides[1] for sides in zip(truth, prediction, strict=True)):
        raise ValueError(f"the truth is {truth} and the prediction {prediction}: they must have the same shape")


# Several classes: lists of masks (height, width) with labels 0, 1, 2, …; the masks may differ in size. Pixels whose
# true label is 255 (the ignore index, `images.IGNORE`) do not count.


def dice_per_class(truths, predictions, num_classes):
    """The Dice of each class over all pixels of all masks together, from 0 to 1: (num_classes,).

    A class that occurs neither in the truths nor in the predictions gets 1. IoU is dice / (2 − dice).
    `keras.losses.Dice` differs: it has no ignore index, and all its masks must have one size. ValueError unless there
    are as many predictions as truths, at least one, each of the same shape as its truth. Built in the practice notebook
    of lesson 01.
    """
    truths, predictions = [np.asarray(mask) for mask in truths], [np.asarray(mask) for mask in predictions]
    shapes = [[mask.shape for mask in masks] for masks in (truths, predictions)]
    if shapes[0] != shapes[1] or not truths:
        raise ValueError(f"the truths have shapes {shapes[0]} and the predictions {shapes[1]}: they must be the same")
    both, sizes = np.zeros(num_classes), np.zeros(num_classes)
    for truth, prediction in zip(truths, predictions, strict=True):
        counts = truth != IGNORE
        for label in range(num_classes):
            of_truth, of_prediction = (truth == label) & counts, (prediction == label) & counts
            both[label] += 2 * np.sum(of_truth & of_prediction)
            sizes[label] += np.sum(of_truth) + np.sum(of_prediction)
    return np.where(sizes == 0, 1.0, both / np.maximum(sizes, 1))


# Objects: labels (height, width), 0 for the background and a number of its own for each object.


def object_iou(truth, prediction):
    """The IoU of each true object with each predicted one, from 0 to 1: (true objects, predicted objects). Lesson 07b.

    Truth and prediction are labels (height, width), as `skimage.measure.label` gives them; the numbers may have gaps.
    Rows and columns are in the order of the labels. ValueError if the shapes differ or are not (height, width).
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
    """F1, AP and count error of the objects in many images: three floats. Used in lessons 07b and 07c.

    `truths` and `predictions` are labels (count, height, width), or lists of (height, width). A predicted object is
    right if its IoU with a true object is above `iou`; since that is at least 0.5, no object can be in two such pairs.
    F1 is 2·right / (true + predicted), from 0 to 1. AP, as Cellpose and StarDist define it, is right / (true +
    predicted − right), from 0 to 1; it ranks methods in the same order as F1. The count error is the sum of |predicted
    − true| over the images, divided by the number of true objects. ValueError unless there are as many predictions as
    truths and at least one true object, and for an `iou` below 0.5 or from 1 on.
    """
    if any(getattr(masks, "ndim", 3) < 3 for masks in (truths, predictions)):
        raise ValueError("truths and predictions are many masks: for one mask (height, width), give [mask]")
    truths, predictions = list(truths), list(predictions)
    if len(truths) != len(predictions) or not 0.5 <= iou < 1:
        raise ValueError(
            f"{len(truths)} truths, {len(predictions)} predictions, IoU {iou}: give equally many of both, and an"
            " IoU from 0.5 to below 1"
        )
    overlaps = [object_iou(*pair) for pair in zip(truths, predictions, strict=True)]
    true, found = (np.array([overlap.shape[axis] for overlap in overlaps]) for axis in (0, 1))
    if not true.sum():
        raise ValueError("no truth has an object: object scores need at least one")
    right = sum(int((overlap > iou).sum()) for overlap in overlaps)
    both = int(true.sum() + found.sum())
    return 2 * right / both, right / (both - right), float(np.abs(found - true).sum() / true.sum())


def interval(values):
    """A 95 % confidence interval for the mean of `values` (count,) over all images of this kind: (low, high).

    There is one value per image, such as its Dice, or the difference between two methods on it: if 0 lies between low
    and high, there are too few images to say which method is better. It is the percentile bootstrap of
    `scipy.stats.bootstrap`, which resamples the images with replacement. ValueError for fewer than two values. Used
    from lesson 00 on.
    """
    values = np.asarray(values, float)
    if values.ndim != 1 or len(values) < 2:
        raise ValueError(f"values have shape {values.shape}: give one number for each of at least two images")
    drawn = bootstrap((values,), np.mean, n_resamples=RESAMPLES, method="percentile", rng=np.random.default_rng(0))
    return tuple(map(float, drawn.confidence_interval))
