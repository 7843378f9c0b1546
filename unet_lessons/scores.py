"""How good masks of several classes are: Dice of each class, and what simple methods reach.

Masks are lists of arrays (height, width) of whole numbers 0, 1, 2, …, which may differ in size. Pixels whose true label
is 255 (`folders.IGNORE`) do not count.
"""

import numpy as np

from .folders import IGNORE
from .predict import GREY_WEIGHTS

LEVELS = 256  # grey levels at which `threshold_dice` tries a threshold


def dice_per_class(truths, predictions, num_classes):
    """The Dice of each class over all pixels of all masks together, 0 to 1: (num_classes,).

    A class that is neither in the truths nor in the predictions has 1. IoU is dice / (2 − dice).
    ValueError if the masks are not as many or not of one shape.
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
    """The Dice of each class if every pixel is given that class: (num_classes,). A floor under every method."""
    return np.array(
        [dice_per_class(truths, [np.full_like(truth, label) for truth in truths], num_classes)[label]
         for label in range(num_classes)]
    )  # fmt: skip


def threshold_dice(train, test, num_classes):
    """The Dice of each class if it were all that is brighter, or all that is darker, than a threshold: (num_classes,).

    `train` and `test` are lists of (image, labels), images (height, width, channels) in [0, 1], as
    `own_data.read_pair` gives them. Each class has its own threshold, the best one on `train`;
    the Dice is that on `test`.
    """
    if not train or not test:
        raise ValueError(f"{len(train)} images to find the threshold and {len(test)} to test it: give one of each")
    scores = np.zeros(num_classes)
    for label in range(num_classes):
        fits = [side_dice(*levels(pairs, label)) for pairs in (train, test)]
        scores[label] = fits[1].flat[fits[0].argmax()]
    return scores


def levels(pairs, label):
    """How many pixels there are of each grey level, in a class and in all that counts: two arrays (LEVELS,)."""
    inside, every = np.zeros(LEVELS), np.zeros(LEVELS)
    for image, labels in pairs:
        grey = image[:, :, 0] if image.shape[2] == 1 else image @ np.array(GREY_WEIGHTS)
        level = np.minimum((grey * LEVELS).astype(int), LEVELS - 1)
        inside += np.bincount(level[labels == label], minlength=LEVELS)
        every += np.bincount(level[labels != IGNORE], minlength=LEVELS)
    return inside, every


def side_dice(inside, every):
    """Dice of "up to this level is the class" and of "from this level on is the class": (2, LEVELS)."""
    up, down = (
        (np.cumsum(counts) for counts in (inside, every)),
        (np.cumsum(counts[::-1])[::-1] for counts in (inside, every)),
    )
    return np.stack([2 * hit / np.maximum(taken + inside.sum(), 1) for hit, taken in (up, down)])
