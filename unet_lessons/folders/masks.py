"""The content of mask files: numbers or colours, as they are stored."""

from pathlib import Path

import numpy as np

from ..arguments import printable
from ..files import open_page


def read_mask(path, page=0, colours=False, shown=False, upright=True):
    """The content of a mask file: whole numbers (height, width), or uint8 (height, width, 3) if it is coloured.

    A palette file gives its palette indices, with `colours` its colours, and with `shown` its colours, or numbers if
    all of them are grey. Numbers are as stored, even if the file says that 0 is white. Transparent parts are 0.
    `upright` is as in `load_image`. FileNotFoundError if there is no such file; ValueError if it cannot be read, or has
    values that cannot be labels.
    """
    return mask_values(open_page(path, page, upright), printable(Path(path).name), colours, shown)


def read_pair_mask(pair, colours=False, shown=False, upright=True):
    """Like `read_mask`, for all masks of a `Pair` together (see `laid_over`)."""
    return laid_over(pair, read_mask(pair.mask, pair.page, colours, shown, upright), colours, shown, upright)


def laid_over(pair, values, colours=False, shown=False, upright=True):
    """All masks of a pair as one: where a later mask is not 0, it replaces the earlier ones. `values` is the first.

    If the pair has codes, one for each mask, everything in a mask that is not 0 becomes its code. ValueError if the
    masks differ in size, or if some are grey and others coloured.
    """
    whole = values if not pair.codes else np.where(marked(values), pair.codes[0], 0)
    for number, path in enumerate(pair.more, 1):
        values = read_mask(path, pair.page, colours, shown, upright)
        over = marked(values)
        if pair.codes:
            values = np.where(over, pair.codes[number], 0)
        if whole.shape != values.shape:
            raise ValueError(
                f"{printable(path.name)} has shape {values.shape}, but {printable(pair.mask.name)} {whole.shape}: the"
                " masks of one image must have the same size, and be all grey or all coloured"
            )
        whole = np.where(over[:, :, np.newaxis] if whole.ndim == 3 else over, values, whole)
    return whole


def marked(values):
    """Where the values of a mask, (height, width) or (height, width, 3), are not 0 or black: bool (height, width)."""
    return values.reshape(*values.shape[:2], -1).any(axis=2)


def mask_values(page, name, colours=False, shown=False):
    """Like `read_mask`, for a `Page`; `name` is used in messages. ValueError for values that cannot be labels."""
    image = page.pixels
    if isinstance(image, np.ndarray) or image.mode == "F":
        return deep_mask_values(np.atleast_3d(np.asarray(image)), name, colours)
    if image.mode in ("1", "L", "I") or image.mode.startswith("I;16") or (image.mode == "P" and not colours | shown):
        stored = np.asarray(image).astype(np.uint8 if image.mode in ("1", "L", "P") else np.int64)
        return (1 if image.mode == "1" else 255) - stored if page.inverted else stored
    if "A" not in image.getbands() and "transparency" not in image.info:
        return grey_or_colour(np.asarray(image if image.mode == "RGB" else image.convert("RGB")), colours)
    rgba = np.asarray(image.convert("RGBA"))
    rgb = np.where(rgba[:, :, 3:] < 128, np.uint8(0), rgba[:, :, :3])
    return grey_or_colour(rgb, colours)


def grey_or_colour(rgb, colours):
    """Colours (height, width, 3), or numbers (height, width) if all are grey and `colours` is not set."""
    grey = all(np.array_equal(rgb[:, :, 0], rgb[:, :, band]) for band in (1, 2))
    return rgb[:, :, 0].copy() if grey and not colours else rgb


def deep_mask_values(array, name, colours=False):
    """Like `mask_values`, for an array (height, width, 1 to 4) of whole numbers, or floats without fractions.

    16-bit colours are converted to 8 bits: unchanged if none is above 255, divided by 257 if all are multiples of it.
    ValueError for other 16-bit colours and for values that cannot be labels.
    """
    whole = array.dtype.kind != "f" or (np.isfinite(array).all() and np.all(array == array.round()))
    if not whole or np.abs(array).max() >= 2**31:
        raise ValueError(
            f"{name} contains fractions, NaN or huge numbers: a mask needs whole numbers, one for each class"
        )
    alpha = array[:, :, -1] if array.shape[2] in (2, 4) else None
    array = array[:, :, : 1 if array.shape[2] < 3 else 3].astype(np.int64)
    if array.shape[2] == 3:
        array = array // 257 if array.max() > 255 and not (array % 257).any() else array
        if array.min() < 0 or array.max() > 255:
            raise ValueError(
                f"{name} has 16-bit colours that cannot be converted to 8 bits: save it as 8-bit RGB or as grey"
            )
        array = array.astype(np.uint8)
    if alpha is not None:
        most = np.iinfo(alpha.dtype).max if alpha.dtype.kind in "iu" else 1
        array = np.where((alpha < most / 2)[:, :, np.newaxis], array.dtype.type(0), array)
    return array[:, :, 0] if array.shape[2] == 1 else grey_or_colour(array, colours)
