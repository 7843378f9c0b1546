"""The strongest simple rivals: what an expert would try in ten minutes, before a network.

A claim that the U-Net is better names one of these beside it, tuned on the training or validation images, in the same
table (CONTRIBUTING.md, "A claim and its rival"). They use SciPy, scikit-image and scikit-learn; only `chain_model` is a
network, the plain control with no U.
"""

from itertools import product

import numpy as np
from scipy.ndimage import distance_transform_edt, gaussian_filter, uniform_filter
from skimage.feature import multiscale_basic_features
from skimage.measure import label as components
from skimage.morphology import h_maxima
from skimage.segmentation import watershed
from sklearn.ensemble import RandomForestClassifier
from sklearn.neighbors import KNeighborsClassifier

from .backend import keras
from .images import IGNORE, to_grey
from .metrics import dice

BRIGHTNESSES = np.linspace(0, 1, 101)  # that are tried as thresholds on one image
LEVELS = 256  # grey levels at which `threshold_dice` tries a threshold for many images


def tune(score, natural_ends=(), **grids):
    """The best choice from a grid: ({name: value}, its score). Used from lesson 05b on.

    `score(**choice)` gives a number, the higher the better, measured on training or validation images, never on test
    images. `grids` has a list of values in rising order for each name. ValueError if the best value is the first or
    last of its list, for then a better one may lie beyond it: widen the list, or name it in `natural_ends` if there is
    nothing beyond, as below a blur of 0.
    """
    choices = [dict(zip(grids, values, strict=True)) for values in product(*grids.values())]
    scores = [score(**choice) for choice in choices]
    best = choices[int(np.argmax(scores))]
    for name, values in grids.items():
        if name not in natural_ends and len(values) > 2 and best[name] in (values[0], values[-1]):
            raise ValueError(f"the best {name} is {best[name]}, at an end of {list(values)}: widen the list")
    return best, float(max(scores))


# Masks without learning


def local_threshold(images, blur, window, above, smallest=0):
    """Masks (batch, height, width, 1) of bool: what is brighter than its surroundings. Used in many lessons.

    The image under a Gaussian blur of standard deviation `blur` minus its mean over a square of `window` pixels, both
    in pixels, is compared with `above`, in the units of the images (batch, height, width, 1). The blur takes out noise,
    the local mean takes out uneven light. Pieces of fewer than `smallest` pixels are left out, as specks.
    `skimage.filters.threshold_local` does one image, without the blur.
    """
    smooth = gaussian_filter(images, (0, blur, blur, 0)) if blur else np.asarray(images)
    masks = smooth - uniform_filter(np.asarray(images, np.float32), (1, window, window, 1)) > above
    return np.array([without_specks(mask[:, :, 0], smallest) for mask in masks])[..., np.newaxis] if smallest else masks


def without_specks(mask, smallest):
    """A mask (height, width) of bool without its connected components of fewer than `smallest` pixels.

    Pixels are connected by their sides. Used by `local_threshold` and `split_touching`.
    """
    pieces = components(np.asarray(mask) > 0, connectivity=1)
    return (np.bincount(pieces.ravel()) >= smallest)[pieces] & (pieces > 0)


def split_touching(mask, height=1.0, smallest=8, smooth=0.0):
    """Labels (height, width): the pieces of a mask, those that touch cut apart. The distance-transform watershed.

    Each pixel's distance from the background makes hills, one for each roundish object; a hill counts if it rises at
    least `height` pixels over the pass to a higher one. The watershed of scikit-image gives each pixel to a hill.
    Pieces of fewer than `smallest` pixels are left out first. `smooth` is the standard deviation, in pixels, of a
    Gaussian filter of the distances: ragged outlines make ragged hills, and a low `height` then does. Used in 07c, B4.
    """
    mask = without_specks(mask, smallest)
    distance = distance_transform_edt(mask)
    distance = gaussian_filter(distance, smooth) if smooth else distance
    tops = components(h_maxima(distance, height), connectivity=2)
    return watershed(-distance, tops, mask=mask)


def grow_seeds(images, masks, window, above, blur=0.5):
    """Labels (batch, height, width): what is brighter than its *near* surroundings, grown over the mask.

    For objects with a dark seam where they meet. Seeds are the connected components of `local_threshold` with a small
    `window`, in pixels; the watershed of the slightly blurred image gives each pixel of the masks (batch, height,
    width, 1) to a seed, the brightest pixels first. Images are (batch, height, width, 1). Used in lesson 07c.
    """
    seeds = local_threshold(images, blur, window, above, smallest=8)[..., 0] & masks[..., 0]
    landscape = -gaussian_filter(images[..., 0], (0, 1, 1))
    return np.array(
        [watershed(depth, components(seed, connectivity=1), mask=mask)
         for depth, seed, mask in zip(landscape, seeds, masks[..., 0], strict=True)]
    )  # fmt: skip


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


def threshold_dice(train, test, num_classes):
    """The Dice of each class if it were all that is brighter, or all that is darker, than a threshold: (num_classes,).

    `train` and `test` are lists of (image, labels), images (height, width, channels) in [0, 1], as
    `folders.read_pair` gives them. Each class has its own threshold, the best one on `train`;
    the Dice is that on `test`. Used by the check of practice 09, exercise 5.
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

    Used by `threshold_dice`.
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

    All levels at once, from the counts of `levels`. Used by `threshold_dice`.
    """
    up, down = (
        (np.cumsum(counts) for counts in (inside, every)),
        (np.cumsum(counts[::-1])[::-1] for counts in (inside, every)),
    )
    return np.stack([2 * hit / np.maximum(taken + inside.sum(), 1) for hit, taken in (up, down)])


# Learnt without a network


def pixel_features(image):
    """What a pixel classifier like ilastik's looks at: brightness, edges and texture at five scales.

    `image` is (height, width, channels) in [0, 1]; the answer is (height, width, features), scikit-image's
    `multiscale_basic_features` with σ from 0.5 to 8 pixels. Used from lesson 05b on.
    """
    return multiscale_basic_features(np.asarray(image, np.float32), channel_axis=-1, sigma_min=0.5, sigma_max=8)


def fit_forest(features, labels, seed=0):
    """A random forest that has learnt the drawn pixels, for `predict_forest`. From lesson 05b on.

    `features` is (height, width, features), `labels` (height, width) of whole numbers, 255 where nothing is drawn.
    """
    forest = RandomForestClassifier(n_estimators=100, max_features="sqrt", random_state=seed, n_jobs=1)
    return forest.fit(features[labels != IGNORE], labels[labels != IGNORE])


def predict_forest(forest, features):
    """The probability of each class at each pixel: (height, width, classes). From lesson 05b on."""
    found = forest.predict_proba(features.reshape(-1, features.shape[-1]))
    return found.reshape(*features.shape[:2], -1)


def train_forest(images, masks, seed=0, pixels=20_000):
    """A random forest that has learnt about so many pixels of images and masks, both (batch, height, width, 1).

    For `forest_masks`. Used in lessons 07 and 07c.
    """
    masks = np.asarray(masks)[..., 0] > 0
    seen = np.random.default_rng(seed).random(masks.shape) < pixels / masks.size
    features = [pixel_features(image)[here] for image, here in zip(images, seen, strict=True)]
    return fit_forest(np.concatenate(features), masks[seen].astype(int), seed)


def forest_masks(forest, images, smallest=15):
    """Masks (batch, height, width, 1) of bool, without connected components of fewer than `smallest` pixels.

    `images` is (batch, height, width, 1). Used in lessons 07 and 07c.
    """
    chances = [predict_forest(forest, pixel_features(image))[..., 1] for image in images]
    return np.array([without_specks(chance > 0.5, smallest) for chance in chances])[..., None]


def nearest_stroke(image, labels, colour=1.0, place=1.0):
    """Each pixel gets the class of the drawn pixel that is most like it: labels (height, width). Used in lesson 08b.

    The 1-nearest-neighbour classifier on colour (channels in [0, 1], times `colour`) and place (row and column as a
    share of the longer side, times `place`). With `colour=0` it does not look at the image at all.
    """
    height, width = labels.shape
    places = np.stack(np.mgrid[:height, :width], axis=-1) / max(height, width)
    features = np.concatenate([colour * np.asarray(image), place * places], axis=-1)
    drawn = labels != IGNORE
    nearest = KNeighborsClassifier(1).fit(features[drawn], labels[drawn])
    return nearest.predict(features.reshape(-1, features.shape[-1])).reshape(labels.shape)


# Enlarging without learning


def back_project(image, small, shrink, enlarge, times):
    """An enlarged image, corrected `times` times so that it shrinks to the small one: (height, width). Used in B2.

    One correction shrinks the image of now, enlarges what the small image has more than that, and adds it: iterative
    back-projection. `shrink` turns an array like `image` into one like `small`, `enlarge` the other way round.
    """
    for _ in range(times):
        image = image + enlarge(small - shrink(image))
    return image


# The control: a network without the U


def chain_model(input_shape, num_classes, filters=16, layers=7, activation="sigmoid"):
    """`layers` 3×3 convolutions in a row at full size, same padding, ReLU, then 1×1 to `num_classes` channels.

    No pooling, no skip: it sees 2·layers + 1 pixels across. What a U-Net does better at the same cost is what the U
    adds. Used in lesson 05, B1 and B2.
    """
    inputs = outputs = keras.Input(input_shape)
    for _ in range(layers):
        outputs = keras.layers.Conv2D(filters, 3, padding="same", activation="relu", kernel_initializer="he_normal")(
            outputs
        )
    return keras.Model(inputs, keras.layers.Conv2D(num_classes, 1, activation=activation)(outputs), name="chain")
