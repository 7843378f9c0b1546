"""From the numbers or colours of a mask file to labels 0, 1, 2, …, by a table of classes.

The table is a dictionary such as {0: 0, 255: 1}, or with colours {(0, 0, 0): 0, (255, 0, 0): 1}. Pixels whose class is
IGNORE do not count.
"""

from pathlib import Path

import numpy as np

from ..images import IGNORE, open_page, printable

OBJECTS = "objects"  # instead of a table: every number above 0 is an object, and all objects are class 1
MANY = 100_000  # no mask has so many different numbers or colours, not even one saved as JPEG


def read_mask(path, page=0, colours=False):
    """The content of a mask file: whole numbers (height, width), or uint8 (height, width, 3) if it is coloured.

    A palette file gives its palette indices, or with `colours` its colours. Transparent parts are 0. FileNotFoundError
    if there is no such file; ValueError if it cannot be read, or has values that cannot be labels.
    """
    return mask_values(open_page(path, page), printable(Path(path).name), colours)


def mask_values(image, name, colours=False):
    """Like `read_mask`, for a Pillow image; `name` is used in messages. ValueError for values that cannot be labels."""
    if image.mode == "F":
        values = np.asarray(image)
        if not (np.isfinite(values).all() and np.all(values == values.round()) and np.abs(values).max() < 2**31):
            raise ValueError(
                f"{name} contains fractions, NaN or huge numbers: a mask needs whole numbers, one for each class"
            )
        return values.astype(np.int64)
    if image.mode in ("1", "L", "I") or image.mode.startswith("I;16") or (image.mode == "P" and not colours):
        return np.asarray(image).astype(np.uint8 if image.mode in ("1", "L", "P") else np.int64)
    rgba = np.asarray(image.convert("RGBA"))
    rgb = np.where(rgba[:, :, 3:] < 128, np.uint8(0), rgba[:, :, :3]) if "A" in image.getbands() else rgba[:, :, :3]
    grey = np.all(rgb == rgb[:, :, :1])
    return rgb[:, :, 0].copy() if grey and not colours else rgb


def codes_of(values):
    """One code for each pixel of a mask: its number, or red · 65536 + green · 256 + blue; (height, width) of int64."""
    if values.ndim == 2:
        return values.astype(np.int64)
    red, green, blue = np.moveaxis(values.astype(np.int64), 2, 0)
    return red << 16 | green << 8 | blue


def coloured(classes):
    """Whether the keys of a table of classes are colours."""
    return classes != OBJECTS and any(isinstance(key, tuple) for key in classes)


def check_classes(classes):
    """Raise a ValueError unless this is a table: from numbers or colours to classes 0, 1, 2, … or IGNORE."""
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
    """The result of `read_mask` as labels (height, width) of uint8, by a table of classes; 255 means ignored.

    With `nearest`, a number or colour that is not in the table takes the class of the nearest one that is. This repairs
    masks that were saved as JPEG, if the numbers or colours in the table are far apart. Without it, they cause a
    ValueError that names them.
    """
    check_classes(classes)
    if classes == OBJECTS:
        return (codes_of(values) > 0).astype(np.uint8)
    if coloured(classes) and values.ndim == 2:
        values = np.repeat(values[:, :, np.newaxis], 3, axis=2)
    elif not coloured(classes) and values.ndim == 3:
        raise ValueError(f"{name} is coloured, but classes lists numbers: give colours, as in {{(0, 0, 0): 0, …}}")
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
            raise ValueError(f"{name} contains {spelt(others, coloured(classes))}, which is not in classes")
        if len(others) > MANY:
            raise ValueError(f"{name} has {len(others)} different colours: it is an image, not a mask")
        channels_of = parts_of if coloured(classes) else np.atleast_2d
        far = np.abs(channels_of(others)[..., np.newaxis] - channels_of(known)[:, np.newaxis]).sum(axis=0)
        nearest_label = np.array([keys[code] for code in known], np.uint8)[far.argmin(axis=1)]
        labels[strange] = nearest_label[np.searchsorted(others, codes[strange])]
    return labels


def parts_of(codes):
    """The red, green and blue (3, count) of colour codes (count,)."""
    return np.stack([codes >> 16, codes >> 8 & 255, codes & 255])


def spelt(codes, colours, count=5):
    """Up to `count` codes as text, as a learner would write them: 7, or (255, 0, 0)."""
    words = [str(key_of(code, colours)) for code in codes[:count]]
    return " and ".join(words[:2]) if len(words) == len(codes) == 2 else ", ".join(words) + ", …" * (len(codes) > count)


def key_of(code, colours):
    """A code as a key of a table of classes: a whole number or, with `colours`, (red, green, blue)."""
    return tuple(int(part) for part in parts_of(np.int64(code))) if colours else int(code)
