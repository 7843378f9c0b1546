"""From a trained model to the masks of your images: of one, or of a whole folder."""

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
    """The mask (height, width) of uint8, classes 0, 1, 2, …, of one image (height, width, 1 or 3) in [0, 1].

    A model of fixed size sees the whole image, scaled as in `load`; one with open height and width sees it
    at its own resolution, as in `load_crops`, tile by tile. `prepare` is the one of the training.
    """
    prepare = prepare or np.asarray
    if None not in model.input_shape[1:3]:
        batch, region = fit_image(image, model)
        return to_labels(back_to_image(predict_batch(model, prepare(batch))[0], region))
    if model.input_shape[-1] == 1 and image.shape[-1] == 3:
        image = to_grey(image)
    return predict_tiles(model, prepare(image[np.newaxis])[0], labels=True)


class Predicted(NamedTuple):
    """What `predict_folder` did."""

    saved: list  # the files of the masks
    skipped: list  # lines on images without a mask, and why


def predict_folder(model, images, into, prepare=None, overwrite=False):
    """Predict every image of a folder, and save its mask as PNG of its own size into the folder `into`: `Predicted`.

    The masks are named like their images, pages with their number ("stack-page2.png"). With two classes they hold 0
    and 255, with more the classes in colours (`images.save_mask`). The folder is made if there is none. A different
    file that is there already stays as it is, unless `overwrite` is set. `prepare` is the one of the training.
    ValueError where the masks would go to the images' own folder.
    """
    files, skipped = image_files(images)
    into, saved, taken = Path(into).expanduser(), [], set()
    if into.exists() and not into.is_dir():
        raise ValueError(f"{printable(into.name)} is a file: name a folder for the masks")
    if into.resolve() == Path(images).expanduser().resolve():
        raise ValueError("the masks would go among the images: name another folder for them, such as predicted")
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
                    f"{printable(name)}.png: another file of this name is there. It stays; overwrite=True replaces it"
                )
            except (ValueError, OSError) as error:
                skipped.append(printable(error))
    return Predicted(saved, skipped)
