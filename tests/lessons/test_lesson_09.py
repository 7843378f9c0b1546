"""Lesson 09: its cells up to the training work, its functions are right, and so is a folder of one's own."""

import matplotlib
import numpy as np
import pytest
from notebook_cells import cells, functions
from PIL import Image

from unet_lessons.data.faulty_folder import class_mask, make_faulty_folder
from unet_lessons.folders import contour, report
from unet_lessons.folders.masks import read_mask
from unet_lessons.images import IGNORE
from unet_lessons.metrics import dice_per_class
from unet_lessons.plots import lesson_09 as figures

CELLS = cells(9)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return make_faulty_folder(tmp_path_factory.mktemp("drawn") / "my-drawn-folder", count=8)


def test_drawn_folder_has_the_faults_of_the_lesson(folder):
    found = report(folder / "images", folder / "masks")
    assert len(found.pairs) == 5 and found.classes == {0: 0, 1: 1, 2: 2, 255: 255} and found.channels == 1
    faults, warnings = "\n".join(found.faults), "\n".join(found.warnings)
    for words in (
        "Is cel-05_mask.png meant?",
        "cell-06_mask.jpg: ",
        "JPEG invents",
        "cell-08.png: an image without mask",
    ):
        assert words in faults
    assert "cell-07_mask.png: empty" in warnings


def test_drawing_again_changes_nothing(folder):
    before = {path: path.read_bytes() for path in folder.rglob("*.*") if path.is_file()}
    make_faulty_folder(folder, count=8)
    assert {path: path.read_bytes() for path in folder.rglob("*.*") if path.is_file()} == before and len(before) == 18


def test_classes_of_drawn_cells():
    labels = np.zeros((20, 20), int)
    labels[4:10, 4:10], labels[10:16, 4:10], labels[0:3, 14:20] = 1, 2, 3
    mask = class_mask(labels)
    assert mask[6, 6] == 1 and mask[4, 4] == mask[9, 6] == mask[10, 6] == 2 and mask[12, 12] == 0
    assert np.all(mask[labels == 3] == 255)


@pytest.mark.parametrize("seed", range(3))
def test_weighted_loss_is_that_of_keras(seed):
    from unet_lessons.backend import keras

    rng = np.random.default_rng(seed)
    probabilities = rng.dirichlet(np.ones(4), 50)
    labels, weights = rng.integers(0, 4, 50), rng.integers(0, 2, 50).astype("float32")
    mine = functions(9, np=np)["weighted_loss"](labels, probabilities, weights)
    theirs = keras.losses.SparseCategoricalCrossentropy()(labels, probabilities, sample_weight=weights)
    assert mine == pytest.approx(float(theirs), abs=1e-6)


@pytest.mark.slow
def test_cells_before_the_training_run_twice(tmp_path, monkeypatch, capsys):
    """A second run, with the folder of the first one; the asserts in the cells are the test."""
    matplotlib.use("Agg")
    monkeypatch.chdir(tmp_path)
    (last,) = [number for number, cell in enumerate(CELLS) if cell.startswith("weighted = balanced")]
    texts = []
    for _ in range(2):
        names = {}
        for cell in CELLS[: last + 1]:
            exec(cell, names)
        texts.append(capsys.readouterr().out)
    assert texts[0] == texts[1] and str(tmp_path) not in texts[0]
    assert names["weighted"].weights.max() > 2 and len(names["test"]) == 5 and names["example"]
    assert set(np.unique(read_mask(names["mended"] / "cell-19_mask.png"))) == {0, 1, 255}
    assert (
        names["best"] == "pixel forest" and set(names["before"]) == {*names["rivals"]} and "contour" in names["rivals"]
    )
    weights = names["weighted"].weights
    assert np.average(weights[weights > 0]) == pytest.approx(1, abs=1e-4)


def test_dice_of_an_image_is_that_of_the_package():
    rng = np.random.default_rng(0)
    truth, predicted = rng.integers(0, 3, (30, 20)), rng.integers(0, 3, (30, 20))
    truth[:5] = IGNORE
    image_dice = functions(9, np=np, IGNORE=IGNORE)["image_dice"]
    each = image_dice(truth, predicted == np.arange(4)[:, np.newaxis, np.newaxis])
    assert each[:3] == pytest.approx(dice_per_class([truth], [predicted], 3)) and np.isnan(each[3])


def test_contour_gives_each_of_two_touching_cells_its_rim():
    rows, columns = np.mgrid[:80, :80]
    discs = [np.hypot(rows - 40, columns - middle) < 9 for middle in (32, 48)]
    outside, inside, rim = contour((discs[0] | discs[1]).astype(np.float32)[..., np.newaxis])
    assert np.all(outside ^ inside ^ rim) and outside[5, 5] and inside[40, 32] and inside[40, 48]
    assert rim[40, 39:42].any()  # where they touch


def test_errors_have_other_colours_than_the_classes():
    kinds = dict(figures.KINDS)
    classes = {figures.label_colour(label) for label in (1, 2)}
    assert len(set(kinds.values())) == len(kinds) and not classes & set(kinds.values())


def test_error_map_names_each_kind_of_error():
    truth = np.array([[0, 0, 1, 1, 1, IGNORE, 2]])
    predicted = np.array([[0, 2, 0, 1, 2, 1, 2]])
    kinds = ["background", "false alarm", "missed", "found", "another class", "don't know", "found"]
    assert figures.error_map(truth, predicted).tolist() == [[list(dict(figures.KINDS)[kind]) for kind in kinds]]
    with pytest.raises(ValueError, match="one size"):
        figures.error_map(truth, predicted[:, 1:])


def test_figures_have_a_legend_for_every_colour():
    matplotlib.use("Agg")
    image, truth = np.full((20, 20, 1), 0.5), np.zeros((20, 20), int)
    truth[5:10], truth[15:] = 1, IGNORE
    figure = figures.show_masks([image], [truth], {1: "a cell"})
    assert [text.get_text() for text in figure.legends[0].get_texts()] == ["a cell", "don't know"]
    figure = figures.show_errors(image, truth, truth * 0)
    words = [text.get_text() for legend in figure.legends for text in legend.get_texts()]
    assert "mask: class 1" in words and "missed" in words and "another class" not in words
    figure = figures.show_errors(image, truth, truth * 0, {1: "a cell"})
    assert "mask: a cell" in [text.get_text() for legend in figure.legends for text in legend.get_texts()]
    assert not figures.show_masks([image], [truth * 0]).legends  # nothing to name
    with pytest.raises(ValueError, match="training and validation"):
        figures.show_training({"training": [0.5]})


def photographs(folder, count=9):
    """Photographs of several sizes with a bright animal, and masks of 0, 1, 2 (two animals) and 3 (the border)."""
    rng = np.random.default_rng(0)
    for name in ("photos", "outlines"):
        (folder / name).mkdir()
    for number in range(count):
        height, width = 60 + 4 * number, 90 - 3 * number
        rows, columns = np.mgrid[:height, :width]
        distance = np.hypot(rows - height / 2, columns - width / 2 - rng.integers(-9, 9))
        mask = np.where(distance < 17, 1 + number % 2, np.where(distance < 20, 3, 0)).astype(np.uint8)
        image = (90 + 80 * (distance < 19)[..., np.newaxis] + rng.integers(0, 60, (height, width, 3))).astype(np.uint8)
        Image.fromarray(image).save(folder / "photos" / f"pet_{number}.jpg")
        Image.fromarray(mask).save(folder / "outlines" / f"pet_{number}.png")


def replaced(cells, *pairs):
    """The cells with texts replaced, each of which must occur."""
    whole = "\n# cell\n".join(cells)
    for before, after in pairs:
        assert whole.count(before) == 1, before
        whole = whole.replace(before, after)
    return whole.split("\n# cell\n")


@pytest.mark.slow
@pytest.mark.parametrize("offline", [True, False])
def test_folder_of_your_own_runs_to_the_end(tmp_path, monkeypatch, capsys, offline):
    """The learner's folder in the cell, as the lesson says, with few steps and random instead of downloaded weights."""
    from unet_lessons.backend import keras

    network = keras.applications.MobileNetV2

    def without_network(*args, weights, **options):
        if weights and offline:
            raise Exception("URL fetch failure")
        return network(*args, weights=None, **options)

    matplotlib.use("Agg")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(keras.applications, "MobileNetV2", without_network)
    photographs(tmp_path)
    mine = replaced(
        CELLS,
        ('images, masks, new = folder / "images", mended, folder / "new"',
         'images, masks, new = Path("photos"), Path("outlines"), Path("photos")'),
        ('CLASSES, IGNORED, NEAREST = None, "find", False', "CLASSES, IGNORED, NEAREST = {0: 0, 1: 1, 2: 1}, 3, False"),
        ('own_folder() / "my-results"', 'Path("mine/results")'),
        ("STEPS, EPOCHS = 480, 8", "STEPS, EPOCHS = 6, 2"),
    )  # fmt: skip
    names = {}
    for cell in mine:
        exec(cell, names)
    printed = capsys.readouterr().out
    assert not names["example"] and names["found"].num_classes == 2 and names["data"].images.shape[1:] == (128, 128, 3)
    assert "9 good pairs, colour" in printed and "class 1:" in printed.split("9 good pairs")[1]
    assert len(list((tmp_path / "mine" / "results" / "predicted").iterdir())) == 9
    assert all(len(numbers) == 2 for numbers in names["curves"].values())
    if offline:
        assert "cannot be downloaded" in printed and "borrowed encoder" not in names["scores"]
    else:
        assert names["scores"]["borrowed encoder"].shape == (len(names["test"]), 2)
        assert not names["borrowed"].layers[2].trainable_weights or not names["encoder"].trainable_weights
