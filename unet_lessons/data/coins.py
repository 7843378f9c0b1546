"""The coins of lesson 01: a photograph that comes with scikit-image, and the ground truth that was drawn by eye."""

import numpy as np
from skimage import data

# One circle a coin, row by row of the photograph: row and column of its centre, and its radius, in pixels.
CIRCLES = (
    ((54, 44, 21.5), (56, 100, 18.5), (51, 155, 23), (51, 215, 23), (52, 276, 20), (44, 335, 29)),
    ((124, 45, 20.5), (126, 102, 19), (127, 153, 19), (124, 205, 20), (119, 271, 25), (124, 336, 19.5)),
    ((197, 44, 19), (196, 102, 21.5), (198, 154, 19.5), (193, 212, 23.5), (194, 274, 22.5), (187, 347, 31.5)),
    ((260, 46, 28), (265, 114, 21.5), (262, 172, 27.5), (263, 244, 24), (263, 301, 25), (268, 358, 22)),
)


def labelled_coins():
    """The photograph (303, 384) of float32 in [0, 1], and labels (303, 384) of int32: 0, and 1 to 24 for the coins.

    The coins are numbered row by row. They are not perfectly round, so the circles are off by a few pixels here and
    there: two judges agree to a Dice of about 0.97 (lesson 01). Used in lessons 08 and 08b.
    """
    image = data.coins()
    labels = np.zeros(image.shape, np.int32)
    down, across = np.indices(image.shape)
    for number, (row, column, radius) in enumerate(sum(CIRCLES, ()), start=1):
        labels[(down - row) ** 2 + (across - column) ** 2 <= radius**2] = number
    return (image / 255).astype(np.float32), labels
