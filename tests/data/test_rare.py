"""`unet_lessons.data.rare`: images with one small object each."""

import numpy as np
import pytest

from unet_lessons.data.rare import make_rare


@pytest.mark.parametrize("kind", ["line", "spot"])
def test_one_small_object_in_each_image(kind):
    images, masks = make_rare(30, kind)
    assert images.shape == masks.shape == (30, 64, 64, 1) and images.dtype == masks.dtype == np.float32
    assert set(np.unique(masks)) == {0, 1}
    shares = masks.mean(axis=(1, 2, 3))
    assert shares.min() > 0.003 and 0.007 < shares.mean() < 0.02


@pytest.mark.parametrize("kind", ["line", "spot"])
def test_objects_are_brighter_but_no_threshold_finds_them(kind):
    images, masks = make_rare(30, kind)
    assert 1.2 < images[masks > 0].mean() - images[masks == 0].mean() < 2.2
    assert 0.9 < images.std() < 1.1
    found = [2 * masks[images > t].sum() / (masks.sum() + (images > t).sum()) for t in np.linspace(0, 4, 41)]
    assert max(found) < 0.35


def test_lines_are_thin_and_long():
    _, masks = make_rare(20, "line")
    long = [np.ptp(np.argwhere(mask[..., 0]), axis=0).max() for mask in masks]
    assert np.median(long) > 20 and masks.sum(axis=(1, 2, 3)).max() < 90


def test_same_seed_same_images():
    for one, again in zip(make_rare(2, seed=3), make_rare(2, seed=3), strict=True):
        assert np.array_equal(one, again)
    assert not np.array_equal(make_rare(2, seed=3)[0], make_rare(2, seed=4)[0])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"count": -1}, r"count is -1: .* at least 0"),
        ({"kind": "dot"}, "kind is 'dot': choose one of 'line', 'spot'"),
        ({"size": 47}, r"size is 47: .* at least 48"),
        ({"seed": 0.5}, r"seed is 0\.5"),
    ],
)
def test_wrong_arguments(arguments, said):
    with pytest.raises(ValueError, match=said):
        make_rare(**({"count": 1} | arguments))
