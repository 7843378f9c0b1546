"""Image files that Pillow would cut to 8 bits or not open: 16-bit colour, TIFFs of NumPy's other kinds, more bands.

`tf.io.decode_png` reads 16-bit PNG, and tifffile (it comes with scikit-image) the TIFFs, as they are stored.
"""

import logging
from pathlib import Path

import numpy as np

from .arguments import check_pixels, too_large

MAX_BYTES = 1_000_000_000  # of one page, all its bands together
TURN_NOTE = 274  # the tag of EXIF and TIFF that says how to turn the image upright: 1 to 8, where 1 is upright
TRANSPARENT = (1, 2)  # values of TIFF's tag ExtraSamples that say: the band after the colours is a transparency
TIFF_STARTS = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")  # the last two are BigTIFF
RESAVE = "save it uncompressed as uint8, uint16 or float32, grey or RGB"
logging.getLogger("tifffile").setLevel(logging.CRITICAL)  # what it would print of damaged files, our errors say


def needs_tifffile(tags):
    """Whether Pillow would lose numbers of a TIFF with these tags: 16-bit colour, negative or very large numbers."""
    bits, kinds = tags.get(258, (1,)), tags.get(339, (1,))
    several = len(bits) > 1 or tags.get(277, 1) > 1
    return (several and max(bits) > 8) or (2 in kinds and max(bits) == 8) or (1 in kinds and max(bits) > 16)


def is_deep_png(path):
    """Whether a PNG holds 16 bits of each colour, or of grey with a transparency; Pillow keeps 8 of them."""
    with open(path, "rb") as file:
        start = file.read(26)
    return start[24] == 16 and start[25] in (2, 4, 6)  # colour, grey with transparency, colour with transparency


def read_deep_png(path):
    """A PNG of 16 bits as uint16 (height, width, channels), by `tf.io.decode_png`."""
    from .backend import tensorflow as tf

    return tf.io.decode_png(Path(path).read_bytes(), dtype=tf.uint16).numpy()


def begins_as_tiff(path):
    """Whether a file begins as a TIFF does."""
    with open(path, "rb") as file:
        return file.read(4) in TIFF_STARTS


def read_tiff(path, page, name):
    """One page of a TIFF with its numbers as they are stored: array (height, width, 1 to 4), turn note, notes.

    EOFError if there is no such page; ValueError for one too large, and for what tifffile cannot unpack alone.
    """
    import tifffile

    with tifffile.TiffFile(path) as file:
        if page >= len(file.pages):
            raise EOFError
        frame = file.pages[page]
        kind = f"{frame.dtype} ({frame.axes}, {frame.photometric.name}, {frame.compression.name})"
        check_pixels(frame.imagewidth, frame.imagelength, name)
        if frame.dtype is None or frame.size * frame.dtype.itemsize > MAX_BYTES:
            raise ValueError(too_large(name, f"{frame.imagewidth}×{frame.imagelength}, {frame.samplesperpixel} bands"))
        known = frame.photometric.name in ("MINISBLACK", "MINISWHITE", "RGB") and frame.axes in ("YX", "YXS", "SYX")
        if not known or frame.dtype.kind not in "biuf":
            raise ValueError(f"{name} is a TIFF of {kind}, which is not read here: {RESAVE}")
        try:
            array = frame.asarray()
        except ValueError as error:
            if "imagecodecs" not in str(error):
                raise
            raise ValueError(f"{name} is a TIFF of {kind}, which is not unpacked here: {RESAVE}") from None
        extra = tuple(int(one) for one in frame.extrasamples)
        turn = getattr(frame.tags.get(TURN_NOTE), "value", 1)
    array = np.moveaxis(array, 0, 2) if frame.axes == "SYX" else array.reshape(*array.shape[:2], -1)
    array, notes = without_extra(array, extra)
    return array, turn, notes


def without_extra(array, extra):
    """The bands that are grey, colours or a transparency (height, width, 1 to 4), and notes on what is left out."""
    bands = array.shape[2]
    colours = bands - len(extra) if extra else bands
    keep = 3 if colours >= 3 or (colours == 1 and bands > 2) else 1
    if len(extra) == 1 and extra[0] in TRANSPARENT and looks_transparent(array[:, :, -1]):
        keep = bands
    return array[:, :, :keep], (left_out(keep, bands),) if bands > keep else ()


def looks_transparent(band):
    """Whether a band is a transparency rather than data: at least half of it is fully opaque, or fully transparent."""
    most = np.iinfo(band.dtype).max if band.dtype.kind in "iu" else 1
    return np.mean((band == 0) | (band == most)) >= 0.5


def left_out(kept, bands):
    """A note on the bands of a file that are not read."""
    which = f"band {bands}" if bands == kept + 1 else f"bands {kept + 1} to {bands}"
    meaning = "red, green and blue" if kept == 3 else "grey"
    return f"{bands} bands: the first {'three are' if kept == 3 else 'is'} taken for {meaning}, {which} left out"


def count_tiff(path):
    """How many pages a TIFF has."""
    import tifffile

    with tifffile.TiffFile(path) as file:
        return len(file.pages)
