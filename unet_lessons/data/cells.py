"""Synthetic cells: images like those of nuclei under a fluorescence microscope, with the label of every pixel.

`lay_out` first places the cells, some of which touch; `microscope_image` then shows them as a microscope would, with
uneven light, haze, debris, blur and noise. Only the second step depends on the difficulty. The centre of a typical cell
has brightness 1.
"""

from numbers import Real

import numpy as np
from scipy.ndimage import binary_dilation, binary_propagation

from ..arguments import check_whole

# The values were chosen by eye so that the images look like those of nuclei and a single threshold is not enough; they
# were not measured on a microscope. Two numbers are the limits of a uniform distribution, unless the comment says
# otherwise.
SMALLEST_SIZE = 32  # pixels: a smaller image would hold only a cell or two
CELLS = (16, 56)  # attempts to place a cell, per 128×128 pixels; a third of them find no room
RADIUS = (6.2, 1.1)  # mean and standard deviation of a cell's radius, in pixels
RADIUS_LIMITS = (4.4, 8.6)  # smallest and largest radius, in pixels
STRETCH = (1.0, 1.9)  # length of a cell divided by its width
BEND = 0.3  # how far a cell is bent like a bean, relative to the radius (standard deviation)
WOBBLE = (
    0.3  # amplitude of waves 2 to 5 along the outline, relative to the radius, divided by the wave's number squared
)
BESIDE = 0.6  # share of the cells that are placed beside an earlier one, as after a division
TOUCHING = 0.5  # share of the cells that may touch earlier ones; the others leave a gap of at least 1 pixel
LARGEST_OVERLAP = 0.2  # largest share of a cell that earlier cells may cut off; otherwise it is not placed
SMALLEST_CELL = 16  # smallest area of a cell, in pixels

# How the image is taken: the values at difficulty 0 and at difficulty 1.
SPREAD = (0.10, 0.36)  # standard deviation of the logarithm of the cells' brightness
UNEVEN = (0.8, 2.6)  # logarithm of how much the light falls from its brightest point across the image
HAZE = (0.10, 0.70)  # the cells' light from above and below the focus, relative to that in focus
BACKGROUND = (0.10, 1.50)  # largest brightness of the background; chosen at random for each image
BLUR = (0.5, 0.9)  # standard deviation of the microscope's blur, in pixels
DEBRIS = (0.0, 6.0)  # average number of sharp specks per 128×128 pixels; there are a quarter as many blots out of focus
PHOTONS = (600, 200)  # number of photons from a pixel of brightness 1: the fewer, the more shot noise
EXPOSURE = (0.2, 1.1)  # logarithm of how much too short the exposure can be; chosen at random for each image
READ_NOISE = (0.004, 0.014)  # standard deviation of the camera's noise; white is 1

HAZE_REACH = 9.0  # standard deviation of the blur that turns the cells into haze, in pixels
BLOT_REACH = 5.0  # the same for debris out of focus
SPECK_RADIUS, BLOT_RADIUS = (0.6, 1.4), (4.0, 8.0)  # smallest and largest, in pixels
GRAIN_SIZE, GRAIN = 1.5, 0.22  # the chromatin in a cell: size in pixels, standard deviation of brightness
RIM = 0.6  # brightness of a cell at its rim, where it is thin, relative to its centre
WHITE = 0.995  # share of the pixels that stay below white in a well exposed image


def make_cells(count, size=128, seed=0, difficulty=0.5):
    """`count` images (count, size, size, 1) of float32 in [0, 1], and labels (count, size, size) of int32.

    Label 0 is background. The cells of an image are numbered 1, 2, … without gaps, and each is one connected component.
    `labels > 0` is the mask. `difficulty` goes from 0 (bright cells on black) to 1; the labels do not depend on it.
    Image k does not depend on `count`. ValueError for invalid arguments; the smallest size is 32 pixels. Used in every
    lesson with cells, from lesson 00 on.
    """
    check_whole("count", count, 0)
    check_whole("size", size, SMALLEST_SIZE)
    check_whole("seed", seed, 0)
    if isinstance(difficulty, bool) or not isinstance(difficulty, Real) or not 0 <= difficulty <= 1:
        raise ValueError(f"difficulty is {difficulty!r}: give a number from 0 (easy) to 1 (hard)")
    images = np.zeros((count, size, size, 1), np.float32)
    labels = np.zeros((count, size, size), np.int32)
    for index in range(count):
        layout_rng, photo_rng = (
            np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(index, use))) for use in (0, 1)
        )
        labels[index], profile = lay_out(size, layout_rng)
        images[index, :, :, 0] = microscope_image(labels[index], profile, float(difficulty), photo_rng)
    return images, labels


# The cells


def lay_out(size, rng):
    """Labels (size, size), and the thickness of the cells at each pixel (size, size), 0 (background) to 1.

    Cells are placed one after the other. Each takes the free pixels inside its outline, so earlier cells stay as they
    are; if too few pixels are free, it is not placed.
    """
    labels, profile = np.zeros((size, size), np.int32), np.zeros((size, size))
    centres = []  # row, column and radius of the cells so far
    for _ in range(max(1, round(rng.uniform(*CELLS) * (size / 128) ** 2))):
        radius = np.clip(rng.normal(*RADIUS), *RADIUS_LIMITS)
        margin = 0 if centres else radius  # the first cell lies inside the image, so that there always is one
        row, column = rng.uniform(margin, size - margin, 2)
        if centres and rng.random() < BESIDE:
            row, column = beside(*centres[rng.integers(len(centres))], radius, rng)
        window, thickness = outline(row, column, radius, size, rng)
        taken = labels > 0
        if rng.random() >= TOUCHING:
            taken = binary_dilation(taken)
        free = (thickness > 0) & ~taken[window]
        if free.sum() < max(SMALLEST_CELL, (1 - LARGEST_OVERLAP) * (thickness > 0).sum()):
            continue
        middle = np.zeros_like(free)
        middle.flat[np.argmax(thickness * free)] = True
        free = binary_propagation(middle, mask=free)  # one connected component: the one around its middle
        if free.sum() < SMALLEST_CELL:
            continue
        centres.append((row, column, radius))
        labels[window][free] = len(centres)
        profile[window][free] = thickness[free]
    return labels, profile


def beside(row, column, other_radius, radius, rng):
    """The centre (row, column) of a cell of `radius` that roughly touches the given cell, in a random direction."""
    angle = rng.uniform(0, 2 * np.pi)
    distance = rng.uniform(0.85, 1.25) * (radius + other_radius)
    return row + distance * np.sin(angle), column + distance * np.cos(angle)


def outline(row, column, radius, size, rng):
    """The rows and columns around a cell (two slices), and its thickness there: 1 at the centre, 0 outside.

    The cell is a disc that is stretched, rotated and bent like a bean; a few random waves (Fourier harmonics) make its
    outline irregular.
    """
    reach = 2 * radius
    rows = slice(max(0, int(row - reach)), max(0, min(size, int(row + reach) + 1)))
    columns = slice(max(0, int(column - reach)), max(0, min(size, int(column + reach) + 1)))
    y = (np.arange(rows.start, rows.stop)[:, None] - row) / radius
    x = (np.arange(columns.start, columns.stop) - column) / radius
    angle, stretch, bend = rng.uniform(0, np.pi), np.sqrt(rng.uniform(*STRETCH)), rng.normal(0, BEND)
    along = (np.cos(angle) * x + np.sin(angle) * y) / stretch
    across = (np.cos(angle) * y - np.sin(angle) * x) * stretch + bend * (along**2 - 0.25)
    direction, edge = np.arctan2(across, along), np.ones_like(along)
    for number in (2, 3, 4, 5):
        edge += rng.normal(0, WOBBLE / number**2) * np.cos(number * direction + rng.uniform(0, 2 * np.pi))
    return (rows, columns), np.sqrt(np.maximum(0, 1 - (along**2 + across**2) / np.maximum(edge, 0.3) ** 2))


# The microscope


def microscope_image(labels, profile, difficulty, rng):
    """The image (size, size), 0 to 1, of the cells as a microscope takes it, at a `difficulty` from 0 to 1."""

    def at(pair):  # the value at this difficulty
        return pair[0] + difficulty * (pair[1] - pair[0])

    size = len(labels)
    specks, blots = debris(size, at(DEBRIS), rng)
    sharp = stained(labels, profile, at(SPREAD), rng) + specks
    out_of_focus = at(HAZE) * blurred(sharp, HAZE_REACH) + blurred(blots, BLOT_REACH)
    light = sharp + out_of_focus + at(BACKGROUND) * rng.uniform(0.2, 1)
    light = blurred(light * uneven_light(size, at(UNEVEN), rng), at(BLUR))
    light = rng.poisson(light * at(PHOTONS)) / at(PHOTONS)  # shot noise: light arrives as single photons
    exposure = np.exp(-rng.uniform(0, at(EXPOSURE))) / np.quantile(light, WHITE)
    return np.clip(light * exposure + rng.normal(0, at(READ_NOISE), light.shape), 0, 1)


def stained(labels, profile, spread, rng):
    """The light of the cells (size, size): some have more dye, chromatin makes them grainy, and their rims are thin."""
    brightness = np.exp(rng.normal(0, spread, labels.max() + 1))
    grain = blurred(rng.normal(0, 1, labels.shape), GRAIN_SIZE)
    grain = np.maximum(0, 1 + GRAIN * grain / grain.std())  # light is never negative
    return (labels > 0) * brightness[labels] * (RIM + (1 - RIM) * profile) * grain


def debris(size, number, rng):
    """Debris that shines: sharp specks (dust, remains of dead cells), and blots to be blurred; both (size, size)."""
    specks, blots = np.zeros((2, size, size))
    y, x = np.arange(size)[:, None], np.arange(size)
    for part, average, radii in ((specks, number, SPECK_RADIUS), (blots, number / 4, BLOT_RADIUS)):
        for _ in range(rng.poisson(average * (size / 128) ** 2)):
            row, column, radius = *rng.uniform(0, size, 2), rng.uniform(*radii)
            spot = (y - row) ** 2 + (x - column) ** 2 < radius**2
            part[spot] += rng.uniform(0.5, 1.5)
    return specks, blots


def uneven_light(size, strength, rng):
    """The light (size, size) of a lamp that is not centred: brightest at a random position, and 1 on average."""
    y, x = np.linspace(-1, 1, size)[:, None], np.linspace(-1, 1, size)
    row, column = rng.uniform(-1, 1, 2)
    light = np.exp(-strength * ((y - row) ** 2 + (x - column) ** 2) / 4)
    return light / light.mean()


def blurred(image, sigma):
    """The image (size, size) after a Gaussian blur of standard deviation `sigma` in pixels, not darkened at the border.

    A Gaussian is separable, so one matrix blurs along the columns and then along the rows. Unlike
    `scipy.ndimage.gaussian_filter`, which fills the outside of the image with pixels, this uses only pixels inside it.
    """
    position = np.arange(len(image))
    weights = np.exp(-((position[:, None] - position) ** 2) / (2 * sigma**2))
    weights /= weights.sum(axis=1, keepdims=True)
    return weights @ image @ weights.T
