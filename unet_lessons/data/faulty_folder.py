"""A folder of synthetic images and a folder of their masks, with the mistakes that real folders have.

With it you can try out `folders.report` and the steps after it before you have masks of your own.
"""

from pathlib import Path

import numpy as np
from PIL import Image
from skimage.segmentation import find_boundaries

from ..images import IGNORE
from .cells import make_cells


def class_mask(labels):
    """Labels of cells (height, width) as classes of uint8: 0 background, 1 inside of a cell, 2 its rim, 255 don't know.

    Cells cut by the image's border are "don't know", because nobody can see the whole of them.
    """
    mask = np.where(labels > 0, 1, 0).astype(np.uint8)
    mask[find_boundaries(labels, mode="inner")] = 2
    edge = np.unique(np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]]))
    mask[np.isin(labels, edge[edge > 0])] = IGNORE
    return mask


def make_faulty_folder(folder, count=20, size=160, seed=9, new=3):
    """Save `count` grey images to folder/images, their masks to folder/masks, and `new` more images to folder/new.

    The images are synthetic cells of size × size pixels, and their masks hold 0, 1, 2 and 255 (`class_mask`). The last
    four masks are faulty: one has a misspelt name, one was saved as JPEG, one holds only 0 and 255, and one is missing.
    Existing files are overwritten. Returns the folder as a `Path`. Used in lesson 09.
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
