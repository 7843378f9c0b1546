"""Drawn volumes: the labels are whole cells that do not touch, and a plane shows more than lies in it."""

import numpy as np
import pytest
from scipy.ndimage import binary_dilation, label

from unet_lessons.data.volumes import make_volumes


@pytest.fixture(scope="module")
def drawn():
    return make_volumes(3, seed=7)


def test_shapes_and_kinds(drawn):
    volumes, labels = drawn
    assert volumes.shape == (3, 16, 64, 64, 1) and volumes.dtype == np.float32
    assert labels.shape == (3, 16, 64, 64) and labels.dtype == np.int32 and np.isfinite(volumes).all()
    assert make_volumes(0)[0].shape == (0, 16, 64, 64, 1)
    assert make_volumes(1, (8, 16, 24))[1].shape == (1, 8, 16, 24)


def test_cells_are_whole_and_apart(drawn):
    for some in drawn[1]:
        assert np.array_equal(np.unique(some), np.arange(some.max() + 1)) and some.max() >= 8
        assert label(some > 0)[1] == some.max() and 0.03 < np.mean(some > 0) < 0.2


def test_the_same_seed_gives_the_same_volumes(drawn):
    again = make_volumes(2, seed=7)
    assert np.array_equal(again[0], drawn[0][:2]) and np.array_equal(again[1], drawn[1][:2])
    assert not np.array_equal(make_volumes(1, seed=8)[1][0], drawn[1][0])


def test_brightness(drawn):
    volumes, labels = drawn
    assert 0.6 < np.median(volumes[..., 0][labels > 0]) < 1.4 and np.quantile(volumes, 0.2) < 0.1


def test_light_leaks_into_the_planes_beside(drawn):
    """It is bright directly above and below a cell, even if no cell is near in that plane."""
    volumes, labels = drawn
    cell, light = labels > 0, volumes[..., 0]
    beside = np.zeros_like(cell)
    beside[:, 1:] |= cell[:, :-1]
    beside[:, :-1] |= cell[:, 1:]
    near = binary_dilation(cell, np.ones((1, 1, 9, 9)))  # within 4 pixels in the plane
    assert (beside & ~near).sum() > 100
    assert light[beside & ~near].mean() > 0.3 and light[~near].mean() < 0.1


@pytest.mark.parametrize(
    "arguments", [(-1,), (1.5,), (1, (64, 64)), (1, 64), (1, (4, 64, 64)), (1, (16, 64.0, 64)), (1, (16, 64, 64), -1)]
)
def test_bad_arguments_are_refused(arguments):
    with pytest.raises(ValueError):
        make_volumes(*arguments)
