"""Small arrays as grids of numbers."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import Rectangle

from .style import COLOURS, INK, PAPER


def show_grids(arrays, titles=None, columns=4, highlight=None):
    """Show small arrays (height, width) side by side as grids, with their numbers in the cells; returns the figure.

    The larger a number, the darker its cell, on one scale for all grids. `highlight` is a list with one entry for each
    grid: the cells (row, column) to frame, or None. ValueError for an empty list or an array of another shape.
    """
    arrays = [np.asarray(array, float) for array in arrays]
    if not arrays or any(array.ndim != 2 or array.size == 0 for array in arrays):
        raise ValueError(f"the grids have shapes {[a.shape for a in arrays]}: give at least one, each (height, width)")
    columns = min(columns, len(arrays))
    rows = -(-len(arrays) // columns)
    tall, wide = (max(array.shape[axis] for array in arrays) for axis in (0, 1))
    cell = min(0.5, 11 / columns / (wide + 1))
    size = (columns * cell * (wide + 1), rows * (cell * tall + 0.5))
    figure, axes = plt.subplots(rows, columns, figsize=size, layout="constrained", facecolor=PAPER, squeeze=False)
    for axis in axes.flat:
        axis.set_axis_off()
    low, high = min(a.min() for a in arrays), max(a.max() for a in arrays)
    titles, highlight = titles or [""] * len(arrays), highlight or [None] * len(arrays)
    for axis, array, title, cells in zip(axes.flat, arrays, titles, highlight, strict=False):
        axis.imshow(array, cmap="Blues", vmin=low, vmax=max(high + 0.6 * (high - low), low + 1e-9))
        axis.set_title(title, fontsize=11, color=INK)
        middle_row, middle_column = (array.shape[0] - 1) / 2, (array.shape[1] - 1) / 2  # cells of one size in all grids
        axis.set_xlim(middle_column - wide / 2 - 0.05, middle_column + wide / 2 + 0.05)
        axis.set_ylim(middle_row + tall / 2 + 0.05, middle_row - tall / 2 - 0.05)
        for (row, column), value in np.ndenumerate(array):
            axis.add_patch(Rectangle((column - 0.5, row - 0.5), 1, 1, fill=False, edgecolor="#999999", lw=0.6))
            axis.text(
                column,
                row,
                f"{value:.0f}" if value == round(value) else f"{value:.3g}",
                ha="center",
                va="center",
                fontsize=11 if cell > 0.4 else 8,
                color=INK,
            )
        for row, column in cells or ():
            frame = Rectangle((column - 0.46, row - 0.46), 0.92, 0.92, fill=False, edgecolor=COLOURS["output"], lw=2.2)
            axis.add_patch(frame)
    return figure
