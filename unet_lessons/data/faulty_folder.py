"""A folder of synthetic images and a folder of their masks, with the mistakes that real folders have.

For trying out `folders.report` and what follows before you have masks of your own.
"""

from pathlib import Path

import numpy as np
from PIL import Image
from skimage.segmentation import find_boundaries

from ..images import IGNORE
from .cells import make_cells


def class_mask(labels):
    """Labels of cells (height, width) as classes of uint8: 0 background, 1 inside a cell, 2 its rim, 255 don't know.

    Cells that the edge of the image cuts are "don't know": nobody sees what they look like.
    """
    mask = np.where(labels > 0, 1, 0).astype(np.uint8)
    mask[find_boundaries(labels, mode="inner")] = 2
    edge = np.unique(np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]]))
    mask[np.isin(labels, edge[edge > 0])] = IGNORE
    return mask


def make_faulty_folder(folder, count=20, size=160, seed=9, new=3):
    """Save `count` grey images in folder/images, their masks in folder/masks, and `new` images in folder/new.

    Masks hold 0, 1, 2 and 255 (`class_mask`). The last four are faulty: one has a misspelt name, one was saved as JPEG,
    one holds only 0 and 255, and one is missing. Files that are there already are written again. Gives the folder.
    """
    folder = Path(folder).expanduser()
    for name in ("images", "masks", "new"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    images, labels = make_cells(count + new, size, seed)
    images = (images[..., 0] * 255).round().astype(np.uint8)
    for number in range(count):
        name, mask = f"cell-{number + 1:02}", Image.fromarray(class_mask(labels[number]))
        Image.fromarray(images[number]).save(folder / "images" / f"{name}.png")
        if number == count - 4:
            mask.save(folder / "masks" / f"{name.replace('cell', 'cel')}_mask.png")
        elif number == count - 3:
            mask.save(folder / "masks" / f"{name}_mask.jpg")
        elif number == count - 2:
            Image.fromarray(np.uint8(255) * (labels[number] > 0)).save(folder / "masks" / f"{name}_mask.png")
        elif number < count - 4:
            mask.save(folder / "masks" / f"{name}_mask.png")
    for number in range(count, count + new):
        Image.fromarray(images[number]).save(folder / "new" / f"new-{number - count + 1}.png")
    return folder
