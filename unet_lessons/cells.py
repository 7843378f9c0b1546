"""Drawn cells: pictures like those of nuclei under a fluorescence microscope, with the exact label of every pixel.

First the cells are laid out (`lay_out`: outlines, some touching), then photographed (`photograph`: uneven light, haze,
debris, blur, noise). Only the second step depends on the difficulty. Lengths are in pixels; brightness 1 is that of a
typical cell.
"""

from numbers import Integral, Real

import numpy as np
from scipy.ndimage import distance_transform_edt

SMALLEST_SIZE = 32  # pixels: a smaller picture would hold a cell or two
CELLS = (14, 44)  # tries per 128×128 pixels, drawn per picture; some find no place
RADIUS = (6.2, 1.2)  # pixels: mean and standard deviation of a cell's radius
RADIUS_LIMITS = (3.5, 9.5)  # pixels
STRETCH = (1.0, 1.9)  # long axis : short axis
BEND = 0.35  # how much the long axis curves: at its end, by this part of the radius (standard deviation)
WOBBLE = 0.16  # how far harmonics 2 to 5 push the outline, as part of the radius, divided by their number
BESIDE = 0.6  # share of cells that are put beside an earlier one, as after a division
TOUCHING = 0.5  # share of cells that may touch their neighbours; the others keep GAP background pixels away
GAP = 1  # pixels
LARGEST_OVERLAP = 0.25  # part of a cell that may be cut off by its neighbours; else it finds no place there
SMALLEST_CELL = 16  # pixels of a cell that are left at least

# How the picture is taken: each pair is the value at difficulty 0 and at difficulty 1.
SPREAD = (0.10, 0.75)  # of the cells' brightness (standard deviation of its logarithm)
EXPOSURE = (0.05, 0.55)  # the same from picture to picture
UNEVEN = (0.10, 1.60)  # of the light within a picture: logarithm of brightest : darkest, about
HAZE = (0.10, 1.10)  # light from above and below the focus, as part of the cells' own light
BACKGROUND = (0.04, 0.20)  # light of the medium where there is no cell
BLUR = (0.7, 1.3)  # pixels: standard deviation of the microscope's blur
DEBRIS = (0.0, 16.0)  # specks per 128×128 pixels, on average; a quarter as many blots out of focus
PHOTONS = (600, 50)  # that a pixel of brightness 1 catches: fewer make more shot noise
READ_NOISE = (0.004, 0.02)  # standard deviation of the camera's own noise
HAZE_REACH = 9.0  # pixels: standard deviation of the blur that makes the haze
BLOT_REACH = 5.0  # pixels: the same for debris out of focus
GRAIN = (1.5, 0.22)  # pixels, and standard deviation: the texture inside a cell (chromatin)
WHITE = 2.6  # brightness that the camera shows as 1, before exposure


def draw_cells(count, size=128, seed=0, difficulty=0.5):
    """`count` pictures (count, size, size, 1) of float32 in [0, 1], and labels (count, size, size) of int32.

    Label 0 is background; the cells of a picture are 1, 2, … without gaps, each one connected piece. `labels > 0` is
    the mask. `difficulty` runs from 0 (bright cells on black) to 1; the labels do not depend on it. Picture number k is
    the same for every `count`. ValueError for arguments that are not of this kind.
    """
    check_whole("count", count, 0)
    check_whole("size", size, SMALLEST_SIZE)
    check_whole("seed", seed, 0)
    if isinstance(difficulty, bool) or not isinstance(difficulty, Real) or not 0 <= difficulty <= 1:
        raise ValueError(f"difficulty is {difficulty!r}: give a number from 0 (easy) to 1 (hard)")
    pictures = np.zeros((count, size, size, 1), np.float32)
    labels = np.zeros((count, size, size), np.int32)
    for index in range(count):
        dice = [np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(index, use))) for use in (0, 1)]
        labels[index], profile = lay_out(size, dice[0])
        pictures[index, :, :, 0] = photograph(labels[index], profile, difficulty, dice[1])
    return pictures, labels


def check_whole(name, value, least):
    """ValueError unless `value` is a whole number of at least `least`."""
    if isinstance(value, bool) or not isinstance(value, Integral) or value < least:
        raise ValueError(f"{name} is {value!r}: give a whole number of at least {least}")


# The cells


def lay_out(size, dice):
    """Labels (size, size), and how thick each cell is at each pixel (size, size), 0 to 1: 0 in the background.

    Cells come one after the other, and leave earlier ones as they are: each takes the pixels of its outline that are
    free, unless too few are.
    """
    labels, profile = np.zeros((size, size), np.int32), np.zeros((size, size))
    centres = []  # row, column, radius of the cells so far
    for _ in range(max(1, round(dice.uniform(*CELLS) * (size / 128) ** 2))):
        radius = np.clip(dice.normal(*RADIUS), *RADIUS_LIMITS)
        row, column = dice.uniform(0, size, 2)
        if centres and dice.random() < BESIDE:
            row, column = beside(centres[dice.integers(len(centres))], radius, dice)
        gap = 0 if dice.random() < TOUCHING else GAP
        window, height = outline(row, column, radius, size, dice)
        inside = height > 0
        free = inside & ~(grown(labels > 0, gap, window) if gap else labels[window] > 0)
        if free.sum() < max(SMALLEST_CELL, (1 - LARGEST_OVERLAP) * inside.sum()):
            continue
        free = largest_piece(free)
        centres.append((row, column, radius))
        labels[window][free] = len(centres)
        profile[window][free] = height[free]
    return labels, profile
