"""Figures of 05 and 05b: a cropped and a resized skip beside the map from below; errors; scores of the ablation."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from ..metrics import dice
from .images import show_images
from .style import COLOURS, GREY, INK, PAPER, error_colours, error_legend, few_greys, plain_axes

GAP = 40  # pixels of a map between two panels of `show_placed`
SKY = "#56B4E9"  # of the dashed frame, which must not look like the solid orange one
BLUR = 8  # pixels of a block in the map from below, as `show_placed` draws it


def show_placed(skip, cropped, resized, square):
    """A skip, and what joins the map from below if the skip is cropped or resized: all on one scale.

    Maps are (height, width) in [0, 1]; the cropped and the resized one have the same size. The map from below is drawn
    as the cropped one, shrunk and grown again. `square` is (row, column, height, width) of an object in it, in pixels:
    a dashed frame shows in the last three panels where it lies. ValueError if the sizes do not fit.
    """
    size = cropped.shape[0]
    if cropped.shape != resized.shape or len(skip) < size or (len(skip) - size) % 2 or size % BLUR:
        raise ValueError(
            f"skip {skip.shape}, cropped {cropped.shape}, resized {resized.shape}: the last two must be alike, and"
            f" smaller than the first by an even number, and multiples of {BLUR}"
        )
    below = cropped.reshape(size // BLUR, BLUR, size // BLUR, BLUR).mean(axis=(1, 3)).repeat(BLUR, 0).repeat(BLUR, 1)
    panels = [("skip", skip), ("from below", below), ("skip, cropped", cropped), ("skip, resized", resized)]
    wide, tall = sum(shown.shape[1] + GAP for _, shown in panels) - GAP, len(skip)
    figure, axes = plt.subplots(figsize=(9.2, 9.2 * (tall + 60) / wide + 0.35), facecolor=PAPER)
    left, top = 0, (len(skip) - size) // 2
    for number, (name, shown) in enumerate(panels):
        high, broad = shown.shape
        y = (tall - high) // 2
        axes.imshow(few_greys(shown), cmap="gray", extent=(left, left + broad, y + high, y), interpolation="nearest")
        axes.text(left + broad / 2, y - 8, f"{name}, {high}²", ha="center", va="bottom", fontsize=11, color=INK)
        if number == 0:
            frame = (left + top, y + top), size, size
            axes.add_patch(Rectangle(*frame, fill=False, lw=3, edgecolor=COLOURS["skip connection"]))
        else:
            row, column, height, width = square
            frame = (left + column, y + row), width, height
            axes.add_patch(Rectangle(*frame, fill=False, lw=2.5, ls="--", edgecolor=SKY))
        left += broad + GAP
    axes.set(xlim=(-4, wide + 4), ylim=(tall + 4, -56))
    axes.set_axis_off()
    kept = Line2D([], [], color=COLOURS["skip connection"], lw=3, label="what a crop keeps")
    place = Line2D([], [], color=SKY, lw=2.5, ls="--", label="the square in the map from below")
    figure.legend(handles=[kept, place], loc="lower center", ncols=2, frameon=False, fontsize=11)
    axes.set_position([0, 0.35 / figure.get_figheight(), 1, 1 - 0.35 / figure.get_figheight()])
    return figure


def show_errors(truth, answers):
    """The errors of several masks side by side, {name: mask}, each with its Dice; all (height, width, 1) of bool.

    White is found, orange missed, blue a false alarm (see `style.error_colours`).
    """
    titles = [f"{name}: Dice {float(dice(truth[None], mask[None])[0]):.2f}" for name, mask in answers.items()]
    figure = show_images([error_colours(truth, mask)[:, :, 0] for mask in answers.values()], titles, height=280)
    error_legend(figure)
    return figure


def show_ablation(rows, lines, xlabel):
    """One row of dots for each entry of `rows`, {name: [score of each seed]}, bar at the median, best on top.

    "all" has the colour of skip connections, "none" is black, the others are grey. `lines` are other methods, {name:
    score}: each is a grey line from top to bottom. ValueError if there is nothing to show.
    """
    if not rows or any(len(scores) == 0 for scores in rows.values()):
        raise ValueError(f"each row needs one score at least, not {rows}")
    rows = dict(sorted(rows.items(), key=lambda entry: -np.median(entry[1])))
    colours = {"all": COLOURS["skip connection"], "none": INK}
    figure, axes = plt.subplots(figsize=(8.5, 0.4 * len(rows) + 1.3), layout="constrained", facecolor=PAPER)
    for row, (name, scores) in enumerate(rows.items()):
        shifts = 0.15 * (np.arange(len(scores)) - (len(scores) - 1) / 2)  # so that equal scores stay visible
        axes.plot(scores, row + shifts, "o", color=colours.get(name, "#BBBBBB"), ms=8, mec=INK, mew=0.7)
        axes.plot([np.median(scores)] * 2, [row - 0.33, row + 0.33], color=INK, lw=2.5)
    for number, (name, score) in enumerate(lines.items()):
        axes.axvline(score, color=GREY, lw=1.5, ls=("--", ":")[number % 2], zorder=0)
        place = -0.75 - 0.6 * (number % 2)  # in turn, so that no name lies on another
        axes.text(score, place, name, ha="center", va="bottom", fontsize=11, color=INK)
    axes.set_yticks(range(len(rows)), rows)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    plain_axes(axes, xlabel, "")
    axes.tick_params(axis="y", labelsize=11, length=0)
    return figure
