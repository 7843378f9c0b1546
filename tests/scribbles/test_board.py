"""The drawing board, as far as Python goes: what it sends to the browser, and what it makes of what comes back."""

import io

import numpy as np
import pytest
import skimage.data
from PIL import Image

from unet_lessons.scribbles.board import HERE, DrawingBoard

CAT = {"label": 1, "width": 4, "points": [[10, 20], [30, 20]]}
NAMES = ["not cat", "cat"]


@pytest.fixture
def board():
    return DrawingBoard(skimage.data.chelsea(), NAMES, [CAT])


def opened(data):
    return Image.open(io.BytesIO(data))


def test_the_browser_gets_the_image_and_the_strokes(board):
    state = board.get_state()
    assert state["strokes"] == [CAT] and state["class_names"] == NAMES and state["size"] == [300, 451]
    assert state["colours"] == ["rgb(255, 255, 255)", "rgb(230, 159, 0)"]
    assert state["tint"] == b"" and not state["has_button"]
    shown = np.asarray(opened(state["photo"])) / 255
    assert np.abs(shown - board.image).mean() < 0.02


def test_a_large_image_is_sent_smaller_and_strokes_count_in_its_own_pixels():
    board = DrawingBoard(np.zeros((2000, 3000), np.uint8))
    assert opened(board.photo).size == (1000, 667) and board.size == [2000, 3000]
    board.show_mask(np.ones((2000, 3000), int))
    assert opened(board.tint).size == (1000, 667)


def test_strokes_come_back_from_the_browser(board):
    drawn = {"label": 0, "width": 3, "points": [[1.5, 2.5]]}
    board.set_state({"strokes": [CAT, drawn]})
    assert board.strokes == [CAT, drawn]
    board.set_state({"strokes": []})
    assert board.strokes == []


@pytest.mark.parametrize("stroke", [{}, CAT | {"label": 2}, CAT | {"points": [[None, 1]]}])
def test_what_is_no_stroke_of_these_classes_is_refused(board, stroke):
    with pytest.raises(ValueError, match="stroke"):
        board.strokes = [CAT, stroke]
    assert board.strokes == [CAT]
    with pytest.raises(ValueError, match="stroke"):
        DrawingBoard(skimage.data.chelsea(), NAMES, [stroke])


@pytest.mark.parametrize("names", ["cat", [], ["cat"]])
def test_at_least_two_classes(names):
    with pytest.raises(ValueError, match="two names"):
        DrawingBoard(skimage.data.chelsea(), names)


def test_three_classes():
    board = DrawingBoard(skimage.data.coffee(), ["table", "saucer", "cup"], [CAT | {"label": 2}])
    assert len(set(board.colours)) == 3


def test_a_mask_is_laid_over_the_image(board):
    mask = np.zeros((300, 451), int)
    mask[100:200, 100:200] = 1
    board.show_mask(mask, "half-way")
    image = np.asarray(opened(board.tint))
    assert board.note == "half-way" and image.shape == (300, 451, 4)
    assert image[150, 150].tolist() == [230, 159, 0, 60] and image[100, 150, 3] == 255
    assert image[0, 0].tolist() == [0, 0, 0, 150]
    board.show_mask(None)
    assert board.tint == b"" and board.mask is None
    with pytest.raises(ValueError, match="same size"):
        board.show_mask(mask[1:])


def test_the_preview_of_a_training(board):
    probabilities = np.zeros((300, 451, 2))
    probabilities[:, 200:, 1] = 1
    board.preview(20, probabilities)
    assert board.note == "step 20" and np.array_equal(board.mask, probabilities[:, :, 1])


def test_the_button_calls_the_function_and_tells_its_errors():
    states = []

    def cut_out(board):
        states.append((board.busy, len(board.strokes)))
        if not board.strokes:
            raise ValueError("draw something")

    board = DrawingBoard(skimage.data.chelsea(), NAMES, [CAT], cut_out)
    assert board.has_button
    board.pressed(board, "cut out", [])
    assert states == [(True, 1)] and board.note == "done" and not board.busy
    board.strokes = []
    board.pressed(board, "cut out", [])
    assert board.note == "draw something" and not board.busy
    board.pressed(board, {"something": "else"}, [])
    assert len(states) == 2


def test_what_a_notebook_stores_is_small_and_always_the_same(board):
    (data, _) = board._repr_mimebundle_()
    assert data["text/plain"] == "DrawingBoard(height=300, width=451, strokes=1)"
    assert set(data) == {"text/plain", "application/vnd.jupyter.widget-view+json"}


def test_it_needs_no_network():
    for name in ("drawing_board.js", "drawing_board.css"):
        text = (HERE / name).read_text("utf-8")
        assert "http" not in text and "import " not in text and len(text.splitlines()) < 200
