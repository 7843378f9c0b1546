"""B4: what the notebook defines, against numbers by hand and Keras; its stored table; its figures."""

import ast

import matplotlib.pyplot as plt
import numpy as np
import pytest
from notebook_cells import cells, functions
from scipy.ndimage import maximum_filter
from skimage.measure import approximate_polygon, find_contours, label

from unet_lessons.backend import keras
from unet_lessons.baselines import split_touching
from unet_lessons.boxes import average_precision, boxes_of, precision_recall
from unet_lessons.data.cells import make_cells
from unet_lessons.plots import b4 as figures_b4
from unet_lessons.predict import predict_batch
from unet_lessons.training import standardise

BOXES = np.array([[2, 3, 9, 12], [10, 14, 22, 20.0], [20, 2, 24, 30]])


@pytest.fixture(scope="module")
def b4():
    """The functions of the notebook, and its stored table. Nothing is trained or shown."""
    known = {"boxes_of": boxes_of, "average_precision": average_precision, "precision_recall": precision_recall}
    known |= {"label": label, "maximum_filter": maximum_filter, "split_touching": split_touching}
    known |= {"approximate_polygon": approximate_polygon, "find_contours": find_contours}
    known |= {"standardise": standardise, "predict_batch": predict_batch, "np": np, "ops": keras.ops}
    names = functions("b4", USUAL=20, UNIT=8, **known)
    for cell in cells("b4"):
        for node in ast.parse(cell).body:
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "STORED":
                names["STORED"] = ast.literal_eval(node.value)
    return names


@pytest.fixture(autouse=True)
def closed_figures():
    yield
    plt.close("all")


def test_maps_hold_centre_and_sides(b4):
    maps = b4["maps_of"](BOXES, 32)
    centres = [(5, 7), (16, 17), (22, 16)]
    assert maps.shape == (32, 32, 5) and maps[..., 0].max() == 1
    assert sorted(zip(*np.nonzero(maps[..., 0] == 1), strict=True)) == centres
    away = 8 * maps[..., 1:]  # pixels
    assert away[5, 7].tolist() == [3, 4, 4, 5] and away[6, 5].tolist() == [4, 2, 3, 7]
    assert maps[5, 9, 0] == pytest.approx(np.exp(-0.5)) == maps[3, 7, 0]  # σ is 2 pixels
    assert b4["maps_of"]([], 8).max() == 0


def test_a_pixel_belongs_to_the_nearer_centre(b4):
    maps = b4["maps_of"](BOXES, 32)
    away = 8 * maps[..., 1:]
    assert away[18, 17].tolist() == [8, 3, 4, 3] and away[20, 16].tolist() == [0, 14, 4, 14]
    near = maps[..., 0] >= 0.5
    assert near.sum() == 3 * 21 and np.array_equal(b4["maps_of"](BOXES[::-1], 32)[near], maps[near])


def test_boxes_come_back(b4):
    maps = b4["maps_of"](BOXES, 32)
    maps[16, 17, 0] = 0.9
    boxes, scores = b4["boxes_from"](maps[..., 0], maps[..., 1:])
    assert scores.tolist() == pytest.approx([1, 1, 0.9])
    assert np.array_equal(boxes[[0, 2, 1]], BOXES)
    assert len(b4["boxes_from"](maps[..., 0], maps[..., 1:], 0.95)[0]) == 2
    assert b4["boxes_from"](np.zeros((8, 8)), np.zeros((8, 8, 4)))[0].shape == (0, 4)


def test_a_peak_beside_the_centre_still_gives_the_box(b4):
    maps = b4["maps_of"](BOXES[:1], 32)
    maps[6, 8, 0] = 2
    assert np.array_equal(b4["boxes_from"](maps[..., 0], maps[..., 1:])[0], BOXES[:1])


def test_no_box_ends_before_it_begins(b4):
    heat = np.zeros((9, 9))
    heat[4, 4] = 1
    assert b4["boxes_from"](heat, np.full((9, 9, 4), -2.0))[0].tolist() == [[4, 4, 4, 4]]


def test_peaks_are_those_of_max_pooling(b4):
    heat = np.random.default_rng(0).random((20, 20)).astype("float32")
    pooled = keras.ops.max_pool(heat[None, ..., None], 3, strides=1, padding="same")[0, ..., 0].numpy()
    boxes, scores = b4["boxes_from"](heat, np.zeros((20, 20, 4)))
    assert np.array_equal(scores, np.sort(heat[heat == pooled])[::-1])


def test_loss_by_hand(b4):
    rng = np.random.default_rng(0)
    truth = np.stack([b4["maps_of"](BOXES, 32), b4["maps_of"](BOXES[:1], 32)])
    output = rng.normal(0, 2, truth.shape).astype("float32")
    focal, sides, near, centres = 0, 0, 0, 4
    for t, o in zip(truth.reshape(-1, 5), output.reshape(-1, 5), strict=True):
        p = 1 / (1 + np.exp(-float(o[0])))
        if t[0] == 1:
            focal += (1 - p) ** 2 * -np.log(p)
        else:
            focal += (1 - t[0]) ** 4 * p**2 * -np.log(1 - p)
        if t[0] >= 0.5:
            near, sides = near + t[0], sides + t[0] * np.abs(t[1:] - o[1:]).sum()
    by_hand = focal / centres + 8 * sides / near  # in pixels
    assert float(b4["centre_loss"](truth, output)) == pytest.approx(by_hand, rel=1e-4)


def test_loss_is_finite_for_sure_answers_and_without_cells(b4):
    empty, sure = np.zeros((1, 8, 8, 5), "float32"), np.full((1, 8, 8, 5), -200, "float32")
    assert float(b4["centre_loss"](empty, sure)) == 0
    assert np.isfinite(float(b4["centre_loss"](empty, -sure)))


def test_pieces_and_their_scores(b4):
    mask = np.zeros((12, 12), bool)
    mask[1:5, 1:6], mask[7:10, 2:4], mask[11, 11] = True, True, True
    boxes, scores = b4["boxes_of_mask"](mask, smallest=2)
    assert boxes.tolist() == [[1, 1, 5, 6], [7, 2, 10, 4]] and scores == pytest.approx([0, -np.log(20 / 6)])
    assert b4["boxes_of_mask"](mask, smallest=1)[1] == pytest.approx([0, -np.log(20 / 6), -np.log(20)])
    assert b4["boxes_of_mask"](np.ones((8, 10), bool))[1] == pytest.approx([-np.log(4)])  # 80 pixels: four cells
    assert len(b4["boxes_of_mask"](mask, smallest=21)[0]) == 0


def test_the_cut_parts_what_touches(b4):
    rows, columns = np.indices((40, 40))
    mask = ((rows - 20) ** 2 + (columns - 12) ** 2 < 64) | ((rows - 20) ** 2 + (columns - 26) ** 2 < 64)
    assert len(b4["boxes_of_mask"](mask)[0]) == 1
    boxes, _ = b4["boxes_of_mask"](mask, height=1)
    assert len(boxes) == 2 and np.abs(boxes[np.argsort(boxes[:, 1])] - [[13, 5, 28, 19], [13, 19, 28, 34]]).max() <= 1


def test_a_number_that_is_missing_does_no_harm(b4):
    b4["split_touching"], old = lambda *_: np.kron([[1, 0], [0, 3]], np.ones((5, 6), int)), b4["split_touching"]
    boxes, scores = b4["boxes_of_mask"](np.ones((10, 12), bool), height=1)
    b4["split_touching"] = old
    assert len(boxes) == 2 and scores == pytest.approx([-np.log(1.5)] * 2)


def test_ap_of_masks(b4):
    _, labels = make_cells(3, seed=2)
    truths = [boxes_of(some) for some in labels]
    assert b4["ap_of"](labels > 0, truths, height=0.75) > b4["ap_of"](labels > 0, truths) + 0.1


def test_quarters_stay_in_their_places(b4):
    some = np.arange(2 * 128 * 128 * 3).reshape(2, 128, 128, 3)
    parts = b4["quarters"](some)
    assert parts.shape == (8, 64, 64, 3)
    assert np.array_equal(parts[6], some[1, 64:, :64])


def test_corners_of_simple_outlines(b4):
    square = np.zeros((20, 20), bool)
    square[4:12, 6:15] = True
    assert 4 <= b4["corners"](square) <= 8  # find_contours cuts each corner off by half a pixel
    disc = np.hypot(*(np.indices((40, 40)) - 20)) < 15
    assert b4["corners"](disc) > 8


def test_best_threshold(b4):
    truth = BOXES[:2]
    found = [(np.concatenate([truth, BOXES[2:]]), np.array([0.9, 0.6, 0.4]))]
    assert b4["best_threshold"](found, [truth]) == 0.6


def test_stored_table(b4):
    assert len(b4["STORED"]) >= 4
    for name, rows in b4["STORED"].items():
        assert len(rows) == (3 if "seeds" in name else 1), name
        for half, tight in rows:
            assert 0.6 < half < 1 and 0.1 < tight < half - 0.05


# The figures


def test_figure_tells_right_wrong_and_missed():
    image = np.zeros((64, 64))
    found = np.array([BOXES[0], [40, 40, 50, 50]])
    figure = figures_b4.show_boxes([image, image], [found, None], ["a", "b"], BOXES)
    boxes = figure.axes[0].patches
    colours = [tuple(np.round(box.get_edgecolor()[:3], 2)) for box in boxes]
    assert len(boxes) == 4 and len(set(colours)) == 3 and not figure.axes[1].patches
    right = boxes[-1]  # drawn last, on top; 64 pixels are shown as 256
    assert (right.get_x(), right.get_y()) == (4 * 3 - 0.5, 4 * 2 - 0.5)
    assert (right.get_width(), right.get_height()) == (4 * 9, 4 * 7)
    assert figure.get_size_inches()[0] <= 9 and len(figure.legends) == 1


def test_figure_of_an_enlarged_part():
    figure = figures_b4.show_boxes([np.zeros((64, 64))], [BOXES[:1]], ["a"], BOXES, window=(0, 8, 16))
    axes = figure.axes[0]
    assert axes.get_xlim() == (31.5, 95.5) and axes.get_ylim() == (63.5, -0.5)  # 64 pixels are shown as 256
    assert len(axes.patches) == 6 and len({box.get_linewidth() for box in axes.patches}) == 2
    assert [text.get_text() for text in figure.legends[0].get_texts()] == ["right", "wrong", "missed", "true (thin)"]


def test_figure_without_truth_and_curve():
    figure = figures_b4.show_boxes([np.zeros((64, 64))], [BOXES], ["a"])
    assert len(figure.axes[0].patches) == 3 and not figure.legends
    curve = figures_b4.show_precision_recall({"a": ([1, 0.5], [0.1, 0.2])})
    curve.canvas.draw()
    assert figures_b4.show_precision_recall({"a": ([1], [1])}, lowest=0.6).axes[0].get_ylim() == (0.6, 1.008)
    assert curve.get_size_inches()[0] <= 9


def test_figures_refuse_what_they_cannot_show():
    for wrong in (
        lambda: figures_b4.show_boxes([np.zeros((8, 8))], [], ["a"]),
        lambda: figures_b4.show_boxes([np.zeros((8, 8))], [[1, 2, 3]], ["a"]),
        lambda: figures_b4.show_precision_recall({}),
    ):
        with pytest.raises(ValueError):
            wrong()
