"""Warnings about pairs that can be used, in words: how ambiguous files were read, and what to look at."""

from collections import Counter

import numpy as np

from ..arguments import printable
from ..images import IGNORE
from .classes import APART, OBJECTS, code_of, coloured, distances, key_of, proposal, spelt
from .looks import as_codes
from .pairs import pair_name
from .rules import IN_BETWEEN, as_ignored, may_be_objects

RARE = 0.01  # a class with a smaller share of the pixels is hard to learn
WHITE = (255, 255, 255)  # often means "don't know" in coloured masks
DARK = 0.1  # an image whose brightest value is lower looks black


def listed(names, count=4):
    """The first `count` names, and how many more there are."""
    more = len(names) - count
    return ", ".join(str(name) for name in names[:count]) + (f" and {more} more" if more > 0 else "")


def warnings_of(looks, totals, classes, ignore, nearest=False, given=False, upright=True):
    """Lines about what may be wrong with pairs that can be used.

    `totals` (pairs, 256) is the number of pixels of each label in each mask. `classes`, `ignore`, `nearest` and
    `upright` are those of the report; `given` says whether the table came from the caller.
    """
    names = [printable(look.pair.mask.name) + f" (page {look.pair.page + 1})" * (look.pair.page > 0) for look in looks]
    if not looks:
        yield "no pair can be used"
        return
    number = 2 if classes == OBJECTS else len(set(classes.values()) - {IGNORE})
    counted = totals[:, :number]
    objects = not given and may_be_objects(looks)
    yield from readings(looks, names, upright)
    if nearest and classes != OBJECTS:
        yield from moved(looks, names, classes)
    if classes != OBJECTS and not coloured(classes):
        yield from numbers(looks, classes, ignore)
    elif ignore == "find" and number > 2 and WHITE in classes and classes[WHITE] != IGNORE:
        yield f"white is class {classes[WHITE]}: if it marks what nobody knows, say ignore={WHITE}"
    if objects:
        yield f'{number} classes: if the masks number their objects, say classes="objects"'
    yield from likeness(looks, names)
    yield from emptiness(names, counted, totals, classes)
    flat = [pair_name(look.pair) for look in looks if look.flat]
    if flat:
        yield f"{listed(flat)}: one colour everywhere"
    yield from [] if objects else balance(counted, number)
    if len(looks) == 1:
        yield "only one pair: there is none left for the test"


def readings(looks, names, upright):
    """Lines about files that can be read in two ways, and about what was not read as it is stored."""
    turned = [pair_name(look.pair) for look in looks if len(set(look.orientations)) > 1]
    if turned and upright:
        yield (
            f"{listed(turned)}: the image and its mask have different EXIF orientations, and each file is turned"
            " according to its own. If the masks do not lie on the objects, say upright=False, which turns none of them"
        )
    said = {}
    for look in looks:
        for name, words in look.notes:
            said.setdefault(words, []).append(name)
    for words, of in said.items():
        yield f"{listed(of)}: {words}"
    inverted = [name for name, look in zip(names, looks, strict=True) if look.inverted]
    if inverted:
        yield f"{listed(inverted)}: the file says that 0 is white. The numbers are read as they are stored"
    several = [pair_name(look.pair) for look in looks if look.pair.more and not look.pair.codes]
    if several:
        yield f"{listed(several)}: several masks of one image, which were merged"
    jpeg = [name for name, look in zip(names, looks, strict=True) if look.mask_format in ("JPEG", "MPO")]
    if jpeg:
        yield f"{listed(jpeg)}: saved as JPEG, which changes labels: compare with the image, and export as PNG"
    if all(look.deep and look.high < DARK for look in looks):
        low, high = min(look.low for look in looks), max(look.high for look in looks)
        yield (
            f"all values of the images lie between {low:.4f} and {high:.4f}, so they look black: the camera used only"
            " some of the 16 bits. Train with prepare=standardise, and divide an image by its maximum to show it"
        )


def moved(looks, names, classes):
    """Lines about numbers and colours that are not in the table and took the class of the nearest one."""
    colours = coloured(classes)
    known = np.array([code_of(key) for key in classes])
    found, pixels, furthest, alone = [], 0, 0, Counter()
    for look, name in zip(looks, names, strict=True):
        codes = as_codes(look, colours)
        strange = ~np.isin(codes, known)
        if strange.any():
            found.append(name)
            pixels += look.counts[strange].sum()
            far, share = distances(codes, known, colours), look.counts / look.counts.sum()
            furthest = max(furthest, int(far.max()))
            solid = (far > APART[colours]) & (look.inside > 0.5 * look.counts) & (share > IN_BETWEEN / 10)
            for code, count in zip(codes[solid], look.counts[solid], strict=True):
                alone[key_of(code, colours)] += int(count)
    if not found:
        return
    total = sum(look.counts.sum() for look in looks)
    kind = "colours" if colours else "numbers"
    yield (
        f"{listed(found)}: {pixels / total:.1%} of all pixels have {kind} that are not in the table. They took the"
        f" class of the nearest one, which was up to {furthest} away"
    )
    for key, count in alone.most_common(3):
        yield f"{key} is not in the table but fills whole regions ({count / total:.1%} of all pixels): is it a class?"


def numbers(looks, classes, ignore):
    """Lines about suspicious numbers in the masks."""
    held = [set(look.codes.tolist()) for look in looks]
    labels = sorted(key for key, label in classes.items() if label != IGNORE)
    every, inside, total = Counter(), Counter(), sum(look.counts.sum() for look in looks)
    for look in looks:
        every.update(dict(zip(look.codes.tolist(), look.counts.tolist(), strict=True)))
        inside.update(dict(zip(look.codes.tolist(), look.inside.tolist(), strict=True)))
    if ignore == "find" and classes.get(IGNORE) == IGNORE:
        apart = not any(IGNORE in codes and codes - {0, IGNORE} for codes in held)
        but = ". But no mask holds it beside a class: are some masks 0/1 and others 0/255?" if apart else ""
        yield f'255 is taken for "don\'t know", since all other numbers are small{but}'
        small = [value for value in labels if value != 0]
        share = sum(every[value] for value in small) / total
        if share < IN_BETWEEN and all(inside[value] < 0.2 * every[value] for value in small):
            are = "number between 0 and 255 is" if len(small) == 1 else "numbers between 0 and 255 are"
            yield (
                f"{len(small)} {are} rare ({share:.1%}): {spelt(small, False, 3)}. If this is noise, and 255 a class,"
                " say classes={0: 0, 255: 1}, nearest=True"
            )
    for value in as_ignored(labels) if ignore == "find" else ():
        yield (
            f"{value} is class {classes[value]}, with {every[value] / total:.1%} of the pixels: if it marks what"
            f" nobody knows, say ignore={value}"
        )
    if {0, 255} <= set(labels):
        yield from between(labels, every, inside, total)


def between(labels, every, inside, total):
    """A line about rare numbers between 0 and 255 that lie along edges, or close to 0 or 255."""
    soft = [value for value in labels if 0 < value < 255
            and (inside[value] < 0.2 * every[value] or value <= 8 or value >= 247)]  # fmt: skip
    share = sum(every[value] for value in soft) / total
    if not soft or share > IN_BETWEEN:
        return
    codes = np.array(sorted(every))
    table = proposal(codes, np.array([every[code] for code in codes.tolist()]), colours=False)
    are = "number between 0 and 255 is" if len(soft) == 1 else "numbers between 0 and 255 are"
    yield (
        f"{len(soft)} {are} rare ({share:.1%}): {spelt(soft, False, 3)}. Noise or blurred edges? Save the masks"
        f" without them, or take the nearest: {table or 'classes={0: 0, 255: 1}, nearest=True'}"
    )


def likeness(looks, names):
    """Lines about images and masks that are identical, and about palettes that differ."""
    times = Counter(look.digest for look in looks)
    for copied in [key for key, count in times.items() if count > 1]:
        same = [look for look in looks if look.digest == copied]
        differ = len({look.mask_digest for look in same}) > 1
        but = ", with different masks: which one is right?" if differ else "; the split keeps them together"
        yield f"{listed([pair_name(look.pair) for look in same])}: the same image{but}"
    if len(looks) > 2 and len({look.mask_digest for look in looks}) == 1:
        yield "all masks are the same"
    palettes = {}
    for look, name in zip(looks, names, strict=True):
        for code, colour in look.palette.items():
            first = palettes.setdefault(code, (colour, name))
            if first[0] != colour:
                yield (
                    f"{name}: number {code} is the colour {colour}, but in {first[1]} it is {first[0]}: if the"
                    " colours show the classes, give a table of colours"
                )
                return


def emptiness(names, counted, totals, classes):
    """Lines about masks with only one class."""
    only = [int(np.flatnonzero(row)[0]) if np.count_nonzero(row) == 1 else -1 for row in counted]
    ignored = dict(zip(names, totals[:, IGNORE], strict=True))
    zero_is_background = (
        classes == OBJECTS or classes.get(0, classes.get((0, 0, 0))) == 0
    )  # whether class 0 is the number 0, or black
    for label in range(counted.shape[1]):
        alike = [name for name, one in zip(names, only, strict=True) if one == label]
        if alike and counted.shape[1] > 1:
            kind = "" if not zero_is_background else "empty, " if label == 0 else "full, "
            but = " (and what is ignored)" if any(ignored[name] for name in alike) else ""
            yield f"{listed(alike)}: {kind}nothing but class {label}{but}"
    nothing = [name for name, row in zip(names, counted, strict=True) if not row.any()]
    if nothing:
        yield f"{listed(nothing)}: all pixels are ignored"


def balance(counted, number):
    """Lines about classes that are rare or missing."""
    shares = counted.sum(axis=0) / max(1, counted.sum())
    in_masks = np.count_nonzero(counted, axis=0)
    rare = [label for label in range(number) if 0 < shares[label] < RARE]
    for words, labels in (
        ("occurs in no mask", [label for label in range(number) if in_masks[label] == 0]),
        (
            "occurs in only one mask: it cannot be both learnt and tested",
            [label for label in range(number) if in_masks[label] == 1 and len(counted) > 2],
        ),
    ):
        if labels:
            yield f"{class_words(labels)} {words}"
    if rare:
        share = f"{shares[rare].max():.2%} of the pixels" + (" at most" if len(rare) > 1 else "")
        yield f"{class_words(rare)} is rare, {share}: accuracy will look good without it"
    if number == 1:
        yield "there is only one class: there is nothing to tell apart"


def class_words(labels):
    """The words "class 2", or "each of the classes 2, 3, 5"."""
    return f"class {labels[0]}" if len(labels) == 1 else f"each of the classes {listed(labels, 8)}"
