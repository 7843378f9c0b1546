"""Lesson 07b: its own functions do what it says of them, and its rivals find all coins without a network."""

import ast
import json
from pathlib import Path

import numpy as np
import pytest
from skimage.measure import label as components

from unet_lessons.data import labelled_coins
from unet_lessons.metrics import object_scores

BOOK = Path(__file__).parents[2] / "notebooks" / "07b-coins.ipynb"
CELLS = [
    "".join(cell["source"]) for cell in json.loads(BOOK.read_text("utf-8"))["cells"] if cell["cell_type"] == "code"
]


@pytest.fixture(scope="module")
def lesson():
    """What the lesson imports, the functions that it defines, and its image."""
    image, labels = labelled_coins()
    names = {"image": image, "labels": labels, "UPPER": slice(0, 150), "LOWER": slice(150, 303), "SEED": 0, "SIZE": 96}
    kinds = (ast.Import, ast.ImportFrom, ast.FunctionDef)
    found = [node for cell in CELLS for node in ast.parse(cell).body if isinstance(node, kinds)]
    exec(compile(ast.Module(found, []), "lesson 07b", "exec"), names)
    return names


def test_no_coin_is_cut_by_the_line_between_the_halves(lesson):
    labels = lesson["labels"]
    upper, lower = (set(np.unique(labels[lesson[half]])) - {0} for half in ("UPPER", "LOWER"))
    assert (upper, lower) == (set(range(1, 13)), set(range(13, 25)))


def test_both_ways_never_tests_on_what_it_trained_on(lesson):
    asked = []

    def method(train, test):
        asked.append((train, test))
        return np.full(lesson["labels"][test].shape, test.start)

    mask = lesson["both_ways"](method)
    assert mask.shape == lesson["labels"].shape and all(train != test for train, test in asked)
    assert (mask[:150] == 0).all() and (mask[150:] == 150).all()


def test_scores_of_the_truth_and_of_one_coin_less(lesson):
    truth = lesson["labels"] > 0
    assert lesson["dice"](truth, truth) == 1 and (lesson["coin_ious"](truth) == 1).all()
    ious = lesson["coin_ious"](truth & (lesson["labels"] != 5))
    assert ious[4] == 0 and (np.delete(ious, 4) == 1).all()


def test_tidy_fills_holes_and_drops_specks_and_what_touches_the_border(lesson):
    mask = np.zeros((80, 80), bool)
    mask[10:40, 10:40] = True
    ring = mask.copy()
    ring[20:25, 20:25] = False
    ring[60:63, 60:63] = True  # a speck
    ring[70:, 20:60] = True  # at the border
    assert np.array_equal(lesson["tidy"](ring), mask)


def test_squares_hold_the_truth_of_their_own_pixels(lesson):
    x = np.arange(150.0 * 384).reshape(150, 384, 1)
    cut, truth = lesson["squares"](x, x + 1, np.random.default_rng(0), count=20)
    assert cut.shape == (20, 96, 96, 1) and np.array_equal(cut + 1, truth)
    assert len(np.unique(cut[:, 0, 0, 0])) > 15


def test_otsu_and_three_lines_find_all_coins(lesson):
    """The claim of the lesson, without a network."""
    mask = lesson["both_ways"](lambda train, test: lesson["tidy"](lesson["otsu"](test)))
    assert lesson["dice"](lesson["labels"] > 0, mask) > 0.975
    assert object_scores([lesson["labels"]], [components(mask)])[0] == 1
    assert lesson["coin_ious"](mask).min() > 0.85


def test_numbers_are_tuned_on_the_training_half(lesson, capsys):
    """Every value is tried on the training half alone; the test half is asked once, with the best."""
    seen = []

    def method(rows, level):
        seen.append(rows)
        return lesson["image"][rows] > level

    method_of = lesson["tuned"](method, level=[0.3, 0.4, 0.5, 0.6, 0.7])
    mask = method_of(lesson["UPPER"], lesson["LOWER"])
    assert mask.shape == (153, 384) and seen.count(lesson["UPPER"]) == 5 and seen.count(lesson["LOWER"]) == 1
    capsys.readouterr()
