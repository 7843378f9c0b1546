"""The figures of lesson 02b: what each level sees and keeps, how far a frame reaches, and measured receptive fields."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import LogNorm, Normalize
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from .style import COLOURS, INK, PAPER, few_greys

GREYS = 64  # in photographs and maps: no bands are seen, and the notebook stays small


def show_levels(image, steps):
    """A grey image with the square that one activation of each level sees; beside it, the map that is left, to scale.

    Small squares stand in a second panel, the middle of the image enlarged; the largest of them stands in both.
    `image` is a square (height, width) in [0, 1] and stands for the whole input, at whatever resolution; `steps` is a
    list of `sizes.Step`: the input, then one of each level.
    """
    if image.ndim != 2 or image.shape[0] != image.shape[1]:
        raise ValueError(f"the image has shape {image.shape}: a square of (height, width) is needed")
    size, *steps = steps
    size = size.width
    gap, zoomed = 0.08 * size, 0.8 * size  # zoomed: the side of the panel with the middle
    small = [step for step in steps if step.receptive_field < size / 15]
    middle = 3 * max([step.receptive_field for step in small], default=0)  # pixels of the input that it shows
    slots = [max(step.width, 0.4 * size) for step in steps]  # room for the label over a small map
    start = size + gap + (zoomed + gap if small else 0)
    total = start + sum(slots) + gap * (len(slots) - 1)
    figure, axes = plt.subplots(figsize=(11, 3), facecolor=PAPER, layout="constrained")
    look = {"cmap": "gray", "vmin": 0, "vmax": 1, "interpolation": "nearest"}
    axes.imshow(few_greys(image, GREYS), extent=(0, size, 0, size), **look)
    text = {"ha": "center", "va": "bottom", "color": INK}
    axes.text(size / 2, size + 12, "see more", fontsize=13, **text)
    if small:
        half = max(1, round(middle / size * len(image) / 2))
        centre = few_greys(image[len(image) // 2 - half :, len(image) // 2 - half :][: 2 * half, : 2 * half], GREYS)
        axes.imshow(centre, extent=(size + gap, size + gap + zoomed, 0, zoomed), **look)
        axes.text(
            size + gap + zoomed / 2, zoomed + 12, f"the middle, {zoomed / middle:.0f} × as large", fontsize=10, **text
        )
    x = start
    for step, slot in zip(steps, slots, strict=True):
        colour, side = COLOURS[step.part], step.receptive_field
        places = [] if step in small[:-1] else [(size / 2, size / 2, 1)]  # middle (x, y) and enlargement
        places += [(size + gap + zoomed / 2, zoomed / 2, zoomed / middle)] if step in small else []
        for across, up, times in places:
            half = side * times / 2
            for edge, width in (("white", 3.5), (colour, 2)):
                square = {"fill": False, "edgecolor": edge, "lw": width}
                axes.add_patch(Rectangle((across - half, up - half), 2 * half, 2 * half, **square))
            mark = {"facecolor": "white", "edgecolor": "none", "pad": 1}
            corner, ha = (across - half, "right") if step.level % 2 == 0 else (across + half, "left")
            axes.text(corner, up + half, step.level, ha=ha, va="bottom", fontsize=9, color=colour, bbox=mark)
        axes.add_patch(Rectangle((x + (slot - step.width) / 2, 0), step.width, step.height, facecolor=colour, lw=0))
        label = f"level {step.level}\n{step.height}×{step.width}\nsees {step.receptive_field}×{step.receptive_field}"
        axes.text(x + slot / 2, step.height + 12, label, fontsize=10, **text)
        x += slot + gap
    axes.text((start + slots[0] + gap + total) / 2, size + 12, "keep less", fontsize=13, **text)
    axes.set(xlim=(-5, total + 5), ylim=(-10, size + 150), aspect="equal")
    axes.set_axis_off()
    return figure


def show_framed(maps, reached, titles):
    """Grey maps (height, width) in [0, 1], each with a dashed square that many positions inside its border.

    `reached` has a number for each map: how far the zeros of same padding reach in from each side.
    """
    if not len(maps) == len(reached) == len(titles) > 0:
        raise ValueError(f"{len(maps)} maps, {len(reached)} widths, {len(titles)} titles: as many of each")
    size = (2.3 * len(maps), 2.9)
    figure, axes = plt.subplots(1, len(maps), figsize=size, facecolor=PAPER, layout="constrained", squeeze=False)
    for axis, values, width, title in zip(axes.flat, maps, reached, titles, strict=True):
        axis.imshow(few_greys(values, GREYS), cmap="gray", vmin=0, vmax=1, interpolation="nearest")
        height, across = values.shape
        inside = (across - 2 * width, height - 2 * width)
        axis.add_patch(Rectangle((width - 0.5,) * 2, *inside, fill=False, edgecolor=COLOURS["output"], lw=2, ls="--"))
        axis.set_title(title, fontsize=11, color=INK)
        axis.set_axis_off()
    line = Line2D([], [], color=COLOURS["output"], lw=2, ls="--", label="outside: affected by the frame of zeros")
    figure.legend(handles=[line], loc="outside lower center", frameon=False, fontsize=11)
    return figure


def show_footprints(gradients, predicted, titles, logarithmic=True):
    """Gradients (height, width) of one activation with respect to its input, each in a panel, brighter where larger.

    Each is shown as a share of its own largest, by absolute value, on one scale of colours that is logarithmic or
    linear; where the gradient is 0, the panel is grey. A pixel has one size in all panels: a smaller input lies in the
    middle of its panel. The dashed square in the middle has the predicted side (pixels).
    """
    if not len(gradients) == len(predicted) == len(titles) > 0:
        raise ValueError(f"{len(gradients)} gradients, {len(predicted)} sides, {len(titles)} titles: as many of each")
    largest = max(max(gradient.shape) for gradient in gradients)
    size = (3.5 * len(gradients) + 0.9, 3.9)
    figure, axes = plt.subplots(1, len(gradients), figsize=size, facecolor=PAPER, layout="constrained", squeeze=False)
    for gradient, title in zip(gradients, titles, strict=True):
        if not gradient.any():
            raise ValueError(f"the gradient of {title!r} is 0 everywhere: there is nothing to show")
    shares = [np.where(gradient != 0, np.abs(gradient), np.nan) / np.abs(gradient).max() for gradient in gradients]
    smallest = min(np.nanmin(share) for share in shares)
    norm = LogNorm(min(smallest, 0.1), 1) if logarithmic else Normalize(0, 1)
    for axis, gradient, share, side, title in zip(axes.flat, gradients, shares, predicted, titles, strict=True):
        height, width = gradient.shape
        extent = (-width / 2, width / 2, height / 2, -height / 2)
        shown = axis.imshow(share, norm=norm, cmap="viridis", interpolation="nearest", extent=extent)
        frame = Rectangle((-side / 2, -side / 2), side, side, fill=False, edgecolor=COLOURS["output"], lw=2.2, ls="--")
        axis.add_patch(frame)
        axis.set_title(title, fontsize=11, color=INK)
        axis.set(xticks=[], yticks=[], facecolor="#DDDDDD")
        axis.set(xlim=(-largest / 2, largest / 2), ylim=(largest / 2, -largest / 2))
    bar = figure.colorbar(shown, ax=axes, fraction=0.05, pad=0.02)
    bar.set_label("share of the largest gradient (grey: 0)", fontsize=10, color=INK)
    return figure
