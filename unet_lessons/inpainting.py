"""Rivals for inpainting, without a network: a median filter, harmonic filling, and blending by a detector (B1).

All of them take images (batch, height, width) of floats, usually in [0, 1], and give arrays of the same shape.
"""

import numpy as np
from scipy.ndimage import convolve
from skimage.filters import gaussian, rank

from .baselines import pixel_features

CROSS = np.array([[[0, 1, 0], [1, 0, 1], [0, 1, 0]]]) / 4  # the mean of the four neighbours


def fill(images, holes, rounds=200):
    """Images (batch, height, width) with harmonic filling where `holes` (bool, the same shape) is true.

    Every pixel of a hole is replaced by the mean of its four neighbours, `rounds` times; the rest stays.
    """
    filled = np.where(holes, np.mean(images, axis=(1, 2), keepdims=True), images)
    for _ in range(rounds):
        filled = np.where(holes, convolve(filled, CROSS, mode="nearest"), filled)
    return filled


def median(images, window):
    """The median filter, `window` pixels wide, on images in [0, 1] (values beyond are clipped).

    It works in 256 greys, which is fast in windows of any size.
    """
    as_bytes = (np.clip(images, 0, 1) * 255).round().astype("uint8")
    return np.stack([rank.median(image, np.ones((window, window))) for image in as_bytes]) / 255


def features(images):
    """What the forest of a detector sees of each pixel (`baselines.pixel_features`): (batch, height, width, features).

    Images are (batch, height, width).
    """
    return np.stack([pixel_features(image[..., np.newaxis]) for image in images])


def weighted_mean(image, weights, sigma):
    """The Gaussian mean, `sigma` pixels wide, around each pixel of an image (height, width), with a weight for each."""
    return gaussian(weights * image, sigma) / gaussian(weights, sigma)


def blend(images, chances, sigma):
    """Images in which pixels that are probably covered are replaced by a mean of their surroundings.

    `chances` has the shape of the images and holds the probability, 0 to 1, that a pixel is covered. Such pixels count
    little in the mean, which is taken over two widths, `sigma` and 3 · `sigma` pixels. The rest is slightly blurred.
    """
    answers = []
    for image, chance in zip(images, chances, strict=True):
        chance = gaussian(chance, 2)
        trust = np.clip(1 - chance, 1e-3, 1) ** 4
        behind = (weighted_mean(image, trust, sigma) + weighted_mean(image, trust, 3 * sigma)) / 2
        covered = np.minimum(2 * chance, 1)
        answers.append(covered * behind + (1 - covered) * gaussian(image, 0.7))
    return np.stack(answers)
