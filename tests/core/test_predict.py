"""`unet_lessons.predict`: from an image to a mask of the image's own size and position."""

import numpy as np
import pytest
import skimage.data
from hypothesis import given, settings
from hypothesis import strategies as st

from unet_lessons.backend import keras
from unet_lessons.blocks import unet_model
from unet_lessons.images import load_image, resize
from unet_lessons.predict import back_to_image, fit_image, predict_batch, to_labels

sides = st.integers(1, 700)


class Sizes:
    """A stand-in for a model of which only the sizes matter."""

    layers = ()

    def __init__(self, taken, answered, channels=3):
        self.input_shape = (None, taken, taken, channels)
        self.output_shape = (None, answered, answered, 2)


PAPER = Sizes(572, 388)


def predict_image(model, image):
    """The model's prediction for one image, at the image's own size: (height, width, classes)."""
    batch, region = fit_image(image, model)
    return back_to_image(predict_batch(model, batch)[0], region)


def square(height, width, top, left, side):
    image = np.zeros((height, width), np.float32)
    image[top : top + side, left : left + side] = 1
    return image


@given(sides, sides)
def test_image_lies_whole_inside_what_the_model_answers_for(height, width):
    batch, region = fit_image(np.zeros((height, width), np.float32), PAPER)
    assert batch.shape == (1, 572, 572, 3) and batch.dtype == np.float32
    assert (region.image_height, region.image_width) == (height, width)
    assert max(region.height, region.width) == 388
    assert 0 <= region.top <= 388 - region.height and 0 <= region.left <= 388 - region.width
    proportions = (region.height / height) / (region.width / width)
    assert abs(proportions - 1) < 1 or min(region.height, region.width) == 1


@settings(max_examples=40)
@given(sides, sides)
def test_back_at_the_size_of_the_image(height, width):
    """Mistake 6 of the article: the mask had the size of the resized copy."""
    _, region = fit_image(np.zeros((height, width), np.float32), PAPER)
    output = np.zeros((388, 388, 2), np.float32)
    assert back_to_image(output, region).shape == (height, width, 2)
    assert back_to_image(output[:, :, 0].astype(int), region).shape == (height, width)


@pytest.mark.parametrize(("height", "width"), [(300, 451), (451, 300), (388, 388), (97, 60), (800, 1000)])
def test_mask_lies_where_the_object_is(height, width):
    """Mistake 7 of the article: a mask of the centre, resized to the whole image.

    The "model" here gives back the central 388×388 of its input, as a valid U-Net that has learnt the identity would.
    """
    side = height // 4
    image = square(height, width, 3 * side, 0, side)  # at the lower left border, where a stretched mask would miss it
    batch, region = fit_image(image, PAPER)
    output = batch[0, 92:-92, 92:-92, :1]
    mask = to_labels(back_to_image(output, region))
    dice = 2 * (mask * image).sum() / (mask.sum() + image.sum())
    assert dice > 0.97
    wrong = resize(resize(image, 572, 572)[92:-92, 92:-92], height, width) > 0.5
    assert 2 * (wrong * image).sum() / (wrong.sum() + image.sum()) < 0.8


def test_border_is_the_mirror_image():
    image = np.random.default_rng(0).random((388, 388, 3), dtype=np.float32)
    batch, _ = fit_image(image, PAPER)
    assert np.array_equal(batch[0, 92:-92, 92:-92], image)
    assert np.array_equal(batch[0, 91, 92:-92], image[1]) and np.array_equal(batch[0, 0, 92:-92], image[92])


def test_grey_models_and_grey_images():
    """Mistake 10 of the article: a grey image fails."""
    grey = skimage.data.camera()
    assert fit_image(load_image(grey), PAPER)[0].shape == (1, 572, 572, 3)
    colour = np.full((388, 388, 3), (1.0, 0.5, 0.0), np.float32)
    batch, _ = fit_image(colour, Sizes(572, 388, channels=1))
    assert batch.shape == (1, 572, 572, 1) and np.allclose(batch, 0.299 + 0.5 * 0.587, atol=1e-6)
    with pytest.raises(ValueError, match="4 channels"):
        fit_image(colour, Sizes(572, 388, channels=4))


@pytest.mark.parametrize(
    ("probabilities", "expected"),
    [
        ([[[0.5], [0.51]]], [[0, 1]]),
        ([[[0.6, 0.4], [0.4, 0.6]]], [[0, 1]]),
        ([[[0.2, 0.3, 0.5], [0.4, 0.3, 0.3]]], [[2, 0]]),
    ],
)
def test_labels(probabilities, expected):
    labels = to_labels(probabilities)
    assert labels.dtype == np.uint8 and np.array_equal(labels, expected)


def test_threshold_is_free():
    assert np.array_equal(to_labels([[[0.2], [0.4]]], threshold=0.3), [[0, 1]])


def test_labels_refuse_what_they_cannot_read():
    with pytest.raises(ValueError, match="NaN"):
        to_labels([[[np.nan, 0.5]]])
    with pytest.raises(ValueError, match="(height, width, classes)"):
        to_labels(np.zeros((1, 4, 4, 2)))


def test_place_outside_the_output_is_refused():
    _, region = fit_image(np.zeros((300, 451), np.float32), PAPER)
    with pytest.raises(ValueError, match="does not lie inside"):
        back_to_image(np.zeros((100, 100, 2)), region)


@pytest.mark.slow
class TestWithRealModels:
    @pytest.mark.parametrize("skips", ["cropped", "resized"])
    @pytest.mark.parametrize("shape", [(300, 451, 3), (40, 30)])
    def test_valid_model(self, skips, shape):
        from unet_lessons.blocks import unet_model

        model = unet_model((220, 204, 3), 2, base_filters=2, skips=skips)
        probabilities = predict_image(model, np.random.default_rng(0).random(shape, dtype=np.float32))
        assert probabilities.shape == (*shape[:2], 2)
        assert np.allclose(probabilities.sum(axis=-1), 1, atol=1e-5)

    def test_open_model_takes_the_image_unscaled(self):
        from unet_lessons.blocks import unet_model

        model = unet_model((None, None, 1), 1, base_filters=2, depth=3, padding="same")
        image = np.random.default_rng(0).random((30, 41), dtype=np.float32)
        batch, region = fit_image(image, model)
        assert batch.shape == (1, 32, 48, 1)
        assert (region.height, region.width) == (30, 41)
        assert np.allclose(back_to_image(batch[0], region)[:, :, 0], image, atol=1e-6)
        assert predict_image(model, image).shape == (30, 41, 1)

    def test_predict_batch_equals_keras(self):
        from unet_lessons.blocks import unet_model

        model = unet_model((32, 32, 1), 3, base_filters=2, depth=2, padding="same")
        batch = np.random.default_rng(0).random((2, 32, 32, 1), dtype=np.float32)
        assert np.allclose(predict_batch(model, batch), model.predict(batch, verbose=0), atol=1e-6)

    @pytest.mark.parametrize(
        ("shape", "words"),
        [((32, 32, 1), "batch axis"), ((1, 30, 32, 1), "fit_image"), ((1, 32, 32, 3), "32, 32, 1")],
    )
    def test_predict_batch_refuses_other_shapes(self, shape, words):
        from unet_lessons.blocks import unet_model

        model = unet_model((32, 32, 1), 1, base_filters=1, depth=1, padding="same")
        with pytest.raises(ValueError, match=words):
            predict_batch(model, np.zeros(shape))

    def test_untrained_networks_draw_noise(self):
        """Mistake 8 of the article: the mask of an untrained network is meaningless; another seed gives another one."""
        from unet_lessons.backend import keras
        from unet_lessons.blocks import unet_model

        masks = []
        for seed in range(6):
            keras.utils.set_random_seed(seed)
            model = unet_model((188, 188, 3), 2, base_filters=8)
            masks.append(to_labels(predict_image(model, load_image(skimage.data.chelsea()))))
        agreement = [np.mean(a == b) for a, b in zip(masks, masks[1:], strict=False)]
        assert min(agreement) < 0.6


def test_an_open_model_within_another_is_fitted_too():
    inner = unet_model((None, None, 3), 1, base_filters=2, depth=2, padding="same")
    inputs = keras.Input((None, None, 3))
    outer = keras.Model(inputs, inner(inputs))
    image = np.random.default_rng(0).random((21, 30, 3), np.float32)
    assert predict_image(outer, image).shape == (21, 30, 1)
    assert fit_image(image, outer)[0].shape == fit_image(image, inner)[0].shape == (1, 24, 32, 3)
