"""Strokes drawn on an image: as coordinates, as labels of pixels, and as a file.

A stroke is a dictionary that can be saved as JSON: {"label": 1, "width": 4, "points": [[x, y], …]}. The label is the
class 0, 1, …; width and points are in pixels of the image. x goes to the right and y goes down, and both are 0 at the
centre of the first pixel.
"""

import json
from importlib import resources
from pathlib import Path

import numpy as np
import skimage.data
from PIL import Image, ImageDraw

from ..arguments import check_pixels, check_whole
from ..images import from_array, label_colour
from ..saving import save_whole

NOT_DRAWN = -1  # in a map of labels: no stroke here
MAX_LABEL = 254
WIDEST = 20_000  # a stroke of this width, in pixels, covers any image; drawing a wider one would take minutes
FARTHEST = 1e6  # pixels: points beyond are refused


def check_strokes(strokes):
    """The strokes as a list of plain dictionaries; a ValueError names the first invalid stroke."""
    checked = []
    for number, stroke in enumerate(strokes, start=1):
        try:
            label, width = stroke["label"], float(stroke["width"])
            points = np.array(stroke["points"], float)
            if points.size and (points.ndim != 2 or points.shape[1] != 2):
                raise ValueError
            whole = label == int(label)
        except (KeyError, TypeError, ValueError, OverflowError):
            raise ValueError(
                f"stroke {number} is {str(stroke)[:80]}: it must look like"
                ' {"label": 1, "width": 4, "points": [[10, 20], [30, 20]]}'
            ) from None
        if not whole or not 0 <= label <= MAX_LABEL:
            raise ValueError(f"stroke {number} has label {label}: it must be a whole number from 0 to {MAX_LABEL}")
        if not 0 < width < np.inf or not len(points) or not (np.abs(points) < FARTHEST).all():
            raise ValueError(
                f"stroke {number} needs a width above 0 and at least one point [x, y] of finite numbers"
                f" between -{FARTHEST:.0f} and {FARTHEST:.0f}"
            )
        checked.append({"label": int(label), "width": width, "points": points.tolist()})
    return checked


def draw_strokes(strokes, height, width):
    """The labels that strokes give to the pixels: (height, width) of int16, −1 where nothing is drawn.

    Strokes have round ends. Where they cross, the later one counts; parts outside the image are cut off. ValueError for
    invalid strokes, and for a height or width below 1.
    """
    check_whole("height", height)
    check_whole("width", width)
    check_pixels(width, height, "the map of labels")
    image = Image.new("I", (int(width), int(height)), NOT_DRAWN)
    pencil = ImageDraw.Draw(image)
    for stroke in check_strokes(strokes):
        points = [(round(x), round(y)) for x, y in stroke["points"]]  # to the nearest pixel
        pencil.point(points, fill=stroke["label"])  # a stroke of one point and width 1 is nothing but this
        thick = min(stroke["width"], WIDEST)
        pencil.line(points, fill=stroke["label"], width=max(1, round(thick)))
        radius = max(0, thick - 1) / 2
        for x, y in points:  # round ends and corners, and the dot of a single point
            pencil.ellipse((x - radius, y - radius, x + radius, y + radius), fill=stroke["label"])
    return np.array(image, np.int16)


def save_strokes(strokes, path, overwrite=False):
    """Save strokes as JSON, one stroke per line, and return the path.

    ValueError for invalid strokes; FileExistsError if a file with other contents has that name and `overwrite` is not
    set.
    """
    path = Path(path).expanduser()
    text = "[\n" + ",\n".join(json.dumps(stroke) for stroke in check_strokes(strokes)) + "\n]\n"
    if path.exists() and not overwrite and path.read_bytes() != text.encode():
        raise FileExistsError(f"{path} exists and has other contents: choose another name, or set overwrite=True")
    return save_whole(path, lambda temporary: temporary.write_text(text, encoding="utf-8", newline="\n"))


def load_strokes(path):
    """The strokes in a file written by `save_strokes`: a list of dictionaries.

    FileNotFoundError if there is no such file; ValueError for a file without strokes.
    """
    path = Path(path).expanduser()
    try:
        strokes = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(strokes, list):
            raise ValueError("it must be a list of strokes")
        return check_strokes(strokes)
    except (ValueError, RecursionError) as error:  # of JSON, of the encoding, or of a stroke
        raise ValueError(f"{path.name} contains no strokes ({error})") from None


def example(name="chelsea"):
    """A photograph, strokes on it, and the ground truth: a mask of its object, outlined by hand.

    `name` is "chelsea" (a cat), "astronaut" (a person) or "coffee" (a cup on its saucer, with the spoon). Returns the
    image (height, width, 3) of float32 in [0, 1], the strokes, and the mask (height, width) of bool. ValueError for
    another name.
    """
    drawn = json.loads(resources.files("unet_lessons").joinpath("scribbles", "examples.json").read_text("utf-8"))
    if name not in drawn:
        raise ValueError(f"there is no example {name!r}: choose one of {', '.join(drawn)}")
    image = from_array(getattr(skimage.data, name)())
    outline = Image.new("1", image.shape[1::-1])
    ImageDraw.Draw(outline).polygon([tuple(point) for point in drawn[name]["outline"]], fill=1)
    return image, drawn[name]["strokes"], np.array(outline)


def stroke_colour(label):
    """The colour of strokes with this label: red, green and blue from 0 to 255; white for label 0."""
    return label_colour(label) if label else (255, 255, 255)  # black, as in masks, would be invisible on a dark image


def show_strokes(image, strokes):
    """The image with its strokes painted on it, for `plots.show_images`: float (height, width, 3) in [0, 1]."""
    shown = from_array(np.array(image), "the image").copy()
    labels = draw_strokes(strokes, *shown.shape[:2])
    for label in np.unique(labels[labels >= 0]):
        shown[labels == label] = np.array(stroke_colour(label)) / 255
    return shown
