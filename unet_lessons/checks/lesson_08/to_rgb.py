"""Exercise 1 · to_rgb: an image of any kind of number, grey, in colour or with alpha, as colours in [0, 1]."""

import itertools

import numpy as np

from ..results import check
from ..vocabulary import expect, expect_answer

COLOURS = np.uint8([[[10, 20, 30], [200, 0, 51], [0, 102, 0]], [[153, 7, 80], [0, 0, 0], [5, 190, 60]]])
GREY = np.uint8([[0, 51, 102, 153, 204], [40, 20, 10, 200, 100]])
DEEP, NIGHT = np.uint16([[0, 300, 65535], [30000, 9, 1000]]), np.uint16([[0, 200, 90], [20, 0, 3]])
YES, DIM = np.array([[True, False, False], [False, True, False]]), np.uint8([[0, 1, 1], [1, 0, 0]])
FLOATS = np.array([[0.0, 0.25, 0.5], [0.75, 0.1, 0.2]])
CLEAR = np.uint8([[[255, 0, 0, 255], [0, 102, 204, 0], [51, 153, 0, 51]]])
THIN = np.array([[[0.5, 0.25, 1, 1], [0.5, 0.25, 0, 0], [0.2, 0.4, 0.6, 0.5]]])

BY_KIND = "`if array.dtype == np.uint16:` asks for one kind. `bool`, `np.uint8` and `np.float32` are others."
DARK = "You ask how large the numbers of the image are. An image may be dark: ask `array.dtype` instead."
NARROW = "This image is 4 pixels wide, and has no channels. Ask `array.ndim` before you look at `array.shape[2]`."


def three(grey):
    """A grey image (h, w) three times, as (h, w, 3)."""
    return np.repeat(np.asarray(grey, float)[:, :, np.newaxis], 3, axis=2)


def on_white(image):
    """An image (h, w, 4) of floats in [0, 1], laid on white: (h, w, 3)."""
    return image[:, :, :3] * image[:, :, 3:] + 1 - image[:, :, 3:]


def with_alpha(kind, image, scaled):
    """The case of an image (h, w, 4) with alpha, which is `scaled` in [0, 1]."""
    colour, alpha = scaled[:, :, :3], scaled[:, :, 3:]
    return (
        (f"a colour image with alpha, {kind}", image, on_white(scaled)),
        "First bring all four channels to 0 … 1. Then lay the colours on white.",
        "`alpha = image[:, :, 3:]` keeps its axis, and then `image[:, :, :3] * alpha + 1 - alpha`.",
        (scaled, "The alpha channel is still there, as a fourth colour. It says how much of a pixel is there."),
        (colour, "This shows the colours that are hidden in transparent parts. Lay them on white."),
        (colour * alpha, "This is laid on black. Add `1 - alpha`, so that white shows through."),
        (colour * (1 - alpha) + alpha, "Alpha is inverted: 1 is opaque and shows the colour, 0 shows white."),
        (colour * alpha / 255 + 1 - alpha / 255, "Alpha was divided by 255 once too often: it is in 0 … 1."),
    )


CASES = [  # (name, image, right answer), hints, and known mistakes
    (
        ("a colour image of uint8", COLOURS, COLOURS / 255),
        "uint8 goes from 0 to 255. 255 is white, and white is 1.",
        "`array / 255` does it for this kind.",
        (COLOURS, "The numbers still go up to 255. White is 1: divide."),
        (COLOURS / COLOURS.max(), "This divides by the brightest pixel: a dark image is lit up. White is 255."),
        (COLOURS[..., ::-1] / 255, "Red and blue are exchanged. Leave the channels in their order."),
        (
            np.repeat(COLOURS.mean(-1, keepdims=True), 3, -1) / 255,
            "The colours are gone. Leave the three channels apart.",
        ),
        (COLOURS / 255 / 255, "The numbers were divided by 255 twice."),
        (COLOURS // 255, "`//` leaves whole numbers: all but pure white became 0. Divide with `/`."),
        (COLOURS / 256, "There are 256 numbers, but the largest of them is 255: divide by that."),
    ),
    (
        ("a grey image of uint8, 2×5", GREY, three(GREY / 255)),
        "In grey, red, green and blue are the same: repeat the numbers three times, along a new last axis.",
        "`np.stack([grey, grey, grey], axis=-1)` gives (h, w, 3).",
        (GREY / 255, "The numbers are right, but the channels are missing: (h, w, 3) is needed."),
        ((GREY / 255)[:, :, None], "One channel is there. Three are needed, all with the same numbers."),
        (np.stack([GREY / 255] * 3), "The channels came first, (3, h, w). They are the last axis: `axis=-1`."),
        (three(GREY / 255) * [1, 0, 0], "Only the first channel is filled: that is red. Fill all three alike."),
    ),
    (("a grey image of uint8, 4 pixels wide", GREY[:, :4], three(GREY[:, :4] / 255)), NARROW, BY_KIND),
    (
        ("a grey image of uint16", DEEP, three(DEEP / 65535)),
        "16 bits go up to 65,535 (2**16 − 1), so that is white here.",
        BY_KIND,
        (three(DEEP / 255), "These are 16 bits, and 255 is a dark grey here. White is 65,535."),
        (three(DEEP.astype("uint8") / 255), "`astype('uint8')` keeps 8 of 16 bits: 300 became 44. Divide first."),
        (three(DEEP // 256 / 255), "The last bits are lost on the way. Divide by 65,535 at once."),
    ),
    (
        ("a grey image of bool", YES, three(YES)),
        "True is white already: 1.",
        BY_KIND,
        (three(YES / 255), "True became 1/255, nearly black. True is white."),
    ),
    (
        ("a grey image of float from 0 to 1", FLOATS, three(FLOATS)),
        "Floats from 0 to 1 are right as they are.",
        BY_KIND,
        (three(FLOATS / 255), "Floats from 0 to 1 need no division: after it, all is black."),
        (three(FLOATS / 0.75), "The brightest pixel became white. Leave floats as they are."),
    ),
    (("a grey image of uint8, nearly black", DIM, three(DIM / 255)), DARK, BY_KIND),
    (("a grey image of uint16, dark", NIGHT, three(NIGHT / 65535)), DARK, BY_KIND),
    with_alpha("uint8", CLEAR, CLEAR / 255),
    with_alpha("float from 0 to 1", THIN, THIN),
]
WHITE = {"uint8": 255, "uint16": 65535, "bool": True, "float32": 1, "float64": 1}
SHAPES = [(3, 4), (4, 3), (1, 1), (5, 2, 3), (2, 7, 4), (4, 4, 4), (3, 3, 3)]


def random_cases():
    """Each kind of number in each kind of shape, dark ones too: the name, the image, the right answer, and mistakes."""
    rng = np.random.default_rng(0)
    for (kind, white), shape, part in itertools.product(WHITE.items(), SHAPES, (1, 0.02)):
        image = rng.random(shape) * part
        image = image > part / 2 if kind == "bool" else (image * white).astype(kind)
        scaled = image.astype(float) / white
        colours = {2: "grey", 3: "in colour", 4: "in colour with alpha"}[shape[2] if len(shape) == 3 else 2]
        right = three(scaled) if colours == "grey" else on_white(scaled) if "alpha" in colours else scaled
        raw, others = image.astype(float), {1, 255, 65535} - {int(white)}
        if colours == "grey":
            wrong = [three(raw / other) for other in others]
        elif "alpha" in colours:
            wrong = [on_white(raw / other) for other in others]
            wrong += [on_white(np.dstack([scaled[:, :, :3], raw[:, :, 3] / other])) for other in others]
        else:
            wrong = [raw / other for other in others]
        scale = f"White is {white} in {kind}, whatever the image holds and however many channels it has."
        what = f"an image of {kind}, {colours}, {'×'.join(map(str, shape))}{', dark' if part < 1 else ''}"
        yield (what, image, right), *((one, scale) for one in wrong)


@check(
    "1 · to_rgb",
    "Two things differ from kind to kind: the number that stands for white, and the shape. Settle them one by one.",
    "`array.dtype` tells the kind of number, `array.ndim` whether there are channels, and `np.iinfo(array.dtype).max`"
    " the largest whole number.",
)
def to_rgb(answer):
    only_whole = "`np.iinfo` knows whole numbers only. True is white already, and floats end at 1."
    errors = [("Invalid integer data type", f"{only_whole} Ask `array.dtype.kind`, which is 'u', 'b' or 'f'.", BY_KIND)]
    kinds = "It works for other kinds and shapes. Handle scale, channels and alpha one after the other."
    for case, *said in [*CASES, *((case, kinds, BY_KIND, *wrong) for case, *wrong in random_cases())]:
        kind, what = expect_answer(answer, case, *said, errors=errors).dtype, f"{case[0]}: the kind of number"
        floats = "True and False count as 1 and 0, but they are no floats: `array.astype(float)`."
        expect(kind.kind == "f", what, floats, expected="floats", got=str(kind))
