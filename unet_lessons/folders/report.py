"""Inspect your data before you train on it: `report` reads every file once and describes what is wrong.

It makes two lists: faults (the pair is left out) and warnings (the pair stays, but look at it).
"""

import re
from typing import NamedTuple

import numpy as np

from ..arguments import printable
from ..images import IGNORE
from .classes import APART, FREQUENT, OBJECTS, check_classes, coloured, distances, key_of, proposal, to_classes
from .layouts import read_layout
from .looks import as_codes, keys_of, looks_at
from .rules import IF_OBJECTS, LOSSY, MOST_CLASSES, fault_of
from .warn import warnings_of

CLASSES = 24  # how many classes are printed, each on its own line
SHOWN = 3  # how many lines are printed that say the same about different files


class Report(NamedTuple):
    """The result of `report`. `print(found)` describes it in words; `split` and `load` work on `found.pairs`."""

    pairs: list  # the good pairs
    classes: dict  # number or colour in the masks → class; 255 (IGNORE) does not count. Or "objects"
    nearest: bool  # whether a number that is not in the table takes the class of the nearest one
    channels: int  # 1 if all images are grey, otherwise 3
    sizes: list  # height and width of each image, in pixels
    shares: np.ndarray  # share of each class, from 0 to 1, among the pixels that count: (num_classes,)
    ignored: float  # share of all pixels, from 0 to 1, that do not count
    faults: list  # lines about what is left out
    warnings: list  # lines about what to look at
    shown: bool = False  # whether palette masks are read as their colours, not as palette indices
    upright: bool = True  # whether files are turned upright according to their EXIF orientation
    layout: str | None = None  # how the files are arranged, in words; None for two folders

    @property
    def num_classes(self):
        """The number of classes; 0 if no mask is good."""
        return len(self.shares)

    @property
    def details(self):
        """All lines about what is left out and what to look at; `print` shortens lists of similar lines."""
        return [*self.faults, *self.warnings]

    def __str__(self):
        lines = [f"{len(self.pairs)} good pairs, {'grey' if self.channels == 1 else 'colour'}, {spread(self.sizes)}"]
        lines += [f"  read as: {self.layout}"] if self.layout else []
        for label, share in enumerate(self.shares[:CLASSES]):
            lines.append(f"  class {label}: {share:6.1%} of the pixels that count, {self.named(label)}")
        if len(self.shares) > CLASSES:
            lines.append(f"  … and {len(self.shares) - CLASSES} more classes: see found.shares and found.classes")
        if self.ignored:
            lines.append(f"  ignored: {self.ignored:6.1%} of all pixels, {self.named(IGNORE)}")
        for title, rows in (("left out", grouped(self.faults)), ("look at", self.warnings)):
            lines += [f"{title}:", *[f"  - {row}" for row in rows]] if rows else []
        if not self.details:
            lines.append("nothing wrong was found in the names, files, sizes and mask values")
        return "\n".join(lines)

    def named(self, label):
        """The numbers or colours that stand for a class in the masks, in words."""
        if self.classes == OBJECTS:
            return "every number above 0 in the masks" if label else "0 in the masks"
        return f"{', '.join(str(key) for key, value in self.classes.items() if value == label)} in the masks"


def spread(sizes):
    """Sizes in words: one size, or the range from the smallest to the largest."""
    if not sizes:
        return "no sizes"
    low, high = min(sizes, key=np.prod), max(sizes, key=np.prod)
    return f"{low[0]}×{low[1]} pixels" if low == high else f"from {low[0]}×{low[1]} to {high[0]}×{high[1]} pixels"


def grouped(lines):
    """Lines "file: text", sorted by text, the most frequent first, with only the first SHOWN lines of each text."""
    groups = {}
    for line in lines:
        words = line.partition(": ")[2] or line
        groups.setdefault(re.sub(r"\d+|[\w.-]+\.\w+", "#", words), []).append(line)
    short = []
    for group in sorted(groups.values(), key=len, reverse=True):
        short += group[:SHOWN] if len(group) > SHOWN + 1 else group
        if len(group) > SHOWN + 1:
            short.append(f"… and {len(group) - SHOWN} more like these: print(found.details) lists all")
    return short


def report(images, masks=None, classes=None, ignore="find", nearest=False, upright=True):
    """Inspect a folder of images and a folder of masks: a `Report`. No file is changed.

    masks     the folder of masks; None if the folder `images` contains both (see `layouts`)
    classes   a table: number or colour in the masks → class 0, 1, 2, … (see `classes`); "objects" if the masks number
              their objects, which are all class 1; None: each number that occurs is a class
    ignore    the number or colour of pixels that do not count (the ignore index); None if there is none; "find" takes
              255 if `classes` is None and all other numbers are small, such as 0 and 1
    nearest   whether a number that is not in the table takes the class of the nearest one (see `to_classes`)
    upright   whether files are turned upright according to their EXIF orientation

    FileNotFoundError if there is no such folder; ValueError if there is no image or no pair, and for an invalid table.
    Every other problem is in the report.
    """
    layout, pairs, faults = read_layout(images, masks)
    if classes is None and layout and layout.startswith("a folder for each image"):
        classes = OBJECTS
    if classes is not None:
        check_classes(classes)
    given, ignore = classes is not None, as_whole(ignore)
    looks = list(looks_at(pairs, given and coloured(classes), False, upright))
    shown = not given and palettes_by_colour([look for look in looks if not isinstance(look, Exception)])
    if shown:
        looks = list(looks_at(pairs, False, True, upright))
    faults += [printable(look) for look in looks if isinstance(look, Exception)]
    looks = [look for look in looks if not isinstance(look, Exception)]
    table = table_to_type(looks, given and coloured(classes))
    if not given:
        classes, fault = table_of([look for look in looks if not fault_of(look, table=table)], ignore)
        if fault:
            looks, faults = [], [fault, *faults]
    elif ignore not in ("find", None) and classes != OBJECTS:
        classes = classes | {ignore: IGNORE}
        check_classes(classes)
    good, totals = [], []
    for look in looks:
        fault = fault_of(look, classes, nearest, table)
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
        warnings=list(warnings_of(good, totals, classes, ignore, nearest, given, upright)),
        shown=shown,
        upright=upright,
        layout=layout,
    )


def as_whole(ignore):
    """A float without a fraction, such as the no-data value -9999.0, as a whole number; anything else unchanged."""
    return int(ignore) if isinstance(ignore, (float, np.floating)) and float(ignore).is_integer() else ignore


def palettes_by_colour(looks):
    """Whether to read palette masks as colours: if other masks are coloured, or grey with the greys of the palettes."""
    palettes = [look for look in looks if look.palette]
    others = [look for look in looks if not look.palette]
    if not palettes or not others:
        return False
    if any(look.in_colour for look in others):
        return True
    plain = {code for look in others for code in look.codes.tolist()}
    colours = {colour for look in palettes for colour in look.palette.values()}
    numbers = {code for look in palettes for code in look.palette}
    greys = {red for red, green, blue in colours if red == green == blue}
    return (
        len(greys) == len(colours)
        and greys <= plain
        and not (
            numbers <= plain and all(colour[0] == code for look in palettes for code, colour in look.palette.items())
        )
    )


def table_to_type(looks, colours):
    """The `proposal` for all masks of a folder together: arguments to type if masks were blurred, or "".

    There is none if classes of the other masks lie as close as 0, 1 and 2: the nearest one would mix them up.
    """
    colours = colours or any(look.in_colour for look in looks)
    if lie_close(looks, colours):
        return ""
    every = {}
    for look in looks:
        for code, count in zip(as_codes(look, colours).tolist(), look.counts.tolist(), strict=True):
            every[code] = every.get(code, 0) + count
    codes = np.array(sorted(every), np.int64)
    return proposal(codes, np.array([every[code] for code in codes.tolist()]), colours) if every else ""


def lie_close(looks, colours):
    """Whether two numbers or colours that fill whole regions of masks without loss are closer than `APART`."""
    solid = set()
    for look in looks:
        if look.mask_format not in LOSSY:
            whole = (look.inside > 0.5 * look.counts) & (look.counts > FREQUENT * look.counts.sum())
            solid |= set(as_codes(look, colours)[whole].tolist())
    codes = np.array(sorted(solid), np.int64)
    return 1 < len(codes) < 300 and any(
        distances(codes[[number]], np.delete(codes, number), colours)[0] < APART[colours]
        for number in range(len(codes))
    )


def table_of(looks, ignore):
    """A table of classes for all numbers or colours in the masks, in order: black or the smallest number is class 0.

    The second result is None, or a line about why there is no table.
    """
    colours = any(look.in_colour for look in looks)
    codes = sorted({int(code) for look in looks for code in as_codes(look, colours)})
    if ignore == "find":
        small = len(codes) > 2 and codes[-1] == IGNORE and codes[-2] <= MOST_CLASSES
        ignore = IGNORE if small and not colours else None
    keys = [key_of(code, colours) for code in codes]
    if len(keys) > IGNORE:
        kind = "colours" if colours else "numbers"
        return {}, f"all masks: {len(keys)} different {kind}, but at most {IGNORE} classes are possible. {IF_OBJECTS}"
    table = {key: label for label, key in enumerate(key for key in keys if key != ignore)}
    return table | ({ignore: IGNORE} if ignore in keys else {}), None


def class_counts(look, classes, nearest):
    """The number of pixels of each label in a mask: (256,) of int64."""
    colours = coloured(classes)
    keys = keys_of(look, colours)
    values = np.array(keys).reshape(1, len(keys), -1)
    labels = to_classes(values if colours else values[:, :, 0], classes, "the mask", nearest)[0]
    return np.bincount(labels, look.counts, IGNORE + 1).astype(np.int64)
