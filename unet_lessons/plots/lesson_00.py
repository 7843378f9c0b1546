"""The figures of lesson 00: answers beside the truth, the scores of many images, an image's way through the U."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle

from ..backend import keras
from ..metrics import dice
from .images import show_images
from .style import COLOURS, INK, PAPER, error_colours, error_legend, few_greys

# For `show_trip`: the layers at which it stops; x, level and part of each stop; where the names of the parts stand.
LAYERS = [*(f"encoder_{n}_relu_2" for n in (1, 2, 3)), "bottleneck_relu_2"]
LAYERS += [*(f"decoder_{n}_relu_2" for n in (3, 2, 1)), "output"]
STOPS = [(0, 0, "image"), *((1.12 + 0.72 * level, level, "contracting path") for level in range(3))]
STOPS += [(3.5, 3, "bottleneck"), *((5.88 - 0.72 * level, level, "expansive path") for level in (2, 1, 0))]
STOPS += [(7, 0, "output")]
NAMES = [("contracting path", 1.2, -1.9), ("bottleneck", 2.9, -3.3), ("expansive path", 6.8, -1.9)]
NAMES += [("skip connection", 4, 0.65)]
# For `show_scores`: colour and form of each method's dots, the best method last.
DOTS = (("#777777", "o"), ("#222222", "s"), (COLOURS["output"], "o"))
ALIKE = 0.3  # correlation with the answer from which `show_trip` says that a channel lights up at the cells
GAP = 0.17  # between the names of two methods in `show_scores`, as part of the axis
TONES = 16  # shades in which `show_trip` shows a map: enough for a small image, and the notebook stays small


def show_answers(image, answers, truth):
    """An image (height, width, 1) and the masks predicted for it, each with its Dice.

    `answers` is {name: mask}. White is found, orange missed, blue a false alarm: white and orange together are the
    truth. All masks are bool (height, width, 1).
    """
    truth = np.asarray(truth)
    for mask in (truth, *answers.values()):
        if mask.shape != (*np.shape(image)[:2], 1) or mask.dtype != bool:
            raise ValueError(
                f"the image is {np.shape(image)}, and a mask is {mask.dtype} {mask.shape}: bool (height, width, 1)"
                " of the image's size is needed"
            )
    shown, titles = [image], ["the image"]
    for name, mask in answers.items():
        shown.append(error_colours(truth[:, :, 0], mask[:, :, 0]))
        titles.append(f"{name}: Dice {float(dice(truth[None], mask[None])[0]):.2f}")
    figure = show_images(shown, titles)
    error_legend(figure)
    return figure


def show_scores(scores):
    """The Dice of many images, one line for each: `scores` is {name: (count,)}, from the worst method to the best.

    The images stand in the order of the first method's scores.
    """
    scores = {name: np.asarray(values) for name, values in scores.items()}
    shapes = [values.shape for values in scores.values()]
    if len(set(shapes)) != 1 or len(shapes[0]) != 1 or shapes[0] == (0,) or len(shapes) > len(DOTS):
        raise ValueError(f"the scores are {shapes}: one for each image is needed, of at most {len(DOTS)} methods")
    first = next(iter(scores.values()))
    order, all_scores = np.argsort(-first), np.array(list(scores.values()))
    place, last = np.arange(len(order)), len(order) - 1
    bottom, height = max(0, np.floor(10 * all_scores.min() - 1) / 10), -np.inf
    figure, axes = plt.subplots(figsize=(9.5, 3.2), layout="constrained", facecolor=PAPER)
    axes.vlines(place, all_scores.min(axis=0)[order], all_scores.max(axis=0)[order], color="#BBBBBB", lw=2, zorder=1)
    for (name, values), (colour, marker) in zip(scores.items(), DOTS[-len(scores) :], strict=True):
        axes.scatter(place, values[order], s=55, color=colour, marker=marker, zorder=2)
        height = max(values[order][-1], height + GAP * (1 - bottom))  # names must not lie on each other
        label = f"{name}\nmean {values.mean():.2f}"
        axes.text(last + 0.6, height, label, color=colour, fontsize=11, va="center", weight="bold")
    axes.set(ylim=(bottom, 1.0 + 0.06 * (1 - bottom)), xlim=(-0.7, last + 0.4), xticks=[])
    axes.set_ylabel("Dice (1 is perfect)", fontsize=11, color=INK)
    axes.set_xlabel("images, from easy to hard for a threshold", fontsize=11, color=INK)
    axes.spines[["top", "right"]].set_visible(False)
    return figure


def show_trip(model, image):
    """A standardised image (height, width, 1) on its way through a U-Net of `unet_model` with depth 3.

    At each stop stands one of its feature maps, the channel that goes along best with the answer (see
    `telling_channel`); above it, height × width × channels of all. The frames have the colours of the parts, and orange
    arrows are the skip connections.
    """
    if np.ndim(image) != 3:
        raise ValueError(f"the image has shape {np.shape(image)}: (height, width, 1) is needed")
    watched = keras.Model(model.inputs, [model.get_layer(name).output for name in LAYERS])
    maps = [image] + [found[0] for found in watched.predict_on_batch(np.asarray(image)[np.newaxis])]
    figure, axes = plt.subplots(figsize=(9.6, 6.2), facecolor=PAPER)
    for found, (x, level, part) in zip(maps, STOPS, strict=True):
        found, y, colour = np.asarray(found), -1.27 * level, COLOURS.get(part, INK)
        number, bright = telling_channel(found, maps[-1])
        channel = found[:, :, number]
        channel = few_greys((channel - channel.min()) / max(np.ptp(channel), 1e-9), TONES)
        cmap = "gray" if found.shape[2] == 1 else "viridis"  # feature maps look alike in all lessons
        axes.imshow(channel, cmap=cmap, interpolation="nearest", extent=(x, x + 1, y, y + 1))
        axes.add_patch(Rectangle((x, y), 1, 1, fill=False, edgecolor=colour, lw=3.5))
        if not bright:
            axes.text(x + 0.5, y - 0.06, "bright: no cell", ha="center", va="top", fontsize=10, color=INK)
        axes.text(x + 0.5, y + 1.04, "×".join(map(str, found.shape)), ha="center", va="bottom", fontsize=10, color=INK)
    for (x, level, _), (end, _, _) in zip(STOPS[1:4], STOPS[7:4:-1], strict=True):
        style = {"color": COLOURS["skip connection"], "width": 0.022, "head_width": 0.1, "head_length": 0.09, "lw": 0}
        axes.arrow(x + 1.06, 0.5 - 1.27 * level, end - x - 1.12, 0, length_includes_head=True, **style)
    for name, x, y in NAMES:
        dark = [0.75 * part for part in to_rgb(COLOURS[name])]  # letters need more contrast than areas
        axes.text(x, y, name, ha="center", va="center", fontsize=12, weight="bold", color=dark)
    for text, (x, _, _) in (("image", STOPS[0]), ("probability", STOPS[-1])):
        axes.text(x + 0.5, -0.06, text, ha="center", va="top", fontsize=11, color=INK)
    axes.set(xlim=(-0.05, 8.05), ylim=(-4.1, 1.25))
    axes.set_axis_off()
    axes.set_position([0, 0, 1, 1])
    return figure


def telling_channel(maps, answer):
    """Which channel of maps (height, width, channels) tells most of the answer (height', width', 1), and how.

    Gives its number and whether it is bright where the answer is yes: the channel of the largest correlation with the
    answer, shrunk to the size of the maps, or, if none comes to `ALIKE`, the one of the most negative correlation.
    """
    height, width, _ = maps.shape
    small = np.asarray(answer).reshape(height, answer.shape[0] // height, width, -1).mean(axis=(1, 3))
    small, flat = small.ravel() - small.mean(), maps.reshape(height * width, -1) - maps.mean(axis=(0, 1))
    alike = small @ flat / np.maximum(np.linalg.norm(small) * np.linalg.norm(flat, axis=0), 1e-9)
    bright = bool(alike.max() >= ALIKE)
    return int(np.argmax(alike) if bright else np.argmin(alike)), bright
