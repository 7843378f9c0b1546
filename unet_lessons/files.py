"""Image files: open one page of a file with its stored values, or say clearly why it cannot be read.

Pillow reads most files; `deep_files` reads those whose values Pillow would change.
"""

import difflib
import warnings
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import numpy as np
from PIL import Image, UnidentifiedImageError

from .arguments import check_pixels, printable, too_large
from .deep_files import (
    ORIENTATION,
    TRANSPARENT,
    begins_as_tiff,
    count_tiff,
    is_deep_png,
    left_out,
    looks_transparent,
    needs_tifffile,
    read_deep_png,
    read_tiff,
)

Image.init()
# Only these are decoded: other formats may start other programs, such as Ghostscript for EPS.
KNOWN = ("PNG", "JPEG", "MPO", "TIFF", "BMP", "DIB", "GIF", "WEBP", "PPM", "JPEG2000", "AVIF")
FORMATS = [name for name in KNOWN if name in Image.OPEN]


class Page(NamedTuple):
    """One page of an image file, decoded and turned upright."""

    pixels: object  # a Pillow image; if Pillow would change its values, an array (height, width, 1 to 4)
    format: str  # "PNG", "TIFF", …
    orientation: int = 1  # the EXIF orientation of the file, 1 to 8; 1 if it has none
    inverted: bool = False  # a TIFF in which 0 is white: Pillow returns 255 − the stored number
    notes: tuple = ()  # remarks on what was not read as it is stored (texts)


def open_page(path, page=0, upright=True):
    """One page of a file (0 is the first) as a `Page`, turned upright according to its EXIF orientation.

    With `upright` False it is not turned. FileNotFoundError if there is no such file; ValueError, with the reason, if
    it cannot be read.
    """
    with opened(path, upright) as read:
        return read(page)


@contextmanager
def opened(path, upright=True):
    """A context manager that opens a file once and gives a function from the number of a page to its `Page`.

    The errors are those of `open_page`.
    """
    path = checked_path(path)
    with reasons(path):
        file = path.open("rb")
    with file:  # given the path, Pillow would map the file into memory and scramble TIFFs that are not upright
        with reasons(path):
            image = open_image(file, path)

        def read(page):
            with reasons(path, page):
                return decoded(path, page, image, upright)

        yield read


@contextmanager
def reasons(path, page=0):
    """Turn any error of a decoder into a ValueError that begins with the file name, and silence its warnings."""
    name = printable(path.name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns about large images; check_pixels gives a clearer message
            yield
    except EOFError:
        if page == 0:
            raise ValueError(damaged(path, "it has no page")) from None
        raise ValueError(f"{name} has no page {page}: page 0 is the first") from None
    except MemoryError:
        raise ValueError(
            f"{name} does not fit into the memory that is left: close other notebooks, or make it smaller"
        ) from None
    except PermissionError:
        raise ValueError(f"{name} may not be read: check the file's permissions") from None
    except FileNotFoundError:
        raise ValueError(f"{name} disappeared while it was read: is it on a drive that was removed?") from None
    except Image.DecompressionBombError:
        raise ValueError(too_large(name, "hundreds of megapixels")) from None
    except Exception as error:  # decoders raise all kinds of errors
        known = isinstance(error, ValueError) and str(error).startswith(name)
        raise ValueError(str(error) if known else damaged(path, printable(error))) from None


def checked_path(path):
    """The `Path` of a file that is there and not empty; FileNotFoundError or ValueError, with the reason, otherwise."""
    if str(path).startswith(("http:", "https:")):
        raise ValueError(
            f"{printable(path)} is a web address: download the image first, then give the name of the file"
        )
    try:
        path = Path(path).expanduser()
        if path.is_dir():
            raise IsADirectoryError
        if not path.exists():
            raise FileNotFoundError(f"There is no file {printable(path)}.{nearest_names(path)}")
        if not path.is_file() or path.stat().st_size == 0:
            raise ValueError(
                f"{printable(path.name)} is empty (0 bytes) or not a regular file: copy or download it again"
            )
    except IsADirectoryError:
        raise ValueError(f"{printable(path)} is a folder: give the name of one image in it") from None
    except FileNotFoundError:
        raise
    except (RuntimeError, OSError) as error:  # an unknown user after ~, or a name that is too long
        raise ValueError(f"{in_brief(path)} is not a valid file name: {printable(error)[:80]}") from None
    return path


def open_image(file, path):
    """The file as a Pillow image that is not decoded yet, or None for a TIFF of a type that Pillow does not know.

    ValueError if it is not an image.
    """
    try:
        return Image.open(file, formats=FORMATS + ["TGA"] * (path.suffix.lower() == ".tga"))
    except UnidentifiedImageError:
        if begins_as_tiff(path):
            return None
        raise ValueError(no_image(path)) from None


def decoded(path, page, image, upright):
    """A `Page` of a file that `open_image` has opened; raises any exception of a decoder."""
    name = printable(path.name)
    if image is None:
        return turn_upright(deep_page(path, page, name), upright)
    image.seek(page)
    check_pixels(image.width, image.height, name)
    if image.format == "PNG" and is_deep_png(path):
        return turn_upright(Page(read_deep_png(path), "PNG", orientation_of(image)), upright)
    if image.format == "TIFF":
        return tiff_page(path, page, image, upright)
    image.load()
    return turn_upright(Page(image, image.format, orientation_of(image)), upright)


def tiff_page(path, page, image, upright):
    """A `Page` of a TIFF that Pillow knows: decoded by Pillow if that keeps its values, otherwise by tifffile."""
    tags, name = dict(image.tag_v2), printable(path.name)
    if needs_tifffile(tags):
        return turn_upright(deep_page(path, page, name), upright)
    extra = tags.get(338, ())
    image = image.copy()  # a copy, since the next page is read into the same image
    inverted = tags.get(262) == 0 and image.mode in ("1", "L")
    found = Page(image, "TIFF", valid_orientation(tags.get(ORIENTATION, 1)), inverted)
    if not upright:  # Pillow has turned it while decoding
        found = turn_upright(
            found._replace(orientation={6: 8, 8: 6}.get(found.orientation, found.orientation))
        )._replace(orientation=found.orientation)
    if not extra:
        return found
    if image.mode == "RGBA" and extra[0] in TRANSPARENT and looks_transparent(np.asarray(image)[:, :, 3]):
        return found
    if image.mode == "RGBA" and extra[0] == 1:  # Pillow has divided the colours by a band that is not alpha
        return turn_upright(deep_page(path, page, name), upright)
    image = found.pixels
    colours = Image.merge("RGB", image.split()[:3]) if image.mode in ("RGBA", "RGBX") else image
    return found._replace(pixels=colours, notes=(left_out(len(colours.getbands()), tags.get(277, 4)),))


def deep_page(path, page, name):
    """A `Page` of a TIFF, decoded by tifffile."""
    array, orientation, notes = read_tiff(path, page, name)
    return Page(array, "TIFF", valid_orientation(orientation), notes=notes)


def page_count(path):
    """The number of pages of a TIFF; 1 for other files, and for unreadable ones (reading them gives the reason)."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if begins_as_tiff(path):
                return count_tiff(path)
    except Exception:
        pass
    return 1


# EXIF orientation

WAYS = Image.Transpose  # what makes an image upright, for each orientation
TRANSPOSES = dict(enumerate((WAYS.FLIP_LEFT_RIGHT, WAYS.ROTATE_180, WAYS.FLIP_TOP_BOTTOM, WAYS.TRANSPOSE,
                             WAYS.ROTATE_270, WAYS.TRANSVERSE, WAYS.ROTATE_90), 2))  # fmt: skip


def orientation_of(image):
    """The EXIF orientation of a Pillow image, 1 to 8; 1 if there is none, or none that can be read."""
    try:
        return valid_orientation(image.getexif().get(ORIENTATION, 1))
    except Exception:
        return 1


def valid_orientation(value):
    """An EXIF orientation from 1 to 8; 1 for any other value."""
    return value if value in range(1, 9) else 1


def turn_upright(page, upright=True):
    """A `Page` turned upright according to its orientation; the same page if `upright` is False."""
    if page.orientation == 1 or not upright:
        return page
    if isinstance(page.pixels, np.ndarray):
        return page._replace(pixels=upright_array(page.pixels, page.orientation))
    return page._replace(pixels=page.pixels.transpose(TRANSPOSES[page.orientation]))


def upright_array(array, orientation):
    """An array (height, width, …) turned upright according to an EXIF orientation from 1 to 8 (EXIF 2.3)."""
    across = np.swapaxes(array, 0, 1) if orientation in (5, 6, 7, 8) else array
    rows, columns = orientation in (3, 4, 7, 8), orientation in (2, 3, 6, 7)
    return across[:: -1 if rows else 1, :: -1 if columns else 1]


# Messages about files


def no_image(path):
    """The message about a file that has none of FORMATS, using its name and its first bytes."""
    name = printable(path.name)
    cannot = f"{name} cannot be read as an image"
    with path.open("rb") as file:
        start = file.read(16)
    if path.suffix.lower() in (".heic", ".heif") or start[4:12] in (b"ftypheic", b"ftypmif1", b"ftypheix"):
        return f"{cannot}: phones write HEIC, which Pillow does not read: export it as JPEG or PNG"
    for kind, (_, knows) in Image.OPEN.items():
        if kind not in FORMATS and knows and knows(start) is True:
            return f"{name} has the format {kind}: save it as PNG, TIFF or JPEG"
    return f"{cannot}: whatever its name ends in, it is not a PNG, JPEG, TIFF, BMP, GIF or WebP image"


def damaged(path, error):
    """The message about a file that starts like an image but cannot be decoded."""
    return f"{printable(path.name)} is damaged or incomplete ({error}): copy or download it again"


def in_brief(path):
    """A path for a message, shortened if it is long."""
    text = printable(path)
    return text if len(text) < 80 else f"{text[:60]}…"


def nearest_names(path):
    """A hint that lists images with names similar to that of a missing file, as a text."""
    folder, kinds = path.parent, Image.registered_extensions()
    names = [file.name for file in sorted(folder.iterdir()) if file.suffix.lower() in kinds] if folder.is_dir() else []
    near = difflib.get_close_matches(path.name, [name for name in names if name != path.name], n=3, cutoff=0.5)
    return f" Did you mean {printable(' or '.join(near))}?" if near else " Is it in the folder of this notebook?"
