"""Texture without a network: noise like a given texture, and texture laid over from other images (B3).

Images, textures and maps are (count, height, width, 1); a map holds 1 in an object and -1 elsewhere.
"""

import numpy as np
from scipy.ndimage import distance_transform_edt, gaussian_filter, label

SCALES = (1, 3)  # standard deviations, in pixels, of the filters that define the two scales
BLURS = np.arange(0, 3, 0.2)  # standard deviations, in pixels, of the blurs that `noise_like` tries


def fine(images, sigma=1):
    """What a Gaussian filter of standard deviation `sigma`, in pixels, removes from images: an array of their shape."""
    return images - gaussian_filter(images, (0, sigma, sigma, 0))


def noise_like(texture, shape, inside=None, seed=0):
    """Random noise of a `shape` (count, height, width, 1) with the spread that a texture has at two scales.

    The spread is the standard deviation of what filters of 1 and 3 pixels remove, over the pixels where `inside` (bool,
    the shape of the texture) is true, or over all. Normal noise is blurred until the ratio of the two fits, and scaled.
    """
    inside = np.ones(np.shape(texture), bool) if inside is None else inside
    wanted = [fine(texture, sigma)[inside].std() for sigma in SCALES]
    noises = [gaussian_filter(np.random.default_rng(seed).normal(size=shape), (0, b, b, 0)) for b in BLURS]
    spreads = np.array([[fine(noise, sigma).std() for sigma in SCALES] for noise in noises])
    best = np.argmin(np.abs(np.log(spreads[:, 1] / spreads[:, 0] / (wanted[1] / wanted[0]))))
    return noises[best] * wanted[0] / spreads[best, 0]


def nearest(inside):
    """Row and column of the pixel of the mask (height, width) of bool that is nearest to each pixel: (2, h, w)."""
    return distance_transform_edt(~inside, return_indices=True)[1]


def transplant(maps, textures, donors, seed=0):
    """A texture for each map: around its objects and inside them, that of one donor, chosen at random.

    `textures` belong to the maps `donors`; all images have the same height and width, which are equal, since the donor
    is turned and mirrored at random. Each object gets the texture of one of the donor's objects from the larger half,
    with the centres aligned; where that one is too small, its nearest pixel is repeated. Gives an array like `maps`.
    """
    rng, laid = np.random.default_rng(seed), np.empty(np.shape(maps), textures.dtype)
    for target, one_map in zip(laid[..., 0], maps[..., 0], strict=True):
        number, turns, side = rng.integers(len(donors)), rng.integers(4), rng.choice([-1, 1])
        texture, donor = (np.rot90(some[number, ..., 0], turns)[:, ::side] for some in (textures, donors))
        target[:] = texture[tuple(nearest(donor < 0))]
        objects, count = label(one_map > 0)
        givers, _ = label(donor > 0)
        by_size = 1 + np.argsort(-np.bincount(givers.ravel())[1:])
        for number in range(1, count + 1):
            giver = givers == rng.choice(by_size[: (len(by_size) + 1) // 2])  # none of the small ones
            pixels = np.argwhere(objects == number)
            move = np.argwhere(giver).mean(axis=0) - pixels.mean(axis=0)
            row, column = np.clip(pixels + move.round().astype(int), 0, len(texture) - 1).T
            target[objects == number] = texture[tuple(nearest(giver)[:, row, column])]
    return laid
