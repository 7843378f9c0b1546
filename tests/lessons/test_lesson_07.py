"""Lesson 07: the learner's own functions agree with Keras and the package; the stored tables support the claims."""

import ast

import matplotlib.pyplot as plt
import numpy as np
import pytest
from notebook_cells import cells, functions

from unet_lessons.backend import keras
from unet_lessons.plots import lesson_07 as figures_07
from unet_lessons.training import start_again


@pytest.fixture(scope="module")
def lesson():
    """The functions of the lesson and its stored tables. Nothing is trained or shown."""
    names = functions(7, np=np, keras=keras)
    for cell in cells(7):
        for node in ast.parse(cell).body:
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]).startswith("STORED"):
                names[ast.unparse(node.targets[0])] = ast.literal_eval(node.value)
    return names


@pytest.fixture(autouse=True)
def closed_figures():
    yield
    plt.close("all")


def agree(mine, reference):
    np.testing.assert_allclose(mine, np.asarray(reference), rtol=0, atol=1e-6)


# What the learner computes by hand


@pytest.mark.parametrize("seed", range(3))
def test_dice_loss_is_that_of_keras(lesson, seed):
    rng = np.random.default_rng(seed)
    truth, probability = (rng.random((2, 6, 5, 1)) < 0.3) * 1.0, rng.random((2, 6, 5, 1))
    agree(lesson["dice_loss"](truth, probability), keras.losses.Dice()(truth, probability))
    assert lesson["dice_loss"](truth, truth) == 0


def test_activation_scale(lesson):
    balanced = lesson["activation_scale"](np.sqrt(2 / 288))
    assert len(balanced) == 20 and 0.3 < min(balanced) and max(balanced) < 3
    falling = lesson["activation_scale"](0.01)
    assert all(b < a for a, b in zip(falling, falling[1:], strict=False))


def test_start_again_forgets():
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    model.compile(keras.optimizers.Adam(0.1), "mse")
    first, data = model.get_weights(), (np.ones((4, 2)), np.ones((4, 1)))
    runs = []
    for _ in range(2):
        start_again(model, first, learning_rate=0.05)
        runs.append(model.fit(*data, epochs=3, verbose=0, shuffle=False).history["loss"])
    assert runs[0] == runs[1] and float(model.optimizer.learning_rate) == pytest.approx(0.05)


# The stored tables


def test_few_images(lesson):
    table = lesson["STORED_FEW"]
    assert list(table) == [1, 2, 4, 8, 16, 80]
    assert all(len(row) == 5 and all(0 < d < 1 for d in row) for rows in table.values() for row in rows)
    assert all(min(table[count][1]) > max(table[count][0]) for count in (1, 2, 4))
    forest = lesson["STORED_FOREST"]
    assert list(forest) == list(table) and all(len(row) == 5 for row in forest.values())
    assert all(np.median(forest[count]) > np.median(table[count][0]) for count in forest)
    augmented = {count: np.median(rows[1]) for count, rows in table.items()}
    assert [count for count in table if augmented[count] > np.median(forest[count])] == [2]


def test_no_lesson_has_used_the_test_images():
    seeds = [cell for cell in cells(7) if "make_cells(40, seed=" in cell]
    assert len(seeds) == 1 and "make_cells(40, seed=2026)" in seeds[0]
    others = (*range(7), "07b", "07c", 8, "08b", 9)
    assert all("seed=2026" not in cell for number in others for cell in cells(number))


# The figures


def test_figures():
    history = {key: [0.5, 0.6, 0.7] for key in ("loss", "val_loss", "dice", "val_dice")}
    table = {count: ([0.8, 0.9], [0.85, 0.95]) for count in (1, 4, 80)}
    for figure in (
        figures_07.show_curves({"a": [1, 2, 3], "b": [0.1, 0.2]}, "x", "y"),
        figures_07.show_learning_curve(history, 0.7),
        figures_07.show_few(table, {1: [0.8], 80: [0.9]}, 0.7),
    ):
        figure.canvas.draw()
        assert figure.get_size_inches()[0] <= 11 and figure.get_facecolor() == (1, 1, 1, 1)


def test_the_axis_holds_all_curves():
    (axes,) = figures_07.show_curves({"a": [1, 2000, 3], "b": [1, 2]}, "x", "y").axes
    assert axes.get_ylim()[0] == 0 and axes.get_ylim()[1] > 2000


def test_a_log_axis_for_numbers_of_many_powers_of_ten():
    (axes,) = figures_07.show_curves({"a": [1, 2e6, 3], "b": [0.1, 0.2]}, "x", "y", log=True).axes
    assert axes.get_yscale() == "log" and axes.get_ylim()[0] < 0.1 and axes.get_ylim()[1] > 2e6


def test_figures_refuse_what_they_cannot_show():
    for wrong in (
        lambda: figures_07.show_curves({}, "x", "y"),
        lambda: figures_07.show_learning_curve({"loss": [1, 2]}),
        lambda: figures_07.show_few({}, {1: [0.9]}, 0.7),
        lambda: figures_07.show_few({1: ([0.9], [0.9])}, {}, 0.7),
    ):
        with pytest.raises(ValueError):
            wrong()
