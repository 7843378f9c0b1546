"""Figures of B6: planes of a volume side by side, in rows, and what a mask gets wrong in them."""

import numpy as np
from matplotlib.patches import Patch

from .drawing import INK
from .figures_01 import KINDS
from .figures_07 import few_greys
from .plots import show_images

SIDE = 128  # screen pixels: height of a plane
WHITE = 2.0  # brightness that is shown white: 1 is a typical cell


def show_planes(rows, numbers, errors=False):
    """Planes `numbers` of volumes below each other, a row for each entry {title: volume}; gives the matplotlib figure.

    A volume is (planes, height, width): of float, brightness from 0 on; of bool or whole numbers, a mask; or
    (planes, height, width, 3) of uint8, colours, as from `errors_of`. With `errors`, a legend explains those colours.
    """
    if not rows or any(np.ndim(volume) not in (3, 4) for volume in rows.values()):
        raise ValueError(f"volumes have shapes {[np.shape(v) for v in rows.values()]}: give (planes, height, width)")
    depth = min(len(volume) for volume in rows.values())
    if not len(numbers) or not all(0 <= number < depth for number in numbers):
        raise ValueError(f"planes {list(numbers)} are asked for: give numbers from 0 to {depth - 1}")
    images, titles = [], []
    for volume in rows.values():
        for number in numbers:
            plane = np.asarray(volume[number])
            grey = np.issubdtype(plane.dtype, np.floating)
            images.append(few_greys(np.sqrt(np.clip(plane / WHITE, 0, 1))) if grey else plane)
            titles.append("" if len(images) > len(numbers) else f"plane {number}")
    figure = show_images(images, titles, columns=len(numbers), height=SIDE)
    for axes, title in zip(figure.axes[:: len(numbers)], rows, strict=True):
        axes.text(
            -0.05, 0.5, title, rotation=90, ha="right", va="center", fontsize=11, color=INK, transform=axes.transAxes
        )
    if errors:
        patches = [Patch(facecolor=np.array(colour) / 255, edgecolor=INK, label=name) for name, colour in KINDS]
        figure.legend(handles=patches, loc="upper center", bbox_to_anchor=(0.5, 0), ncols=4, frameon=False, fontsize=11)
    return figure


def errors_of(truth, mask):
    """Masks of one shape as colours, (…, 3) of uint8: white is found, orange missed, blue a false alarm."""
    truth, mask = np.asarray(truth), np.asarray(mask)
    if truth.shape != mask.shape or not all(np.isin(one, (0, 1)).all() for one in (truth, mask)):
        raise ValueError(f"truth {truth.shape} and mask {mask.shape}: give 0 and 1, of one shape")
    return np.array([colour for _, colour in KINDS], np.uint8)[truth.astype(int) + 2 * mask.astype(int)]
