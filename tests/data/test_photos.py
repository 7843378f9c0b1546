"""The photographs that need no download, and patches of them."""

import socket

import numpy as np
import pytest
from skimage import data

from unet_lessons.data import photos


def test_no_photograph_is_in_both_lists():
    assert not set(photos.TRAINING) & set(photos.HELD_OUT)
    assert len(photos.TRAINING) == len(set(photos.TRAINING)) == 8 and len(set(photos.HELD_OUT)) == 4


def test_all_are_there_without_network(monkeypatch):
    def refuse(*_, **__):
        raise AssertionError("a photograph was to be downloaded")

    monkeypatch.setattr(socket, "socket", refuse)
    loaded = photos.photographs(photos.TRAINING + photos.HELD_OUT)
    for image in loaded:
        assert image.ndim == 2 and image.dtype == np.float32 and min(image.shape) >= 256
        assert all(side % 8 == 0 for side in image.shape)
        assert 0 <= image.min() < 0.3 and 0.7 < image.max() <= 1
    flat = {image[:256, :256].tobytes() for image in loaded}
    assert len(flat) == len(loaded)  # no photograph under two names


def test_they_are_cut_and_not_resized():
    assert np.allclose(photos.photograph("camera"), data.camera() / 255)
    cat = data.chelsea() / 255
    weights = np.array([0.2125, 0.7154, 0.0721])  # scikit-image's grey
    assert np.allclose(photos.photograph("cat"), (cat @ weights)[:296, :448], atol=1e-5)


@pytest.mark.parametrize("name", ["dog", "", "page", "__doc__"])
def test_an_unknown_name_is_refused(name):
    with pytest.raises(ValueError, match="camera"):
        photos.photograph(name)


def places(height, width):
    """An image in which every pixel has a different value."""
    return np.arange(height * width, dtype=np.float32).reshape(height, width)


def test_patches_come_from_the_images_turned_and_mirrored():
    image = places(9, 11)
    patches = photos.cut_patches([image], 400, size=4, seed=3)
    assert patches.shape == (400, 4, 4, 1) and patches.dtype == np.float32
    ways = set()
    for patch in patches[..., 0]:
        row, column = divmod(int(patch.min()), 11)
        place = image[row : row + 4, column : column + 4]
        views = [np.rot90(view, turns) for view in (place, place[:, ::-1]) for turns in range(4)]
        (way,) = [number for number, view in enumerate(views) if np.array_equal(view, patch)]
        ways.add(way)
    assert ways == set(range(8))  # every turn, mirrored and not
    assert {int(patch.min()) for patch in patches} >= {0, 11 * 5 + 7}  # up to the corners


def test_channels_stay_together_and_images_take_turns():
    images = [np.stack([places(8, 8) + 100 * n, places(8, 8) + 100 * n + 0.5], axis=-1) for n in range(3)]
    patches = photos.cut_patches(images, 7, size=5)
    assert np.all(patches[..., 1] - patches[..., 0] == 0.5)
    assert [int(patch[..., 0].min() // 100) for patch in patches] == [0, 1, 2, 0, 1, 2, 0]


def test_the_seed_decides():
    image = [places(20, 20)]
    same, again, other = (photos.cut_patches(image, 20, size=4, seed=seed) for seed in (1, 1, 2))
    assert np.array_equal(same, again) and not np.array_equal(same, other)


@pytest.mark.parametrize(
    "images, count, size",
    [
        ([], 1, 4),
        ([places(8, 8)], 0, 4),
        ([places(8, 8)], 1, 0),
        ([places(8, 3)], 1, 4),
        ([places(8, 8), np.zeros((8, 8, 2))], 1, 4),
    ],
)
def test_what_gives_no_patch_is_refused(images, count, size):
    with pytest.raises(ValueError, match="images"):
        photos.cut_patches(images, count, size=size)
