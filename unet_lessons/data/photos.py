"""Photographs that come with scikit-image, without any download: for training, and others held out; patches of them.

All are grey, float32 in [0, 1]. No photograph is in both lists, so what is measured on the held-out ones was never
seen in training.
"""

import numpy as np
from skimage import data
from skimage.color import rgb2gray

SIDE = 8  # sides are multiples of this: a U that pools up to three times takes them

TRAINING = ("motorcycle", "rocket", "coins", "brick", "grass", "gravel", "tissue", "moon")
HELD_OUT = ("camera", "astronaut", "cat", "coffee")

LOADERS = {
    "motorcycle": lambda: data.stereo_motorcycle()[0],
    "cat": data.chelsea,
    "tissue": data.immunohistochemistry,
}


def photograph(name):
    """One photograph of TRAINING or HELD_OUT: grey, (height, width) of float32 in [0, 1], both sides multiples of 8.

    It is cut at the bottom and on the right to such sides, never resized. Grey is scikit-image's
    `rgb2gray` here, not `images.to_grey`: its weights are others, and the scores of B1 and B2 were measured with them.
    ValueError for a name in neither list.
    """
    if name not in TRAINING + HELD_OUT:
        raise ValueError(f"there is no photograph {name!r}: choose one of {', '.join(TRAINING + HELD_OUT)}")
    loaded = LOADERS.get(name, getattr(data, name, None))()
    grey = rgb2gray(loaded) if loaded.ndim == 3 else loaded / 255
    height, width = (side - side % SIDE for side in grey.shape)
    return grey[:height, :width].astype(np.float32)


def photographs(names):
    """The photographs of these names as a list: they differ in size."""
    return [photograph(name) for name in names]


def cut_patches(images, count, size=64, seed=0):
    """Patches from random places of the images, each turned and mirrored at random: (count, size, size, channels).

    `images` is a list of (height, width) or (height, width, channels), all with the same number of channels. Each image
    gives as many patches as any other, give or take one. All channels of a patch come from the same place, so an image
    and its noisy copies, stacked as channels, stay together. The same seed gives the same patches. ValueError if an
    image is smaller than a patch or if their channels differ.
    """
    images = [np.atleast_3d(np.asarray(image, np.float32)) for image in images]
    if count < 1 or size < 1 or not images:
        raise ValueError(f"{count} patches of {size} pixels from {len(images)} images: give 1 or more of each")
    if min(min(image.shape[:2]) for image in images) < size or len({image.shape[2] for image in images}) > 1:
        raise ValueError(
            f"the images have shapes {[image.shape for image in images]}: each must have {size}×{size} pixels"
            " at least, and all the same number of channels"
        )
    rng = np.random.default_rng(seed)
    patches = np.empty((count, size, size, images[0].shape[2]), np.float32)
    for number in range(count):
        image = images[number % len(images)]
        row, column = (rng.integers(side - size + 1) for side in image.shape[:2])
        patch = np.rot90(image[row : row + size, column : column + size], rng.integers(4))
        patches[number] = patch[:, ::-1] if rng.integers(2) else patch
    return patches
