"""The coins and their drawn truth: 24 circles apart, brighter than what lies around them."""

import numpy as np
from skimage import data

from unet_lessons.data import labelled_coins


def test_the_photograph_and_its_24_coins():
    image, labels = labelled_coins()
    assert image.dtype == np.float32 and np.array_equal(np.round(image * 255), data.coins())
    assert labels.dtype == np.int32 and labels.shape == image.shape and set(np.unique(labels)) == set(range(25))
    assert 0.33 < np.mean(labels > 0) < 0.35  # lesson 01 prints 0.340


def test_the_circles_lie_on_the_coins_row_by_row():
    image, labels = labelled_coins()
    centres = [np.argwhere(labels == coin).mean(axis=0) for coin in range(1, 25)]
    for row in range(4):
        some = centres[6 * row : 6 * row + 6]
        assert [across for _, across in some] == sorted(across for _, across in some)
    down, across = np.indices(labels.shape)
    for coin, (row, column) in enumerate(centres, start=1):
        radius = np.sqrt(np.sum(labels == coin) / np.pi)
        distance = np.hypot(down - row, across - column)
        ring = (distance > radius + 1.5) & (distance < radius + 5) & (labels == 0)
        assert image[labels == coin].mean() > image[ring].mean() + 0.08, coin
