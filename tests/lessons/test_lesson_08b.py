"""Lesson 08b: its own functions do what the lesson says."""

import ast
import json
from pathlib import Path

import matplotlib
import numpy as np
import pytest
from scipy.ndimage import gaussian_filter
from sklearn.mixture import GaussianMixture

from unet_lessons.backend import keras
from unet_lessons.plots.lesson_08b import letters_found, marked_page, sort_points
from unet_lessons.scribbles import f1_of_points, peaks

matplotlib.use("agg")

BOOK = Path(__file__).parents[2] / "notebooks" / "08b-scribbles-and-tiles.ipynb"
CELLS = [
    "".join(cell["source"]) for cell in json.loads(BOOK.read_text("utf-8"))["cells"] if cell["cell_type"] == "code"
]


@pytest.fixture(scope="module")
def lesson():
    """The functions that the lesson defines."""
    found = [node for cell in CELLS for node in ast.parse(cell).body if isinstance(node, ast.FunctionDef)]
    names = {
        "np": np,
        "keras": keras,
        "gaussian_filter": gaussian_filter,
        "GaussianMixture": GaussianMixture,
    }
    exec(compile(ast.Module(found, []), "lesson 08b", "exec"), names)
    return names


def test_the_loss_counts_known_pixels_alone(lesson):
    loss = lesson["weighted_loss"]
    labels, cat = np.array([[1, 0, -1, -1]]), np.array([[0.5, 0.25, 0.1, 0.9]])
    assert loss(labels, cat) == pytest.approx((np.log(2) + np.log(4 / 3)) / 4)
    assert loss(labels, cat) == loss(labels, cat * [1, 1, 5, 0.5])
    assert loss(labels, cat) != loss(labels, cat * [1, 2, 1, 1])
    assert loss(-np.ones((2, 2)), np.full((2, 2), 0.3)) == 0


def test_iou(lesson):
    one, other = np.array([1, 1, 0, 0], bool), np.array([0, 1, 1, 0], bool)
    assert lesson["iou"](one, other) == pytest.approx(1 / 3) and lesson["iou"](one, one) == 1


def test_peaks_of_a_map():
    strength = np.zeros((40, 60))
    strength[10, 12], strength[30, 50], strength[30, 53] = 0.8, 1, 0.6
    found = peaks(strength, 0)
    assert found.tolist() == [[30, 50, 1], [10, 12, 0.8]], "the highest first, and one of two that are close"
    blurred = peaks(strength, 2)
    assert len(blurred) == 2 and blurred[:, 2].max() < 0.2, "a blurred peak is lower"


def test_what_is_marked_is_left_out(lesson):
    lesson["on_page"] = np.array([[-1, 0], [1, -1]])
    points = np.array([[0, 0, 0.9], [0, 1, 0.8], [1, 0, 0.7], [1, 1.4, 0.6]])
    assert lesson["new"](points)[:, 2].tolist() == [0.9, 0.6]


def test_a_mixture_of_colours_knows_colours_and_no_place(lesson):
    rng = np.random.default_rng(0)
    truth = np.zeros((40, 60), bool)
    truth[:, 30:] = True
    image = np.where(truth[..., None], [0.8, 0.3, 0.1], [0.1, 0.4, 0.8]) + rng.normal(0, 0.05, (40, 60, 3))
    labels = np.full(truth.shape, -1)
    labels[10:14, 5:25], labels[10:14, 35:55] = 0, 1
    lesson["image"] = image
    assert np.mean(lesson["mixture"](labels) == truth) > 0.95
    labels[10:14, 5:25], labels[10:14, 35:55] = 1, 0
    assert np.mean(lesson["mixture"](labels) == truth) < 0.05


def test_f1_of_points_in_boxes():
    boxes = np.array([[0, 0, 9, 9], [20, 20, 29, 29]])
    assert f1_of_points(np.array([[5, 5], [25, 25]]), boxes) == 1
    assert f1_of_points(np.array([[5, 5], [6, 6]]), boxes) == 0.5, "the second point in a box is wrong"
    assert f1_of_points(np.array([[5, 5], [50, 5], [50, 6]]), boxes) == pytest.approx(2 / 5)
    assert f1_of_points(np.empty((0, 2), int), boxes) == 0


def test_the_figure_of_letters_counts_as_f1_does():
    boxes = np.array([[0, 0, 9, 9], [20, 20, 29, 29]])
    points = np.array([[5, 5], [6, 6], [50, 5]])
    found, wrong = sort_points(points, boxes)
    assert found.tolist() == [True, False] and wrong.tolist() == [False, True, True]
    assert f1_of_points(points, boxes) == 2 * found.sum() / (len(points) + len(boxes))
    figure = letters_found(np.zeros((60, 60)), boxes, {"one": points, "none": np.empty((0, 2))})
    assert [axis.get_title() for axis in figure.axes] == [
        "one: 1 of 2 found, false alarms: 2",
        "none: 0 of 2 found, false alarms: 0",
    ]


def test_the_figure_of_a_page_outlines_its_marks():
    labels = np.full((60, 90), -1)
    labels[10:20, 10:30], labels[40:50, 60:70] = 0, 1
    figure = marked_page(np.full((60, 90), 0.8), labels, "marks")
    assert figure.axes[0].get_title() == "marks" and len(figure.axes[0].collections) == 4, "a rim and a line, twice"


def test_what_is_not_in_the_mask_is_dark(lesson):
    image = np.ones((2, 2, 3))
    assert lesson["lit"](image, np.array([[0, 1], [2, 0]]))[:, :, 0].tolist() == [[0.3, 1], [1, 0.3]]


def test_the_button_trains_on_what_is_on_the_board(lesson):
    class Board:
        image, strokes, preview = "image", "strokes", "preview"

    asked = []
    lesson["train_on_scribbles"] = lambda *arguments, **names: asked.append((arguments, names))
    lesson["cut_out"](Board)
    assert asked == [(("image", "strokes"), {"preview": "preview"})]


@pytest.mark.slow
def test_trained_without_weights_the_network_finds_nothing(lesson):
    """The wrong and the right way on a small image with a bright square, one stroke in it and one beside it."""
    from unet_lessons.blocks import unet_model

    inputs = np.zeros((32, 32, 5), np.float32)
    inputs[8:24, 8:24, :3] = 1
    targets, drawn = np.zeros((32, 32), int), np.zeros((32, 32), np.float32)
    targets[12:14, 10:20] = 1
    drawn[12:14, 10:20] = drawn[2:4, 4:28] = 1
    names = lesson | {"unet_model": unet_model, "inputs": inputs}
    exec(next(cell for cell in CELLS if "def train(" in cell), names)
    found = [
        names["train"](targets, weights).predict_on_batch(inputs[None])[0].argmax(-1)[8:24, 8:24].mean()
        for weights in (np.ones((32, 32), np.float32), drawn / drawn.mean())
    ]
    assert found[0] < 0.15 and found[1] > 0.3
