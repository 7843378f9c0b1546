"""Images and masks as files and arrays: load, check, resize, save.

An image is an array (height, width, 3) of float32 from 0 (black) to 1 (white). A mask is an array (height, width) of
whole numbers: the label of each pixel.
"""

from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

from .arguments import check_pixels, printable
from .files import Page, open_page

IGNORE = 255  # in a mask: the label of pixels that do not count ("don't know")
GREY_WEIGHTS = (0.299, 0.587, 0.114)  # how bright red, green and blue look (ITU-R BT.601, as in Pillow)
# The colour of each label, red, green and blue from 0 to 255: black, then the colours of Okabe and Ito, which the
# colour-blind can tell apart, then white. Further labels begin again at orange.
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

    A file may be PNG, JPEG, TIFF, BMP, GIF, WebP, …: grey, colour, palette, 16 bits, CMYK; transparent parts become
    white, and a photograph is turned upright as its turn note (EXIF) says, unless `upright` is False. Of several pages,
    `page` is taken (0 is the first). TIFFs of floats in [0, 1] or of whole numbers up to 255 or 65535 are read, too;
    bands beyond red, green and blue are left out unless they are a transparency.
    An array may be (h, w), (h, w, 1), (h, w, 3) or (h, w, 4) of uint8, uint16, bool, or float in [0, 1].

    FileNotFoundError if there is no such file; ValueError, with the reason, for whatever is not an image, or
    has no such page.
    """
    if isinstance(source, (str, Path)):
        return to_image(open_page(source, page, upright), printable(Path(source).name))
    if isinstance(source, Image.Image):
        return to_image(Page(ImageOps.exif_transpose(source) if upright else source, "", 1), "the image")
    return from_array(np.array(source), "the array")  # a copy: what you do to the image leaves the array as it was


def to_image(page, name):
    """A `Page` as float32 (height, width, 3) in [0, 1]."""
    return from_array(pixels_of(page, name), name)


def pixels_of(page, name):
    """The pixels of a `Page` as an array that `from_array` takes: uint8, uint16 or float, mostly as stored."""
    image = page.pixels
    if isinstance(image, np.ndarray):
        array = narrow(image, name)
        return array if array.shape[2] != 2 else array[:, :, [0, 0, 0, 1]]  # grey with transparency
    check_pixels(image.width, image.height, name)
    if image.mode.startswith("I;16"):  # converting to RGB would cut off at 255
        return np.asarray(image).astype(np.uint16)
    if image.mode == "I":  # 32 bits of a TIFF, or how an older Pillow opens 16-bit grey
        return narrow(np.asarray(image), name, least=np.uint8 if page.format == "TIFF" else np.uint16)
    if image.mode in ("F", "L") and "transparency" not in image.info:
        return np.asarray(image)
    if "A" in image.getbands() or "transparency" in image.info:
        image = image.convert("RGBA")
        white = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(white, image)
    return np.asarray(image.convert("RGB"))


def narrow(array, name, least=np.uint8):
    """Whole numbers of any kind as uint8, or as uint16 where one is above 255; floats as they are.

    ValueError for negative numbers, and for those above 65535.
    """
    if array.dtype.kind not in "iu" or array.dtype in (np.uint8, np.uint16) or array.size == 0:
        return array
    low, high = int(array.min()), int(array.max())
    if low < 0 or high > 65535:
        raise ValueError(
            f"{name} holds whole numbers from {low} to {high}: 0 to 255 (uint8) or 0 to 65535 (uint16) is needed"
        )
    return array.astype(np.uint16 if high > 255 else least)


def notes_of(page, pixels):
    """What is said of a `Page` whose `pixels_of` are not what a file of 8 or 16 bits would give, in words."""
    stored = np.asarray(page.pixels).dtype if not isinstance(page.pixels, Image.Image) else None
    if page.format == "TIFF" and getattr(page.pixels, "mode", "") == "I":
        stored = np.dtype(np.int32)
    if stored is None or stored.kind not in "iu" or stored == pixels.dtype:
        return page.notes
    most = np.iinfo(pixels.dtype).max
    return (*page.notes, f"whole numbers of {stored.itemsize * 8} bits, taken for 0 (black) to {most} (white)")


def from_array(array, name="the array"):
    """An array of one of the kinds that `load_image` takes, as float32 (height, width, 3) in [0, 1]."""
    if array.ndim == 2:
        array = array[:, :, np.newaxis]
    if array.ndim != 3 or array.shape[2] not in (1, 3, 4):
        raise ValueError(
            f"{name} has shape {array.shape}: an image is (height, width), or (height, width, channels) with 1, 3 or 4"
            " channels. A batch of images goes one by one"
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
    """Colour (…, 3) as grey (…, 1), weighted by how bright red, green and blue look; float32 for float32."""
    return image @ np.array(GREY_WEIGHTS, np.float32)[:, np.newaxis]


def as_float(pixels):
    """Pixel values as float32: uint8 divided by 255 and uint16 by 65535, all others as they are."""
    if pixels.dtype in (np.uint8, np.uint16):
        return pixels.astype(np.float32) / np.float32(np.iinfo(pixels.dtype).max)
    return pixels.astype(np.float32)


def to_unit_range(array, name):
    """Pixel values as float32 in [0, 1] (see `as_float`); ValueError for floats outside that range, and for others."""
    if array.dtype in (bool, np.uint8, np.uint16):
        return as_float(array)
    if not np.issubdtype(array.dtype, np.floating):
        raise ValueError(f"{name} holds {array.dtype}: give uint8 (0 to 255), for instance with .astype('uint8')")
    if not np.isfinite(array).all():
        raise ValueError(f"{name} holds NaN or infinite values: set them first, for instance with numpy.nan_to_num")
    low, high = float(array.min()), float(array.max())
    if low < -1e-6 or high > 1 + 1e-6:
        raise ValueError(f"{name} holds values from {low:.3g} to {high:.3g}: divide so that they lie between 0 and 1")
    if low < 0 or high > 1:
        array = np.clip(array, 0, 1)
    return array.astype(np.float32, copy=False)


def save_mask(mask, path, num_classes=2, overwrite=False):
    """Save a mask (height, width) of labels as PNG and give its path. Nothing is lost: PNG keeps every pixel as it is.

    With two classes the file is grey: 0 where the label is 0, 255 where it is 1. With more, it is a palette PNG whose
    pixels are the labels and whose colours tell them apart.

    ValueError for another kind of file or mask; FileExistsError where a different file of that name exists and
    `overwrite` is not set; FileNotFoundError if there is no such folder.
    """
    path, mask = Path(path).expanduser(), np.asarray(mask)
    if path.suffix.lower() != ".png":
        raise ValueError(
            f"{printable(path.name)}: a mask is saved as PNG (JPEG would change its labels): {path.stem}.png"
        )
    if mask.ndim != 2 or mask.size == 0 or not (mask.dtype == bool or np.issubdtype(mask.dtype, np.integer)):
        raise ValueError(f"the mask has shape {mask.shape} and holds {mask.dtype}: (height, width) of labels is needed")
    if not 1 <= num_classes <= 256:
        raise ValueError(f"num_classes is {num_classes}: a PNG holds 1 to 256 labels")
    if mask.min() < 0 or mask.max() >= num_classes:
        raise ValueError(
            f"the mask holds labels from {mask.min()} to {mask.max()}: with num_classes={num_classes} they go from 0 to"
            f" {num_classes - 1}"
        )
    image = mask_image(mask.astype(np.uint8), num_classes)
    if path.exists() and not overwrite and not same_image(image, path):
        number = next(n for n in range(2, 10_000) if not path.with_stem(f"{path.stem}-{n}").exists())
        raise FileExistsError(
            f"{path} exists and is another image: choose a free name such as {path.stem}-{number}.png,"
            " or say overwrite=True"
        )
    if not path.parent.is_dir():
        raise FileNotFoundError(f"There is no folder {path.parent}: make it first, or save into this one")
    image.save(path)
    return path


def mask_image(mask, num_classes):
    """A mask of uint8 labels as the Pillow image that `save_mask` writes."""
    if num_classes <= 2:
        return Image.fromarray(mask * np.uint8(255))
    image = Image.frombytes("P", mask.shape[::-1], mask.tobytes())
    image.putpalette([value for label in range(256) for value in label_colour(label)])
    return image


def label_colour(label):
    """The colour of a label: red, green and blue from 0 to 255."""
    return CLASS_COLOURS[0] if label == 0 else CLASS_COLOURS[1 + (label - 1) % (len(CLASS_COLOURS) - 1)]


def same_image(image, path):
    """Whether the file holds just this image already, so that saving again changes nothing."""
    try:
        with Image.open(path, formats=["PNG"]) as there:
            return there.mode == image.mode and there.size == image.size and there.tobytes() == image.tobytes()
    except (OSError, ValueError, SyntaxError):
        return False


def resize(array, height, width):
    """An array (h, w) or (h, w, channels) at another size.

    Floats are interpolated (bilinear); whole numbers, which may be labels, take the nearest, so that none is invented.
    Not Pillow's nearest neighbour: it refuses int64, and where two pixels are equally near it often takes the other.
    Gives float32 or the kind of the labels; the array itself, not a copy, where it has that size already.
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
