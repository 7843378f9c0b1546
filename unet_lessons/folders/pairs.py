"""Pairs of an image and its mask by the names of their files. Files are only looked at, never changed."""

import difflib
import re
import unicodedata
from pathlib import Path
from typing import NamedTuple

from PIL import Image

from ..arguments import printable
from ..files import FORMATS, page_count

Image.init()
ENDINGS = {ending for ending, kind in Image.registered_extensions().items() if kind in (*FORMATS, "TGA")}
ENDINGS |= {".heic", ".heif"}  # reading them gives the reason why they cannot be read
MASK_WORDS = "masks?|labels?|seg|segmentation|gt|groundtruth|annotations?"
OTHER_WORDS = "images?|img|pictures?|photo|raw|ome|volume|vol|stack"
HINTS = 20  # how many files without a partner get a hint; comparing all names would take long


class Pair(NamedTuple):
    """An image and its mask: two files, and which page of them (0 is the first)."""

    image: Path
    mask: Path
    page: int = 0
    more: tuple = ()  # further masks of the same image: paths
    codes: tuple = ()  # one number for each mask, to replace those in the file; () keeps them


def pair_name(pair):
    """The name of a pair in messages: that of its image, and the page unless it is the first."""
    return printable(pair.image.name).replace("\n", "?") + (f" (page {pair.page + 1})" if pair.page else "")


def image_files(folder):
    """The image files of a folder in the order of their names, and a line about everything that is not read: two lists.

    Hidden files and the contents of subfolders are skipped. FileNotFoundError if there is no such folder, ValueError if
    it is a file or may not be read.
    """
    files, problems = [], []
    for path in entries(folder):
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


def entries(folder):
    """The files and folders in a folder, sorted by name, without hidden ones; raises the errors of `image_files`."""
    folder = home_of(folder)
    try:
        if not folder.exists():
            raise FileNotFoundError(f"There is no folder {printable(folder)}.{near_folder(folder)}")
        if not folder.is_dir():
            raise ValueError(f"{printable(folder.name)} is a file: give the name of the folder that contains it")
        return sorted((path for path in folder.iterdir() if not path.name.startswith(".")), key=lambda path: path.name)
    except PermissionError:
        raise ValueError(f"the folder {printable(folder.name)} may not be read: check its permissions") from None
    except FileNotFoundError:
        raise
    except OSError as error:  # a name that is too long, a drive that was removed
        raise ValueError(f"{printable(folder)[:80]} is not a valid folder: {printable(error)[:80]}") from None


def home_of(folder):
    """The `Path` of a folder, with ~ replaced by the home folder; ValueError if there is no such user."""
    try:
        return Path(folder).expanduser()
    except RuntimeError:
        raise ValueError(f"{printable(folder)}: there is no such home folder. Write the whole path") from None


def near_folder(folder):
    """A hint at folders with a name similar to a missing one, or at a backslash that Python has read as a tab."""
    if any(letter in str(folder) for letter in "\t\n\r\a\b\f\v"):
        return ' Python reads a "\\" before some letters as a tab or a new line: write "data/train" or r"data\\train"'
    here = [path.name for path in folder.parent.iterdir() if path.is_dir()] if folder.parent.is_dir() else []
    near = difflib.get_close_matches(folder.name, here, n=3, cutoff=0.5)
    return f" Did you mean {printable(' or '.join(near))}?" if near else " Is it beside this notebook?"


def pairs_of(of_images, of_masks, problems):
    """A `Pair` for each image of one list and its mask of another, sorted by name; lines about others go to `problems`.

    The two files of a pair have the same name, apart from the ending and words such as "_mask", "-label" and "_seg".
    Numbered masks (cell_mask_1.png, cell_mask_2.png) belong together to the image of that name (cell.png). Each page of
    a TIFF is a separate pair.
    """
    of_images, of_masks = list(of_images), list(of_masks)
    matched = []
    for clean in (plain, without_words, without_any_word):  # identical names are matched first
        matched += match(of_images, of_masks, clean, problems)
    matched = with_numbered(matched, of_images, of_masks, problems)
    for files, kind, missing in ((of_images, "an image", "mask"), (of_masks, "a mask", "image")):
        other = [path.name for path in (of_masks if missing == "mask" else of_images)]
        for number, path in enumerate(files):
            hint = near_name(path.name, other) if number < HINTS else ""
            problems.append(f"{printable(path.name)}: {kind} without {missing}.{hint}")
    return [
        pair
        for image, masks in sorted(matched, key=lambda pair: str(pair[0]))
        for pair in pages_of(image, masks, problems)
    ]


def near_name(name, others):
    """A hint at a similar name, as a text; none if the numbers in it differ, since numbers tell images apart."""
    digits = [int(number) for number in re.findall(r"\d+", name)]
    alike = [other for other in others if [int(number) for number in re.findall(r"\d+", other)] == digits]
    near = difflib.get_close_matches(name, alike[:200], n=1, cutoff=0.7)
    return f" Is {printable(near[0])} meant? Give both the same name" if near else ""


def plain(stem):
    """A file's stem in lower case, with every "é" as one character (some systems store it as two)."""
    return unicodedata.normalize("NFC", stem).lower()


def without(stem, words):
    """A file's stem in lower case, without words such as "_mask" before or after it."""
    stem = re.sub(rf"(?<=.)(?:[-_ .]+(?:{words}))+$", "", plain(stem))
    return re.sub(rf"^(?:(?:{words})[-_ .]+)+(?=.)", "", stem)


def without_words(stem):
    """A stem without the words that images and masks have before or after their names."""
    return without(stem, f"{MASK_WORDS}|{OTHER_WORDS}")


def without_any_word(stem):
    """A stem without such words in any position: "frame_1" for "frame_mask_1"."""
    parts = re.split(r"[-_ .]+", plain(stem))
    return "_".join(part for part in parts if not re.fullmatch(f"{MASK_WORDS}|{OTHER_WORDS}", part)) or plain(stem)


def without_number(stem):
    """The stem of a mask without a final number and without the words: "cell" for "cell_mask_2" and "cell_2"."""
    return without_words(re.sub(r"(?<=.)[-_ .]*\d+$", "", plain(stem)))


def is_mask(path):
    """Whether a file name begins or ends with a word for masks, with or without a number after it."""
    stem = plain(path.stem)
    return without(stem, MASK_WORDS) != stem or without(re.sub(r"[-_ .]*\d+$", "", stem), MASK_WORDS) != re.sub(
        r"[-_ .]*\d+$", "", stem
    )


def match(of_images, of_masks, clean, problems):
    """The (image, [mask]) that alone share a cleaned name; files with a partner are removed from both lists."""
    by_name = {}
    for side, files in enumerate((of_images, of_masks)):
        for path in files:
            by_name.setdefault(clean(path.stem), ([], []))[side].append(path)
    matched, gone = [], set()
    for some, others in by_name.values():
        if not some or not others:
            continue
        if len(some) == len(others) == 1:
            matched.append((some[0], others))
        else:
            names = first_names(some + others, 6)
            problems.append(f"{names}: several files with the same name. Keep one image and one mask")
        gone |= {*some, *others}
    of_images[:] = [path for path in of_images if path not in gone]
    of_masks[:] = [path for path in of_masks if path not in gone]
    return matched


def with_numbered(matched, of_images, of_masks, problems):
    """The (image, [masks]) with the numbered masks added; these files are removed from both lists."""
    by_name = {without_words(image.stem): (image, masks) for image, masks in matched}
    alone = {without_words(image.stem): (image, []) for image in of_images}
    left = []
    for path in of_masks:
        numbered, same = without_number(path.stem), without_words(path.stem)
        if same in by_name:
            image, masks = by_name[same]
            problems.append(
                f"{printable(path.name)}: a second mask of {printable(image.name)}, which is paired with"
                f" {printable(masks[0].name)}. Keep one, or number them: {printable(image.stem)}_mask_1.png, …"
            )
        elif numbered in by_name or numbered in alone:
            (by_name.get(numbered) or alone[numbered])[1].append(path)
        else:
            left.append(path)
    of_masks[:] = left
    found = [one for one in alone.values() if one[1]]
    of_images[:] = [path for path in of_images if path not in {image for image, _ in found}]
    return [*matched, *found]


def first_names(files, count=3):
    """The names of the first `count` files, for a message."""
    return printable(", ".join(path.name for path in files[:count]) + (", …" if len(files) > count else ""))


def pages_of(image, masks, problems):
    """A `Pair` for each page of the files; if their numbers of pages differ, no pair and a line in `problems`."""
    counts = [page_count(path) for path in (image, *masks)]
    for mask, count in zip(masks, counts[1:], strict=True):
        if count != counts[0]:
            problems.append(
                f"{printable(image.name)}: {counts[0]} pages, but its mask {printable(mask.name)} has {count}."
                " Each page needs its own mask page"
            )
            return []
    return [Pair(image, masks[0], page, tuple(masks[1:])) for page in range(counts[0])]
