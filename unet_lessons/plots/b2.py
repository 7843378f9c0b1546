"""The figure of B2: what each way to enlarge gains, at each factor."""

import matplotlib.pyplot as plt

from .style import GREY, INK, LINES, PAPER, plain_axes

MARKERS = "os"  # told apart by colour and by shape


def show_gains(plain, networks, xlabel):
    """One row for each factor: the plain ways as grey ticks with their names, each seed of a network as a dot.

    `plain` is {factor: {name: gain}}, `networks` {name: {factor: [gain of each seed]}}, one or two, all in dB; gives
    the figure. ValueError unless all have the same factors and each has a seed.
    """
    fits = all(set(table) == set(plain) and all(len(row) for row in table.values()) for table in networks.values())
    if not plain or not 1 <= len(networks) <= len(MARKERS) or not fits:
        raise ValueError(f"plain ways for {list(plain)} and networks {networks}: give both for the same factors")
    figure, axes = plt.subplots(figsize=(8.5, 1.1 * len(plain) + 0.9), layout="constrained", facecolor=PAPER)
    for row, ways in enumerate(plain.values()):
        for number, (name, gain) in enumerate(sorted(ways.items(), key=lambda way: way[1])):
            side = 1 if number % 2 else -1  # names above and below in turn, so that none lies over another
            axes.plot([gain, gain], [row - 0.18, row + 0.18], color=GREY, lw=2)
            place = {"ha": "center", "va": "top" if side > 0 else "bottom"}
            axes.text(gain, row + 0.22 * side, name, fontsize=11, color=INK, **place)
    for number, (name, table) in enumerate(networks.items()):
        across = [gain for factor in plain for gain in table[factor]]
        down = [row + 0.2 * number - 0.1 for row, factor in enumerate(plain) for _ in table[factor]]
        axes.plot(across, down, MARKERS[number], color=LINES[number][0], ms=8, alpha=0.8, mew=0, label=name)
    axes.legend(loc="lower right", frameon=False, fontsize=11)
    axes.set_yticks(range(len(plain)), [f"×{factor}" for factor in plain])
    axes.set_ylim(len(plain) - 0.4, -0.6)
    plain_axes(axes, xlabel, "")
    axes.tick_params(axis="y", labelsize=12, length=0)
    return figure
