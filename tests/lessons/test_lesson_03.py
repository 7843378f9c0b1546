"""Lesson 03, the bottleneck: what the learner builds there against Keras and against the package."""

import numpy as np
import pytest
from notebook_cells import cells, functions

from unet_lessons import sizes
from unet_lessons.backend import keras
from unet_lessons.blocks import bottleneck, unet_model
from unet_lessons.plots.lesson_03 import show_bottom, show_receptive_fields, show_shares

layers = keras.layers


@pytest.fixture
def lesson():
    """The functions that the lesson's own cells define, ready to be called."""
    return functions(3, np=np, layers=layers)


def keras_of(layer, x):
    """What a Keras layer gives for one channel (h, w)."""
    return np.asarray(layer(x[None, :, :, None]))[0, :, :, 0]


@pytest.mark.parametrize("channels", [(1, 1), (3, 64), (512, 1024), (1024, 1024)])
def test_conv_parameters(lesson, channels):
    layer = layers.Conv2D(channels[1], 3)
    layer.build((None, 8, 8, channels[0]))
    assert lesson["conv_parameters"](*channels) == layer.count_params()


def test_share_of_the_parameters():
    assert unet_model((572, 572, 3), 2).count_params() == 31_031_810
    model = unet_model((572, 572, 1), 2)  # the paper's
    bottom = sum(layer.count_params() for layer in model.layers if layer.name.startswith("bottleneck"))
    assert (bottom, model.count_params()) == (14_157_824, 31_030_658)
    assert f"{bottom / model.count_params():.1%}" == "45.6%"
    upconv = model.get_layer("decoder_4_upconv").count_params()
    assert f"{(bottom + upconv) / model.count_params():.1%}" == "52.4%"


def test_sizes_of_the_bottleneck():
    inputs = keras.Input((32, 32, 8))
    model = keras.Model(inputs, bottleneck(inputs, 16))
    kept = [layer.output.shape[1] for layer in model.layers if not isinstance(layer, layers.Activation)]
    assert kept == [32, 30, 28]


@pytest.mark.parametrize("skips", ["none", "cropped", "resized"])
def test_multiplications(lesson, skips):
    arguments = {"base_filters": 2, "depth": 2, "skips": skips}
    model = unet_model((60, 60, 3), 2, **arguments)
    expected = 0
    for layer in model.layers:
        if isinstance(layer, (layers.Conv2D, layers.Conv2DTranspose)):
            start = layer.input if isinstance(layer, layers.Conv2DTranspose) else layer.output
            expected += np.prod(layer.kernel.shape) * start.shape[1] * start.shape[2]
    steps = sizes.unet_steps((60, 60, 3), 2, **arguments)
    assert sum(lesson["multiplications"](step) for step in steps) == expected


@pytest.mark.parametrize("depth", [1, 2, 3, 4])
def test_pixels_seen_agrees_with_the_package(lesson, depth):
    down = ["conv", "conv", "pool"] * depth + ["conv", "conv"]
    first, last = lesson["pixels_seen"](5, down)
    assert last - first + 1 == sizes.receptive_field(down) == sizes.bottleneck_receptive_field(depth)
    assert first == 5 * 2**depth


@pytest.mark.parametrize(
    "kinds", [["conv"], ["pool"], ["conv", "pool", "conv"], ["conv", "conv", "pool"] * 2 + ["conv"]]
)
def test_pixels_seen_agrees_with_gradients(lesson, kinds):
    import tensorflow as tf

    network = keras.Sequential([keras.Input((1, 40, 1))])
    for kind in kinds:
        ones = keras.initializers.Ones()
        conv = layers.Conv2D(1, (1, 3), kernel_initializer=ones, use_bias=False)
        network.add(conv if kind == "conv" else layers.AveragePooling2D((1, 2)))
    for place in (0, 1, network.output_shape[2] - 1):
        pixels = tf.Variable(tf.zeros((1, 1, 40, 1)))
        with tf.GradientTape() as tape:
            number = network(pixels)[0, 0, place, 0]
        seen = np.flatnonzero(tape.gradient(number, pixels).numpy())
        assert (seen[0], seen[-1]) == lesson["pixels_seen"](place, kinds)
        assert len(seen) == seen[-1] - seen[0] + 1


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_with_same_padding_stretching_is_exact(lesson, depth):
    """With same padding, the centre of what the middle sees (by its gradient) is where resizing puts it."""
    import tensorflow as tf

    kinds = ["conv", "conv", "pool"] * depth + ["conv", "conv"]
    size = 11 * 2**depth  # leaves room: nothing of the middle position's receptive field is cut off
    network = keras.Sequential([keras.Input((1, size, 1))])
    for kind in kinds:
        conv = layers.Conv2D(1, (1, 3), padding="same", kernel_initializer="ones", use_bias=False)
        network.add(conv if kind == "conv" else layers.AveragePooling2D((1, 2)))
    pixels = tf.Variable(tf.zeros((1, 1, size, 1)))
    with tf.GradientTape() as tape:
        number = network(pixels)[0, 0, 5, 0]
    seen = np.flatnonzero(tape.gradient(number, pixels).numpy())
    assert np.mean(lesson["pixels_seen"](5, kinds, pad=1)) == (seen[0] + seen[-1]) / 2 == (5 + 0.5) * 2**depth - 0.5


@pytest.mark.parametrize("shape", [(2, 2), (4, 10), (32, 16)])
def test_shrink_and_grow(lesson, shape):
    x = np.random.default_rng(sum(shape)).normal(size=shape).astype("float32")
    np.testing.assert_allclose(lesson["shrink"](x), keras_of(layers.AveragePooling2D(2), x), atol=1e-6)
    np.testing.assert_array_equal(lesson["shrink"](x, np.max), keras_of(layers.MaxPooling2D(2), x))
    for times in (1, 2, 3):
        np.testing.assert_array_equal(lesson["grow"](x, times), keras_of(layers.UpSampling2D(times), x))


def test_halving_four_times_is_one_large_pooling(lesson):
    x = np.random.default_rng(0).random((32, 48))
    for take, pooling in ((np.mean, layers.AveragePooling2D), (np.max, layers.MaxPooling2D)):
        halved = x
        for _ in range(4):
            halved = lesson["shrink"](halved, take)
        np.testing.assert_allclose(lesson["shrink"](x, take, 16), halved, atol=1e-12)
        np.testing.assert_allclose(halved, keras_of(pooling(16), x), atol=1e-6)


def test_psnr(lesson):
    from skimage.metrics import peak_signal_noise_ratio

    a, b = np.random.default_rng(0).random((2, 8, 8))
    assert lesson["psnr"](a, b) == pytest.approx(peak_signal_noise_ratio(b, a, data_range=1))


@pytest.mark.parametrize(("shape", "n"), [((4, 4), 2), ((6, 9), 3), ((32, 48), 16)])
def test_channels_hold_the_place(lesson, shape, n):
    x = np.random.default_rng(n).random(shape).astype("float32")
    channels = lesson["to_channels"](x, n)
    np.testing.assert_array_equal(channels, np.asarray(keras.ops.image.extract_patches(x[None, :, :, None], n))[0])
    np.testing.assert_array_equal(lesson["from_channels"](channels, n), x)


def test_patterns_are_the_best_weighted_sums(lesson):
    rng = np.random.default_rng(0)
    image = rng.random((512, 512)).cumsum(axis=0) / 512
    lesson["mean"], lesson["patterns"] = lesson["patterns_of"](lesson["to_channels"](image, 16).reshape(-1, 256))
    np.testing.assert_allclose(lesson["patterns"] @ lesson["patterns"].T, np.eye(256), atol=1e-9)
    quality = [lesson["psnr"](lesson["rebuild"](lesson["hold"](image, k)), image) for k in (1, 4, 16, 64)]
    assert quality == sorted(quality)
    np.testing.assert_allclose(lesson["rebuild"](lesson["hold"](image, 256)), image, atol=1e-9)
    flat = lesson["grow"](image.reshape(32, 16, 32, 16).mean(axis=(1, 3)), 16)
    lesson["mean"], lesson["patterns"] = np.zeros(256), np.full((1, 256), 1 / 16)  # one pattern: flat
    np.testing.assert_allclose(lesson["rebuild"](lesson["hold"](image, 1)), flat, atol=1e-9)


def test_every_section_asks_for_a_guess():
    sections = "\n".join(cells(3, "markdown")).split("\n## ")[1:]
    numbered = [section for section in sections if section[0].isdigit()]
    assert len(numbered) == 6 and all("**Predict**" in section for section in numbered)


def test_the_tinted_field_holds_the_bottom():
    figure = show_bottom(sizes.unet_steps((572, 572, 1)))
    (field,) = [patch for patch in figure.axes[0].patches if patch.get_alpha() == 0.15]
    box = field.get_bbox()
    inside = [t.get_text() for t in figure.axes[0].texts if box.x0 < t.get_position()[0] < box.x1]
    assert {"32²", "30²", "28²"} <= set(inside)


def test_figures_say_what_is_wrong():
    with pytest.raises(ValueError, match="height, width"):
        show_receptive_fields(np.zeros((4, 4, 3)), [(0, 1)], [1])
    with pytest.raises(ValueError, match="inside"):
        show_receptive_fields(np.zeros((4, 4)), [(0, 4)], [1])
    with pytest.raises(ValueError, match="sum to 1"):
        show_shares({"weights": {"bottleneck": 0.4}})
