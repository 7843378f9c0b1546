"""`unet_lessons.metrics`: Dice, F1 and AP of objects, intervals."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis.extra import numpy as nps

from unet_lessons.backend import keras
from unet_lessons.metrics import (
    dice,
    dice_per_class,
    interval,
    object_iou,
    object_scores,
)

MASKS = nps.arrays(bool, (3, 5, 4, 1))


@given(MASKS, MASKS)
def test_dice_is_the_definition(truth, prediction):
    expected = []
    for a, b in zip(truth, prediction, strict=True):
        sizes = a.sum() + b.sum()
        expected.append(1.0 if sizes == 0 else 2 * (a & b).sum() / sizes)
    found = np.asarray(dice(truth, prediction.astype("float32")))
    np.testing.assert_allclose(found, expected, rtol=1e-6)
    np.testing.assert_allclose(found, dice(prediction, truth.astype("float32")), rtol=1e-6)
    assert (0 <= found).all() and (found <= 1).all()


def test_empty_masks():
    empty, full = np.zeros((1, 4, 4, 1)), np.ones((1, 4, 4, 1))
    assert float(dice(empty, empty)[0]) == 1 and float(dice(empty, full)[0]) == 0 and float(dice(full, empty)[0]) == 0


def test_dice_has_a_threshold():
    truth = np.ones((1, 2, 2, 1))
    prediction = np.array([0.2, 0.5, 0.6, 0.9]).reshape(1, 2, 2, 1)
    assert float(dice(truth, prediction)[0]) == pytest.approx(4 / 6)  # 0.5 itself is not above
    assert float(dice(truth, prediction, threshold=0.1)[0]) == 1


def test_dice_refuses_other_shapes():
    with pytest.raises(ValueError, match="the same shape"):
        dice(np.zeros((1, 4, 4, 1)), np.zeros((1, 4, 5, 1)))


def test_dice_is_a_metric_per_image_whatever_the_batches():
    rng = np.random.default_rng(0)
    truth = (rng.random((10, 8, 8, 1)) < rng.random((10, 1, 1, 1)) ** 3).astype("float32")
    images = truth + 0.8 * rng.standard_normal(truth.shape).astype("float32")
    inputs = keras.Input((8, 8, 1))
    model = keras.Model(inputs, keras.layers.Activation("sigmoid")(inputs))
    model.compile(loss="binary_crossentropy", metrics=[dice])
    expected = np.mean(dice(truth, model.predict(images, verbose=0)))
    for batch_size in (2, 5, 10):
        values = model.evaluate(images, truth, batch_size=batch_size, verbose=0, return_dict=True)
        assert values["dice"] == pytest.approx(expected, abs=1e-5)


def test_dice_of_each_class():
    truth, prediction = np.array([[0, 0, 1, 1, 2, 255]]), np.array([[0, 1, 1, 1, 2, 0]])
    assert np.allclose(dice_per_class([truth], [prediction], 4), [2 / 3, 4 / 5, 1, 1])
    assert np.allclose(dice_per_class([truth[:, :3], truth[:, 3:]], [prediction[:, :3], prediction[:, 3:]], 3),
                       [2 / 3, 4 / 5, 1])  # fmt: skip
    with pytest.raises(ValueError, match="must be the same"):
        dice_per_class([truth], [prediction.T], 3)


def square(*boxes, size=20):
    """Labels (size, size): box k, (top, left, bottom, right), has the label k + 1."""
    labels = np.zeros((size, size), int)
    for name, (top, left, bottom, right) in enumerate(boxes, 1):
        labels[top:bottom, left:right] = name
    return labels


def test_object_scores_by_hand():
    truth = square((0, 0, 4, 4), (6, 0, 10, 4), (12, 0, 16, 4))
    found = square((0, 0, 4, 4), (6, 0, 10, 2), (12, 1, 16, 5), (0, 10, 4, 14))  # same, IoU 0.5, IoU 0.6, nothing there
    assert object_iou(truth, found)[[0, 1, 2], [0, 1, 2]] == pytest.approx([1, 0.5, 0.6])
    f1, ap, count = object_scores([truth], [found])
    assert (f1, ap, count) == pytest.approx((4 / 7, 2 / 5, 1 / 3))  # 2 of 3 true and 4 found: IoU 0.5 is not above 0.5
    assert object_scores([truth], [found], iou=0.7)[0] == pytest.approx(2 / 7)
    assert object_scores([truth], [truth]) == (1, 1, 0)


def test_object_scores_ask_for_objects_not_for_numbers():
    truth = square((0, 0, 4, 4), (6, 0, 10, 4))
    assert object_scores([truth], [np.where(truth == 2, 300, 7 * truth)]) == (1, 1, 0)  # other labels, with gaps
    assert object_scores([truth, 0 * truth], [0 * truth, truth]) == (0, 0, 2)  # images are not mixed up
    merged = object_scores([truth], [np.minimum(truth, 1)])  # one label for both: IoU 0.5 with each
    assert merged == (0, 0, 0.5)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (([square((0, 0, 4, 4))], []), "1 truths, 0 predictions"),
        (([square()], [square((0, 0, 4, 4))]), "no truth has an object"),
        (([square((0, 0, 4, 4))], [square((0, 0, 4, 4))], 0.3), "from 0.5"),
        (([square((0, 0, 4, 4))], [np.zeros((3, 4), int)]), r"\(20, 20\) and the prediction \(3, 4\)"),
    ],
)
def test_object_scores_say_what_does_not_fit(arguments, words):
    with pytest.raises(ValueError, match=words):
        object_scores(*arguments)


def test_the_interval_holds_the_true_mean_about_as_often_as_it_says():
    rng = np.random.default_rng(0)
    held = [low <= 0 <= high for low, high in (interval(rng.normal(size=30)) for _ in range(100))]
    assert 85 <= sum(held) <= 99
    low, high = interval([0.9, 0.92, 0.88, 0.91])
    assert 0.88 <= low < 0.9025 < high <= 0.92 and interval([2, 2, 2]) == (2, 2)
    for wrong in ([1], [], [[1, 2]]):
        with pytest.raises(ValueError, match="at least two images"):
            interval(wrong)
