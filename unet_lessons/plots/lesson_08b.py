"""Figures of lesson 08b alone: the marks on a page, and which of its letters a method finds."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from .style import ERRORS, GREEN, INK, few_greys

MISSED, FALSE_ALARM = (np.array(ERRORS[kind][1]) / 255 for kind in (1, 2))  # as in `style.error_colours`

GREYS = 12  # of a page: letters are readable, and the figure takes little room in the notebook


def marked_page(image, labels, title):
    """A page (height, width) with its marks as outlines, white for label 0 and orange for 1; gives the figure.

    `labels` (height, width) are −1 where nothing is drawn, as of `scribbles.draw_strokes`.
    """
    height, width = image.shape
    figure, axis = plt.subplots(figsize=(width / 60, height / 60 + 0.4), dpi=100)
    axis.imshow(few_greys(image, GREYS), cmap="gray", vmin=0, vmax=1, interpolation="nearest")
    for label, colour in ((0, "white"), (1, MISSED)):
        for line, shade in ((2.8, INK), (1.4, colour)):  # a dark rim, so that white is seen on paper
            axis.contour(labels == label, levels=[0.5], colors=[shade], linewidths=line)
    axis.set_title(title, fontsize=11, color=INK)
    axis.set_axis_off()
    figure.tight_layout()
    return figure


def sort_points(points, boxes):
    """Which boxes (count, 4) hold a point (count, 2), and which points are false alarms: two arrays of bool.

    A point in no box is a false alarm, and so is each further point in a box, as in the lesson's F1.
    """
    points, boxes = np.reshape(points, (-1, 2)), np.reshape(boxes, (-1, 4))
    inside = ((points[:, None] >= boxes[:, :2] - 1) & (points[:, None] <= boxes[:, 2:] + 1)).all(axis=2)
    first = inside & (np.cumsum(inside, axis=0) == 1)
    return inside.any(axis=0), ~first.any(axis=1)


def letters_found(image, boxes, guesses):
    """One page (height, width) below the other, one for each method, with what it finds; gives the matplotlib figure.

    `boxes` are the letters sought (count, 4): top, left, bottom, right. `guesses` is {name: points (count, 2)}.
    """
    height, width = image.shape
    figure, axes = plt.subplots(len(guesses), 1, figsize=(width / 60, (height / 60 + 0.4) * len(guesses)), dpi=100)
    for axis, (name, points) in zip(np.atleast_1d(axes), guesses.items(), strict=True):
        found, wrong = sort_points(points, boxes)
        axis.imshow(few_greys(image, GREYS), cmap="gray", vmin=0, vmax=1, interpolation="nearest")
        for (top, left, bottom, right), hit in zip(boxes, found, strict=True):
            corner, sides = (left - 1.5, top - 1.5), (right - left + 2, bottom - top + 2)
            colour, line = (GREEN, "-") if hit else (MISSED, "--")
            axis.add_patch(Rectangle(corner, *sides, fill=False, edgecolor=colour, linestyle=line, linewidth=2))
        rows, columns = np.reshape(points, (-1, 2))[wrong].T
        axis.plot(columns, rows, "x", color=FALSE_ALARM, markersize=9, markeredgewidth=3)
        axis.set_title(
            f"{name}: {found.sum()} of {len(boxes)} found, false alarms: {wrong.sum()}", fontsize=11, color=INK
        )
        axis.set_axis_off()
    figure.tight_layout()
    cross = Line2D([], [], color=FALSE_ALARM, marker="x", linestyle="", markersize=9, markeredgewidth=3)
    box = {"facecolor": "none", "linewidth": 2}
    handles = [Patch(edgecolor=GREEN, **box), Patch(edgecolor=MISSED, linestyle="--", **box), cross]
    figure.legend(handles, ["found", "missed", "false alarm"], loc="upper center", bbox_to_anchor=(0.5, 0), ncols=3,
                  frameon=False, fontsize=11)  # fmt: skip
    return figure
