"""The simplest rival for images with several classes: one threshold on brightness for each class.

The other rivals are in `baselines`.
"""

import numpy as np

from .images import IGNORE, to_grey

LEVELS = 1024  # brightnesses at which a threshold is tried …
SHARES = np.linspace(0, 1, LEVELS)  # … and the shares of darker pixels that they have


def threshold_dice(train, test, num_classes):
    """The Dice of each class if it is taken to be all that is brighter or darker than a threshold: (num_classes,).

    `train` and `test` are lists of (image, labels) as `folders.read_pair` returns them, with images (height, width,
    channels) in [0, 1]. Each class has its own threshold, the best one on `train`; the Dice is measured on `test`.
    ValueError if one of the lists is empty. Used by the check of practice 09, exercise 5.
    """
    if not train or not test:
        raise ValueError(
            f"{len(train)} images to find the threshold and {len(test)} to test it: give at least one of each"
        )
    scores, cuts = np.zeros(num_classes), cuts_of(train)
    for label in range(num_classes):
        fits = [side_dice(*levels(pairs, label, cuts)) for pairs in (train, test)]
        scores[label] = fits[1].flat[fits[0].argmax()]
    return scores


def grey_of(image):
    """The brightness (height, width) of an image (height, width, channels)."""
    return (image if image.shape[2] == 1 else to_grey(image))[:, :, 0]


def cuts_of(pairs):
    """The brightnesses between the levels: at most LEVELS quantiles of all pixels of the images, in order.

    Quantiles, so that images whose values fill a small part of the range, such as 12 bits in a file of 16, get as many
    levels as others. Used by `threshold_dice`.
    """
    values = np.concatenate([np.unique(grey_of(image)) for image, _ in pairs])
    found = np.unique(values)
    if len(found) > LEVELS:
        found = np.unique(np.quantile(np.concatenate([grey_of(image).ravel() for image, _ in pairs]), SHARES))
    return (found[1:] + found[:-1]) / 2


def levels(pairs, label, cuts):
    """The number of pixels of each level between `cuts`, in a class and among all that count: two arrays (cuts + 1,).

    Used by `threshold_dice`.
    """
    inside, every = np.zeros(len(cuts) + 1), np.zeros(len(cuts) + 1)
    for image, labels in pairs:
        level = np.searchsorted(cuts, grey_of(image))
        inside += np.bincount(level[labels == label], minlength=len(every))
        every += np.bincount(level[labels != IGNORE], minlength=len(every))
    return inside, every


def side_dice(inside, every):
    """The Dice if the class is every pixel up to a level, and if it is every pixel from that level on: (2, levels).

    Computed for all levels at once from the counts of `levels`. Used by `threshold_dice`.
    """
    up, down = (
        (np.cumsum(counts) for counts in (inside, every)),
        (np.cumsum(counts[::-1])[::-1] for counts in (inside, every)),
    )
    return np.stack([2 * hit / np.maximum(taken + inside.sum(), 1) for hit, taken in (up, down)])
