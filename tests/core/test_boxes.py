"""Boxes: of labels, their IoU, who finds whom, and average precision, against numbers by hand and scikit-image."""

import numpy as np
import pytest
from skimage.measure import regionprops

from unet_lessons.boxes import average_precision, box_iou, boxes_of, match_boxes, precision_recall
from unet_lessons.data.cells import make_cells

TWO = np.array([[0, 0, 10, 10], [20, 20, 30, 30]])


def test_boxes_are_those_of_scikit_image():
    _, labels = make_cells(3, seed=4)
    for some in labels:
        assert np.array_equal(boxes_of(some), [region.bbox for region in regionprops(some)])


def test_boxes_of_few():
    mask = np.zeros((6, 7), bool)
    assert boxes_of(mask).shape == (0, 4)
    mask[2:4, 1:6] = True
    assert boxes_of(mask).tolist() == [[2, 1, 4, 6]]
    assert boxes_of(3 * mask.astype(int)).tolist() == [[2, 1, 4, 6]]  # numbers may be left out


def test_iou_by_counting_pixels():
    rng, grids = np.random.default_rng(0), []
    corners = np.sort(rng.integers(0, 12, (2, 8, 2, 2)), axis=2)
    boxes, others = corners.reshape(2, 8, 4)  # start row and column, stop row and column
    for box in (*boxes, *others):
        grid = np.zeros((12, 12), bool)
        grid[box[0] : box[2], box[1] : box[3]] = True
        grids.append(grid)
    for i, j in np.ndindex(8, 8):
        both, any_one = grids[i] & grids[8 + j], grids[i] | grids[8 + j]
        assert box_iou(boxes, others)[i, j] == pytest.approx(both.sum() / max(any_one.sum(), 1))


def test_iou_of_none_and_of_fractions():
    assert box_iou([], TWO).shape == (0, 2) and box_iou(TWO, []).shape == (2, 0)
    assert box_iou([[0, 0, 1, 1]], [[0.5, 0, 1.5, 1]])[0, 0] == pytest.approx(1 / 3)


def test_each_true_box_is_found_once_by_the_best_score():
    found = np.array([[1, 0, 10, 10], [0, 0, 10, 10], [20, 20, 30, 32], [5, 5, 15, 15]])
    assert match_boxes(found, [0.9, 0.8, 0.7, 0.6], TWO).tolist() == [0, -1, 1, -1]
    assert match_boxes(found, [0.1, 0.8, 0.7, 0.6], TWO).tolist() == [-1, 0, 1, -1]
    assert match_boxes(found, [0.9, 0.8, 0.7, 0.6], TWO, 0.95).tolist() == [-1, 0, -1, -1]
    assert match_boxes([], [], TWO).tolist() == [] and match_boxes(found, np.ones(4), []).tolist() == [-1] * 4


def test_a_taken_box_leaves_the_next_best():
    """The second box overlaps the taken one more, but it also overlaps another one enough."""
    truth = [[0, 0, 10, 10], [0, 4, 10, 14]]
    assert match_boxes([[0, 0, 10, 10], [0, 1, 10, 11]], [0.9, 0.8], truth).tolist() == [0, 1]


def test_average_precision_by_hand():
    found = [(np.array([[0, 0, 10, 9], [1, 0, 10, 10], [20, 20, 30, 32]]), np.array([0.9, 0.8, 0.7]))]
    precision, recall, scores = precision_recall(found, [TWO])
    assert precision == pytest.approx([1, 1 / 2, 2 / 3]) and recall.tolist() == [0.5, 0.5, 1]
    assert scores.tolist() == [0.9, 0.8, 0.7]
    assert average_precision(found, [TWO]) == pytest.approx(0.5 + 0.5 * 2 / 3)
    # over two images: right 0.9, wrong 0.8, right 0.7, and of the second image wrong 0.95 and right 0.85; 3 of 3
    found.append((np.array([[5, 5, 9, 9], [0, 0, 4, 4]]), np.array([0.95, 0.85])))
    by_hand = (
        2 / 3 + 2 / 3 + 3 / 5
    ) / 3  # precision is 0, 1/2, 2/3, 2/4, 3/5: each recall takes the best from there on
    assert average_precision(found, [TWO, [[0, 0, 4, 4]]]) == pytest.approx(by_hand)


def test_average_precision_of_all_and_of_none():
    assert average_precision([(TWO, [0.5, 0.6])], [TWO]) == 1
    assert average_precision([([], [])], [TWO]) == 0
    assert average_precision([(TWO[:1], [0.5])], [TWO]) == 0.5


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: boxes_of(np.zeros((4, 4))),
        lambda: boxes_of(np.zeros((4, 4, 1), int)),
        lambda: boxes_of(np.full((4, 4), -1)),
        lambda: box_iou([0, 0, 1, 1], TWO),
        lambda: box_iou(TWO, [[5, 5, 1, 1]]),
        lambda: box_iou(TWO, [[0, 0, np.nan, 1]]),
        lambda: match_boxes(TWO, [1], TWO),
        lambda: match_boxes(TWO, [1, np.nan], TWO),
        lambda: precision_recall([(TWO, [1, 2])], [TWO, TWO]),
        lambda: precision_recall([(TWO, [1, 2])], [[]]),
    ],
)
def test_bad_input_is_refused(wrong):
    with pytest.raises(ValueError):
        wrong()


@pytest.mark.slow
def test_iou_is_that_of_keras():
    from unet_lessons.backend import keras

    rng = np.random.default_rng(3)
    some = [np.sort(rng.uniform(0, 20, (count, 2, 2)), axis=1).reshape(count, 4) for count in (6, 9)]
    theirs = keras.utils.bounding_boxes.compute_iou(*some, bounding_box_format="yxyx")
    np.testing.assert_allclose(box_iou(*some), theirs, atol=1e-5)
