"""The arithmetic of the U, in plain Python: every step's size and channels, parameters, memory, and which sizes fit.

One axis is enough to understand it. A 3×3 convolution with valid padding takes 2 pixels away, a 2×2 max pooling halves,
a 2×2 up-convolution doubles; with same padding a convolution takes nothing away. Everything else here follows.
Source: Ronneberger, Fischer, Brox (2015), Figure 1 and section 2.
"""

from typing import NamedTuple

from .arguments import check_choice, check_whole

PADDINGS = ("valid", "same")
SKIPS = ("cropped", "resized", "added", "none")
BYTES_PER_NUMBER = 4  # float32
# The axes of an input: text or sound, an image, a volume. Images are the rule; `blocks` builds all three.
AXES = {
    1: ("length", "channels"),
    2: ("height", "width", "channels"),
    3: ("planes", "height", "width", "channels"),
}


class Step(NamedTuple):
    """One step of the U and the feature map that it gives, for one image. Used from lesson 02b on."""

    kind: str  # input, conv, pool, up-conv, crop, resize, concatenate, add or 1x1 conv
    part: str  # contracting path, bottleneck, expansive path or output
    level: int  # 0 at the top, `depth` at the bottom
    height: int  # pixels
    width: int  # pixels
    channels: int
    parameters: int
    receptive_field: int  # pixels of the input, along one axis, that one number here depends on at most (*)

    # (*) By way of the main path. Skips that are cropped or added see less; resized ones may see a little more.

    @property
    def memory(self):
        """Bytes that the feature map takes as float32."""
        return self.height * self.width * self.channels * BYTES_PER_NUMBER


def main_path(depth):
    """The steps that change the size, in order, from the input down to the bottleneck and up again.

    Lessons 02 and 06.
    """
    return ["conv", "conv", "pool"] * depth + ["conv", "conv"] + ["up-conv", "conv", "conv"] * depth


def sizes_along(size, depth=4, padding="valid"):
    """The size (pixels, one axis) of the input and after each step of `main_path`. Built in lesson 06.

    Where the input is too small, sizes below 1 come out, and an odd map is halved and rounded down: `is_valid_size`
    looks for both.
    """
    lost = 2 if padding == "valid" else 0
    sizes = [size]
    for kind in main_path(depth):
        if kind == "conv":
            size = size - lost
        elif kind == "pool":
            size = size // 2
        else:
            size = size * 2
        sizes.append(size)
    return sizes


def output_size(size, depth=4, padding="valid", skips="cropped"):
    """The size (pixels, one axis) of the output for an input of `size`; ValueError where that size does not fit.

    Built in lesson 06.
    """
    check_size(size, depth, padding, skips)
    return sizes_along(size, depth, padding)[-1]


def border_lost(depth=4, padding="valid"):
    """Pixels lost on each side from input to output: 92 for the paper's U. (Where a pooling drops no odd row.)

    Built in lesson 06.
    """
    return 6 * 2**depth - 4 if padding == "valid" else 0


def receptive_field(steps, smallest=False):
    """Pixels of the input, along one axis, that one number after `steps` (a list such as `main_path` gives) depends on.

    Walks back from that number to the input. Going back through an up-convolution, `n` pixels side by side come from `n
    // 2 + 1` or `(n + 1) // 2` pixels, depending on where they lie: so on the expansive path the receptive field
    differs from pixel to pixel, and this gives the largest, or with `smallest` the smallest. Borders of the image may
    cut it. Built in lesson 02b.
    """
    seen = 1
    for kind in reversed(steps):
        if kind == "conv":
            seen = seen + 2
        elif kind == "pool":
            seen = seen * 2
        else:
            seen = (seen + 1) // 2 if smallest else seen // 2 + 1
    return seen


def bottleneck_receptive_field(depth=4):
    """Pixels of the input, along one axis, that one number at the bottom depends on: 140 for the paper's U.

    Built in lesson 02b.
    """
    return 9 * 2**depth - 4


def output_receptive_field(depth=4):
    """The smallest and the largest receptive field of an output pixel, along one axis: (188, 204) at depth 4.

    With resized skips and valid padding it may be a few pixels more: they bring features from beside.
    Built in lesson 02b.
    """
    return receptive_field(main_path(depth), smallest=True), receptive_field(main_path(depth))


def is_valid_size(size, depth=4, padding="valid", skips="cropped"):
    """Whether an input of `size` pixels (one axis) fits. Built in lesson 06.

    Every map must keep at least one pixel. Skips that are cropped (to be concatenated or added) need more: every map
    that is pooled must be even, or the centre of the skip and that of the up-convolution lie half a pixel apart.
    """
    sizes = sizes_along(size, depth, padding)
    if min(sizes) < 1:
        return False
    pooled = [before for before, kind in zip(sizes, main_path(depth), strict=False) if kind == "pool"]
    return skips in ("resized", "none") or all(before % 2 == 0 for before in pooled)


def nearest_valid_sizes(size, depth=4, padding="valid", skips="cropped"):
    """The nearest sizes that fit, at or below `size` and at or above it: 256 gives (252, 268).

    The first is None where no smaller size fits. Used for messages (lesson 06) and by `predict.open_size`.
    """
    below, above = size, max(size, 1)
    while below > 0 and not is_valid_size(below, depth, padding, skips):
        below -= 1
    while not is_valid_size(above, depth, padding, skips):
        above += 1
    return (below if below > 0 else None), above


def valid_sizes(start, stop, depth=4, padding="valid", skips="cropped"):
    """All sizes (one axis) from `start` up to, not including, `stop` that fit. Built in lesson 06."""
    return [size for size in range(start, stop) if is_valid_size(size, depth, padding, skips)]


def unet_steps(input_shape=(572, 572, 3), num_classes=2, *, base_filters=64, depth=4, padding="valid", skips="cropped"):
    """Every step of the U, in order, as a list of `Step`. Built in lesson 06.

    Takes what `blocks.unet_model` takes for images, without `activation`, and with numbers for height and width.
    ValueError for a size that does not fit, and for invalid arguments.
    """
    height, width, channels = check_arguments(input_shape, num_classes, base_filters, depth, padding, skips)
    if height is None or width is None:
        raise ValueError(f"input_shape is {input_shape}: to compute sizes, give height and width as numbers of pixels")
    heights, widths = sizes_along(height, depth, padding), sizes_along(width, depth, padding)
    kinds = main_path(depth)
    steps = [Step("input", "contracting path", 0, height, width, channels, 0, 1)]
    maps_for_skips, level = [], 0

    def add(kind, part, height, width, channels, parameters, seen):
        steps.append(Step(kind, part, level, height, width, channels, parameters, seen))

    for number, kind in enumerate(kinds, start=1):
        height, width, seen = heights[number], widths[number], receptive_field(kinds[:number])
        part = part_of(number, depth)
        filters = base_filters * 2**level
        if kind == "conv":
            add(kind, part, height, width, filters, (9 * channels + 1) * filters, seen)
            channels = filters
        elif kind == "pool":
            before = steps[-1]
            level += 1
            add(kind, part, height, width, channels, 0, seen)
            maps_for_skips.append(steps[-1] if skips == "resized" else before)
        else:
            level -= 1
            filters = base_filters * 2**level
            add(kind, part, height, width, filters, (4 * channels + 1) * filters, seen)
            channels = filters
            skip = maps_for_skips.pop()
            if skips == "resized":
                add("resize", part, height, width, filters, 0, skip.receptive_field)
            elif skips != "none" and padding == "valid":
                add("crop", part, height, width, filters, 0, skip.receptive_field)
            if skips == "added":
                add("add", part, height, width, filters, 0, seen)
            elif skips != "none":
                channels = 2 * filters
                add("concatenate", part, height, width, channels, 0, seen)
    add("1x1 conv", "output", height, width, num_classes, (channels + 1) * num_classes, seen)
    return steps


def part_of(number, depth):
    """The part of the U that the step `number` (from 1) of `main_path` belongs to. Used by `unet_steps` (lesson 06)."""
    if number <= 3 * depth:
        return "contracting path"
    return "bottleneck" if number <= 3 * depth + 2 else "expansive path"


def check_arguments(input_shape, num_classes, base_filters, depth, padding, skips, dimensions=2):
    """The `input_shape` as a tuple, if it fits: (height, width, channels) for `dimensions` 2; else a ValueError.

    Sides may be None: then they are not checked. Used by `unet_steps` and `blocks.unet_model` (lesson 06).
    """
    check_choice("padding", padding, PADDINGS)
    check_choice("dimensions", dimensions, tuple(AXES))
    check_skips(skips, dimensions)
    for name, value in (("num_classes", num_classes), ("base_filters", base_filters), ("depth", depth)):
        check_whole(name, value)
    shape, axes = tuple(input_shape) if isinstance(input_shape, (tuple, list)) else (), AXES[dimensions]
    if len(shape) != len(axes):
        example = (*{1: (572,), 2: (572, 572), 3: (132, 132, 132)}[dimensions], 3)
        raise ValueError(f"input_shape is {input_shape!r}: give ({', '.join(axes)}), such as {example}")
    for name, value in zip(axes, shape, strict=True):
        if value is not None or name == "channels":
            check_whole(f"{name} of input_shape", value)
    for size in shape[:-1]:
        if size is not None:
            check_size(size, depth, padding, skips)
    return shape


def check_size(size, depth=4, padding="valid", skips="cropped"):
    """ValueError where an input of `size` pixels (one axis) does not fit; it names the nearest sizes that do.

    The rule is built in lesson 06.
    """
    if is_valid_size(size, depth, padding, skips):
        return
    kinds = main_path(depth)
    sizes = sizes_along(size, depth, padding)
    reason = "every map needs at least one pixel"
    if min(sizes) >= 1:
        odd = next(s for s, kind in zip(sizes, kinds, strict=False) if kind == "pool" and s % 2)
        reason = f"a map of {odd} pixels would be pooled, and only even ones can be halved"
    below, above = nearest_valid_sizes(size, depth, padding, skips)
    nearest = f"Sizes that fit: {above}" if below is None else f"The nearest sizes that fit: {below} and {above}"
    if padding == "valid" and is_valid_size(size, depth, "same", skips):
        nearest += f'. With padding="same", {size} fits as it is'
    raise ValueError(
        f"An input of {size} pixels does not fit (depth {depth}, {padding} padding, skips {skips}):"
        f" {reason}. {nearest}."
    )


def check_skips(skips, dimensions=2):
    """ValueError unless `skips` is one of SKIPS, and one that maps of that many axes can have.

    Used by `blocks` (lesson 05).
    """
    check_choice("skips", skips, SKIPS)
    if skips == "resized" and dimensions != 2:
        raise ValueError(f"skips are 'resized' and dimensions {dimensions}: only images (2) can be resized")
