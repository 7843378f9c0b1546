"""Lesson 04, the expansive path: what the learner builds there against Keras and against the package."""

import numpy as np
import pytest
from notebook_cells import cells, functions

from unet_lessons.backend import keras
from unet_lessons.blocks import decoder_block
from unet_lessons.sizes import sizes_along

layers = keras.layers


@pytest.fixture
def lesson():
    """The functions that the lesson's own cells define, ready to be called."""
    return functions(4, np=np, layers=layers, keras=keras)


def numbers(*shape):
    """Random float32 numbers, the same for the same shape."""
    return np.random.default_rng(shape).normal(size=shape).astype("float32")


def close(mine, keras_result):
    np.testing.assert_allclose(mine, np.asarray(keras_result), atol=1e-6 * max(1, np.abs(keras_result).max()))


@pytest.mark.parametrize("times", [1, 2, 3, 4])
@pytest.mark.parametrize("shape", [(1, 1), (2, 2), (5, 7), (1, 9)])
def test_growing_without_weights(lesson, shape, times):
    x = numbers(*shape)
    batch = x[None, :, :, None]
    smooth = layers.UpSampling2D(times, interpolation="bilinear")(batch)[0, :, :, 0]
    resized = layers.Resizing(shape[0] * times, shape[1] * times)(batch)[0, :, :, 0]
    close(lesson["nearest"](x, times), layers.UpSampling2D(times)(batch)[0, :, :, 0])
    close(lesson["bilinear"](x, times), smooth)
    close(lesson["bilinear"](x, times), resized)


@pytest.mark.parametrize("k", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("stride", [1, 2, 3])
def test_transposed_convolution(lesson, k, stride):
    for height, width, channels_in, channels_out in ((1, 1, 1, 1), (3, 5, 4, 2), (6, 2, 3, 3)):
        x = numbers(height, width, channels_in)
        layer = layers.Conv2DTranspose(channels_out, k, strides=stride, bias_initializer="random_normal")
        expected = layer(x[None])[0]
        close(lesson["transposed_conv"](x, *layer.get_weights(), stride), expected)
        assert lesson["grown_size"](height, k, stride) == expected.shape[0]
        if channels_in == channels_out == 3 and k * stride > 1:
            kernel, bias = layer.get_weights()
            wrong = lesson["transposed_conv"](x, kernel.swapaxes(2, 3), bias, stride)
            assert not np.allclose(wrong, expected, atol=1e-3)


@pytest.mark.parametrize(("k", "stride"), [(2, 2), (3, 2), (4, 2), (3, 1), (5, 3)])
def test_stamps_are_a_transposed_convolution_and_a_gradient(lesson, k, stride):
    import tensorflow as tf

    x, kernel = numbers(4, 3), numbers(k, k)
    stamped = lesson["stamp"](x, kernel, stride)
    four = kernel[:, :, None, None]
    close(lesson["transposed_conv"](x[:, :, None], four, 0, stride)[:, :, 0], stamped)
    large = tf.Variable(tf.zeros((1, *stamped.shape, 1)))
    with tf.GradientTape() as tape:
        small = tf.nn.conv2d(large, four, stride, "VALID")
    gradient = tape.gradient(small, large, output_gradients=tf.constant(x[None, :, :, None]))
    close(stamped, gradient[0, :, :, 0])


def test_shrink_is_a_convolution(lesson):
    x, kernel = numbers(8, 6), numbers(2, 2)
    layer = layers.Conv2D(1, 2, strides=2, use_bias=False)
    layer.build((None, 8, 6, 1))
    layer.set_weights([kernel[:, :, None, None]])
    close(lesson["shrink"](x, kernel), layer(x[None, :, :, None])[0, :, :, 0])


@pytest.mark.parametrize(("k", "inner"), [(2, {1}), (3, {1, 2, 4}), (4, {4})])
def test_counts_of_stamps(lesson, k, inner):
    count = lesson["stamp"](np.ones((5, 5)), np.ones((k, k)), 2)[2:-2, 2:-2]
    assert set(count.ravel()) == inner
    assert (lesson["pattern"](count[: count.shape[0] // 2 * 2, : count.shape[1] // 2 * 2]) > 0.3) == (k == 3)


def test_pattern(lesson):
    board = np.indices((8, 8)).sum(axis=0) % 2
    assert lesson["pattern"](np.full((8, 8), 3.0)) == 0
    assert lesson["pattern"](2.0 * board - 1) == pytest.approx(1)
    assert lesson["pattern"](np.arange(64).reshape(8, 8) // 16 * 1.0) == 0  # changes, but not within 2 pixels


@pytest.mark.parametrize("first_seed", [100, 200, 300, 400, 500])
def test_untrained_patterns_whatever_the_seed(lesson, first_seed):
    seeds, pattern = range(first_seed, first_seed + 10), lesson["pattern"]
    for k in (2, 3, 4):
        strengths = [
            pattern(lesson["of_a_constant"](lambda k=k: [layers.Conv2DTranspose(1, k, strides=2)], seed))
            for seed in seeds
        ]
        assert np.mean(strengths) > 0.5
    rivals = (
        [layers.UpSampling2D(2), layers.Conv2D(1, 3)],
        [layers.Conv2D(1, 1), layers.UpSampling2D(2)],
        [layers.Conv2D(1, 1), layers.UpSampling2D(2, interpolation="bilinear")],
        *([layers.Conv2DTranspose(1, k, strides=2), layers.AveragePooling2D(2, strides=1)] for k in (2, 3, 4)),
    )
    for rival in rivals:
        assert pattern(lesson["of_a_constant"](lambda rival=rival: rival, first_seed)) < 1e-3


def test_a_stamp_is_flat_when_the_sums_of_its_weights_are_alike(lesson):
    tent = np.outer([1, 3, 3, 1], [1, 3, 3, 1])  # even overlap, unequal weights
    uneven = np.outer([1, 2, 1], [1, 2, 1])  # uneven overlap, weights that make up for it
    board = np.array([[1, -1], [-1, 1]])
    assert lesson["pattern_of"](tent) < 1e-12 and lesson["pattern_of"](uneven) < 1e-12
    assert lesson["pattern_of"](board) == pytest.approx(1)


def test_convolution(lesson):
    x = numbers(6, 9, 5)
    layer = layers.Conv2D(4, 3, bias_initializer="random_normal")
    expected = layer(x[None])[0]
    close(lesson["conv"](x, *layer.get_weights()), expected)


@pytest.mark.parametrize(("shape", "filters"), [((4, 4, 2), 1), ((7, 6, 16), 8), ((12, 9, 6), 3)])
def test_decoder_level_is_decoder_block(lesson, shape, filters):
    keras.utils.set_random_seed(filters)
    inputs = keras.Input(shape)
    level = keras.Model(inputs, decoder_block(inputs, None, filters, skips="none"))
    level.set_weights([w if w.ndim > 1 else numbers(*w.shape) / 10 for w in level.get_weights()])
    x = numbers(*shape)
    mine = lesson["decoder_level"](x, level.get_weights())
    assert mine.shape == (2 * shape[0] - 4, 2 * shape[1] - 4, filters) and mine.max() > 0
    close(mine, level(x[None])[0])


def test_sizes_on_the_way_up():
    way_up = sizes_along(572)[-13:]
    assert way_up == [28, 56, 54, 52, 104, 102, 100, 200, 198, 196, 392, 390, 388]


def test_best_stamp_finds_the_stamp(lesson):
    small = numbers(16, 20)
    for k in (2, 4):
        kernel = numbers(k, k)
        np.testing.assert_allclose(lesson["best_stamp"](small, lesson["grow"](small, kernel), k), kernel, atol=1e-6)


def test_four_channels_hold_every_pixel(lesson):
    x = numbers(8, 12)
    channels = x.reshape(4, 2, 6, 2).transpose(0, 2, 1, 3).reshape(4, 6, 4)
    rebuilt = lesson["transposed_conv"](channels, np.eye(4).reshape(2, 2, 1, 4), 0, 2)
    np.testing.assert_array_equal(rebuilt[:, :, 0], x)


def test_every_section_asks_for_a_guess():
    sections = "\n".join(cells(4, "markdown")).split("\n## ")[1:]
    numbered = [section for section in sections if section[0].isdigit()]
    assert len(numbered) == 6 and all("**Predict**" in section for section in numbered)
