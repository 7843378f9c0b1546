"""Images and masks as files and arrays: load, check, resize, save.

An image is an array (height, width, 3) of float32 from 0 (black) to 1 (white). A mask is an array (height, width) of
whole numbers: the label of each pixel.
"""

import difflib
import warnings
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

IGNORE = 255  # in a mask: the label of pixels that do not count ("don't know")
GREY_WEIGHTS = (0.299, 0.587, 0.114)  # how bright red, green and blue look (ITU-R BT.601, as in Pillow)
FORMATS = {"PNG", "JPEG", "MPO", "TIFF", "BMP", "DIB", "GIF", "WEBP", "PPM"}  # others may start foreign programs
MAX_PIXELS = 32_000_000  # such an image takes 0.4 GB as float32 RGB, and a lesson makes a copy or two
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


def load_image(source, page=0):
    """An image as float32 (height, width, 3) in [0, 1], from a file, an array or a Pillow image.

    A file may be PNG, JPEG, TIFF, BMP, GIF, WebP, …: grey, colour, palette, 16 bits, CMYK; transparent parts become
    white, and a photograph is turned upright as its EXIF note says. Of several pages, `page` is taken (0 is the first).
    An array may be (h, w), (h, w, 1), (h, w, 3) or (h, w, 4) of uint8, uint16, bool, or float in [0, 1].

    FileNotFoundError if there is no such file; ValueError, with the reason, for whatever is not an image, or
    has no such page.
    """
    if isinstance(source, (str, Path)):
        return from_pillow(open_page(source, page), printable(Path(source).name))
    if isinstance(source, Image.Image):
        return from_pillow(ImageOps.exif_transpose(source), "the image")
    return from_array(np.array(source), "the array")  # a copy: what you do to the image leaves the array as it was


def open_page(path, page=0):
    """One page of a file (0 is the first) as a decoded Pillow image, turned upright as its EXIF note says.

    FileNotFoundError if there is no such file; ValueError, with the reason, where it cannot be read.
    """
    path = Path(path).expanduser()
    name = printable(path.name)
    if str(path).startswith(("http:", "https:")):
        raise ValueError(f"{path} is an address: download the image first, and name the file")
    if path.is_dir():
        raise ValueError(f"{printable(path)} is a folder: name one image in it")
    if not path.exists():
        raise FileNotFoundError(f"There is no file {printable(path)}.{nearest_names(path)}")
    if not path.is_file() or path.stat().st_size == 0:
        raise ValueError(f"{name} is empty (0 bytes), or no file: copy or download it again")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow warns of large images; check_pixels refuses them in plain words
        with open_image(path) as image:
            if image.format not in FORMATS:
                raise ValueError(f"{name} is {image.format} inside: save it as PNG, TIFF or JPEG")
            try:
                image.seek(page)
                check_pixels(image.width, image.height, name)
                image.load()
                upright = ImageOps.exif_transpose(image)
            except EOFError:
                raise ValueError(f"{name} has no page {page}: page 0 is the first") from None
            except Exception as error:  # decoders raise whatever they stumble on
                known = isinstance(error, ValueError) and str(error).startswith(name)
                raise ValueError(str(error) if known else damaged(path, printable(error))) from None
            upright.format = image.format
            return upright


def page_count(path):
    """How many pages a TIFF has; 1 for all other files, and for what cannot be read (reading it will say why)."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with open_image(path) as image:
                return getattr(image, "n_frames", 1) if image.format == "TIFF" else 1
    except Exception:
        return 1


def printable(text):
    """A text, such as a file's name, that any screen can print."""
    text = str(text).encode("utf-8", "backslashreplace").decode()
    return "".join(letter if letter.isprintable() or letter == "\n" else "?" for letter in text)


def open_image(path):
    """The file as a Pillow image that is not decoded yet; ValueError where it is no image."""
    try:
        return Image.open(path)
    except UnidentifiedImageError:
        hint = "it holds no PNG, JPEG, TIFF, BMP, GIF or WebP image, whatever its name ends in"
        if path.suffix.lower() in (".heic", ".heif"):
            hint = "phones write HEIC, which Pillow does not read: export it as JPEG or PNG"
        raise ValueError(f"{printable(path.name)} cannot be read as an image: {hint}") from None
    except PermissionError:
        raise ValueError(f"{printable(path.name)} may not be read: check the rights of the file") from None
    except Image.DecompressionBombError:
        raise ValueError(too_large(printable(path.name), "hundreds of megapixels")) from None
    except Exception as error:
        raise ValueError(damaged(path, error)) from None


def nearest_names(path):
    """A hint at images whose names are like that of a missing one."""
    folder, kinds = path.parent, Image.registered_extensions()
    names = [file.name for file in sorted(folder.iterdir()) if file.suffix.lower() in kinds] if folder.is_dir() else []
    near = difflib.get_close_matches(path.name, names, n=3, cutoff=0.5)
    return f" Did you mean {' or '.join(near)}?" if near else " Is it in the folder of this notebook?"


def damaged(path, error):
    """What is said of a file that starts like an image and cannot be decoded."""
    return f"{printable(path.name)} is damaged or cut short ({error}): copy or download it again"


def from_pillow(image, name):
    """A Pillow image of any mode as float32 (height, width, 3) in [0, 1]."""
    check_pixels(image.width, image.height, name)
    if image.mode.startswith("I;16"):  # converting to RGB would cut off at 255
        return from_array(np.asarray(image).astype(np.uint16), name)
    if image.mode == "I":  # how Pillow opens some 16-bit files
        values = np.asarray(image)
        if values.min() < 0 or values.max() > 65535:
            raise ValueError(f"{name} holds whole numbers from {values.min()} to {values.max()}: 0 to 65535 is needed")
        return from_array(values.astype(np.uint16), name)
    if image.mode == "F":
        return from_array(np.asarray(image), name)
    if "A" in image.getbands() or "transparency" in image.info:
        image = image.convert("RGBA")
        white = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(white, image)
    return from_array(np.asarray(image.convert("RGB")), name)


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


def check_pixels(width, height, name):
    """ValueError for an image without pixels, or with more than MAX_PIXELS."""
    if width < 1 or height < 1:
        raise ValueError(f"{name} is {width}×{height}: there is no pixel in it")
    if width * height > MAX_PIXELS:
        raise ValueError(too_large(name, f"{width}×{height}, {width * height / 1e6:.0f} megapixels"))


def too_large(name, size):
    """What is said of an image that is too large."""
    return f"{name} is too large ({size}): at most {MAX_PIXELS / 1e6:.0f} megapixels. Make it smaller first"


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
        with Image.open(path) as there:
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
