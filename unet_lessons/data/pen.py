"""Strokes of a pen over a photograph, for B1: what is lost is wider than a few convolutions see."""

import numpy as np
from PIL import Image, ImageDraw

WIDTHS = (5, 12)  # the thinnest and the thickest stroke, in pixels
STEPS, STEP, BEND = 10, 6.0, 0.4  # how many straight steps a stroke has, their length in pixels, the turns in radians


def draw_over(photo, rng, share=0.25):
    """A photograph with random strokes over it, and where they are: (height, width) float32 and (height, width) bool.

    `photo` is (height, width) in [0, 1] and stays as it is. Bent strokes, 5 to 12 pixels wide, each of one random grey,
    are drawn until they cover `share` of the photograph; `rng` is a NumPy generator. ValueError for a photograph of
    another shape and for a share that is not between 0 and 0.9.
    """
    photo = np.asarray(photo, np.float32)
    if photo.ndim != 2 or photo.size == 0 or not 0 <= share <= 0.9:
        raise ValueError(f"photo {photo.shape} and share {share}: give (height, width), and a share from 0 to 0.9")
    canvas, greys = Image.new("I", photo.shape[::-1]), [0.0]  # the canvas holds the number of the stroke, from 1 on
    pen = ImageDraw.Draw(canvas)
    while np.mean(np.array(canvas) > 0) < share:
        width, points = int(rng.integers(WIDTHS[0], WIDTHS[1] + 1)), stroke(rng, *photo.shape)
        pen.line(points, fill=len(greys), width=width)
        radius = (width - 1) / 2
        for x, y in points:  # a disc on each corner: the pen is round
            pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=len(greys))
        greys.append(rng.uniform())
    numbers = np.array(canvas)
    return np.where(numbers > 0, np.array(greys, np.float32)[numbers], photo), numbers > 0


def stroke(rng, height, width):
    """The corners of one bent stroke that begins inside an image of this size: a list of (x, y) in pixels."""
    angles = rng.uniform(0, 2 * np.pi) + np.cumsum(rng.normal(0, BEND, STEPS))
    ways = STEP * np.stack([np.cos(angles), np.sin(angles)], axis=1)
    return [tuple(point) for point in (rng.uniform((0, 0), (width, height)) + np.cumsum(ways, axis=0)).tolist()]
