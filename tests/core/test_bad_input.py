"""Inputs that once were silently wrong, endless, or refused in TensorFlow's words: each kind gets a clear answer."""

import contextlib
import io
import threading
import time

import numpy as np
import pytest

from unet_lessons import sizes
from unet_lessons.augmentation import augment
from unet_lessons.blocks import unet_model
from unet_lessons.images import load_image
from unet_lessons.metrics import dice
from unet_lessons.predict import back_to_image, fit_image, labels_in_image, predict_batch, to_labels
from unet_lessons.scribbles.strokes import draw_strokes, load_strokes
from unet_lessons.thresholds import threshold_dice
from unet_lessons.training import training_log, weight_map

BOX = np.zeros((16, 16), np.uint8)
BOX[4:9, 4:9] = 1


@pytest.mark.parametrize(
    ("dark", "bright", "dtype"),
    [
        (300, 500, np.uint16),
        (3, 5, np.uint16),
        (60000, 60001, np.uint16),
        (0.5, 0.5001, np.float32),
        (10, 200, np.uint8),
    ],
)
def test_a_threshold_is_found_wherever_the_values_lie(dark, bright, dtype):
    """Data of 12 bits in files of 16 fill a small part of the range from 0 to 1."""
    pairs = [(load_image(np.where(BOX, bright, dark).astype(dtype)), BOX)]
    assert np.array_equal(threshold_dice(pairs, pairs, 2), [1, 1])
    swapped = [(load_image(np.where(BOX, dark, bright).astype(dtype)), BOX)]
    assert np.array_equal(threshold_dice(swapped, swapped, 2), [1, 1])


def test_a_threshold_among_many_brightnesses():
    image = np.random.default_rng(0).random((64, 64, 1)).astype(np.float32) * 0.01
    labels = (image[:, :, 0] > 0.0062).astype(np.uint8)
    assert threshold_dice([(image, labels)], [(image, labels)], 2).min() > 0.998


@pytest.mark.parametrize(
    ("truth", "prediction"),
    [((64, 64), (64, 64)), ((1, 8, 8, 1), (4, 8, 8, 1)), ((4, 8, 8, 1), (1, 8, 8, 1)), ((8, 8, 1), (8, 8, 1)),
     ((2, 8, 8, 1), (2, 8, 8))],
)  # fmt: skip
def test_dice_wants_two_batches_of_one_shape(truth, prediction):
    with pytest.raises(ValueError, match="must"):
        dice(np.zeros(truth), np.zeros(prediction))


def test_dice_of_nan_is_nan():
    truth = np.zeros((3, 4, 4, 1))
    prediction = truth.copy()
    prediction[1, 0, 0] = np.nan
    assert np.array_equal(np.isnan(dice(truth, prediction)), [False, True, False])


@pytest.mark.parametrize("size", [2.5, "572", True, 0])
def test_sizes_that_are_no_whole_number_end_at_once(size):
    with pytest.raises(ValueError, match="whole number"):
        sizes.check_size(size)


@pytest.mark.parametrize(
    ("named", "words"),
    [({"depth": 13}, "at most 12"), ({"depth": 10**6}, "at most 12"), ({"padding": "VALID"}, "choose one of"),
     ({"skips": None}, "choose one")],
)  # fmt: skip
def test_arguments_of_sizes_are_checked_wherever_they_come_in(named, words):
    for function in (sizes.nearest_valid_sizes, sizes.is_valid_size, sizes.check_size):
        with pytest.raises(ValueError, match=words):
            function(256, **named)


@pytest.mark.parametrize("dtype", [np.uint8, np.float64, np.int32, np.float16, bool])
def test_augment_takes_arrays_of_any_kind(dtype):
    image = np.random.default_rng(0).integers(0, 2, (16, 16, 1)).astype(dtype)
    kept = image.copy()
    new, mask = augment(image, image, seed=(0, 1))
    assert new.dtype == "float32" and mask.dtype == dtype and np.array_equal(image, kept)
    assert set(np.unique(mask.numpy().astype(float))) <= {0, 1}


@pytest.mark.parametrize(("height", "width"), [(30, 30), (32, 31), (1, 32)])
def test_a_side_that_does_not_fit_is_said_in_pixels(height, width):
    model = unet_model((None, None, 1), 1, base_filters=2, depth=2, padding="same")
    with pytest.raises(ValueError, match="multiples of 4, such as"):
        predict_batch(model, np.zeros((1, height, width, 1)))
    assert predict_batch(model, np.zeros((1, 32, 28, 1))).shape == (1, 32, 28, 1)


@pytest.mark.parametrize("classes", [2, 3, 21])
def test_labels_one_class_at_a_time_are_those_of_all_together(classes):
    rng = np.random.default_rng(classes)
    model = unet_model((32, 32, 1), classes, base_filters=2, depth=1, padding="same")
    _, region = fit_image(rng.random((50, 77, 3), np.float32), model)
    output = rng.integers(0, 4, (32, 32, classes)).astype(np.float32)  # with ties
    assert np.array_equal(labels_in_image(output, region), to_labels(back_to_image(output, region)))
    output[:, 4] = np.nan
    with pytest.raises(ValueError, match="NaN"):
        labels_in_image(output, region)


def test_more_classes_than_a_mask_can_hold():
    with pytest.raises(ValueError, match="1 to 256"):
        to_labels(np.zeros((2, 2, 257)))


@pytest.mark.parametrize("width", [1e7, 1e300, 50_000])
def test_a_very_wide_stroke_covers_the_image_at_once(width):
    start = time.process_time()
    drawn = draw_strokes([{"label": 3, "width": width, "points": [[5, 5], [9, 2]]}], 40, 60)
    assert (drawn == 3).all() and time.process_time() - start < 5


@pytest.mark.parametrize(("height", "width"), [(10**9, 5), (2.5, 3), (0, 3), (3, -1), (10**5, 10**5)])
def test_maps_of_strokes_of_impossible_size(height, width):
    with pytest.raises(ValueError, match="whole number|megapixels"):
        draw_strokes([], height, width)


@pytest.mark.parametrize("text", ['[{"label": 1, "width": 1, "points": [[1, 2, 3], [4, 5, 6]]}]',
                                  '[{"label": 1e999, "width": 1, "points": [[1, 2]]}]',
                                  '[{"label": null, "width": 1, "points": [[1, 2]]}]',
                                  '[{"label": 1, "width": 1, "points": [[1e300, 2]]}]',
                                  '[{"label": 1, "width": 1, "points": [1, 2]}]', "[" * 100_000, "{}", "[1]",
                                  ])  # fmt: skip
def test_files_that_hold_no_strokes(tmp_path, text):
    (tmp_path / "a.json").write_text(text)
    with pytest.raises(ValueError, match="a.json"):
        load_strokes(tmp_path / "a.json")


def test_masked_pixels_and_negative_labels_are_not_passed_over():
    with pytest.raises(ValueError, match=r"filled\(0\)"):
        load_image(np.ma.masked_array(np.zeros((3, 3)), mask=np.eye(3)))
    assert load_image(np.ma.masked_array(np.zeros((3, 3)), mask=False)).shape == (3, 3, 3)
    with pytest.raises(ValueError, match="-1"):
        weight_map(BOX.astype(int) - 1)


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "latin-1", "utf-8"])
def test_the_training_log_prints_on_any_terminal(encoding):
    out = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    with contextlib.redirect_stdout(out):
        training_log(2).on_epoch_end(0, {"loss": 0.5})
    out.flush()
    text = out.buffer.getvalue().decode(encoding)
    assert text.startswith("  1 of 2 ") and "loss 0.500" in text and ("█" if encoding == "utf-8" else "#") * 6 in text


def test_a_stopped_check_stops_the_answer(monkeypatch):
    """The learner presses the stop button while an answer runs for ever."""
    from unet_lessons.checks.running import in_time

    alive = []

    def endless(_):
        while True:
            alive.append(time.monotonic())
            time.sleep(0.005)

    join = threading.Thread.join

    def interrupted(thread, timeout=None):
        monkeypatch.setattr(threading.Thread, "join", join)
        join(thread, 0.1)
        raise KeyboardInterrupt

    monkeypatch.setattr(threading.Thread, "join", interrupted)
    with pytest.raises(KeyboardInterrupt):
        in_time(endless, None, 60)
    last = len(alive)
    time.sleep(0.1)
    assert last > 3 and len(alive) == last
