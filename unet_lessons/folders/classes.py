"""From the numbers or colours of a mask to labels 0, 1, 2, …, by a table of classes.

The table is a dictionary such as {0: 0, 255: 1}, or with colours {(0, 0, 0): 0, (255, 0, 0): 1}. Pixels whose class is
IGNORE do not count.
"""

import numpy as np

from ..images import IGNORE

OBJECTS = "objects"  # instead of a table: every number above 0 is an object, and all objects are class 1
MANY = 100_000  # no mask has so many different numbers or colours, not even one saved as JPEG
APART = {False: 40, True: 120}  # smallest distance of two proposed classes: numbers, and colours (red + green + blue)
FREQUENT = 0.005  # smallest share of a folder's pixels for a number or colour to be proposed as a class


def codes_of(values):
    """One code for each pixel of a mask: its number, or red · 65536 + green · 256 + blue; (height, width)."""
    if values.ndim == 2:
        return values if values.dtype.kind in "iu" else values.astype(np.int64)
    red, green, blue = np.moveaxis(values.astype(np.int32), 2, 0)
    return red << 16 | green << 8 | blue


def coloured(classes):
    """Whether the keys of a table of classes are colours."""
    return classes != OBJECTS and any(isinstance(key, tuple) for key in classes)


def code_of(key):
    """A key of a table of classes, a whole number or a colour, as a code (see `codes_of`)."""
    return key[0] << 16 | key[1] << 8 | key[2] if isinstance(key, tuple) else key


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
    keys = {code_of(key): label for key, label in classes.items()}
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


def proposal(codes, counts, colours):
    """Arguments to type, such as "classes={0: 0, 128: 1, 255: 2}, nearest=True", or "" if there are not two classes.

    The classes are the frequent codes that lie far apart. This is for masks that were blurred or saved as JPEG, where
    other numbers lie around the intended ones.
    """
    parts = parts_of(codes) if colours else codes[np.newaxis]
    chosen = []
    for index in np.argsort(-counts, kind="stable")[:1000]:
        far = [np.abs(parts[:, index] - parts[:, other]).sum() for other in chosen]
        if counts[index] >= FREQUENT * counts.sum() and all(distance > APART[colours] for distance in far):
            chosen.append(index)
    if len(chosen) < 2:
        return ""
    table = {key_of(code, colours): label for label, code in enumerate(sorted(codes[chosen].tolist()))}
    return f"classes={table}, nearest=True"


def distances(codes, known, colours):
    """The distance of each code (count,) from the nearest known one; of colours, that of red, green and blue added."""
    parts = parts_of if colours else np.atleast_2d
    return np.abs(parts(codes)[..., np.newaxis] - parts(known)[:, np.newaxis]).sum(axis=0).min(axis=1)
