"""Common ways of arranging images and masks in folders; `find_pairs` recognises and reads them.

They are: two folders; one folder, with a word such as "mask" in the names of the masks; one folder with two folders in
it; a folder of masks for each class; a folder for each image, with its masks in it; and stacks, whose pages are pairs.
"""

import re

from ..arguments import printable
from .pairs import ENDINGS, MASK_WORDS, Pair, entries, first_names, home_of, image_files, is_mask, pairs_of

IMAGE_FOLDERS = r"(train[-_])?(images?|imgs?|jpegimages|pictures|photos|raw)"
MASK_FOLDERS = rf"(train[-_])?({MASK_WORDS}|segmentationclass|segmentations)"


def find_pairs(images, masks=None):
    """The pairs of a folder of images and a folder of masks: a list of `Pair`, and lines about everything else.

    With `masks` None, `images` is one folder for both, arranged in one of the ways listed above. `pairs_of` describes
    which names make a pair. FileNotFoundError if there is no such folder, and ValueError if there is no pair at all.
    """
    return read_layout(images, masks)[1:]


def read_layout(images, masks=None):
    """The arrangement in words (None for two folders), followed by the two results of `find_pairs`."""
    images = home_of(images)
    if masks is None:
        return in_one(images)
    masks = home_of(masks)
    entries(images)  # so that errors of the folder of images come first
    of_classes = class_folders(masks)
    if images.samefile(masks):
        return in_one(images)
    return by_class(images, masks, of_classes) if of_classes else (None, *two_folders(images, masks))


def in_one(folder):
    """The result of `read_layout` for one folder with both images and masks."""
    inside = [path for path in entries(folder) if path.is_dir()]
    with_both = [path for path in inside if two_inside(path)]
    if two := two_inside(folder):
        layout, *found = read_layout(*two)
        return layout or f"the folders {printable(two[0].name)} and {printable(two[1].name)} in it", *found
    if with_both:
        return for_each_image(folder, with_both)
    files, problems = image_files(folder)
    if not files and inside and all(has_images(path) for path in inside):
        raise ValueError(
            f"the folder {printable(folder.name)} has folders of images ({first_names(inside)}) but no masks. Folders"
            " that sort whole images into classes are for classification; a U-Net needs a mask for each image"
        )
    masks = [path for path in files if is_mask(path)]
    taken = set(masks)
    found = checked_pairs([path for path in files if path not in taken], masks, folder, folder, problems)
    return "one folder, where a word in their names marks the masks", *found


def two_inside(folder):
    """The folder of images and the folder of masks in a folder, by their names; None unless there is one of each."""
    inside = [path for path in entries(folder) if path.is_dir() and holds_images(path)]
    images = [path for path in inside if re.fullmatch(IMAGE_FOLDERS, path.name.lower())]
    masks = [path for path in inside if re.fullmatch(MASK_FOLDERS, path.name.lower())]
    return (images[0], masks[0]) if len(images) == len(masks) == 1 else None


def two_folders(images, masks):
    """The result of `find_pairs` for two folders."""
    of_images, problems = image_files(images)
    of_masks, more = image_files(masks)
    return checked_pairs(of_images, of_masks, images, masks, problems + more)


def checked_pairs(of_images, of_masks, images, masks, problems):
    """The pairs of two lists of files, and the lines in `problems`; ValueError if there is no file or no pair."""
    for folder, files, kind in ((images, of_images, "image"), (masks, of_masks, "mask")):
        if not files:
            seen = f" It contains: {'; '.join(problems[:3])}." if problems else ""
            if any(path.suffix.lower() == ".json" for path in entries(folder)):
                seen = " JSON files hold outlines of objects: troubleshooting.md shows how to turn them into masks"
            raise ValueError(f"there is no {kind} in the folder {printable(folder.name)}.{seen}")
    before = len(problems)
    pairs = pairs_of(of_images, of_masks, problems)
    if not pairs and not any("several files" in line or "pages" in line for line in problems[before:]):
        raise ValueError(
            f"no mask has the name of an image. Images: {first_names(of_images)}; masks: {first_names(of_masks)}."
            " The two files of a pair need the same name, such as cat.jpg and cat.png, or cat.jpg and cat_mask.png"
        )
    return pairs, problems


def has_images(folder):
    """Whether a folder contains a file whose name ends like that of an image."""
    return any(path.suffix.lower() in ENDINGS and path.is_file() for path in entries(folder))


def holds_images(folder):
    """Whether a folder contains images, or has a folder with images in it."""
    return has_images(folder) or any(has_images(path) for path in entries(folder) if path.is_dir())


def class_folders(masks):
    """The folders inside a folder of masks, if it contains no masks itself but each of its two or more folders does."""
    inside = [path for path in entries(masks) if path.is_dir()]
    return inside if len(inside) > 1 and not has_images(masks) and all(has_images(path) for path in inside) else []


def by_class(images, masks, of_classes):
    """The result of `read_layout` if each class has its own folder of masks, where everything but 0 is that class."""
    of_images, problems = image_files(images)
    found = {}
    for code, folder in enumerate(of_classes, 1):
        of_masks, more = image_files(folder)
        lines = []
        for pair in pairs_of(of_images, of_masks, lines):
            found.setdefault((pair.image, pair.page), []).append((code, pair.mask))
        problems += more + [line for line in lines if "an image without mask" not in line]
    alone = [path for path in of_images if not any(image == path for image, _ in found)]
    problems += [f"{printable(path.name)}: an image without mask in any folder" for path in alone]
    for (image, _), some in found.items():
        missing = [folder for code, folder in enumerate(of_classes, 1) if code not in dict(some)]
        if missing:
            problems.append(f"{printable(image.name)}: used, though it has no mask in {first_names(missing)}")
    if not found:
        raise ValueError(f"no mask in the folders {first_names(of_classes)} has the name of an image")
    pairs = [
        Pair(image, some[0][1], page, tuple(mask for _, mask in some[1:]), tuple(code for code, _ in some))
        for (image, page), some in sorted(found.items())
    ]
    named = ", ".join(f"{code} is {printable(folder.name)}" for code, folder in enumerate(of_classes, 1))
    return f"a folder of masks for each class: {named}", pairs, problems


def for_each_image(folder, inside):
    """The result of `read_layout` if each image has a folder, with a folder for the image and one for its masks."""
    pairs, problems = [], []
    for path in entries(folder):
        if path not in inside:
            problems.append(f"{printable(path.name)}: not read, since it has no folder of images and folder of masks")
    for path in inside:
        images, masks = two_inside(path)
        (of_images, more), (of_masks, others) = image_files(images), image_files(masks)
        problems += [f"{printable(path.name)}/{line}" for line in more + others]
        if len(of_images) != 1 or not of_masks:
            part = (
                f" If it is a part of a data set, give its name: {printable(path.name)}" if len(of_images) > 1 else ""
            )
            problems.append(f"{printable(path.name)}: {len(of_images)} images and {len(of_masks)} masks: one image and"
                            f" at least one mask are needed.{part}")  # fmt: skip
            continue
        pairs.append(Pair(of_images[0], of_masks[0], 0, tuple(of_masks[1:]), tuple(range(1, len(of_masks) + 1))))
    if not pairs:
        raise ValueError(f"no folder in {printable(folder.name)} contains one image and its masks: {problems[-1]}")
    return "a folder for each image, where each mask is one object", pairs, problems
