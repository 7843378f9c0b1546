"""How a large image is cut into tiles: where each begins, what of its answer is kept, how large it may be.

One axis is enough to understand it, as in `sizes`; `tiles` then predicts.
"""

from typing import NamedTuple

import numpy as np

from . import sizes
from .arguments import check_whole

MEMORY = 600e6  # bytes that the feature maps of one batch may take, about
MAPS = 8  # all that is in memory at once takes as much as this many maps of the first level (measured)
LARGEST_TILE, LARGEST_BATCH = 1536, 8


class Span(NamedTuple):
    """One axis of a tile, in pixels of the image. Before 0 and past the image's end lies its reflection."""

    read: int  # where the tile begins that the model takes …
    taken: int  # … and how long it is
    start: int  # the part of the image that it answers for, from here …
    stop: int  # … up to, not including, here
    skip: int  # how many pixels of the model's answer come before that part


def plan_tiles(model, height, width, tile=None, overlap=None):
    """How `predict_tiles` cuts an image: the `Span`s of the rows of tiles, and those of the columns.

    Each row with each column is a tile; every pixel of the image belongs to the answer of exactly one. All tiles are
    of one size. ValueError if the tile is too small, or is not what a model of fixed size takes.
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
    """The `Span`s that cover `size` pixels, each answering for at most `kept`; without `taken`, as small as will do."""
    step = kept // grid * grid  # so that all tiles are pooled alike
    count = 1 + max(0, -(-(size - kept) // step))
    if taken is None:
        step = -(-size // (count * grid)) * grid
        taken = -(-(step + 2 * margin) // grid) * grid
    starts = [number * step for number in range(count)]
    stops = starts[1:] + [size]
    return [Span(a - margin - border, taken, a, b, margin) for a, b in zip(starts, stops, strict=True)]


def inside(span):
    """The slice of the model's answer that is kept."""
    return slice(span.skip, span.skip + span.stop - span.start)


def mirrored(start, count, size):
    """Which pixels, 0 to size − 1, stand at `start`, `start` + 1, …: beyond the border, the image goes on mirrored."""
    before, after = max(0, -start), max(0, start + count - size)
    return np.pad(np.arange(size), (before, after), mode="reflect")[start + before :][:count]


def too_small(fixed, taken, border, margin, grid):
    """What is said of a tile that leaves nothing of its answer."""
    lost = 2 * (border + margin)
    most = (taken - 2 * border - grid) // 2
    smaller = f"an overlap of {most} at most" if most >= 0 else "a model of fewer levels"
    larger = "a model of larger or open height and width" if fixed else f"a tile of {grid + lost} or more"
    return (
        f"a tile of {taken} pixels, of which {lost // 2} are thrown away on each side, leaves {max(0, taken - lost)}:"
        f" at least {grid} are needed, as many as are pooled to one. Take {larger}, or {smaller}"
    )


# What the model needs


def depth_of(model):
    """How often the network halves its maps."""
    layers = all_layers(model)
    halving = [layer for layer in layers if type(layer).__name__ in ("MaxPooling2D", "AveragePooling2D", "Conv2D")]
    return sum(max(layer.strides) == 2 for layer in halving)


def all_layers(model):
    """The layers of a model, with those of models inside it."""
    return [deep for layer in model.layers for deep in (all_layers(layer) if hasattr(layer, "layers") else [layer])]


def exact_overlap(depth):
    """How far a U with two 3×3 convolutions per block can see, rounded up to a multiple of 2**depth: 96 at depth 4.

    For a network with larger filters or more convolutions, give `predict_tiles` an overlap yourself.
    """
    first = 0  # walk back from the first pixel of a pooling cell to the first pixel that it depends on
    for kind in reversed(sizes.main_path(depth)):
        first = first - 1 if kind == "conv" else 2 * first if kind == "pool" else first // 2
    return -(first // 2**depth) * 2**depth


def largest_tile(model):
    """The side of the largest square tile whose feature maps take about `MEMORY`."""
    return int(min((MEMORY / bytes_per_pixel(model)) ** 0.5, LARGEST_TILE))


def tiles_at_once(model, pixels):
    """How many tiles of so many pixels fit in `MEMORY` together: 1 to LARGEST_BATCH."""
    return int(np.clip(MEMORY / bytes_per_pixel(model) / pixels, 1, LARGEST_BATCH))


def bytes_per_pixel(model):
    """Memory that the feature maps take per pixel of a tile, about: those of the first level are the largest."""
    kernels = [layer.kernel.shape for layer in all_layers(model) if type(layer).__name__ == "Conv2D"]
    channels = max(kernels[0][-1], kernels[-1][-2]) if kernels else model.input_shape[-1]
    return MAPS * sizes.BYTES_PER_NUMBER * channels
