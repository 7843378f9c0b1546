"""Look at your data before you train on it: `report` reads every file once and says in words what is wrong.

What it finds is in two lists: faults (the pair is left out) and warnings (it stays; look at it).
"""

import hashlib
from typing import NamedTuple

import numpy as np

from ..arguments import printable
from ..files import open_page
from ..images import IGNORE, pixels_of, to_image
from .masks import OBJECTS, check_classes, codes_of, coloured, key_of, mask_values, to_classes
from .pairs import find_pairs
from .rules import KEPT, MOST_CLASSES, Look, as_codes, fault_of, warnings_of


class Report(NamedTuple):
    """What `report` found. `print(found)` says it in words; `split` and `load` work on `found.pairs`."""

    pairs: list  # the good ones
    classes: dict  # number or colour in the masks → class; 255 (IGNORE) does not count. Or "objects"
    nearest: bool  # whether a number that is not in the table takes the nearest one's class
    channels: int  # 1 if all images are grey, else 3
    sizes: list  # height and width of each image
    shares: np.ndarray  # how much of the pixels that count each class holds
    ignored: float  # how much of all pixels does not count
    faults: list  # lines on what is left out
    warnings: list  # lines on what to look at

    @property
    def num_classes(self):
        """How many classes there are; 0 where no mask is good."""
        return len(self.shares)

    def __str__(self):
        lines = [f"{len(self.pairs)} good pairs, {'grey' if self.channels == 1 else 'colour'}, {spread(self.sizes)}"]
        for label, share in enumerate(self.shares):
            lines.append(f"  class {label}: {share:6.1%} of the pixels that count, {self.named(label)}")
        if self.ignored:
            lines.append(f"  ignored: {self.ignored:6.1%} of all pixels, {self.named(IGNORE)}")
        for title, rows in (("left out", self.faults), ("look at", self.warnings)):
            lines += [f"{title}:", *[f"  - {row}" for row in rows]] if rows else []
        return "\n".join(lines if self.faults or self.warnings else [*lines, "nothing wrong was found"])

    def named(self, label):
        """What stands for a class in the masks."""
        if self.classes == OBJECTS:
            return "every number above 0 in the masks" if label else "0 in the masks"
        return f"{', '.join(str(key) for key, value in self.classes.items() if value == label)} in the masks"


def spread(sizes):
    """Sizes in words: one, or from the smallest to the largest."""
    if not sizes:
        return "no sizes"
    low, high = min(sizes, key=np.prod), max(sizes, key=np.prod)
    return f"{low[0]}×{low[1]} pixels" if low == high else f"from {low[0]}×{low[1]} to {high[0]}×{high[1]} pixels"


def report(images, masks, classes=None, ignore="find", nearest=False):
    """Look at a folder of images and a folder of masks: a `Report`. Nothing is changed.

    classes   a table: number or colour in the masks → class 0, 1, 2, … (see `masks`); "objects" if the masks number
              their objects, which are all class 1; None: each number that occurs is a class
    ignore    the number or colour of pixels that do not count; None if there is none; "find" takes 255, if `classes` is
              None and all other numbers are small, such as 0 and 1
    nearest   whether a number that is no class takes the nearest one's class (`to_classes`)

    FileNotFoundError and ValueError where there is no folder, no image, no pair, ValueError for an invalid table; all
    else is in the report.
    """
    pairs, faults = find_pairs(images, masks)
    if classes is not None:
        check_classes(classes)
    looks = []
    for pair in pairs:
        try:
            looks.append(look_at(pair, classes is not None and coloured(classes)))
        except (ValueError, OSError, MemoryError) as error:
            faults.append(printable(error))
    if classes is None:
        classes = table_of([look for look in looks if not fault_of(look)], ignore)
    elif ignore not in ("find", None) and classes != OBJECTS:
        classes = classes | {ignore: IGNORE}
        check_classes(classes)
    good, totals = [], []
    for look in looks:
        fault = fault_of(look, classes, nearest)
        if fault:
            faults.append(f"{printable(look.pair.mask.name)}: {fault}")
        else:
            good.append(look)
            totals.append(class_counts(look, classes, nearest))
    totals = np.array(totals, np.int64).reshape(len(good), IGNORE + 1)
    every = totals.sum(axis=0)
    number = 2 if classes == OBJECTS else len(set(classes.values()) - {IGNORE}) if good else 0
    return Report(
        pairs=[look.pair for look in good],
        classes=classes,
        nearest=nearest,
        channels=1 if all(look.grey for look in good) else 3,
        sizes=[look.size for look in good],
        shares=every[:number] / max(1, every[:number].sum()),
        ignored=float(every[IGNORE] / max(1, every.sum())),
        faults=faults,
        warnings=list(warnings_of(good, totals, classes, number, ignore)),
    )


def look_at(pair, colours=False):
    """A `Look` at one pair; ValueError where one of its files cannot be read."""
    image_page, mask_page = open_page(pair.image, pair.page), open_page(pair.mask, pair.page)
    name = printable(pair.mask.name)
    image, values = from_pillow(image_page, printable(pair.image.name)), mask_values(mask_page, name, colours)
    codes, counts = np.unique(codes_of(values), return_counts=True)
    order = np.argsort(-counts, kind="stable")[:KEPT]
    may_be_image = values.shape[:2] == image.shape[:2] and len(codes) > 2
    return Look(
        pair=pair,
        size=image.shape[:2],
        grey=bool(np.all(image == image[:, :, :1])),
        flat=bool(np.all(image == image[0, 0])),
        digest=digest(image),
        mask_size=values.shape[:2],
        mask_digest=digest(values),
        mask_format=mask_page.format,
        is_image=may_be_image
        and mask_page.mode not in ("I", "F")
        and np.array_equal(from_pillow(mask_page, name), image),
        in_colour=values.ndim == 3,
        codes=codes[order],
        counts=counts[order],
        palette=palette_of(mask_page, codes) if mask_page.mode == "P" and not colours else {},
    )


def palette_of(image, codes):
    """The colours (red, green, blue) of those numbers of a palette image that it holds."""
    colours = np.reshape(image.getpalette("RGB"), (-1, 3)).tolist()
    return {int(code): tuple(colours[code]) for code in codes if code < len(colours)}


def digest(array):
    """A short text that is the same for arrays with the same numbers and shape."""
    return hashlib.sha1(f"{array.shape}".encode() + np.ascontiguousarray(array).tobytes()).hexdigest()


def table_of(looks, ignore):
    """A table of classes for all numbers or colours that the masks hold, in order: black, or the smallest, is 0."""
    colours = any(look.in_colour for look in looks)
    codes = sorted({int(code) for look in looks for code in as_codes(look, colours)})
    if ignore == "find":
        small = len(codes) > 2 and codes[-1] == IGNORE and codes[-2] <= MOST_CLASSES
        ignore = IGNORE if small and not colours else None
    keys = [key_of(code, colours) for code in codes]
    table = {key: label for label, key in enumerate(key for key in keys if key != ignore)}
    return table | ({ignore: IGNORE} if ignore in keys else {})


def class_counts(look, classes, nearest):
    """How many pixels of each label a mask holds: (256,)."""
    colours = coloured(classes)
    codes = as_codes(look, colours)
    values = np.array([key_of(code, colours) for code in codes]).reshape(1, len(codes), -1)
    labels = to_classes(values if colours else values[:, :, 0], classes, "the mask", nearest)[0]
    return np.bincount(labels, look.counts, IGNORE + 1).astype(np.int64)
