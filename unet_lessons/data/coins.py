"""A photograph of twenty-four coins that comes with scikit-image, and the outline of each coin, drawn by eye.

The photograph is `skimage.data.coins`, Greek coins from Pompeii (Brooklyn Museum Collection). Each outline is an
ellipse, fitted by hand on an enlarged and brightened crop of the photograph: first to the top, bottom, left and right
end of the coin, then shifted, stretched and rotated until it followed the rim, including its dark parts. No threshold
and no edge detector was used, because this ground truth has to judge exactly those methods.

Coins are not perfect ellipses, so notches and corners of a pixel or two are on the wrong side.
"""

import numpy as np
from skimage import data

# Row and column of the centre, and the half lengths of the two axes, all in pixels; then the angle of the first axis in
# degrees: 0 is along a row, 90 is along a column, and 45 points to the lower right.
ELLIPSES = (
    ((53.8, 43.7, 22.0, 19.6, -12), (56.0, 100.3, 19.4, 17.6, 8), (50.6, 155.2, 23.3, 22.4, 20),
     (51.2, 215.3, 23.6, 21.4, 6), (52.2, 275.5, 20.6, 19.3, 0), (43.6, 334.7, 29.4, 27.8, 0)),
    ((123.9, 45.2, 20.6, 20.5, 0), (125.6, 102.5, 18.9, 18.5, -45), (126.3, 153.2, 19.8, 17.5, 0),
     (124.0, 205.2, 20.7, 19.0, -35), (119.1, 270.7, 25.2, 24.5, -20), (124.4, 336.3, 19.5, 19.4, 0)),
    ((196.7, 43.8, 19.9, 18.3, 72), (195.8, 101.5, 21.7, 21.2, 0), (197.6, 154.0, 19.5, 19.0, 0),
     (193.0, 212.3, 23.8, 23.6, 0), (193.9, 273.7, 23.6, 21.4, 38), (186.8, 346.9, 31.9, 30.8, 0)),
    ((259.9, 46.1, 28.0, 27.6, 0), (265.3, 113.5, 21.5, 21.5, 0), (261.6, 172.4, 28.6, 25.5, 0),
     (263.4, 244.3, 24.5, 23.6, -10), (263.2, 300.7, 26.1, 24.3, -42), (268.0, 358.0, 22.5, 20.7, 0)),
)  # fmt: skip


def labelled_coins():
    """The photograph (303, 384) of float32 in [0, 1], and its labels (303, 384) of int32: 0, and 1 to 24 for the coins.

    The coins are numbered row by row from the top left; `labels > 0` is the mask. A second set of outlines, made of
    circles, and a watershed on edges both agree with it to a Dice of about 0.98 (lesson 01b). Used in lessons 01b, 07b
    and 08.
    """
    image = data.coins()
    labels = np.zeros(image.shape, np.int32)
    rows, columns = np.indices(image.shape)
    for number, (row, column, first, second, angle) in enumerate(sum(ELLIPSES, ()), start=1):
        cos, sin = np.cos(np.radians(angle)), np.sin(np.radians(angle))
        along = ((columns - column) * cos + (rows - row) * sin) / first
        across = ((rows - row) * cos - (columns - column) * sin) / second
        labels[along**2 + across**2 <= 1] = number
    return (image / 255).astype(np.float32), labels
