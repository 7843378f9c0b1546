"""Synthetic rods: bent bacteria that lie side by side and partly overlap, with the label of every pixel. Lesson 07c.

Two rods side by side look like one broad object in the mask. Unlike with the round cells of `cells`, the shape of the
mask therefore does not show how many objects there are; only the dark seam between them in the image does. A rod has
brightness 1 along its middle line.
"""

import numpy as np
from scipy.ndimage import binary_propagation, gaussian_filter

from ..arguments import check_whole

# Chosen by eye. Two numbers are the limits of a uniform distribution, unless the comment says otherwise.
SMALLEST_SIZE = 48  # pixels: a smaller image would hold only a rod or two
RODS = (24, 40)  # attempts to place a rod, per 128×128 pixels; some find no room
LENGTH = (20, 40)  # pixels, along the middle line
HALF_WIDTH = (2.6, 4.0)  # pixels
BEND = 0.9  # how far a rod's direction turns from end to end, in radians (standard deviation)
BESIDE = 0.75  # share of the rods that are placed alongside an earlier one
ASKEW = 0.25  # angle between such a rod and its neighbour, in radians (standard deviation)
LARGEST_OVERLAP = 0.3  # largest share of a rod that earlier ones may hide; otherwise it is not placed
SMALLEST_ROD = 40  # smallest visible area of a rod, in pixels

RIM = 0.35  # brightness of a rod at its rim, which makes the seam between two rods
SPREAD = 0.2  # standard deviation of the logarithm of the rods' brightness
BACKGROUND = (0.1, 0.4)  # brightness of the background
SLOPE = 0.25  # relative change of the light from the centre to a side
BLUR, NOISE = 0.8, 0.07  # standard deviations of the blur (pixels) and of the noise (brightness)
WHITE = 1.6  # the brightness that becomes 1 in the image


def make_rods(count, size=128, seed=0):
    """`count` images (count, size, size, 1) of float32 in [0, 1], and labels (count, size, size) of int32.

    Label 0 is background. The rods of an image are numbered 1, 2, … without gaps, and each is one connected component
    (pixels are connected by their sides). `labels > 0` is the mask. Image k does not depend on `count`, only on `size`
    and `seed`. ValueError for invalid arguments; the smallest size is 48 pixels. Used in lesson 07c.
    """
    check_whole("count", count, 0)
    check_whole("size", size, SMALLEST_SIZE)
    check_whole("seed", seed, 0)
    images = np.zeros((count, size, size, 1), np.float32)
    labels = np.zeros((count, size, size), np.int32)
    for index in range(count):
        rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(index,)))
        labels[index], thickness = lay_out(size, rng)
        images[index, :, :, 0] = microscope_image(labels[index], thickness, rng)
    return images, labels


def lay_out(size, rng):
    """Labels (size, size), and the thickness of the rods at each pixel (size, size), 0 (background) to 1.

    Rods are placed one after the other. Each takes only free pixels, so earlier rods stay as they are.
    """
    labels, profile = np.zeros((size, size), np.int32), np.zeros((size, size))
    rods = []  # row, column, direction, bend and half width of the rods so far
    for _ in range(round(rng.uniform(*RODS) * (size / 128) ** 2)):
        width, length = rng.uniform(*HALF_WIDTH), rng.uniform(*LENGTH)
        row, column, direction, bend = *rng.uniform(0, size, 2), rng.uniform(0, np.pi), rng.normal(0, BEND)
        if rods and rng.random() < BESIDE:
            row, column, direction, bend = beside(*rods[rng.integers(len(rods))], width, length, rng)
        thickness = rod(row, column, direction, bend, width, length, size)
        free = (thickness > 0) & (labels == 0)
        needed = max(SMALLEST_ROD, (1 - LARGEST_OVERLAP) * (thickness > 0).sum())
        if free.sum() < needed:
            continue
        middle = np.zeros_like(free)
        middle.flat[np.argmax(thickness * free)] = True
        free = binary_propagation(middle, mask=free)  # one connected component
        if free.sum() < needed:
            continue
        rods.append((row, column, direction, bend, width))
        labels[free] = len(rods)
        profile[free] = thickness[free]
    return labels, profile


def beside(row, column, direction, bend, other_width, width, length, rng):
    """Row, column, direction and bend of a rod alongside another one, shifted a little along it (pixels, radians)."""
    aside = rng.choice((-1, 1)) * rng.uniform(0.9, 1.1) * (width + other_width)
    along = rng.uniform(-0.4, 0.4) * length
    row += aside * np.cos(direction) + along * np.sin(direction)
    column += -aside * np.sin(direction) + along * np.cos(direction)
    return row, column, direction + rng.normal(0, ASKEW), bend + rng.normal(0, BEND / 3)


def rod(row, column, direction, bend, width, length, size):
    """The thickness (size, size) of a rod around (row, column): 1 on its middle line, 0 from `width` pixels off it."""
    part = np.linspace(-0.5, 0.5, 41)  # position along the rod; its direction turns by `bend` from end to end
    turned = direction + bend * part
    steps = np.stack([np.sin(turned), np.cos(turned)]) * length / len(part)
    path = np.cumsum(steps, axis=1)
    path += np.array([[row], [column]]) - path[:, [len(part) // 2]]
    low, high = (
        np.clip(f(path, axis=1) + shift, 0, size).astype(int) for f, shift in ((np.min, -width), (np.max, width + 2))
    )
    thickness = np.zeros((size, size))
    rows, columns = np.mgrid[low[0] : high[0], low[1] : high[1]]
    away = np.hypot(rows[..., None] - path[0], columns[..., None] - path[1])
    if away.size:
        thickness[low[0] : high[0], low[1] : high[1]] = np.sqrt(np.maximum(0, 1 - (away.min(axis=-1) / width) ** 2))
    return thickness


def microscope_image(labels, thickness, rng):
    """The image (size, size), 0 to 1, of rods of different brightness, in uneven light, blurred and noisy."""
    brightness = np.exp(rng.normal(0, SPREAD, labels.max() + 1))
    light = (labels > 0) * brightness[labels] * (RIM + (1 - RIM) * thickness)
    towards = rng.uniform(0, 2 * np.pi)
    across = np.linspace(-1, 1, len(labels))
    slope = 1 + SLOPE * (np.sin(towards) * across[:, None] + np.cos(towards) * across)
    light = gaussian_filter((light + rng.uniform(*BACKGROUND)) * slope, BLUR)
    return np.clip((light + rng.normal(0, NOISE, light.shape)) / WHITE, 0, 1)
