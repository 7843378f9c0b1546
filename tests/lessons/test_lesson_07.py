"""Lesson 07: the learner's own functions do what Keras and the package do; the stored tables hold what is claimed."""

import ast

import matplotlib.pyplot as plt
import numpy as np
import pytest
from notebook_cells import cells, functions
from skimage.measure import label
from sklearn.ensemble import RandomForestClassifier

from unet_lessons import baselines
from unet_lessons.backend import keras
from unet_lessons.data import make_cells, make_rods
from unet_lessons.images import CLASS_COLOURS
from unet_lessons.metrics import dice, object_scores
from unet_lessons.plots import lesson_07 as figures_07
from unet_lessons.training import separate_touching, standardise, start_again

RIVALS = "tune split_touching grow_seeds local_threshold pixel_features predict_forest without_specks".split()
KNOWN = {
    "RandomForestClassifier": RandomForestClassifier,
    "np": np,
    "keras": keras,
    "label": label,
    "object_scores": object_scores,
    "keras_loss": None,
}


@pytest.fixture(scope="module")
def lesson():
    """The functions of the lesson and its stored tables. Nothing is trained or shown."""
    known = KNOWN | {"keras_loss": keras.losses.BinaryCrossentropy()}
    names = functions(7, **known, **{name: getattr(baselines, name) for name in RIVALS})
    for cell in cells(7):
        for node in ast.parse(cell).body:
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]).startswith("STORED"):
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


@pytest.mark.parametrize("seed", range(3))
def test_dice_loss_is_that_of_keras(lesson, seed):
    rng = np.random.default_rng(seed)
    truth, probability = (rng.random((2, 6, 5, 1)) < 0.3) * 1.0, rng.random((2, 6, 5, 1))
    agree(lesson["dice_loss"](truth, probability), keras.losses.Dice()(truth, probability))
    assert lesson["dice_loss"](truth, truth) == 0


def test_the_sum_of_two_losses(lesson):
    rng = np.random.default_rng(0)
    truth, probability = (rng.random((2, 6, 5, 1)) < 0.3) * 1.0, rng.random((2, 6, 5, 1))
    each = [lesson["dice_loss"](*pair) for pair in zip(truth, probability, strict=True)]
    cross = -np.log(np.where(truth == 1, probability, 1 - probability)).mean()
    np.testing.assert_allclose(lesson["sum_of_both"](truth, probability), cross + np.mean(each), rtol=1e-4)


def test_activation_scale(lesson):
    balanced = lesson["activation_scale"](np.sqrt(2 / 288))
    assert len(balanced) == 20 and 0.3 < min(balanced) and max(balanced) < 3
    falling = lesson["activation_scale"](0.01)
    assert all(b < a for a, b in zip(falling, falling[1:], strict=False))


# Objects


def test_a_mask_with_gaps_has_as_many_components_as_cells(lesson):
    _, labels = make_cells(20, seed=3)
    apart, melted = (
        [lesson["components"](mask) for mask in masks] for masks in (separate_touching(labels), labels > 0)
    )
    assert object_scores(labels, apart)[2] < 0.02 < 0.1 < object_scores(labels, melted)[2]


def test_specks_do_not_count(lesson):
    mask = np.zeros((12, 12), bool)
    mask[0, :7] = True  # 7 pixels
    assert not lesson["components"](mask).any()
    mask[4, :8] = mask[5, 8:] = True  # joined by a corner only: 8 pixels and 4
    assert lesson["components"](mask).astype(bool).sum() == 8


def test_the_watershed_parts_cells_but_not_rods(lesson):
    for maker, least, most in ((make_cells, 0.9, 1), (make_rods, 0, 0.6)):
        _, labels = maker(8, size=96, seed=3)
        split = lesson["separate"](labels > 0, **lesson["best_split"](labels, labels > 0))
        assert least < object_scores(labels, split)[0] < most


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
    assert set(forest) <= set(table) and all(len(row) == 5 for row in forest.values())
    assert all(np.median(forest[count]) > np.median(table[count][0]) + 0.04 for count in forest)


def test_losses(lesson):
    table = lesson["STORED_LOSS"]
    assert {kind for kind, _ in table} == {"line", "spot"} and len(table) == 9
    assert all(len(row) == (2 if "×" in loss else 3) for (_, loss), row in table.items())
    assert min(table["line", "cross-entropy + Dice"]) > max(table["line", "cross-entropy"] + table["line", "focal"])
    assert min(table["spot", "cross-entropy + Dice"]) > 0.8 > 0.1 > min(table["spot", "Dice"])


def test_rods(lesson):
    table = lesson["STORED_RODS"]
    assert len(table["gaps and weights, components"]) == 3
    assert min(table["gaps and weights, components"]) > 0.6 > 0.45 > max(table["gaps, components"])


def test_seeds_grown_are_the_strongest_without_learning(lesson):
    """The rival of the weight map on rods stands where the lesson says: far above the watershed of the true mask."""
    images, labels = make_rods(10, size=96, seed=2)
    found = lesson["grown"](images, level=0.08, window=7, above=0.03)
    split = lesson["separate"](labels > 0, height=1)
    assert object_scores(labels, found)[0] > object_scores(labels, split)[0] + 0.15


def test_no_lesson_has_used_the_test_images():
    seeds = [cell for cell in cells(7) if "make_cells(40, seed=" in cell]
    assert len(seeds) == 1 and "make_cells(40, seed=2026)" in seeds[0]
    assert all("seed=2026" not in cell for number in (*range(7), 8, 9) for cell in cells(number))


def test_the_watershed_is_ahead_on_cells_in_each_seed(lesson):
    table = lesson["STORED_SEEDS"]
    assert all(len(row) == 3 for row in table.values()) and len(table) == 6
    pairs = zip(table["plain mask, watershed"], table["gaps and weights, components"], strict=True)
    assert all(split > weighted for split, weighted in pairs)
    assert min(table["gaps and weights, components"]) > max(table["gaps, components"]) + 0.1


def test_smoothed_hills_part_cells_better(lesson):
    """The watershed is tuned in both of its settings: the smoothing is what makes it strong."""
    _, labels = make_cells(10, size=128, seed=3)
    best = lesson["best_split"](labels, labels > 0)
    f1, rough = (
        object_scores(labels, lesson["separate"](labels > 0, **settings))[0]
        for settings in (best, {"height": 0.5, "smooth": 0})
    )
    assert best["smooth"] > 0 and f1 > rough


def test_a_forest_of_few_images(lesson):
    """It learns from the images that it is given, and drops specks: two images are enough for a good mask."""
    images, labels = make_cells(4, size=128, seed=8)
    lesson["train_x"], lesson["train_y"] = standardise(images), (labels > 0)[..., None].astype("float32")
    masks = lesson["forest_masks"](lesson["train_forest"]([0, 1]), lesson["train_x"][2:])
    assert masks.shape == (2, 128, 128, 1) and masks.dtype == bool
    assert float(np.mean(dice(lesson["train_y"][2:], masks))) > 0.75
    assert all(baselines.without_specks(mask[..., 0], 15).sum() == mask.sum() for mask in masks)


# The figures


def test_figures():
    history = {key: [0.5, 0.6, 0.7] for key in ("loss", "val_loss", "dice", "val_dice")}
    table = {count: ([0.8, 0.9], [0.85, 0.95]) for count in (1, 4, 80)}
    for figure in (
        figures_07.show_curves({"a": [1, 2, 3], "b": [0.1, 0.2]}, "x", "y"),
        figures_07.show_curves({"a": [1, 2000, 3]}, "x", "y", top=4),
        figures_07.show_learning_curve(history, 0.7),
        figures_07.show_few(table, {1: [0.8], 80: [0.9]}, 0.7),
    ):
        figure.canvas.draw()
        assert figure.get_size_inches()[0] <= 11 and figure.get_facecolor() == (1, 1, 1, 1)


def test_the_axis_ends_at_the_top():
    assert figures_07.show_curves({"a": [1, 2000, 3]}, "x", "y", top=4).axes[0].get_ylim() == (0, 4)


def test_neighbours_have_different_colours(few_cells):
    for labels in few_cells[1]:
        colours = figures_07.object_colours(labels)
        assert colours.shape == (64, 64, 3) and colours.dtype == np.uint8
        assert (colours[labels == 0] == CLASS_COLOURS[0]).all() and (colours[labels > 0].sum(axis=-1) > 0).all()
        assert all(len(np.unique(colours[labels == one], axis=0)) == 1 for one in range(1, labels.max() + 1))
        for one, other, first, second in (
            (labels[1:], labels[:-1], colours[1:], colours[:-1]),
            (labels[:, 1:], labels[:, :-1], colours[:, 1:], colours[:, :-1]),
        ):
            touching = (one != other) & (one > 0) & (other > 0)
            assert (first[touching] != second[touching]).any(axis=-1).all()


def test_figures_refuse_what_they_cannot_show():
    for wrong in (
        lambda: figures_07.show_curves({}, "x", "y"),
        lambda: figures_07.show_learning_curve({"loss": [1, 2]}),
        lambda: figures_07.show_few({}, {1: [0.9]}, 0.7),
        lambda: figures_07.show_few({1: ([0.9], [0.9])}, {}, 0.7),
    ):
        with pytest.raises(ValueError):
            wrong()
