"""The figures of lesson 02: what each level sees and keeps, how far a frame reaches, and measured receptive fields."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import Rectangle

from .style import COLOURS, INK, PAPER, few_greys


def show_levels(image, steps):
    """A grey image with the square that one number of each level sees; beside it, the map that is left, to scale.

    `image` is a square (height, width) and stands for the whole input, at whatever resolution; `steps` is a list of
    `sizes.Step`: the input, then one of each level.
    """
    if image.ndim != 2 or image.shape[0] != image.shape[1]:
        raise ValueError(f"the image has shape {image.shape}: a square of (height, width) is needed")
    size, *steps = steps
    size = size.width
    gap = 0.08 * size
    slots = [max(step.width, 0.33 * size) for step in steps]  # room for the label over a small map
    total = sum(slots) + gap * len(slots)
    figure, axes = plt.subplots(figsize=(11, 3.4), facecolor=PAPER, layout="constrained")
    axes.imshow(image, cmap="gray", extent=(0, size, 0, size), interpolation="nearest")
    x = size + gap
    for step, slot in zip(steps, slots, strict=True):
        colour, side = COLOURS[step.part], step.receptive_field
        corner = (size - side) / 2
        axes.add_patch(Rectangle((corner, corner), side, side, fill=False, edgecolor="white", lw=3.5))
        axes.add_patch(Rectangle((corner, corner), side, side, fill=False, edgecolor=colour, lw=2))
        axes.add_patch(Rectangle((x + (slot - step.width) / 2, 0), step.width, step.height, facecolor=colour, lw=0))
        label = f"level {step.level}\n{step.height}×{step.width}\nsees {side}×{side}"
        axes.text(x + slot / 2, step.height + 12, label, ha="center", va="bottom", fontsize=10, color=INK)
        x += slot + gap
    axes.text(size / 2, size + 12, "see more", ha="center", va="bottom", fontsize=13, color=INK)
    right = (2 * size + 2 * gap + size + total) / 2
    axes.text(right, size + 12, "keep less", ha="center", va="bottom", fontsize=13, color=INK)
    axes.set(xlim=(-5, size + total + 5), ylim=(-10, size + 150), aspect="equal")
    axes.set_axis_off()
    return figure


def show_framed(maps, reached, titles):
    """Grey maps (height, width) in [0, 1], each with a dashed square that many positions inside its border.

    `reached` has a number for each map: how far the zeros of same padding reach in from each side.
    """
    if not len(maps) == len(reached) == len(titles) > 0:
        raise ValueError(f"{len(maps)} maps, {len(reached)} widths, {len(titles)} titles: as many of each")
    size = (2.3 * len(maps), 2.6)
    figure, axes = plt.subplots(1, len(maps), figsize=size, facecolor=PAPER, layout="constrained", squeeze=False)
    for axis, values, width, title in zip(axes.flat, maps, reached, titles, strict=True):
        axis.imshow(few_greys(values), cmap="gray", vmin=0, vmax=1, interpolation="nearest")
        height, across = values.shape
        inside = (across - 2 * width, height - 2 * width)
        axis.add_patch(Rectangle((width - 0.5,) * 2, *inside, fill=False, edgecolor=COLOURS["output"], lw=2, ls="--"))
        axis.set_title(title, fontsize=11, color=INK)
        axis.set_axis_off()
    return figure


def show_footprints(gradients, predicted, titles, logarithmic=True):
    """Gradients (height, width) of one number with respect to its input, each in a panel, brighter where larger.

    The scale of colours is logarithmic, or linear; where the gradient is 0, the panel is grey. A pixel has one size in
    all panels: a smaller input lies in the middle of its panel. The dashed square in the middle has the predicted side
    (pixels).
    """
    if not len(gradients) == len(predicted) == len(titles) > 0:
        raise ValueError(f"{len(gradients)} gradients, {len(predicted)} sides, {len(titles)} titles: as many of each")
    largest = max(max(gradient.shape) for gradient in gradients)
    size = (3.5 * len(gradients), 3.9)
    figure, axes = plt.subplots(1, len(gradients), figsize=size, facecolor=PAPER, layout="constrained", squeeze=False)
    for axis, gradient, side, title in zip(axes.flat, gradients, predicted, titles, strict=True):
        if not gradient.any():
            raise ValueError(f"the gradient of {title!r} is 0 everywhere: there is nothing to show")
        height, width = gradient.shape
        extent = (-width / 2, width / 2, height / 2, -height / 2)
        shown = np.where(gradient != 0, np.abs(gradient), np.nan)
        shown = np.log10(shown) if logarithmic else shown
        axis.imshow(shown, cmap="viridis", interpolation="nearest", extent=extent)
        frame = Rectangle((-side / 2, -side / 2), side, side, fill=False, edgecolor=COLOURS["output"], lw=2.2, ls="--")
        axis.add_patch(frame)
        axis.set_title(title, fontsize=11, color=INK)
        axis.set(xticks=[], yticks=[], facecolor="#DDDDDD")
        axis.set(xlim=(-largest / 2, largest / 2), ylim=(largest / 2, -largest / 2))
    return figure
