"""Pen strokes over a photograph, for B1: they hide areas wider than the receptive field of a few convolutions."""

import numpy as np
from PIL import Image, ImageDraw

WIDTHS = (5, 12)  # width of the thinnest and the thickest stroke, in pixels
STEPS, STEP, BEND = 10, 6.0, 0.4  # straight segments of a stroke, their length (pixels), turn between them (radians)


def draw_over(photo, rng, share=0.25):
    """A photograph with random strokes over it, and the mask of the strokes: float32 and bool, both (height, width).

    `photo` is (height, width) in [0, 1] and is not changed. Bent strokes, 5 to 12 pixels wide and each of one random
    grey, are added until they cover `share` of the photograph. `rng` is a NumPy random generator. ValueError for a
    photograph of another shape, and unless `share` is from 0 to 0.9. Used in B1.
    """
    photo = np.asarray(photo, np.float32)
    if photo.ndim != 2 or photo.size == 0 or not 0 <= share <= 0.9:
        raise ValueError(f"photo {photo.shape} and share {share}: give (height, width), and a share from 0 to 0.9")
    canvas, greys = Image.new("I", photo.shape[::-1]), [0.0]  # the canvas holds the stroke's number, from 1 on
    pen = ImageDraw.Draw(canvas)
    while np.mean(np.array(canvas) > 0) < share:
        width, points = int(rng.integers(WIDTHS[0], WIDTHS[1] + 1)), stroke(rng, *photo.shape)
        pen.line(points, fill=len(greys), width=width)
        radius = (width - 1) / 2
        for x, y in points:  # a disc at each corner, because the pen is round
            pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=len(greys))
        greys.append(rng.uniform())
    numbers = np.array(canvas)
    return np.where(numbers > 0, np.array(greys, np.float32)[numbers], photo), numbers > 0


def stroke(rng, height, width):
    """The corners of one bent stroke that starts inside an image of this size: a list of (x, y) in pixels."""
    angles = rng.uniform(0, 2 * np.pi) + np.cumsum(rng.normal(0, BEND, STEPS))
    ways = STEP * np.stack([np.cos(angles), np.sin(angles)], axis=1)
    return [tuple(point) for point in (rng.uniform((0, 0), (width, height)) + np.cumsum(ways, axis=0)).tolist()]
