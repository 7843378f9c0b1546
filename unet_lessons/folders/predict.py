"""From a trained model to the masks of your images: of a single image, or of a whole folder."""

from pathlib import Path
from typing import NamedTuple

import numpy as np

from ..arguments import printable
from ..files import page_count
from ..images import load_image, save_mask, to_grey
from ..predict import back_to_image, fit_image, predict_batch, to_labels
from ..tiles import predict_tiles
from .pairs import image_files


def predict_labels(model, image, prepare=None):
    """The mask (height, width) of uint8, with classes 0, 1, 2, …, of one image (height, width, 1 or 3) in [0, 1].

    A model of fixed size gets the whole image, scaled as in `load`. A model with open height and width gets it tile by
    tile at the image's own resolution, as in `load_crops`. `prepare` must be the function used for training. ValueError
    if image and model do not fit together.
    """
    prepare = prepare or np.asarray
    if None not in model.input_shape[1:3]:
        batch, region = fit_image(image, model)
        return to_labels(back_to_image(predict_batch(model, prepare(batch))[0], region))
    if model.input_shape[-1] == 1 and image.shape[-1] == 3:
        image = to_grey(image)
    return predict_tiles(model, prepare(image[np.newaxis])[0], labels=True)


class Predicted(NamedTuple):
    """The result of `predict_folder`."""

    saved: list  # the paths of the masks
    skipped: list  # a line for each image that got no mask, with the reason


def predict_folder(model, images, into, prepare=None, overwrite=False):
    """Predict every image of a folder and save its mask, a PNG of the same size, to the folder `into`: `Predicted`.

    The masks have the names of their images, pages with their number ("stack-page2.png"). With two classes they hold 0
    and 255; with more classes they are coloured (see `images.save_mask`). The folder is created if necessary. Existing
    files that differ are kept unless `overwrite` is set. `prepare` must be the function used for training. ValueError
    if `into` is a file or the folder of the images; FileNotFoundError if there is no folder of images.
    """
    files, skipped = image_files(images)
    into, saved, taken = Path(into).expanduser(), [], set()
    if into.exists() and not into.is_dir():
        raise ValueError(f"{printable(into.name)} is a file: give a folder for the masks")
    if into.resolve() == Path(images).expanduser().resolve():
        raise ValueError("the masks would be saved among the images: give another folder for them, such as predicted")
    into.mkdir(parents=True, exist_ok=True)
    for path in files:
        count = page_count(path)
        for page in range(count):
            name = path.stem + (f"-page{page + 1}" if count > 1 else "")
            name += f"-{path.suffix[1:]}" if name in taken else ""  # cat.jpg and cat.png
            taken.add(name)
            try:
                mask = predict_labels(model, load_image(path, page), prepare)
                saved.append(save_mask(mask, into / f"{name}.png", max(2, model.output_shape[-1]), overwrite))
            except FileExistsError:
                skipped.append(
                    f"{printable(name)}.png: kept, since a different file has this name; overwrite=True replaces it"
                )
            except (ValueError, OSError) as error:
                skipped.append(printable(error))
    return Predicted(saved, skipped)
