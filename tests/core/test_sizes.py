"""`unet_lessons.sizes` against real Keras models, and against the numbers of the paper."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from unet_lessons import sizes

PAPER_SIZES = (572, 570, 568, 284, 282, 280, 140, 138, 136, 68, 66, 64, 32, 30, 28)
PAPER_SIZES += (56, 54, 52, 104, 102, 100, 200, 198, 196, 392, 390, 388)

depths = st.integers(1, 5)
paddings = st.sampled_from(sizes.PADDINGS)
skip_styles = st.sampled_from(sizes.SKIPS)


def test_paper_sizes():
    assert tuple(sizes.sizes_along(572)) == PAPER_SIZES
    skips = [step.height for step in sizes.unet_steps() if step.kind == "crop"]
    assert skips == [56, 104, 200, 392]


def test_paper_numbers():
    assert sum(step.parameters for step in sizes.unet_steps()) == 31_031_810
    assert sum(step.parameters for step in sizes.unet_steps((572, 572, 1))) == 31_030_658
    kinds = [step.kind for step in sizes.unet_steps()]
    assert (kinds.count("conv"), kinds.count("up-conv"), kinds.count("1x1 conv")) == (18, 4, 1)
    assert sizes.border_lost(4) == 92 and sizes.border_lost(4, "same") == 0


def test_bottleneck_has_both_sizes():
    bottom = [(step.height, step.channels) for step in sizes.unet_steps() if step.part == "bottleneck"]
    assert bottom == [(30, 1024), (28, 1024)]


def test_memory_is_four_bytes_a_number():
    first = sizes.unet_steps()[1]
    assert first.memory == 570 * 570 * 64 * 4


@given(depths)
def test_receptive_field_formula(depth):
    down = sizes.main_path(depth)[: 3 * depth + 2]
    assert sizes.receptive_field(down) == sizes.bottleneck_receptive_field(depth)
    steps = sizes.unet_steps((512, 512, 1), depth=depth, padding="same", base_filters=1)
    assert steps[-1].receptive_field == sizes.output_receptive_field(depth)[1]
    assert max(s.receptive_field for s in steps if s.part == "bottleneck") == 9 * 2**depth - 4


def seen_by(pixel, depth):
    """The input pixels that an output pixel of a valid U-Net depends on along the main path, by walking sets of
    pixels back."""
    pixels = {pixel}
    for kind in reversed(sizes.main_path(depth)):
        if kind == "conv":
            pixels = {p + offset for p in pixels for offset in (0, 1, 2)}
        elif kind == "pool":
            pixels = {2 * p + offset for p in pixels for offset in (0, 1)}
        else:
            pixels = {p // 2 for p in pixels}
    return len(pixels)


@pytest.mark.parametrize("depth", range(1, 6))
def test_receptive_field_of_the_output_pixel_by_pixel(depth):
    seen = {seen_by(pixel, depth) for pixel in range(2 ** (depth + 2))}
    assert (min(seen), max(seen)) == sizes.output_receptive_field(depth)


@given(st.integers(1, 700), depths, paddings, skip_styles)
def test_nearest_valid_sizes(size, depth, padding, skips):
    arguments = (depth, padding, skips)
    below, above = sizes.nearest_valid_sizes(size, *arguments)
    assert sizes.is_valid_size(above, *arguments) and above >= size
    assert not any(sizes.is_valid_size(between, *arguments) for between in range(size, above))
    if below is None:
        assert not any(sizes.is_valid_size(smaller, *arguments) for smaller in range(1, size + 1))
    else:
        assert sizes.is_valid_size(below, *arguments) and below <= size
        assert not any(sizes.is_valid_size(between, *arguments) for between in range(below + 1, size + 1))


@given(st.integers(1, 700), depths, paddings, skip_styles)
def test_border_lost(size, depth, padding, skips):
    if skips in ("cropped", "added") and sizes.is_valid_size(size, depth, padding, skips):
        assert size - sizes.output_size(size, depth, padding, skips) == 2 * sizes.border_lost(depth, padding)


def test_nearest_valid_sizes_of_the_article():
    assert sizes.nearest_valid_sizes(256) == (252, 268)
    assert sizes.nearest_valid_sizes(572) == (572, 572)
    assert sizes.nearest_valid_sizes(100) == (None, 188)
    assert sizes.is_valid_size(256, skips="resized")
    assert sizes.output_size(256, skips="resized") == 68
    assert sizes.valid_sizes(556, 600) == [556, 572, 588]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"input_shape": (256, 256, 3)}, ["256", "252", "268", 'padding="same"']),
        ({"input_shape": (256, 572, 3)}, ["256", "252 and 268"]),
        ({"input_shape": (100, 100, 3)}, ["100", "188"]),
        ({"input_shape": (250, 256, 3), "padding": "same"}, ["250", "240 and 256"]),
        ({"input_shape": (572, 572)}, ["(height, width, channels)"]),
        ({"input_shape": 572}, ["(height, width, channels)"]),
        ({"input_shape": (572, 572, None)}, ["channels of input_shape", "None"]),
        ({"input_shape": (572.0, 572, 3)}, ["height", "572.0"]),
        ({"input_shape": (0, 572, 3)}, ["height", "0"]),
        ({"input_shape": (None, 572, 3)}, ["None"]),
        ({"num_classes": 0}, ["num_classes", "0"]),
        ({"base_filters": True}, ["base_filters", "True"]),
        ({"depth": 0}, ["depth", "0"]),
        ({"padding": "vaild"}, ["'vaild'", "'valid', 'same'"]),
        ({"skips": None}, ["None", "'cropped', 'resized', 'added', 'none'"]),
    ],
)
def test_refusals_say_what_came_and_what_works(arguments, words):
    with pytest.raises(ValueError) as error:
        sizes.unet_steps(**arguments)
    assert [word for word in words if word not in str(error.value)] == []


KERAS_KINDS = {
    "InputLayer": "input",
    "Conv2D": "conv",
    "MaxPooling2D": "pool",
    "Conv2DTranspose": "up-conv",
    "Cropping2D": "crop",
    "Resizing": "resize",
    "Concatenate": "concatenate",
    "Add": "add",
}


@st.composite
def configurations(draw):
    """Arguments of `unet_model` whose sizes fit, chosen from all that fit up to 3 periods above the smallest."""
    depth, padding, skips = draw(depths), draw(paddings), draw(skip_styles)
    smallest = sizes.nearest_valid_sizes(1, depth, padding, skips)[1]
    fitting = sizes.valid_sizes(smallest, smallest + 3 * 2**depth, depth, padding, skips)
    shape = (draw(st.sampled_from(fitting)), draw(st.sampled_from(fitting)), draw(st.integers(1, 4)))
    options = {"base_filters": draw(st.integers(1, 6)), "depth": depth, "padding": padding, "skips": skips}
    return shape, draw(st.integers(1, 5)), options


@pytest.mark.slow
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(configurations())
def test_sizes_equal_real_keras_models(configuration):
    from unet_lessons.blocks import unet_model

    shape, num_classes, options = configuration
    model = unet_model(shape, num_classes, **options)
    layers = [layer for layer in model.layers if type(layer).__name__ != "Activation"]
    real = [(KERAS_KINDS[type(layer).__name__], *layer.output.shape[1:], layer.count_params()) for layer in layers]
    real[-1] = ("1x1 conv", *real[-1][1:])
    steps = sizes.unet_steps(shape, num_classes, **options)
    assert [(s.kind, s.height, s.width, s.channels, s.parameters) for s in steps] == real
    assert sum(step.parameters for step in steps) == model.count_params()


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(1, 90), st.integers(1, 4), paddings, skip_styles)
def test_sizes_that_do_not_fit_cannot_be_built_from_keras_layers(size, depth, padding, skips):
    """Without the check of `unet_model`, Keras itself fails exactly if `is_valid_size` is False.

    With same padding and an odd map, cropping one pixel on one side would build: there only the check refuses.
    """
    from unet_lessons.backend import keras

    layers = keras.layers

    def build():
        x = inputs = keras.Input((size, size, 1))
        features = []
        for _ in range(depth):
            for _ in range(2):
                x = layers.Conv2D(1, 3, padding=padding)(x)
            features.append(x)
            x = layers.MaxPooling2D(2)(x)
        for _ in range(2):
            x = layers.Conv2D(1, 3, padding=padding)(x)
        for skip in reversed(features):
            x = layers.Conv2DTranspose(1, 2, strides=2)(x)
            if skips in ("cropped", "added"):
                border, odd = divmod(skip.shape[1] - x.shape[1], 2)
                if odd:
                    raise ValueError("the centres lie half a pixel apart")
                x = layers.Add()([x, layers.Cropping2D(border)(skip)])
            for _ in range(2):
                x = layers.Conv2D(1, 3, padding=padding)(x)
        if x.shape[1] < 1:
            raise ValueError("nothing is left")
        return keras.Model(inputs, x)

    if sizes.is_valid_size(size, depth, padding, skips):
        assert build().output_shape[1] == sizes.output_size(size, depth, padding, skips)
    else:
        with pytest.raises(ValueError):
            build()
