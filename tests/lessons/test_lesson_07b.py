"""Lesson 07b: its own functions do what it says, and its rivals find all coins without a network."""

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


def test_ellipses_take_away_the_roughness_of_a_rim_and_keep_the_place(lesson):
    rows, columns = np.indices((90, 120))
    smooth = ((rows - 40) / 30) ** 2 + ((columns - 60) / 20) ** 2 < 1
    rough = smooth.copy()
    rough[38:42, 79:84] = True  # a bump
    fitted = lesson["as_ellipses"](rough)
    assert lesson["dice"](smooth, fitted) > max(0.98, lesson["dice"](smooth, rough) - 0.01)
    assert not fitted[:, 83:].any() and not lesson["as_ellipses"](np.zeros((9, 9), bool)).any()
    named = lesson["with_ellipses"]({"rough, tidied": rough})
    assert list(named) == ["rough, tidied", "rough, ellipses"] and np.array_equal(named["rough, ellipses"], fitted)


def test_the_shape_is_knowledge_that_pays(lesson):
    """The watershed tuned on each half, cleaned up, then with ellipses: the gain is above 0."""
    halves = ((lesson["UPPER"], 1.2), (lesson["LOWER"], 1.3))
    mask = np.concatenate([lesson["tidy"](lesson["shed"](rows, dark=0.1, bright=bright)) for rows, bright in halves])
    gain = lesson["coin_ious"](lesson["as_ellipses"](mask)) - lesson["coin_ious"](mask)
    assert gain.mean() > 0.005 and lesson["interval"](gain)[0] > 0.003


def test_rules_meet_a_domain_shift_too(lesson):
    def score(rows, bright):
        return lesson["dice"](lesson["labels"][rows] > 0, lesson["shed"](rows, dark=0.1, bright=bright))

    low, high = lesson["LOWER"], lesson["UPPER"]
    assert 0 < score(low, 1.2) - score(low, 1.1) < 0.001 and score(high, 1.1) < 0.6 and score(high, 1.2) > 0.95


def test_the_local_threshold_gains_if_it_is_tuned_with_the_tidying(lesson):
    plain = [
        lesson["local_tidy"](lesson[half], blur=1, window=w, above=a)
        for half, w, a in (("UPPER", 81, 0.04), ("LOWER", 121, 0.05))
    ]
    tuned = [
        lesson["local_tidy"](lesson[half], blur=0, window=w, above=a)
        for half, w, a in (("UPPER", 61, 0.03), ("LOWER", 121, 0.02))
    ]
    means = [lesson["coin_ious"](np.concatenate(halves)).mean() for halves in (plain, tuned)]
    assert means[1] > means[0] + 0.004


def test_numbers_are_tuned_on_the_training_half(lesson, capsys):
    """Every value is tried only on the training half; the test half is used once, with the best value."""
    seen = []

    def method(rows, level):
        seen.append(rows)
        return lesson["image"][rows] > level

    method_of = lesson["tuned"](method, level=[0.3, 0.4, 0.5, 0.6, 0.7])
    mask = method_of(lesson["UPPER"], lesson["LOWER"])
    assert mask.shape == (153, 384) and seen.count(lesson["UPPER"]) == 5 and seen.count(lesson["LOWER"]) == 1
    capsys.readouterr()
