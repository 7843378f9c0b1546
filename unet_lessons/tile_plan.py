"""How a large image is cut into tiles: where each tile starts, how large it is, and which part of its output is kept.

As in `sizes`, it is enough to look at one axis. `tiles` does the prediction. Lesson 08b.
"""

from typing import NamedTuple

import numpy as np

from . import sizes
from .arguments import check_whole

MEMORY = 600e6  # bytes that the feature maps of one batch may take, approximately
MAPS = 8  # the memory needed at any time is that of this many feature maps of the first level (measured)
LARGEST_TILE, LARGEST_BATCH = 1536, 8  # pixels on a side; tiles


class Span(NamedTuple):
    """One axis of a tile, in pixels of the image. Outside the image, positions refer to its reflection."""

    read: int  # where the model's input starts …
    taken: int  # … and how long it is
    start: int  # where the part of the image starts that this tile predicts …
    stop: int  # … and where it ends (exclusive)
    skip: int  # number of pixels of the model's output before that part


def plan_tiles(model, height, width, tile=None, overlap=None):
    """How `predict_tiles` cuts an image of height × width pixels: the `Span`s of the rows, and those of the columns.

    Every combination of a row and a column is a tile, and every pixel of the image is predicted by exactly one tile.
    All tiles have the same size. `tile` and `overlap` are in pixels (see `predict_tiles`). ValueError if the tile is
    too small, or does not have the size that a model of fixed size takes.
    """
    grid, plans = 2 ** depth_of(model), []
    for name, value, least in (("tile", tile, 1), ("overlap", overlap, 0)):
        if value is not None:
            check_whole(name, value, least)
    for size, fixed, answered in zip((height, width), model.input_shape[1:3], model.output_shape[1:3], strict=True):
        if fixed and tile not in (None, fixed):
            raise ValueError(f"tile is {tile}, but the model takes {fixed} pixels there and no others: leave tile out")
        margin = overlap if overlap is not None else exact_overlap(depth_of(model))
        taken = fixed or tile or max(largest_tile(model), 4 * margin)
        border = (taken - answered) // 2 if fixed and answered else 0  # lost on each side with valid padding
        if fixed and overlap is None:
            margin = 0 if border else min(margin, taken // 4)
        taken = fixed or taken // grid * grid
        kept = taken - 2 * (border + margin)
        if kept < grid:
            raise ValueError(too_small(fixed, taken, border, margin, grid))
        plans.append(spans(size, kept if fixed else kept // grid * grid, border, margin, grid, fixed))
    return plans


def spans(size, kept, border, margin, grid, taken=None):
    """The `Span`s that cover `size` pixels, each predicting at most `kept` of them.

    Without `taken`, the tiles are as small as possible.
    """
    step = kept // grid * grid  # so that all tiles are pooled alike
    count = 1 + max(0, -(-(size - kept) // step))
    if taken is None:
        step = -(-size // (count * grid)) * grid
        taken = -(-(step + 2 * margin) // grid) * grid
    starts = [number * step for number in range(count)]
    stops = starts[1:] + [size]
    return [Span(a - margin - border, taken, a, b, margin) for a, b in zip(starts, stops, strict=True)]


def inside(span):
    """The slice of the model's output that is kept."""
    return slice(span.skip, span.skip + span.stop - span.start)


def mirrored(start, count, size):
    """The indices, 0 to size − 1, of the `count` pixels from `start` on in an image mirrored at its border."""
    before, after = max(0, -start), max(0, start + count - size)
    return np.pad(np.arange(size), (before, after), mode="reflect")[start + before :][:count]


def too_small(fixed, taken, border, margin, grid):
    """The message about a tile of which too little is left after its margins are discarded."""
    lost = 2 * (border + margin)
    most = (taken - 2 * border - grid) // 2
    smaller = f"an overlap of {most} at most" if most >= 0 else "a model of fewer levels"
    larger = "a model of larger or open height and width" if fixed else f"a tile of {grid + lost} or more"
    return (
        f"a tile of {taken} pixels, of which {lost // 2} are discarded on each side, leaves {max(0, taken - lost)}:"
        f" at least {grid} are needed, because that many are pooled into one. Choose {larger}, or {smaller}"
    )


# What the model needs


def depth_of(model):
    """How many times the network halves its feature maps."""
    layers = all_layers(model)
    halving = [layer for layer in layers if type(layer).__name__ in ("MaxPooling2D", "AveragePooling2D", "Conv2D")]
    return sum(max(layer.strides) == 2 for layer in halving)


def all_layers(model):
    """The layers of a model, including those of models inside it: a list."""
    return [deep for layer in model.layers for deep in (all_layers(layer) if hasattr(layer, "layers") else [layer])]


def exact_overlap(depth):
    """The overlap in pixels with which tiles give the exact result: 96 at depth 4.

    This is how far a pixel of a U-Net with two 3×3 convolutions per block can see in one direction, rounded up to a
    multiple of 2**depth. For a network with larger kernels or more convolutions, give `predict_tiles` an overlap.
    """
    first = 0  # walk back from the first pixel of a pooling block to the first that it depends on
    for kind in reversed(sizes.main_path(depth)):
        first = first - 1 if kind == "conv" else 2 * first if kind == "pool" else first // 2
    return -(first // 2**depth) * 2**depth


def largest_tile(model):
    """The side, in pixels, of the largest square tile whose feature maps fit into about `MEMORY` bytes."""
    return int(min((MEMORY / bytes_per_pixel(model)) ** 0.5, LARGEST_TILE))


def tiles_at_once(model, pixels):
    """How many tiles of `pixels` pixels each fit into `MEMORY` together: 1 to LARGEST_BATCH."""
    return int(np.clip(MEMORY / bytes_per_pixel(model) / pixels, 1, LARGEST_BATCH))


def bytes_per_pixel(model):
    """The approximate memory of the feature maps, in bytes per pixel of a tile; the first level needs most."""
    kernels = [layer.kernel.shape for layer in all_layers(model) if type(layer).__name__ == "Conv2D"]
    channels = max(kernels[0][-1], kernels[-1][-2], model.output_shape[-1]) if kernels else model.input_shape[-1]
    return MAPS * sizes.BYTES_PER_NUMBER * channels
