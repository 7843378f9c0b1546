"""Image files that Pillow reduces to 8 bits or cannot open: 16-bit colour, TIFFs of other types or with more bands.

`tf.io.decode_png` reads 16-bit PNG files, and tifffile, which comes with scikit-image, reads the TIFFs. Both return the
stored values.
"""

import logging
from pathlib import Path

import numpy as np

from .arguments import check_pixels, too_large

MAX_BYTES = 1_000_000_000  # limit for one page with all its bands
ORIENTATION = 274  # the EXIF and TIFF tag that says how to turn an image upright: 1 (it is upright) to 8
TRANSPARENT = (1, 2)  # values of the TIFF tag ExtraSamples for an alpha channel: associated, unassociated
TIFF_STARTS = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")  # the last two are BigTIFF
RESAVE = "save it uncompressed as uint8, uint16 or float32, grey or RGB"
logging.getLogger("tifffile").setLevel(logging.CRITICAL)  # our own errors describe damaged files


def needs_tifffile(tags):
    """Whether Pillow would change the values of a TIFF with these tags: 16-bit colour, negative or large numbers."""
    bits, kinds = tags.get(258, (1,)), tags.get(339, (1,))
    several = len(bits) > 1 or tags.get(277, 1) > 1
    return (several and max(bits) > 8) or (2 in kinds and max(bits) == 8) or (1 in kinds and max(bits) > 16)


def is_deep_png(path):
    """Whether a PNG has 16-bit colour, or 16-bit grey with an alpha channel: Pillow keeps only 8 of the 16 bits."""
    with open(path, "rb") as file:
        start = file.read(26)
    return start[24] == 16 and start[25] in (2, 4, 6)  # colour, grey with alpha, colour with alpha


def read_deep_png(path):
    """A 16-bit PNG as uint16 (height, width, channels)."""
    from .backend import tensorflow as tf

    return tf.io.decode_png(Path(path).read_bytes(), dtype=tf.uint16).numpy()


def begins_as_tiff(path):
    """Whether a file begins with the four bytes of a TIFF."""
    with open(path, "rb") as file:
        return file.read(4) in TIFF_STARTS


def read_tiff(path, page, name):
    """One page of a TIFF with its stored values: array (height, width, 1 to 4), orientation, and remarks (texts).

    EOFError if there is no such page; ValueError, naming `name`, if it is too large, of a type that is not supported,
    or compressed in a way that tifffile cannot read alone.
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
            raise ValueError(f"{name} is a TIFF of {kind}, which is not supported: {RESAVE}")
        try:
            array = frame.asarray()
        except ValueError as error:
            if "imagecodecs" not in str(error):
                raise
            raise ValueError(f"{name} is a TIFF of {kind}, whose compression is not supported: {RESAVE}") from None
        extra = tuple(int(one) for one in frame.extrasamples)
        orientation = getattr(frame.tags.get(ORIENTATION), "value", 1)
    array = np.moveaxis(array, 0, 2) if frame.axes == "SYX" else array.reshape(*array.shape[:2], -1)
    array, notes = without_extra(array, extra)
    return array, orientation, notes


def without_extra(array, extra):
    """The bands for grey, colours and alpha, (height, width, 1 to 4), and remarks (texts) on those left out."""
    bands = array.shape[2]
    colours = bands - len(extra) if extra else bands
    keep = 3 if colours >= 3 or (colours == 1 and bands > 2) else 1
    if len(extra) == 1 and extra[0] in TRANSPARENT and looks_transparent(array[:, :, -1]):
        keep = bands
    return array[:, :, :keep], (left_out(keep, bands),) if bands > keep else ()


def looks_transparent(band):
    """Whether a band is an alpha channel rather than data: at least half of it is fully opaque or fully transparent."""
    most = np.iinfo(band.dtype).max if band.dtype.kind in "iu" else 1
    return np.mean((band == 0) | (band == most)) >= 0.5


def left_out(kept, bands):
    """A remark on the bands of a file that are left out."""
    which = f"band {bands} is" if bands == kept + 1 else f"bands {kept + 1} to {bands} are"
    meaning = "red, green and blue" if kept == 3 else "grey"
    return f"{bands} bands: the first {'three are' if kept == 3 else 'is'} read as {meaning}, {which} left out"


def count_tiff(path):
    """The number of pages of a TIFF."""
    import tifffile

    with tifffile.TiffFile(path) as file:
        return len(file.pages)
