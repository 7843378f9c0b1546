"""Template matching: where an image looks like one of the positions that were marked. The rival of lesson 08b.

The peaks of a map, and their F1, are here, too.
"""

import numpy as np
from scipy.ndimage import gaussian_filter, rotate, uniform_filter, zoom
from skimage.feature import peak_local_max

from ..backend import keras

TURN, ZOOM = 8.0, 1.18  # how far a template is turned, in degrees, and zoomed, to either side
AROUND = 20  # pixels around a position that are cut out, to each side, before they are turned and zoomed
AT_ONCE = 16  # templates in one convolution: more take more memory
LEAST_SPREAD = 0.01  # standard deviation of brightness: where an image is flatter than that, nothing fits


def template_versions(image, row, column, size):
    """Nine templates of a position in an image (height, width): unchanged, slightly rotated, slightly zoomed, and both.

    Each is a square with an odd side, in pixels; for the unchanged one the side is `size` and 2 or 3 pixels more.
    ValueError for a size above 30 pixels, and for a position outside the image.
    """
    row, column, half = round(row), round(column), round(size / 2) + 1
    if not (0 <= row < image.shape[0] and 0 <= column < image.shape[1] and 0 < size <= 30):
        raise ValueError(
            f"row {row}, column {column}, size {size}: a position in the image and a size of 1 to 30 pixels are needed"
        )
    padded = np.pad(image, AROUND, mode="reflect")
    around = padded[row : row + 2 * AROUND + 1, column : column + 2 * AROUND + 1]
    found = []
    for turn, power in np.ndindex(3, 3):
        factor = ZOOM ** (power - 1)
        changed = zoom(rotate(around, TURN * (turn - 1), reshape=False, order=1), factor, order=1)
        middle, reach = len(changed) // 2, round(half * factor)
        found.append(changed[middle - reach : middle + reach + 1, middle - reach : middle + reach + 1])
    return found


def match_templates(image, templates):
    """How well the best template matches at each pixel: the correlation (height, width) of float32, from −1 to 1.

    `image` is (height, width), and each template is a square with an odd side. `skimage.feature.match_template` does
    the same for one template; here, all templates of the same size are the kernels of one convolution. Beyond its
    border, the image is mirrored.
    """
    best = np.full(image.shape, -1.0, np.float32)
    for side in {len(one) for one in templates}:
        some = np.stack([one - one.mean() for one in templates if len(one) == side], axis=-1)
        kernels = (some / (some.std(axis=(0, 1)) * side**2))[:, :, None].astype(np.float32)
        around = np.pad(image, side // 2, mode="reflect")[None, :, :, None].astype(np.float32)
        variance = uniform_filter(image**2, side) - uniform_filter(image, side) ** 2
        spread = np.sqrt(np.maximum(variance, LEAST_SPREAD**2))
        for first in range(0, kernels.shape[-1], AT_ONCE):
            products = keras.ops.conv(around, kernels[..., first : first + AT_ONCE])[0]
            best = np.maximum(best, np.array(keras.ops.max(products, axis=-1)) / spread)
    return best


def peaks(strength, blur):
    """The peaks of a map (height, width), blurred first: (count, 3), row, column and height, the highest first.

    `blur` is the standard deviation of a Gaussian, in pixels. Peaks are at least 5 pixels apart and above 0.
    """
    smooth = gaussian_filter(strength, blur)
    points = peak_local_max(smooth, min_distance=5, threshold_abs=0)
    return np.column_stack([points, smooth[tuple(points.T)]])


def f1_of_points(points, boxes):
    """F1, from 0 to 1, of points (count, 2 or 3) as guesses of where boxes (count, 4) are.

    A second point in a box is wrong. A point is row and column, in pixels, with or without a height; a box is top,
    left, bottom, right.
    """
    inside = (points[:, None, :2] >= boxes[:, :2] - 1) & (points[:, None, :2] <= boxes[:, 2:] + 1)
    return 2 * inside.all(axis=2).any(axis=0).sum() / (len(points) + len(boxes))
