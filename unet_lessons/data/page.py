"""A synthetic photograph of a printed page: rotated words of many sizes, uneven light, noise. Lesson 08b.

Every letter has a box, so the position of each "e" is known. The font is DejaVu, which comes with matplotlib.
"""

from pathlib import Path

import matplotlib
import numpy as np
from PIL import Image, ImageDraw, ImageFont
from scipy.ndimage import gaussian_filter

FONTS = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "DejaVuSerif.ttf", "DejaVuSans-Oblique.ttf")
SIZES = (14.0, 22.0)  # smallest and largest font size, in pixels
TURN = 10.0  # largest rotation of a word to either side, in degrees
LINE, SPACE, BORDER = 26, 7, 8  # distance between lines, between words, and width of the border, in pixels
INK, PAPER = (0.1, 0.45), (0.75, 1.0)  # darkest and brightest word, darkest and brightest page
SHADE = 0.45  # how much darker the page can be at its darkest corner, as a share
BLUR, NOISE = 0.6, 0.05  # standard deviations of the camera's blur (pixels) and noise (brightness)
SHARPER = 3  # letters are drawn larger by this factor and then reduced, which gives smooth edges
WORDS = (
    "the of and to in that it was he for on are with as his they at be this from have or by one had not but what all"
    " were when we there can an your which their said if do will each about how up out them then she many some so these"
    " would other into has more her two like him see time could no make than first been its who now people my made over"
    " did down only way find use may water long little very after words called just where most know get through back"
    " much before go good new write our used me man too any day same right look think also around another came come"
    " work three word must because does part even place well such here take why things help put years different away"
    " again off went old number great tell men say small every found still between name should home big give air line"
    " set own under read last never us left end along while might next sound below saw something thought both few those"
    " always looked show large often together asked house world going want school important until form food keep"
).split()


def make_page(seed=0, height=384, width=512):
    """A page (height, width) of float32 in [0, 1], and its words: a list of (text, boxes).

    `boxes` is (letters, 4) of float: top, left, bottom and right of each letter of the word, in pixels, upright boxes
    centred on the rotated letters. No word is cut off by the border. The same seed gives the same page. ValueError for
    a page of fewer than 64 pixels on a side. Used in lesson 08b.
    """
    if min(height, width) < 64:
        raise ValueError(f"the page is {height}×{width}: give at least 64 pixels on each side")
    rng = np.random.default_rng(seed)
    darkness, words = np.zeros((height, width)), []
    for row in range(BORDER + LINE // 2, height - BORDER - LINE // 2 + 1, LINE):
        left = BORDER + rng.integers(12)
        while True:
            text = str(rng.choice(WORDS))
            ink, boxes = draw_word(text, rng.choice(FONTS), rng.uniform(*SIZES), rng.uniform(-TURN, TURN))
            if left + ink.shape[1] > width - BORDER:
                break
            top = int(np.clip(row + rng.integers(-2, 3) - ink.shape[0] // 2, 0, height - ink.shape[0]))
            part = darkness[top : top + ink.shape[0], left : left + ink.shape[1]]
            np.maximum(part, ink * (1 - rng.uniform(*INK)), out=part)
            words.append((text, boxes + [top, left, top, left]))
            left += ink.shape[1] + SPACE + rng.integers(6)
    return photographed(darkness, rng), words


def draw_word(text, font, size, turn):
    """One word, rotated by `turn` degrees: its ink (height, width), 0 to 1, and its letters' boxes (letters, 4)."""
    path = Path(matplotlib.get_data_path(), "fonts", "ttf", font)
    type_face = ImageFont.truetype(path, size * SHARPER)
    ends = [type_face.getlength(text[:count]) for count in range(len(text) + 1)]
    wide, tall = int(ends[-1]) + 6 * SHARPER, int(1.5 * size * SHARPER)
    canvas = Image.new("L", (wide, tall))
    pencil, boxes = ImageDraw.Draw(canvas), []
    for letter, left in zip(text, ends, strict=False):
        corner = (left + 3 * SHARPER, 0.1 * size * SHARPER)
        pencil.text(corner, letter, fill=255, font=type_face)
        boxes.append(pencil.textbbox(corner, letter, font=type_face))
    turned = canvas.rotate(turn, Image.Resampling.BICUBIC, expand=True)
    boxes = np.array(boxes, float)
    middles, halves = (boxes[:, :2] + boxes[:, 2:]) / 2, (boxes[:, 2:] - boxes[:, :2]) / 2
    cosine, sine = np.cos(np.radians(turn)), np.sin(np.radians(turn))
    middles = (middles - [wide / 2, tall / 2]) @ np.array([[cosine, -sine], [sine, cosine]])
    middles += np.array(turned.size) / 2
    small = turned.resize([max(1, side // SHARPER) for side in turned.size], Image.Resampling.BOX)
    ratio = np.array(small.size) / turned.size
    boxes = np.concatenate([(middles - halves) * ratio, (middles + halves) * ratio], axis=1)[:, [1, 0, 3, 2]]
    ink = np.asarray(small) / 255
    inked = np.flatnonzero(ink.max(axis=1) > 0.05)  # rows without ink are cut off, so that lines are closer
    return ink[inked[0] : inked[-1] + 1], boxes - [inked[0], 0, inked[0], 0]


def photographed(darkness, rng):
    """The page (height, width) as a camera sees it, 0 to 1: in uneven light, blurred and noisy."""
    height, width = darkness.shape
    angle = rng.uniform(0, 2 * np.pi)
    down, across = np.linspace(-1, 1, height)[:, None], np.linspace(-1, 1, width)
    slope = (np.sin(angle) * down + np.cos(angle) * across) / 2  # from about −0.7 to 0.7
    light = rng.uniform(*PAPER) * (1 - rng.uniform(0, SHADE) * (slope - slope.min()))
    page = gaussian_filter(light * (1 - darkness), BLUR) + rng.normal(0, NOISE, darkness.shape)
    return np.clip(page, 0, 1).astype(np.float32)


def letter_boxes(words, letter="e"):
    """The boxes (count, 4) of all occurrences of a letter: top, left, bottom, right, in pixels. Used in lesson 08b."""
    found = [boxes[index] for text, boxes in words for index, one in enumerate(text) if one == letter]
    return np.array(found).reshape(-1, 4)


def mark_letters(words, letter="e", count=16, seed=0):
    """Strokes as a person would draw them: dots on `count` of the letters, lines through `count` words without it.

    Dots have label 1 and lines have label 0; `scribbles.strokes` describes the form of a stroke. The same `seed` gives
    the same strokes. ValueError if the page has too few of either. Used in lesson 08b.
    """
    rng = np.random.default_rng(seed)
    boxes, without = letter_boxes(words, letter), [boxes for text, boxes in words if letter not in text]
    if min(len(boxes), len(without)) < count:
        raise ValueError(
            f"{len(boxes)} letters {letter!r} and {len(without)} words without it: too few to mark {count} of each"
        )
    dots, lines = (rng.permutation(len(some))[:count] for some in (boxes, without))
    strokes = []
    for top, left, bottom, right in boxes[dots]:
        strokes.append({"label": 1, "width": float(bottom - top), "points": [[(left + right) / 2, (top + bottom) / 2]]})
    for word in (without[line] for line in lines):
        middles = (word[:, :2] + word[:, 2:])[:, ::-1] / 2
        size = float(np.median(word[:, 2] - word[:, 0]))
        strokes.append({"label": 0, "width": size, "points": middles[[0, -1]].tolist()})
    return strokes
