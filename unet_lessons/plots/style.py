"""How every figure looks: one colour for one meaning, plain axes, few greys, one legend of errors."""

import numpy as np
from matplotlib.patches import Patch

from ..images import CLASS_COLOURS

# One colour for one part, in every lesson (Okabe and Ito: the colour-blind can tell them apart).
COLOURS = {
    "contracting path": "#0072B2",
    "bottleneck": "#AA4499",
    "expansive path": "#009E73",
    "skip connection": "#E69F00",
    "output": "#D55E00",
}
INK, PAPER = "#222222", "#FFFFFF"
BLUE, RED, GREEN, VIOLET = (COLOURS[part] for part in ("contracting path", "output", "expansive path", "bottleneck"))
LINES = ((BLUE, "-"), (RED, "--"), (GREEN, "-."), (VIOLET, ":"))  # told apart by colour and by dashes
GREY = "#777777"
# Each kind of pixel, by truth + 2·mask: its name and its colour. Right answers are black or white, errors are coloured.
ERRORS = (
    ("background", CLASS_COLOURS[0]),
    ("missed", CLASS_COLOURS[1]),
    ("false alarm", CLASS_COLOURS[2]),
    ("found", CLASS_COLOURS[8]),
)


def few_greys(image, greys=16):
    """An image in [0, 1] with so few greys that its figure takes little room in a file: to look at only."""
    image = np.asarray(image)
    image = image if np.issubdtype(image.dtype, np.floating) else image.astype(float)
    if greys < 2 or image.min() < 0 or image.max() > 1:
        raise ValueError(f"the image holds {image.min()} to {image.max()}: give 0 to 1, and 2 greys at least")
    return np.round(image * (greys - 1)) / (greys - 1)


def plain_axes(axes, xlabel, ylabel):
    """Axes with labels, no frame at the top and on the right, and numbers that can be read."""
    axes.set_xlabel(xlabel, fontsize=11, color=INK)
    axes.set_ylabel(ylabel, fontsize=11, color=INK)
    axes.tick_params(labelsize=10)
    axes.spines[["top", "right"]].set_visible(False)


def error_colours(truth, mask):
    """Where a mask is right and wrong, as colours (…, 3) of uint8 (see `ERRORS`).

    White is found, black is background; orange is missed (truth 1, mask 0), blue a false alarm (truth 0, mask 1).
    Both are of one shape, bool or 0 and 1; ValueError for others.
    """
    truth, mask = np.asarray(truth), np.asarray(mask)
    if truth.shape != mask.shape:
        raise ValueError(f"truth {truth.shape} and mask {mask.shape}: they must be of one size")
    for array in (truth, mask):
        if not np.isin(array, (0, 1)).all():
            raise ValueError(f"a mask holds {array.min()} to {array.max()}: only 0 and 1 are labels here")
    return np.array([colour for _, colour in ERRORS], np.uint8)[truth.astype(int) + 2 * mask.astype(int)]


def error_legend(figure, fontsize=11):
    """A legend of `error_colours` below a figure."""
    patches = [Patch(facecolor=np.array(colour) / 255, edgecolor=INK, label=name) for name, colour in ERRORS]
    place = {"loc": "upper center", "bbox_to_anchor": (0.5, 0), "ncols": len(ERRORS)}
    figure.legend(handles=patches, frameon=False, fontsize=fontsize, **place)
