"""Folders of images and masks: pairs, labels of every kind, the report, the split, arrays, masks of a folder."""

import os

import numpy as np
import pytest
from PIL import Image

from unet_lessons import folders
from unet_lessons.folders import read_mask, report, to_classes
from unet_lessons.folders.classes import check_classes
from unet_lessons.folders.pairs import Pair, pair_name

RANDOM = np.random.default_rng(0)
COLOURS = np.array([(0, 0, 0), (255, 0, 0), (0, 0, 255)], np.uint8)


def noise(seed=0, size=(40, 50), channels=3):
    return np.random.default_rng(seed).integers(0, 256, (*size, channels)[: 3 if channels > 1 else 2], np.uint8)


def blocks(seed=0, size=(40, 50), classes=2):
    """A mask with square blocks of whole classes."""
    small = np.random.default_rng(seed).integers(0, classes, (size[0] // 10, size[1] // 10))
    small.flat[:classes] = range(classes)
    return np.kron(small, np.ones((10, 10), int)).astype(np.uint8)


def save(array, path, **options):
    path.parent.mkdir(exist_ok=True)
    (array if isinstance(array, Image.Image) else Image.fromarray(array)).save(path, **options)
    return path


@pytest.fixture
def data(tmp_path):
    """Six good pairs of colour images and masks of 0 and 255, to which a test can add files."""
    for number in range(6):
        save(noise(number), tmp_path / "images" / f"p{number}.png")
        save(blocks(number) * np.uint8(255), tmp_path / "masks" / f"p{number}_mask.png")
    return tmp_path


def look(data, **options):
    return report(data / "images", data / "masks", **options)


def lines(found, *words):
    """The lines of a report that contain all these words."""
    return [line for line in found.faults + found.warnings if all(word in line for word in words)]


# Pairs


@pytest.mark.parametrize(
    "image, mask",
    [("a.jpg", "a.png"), ("a.jpg", "a_mask.png"), ("A.JPG", "a-label.PNG"), ("a_img.png", "a_masks.tif"),
     ("image_07.png", "label_07.png"), ("a.ome.tif", "a.png"), ("é.png", "e\u0301_mask.png"),
     ("a.b.png", "a.b_seg.png"), ("a.png", "mask-a.png"),
     ("seg.png", "seg_mask.png"), ("a_image.png", "a_seg_mask.bmp")],
)  # fmt: skip
def test_names_that_are_a_pair(tmp_path, image, mask):
    save(noise(), tmp_path / "x" / image)
    save(blocks(), tmp_path / "y" / mask)
    pairs, problems = folders.find_pairs(tmp_path / "x", str(tmp_path / "y"))
    assert [(pair.image.name, pair.mask.name, pair.page) for pair in pairs] == [(image, mask, 0)] and not problems


def test_who_has_no_partner_is_named(data):
    save(noise(), data / "images" / "lonely.png")
    save(blocks(), data / "masks" / "widow.png")
    save(blocks(), data / "masks" / "lonley.png")
    (data / "images" / "notes.txt").write_text("hm")
    (data / "images" / ".hidden.png").write_text("hm")
    (data / "images" / "more.png").mkdir()
    found = look(data)
    assert len(found.pairs) == 6
    assert lines(found, "lonely.png", "without mask", "Is lonley.png meant?") and lines(found, "widow", "without image")
    assert lines(found, "notes.txt", "not read") and lines(found, "more.png", "a folder") and not lines(found, "hidden")


def test_exact_names_go_first_and_doubles_are_left_out(data):
    save(noise(), data / "images" / "p0.jpg")
    save(blocks(), data / "masks" / "p1.png")
    found = look(data)
    assert lines(found, "p0.jpg, p0.png", "several files") or lines(found, "p0.png, p0.jpg", "several files")
    assert [pair.mask.name for pair in found.pairs][0] == "p1.png" and lines(found, "p1_mask.png", "second mask")


def test_one_folder_for_both(tmp_path):
    for number in range(3):
        save(noise(number), tmp_path / f"p{number}.png")
        save(blocks(number), tmp_path / f"p{number}_mask.png")
    found = report(tmp_path, tmp_path)
    assert len(found.pairs) == 3 and not found.faults


def test_no_pair_no_image_no_folder(data, tmp_path):
    save(blocks(), data / "other" / "z.png")
    with pytest.raises(ValueError, match=r"p0.png.*; masks: z.png.*cat_mask.png"):
        folders.find_pairs(data / "images", data / "other")
    (tmp_path / "empty").mkdir()
    with pytest.raises(ValueError, match="no mask in the folder empty"):
        folders.find_pairs(data / "images", tmp_path / "empty")
    with pytest.raises(FileNotFoundError, match="Did you mean masks"):
        folders.find_pairs(data / "images", data / "mask")
    with pytest.raises(ValueError, match="is a file"):
        folders.find_pairs(data / "images" / "p0.png", data / "masks")
    with pytest.raises(ValueError, match="images: a folder"):
        report(data, data / "masks")


def test_each_page_is_a_pair(data):
    pages = [Image.fromarray(noise(10 + n)) for n in range(3)]
    masks = [Image.fromarray(blocks(10 + n) * np.uint8(255)) for n in range(3)]
    save(pages[0], data / "images" / "stack.tif", save_all=True, append_images=pages[1:])
    save(masks[0], data / "masks" / "stack.tif", save_all=True, append_images=masks[1:])
    save(pages[0], data / "images" / "wrong.tif", save_all=True, append_images=pages[1:])
    save(masks[0], data / "masks" / "wrong.tif", save_all=True, append_images=masks[1:2])
    found = look(data)
    stack = [pair for pair in found.pairs if pair.image.name == "stack.tif"]
    assert [pair_name(pair) for pair in stack] == ["stack.tif", "stack.tif (page 2)", "stack.tif (page 3)"]
    assert lines(found, "wrong.tif", "3 pages", "has 2")
    for number, pair in enumerate(stack):
        image, labels = folders.read_pair(pair, found)
        assert np.allclose(image, noise(10 + number) / 255) and np.array_equal(labels, blocks(10 + number))
    train, test = folders.split(found.pairs, test=3, seed=1)
    assert len({pair in test for pair in stack}) == 1


# Masks of every kind


@pytest.mark.parametrize("dtype, mode", [(np.uint8, "L"), (np.uint16, "I;16"), (np.int32, "I"), (np.float32, "F")])
def test_masks_of_numbers(tmp_path, dtype, mode):
    path = save(blocks(classes=3).astype(dtype), tmp_path / ("m.png" if dtype in (np.uint8, np.uint16) else "m.tif"))
    assert Image.open(path).mode == mode
    assert np.array_equal(read_mask(path), blocks(classes=3))


def test_masks_of_bits_palettes_and_colours(tmp_path):
    mask = blocks(classes=3)
    assert np.array_equal(read_mask(save(Image.fromarray(mask == 1), tmp_path / "bit.png")), mask == 1)
    palette = Image.fromarray(mask).convert("L")
    palette = Image.frombytes("P", palette.size, mask.tobytes())
    palette.putpalette(COLOURS.ravel().tolist())
    save(palette, tmp_path / "p.png")
    assert np.array_equal(read_mask(tmp_path / "p.png"), mask)
    table = {tuple(colour): label for label, colour in enumerate(COLOURS.tolist())}
    for name, image in [("rgb.png", palette.convert("RGB")), ("rgb.tif", palette.convert("RGB")), ("p.png", palette)]:
        values = read_mask(save(image, tmp_path / name), colours=True)
        assert values.shape == (*mask.shape, 3) and np.array_equal(to_classes(values, table), mask)
    clear = np.dstack([COLOURS[mask], np.where(mask == 2, 0, 255).astype(np.uint8)])  # class 2 is transparent
    assert np.array_equal(to_classes(read_mask(save(clear, tmp_path / "a.png")), table), np.where(mask == 2, 0, mask))
    with pytest.raises(ValueError, match="fractions"):
        read_mask(save(blocks().astype(np.float32) / 3, tmp_path / "f.tif"))


def test_classes_found_for_each_way_of_writing_masks(tmp_path):
    ways = {"01": (blocks(classes=2), {0: 0, 1: 1}), "0255": (blocks() * np.uint8(255), {0: 0, 255: 1}),
            "three": (blocks(classes=3) * np.uint8(127), {0: 0, 127: 1, 254: 2}),
            "ignored": (np.array([0, 1, 255], np.uint8)[blocks(classes=3)], {0: 0, 1: 1, 255: 255}),
            "colours": (COLOURS[blocks(classes=3)], {(0, 0, 0): 0, (0, 0, 255): 1, (255, 0, 0): 2})}  # fmt: skip
    for name, (mask, table) in ways.items():
        for number in range(3):
            save(noise(number), tmp_path / f"{name}-x" / f"{number}.png")
            save(np.roll(mask, 10 * number, axis=0), tmp_path / f"{name}-y" / f"{number}.png")
        found = report(tmp_path / f"{name}-x", tmp_path / f"{name}-y")
        assert found.classes == table and not found.faults and len(found.pairs) == 3
        assert sum(found.shares) == pytest.approx(1) and (found.ignored > 0) == (255 in table.values())
        assert found.num_classes == len(set(table.values()) - {255})
        labels = folders.read_pair(found.pairs[0], found)[1]
        assert set(np.unique(labels)) == set(table.values())


def test_given_tables(data):
    both = look(data, classes={0: 1, 255: 0})
    assert both.classes == {0: 1, 255: 0} and len(both.pairs) == 6
    ignored = look(data, classes={0: 0}, ignore=255)
    assert ignored.num_classes == 1 and ignored.ignored > 0.2 and lines(ignored, "only one class")
    missing = look(data, classes={0: 0, 1: 1})
    assert (
        not missing.pairs
        and len(lines(missing, "contains 255", "not in classes")) == 6
        and lines(missing, "no pair can be used")
    )
    objects = look(data, classes="objects")
    assert objects.num_classes == 2 and "every number above 0" in str(objects)


def test_white_in_coloured_masks_is_asked_about(data):
    colours = np.array([(0, 0, 0), (255, 0, 0), (255, 255, 255)], np.uint8)
    for number in range(6):
        save(colours[blocks(number, classes=3)], data / "masks" / f"p{number}_mask.png")
    found = look(data)
    assert found.num_classes == 3 and lines(found, "white is class 2", "ignore=(255, 255, 255)")
    told = look(data, ignore=(255, 255, 255))
    assert told.num_classes == 2 and told.ignored > 0.1 and not lines(told, "white")


def test_trimaps_with_a_border_that_nobody_knows(data):
    """1 is the animal, 2 the background and 3 the border between them, as in published data sets of pets."""
    for number in range(6):
        save(blocks(number, classes=3) + np.uint8(1), data / "masks" / f"p{number}_mask.png")
    found = look(data, classes={2: 0, 1: 1}, ignore=3)
    assert len(found.pairs) == 6 and found.num_classes == 2 and found.ignored > 0.1
    _, labels = folders.read_pair(found.pairs[0], found)
    assert np.array_equal(labels, np.array([1, 0, 255])[blocks(0, classes=3)])


@pytest.mark.parametrize("classes", [{}, [0, 1], "things", {0: 0, 1: 2}, {0: 1}, {0: 0, (1, 2, 3): 1}, {(1, 2): 0},
                                     {"0": 0}, {0: "a"}, {(0, 0, 300): 0}, {True: 0}, {0: 255}])  # fmt: skip
def test_tables_that_are_none(classes):
    with pytest.raises(ValueError, match="classes"):
        check_classes(classes)


def test_nearest_and_strange_numbers():
    values = np.array([[0, 3, 250, 255, 100]], np.uint8)
    assert to_classes(values, {0: 0, 255: 1}, nearest=True).tolist() == [[0, 0, 1, 1, 0]]
    with pytest.raises(ValueError, match=r"contains 3, 100, 250, which"):
        to_classes(values, {0: 0, 255: 1})
    red = np.array([[[250, 10, 3], [0, 0, 0]]], np.uint8)
    assert to_classes(red, {(0, 0, 0): 0, (255, 0, 0): 1}, nearest=True).tolist() == [[1, 0]]
    with pytest.raises(ValueError, match=r"\(250, 10, 3\)"):
        to_classes(red, {(0, 0, 0): 0, (255, 0, 0): 1})
    with pytest.raises(ValueError, match="is coloured"):
        to_classes(red, {0: 0, 1: 1})


# What the report finds suspicious


def test_nothing_wrong(data):
    found = look(data)
    assert "nothing wrong" in str(found) and "6 good pairs, colour, 40×50" in str(found) and found.channels == 3
    assert str(data) not in str(found)


def test_jpeg_masks_are_named_and_mended(data):
    save(blocks(0) * np.uint8(255), data / "masks" / "p0_mask.jpg", quality=60)
    (data / "masks" / "p0_mask.png").unlink()
    assert len(look(data).pairs) == 5 and lines(look(data), "p0_mask.jpg", "JPEG invents", "nearest=True")
    found = look(data, classes={0: 0, 255: 1}, nearest=True)
    assert len(found.pairs) == 6 and np.array_equal(folders.read_pair(found.pairs[0], found)[1], blocks(0))


def test_jpeg_masks_whose_numbers_happen_to_be_classes(data):
    for number in range(6):
        save(blocks(number), data / "masks" / f"p{number}_mask.png")
    save(np.ones((40, 50), np.uint8), data / "masks" / "p0_mask.jpg")
    (data / "masks" / "p0_mask.png").unlink()
    assert lines(look(data), "p0_mask.jpg", "saved as JPEG", "export as PNG")


def test_blurred_masks(data):
    large = Image.fromarray(np.kron(blocks(0), np.full((9, 9), 255, np.uint8)))
    save(noise(9, (397, 463)), data / "images" / "big.png")
    save(
        large.rotate(7, Image.Resampling.BICUBIC).resize((463, 397), Image.Resampling.BICUBIC),
        data / "masks" / "big.png",
    )
    assert lines(look(data), "big.png", "blurred")
    soft = blocks(1) * np.uint8(255)
    soft[:, ::10] = soft[:, ::10] // 2 + 20
    save(soft, data / "masks" / "p1_mask.png")
    assert lines(look(data), "numbers between 0 and 255 are rare")


def test_faults_that_leave_a_pair_out(data):
    save(blocks(size=(50, 40)), data / "masks" / "p0_mask.png")
    save(blocks(size=(80, 100)), data / "masks" / "p1_mask.png")
    save(noise(2), data / "masks" / "p2_mask.png")
    save(noise(7), data / "masks" / "p3_mask.png")
    save(noise(8, channels=1), data / "masks" / "p4_mask.png")
    found = look(data)
    assert len(found.pairs) == 1 and lines(found, "only one pair")
    assert lines(found, "p0_mask", "50×40", "its image 40×50", "rotated") and lines(found, "p1_mask", "80×100")
    assert lines(found, "p2_mask", "same pixels as its image") and lines(found, "p3_mask", "colours", "is it an image")
    assert lines(found, "p4_mask", "numbers", "objects")


def test_warnings_on_pairs_that_stay(data):
    save(np.zeros((40, 50), np.uint8), data / "masks" / "p0_mask.png")
    save(np.full((40, 50), 255, np.uint8), data / "masks" / "p1_mask.png")
    save(noise(3), data / "images" / "p2.png")
    save(np.full((40, 50), 7, np.uint8), data / "images" / "p4.png")
    found = look(data)
    assert len(found.pairs) == 6 and not found.faults and found.channels == 3
    assert (
        lines(found, "p0_mask.png: empty")
        and lines(found, "p1_mask.png: full")
        and lines(found, "p4.png", "one colour")
    )
    assert lines(found, "p2.png, p3.png", "the same image", "different masks")
    for number in range(6):
        save(blocks(0) * np.uint8(255), data / "masks" / f"p{number}_mask.png")
    assert lines(look(data), "all masks are the same")


def test_rare_classes_and_mixed_scales(data):
    for number in range(3):
        save(blocks(number), data / "masks" / f"p{number}_mask.png")
    found = look(data)
    assert found.classes == {0: 0, 1: 1, 255: 255} and lines(found, "some masks 0/1 and others 0/255")
    assert len(lines(found, "empty", "and what is ignored")) == 1
    mask = blocks(5) * np.uint8(255)
    mask[0, :3] = 128
    save(mask, data / "masks" / "p5_mask.png")
    assert lines(look(data, ignore=None), "rare") and lines(look(data, ignore=None), "in only one mask")


def test_palettes_that_disagree(data):
    for number in range(6):
        image = Image.frombytes("P", (50, 40), blocks(number).tobytes())
        image.putpalette([0, 0, 0, 255, 0, 0] if number else [255, 0, 0, 0, 0, 0])
        save(image, data / "masks" / f"p{number}_mask.png")
    assert lines(look(data), "number 0 is the colour", "table of colours")
    found = look(data, classes={(0, 0, 0): 0, (255, 0, 0): 1})
    assert not found.faults and np.array_equal(folders.read_pair(found.pairs[0], found)[1], 1 - blocks(0))


def test_numbered_objects(tmp_path):
    for number in range(3):
        mask = np.kron(np.arange(60).reshape(6, 10), np.ones((5, 5), int)).astype(np.uint16)
        save(noise(number, (30, 50)), tmp_path / "images" / f"{number}.png")
        save(np.roll(mask, number * 5, axis=1), tmp_path / "masks" / f"{number}.png")
    assert len(lines(look(tmp_path), 'classes="objects"')) == 3
    found = look(tmp_path, classes="objects")
    assert len(found.pairs) == 3 and folders.load(found.pairs, found, 32).masks.max() == 1


# Split


def test_split_is_seeded_and_keeps_copies_together(data):
    save(noise(0), data / "images" / "q.tif")  # the same pixels as p0 in another file
    save(blocks(0) * np.uint8(255), data / "masks" / "q.png")
    pairs = look(data).pairs
    sides = []
    for seed in range(20):
        train, test = folders.split(pairs, test=3, seed=seed)
        assert sorted(train + test) == sorted(pairs) and len(test) == 3
        assert len({pair in test for pair in pairs if pair.image.name in ("p0.png", "q.tif")}) == 1
        assert (train, test) == folders.split(pairs, test=3, seed=seed)
        sides.append(tuple(test))
    assert len(set(sides)) > 5
    assert len(folders.split(pairs)[1]) == 2
    together = folders.split(pairs, group=lambda name: name < "p3" or name > "q")[1]
    assert len({pair.image.name in ("p3.png", "p4.png", "p5.png") for pair in together}) == 1


@pytest.mark.parametrize("test", [0, 6, 7, 1.0, -1])
def test_split_that_cannot_be(data, test):
    with pytest.raises(ValueError, match="cannot be divided"):
        folders.split(look(data).pairs, test=test)
    with pytest.raises(ValueError, match="cannot be divided"):
        folders.split(look(data).pairs[:1])


def test_split_in_order_leaves_a_gap(tmp_path):
    pairs = [Pair(tmp_path / f"slice{number}.png", tmp_path / f"m{number}.png") for number in (10, 9, 2, 1, 3, 11, 20)]
    pairs.insert(2, Pair(tmp_path / "slice9.png", tmp_path / "m9.png", page=1))

    def names(part):
        return [pair.image.stem.removeprefix("slice") for pair in part]

    train, test = folders.split(pairs, test=2, gap=1)
    assert names(train) == ["1", "2", "3", "9", "9"] and [pair.page for pair in train[3:]] == [0, 1]
    assert names(test) == ["11", "20"]  # 10 is left out
    assert names(folders.split(pairs, test=0.25, gap=0)[0]) == ["1", "2", "3", "9", "9", "10"]
    with pytest.raises(ValueError, match="gap=6"):
        folders.split(pairs, test=2, gap=6)
    with pytest.raises(ValueError, match="two different ways"):
        folders.split(pairs, gap=1, group=len)


# Arrays


def test_load_scales_and_ignores_the_mirrored_border(data):
    found = look(data)
    images, masks, weights = folders.load(found.pairs, found, 25)
    assert images.shape == (6, 25, 25, 3) and masks.shape == (6, 25, 25, 1) and weights.shape == (6, 25, 25)
    assert images.dtype == weights.dtype == np.float32 and set(np.unique(masks)) == {0, 1}
    assert weights.sum() == 6 * 20 * 25 and np.all(weights[:, 2:22] == 1)  # 40×50 becomes 20×25
    assert np.array_equal(masks[0, 2:22, :, 0], blocks(0)[1::2, 1::2])


def test_load_crops(data):
    found = look(data)
    images, masks, weights = folders.load_crops(found.pairs[:2], found, 20, count=7, seed=3)
    assert images.shape == (14, 20, 20, 3) and np.all(weights == 1)
    whole = noise(0) / np.float32(255)
    windows = np.lib.stride_tricks.sliding_window_view(whole, (20, 20, 3))[:, :, 0]
    place = np.argwhere(np.abs(windows - images[0]).max(axis=(2, 3, 4)) < 1e-6)
    assert len(place) == 1
    row, column = place[0]
    assert np.array_equal(masks[0, :, :, 0], blocks(0)[row : row + 20, column : column + 20])
    again = folders.load_crops(found.pairs[:2], found, 20, count=7, seed=3)
    assert np.array_equal(again.images, images)
    grid = folders.load_crops(found.pairs[:1], found, 20)
    assert len(grid.images) == 6 and np.array_equal(grid.images[2], whole[:20, 30:50])
    small = folders.load_crops(found.pairs[:1], found, 60)
    assert len(small.images) == 1 and small.weights.sum() == 40 * 50


def test_grey_images_and_prepare(tmp_path):
    for number in range(2):
        save(noise(number, channels=1), tmp_path / "images" / f"{number}.png")
        save(blocks(number), tmp_path / "masks" / f"{number}.png")
    found = look(tmp_path)
    assert found.channels == 1
    for way in (folders.load, folders.load_crops):
        assert way(found.pairs, found, 32, prepare=lambda images: images * 0 - 5).images.max() == -5
        assert way(found.pairs, found, 32).images.shape[-1] == 1
    assert np.allclose(folders.read_pair(found.pairs[0], found)[0][:, :, 0], noise(0, channels=1) / 255, atol=1e-6)


@pytest.mark.slow
def test_arrays_go_into_batches(data):
    from unet_lessons.training import batches

    found = look(data)
    image, mask, weight = next(iter(batches(*folders.load(found.pairs, found, 32), augmented=True)))
    assert image.shape == (4, 32, 32, 3) and mask.shape == weight.shape == (4, 32, 32, 1)


def test_what_cannot_be_loaded(data):
    found = look(data)
    for way in (folders.load, folders.load_crops):
        with pytest.raises(ValueError, match="nothing to load"):
            way([], found)
        with pytest.raises(ValueError, match="MB"):
            way(found.pairs, found, 100_000)
        (data / "images" / "p1.png").write_bytes(b"")
        with pytest.raises(ValueError, match="p1.png"):
            way(found.pairs, found)


# Scores


# Masks of a whole folder


@pytest.fixture(scope="module")
def models():
    """Models of fixed and of open size, without trainable weights: class 1 where red is above 0.5."""
    from unet_lessons.backend import keras

    def model(shape):
        inputs = keras.Input(shape)
        outputs = keras.layers.Conv2D(2, 1, activation="softmax")(inputs)
        one = keras.Model(inputs, outputs)
        kernel = np.zeros((1, 1, 3, 2), np.float32)
        kernel[0, 0, 0, 1] = 100
        one.layers[-1].set_weights([kernel, np.array([0, -50], np.float32)])
        return one

    return model((32, 32, 3)), model((None, None, 3))


def test_predict_folder_saves_and_overwrites_nothing(data, models):
    save(noise(0), data / "images" / "p0.jpg")
    pages = [Image.fromarray(noise(n)) for n in (3, 4)]
    save(pages[0], data / "images" / "stack.tif", save_all=True, append_images=pages[1:])
    (data / "images" / "broken.png").write_text("no image")
    saved, skipped = folders.predict_folder(models[1], data / "images", data / "out" / "masks")
    names = [path.name for path in saved]
    assert len(names) == len(set(names)) == 9 and {"p0.png", "p0-png.png", "stack-page2.png"} <= set(names)
    assert len(skipped) == 1 and "broken.png" in skipped[0]
    red = (noise(4)[:, :, 0] > 127.5).astype(np.uint8) * 255
    assert np.array_equal(np.asarray(Image.open(data / "out" / "masks" / "stack-page2.png")), red)
    assert folders.predict_folder(models[1], data / "images", data / "out" / "masks").skipped == skipped
    before = save(blocks(), data / "out" / "masks" / "p1.png").read_bytes()
    again = folders.predict_folder(models[1], data / "images", data / "out" / "masks")
    assert any("p1.png" in line and "kept" in line for line in again.skipped)
    assert (data / "out" / "masks" / "p1.png").read_bytes() == before
    assert len(folders.predict_folder(models[1], data / "images", data / "out" / "masks", overwrite=True).saved) == 9
    with pytest.raises(ValueError, match="among the images"):
        folders.predict_folder(models[1], data / "images", data / "images")
    some = [data / "images" / "p3.png", str(data / "images" / "p4.png")]
    listed = folders.predict_folder(models[1], some, data / "out" / "some")
    assert [path.name for path in listed.saved] == ["p3.png", "p4.png"] and not listed.skipped
    with pytest.raises(ValueError, match="among the images"):
        folders.predict_folder(models[1], some, data / "images")
    with pytest.raises(ValueError, match="is a file"):
        folders.predict_folder(models[1], data / "images", data / "masks" / "p0_mask.png")


def test_fixed_and_prepared(models):
    image = np.kron(blocks(0), np.ones((4, 4)))[:, :, None].repeat(3, 2).astype(np.float32)
    for model in models:
        assert folders.predict_labels(model, image).shape == (160, 200)
    assert np.array_equal(folders.predict_labels(models[1], image), image[:, :, 0])
    for model in models:
        assert folders.predict_labels(model, image, prepare=lambda batch: batch * 0).max() == 0


# Nothing of the user's is changed


def everything(folder):
    return {path: path.read_bytes() if path.is_file() else None for path in sorted(folder.rglob("*"))}


def test_links_to_nowhere_and_pipes(data):
    os.symlink("nowhere", data / "images" / "link.png")
    if hasattr(os, "mkfifo"):
        os.mkfifo(data / "masks" / "pipe.png")
        assert lines(look(data), "pipe.png", "not a readable file")
    assert lines(look(data), "link.png", "not a readable file")


def test_report_changes_nothing(data):
    before = everything(data)
    found = look(data)
    folders.load(*[folders.split(found.pairs)[0], found])
    assert everything(data) == before
