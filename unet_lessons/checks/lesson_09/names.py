"""Exercises 1 · pair_names and 3 · split_names: what the names of files say."""

import builtins
import threading
from pathlib import Path
from unittest.mock import patch

import numpy as np

from ..results import check
from ..vocabulary import call, expect, expect_parts, hints_for


def texts(what, got, *hints):
    """`got` as a list of texts, such as names of files; NotYet if it is none."""
    found = list(got) if isinstance(got, (list, tuple, set, np.ndarray)) else [None]
    expect(all(isinstance(one, (str, Path)) for one in found), what, *hints, expected="a list of names", got=got)
    return [str(one) for one in found]


IMAGES = ["cell_03.jpg", "cell_01.jpg", "cell_02.jpg"]
MASKS = ["cell_01_mask.png", "cell_04_mask.png", "cell_03_mask.png"]
PAIRS = [("cell_01.jpg", "cell_01_mask.png"), ("cell_03.jpg", "cell_03_mask.png")]
WITH_STEM = "`Path(name).stem` is a name without its ending. The mask's stem is the image's stem + '_mask'."
BY_NAME = "Make a dictionary of the masks by stem: `by_stem = {Path(mask).stem: mask for mask in masks}`."
CASES = [  # images, masks, pairs, and the hint for those who get it wrong
    (IMAGES, MASKS, PAIRS, WITH_STEM),
    (
        ["scan_1.png", "scan_10.png"],
        ["scan_10_mask.png"],
        [("scan_10.png", "scan_10_mask.png")],
        "`scan_10_mask` begins with `scan_1`, too. Ask whether two stems are equal, not whether one holds the other.",
    ),
    (
        ["scan.2.jpg", "scan.3.jpg"],
        ["scan.3_mask.tif", "scan.2_mask.png"],
        [("scan.2.jpg", "scan.2_mask.png"), ("scan.3.jpg", "scan.3_mask.tif")],
        "A name may hold more than one dot, and end in anything: `Path(name).stem` takes off the last ending alone.",
    ),
    (
        ["brain_a.png"],
        ["brain_a_mask.png"],
        [("brain_a.png", "brain_a_mask.png")],
        "`strip` and `rstrip` take off single letters, also the `_a` of `brain_a`. Add '_mask' to the image's stem.",
    ),
    (
        ["a_mask_2.jpg"],
        ["a_mask_2_mask.png"],
        [("a_mask_2.jpg", "a_mask_2_mask.png")],
        "`replace` takes off every `_mask`, also inside a name. Add '_mask' to the image's stem, and compare.",
    ),
    (
        ["a.jpeg", "bb.tif", "c.png"],
        ["bb_mask.tiff", "c_mask.h5", "a_mask.png"],
        [("a.jpeg", "a_mask.png"), ("bb.tif", "bb_mask.tiff"), ("c.png", "c_mask.h5")],
        "An ending may have two, three or four letters: do not cut off a fixed number. `Path(name).stem` knows it.",
    ),
    (
        ["a.jpg", "b.jpg"],
        ["a_edge.png", "b_mask_old.png", "b_mask.png"],
        [("b.jpg", "b_mask.png")],
        "Compare the whole stem: `a_edge` does not end in `_mask`, and `b_mask_old` goes on after it.",
    ),
    (
        ["b.jpg", "d.png", "e_mask.png"],
        ["b.png", "d_mask.jpg", "e_mask.jpg"],
        [("d.png", "d_mask.jpg")],
        "A mask without `_mask` belongs to no image here: the mask's stem is the image's stem *and then* `_mask`.",
    ),
    (
        ["e_mask.png", "e.png"],
        ["e_mask_mask.png", "e_mask.tif"],
        [("e.png", "e_mask.tif"), ("e_mask.png", "e_mask_mask.png")],
        "An image's own name may end in `_mask`. Compare the whole stems: image's + '_mask' and mask's.",
    ),
    (
        ["Cell_1.jpg"],
        ["cell_1_mask.png"],
        [],
        "`Cell_1` and `cell_1` are different names: leave capital letters as they are.",
    ),
    ([], ["a_mask.png"], [], "Without images there are no pairs, and each mask is alone."),
    (["a.jpg", "b.jpg"], [], [], "Without masks there are no pairs, and each image is alone."),
    (
        [f"{number}.jpg" for number in range(120)],
        [f"{number}_mask.png" for number in range(240, 0, -2)],
        sorted((f"{number}.jpg", f"{number}_mask.png") for number in range(2, 120, 2)),
        "It works for a few names. Does your code look at all images and all masks, wherever they stand in the list?",
    ),
]


FOREIGN = (
    "Some of these names are not among those given. Are they written into your code, or kept from an earlier call, as"
    " in a list that is made in the line with `def`?"
)


def stem_of(name):
    """A name without its ending."""
    return Path(name).stem


def known_mistakes(got):
    """Hints on wrong pairs of IMAGES and MASKS."""
    if got == sorted(zip(sorted(IMAGES), sorted(MASKS), strict=True)):
        return ["Sorting hides the problem: cell_02 has no mask, so from there on all masks are shifted by one."]
    if got == sorted(zip(IMAGES, MASKS, strict=True)):
        return ["The position in the list says nothing: cell_03.jpg comes first, its mask last. Compare the names."]
    if [pair[::-1] for pair in got] == PAIRS:
        return ["These are (mask, image). The image comes first in each pair."]
    many = "There are too many pairs. Two names are a pair only if the stem of the image is the same."
    return [many] if len(got) > len(PAIRS) else []


@check("1 · pair_names", "Return two lists: `return pairs, alone`.", BY_NAME)
def pair_names(answer):
    back = "Return two lists: `return pairs, alone`. Each pair is (image, mask), with the full names."
    lonely = (
        "Some names are in no pair: images without a mask, and masks without an image. Report both kinds.",
        "Collect all names that are in a pair, then take those of `images + masks` that are not among them.",
    )
    for images, masks, expected, hint in CASES:
        got, alone = expect_parts("the answer", call(answer, images, masks), ("pairs", "alone"), back)
        got = got if isinstance(got, (list, tuple, set, np.ndarray)) else [None]
        got = sorted(tuple(texts("the pairs", pair, back)) for pair in got)
        what, hints = f"the pairs of {images} and {masks}", known_mistakes(got) if images is IMAGES else []
        if not {name for pair in got for name in pair} <= {*images, *masks, *map(stem_of, [*images, *masks])}:
            hints = [FOREIGN]
        expect(got == expected, what, *hints, hint, BY_NAME, expected=expected, got=got)
        alone = sorted(texts("the names without a partner", alone, back))
        rest = sorted(set(images + masks) - {name for pair in expected for name in pair})
        expect(alone == rest, "the names without a partner", *lonely, expected=rest, got=alone)


# 3 · An honest split

OWNERS = ["ann_1", "ann_2", "bob", "cleo_a", "cleo_b", "dan", "eve_7", "finn", "gus", "hal"]
NAMES = [f"{owner}_{crop}.png" for number, owner in enumerate(OWNERS) for crop in range(2 + number % 3)]
CROPS = [f"{owner}_{crop}.tiff" for number, owner in enumerate(OWNERS[:6]) for crop in range(8, 11 + 40 * number, 3)]
MANY = [f"p{owner}_{crop}.png" for owner in range(60) for crop in range(2)]
NESTED = [
    f"{owner}_{crop}.png" for owner in ("cleo", "cleo_a", "cleo_b", "cleo_a_1", "cl", "dan") for crop in (1, 2, 3)
]


def owner_of(name):
    """The patient of a name: what stands before the last underscore."""
    return name.rpartition("_")[0]


def twice_in(groups):
    """What is more than once in some lists taken together, sorted."""
    every = [one for group in groups for one in group]
    return sorted({one for one in every if every.count(one) > 1})


@check(
    "3 · split_names",
    "First list the patients, shuffle them, and share them out. Then give each name to the part of its patient.",
    "`patients = sorted({name.rpartition('_')[0] for name in names})`, then"
    " `np.random.default_rng(seed).permutation(patients)`.",
)
def split_names(answer):
    by_patient = (
        "Shuffle the patients, not the names: then share out the patients, and let each name follow its patient.",
        "`chosen = set(shuffled[:test])`, and then `[name for name in names if name.rpartition('_')[0] in chosen]`.",
    )
    twice = "A name is in two parts. What is for validation or test must be missing in train."
    zero = "0 patients are asked for in a part. `patients[-0:]` are all of them: slice from the other end."
    lost = "A name is lost. Those for neither validation nor test are for training."
    leak = "Crops of one patient are on two sides: a leak. The model would be tested on what it has seen."
    longer = (
        "Crops have numbers of one, two and three digits here, and an ending of four letters. Cut at the underscore."
    )
    longer = longer, "`name.rpartition('_')[0]` is the patient, however long the rest is."

    def split(names, validation, test, seed):
        hint = "Return three lists of names: `return train, validation, test`."
        got = call(answer, names, validation, test, seed)
        parts = expect_parts("the answer", got, ("train", "validation", "test"), hint)
        return [sorted(texts("three lists", part, hint)) for part in parts]

    def expect_parts_of(names, wanted, seed):
        """NotYet unless `names` are split well into `wanted` = [patients for training, validation, test]."""
        found = split(names, *wanted[1:], seed)
        every, owners = {name for part in found for name in part}, [set(map(owner_of, part)) for part in found]
        mine = {*map(owner_of, names), *map(stem_of, names)}
        other = (
            "Return the names themselves, with their endings: no patients." if every - set(names) <= mine else FOREIGN
        )
        for what, expected, wrong, hint in (
            ("only names of the list", "no others", sorted(every - set(names)), other),
            ("no name is in two parts", "none", twice_in(found), zero if 0 in wanted else twice),
            ("every name is in one part", "none is lost", sorted(set(names) - every), lost),
            ("a patient is in one part only", "none in two", twice_in(owners), leak),
        ):
            expect(not wrong, what, hint, *by_patient, expected=expected, got=wrong[:3])
        counts, first = [len(part) for part in owners], [len({n.split("_")[0] for n in part}) for part in found]
        hint = f"Count patients, not files: {wanted[1]} patients for validation, {wanted[2]} for the test."
        if 0 in wanted and counts != wanted:
            hint = zero
        elif counts != wanted and first[1:] == wanted[1:]:
            hint = "ann_1 and ann_2 are two patients. Split at the last underscore, not the first: `rpartition('_')`."
        elif sorted(counts) == sorted(wanted):
            hint = "The lists are in another order: train, validation, test."
        elif 0 in counts:
            hint = f"A part is empty. There are {sum(wanted)} patients: split at the last underscore."
        what = f"how many of {sum(wanted)} patients are in train, validation and test"
        expect(counts == wanted, what, hint, *by_patient, expected=wanted, got=counts)

    for seed in range(4):
        expect_parts_of(NAMES, [5, 2, 3], seed)
        with hints_for(("a patient is in one part only", *longer)):
            expect_parts_of(CROPS, [3, 1, 2], seed)
    for wanted in ([7, 0, 3], [8, 2, 0], [10, 0, 0], [0, 4, 6], [1, 9, 0], [9, 1, 0]):
        expect_parts_of(NAMES, wanted, 7)
    whole = "`p10_0` begins with `p1`, too: compare whole names of patients.", *by_patient
    with hints_for(("", *whole)):
        expect_parts_of(MANY, [17, 20, 23], 123456789)
    nested = (
        "`cleo_` also begins the crops of `cleo_a`. Compare `name.rpartition('_')[0]` with the patient.",
        *by_patient,
    )
    for seed in range(4):
        with hints_for(("", *nested)):
            expect_parts_of(NESTED, [2, 1, 3], seed)

    hint = "The same seed gave another split. Make a generator of your own: `rng = np.random.default_rng(seed)`."
    first, again = ([split(NAMES, 2, 3, seed) for seed in range(8)] for _ in range(2))
    expect(first == again, "the same seed gives the same split", hint, "Take all random numbers from `rng`.")
    hint = "Eight seeds gave one and the same split. Shuffle the patients with the seed before you share them out."
    different = any(one != first[0] for one in first)
    expect(different, "another seed gives another split", hint, "`np.random.default_rng(seed)`")
    orders = [MANY, *[np.random.default_rng(order).permutation(MANY).tolist() for order in range(4)]]
    splits = [split(names, 20, 20, 0) for names in orders]
    expect(
        all(one == splits[0] for one in splits),
        "the same names in another order give the same split",
        "Another computer lists files in another order, and a set has no order at all. Sort the patients first.",
        "`patients = sorted({name.rpartition('_')[0] for name in names})`, and shuffle after that.",
    )
    expect_same_in_another_process(split)
    expect_fair(split)


def expect_same_in_another_process(split):
    """NotYet if a split follows from `hash`, which gives other numbers for texts each time Python is started."""
    true_hash, mine = hash, threading.get_ident()

    def with_salt(salt):
        def salted(value):
            return true_hash(value) if threading.get_ident() != mine else true_hash((true_hash(value), salt))

        with patch.object(builtins, "hash", salted):
            return [split(NAMES, 2, 3, seed) for seed in range(6)]

    first = [split(NAMES, 2, 3, seed) for seed in range(6)]
    expect(
        all(with_salt(salt) == first for salt in (1, 2)),
        "the same seed gives the same split when Python is started again",
        "`hash` of a text is another number each time Python is started. Let the numbers come from"
        " `np.random.default_rng(seed)` alone.",
        "`np.random.default_rng(seed).permutation(patients)`, with the patients sorted, needs no `hash`.",
    )


def expect_fair(split):
    """NotYet unless each patient comes into each part about equally often, and not always with the same others."""
    seeds, shares = range(300), (0.5, 0.2, 0.3)
    groups = [[frozenset(map(owner_of, part)) for part in split(NAMES, 2, 3, seed)] for seed in seeds]
    draw = "Shuffle the patients, each once, and cut: `np.random.default_rng(seed).permutation(patients)`."
    different = len({test for _, _, test in groups})
    together = "The same patients are always in the test together: the list was rotated, or cut, but not shuffled."
    told = {"expected": "more than 60 of the 120 that there are", "got": different}
    expect(different > 60, f"how many different tests {len(seeds)} seeds give", together, draw, **told)
    many = "Some patients come into a part more often than others. Draw among patients, not among names: a patient with"
    many += " many crops would be drawn more often."
    for place, share in enumerate(shares):
        counts = {owner: sum(owner in group[place] for group in groups) for owner in OWNERS}
        wanted = share * len(seeds)
        away = sum((count - wanted) ** 2 for count in counts.values()) / (wanted * (1 - share))
        part = ("train", "validation", "test")[place]
        what = f"how often each patient is in {part}, in {len(seeds)} splits"
        expect(away < 45, what, many, draw, expected=f"about {wanted:.0f} times each", got=str(counts))
