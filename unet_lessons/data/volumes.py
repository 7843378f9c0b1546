"""Synthetic volumes: stacks of planes as a microscope takes them through tissue, with the label of every voxel. B6.

Cells are stretched and rotated balls. Each plane is focused at its own depth; cells above and below it are out of
focus, that is, blurred but still bright. A plane therefore shows more cells than it contains. A typical cell has
brightness 1.
"""

import numpy as np
from scipy.ndimage import gaussian_filter

from ..arguments import check_whole

CELLS = 26  # attempts to place a cell in 16×64×64 voxels; some find no room
RADIUS = (3.0, 5.5)  # smallest and largest mean radius, in voxels
STRETCH = 1.35  # largest factor by which an axis is longer or shorter
GAP = 1.1  # width of the free space around a cell, in voxels
BRIGHTNESS = 0.5  # standard deviation of the logarithm of a cell's brightness
REACH = 6  # in planes: light from farther away is ignored
BLUR, SPREAD = 0.7, 0.2  # standard deviation of the blur in focus, and its increase per plane, in pixels
HAZE = 0.8  # share of the light that is left one plane out of focus; at distance d it is HAZE**d
PHOTONS = 20  # number of photons from a voxel of brightness 1
READ_NOISE = 0.02  # standard deviation of the camera's noise


def make_volumes(count, size=(16, 64, 64), seed=0):
    """`count` volumes (count, planes, height, width, 1) of float32, and labels without the last axis, of int32.

    Label 0 is background. The cells are numbered 1, 2, …; each is one connected component, and no two share a face.
    `labels > 0` is the mask. The background is about 0, and a typical cell is about 1. `size` is (planes, height,
    width), each at least 8 voxels. Volume k does not depend on `count`. ValueError for invalid arguments. Used in B6.
    """
    check_whole("count", count, 0)
    check_whole("seed", seed, 0)
    size = tuple(size) if isinstance(size, (tuple, list)) else (size,)
    if len(size) != 3:
        raise ValueError(f"size is {size}: give (planes, height, width)")
    for side in size:
        check_whole("a side of size", side, 8)
    volumes, labels = np.zeros((count, *size, 1), np.float32), np.zeros((count, *size), np.int32)
    for index in range(count):
        rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(index,)))
        labels[index] = lay_out(size, rng)
        volumes[index, ..., 0] = microscope_stack(labels[index], rng)
    return volumes, labels


def lay_out(size, rng):
    """Labels (planes, height, width): stretched and rotated balls with background between them."""
    labels, positions = np.zeros(size, np.int32), np.indices(size).reshape(3, -1).T
    for _ in range(max(1, round(CELLS * np.prod(size) / (16 * 64 * 64)))):
        centre, radius = rng.uniform(0, size), rng.uniform(*RADIUS)
        turn = np.linalg.qr(rng.normal(size=(3, 3)))[0]
        stretch = STRETCH ** rng.uniform(-1, 1, 3)
        along = (positions - centre) @ turn / (radius * stretch / stretch.mean())
        distance = np.linalg.norm(along, axis=1).reshape(size)
        if not labels[distance < 1 + GAP / radius].any():
            labels[distance < 1] = labels.max() + 1
    return labels


def microscope_stack(labels, rng):
    """The stack (planes, height, width) of the cells as a microscope takes it, plane by plane; a typical cell is 1."""
    brightness = np.exp(rng.normal(0, BRIGHTNESS, labels.max() + 1))
    light = (labels > 0) * brightness[labels]
    planes = len(light)
    stack = np.zeros(light.shape)
    for distance in range(min(REACH, planes - 1) + 1):
        sigma = BLUR + SPREAD * distance
        blurred = HAZE**distance * gaussian_filter(light, (0, sigma, sigma), mode="nearest")
        stack[distance:] += blurred[: planes - distance]
        if distance:
            stack[: planes - distance] += blurred[distance:]
    stack /= sum(HAZE ** abs(distance) for distance in range(-3, 4))  # so that the centre of a typical cell is 1
    stack = rng.poisson(stack * PHOTONS) / PHOTONS
    return stack + rng.normal(0, READ_NOISE, stack.shape)
