"""Small arrays as grids of numbers."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import ListedColormap
from matplotlib.patches import Rectangle

from .images import colours_of
from .style import COLOURS, INK, PAPER

GREY = (0.75, 0.75, 0.75)  # of labels below 0, which are unknown
# Below 0 orange (lighter than a frame around a cell), 0 white, above 0 blue.
SIGNED = ListedColormap(np.vstack([plt.cm.Oranges(np.linspace(0.65, 0, 128)), plt.cm.Blues(np.linspace(0, 1, 128))]))


def show_grids(arrays, titles=None, columns=4, highlight=None, decimals=None, labels=False):
    """Show small arrays (height, width) side by side as grids, with their numbers in the cells; returns the figure.

    The larger a number, the darker its cell, on one scale for all grids. If some number is negative, 0 is white,
    positive numbers are blue and negative ones orange. With `labels`, each whole number has the colour that
    `show_images` gives to this label, and −1 ("unknown") is grey. `highlight` is a list with one entry for each grid:
    the cells (row, column) to frame, or None. `decimals` has an entry for each grid, too: the digits after the point,
    or None for as many as a number needs (at most three digits in all). ValueError for an empty list or an array of
    another shape.
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
    dark = 1.6 * max(high, -low)  # no cell is so dark that its number could not be read
    scale = {"cmap": "Blues", "vmin": low, "vmax": max(high + 0.6 * (high - low), low + 1e-9)}
    if low < 0:
        scale = {"cmap": SIGNED, "vmin": -dark, "vmax": dark}
    nothing = [None] * len(arrays)
    titles, highlight, decimals = titles or [""] * len(arrays), highlight or nothing, decimals or nothing
    for axis, array, title, cells, digits in zip(axes.flat, arrays, titles, highlight, decimals, strict=False):
        axis.imshow(label_colours(array) if labels else array, **({} if labels else scale))
        axis.set_title(title, fontsize=11, color=INK)
        middle_row, middle_column = (array.shape[0] - 1) / 2, (array.shape[1] - 1) / 2  # cells of one size in all grids
        axis.set_xlim(middle_column - wide / 2 - 0.05, middle_column + wide / 2 + 0.05)
        axis.set_ylim(middle_row + tall / 2 + 0.05, middle_row - tall / 2 - 0.05)
        for (row, column), value in np.ndenumerate(array):
            axis.add_patch(Rectangle((column - 0.5, row - 0.5), 1, 1, fill=False, edgecolor="#999999", lw=0.6))
            text = f"{value:.0f}" if value == round(value) else f"{value:.3g}"
            text = text if digits is None else f"{value:.{digits}f}"
            size, colour = 11 if cell > 0.4 else 8, PAPER if labels and value == 0 else INK  # label 0 is black
            axis.text(column, row, text, ha="center", va="center", fontsize=size, color=colour)
        for row, column in cells or ():
            frame = Rectangle((column - 0.46, row - 0.46), 0.92, 0.92, fill=False, edgecolor=COLOURS["output"], lw=2.2)
            axis.add_patch(frame)
    return figure


def label_colours(labels):
    """The colours (height, width, 3) of labels (height, width), as `show_images` has them; grey below 0."""
    colours = colours_of(np.maximum(labels, 0).astype(int))
    colours[labels < 0] = GREY
    return colours
