"""Training tools: Dice, the weight map against the formula pixel by pixel, the gap, batches, the log."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as nps
from skimage.measure import label

from unet_lessons import training
from unet_lessons.backend import keras
from unet_lessons.data.cells import make_cells
from unet_lessons.training import batches, separate_touching, standardise, training_log, weight_map

LABELS = nps.arrays(
    np.int32, nps.array_shapes(min_dims=2, max_dims=2, min_side=2, max_side=12), elements=st.integers(0, 4)
)
MASKS = nps.arrays(bool, (3, 5, 4, 1))


# Standardise


def test_each_image_by_itself():
    images = np.random.default_rng(0).random((4, 9, 7, 3)) * [[[[1]]], [[[20]]], [[[255]]], [[[1e-3]]]]
    shown = standardise(images)
    assert shown.dtype == np.float32 and shown.shape == images.shape
    np.testing.assert_allclose(shown.mean(axis=(1, 2, 3)), 0, atol=1e-5)
    np.testing.assert_allclose(shown.std(axis=(1, 2, 3)), 1, atol=1e-4)
    np.testing.assert_allclose(standardise(images[1]), shown[1], atol=1e-5)
    np.testing.assert_allclose(standardise(3 * images + 7), shown, atol=2e-3)  # exposure and offset do not matter


@pytest.mark.parametrize("value", [0.0, 0.1, 0.3, 0.7, 200.3, 65000.3])
@pytest.mark.parametrize("shape", [(2, 4, 4, 1), (1, 96, 96, 1), (57, 31, 3)])
def test_a_flat_image_becomes_zero(value, shape):
    """Also if float32 cannot represent the number, so that the mean differs slightly from it."""
    assert np.abs(standardise(np.full(shape, value))).max() <= 1e-6 * max(value, 1)


def test_a_faint_image_is_no_flat_one():
    rows = np.linspace(0.5, 0.5001, 24).reshape(1, 4, 6, 1)
    assert abs(standardise(rows).std() - 1) < 0.01


@pytest.mark.parametrize("shape", [(4,), (4, 4), (1, 1, 4, 4, 1)])
def test_no_image_is_refused(shape):
    with pytest.raises(ValueError, match="height, width, channels"):
        standardise(np.zeros(shape))


# Dice


# The gap and the weight map


@given(LABELS)
def test_the_gap_opens_where_cells_touch_and_nowhere_else(labels):
    mask = separate_touching(labels)
    height, width = labels.shape
    for row, column in np.ndindex(height, width):
        beside = [(row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1)]
        others = {labels[r, c] for r, c in beside if 0 <= r < height and 0 <= c < width} - {0, labels[row, column]}
        assert mask[row, column] == (labels[row, column] > 0 and not others)


def test_pieces_are_the_cells():
    _, labels = make_cells(20, seed=3)
    mask = separate_touching(labels)
    pieces = sum(label(m, connectivity=1).max() for m in mask)
    cells = sum(int(image.max()) for image in labels)
    melted = sum(label(image > 0, connectivity=1).max() for image in labels)
    assert melted < 0.85 * cells < pieces <= 1.02 * cells
    np.testing.assert_array_equal(mask[4], separate_touching(labels[4]))


@given(LABELS, st.floats(0, 20), st.floats(0.5, 10))
def test_the_weight_map_is_the_formula(labels, border_weight, border_width):
    weights = weight_map(labels, border_weight, border_width, class_weights=(0.5, 2.0))
    cells = [np.argwhere(labels == number) for number in np.unique(labels[labels > 0])]
    assert weights.dtype == np.float32 and weights.shape == labels.shape
    for row, column in np.ndindex(labels.shape):
        if labels[row, column] > 0:
            expected = 2.0
        else:
            distances = sorted(np.hypot(*(cell - [row, column]).T).min() for cell in cells)
            expected = 0.5
            if len(distances) > 1:
                expected += border_weight * np.exp(-((distances[0] + distances[1]) ** 2) / (2 * border_width**2))
        assert weights[row, column] == pytest.approx(expected, rel=1e-5)


def test_the_paper_s_values():
    labels = np.array([[1, 0, 2]])
    assert (training.BORDER_WEIGHT, training.BORDER_WIDTH) == (10, 5)
    np.testing.assert_allclose(weight_map(labels), [[1, 1 + 10 * np.exp(-4 / 50), 1]], rtol=1e-6)


def test_weight_maps_of_a_stack_and_of_few_cells():
    stack = np.zeros((3, 6, 6), int)
    stack[1, :2] = 1
    stack[2, :2], stack[2, 4:] = 1, 2
    weights = weight_map(stack)
    assert (weights[:2] == 1).all()  # with one cell or none there is nothing to keep apart
    np.testing.assert_array_equal(weights[2], weight_map(stack[2]))
    assert (weights[2, 2:4] > 7).all()


@pytest.mark.parametrize("function", [separate_touching, weight_map])
@pytest.mark.parametrize("labels", [np.zeros((4, 4)), np.zeros(4, int), np.zeros((4, 4), bool)])
def test_what_is_no_label_is_refused(function, labels):
    with pytest.raises(ValueError, match="whole numbers"):
        function(labels)


@pytest.mark.parametrize("width", [0, -1, float("nan")])
def test_no_border_width_is_refused(width):
    with pytest.raises(ValueError, match="border_width"):
        weight_map(np.zeros((4, 4), int), border_width=width)


# Batches


def numbered(count, size=8):
    """Images whose pixels all have the image's number as value, and masks with ten times that."""
    images = np.arange(count, dtype="float32")[:, None, None, None] * np.ones((1, size, size, 1), "float32")
    return images, (10 * images).astype("int32")


@pytest.mark.parametrize("augmented", [False, True])
def test_pairs_stay_pairs(augmented):
    images, masks = numbered(6)
    weights = 100 * images[..., 0]
    for (image, mask, weight), _ in zip(batches(images, masks, weights, 4, augmented, seed=1), range(12), strict=False):
        assert image.shape == mask.shape == weight.shape == (4, 8, 8, 1)
        np.testing.assert_allclose(np.asarray(weight), 10 * np.asarray(mask))
        if not augmented:
            np.testing.assert_allclose(np.asarray(mask), 10 * np.asarray(image))


def test_each_round_takes_every_image_in_another_order():
    images, masks = numbered(8)
    stream = iter(batches(images, masks, batch_size=4, seed=2))
    rounds = [[int(n) for _ in range(2) for n in np.asarray(next(stream)[0])[:, 0, 0, 0]] for _ in range(6)]
    assert all(sorted(numbers) == list(range(8)) for numbers in rounds)
    assert len({tuple(numbers) for numbers in rounds}) > 4


@pytest.mark.parametrize("augmented", [False, True])
def test_the_seed_decides_the_batches(augmented):
    images, labels = make_cells(5, size=32)
    first, again, other = (
        np.asarray(next(iter(batches(images, labels[..., None], augmented=augmented, seed=seed)))[0])
        for seed in (4, 4, 5)
    )
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)


def test_augmented_images_are_new_each_time():
    images, labels = make_cells(1, size=32)
    stream = iter(batches(images, labels[..., None] > 0, batch_size=1, augmented=True))
    seen = [np.asarray(next(stream)[0]) for _ in range(6)]
    assert all(abs(a - b).mean() > 0.01 for i, a in enumerate(seen) for b in seen[:i])


@pytest.mark.parametrize(
    "images, masks, weights",
    [
        ((4, 8, 8, 1), (3, 8, 8, 1), None),
        ((4, 8, 8, 1), (4, 8, 9, 1), None),
        ((4, 8, 8, 1), (4, 8, 8), None),
        ((4, 8, 8), (4, 8, 8), None),
        ((0, 8, 8, 1), (0, 8, 8, 1), None),
        ((4, 8, 8, 1), (4, 8, 8, 1), (4, 9, 8)),
    ],
)
def test_what_does_not_fit_together_is_refused(images, masks, weights):
    with pytest.raises(ValueError, match="differ only in the channels"):
        batches(np.zeros(images), np.zeros(masks), weights if weights is None else np.zeros(weights))


def test_nan_is_refused():
    images = np.zeros((2, 8, 8, 1))
    images[1, 2, 3] = np.nan
    with pytest.raises(ValueError, match="NaN"):
        batches(images, np.zeros((2, 8, 8, 1)))


def test_weights_reach_the_loss():
    """With weights of 0 nothing is learnt; a pixel of weight 3 counts three times."""
    inputs = keras.Input((2, 2, 1))
    model = keras.Model(inputs, keras.layers.Activation("sigmoid")(inputs))
    model.compile(loss="binary_crossentropy")
    images, masks = np.full((1, 2, 2, 1), 0.5), np.ones((1, 2, 2, 1))
    weights = np.array([[[0, 1], [3, 0]]], float)
    loss = model.evaluate(batches(images, masks, weights, batch_size=1), steps=1, verbose=0)
    assert loss == pytest.approx(-np.log(1 / (1 + np.exp(-0.5))) * (0 + 1 + 3 + 0) / 4, rel=1e-5)


def test_the_log_is_one_line_an_epoch(capsys):
    inputs = keras.Input((2, 2, 1))
    model = keras.Model(inputs, keras.layers.Conv2D(1, 1)(inputs))
    model.compile(loss="mse")
    data = np.zeros((1, 2, 2, 1))
    model.fit(data, data, epochs=3, verbose=0, callbacks=[training_log(3)])
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3 and lines[2].startswith("  3 of 3 ████████████") and "loss 0.000" in lines[0]
    model.fit(data, data, epochs=7, verbose=0, callbacks=[training_log(7, every=3)])
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == ["3", "6", "7"]
