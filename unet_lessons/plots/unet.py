"""The U-Net drawn to scale, as in Figure 1 of the paper: `draw_unet`.

Every feature map is a bar. Its height is that of the map, to scale; its width grows with the square root of the number
of channels. All lengths in this file are in inches.
"""

from typing import NamedTuple

import matplotlib.pyplot as plt
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle

from ..sizes import Step
from .style import COLOURS, INK, PAPER

GAP, LABEL, ARROW, FONT = 0.33, 0.19, 0.30, 10
WIDTH, HEIGHT, WIDEST_BAR, THINNEST_BAR = 10.6, 3.7, 0.75, 0.04
HEAD = {"head_width": 0.10, "head_length": 0.09, "width": 0.022, "length_includes_head": True, "lw": 0}


class Bar(NamedTuple):
    """A feature map in the figure: its step, its centre, its size, and how a skip connection is joined to it."""

    step: Step
    x: float
    y: float
    width: float
    height: float
    copied: str  # "concatenate" or "add" if a skip connection is joined to the map, otherwise ""

    @property
    def left(self):
        return self.x - self.width / 2

    @property
    def right(self):
        return self.x + self.width / 2

    @property
    def top(self):
        return self.y + self.height / 2

    @property
    def bottom(self):
        return self.y - self.height / 2


def draw_unet(source, title=None):
    """Draw a U-Net from a list of `sizes.Step` or from a Keras model, and return the matplotlib figure.

    ValueError for a model that is not a U (it must have as many up-convolutions as poolings), and for a model whose
    height or width is open.
    """
    steps = steps_of_model(source) if hasattr(source, "layers") else list(source)
    bars = lay_out(steps)
    figure, axes = plt.subplots(dpi=100, facecolor=PAPER)
    for bar in bars:
        draw_bar(axes, bar)
    for before, after in zip(bars, bars[1:], strict=False):
        draw_arrow(axes, before, after)
    draw_skips(axes, bars, steps)
    draw_parts(axes, bars, steps)
    left, right = min(bar.left for bar in bars) - 0.3, max(bar.right for bar in bars) + 0.3
    top = max(bar.top for bar in bars) + LABEL + 0.45
    bottom = min(bar.bottom - LABEL * lines(bar) for bar in bars) - 0.66
    width = max(right - left, 9.7)
    left = (left + right - width) / 2
    draw_title(axes, steps, title, left + width / 2, top - 0.13)
    draw_legend(axes, steps, left, width, bottom)
    bottom -= 0.5
    axes.set(xlim=(left, left + width), ylim=(bottom, top), aspect="equal")
    axes.set_axis_off()
    axes.set_position([0, 0, 1, 1])
    figure.set_size_inches(width, top - bottom)
    return figure


def lay_out(steps):
    """The bars of a U in the order of its steps: each level is a row, with a pooled map below the one it came from."""
    shown = shown_steps(steps)
    beside = [step.channels for (step, _), (last, _) in zip(shown[1:], shown, strict=False) if step.level == last.level]
    unit = bar_unit(beside)
    widths = [max(step.channels**0.5 * unit, THINNEST_BAR) for step, _ in shown]
    rows = row_centres([step for step, _ in shown])
    scale = rows.pop("scale")
    bars, x = [], 0.0
    for (step, copied), width in zip(shown, widths, strict=True):
        if bars and step.level == bars[-1].step.level:
            x = bars[-1].right + GAP + width / 2
        bars.append(Bar(step, x, rows[step.level], width, max(step.height * scale, 0.03), copied))
    return bars


def shown_steps(steps):
    """The steps that get a bar, each with how a skip connection is joined to it: "", "concatenate" or "add".

    An up-convolution, its skip connection and their concatenation or sum share one bar.
    """
    shown = []
    for number, step in enumerate(steps):
        joined = next((s.kind for s in steps[number + 1 : number + 3] if s.kind in ("concatenate", "add")), "")
        if step.kind == "up-conv" and joined or step.kind in ("crop", "resize"):
            continue
        shown.append((step, step.kind if step.kind in ("concatenate", "add") else ""))
    return shown


def bar_unit(channels):
    """The width of a bar with one channel, chosen so that bars of these channels and their arrows fill the page."""
    roots = [count**0.5 for count in channels]
    return min(WIDEST_BAR / max(roots), (WIDTH - GAP * len(channels)) / sum(roots))


def row_centres(steps):
    """The y of each level's centre, and the scale in inches per pixel under the key "scale"."""
    tallest = {}
    for step in steps:
        tallest[step.level] = max(step.height, tallest.get(step.level, 0))
    scale = min(HEIGHT / sum(tallest.values()), 2.3 / max(tallest.values()))
    lines = max(1 + size_text(step).count("\n") for step in steps)
    centres, y = {"scale": scale}, 0.0
    for level in sorted(tallest):
        y -= tallest[level] * scale / 2
        centres[level] = y
        y -= tallest[level] * scale / 2 + (1 + lines) * LABEL + ARROW
    return centres


def draw_bar(axes, bar):
    """Draw a feature map: its bar, its channels above, its size below."""
    colour = COLOURS[bar.step.part]
    axes.add_patch(Rectangle((bar.left, bar.bottom), bar.width, bar.height, facecolor=colour, edgecolor=INK, lw=0.6))
    if bar.copied == "concatenate":
        copied = Rectangle((bar.left, bar.bottom), bar.width / 2, bar.height, lw=0.6)
        copied.set(facecolor=COLOURS["skip connection"], edgecolor=INK)
        axes.add_patch(copied)
    if bar.copied == "add":
        axes.add_patch(Rectangle((bar.left, bar.bottom), 0.05, bar.height, facecolor=COLOURS["skip connection"], lw=0))
    axes.text(bar.x, bar.top + 0.04, bar.step.channels, ha="center", va="bottom", fontsize=FONT, color=INK)
    axes.text(bar.x, bar.bottom - 0.05, size_text(bar.step), ha="center", va="top", fontsize=FONT - 1, color=INK)


def size_text(step):
    """The size below a bar: "568²", or height and ×width on two lines if they differ."""
    return f"{step.height}²" if step.height == step.width else f"{step.height}\n×{step.width}"


def draw_arrow(axes, before, after):
    """Draw the arrow between two successive maps: convolution, pooling, up-convolution or 1×1 convolution."""
    if after.step.level > before.step.level:
        top, bottom = before.bottom - 1.15 * LABEL * lines(before), after.top + 1.15 * LABEL
        axes.arrow(after.x, top, 0, bottom - top, color=COLOURS["contracting path"], **HEAD)
    elif after.step.level < before.step.level:
        x = after.x + (after.width / 4 if after.copied == "concatenate" else 0)
        bottom, top = before.top + 1.15 * LABEL, after.bottom - 1.15 * LABEL * lines(after)
        axes.arrow(x, bottom, 0, top - bottom, color=COLOURS["expansive path"], **HEAD)
    else:
        colour = COLOURS["output"] if after.step.kind == "1x1 conv" else INK
        axes.arrow(before.right + 0.05, before.y, after.left - before.right - 0.1, 0, color=colour, **HEAD)


def lines(bar):
    """The number of lines of the size below a bar."""
    return 1 + size_text(bar.step).count("\n")


def draw_skips(axes, bars, steps):
    """Draw the skip connections: an arrow from each copied map, and a frame around what is left after cropping."""
    kinds = {step.level: step.kind for step in steps if step.kind in ("crop", "resize")}
    for after in (bar for bar in bars if bar.copied):
        level = after.step.level
        kind = kinds.get(level, "copy")
        if kind == "resize":
            source = next(bar for bar in bars if bar.step.kind == "pool" and bar.step.level == level + 1)
        else:
            source = [b for b in bars if b.step.level == level and b.step.part == "contracting path"][-1]
        colour = COLOURS["skip connection"]
        if kind == "crop":
            frame = Rectangle((source.left - 0.025, after.bottom), source.width + 0.05, after.height, fill=False)
            frame.set(edgecolor=colour, lw=1.8, zorder=3)
            axes.add_patch(frame)
        if kind == "resize":
            start = (source.right + 0.14, source.top + 0.02)
            style = {"arrowstyle": "-|>", "color": colour, "lw": 1.6, "shrinkA": 0, "shrinkB": 0}
            style["connectionstyle"] = "angle3,angleA=70,angleB=0"
            axes.annotate("", (after.left - 0.05, after.y), start, arrowprops=style)
        else:
            axes.arrow(source.right + 0.06, after.y, after.left - source.right - 0.11, 0, color=colour, **HEAD)
        text = size_text(source.step)
        if kind != "copy":
            text += f" → {size_text(after.step)}"
        middle = (source.right + after.left) / 2
        axes.text(
            middle, after.y + 0.06, text.replace("\n", ""), ha="center", va="bottom", fontsize=FONT - 1, color=INK
        )


def draw_parts(axes, bars, steps):
    """Write the names of the parts, in their colours, where the U leaves room."""
    deepest = max(bar.step.level for bar in bars)
    row = [bar for bar in bars if bar.step.level == max(0, min(deepest - 1, 2))]
    bottom = [bar for bar in bars if bar.step.part == "bottleneck"]
    style = {"fontsize": FONT + 2, "weight": "bold", "va": "center"}
    names = [
        ("contracting path", row[0].left - 0.2, row[0].y, "right"),
        ("expansive path", row[-1].right + 0.25, row[-1].y, "left"),
    ]
    names.append(
        (
            "bottleneck",
            (bottom[0].x + bottom[-1].x) / 2,
            bottom[0].bottom - LABEL * (lines(bottom[0]) + 1) - 0.1,
            "center",
        )
    )
    copied, narrow = next((bar for bar in bars if bar.copied and bar.step.level == 0), None), False
    if copied is not None:
        source = [bar for bar in bars if bar.step.level == 0 and bar.step.part == "contracting path"][-1]
        narrow = copied.left - source.right < 1.7
        curved = any(step.kind == "resize" for step in steps)
        y = copied.y + (0.48 if curved and narrow else 0.36 if curved else -0.28 if narrow else -0.16)
        names.append(("skip connection", (source.right + copied.left) / 2, y, "center"))
    for name, x, y, side in names:
        text = name.replace(" ", "\n") if side != "center" or name == "skip connection" and narrow else name
        dark = [0.75 * part for part in to_rgb(COLOURS[name])]  # text needs more contrast than areas
        axes.text(x, y, text, ha=side, color=dark, **style)


def draw_title(axes, steps, title, x, y):
    """Write the sizes of input and output, and the number of parameters."""
    first, last = steps[0], steps[-1]
    parameters = sum(step.parameters for step in steps)
    text = f"{first.height}×{first.width}×{first.channels} in, {last.height}×{last.width}×{last.channels} out"
    text = f"{title or 'U-Net'}: {text}, {parameters:,} parameters"
    axes.text(x, y, text, ha="center", va="center", fontsize=FONT + 2.5, color=INK, weight="bold")


def draw_legend(axes, steps, left, width, y):
    """Explain the arrows, and how to read a bar."""
    kinds = {step.kind for step in steps}
    skip = "copy and crop" if "crop" in kinds else "copy and resize" if "resize" in kinds else "copy"
    arrows = [("3×3 conv, ReLU", INK, 0), ("2×2 max pool", COLOURS["contracting path"], -1)]
    arrows.append(("2×2 up-conv", COLOURS["expansive path"], 1))
    if kinds & {"concatenate", "add"}:
        arrows.append((f"{skip}, {'add' if 'add' in kinds else 'concatenate'}", COLOURS["skip connection"], 0))
    arrows.append(("1×1 conv", COLOURS["output"], 0))
    lengths = [0.75 + 0.082 * len(text) for text, _, _ in arrows]  # inches: arrow, text, and a gap
    x = left + (width - sum(lengths)) / 2 + 0.15
    for (text, colour, up), length in zip(arrows, lengths, strict=True):
        axes.arrow(x - (not up) * 0.15, y - up * 0.12, (not up) * 0.3, up * 0.24, color=colour, **HEAD)
        axes.text(x + (0.14 if up else 0.24), y, text, va="center", fontsize=FONT - 0.5, color=INK)
        x += length
    note = "A bar is a feature map: its height is the map's height, to scale. Above it: channels. Below it: pixels."
    axes.text(left + width / 2, y - 0.33, note, ha="center", va="center", fontsize=FONT - 1, color=INK)


def steps_of_model(model):
    """The steps of a Keras U-Net, read from its layers; activation, normalisation and dropout are not steps.

    ValueError unless it has as many up-convolutions as poolings, and a fixed height and width.
    """
    kinds = {
        "InputLayer": "input", "Conv2D": "conv", "MaxPooling2D": "pool", "AveragePooling2D": "pool",
        "Conv2DTranspose": "up-conv", "UpSampling2D": "up-conv", "Cropping2D": "crop", "CenterCrop": "crop",
        "Resizing": "resize", "Concatenate": "concatenate", "Add": "add",
    }  # fmt: skip
    depth = sum(kinds.get(type(layer).__name__) == "pool" for layer in model.layers)
    ups = sum(kinds.get(type(layer).__name__) == "up-conv" for layer in model.layers)
    if depth == 0 or ups != depth:
        raise ValueError(
            f"the model has {depth} poolings and {ups} up-convolutions: a U has equally many of both, at least one"
        )
    steps, level, part = [], 0, "contracting path"
    for layer in model.layers:
        kind = kinds.get(type(layer).__name__)
        if kind is None:
            continue
        _, height, width, channels = layer.output.shape
        if None in (height, width):
            raise ValueError(
                "the model's height and width are open (None): draw unet_steps(input_shape=…) of unet_lessons.sizes,"
                " which gives them numbers"
            )
        if kind == "conv" and layer.kernel_size == (1, 1):
            kind, part = "1x1 conv", "output"
        level += {"pool": 1, "up-conv": -1}.get(kind, 0)
        if kind == "conv" and level == depth:
            part = "bottleneck"
        elif kind == "up-conv":
            part = "expansive path"
        steps.append(Step(kind, part, level, height, width, channels, layer.count_params(), 0))
    return steps
