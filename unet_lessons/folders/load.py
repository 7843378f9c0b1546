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

MOST_BYTES = 300_000_000  # that the images of one `load` may take; training holds them twice or thrice


class Data(NamedTuple):
    """Arrays for training, in the order that `training.batches` takes: `batches(*data)`."""

    images: np.ndarray  # (count, size, size, channels) of float32, in [0, 1] if not prepared
    masks: np.ndarray  # (count, size, size, 1) of uint8: classes 0, 1, 2, …
    weights: np.ndarray  # (count, size, size) of float32: 1; 0 where a pixel does not count


def read_pair(pair, found):
    """An image (height, width, channels) of float32 in [0, 1], and its labels (height, width) of uint8.

    The labels are classes, 255 (`IGNORE`) where a pixel does not count; classes and channels are those of the report
    `found`.
    """
    image = load_image(pair.image, pair.page, found.upright)
    if found.channels == 1:
        image = to_grey(image)
    values = read_pair_mask(pair, coloured(found.classes), found.shown, found.upright)
    labels = to_classes(values, found.classes, printable(pair.mask.name), found.nearest)
    if labels.shape != image.shape[:2]:
        raise ValueError(f"{printable(pair.mask.name)} is {labels.shape}, and its image {image.shape[:2]} pixels")
    return image, labels


def split(pairs, test=0.25, seed=0, group=None, gap=None):
    """Divide pairs into those to train on and those to test on: two lists.

    `test` is how many are for the test, or which part of all. They are drawn at random, and stay in the order of
    `pairs`. Pages of one file stay together, and so do images with the same pixels: else a model would be tested on
    what it has seen. `group`, a function of the file's name, keeps more together, such as slices of one animal:
    `group=lambda name: name.rpartition("_")[0]`. Where groups do not fit, the test is smaller than asked for; where
    each group is larger than that, it is the smallest group. The same `seed` gives the same split.

    With `gap`, for slices of a stack or frames of a film, nothing is random: see `split_in_order`.

    ValueError with fewer than two groups, with both `group` and `gap`, or unless each side keeps a pair.
    """
    wanted = test if isinstance(test, (int, np.integer)) else max(1, round(test * len(pairs)))
    if gap is not None:
        if group:
            raise ValueError("group and gap are two ways to split: give one of them")
        return split_in_order(pairs, wanted, gap)
    groups = groups_of(pairs, group)
    if len(groups) < 2 or not 0 < wanted < len(pairs):
        raise ValueError(
            f"{len(pairs)} pairs in {len(groups)} groups cannot be divided with test={test}: 2 groups are needed (pages"
            f" of one file, and equal images, are one group), and one pair on each side.{of_stack(pairs)}"
        )
    chosen = []
    for index in np.random.default_rng(seed).permutation(len(groups)):
        if len(chosen) + len(groups[index]) <= wanted:
            chosen += groups[index]
    chosen = chosen or min(groups, key=len)
    train = [pair for number, pair in enumerate(pairs) if number not in chosen]
    return train, [pairs[number] for number in sorted(chosen)]


def of_stack(pairs):
    """What to type where all pairs are pages of one stack; "" where they are not."""
    if len(pairs) < 3 or len({pair.image for pair in pairs}) > 1:
        return ""
    return (
        f" These are the pages of one stack: split(pairs, test={max(1, len(pairs) // 4)}, gap=1) trains on the first ones,"
        " tests on the last, and leaves one out between them, since neighbours are nearly the same"
    )


def groups_of(pairs, group=None):
    """Which pairs stay together in `split`: a list of lists of their numbers."""
    groups = []  # which pairs stay together, and by what: the numbers of the pairs, and their files, pixels, groups
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
    """The first pairs to train on, the last `test` to test on, and `gap` pairs between them left out: two lists.

    For slices or frames in a row, of which neighbours are nearly the same. The order is that of the names, numbers in
    them by size (2 before 10), and of the pages. ValueError unless each side keeps a pair.
    """
    first = len(pairs) - test - gap
    if not (test > 0 and gap >= 0 and first > 0):
        raise ValueError(f"{len(pairs)} pairs cannot be divided with {test} for the test and a gap of {gap}")

    def place(pair):
        parts = re.split(r"(\d+)", pair.image.name.lower())  # text, number, text, number, …
        return [int(part) if part.isdigit() else part for part in parts], pair.page

    ordered = sorted(pairs, key=place)
    return ordered[:first], ordered[first + gap :]


def load(pairs, found, size=128, prepare=None):
    """Whole images, scaled to lie inside size × size with their proportions kept: `Data`. For photographs.

    What is missing at the sides is filled with the reflection, and does not count. Images are interpolated, masks
    take the nearest label. `prepare`, such as `training.standardise`, is applied to the images (count, size, size,
    channels). ValueError without pairs, and where the images would take too much memory.
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
    """Crops of size × size at the images' own resolution: `Data`. For large images full of small things.

    `count` crops of each image at random places; with None, as many as cover it, side by side, those at the end
    pushed back to end with the image. An image smaller than a crop is continued as its reflection, which does not
    count. `prepare` is applied to each whole image (1, height, width, channels) before it is cut. The same `seed`
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
    """ValueError where there is no image, or where `count` of them take more than MOST_BYTES."""
    if count < 1 or size < 1:
        raise ValueError(f"{count} images of {size}×{size}: there is nothing to load (see the faults of the report)")
    each = size * size * found.channels * 4
    if count * each > MOST_BYTES:
        raise ValueError(
            f"{count} images of {size}×{size} take {count * each / 1e6:.0f} MB: {MOST_BYTES // each} of them fit into"
            f" {MOST_BYTES / 1e6:.0f} MB, or more that are smaller"
        )


def together(parts, size):
    """Images and labels, none larger than size × size, as `Data`: each in the middle, mirrored around."""
    images, masks, weights = [], [], []
    for image, labels in parts:
        margins = [((size - side) // 2, size - side - (size - side) // 2) for side in labels.shape]
        images.append(np.pad(image, (*margins, (0, 0)), mode="reflect"))
        masks.append(np.pad(np.where(labels == IGNORE, np.uint8(0), labels), margins, mode="reflect")[:, :, np.newaxis])
        weights.append(np.pad(np.where(labels == IGNORE, np.float32(0), np.float32(1)), margins))
    return Data(np.stack(images), np.stack(masks), np.stack(weights))


def balanced(data):
    """The same `Data` with weights by class: rare classes count more, in proportion to 1 / √share; 1 on average.

    Weights of 1 / share would make all classes count alike in the sum, and a model would find rare ones in too many
    places; the root, 1 / √share, lies between that and no weights at all. What did not count still does not.
    """
    masks, counts = data.masks[..., 0], data.weights > 0
    share = np.bincount(masks[counts], minlength=int(masks.max()) + 1) / max(1, counts.sum())
    by_class = np.where(share > 0, 1 / np.sqrt(np.maximum(share, 1e-12)), 0)
    by_class /= max(1e-12, (share * by_class).sum())
    return data._replace(weights=(data.weights * by_class[masks]).astype(np.float32))
