"""Folders that the report once misread, each with more of its kind: what it says of them, and what it reads."""

import difflib
import itertools
import re

import numpy as np
import pytest
import tifffile
from PIL import Image

from unet_lessons.folders import find_pairs, image_files, load, read_mask, read_pair, report, split
from unet_lessons.folders.masks import read_pair_mask

BOX = np.zeros((16, 16), np.uint8)
BOX[4:9, 4:9] = 1
COLOURS = np.array([(0, 0, 0), (0, 160, 0), (255, 0, 0)], np.uint8)


def noise(seed=0, shape=(16, 16)):
    return np.random.default_rng(seed).integers(0, 255, shape, np.uint8)


def regions(count, seed=3):
    """A mask (96, 96) of square regions with the labels 0 to count - 1."""
    small = np.random.default_rng(seed).integers(0, count, (6, 6))
    small.flat[:count] = range(count)
    return np.kron(small, np.ones((16, 16), int))


def palette(mask, *colours):
    image = Image.frombytes("P", mask.shape[::-1], mask.astype(np.uint8).tobytes())
    image.putpalette(sum(colours, ()))
    return image


def save(content, path, **options):
    """An array or a Pillow image as a file; TIFFs with the options of tifffile."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".tif":
        tifffile.imwrite(path, content, **options)
    else:
        (content if isinstance(content, Image.Image) else Image.fromarray(content)).save(path, **options)


def fill(folder, masks, ending="png", **options):
    """Save masks with a random image for each; returns the folder of images and the folder of masks."""
    for number, mask in enumerate(masks):
        shape = mask.size[::-1] if isinstance(mask, Image.Image) else mask.shape[:2]
        save(noise(number, shape), folder / "images" / f"{number}.png")
        save(mask, folder / "masks" / f"{number}.{ending}", **options)
    return folder / "images", folder / "masks"


def lines(found, *words):
    """The lines of a report that contain all these words."""
    return [line for line in found.details if all(word in line for word in words)]


def labels_of(found):
    return [read_pair(pair, found)[1] for pair in found.pairs]


# Palette masks beside others


def test_palette_masks_beside_colours_are_read_as_their_colours(tmp_path):
    black, red, green = (0, 0, 0), (255, 0, 0), (0, 255, 0)
    masks = [np.array([black, red], np.uint8)[BOX], palette(BOX, black, red), palette(2 * BOX, black, red, green)]
    found = report(*fill(tmp_path, masks))
    assert found.classes == {black: 0, green: 1, red: 2} and len(found.pairs) == 3
    assert load(found.pairs, found, 16).masks.max(axis=(1, 2, 3)).tolist() == [2, 2, 1]


@pytest.mark.parametrize("first", [np.array([(0, 0, 9), (0, 90, 0)], np.uint8)[BOX], 255 * BOX])
def test_palettes_in_another_order_give_the_same_labels(tmp_path, first):
    colours = [tuple(colour) for colour in np.unique(np.atleast_3d(first).reshape(256, -1), axis=0).tolist()]
    colours = [colour if len(colour) == 3 else colour * 3 for colour in colours]
    found = report(*fill(tmp_path, [first, palette(1 - BOX, *colours[::-1]), palette(BOX, *colours)]))
    assert len(found.pairs) == 3 and all(np.array_equal(labels, labels_of(found)[0]) for labels in labels_of(found))
    assert found.num_classes == 2 and found.shares[list(map(int, np.bincount(BOX.ravel()) < 128)).index(1)] < 0.1


def test_palette_masks_alone_keep_their_numbers(tmp_path):
    found = report(*fill(tmp_path, [palette(np.roll(BOX, n, 0), (9, 9, 9), (0, 0, 90)) for n in range(3)]))
    assert found.classes == {0: 0, 1: 1} and found.shares[1] == pytest.approx(25 / 256)


# Masks that were blurred: which table to type, and what `nearest` moved


@pytest.mark.parametrize("ending, options", [("jpg", {"quality": 60}), ("webp", {"quality": 60})])
@pytest.mark.parametrize("colours", [COLOURS, COLOURS[[0, 2]], np.array([(20, 20, 20), (240, 230, 200)], np.uint8)])
def test_the_proposed_table_mends_masks_of_colours(tmp_path, ending, options, colours):
    truth = regions(len(colours))
    folders = fill(tmp_path, [colours[np.roll(truth, 16 * n, 0)] for n in range(2)], ending, **options)
    line = lines(report(*folders), "invents some at each edge", "nearest=True")[0]
    found = report(*folders, classes=eval(re.search(r"classes=(\{.*\}), nearest", line)[1]), nearest=True)
    assert len(found.pairs) == 2 and found.num_classes == len(colours)
    assert min(np.mean(labels == np.roll(truth, 16 * n, 0)) for n, labels in enumerate(labels_of(found))) > 0.97
    assert lines(found, "% of all pixels", "not in the table", "away")


@pytest.mark.parametrize("greys", [(0, 128, 255), (0, 90, 200), (10, 100, 180, 250)])
def test_a_class_that_nearest_swallows_is_named(tmp_path, greys):
    folders = fill(tmp_path, [np.array(greys, np.uint8)[np.roll(regions(len(greys)), 16 * n, 0)] for n in range(2)])
    table = {greys[0]: 0, greys[-1]: 1}
    found = report(*folders, classes=table, nearest=True)
    for grey in greys[1:-1]:
        assert lines(found, f"{grey} is not in the table but fills whole regions", "is it a class?")
    every = report(*folders, classes={grey: label for label, grey in enumerate(greys)}, nearest=True)
    assert not lines(every, "table")


def test_a_colour_that_is_in_no_table_is_named(tmp_path):
    folders = fill(tmp_path, [COLOURS[np.roll(regions(3), 16 * n, 0)] for n in range(2)])
    found = report(*folders, classes={(0, 0, 0): 0, (255, 0, 0): 1}, nearest=True)
    assert lines(found, "(0, 160, 0) is not in the table") and lines(found, "up to 160 away")


@pytest.mark.parametrize("numbers", [(0, 1, 17, 44, 62), (0, 3, 21, 60, 88, 90), (0, 11, 130, 200)])
def test_numbers_with_gaps_are_no_blurred_edges(tmp_path, numbers):
    values = np.array(numbers, np.uint8)
    found = report(*fill(tmp_path, [values[np.roll(regions(len(numbers)), 16 * n, 0)] for n in range(3)]))
    assert found.num_classes == len(numbers) and "nothing wrong" in str(found)


@pytest.mark.parametrize("numbers", [(17, 44), (40, 62, 130), (90,)])
def test_small_objects_beside_255_are_no_blurred_edges(tmp_path, numbers):
    masks = []
    for shift in range(3):
        mask = np.array([0, 255], np.uint8)[np.roll(regions(2), 16 * shift, 0)]
        for index, number in enumerate(numbers):
            mask[5:14, 20 * index : 20 * index + 9] = number
        masks.append(mask)
    found = report(*fill(tmp_path, masks))
    assert found.num_classes == 2 + len(numbers) and not lines(found, "blurred") and not lines(found, "noise")


@pytest.mark.parametrize("noisy, words", [({255: 254}, "254"), ({255: 254, 0: 1}, "1 and 254"), ({0: 3}, "3")])
def test_noise_beside_0_and_255_is_named(tmp_path, noisy, words):
    masks = []
    for number in range(3):
        mask, rare = 255 * np.kron(BOX, np.ones((4, 4), np.uint8)), noise(number, (64, 64)) < 5
        masks.append(np.where(rare, np.array([noisy.get(value, value) for value in range(256)], np.uint8)[mask], mask))
    folders = fill(tmp_path, masks)
    line = lines(report(*folders), "between 0 and 255", "rare", f": {words}.", "classes={0: 0, 255: 1}, nearest=True")
    mended = report(*folders, classes={0: 0, 255: 1}, nearest=True)
    assert line and mended.shares[1] == pytest.approx(25 / 256)


# Names


@pytest.mark.parametrize("name, other", [("frame_0011", "frame_0012"), ("t11", "t12"), ("c-07-a", "c-08-a")])
def test_no_hint_where_numbers_differ(tmp_path, name, other):
    images, masks = fill(tmp_path, [BOX, BOX])
    save(noise(), images / f"{name}.png")
    save(BOX, masks / f"{other}.png")
    found = report(images, masks)
    assert len(found.pairs) == 2 and not lines(found, "meant?")
    assert lines(found, name, "without mask") and lines(found, other, "without image")


@pytest.mark.parametrize("name, other", [("frame_0011", "frmae_0011"), ("cat11", "cta11"), ("lonely", "lonley")])
def test_a_hint_where_only_letters_differ(tmp_path, name, other):
    images, masks = fill(tmp_path, [BOX])
    save(noise(), images / f"{name}.png")
    save(BOX, masks / f"{other}.png")
    assert lines(report(images, masks), name, f"Is {other}.png meant?")


def empty_files(folder, names):
    folder.mkdir()
    for name in names:
        (folder / name).touch()
    return folder


@pytest.mark.parametrize("count", [100, 3000])
def test_names_without_partner_are_not_compared_each_with_each(tmp_path, monkeypatch, count):
    """With hints for thousands of names, a report took minutes."""
    compared, real = [], difflib.get_close_matches

    def counting(name, others, **options):
        compared.append(len(others))
        return real(name, others, **options)

    monkeypatch.setattr(difflib, "get_close_matches", counting)
    names = [f"city_{number % 7:03}_{letter}" for number, letter in enumerate(letters(count))]
    images = empty_files(tmp_path / "images", [f"{name}_leftImg.png" for name in names])
    masks = empty_files(tmp_path / "masks", [f"{name}_gtFine_labelIds.png" for name in names])
    save(noise(), images / "z.png")
    save(BOX, masks / "z.png")
    pairs, problems = find_pairs(images, masks)
    assert len(pairs) == 1 and len(problems) == 2 * count and 0 < sum(compared) <= 40 * 200


def letters(count):
    """Different names without digits: a, b, …, z, ba, bb, …"""
    for number in range(count):
        name = ""
        while number or not name:
            number, name = number // 26, chr(97 + number % 26) + name
        yield name


@pytest.mark.parametrize("ending", ["", "_mask", "_x"])
def test_many_missing_masks_are_a_few_lines(tmp_path, ending):
    images, masks = fill(tmp_path, [BOX, BOX])
    for number in range(100, 400):
        (images / f"{number}{ending}.png").touch()
    found = report(images, masks)
    assert len(found.faults) == 300 and str(found).count("without mask") < 5 and "and 297 more" in str(found)


# EXIF orientation


@pytest.mark.parametrize("orientation", range(2, 9))
def test_an_orientation_that_only_the_image_has(tmp_path, orientation):
    exif, square = Image.Exif(), orientation < 5
    exif[274] = orientation
    mask = BOX if square else np.pad(BOX, ((0, 0), (0, 4)))
    for number in range(2):
        save(noise(number, mask.shape), tmp_path / "images" / f"{number}.jpg", exif=exif)
        save(255 * mask, tmp_path / "masks" / f"{number}.png")
    folders = tmp_path / "images", tmp_path / "masks"
    found = report(*folders)
    assert len(found.pairs) == 2 * square and lines(found, "EXIF orientation", "upright=False")
    stored = report(*folders, upright=False)
    assert len(stored.pairs) == 2 and not lines(stored, "EXIF") and not stored.faults
    image, labels = read_pair(stored.pairs[0], stored)
    with Image.open(tmp_path / "images" / "0.jpg") as file:
        assert np.array_equal(np.round(image[..., 0] * 255), np.asarray(file)) and np.array_equal(labels, mask)


def test_a_rotated_mask_without_orientation_gives_no_direction(tmp_path):
    images, masks = fill(tmp_path, [BOX[:, :10]])
    save(np.rot90(BOX[:, :10]).copy(), masks / "0.png")
    assert lines(report(images, masks), "rotated by 90 degrees", "in which direction")


@pytest.mark.parametrize("orientation", [3, 6])
def test_equal_orientations_are_nothing_to_look_at(tmp_path, orientation):
    tag = [(274, 3, 1, orientation, True)]
    for number in range(2):
        for folder, content in (("images", noise(number)), ("masks", np.roll(BOX, number, 0))):
            save(content, tmp_path / folder / f"{number}.tif", extratags=tag)
    found = report(tmp_path / "images", tmp_path / "masks")
    assert not found.details and labels_of(found)[0].sum() == 25 and not np.array_equal(labels_of(found)[0], BOX)


# Numbers as they are stored


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, bool])
def test_masks_in_which_0_is_white_keep_their_numbers(tmp_path, dtype):
    images, masks = fill(tmp_path, [BOX, BOX, BOX])
    for number in range(3):
        (masks / f"{number}.png").unlink()
        kind = "miniswhite" if number else "minisblack"
        save(np.roll(BOX, number, 0).astype(dtype), masks / f"{number}.tif", photometric=kind)
    found = report(images, masks)
    assert found.classes == {0: 0, 1: 1} and [labels.sum() for labels in labels_of(found)] == [25, 25, 25]
    assert np.array_equal(read_mask(masks / "1.tif"), np.roll(BOX, 1, 0))
    assert bool(lines(found, "0 is white")) == (dtype != np.uint16)


@pytest.mark.parametrize("factor", [1, 100, 257])
def test_masks_of_16_bit_colours(tmp_path, factor):
    mask = np.stack([BOX, 2 * BOX, 0 * BOX], axis=2).astype(np.uint16) * factor
    found = report(*fill(tmp_path, [mask, np.roll(mask, 1, 0)], "tif", photometric="rgb"))
    colour = (100, 200, 0) if factor == 100 else (1, 2, 0)
    assert found.classes == {(0, 0, 0): 0, colour: 1} and np.array_equal(labels_of(found)[0], BOX)


def test_masks_of_16_bit_colours_that_no_8_bits_hold(tmp_path):
    mask = np.stack([BOX, BOX, 0 * BOX], axis=2).astype(np.uint16) * 3000
    assert lines(report(*fill(tmp_path, [mask], "tif", photometric="rgb")), "16-bit colours", "8-bit RGB")


@pytest.mark.parametrize("value, classes", [(-1, 1), (-9999, 1), (65535, 3), (250, 3), (254, 3), (255, 60)])
def test_numbers_that_may_not_count_are_asked_about(tmp_path, value, classes):
    masks = []
    for number in range(3):
        mask = np.roll(BOX, number, 1).astype(np.int32)
        mask[0], mask[12:] = value, classes
        masks.append(mask if value < 0 or value > 255 else mask.astype(np.uint8))
    folders = fill(tmp_path, masks, "tif")
    assert lines(report(*folders), f"{value} is class", f"say ignore={value}")
    for ignore in (value, float(value)):
        told = report(*folders, ignore=ignore)
        assert told.ignored == pytest.approx(1 / 16) and told.classes[value] == 255 and not lines(told, "say ignore")
        assert set(labels_of(told)[0][0]) == {255}


def test_dark_images_of_few_of_the_16_bits(tmp_path):
    for most, dark in ((4000, True), (255, True), (65000, False)):
        folder = tmp_path / str(most)
        images, masks = fill(folder, [BOX, np.roll(BOX, 1, 0)])
        for number in range(2):
            values = np.random.default_rng(number).integers(most // 2, most, (16, 16)).astype(np.uint16)
            save(values, images / f"{number}.png")
        assert bool(lines(report(images, masks), "look black", "prepare=standardise")) == dark


# Numbered objects


def objects(count, first, step=1, start=1):
    """Masks (32, 32) of 16 squares each: background, and objects whose numbers go on from mask to mask."""
    squares = np.kron(np.arange(16).reshape(4, 4), np.ones((8, 8), int))
    return [np.where(squares > 0, squares * step + start - 1 + number * first, 0) for number in range(count)]


@pytest.mark.parametrize(
    "masks, dtype",
    [(objects(40, 15), np.uint16), (objects(17, 15), np.uint8), (objects(15, 15), np.uint8),
     (objects(6, 200, step=7), np.uint16), (objects(6, 15, start=24001), np.uint16)],
)  # fmt: skip
def test_numbers_that_go_on_through_the_folder(tmp_path, masks, dtype):
    folders = fill(tmp_path, [mask.astype(dtype) for mask in masks])
    found = report(*folders)
    assert lines(found, 'classes="objects"') and len(str(found).split("\n")) < 40 and len(str(found)) < 3500
    assert len(found.details) <= 3  # not two lines for each number
    told = report(*folders, classes="objects")
    assert len(told.pairs) == len(masks) and told.num_classes == 2 and labels_of(told)[0].mean() == 15 / 16


def test_a_random_colour_for_each_object(tmp_path):
    table = np.random.default_rng(0).integers(30, 256, (10, 16, 3)).astype(np.uint8)
    table[:, 0] = 0
    squares = np.kron(np.arange(16).reshape(4, 4), np.ones((8, 8), int))
    folders = fill(tmp_path, [colours[squares] for colours in table])
    assert lines(report(*folders), 'classes="objects"')
    told = report(*folders, classes="objects")
    assert len(told.pairs) == 10 and labels_of(told)[0].mean() == 15 / 16


def test_a_few_classes_are_no_objects(tmp_path):
    found = report(*fill(tmp_path, [np.roll(regions(6), 16 * n, 0).astype(np.uint8) for n in range(4)]))
    assert not lines(found, "objects")


# Several masks of one image


@pytest.mark.parametrize(
    "image, first, second, one_folder",
    [("case (1)", "case (1)_mask", "case (1)_mask_1", True), ("case (1)", "case (1)_mask", "case (1)_mask_1", False),
     ("a", "a_mask", "a_mask2", True), ("a", "a_mask", "a_mask2", False), ("cell0", "cell0_1", "cell0_2", False),
     ("x-3", "x-3", "x-3_label-2", False)],
)  # fmt: skip
def test_several_masks_of_one_image_are_merged(tmp_path, image, first, second, one_folder):
    masks = tmp_path / ("all" if one_folder else "masks")
    for name in (image, "b"):
        save(noise(len(name)), tmp_path / "all" / f"{name}.png")
    for name, mask in ((first, BOX), (second, np.roll(BOX, 7, 1)), ("b_mask", BOX)):
        save(255 * mask, masks / f"{name}.png")
    found = report(tmp_path / "all", None if one_folder else masks)
    assert len(found.pairs) == 2 and not found.faults and lines(found, f"{image}.png: several masks", "merged")
    assert sorted(labels.sum() for labels in labels_of(found)) == [25, 50]


def test_masks_of_one_image_with_other_sizes_are_named(tmp_path):
    images, masks = fill(tmp_path, [BOX])
    (masks / "0.png").rename(masks / "0_mask_1.png")
    save(BOX[:8], masks / "0_mask_2.png")
    assert lines(report(images, masks), "0_mask_2.png", "0_mask_1.png", "same size")


# Ways to arrange files


def test_a_stack_in_one_folder_can_be_divided(tmp_path):
    pages = np.stack([noise(number) for number in range(6)])
    save(pages, tmp_path / "train-volume.tif", photometric="minisblack")
    save(
        np.stack([255 * np.roll(BOX, n, 0) for n in range(6)]), tmp_path / "train-labels.tif", photometric="minisblack"
    )
    found = report(tmp_path)
    assert len(found.pairs) == 6 and np.array_equal(labels_of(found)[3], np.roll(BOX, 3, 0))
    with pytest.raises(ValueError, match=r"pages of one stack: split\(pairs, test=1, gap=1\)"):
        split(found.pairs)
    train, test = split(found.pairs, test=2, gap=1)
    assert [pair.page for pair in train] == [0, 1, 2] and [pair.page for pair in test] == [4, 5]


@pytest.mark.parametrize("images, masks", [("images", "masks"), ("JPEGImages", "SegmentationClass"), ("img", "labels")])
def test_one_folder_with_two_folders_in_it(tmp_path, images, masks):
    for number in range(3):
        save(noise(number), tmp_path / images / f"{number}.jpg")
        save(np.roll(BOX, number, 0), tmp_path / masks / f"{number}.png")
    found = report(tmp_path)
    assert len(found.pairs) == 3 and images in found.layout and np.array_equal(labels_of(found)[1], np.roll(BOX, 1, 0))


@pytest.mark.parametrize("classes", [("cat", "dog"), ("0", "1", "2"), ("car", "road", "sky", "tree")])
def test_a_folder_of_masks_for_each_class(tmp_path, classes):
    for number in range(3):
        save(noise(number), tmp_path / "images" / f"{number}.png")
        for code, name in enumerate(classes):
            part = np.zeros((16, 16), np.uint8)
            part[3 * code + 1 : 3 * code + 3] = 255
            if number or not code:
                save(part, tmp_path / "masks" / name / f"{number}.png")
    for found in (report(tmp_path), report(tmp_path / "images", tmp_path / "masks")):
        assert f"1 is {classes[0]}" in str(found) and len(found.pairs) == 3
        first, second, _ = labels_of(found)
        assert set(first.ravel()) == {0, 1} and second[1::3, 0].tolist()[: len(classes)] == list(
            range(1, len(classes) + 1)
        )


@pytest.mark.parametrize("count", [1, 3, 12])
def test_a_folder_for_each_image_with_a_mask_for_each_object(tmp_path, count):
    for name in "abc":
        save(noise(ord(name)), tmp_path / name / "images" / f"{name}.png")
        for number in range(count):
            mask = np.zeros((16, 16), np.uint8)
            mask[number] = 255
            save(mask, tmp_path / name / "masks" / f"{number:02}f.png")
    found = report(tmp_path)
    assert len(found.pairs) == 3 and found.classes == "objects" and found.shares[1] == pytest.approx(count / 16)
    assert np.array_equal(np.unique(read_pair_mask(found.pairs[0])), range(count + 1))


@pytest.mark.parametrize("folders", [("cat", "dog"), ("a", "b", "c"), ("good", "bad")])
def test_folders_of_whole_images_are_for_classification(tmp_path, folders):
    for name in folders:
        save(noise(), tmp_path / name / "1.png")
    with pytest.raises(ValueError, match="are for classification"):
        report(tmp_path)


@pytest.mark.parametrize("files", [["0.json", "1.json"], ["instances.json"], ["a.json", "notes.txt"]])
def test_polygons_in_json_are_named(tmp_path, files):
    images, masks = fill(tmp_path, [BOX, BOX])
    for path in masks.iterdir():
        path.unlink()
    for name in files:
        (masks / name).write_text("{}")
    with pytest.raises(ValueError, match=r"(?s)there is no mask.*JSON.*troubleshooting"):
        report(images, masks)


@pytest.mark.parametrize("count, size", [(2000, 256), (500, 512), (90, 1024)])
def test_too_many_images_for_one_load_can_be_streamed(tmp_path, count, size):
    found = report(*fill(tmp_path, [np.roll(BOX, n, 0) for n in range(2)]))
    pairs = list(itertools.islice(itertools.cycle(found.pairs), count))
    with pytest.raises(ValueError, match="use stream in place of load") as error:
        load(pairs, found._replace(channels=3), size)
    fit = int(re.search(r"(\d+) of them fit", str(error.value))[1])
    assert fit * size * size * 12 <= 300_000_000 < (fit + 1) * size * size * 12


# Endings and addresses of files


@pytest.mark.parametrize("ending", [".jfif", ".jpe", ".pbm", ".tga", ".jp2", ".pgm", ".dib", ".avif"])
def test_endings_that_are_read_one_by_one_are_read_in_folders(tmp_path, ending):
    Image.init()
    if Image.registered_extensions().get(ending) not in Image.SAVE:
        pytest.skip(f"this Pillow does not write {ending}")
    image = Image.fromarray(noise()).convert("1" if ending == ".pbm" else "RGB")
    save(image, tmp_path / "images" / f"a{ending}")
    save(BOX, tmp_path / "masks" / "a.png")
    assert [path.name for path in image_files(tmp_path / "images")[0]] == [f"a{ending}"]
    found = report(tmp_path / "images", tmp_path / "masks")
    assert len(found.pairs) == 1 and read_pair(found.pairs[0], found)[0].shape[:2] == (16, 16)


@pytest.mark.parametrize("path", ["data\train", "my\new\folder", "c:\base"])
def test_backslashes_that_python_has_replaced(path):
    for use in (report, lambda one, other: find_pairs(one, other), lambda one, other: image_files(one)):
        with pytest.raises(FileNotFoundError, match=r'write "data/train" or r"data\\train"'):
            use(path, "masks")


def test_a_plain_missing_folder_says_nothing_of_backslashes(tmp_path):
    with pytest.raises(FileNotFoundError) as error:
        report(tmp_path / "nowhere", tmp_path)
    assert "\\" not in str(error.value).replace(str(tmp_path), "")


@pytest.mark.parametrize("numbers", [(1, 2, 3), (2, 5), (10, 20, 30, 40)])
def test_a_mask_full_of_one_class_is_only_empty_if_0_is_background(tmp_path, numbers):
    values = np.array(numbers, np.uint8)
    masks = [values[np.roll(regions(len(numbers)), 16 * n, 0)] for n in range(3)]
    found = report(*fill(tmp_path / "a", [*masks, np.full((96, 96), numbers[0], np.uint8)]))
    assert lines(found, "3.png: nothing but class 0") and not lines(found, "empty")
    zero = report(*fill(tmp_path / "b", [mask - values[0] for mask in masks] + [np.zeros((96, 96), np.uint8)]))
    assert lines(zero, "3.png: empty, nothing but class 0")


@pytest.mark.parametrize("classes", [(0, 1, 2), (0, 1, 255), (3, 20, 200)])
def test_no_table_is_proposed_that_would_mix_classes_up(tmp_path, classes):
    """A JPEG mask beside masks of small numbers: the nearest of 0 and 255 would make one class of 1 and 2."""
    masks_of = [np.array(classes, np.uint8)[np.roll(regions(3), 16 * n, 0)] for n in range(3)]
    images, masks = fill(tmp_path, masks_of)
    save(noise(9, (96, 96)), images / "late.png")
    save(Image.fromarray((regions(3, seed=7) > 0).astype(np.uint8) * 255).rotate(9), masks / "late.jpg", quality=60)
    found = report(images, masks)
    assert lines(found, "late.jpg", "Export it as PNG") and "nearest" not in " ".join(found.details)


def test_other_folders_beside_images_and_masks_do_not_hide_them(tmp_path):
    """A VOC tree has Annotations (XML) and ImageSets (lists of names) beside the two folders with images."""
    for number in range(3):
        save(noise(number), tmp_path / "JPEGImages" / f"2007_{number}.png")
        save(BOX, tmp_path / "SegmentationClass" / f"2007_{number}.png")
    for name, file in (("Annotations", "2007_0.xml"), ("ImageSets/Segmentation", "train.txt"), ("labels", "names.csv")):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / file).write_text("2007_0")
    found = report(tmp_path)
    assert len(found.pairs) == 3 and "JPEGImages and SegmentationClass" in str(found)


def test_what_lies_beside_the_folders_of_images_is_named(tmp_path):
    for name in ("a", "b"):
        save(noise(), tmp_path / name / "images" / f"{name}.png")
        save(BOX, tmp_path / name / "masks" / "1.png")
    save(noise(), tmp_path / "c" / "images" / "c.png")
    (tmp_path / "labels.csv").write_text("a,b")
    found = report(tmp_path)
    assert len(found.pairs) == 2 and lines(found, "c: not read") and lines(found, "labels.csv: not read")


def test_parts_of_a_data_set_are_named(tmp_path):
    for part in ("train", "val"):
        for number in range(2):
            save(noise(number), tmp_path / part / "images" / f"{number}.png")
            save(BOX, tmp_path / part / "masks" / f"{number}.png")
    with pytest.raises(ValueError, match="part of a data set, give its name: (train|val)"):
        report(tmp_path)
    assert len(report(tmp_path / "train").pairs) == 2


def test_a_mask_that_one_class_lacks_is_named(tmp_path):
    for number in range(3):
        save(noise(number), tmp_path / "images" / f"{number}.png")
        save(BOX, tmp_path / "masks" / "cat" / f"{number}.png")
        if number:
            save(np.roll(BOX, 7, 0), tmp_path / "masks" / "dog" / f"{number}.png")
    found = report(tmp_path)
    assert len(found.pairs) == 3 and lines(found, "0.png: used", "no mask in dog")
