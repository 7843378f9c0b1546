"""Printed pages: every letter lies in its box, and strokes mark what they say."""

import numpy as np
import pytest

from unet_lessons.data.page import WORDS, draw_word, letter_boxes, make_page, mark_letters


@pytest.fixture(scope="module")
def made():
    return make_page(seed=3)


def test_shapes_and_range(made):
    page, words = made
    assert page.shape == (384, 512) and page.dtype == np.float32 and page.min() >= 0 and page.max() <= 1
    assert all(text in WORDS and boxes.shape == (len(text), 4) for text, boxes in words)
    small, few = make_page(seed=3, height=96, width=200)
    assert small.shape == (96, 200) and 2 <= len(few) < len(words)


def test_the_same_seed_gives_the_same_page(made):
    again, words = make_page(seed=3)
    assert np.array_equal(again, made[0]) and [text for text, _ in words] == [text for text, _ in made[1]]
    assert not np.array_equal(make_page(seed=4)[0], made[0])


def test_boxes_lie_on_the_page_and_letters_go_from_left_to_right(made):
    page, words = made
    boxes = np.concatenate([boxes for _, boxes in words])
    assert (boxes[:, :2] > -1).all() and (boxes[:, 2] < page.shape[0]).all() and (boxes[:, 3] < page.shape[1]).all()
    assert (boxes[:, 2] > boxes[:, 0]).all() and (boxes[:, 3] > boxes[:, 1]).all()
    assert all((np.diff(some[:, 1] + some[:, 3]) > 0).all() for _, some in words)


def test_the_ink_of_a_letter_is_in_its_box(made):
    """Every e is darker than the paper around its word."""
    page, words = made
    for top, left, bottom, right in letter_boxes(words).round().astype(int):
        around = page[max(0, top - 8) : bottom + 8, max(0, left - 8) : right + 8]
        assert page[top:bottom, left:right].mean() < np.quantile(around, 0.8) - 0.05


@pytest.mark.parametrize("turn", [-10, 0, 10])
def test_boxes_turn_with_the_word(turn):
    """The centre of the ink in each letter's box is near the centre of the box."""
    ink, boxes = draw_word("lol", "DejaVuSans.ttf", 22, turn)
    for top, left, bottom, right in boxes:
        rows, columns = np.mgrid[: ink.shape[0], : ink.shape[1]]
        inside = (rows >= top) & (rows <= bottom) & (columns >= left) & (columns <= right)
        weights = ink * inside
        assert abs((weights * columns).sum() / weights.sum() - (left + right) / 2) < 1.2
        assert abs((weights * rows).sum() / weights.sum() - (top + bottom) / 2) < 1.5
    middles = (boxes[:, 0] + boxes[:, 2]) / 2
    assert np.sign(middles[0] - middles[2]).astype(int) == np.sign(turn) or turn == 0  # to the left: it rises


def test_letter_boxes_counts_letters():
    boxes = np.arange(12.0).reshape(3, 4)
    assert np.array_equal(letter_boxes([("eve", boxes)]), boxes[[0, 2]])
    assert np.array_equal(letter_boxes([("eve", boxes)], "v"), boxes[[1]]) and letter_boxes([], "x").shape == (0, 4)


def test_marks_lie_on_what_they_mark(made):
    _, words = made
    marks = mark_letters(words, "e", count=8, seed=1)
    assert [mark["label"] for mark in marks] == [1] * 8 + [0] * 8
    boxes = letter_boxes(words)
    for mark in marks[:8]:
        ((x, y),) = mark["points"]
        assert ((boxes[:, 0] < y) & (y < boxes[:, 2]) & (boxes[:, 1] < x) & (x < boxes[:, 3])).sum() == 1
    ends = [tuple(point) for mark in marks[8:] for point in mark["points"]]
    without = [(some[:, :2] + some[:, 2:])[:, ::-1] / 2 for text, some in words if "e" not in text]
    assert all(any(np.allclose(end, word[side]) for word in without for side in (0, -1)) for end in ends)
    assert marks != mark_letters(words, "e", count=8, seed=2)


def test_what_does_not_fit_is_refused(made):
    with pytest.raises(ValueError, match="64 pixels"):
        make_page(height=40)
    with pytest.raises(ValueError, match="too few to mark 999"):
        mark_letters(made[1], count=999)
