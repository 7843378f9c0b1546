"""What is suspicious about images and masks, in words: faults that shut a pair out, and warnings to look at."""

from collections import Counter
from typing import NamedTuple

import numpy as np

from ..arguments import printable
from ..images import IGNORE
from .masks import OBJECTS, coloured, key_of, spelt
from .pairs import Pair, pair_name

MOST_CLASSES = 32  # different numbers that one mask may hold; more is an image, or numbered objects
KEPT = 1000  # of the different numbers of one mask are counted, the most frequent first
RARE = 0.01  # of the pixels: a class with less is hard to learn
OR_NEAREST = " Or, if its classes lie far apart, take the nearest: classes={0: 0, 255: 1}, nearest=True"
OR_OBJECTS = ' If it numbers objects, say classes="objects"'
WHITE = (255, 255, 255)  # in coloured masks often "don't know"
IN_BETWEEN = 0.1  # of the pixels at most: numbers that come from blurred edges


class Look(NamedTuple):
    """What is kept of one pair that was read; the pixels themselves are not."""

    pair: Pair
    size: tuple  # height, width
    grey: bool
    flat: bool  # the image is one colour everywhere
    digest: str  # of the image's pixels: the same for the same pixels
    mask_size: tuple
    mask_digest: str
    mask_format: str
    is_image: bool  # the mask holds the image's own pixels
    in_colour: bool  # the mask is coloured
    codes: np.ndarray  # the different numbers of the mask, the most frequent first …
    counts: np.ndarray  # … and how many pixels hold each
    palette: dict  # number: colour, for those that the mask holds


def as_codes(look, colours):
    """The codes of a look; in a folder with coloured masks, those of a grey mask as greys."""
    return look.codes * 0x010101 if colours and not look.in_colour else look.codes


def listed(names, count=4):
    """A few names, and how many more."""
    more = len(names) - count
    return ", ".join(names[:count]) + (f" and {more} more" if more > 0 else "")


def many(look):
    """How many different numbers, or colours, a mask holds, in words."""
    more = " or more" if len(look.codes) == KEPT else ""
    return f"{len(look.codes)}{more} different {'colours' if look.in_colour else 'numbers'}"


def fault_of(look, classes=None, nearest=False):
    """Why the pair of a look cannot be used, or None. Without classes, what can be said before they are known."""
    (height, width), (mask_height, mask_width) = look.size, look.mask_size
    if look.mask_size != look.size:
        turned = " It seems to be turned: rotate it" if look.mask_size == (width, height) else ""
        return f"{mask_height}×{mask_width} pixels, its image {height}×{width}: they must be of one size.{turned}"
    if look.is_image:
        return "the same pixels as its image: the image was saved as its mask"
    if look.in_colour and classes and not coloured(classes):
        if len(look.codes) > MOST_CLASSES:
            return f"{many(look)}: is it an image?"
        return "coloured, and classes are numbers: save it like the others, or give a table of colours"
    if classes == OBJECTS:
        return None
    of_most = look.counts[:8].sum() / look.counts.sum()  # a mask has few numbers in most of its pixels
    if classes and nearest:
        return f"{many(look)}: is it an image?" if of_most < 0.5 else None
    colours = coloured(classes or {})
    strange = [code for code in as_codes(look, colours) if key_of(code, colours) not in (classes or {})]
    if not strange:
        return None
    if look.mask_format in ("JPEG", "MPO") and len(look.codes) > 2:
        return f"{many(look)}: JPEG invents some at each edge. Export it as PNG.{OR_NEAREST}"
    if len(look.codes) > MOST_CLASSES and of_most > 1 - IN_BETWEEN:
        return (
            f"{many(look)}, most of them rare: blurred when it was saved or resized. Save it without that.{OR_NEAREST}"
        )
    if len(look.codes) > MOST_CLASSES:
        return f"{many(look)}: is it an image?{'' if look.in_colour else OR_OBJECTS}"
    return f"holds {spelt(strange, colours)}, which is no class" if classes else None


def warnings_of(looks, totals, classes, number, ignore):
    """Lines on what may be wrong with pairs that can be used."""
    names = [printable(look.pair.mask.name) + f" (page {look.pair.page + 1})" * (look.pair.page > 0) for look in looks]
    if not looks:
        yield "no pair can be used"
        return
    counted = totals[:, :number]
    only = [int(np.flatnonzero(row)[0]) if np.count_nonzero(row) == 1 else -1 for row in counted]
    for label in range(number):
        alike = [name for name, one in zip(names, only, strict=True) if one == label]
        if alike and number > 1:
            kind = "empty" if label == 0 else "full"
            but = " (and what is ignored)" if any(totals[names.index(name), IGNORE] for name in alike) else ""
            yield f"{listed(alike)}: {kind}, nothing but class {label}{but}"
    nothing = [name for name, row in zip(names, counted, strict=True) if not row.any()]
    if nothing:
        yield f"{listed(nothing)}: all pixels are ignored"
    yield from likeness(looks, names)
    flat = [pair_name(look.pair) for look in looks if look.flat]
    if flat:
        yield f"{listed(flat)}: one colour everywhere"
    jpeg = [name for name, look in zip(names, looks, strict=True) if look.mask_format in ("JPEG", "MPO")]
    if jpeg:
        yield f"{listed(jpeg)}: saved as JPEG, which changes labels: compare with the image, and export as PNG"
    if len(looks) == 1:
        yield "one pair only: there is none left to test on"
    yield from balance(counted, number)
    if classes != OBJECTS and not coloured(classes):
        yield from numbers(looks, classes, ignore)
    elif ignore == "find" and number > 2 and WHITE in classes and classes[WHITE] != IGNORE:
        yield f"white is class {classes[WHITE]}: if it marks what nobody knows, say ignore={WHITE}"


def likeness(looks, names):
    """Lines on images and masks that are the same, and on palettes that are not."""
    times = Counter(look.digest for look in looks)
    for copied in [key for key, count in times.items() if count > 1]:
        same = [look for look in looks if look.digest == copied]
        differ = len({look.mask_digest for look in same}) > 1
        but = ", with different masks: which one is right?" if differ else "; the split keeps them together"
        yield f"{listed([pair_name(look.pair) for look in same])}: the same image{but}"
    if len(looks) > 2 and len({look.mask_digest for look in looks}) == 1:
        yield "all masks are the same"
    palettes = {}
    for look, name in zip(looks, names, strict=True):
        for code, colour in look.palette.items():
            first = palettes.setdefault(code, (colour, name))
            if first[0] != colour:
                yield (
                    f"{name}: number {code} is the colour {colour}, in {first[1]} it is {first[0]}: if the colours"
                    " tell the classes, give a table of colours"
                )
                return


def balance(counted, number):
    """Lines on classes that are rare."""
    shares = counted.sum(axis=0) / max(1, counted.sum())
    for label in range(number):
        in_masks = np.count_nonzero(counted[:, label])
        if 0 < shares[label] < RARE:
            yield f"class {label} is rare, {shares[label]:.2%} of the pixels: accuracy will look good without it"
        if in_masks == 0:
            yield f"class {label} occurs in no mask"
        elif in_masks == 1 and len(counted) > 2:
            yield f"class {label} occurs in one mask only: it cannot be both learnt and tested"
    if number == 1:
        yield "there is one class only: nothing to tell apart"


def numbers(looks, classes, ignore):
    """Lines on what the numbers in the masks look like."""
    held = [set(look.codes.tolist()) for look in looks]
    if ignore == "find" and classes.get(IGNORE) == IGNORE:
        apart = not any(IGNORE in codes and codes - {0, IGNORE} for codes in held)
        but = ". But no mask holds it beside a class: are some masks 0/1 and others 0/255?" if apart else ""
        yield f'255 is taken for "does not count", since all other numbers are small{but}'
    labels = sorted(key for key, label in classes.items() if label != IGNORE)
    if len(labels) > 8 and labels == list(range(len(labels))):
        yield f'{len(labels)} classes: if the masks number their objects, say classes="objects"'
    middle = [value for value in labels if 20 < value < 235]
    in_middle = sum(look.counts[np.isin(look.codes, middle)].sum() for look in looks)
    share = in_middle / sum(look.counts.sum() for look in looks)
    if middle and {0, 255} <= set(labels) and share < IN_BETWEEN and len(labels) > 3:
        yield f"{len(middle)} numbers between 0 and 255 are rare ({share:.1%}): blurred edges?{OR_NEAREST}"
