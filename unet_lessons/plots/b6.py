"""Figures of B6: planes of a volume side by side, in rows, and what a mask gets wrong in them."""

import numpy as np

from .images import show_images
from .style import INK, error_legend, few_greys

SIDE = 128  # screen pixels: height of a plane
WHITE = 2.0  # brightness that is shown white: 1 is a typical cell


def show_planes(rows, numbers, errors=False):
    """Planes `numbers` of volumes below each other, a row for each entry {title: volume}; gives the matplotlib figure.

    A volume is (planes, height, width): of float, brightness from 0 on; of bool or whole numbers, a mask; or
    (planes, height, width, 3) of uint8, colours (`error_colours`). With `errors`, a legend explains those.
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
            images.append(few_greys(np.sqrt(np.clip(plane / WHITE, 0, 1)), 48) if grey else plane)
            titles.append("" if len(images) > len(numbers) else f"plane {number}")
    figure = show_images(images, titles, columns=len(numbers), height=SIDE)
    for axes, title in zip(figure.axes[:: len(numbers)], rows, strict=True):
        axes.text(
            -0.05, 0.5, title, rotation=90, ha="right", va="center", fontsize=11, color=INK, transform=axes.transAxes
        )
    if errors:
        error_legend(figure)
    return figure
