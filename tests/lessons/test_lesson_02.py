"""Lesson 02: the learner's convolution against Keras and SciPy."""

import numpy as np
import pytest
from notebook_cells import functions
from scipy.signal import correlate

from unet_lessons.backend import keras
from unet_lessons.checks.compare import compare

BOTH = ("valid", "same")
layers = keras.layers


@pytest.fixture(scope="module")
def lesson():
    """The functions that the lesson's own cells define, ready to be called."""
    return functions(2, np=np, keras=keras, layers=layers)


@pytest.mark.parametrize("seed", range(6))
def test_slide_is_cross_correlation(lesson, seed):
    rng = np.random.default_rng(seed)
    image, kernel = rng.normal(size=rng.integers(3, 9, 2)), rng.normal(size=(3, 3))
    answer = lesson["slide"](image, kernel)
    assert np.allclose(answer, correlate(image, kernel, mode="valid", method="direct"))
    full = lesson["conv2d_valid"](image[:, :, None], kernel[:, :, None, None], np.zeros(1))
    assert np.allclose(answer, full[:, :, 0])


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("stride", [1, 2, 3])
@pytest.mark.parametrize("padding", BOTH)
def test_conv2d_is_that_of_keras(lesson, padding, stride, seed):
    """A stride of n gives every nth answer, if the first window is the same: always with valid padding."""
    rng = np.random.default_rng(seed)
    height, width = rng.integers(3, 13, 2)
    inputs, outputs = rng.integers(1, 6, 2)
    maps = rng.normal(size=(height, width, inputs))
    kernels, bias = rng.normal(size=(3, 3, inputs, outputs)), rng.normal(size=outputs)
    layer = layers.Conv2D(outputs, 3, padding=padding, strides=stride)
    layer.build((None, None, None, inputs))
    layer.set_weights([kernels, bias])
    expected = np.asarray(layer(maps[None].astype("float32")))[0]
    if padding == "valid" or stride == 1:
        assert compare(lesson["conv2d"](maps, kernels, bias, padding)[::stride, ::stride], expected)
    assert np.array_equal(lesson["keras_conv"](maps, kernels, bias, padding=padding, strides=stride), expected)
    if (padding, stride) == ("valid", 1):
        assert compare(lesson["conv2d_valid"](maps, kernels, bias), expected)


@pytest.mark.parametrize("size", [4, 6, 7, 9, 12])
def test_same_padding_and_stride_two_start_with_the_second_of_an_even_size(lesson, size):
    rng = np.random.default_rng(size)
    maps, kernels, bias = rng.normal(size=(size, size, 2)), rng.normal(size=(3, 3, 2, 3)), rng.normal(size=3)
    start = 1 - size % 2
    every_second = lesson["conv2d"](maps, kernels, bias, "same")[start::2, start::2]
    assert compare(every_second, lesson["keras_conv"](maps, kernels, bias, padding="same", strides=2))


def test_padding_has_two_names(lesson):
    with pytest.raises(ValueError, match="choose"):
        lesson["conv2d"](np.ones((3, 3, 1)), np.ones((3, 3, 1, 1)), np.zeros(1), "full")


def test_relu(lesson):
    maps = np.random.default_rng(0).normal(size=(3, 4, 2)).astype("float32")
    assert np.array_equal(lesson["relu"](maps), np.asarray(layers.ReLU()(maps)))
