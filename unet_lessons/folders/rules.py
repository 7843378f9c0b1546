"""Faults, for which a pair is left out, in words. The warnings about the other pairs are in `warn`."""

import numpy as np

from ..images import IGNORE
from .classes import APART, OBJECTS, code_of, coloured, distances, spelt
from .looks import KEPT, as_codes, keys_of

LOSSY = ("JPEG", "MPO", "WEBP")  # formats that may change the numbers of a mask
MOST_CLASSES = 32  # different numbers that one mask may have; with more, it is an image or numbers its objects
IF_OBJECTS = 'If the masks number their objects, say classes="objects"'
IN_BETWEEN = 0.1  # largest share of the pixels whose numbers may come from blurred edges


def many(look):
    """The number of different numbers or colours in a mask, in words."""
    more = " or more" if len(look.codes) == KEPT else ""
    return f"{len(look.codes)}{more} different {'colours' if look.in_colour else 'numbers'}"


def fault_of(look, classes=None, nearest=False, table=""):
    """Why the pair of a look cannot be used, or None. Without `classes`, only faults that do not depend on them.

    `table` is the text to type if a mask was blurred (see `classes.proposal`), or "".
    """
    if look.mask_size != look.size:
        return fault_of_size(look)
    if look.is_image:
        return "the same pixels as its image: the image was saved as its mask"
    if look.in_colour and classes and not coloured(classes) and classes != OBJECTS:
        if len(look.codes) > MOST_CLASSES:
            return f"{many(look)}: is it an image?"
        return "coloured, while the classes are numbers: save it like the others, or give a table of colours"
    if classes == OBJECTS:
        return None
    of_most = look.counts[:8].sum() / look.counts.sum()  # in a mask, most pixels have one of a few numbers
    colours = coloured(classes or {})
    if classes and nearest:
        return f"{many(look)}: is it an image?" if of_most < 0.5 and share_near(look, classes) < 0.7 else None
    strange = [code for code, key in zip(as_codes(look, colours), keys_of(look, colours), strict=True)
               if key not in (classes or {})]  # fmt: skip
    if not strange:
        return None
    way_on = f" Or, if these are its classes, take the nearest: {table}" if table else ""
    if look.mask_format in LOSSY and len(look.codes) > 2 and blurred(look):
        return f"{many(look)}: {look.mask_format} invents some at each edge. Export it as PNG.{way_on}"
    if len(look.codes) > MOST_CLASSES and of_most > 1 - IN_BETWEEN:
        return f"{many(look)}, most of them rare: it was blurred when it was saved or resized. Avoid that.{way_on}"
    if len(look.codes) > MOST_CLASSES:
        return f"{many(look)}: is it an image? {IF_OBJECTS}"
    if not classes:
        return None
    return f"contains {spelt(strange, colours)}, which is not in classes.{way_on if blurred(look) else ''}"


def share_near(look, classes):
    """The share of a mask's pixels, from 0 to 1, whose numbers or colours lie close to one in the table of classes."""
    colours = coloured(classes)
    near = (
        distances(as_codes(look, colours), np.array([code_of(key) for key in classes]), colours) <= APART[colours] / 2
    )
    return look.counts[near].sum() / look.counts.sum()


def blurred(look):
    """Whether a mask has numbers that occur only along edges."""
    return bool(((look.inside < 0.2 * look.counts) & (look.counts < IN_BETWEEN * look.counts.sum())).any())


def fault_of_size(look):
    """The message about a mask whose size differs from that of its image."""
    (height, width), (mask_height, mask_width) = look.size, look.mask_size
    sizes = f"{mask_height}×{mask_width} pixels, but its image {height}×{width}: the sizes must be equal."
    if look.mask_size != (width, height):
        return sizes
    if look.orientations[0] in (5, 6, 7, 8) and look.orientations[1] == 1:
        return (
            f"{sizes} The image was rotated according to its EXIF orientation, but the mask has none. If the mask"
            " fits the image as it is stored, say upright=False"
        )
    return f"{sizes} It seems to be rotated by 90 degrees; compare it with the image to see in which direction"


def may_be_objects(looks):
    """Whether the masks seem to number their objects.

    That is so if they have many numbers, hardly any of which occurs in two masks, or if nearly every mask has all
    numbers from 1 to a last one that differs from mask to mask.
    """
    held = [[code for code in look.codes.tolist() if code != 0] for look in looks]
    numbers = {code for codes in held for code in codes}
    if len(numbers) <= 8 or max(map(len, held)) < 2:
        return False
    once = sum(map(len, held)) / len(numbers) <= max(1.2, 0.1 * len(held))
    in_a_row = [codes for codes in held if codes and sorted(codes) == list(range(1, len(codes) + 1))]
    return once or (len(in_a_row) > 0.9 * len(held) and len({len(codes) for codes in held}) > 1)


def as_ignored(codes):
    """The numbers (of a sorted list) that may mean "does not count": negative ones, and one far above all others."""
    below = [code for code in codes if code < 0]
    rest = [code for code in codes if 0 <= code]
    top = rest[-1] if len(rest) > 2 and rest[-1] >= 200 and rest[-2] < rest[-1] / 2 else None
    return below + ([top] if top is not None and (top == IGNORE or rest[-2] <= 100) else [])
