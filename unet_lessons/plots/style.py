"""The style of all figures: one colour for one meaning, plain axes, few greys, one legend for errors."""

import numpy as np
from matplotlib.patches import Patch

from ..images import CLASS_COLOURS

# One colour for each part, in every lesson (from Okabe and Ito; colour-blind people can tell them apart).
COLOURS = {
    "contracting path": "#0072B2",
    "bottleneck": "#AA4499",
    "expansive path": "#009E73",
    "skip connection": "#E69F00",
    "output": "#D55E00",
}
INK, PAPER = "#222222", "#FFFFFF"
BLUE, RED, GREEN, VIOLET = (COLOURS[part] for part in ("contracting path", "output", "expansive path", "bottleneck"))
LINES = ((BLUE, "-"), (RED, "--"), (GREEN, "-."), (VIOLET, ":"))  # distinguished by colour and by dashes
GREY = "#777777"
# The name and the colour of each kind of pixel, by truth + 2·mask. Correct pixels are black or white, errors coloured.
ERRORS = (
    ("background", CLASS_COLOURS[0]),
    ("missed", CLASS_COLOURS[1]),
    ("false alarm", CLASS_COLOURS[2]),
    ("found", CLASS_COLOURS[8]),
)


def few_greys(image, greys=16):
    """An image in [0, 1] reduced to a few greys, so that its figure takes little space in a file; only for display.

    The shape stays the same. ValueError for values outside [0, 1], and for fewer than 2 greys.
    """
    image = np.asarray(image)
    image = image if np.issubdtype(image.dtype, np.floating) else image.astype(float)
    if greys < 2 or image.min() < 0 or image.max() > 1:
        raise ValueError(f"the image holds {image.min()} to {image.max()}: give 0 to 1, and at least 2 greys")
    return np.round(image * (greys - 1)) / (greys - 1)


def plain_axes(axes, xlabel, ylabel):
    """Label the axes, remove the frame at the top and on the right, and make the numbers readable."""
    axes.set_xlabel(xlabel, fontsize=11, color=INK)
    axes.set_ylabel(ylabel, fontsize=11, color=INK)
    axes.tick_params(labelsize=10)
    axes.spines[["top", "right"]].set_visible(False)


def error_colours(truth, mask):
    """Where a mask is right and wrong, as colours: (…, 3) of uint8 (see `ERRORS`).

    Found pixels are white, background is black, missed pixels (truth 1, mask 0) are orange, and false alarms (truth 0,
    mask 1) are blue. Truth and mask have the same shape and hold bool or 0 and 1; ValueError otherwise.
    """
    truth, mask = np.asarray(truth), np.asarray(mask)
    if truth.shape != mask.shape:
        raise ValueError(f"truth {truth.shape} and mask {mask.shape}: they must have the same size")
    for array in (truth, mask):
        if not np.isin(array, (0, 1)).all():
            raise ValueError(f"a mask holds {array.min()} to {array.max()}: only 0 and 1 are labels here")
    return np.array([colour for _, colour in ERRORS], np.uint8)[truth.astype(int) + 2 * mask.astype(int)]


def error_legend(figure, fontsize=11):
    """Add a legend for `error_colours` below a figure."""
    patches = [Patch(facecolor=np.array(colour) / 255, edgecolor=INK, label=name) for name, colour in ERRORS]
    where = {"loc": "upper center", "bbox_to_anchor": (0.5, 0), "ncols": len(ERRORS)}
    figure.legend(handles=patches, frameon=False, fontsize=fontsize, **where)
