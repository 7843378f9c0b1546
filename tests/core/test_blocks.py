"""`unet_lessons.blocks`: the U-Net of the paper and of the article, and everything around it."""

import itertools

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from unet_lessons.backend import keras
from unet_lessons.blocks import bottleneck, centre_crop, decoder_block, encoder_block, summary_rows, unet_model
from unet_lessons.data.summary import published_summary
from unet_lessons.sizes import (
    PADDINGS,
    SKIPS,
    nearest_valid_sizes,
    output_receptive_field,
    output_size,
    unet_steps,
    valid_sizes,
)

pytestmark = pytest.mark.slow  # starting TensorFlow takes seconds


def with_article_names(rows):
    """The rows with the article's name for a resizing, which is not a layer of its own there."""
    text = {"Resizing": "Resize", "resizing": "resize"}
    return [
        {
            "layer": row["layer"].replace("resizing", "resize"),
            "type": text.get(row["type"], row["type"]),
            "output_shape": row["output_shape"],
            "parameters": row["parameters"],
            "inputs": [name.replace("resizing", "resize") for name in row["inputs"]],
        }
        for row in rows
    ]


def test_published_summary_is_whole():
    rows = published_summary()
    assert len(rows) == 54
    assert sum(row["parameters"] for row in rows) == 31_031_810
    assert rows[0]["output_shape"] == [572, 572, 3] and rows[-1]["output_shape"] == [388, 388, 2]


def test_article_model_gives_all_published_rows():
    model = unet_model((572, 572, 3), 2, skips="resized", activation="sigmoid")
    assert with_article_names(summary_rows(model)) == published_summary()
    assert model.count_params() == 31_031_810
    assert model.layers[-1].activation is keras.activations.sigmoid


def test_paper_model_has_the_same_number_and_the_paper_sizes():
    model = unet_model()
    assert model.count_params() == 31_031_810
    assert model.output_shape == (None, 388, 388, 2)
    skips = [layer for layer in model.layers if isinstance(layer, keras.layers.Cropping2D)]
    assert [(s.input.shape[1], s.output.shape[1]) for s in skips] == [(64, 56), (136, 104), (280, 200), (568, 392)]
    ups = [layer.output.shape[1] for layer in model.layers if isinstance(layer, keras.layers.Conv2DTranspose)]
    assert ups == [56, 104, 200, 392]
    assert model.layers[-1].activation is keras.activations.softmax


def test_grey_model_and_default_of_the_article():
    assert unet_model((572, 572, 1)).count_params() == 31_030_658
    model = unet_model((256, 256, 3), 1, skips="resized")
    assert model.output_shape == (None, 68, 68, 1)
    assert model.layers[-1].activation is keras.activations.sigmoid


def test_size_that_does_not_fit_is_refused_with_the_nearest():
    with pytest.raises(ValueError) as error:
        unet_model((256, 256, 3))
    for word in ("256", "252", "268", 'padding="same"'):
        assert word in str(error.value)


def test_skip_is_taken_before_pooling():
    """Mistake 2 of the article: a skip of half the size."""
    features, pooled = encoder_block(keras.Input((68, 68, 1)), 4)
    assert features.shape == (None, 64, 64, 4) and pooled.shape == (None, 32, 32, 4)
    assert bottleneck(pooled, 8).shape == (None, 28, 28, 8)


def test_skip_is_cropped_at_the_centre():
    """Mistake 3 of the article: a crop keeps the centre where it is, but resizing moves features."""
    array = np.arange(64 * 64, dtype=np.float32).reshape(1, 64, 64, 1)
    inputs = keras.Input((64, 64, 1))
    model = keras.Model(inputs, centre_crop(inputs, (56, 56)))
    assert np.array_equal(model.predict_on_batch(array), array[:, 4:60, 4:60])


def delta_weights(model):
    """Weights with which a U-Net of one filter outputs its skip: each convolution copies its last input channel."""
    for layer in model.layers:
        if type(layer).__name__ in ("Conv1D", "Conv2D", "Conv3D"):
            kernel, bias = (np.zeros(w.shape, np.float32) for w in layer.get_weights())
            centre = tuple(size // 2 for size in kernel.shape[:-2])
            kernel[(*centre, -1)] = 1
            layer.set_weights([kernel, bias])


def test_whole_u_keeps_features_over_their_pixels():
    """The top skip keeps positions: the output is the input without 92 pixels on each side."""
    model = unet_model((188 + 16, 188 + 32, 1), 1, base_filters=1, activation="linear")
    delta_weights(model)
    image = np.random.default_rng(0).random((1, 204, 220, 1), dtype=np.float32)
    assert np.allclose(model.predict_on_batch(image), image[:, 92:-92, 92:-92], atol=1e-6)


def test_softmax_sums_to_one_and_sigmoids_need_not():
    """Mistake 5 of the article."""
    keras.utils.set_random_seed(0)
    image = np.random.default_rng(0).random((1, 32, 32, 3), dtype=np.float32)
    options = {"padding": "same", "base_filters": 4, "depth": 2}
    softmax = unet_model((32, 32, 3), 2, **options).predict_on_batch(image)
    assert np.allclose(softmax.sum(axis=-1), 1, atol=1e-5)
    sigmoid = unet_model((32, 32, 3), 2, activation="sigmoid", **options).predict_on_batch(image)
    assert np.abs(sigmoid.sum(axis=-1) - 1).max() > 0.01


@pytest.mark.parametrize(("padding", "skips"), list(itertools.product(PADDINGS, SKIPS)))
def test_models_save_and_load_in_safe_mode(tmp_path, padding, skips):
    """Only Keras's own layers are used, so that a model can be loaded without this package."""
    size = nearest_valid_sizes(64, 2, padding, skips)[1]
    model = unet_model((size, size, 1), 3, base_filters=2, depth=2, padding=padding, skips=skips)
    model.save(tmp_path / "model.keras")
    loaded = keras.models.load_model(tmp_path / "model.keras", safe_mode=True)
    modules = {type(layer).__module__.split(".")[0] for layer in loaded.layers}
    assert modules == {"keras"} and not any(isinstance(x, keras.layers.Lambda) for x in loaded.layers)
    image = np.random.default_rng(1).random((2, size, size, 1), dtype=np.float32)
    output = model.predict_on_batch(image)
    assert output.shape == (2, *[output_size(size, 2, padding, skips)] * 2, 3)
    assert np.array_equal(loaded.predict_on_batch(image), output)


@pytest.mark.parametrize("skips", ["cropped", "added", "none"])
def test_open_height_and_width_with_same_padding(skips):
    model = unet_model((None, None, 3), 1, base_filters=2, depth=2, padding="same", skips=skips)
    for height, width in ((32, 48), (64, 20)):
        output = model.predict_on_batch(np.zeros((1, height, width, 3), np.float32))
        assert output.shape == (1, height, width, 1)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"input_shape": (None, None, 3)}, ['padding="same"', "'valid'"]),
        ({"input_shape": (None, 64, 3), "padding": "same", "skips": "resized"}, ["'resized'"]),
        ({"num_classes": -1}, ["num_classes", "-1"]),
        ({"padding": "full"}, ["'full'", "'same'"]),
        ({"skips": "crop"}, ["'crop'", "'cropped'"]),
        ({"input_shape": (572, 572, 3, 1)}, ["(height, width, channels)"]),
    ],
)
def test_unet_model_refuses(options, words):
    with pytest.raises(ValueError) as error:
        unet_model(**options)
    assert [word for word in words if word not in str(error.value)] == []


def test_decoder_block_refuses_what_cannot_be_cropped():
    for size in (10, 23):
        with pytest.raises(ValueError, match="cannot be cropped"):
            decoder_block(keras.Input((8, 8, 4)), keras.Input((size, size, 2)), 2)
    with pytest.raises(ValueError, match="choose one of"):
        decoder_block(keras.Input((8, 8, 4)), keras.Input((24, 24, 2)), 2, skips="stretch")


def test_blocks_by_hand_are_the_model():
    """A learner's own sequence of blocks with the model's weights has the model's output."""
    keras.utils.set_random_seed(1)
    model = unet_model((44, 44, 1), 1, base_filters=2, depth=2)
    inputs = keras.Input((44, 44, 1))
    features_1, x = encoder_block(inputs, 2)
    features_2, x = encoder_block(x, 4)
    x = bottleneck(x, 8)
    x = decoder_block(x, features_2, 4)
    x = decoder_block(x, features_1, 2)
    by_hand = keras.Model(inputs, keras.layers.Conv2D(1, 1, activation="sigmoid")(x))
    by_hand.set_weights(model.get_weights())
    image = np.random.default_rng(2).random((1, 44, 44, 1), dtype=np.float32)
    assert np.array_equal(by_hand.predict_on_batch(image), model.predict_on_batch(image))


def test_initial_weights_are_he():
    keras.utils.set_random_seed(0)
    built = unet_model((64, 64, 1), 1, base_filters=32, depth=2, padding="same")
    kernel = built.get_layer("bottleneck_conv_2").get_weights()[0]
    assert kernel.std() == pytest.approx((2 / (9 * 128)) ** 0.5, rel=0.02)


# Text and volumes: the same U along one axis and along three


@st.composite
def lines_and_volumes(draw):
    """Arguments of `unet_model` for one or three dimensions, with sizes that fit."""
    dimensions, depth = draw(st.sampled_from([1, 3])), draw(st.integers(1, 2))
    padding, skips = draw(st.sampled_from(PADDINGS)), draw(st.sampled_from([s for s in SKIPS if s != "resized"]))
    smallest = nearest_valid_sizes(1, depth, padding, skips)[1]
    fitting = valid_sizes(smallest, smallest + 2 * 2**depth, depth, padding, skips)
    shape = (*(draw(st.sampled_from(fitting)) for _ in range(dimensions)), draw(st.integers(1, 3)))
    options = {"base_filters": draw(st.integers(1, 4)), "depth": depth, "padding": padding, "skips": skips}
    return shape, draw(st.integers(1, 3)), options, dimensions


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(lines_and_volumes())
def test_lines_and_volumes_have_the_sizes_of_each_axis(configuration):
    shape, num_classes, options, dimensions = configuration
    model = unet_model(shape, num_classes, **options, dimensions=dimensions)
    padding_and_skips = options["depth"], options["padding"], options["skips"]
    assert model.output_shape == (None, *(output_size(size, *padding_and_skips) for size in shape[:-1]), num_classes)
    # Channels are those of the image's U; a 3×3 kernel has 3 or 27 weights in place of 9, a 2×2 one 2 or 8 for 4.
    image = unet_steps((shape[0], shape[0], shape[-1]), num_classes, **options)
    bias = [step.channels if step.parameters else 0 for step in image]
    per_axis = {"conv": (3, 9), "up-conv": (2, 4), "1x1 conv": (1, 1)}
    expected = [
        (step.parameters - b) * per_axis[step.kind][0] ** dimensions // per_axis[step.kind][1] + b
        for step, b in zip(image, bias, strict=True)
        if step.parameters
    ]
    assert [layer.count_params() for layer in model.layers if layer.count_params()] == expected


@pytest.mark.parametrize(("dimensions", "sides"), [(1, (220,)), (3, (44, 48, 52))])
def test_lines_and_volumes_keep_features_over_their_places(dimensions, sides):
    depth = {1: 4, 3: 2}[dimensions]
    model = unet_model((*sides, 1), 1, base_filters=1, depth=depth, activation="linear", dimensions=dimensions)
    delta_weights(model)
    maps = np.random.default_rng(0).random((1, *sides, 1), dtype=np.float32)
    inner = slice({4: 92, 2: 20}[depth], {4: -92, 2: -20}[depth])
    assert np.allclose(model.predict_on_batch(maps), maps[(slice(None), *[inner] * dimensions)], atol=1e-6)


def test_receptive_field_of_a_line_is_that_of_one_axis():
    """Change one position of a sequence and count the outputs that change: the receptive field from the other side."""
    keras.utils.set_random_seed(0)
    model = unet_model((None, 1), 1, base_filters=4, depth=2, padding="same", activation="linear", dimensions=1)
    line = np.random.default_rng(0).random((1, 256, 1), dtype=np.float32)
    seen = []
    for output in range(120, 124):
        inputs = keras.ops.convert_to_tensor(line)
        changed = []
        for place in range(60, 190):
            other = line.copy()
            other[0, place] += 5
            changed.append(other[0])
        outputs = model.predict_on_batch(np.array(changed))[:, output, 0]
        seen.append(int(np.sum(np.abs(outputs - model(inputs)[0, output, 0].numpy()) > 1e-5)))
    smallest, largest = output_receptive_field(2)
    assert max(seen) == largest and min(seen) >= smallest


@pytest.mark.parametrize("dimensions", [1, 3])
def test_lines_and_volumes_of_any_size_save_and_load(tmp_path, dimensions):
    shape = (*[None] * dimensions, 2)
    model = unet_model(shape, 1, base_filters=2, depth=2, padding="same", dimensions=dimensions)
    model.save(tmp_path / "model.keras")
    loaded = keras.models.load_model(tmp_path / "model.keras", safe_mode=True)
    maps = np.random.default_rng(0).random((1, *[12, 8, 16][:dimensions], 2), dtype=np.float32)
    assert np.array_equal(loaded.predict_on_batch(maps), model.predict_on_batch(maps))
    assert model.predict_on_batch(maps).shape == (*maps.shape[:-1], 1)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"input_shape": (572, 572, 3), "dimensions": 1}, ["(572, 572, 3)", "(length, channels)"]),
        ({"input_shape": (572, 572, 3), "dimensions": 3}, ["(planes, height, width, channels)"]),
        ({"input_shape": (572, 572)}, ["(height, width, channels)"]),
        ({"input_shape": (256, 3), "dimensions": 1}, ["256", "252 and 268"]),
        ({"input_shape": (16, 64, 62, 1), "dimensions": 3, "padding": "same"}, ["62", "48 and 64"]),
        ({"input_shape": (572, 3), "dimensions": 1, "skips": "resized"}, ["'resized'", "only images"]),
        ({"input_shape": (572, 572, 3), "dimensions": 4}, ["dimensions", "4", "1, 2, 3"]),
    ],
)
def test_lines_and_volumes_refuse(options, words):
    with pytest.raises(ValueError) as error:
        unet_model(**options)
    assert [word for word in words if word not in str(error.value)] == []


def test_a_crop_needs_an_axis_for_channels():
    with pytest.raises(ValueError, match="one for the channels"):
        centre_crop(np.zeros((2, 6, 12)), (2, 6))


def test_decoder_block_stretches_images_only():
    with pytest.raises(ValueError, match="only images"):
        decoder_block(keras.Input((8, 4)), keras.Input((16, 2)), 2, skips="resized")
