"""What Keras lacks for training: the paper's weight map, batches that keep images and masks together, a short log.

Losses, optimizers and `fit` are Keras's own. Source: Ronneberger, Fischer, Brox (2015), section 3. Lessons 07 and 07c.
"""

import numpy as np
from scipy.ndimage import distance_transform_edt

from .augmentation import augment
from .backend import keras
from .backend import tensorflow as tf

BORDER_WEIGHT = 10.0  # w0 of the paper
BORDER_WIDTH = 5.0  # σ of the paper, in pixels


def standardise(images):
    """Each image with mean 0 and standard deviation 1, all its channels together: float32 of the same shape.

    Images are (batch, height, width, channels), or one (height, width, channels). An image that is the same everywhere
    becomes 0. Not `tf.image.per_image_standardization`: it never divides by less than 1/√(count of values), so a faint
    image stays faint. ValueError for another number of axes. Built in lesson 07.
    """
    images = np.asarray(images, np.float32)
    if images.ndim not in (3, 4):
        raise ValueError(
            f"images have shape {images.shape}: give (batch, height, width, channels) or (height, width, channels)"
        )
    mean, spread = (f(images, axis=(-3, -2, -1), keepdims=True) for f in (np.mean, np.std))
    flat = spread <= 1e-6 * np.maximum(np.abs(mean), 1)  # float32 rounds the mean: a flat image's spread may not be 0
    return (images - mean) / np.where(flat, 1, spread)


def separate_touching(labels):
    """The mask (…, height, width) of bool of labels of the same shape, with a gap between cells that touch.

    A pixel that shares a side with another cell becomes background. So the mask has as many connected components as
    there are cells (unless a cell is so thin that the gap cuts it). Used in lesson 07c.
    """
    labels = checked_labels(labels)
    mask = labels > 0
    for axis in (-2, -1):
        one, next_one = np.swapaxes(labels, axis, 0)[:-1], np.swapaxes(labels, axis, 0)[1:]
        touching = (one != next_one) & (one > 0) & (next_one > 0)
        across = np.swapaxes(mask, axis, 0)  # a view: what is written here is written into the mask
        across[:-1][touching] = across[1:][touching] = False
    return mask


def distances(labels):
    """How far every pixel of labels (height, width) lies from the nearest cell, d1, and from the second nearest, d2.

    Two arrays (height, width) of float32: exact Euclidean distances in pixels to the nearest pixel of the cell; inside
    a cell, d1 is 0. Where there is no cell to measure to, they are infinite: d2 with one cell, both with none.
    The labels of the cells may be any numbers above 0. Used by `weight_map` (lesson 07c).
    """
    labels = checked_labels(labels, axes=2)
    nearest = np.full((2, *labels.shape), np.inf)
    for cell in np.unique(labels[labels > 0]):
        distance = distance_transform_edt(labels != cell)
        nearest[1] = np.minimum(nearest[1], np.maximum(nearest[0], distance))
        nearest[0] = np.minimum(nearest[0], distance)
    return nearest.astype(np.float32)


def weight_map(labels, border_weight=BORDER_WEIGHT, border_width=BORDER_WIDTH, class_weights=(1.0, 1.0)):
    """How much each pixel counts in the loss: (…, height, width) of float32, from labels of the same shape.

    w = w_c + w0 · exp(−(d1 + d2)² / 2σ²), with d1 and d2 the distances to the nearest and to the second nearest cell in
    pixels, w0 `border_weight`, σ `border_width` in pixels (the paper, section 3). w_c are the `class_weights` of
    background and cell. The border term is added in the background only, where both distances are above 0: it is there
    to open the gaps. Give it labels in which touching cells have a gap: `labels * separate_touching(labels)`.
    Built in lesson 07c.
    """
    labels = checked_labels(labels)
    if not border_width > 0:
        raise ValueError(f"border_width is {border_width}: give a number of pixels above 0, 5 in the paper")
    weights = np.where(labels > 0, class_weights[1], class_weights[0]).astype(np.float32)
    for index in np.ndindex(labels.shape[:-2]):
        nearest, second = distances(labels[index])
        border = border_weight * np.exp(-((nearest + second) ** 2) / (2 * border_width**2))
        weights[index] += np.where(labels[index] == 0, border, 0)
    return weights


def checked_labels(labels, axes=None):
    """Labels as an array (…, height, width) of whole numbers, or with exactly `axes` axes; ValueError for others.

    Used by `separate_touching`, `distances` and `weight_map` (lesson 07c).
    """
    labels = np.asarray(labels)
    fits = labels.ndim == axes if axes else labels.ndim >= 2
    if not fits or not np.issubdtype(labels.dtype, np.integer):
        wanted = "(height, width)" if axes == 2 else "(…, height, width)"
        raise ValueError(f"labels are {labels.dtype} of shape {labels.shape}: give whole numbers {wanted}")
    return labels


def batches(images, masks, weights=None, batch_size=4, augmented=False, seed=0):
    """Batches without end for `model.fit`, as a `tf.data.Dataset`; say `steps_per_epoch` there. Used from lesson 07 on.

    Images, masks and, if there are any, weights are (count, height, width, channels) each; weights may lack the
    channels. All come out as float32. Each round goes through all images in a new order. With `augmented`, every image
    is changed in a new way each time (see `augment`), and its mask and weights with it. The same `seed` gives the same
    batches. ValueError if the counts or sizes differ, or where there are NaN.
    """
    arrays = [np.asarray(images, np.float32), np.asarray(masks, np.float32)]
    if weights is not None:
        weights = np.asarray(weights, np.float32)
        arrays.append(weights[..., np.newaxis] if weights.ndim == 3 else weights)
    shapes = [array.shape for array in arrays]
    if any(len(shape) != 4 or shape[:3] != shapes[0][:3] for shape in shapes) or not len(arrays[0]):
        raise ValueError(
            f"images, masks and weights have shapes {shapes}: give (count, height, width, channels), alike but for"
            " the channels, and one image at least"
        )
    if not all(np.isfinite(array).all() for array in arrays):
        raise ValueError("there is NaN or infinity among the numbers: training on them would spoil every weight")
    data = tf.data.Dataset.from_tensor_slices(tuple(arrays)).shuffle(len(arrays[0]), seed=seed).repeat()
    if augmented:
        data = data.enumerate().map(
            lambda number, maps: augment(*maps, seed=(seed, number)), num_parallel_calls=tf.data.AUTOTUNE
        )
    return data.batch(batch_size).prefetch(1)


def start_again(model, weights, learning_rate):
    """Give a compiled model these weights (a list, as of `get_weights`), and let its optimizer forget what it did.

    Quicker than a new model: Keras need not compile again. Used in lessons 07 and 07c.
    """
    model.set_weights(weights)
    for variable in model.optimizer.variables:
        variable.assign(np.zeros(variable.shape))
    model.optimizer.learning_rate = learning_rate


def training_log(epochs, every=1):
    """A callback for `model.fit(…, verbose=0, callbacks=[training_log(epochs)])`: one line per epoch, with a bar.

    Give the same number of `epochs` as to `fit`; with `every=5`, every fifth epoch gets a line, and the last one.
    Used from lesson 07 on.
    """

    def line(epoch, values):
        done = epoch + 1
        if done % every == 0 or done == epochs:
            bar = "█" * round(12 * done / epochs)
            numbers = "  ".join(f"{name} {value:.3f}" for name, value in values.items())
            print(f"{done:3} of {epochs} {bar:12} {numbers}", flush=True)

    return keras.callbacks.LambdaCallback(on_epoch_end=line)
