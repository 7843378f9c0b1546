"""Notebook B3, image to image: the functions that it defines, and its figure."""

import numpy as np
import pytest
from notebook_cells import functions

from unet_lessons.backend import keras
from unet_lessons.backend import tensorflow as tf
from unet_lessons.blocks import bottleneck, decoder_block, encoder_block, unet_model
from unet_lessons.data.cells import make_cells
from unet_lessons.plots import b3 as figures
from unet_lessons.training import separate_touching

pytestmark = pytest.mark.slow  # starting TensorFlow takes seconds
NAMES = functions(
    "b3",
    np=np,
    tf=tf,
    keras=keras,
    layers=keras.layers,
    bottleneck=bottleneck,
    decoder_block=decoder_block,
    encoder_block=encoder_block,
    make_cells=make_cells,
    separate_touching=separate_touching,
    L1_WEIGHT=4,
    true_or_not=keras.losses.BinaryCrossentropy(from_logits=True),
)


def test_pairs_belong_together():
    maps, images, labels = NAMES["pairs"](3, seed=5)
    assert maps.shape == images.shape == (3, 64, 64, 1) and labels.shape == (3, 64, 64)
    assert set(np.unique(maps)) == {-1, 1} and images.min() >= 0 and images.max() <= 1
    assert np.array_equal(maps[..., 0] > 0, separate_touching(labels))
    assert images[maps > 0].mean() > images[maps < 0].mean() + 0.2


def test_the_generator_is_the_u_with_dropout():
    keras.utils.set_random_seed(0)
    u = NAMES["generator_model"]()
    assert u.count_params() == unet_model((64, 64, 1), 1, base_filters=8, depth=3, padding="same").count_params()
    maps = tf.ones((2, 32, 32, 1))
    one, other = (u(maps, training=True).numpy() for _ in range(2))
    assert one.shape == (2, 32, 32, 1) and np.abs(one - other).max() > 1e-4
    assert np.array_equal(u(maps, training=False), u(maps, training=False))


def test_the_discriminator_gives_a_score_for_each_patch():
    discriminator = NAMES["discriminator_model"](4)
    assert discriminator([tf.zeros((2, 64, 48, 1))] * 2).shape == (2, 16, 12, 1)


@pytest.mark.parametrize("with_discriminator", [False, True])
def test_one_step_teaches_both_or_the_u_alone(with_discriminator):
    keras.utils.set_random_seed(0)
    u, discriminator = NAMES["generator_model"](2, 1), NAMES["discriminator_model"](2)
    optimizers = [keras.optimizers.Adam(1e-3) for _ in range(2)]
    before = [[w.numpy() for w in model.trainable_variables] for model in (u, discriminator)]
    maps, images, _ = NAMES["pairs"](2, seed=0)
    maps, images = tf.constant(maps), tf.constant(images)
    NAMES["one_step"](u, discriminator, *optimizers, maps, images, with_discriminator)
    changed = [
        any(not np.array_equal(old, new.numpy()) for old, new in zip(olds, model.trainable_variables, strict=True))
        for olds, model in zip(before, (u, discriminator), strict=True)
    ]
    assert changed == [True, with_discriminator]


def test_the_discriminator_learns_to_tell_noise_from_images():
    """Its part of the step alone, against a U that has not learnt: after some steps the true ones score higher."""
    keras.utils.set_random_seed(0)
    u, discriminator = NAMES["generator_model"](2, 1), NAMES["discriminator_model"](8)
    optimizers = [keras.optimizers.SGD(0.0), keras.optimizers.Adam(3e-3)]
    maps, images, _ = NAMES["pairs"](8, seed=0)
    maps, images = tf.constant(maps), tf.constant(images)
    for _ in range(25):
        NAMES["one_step"](u, discriminator, *optimizers, maps, images, True)
    made = u(maps, training=True)
    assert np.mean(discriminator([maps, images])) > np.mean(discriminator([maps, made])) + 0.5


def test_measures_by_hand():
    made, true = np.zeros((1, 2, 2, 1)), np.array([0.5, -0.5, 0.25, 0.0]).reshape(1, 2, 2, 1)
    assert NAMES["l1"](made, true) == pytest.approx(1.25 / 4)


def test_figure_refuses_what_does_not_fit():
    maps = np.ones((2, 8, 8, 1))
    figure = figures.show_translations(maps, {"one": maps / 2, "true": maps / 3})
    assert [axes.get_title() for axes in figure.axes] == ["map of labels", "one", "true", "", "", ""]
    with pytest.raises(ValueError, match="all of one shape"):
        figures.show_translations(maps, {"one": maps[:1]})
    with pytest.raises(ValueError, match="at least one"):
        figures.show_translations(maps, {})
