"""Lesson 07: the learner's own functions do what Keras and the package do; the stored tables hold what is claimed."""

import ast
import time

import matplotlib.pyplot as plt
import numpy as np
import pytest
from notebook_cells import cells, functions
from skimage.measure import label

from unet_lessons.backend import keras
from unet_lessons.data.cells import make_cells
from unet_lessons.plots import lesson_07 as figures_07
from unet_lessons.training import separate_touching, weight_map


@pytest.fixture(scope="module")
def lesson():
    """The functions of the lesson and its stored tables. Nothing is trained or shown."""
    names = functions(7, np=np, keras=keras, layers=keras.layers, label=label)
    (stopwatch,) = [cell for cell in cells(7) if "class Stopwatch" in cell]
    exec(stopwatch, names | {"time": time}, names)
    for cell in cells(7):
        for node in ast.parse(cell).body:
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]).startswith(("STORED", "PARAMETERS")):
                names[ast.unparse(node.targets[0])] = ast.literal_eval(node.value)
    return names


@pytest.fixture(scope="module")
def few_cells():
    return make_cells(3, size=64, seed=5)


@pytest.fixture(autouse=True)
def closed_figures():
    yield
    plt.close("all")


def agree(mine, reference):
    np.testing.assert_allclose(mine, np.asarray(reference), rtol=0, atol=1e-6)


# What the learner computes by hand


def test_sigmoid_and_softmax(lesson):
    z = np.random.default_rng(0).normal(0, 3, (7, 4))
    agree(lesson["sigmoid"](z), keras.ops.sigmoid(z))
    agree(lesson["softmax"](z), keras.ops.softmax(z))
    two = np.stack([np.zeros(7), z[:, 0]], -1)
    agree(lesson["softmax"](two)[:, 1], lesson["sigmoid"](z[:, 0]))


@pytest.mark.parametrize("seed", range(3))
def test_dice_loss_is_that_of_keras(lesson, seed):
    rng = np.random.default_rng(seed)
    truth, probability = (rng.random((2, 6, 5, 1)) < 0.3) * 1.0, rng.random((2, 6, 5, 1))
    agree(lesson["dice_loss"](truth, probability), keras.losses.Dice()(truth, probability))
    assert lesson["dice_loss"](truth, truth) == 0


def test_weights_by_hand_are_those_of_the_package(lesson, few_cells):
    for labels in few_cells[1]:
        apart = labels * separate_touching(labels)
        np.testing.assert_allclose(lesson["my_weights"](apart), weight_map(apart), rtol=1e-5)


def test_spreads(lesson):
    balanced = lesson["spreads"](np.sqrt(2 / 288))
    assert len(balanced) == 20 and 0.3 < min(balanced) and max(balanced) < 3
    assert all(b < a for a, b in zip(lesson["spreads"](0.01), lesson["spreads"](0.01)[1:], strict=False))


# Counting


def test_a_mask_with_gaps_has_as_many_pieces_as_cells(lesson):
    _, labels = make_cells(20, seed=3)
    count = [lesson["count_pieces"](mask) for mask in separate_touching(labels)]
    melted = [lesson["count_pieces"](mask) for mask in labels > 0]
    true = labels.max(axis=(1, 2))
    assert lesson["count_error"](separate_touching(labels), true) < 0.02 < 0.1 < lesson["count_error"](labels > 0, true)
    assert sum(melted) < sum(count)


def test_specks_do_not_count(lesson):
    mask = np.zeros((12, 12), bool)
    mask[0, :7] = True  # 7 pixels
    assert lesson["count_pieces"](mask) == 0
    mask[4, :8] = mask[5, 8:] = True  # joined by a corner only: 8 pixels and 4
    assert lesson["count_pieces"](mask) == 1
    assert lesson["count_error"](np.array([mask, mask]), np.array([1, 3])) == 0.5


# The networks of the race


@pytest.mark.parametrize(
    "name, stored", [("wide_unet", "16 filters, four levels"), ("residual_unet", "residual, no long skips")]
)
def test_networks_of_the_race(lesson, name, stored):
    model = lesson[name]()
    assert model.count_params() == lesson["PARAMETERS"][stored] and model.output_shape == model.input_shape


def test_stopwatch_stops_at_the_goal_or_at_the_limit(lesson):
    class Model:
        stop_training = False

    for arguments, values, stops in (
        ({}, [0.5, 0.95], [False, False]),
        ({"stop": True}, [0.5, 0.95], [False, True]),
        ({"stop": True, "limit": -1}, [0.5], [True]),
    ):
        watch = lesson["Stopwatch"](**arguments)
        watch.set_model(Model())
        for value, stop in zip(values, stops, strict=True):
            watch.on_epoch_begin(0)
            watch.on_test_begin()
            watch.on_epoch_end(0, {"val_dice": value})
            assert watch.model.stop_training == stop
        assert (watch.reached is not None) == (max(values) >= 0.9) and watch.best == max(values)


# The stored tables


def test_few_images(lesson):
    table = lesson["STORED_FEW"]
    assert set(table) == {(count, kind) for count in (1, 2, 4, 8, 16, 80) for kind in (False, True)}
    assert all(len(row) == 5 and all(0 < d < 1 for d in row) for row in table.values())
    assert np.median(table[4, True]) >= 0.92
    assert all(min(table[count, True]) > max(table[count, False]) for count in (1, 2, 4))


def test_count_is_at_least_halved(lesson):
    table = lesson["STORED_COUNT"]
    assert all(len(row) == 5 for row in table.values())
    assert all(w < 0.5 * p for p, w in zip(table["without weights"], table["with weights"], strict=True))


def test_clipping_and_seconds(lesson):
    clip = lesson["STORED_CLIP"]
    assert all(len(row) == 5 for row in clip.values())
    assert min(clip["clipnorm=1.0"]) > 0.94 > min(clip["no clipping"])
    seconds = lesson["STORED_SECONDS"]
    assert all(s is not None for s in seconds["this U-Net"])
    slow = [s for name, row in seconds.items() if name != "this U-Net" for s in row if s is not None]
    assert not slow or min(slow) > 2 * max(seconds["this U-Net"])


# The figures


def test_figures():
    history = {key: [0.5, 0.6, 0.7] for key in ("loss", "val_loss", "dice", "val_dice")}
    table = {(count, kind): [0.8, 0.9] for count in (1, 4, 80) for kind in (False, True)}
    for figure in (
        figures_07.show_curves({"a": [1, 2, 3], "b": [0.1, 0.2]}, "x", "y"),
        figures_07.show_learning_curve(history, 0.7),
        figures_07.show_few(table, 0.7),
    ):
        figure.canvas.draw()
        assert figure.get_size_inches()[0] <= 11 and figure.get_facecolor() == (1, 1, 1, 1)


def test_figures_refuse_what_they_cannot_show():
    for wrong in (
        lambda: figures_07.show_curves({}, "x", "y"),
        lambda: figures_07.show_learning_curve({"loss": [1, 2]}),
        lambda: figures_07.show_few({(1, True): [0.5]}, 0.7),
    ):
        with pytest.raises(ValueError):
            wrong()
