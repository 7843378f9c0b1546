"""The figure of lesson 01: where masks are right and where they are wrong."""

import numpy as np
from matplotlib.patches import Patch

from .drawing import INK
from .images import CLASS_COLOURS
from .plots import show_images

# Each kind of pixel, by truth + 2·mask: its name and its colour. Right answers are black or white, errors are coloured.
KINDS = (
    ("background", CLASS_COLOURS[0]),
    ("missed", CLASS_COLOURS[1]),
    ("false alarm", CLASS_COLOURS[2]),
    ("found", CLASS_COLOURS[8]),
)


def show_errors(truth, masks, titles):
    """Where masks of 0 and 1 agree with the truth, a panel for each, two in a row. All are (height, width).

    White is found, black is background; orange is missed (truth 1, mask 0), blue a false alarm (truth 0, mask 1).
    """
    truth, masks = np.asarray(truth), [np.asarray(mask) for mask in masks]
    for array in (truth, *masks):
        if array.ndim != 2 or array.shape != truth.shape:
            raise ValueError(f"truth {truth.shape} and mask {array.shape}: (height, width) of one size is needed")
        if not np.isin(array, (0, 1)).all():
            raise ValueError(f"a mask holds {array.min()} to {array.max()}: only 0 and 1 are labels here")
    colours = np.array([colour for _, colour in KINDS], np.uint8)
    errors = [colours[truth.astype(int) + 2 * mask.astype(int)] for mask in masks]
    figure = show_images(errors, titles, columns=2, height=truth.shape[0])
    patches = [Patch(facecolor=np.array(colour) / 255, edgecolor=INK, label=name) for name, colour in KINDS]
    figure.legend(handles=patches, loc="upper center", bbox_to_anchor=(0.5, 0), ncols=4, frameon=False, fontsize=10)
    return figure
