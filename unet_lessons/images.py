"""Images and masks as files and arrays: load, check, resize, save. Lesson 08.

An image is an array (height, width, 3) of float32 from 0 (black) to 1 (white). A mask is an array (height, width) of
whole numbers: the label of each pixel.
"""

from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

from .arguments import check_pixels, printable
from .files import Page, open_page
from .saving import save_whole

IGNORE = 255  # the ignore index: in a mask, the label of pixels that do not count ("don't know")
GREY_WEIGHTS = (0.299, 0.587, 0.114)  # how bright red, green and blue look (ITU-R BT.601, as in Pillow)
# The colour of each label (red, green and blue from 0 to 255): black, then the colours of Okabe and Ito, which
# colour-blind people can tell apart, then white. Higher labels start again with orange.
CLASS_COLOURS = (
    (0, 0, 0),
    (230, 159, 0),
    (86, 180, 233),
    (0, 158, 115),
    (240, 228, 66),
    (0, 114, 178),
    (213, 94, 0),
    (204, 121, 167),
    (255, 255, 255),
)


def load_image(source, page=0, upright=True):
    """An image as float32 (height, width, 3) in [0, 1], from a file, an array or a Pillow image.

    A file may be PNG, JPEG, TIFF, BMP, GIF, WebP and so on, in grey, colour, palette, 16 bits or CMYK. Transparent
    parts become white, and a photograph is turned upright according to its EXIF orientation unless `upright` is False.
    If there are several pages, `page` is taken (0 is the first). A TIFF may also hold floats in [0, 1] or whole numbers
    up to 65535; its bands beyond red, green and blue are left out unless the last one is an alpha channel. An array may
    be (h, w), (h, w, 1), (h, w, 3) or (h, w, 4) of uint8, uint16, bool, or float in [0, 1].

    FileNotFoundError if there is no such file; ValueError, with the reason, for anything that is not an image and for a
    page that does not exist.
    """
    if isinstance(source, (str, Path)):
        return to_image(open_page(source, page, upright), printable(Path(source).name))
    if isinstance(source, Image.Image):
        return to_image(Page(ImageOps.exif_transpose(source) if upright else source, "", 1), "the image")
    array = np.array(source, subok=True)  # a copy, so that changing the image does not change the array
    return from_array(array, "the array")


def to_image(page, name):
    """A `Page` as float32 (height, width, 3) in [0, 1]; ValueError, naming `name`, if that fails."""
    return from_array(pixels_of(page, name), name)


def pixels_of(page, name):
    """The pixels of a `Page` as an array that `from_array` takes: uint8, uint16 or floats, as stored where possible."""
    image = page.pixels
    if isinstance(image, np.ndarray):
        array = narrow(image, name)
        return array if array.shape[2] != 2 else array[:, :, [0, 0, 0, 1]]  # grey with an alpha channel
    check_pixels(image.width, image.height, name)
    if image.mode.startswith("I;16"):  # converting it to RGB would clip it at 255
        return np.asarray(image).astype(np.uint16)
    if image.mode == "I":  # a TIFF of 32 bits, or how older versions of Pillow open 16-bit grey
        return narrow(np.asarray(image), name, least=np.uint8 if page.format == "TIFF" else np.uint16)
    if image.mode in ("F", "L") and "transparency" not in image.info:
        return np.asarray(image)
    if "A" in image.getbands() or "transparency" in image.info:
        image = image.convert("RGBA")
        white = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(white, image)
    return np.asarray(image if image.mode == "RGB" else image.convert("RGB"))


def narrow(array, name, least=np.uint8):
    """Whole numbers of any type as uint8, or as uint16 if one of them is above 255; floats unchanged.

    ValueError for negative numbers and for numbers above 65535.
    """
    if array.dtype.kind not in "iu" or array.dtype in (np.uint8, np.uint16) or array.size == 0:
        return array
    low, high = int(array.min()), int(array.max())
    if low < 0 or high > 65535:
        raise ValueError(f"{name} holds whole numbers from {low} to {high}: they must be from 0 to 65535")
    return array.astype(np.uint16 if high > 255 else least)


def notes_of(page, pixels):
    """Remarks on a `Page` (texts), also if its whole numbers of 32 or 64 bits were read as uint8 or uint16."""
    stored = np.asarray(page.pixels).dtype if not isinstance(page.pixels, Image.Image) else None
    if page.format == "TIFF" and getattr(page.pixels, "mode", "") == "I":
        stored = np.dtype(np.int32)
    if stored is None or stored.kind not in "iu" or stored == pixels.dtype:
        return page.notes
    most = np.iinfo(pixels.dtype).max
    return (*page.notes, f"whole numbers of {stored.itemsize * 8} bits, read as 0 (black) to {most} (white)")


def from_array(array, name="the array"):
    """An array that `load_image` takes, as float32 (height, width, 3) in [0, 1]; ValueError for any other."""
    if np.ma.is_masked(array):
        raise ValueError(f"{name} has masked pixels: give them a value first, for instance with array.filled(0)")
    if array.ndim == 2:
        array = array[:, :, np.newaxis]
    if array.ndim != 3 or array.shape[2] not in (1, 3, 4):
        raise ValueError(
            f"{name} has shape {array.shape}: an image is (height, width), or (height, width, channels) with 1, 3 or 4"
            " channels. Load the images of a batch one by one"
        )
    if 0 in array.shape:
        raise ValueError(f"{name} has shape {array.shape}: there is no pixel in it")
    check_pixels(array.shape[1], array.shape[0], name)
    array = to_unit_range(array, name)
    if array.shape[2] == 4:
        alpha = array[:, :, 3:]
        array = array[:, :, :3] * alpha + (1 - alpha)
    return np.ascontiguousarray(np.broadcast_to(array, (*array.shape[:2], 3)))


def to_grey(image):
    """A colour image (…, 3) as grey (…, 1): red, green and blue weighted by how bright they look (ITU-R BT.601).

    float32 stays float32, and values in [0, 1] stay in [0, 1].
    """
    return image @ np.array(GREY_WEIGHTS, np.float32)[:, np.newaxis]


def as_float(pixels):
    """Pixel values as float32: uint8 divided by 255, uint16 divided by 65535, all others unchanged."""
    if pixels.dtype in (np.uint8, np.uint16):
        return pixels.astype(np.float32) / np.float32(np.iinfo(pixels.dtype).max)
    return pixels.astype(np.float32)


def to_unit_range(array, name):
    """Pixel values as float32 in [0, 1] (see `as_float`); ValueError for floats outside that range and other types."""
    if array.dtype in (bool, np.uint8, np.uint16):
        return as_float(array)
    if not np.issubdtype(array.dtype, np.floating):
        raise ValueError(f"{name} holds {array.dtype}: give uint8 (0 to 255), for instance with .astype('uint8')")
    if not np.isfinite(array).all():
        raise ValueError(f"{name} has NaN or infinite values: replace them first, for instance with numpy.nan_to_num")
    low, high = float(array.min()), float(array.max())
    if low < -1e-6 or high > 1 + 1e-6:
        raise ValueError(f"{name} holds values from {low:.3g} to {high:.3g}: scale them to lie between 0 and 1")
    if low < 0 or high > 1:
        array = np.clip(array, 0, 1)
    return array.astype(np.float32, copy=False)


def save_mask(mask, path, num_classes=2, overwrite=False):
    """Save a mask (height, width) of labels as PNG and return its path. PNG is lossless, so every label is kept.

    With two classes the file is grey: 0 for label 0 and 255 for label 1. With more classes it is a palette PNG, whose
    pixel values are the labels and whose palette gives each label a colour.

    ValueError for another file format, and for a mask that is not (height, width) or has labels from `num_classes` on;
    FileExistsError if a different file of that name exists and `overwrite` is not set; FileNotFoundError if there is no
    such folder.
    """
    path, mask = Path(path).expanduser(), np.asarray(mask)
    if path.suffix.lower() != ".png":
        raise ValueError(
            f"{printable(path.name)}: save a mask as PNG, since JPEG would change its labels: {path.stem}.png"
        )
    if mask.ndim != 2 or mask.size == 0 or not (mask.dtype == bool or np.issubdtype(mask.dtype, np.integer)):
        raise ValueError(f"the mask has shape {mask.shape} and holds {mask.dtype}: give labels (height, width)")
    if not 1 <= num_classes <= 256:
        raise ValueError(f"num_classes is {num_classes}: a PNG holds 1 to 256 labels")
    if mask.min() < 0 or mask.max() >= num_classes:
        raise ValueError(
            f"the mask holds labels from {mask.min()} to {mask.max()}: with num_classes={num_classes} they must be from"
            f" 0 to {num_classes - 1}"
        )
    image = mask_image(mask.astype(np.uint8), num_classes)
    if path.exists() and not overwrite and is_broken(path):
        raise FileExistsError(
            f"{path} exists and is damaged, perhaps by a run that was stopped: delete it, or say overwrite=True"
        )
    if path.exists() and not overwrite and not same_image(image, path):
        number = next(n for n in range(2, 10_000) if not path.with_stem(f"{path.stem}-{n}").exists())
        raise FileExistsError(
            f"{path} exists and is another image: choose a free name such as {path.stem}-{number}.png,"
            " or say overwrite=True"
        )
    return save_whole(path, image.save)


def mask_image(mask, num_classes):
    """A mask (height, width) of uint8 labels as the Pillow image that `save_mask` writes."""
    if num_classes <= 2:
        return Image.fromarray(mask * np.uint8(255))
    image = Image.frombytes("P", mask.shape[::-1], mask.tobytes())
    image.putpalette([value for label in range(256) for value in label_colour(label)])
    return image


def label_colour(label):
    """The colour of a label: red, green and blue from 0 to 255."""
    return CLASS_COLOURS[0] if label == 0 else CLASS_COLOURS[1 + (label - 1) % (len(CLASS_COLOURS) - 1)]


def is_broken(path):
    """Whether a PNG file is empty or cannot be decoded."""
    try:
        with Image.open(path, formats=["PNG"]) as there:
            there.load()
    except (OSError, ValueError, SyntaxError):
        return True
    return False


def same_image(image, path):
    """Whether the file already contains exactly this image, so that saving it again would change nothing."""
    try:
        with Image.open(path, formats=["PNG"]) as there:
            return there.mode == image.mode and there.size == image.size and there.tobytes() == image.tobytes()
    except (OSError, ValueError, SyntaxError):
        return False


def resize(array, height, width):
    """An array (h, w) or (h, w, channels) resized to height × width pixels.

    Floats are interpolated (bilinear) and returned as float32. Whole numbers, which may be labels, take the nearest
    neighbour, so that no new label appears, and keep their type. (Pillow's nearest neighbour differs: it refuses int64,
    and of two equally near pixels it often takes the other one.) An array that already has that size is returned
    itself, not as a copy.
    """
    if array.shape[:2] == (height, width):
        return array
    if not np.issubdtype(array.dtype, np.floating):
        rows = ((np.arange(height) + 0.5) * array.shape[0] / height).astype(int)
        columns = ((np.arange(width) + 0.5) * array.shape[1] / width).astype(int)
        return array[rows[:, np.newaxis], columns]
    if array.ndim == 3:
        return np.stack([resize(array[:, :, c], height, width) for c in range(array.shape[2])], axis=-1)
    image = Image.fromarray(array.astype(np.float32))
    return np.asarray(image.resize((width, height), Image.Resampling.BILINEAR))
