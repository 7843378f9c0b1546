"""Strokes of a pen over a photograph, for B1: what is lost is wider than a few convolutions see."""

import numpy as np
from PIL import Image, ImageDraw

WIDTHS = range(5, 13)  # of a stroke, in pixels
STEPS, STEP, BEND = 10, 6.0, 0.4  # how many straight steps a stroke has, their length in pixels, the turns in radians


def draw_over(photo, rng, share=0.25):
    """A photograph with random strokes over it, and where they are: (height, width) float32 and (height, width) bool.

    `photo` is (height, width) in [0, 1] and stays as it is. Bent strokes, 5 to 12 pixels wide, each of one random grey,
    are drawn until they cover `share` of the photograph; `rng` is a NumPy generator. ValueError for a photograph of
    another shape and for a share that is not between 0 and 0.9.
    """
    photo = np.array(photo, np.float32)
    if photo.ndim != 2 or photo.size == 0 or not 0 <= share <= 0.9:
        raise ValueError(f"photo {photo.shape} and share {share}: give (height, width), and a share from 0 to 0.9")
    drawn, covered = Image.fromarray(photo), Image.new("L", photo.shape[::-1])
    while np.mean(np.array(covered)) < share:
        width, grey = int(rng.choice(WIDTHS)), float(rng.uniform())
        points = stroke(rng, *photo.shape)
        ImageDraw.Draw(drawn).line(points, fill=grey, width=width, joint="curve")
        ImageDraw.Draw(covered).line(points, fill=1, width=width, joint="curve")
    return np.array(drawn), np.array(covered) > 0


def stroke(rng, height, width):
    """The corners of one bent stroke that begins inside an image of this size: a list of (x, y) in pixels."""
    angles = rng.uniform(0, 2 * np.pi) + np.cumsum(rng.normal(0, BEND, STEPS))
    ways = STEP * np.stack([np.cos(angles), np.sin(angles)], axis=1)
    return [tuple(point) for point in rng.uniform((0, 0), (width, height)) + np.cumsum(ways, axis=0)]
