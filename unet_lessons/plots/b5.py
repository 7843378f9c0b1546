"""Figures of notebook B5: a text with its spaces and capitals put back, and scores of several seeds."""

import matplotlib.pyplot as plt
import numpy as np

from .style import BLUE, GREEN, INK, PAPER, RED

COLUMNS = 72  # letters and spaces in a line


def show_restored(letters, truth, guess):
    """The text as `guess` restores it, with each mistake marked. Two rows of labels, (letters, 2) of 0 and 1 each.

    Column 0 of the labels: a space stands before this letter; column 1: it is a capital. ValueError unless there is one
    pair of labels for each letter.
    """
    truth, guess = np.asarray(truth) > 0.5, np.asarray(guess) > 0.5
    if truth.shape != (len(letters), 2) or guess.shape != truth.shape:
        raise ValueError(f"{len(letters)} letters and labels {truth.shape}, {guess.shape}: give (letters, 2) of both")
    cells = []  # one for each letter and each space: what is written, and how it is marked
    for letter, (space, capital), (put_space, put_capital) in zip(letters, truth, guess, strict=True):
        if space or put_space:
            cells.append((" ", "" if space and put_space else "missing" if space else "too many"))
        cells.append((letter.upper() if put_capital else letter, "" if capital == put_capital else "capital"))
    lines = -(-len(cells) // COLUMNS)
    figure, axes = plt.subplots(figsize=(9, 0.3 * lines + 0.45), facecolor=PAPER, layout="constrained")
    styles = {
        "missing": {"facecolor": RED, "edgecolor": RED, "alpha": 0.9},
        "too many": {"facecolor": "none", "edgecolor": GREEN, "hatch": "////"},
        "capital": {"facecolor": BLUE, "edgecolor": BLUE, "alpha": 0.35},
    }
    for number, (text, mark) in enumerate(cells):
        line, column = divmod(number, COLUMNS)
        if mark:
            axes.add_patch(plt.Rectangle((column - 0.5, line - 0.45), 1, 0.9, lw=0.8, **styles[mark]))
        axes.text(column, line, text, ha="center", va="center", family="monospace", fontsize=11, color=INK)
    axes.set(xlim=(-0.7, COLUMNS - 0.3), ylim=(lines - 0.4, -0.6))
    axes.set_axis_off()
    names = {"missing": "space missing", "too many": "extra space", "capital": "wrong case"}
    keys = [plt.Rectangle((0, 0), 1, 1, label=name, **styles[mark]) for mark, name in names.items()]
    figure.legend(handles=keys, loc="outside lower left", ncols=3, fontsize=10, frameon=False)
    return figure


def show_scores(names, seeds, baseline):
    """F1 of each seed as a dot and of the baseline as a line, for each of `names`; `seeds` is (seeds, names)."""
    seeds = np.asarray(seeds)
    if seeds.ndim != 2 or seeds.shape[1] != len(names) or len(baseline) != len(names):
        raise ValueError(
            f"{len(names)} names, seeds {seeds.shape}, {len(baseline)} baselines: give one of each for each name"
        )
    figure, axes = plt.subplots(figsize=(6.5, 2.4), facecolor=PAPER, layout="constrained")
    rows = np.arange(len(names))
    axes.plot(seeds.T, rows, "o", ms=7, color=BLUE, alpha=0.7, label=["U-Net, five seeds"] + ["_"] * (len(seeds) - 1))
    axes.plot(baseline, rows, "|", ms=26, mew=2.5, color=RED, label="dictionary")
    axes.set(yticks=rows, ylim=(len(names) - 0.5, -0.5))
    axes.set_yticklabels(names, fontsize=11, color=INK)
    axes.set_xlabel("F1 on lessons not seen", fontsize=11, color=INK)
    axes.tick_params(labelsize=10)
    axes.spines[["top", "right"]].set_visible(False)
    figure.legend(loc="outside right center", fontsize=11, frameon=False, markerscale=0.7, labelspacing=1)
    return figure
