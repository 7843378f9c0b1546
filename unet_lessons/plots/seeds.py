"""Figures of B1 and B2: the scores of several seeds beside those of simple rivals."""

import matplotlib.pyplot as plt

from .style import GREY, INK, LINES, PAPER, plain_axes

MARKERS = "osD^"  # distinguished by colour and by shape


def show_seeds(rows, lines, xlabel):
    """Show a line of dots for each entry of `rows`, {name: [score of each seed]}; returns the figure.

    `lines` are the simple rivals, {name: score}: each is a grey vertical line with its name above. `xlabel` names the
    score and its unit. ValueError unless there are one to four rows, each with at least one score.
    """
    if not 1 <= len(rows) <= len(LINES) or any(len(scores) == 0 for scores in rows.values()):
        raise ValueError(f"give one to {len(LINES)} rows with at least one score each, not {rows}")
    figure, axes = plt.subplots(figsize=(8, 0.45 * len(rows) + 1.2), layout="constrained", facecolor=PAPER)
    for row, scores in enumerate(rows.values()):
        axes.plot(scores, [row] * len(scores), MARKERS[row], color=LINES[row][0], ms=8, alpha=0.7, mew=0)
    for number, (name, score) in enumerate(lines.items()):
        axes.axvline(score, color=GREY, lw=1.5, ls=("-", "--", ":")[number % 3])
        axes.text(score, -0.75, name, ha="center", va="bottom", fontsize=11, color=INK)
    axes.set_yticks(range(len(rows)), rows)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    plain_axes(axes, xlabel, "")
    axes.tick_params(axis="y", labelsize=11, length=0)
    return figure
