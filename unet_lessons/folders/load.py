"""From the pairs that `report` found to arrays for training.

found = report("images", "masks")
train, test = split(found.pairs)
data = load(train, found)
model.fit(batches(*data), …)
"""

import re
from itertools import product
from typing import NamedTuple

import numpy as np

from ..arguments import printable
from ..files import open_page
from ..images import IGNORE, load_image, resize, to_grey
from .classes import coloured, to_classes
from .looks import checked_pixels, digest
from .masks import read_pair_mask
from .pairs import pair_name

MOST_BYTES = 300_000_000  # limit for the images of one `load`; training holds two or three copies of them


class Data(NamedTuple):
    """Arrays for training, in the order of the arguments of `training.batches`: `batches(*data)`."""

    images: np.ndarray  # (count, size, size, channels) of float32, in [0, 1] unless they were prepared
    masks: np.ndarray  # (count, size, size, 1) of uint8: classes 0, 1, 2, …
    weights: np.ndarray  # (count, size, size) of float32: 1, or 0 where a pixel does not count


def read_pair(pair, found):
    """An image (height, width, channels) of float32 in [0, 1], and its labels (height, width) of uint8.

    The labels are classes, or 255 (`IGNORE`) where a pixel does not count. The table of classes and the number of
    channels come from the report `found`. ValueError if a file cannot be read, if the mask has another size than the
    image, or if it contains something that is not in the table.
    """
    image = load_image(pair.image, pair.page, found.upright)
    if found.channels == 1:
        image = to_grey(image)
    values = read_pair_mask(pair, coloured(found.classes), found.shown, found.upright)
    labels = to_classes(values, found.classes, printable(pair.mask.name), found.nearest)
    if labels.shape != image.shape[:2]:
        raise ValueError(f"{printable(pair.mask.name)} has {labels.shape} pixels, but its image has {image.shape[:2]}")
    return image, labels


def split(pairs, test=0.25, seed=0, group=None, gap=None):
    """Divide pairs into training pairs and test pairs: two lists.

    `test` is the number of test pairs, or their share (a float). They are chosen at random and stay in the order of
    `pairs`. Pages of one file stay together, and so do images with the same pixels; otherwise a model would be tested
    on images it has seen. `group`, a function of the file name, keeps further pairs together, such as slices of one
    animal: `group=lambda name: name.rpartition("_")[0]`. If the groups do not add up to `test`, there are fewer test
    pairs; if every group is larger than `test`, the smallest group is taken. The same `seed` gives the same split.

    With `gap`, for slices of a stack or frames of a film, nothing is random: see `split_in_order`.

    ValueError for fewer than two groups, for both `group` and `gap`, and unless each side keeps at least one pair.
    """
    wanted = test if isinstance(test, (int, np.integer)) else max(1, round(test * len(pairs)))
    if gap is not None:
        if group:
            raise ValueError("group and gap are two different ways to split: give only one of them")
        return split_in_order(pairs, wanted, gap)
    groups = groups_of(pairs, group)
    if len(groups) < 2 or not 0 < wanted < len(pairs):
        raise ValueError(
            f"{len(pairs)} pairs in {len(groups)} groups cannot be divided with test={test}: at least 2 groups are"
            " needed (pages of one file, and equal images, form one group), and at least one pair on each side."
            f"{of_stack(pairs)}"
        )
    chosen = []
    for index in np.random.default_rng(seed).permutation(len(groups)):
        if len(chosen) + len(groups[index]) <= wanted:
            chosen += groups[index]
    chosen = chosen or min(groups, key=len)
    train = [pair for number, pair in enumerate(pairs) if number not in chosen]
    return train, [pairs[number] for number in sorted(chosen)]


def of_stack(pairs):
    """A hint at how to divide a stack if all pairs are its pages, as a text; otherwise ""."""
    if len(pairs) < 3 or len({pair.image for pair in pairs}) > 1:
        return ""
    return (
        f" These are pages of one stack: split(pairs, test={max(1, len(pairs) // 4)}, gap=1) takes the first pages for"
        " training and the last ones for the test, and leaves one out between them, since neighbours look alike"
    )


def groups_of(pairs, group=None):
    """Which pairs stay together in `split`: a list of lists of their indices."""
    groups = []  # for each group, the indices of its pairs, and the files, pixels and groups that keep them together
    for number, pair in enumerate(pairs):
        keys = {
            ("file", pair.image),
            ("pixels", digest(checked_pixels(open_page(pair.image, pair.page), pair_name(pair)))),
        }
        if group:
            keys.add(("group", group(pair.image.name)))
        members = [number]
        for other in [other for other in groups if other[1] & keys]:
            groups.remove(other)
            members, keys = other[0] + members, other[1] | keys
        groups.append((members, keys))
    return [members for members, _ in groups]


def split_in_order(pairs, test, gap=1):
    """The first pairs for training and the last `test` pairs for the test, with `gap` pairs between them left out.

    Two lists. This is for slices or frames in sequence, whose neighbours are nearly the same. The order is that of the
    names (with numbers by value, so 2 comes before 10) and of the pages. ValueError unless each side keeps a pair.
    """
    first = len(pairs) - test - gap
    if not (test > 0 and gap >= 0 and first > 0):
        raise ValueError(f"{len(pairs)} pairs cannot be divided into training and test with test={test} and gap={gap}")

    def in_order(pair):
        parts = re.split(r"(\d+)", pair.image.name.lower())  # text, number, text, number, …
        return [int(part) if part.isdigit() else part for part in parts], pair.page

    ordered = sorted(pairs, key=in_order)
    return ordered[:first], ordered[first + gap :]


def load(pairs, found, size=128, prepare=None):
    """Whole images, scaled to fit into size × size pixels with their proportions kept: `Data`. For photographs.

    What is missing at the sides is filled with the image's reflection and does not count. Images are interpolated,
    masks take the nearest neighbour. `prepare`, such as `training.standardise`, is applied to the images (count, size,
    size, channels). ValueError if there are no pairs, or if the images would take too much memory (MOST_BYTES).
    """
    check_room(len(pairs), found, size)
    parts = []
    for pair in pairs:
        image, labels = read_pair(pair, found)
        height, width = (max(1, round(side * size / max(labels.shape))) for side in labels.shape)
        parts.append((resize(image, height, width), resize(labels, height, width)))
    data = together(parts, size)
    return data._replace(images=prepare(data.images)) if prepare else data


def load_crops(pairs, found, size=128, count=None, seed=0, prepare=None):
    """Crops of size × size pixels at the images' own resolution: `Data`. For large images with many small objects.

    Each image gives `count` crops at random positions; with None, as many crops side by side as cover it, the last ones
    shifted back so that they end with the image. An image smaller than a crop is extended by its reflection, which does
    not count. `prepare` is applied to each whole image (1, height, width, channels) before it is cut. The same `seed`
    gives the same crops. ValueError as in `load`.
    """
    check_room(len(pairs) * (count or 1), found, size)
    rng, parts = np.random.default_rng(seed), []
    for pair in pairs:
        image, labels = read_pair(pair, found)
        image = prepare(image[np.newaxis])[0] if prepare else image
        free = [max(0, side - size) for side in labels.shape]
        if count:
            corners = [tuple(rng.integers(0, room + 1) for room in free) for _ in range(count)]
        else:
            corners = list(
                product(*[sorted({min(start, room) for start in range(0, room + size, size)}) for room in free])
            )
        check_room(len(parts) + len(corners), found, size)
        for row, column in corners:
            part = np.s_[row : row + size, column : column + size]
            parts.append((image[part].copy(), labels[part].copy()))
    return together(parts, size)


def check_room(count, found, size):
    """Raise a ValueError if there is no image, or if `count` of them would take more than MOST_BYTES."""
    if count < 1 or size < 1:
        raise ValueError(f"{count} images of {size}×{size}: there is nothing to load (see what the report left out)")
    each = size * size * found.channels * 4
    if count * each > MOST_BYTES:
        raise ValueError(
            f"{count} images of {size}×{size} take {count * each / 1e6:.0f} MB: {MOST_BYTES // each} of them fit into"
            f" {MOST_BYTES / 1e6:.0f} MB, or more if they are smaller. To train on all, use stream in place of load"
        )


def together(parts, size):
    """Images and labels, none larger than size × size, as `Data`: each is centred and surrounded by its reflection."""
    images, masks, weights = [], [], []
    for image, labels in parts:
        margins = [((size - side) // 2, size - side - (size - side) // 2) for side in labels.shape]
        images.append(np.pad(image, (*margins, (0, 0)), mode="reflect"))
        masks.append(np.pad(np.where(labels == IGNORE, np.uint8(0), labels), margins, mode="reflect")[:, :, np.newaxis])
        weights.append(np.pad(np.where(labels == IGNORE, np.float32(0), np.float32(1)), margins))
    return Data(np.stack(images), np.stack(masks), np.stack(weights))


def balanced(data):
    """The same `Data` with class weights: a class counts in proportion to 1 / √(its share of the pixels); 1 on average.

    With weights of 1 / share, all classes would have the same total weight, and a model would predict rare ones too
    often; 1 / √share is a compromise between that and no weights. Pixels that did not count still do not count.
    """
    masks, counts = data.masks[..., 0], data.weights > 0
    share = np.bincount(masks[counts], minlength=int(masks.max()) + 1) / max(1, counts.sum())
    by_class = np.where(share > 0, 1 / np.sqrt(np.maximum(share, 1e-12)), 0)
    by_class /= max(1e-12, (share * by_class).sum())
    return data._replace(weights=(data.weights * by_class[masks]).astype(np.float32))
