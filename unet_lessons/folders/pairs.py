"""Find the pairs in a folder of images and a folder of masks. Files are only read, never changed."""

import difflib
import re
import unicodedata
from pathlib import Path
from typing import NamedTuple

from ..images import page_count, printable

ENDINGS = {".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".gif", ".webp", ".pgm", ".ppm", ".heic", ".heif"}
MASK_WORDS = "masks?|labels?|seg|segmentation|gt|annotations?"
OTHER_WORDS = "images?|img|pictures?|photo|raw|ome"


class Pair(NamedTuple):
    """An image and its mask: two files, and which page of them (0 is the first)."""

    image: Path
    mask: Path
    page: int = 0


def pair_name(pair):
    """The name of a pair in messages: that of its image, and the page unless it is the first."""
    return printable(pair.image.name).replace("\n", "?") + (f" (page {pair.page + 1})" if pair.page else "")


def image_files(folder):
    """The image files of a folder in the order of their names, and a line about everything that is not read: two lists.

    Hidden files and the contents of subfolders are skipped. FileNotFoundError if there is no such folder, ValueError if
    it is a file or may not be read.
    """
    folder, files, problems = Path(folder).expanduser(), [], []
    if not folder.exists():
        here = [path.name for path in folder.parent.iterdir() if path.is_dir()] if folder.parent.is_dir() else []
        near = difflib.get_close_matches(folder.name, here, n=3, cutoff=0.5)
        hint = f" Did you mean {printable(' or '.join(near))}?" if near else " Is it beside this notebook?"
        raise FileNotFoundError(f"There is no folder {printable(folder)}.{hint}")
    if not folder.is_dir():
        raise ValueError(f"{printable(folder.name)} is a file: give the name of the folder that contains it")
    try:
        paths = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except PermissionError:
        raise ValueError(f"the folder {printable(folder.name)} may not be read: check its permissions") from None
    for path in paths:
        name = printable(path.name)
        if path.is_dir():
            problems.append(f"{name}: a folder, not read. If you mean the images in it, give its name")
        elif not path.is_file():
            problems.append(f"{name}: not a readable file (perhaps a broken link)")
        elif path.suffix.lower() not in ENDINGS:
            problems.append(f"{name}: not read, because its name does not end like that of an image (.png, .tif, .jpg)")
        else:
            files.append(path)
    return files, problems


def find_pairs(images, masks):
    """The pairs of a folder of images and a folder of masks: a list of `Pair`, and lines about everything else.

    The two files of a pair have the same name, apart from the ending and words such as "_mask", "-label" and "_seg".
    Images and masks may be in one folder if the names of the masks have such a word. Each page of a TIFF is a separate
    pair. FileNotFoundError if there is no such folder, and ValueError if there is no pair at all.
    """
    images, masks = Path(images).expanduser(), Path(masks).expanduser()
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
            hint = f" Is {printable(near[0])} meant? Give both the same name" if near else ""
            problems.append(f"{printable(path.name)}: {kind} without {missing}.{hint}")
    if not matched and not any("several files" in line for line in problems):
        raise ValueError(
            f"no mask has the name of an image. Images: {first_names(of_images)}; masks: {first_names(of_masks)}."
            " The two files of a pair need the same name, such as cat.jpg and cat.png, or cat.jpg and cat_mask.png"
        )
    return [pair for files in sorted(matched) for pair in pages_of(*files, problems)], problems


def plain(stem):
    """A file's stem in lower case, with every "é" as one character (some systems store it as two)."""
    return unicodedata.normalize("NFC", stem).lower()


def without(stem, words):
    """A file's stem in lower case, without words such as "_mask" before or after it."""
    stem = re.sub(rf"(?<=.)(?:[-_ .]+(?:{words}))+$", "", plain(stem))
    return re.sub(rf"^(?:(?:{words})[-_ .]+)+(?=.)", "", stem)


def match(of_images, of_masks, clean, problems):
    """The pairs (image, mask) that alone share a cleaned name; files with a partner are removed from both lists."""
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
            problems.append(f"{names}: several files with the same name. Keep one image and one mask")
        for path in some:
            of_images.remove(path)
        for path in others:
            of_masks.remove(path)
    return matched


def first_names(files, count=3):
    """The names of the first `count` files, for a message."""
    return printable(", ".join(path.name for path in files[:count]) + (", …" if len(files) > count else ""))


def pages_of(image, mask, problems):
    """A `Pair` for each page of two files; if their numbers of pages differ, no pair and a line in `problems`."""
    counts = [page_count(path) for path in (image, mask)]
    if counts[0] != counts[1]:
        problems.append(
            f"{printable(image.name)}: {counts[0]} pages, but its mask {printable(mask.name)} has {counts[1]}."
            " Each page needs its own mask page"
        )
        return []
    return [Pair(image, mask, page) for page in range(counts[0])]
