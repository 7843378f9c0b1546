"""Strokes that someone draws on an image: as coordinates, as labels of pixels, as a file.

A stroke is a dictionary, ready for JSON: {"label": 1, "width": 4, "points": [[x, y], …]}. Label is the class, 0, 1, …;
width and points are in pixels of the image, x to the right and y down, both from 0 at the first pixel's centre.
"""

import json
from importlib import resources
from pathlib import Path

import numpy as np
import skimage.data
from PIL import Image, ImageDraw

from ..images import from_array, label_colour

NOT_DRAWN = -1  # in a map of labels: no stroke here
MAX_LABEL = 254


def check_strokes(strokes):
    """The strokes as a list of plain dictionaries; ValueError that names the first invalid stroke."""
    checked = []
    for number, stroke in enumerate(strokes, start=1):
        try:
            label, width = stroke["label"], float(stroke["width"])
            points = np.array(stroke["points"], float).reshape(-1, 2)
        except (KeyError, TypeError, ValueError):
            raise ValueError(
                f"stroke {number} is {str(stroke)[:80]}: it must look like"
                ' {"label": 1, "width": 4, "points": [[10, 20], [30, 20]]}'
            ) from None
        if label != int(label) or not 0 <= label <= MAX_LABEL:
            raise ValueError(f"stroke {number} has label {label}: a whole number from 0 to {MAX_LABEL} is needed")
        if not 0 < width < np.inf or not len(points) or not np.isfinite(points).all():
            raise ValueError(f"stroke {number} needs a width above 0, and at least one point [x, y] of finite numbers")
        checked.append({"label": int(label), "width": width, "points": points.tolist()})
    return checked


def draw_strokes(strokes, height, width):
    """The labels (height, width) of int16 that strokes give to pixels; −1 where nothing is drawn.

    A stroke has round ends. Where strokes cross, the later one counts; what lies beyond the image is cut off.
    ValueError for an invalid stroke, or a size below 1.
    """
    if height < 1 or width < 1:
        raise ValueError(f"height is {height} and width {width}: both must be at least 1")
    image = Image.new("I", (int(width), int(height)), NOT_DRAWN)
    pencil = ImageDraw.Draw(image)
    for stroke in check_strokes(strokes):
        points = [(round(x), round(y)) for x, y in stroke["points"]]  # to the nearest pixel
        pencil.point(points, fill=stroke["label"])  # all that a line of one point and width 1 is
        pencil.line(points, fill=stroke["label"], width=max(1, round(stroke["width"])))
        radius = max(0, stroke["width"] - 1) / 2
        for x, y in points:  # round ends and corners, and the dot that a single point is
            pencil.ellipse((x - radius, y - radius, x + radius, y + radius), fill=stroke["label"])
    return np.array(image, np.int16)


def save_strokes(strokes, path, overwrite=False):
    """Save strokes as JSON, one per line, and return the path.

    FileExistsError if a file of that name with other contents exists and `overwrite` is not set.
    """
    path = Path(path).expanduser()
    text = "[\n" + ",\n".join(json.dumps(stroke) for stroke in check_strokes(strokes)) + "\n]\n"
    if path.exists() and not overwrite and path.read_bytes() != text.encode():
        raise FileExistsError(f"{path} exists and holds something else: choose another name, or say overwrite=True")
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


def load_strokes(path):
    """The strokes of a file that `save_strokes` wrote; ValueError for a file that holds none."""
    path = Path(path).expanduser()
    try:
        strokes = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(strokes, list):
            raise ValueError("a list of strokes is needed")
        return check_strokes(strokes)
    except ValueError as error:  # of JSON, of the encoding, or of a stroke
        raise ValueError(f"{path.name} holds no strokes ({error})") from None


def example(name="chelsea"):
    """A photograph with strokes, and the mask of its object, outlined by hand, to measure against.

    `name` is "chelsea" (a cat), "astronaut" (a person) or "coffee" (a cup on its saucer, with the spoon). Gives the
    image (height, width, 3) of float32 in [0, 1], the strokes, and the mask (height, width) of bool of the outline.
    """
    drawn = json.loads(resources.files("unet_lessons").joinpath("scribbles", "examples.json").read_text("utf-8"))
    if name not in drawn:
        raise ValueError(f"there is no example {name!r}: choose one of {', '.join(drawn)}")
    image = from_array(getattr(skimage.data, name)())
    outline = Image.new("1", image.shape[1::-1])
    ImageDraw.Draw(outline).polygon([tuple(point) for point in drawn[name]["outline"]], fill=1)
    return image, drawn[name]["strokes"], np.array(outline)


def stroke_colour(label):
    """The colour in which strokes of a label are shown, red, green and blue from 0 to 255: white for label 0."""
    return label_colour(label) if label else (255, 255, 255)  # the mask's black could not be seen on a dark image


def show_strokes(image, strokes):
    """The image with its strokes painted on it, float (height, width, 3), ready for `plots.show_images`."""
    shown = from_array(np.array(image), "the image").copy()
    labels = draw_strokes(strokes, *shown.shape[:2])
    for label in np.unique(labels[labels >= 0]):
        shown[labels == label] = np.array(stroke_colour(label)) / 255
    return shown
