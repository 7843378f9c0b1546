"""What Keras lacks for training: the paper's weight map, batches that keep images and masks aligned, a short log.

Losses, optimizers and `fit` are those of Keras. Source: Ronneberger, Fischer, Brox (2015), section 3. Lessons 07 and
07c.
"""

import sys

import numpy as np
from scipy.ndimage import distance_transform_edt

from .augmentation import augment
from .backend import keras
from .backend import tensorflow as tf

BORDER_WEIGHT = 10.0  # w0 of the paper
BORDER_WIDTH = 5.0  # σ of the paper, in pixels


def standardise(images):
    """Each image with mean 0 and standard deviation 1 over all its channels together: float32 of the same shape.

    The images are (batch, height, width, channels), or one image (height, width, channels). A constant image becomes 0
    everywhere. `tf.image.per_image_standardization` differs: it never divides by less than 1/√(number of values), so a
    faint image stays faint. ValueError for any other number of axes. Built in lesson 07.
    """
    images = np.asarray(images, np.float32)
    if images.ndim not in (3, 4):
        raise ValueError(
            f"images have shape {images.shape}: give (batch, height, width, channels) or (height, width, channels)"
        )
    mean, spread = (f(images, axis=(-3, -2, -1), keepdims=True) for f in (np.mean, np.std))
    flat = spread <= 1e-6 * np.maximum(np.abs(mean), 1)  # rounding may give a constant image a spread > 0
    return (images - mean) / np.where(flat, 1, spread)


def separate_touching(labels):
    """A mask of labels (…, height, width) with a gap between cells that touch: bool, of the same shape.

    A cell pixel that shares a side with a pixel of another cell becomes background. The mask therefore has as many
    connected components as there are cells, unless a cell is so thin that the gap cuts it apart. ValueError unless the
    labels are whole numbers. Used in lesson 07c.
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
    """The distances of every pixel of labels (height, width) to the nearest cell, d1, and to the second nearest, d2.

    (2, height, width) of float32: Euclidean distances in pixels to the nearest pixel of the cell. Inside a cell, d1 is
    0. With a single cell d2 is infinite, and without cells both are. Any whole number above 0 can be the label of a
    cell; ValueError unless the labels are whole numbers. Used by `weight_map` (lesson 07c).
    """
    labels = checked_labels(labels, axes=2)
    nearest = np.full((2, *labels.shape), np.inf)
    for cell in np.unique(labels[labels > 0]):
        distance = distance_transform_edt(labels != cell)
        nearest[1] = np.minimum(nearest[1], np.maximum(nearest[0], distance))
        nearest[0] = np.minimum(nearest[0], distance)
    return nearest.astype(np.float32)


def weight_map(labels, border_weight=BORDER_WEIGHT, border_width=BORDER_WIDTH, class_weights=(1.0, 1.0)):
    """The weight of each pixel in the loss: (…, height, width) of float32, from labels of the same shape.

    w = w_c + w0 · exp(−(d1 + d2)² / 2σ²), where d1 and d2 are the distances to the nearest and the second nearest cell
    in pixels, w0 is `border_weight`, and σ is `border_width` in pixels (the paper, section 3). w_c are the
    `class_weights` of background and cell. The border term is added in the background only, because its purpose is to
    keep the gaps open. The labels must have gaps between touching cells: give `labels * separate_touching(labels)`.
    ValueError unless labels are whole numbers and `border_width` is above 0. Built in lesson 07c.
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
    """The labels as an array (…, height, width), or with exactly `axes` axes; ValueError unless they are whole numbers.

    Used by `separate_touching`, `distances` and `weight_map` (lesson 07c).
    """
    labels = np.asarray(labels)
    fits = labels.ndim == axes if axes else labels.ndim >= 2
    if not fits or not np.issubdtype(labels.dtype, np.integer):
        wanted = "(height, width)" if axes == 2 else "(…, height, width)"
        raise ValueError(f"labels are {labels.dtype} of shape {labels.shape}: give whole numbers {wanted}")
    if labels.size and labels.min() < 0:
        raise ValueError(f"labels have {labels.min()} among them: 0 is the background, and each cell a number above 0")
    return labels


def batches(images, masks, weights=None, batch_size=4, augmented=False, seed=0):
    """An endless `tf.data.Dataset` of batches for `model.fit`, which needs `steps_per_epoch`. Used from lesson 07 on.

    Images, masks and weights (if there are any) are (count, height, width, channels) each; weights may lack the channel
    axis. All are converted to float32. Every pass goes through all images in a new order. With `augmented`, every image
    is changed in a new way each time, together with its mask and weights (see `augment`). The same `seed` gives the
    same batches. ValueError if counts or sizes differ, if there is no image, or if there are NaN or infinite values.
    """
    arrays = [np.asarray(images, np.float32), np.asarray(masks, np.float32)]
    if weights is not None:
        weights = np.asarray(weights, np.float32)
        arrays.append(weights[..., np.newaxis] if weights.ndim == 3 else weights)
    shapes = [array.shape for array in arrays]
    if any(len(shape) != 4 or shape[:3] != shapes[0][:3] for shape in shapes) or not len(arrays[0]):
        raise ValueError(
            f"images, masks and weights have shapes {shapes}: give (count, height, width, channels), which may differ"
            " only in the channels, and at least one image"
        )
    if not all(np.isfinite(array).all() for array in arrays):
        raise ValueError("the arrays contain NaN or infinite values: training on them would turn every weight into NaN")
    data = tf.data.Dataset.from_tensor_slices(tuple(arrays)).shuffle(len(arrays[0]), seed=seed).repeat()
    return in_batches(data, batch_size, augmented, seed)


def in_batches(data, batch_size=4, augmented=False, seed=0):
    """A `tf.data.Dataset` of single images, masks and weights in batches, each changed by `augment` if `augmented`.

    Used by `batches` (lesson 07) and by `folders.stream` (lesson 09).
    """
    if augmented:
        data = data.enumerate().map(
            lambda number, maps: augment(*maps, seed=(seed, number)), num_parallel_calls=tf.data.AUTOTUNE
        )
    return data.batch(batch_size).prefetch(1)


def start_again(model, weights, learning_rate):
    """Reset a compiled model to these weights (a list, as `get_weights` returns it), and reset its optimizer, too.

    `learning_rate` is the optimizer's new learning rate. This is faster than building a new model, because Keras need
    not compile it again. Used in lessons 07 and 07c.
    """
    model.set_weights(weights)
    for variable in model.optimizer.variables:
        variable.assign(np.zeros(variable.shape))
    model.optimizer.learning_rate = learning_rate


def training_log(epochs, every=1):
    """A Keras callback that prints one line per epoch, with a progress bar and all losses and metrics.

    Use it as `model.fit(…, epochs=epochs, verbose=0, callbacks=[training_log(epochs)])`, with the same number of epochs
    in both. With `every=5`, it prints only every fifth epoch and the last one. Used from lesson 07 on.
    """

    def line(epoch, values):
        done = epoch + 1
        if done % every == 0 or done == epochs:
            bar = "█" * round(12 * done / epochs)
            numbers = "  ".join(f"{name} {value:.3f}" for name, value in values.items())
            text = f"{done:3} of {epochs} {bar:12} {numbers}"
            encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
            if text.encode(encoding, "replace").decode(encoding) != text:  # a terminal without the block of the bar
                text = text.replace("█", "#").encode("ascii", "replace").decode()
            print(text, flush=True)

    return keras.callbacks.LambdaCallback(on_epoch_end=line)
