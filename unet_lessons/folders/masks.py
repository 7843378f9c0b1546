"""What a mask file holds, numbers or colours, as labels 0, 1, 2, … by a table of classes.

The table is a dictionary: {0: 0, 255: 1}, or with colours {(0, 0, 0): 0, (255, 0, 0): 1}. Pixels whose class is IGNORE
do not count.
"""

from pathlib import Path

import numpy as np

from ..arguments import printable
from ..files import open_page
from ..images import IGNORE

OBJECTS = "objects"  # in place of a table of classes: every number above 0 is an object, and all objects are class 1
MANY = 100_000  # different numbers or colours: no mask has so many, not even one that was saved as JPEG


def read_mask(path, page=0, colours=False, shown=False, upright=True):
    """What a mask file holds: whole numbers (height, width), or where it is coloured uint8 (height, width, 3).

    A palette file holds the numbers of its colours; with `colours` or `shown`, the colours, which `shown` gives as
    numbers if all are grey. Numbers are those stored in the file, also where it says that 0 is white. Transparent parts
    are 0. `upright` is that of `load_image`. ValueError for what is no mask.
    """
    return mask_values(open_page(path, page, upright), printable(Path(path).name), colours, shown)


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


def codes_of(values):
    """One number for each pixel: that of a mask of numbers, or red · 65536 + green · 256 + blue."""
    if values.ndim == 2:
        return values.astype(np.int64)
    red, green, blue = np.moveaxis(values.astype(np.int64), 2, 0)
    return red << 16 | green << 8 | blue


def coloured(classes):
    """Whether a table of classes names colours."""
    return classes != OBJECTS and any(isinstance(key, tuple) for key in classes)


def check_classes(classes):
    """ValueError unless this is a table of classes: numbers or colours as keys, classes 0, 1, 2, … or IGNORE."""
    if isinstance(classes, str) and classes == OBJECTS:
        return
    wanted = 'give a table such as {0: 0, 255: 1} or {(0, 0, 0): 0, (255, 0, 0): 1}, or "objects"'
    if not isinstance(classes, dict) or not classes:
        raise ValueError(f"classes is {classes!r}: {wanted}")
    kinds = {tuple if is_colour(key) else int if is_whole(key) else None for key in classes}
    if len(kinds) > 1 or None in kinds or not all(is_whole(label) for label in classes.values()):
        raise ValueError(f"classes is {classes!r}: the keys must be all whole numbers, or all colours of 3; {wanted}")
    labels = sorted(set(classes.values()) - {IGNORE})
    if labels != list(range(len(labels))) or not labels:
        raise ValueError(f"classes names the classes {labels}: number them 0, 1, 2, … without gaps ({IGNORE}: ignored)")


def is_whole(value):
    """Whether a value is a whole number, Python's or NumPy's, and not True or False."""
    return isinstance(value, (int, np.integer)) and not isinstance(value, bool)


def is_colour(value):
    """Whether a value is a tuple (red, green, blue) of whole numbers from 0 to 255."""
    return isinstance(value, tuple) and len(value) == 3 and all(is_whole(part) and 0 <= part <= 255 for part in value)


def to_classes(values, classes, name="the mask", nearest=False):
    """What `read_mask` gives, as labels (height, width) uint8 by a table of classes; 255 (`IGNORE`) does not count.

    With `nearest`, a number or colour that the table lacks takes the class of the nearest one in it; that mends masks
    that were saved as JPEG, if the named ones lie far apart. Otherwise there is a ValueError that names them.
    """
    check_classes(classes)
    if classes == OBJECTS:
        return (codes_of(values) > 0).astype(np.uint8)
    if coloured(classes) and values.ndim == 2:
        values = np.repeat(values[:, :, np.newaxis], 3, axis=2)
    elif not coloured(classes) and values.ndim == 3:
        raise ValueError(f"{name} is coloured, and classes names numbers: name colours, as in {{(0, 0, 0): 0, …}}")
    codes = codes_of(values)
    keys = {codes_of(np.array(key).reshape(1, 1, -1) if coloured(classes) else np.array([[key]])).item(): label
            for key, label in classes.items()}  # fmt: skip
    known = np.array(sorted(keys))
    index = np.searchsorted(known, codes).clip(max=len(known) - 1)
    labels = np.array([keys[code] for code in known], np.uint8)[index]
    strange = known[index] != codes
    if strange.any():
        others = np.unique(codes[strange])
        if not nearest:
            raise ValueError(f"{name} holds {spelt(others, coloured(classes))}, which classes does not name")
        if len(others) > MANY:
            raise ValueError(f"{name} holds {len(others)} different colours: it is an image, not a mask")
        channels_of = parts_of if coloured(classes) else np.atleast_2d
        far = np.abs(channels_of(others)[..., np.newaxis] - channels_of(known)[:, np.newaxis]).sum(axis=0)
        nearest_label = np.array([keys[code] for code in known], np.uint8)[far.argmin(axis=1)]
        labels[strange] = nearest_label[np.searchsorted(others, codes[strange])]
    return labels


def parts_of(codes):
    """Red, green and blue (3, count) of colour codes."""
    return np.stack([codes >> 16, codes >> 8 & 255, codes & 255])


def spelt(codes, colours, count=5):
    """Codes as a learner would write them: 7, or (255, 0, 0)."""
    words = [str(key_of(code, colours)) for code in codes[:count]]
    return " and ".join(words[:2]) if len(words) == len(codes) == 2 else ", ".join(words) + ", …" * (len(codes) > count)


def key_of(code, colours):
    """A code as a key of a table of classes: a whole number, or a colour (red, green, blue)."""
    return tuple(int(part) for part in parts_of(np.int64(code))) if colours else int(code)
