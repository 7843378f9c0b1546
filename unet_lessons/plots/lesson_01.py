"""The figure of lessons 01b and 07b: where masks are right and where they are wrong."""

import numpy as np

from .images import show_images
from .style import error_colours, error_legend


def show_errors(truth, masks, titles):
    """Where masks of 0 and 1 agree with the truth, a panel for each, two in a row. All are (height, width).

    White is found, black is background; orange is missed (truth 1, mask 0), blue a false alarm (truth 0, mask 1).
    ValueError unless all are of one size, and hold only 0 and 1.
    """
    if np.ndim(truth) != 2:
        raise ValueError(f"the truth has shape {np.shape(truth)}: (height, width) is needed")
    errors = [error_colours(truth, mask) for mask in masks]
    figure = show_images(errors, titles, columns=2, height=len(truth))
    error_legend(figure, fontsize=10)
    return figure
