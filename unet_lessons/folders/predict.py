"""From a trained model to the masks of your images: of a single image, or of a whole folder."""

from itertools import chain
from itertools import count as count_from
from pathlib import Path
from typing import NamedTuple

import numpy as np

from ..arguments import check_numbers, printable
from ..files import page_count
from ..images import load_image, save_mask, to_grey
from ..predict import fit_image, labels_in_image, predict_batch
from ..tiles import predict_tiles
from .pairs import image_files


def predict_labels(model, image, prepare=None):
    """The mask (height, width) of uint8, with classes 0, 1, 2, …, of one image (height, width, 1 or 3) in [0, 1].

    A model of fixed size gets the whole image, scaled as in `load`. A model with open height and width gets it tile by
    tile at the image's own resolution, as in `load_crops`. `prepare` must be the function used for training. ValueError
    if image and model do not fit together.
    """
    prepare, image = prepare or np.asarray, np.asarray(image)
    check_numbers("the image", image)
    if image.ndim != 3 or image.shape[2] not in (1, 3):
        raise ValueError(f"the image has shape {image.shape}: give (height, width, 1 or 3), such as load_image(path)")
    if None not in model.input_shape[1:3]:
        batch, region = fit_image(image, model)
        return labels_in_image(predict_batch(model, prepare(batch))[0], region)
    if model.input_shape[-1] == 1 and image.shape[-1] == 3:
        image = to_grey(image)
    return predict_tiles(model, prepare(image[np.newaxis])[0], labels=True)


class Predicted(NamedTuple):
    """The result of `predict_folder`."""

    saved: list  # the paths of the masks
    skipped: list  # a line for each image that got no mask, with the reason


def predict_folder(model, images, into, prepare=None, overwrite=False):
    """Predict every image of a folder and save its mask, a PNG of the same size, to the folder `into`: `Predicted`.

    `images` may also be a list of files, such as those of the test pairs where there are no other images.
    The masks have the names of their images, pages with their number ("stack-page2.png"). With two classes they hold 0
    and 255; with more classes they are coloured (see `images.save_mask`). The folder is created if necessary. Existing
    files that differ are kept unless `overwrite` is set. `prepare` must be the function used for training. ValueError
    if `into` is a file or the folder of the images; FileNotFoundError if there is no folder of images.
    """
    listed = isinstance(images, (list, tuple))
    files, skipped = ([Path(path) for path in images], []) if listed else image_files(images)
    into, saved, taken = Path(into).expanduser(), [], set()
    if into.exists() and not into.is_dir():
        raise ValueError(f"{printable(into.name)} is a file: give a folder for the masks")
    if into.resolve() in {path.parent.resolve() for path in files}:
        raise ValueError("the masks would be saved among the images: give another folder for them, such as predicted")
    into.mkdir(parents=True, exist_ok=True)
    for path in files:
        count = page_count(path)
        for page in range(count):
            name = free_name(path.stem + (f"-page{page + 1}" if count > 1 else ""), path.suffix, taken)
            try:
                mask = predict_labels(model, load_image(path, page), prepare)
                saved.append(save_mask(mask, into / f"{name}.png", max(2, model.output_shape[-1]), overwrite))
            except FileExistsError:
                skipped.append(
                    f"{printable(name)}.png: kept, since a different file has this name; overwrite=True replaces it"
                )
            except (ValueError, FileNotFoundError) as error:
                skipped.append(printable(error))
            except MemoryError:
                skipped.append(f"{printable(path.name)}: too large for the memory that is left")
            except OSError as error:  # a full disk, a folder that must not be written to
                skipped.append(f"{printable(path.name)}: its mask was not saved ({error.strerror or error})")
    return Predicted(saved, skipped)


def free_name(name, suffix, taken):
    """A name for a mask that is not taken: "cat", then "cat-png" for cat.png beside cat.jpg, then "cat-png-2", …

    It is added to `taken`, in small letters, since some systems do not tell Cat from cat.
    """
    names = chain((name, f"{name}-{suffix[1:]}"), (f"{name}-{suffix[1:]}-{number}" for number in count_from(2)))
    free = next(one for one in names if one.lower() not in taken)
    taken.add(free.lower())
    return free
