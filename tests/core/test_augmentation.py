"""Augmentation: image and mask never come apart, the deformation is the paper's, the seed decides."""

import numpy as np
import pytest
import tensorflow as tf
from hypothesis import given
from hypothesis import strategies as st

from unet_lessons import augmentation
from unet_lessons.augmentation import augment, elastic_field, rotation_grid, sample_at
from unet_lessons.data.cells import make_cells

SEEDS = st.tuples(st.integers(0, 2**31 - 1), st.integers(0, 2**31 - 1))


@given(seed=SEEDS, height=st.integers(8, 40), width=st.integers(8, 40))
def test_image_and_mask_stay_together(seed, height, width):
    """A mask of the image's brighter half is still that after every deformation."""
    image = np.random.default_rng(seed).random((height, width, 1), np.float32).round(2)
    changed, mask = augment(image, image, seed=seed, grey=0)
    assert changed.shape == mask.shape == (height, width, 1)
    places = rotation_grid(height, width, tf.random.split(seed, 3)[0]) + elastic_field(
        height, width, augmentation.BEND, tf.random.split(seed, 3)[1]
    )
    np.testing.assert_array_equal(mask, sample_at(image, places, order=0))
    np.testing.assert_allclose(changed, sample_at(image, places), atol=1e-6)
    assert set(np.unique(mask)) <= set(np.unique(image))


def test_no_label_appears_and_all_maps_move_alike():
    images, labels = make_cells(1, size=96)
    lot = labels[0][..., None]
    for number in range(20):
        image, mask, twice = augment(images[0], lot, 2.0 * lot, seed=(1, number))
        assert set(np.unique(mask)) <= set(np.unique(lot)) and mask.dtype == tf.int32
        np.testing.assert_array_equal(2 * np.asarray(mask), twice)
        cells = np.asarray(mask)[..., 0] > 0  # where there are cells the image is brighter than around them
        bright = np.asarray(image)[..., 0]
        assert 0.05 < cells.mean() < 0.9 and bright[cells].mean() > bright[~cells].mean()


def test_a_smooth_image_and_its_mask_agree_pixel_for_pixel():
    """The mask of a smooth image is where it is above 0.5; this must hold for the deformed pair, too."""
    row, column = np.mgrid[:64, :64]
    smooth = (0.5 + 0.5 * np.sin(row / 9) * np.sin(column / 7))[..., None].astype("float32")
    for number in range(10):
        image, mask = augment(smooth, smooth > 0.5, seed=(5, number), grey=0)
        clear = abs(np.asarray(image) - 0.5) > 0.1  # nearest and interpolated values differ by less than this
        np.testing.assert_array_equal((np.asarray(image) > 0.5)[clear], np.asarray(mask)[clear])


def test_the_field_is_that_of_the_paper():
    fields = np.stack([elastic_field(60, 90, seed=(3, number)) for number in range(400)])
    assert fields.shape == (400, 60, 90, 2)
    assert abs(fields.mean()) < 0.5
    corner = fields[:, 0, 0].std()  # the corners are grid points: there the spread is that of the draw
    assert 9 < corner < 14  # (bicubic interpolation overshoots a little there)
    assert np.abs(np.diff(fields, axis=1)).mean() < 1  # smooth: neighbours move nearly alike
    rows, columns = fields[..., 0], fields[..., 1]
    assert abs(np.corrcoef(rows.ravel(), columns.ravel())[0, 1]) < 0.1  # down and right are drawn apart


def test_without_bend_and_grey_only_turns_and_mirrors():
    disc = np.zeros((65, 65, 1), np.float32)
    row, column = np.mgrid[-32:33, -32:33]
    disc[row**2 + column**2 < 400] = 1  # looks the same however it is turned or mirrored
    for number in range(5):
        turned, mask = augment(disc, disc, seed=(0, number), bend=0, grey=0)
        assert (np.asarray(mask) != disc).mean() < 0.02
        assert abs(float(tf.reduce_sum(turned)) - disc.sum()) < 20


def test_turns_go_all_round_and_half_are_mirrored():
    determinants, angles = [], []
    for number in range(300):
        places = np.asarray(rotation_grid(9, 9, seed=(7, number)))
        down, right = places[5, 4] - places[4, 4], places[4, 5] - places[4, 4]
        determinants.append(down[0] * right[1] - down[1] * right[0])
        angles.append(np.arctan2(down[1], down[0]))
        np.testing.assert_allclose(places[4, 4], [4, 4], atol=1e-5)
    np.testing.assert_allclose(np.abs(determinants), 1, atol=1e-4)
    assert 0.4 < (np.array(determinants) < 0).mean() < 0.6
    assert all(count > 20 for count in np.histogram(angles, 8, (-np.pi, np.pi))[0])


def test_the_seed_decides():
    image = np.random.default_rng(0).random((16, 16, 3), np.float32)
    first, again, other = (np.asarray(augment(image, seed=seed)[0]) for seed in ((1, 2), (1, 2), (1, 3)))
    np.testing.assert_array_equal(first, again)
    assert abs(first - other).mean() > 0.01


def test_reading_at_the_pixels_themselves_changes_nothing():
    maps = np.random.default_rng(0).random((7, 5, 2), np.float32)
    places = np.stack(np.mgrid[:7, :5], axis=-1)
    for order in (0, 1):
        np.testing.assert_allclose(sample_at(maps, places, order), maps, atol=1e-6)
    np.testing.assert_allclose(sample_at(maps, places - [2, 0])[0], maps[2], atol=1e-6)  # mirrored at the border
    np.testing.assert_allclose(sample_at(maps, places + [0, 3])[:, -1], maps[:, 1], atol=1e-6)
    half = sample_at(maps, places[:, :-1] + [0, 0.5])
    np.testing.assert_allclose(half, (maps[:, :-1] + maps[:, 1:]) / 2, atol=1e-6)


@pytest.mark.parametrize("shapes", [[(8, 8)], [(8, 8, 1), (8, 8)], [(8, 8, 1), (8, 9, 1)], [(2, 8, 8, 1)]])
def test_maps_that_do_not_fit_are_refused(shapes):
    with pytest.raises(ValueError, match="of one size"):
        augment(*[np.zeros(shape, np.float32) for shape in shapes])
