"""The arithmetic of the U-Net in plain Python: the size, channels and parameters of every step, and which sizes fit.

It is enough to look at one axis. A 3×3 convolution with valid padding removes 2 pixels, a 2×2 max pooling halves the
size, and a 2×2 up-convolution doubles it; with same padding, a convolution leaves the size as it is. Everything else
here follows from that. Source: Ronneberger, Fischer, Brox (2015), Figure 1 and section 2.
"""

from typing import NamedTuple

from .arguments import check_choice, check_most, check_whole

PADDINGS = ("valid", "same")
SKIPS = ("cropped", "resized", "added", "none")
DEEPEST = 12  # levels; the paper has 4
BYTES_PER_NUMBER = 4  # float32
# The axes of an input of 1, 2 or 3 dimensions: text or sound, an image, a volume. `blocks` builds a U-Net for each.
AXES = {
    1: ("length", "channels"),
    2: ("height", "width", "channels"),
    3: ("planes", "height", "width", "channels"),
}


class Step(NamedTuple):
    """One step of the U-Net and the feature map it outputs, for one image. Used from lesson 02b on."""

    kind: str  # input, conv, pool, up-conv, crop, resize, concatenate, add or 1x1 conv
    part: str  # contracting path, bottleneck, expansive path or output
    level: int  # 0 at the top, `depth` at the bottom
    height: int  # pixels
    width: int  # pixels
    channels: int
    parameters: int
    receptive_field: int  # input pixels, along one axis, that one activation here can depend on at most (*)

    # (*) Along the main path. Cropped and added skips see less; resized ones may see slightly more.

    @property
    def memory(self):
        """Memory of the feature map as float32, in bytes."""
        return self.height * self.width * self.channels * BYTES_PER_NUMBER


def main_path(depth):
    """The steps that can change the size, in order: down from the input to the bottleneck, and up to the output.

    A list of "conv", "pool" and "up-conv". Used in lessons 02b and 06.
    """
    return ["conv", "conv", "pool"] * depth + ["conv", "conv"] + ["up-conv", "conv", "conv"] * depth


def sizes_along(size, depth=4, padding="valid"):
    """The size (pixels, one axis) of the input and after each step of `main_path`: a list. Built in lesson 06.

    If the input is too small, the list contains sizes below 1; an odd size is halved and rounded down. `is_valid_size`
    checks for both.
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
    """The size of the output for an input of `size`, both in pixels along one axis. Built in lesson 06.

    ValueError if an input of that size does not fit (see `is_valid_size`).
    """
    check_size(size, depth, padding, skips)
    return sizes_along(size, depth, padding)[-1]


def border_lost(depth=4, padding="valid"):
    """How many pixels the output is smaller than the input on each side: 92 for the U-Net of the paper.

    Holds if every map that is pooled has even sides. Built in lesson 06.
    """
    return 6 * 2**depth - 4 if padding == "valid" else 0


def receptive_field(steps, smallest=False):
    """The receptive field of one activation after `steps`: how many input pixels, along one axis, it can depend on.

    `steps` is a list like that of `main_path`. The function walks back from the activation to the input. Before an
    up-convolution, n neighbouring pixels were `n // 2 + 1` or `(n + 1) // 2` pixels, depending on their position. On
    the expansive path, the receptive field therefore differs from pixel to pixel; this is the largest, or with
    `smallest` the smallest. Near the image's border it may be cut off. Built in lesson 02b.
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
    """The receptive field of the bottleneck, in input pixels along one axis: 140 for the U-Net of the paper.

    Built in lesson 02b.
    """
    return 9 * 2**depth - 4


def output_receptive_field(depth=4):
    """The smallest and the largest receptive field of an output pixel, along one axis: (188, 204) at depth 4.

    With resized skips and valid padding it may be a few pixels larger, because they bring in features from other
    positions. Built in lesson 02b.
    """
    return receptive_field(main_path(depth), smallest=True), receptive_field(main_path(depth))


def is_valid_size(size, depth=4, padding="valid", skips="cropped"):
    """Whether an input of `size` pixels (one axis) fits: True or False. Built in lesson 06.

    Every map must keep at least one pixel. If skips are cropped (and then concatenated or added), every map that is
    pooled must also have an even size; otherwise the centres of the skip and of the up-convolution are half a pixel
    apart.
    """
    check_choice("padding", padding, PADDINGS)
    check_choice("skips", skips, SKIPS)
    check_depth(depth)
    sizes = sizes_along(size, depth, padding)
    if min(sizes) < 1:
        return False
    pooled = [before for before, kind in zip(sizes, main_path(depth), strict=False) if kind == "pool"]
    return skips in ("resized", "none") or all(before % 2 == 0 for before in pooled)


def nearest_valid_sizes(size, depth=4, padding="valid", skips="cropped"):
    """The nearest sizes (pixels, one axis) that fit: the largest up to `size` and the smallest from `size` on.

    For 256 they are (252, 268). The first is None if no smaller size fits. Used in error messages (lesson 06) and by
    `predict.open_size`.
    """
    check_whole("size", size)
    below, above = size, size
    while below > 0 and not is_valid_size(below, depth, padding, skips):
        below -= 1
    while not is_valid_size(above, depth, padding, skips):
        above += 1
    return (below if below > 0 else None), above


def valid_sizes(start, stop, depth=4, padding="valid", skips="cropped"):
    """All sizes (pixels, one axis) that fit, from `start` up to but not including `stop`. Built in lesson 06."""
    return [size for size in range(start, stop) if is_valid_size(size, depth, padding, skips)]


def unet_steps(input_shape=(572, 572, 3), num_classes=2, *, base_filters=64, depth=4, padding="valid", skips="cropped"):
    """Every step of the U-Net, in order, as a list of `Step`. Built in lesson 06.

    The arguments are those of `blocks.unet_model` for images, except that there is no `activation`, and that height and
    width must be numbers. ValueError for a size that does not fit, and for invalid arguments.
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
    """The part of the U to which step `number` of `main_path` belongs, counted from 1.

    Used by `unet_steps` (lesson 06).
    """
    if number <= 3 * depth:
        return "contracting path"
    return "bottleneck" if number <= 3 * depth + 2 else "expansive path"


def check_arguments(input_shape, num_classes, base_filters, depth, padding, skips, dimensions=2):
    """Check the arguments of a U-Net and return its `input_shape` as a tuple: (height, width, channels) for images.

    Sides that are None are not checked. ValueError for a size that does not fit, and for any other invalid argument.
    Used by `unet_steps` and `blocks.unet_model` (lesson 06).
    """
    check_choice("padding", padding, PADDINGS)
    check_choice("dimensions", dimensions, tuple(AXES))
    check_skips(skips, dimensions)
    for name, value in (("num_classes", num_classes), ("base_filters", base_filters)):
        check_whole(name, value)
    check_depth(depth)
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
    """Raise a ValueError that names the nearest valid sizes if an input of `size` pixels (one axis) does not fit.

    The rule is built in lesson 06.
    """
    check_whole("size", size)
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


def check_depth(depth):
    """Raise a ValueError unless `depth` is a whole number from 1 to DEEPEST. Used by `is_valid_size` (lesson 06)."""
    check_whole("depth", depth)
    check_most(
        "depth",
        depth,
        DEEPEST,
        "since every level halves the maps: at depth 12 an image needs more than 4096 pixels a side",
    )


def check_skips(skips, dimensions=2):
    """Raise a ValueError unless `skips` is one of SKIPS and is possible for maps with that many dimensions.

    Used by `blocks` (lesson 05).
    """
    check_choice("skips", skips, SKIPS)
    if skips == "resized" and dimensions != 2:
        raise ValueError(f"skips are 'resized' and dimensions {dimensions}: only images (2) can be resized")
