"""Figures of lesson 09: masks with the names of their labels, the Dice during training, the errors of a model."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import Patch

from ..images import CLASS_COLOURS, IGNORE, from_array, label_colour
from .images import overlay, show_images
from .style import BLUE, INK, PAPER, RED, few_greys, plain_axes

# Each kind of pixel and its colour. The errors have none of the colours of classes 1 and 2, which stand beside them.
KINDS = (
    ("background", CLASS_COLOURS[0]),
    ("missed", CLASS_COLOURS[6]),
    ("false alarm", CLASS_COLOURS[4]),
    ("found", CLASS_COLOURS[8]),
    ("another class", CLASS_COLOURS[3]),
    ("don't know", label_colour(IGNORE)),
)


def legend_below(figure, entries, drop=0.0):
    """A legend, {name: colour of 0 to 255}, below a figure, `drop` inches further down."""
    if not entries:
        return
    patches = [Patch(facecolor=np.array(colour) / 255, edgecolor=INK, label=name) for name, colour in entries.items()]
    columns = len(entries) if len(entries) < 5 else -(-len(entries) // 2)  # many names: two rows
    place = {"loc": "upper center", "bbox_to_anchor": (0.5, -drop / figure.get_figheight()), "ncols": columns}
    figure.add_artist(figure.legend(handles=patches, frameon=False, fontsize=11, **place))


def class_names(labels):
    """The names of labels as they stand in a legend, in order: "class 1", and "don't know" for 255."""
    return {label: "don't know" if label == IGNORE else f"class {label}" for label in sorted(labels)}


def laid_over(image, mask):
    """The image, in few greys so that the figure is small, with its mask laid over it: float (height, width, 3)."""
    return overlay(few_greys(from_array(np.asarray(image), "the image"), 32), mask)


def show_masks(images, masks, names=None, titles=None, height=200, columns=4):
    """Each image with its mask laid over it, and a legend; gives the figure.

    `names` are those of the labels, {1: "rim"}; "class 1" if there are none. Label 0 leaves the image as it is.
    """
    shown = {int(label) for mask in masks for label in np.unique(mask)} - {0}
    names = class_names(shown) | (names or {})
    panels = [laid_over(*pair) for pair in zip(images, masks, strict=True)]
    figure = show_images(panels, titles, columns, height)
    legend_below(figure, {names[label]: label_colour(label) for label in sorted(shown)})
    return figure


def error_map(truth, predicted):
    """Where a mask of several classes is right and wrong, as colours (height, width, 3) of uint8: see `KINDS`.

    Background right is black, any other class right is white; vermilion is background where the truth has a class,
    yellow a class where the truth has background, green one class for another, and pink is "don't know".
    """
    truth, predicted = np.asarray(truth), np.asarray(predicted)
    if truth.shape != predicted.shape:
        raise ValueError(f"truth {truth.shape} and mask {predicted.shape}: they must be of one size")
    kind = (truth > 0) + 2 * (predicted > 0)
    kind = np.where((kind == 3) & (truth != predicted), 4, kind)
    kind = np.where(truth == IGNORE, 5, kind)
    return np.array([colour for _, colour in KINDS], np.uint8)[kind]


def show_errors(image, truth, predicted, names=None):
    """An image, its ground truth, what a model says, and its errors, with a legend for each; gives the figure.

    `names` are those of the labels, as in `show_masks`.
    """
    panels = [*(laid_over(image, mask) for mask in (0 * truth, truth, predicted)), error_map(truth, predicted)]
    titles = ["a test image", "ground truth", "the model's answer", "right and wrong"]
    figure = show_images(panels, titles, columns=2, height=320)
    shown = {int(label) for mask in (truth, predicted) for label in np.unique(mask)} - {0}
    names = class_names(shown) | (names or {})
    legend_below(figure, {f"mask: {names[label]}": label_colour(label) for label in sorted(shown)})
    kinds = dict(KINDS)
    if len(shown - {IGNORE}) < 2:
        kinds.pop("another class")
    kinds.pop("don't know")  # it is in the legend of the masks, where it has the same colour
    legend_below(figure, kinds, 0.25)
    return figure


def show_training(curves):
    """The Dice of training and validation images after each epoch; gives the figure.

    `curves` is {"training": [Dice after each epoch], "validation": […]}.
    """
    if set(curves) != {"training", "validation"} or len({len(numbers) for numbers in curves.values()}) != 1:
        raise ValueError(f"give the Dice of training and validation after each epoch, not {list(curves)}")
    figure, axes = plt.subplots(figsize=(7, 2.6), layout="constrained", facecolor=PAPER)
    for (part, numbers), colour, dashes, marker in zip(curves.items(), (BLUE, RED), ("-", "--"), "os", strict=True):
        axes.plot(range(1, len(numbers) + 1), numbers, dashes, marker=marker, ms=4, color=colour, lw=2, label=part)
    axes.set_ylim(0, 1)
    plain_axes(axes, "epoch", "Dice, mean over the classes")
    axes.xaxis.get_major_locator().set_params(integer=True)
    figure.legend(loc="outside right center", fontsize=11, frameon=False)
    return figure
