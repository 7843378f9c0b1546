"""Synthetic volumes: stacks of planes as a microscope takes them through a tissue, with the exact label of every voxel.

Cells are balls, stretched and turned in space. Each plane is focused on its own depth; cells above and below it are out
of focus: blurred, but still bright. So a plane shows more cells than lie in it. Brightness 1 is that of a typical cell.
"""

import numpy as np
from scipy.ndimage import gaussian_filter

from ..arguments import check_whole

CELLS = 26  # tries in 16×64×64 voxels; some find no place
RADIUS = (3.0, 5.5)  # voxels: smallest and largest mean radius
STRETCH = 1.35  # how much an axis is longer or shorter, at most
GAP = 1.1  # voxels that a cell leaves free around it
BRIGHTNESS = 0.5  # standard deviation of its logarithm
REACH = 6  # planes: light from farther away is left out
BLUR, SPREAD = 0.7, 0.2  # pixels: standard deviation of the blur in focus, and how much it grows with each plane
HAZE = 0.8  # how much of the light is left one plane out of focus; this to the power of the distance
PHOTONS = 20  # that a voxel of brightness 1 catches
READ_NOISE = 0.02  # standard deviation of the camera's noise


def make_volumes(count, size=(16, 64, 64), seed=0):
    """`count` volumes (count, planes, height, width, 1) of float32, and labels without the last axis, of int32.

    Label 0 is background, the cells are 1, 2, …, each one connected piece; no two share a face. `labels > 0` is the
    mask. Dark is about 0, a typical cell 1. `size` is (planes, height, width), 8 voxels each at least. Volume number k
    is the same for every `count`. ValueError for invalid arguments.
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
    """Labels (planes, height, width): balls, stretched and turned, with background between them."""
    labels, places = np.zeros(size, np.int32), np.indices(size).reshape(3, -1).T
    for _ in range(max(1, round(CELLS * np.prod(size) / (16 * 64 * 64)))):
        centre, radius = rng.uniform(0, size), rng.uniform(*RADIUS)
        turn = np.linalg.qr(rng.normal(size=(3, 3)))[0]
        stretch = STRETCH ** rng.uniform(-1, 1, 3)
        along = (places - centre) @ turn / (radius * stretch / stretch.mean())
        distance = np.linalg.norm(along, axis=1).reshape(size)
        if not labels[distance < 1 + GAP / radius].any():
            labels[distance < 1] = labels.max() + 1
    return labels


def microscope_stack(labels, rng):
    """The stack (planes, height, width) that a microscope takes of the cells, plane by plane."""
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
    stack /= sum(HAZE ** abs(distance) for distance in range(-3, 4))  # so that the middle of a typical cell is 1
    stack = rng.poisson(stack * PHOTONS) / PHOTONS
    return stack + rng.normal(0, READ_NOISE, stack.shape)
