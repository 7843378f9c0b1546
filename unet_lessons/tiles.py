"""Large images tile by tile: the overlap-tile strategy of the paper.

Whatever the size of the image, only one tile (or a few) goes through the network at a time, so that memory does not
grow with the image. What a tile needs to see beyond the image's edge is mirrored. Two things make the tiles fit
together without seams:

- only that part of a tile's answer is kept which does not depend on where the tile ends: with valid padding all of it,
  with same padding the centre (`overlap`);
- tiles start at multiples of 2**depth pixels, so that max pooling takes the same four pixels together in every tile.

Source: Ronneberger, Fischer, Brox (2015), section 2 and Figure 2.
"""

from itertools import product

import numpy as np

from .images import as_float
from .predict import predict_batch, to_labels
from .tile_plan import inside, mirrored, plan_tiles, tiles_at_once

BLOCK = 2**20  # numbers of the image that are looked at in one go


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
    """The model's answer for an image of any size, tile by tile: probabilities (height, width, classes) of float32.

    image     (height, width, channels), or (height, width) for a model of one channel: uint8 and uint16 are divided
                to 0 … 1, one tile at a time; float goes in as it is. It may be a `np.memmap`.
    tile        pixels on a side of what the model takes at once, at most (None: as many as fit in memory). A model
                of fixed size takes that size.
    overlap     pixels that are thrown away at each side of a tile's answer. None: 0 with valid padding; with same
                padding what makes the answer exact (`tile_plan.exact_overlap`), but at most a quarter of the tile where
                the model's size is fixed. 0 shows the seams.
    prepare     a function applied to each tile (height, width, channels), such as `standardiser(image)`. What it
                does to a pixel must not depend on the tile that the pixel is in: `standardise` itself makes seams.
    labels      give the mask instead (`to_labels`): (height, width) of uint8
    out         an array or `np.memmap` to write into, and to give back: float for probabilities, else whole numbers

    As many tiles go through the network at a time as fit in `MEMORY`.
    With an exact overlap the answer is that for the whole mirrored image at once, but for rounding, if the network is
    made of convolutions, pooling and the like. Layers that look at the whole tile (group or layer normalisation) and
    resized skips with valid padding spoil that. ValueError for what does not fit together.
    """
    check_model(model)
    image = checked_image(image, model.input_shape[-1])
    height, width = image.shape[:2]
    rows, columns = plan_tiles(model, height, width, tile, overlap)
    answer = checked_out(out, image, (height, width) if labels else (height, width, model.output_shape[-1]), labels)
    batch_size = tiles_at_once(model, rows[0].taken * columns[0].taken)
    places = list(product(rows, columns))
    for first in range(0, len(places), batch_size):
        some = places[first : first + batch_size]
        tiles = np.stack([prepared(read_tile(image, *place), prepare) for place in some])
        for (row, column), one in zip(some, answers(model, tiles), strict=True):
            kept = one[inside(row), inside(column)]
            answer[row.start : row.stop, column.start : column.stop] = to_labels(kept) if labels else kept
    return answer


def standardiser(image):
    """A function that standardises any tile of this image with the mean and standard deviation of the whole image.

    For `prepare` of `predict_tiles`. ValueError for what is no image. It does to the tile what `training.standardise`
    does to the whole image, which is read block by block: (height, width[, channels]) of any size, also a `np.memmap`.
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
    """The tile (row.taken, column.taken, channels) as float32."""
    rows, columns = (mirrored(span.read, span.taken, n) for span, n in zip((row, column), image.shape, strict=False))
    return as_float(image[rows[:, np.newaxis], columns])


def row_blocks(image):
    """The image in blocks of some rows, so that looking at all of it takes little memory."""
    rows = max(1, BLOCK // (image.shape[1] * image.shape[2]))
    return (image[top : top + rows] for top in range(0, len(image), rows))


def prepared(tile, prepare):
    """The tile after `prepare`; ValueError if that changed its shape or made NaN."""
    if prepare is None:
        return tile
    done = np.asarray(prepare(tile), np.float32)
    if done.shape != tile.shape:
        raise ValueError(f"prepare made {done.shape} of a tile {tile.shape}: the shape must stay")
    if not np.isfinite(done).all():
        raise ValueError("prepare made NaN or infinite values: does it divide by 0 where a tile is the same all over?")
    return done


def answers(model, tiles):
    """`predict_batch`; ValueError where a model of open size does not answer pixel by pixel."""
    given = predict_batch(model, tiles)
    if None in model.input_shape[1:3] and given.shape[:3] != tiles.shape[:3]:
        raise ValueError(
            f"the model answers {given.shape[1]}×{given.shape[2]} for a tile of {tiles.shape[1]}×{tiles.shape[2]}: with"
            " height and width open it must keep the size (same padding); with valid padding give it a fixed size"
        )
    return given


# Checks


def check_model(model):
    """ValueError unless the model takes one image and answers with one map that is not larger."""
    taken, answered = getattr(model, "input_shape", None), getattr(model, "output_shape", None)
    if any(not isinstance(shape, tuple) or len(shape) != 4 for shape in (taken, answered)):
        raise ValueError(
            f"the model takes {taken} and gives {answered}: tiles need (batch, height, width, channels) on both sides"
        )
    if any(a is not None and t is not None and a > t for t, a in zip(taken[1:3], answered[1:3], strict=True)):
        raise ValueError(f"the model makes {answered} of {taken}: tiles are for models that do not enlarge the image")


def checked_image(image, channels=None):
    """The image as (height, width, channels), not copied; ValueError for what is no image, or not this model's."""
    image = np.asarray(image)
    if image.ndim == 2:
        image = image[:, :, np.newaxis]
    if image.ndim != 3 or image.size == 0:
        raise ValueError(
            f"the image has shape {image.shape}: give (height, width, channels), without the batch axis,"
            " and with a pixel at least"
        )
    if channels not in (None, image.shape[2]):
        hint = {(4, 3): ": image[:, :, :3] leaves the transparency out", (1, 3): ": np.repeat(image, 3, axis=2)"}
        raise ValueError(
            f"the image has {image.shape[2]} channels and the model takes {channels}"
            + hint.get((image.shape[2], channels), ": bring the image to that number")
        )
    if image.dtype not in (bool, np.uint8, np.uint16) and not np.issubdtype(image.dtype, np.floating):
        raise ValueError(f"the image holds {image.dtype}: give uint8, uint16 or float")
    if np.issubdtype(image.dtype, np.floating) and not all(np.isfinite(block).all() for block in row_blocks(image)):
        raise ValueError("the image holds NaN or infinite values: set them first, for instance with numpy.nan_to_num")
    return image


def checked_out(out, image, shape, labels):
    """The array to write the answer into; ValueError for one of another shape or kind, or the image itself."""
    kind, words = (np.integer, "whole numbers (uint8)") if labels else (np.floating, "float (float32)")
    if out is None:
        return np.empty(shape, np.uint8 if labels else np.float32)
    if not isinstance(out, np.ndarray) or out.shape != shape or not np.issubdtype(out.dtype, kind):
        given = f"{out.dtype} {out.shape}" if isinstance(out, np.ndarray) else type(out).__name__
        raise ValueError(f"out is {given}: an array {shape} of {words} is needed")
    if np.may_share_memory(out, image):
        raise ValueError("out lies in the image's own memory: later tiles would read answers; give another array")
    return out
