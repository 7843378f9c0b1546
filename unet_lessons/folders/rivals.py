"""What a network has to beat on your folder: simple methods trained on the same images. Lesson 09.

Each `…_rival` learns from pairs (image, labels), as `read_pair` returns them, and returns a function that turns an
image (height, width, channels) in [0, 1] into one mask for each class: (num_classes, height, width) of bool. Thresholds
are chosen for each class separately, so their masks may overlap.
"""

from itertools import product

import numpy as np
from scipy.ndimage import gaussian_filter, uniform_filter
from skimage.segmentation import find_boundaries

from ..baselines import fit_forest, local_threshold, pixel_features, predict_forest, split_touching
from ..images import IGNORE, resize, to_grey
from ..metrics import dice_per_class
from ..thresholds import side_dice
from ..training import standardise

BLURS = (0, 1, 1.5, 2, 3, 4, 6, 8)  # standard deviations in pixels
WINDOWS = (None, 7, 11, 15, 21, 31, 45, 63, 91)  # sides of a square in pixels; None: no local mean is subtracted
CUTS = 200  # number of thresholds to try
GRID = 64  # side of the maps of the position prior, in pixels
PIXELS = 40_000  # number of training pixels that the forest learns from
MOST_PIXELS = 4_000_000  # limit for the number of training pixels that a threshold is tuned on


def rivals_of(train, validation, num_classes, side=None):
    """All methods to beat, tuned on the training and validation images: a dictionary {name: function of an image}.

    `train` and `validation` are lists of (image, labels). With `side`, for photographs, images are first scaled to fit
    into side × side pixels, as in `load`, and the masks are scaled back; the forest then gets row and column as
    additional features.
    """
    train, validation = ([smaller(image, labels, side) for image, labels in part] for part in (train, validation))
    found = {
        "everywhere": everywhere(num_classes),
        "position": position_rival(train + validation, num_classes),
        "threshold": threshold_rival(train + validation, num_classes),
        "pixel forest": forest_rival(train, validation, num_classes, position=side is not None),
    }
    return {name: at_own_size(masks_of, side) for name, masks_of in found.items()}


def smaller(image, labels, side):
    """An image and its labels, scaled to fit into side × side pixels; unchanged if `side` is None."""
    if side is None:
        return image, labels
    height, width = (max(1, round(one * side / max(labels.shape))) for one in labels.shape)
    return resize(image, height, width), resize(labels, height, width)


def at_own_size(masks_of, side):
    """The same method on the reduced image, with masks scaled back to the image's own size."""

    def masks(image):
        small, _ = smaller(image, np.zeros(image.shape[:2], np.uint8), side)
        return np.stack([resize(mask, *image.shape[:2]) for mask in masks_of(small)])

    return masks


def everywhere(num_classes):
    """Every class at every pixel: the lowest baseline."""
    return lambda image: np.ones((num_classes, *image.shape[:2]), bool)


def threshold_rival(train, num_classes):
    """Blur, subtract the local mean, threshold: each class is everything brighter, or everything darker.

    The image is standardised first. Blur, window, direction and threshold are those with the best Dice on the training
    images (`baselines.local_threshold` is a special case).
    """
    greys, labels = zip(*[(standard_grey(image), truth) for image, truth in some_pairs(train)], strict=True)
    best = [(-1.0, None)] * num_classes
    for blur, window in product(BLURS, WINDOWS):
        filtered = [filtered_grey(grey, blur, window) for grey in greys]
        cuts = np.unique(np.quantile(np.concatenate([one.ravel()[::7] for one in filtered]), np.linspace(0, 1, CUTS)))
        inside, every = np.zeros((num_classes, len(cuts) + 1)), np.zeros(len(cuts) + 1)
        for one, truth in zip(filtered, labels, strict=True):
            level = np.searchsorted(cuts, one, side="right")
            every += np.bincount(level[truth != IGNORE], minlength=len(every))
            for label in range(num_classes):
                inside[label] += np.bincount(level[truth == label], minlength=len(every))
        for label in range(num_classes):
            scores = side_dice(inside[label], every)
            if scores.max() > best[label][0]:
                side, level = np.unravel_index(scores.argmax(), scores.shape)
                best[label] = scores.max(), (blur, window, bool(side), cuts, int(level))
    return lambda image: np.stack([above_or_below(standard_grey(image), *choice) for _, choice in best])


def above_or_below(grey, blur, window, above, cuts, level):
    """The mask (height, width) of the pixels from `level` on, or up to it, for `threshold_rival`."""
    levels = np.searchsorted(cuts, filtered_grey(grey, blur, window), side="right")
    return levels >= level if above else levels <= level


def standard_grey(image):
    """An image as grey (height, width) with mean 0 and standard deviation 1."""
    return standardise(image if image.shape[2] == 1 else to_grey(image))[:, :, 0]


def filtered_grey(grey, blur, window):
    """A blurred grey image (height, width) minus its mean over a square of `window` pixels."""
    smooth = gaussian_filter(grey, blur) if blur else grey
    return smooth - uniform_filter(grey, window) if window else smooth


def some_pairs(pairs):
    """As many pairs, evenly chosen from all, as have at most MOST_PIXELS together; at least one."""
    count = max(1, min(len(pairs), int(MOST_PIXELS / np.mean([labels.size for _, labels in pairs]))))
    return [pairs[number] for number in np.linspace(0, len(pairs) - 1, count).astype(int)]


def position_rival(train, num_classes):
    """The position prior: the mean mask of the training images, thresholded. It never looks at the image itself.

    Each class has its own blur and threshold, those with the best Dice on the training images; each image is left out
    of the mean mask that it is tested with.
    """
    maps = []
    for _, labels in train:
        known = resize((labels != IGNORE).astype(np.float32), GRID, GRID)
        hits = [resize((labels == label).astype(np.float32), GRID, GRID) for label in range(num_classes)]
        maps.append(np.stack([*hits, known]))
    maps = np.stack(maps)  # (images, classes + 1, GRID, GRID)
    best = [(-1.0, None)] * num_classes
    for blur in (0, 1, 2, 4, 8):
        smooth = gaussian_filter(maps, (0, 0, blur, blur)) if blur else maps
        others = smooth.sum(axis=0) - smooth if len(train) > 1 else smooth
        share = others[:, :-1] / np.maximum(others[:, -1:], 1e-6)  # share of the other images that have the class here
        for label, cut in product(range(num_classes), np.linspace(0, 0.98, 50)):
            guess, truth, known = share[:, label] > cut, maps[:, label], maps[:, -1]
            score = 2 * (guess * truth).sum() / max(1e-6, (guess * known).sum() + truth.sum())
            if score > best[label][0]:
                mean = smooth[:, label].sum(axis=0) / np.maximum(smooth[:, -1].sum(axis=0), 1e-6)
                best[label] = score, (mean.astype(np.float32), cut)
    return lambda image: np.stack([resize(mean, *image.shape[:2]) > cut for _, (mean, cut) in best])


def forest_rival(train, validation, num_classes, position=False, seed=0):
    """A pixel classifier, as in ilastik: a random forest on the brightness, edges and texture around each pixel.

    It learns from PIXELS random pixels of the training images. The weight of rare classes and the blur of the
    probabilities are chosen on the validation images. With `position`, row and column are features, too.
    """
    rng, features, labels = np.random.default_rng(seed), [], []
    for image, truth in train:
        known = np.flatnonzero(truth.ravel() != IGNORE)
        chosen = rng.choice(known, min(len(known), max(1, PIXELS // len(train))), replace=False)
        features.append(features_of(image, position).reshape(truth.size, -1)[chosen])
        labels.append(truth.ravel()[chosen])
    features, labels = np.concatenate(features)[np.newaxis], np.concatenate(labels)[np.newaxis]
    forest = fit_forest(features, labels, seed)
    shares = np.bincount(labels.ravel(), minlength=num_classes)[forest.classes_] / labels.size

    def probabilities(image):
        return predict_forest(forest, features_of(image, position))

    held = [(probabilities(image), truth) for image, truth in validation]
    scores = {}
    for power, blur in product((0, 0.25, 0.5, 0.75, 1), (0, 0.5, 1, 2, 3, 5)):
        found = [decide(one, shares, power, blur, forest.classes_) for one, _ in held]
        scores[power, blur] = dice_per_class([truth for _, truth in held], found, num_classes).mean()
    power, blur = max(scores, key=scores.get)

    def masks(image):
        found = decide(probabilities(image), shares, power, blur, forest.classes_)
        return found == np.arange(num_classes)[:, np.newaxis, np.newaxis]

    return masks


def features_of(image, position):
    """The features of each pixel for the forest: (height, width, features) of float32."""
    features = pixel_features(image)
    if not position:
        return features
    positions = np.moveaxis(np.mgrid[-1 : 1 : image.shape[0] * 1j, -1 : 1 : image.shape[1] * 1j], 0, -1)
    return np.concatenate([features, positions.astype(np.float32)], axis=-1)


def decide(probabilities, shares, power, blur, classes):
    """The most likely class of each pixel (height, width), with the classes weighted by 1 / share ** power."""
    weighted = (
        gaussian_filter(probabilities / shares**power, (blur, blur, 0)) if blur else probabilities / shares**power
    )
    return np.asarray(classes)[weighted.argmax(axis=-1)]


def contour(image):
    """For the synthetic cells: threshold, cut touching cells apart, take the inner contour of each as its rim.

    The image is (height, width, 1) in [0, 1]; gives masks (3, height, width) of bool: background, inside, rim. Window
    and threshold were tuned on other synthetic cells.
    """
    bright = local_threshold(standardise(image)[np.newaxis], blur=0, window=31, above=0.2)
    pieces = split_touching(bright[0, :, :, 0])
    rim = find_boundaries(pieces, mode="inner") & (pieces > 0)
    return np.stack([pieces == 0, (pieces > 0) & ~rim, rim])
