"""Find the pairs in a folder of images and a folder of masks. Files are only read, never changed."""

import difflib
import re
import unicodedata
from pathlib import Path
from typing import NamedTuple

from ..arguments import printable
from ..files import page_count

ENDINGS = {".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".gif", ".webp", ".pgm", ".ppm", ".heic", ".heif"}
MASK_WORDS = "masks?|labels?|seg|segmentation|gt|annotations?"
OTHER_WORDS = "images?|img|pictures?|photo|raw|ome"


class Pair(NamedTuple):
    """An image and its mask: two files, and which page of them (0 is the first)."""

    image: Path
    mask: Path
    page: int = 0
    more: tuple = ()  # further masks of the same image: files
    codes: tuple = ()  # the number that each mask stands for, if it is not what the file holds


def pair_name(pair):
    """How a pair is called in a message: the image's name, and the page where there are several."""
    return printable(pair.image.name).replace("\n", "?") + (f" (page {pair.page + 1})" if pair.page else "")


def image_files(folder):
    """The image files of a folder in the order of their names, and a line for each thing that is not read.

    Hidden files are passed over; subfolders are not looked into. FileNotFoundError if there is no such folder,
    ValueError if it is a file or may not be read.
    """
    folder, files, problems = Path(folder).expanduser(), [], []
    if not folder.exists():
        here = [path.name for path in folder.parent.iterdir() if path.is_dir()] if folder.parent.is_dir() else []
        near = difflib.get_close_matches(folder.name, here, n=3, cutoff=0.5)
        hint = f" Did you mean {printable(' or '.join(near))}?" if near else " Is it beside this notebook?"
        raise FileNotFoundError(f"There is no folder {printable(folder)}.{hint}")
    if not folder.is_dir():
        raise ValueError(f"{printable(folder.name)} is a file: name the folder that it lies in")
    try:
        paths = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except PermissionError:
        raise ValueError(f"the folder {printable(folder.name)} may not be read: check its rights") from None
    for path in paths:
        name = printable(path.name)
        if path.is_dir():
            problems.append(f"{name}: a folder, not looked into. If you mean the images in it, name that folder")
        elif not path.is_file():
            problems.append(f"{name}: no file that can be read (a link to nowhere?)")
        elif path.suffix.lower() not in ENDINGS:
            problems.append(f"{name}: not read, since its name does not end like that of an image (.png, .tif, .jpg)")
        else:
            files.append(path)
    return files, problems


def find_pairs(images, masks=None):
    """The pairs of a folder of images and a folder of masks: a list of `Pair`, and a list of lines on what is left.

    The two files of a pair have one name, whatever the ending; "_mask", "-label", "_seg" and the like do not count.
    Both may lie in one folder, if the masks have such a word in their names. Each page of a TIFF is a pair of its own.
    ValueError where there is no pair at all.
    """
    images = Path(images).expanduser()
    masks = images if masks is None else Path(masks).expanduser()
    if images.exists() and masks.exists() and images.samefile(masks):
        files, problems = image_files(images)
        of_masks = [path for path in files if without(path.stem, MASK_WORDS) != plain(path.stem)]
        of_images = [path for path in files if path not in of_masks]
    else:
        of_images, problems = image_files(images)
        of_masks, more = image_files(masks)
        problems += more
    for folder, files, kind in ((images, of_images, "image"), (masks, of_masks, "mask")):
        if not files:
            seen = f" What is there: {'; '.join(problems[:3])}." if problems else ""
            raise ValueError(f"there is no {kind} in the folder {printable(folder.name)}.{seen}")
    matched = []
    for clean in (plain, lambda stem: without(stem, f"{MASK_WORDS}|{OTHER_WORDS}")):  # equal names go first
        matched += match(of_images, of_masks, clean, problems)
    for files, kind, missing in ((of_images, "an image", "mask"), (of_masks, "a mask", "image")):
        other = [path.name for path in (of_masks if missing == "mask" else of_images)]
        for path in files:
            near = difflib.get_close_matches(path.name, other, n=1, cutoff=0.7)
            hint = f" Is {printable(near[0])} meant? Give both one name" if near else ""
            problems.append(f"{printable(path.name)}: {kind} without {missing}.{hint}")
    if not matched and not any("several files" in line for line in problems):
        raise ValueError(
            f"no mask has the name of an image. Images: {first_names(of_images)}; masks: {first_names(of_masks)}."
            " A pair needs one name, such as cat.jpg and cat.png, or cat.jpg and cat_mask.png"
        )
    return [pair for files in sorted(matched) for pair in pages_of(*files, problems)], problems


def plain(stem):
    """A file's stem in small letters; "é" is one letter there, which some systems write as two."""
    return unicodedata.normalize("NFC", stem).lower()


def without(stem, words):
    """A file's stem in small letters, without words such as "_mask" before or after it."""
    stem = re.sub(rf"(?<=.)(?:[-_ .]+(?:{words}))+$", "", plain(stem))
    return re.sub(rf"^(?:(?:{words})[-_ .]+)+(?=.)", "", stem)


def match(of_images, of_masks, clean, problems):
    """The (image, mask) that are alone in having one cleaned name; all that have partners leave the two lists."""
    by_name = {}
    for side, files in enumerate((of_images, of_masks)):
        for path in files:
            by_name.setdefault(clean(path.stem), ([], []))[side].append(path)
    matched = []
    for some, others in by_name.values():
        if not some or not others:
            continue
        if len(some) == len(others) == 1:
            matched.append((some[0], others[0]))
        else:
            names = first_names(some + others, 6)
            problems.append(f"{names}: several files with one name. Keep one image and one mask of it")
        for path in some:
            of_images.remove(path)
        for path in others:
            of_masks.remove(path)
    return matched


def first_names(files, count=3):
    """The names of the first files, for a message."""
    return printable(", ".join(path.name for path in files[:count]) + (", …" if len(files) > count else ""))


def pages_of(image, mask, problems):
    """A `Pair` for each page of two files; none, and a line among the problems, where their numbers of pages differ."""
    counts = [page_count(path) for path in (image, mask)]
    if counts[0] != counts[1]:
        problems.append(
            f"{printable(image.name)}: {counts[0]} pages, and its mask {printable(mask.name)} has {counts[1]}."
            " Each page needs its own mask page"
        )
        return []
    return [Pair(image, mask, page) for page in range(counts[0])]
