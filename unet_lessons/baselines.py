"""The strongest simple rivals: what an expert would try in ten minutes before training a network.

Wherever a lesson claims that the U-Net is better, the same table shows one of these, tuned on the training or
validation images (CONTRIBUTING.md, "A claim and its rival"). They use SciPy, scikit-image and scikit-learn; only
`chain_model` is a network, a plain control without the U.
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
from .images import IGNORE
from .metrics import dice

BRIGHTNESSES = np.linspace(0, 1, 101)  # thresholds that are tried on one image


def tune(score, natural_ends=(), **grids):
    """The best combination of values from a grid: ({name: value}, its score). Used from lesson 05b on.

    `score(**choice)` returns a number, the higher the better, measured on training or validation images, never on test
    images. `grids` gives each name a list of values in rising order. ValueError if the best value is the first or last
    of a list of more than two, because a better one may lie beyond it. Then widen the list, or, if there is nothing
    beyond (as below a blur of 0), put the name into `natural_ends`.
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
    """Masks (batch, height, width, 1) of bool: the pixels brighter than their surroundings. Used in many lessons.

    Each image is blurred with a Gaussian of standard deviation `blur`, its mean over a square of `window` pixels is
    subtracted, and the difference is compared with `above`. Blur and window are in pixels, `above` is in the units of
    the images (batch, height, width, 1). The blur removes noise, and the local mean removes uneven light. Connected
    components of fewer than `smallest` pixels are removed as specks. `skimage.filters.threshold_local` handles a single
    image and does not blur.
    """
    smooth = gaussian_filter(images, (0, blur, blur, 0)) if blur else np.asarray(images)
    masks = smooth - uniform_filter(np.asarray(images, np.float32), (1, window, window, 1)) > above
    return np.array([without_specks(mask[:, :, 0], smallest) for mask in masks])[..., np.newaxis] if smallest else masks


def without_specks(mask, smallest):
    """A mask (height, width) without its connected components of fewer than `smallest` pixels: bool, of that shape.

    Pixels are connected if they share a side. Used by `local_threshold` and `split_touching`.
    """
    pieces = components(np.asarray(mask) > 0, connectivity=1)
    return (np.bincount(pieces.ravel()) >= smallest)[pieces] & (pieces > 0)


def split_touching(mask, height=1.0, smallest=8, smooth=0.0):
    """Labels (height, width) of the objects in a mask, with touching ones cut apart by a distance-transform watershed.

    The distance of each pixel from the background forms hills, one for each roundish object. A hill counts if its top
    is at least `height` pixels above the saddle to a higher hill; scikit-image's watershed then assigns every pixel of
    the mask to a hill. Connected components of fewer than `smallest` pixels are removed first. `smooth` is the standard
    deviation, in pixels, of a Gaussian filter on the distances: with ragged outlines it smooths the hills, so that a
    lower `height` is enough. Used in 07c and B4.
    """
    mask = without_specks(mask, smallest)
    distance = distance_transform_edt(mask)
    distance = gaussian_filter(distance, smooth) if smooth else distance
    tops = components(h_maxima(distance, height), connectivity=2)
    return watershed(-distance, tops, mask=mask)


def grow_seeds(images, masks, window, above, blur=0.5):
    """Labels (batch, height, width): seeds brighter than their *near* surroundings, grown until they fill the masks.

    This is for objects with a dark seam where they meet. The seeds are the connected components of `local_threshold`
    with a small `window`; `blur` and `window` are in pixels, `above` is in the units of the images. The watershed of
    the slightly blurred image then assigns every pixel of the masks to a seed, the brightest pixels first. Images and
    masks are (batch, height, width, 1). Used in lesson 07c.
    """
    seeds = local_threshold(images, blur, window, above, smallest=8)[..., 0] & masks[..., 0]
    return grow_labels(images, [components(seed, connectivity=1) for seed in seeds], masks)


def grow_labels(images, seeds, masks):
    """Labels (batch, height, width): labelled seeds, grown until they fill the masks, the brightest pixels first.

    Images and masks are (batch, height, width, 1); `seeds` are labels (batch, height, width), or a list of (height,
    width), and may reach beyond the masks. The images are slightly blurred first. Used in lesson 07c.
    """
    landscape = -gaussian_filter(images[..., 0], (0, 1, 1))
    rows = zip(landscape, seeds, masks[..., 0], strict=True)
    return np.array([watershed(depth, seed, mask=mask | (seed > 0)) for depth, seed, mask in rows])


def threshold_scores(truth, images):
    """The Dice, from 0 to 1, of each of 101 brightness thresholds on each image: (101, batch). Used in lesson 00.

    Truth and images are (batch, height, width, 1), the images in [0, 1].
    """
    return np.array([dice(truth, images, threshold=level) for level in BRIGHTNESSES])


def best_thresholds(truth, images):
    """The threshold from 0 to 1 that best separates cells (above it) from background in each image: (batch,).

    Truth and images are (batch, height, width, 1). The threshold is chosen by its Dice with the truth, so that none of
    the 101 thresholds does better. Used in lesson 00.
    """
    return BRIGHTNESSES[np.argmax(threshold_scores(truth, images), axis=0)]


# Learnt without a network


def pixel_features(image):
    """The features of a pixel classifier such as ilastik's: brightness, edges and texture at five scales.

    (height, width, channels) in [0, 1] → (height, width, features) of float32, computed by scikit-image's
    `multiscale_basic_features` with σ from 0.5 to 8 pixels. Used from lesson 05b on.
    """
    return multiscale_basic_features(np.asarray(image, np.float32), channel_axis=-1, sigma_min=0.5, sigma_max=8)


def fit_forest(features, labels, seed=0):
    """A random forest trained on the labelled pixels, for `predict_forest`. Used from lesson 05b on.

    `features` is (height, width, features), and `labels` is (height, width) of whole numbers, 255 where a pixel has no
    label. The same `seed` gives the same forest.
    """
    forest = RandomForestClassifier(n_estimators=100, max_features="sqrt", random_state=seed, n_jobs=1)
    return forest.fit(features[labels != IGNORE], labels[labels != IGNORE])


def predict_forest(forest, features):
    """The probability of each class at each pixel, from 0 to 1: (height, width, classes). Used from lesson 05b on.

    `features` is (height, width, features), as in `fit_forest`.
    """
    found = forest.predict_proba(features.reshape(-1, features.shape[-1]))
    return found.reshape(*features.shape[:2], -1)


def train_forest(images, masks, seed=0, pixels=20_000):
    """A random forest trained on about `pixels` random pixels of images and masks, both (batch, height, width, 1).

    It is made for `forest_masks`; the same `seed` gives the same forest. Used in lessons 07 and 07c.
    """
    masks = np.asarray(masks)[..., 0] > 0
    seen = np.random.default_rng(seed).random(masks.shape) < pixels / masks.size
    features = [pixel_features(image)[here] for image, here in zip(images, seen, strict=True)]
    return fit_forest(np.concatenate(features), masks[seen].astype(int), seed)


def forest_masks(forest, images, smallest=15):
    """Masks (batch, height, width, 1) of bool, predicted by a forest of `train_forest` for images of that shape.

    Connected components of fewer than `smallest` pixels are removed. Used in lessons 07 and 07c.
    """
    chances = [predict_forest(forest, pixel_features(image))[..., 1] for image in images]
    return np.array([without_specks(chance > 0.5, smallest) for chance in chances])[..., None]


def train_seam_forest(images, labels, apart, seed=0):
    """A random forest with three classes: 0 background, 1 object, 2 the seam where objects meet. Used in lesson 07c.

    `images` is (count, height, width, 1) in [0, 1], `labels` (count, height, width) numbers the objects, and `apart` is
    0 in the seams too, as `separate_touching` makes it. The forest sees 3 % of the pixels, and 30 % of the few that are
    seams. `predict_forest` gives the probabilities of the classes.
    """
    classes = np.where(apart > 0, 1, np.where(labels > 0, 2, 0))
    seen = np.random.default_rng(seed).random(classes.shape) < np.where(classes == 2, 0.3, 0.03)
    features = [pixel_features(image)[here] for image, here in zip(images, seen, strict=True)]
    return fit_forest(np.concatenate(features), classes[seen], seed)


def objects_from_chances(chances, level):
    """Labels (count, height, width): components of 8 pixels or more that are surely object, grown over the rest.

    `chances` are the probabilities of background, object and seam at each pixel, a list of (height, width, 3). Surely
    object is what has a probability above `level`; these seeds grow over all that is not background. Lesson 07c.
    """
    seeds = [components(without_specks(each[..., 1] > level, 8), connectivity=1) for each in chances]
    return np.array([watershed(-p[..., 1], s, mask=p[..., 0] < 0.5) for p, s in zip(chances, seeds, strict=True)])


def nearest_stroke(image, labels, colour=1.0, position=1.0):
    """Labels (height, width): each pixel gets the class of the stroke pixel most similar to it. Used in lesson 08b.

    `image` is (height, width, channels) in [0, 1], and `labels` is (height, width), 255 where nothing is drawn. This is
    a 1-nearest-neighbour classifier on colour (the channels times `colour`) and position (row and column as a share of
    the longer side, times `position`). With `colour=0` it does not look at the image at all.
    """
    height, width = labels.shape
    positions = np.stack(np.mgrid[:height, :width], axis=-1) / max(height, width)
    features = np.concatenate([colour * np.asarray(image), position * positions], axis=-1)
    drawn = labels != IGNORE
    nearest = KNeighborsClassifier(1).fit(features[drawn], labels[drawn])
    return nearest.predict(features.reshape(-1, features.shape[-1])).reshape(labels.shape)


# Enlarging without learning


def back_project(image, small, shrink, enlarge, times):
    """An enlarged image (height, width), corrected `times` times so that shrinking it gives `small`. Used in B2.

    Each correction shrinks the current image, enlarges the difference between `small` and the result, and adds it to
    the image. The method is called iterative back-projection. `shrink` turns an array like `image` into one like
    `small`, and `enlarge` does the reverse.
    """
    for _ in range(times):
        image = image + enlarge(small - shrink(image))
    return image


# The control: a network without the U


def chain_model(input_shape, num_classes, filters=16, layers=7, activation="sigmoid", dimensions=2):
    """A Keras model of `layers` 3×3 convolutions in a row (same padding, ReLU), then a 1×1 convolution.

    (batch, height, width, channels) → (batch, height, width, num_classes); with 1 or 3 `dimensions` for lines and
    volumes. It has no pooling and no skip connections, so its receptive field is 2·layers + 1 pixels wide. If a U-Net
    does better at the same cost, the U shape is the reason. Used in lesson 05, B1, B2, B5 and B6.
    """
    convolution = {1: keras.layers.Conv1D, 2: keras.layers.Conv2D, 3: keras.layers.Conv3D}[dimensions]
    inputs = outputs = keras.Input(input_shape)
    for _ in range(layers):
        outputs = convolution(filters, 3, padding="same", activation="relu", kernel_initializer="he_normal")(outputs)
    return keras.Model(inputs, convolution(num_classes, 1, activation=activation)(outputs), name="chain")
