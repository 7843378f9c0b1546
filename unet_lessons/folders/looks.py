"""What is kept of a pair of files that was read once: sizes, numbers in the mask, a fingerprint; not the pixels."""

import hashlib
from itertools import groupby
from typing import NamedTuple

import numpy as np

from ..arguments import printable
from ..files import opened
from ..images import from_array, notes_of, pixels_of
from .classes import codes_of, key_of
from .masks import laid_over, mask_values
from .pairs import Pair

KEPT = 1000  # of the different numbers of one mask are counted, the most frequent first


class Look(NamedTuple):
    """What is kept of one pair that was read."""

    pair: Pair
    size: tuple  # height, width
    grey: bool
    flat: bool  # the image is one colour everywhere
    low: float  # the darkest value of the image, from 0 to 1 …
    high: float  # … and the brightest
    deep: bool  # the image holds more than 8 bits
    digest: str  # of the image's pixels: the same for the same pixels
    turns: tuple  # what the turn notes of the image and of its mask say
    notes: tuple  # on what was not taken as it is stored: (name of the file, words)
    mask_size: tuple
    mask_digest: str
    mask_format: str
    inverted: bool  # the mask says that 0 is white; its numbers are taken as they are stored
    is_image: bool  # the mask holds the image's own pixels
    in_colour: bool  # the mask is coloured
    codes: np.ndarray  # the different numbers of the mask, the most frequent first …
    counts: np.ndarray  # … how many pixels hold each …
    inside: np.ndarray  # … and how many of these have the same number to the right and below: few along blurred edges
    palette: dict  # number: colour, for those that the mask holds


def looks_at(pairs, colours=False, shown=False, upright=True):
    """A `Look` for each pair, or the error that reading it gave. The pages of a stack are read in one go."""
    for _, group in groupby(pairs, lambda pair: (pair.image, pair.mask, pair.more)):
        group = list(group)
        try:
            with opened(group[0].image, upright) as read, opened(group[0].mask, upright) as read_mask:
                for pair in group:
                    try:
                        yield look_at(pair, read, read_mask, colours, shown, upright)
                    except (ValueError, OSError, MemoryError) as error:
                        yield told(error, pair)
        except (ValueError, OSError) as error:
            yield from [error] * len(group)


def told(error, pair):
    """An error whose text names the file: running out of memory says nothing by itself."""
    if isinstance(error, MemoryError):
        name = printable(pair.image.name)
        return ValueError(f"{name}: too large for the memory that is left. Close other notebooks, or make it smaller")
    return error


def look_at(pair, read, read_mask, colours=False, shown=False, upright=True):
    """A `Look` at one pair; `read` and `read_mask` give the pages of its files. ValueError where one cannot be read."""
    image_name, name = printable(pair.image.name), printable(pair.mask.name)
    page = read(pair.page)
    pixels = checked_pixels(page, image_name)
    mask_page = read_mask(pair.page)
    values = laid_over(pair, mask_values(mask_page, name, colours, shown), colours, shown, upright)
    codes, counts, inside = counted(codes_of(values))
    order = np.argsort(-counts, kind="stable")[:KEPT]
    may_be_image = values.shape[:2] == pixels.shape[:2] and len(codes) > 2 and not pair.more
    notes = [(image_name, note) for note in notes_of(page, pixels)] + [(name, note) for note in mask_page.notes]
    scale = np.iinfo(pixels.dtype).max if pixels.dtype.kind in "iu" else 1
    return Look(
        pair=pair,
        size=pixels.shape[:2],
        grey=pixels.ndim == 2,
        flat=bool(np.all(pixels == pixels[0, 0])),
        low=float(pixels.min() / scale),
        high=float(pixels.max() / scale),
        deep=pixels.dtype.itemsize > 1,
        digest=digest(pixels),
        turns=(page.turn, mask_page.turn),
        notes=tuple(notes),
        mask_size=values.shape[:2],
        mask_digest=digest(values),
        mask_format=mask_page.format,
        inverted=mask_page.inverted,
        is_image=may_be_image and is_same(mask_page, pixels),
        in_colour=values.ndim == 3,
        codes=codes[order],
        counts=counts[order],
        inside=inside[order],
        palette=palette_of(mask_page.pixels, codes) if is_palette(mask_page) and values.ndim == 2 else {},
    )


def checked_pixels(page, name):
    """The pixels of a `Page`, grey (height, width) or coloured (height, width, 3), with little memory.

    ValueError where `load_image` would raise it.
    """
    pixels = pixels_of(page, name)
    if pixels.dtype.kind == "f" or pixels.ndim == 3 and pixels.shape[2] == 4:
        pixels = from_array(pixels, name)
    if pixels.ndim == 2:
        return pixels
    grey = all(np.array_equal(pixels[:, :, 0], pixels[:, :, band]) for band in range(1, pixels.shape[2]))
    return pixels[:, :, 0] if grey else pixels


def is_same(mask_page, pixels):
    """Whether a mask's page holds the pixels of an image."""
    try:
        return np.array_equal(checked_pixels(mask_page, "the mask"), pixels)
    except ValueError:  # numbers that no image has, such as negative ones
        return False


def counted(codes):
    """The different codes (height, width), in order, how often each occurs, and how often inside its region."""
    alike = codes[:-1, :-1][(codes[:-1, :-1] == codes[1:, :-1]) & (codes[:-1, :-1] == codes[:-1, 1:])]
    if 0 <= codes.min() and codes.max() < 2**16:  # counting is quicker than sorting, and takes less memory
        counts, inside = np.bincount(codes.ravel()), np.bincount(alike.ravel(), minlength=int(codes.max()) + 1)
        found = np.flatnonzero(counts)
        return found, counts[found], inside[found]
    found, counts = np.unique(codes, return_counts=True)
    inside = np.zeros(len(found), int)
    some, times = np.unique(alike, return_counts=True)
    inside[np.searchsorted(found, some)] = times
    return found, counts, inside


def is_palette(page):
    """Whether a page is a palette image."""
    return getattr(page.pixels, "mode", "") == "P"


def palette_of(image, codes):
    """The colours (red, green, blue) of those numbers of a palette image that it holds."""
    colours = np.reshape(image.getpalette("RGB"), (-1, 3)).tolist()
    return {int(code): tuple(colours[code]) for code in codes if code < len(colours)}


def digest(array):
    """A short text that is the same for arrays with the same numbers, kind and shape."""
    start = hashlib.sha1(f"{array.shape} {array.dtype}".encode())
    start.update(np.ascontiguousarray(array).data)
    return start.hexdigest()


def as_codes(look, colours):
    """The codes of a look; in a folder with coloured masks, those of a grey mask as greys."""
    return look.codes * 0x010101 if colours and not look.in_colour else look.codes


def keys_of(look, colours):
    """The numbers or colours of a look, as keys of a table of classes."""
    return [key_of(code, colours) for code in as_codes(look, colours)]
