"""Lesson 02b: the functions of the learner against Keras and lesson 02; receptive fields measured up to the output."""

from itertools import product

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest
from notebook_cells import functions
from skimage.data import camera

from unet_lessons import sizes
from unet_lessons.backend import keras
from unet_lessons.blocks import conv_block, encoder_block, unet_model
from unet_lessons.checks.compare import compare
from unet_lessons.plots.lesson_02b import show_footprints, show_framed, show_levels

matplotlib.use("Agg")
BOTH = ("valid", "same")
layers = keras.layers


@pytest.fixture(scope="module")
def lesson():
    """The functions that the lesson's own cells define, ready to be called."""
    import tensorflow as tf  # after keras, which starts it quietly

    names = {"np": np, "tf": tf, "keras": keras, "layers": layers, "sizes": sizes}
    names |= {"conv_block": conv_block, "encoder_block": encoder_block, "rng": np.random.default_rng(0)}
    return functions("02b", **names)


# The learner's layers


@pytest.mark.parametrize("shape", [(2, 2, 1), (4, 6, 3), (5, 5, 2), (7, 4, 1), (3, 9, 5)])
def test_max_pool_and_relu_are_those_of_keras(lesson, shape):
    maps = np.random.default_rng(sum(shape)).normal(size=shape).astype("float32")
    assert np.array_equal(lesson["max_pool"](maps), np.asarray(layers.MaxPooling2D(2)(maps[None]))[0])
    assert np.array_equal(lesson["relu"](maps), np.asarray(layers.ReLU()(maps)))


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("padding", BOTH)
def test_encoder_is_encoder_block(lesson, padding, seed):
    rng = np.random.default_rng(seed)
    shape = (*(int(n) for n in rng.integers(6, 20, 2)), int(rng.integers(1, 5)))
    inputs, filters = keras.Input(shape), int(rng.integers(1, 9))
    model = keras.Model(inputs, encoder_block(inputs, filters, padding))
    model.set_weights([rng.normal(size=w.shape) / 5 for w in model.get_weights()])
    maps = rng.normal(size=shape)
    features, pooled = lesson["encoder"](maps, *model.get_weights(), padding)
    expected = [np.asarray(one)[0] for one in model(maps[None].astype("float32"))]
    assert compare(features, expected[0]) and compare(pooled, expected[1])
    written_out = keras.Model(inputs, lesson["encoder_in_keras"](inputs, filters, padding))
    written_out.set_weights(model.get_weights())
    for one, other in zip(written_out(maps[None].astype("float32")), expected, strict=True):
        assert np.array_equal(one[0], other)
    assert pooled.shape[:2] == (features.shape[0] // 2, features.shape[1] // 2)


@pytest.mark.parametrize("padding", BOTH)
def test_the_convolution_is_that_of_lesson_02(lesson, padding):
    rng = np.random.default_rng(0)
    maps, kernels, bias = rng.normal(size=(7, 9, 3)), rng.normal(size=(3, 3, 3, 5)), rng.normal(size=5)
    earlier = functions(2, np=np, keras=keras, layers=layers)
    assert np.allclose(lesson["conv2d"](maps, kernels, bias, padding), earlier["conv2d"](maps, kernels, bias, padding))
    assert np.array_equal(lesson["relu"](maps), earlier["relu"](maps))


@pytest.mark.parametrize("offset, fits", [(4, False), (8, True), (16, True), (20, False), (32, True)])
def test_tiles_fit_exactly_a_multiple_of_two_to_the_depth_apart(offset, fits):
    keras.utils.set_random_seed(0)
    model = unet_model((124, 124, 1), 1, base_filters=2, depth=3)
    one, other = (np.asarray(model(camera()[None, 100:224, s : s + 124, None] / 255))[0] for s in (100, 100 + offset))
    assert np.allclose(one[:, offset:], other[:, :-offset], atol=1e-5) == fits


# Receptive fields


def test_sees_is_receptive_field(lesson):
    for depth in range(1, 7):
        down = sizes.main_path(depth)[: 3 * depth + 2]
        for number in range(len(down) + 1):
            assert lesson["sees"](down[:number]) == sizes.receptive_field(down[:number])
        assert lesson["sees"](down) == sizes.bottleneck_receptive_field(depth)


@pytest.mark.parametrize("depth", [1, 2, 3, 4, pytest.param(5, marks=pytest.mark.slow)])
@pytest.mark.parametrize("padding", BOTH)
def test_three_ways_to_the_receptive_field_agree(lesson, padding, depth):
    expected = sizes.bottleneck_receptive_field(depth)
    assert 11 * 2**depth - 4 > expected  # the side of the images that the lesson measures with
    assert lesson["one_pixel_width"](depth, padding) == lesson["gradient_width"](depth, padding) == expected


def positive_unet(depth, padding, skips, size, average=False):
    """A U-Net with one filter in every layer, kernels of 1 and biases of 0; `average` pools with the mean."""

    def with_mean(layer):
        pools = average and isinstance(layer, layers.MaxPooling2D)
        return layers.AveragePooling2D(2, name=layer.name) if pools else type(layer).from_config(layer.get_config())

    options = {"depth": depth, "padding": padding, "skips": skips, "activation": "linear"}
    model = unet_model((size, size, 1), 1, base_filters=1, **options)
    model = keras.models.clone_model(model, clone_function=with_mean)
    model.set_weights([np.full(w.shape, w.ndim == 4) for w in model.get_weights()])
    return model


def roomy_size(depth, padding, skips, room=2):
    """An input size whose output holds `room` whole blocks of 2**depth pixels that no border of the image cuts."""
    least = sizes.output_receptive_field(depth)[1] + (room + 2) * 2**depth
    return sizes.nearest_valid_sizes(least, depth, padding, skips)[1]


def middle_columns(output_size, depth):
    """As many output columns as the pattern of receptive fields takes to repeat, in the middle."""
    return range(output_size // 2 - 2 ** (depth - 1), output_size // 2 + 2 ** (depth - 1))


def one_pixel_patterns(model):
    """Which input columns (rows of the result) change each output column of the middle row, measured with one pixel."""
    size = model.input_shape[1]
    images = np.zeros((size, size, size, 1), np.float32)
    images[range(size), size // 2, range(size)] = 1
    output = model.predict(images, batch_size=16, verbose=0)[:, :, :, 0]
    return output[:, output.shape[1] // 2] > 0


def gradient_patterns(model, columns):
    """The same from gradients, for the given output columns."""
    import tensorflow as tf

    size, middle = model.input_shape[1], model.output_shape[1] // 2
    image = tf.ones((1, size, size, 1))
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(image)
        output = model(image)
        numbers = [output[0, middle, column, 0] for column in columns]
    return np.stack([tape.gradient(n, image).numpy()[0, :, :, 0].any(axis=0) for n in numbers], axis=1)


ALIGNED = [case for case in product(BOTH, sizes.SKIPS) if case != ("valid", "resized")]


@pytest.mark.slow
@pytest.mark.parametrize("depth", [1, 2, 3])
@pytest.mark.parametrize("padding, skips", ALIGNED)
def test_receptive_fields_of_the_output(padding, skips, depth):
    smallest, largest = sizes.output_receptive_field(depth)
    size = roomy_size(depth, padding, skips)
    patterns = one_pixel_patterns(positive_unet(depth, padding, skips, size))
    columns = middle_columns(patterns.shape[1], depth)
    widths = patterns.sum(axis=0)[list(columns)]
    assert smallest == widths.min() and largest == widths.max() and len(widths) == 2**depth
    by_gradient = gradient_patterns(positive_unet(depth, padding, skips, size, average=True), columns)
    assert np.array_equal(patterns[:, list(columns)], by_gradient)


@pytest.mark.slow
@pytest.mark.parametrize("depth", [1, 2])
def test_resized_skips_without_padding_reach_beyond_the_square(depth):
    """Resized skips bring features from other positions: on large maps, from pixels the main path does not see."""
    size = sizes.nearest_valid_sizes(100 * depth, depth, "valid", "resized")[1]
    widths = one_pixel_patterns(positive_unet(depth, "valid", "resized", size)).sum(axis=0)
    smallest, largest = sizes.output_receptive_field(depth)
    assert widths.min() == smallest and widths.max() > largest


# Figures


def test_figures_hold_what_they_show():
    steps = sizes.unet_steps((188, 188, 1))
    levels = [steps[0]] + [steps[3 * level + 2] for level in range(5)]
    texts = " ".join(text.get_text() for text in show_levels(np.zeros((8, 8)), levels).axes[0].texts)
    assert all(f"{step.width}×{step.width}\nsees {step.receptive_field}×" in texts for step in levels[1:])
    assert "as large" in texts and len(show_levels(np.zeros((8, 8)), levels).axes[0].images) == 2
    gradient = np.pad(np.ones((4, 4)), 3)
    figure = show_footprints([gradient, gradient[1:-1, 1:-1]], [4, 4], ["one", "two"])
    (frame,) = figure.axes[0].patches
    assert frame.get_width() == 4 and figure.axes[1].get_xlim() == (-5, 5)
    assert "share of the largest" in figure.axes[-1].get_ylabel()
    straight = show_footprints([2 * gradient], [4], ["linear"], logarithmic=False)
    assert np.nanmax(straight.axes[0].images[0].get_array()) == 1  # a share of the largest
    framed = show_framed([np.ones((9, 9))], [3], ["three from each side"])
    assert [text.get_text() for text in framed.legends[0].texts] == ["outside: affected by the frame of zeros"]
    (frame,) = framed.axes[0].patches
    assert frame.get_width() == frame.get_height() == 3 and frame.get_xy() == (2.5, 2.5)
    plt.close("all")


def test_figures_say_what_is_wrong():
    with pytest.raises(ValueError, match="square"):
        show_levels(np.zeros((8, 9)), [])
    with pytest.raises(ValueError, match="as many"):
        show_footprints([np.ones((3, 3))], [3, 3], ["one"])
    with pytest.raises(ValueError, match="as many"):
        show_framed([np.ones((3, 3))], [1, 1], ["one"])
    with pytest.raises(ValueError, match="0 everywhere"):
        show_footprints([np.zeros((3, 3))], [3], ["one"])
