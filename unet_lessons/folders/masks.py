"""What a mask file holds: numbers or colours, as they are stored."""

from pathlib import Path

import numpy as np

from ..arguments import printable
from ..files import open_page


def read_mask(path, page=0, colours=False, shown=False, upright=True):
    """What a mask file holds: whole numbers (height, width), or where it is coloured uint8 (height, width, 3).

    A palette file holds the numbers of its colours; with `colours` or `shown`, the colours, which `shown` gives as
    numbers if all are grey. Numbers are those stored in the file, also where it says that 0 is white. Transparent parts
    are 0. `upright` is that of `load_image`. ValueError for what is no mask.
    """
    return mask_values(open_page(path, page, upright), printable(Path(path).name), colours, shown)


def read_pair_mask(pair, colours=False, shown=False, upright=True):
    """`read_mask` for a `Pair`, with all its masks."""
    return laid_over(pair, read_mask(pair.mask, pair.page, colours, shown, upright), colours, shown, upright)


def laid_over(pair, values, colours=False, shown=False, upright=True):
    """What all masks of a pair hold, `values` being the first one's: where a later one is not 0, it lies on top.

    Where the pair has codes, one for each of its masks, whatever is not 0 in a mask becomes its code.
    """
    whole = values if not pair.codes else np.where(marked(values), pair.codes[0], 0)
    for number, path in enumerate(pair.more, 1):
        values = read_mask(path, pair.page, colours, shown, upright)
        over = marked(values)
        if pair.codes:
            values = np.where(over, pair.codes[number], 0)
        if whole.shape != values.shape:
            raise ValueError(
                f"{printable(path.name)} is {values.shape}, and {printable(pair.mask.name)} is {whole.shape}: masks of"
                " one image must be of one size, and all grey or all coloured"
            )
        whole = np.where(over[:, :, np.newaxis] if whole.ndim == 3 else over, values, whole)
    return whole


def marked(values):
    """Where the values of a mask (height, width[, 3]) are not 0, or not black."""
    return values.reshape(*values.shape[:2], -1).any(axis=2)


def mask_values(page, name, colours=False, shown=False):
    """`read_mask` for a `Page`."""
    image = page.pixels
    if isinstance(image, np.ndarray) or image.mode == "F":
        return deep_mask_values(np.atleast_3d(np.asarray(image)), name, colours)
    if image.mode in ("1", "L", "I") or image.mode.startswith("I;16") or (image.mode == "P" and not colours | shown):
        stored = np.asarray(image).astype(np.uint8 if image.mode in ("1", "L", "P") else np.int64)
        return (1 if image.mode == "1" else 255) - stored if page.inverted else stored
    rgba = np.asarray(image.convert("RGBA"))
    rgb = np.where(rgba[:, :, 3:] < 128, np.uint8(0), rgba[:, :, :3]) if "A" in image.getbands() else rgba[:, :, :3]
    return grey_or_colour(rgb, colours)


def grey_or_colour(rgb, colours):
    """Colours (height, width, 3); or numbers (height, width) where all are grey, and colours are not asked for."""
    grey = np.all(rgb == rgb[:, :, :1])
    return rgb[:, :, 0].copy() if grey and not colours else rgb


def deep_mask_values(array, name, colours=False):
    """`mask_values` of an array (height, width, 1 to 4) of any whole numbers, or floats without fractions.

    Colours of 16 bits are those of 8 bits where none is above 255, or where all are multiples of 257.
    """
    whole = array.dtype.kind != "f" or (np.isfinite(array).all() and np.all(array == array.round()))
    if not whole or np.abs(array).max() >= 2**31:
        raise ValueError(f"{name} holds fractions, NaN or huge numbers: a mask needs whole numbers, one for each class")
    alpha = array[:, :, -1] if array.shape[2] in (2, 4) else None
    array = array[:, :, : 1 if array.shape[2] < 3 else 3].astype(np.int64)
    if array.shape[2] == 3:
        array = array // 257 if array.max() > 255 and not (array % 257).any() else array
        if array.min() < 0 or array.max() > 255:
            raise ValueError(f"{name} holds colours of 16 bits that are none of 8 bits: save it as 8-bit RGB, or grey")
        array = array.astype(np.uint8)
    if alpha is not None:
        most = np.iinfo(alpha.dtype).max if alpha.dtype.kind in "iu" else 1
        array = np.where((alpha < most / 2)[:, :, np.newaxis], array.dtype.type(0), array)
    return array[:, :, 0] if array.shape[2] == 1 else grey_or_colour(array, colours)
