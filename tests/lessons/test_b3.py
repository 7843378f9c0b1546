"""Notebook B3, image to image: the functions that it defines, and its figure."""

import numpy as np
import pytest
from notebook_cells import functions
from scipy.ndimage import binary_erosion, distance_transform_edt, gaussian_filter

from unet_lessons.backend import keras
from unet_lessons.backend import tensorflow as tf
from unet_lessons.blocks import bottleneck, conv_block, encoder_block, unet_model
from unet_lessons.data.cells import make_cells
from unet_lessons.metrics import dice
from unet_lessons.plots import b3 as figures
from unet_lessons.textures import fine
from unet_lessons.training import separate_touching, standardise, start_again

pytestmark = pytest.mark.slow  # starting TensorFlow takes seconds
NAMES = functions(
    "b3",
    np=np,
    tf=tf,
    keras=keras,
    layers=keras.layers,
    bottleneck=bottleneck,
    conv_block=conv_block,
    encoder_block=encoder_block,
    binary_erosion=binary_erosion,
    distance_transform_edt=distance_transform_edt,
    fine=fine,
    dice=dice,
    make_cells=make_cells,
    separate_touching=separate_touching,
    standardise=standardise,
    start_again=start_again,
    L1_WEIGHT=4,
    true_or_not=keras.losses.BinaryCrossentropy(from_logits=True),
    SEED=0,
)


def test_pairs_belong_together():
    maps, images = NAMES["pairs"](3, seed=5)
    _, labels = make_cells(3, 64, seed=5, difficulty=0.1)
    assert maps.shape == images.shape == (3, 64, 64, 1)
    assert set(np.unique(maps)) == {-1, 1} and images.min() >= 0 and images.max() <= 1
    assert np.array_equal(maps[..., 0] > 0, separate_touching(labels))
    assert images[maps > 0].mean() > images[maps < 0].mean() + 0.2


def square(size=64, first=20, last=36):
    """A map (1, size, size, 1) with one square cell."""
    one = np.full((1, size, size, 1), -1, "float32")
    one[:, first:last, first:last] = 1
    return one


def test_depth_by_hand():
    deep = NAMES["depth"](square())[0, ..., 0]
    assert deep[28, 20] == 2 and deep[28, 22] == 6 and deep[28, 27] == 16  # 1, 3 and 8 pixels from the background
    assert deep[28, 19] == -2 and deep[28, 10] == -20 and deep[63, 63] == -40
    assert deep[19, 19] == -3  # 1.41 pixels from the corner


def test_paint_gives_each_depth_its_grey(monkeypatch):
    greys = np.linspace(0, 1, 57).astype("float32")
    monkeypatch.setitem(NAMES, "greys", greys)
    painted = NAMES["paint"](square())
    assert painted.shape == (1, 64, 64, 1) and painted.dtype == np.float32
    assert painted[0, 28, 22, 0] == greys[46] and painted[0, 63, 63, 0] == greys[0]


def test_neighbours_tell_a_checkerboard_from_smooth_grain(monkeypatch):
    monkeypatch.setitem(NAMES, "inner", NAMES["eroded"](square() > 0))
    board = np.indices((64, 64)).sum(axis=0)[None, ..., None] % 2
    assert NAMES["neighbours"](board) < -0.99
    smooth = gaussian_filter(np.random.default_rng(0).normal(size=(1, 64, 64, 1)), (0, 1, 1, 0))
    assert NAMES["neighbours"](smooth) > 0.3


def test_eroded_leaves_rims_out():
    inside = NAMES["eroded"](square() > 0)
    assert inside.sum() == 12 * 12 and inside[0, 22, 22, 0] and not inside[0, 21, 22, 0]
    assert NAMES["eroded"](square() < 0)[0, 0, 0, 0]  # the border of the image is no rim


def test_the_generator_draws_another_image_with_other_noise():
    keras.utils.set_random_seed(0)
    u, maps = NAMES["generator_model"](), square()
    first, again, other = (NAMES["draw"](u, maps, seed) for seed in (0, 0, 1))
    assert first.shape == (1, 64, 64, 1) and np.array_equal(first, again) and not np.array_equal(first, other)
    assert u([np.ones((2, 32, 48, 1)), np.ones((2, 32, 48, 2))]).shape == (2, 32, 48, 1)
    assert not any("Transpose" in type(layer).__name__ for layer in u.layers)


def test_a_new_discriminator_finds_what_is_easy_and_no_more(monkeypatch):
    maps, images = NAMES["pairs"](60, seed=5)
    monkeypatch.setitem(NAMES, "more_maps", maps)
    monkeypatch.setitem(NAMES, "more_images", images)
    keras.utils.set_random_seed(0)
    judge = NAMES["discriminator_model"]()
    judge.compile(keras.optimizers.Adam(3e-3), NAMES["true_or_not"])
    monkeypatch.setitem(NAMES, "judge", judge)
    monkeypatch.setitem(NAMES, "first_weights", [judge.get_weights()] * 2)
    noise = np.random.default_rng(0).random(images.shape, "float32")
    first = NAMES["told_apart"](noise, learn=40)
    assert first.shape == (2, 2) and first.min() > 0.9
    assert np.array_equal(first[0], first[1])  # the second judge has forgotten what the first one saw
    assert np.all(NAMES["told_apart"](images, learn=40) == 0.5)


def test_the_pupil_starts_anew_each_time(monkeypatch):
    keras.utils.set_random_seed(0)
    pupil = unet_model((None, None, 1), 1, base_filters=4, depth=1, padding="same")
    pupil.compile(keras.optimizers.Adam(5e-3), "binary_crossentropy")
    maps, images = NAMES["pairs"](12, seed=5)
    news = {"pupil": pupil, "fresh_pupil": pupil.get_weights(), "new_maps": maps, "new_images": images}
    for name, value in news.items():
        monkeypatch.setitem(NAMES, name, value)
    first, upside_down, again = (NAMES["taught_by"](images, some) for some in (maps, -maps, maps))
    assert first.shape == (12,) and np.allclose(first, again) and first.mean() > upside_down.mean() + 0.1


def test_bright_by_hand():
    some = np.ones((2, 10, 10, 1))
    some[0, :5], some[1] = 0.3, 0.5  # each image has its own 99th percentile: 1 and 0.5
    masks = NAMES["bright"](some, 0.4)
    assert masks.sum() == 50 + 100 and not masks[0, 0, 0, 0] and NAMES["bright"](some, 0.2).all()


def test_the_discriminator_gives_a_score_for_each_patch():
    discriminator = NAMES["discriminator_model"](4)
    assert discriminator([tf.zeros((2, 64, 48, 1))] * 2).shape == (2, 16, 12, 1)


@pytest.mark.parametrize("with_discriminator", [False, True])
def test_one_step_teaches_both_or_the_u_alone(with_discriminator):
    keras.utils.set_random_seed(0)
    u, discriminator = NAMES["generator_model"](), NAMES["discriminator_model"](2)
    optimizers = [keras.optimizers.Adam(1e-3) for _ in range(2)]
    before = [[w.numpy() for w in model.trainable_variables] for model in (u, discriminator)]
    maps, images = NAMES["pairs"](2, seed=0)
    maps, images = tf.constant(maps), tf.constant(images)
    NAMES["one_step"](u, discriminator, *optimizers, maps, images, with_discriminator)
    changed = [
        any(not np.array_equal(old, new.numpy()) for old, new in zip(olds, model.trainable_variables, strict=True))
        for olds, model in zip(before, (u, discriminator), strict=True)
    ]
    assert changed == [True, with_discriminator]


def test_the_discriminator_learns_to_tell_noise_from_images():
    """The discriminator alone, against an untrained U-Net: after some steps, true images score higher."""
    keras.utils.set_random_seed(0)
    u, discriminator = NAMES["generator_model"](), NAMES["discriminator_model"](8)
    optimizers = [keras.optimizers.SGD(0.0), keras.optimizers.Adam(3e-3)]
    maps, images = NAMES["pairs"](8, seed=0)
    maps, images = tf.constant(maps), tf.constant(images)
    for _ in range(25):
        NAMES["one_step"](u, discriminator, *optimizers, maps, images, True)
    made = u([maps, tf.random.normal((8, 64, 64, 2))])
    assert np.mean(discriminator([maps, images])) > np.mean(discriminator([maps, made])) + 0.5


def test_measures_by_hand():
    made, true = np.zeros((1, 2, 2, 1)), np.array([0.5, -0.5, 0.25, 0.0]).reshape(1, 2, 2, 1)
    assert NAMES["l1"](made, true) == pytest.approx(1.25 / 4)


def test_figure_enlarges_a_cell():
    maps = np.ones((2, 32, 32, 1))
    figure = figures.show_translations(
        maps, {"one": maps / 2, "true": maps / 3}, number=1, part=np.s_[:16, 16:], cell=(4, 20, 8)
    )
    assert [axes.get_title() for axes in figure.axes] == ["map of labels", "one", "true", "", "", ""]
    above, below = (figure.axes[row].get_images()[0].get_array().shape[0] for row in (0, 3))
    assert above == below  # 16 pixels and 8 pixels, as large
    (frame,) = figure.axes[0].patches
    assert (frame.get_x(), frame.get_y()) == (above / 4 - 0.5, above / 4 - 0.5) and frame.get_width() == above / 2
    assert not figure.axes[3].patches


def test_figure_refuses_what_does_not_fit():
    maps = np.ones((2, 8, 8, 1))
    figure = figures.show_translations(maps, {"one": maps / 2, "true": maps / 3})
    assert [axes.get_title() for axes in figure.axes] == ["map of labels", "one", "true"]
    with pytest.raises(ValueError, match="all of one shape"):
        figures.show_translations(maps, {"one": maps[:1]})
    with pytest.raises(ValueError, match="at least one"):
        figures.show_translations(maps, {})
    with pytest.raises(ValueError, match="does not lie"):
        figures.show_translations(maps, {"true": maps}, part=np.s_[:4, :4], cell=(2, 2, 4))
