"""Figures of B4: boxes drawn on an image, right and wrong ones told apart, and precision over recall."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.patheffects import withStroke

from ..boxes import checked_boxes, match_boxes
from .grids import show_grids
from .images import show_images
from .style import ERRORS, INK, LINES, PAPER, plain_axes

SIDE = 256  # screen pixels: height of an image
# Right boxes, wrong boxes and true boxes that were missed: told apart by dashes, and by the colours that errors have in
# all lessons. In an enlarged part, all true boxes are drawn as well, as thin lines below the others.
COLOURS = {name: np.array(colour) / 255 for name, colour in ERRORS}
KINDS = {
    "right": (COLOURS["found"], "-"),
    "wrong": (COLOURS["false alarm"], (0, (3, 1.5))),
    "missed": (COLOURS["missed"], (0, (1, 1.2))),
}
TRUE = ("#A0A0A0", "-")


def show_boxes(images, boxes, titles, truth=None, window=None):
    """Images side by side with their boxes; gives the matplotlib figure.

    `images` are as `plots.show_images` takes them; `boxes` has an array (count, 4) for each, or None. With `truth`, the
    true boxes (count, 4) of them all, each predicted box is matched at an IoU of 0.5: white is right, blue and dashed
    is wrong, orange and dotted is a true box that was missed. Boxes are taken to be sorted, the best first. With
    `window` (top, left, size), only that square of each image is shown, enlarged, with all true boxes as thin grey
    lines.
    """
    if len(images) != len(boxes):
        raise ValueError(f"{len(images)} images and {len(boxes)} arrays of boxes: give as many of both")
    figure = show_images(images, titles, columns=3, height=SIDE)
    for axes, image, some in zip(figure.axes, images, boxes, strict=True):
        scale = len(axes.get_images()[0].get_array()) / len(image)
        if window is not None:
            top, left, size = window
            axes.set(xlim=(left * scale - 0.5, (left + size) * scale - 0.5))
            axes.set(ylim=((top + size) * scale - 0.5, top * scale - 0.5))
        if some is None:
            continue
        some = checked_boxes(some)
        if truth is None:
            draw(axes, some, scale, KINDS["right"])
            continue
        partner = match_boxes(some, -np.arange(len(some)), truth)
        missed = np.setdiff1d(np.arange(len(truth)), partner)
        if window is not None:
            draw(axes, truth, scale, TRUE, width=0.8)
        for kind, part in (("missed", truth[missed]), ("wrong", some[partner < 0]), ("right", some[partner >= 0])):
            draw(axes, part, scale, KINDS[kind])
    if truth is not None:
        kinds = KINDS if window is None else KINDS | {"true (thin)": TRUE}
        edge = [withStroke(linewidth=4, foreground=INK)]  # a dark edge, for white on paper
        lines = [Line2D([], [], color=c, ls=dashes, lw=2, path_effects=edge) for c, dashes in kinds.values()]
        style = {"loc": "upper center", "bbox_to_anchor": (0.5, 0), "frameon": False, "fontsize": 11}
        figure.legend(lines, kinds, ncols=len(kinds), **style)
    return figure


def draw(axes, boxes, scale, line, width=1.6):
    """Outlines of boxes (count, 4) on an image that is shown `scale` times as large; `line` is (colour, dashes)."""
    colour, dashes = line
    for top, left, bottom, right in boxes * scale:
        corner = (left - 0.5, top - 0.5)  # the first pixel's edge lies half a pixel before its centre
        axes.add_patch(Rectangle(corner, right - left, bottom - top, fill=False, ec=colour, ls=dashes, lw=width))


def show_maps(maps, boxes, titles):
    """Small maps (height, width) as grids of numbers, with the outlines of boxes (count, 4); gives the figure."""
    figure = show_grids(maps, titles, columns=len(maps))
    for axes in figure.axes:
        draw(axes, checked_boxes(boxes), 1, (LINES[1][0], "-"), width=2.4)
    return figure


def show_precision_recall(curves, lowest=0):
    """Precision, from `lowest` on, over recall: one line for each entry {name: (precision, recall)}, at most four."""
    if not 1 <= len(curves) <= len(LINES):
        raise ValueError(f"give one to {len(LINES)} curves, not {list(curves)}")
    figure, axes = plt.subplots(figsize=(8, 3), layout="constrained", facecolor=PAPER)
    for (name, (precision, recall)), (colour, dashes) in zip(curves.items(), LINES, strict=False):
        axes.plot(recall, precision, dashes, color=colour, lw=2, label=name)
    axes.set(xlim=(0, 1), ylim=(lowest, 1 + 0.02 * (1 - lowest)))
    plain_axes(axes, "recall: share of the cells that are found", "precision: share of\nthe boxes that are right")
    figure.legend(loc="outside right center", fontsize=11, frameon=False, labelcolor=INK)
    return figure
