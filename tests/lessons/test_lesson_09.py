"""Lesson 09: what its cells do up to the training holds, and its own loss is that of Keras."""

import matplotlib
import numpy as np
import pytest
from notebook_cells import cells, functions

from unet_lessons.data.faulty_folder import class_mask, make_faulty_folder
from unet_lessons.folders import report
from unet_lessons.folders.masks import read_mask

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
    """With the folder that is there from the first run; the asserts in the cells are the test."""
    matplotlib.use("Agg")
    monkeypatch.chdir(tmp_path)
    (last,) = [number for number, cell in enumerate(CELLS) if cell.startswith("data = balanced")]
    texts = []
    for _ in range(2):
        names = {}
        for cell in CELLS[: last + 1]:
            exec(cell, names)
        texts.append(capsys.readouterr().out)
    assert texts[0] == texts[1] and str(tmp_path) not in texts[0]
    assert names["data"].weights.max() > 2 and len(names["test"]) == 4
    assert set(np.unique(read_mask(names["mended"] / "cell-19_mask.png"))) == {0, 1, 255}
    weights = names["data"].weights
    assert np.average(weights[weights > 0]) == pytest.approx(1, abs=1e-4)
