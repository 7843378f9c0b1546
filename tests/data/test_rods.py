"""`unet_lessons.data.rods`: synthetic rods that lie side by side, and their labels."""

import numpy as np
import pytest
from scipy.ndimage import label

from unet_lessons.baselines import split_touching
from unet_lessons.data import make_cells
from unet_lessons.data.rods import SMALLEST_ROD, make_rods
from unet_lessons.metrics import object_scores


@pytest.fixture(scope="module")
def twenty():
    """20 images and their labels at the default size."""
    return make_rods(20)


@pytest.mark.parametrize(("count", "size"), [(0, 128), (1, 48), (3, 64), (2, 100)])
def test_shapes_types_and_ranges(count, size):
    images, labels = make_rods(count, size)
    assert images.shape == (count, size, size, 1) and images.dtype == np.float32
    assert labels.shape == (count, size, size) and labels.dtype == np.int32
    for image, own in zip(images, labels, strict=True):
        assert image.min() >= 0 and image.max() <= 1 and image.std() > 0.03
        assert own.min() == 0 and own.max() >= 1


def test_same_arguments_give_the_same_and_the_count_does_not_matter():
    for one, again, longer in zip(make_rods(2, 64, 7), make_rods(2, 64, 7), make_rods(4, 64, 7), strict=True):
        assert np.array_equal(one, again) and np.array_equal(one, longer[:2])


def test_every_image_is_another():
    images = np.concatenate([make_rods(3, 64, seed)[0] for seed in (0, 1)]).reshape(6, -1)
    assert len(np.unique(images, axis=0)) == 6


def test_each_rod_is_one_piece_and_labels_have_no_gaps(twenty):
    for labels in twenty[1]:
        sizes = np.bincount(labels.ravel())[1:]
        assert sizes.min() >= SMALLEST_ROD
        for number in range(1, len(sizes) + 1):
            assert label(labels == number)[1] == 1


def test_small_images_hold_a_rod():
    _, labels = make_rods(100, 48)
    assert (labels.max(axis=(1, 2)) >= 1).all()


def test_rods_are_brighter_than_the_background_and_have_a_dark_rim(twenty):
    images, labels = twenty
    for image, own in zip(images[..., 0], labels, strict=True):
        assert image[own > 0].mean() > image[own == 0].mean() + 0.1


def test_watershed_fails_on_the_true_mask_of_rods_but_not_of_cells(twenty):
    """The purpose of the rods: a watershed fails on them even with the best height."""
    best = {}
    for name, labels in (("rods", twenty[1]), ("cells", make_cells(10)[1])):
        tried = [[split_touching(mask, height) for mask in labels > 0] for height in (0.5, 0.75, 1, 1.5, 2)]
        best[name] = max(object_scores(labels, one)[0] for one in tried)
    assert best["rods"] < 0.6 < 0.9 < best["cells"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"count": -1}, r"count is -1: .* at least 0"),
        ({"count": 2.0}, r"count is 2\.0: give a whole number"),
        ({"size": 47}, r"size is 47: .* at least 48"),
        ({"size": (64, 64)}, r"size is \(64, 64\)"),
        ({"seed": -1}, "seed is -1"),
        ({"seed": None}, "seed is None"),
    ],
)
def test_wrong_arguments(arguments, said):
    with pytest.raises(ValueError, match=said):
        make_rods(**({"count": 1} | arguments))
