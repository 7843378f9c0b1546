"""Synthetic images with one small object each, about 1 % of the pixels: a thin line, or a spot. Lesson 07c.

They serve to compare losses: the object is faint, and the background has clouds and noise.
"""

import numpy as np
from scipy.ndimage import gaussian_filter

from ..arguments import check_choice, check_whole

SMALLEST_SIZE = 48  # pixels
MARGIN = 12  # least distance from the border to the centre of an object, in pixels
LENGTH, THICKNESS = 40, 1.6  # of a line, in pixels
RADIUS = 3.4  # of a spot, in pixels
BRIGHTNESS = 1.7  # how much brighter the object is than its background
CLOUDS, CLOUD_SIZE = 0.5, 4.0  # standard deviation of the clouds' brightness, and of their blur in pixels
NOISE = 0.83  # standard deviation of the noise


def make_rare(count, kind="line", size=64, seed=0):
    """`count` images (count, size, size, 1) of float32, and their masks of the same shape, float32 of 0 and 1.

    `kind` is "line" or "spot". The images have a mean of about 0 and a standard deviation of about 1, so they need not
    be standardised. The same `seed` gives the same images. ValueError for invalid arguments; the smallest size is 48
    pixels. Used in lesson 07c.
    """
    check_whole("count", count, 0)
    check_choice("kind", kind, ("line", "spot"))
    check_whole("size", size, SMALLEST_SIZE)
    check_whole("seed", seed, 0)
    rng = np.random.default_rng(seed)
    row, column = np.mgrid[:size, :size]
    masks = np.zeros((count, size, size, 1), np.float32)
    for mask in masks[..., 0]:
        (r, c), angle = rng.uniform(MARGIN, size - MARGIN, 2), rng.uniform(0, np.pi)
        along = (column - c) * np.cos(angle) + (row - r) * np.sin(angle)
        across = (row - r) * np.cos(angle) - (column - c) * np.sin(angle)
        line = (np.abs(along) < LENGTH / 2) & (np.abs(across) < THICKNESS / 2)
        mask[:] = line if kind == "line" else along**2 + across**2 < RADIUS**2
    clouds, noise = rng.normal(size=(2, *masks.shape))
    clouds = gaussian_filter(clouds, (0, CLOUD_SIZE, CLOUD_SIZE, 0)) * (2 * np.sqrt(np.pi) * CLOUD_SIZE)
    return (BRIGHTNESS * masks + CLOUDS * clouds + NOISE * noise).astype(np.float32), masks
