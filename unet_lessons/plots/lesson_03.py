"""Figures of lesson 03: where the bottom is, what its numbers have seen, how the parts share parameters and work."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle

from ..images import resize
from .style import COLOURS, INK, PAPER, few_greys
from .unet import draw_unet


def show_bottom(steps):
    """The whole U of these `sizes.Step`, with a tinted field behind its lowest level; gives the figure."""
    figure = draw_unet(steps)
    axes, violet = figure.axes[0], to_rgb(COLOURS["bottleneck"])
    bars = [bar for bar in axes.patches if isinstance(bar, Rectangle)]
    lowest = [bar.get_y() + bar.get_height() / 2 for bar in bars if bar.get_facecolor()[:3] == violet]
    bars = [bar.get_bbox() for bar in bars if abs(bar.get_y() + bar.get_height() / 2 - lowest[0]) < 0.1]
    left, right = min(bar.x0 for bar in bars) - 0.35, max(bar.x1 for bar in bars) + 0.35
    low, high = min(bar.y0 for bar in bars) - 0.65, max(bar.y1 for bar in bars) + 0.3
    axes.add_patch(Rectangle((left, low), right - left, high - low, facecolor=violet, alpha=0.15, zorder=0, lw=0))
    return figure


def show_receptive_fields(image, boxes, centres):
    """The image (height, width) in [0, 1] with a frame for each box and a dot for each pair of centres.

    `boxes` is a list of (first, last): a frame from pixel `first` to pixel `last`, down and across alike.
    `centres` are positions along one axis, in pixels: dots stand where they cross.
    """
    image, centres = np.asarray(image, float), np.asarray(centres, float)
    if image.ndim != 2:
        raise ValueError(f"the image has shape {image.shape}: (height, width) is needed")
    if not boxes or any(not 0 <= first <= last < min(image.shape) for first, last in boxes):
        raise ValueError(f"the boxes are {boxes}: each is (first, last), inside the image, and one is needed")
    figure, axes = plt.subplots(figsize=(4.5, 5.2), layout="constrained", facecolor=PAPER)
    backdrop = 0.5 + 0.5 * resize(image, *(-(-side // 6) for side in image.shape))  # pale and coarse: a small file
    extent = (-0.5, image.shape[1] - 0.5, image.shape[0] - 0.5, -0.5)
    axes.imshow(few_greys(backdrop.clip(0, 1), 48), cmap="gray", vmin=0, vmax=1, extent=extent, interpolation="nearest")
    down, across = np.meshgrid(centres, centres, indexing="ij")
    axes.scatter(across, down, s=5, color=INK, lw=0, label="centres of all positions")
    colour = COLOURS["bottleneck"]
    for number, (first, last) in enumerate(boxes):
        size, middle = last - first + 1, (first + last) / 2
        frame = {"fill": False, "edgecolor": colour, "lw": 3, "clip_on": False}
        frame["label"] = f"receptive fields of {len(boxes)} positions" if number == 0 else None
        axes.add_patch(Rectangle((first - 0.5, first - 0.5), size, size, **frame))
        label = f"centres of these {len(boxes)}" if number == 0 else None
        axes.plot(middle, middle, "o", color=colour, ms=9, mec=PAPER, mew=1.5, label=label)
    figure.legend(loc="outside lower center", ncols=1, fontsize=10, frameon=False)
    axes.set_xlabel("pixels", fontsize=11, color=INK)
    axes.set_ylabel("pixels", fontsize=11, color=INK)
    axes.tick_params(labelsize=10)
    return figure


def show_shares(shares):
    """Shares of the parts of the U as stacked bars, one bar for each entry {title: {part: share}}; gives the figure."""
    if not shares or any(abs(sum(parts.values()) - 1) > 1e-6 for parts in shares.values()):
        raise ValueError("give at least one bar, and shares that sum to 1 in each")
    figure, axes = plt.subplots(figsize=(9.5, 0.85 * len(shares) + 0.7), layout="constrained", facecolor=PAPER)
    for row, parts in enumerate(shares.values()):
        left = 0.0
        for part, share in parts.items():
            label = part if row == 0 and share > 0.001 else None  # what cannot be seen needs no legend
            axes.barh(row, share, left=left, height=0.62, color=COLOURS[part], edgecolor=PAPER, label=label)
            if share > 0.04:
                text = {"ha": "center", "va": "center", "fontsize": 12, "color": "white", "weight": "bold"}
                axes.text(left + share / 2, row, f"{share:.1%}", **text)
            left += share
    axes.set_yticks(range(len(shares)), shares, fontsize=12, color=INK)
    axes.set(xlim=(0, 1), ylim=(len(shares) - 0.55, -0.45), xticks=[])
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)
    figure.legend(loc="outside lower center", ncols=len(COLOURS), fontsize=11, frameon=False)
    return figure
