"""Figures of notebook B3: images made from maps of labels, large and side by side."""

import numpy as np

from .images import show_images
from .style import few_greys


def show_translations(maps, made, which=(0, 1), part=np.s_[:, :], height=172):
    """A row for each number in `which`: the map of labels, then what each way of `made` makes of it.

    `maps` is (count, h, w, 1) of -1 and 1; `made` a dictionary of images (count, h, w, 1), the last ones the true
    ones: their brightest and darkest pixel in this `part` are white and black. ValueError if the shapes differ.
    """
    shapes = {name: np.shape(images) for name, images in made.items()}
    if not made or any(shape != np.shape(maps) for shape in shapes.values()):
        raise ValueError(f"maps {np.shape(maps)} and images {shapes}: give at least one, all of one shape")
    *_, true = made.values()
    rows, titles = [], []
    for number in which:
        low, high = true[number][part].min(), true[number][part].max()
        rows.append((maps[number][part] + 1) / 2)
        for images in made.values():
            grey = np.clip((images[number][part] - low) / max(high - low, 1e-6), 0, 1)
            rows.append(few_greys(grey, 32))
        titles += ["map of labels", *made] if not titles else [""] * (len(made) + 1)
    return show_images(rows, titles, columns=len(made) + 1, height=height)
