"""Figures of lessons 07 and 07c: curves of the training, Dice against the number of images, objects in colours."""

import matplotlib.pyplot as plt
import numpy as np
from skimage.segmentation import expand_labels

from ..images import CLASS_COLOURS
from .style import BLUE, GREEN, GREY, INK, LINES, PAPER, RED, plain_axes


def show_curves(curves, xlabel, ylabel, log=False):
    """One line for each entry {name: numbers}, plotted over 1, 2, 3, …; at most four.

    The vertical axis begins at 0; with `log` it is logarithmic, for numbers above 0 that differ by many powers of ten.
    ValueError for too few or too many curves, or a curve of less than two numbers.
    """
    if not 1 <= len(curves) <= len(LINES) or any(len(numbers) < 2 for numbers in curves.values()):
        raise ValueError(f"give one to {len(LINES)} curves of two numbers at least, not {list(curves)}")
    figure, axes = plt.subplots(figsize=(7, 2.4), layout="constrained", facecolor=PAPER)
    for (name, numbers), (colour, dashes) in zip(curves.items(), LINES, strict=False):
        axes.plot(range(1, len(numbers) + 1), numbers, dashes, marker="o", ms=4, color=colour, lw=2, label=name)
    if log:
        axes.set_yscale("log")
        axes.minorticks_off()
    else:
        axes.set_ylim(0)
    plain_axes(axes, xlabel, ylabel)
    axes.xaxis.get_major_locator().set_params(integer=True)
    figure.legend(loc="outside right center", fontsize=11, frameon=False)
    return figure


def show_learning_curve(history, baseline=None):
    """Loss and Dice of each epoch, for the training and the validation images, from the `history` of Keras's `fit`.

    `history` is a dictionary of lists: loss, val_loss, dice, val_dice. `baseline` is a Dice to draw as a line.
    """
    missing = {"loss", "val_loss", "dice", "val_dice"} - set(history)
    if missing:
        raise ValueError(f"the history lacks {sorted(missing)}: fit with validation_data and metrics=[dice]")
    figure, axes = plt.subplots(1, 2, figsize=(8, 2.7), layout="constrained", facecolor=PAPER)
    epochs = range(1, len(history["loss"]) + 1)
    for axis, key in zip(axes, ("loss", "dice"), strict=True):
        axis.plot(epochs, history[key], "-", marker="o", ms=4, color=BLUE, lw=2, label="training images")
        axis.plot(epochs, history[f"val_{key}"], "--", marker="s", ms=4, color=RED, lw=2, label="validation images")
        plain_axes(axis, "epoch", "loss (cross-entropy)" if key == "loss" else "Dice")
        axis.xaxis.get_major_locator().set_params(integer=True)
    axes[0].set_ylim(0)
    axes[1].set_ylim(min(0.7, *(np.floor(10 * min(history[key])) / 10 for key in ("dice", "val_dice"))), 1)
    if baseline is not None:
        axes[1].axhline(baseline, color=GREY, lw=1.5, ls=":")
        axes[1].text(1, baseline + 0.008, "local threshold", ha="left", va="bottom", fontsize=10, color=INK)
    axes[0].legend(fontsize=11, frameon=False)
    return figure


def show_few(table, forest, baseline):
    """Dice against the number of annotated images, for three ways to learn: seeds as small marks, medians on a line.

    `table` is {images: ([Dice of each seed, not augmented], [Dice of each seed, augmented])}, `forest` is
    {images: [Dice of each seed]} for the random forest; `baseline` is the Dice of the local threshold that was tuned
    on the validation images. ValueError if the table or the forest is empty.
    """
    if not table or not forest:
        raise ValueError("the table or the forest is empty: give a row for each number of images")
    counts = sorted(table)
    figure, axes = plt.subplots(figsize=(7, 2.9), layout="constrained", facecolor=PAPER)
    ways = {  # name: rows, colour, line, marker, shift; side by side, so that no dot hides another
        "U-Net, augmented": ({n: rows[1] for n, rows in table.items()}, BLUE, "-", "o", 1.0),
        "U-Net, not augmented": ({n: rows[0] for n, rows in table.items()}, RED, "--", "s", 1 / 1.06),
        "random forest": (forest, GREEN, "-.", "^", 1.06),
    }
    for name, (rows, colour, dashes, marker, shift) in ways.items():
        for count, row in rows.items():
            axes.plot([count * shift] * len(row), row, marker, ms=5, color=colour, alpha=0.45, mew=0)
        positions, medians = np.array(list(rows)) * shift, [np.median(row) for row in rows.values()]
        axes.plot(positions, medians, dashes, color=colour, lw=2, marker=marker, ms=7, label=name)
    axes.axhline(baseline, color=GREY, lw=1.5, ls=":", label="local threshold, tuned\non the 20 validation masks")
    axes.set_xscale("log")
    axes.set_xticks(counts, counts)
    axes.minorticks_off()
    plain_axes(axes, "annotated images (small marks: single seeds; lines: medians)", "Dice, validation images")
    axes.legend(fontsize=11, frameon=False, loc="center right")
    return figure


NEAR = 4  # pixels: objects that are nearer than twice this get different colours


def object_colours(labels):
    """Labels (height, width) as colours (height, width, 3) of uint8, black background: no two neighbours look alike.

    `CLASS_COLOURS` has seven colours between black and white: each object takes the first one that no earlier
    neighbour has, or, should all be taken, one of them again.
    """
    labels = np.asarray(labels)
    wide = expand_labels(labels, NEAR)
    sides = [(wide[1:], wide[:-1]), (wide[:, 1:], wide[:, :-1])]
    pairs = np.concatenate([np.stack([a[a != b], b[a != b]], axis=1) for a, b in sides])
    colour = np.zeros(int(labels.max()) + 1, int)
    for label in np.unique(labels[labels > 0]):
        near = pairs[(pairs == label).any(axis=1)]
        taken = set(colour[near].ravel()) - {0}
        free = [choice for choice in range(1, 8) if choice not in taken]
        colour[label] = free[0] if free else 1 + label % 7
    return np.array(CLASS_COLOURS, np.uint8)[colour[labels]]
