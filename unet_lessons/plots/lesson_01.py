"""The figures of lessons 01b and 07b: where masks are right and wrong, and the Dice of each threshold."""

import matplotlib.pyplot as plt
import numpy as np

from .images import show_images
from .style import BLUE, PAPER, RED, error_colours, error_legend, plain_axes


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


def show_thresholds(scores, marked):
    """The Dice of each threshold as a curve: `scores` is (count,), one for each threshold from 0 on, in steps of 1.

    `marked` is {name: threshold}: the points to name, from the lowest threshold to the highest. ValueError if one has
    no score.
    """
    if any(not 0 <= threshold < len(scores) for threshold in marked.values()):
        raise ValueError(f"the thresholds {list(marked.values())} are marked, and there are {len(scores)} scores")
    figure, axes = plt.subplots(figsize=(8, 3), layout="constrained", facecolor=PAPER)
    axes.plot(np.arange(len(scores)), scores, color=BLUE, linewidth=2)
    for number, (name, threshold) in enumerate(marked.items()):
        side, shift = ("right", -8) if number == 0 else ("left", 8)  # the names must not lie on the curve
        axes.plot(threshold, scores[threshold], "o", color=RED, markersize=7)
        point = (threshold, scores[threshold])
        axes.annotate(name, point, (shift, 6), textcoords="offset points", ha=side, fontsize=11)
    axes.set(xlim=(0, len(scores) - 1), ylim=(0, 1))
    plain_axes(axes, "threshold (brightness)", "Dice")
    return figure
