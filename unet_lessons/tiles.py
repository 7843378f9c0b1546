"""Prediction of large images tile by tile: the overlap-tile strategy of the paper. Lesson 08b.

Only a few tiles go through the network at a time, so the memory it needs does not grow with the image. Beyond the
image's border, the tiles see its reflection. Two things make the tiles fit together without seams:

- Of each tile's output, only the part that does not depend on where the tile ends is kept: all of it with valid
padding,
  the centre with same padding (`overlap`).
- Tiles start at multiples of 2**depth pixels, so that max pooling combines the same four pixels in every tile.

Source: Ronneberger, Fischer, Brox (2015), section 2 and Figure 2.
"""

from itertools import product

import numpy as np

from .images import as_float
from .predict import predict_batch, to_labels
from .tile_plan import inside, mirrored, plan_tiles, tiles_at_once

BLOCK = 2**20  # how many values of the image are read at a time


def predict_tiles(
    model,
    image,
    *,
    tile=None,
    overlap=None,
    prepare=None,
    labels=False,
    out=None,
):
    """Predict an image of any size tile by tile: probabilities (height, width, classes) of float32.

    image     (height, width, channels), or (height, width) for a model of one channel. uint8 and uint16 are scaled to
              [0, 1], one tile at a time; float is used as it is. The image may be a `np.memmap`
    tile      the largest side, in pixels, of what the model takes at once; None: as large as fits into memory. A model
              of fixed size takes tiles of that size
    overlap   pixels that are discarded on each side of a tile's output. None: 0 with valid padding; with same padding
              whatever gives the exact result (`tile_plan.exact_overlap`), but at most a quarter of the tile if the
              model has a fixed size. 0 shows the seams
    prepare   a function applied to each tile (height, width, channels), such as `standardiser(image)`. What it does to
              a pixel must not depend on the tile that the pixel is in: `standardise` itself would make seams
    labels    return the mask instead (`to_labels`): (height, width) of uint8
    out       an array or `np.memmap` for the result, which is also returned: float for probabilities, whole numbers for
              labels

    As many tiles go through the network at a time as fit into `tile_plan.MEMORY`. With the exact overlap, the result is
    that of the whole mirrored image at once, except for rounding, if the network consists of convolutions, pooling and
    the like. Layers that depend on the whole tile (group or layer normalisation), and resized skips with valid padding,
    make it inexact. ValueError if image, model and arguments do not fit together.
    """
    check_model(model)
    image = checked_image(image, model.input_shape[-1])
    height, width = image.shape[:2]
    rows, columns = plan_tiles(model, height, width, tile, overlap)
    answer = checked_out(out, image, (height, width) if labels else (height, width, model.output_shape[-1]), labels)
    batch_size = tiles_at_once(model, rows[0].taken * columns[0].taken)
    positions = list(product(rows, columns))
    for first in range(0, len(positions), batch_size):
        some = positions[first : first + batch_size]
        tiles = np.stack([prepared(read_tile(image, *position), prepare) for position in some])
        for (row, column), one in zip(some, answers(model, tiles), strict=True):
            kept = one[inside(row), inside(column)]
            answer[row.start : row.stop, column.start : column.stop] = to_labels(kept) if labels else kept
    return answer


def standardiser(image):
    """A function that standardises any tile of this image with the mean and standard deviation of the whole image.

    It is made for the argument `prepare` of `predict_tiles`, and gives a tile the values it would have if
    `training.standardise` were applied to the whole image. The image (height, width[, channels]), which may be a
    `np.memmap`, is read block by block. ValueError if it is not an image.
    """
    image = checked_image(image)
    count = total = squares = 0.0
    for block in row_blocks(image):
        values = as_float(block).astype(np.float64)
        count, total, squares = count + values.size, total + values.sum(), squares + (values**2).sum()
    mean = total / count
    spread = max(0.0, squares / count - mean**2) ** 0.5
    spread = spread if spread > 1e-6 else 1.0
    return lambda tile: (tile - np.float32(mean)) / np.float32(spread)


# Tiles of the image


def read_tile(image, row, column):
    """The tile at two `Span`s: (row.taken, column.taken, channels) of float32."""
    rows, columns = (mirrored(span.read, span.taken, n) for span, n in zip((row, column), image.shape, strict=False))
    return as_float(image[rows[:, np.newaxis], columns])


def row_blocks(image):
    """The image as blocks of a few rows each, so that reading all of it takes little memory."""
    rows = max(1, BLOCK // (image.shape[1] * image.shape[2]))
    return (image[top : top + rows] for top in range(0, len(image), rows))


def prepared(tile, prepare):
    """The tile after `prepare`, as float32; ValueError if that changed its shape or gave NaN or infinite values."""
    if prepare is None:
        return tile
    done = np.asarray(prepare(tile), np.float32)
    if done.shape != tile.shape:
        raise ValueError(f"prepare turned a tile {tile.shape} into {done.shape}: the shape must not change")
    if not np.isfinite(done).all():
        raise ValueError("prepare gave NaN or infinite values: does it divide by 0 if a tile is constant?")
    return done


def answers(model, tiles):
    """`predict_batch` of the tiles; ValueError if a model of open size does not keep the size of its input."""
    given = predict_batch(model, tiles)
    if None in model.input_shape[1:3] and given.shape[:3] != tiles.shape[:3]:
        raise ValueError(
            f"the model's output is {given.shape[1]}×{given.shape[2]} for a tile of {tiles.shape[1]}×{tiles.shape[2]}:"
            " with open height and width it must keep the size (same padding); with valid padding, give it a fixed size"
        )
    return given


# Checks


def check_model(model):
    """Raise a ValueError unless the model takes images and outputs maps that are not larger."""
    taken, answered = getattr(model, "input_shape", None), getattr(model, "output_shape", None)
    if any(not isinstance(shape, tuple) or len(shape) != 4 for shape in (taken, answered)):
        raise ValueError(
            f"the model takes {taken} and gives {answered}: tiles need (batch, height, width, channels) on both sides"
        )
    if any(a is not None and t is not None and a > t for t, a in zip(taken[1:3], answered[1:3], strict=True)):
        raise ValueError(f"the model turns {taken} into {answered}: tiles are for models that do not enlarge the image")


def checked_image(image, channels=None):
    """The image as (height, width, channels), not copied; ValueError if it is no image, or not one for this model."""
    image = np.asarray(image)
    if image.ndim == 2:
        image = image[:, :, np.newaxis]
    if image.ndim != 3 or image.size == 0:
        raise ValueError(
            f"the image has shape {image.shape}: give (height, width, channels), without the batch axis,"
            " and at least one pixel"
        )
    if channels not in (None, image.shape[2]):
        hint = {(4, 3): ": image[:, :, :3] removes the transparency", (1, 3): ": np.repeat(image, 3, axis=2)"}
        raise ValueError(
            f"the image has {image.shape[2]} channels and the model takes {channels}"
            + hint.get((image.shape[2], channels), ": convert the image")
        )
    if image.dtype not in (bool, np.uint8, np.uint16) and not np.issubdtype(image.dtype, np.floating):
        raise ValueError(f"the image holds {image.dtype}: give uint8, uint16 or float")
    if np.issubdtype(image.dtype, np.floating) and not all(np.isfinite(block).all() for block in row_blocks(image)):
        raise ValueError("the image has NaN or infinite values: replace them first, for instance with numpy.nan_to_num")
    return image


def checked_out(out, image, shape, labels):
    """The array for the result; ValueError if its shape or type is wrong, or if it shares memory with the image."""
    kind, words = (np.integer, "whole numbers (uint8)") if labels else (np.floating, "float (float32)")
    if out is None:
        return np.empty(shape, np.uint8 if labels else np.float32)
    if not isinstance(out, np.ndarray) or out.shape != shape or not np.issubdtype(out.dtype, kind):
        given = f"{out.dtype} {out.shape}" if isinstance(out, np.ndarray) else type(out).__name__
        raise ValueError(f"out is {given}: give an array {shape} of {words}")
    if np.may_share_memory(out, image):
        raise ValueError("out shares memory with the image, so later tiles would read predictions: give another array")
    return out
