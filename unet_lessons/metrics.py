"""How good a mask is: Dice of each image and of each class, the count of its pieces, and what a threshold reaches.

Dice is built in lesson 01, the count of connected components in lesson 07.
"""

import numpy as np
from skimage.measure import label as components

from .backend import keras
from .images import IGNORE, to_grey

BRIGHTNESSES = np.linspace(0, 1, 101)  # that are tried as thresholds on one image
LEVELS = 256  # grey levels at which `threshold_dice` tries a threshold for many images


def dice(truth, prediction, threshold=0.5):
    """The Dice of each image, 0 to 1: (batch,). Two empty masks agree: 1. Built in lesson 01.

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


def count_pieces(mask, smallest=8):
    """How many connected components of at least `smallest` pixels a mask (height, width) has. Built in lesson 07.

    Pixels are connected by their sides, not by their corners.
    """
    pieces = components(np.asarray(mask) > 0, connectivity=1)
    return int(np.sum(np.bincount(pieces.ravel())[1:] >= smallest))


def count_error(masks, true_counts):
    """Sum of |components − objects| over masks (count, height, width), as a share of the objects. Lesson 07."""
    found = np.array([count_pieces(mask) for mask in masks])
    return float(np.abs(found - true_counts).sum() / np.sum(true_counts))


def threshold_scores(truth, images):
    """The Dice that each of 101 thresholds on brightness has in each image: (101, batch). Used in lesson 00.

    Both are (batch, height, width, 1), the images from 0 to 1.
    """
    return np.array([dice(truth, images, threshold=level) for level in BRIGHTNESSES])


def best_thresholds(truth, images):
    """The brightness that best parts each image into cell (above) and background: (batch,), each 0 to 1.

    Both are (batch, height, width, 1). It is chosen by Dice, with the truth in hand: no other of the 101 does better.
    Used in lesson 00.
    """
    return BRIGHTNESSES[np.argmax(threshold_scores(truth, images), axis=0)]


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


def constant_dice(truths, num_classes):
    """The Dice of each class if every pixel is given that class: (num_classes,). A floor under every method.

    Used in lesson 09.
    """
    return np.array(
        [dice_per_class(truths, [np.full_like(truth, label) for truth in truths], num_classes)[label]
         for label in range(num_classes)]
    )  # fmt: skip


def threshold_dice(train, test, num_classes):
    """The Dice of each class if it were all that is brighter, or all that is darker, than a threshold: (num_classes,).

    `train` and `test` are lists of (image, labels), images (height, width, channels) in [0, 1], as
    `folders.read_pair` gives them. Each class has its own threshold, the best one on `train`;
    the Dice is that on `test`. Used in lesson 09.
    """
    if not train or not test:
        raise ValueError(
            f"{len(train)} images to find the threshold and {len(test)} to test it: give at least one of each"
        )
    scores = np.zeros(num_classes)
    for label in range(num_classes):
        fits = [side_dice(*levels(pairs, label)) for pairs in (train, test)]
        scores[label] = fits[1].flat[fits[0].argmax()]
    return scores


def levels(pairs, label):
    """How many pixels there are of each grey level, in a class and in all that counts: two arrays (LEVELS,).

    Used by `threshold_dice` (lesson 09).
    """
    inside, every = np.zeros(LEVELS), np.zeros(LEVELS)
    for image, labels in pairs:
        grey = (image if image.shape[2] == 1 else to_grey(image))[:, :, 0]
        level = np.minimum((grey * LEVELS).astype(int), LEVELS - 1)
        inside += np.bincount(level[labels == label], minlength=LEVELS)
        every += np.bincount(level[labels != IGNORE], minlength=LEVELS)
    return inside, every


def side_dice(inside, every):
    """Dice of "up to this level is the class" and of "from this level on is the class": (2, LEVELS).

    All levels at once, from the counts of `levels`. Used by `threshold_dice` (lesson 09).
    """
    up, down = (
        (np.cumsum(counts) for counts in (inside, every)),
        (np.cumsum(counts[::-1])[::-1] for counts in (inside, every)),
    )
    return np.stack([2 * hit / np.maximum(taken + inside.sum(), 1) for hit, taken in (up, down)])
