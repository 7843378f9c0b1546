"""Texture without a network: noise of the right spread, and texture that is laid over from other images."""

import numpy as np
import pytest
from scipy.ndimage import gaussian_filter

from unet_lessons.textures import fine, nearest, noise_like, transplant


def square(size=64, first=20, last=36):
    """A map (1, size, size, 1) with one square cell."""
    one = np.full((1, size, size, 1), -1, "float32")
    one[:, first:last, first:last] = 1
    return one


def test_fine_is_what_a_blur_takes_away():
    flat = np.full((2, 16, 16, 1), 0.5)
    assert np.allclose(fine(flat), 0)
    noise = np.random.default_rng(0).normal(size=(1, 32, 32, 1))
    assert np.allclose(fine(noise, 2) + gaussian_filter(noise, (0, 2, 2, 0)), noise)


@pytest.mark.parametrize("blur", [0, 0.8, 1.6])
def test_noise_is_like_what_is_missing(blur):
    """From noise of known spread and smoothness, it makes noise of the same spread at both scales."""
    rng = np.random.default_rng(1)
    missing = 0.3 * gaussian_filter(rng.normal(size=(20, 64, 64, 1)), (0, blur, blur, 0))
    noise = noise_like(missing, (20, 64, 64, 1))
    for sigma in (1, 3):
        assert fine(noise, sigma).std() == pytest.approx(fine(missing, sigma).std(), rel=0.05)


def test_noise_is_like_the_texture_inside_only():
    texture = np.random.default_rng(1).normal(size=(4, 32, 32, 1))
    texture[:, :, 16:] *= 9
    inside = np.zeros(texture.shape, bool)
    inside[:, :, :12] = True
    assert fine(noise_like(texture, texture.shape, inside)).std() == pytest.approx(
        fine(texture)[inside].std(), rel=0.01
    )


def test_nearest_by_hand():
    inside = np.zeros((3, 5), bool)
    inside[1, 2:4] = True
    rows, columns = nearest(inside)
    assert (rows == 1).all() and columns[1].tolist() == [2, 2, 2, 3, 3]


def test_transplant_lays_cell_on_cell_and_background_on_background():
    """Even from a smaller cell at another position, every pixel of the new cell gets the texture of a cell."""
    donors = square(first=40, last=46)
    textures = np.where(donors > 0, 0.25, -0.125).astype("float32")
    laid = transplant(square(), textures, donors)
    assert np.array_equal(laid, np.where(square() > 0, 0.25, -0.125).astype("float32"))


def test_transplant_of_another_seed_is_another_one():
    textures = np.random.default_rng(0).random((3, 64, 64, 1), np.float32)
    donors = np.concatenate([square(first=10 * k, last=10 * k + 12) for k in (1, 2, 3)])
    first, again, other = (transplant(square(), textures, donors, seed) for seed in (0, 0, 1))
    assert np.array_equal(first, again) and not np.array_equal(first, other)
