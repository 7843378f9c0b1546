"""From scribbles to a mask: a small U-Net learns from a few strokes on a photograph and labels all its pixels.

`train_on_crops` learns from one image what to find in others of the same kind. Lesson 08b.

Source: Çiçek et al. (2016), "3D U-Net": pixels without a label get weight zero in the loss.
"""

import numpy as np
from scipy.ndimage import affine_transform

from ..backend import keras
from ..blocks import unet_model
from ..images import from_array, resize
from ..training import standardise
from .strokes import check_strokes, draw_strokes

SIDE = 256  # longer side of the image in the network, in pixels: trains in seconds, with edges right to 1 or 2 pixels
DEPTH, BASE_FILTERS, LEARNING_RATE = 3, 12, 3e-3
GREY, NOISE = 0.15, 0.3  # standard deviations of the changes of contrast and brightness, and of the noise

CROP, CROPS, CROP_FILTERS = 64, 8, 8  # side of a crop in pixels, crops in a batch, filters at the top level
TURN, ZOOM = 8.0, 0.15  # largest rotation of a crop in degrees, and largest zoom (logarithm), to either side


def network_input(image, height, width):
    """The network's input for an image: (height, width, 5) of float32, standardised red, green, blue, and the position.

    The last two channels are the position of the pixel, down and to the right, each from −1 to 1. With them, the
    network can tell apart objects of the same colour at different positions.
    """
    colours = standardise(resize(from_array(np.asarray(image), "the image"), height, width))
    down, across = np.meshgrid(np.linspace(-1, 1, height), np.linspace(-1, 1, width), indexing="ij")
    return np.dstack([colours, down, across]).astype(np.float32)


def network_labels(strokes, image, height, width):
    """The labels and the weights of an image's strokes at the size of the network's input: both (height, width).

    Weights are 0 where nothing is drawn. Every class has the same total weight, however long its strokes are.
    ValueError if a class has no stroke inside the image.
    """
    down, across = height / image.shape[0], width / image.shape[1]
    scaled = [
        {
            "label": stroke["label"],
            "width": max(
                1, stroke["width"] * (down + across) / 2
            ),  # so that a thin stroke on a large photograph remains
            "points": [[(x + 0.5) * across - 0.5, (y + 0.5) * down - 0.5] for x, y in stroke["points"]],
        }
        for stroke in strokes
    ]
    labels = draw_strokes(scaled, height, width)
    counts = np.bincount(labels[labels >= 0], minlength=2)
    if not counts.all():
        drawn = ", ".join(str(label) for label in np.flatnonzero(counts)) or "none"
        raise ValueError(
            f"classes with strokes inside the image: {drawn}. Draw at least one stroke for each class,"
            f" 0 to {len(counts) - 1}"
        )
    weights = np.where(labels >= 0, labels.size / len(counts) / counts[labels], 0)
    return np.maximum(labels, 0), weights.astype(np.float32)


def train_on_scribbles(image, strokes, steps=200, seed=0, preview=None, every=20):
    """Train a small U-Net on the strokes of one image and return it; this takes about 10 seconds on 2 cores.

    `image` is an image as `load_image` returns it. Every class, from 0 up, needs a stroke. Each step shows the whole
    image, mirrored half the time, with changed light and noise. Only stroke pixels count in the loss. The learning rate
    falls to 0 along half a cosine. `preview(step, probabilities)`, if given, is called every `every` steps and after
    the last one, with the probabilities of `predict_scribbles`. The same `seed` gives the same training, except for
    rounding.

    ValueError for an invalid image or invalid strokes, for a class without a stroke, and for less than one step.
    """
    image, strokes = from_array(np.asarray(image), "the image"), check_strokes(strokes)
    if steps < 1 or every < 1:
        raise ValueError(f"steps is {steps} and every {every}: both must be at least 1")
    ratio, multiple = min(1, SIDE / max(image.shape[:2])), 2**DEPTH
    height, width = (max(1, round(side * ratio / multiple)) * multiple for side in image.shape[:2])
    inputs = network_input(image, height, width)
    labels, weights = network_labels(strokes, image, height, width)
    keras.utils.set_random_seed(seed)
    rng = np.random.default_rng(seed)
    model = unet_model(inputs.shape, int(labels.max()) + 1, base_filters=BASE_FILTERS, depth=DEPTH, padding="same")
    rate = keras.optimizers.schedules.CosineDecay(LEARNING_RATE, steps)
    model.compile(keras.optimizers.Adam(rate), "sparse_categorical_crossentropy")
    for step in range(1, steps + 1):
        maps = [relit(inputs, rng), labels, weights]
        if rng.random() < 0.5:
            maps = [array[:, ::-1] for array in maps]
        model.train_on_batch(*[array[np.newaxis] for array in maps])
        if preview and (step % every == 0 or step == steps):
            preview(step, predict_scribbles(model, image))
    return model


def relit(inputs, rng):
    """The network's input with changed light and added noise; the two position channels stay as they are."""
    changed, colours = inputs.copy(), inputs[:, :, :3]
    contrast, brightness = np.exp(rng.normal(0, GREY, 3)), rng.normal(0, GREY, 3)
    changed[:, :, :3] = colours * contrast + brightness + rng.normal(0, NOISE, colours.shape)
    return changed


def predict_scribbles(model, image):
    """The prediction of a model of `train_on_scribbles` for its image: probabilities (height, width, classes).

    It is the mean of the predictions for the image and for its mirror image, at the image's own size.
    """
    image = from_array(np.asarray(image), "the image")
    inputs = network_input(image, *model.input_shape[1:3])
    plain, mirrored = model.predict_on_batch(np.stack([inputs, inputs[:, ::-1]]))
    return resize((plain + mirrored[:, ::-1]) / 2, *image.shape[:2])


def train_on_crops(image, strokes, steps=400, seed=0, model=None):
    """Train a small U-Net to find in similar images what is marked in this one; takes about 20 seconds on 2 cores.

    Unlike `train_on_scribbles`, it works at the image's full resolution and does not know positions. It sees crops of
    64×64 pixels around stroke pixels, of each class in turn, each slightly rotated and zoomed, with changed light and
    noise, but never mirrored. Every stroke pixel has the same weight, and gradients are clipped to a norm of 1.

    The model takes standardised images (batch, height, width, channels) of any size, with 1 channel if the image is
    (height, width) and 3 otherwise, and returns the probability of each class: use `predict_tiles(model, other,
    prepare=standardiser(other))`. A `model` of that kind may be given instead of the U-Net. ValueError as for
    `train_on_scribbles`.
    """
    channels = 1 if np.ndim(image) == 2 else 3
    image, strokes = from_array(np.asarray(image), "the image")[:, :, :channels], check_strokes(strokes)
    if steps < 1:
        raise ValueError(f"steps is {steps}: it must be at least 1")
    network_labels(strokes, image, *image.shape[:2])  # refuses classes without a stroke
    labels = draw_strokes(strokes, *image.shape[:2])
    keras.utils.set_random_seed(seed)
    rng = np.random.default_rng(seed)
    if model is None:
        classes = int(labels.max()) + 1
        model = unet_model((None, None, channels), classes, base_filters=CROP_FILTERS, depth=DEPTH, padding="same")
    rate = keras.optimizers.schedules.CosineDecay(LEARNING_RATE, steps)
    model.compile(keras.optimizers.Adam(rate, clipnorm=1.0), "sparse_categorical_crossentropy")
    inputs, positions = standardise(image), [np.argwhere(labels == label) for label in range(labels.max() + 1)]
    for _ in range(steps):
        centres = [drawn[rng.integers(len(drawn))] for drawn in (positions[k % len(positions)] for k in range(CROPS))]
        crops = [changed_crop(inputs, labels, centre, rng) for centre in centres]
        some, targets = (np.stack(arrays) for arrays in zip(*crops, strict=True))
        weights = (targets >= 0).astype(np.float32)
        model.train_on_batch(some, np.maximum(targets, 0), sample_weight=weights / max(weights.mean(), 1e-6))
    return model


def changed_crop(inputs, labels, centre, rng):
    """A crop (64, 64, channels) near a pixel of an image (height, width, channels), and its labels (64, 64).

    Both are rotated and zoomed in the same way. Beyond the border, the image is mirrored and the labels are −1.
    """
    angle, zoom = np.radians(rng.uniform(-TURN, TURN)), np.exp(rng.uniform(-ZOOM, ZOOM))
    turned = zoom * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    middle = centre + rng.integers(-CROP // 4, CROP // 4 + 1, 2)
    window = {"matrix": turned, "offset": middle - turned @ [CROP / 2, CROP / 2], "output_shape": (CROP, CROP)}
    channels = [affine_transform(channel, **window, order=1, mode="mirror") for channel in np.moveaxis(inputs, -1, 0)]
    crop = np.stack(channels, axis=-1)
    crop = crop * np.exp(rng.normal(0, NOISE)) + rng.normal(0, NOISE) + rng.normal(0, rng.uniform(0, 0.4), crop.shape)
    return crop.astype(np.float32), affine_transform(labels, **window, order=0, mode="constant", cval=-1)
