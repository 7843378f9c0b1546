"""From an image to a mask of the image's own size: fit it to the model, predict, bring the answer back."""

from typing import NamedTuple

import numpy as np

from . import sizes
from .images import from_array, resize, to_grey
from .tile_plan import depth_of


class Region(NamedTuple):
    """Where an image lies in the output of a model: what `back_to_image` needs to know."""

    image_height: int  # the image's own size, pixels
    image_width: int
    top: int  # the part of the model's output that shows the image
    left: int
    height: int
    width: int


def fit_image(image, model):
    """An image as the batch of one that a model takes, (1, height, width, channels), and the `Region` where it lies.

    The image is scaled, with its proportions kept, to lie inside what the model answers for: 388×388 of 572×572 for
    the paper's U. The rest is filled with the image's reflection, as the border is in the paper's
    overlap-tile strategy. So every pixel of the image gets an answer. A model with open height and width takes the
    image unscaled. ValueError for what is no image (see `load_image`), and for a model that takes no image.
    """
    image = from_array(np.asarray(image), "the image")
    _, *input_size, channels = model.input_shape
    output_size = model.output_shape[1:3]
    if channels not in (1, 3):
        raise ValueError(f"the model takes {channels} channels: an image has 3, or 1 if it is grey")
    height, width = image.shape[:2]
    ratio = min([want / have for have, want in zip((height, width), output_size, strict=True) if want], default=1)
    scaled = resize(image, max(1, round(height * ratio)), max(1, round(width * ratio)))
    margins, corner = [], []
    for axis in (0, 1):
        size = scaled.shape[axis]
        answered = output_size[axis] or open_size(size, model)
        taken = input_size[axis] or answered
        before = (answered - size) // 2  # where the image starts in the output …
        border = (taken - answered) // 2  # … and how much more of the input lies around the output
        corner.append(before)
        margins.append((border + before, taken - border - before - size))
    batch = np.pad(scaled, (*margins, (0, 0)), mode="reflect")[np.newaxis]
    if channels == 1:
        batch = to_grey(batch)
    return batch, Region(height, width, *corner, *scaled.shape[:2])


def open_size(size, model):
    """The nearest size at or above `size` that a model with open height and width takes."""
    return sizes.nearest_valid_sizes(size, depth_of(model), "same")[1]


def predict_batch(model, batch):
    """What the model gives for a batch (batch, height, width, channels): (batch, output height, output width, classes).

    `predict_on_batch` runs the same graph as `model.predict`, without the input pipeline that the latter sets up and
    waits for: tens of milliseconds a call. ValueError for a batch of another shape than the model takes.
    """
    batch = np.asarray(batch, np.float32)
    wanted = model.input_shape
    fits = batch.ndim == 4 and all(w is None or w == b for w, b in zip(wanted, batch.shape, strict=True))
    if not fits:
        hint = " Add the batch axis: batch[None]." if batch.ndim == 3 else " fit_image brings an image to that shape."
        raise ValueError(f"the batch has shape {batch.shape}, and the model takes {wanted}.{hint}")
    return np.asarray(model.predict_on_batch(batch))


def back_to_image(output, region):
    """What a model gave for one image (output height, output width, classes), at the image's own size and position.

    Gives (image height, image width, classes). Probabilities are interpolated; a mask of whole numbers
    (output height, output width) takes the nearest label, so that no new label appears.
    ValueError where the region does not lie inside the output.
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


def to_labels(probabilities, threshold=0.5):
    """The mask (height, width) uint8 of the likeliest class: 0, 1, 2, …; ValueError where there is NaN.

    `probabilities` is (height, width, classes); with one class, a pixel is 1 where it is above `threshold`.
    """
    probabilities = np.asarray(probabilities)
    if probabilities.ndim != 3:
        raise ValueError(f"probabilities have shape {probabilities.shape}: (height, width, classes) is needed")
    if not np.isfinite(probabilities).all():
        raise ValueError(
            "the model gave NaN or infinite values: its training has gone astray (try a lower learning rate)"
        )
    if probabilities.shape[2] == 1:
        return (probabilities[:, :, 0] > threshold).astype(np.uint8)
    return probabilities.argmax(axis=2).astype(np.uint8)
