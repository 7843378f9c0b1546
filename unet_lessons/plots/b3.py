"""Figures of notebook B3: images made from maps of labels, side by side, and one cell of them enlarged."""

import numpy as np
from matplotlib.patches import Rectangle

from .images import show_images
from .style import few_greys

FRAME = "#E69F00"  # around the part that is enlarged


def show_translations(maps, made, number=0, part=np.s_[:, :], cell=None, height=172):
    """The map of labels, then what each way of `made` makes of it; below, the square `cell` of each, enlarged.

    `maps` is (count, h, w, 1) of -1 and 1; `made` a dictionary of images (count, h, w, 1), the last ones the true
    ones; image `number` is shown, rows and columns `part` of it. `cell` is (top, left, side) in pixels of the whole
    image, framed above; None leaves it out. The brightest and darkest pixel of the true image in what a row shows are
    white and black. ValueError if the shapes differ or if the cell does not lie in the part.
    """
    shapes = {name: np.shape(images) for name, images in made.items()}
    if not made or any(shape != np.shape(maps) for shape in shapes.values()):
        raise ValueError(f"maps {np.shape(maps)} and images {shapes}: give at least one, all of one shape")
    titles = ["map of labels", *made]
    shown = row_of(maps, made, number, part)
    if cell is None:
        return show_images(shown, titles, columns=len(titles), height=height)
    top, left, side = cell
    rows, columns = (range(length)[one] for length, one in zip(np.shape(maps)[1:3], part, strict=True))
    if not (rows[0] <= top and top + side - 1 <= rows[-1] and columns[0] <= left and left + side - 1 <= columns[-1]):
        raise ValueError(f"the cell {cell} does not lie in rows {rows} and columns {columns}")
    shown += row_of(maps, made, number, np.s_[top : top + side, left : left + side])
    figure = show_images(shown, titles + [""] * len(titles), columns=len(titles), height=height)
    for axes in figure.axes[: len(titles)]:
        scale = len(axes.get_images()[0].get_array()) / len(rows)
        corner = ((left - columns[0]) * scale - 0.5, (top - rows[0]) * scale - 0.5)
        axes.add_patch(Rectangle(corner, side * scale, side * scale, fill=False, ec=FRAME, lw=1.6))
    return figure


def row_of(maps, made, number, part):
    """The map and the made images of one `number`, rows and columns `part`: a list of arrays (h, w, 1), 0 to 1."""
    *_, true = made.values()
    low, high = true[number][part].min(), true[number][part].max()
    greys = [np.clip((images[number][part] - low) / max(high - low, 1e-6), 0, 1) for images in made.values()]
    return [(maps[number][part] + 1) / 2, *(few_greys(grey, 32) for grey in greys)]
