"""From an image to a mask of the same size: fit the image to the model, predict, bring the output back. Lesson 08."""

from typing import NamedTuple

import numpy as np

from . import sizes
from .arguments import check_numbers
from .images import from_array, resize, to_grey
from .tile_plan import depth_of


class Region(NamedTuple):
    """Where an image is located in the output of a model, in pixels, for `back_to_image`."""

    image_height: int  # the original size of the image
    image_width: int
    top: int  # the part of the model's output that shows the image
    left: int
    height: int
    width: int


def fit_image(image, model):
    """Prepare an image for a model: a batch (1, height, width, channels) of float32, and its `Region` in the output.

    The image is scaled, keeping its proportions, so that it fits inside the model's output: 388×388 of 572×572 pixels
    for the U-Net of the paper. The rest is filled with the image's reflection, as in the paper's overlap-tile strategy
    (section 2), so that every pixel of the image gets a prediction. A model with open height and width takes the image
    unscaled. ValueError if `image` is not an image (see `load_image`), or if the model does not take 1 or 3 channels.
    """
    image = from_array(np.asarray(image), "the image")
    _, *input_size, channels = model.input_shape
    output_size = model.output_shape[1:3]
    if channels not in (1, 3):
        raise ValueError(f"the model takes {channels} channels, but an image has 3, or 1 if it is grey")
    height, width = image.shape[:2]
    ratio = min([want / have for have, want in zip((height, width), output_size, strict=True) if want], default=1)
    scaled = resize(image, max(1, round(height * ratio)), max(1, round(width * ratio)))
    margins, corner = [], []
    for axis in (0, 1):
        size = scaled.shape[axis]
        answered = output_size[axis] or open_size(size, model)
        taken = input_size[axis] or answered
        before = (answered - size) // 2  # where the image starts in the output …
        border = (taken - answered) // 2  # … and how far the input extends beyond the output
        corner.append(before)
        margins.append((border + before, taken - border - before - size))
    batch = np.pad(scaled, (*margins, (0, 0)), mode="reflect")[np.newaxis]
    if channels == 1:
        batch = to_grey(batch)
    return batch, Region(height, width, *corner, *scaled.shape[:2])


def open_size(size, model):
    """The smallest size (pixels, one axis) from `size` on that a model with open height and width takes."""
    return sizes.nearest_valid_sizes(size, depth_of(model), "same")[1]


def predict_batch(model, batch):
    """The model's output (batch, output height, output width, classes) for a batch (batch, height, width, channels).

    It calls `predict_on_batch`, which runs the same graph as `model.predict` but does not set up an input pipeline and
    so saves tens of milliseconds per call. ValueError if the batch does not have the shape that the model takes.
    """
    batch = np.asarray(batch, np.float32)
    wanted = model.input_shape
    fits = batch.ndim == 4 and batch.size and all(w is None or w == b for w, b in zip(wanted, batch.shape, strict=True))
    if not fits:
        hint = " Add the batch axis: batch[None]." if batch.ndim == 3 else " fit_image brings an image to that shape."
        raise ValueError(f"the batch has shape {batch.shape}, and the model takes {wanted}.{hint}")
    try:
        return np.asarray(model.predict_on_batch(batch))
    except Exception as error:
        sides, step = batch.shape[1:3], 2 ** depth_of(model)
        if None not in wanted[1:3] or all(side % step == 0 for side in sides):
            raise
        near = next(side // step * step for side in sides if side % step)
        raise ValueError(
            f"the batch has {sides[0]}×{sides[1]} pixels: both sides must be multiples of {step}, such as"
            f" {near + step}{f' or {near}' if near else ''}"
        ) from error


def back_to_image(output, region):
    """A model's output for one image, brought back to the size of the image.

    (output height, output width, classes) → (image height, image width, classes). Probabilities are interpolated
    (bilinear); for a mask of whole numbers (output height, output width), each pixel takes the nearest label, so that
    no new label appears. ValueError if the region is not inside the output.
    """
    output = np.asarray(output)
    if (
        output.ndim not in (2, 3)
        or output.shape[0] < region.top + region.height
        or output.shape[1] < region.left + region.width
    ):
        raise ValueError(f"the output has shape {output.shape}: {region} does not lie inside it")
    part = output[region.top : region.top + region.height, region.left : region.left + region.width]
    return resize(part, region.image_height, region.image_width)


def labels_in_image(output, region):
    """The mask (image height, image width) of uint8: the labels of `back_to_image`, one class at a time.

    `output` is (output height, output width, classes), probabilities in [0, 1]. Only two maps of the image's size are
    held in memory, however many classes there are. ValueError as in `back_to_image` and `to_labels`.
    """
    output = np.asarray(output)
    if output.ndim != 3 or not 1 < output.shape[2] <= 256 or not np.isfinite(output).all():
        return to_labels(back_to_image(output, region))  # one class, or an error
    best = back_to_image(output[:, :, :1], region)[:, :, 0]
    labels = np.zeros(best.shape, np.uint8)
    for label in range(1, output.shape[2]):
        other = back_to_image(output[:, :, label : label + 1], region)[:, :, 0]
        labels[other > best] = label
        best = np.maximum(best, other)
    return labels


def to_labels(probabilities, threshold=0.5):
    """The mask (height, width) of the most likely class, 0, 1, 2, …, as uint8, from (height, width, classes).

    With one class, a pixel is 1 if its probability is above `threshold`. ValueError for another number of axes, and
    for NaN or infinite values.
    """
    probabilities = np.asarray(probabilities)
    check_numbers("probabilities", probabilities)
    if probabilities.ndim != 3:
        raise ValueError(f"probabilities have shape {probabilities.shape}: give (height, width, classes)")
    if not np.isfinite(probabilities).all():
        raise ValueError(
            "the model's output has NaN or infinite values: its training has diverged (try a lower learning rate)"
        )
    if not 1 <= probabilities.shape[2] <= 256:
        raise ValueError(f"there are {probabilities.shape[2]} classes: a mask of uint8 holds 1 to 256")
    if probabilities.shape[2] == 1:
        return (probabilities[:, :, 0] > threshold).astype(np.uint8)
    return probabilities.argmax(axis=2).astype(np.uint8)
