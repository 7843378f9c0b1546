"""What `report` keeps of each pair after reading it: sizes, the numbers in the mask, hashes, but not the pixels."""

import hashlib
from collections import Counter
from itertools import groupby
from typing import NamedTuple

import numpy as np

from ..arguments import printable
from ..files import opened
from ..images import from_array, notes_of, pixels_of
from .classes import codes_of, key_of
from .masks import laid_over, mask_values
from .pairs import Pair

BLOCK = 2**20  # pixels of a mask whose numbers are counted at a time
KEPT = 1000  # how many different numbers of one mask are kept, the most frequent first


class Look(NamedTuple):
    """What is kept of one pair after reading it, without the pixels themselves."""

    pair: Pair
    size: tuple  # height, width
    grey: bool
    flat: bool  # the image has one colour everywhere
    low: float  # the darkest value of the image, from 0 to 1 …
    high: float  # … and the brightest
    deep: bool  # the image has more than 8 bits
    digest: str  # of the image's pixels: the same for the same pixels
    orientations: tuple  # the EXIF orientations of the image and of its mask
    notes: tuple  # remarks on what was not read as it is stored: pairs of file name and text
    mask_size: tuple
    mask_digest: str
    mask_format: str
    inverted: bool  # the mask file says that 0 is white; its numbers are read as stored all the same
    is_image: bool  # the mask holds the image's own pixels
    in_colour: bool  # the mask is coloured
    codes: np.ndarray  # the different numbers in the mask, the most frequent first …
    counts: np.ndarray  # … how many pixels have each of them …
    inside: np.ndarray  # … and how many of those have the same number to the right and below: few at blurred edges
    palette: dict  # {number: colour} for the numbers in the mask


def looks_at(pairs, colours=False, shown=False, upright=True):
    """A `Look` for each pair, or the error that reading it raised. A stack of pages is opened only once."""
    for _, group in groupby(pairs, lambda pair: (pair.image, pair.mask, pair.more)):
        group = list(group)
        try:
            with opened(group[0].image, upright) as read, opened(group[0].mask, upright) as read_mask:
                for pair in group:
                    try:
                        yield look_at(pair, read, read_mask, colours, shown, upright)
                    except (ValueError, OSError, MemoryError) as error:
                        yield named_error(error, pair)
        except (ValueError, OSError) as error:
            yield from [error] * len(group)


def named_error(error, pair):
    """An error whose text names the file, also when memory has run out."""
    if isinstance(error, MemoryError):
        name = printable(pair.image.name)
        return ValueError(
            f"{name} does not fit into the memory that is left: close other notebooks, or make it smaller"
        )
    return error


def look_at(pair, read, read_mask, colours=False, shown=False, upright=True):
    """The `Look` of one pair; `read` and `read_mask` return the pages of its files. ValueError if one is unreadable."""
    image_name, name = printable(pair.image.name), printable(pair.mask.name)
    page = read(pair.page)
    pixels = checked_pixels(page, image_name)
    notes = [(image_name, note) for note in notes_of(page, pixels)]
    page = page._replace(pixels=None)  # the file's own copy of the pixels is not needed any more
    mask_page = read_mask(pair.page)
    values = laid_over(pair, mask_values(mask_page, name, colours, shown), colours, shown, upright)
    codes, counts, inside = counted(values)
    order = np.argsort(-counts, kind="stable")[:KEPT]
    may_be_image = values.shape[:2] == pixels.shape[:2] and len(codes) > 2 and not pair.more
    notes += [(name, note) for note in mask_page.notes]
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
        orientations=(page.orientation, mask_page.orientation),
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
    """The pixels of a `Page`, (height, width) if all are grey, otherwise (height, width, 3), in their stored type.

    This takes less memory than `load_image`, and raises the same ValueErrors.
    """
    pixels = pixels_of(page, name)
    if pixels.dtype.kind == "f" or pixels.ndim == 3 and pixels.shape[2] == 4:
        pixels = from_array(pixels, name)
    if pixels.ndim == 2:
        return pixels
    grey = all(np.array_equal(pixels[:, :, 0], pixels[:, :, band]) for band in range(1, pixels.shape[2]))
    return pixels[:, :, 0] if grey else pixels


def is_same(mask_page, pixels):
    """Whether the page of a mask has exactly the pixels of an image."""
    try:
        return np.array_equal(checked_pixels(mask_page, "the mask"), pixels)
    except ValueError:  # numbers that an image cannot have, such as negative ones
        return False


def counted(values):
    """The different codes of a mask's values, sorted; how often each occurs; and how often inside its region.

    A position counts as inside if its neighbours to the right and below have the same code. The mask is looked at in
    blocks of rows, so that this takes little memory.
    """
    rows, every, inside = max(1, BLOCK // values.shape[1]), Counter(), Counter()
    for top in range(0, len(values), rows):
        codes = codes_of(values[top : top + rows + 1])  # and the first row of the next block
        alike = codes[:-1, :-1][(codes[:-1, :-1] == codes[1:, :-1]) & (codes[:-1, :-1] == codes[:-1, 1:])]
        for counter, some in ((every, codes[:rows]), (inside, alike)):
            found, counts = np.unique(some, return_counts=True)
            for code, count in zip(found.tolist(), counts.tolist(), strict=True):
                counter[code] += count
    codes = sorted(every)
    counts = [[counter[code] for code in codes] for counter in (every, inside)]
    return np.array(codes, np.int64), *np.array(counts, np.int64)


def is_palette(page):
    """Whether a page is a palette image."""
    return getattr(page.pixels, "mode", "") == "P"


def palette_of(image, codes):
    """The colours of a palette image, for the numbers that occur in it: {number: (red, green, blue)}, 0 to 255."""
    colours = np.reshape(image.getpalette("RGB"), (-1, 3)).tolist()
    return {int(code): tuple(colours[code]) for code in codes if code < len(colours)}


def digest(array):
    """A short text (a hash) that is the same for arrays with the same values, type and shape."""
    start = hashlib.sha1(f"{array.shape} {array.dtype}".encode())
    start.update(np.ascontiguousarray(array).data)
    return start.hexdigest()


def as_codes(look, colours):
    """The codes of a look; if the folder has coloured masks, the numbers of a grey mask as the codes of greys."""
    return look.codes * 0x010101 if colours and not look.in_colour else look.codes


def keys_of(look, colours):
    """The numbers or colours of a look as keys of a table of classes."""
    return [key_of(code, colours) for code in as_codes(look, colours)]
