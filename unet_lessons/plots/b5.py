"""Figures of notebook B5: a text with its spaces and capitals put back, and scores of several seeds."""

import matplotlib.pyplot as plt
import numpy as np

from .style import BLUE, GREEN, GREY, INK, LINES, PAPER, RED, plain_axes

COLUMNS = 72  # letters and spaces in a line
MARKERS = "osD^"  # of networks: told apart by colour and by shape


def wrapped(texts):
    """The (line, column) of each of `texts`, letters and spaces: a word that no longer fits begins a new line."""
    places, line, column = [], 0, 0
    for number, text in enumerate(texts):
        begins = text != " " and (number == 0 or texts[number - 1] == " ")
        length = [*texts[number:], " "].index(" ") if begins else 1
        if text != " " and column and (column + length > COLUMNS):
            line, column = line + 1, 0
        places.append((line, column))
        column += 1
    return places


def show_restored(letters, truth, guess, title, mistyped=None):
    """The text as `guess` restores it, with each mistake marked. Two rows of labels, (letters, 2) of 0 and 1 each.

    `title` says who has restored it. Column 0 of the labels: a space stands before this letter; column 1: it is a
    capital. `mistyped`, (letters,) of bool, says which letters to underline, as of a word with a typing error. The
    legend names the marks that occur.
    ValueError unless there is one pair of labels for each letter.
    """
    truth, guess = np.asarray(truth) > 0.5, np.asarray(guess) > 0.5
    if truth.shape != (len(letters), 2) or guess.shape != truth.shape:
        raise ValueError(f"{len(letters)} letters and labels {truth.shape}, {guess.shape}: give (letters, 2) of both")
    cells = []  # one for each letter and each space: what is written, how it is marked, and whether it is underlined
    under = [False] * len(letters) if mistyped is None else mistyped
    for letter, (space, capital), (put_space, put_capital), line in zip(letters, truth, guess, under, strict=True):
        if space or put_space:
            cells.append((" ", "" if space and put_space else "missing" if space else "too many", False))
        cells.append((letter.upper() if put_capital else letter, "" if capital == put_capital else "capital", line))
    places = wrapped([text for text, _, _ in cells])
    lines = places[-1][0] + 1
    figure, axes = plt.subplots(figsize=(9, 0.3 * lines + 0.75), facecolor=PAPER, layout="constrained")
    styles = {
        "missing": {"facecolor": RED, "edgecolor": RED, "alpha": 0.9},
        "too many": {"facecolor": "none", "edgecolor": GREEN, "hatch": "////"},
        "capital": {"facecolor": BLUE, "edgecolor": BLUE, "alpha": 0.35},
    }
    for (line, column), (text, mark, underlined) in zip(places, cells, strict=True):
        if mark:
            axes.add_patch(plt.Rectangle((column - 0.5, line - 0.45), 1, 0.9, lw=0.8, **styles[mark]))
        axes.text(column, line, text, ha="center", va="center", family="monospace", fontsize=11, color=INK)
        if underlined:
            axes.plot([column - 0.5, column + 0.5], [line + 0.42] * 2, color=INK, lw=1.2)
    axes.set(xlim=(-0.7, COLUMNS + 0.7), ylim=(lines - 0.4, -0.6))
    axes.set_axis_off()
    axes.set_title(title, loc="left", fontsize=11, color=INK)
    names = {"missing": "space missing", "too many": "extra space", "capital": "wrong case"}
    used = {mark for _, mark, _ in cells}
    keys = [plt.Rectangle((0, 0), 1, 1, label=name, **styles[mark]) for mark, name in names.items() if mark in used]
    if mistyped is not None:
        keys.append(plt.Line2D([], [], color=INK, lw=1.2, label="typing error in this word"))
    figure.legend(handles=keys, loc="outside lower left", ncols=4, fontsize=10, frameon=False)
    return figure


def show_scores(names, rows, lines):
    """F1 for each of `names`: networks as dots, one for each seed, other methods as short grey lines; gives the figure.

    `rows` is {network: F1 (seeds, names)}, `lines` is {method: F1 (names,)}. ValueError unless all have all names.
    """
    rows, lines = ({name: np.asarray(f1, float) for name, f1 in some.items()} for some in (rows, lines))
    shapes = [f1.shape[-1:] for f1 in (*rows.values(), *lines.values())]
    if not 1 <= len(rows) <= len(LINES) or any(shape != (len(names),) for shape in shapes):
        raise ValueError(f"{len(names)} names and F1 of {shapes}: give 1 to {len(LINES)} rows, with one for each name")
    figure, axes = plt.subplots(figsize=(8, 0.7 * len(names) + 0.9), facecolor=PAPER, layout="constrained")
    places, middle = np.arange(len(names)), (len(rows) - 1) / 2
    for number, (name, f1) in enumerate(rows.items()):
        label = [name] + ["_"] * (len(f1) - 1)
        shift, style = 0.3 * (number - middle), {"color": LINES[number][0], "alpha": 0.7, "mew": 0}
        axes.plot(f1.T, places + shift, MARKERS[number], ms=8, label=label, **style)
    for number, (name, f1) in enumerate(lines.items()):
        axes.vlines(f1, places - 0.35, places + 0.35, color=GREY, lw=2.5, ls=("-", ":", "--")[number % 3], label=name)
    axes.set(ylim=(len(names) - 0.5, -0.5))
    axes.set_yticks(places, names)
    plain_axes(axes, "F1 on lessons not seen", "")
    axes.tick_params(axis="y", labelsize=11, length=0)
    figure.legend(loc="outside right center", fontsize=11, frameon=False, labelspacing=1)
    return figure
