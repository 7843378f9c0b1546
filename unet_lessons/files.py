"""Image files as they are stored: open one page of a file, and say clearly what cannot be read.

Pillow reads most files; those of which it would lose something are left to `deep_files`.
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
    TRANSPARENT,
    TURN_NOTE,
    begins_as_tiff,
    count_tiff,
    is_deep_png,
    left_out,
    looks_transparent,
    needs_tifffile,
    read_deep_png,
    read_tiff,
)

# Only these are decoded: others may start foreign programs, such as Ghostscript for EPS.
Image.init()
# Only these are decoded: others may start foreign programs, such as Ghostscript for EPS.
KNOWN = ("PNG", "JPEG", "MPO", "TIFF", "BMP", "DIB", "GIF", "WEBP", "PPM", "JPEG2000", "AVIF")
FORMATS = [name for name in KNOWN if name in Image.OPEN]


class Page(NamedTuple):
    """One page of an image file, decoded and turned upright."""

    pixels: object  # a Pillow image; or, if Pillow would lose some of it, an array (height, width, 1 to 4)
    format: str  # "PNG", "TIFF", …
    turn: int = 1  # what the turn note of the file says; 1 if it says nothing
    inverted: bool = False  # a TIFF in which 0 is white: Pillow gives 255 − the stored number
    notes: tuple = ()  # what of the file was not taken as it is stored, in words


def open_page(path, page=0, upright=True):
    """One page of a file (0 is the first) as a `Page`, turned as its turn note (EXIF) says unless `upright` is False.

    FileNotFoundError if there is no such file; ValueError, with the reason, where it cannot be read.
    """
    with opened(path, upright) as read:
        return read(page)


@contextmanager
def opened(path, upright=True):
    """Within it, a function from a page's number to its `Page`: a stack of many pages is opened once.

    Errors are those of `open_page`.
    """
    path = checked_path(path)
    with reasons(path):
        file = path.open("rb")
    with file:  # Pillow is not given the path: it would map the file into memory, and scramble turned TIFFs
        with reasons(path):
            image = open_image(file, path)

        def read(page):
            with reasons(path, page):
                return decoded(path, page, image, upright)

        yield read


@contextmanager
def reasons(path, page=0):
    """Give what a decoder raises as a ValueError that begins with the file's name, and keep its warnings quiet."""
    name = printable(path.name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of large images; check_pixels refuses them in plain words
            yield
    except EOFError:
        raise ValueError(f"{name} has no page {page}: page 0 is the first") from None
    except MemoryError:
        raise ValueError(f"{name} does not fit into the memory that is left: make it smaller") from None
    except PermissionError:
        raise ValueError(f"{name} may not be read: check the rights of the file") from None
    except FileNotFoundError:
        raise ValueError(f"{name} has vanished while it was read: is it on a drive that was taken out?") from None
    except Image.DecompressionBombError:
        raise ValueError(too_large(name, "hundreds of megapixels")) from None
    except Exception as error:  # decoders raise whatever they stumble on
        known = isinstance(error, ValueError) and str(error).startswith(name)
        raise ValueError(str(error) if known else damaged(path, printable(error))) from None


def checked_path(path):
    """A path to a file that holds something; FileNotFoundError or ValueError, with the reason, for any other."""
    if str(path).startswith(("http:", "https:")):
        raise ValueError(f"{printable(path)} is an address: download the image first, and name the file")
    try:
        path = Path(path).expanduser()
        if path.is_dir():
            raise IsADirectoryError
        if not path.exists():
            raise FileNotFoundError(f"There is no file {printable(path)}.{nearest_names(path)}")
        if not path.is_file() or path.stat().st_size == 0:
            raise ValueError(f"{printable(path.name)} is empty (0 bytes), or no file: copy or download it again")
    except IsADirectoryError:
        raise ValueError(f"{printable(path)} is a folder: name one image in it") from None
    except FileNotFoundError:
        raise
    except (RuntimeError, OSError) as error:  # ~nobody, or a name that is too long
        raise ValueError(f"{in_brief(path)} cannot be the name of a file: {printable(error)[:80]}") from None
    return path


def open_image(file, path):
    """A file as a Pillow image that is not decoded yet, or None for a TIFF of a kind that Pillow does not know.

    ValueError where it is no image.
    """
    try:
        return Image.open(file, formats=FORMATS + ["TGA"] * (path.suffix.lower() == ".tga"))
    except UnidentifiedImageError:
        if begins_as_tiff(path):
            return None
        raise ValueError(no_image(path)) from None


def decoded(path, page, image, upright):
    """A `Page` of the file that `open_image` opened; any exception of a decoder."""
    name = printable(path.name)
    if image is None:
        return turned(deep_page(path, page, name), upright)
    image.seek(page)
    check_pixels(image.width, image.height, name)
    if image.format == "PNG" and is_deep_png(path):
        return turned(Page(read_deep_png(path), "PNG", turn_of(image)), upright)
    if image.format == "TIFF":
        return tiff_page(path, page, image, upright)
    image.load()
    return turned(Page(image, image.format, turn_of(image)), upright)


def tiff_page(path, page, image, upright):
    """A `Page` of a TIFF that Pillow knows: decoded by Pillow if that loses nothing, else by tifffile."""
    tags, name = dict(image.tag_v2), printable(path.name)
    if needs_tifffile(tags):
        return turned(deep_page(path, page, name), upright)
    extra = tags.get(338, ())
    image = image.copy()  # the next page is read into the same image
    inverted = tags.get(262) == 0 and image.mode in ("1", "L")
    found = Page(image, "TIFF", valid_turn(tags.get(TURN_NOTE, 1)), inverted)
    if not upright:  # Pillow has turned it while it was decoded
        found = turned(found._replace(turn={6: 8, 8: 6}.get(found.turn, found.turn)))._replace(turn=found.turn)
    if not extra:
        return found
    if image.mode == "RGBA" and extra[0] in TRANSPARENT and looks_transparent(np.asarray(image)[:, :, 3]):
        return found
    if image.mode == "RGBA" and extra[0] == 1:  # Pillow has divided the colours by what is no transparency
        return turned(deep_page(path, page, name), upright)
    image = found.pixels
    colours = Image.merge("RGB", image.split()[:3]) if image.mode in ("RGBA", "RGBX") else image
    return found._replace(pixels=colours, notes=(left_out(len(colours.getbands()), tags.get(277, 4)),))


def deep_page(path, page, name):
    """A `Page` of a TIFF by tifffile."""
    array, turn, notes = read_tiff(path, page, name)
    return Page(array, "TIFF", valid_turn(turn), notes=notes)


def page_count(path):
    """How many pages a TIFF has; 1 for all other files, and for what cannot be read (reading it will say why)."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if begins_as_tiff(path):
                return count_tiff(path)
    except Exception:
        pass
    return 1


# Turning

WAYS = dict(enumerate((Image.Transpose.FLIP_LEFT_RIGHT, Image.Transpose.ROTATE_180, Image.Transpose.FLIP_TOP_BOTTOM,
                       Image.Transpose.TRANSPOSE, Image.Transpose.ROTATE_270, Image.Transpose.TRANSVERSE,
                       Image.Transpose.ROTATE_90), 2))  # fmt: skip


def turn_of(image):
    """What the turn note of a Pillow image says; 1 where there is none, or none that can be read."""
    try:
        return valid_turn(image.getexif().get(TURN_NOTE, 1))
    except Exception:
        return 1


def valid_turn(turn):
    """A turn note, or 1 for what is none."""
    return turn if turn in range(1, 9) else 1


def turned(page, upright=True):
    """A `Page` turned upright as its turn note says; itself if `upright` is False."""
    if page.turn == 1 or not upright:
        return page
    if isinstance(page.pixels, np.ndarray):
        return page._replace(pixels=turned_array(page.pixels, page.turn))
    return page._replace(pixels=page.pixels.transpose(WAYS[page.turn]))


def turned_array(array, turn):
    """An array (height, width, …) turned upright as a turn note from 1 to 8 says (EXIF 2.3, tag Orientation)."""
    across = np.swapaxes(array, 0, 1) if turn in (5, 6, 7, 8) else array
    rows, columns = turn in (3, 4, 7, 8), turn in (2, 3, 6, 7)
    return across[:: -1 if rows else 1, :: -1 if columns else 1]


# What is said of files


def no_image(path):
    """What is said of a file that is none of FORMATS, as far as its name and its first bytes tell."""
    name = printable(path.name)
    cannot = f"{name} cannot be read as an image"
    with path.open("rb") as file:
        start = file.read(16)
    if path.suffix.lower() in (".heic", ".heif") or start[4:12] in (b"ftypheic", b"ftypmif1", b"ftypheix"):
        return f"{cannot}: phones write HEIC, which Pillow does not read: export it as JPEG or PNG"
    for kind, (_, knows) in Image.OPEN.items():
        if kind not in FORMATS and knows and knows(start) is True:
            return f"{name} is {kind} inside: save it as PNG, TIFF or JPEG"
    return f"{cannot}: it holds no PNG, JPEG, TIFF, BMP, GIF or WebP image, whatever its name ends in"


def damaged(path, error):
    """What is said of a file that starts like an image and cannot be decoded."""
    return f"{printable(path.name)} is damaged or cut short ({error}): copy or download it again"


def in_brief(path):
    """A path for a message, cut if it is long."""
    text = printable(path)
    return text if len(text) < 80 else f"{text[:60]}…"


def nearest_names(path):
    """A hint at images whose names are like that of a missing one."""
    folder, kinds = path.parent, Image.registered_extensions()
    names = [file.name for file in sorted(folder.iterdir()) if file.suffix.lower() in kinds] if folder.is_dir() else []
    near = difflib.get_close_matches(path.name, [name for name in names if name != path.name], n=3, cutoff=0.5)
    return f" Did you mean {printable(' or '.join(near))}?" if near else " Is it in the folder of this notebook?"
