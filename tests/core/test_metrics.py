"""`unet_lessons.metrics`: Dice of each image and of each class, counts of components, thresholds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis.extra import numpy as nps
from notebook_cells import functions
from skimage.measure import label

from unet_lessons.backend import keras
from unet_lessons.data import make_cells
from unet_lessons.metrics import (
    best_thresholds,
    constant_dice,
    count_error,
    count_pieces,
    dice,
    dice_per_class,
    threshold_dice,
    threshold_scores,
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
    with pytest.raises(ValueError, match="one shape"):
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
    assert np.allclose(constant_dice([truth], 3), [4 / 7, 4 / 7, 2 / 6])
    with pytest.raises(ValueError, match="alike"):
        dice_per_class([truth], [prediction.T], 3)


def test_threshold_is_chosen_on_training_images():
    ramp = np.linspace(0, 1, 100, dtype=np.float32).reshape(10, 10, 1)
    bright, dark = (ramp[:, :, 0] > 0.5).astype(int), (ramp[:, :, 0] < 0.2).astype(int)
    assert threshold_dice([(ramp, bright)], [(ramp, bright)], 2) == pytest.approx([1, 1], abs=0.03)
    assert threshold_dice([(ramp, dark)], [(ramp, dark)], 2)[1] == pytest.approx(1, abs=0.06)
    assert threshold_dice([(ramp, dark)], [(ramp, bright)], 2)[1] == 0
    with pytest.raises(ValueError, match="0 images"):
        threshold_dice([], [], 2)


def test_components_are_counted_as_in_lesson_07():
    lesson = functions(7, np=np, label=label)
    _, labels = make_cells(10, seed=5)
    masks, true = labels > 0, labels.max(axis=(1, 2))
    assert [count_pieces(mask) for mask in masks] == [lesson["count_pieces"](mask) for mask in masks]
    assert count_error(masks, true) == lesson["count_error"](masks, true) > 0


def test_specks_and_corners():
    mask = np.zeros((12, 12), int)
    mask[:3, :3] = mask[3:6, 3:6] = 1  # they touch at a corner only
    mask[9:11, 9:11] = 1  # a speck of 4 pixels
    assert count_pieces(mask) == 2 and count_pieces(mask, smallest=1) == 3 and count_pieces(0 * mask) == 0
    assert count_error([mask, 0 * mask], [2, 0]) == 0 and count_error([mask], [4]) == 0.5


def test_no_threshold_is_better_than_the_best():
    rng = np.random.default_rng(0)
    truth = rng.random((3, 8, 8, 1)) > 0.5
    images = np.clip(0.3 * truth + 0.7 * rng.random(truth.shape), 0, 1)
    scores, best = threshold_scores(truth, images), best_thresholds(truth, images)
    assert scores.shape == (101, 3) and best.shape == (3,)
    for number, threshold in enumerate(best):
        one = slice(number, number + 1)
        assert float(dice(truth[one], images[one], threshold)[0]) == pytest.approx(scores[:, number].max())
