"""Lesson 07c: its own functions do what it says; the stored tables support the claims."""

import ast

import matplotlib.pyplot as plt
import numpy as np
import pytest
from notebook_cells import cells, functions
from scipy.signal import fftconvolve
from skimage.measure import label

from unet_lessons import baselines
from unet_lessons.backend import keras
from unet_lessons.data import make_cells, make_rods
from unet_lessons.images import CLASS_COLOURS
from unet_lessons.metrics import dice, object_scores
from unet_lessons.plots import lesson_07 as figures_07
from unet_lessons.training import separate_touching

RIVALS = "tune split_touching grow_seeds local_threshold".split()
KNOWN = {"np": np, "keras": keras, "label": label, "object_scores": object_scores, "fftconvolve": fftconvolve}


@pytest.fixture(scope="module")
def lesson():
    """The functions of the lesson and its stored tables. Nothing is trained or shown."""
    known = KNOWN | {"keras_loss": keras.losses.BinaryCrossentropy()}
    names = functions("07c", **known, **{name: getattr(baselines, name) for name in RIVALS})
    for cell in cells("07c"):
        for node in ast.parse(cell).body:
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]).startswith(("STORED", "local")):
                names[ast.unparse(node.targets[0])] = ast.literal_eval(node.value)
    return names


@pytest.fixture(scope="module")
def few_cells():
    return make_cells(3, size=64, seed=5)


@pytest.fixture(autouse=True)
def closed_figures():
    yield
    plt.close("all")


# Rare objects


def test_the_sum_of_two_losses(lesson):
    rng = np.random.default_rng(0)
    truth, probability = (rng.random((2, 6, 5, 1)) < 0.3) * 1.0, rng.random((2, 6, 5, 1))
    each = [1 - 2 * (t * p).sum() / (t.sum() + p.sum()) for t, p in zip(truth, probability, strict=True)]
    cross = -np.log(np.where(truth == 1, probability, 1 - probability)).mean()
    np.testing.assert_allclose(lesson["sum_of_both"](truth, probability), cross + np.mean(each), rtol=1e-4)


def test_losses(lesson):
    table = lesson["STORED_LOSS"]
    assert {kind for kind, _ in table} == {"line", "spot"} and len(table) == 9
    assert all(len(row) == (2 if "×" in loss else 3) for (_, loss), row in table.items())
    assert min(table["line", "cross-entropy + Dice"]) > max(table["line", "cross-entropy"] + table["line", "focal"])
    assert min(table["spot", "cross-entropy + Dice"]) > 0.8 > 0.1 > min(table["spot", "Dice"])


def test_line_filters_answer_to_lines_of_their_direction_and_not_to_brightness(lesson):
    filters = lesson["line_filters"](19)
    assert len(filters) == 24 and all(abs(one.sum()) < 1e-9 and np.isclose((one**2).sum(), 1) for one in filters)
    image = np.full((2, 64, 64, 1), 0.3)
    image[1, 30, 20:45] += 0.5  # a horizontal line, and in the other image none
    answers = lesson["line_answers"](image, 19)
    assert answers.shape == (2, 64, 64) and abs(answers[0]).max() < 1e-6
    assert np.unravel_index(answers[1].argmax(), (64, 64))[0] == 30
    diagonal = np.full((1, 64, 64, 1), 0.3)
    diagonal[0, np.arange(20, 45), np.arange(20, 45)] += 0.5
    row, column = np.unravel_index(lesson["line_answers"](diagonal, 19)[0].argmax(), (64, 64))
    assert row == column


def test_line_masks_keep_long_pieces_and_join_corners(lesson):
    answers = np.zeros((1, 64, 64))
    answers[0, np.arange(10), np.arange(10)] = answers[0, 40, 40:44] = 5
    masks = lesson["line_masks"](answers, threshold=4, smallest=5)
    assert masks.shape == (1, 64, 64, 1) and masks.sum() == 10 and masks[0, 9, 9, 0]
    assert not lesson["line_masks"](answers, threshold=5, smallest=5).any()


def test_rods(lesson):
    table = lesson["STORED_RODS"]
    assert len(table["gaps and weights, components"]) == len(table["gaps and weights, grown"]) == 3
    assert min(table["gaps and weights, grown"]) > max(table["gaps and weights, components"])
    assert min(table["gaps and weights, components"]) > 0.6 > 0.45 > max(table["gaps, components"])


def test_seeds_grown_are_the_strongest_without_learning(lesson):
    """The rival of the weight map on rods is far better than the watershed of the true mask, as the lesson says."""
    images, labels = make_rods(10, size=96, seed=2)
    found = lesson["grown"](images, level=0.08, window=7, above=0.03)
    split = lesson["separate"](labels > 0, height=1)
    assert object_scores(labels, found)[0] > object_scores(labels, split)[0] + 0.15


def test_labels_grow_until_they_fill_the_masks():
    seeds, masks = np.zeros((1, 20, 30), int), np.zeros((1, 20, 30, 1), bool)
    seeds[0, 8:12, 8:10], seeds[0, 8:12, 20:22] = 1, 2
    masks[0, 5:15, 4:26] = masks[0, 0, 0] = True
    seeds[0, 4, 20] = 2  # beyond the mask
    image = np.ones((1, 20, 30, 1))
    image[:, :, 15] = 0  # the seam
    found = baselines.grow_labels(image, seeds, masks)
    assert found.shape == (1, 20, 30) and (found[0, 5:15, 4:15] == 1).all() and (found[0, 5:15, 16:26] == 2).all()
    assert found[0, 4, 20] == 2 and not found[0, 0, 0] and not found[0, 16:].any()


def test_a_forest_with_a_class_for_the_seam_parts_rods(lesson):
    images, labels = make_rods(14, size=96, seed=3)
    forest = baselines.train_seam_forest(images[:10], labels[:10], separate_touching(labels[:10]))
    assert forest.classes_.tolist() == [0, 1, 2]
    chances = [baselines.predict_forest(forest, baselines.pixel_features(image)) for image in images[10:]]
    found = baselines.objects_from_chances(chances, level=0.5)
    split = lesson["separate"](labels[10:] > 0, height=1)
    assert found.shape == labels[10:].shape
    assert object_scores(labels[10:], found)[0] > object_scores(labels[10:], split)[0] + 0.15


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


# The stored tables


def test_the_watershed_is_ahead_on_cells_in_each_seed(lesson):
    table = lesson["STORED_SEEDS"]
    assert all(len(row) == 3 for row in table.values()) and len(table) == 6
    pairs = zip(table["plain mask, watershed"], table["gaps and weights, components"], strict=True)
    assert all(split > weighted for split, weighted in pairs)
    assert min(table["gaps and weights, components"]) > max(table["gaps, components"]) + 0.1


def test_smoothed_hills_part_cells_better(lesson):
    """Both settings of the watershed are tuned; the smoothing is what makes it strong."""
    _, labels = make_cells(10, size=128, seed=3)
    best = lesson["best_split"](labels, labels > 0)
    f1, rough = (
        object_scores(labels, lesson["separate"](labels > 0, **settings))[0]
        for settings in (best, {"height": 0.5, "smooth": 0})
    )
    assert best["smooth"] > 0 and f1 > rough


def test_the_local_threshold_is_the_one_of_lesson_07(lesson):
    """Lesson 07 tunes it on the same validation images, and prints what it has chosen."""
    drawn, labels = make_cells(100, seed=0)
    truth = labels[80:, ..., None] > 0

    def score(**settings):
        return float(np.mean(dice(truth, baselines.local_threshold(drawn[80:], **settings))))

    grids = {"window": [21, 31, 41], "above": [0.01, 0.02, 0.03], "smallest": [0, 15, 30]}
    assert baselines.tune(score, blur=[0, 0.5], natural_ends=["blur"], **grids)[0] == lesson["local"]


def test_no_lesson_has_used_the_test_images():
    assert sum("make_cells(40, seed=2027)" in cell for cell in cells("07c")) == 1
    others = (*range(8), "07b", 8, "08b", 9)
    assert all("seed=2027" not in cell for number in others for cell in cells(number))


# The figures


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
