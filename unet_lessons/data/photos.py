"""Photographs that come with scikit-image, some for training and others held out, and patches cut from them.

All are grey, float32 in [0, 1], and none has to be downloaded. No photograph is in both lists, so the held-out ones
were never seen in training.
"""

import numpy as np
from skimage import data
from skimage.color import rgb2gray

SIDE = 8  # sides are multiples of this, so that a U-Net that pools up to three times takes them

TRAINING = ("motorcycle", "rocket", "coins", "brick", "grass", "gravel", "tissue", "moon")
HELD_OUT = ("camera", "astronaut", "cat", "coffee")

LOADERS = {
    "motorcycle": lambda: data.stereo_motorcycle()[0],
    "cat": data.chelsea,
    "tissue": data.immunohistochemistry,
}


def photograph(name):
    """One photograph of TRAINING or HELD_OUT: grey, (height, width) of float32 in [0, 1], both sides multiples of 8.

    The photograph is cropped at the bottom and on the right, never resized. Colour is converted with scikit-image's
    `rgb2gray`, whose weights differ from those of `images.to_grey`; the scores of B1 and B2 were measured with it.
    ValueError for a name in neither list. Used in B1 and B2.
    """
    if name not in TRAINING + HELD_OUT:
        raise ValueError(f"there is no photograph {name!r}: choose one of {', '.join(TRAINING + HELD_OUT)}")
    loaded = LOADERS.get(name, getattr(data, name, None))()
    grey = rgb2gray(loaded) if loaded.ndim == 3 else loaded / 255
    height, width = (side - side % SIDE for side in grey.shape)
    return grey[:height, :width].astype(np.float32)


def photographs(names):
    """The photographs with these names: a list of (height, width) of float32, which differ in size."""
    return [photograph(name) for name in names]


def cut_patches(images, count, size=64, seed=0):
    """Patches from random positions in the images, randomly rotated and mirrored: (count, size, size, channels).

    `images` is a list of (height, width) or (height, width, channels), all with the same number of channels. The
    patches are float32, and their numbers per image differ by at most one. All channels of a patch come from the same
    position, so an image and its noisy copies, stacked as channels, stay aligned. The same seed gives the same patches.
    ValueError if an image is smaller than a patch, or if the numbers of channels differ.
    """
    images = [np.atleast_3d(np.asarray(image, np.float32)) for image in images]
    if count < 1 or size < 1 or not images:
        raise ValueError(f"{count} patches of {size} pixels from {len(images)} images: give at least 1 of each")
    if min(min(image.shape[:2]) for image in images) < size or len({image.shape[2] for image in images}) > 1:
        raise ValueError(
            f"the images have shapes {[image.shape for image in images]}: each must have at least {size}×{size} pixels,"
            " and all must have the same number of channels"
        )
    rng = np.random.default_rng(seed)
    patches = np.empty((count, size, size, images[0].shape[2]), np.float32)
    for number in range(count):
        image = images[number % len(images)]
        row, column = (rng.integers(side - size + 1) for side in image.shape[:2])
        patch = np.rot90(image[row : row + size, column : column + size], rng.integers(4))
        patches[number] = patch[:, ::-1] if rng.integers(2) else patch
    return patches
