"""Checks for the practice of lessons 08 and 08b: pixel values, sizes, probabilities, scribbles and strips."""

import numpy as np

from .results import check, question
from .vocabulary import NotYet, array_of, call, expect, expect_equal, expect_shape, same

COLOURS = np.uint8([[[10, 20, 30], [200, 0, 51], [0, 102, 0]], [[153, 7, 80], [0, 0, 0], [5, 190, 60]]])
GREY = np.uint8([[0, 51, 102, 153, 204], [40, 20, 10, 200, 100]])
CLEAR = np.uint8([[[255, 0, 0, 255], [0, 102, 204, 0], [51, 153, 0, 51]]])
THIN = np.array([[[0.5, 0.25, 1, 1], [0.5, 0.25, 0, 0], [0.2, 0.4, 0.6, 0.5]]])


def three(grey):
    """A grey image (h, w) three times, as (h, w, 3)."""
    return np.repeat(np.asarray(grey, float)[:, :, np.newaxis], 3, axis=2)


def on_white(image):
    """An image (h, w, 4) of floats in [0, 1], laid on white: (h, w, 3)."""
    return image[:, :, :3] * image[:, :, 3:] + 1 - image[:, :, 3:]


def kinds_of_numbers():
    """Kinds of grey images: a name, an array, what is white in it, what to say; then known mistakes."""
    deep, yes = np.uint16([[0, 300, 65535], [30000, 9, 1000]]), np.array([[True, False, False], [False, True, False]])
    floats = np.array([[0.0, 0.25, 0.5], [0.75, 0.1, 0.2]])
    dark = "You ask how large the numbers of the image are. An image may be dark: ask `array.dtype` instead."
    narrow = "This image is 4 pixels wide, and has no channels. Ask `array.ndim` before you look at `array.shape[2]`."
    return [
        ("uint8, 4 pixels wide", GREY[:, :4], 255, narrow, (GREY[:, :4] / 255, narrow)),
        (
            *("uint16", deep, 65535, "16 bits go up to 65,535 (2**16 − 1), so that is white here."),
            (three(deep / 255), "These are 16 bits, and 255 is a dark grey here. White is 65,535."),
            (three(deep.astype("uint8") / 255), "`astype('uint8')` keeps 8 of 16 bits: 300 became 44. Divide first."),
            (three(deep // 256 / 255), "The last bits are lost on the way. Divide by 65,535 at once."),
        ),
        (
            *("bool", yes, 1, "True is white already: 1."),
            (three(yes / 255), "True became 1/255, nearly black. True is white."),
        ),
        (
            *("float from 0 to 1", floats, 1, "These numbers are as they should be."),
            (three(floats / 255), "Floats from 0 to 1 need no division: after it, all is black."),
            (three(floats / 0.75), "The brightest pixel became white. Leave floats as they are."),
        ),
        ("uint8, nearly black", np.uint8([[0, 1, 1], [1, 0, 0]]), 255, dark),
        ("uint16, dark", np.uint16([[0, 200, 90], [20, 0, 3]]), 65535, dark),
    ]


@check(
    "1 · to_rgb",
    "Two things differ from kind to kind: the number that stands for white, and the shape. Settle them one by one.",
    "`array.dtype` tells the kind of number, `array.ndim` whether there are channels, and `np.iinfo(array.dtype).max`"
    " the largest whole number.",
)
def to_rgb(answer):
    expect_equal(
        "a colour image of uint8",
        call(answer, COLOURS),
        COLOURS / 255,
        "uint8 goes from 0 to 255. 255 is white, and white is 1.",
        "`array / 255` does it for this kind.",
        mistakes=[
            (COLOURS, "The numbers still go up to 255. White is 1: divide."),
            (COLOURS / COLOURS.max(), "This divides by the brightest pixel: a dark image is lit up. White is 255."),
            (COLOURS // 255, "`//` leaves whole numbers: all but pure white became 0. Divide with `/`."),
            (COLOURS / 256, "There are 256 numbers, but the largest of them is 255: divide by that."),
        ],
    )
    expect_equal(
        "a grey image of uint8, 2×5",
        call(answer, GREY),
        three(GREY / 255),
        "A grey pixel has red, green and blue alike: the same numbers three times, as the last axis.",
        "`np.stack([grey, grey, grey], axis=-1)` gives (h, w, 3).",
        mistakes=[
            (GREY / 255, "The numbers are right, but the channels are missing: (h, w, 3) is needed."),
            ((GREY / 255)[:, :, None], "One channel is there. Three are needed, all with the same numbers."),
            (np.stack([GREY / 255] * 3), "The channels came first, (3, h, w). They are the last axis: `axis=-1`."),
            (three(GREY / 255) * [1, 0, 0], "Only the first channel is filled: that is red. Fill all three alike."),
        ],
    )
    strong = "`if array.dtype == np.uint16:` asks for one kind. `bool`, `np.uint8` and `np.float32` are others."
    for kind, array, white, hint, *mistakes in kinds_of_numbers():
        what = f"a grey image of {kind}"
        got = expect_equal(what, call(answer, array), three(array / white), hint, strong, mistakes=mistakes)
        floats = "True and False count as 1 and 0, but they are no floats: `array.astype(float)`."
        expect(got.dtype.kind == "f", f"{what}: the kind of number", floats, expected="floats", got=str(got.dtype))
    for what, array in (("uint8", CLEAR), ("float from 0 to 1", THIN)):
        scaled = array / 255 if array.dtype == np.uint8 else array
        colour, alpha = scaled[:, :, :3], scaled[:, :, 3:]
        expect_equal(
            f"a colour image with alpha, {what}",
            call(answer, array),
            on_white(scaled),
            "First bring all four channels to 0 … 1. Then lay the colours on white.",
            "`alpha = image[:, :, 3:]` keeps its axis, and then `image[:, :, :3] * alpha + 1 - alpha`.",
            mistakes=[
                (scaled, "The alpha channel is still there, as a fourth colour. It says how much of a pixel is there."),
                (colour, "This shows the colours that are hidden in transparent parts. Lay them on white."),
                (colour * alpha, "This lies on black. White shines through by as much as is missing: add `1 - alpha`."),
                (colour * (1 - alpha) + alpha, "Alpha is inverted: 1 is opaque and shows the colour, 0 shows white."),
                (colour * alpha / 255 + 1 - alpha / 255, "Alpha was divided by 255 once too often: it is in 0 … 1."),
            ],
        )


# 2 · A size that fits


class Recorder:
    """A network that notes what it is given, and answers with `look` of it."""

    def __init__(self, look):
        self.look, self.seen = look, []

    def __call__(self, image):
        image = np.array(image)
        if image.ndim != 2 or image.dtype.kind not in "biuf":
            raise ValueError(f"the network takes numbers (height, width), not {image.shape}")
        self.seen.append(image)
        return self.look(image.astype(float))


def padded(image, height, width, mode):
    """The image with a border of this kind, up to height × width: for each place in it where it may lie."""
    below, right = height - image.shape[0], width - image.shape[1]
    return [
        np.pad(image, ((top, below - top), (left, right - left)), mode=mode)
        for top in range(below + 1)
        for left in range(right + 1)
    ]


ODD = np.array([[3, 14, 1, 59, 26, 5, 35], [8, 97, 93, 2, 38, 46, 64], [33, 83, 27, 95, 0, 28, 84]])
ODD = np.vstack([ODD, [[19, 7, 16, 93, 99, 37, 51], [58, 20, 97, 49, 44, 59, 23]]])
FITS = np.arange(48).reshape(8, 6) ** 2 % 101


@check(
    "2 · predict_any_size",
    "Three steps: mirror until the size fits, call the network, cut the answer back to where the image lies.",
    "`-height % multiple` is what is missing to the next multiple: -5 % 4 is 3, and -8 % 4 is 0.",
    "`np.pad(image, ((0, below), (0, right)), mode='reflect')`, and of the answer `[:height, :width]`.",
)
def predict_any_size(answer):
    for image, multiple, size in ((ODD, 4, (8, 8)), (FITS, 8, (8, 8))):
        (height, width), network = image.shape, Recorder(lambda array: 2 * array)
        try:
            got, error = call(answer, network, image, multiple), None
        except NotYet as stopped:  # often for what it gave to the network
            got, error = None, stopped
        if network.seen:
            look_at_padding(network.seen[-1], image, multiple, size)
        if error:
            raise error
        expect(network.seen, "your function never calls the network", "`answer = network(padded)` is the second step.")
        whole = 2 * network.seen[-1]
        got = array_of("the answer", got)
        shifted = (
            "The cut begins in the wrong row or column. It must begin where the image begins in the padded one:"
            " note how much you put above and on the left."
        )
        empty = "The cut is empty: `answer[top:-bottom]` is `answer[top:0]` where nothing was added below."
        tops, lefts = range(size[0] - height + 1), range(size[1] - width + 1)
        windows = [(whole[t : t + height, x : x + width], shifted) for t in tops for x in lefts]
        hints = (
            "The answer is as large as the padded image. Keep the part in which your image lies.",
            "If you put `top` rows above and `left` columns before it: `[top : top + height, left : left + width]`.",
        )
        expect_equal(
            f"the answer for an image of {height}×{width}, multiple {multiple}",
            got,
            2 * image,
            *((empty, *hints) if got.size == 0 else hints),
            mistakes=[
                (whole, "This is the answer for the padded image. Cut it back to the image's own place and size."),
                (image, "This is the image again. Return the network's answer, cut to the image's place."),
                *windows,
            ],
        )


def look_at_padding(seen, image, multiple, size):
    """NotYet unless the network was given the image with a mirrored border, of this size."""
    missing = np.subtract(size, image.shape)
    lost = tuple(np.array(image.shape) + 2 * (missing // 2))
    hint = "Each side must be a multiple of `multiple`, and as little as possible is added."
    if seen.shape == image.shape:
        hint = "The network got the image as it is. Its sides are no multiples: add what is missing first."
    elif seen.shape == lost:
        hint = f"{max(missing)} is odd, and half of it, rounded down, on both sides is one too few. One side gets more."
    elif any(side < own for side, own in zip(seen.shape, image.shape, strict=True)):
        hint = "Some of the image was cut away, and its pixels get no answer. Add pixels instead: round up."
    elif all(side % multiple == 0 for side in seen.shape):
        hint = "That is more than is needed. A side that fits already gets nothing: `-height % multiple` is 0 then."
    what = f"an image of {image.shape[0]}×{image.shape[1]}, multiple {multiple}: the size that the network gets"
    strong = "`below = -height % multiple` and `right = -width % multiple` are missing in all."
    expect(seen.shape == size, what, hint, strong, expected=str(size), got=str(seen.shape))

    def is_padded(mode):
        return any(same(seen, array) for array in padded(image, *size, mode))

    if is_padded("reflect") or is_padded("symmetric"):
        return
    hint = "The image itself must stay as it is, pixel by pixel. Is it resized, or turned?"
    if any(same(seen[t : t + len(image), x : x + image.shape[1]], image) for t in range(8) for x in range(8)):
        hint = "The image is there, but the border around it is not its reflection."
    if is_padded("constant"):
        hint = "The border is 0: the network sees a black frame, as in no image that it knows. Mirror instead."
    elif is_padded("edge"):
        hint = "The border repeats the last row and column, which makes stripes. Mirror instead."
    elif is_padded("wrap"):
        hint = "The border comes from the opposite side of the image. Mirror instead."
    mirrored = padded(image, *size, "reflect")[0]
    raise NotYet("what the network gets", hint, "`np.pad(…, mode='reflect')` mirrors.", expected=mirrored, got=seen)


def predict_with_mirror(network, image, multiple):
    """The network's answer (h, w) for an image (h, w) of any size: mirrored to multiples, and cut back."""
    height, width = image.shape
    larger = np.pad(image, ((0, -height % multiple), (0, -width % multiple)), mode="reflect")
    return network(larger)[:height, :width]


# 3 · Sure labels

CLASSES = np.array(
    [[[0.8, 0.1, 0.1], [0.2, 0.7, 0.1], [0.1, 0.2, 0.7]], [[0.55, 0.4, 0.05], [0.3, 0.45, 0.25], [0.25, 0.2, 0.55]]]
)
ONE = np.array([[0.1, 0.45, 0.55, 0.02], [0.9, 0.65, 0.3, 0.52]])[:, :, np.newaxis]
TWO = np.array([[[0.95, 0.05], [0.2, 0.8]], [[0.03, 0.97], [0.85, 0.15]], [[0.4, 0.6], [0.08, 0.92]]])


TRUE_FOR_UNKNOWN = "`p > 0.5` is True and False. It cannot hold -1, which became True: add `.astype(int)`."


@check(
    "3 · sure_labels",
    "First the likeliest class of each pixel and its probability. Then -1 where that probability is too small.",
    "`labels = probabilities.argmax(axis=-1)` and `highest = probabilities.max(axis=-1)`; then `np.where`.",
)
def sure_labels(answer):
    likeliest, highest = CLASSES.argmax(-1), CLASSES.max(-1)
    expected = np.where(highest < 0.6, -1, likeliest)
    hints = (
        "`argmax(axis=-1)` says which class is likeliest, `max(axis=-1)` how likely it is. You need both.",
        "`np.where(probabilities.max(axis=-1) < sure, -1, probabilities.argmax(axis=-1))`",
    )
    expect_equal(
        "three classes, 2×3 pixels, sure = 0.6",
        call(answer, CLASSES, 0.6),
        expected,
        *hints,
        mistakes=[
            (likeliest, "Each pixel has its likeliest class, also where the network hardly knows. Put -1 there."),
            (np.where(highest < 0.5, -1, likeliest), "Pixels from 0.5 to `sure` have a label. Compare with `sure`."),
            (np.where(highest < 0.6, 0, likeliest), "Unsure pixels became 0, and 0 is a class: background. Put -1."),
            (expected % 256, "-1 became 255: `uint8` has no numbers below 0. Use `int` for labels."),
            (np.where(highest < 0.6, likeliest, -1), "Turned round: sure pixels keep their label, the others get -1."),
            (highest, "These are the highest probabilities. Which class has it? `argmax` tells its number."),
            (CLASSES.argmax(0), "`axis=0` runs down the rows. The classes are the last axis: `axis=-1`."),
            (CLASSES > 0.6, "This is one mask for each class. One label for each pixel is asked for, (h, w)."),
        ],
    )
    p = ONE[:, :, 0]
    over = np.where(p >= 0.6, 1, -1)
    one_hints = (
        "With one channel, p is the probability of class 1, and 1 − p that of class 0. So there are two classes.",
        "`probabilities = np.concatenate([1 - probabilities, probabilities], axis=-1)`, and go on as before.",
    )
    expect_equal(
        "one channel, 2×4 pixels, sure = 0.6",
        call(answer, ONE, 0.6),
        np.where(p > 0.6, 1, np.where(p < 0.4, 0, -1)),
        *one_hints,
        mistakes=[
            (np.ones_like(p), TRUE_FOR_UNKNOWN),
            ((p > 0.5) | (np.maximum(p, 1 - p) < 0.6), TRUE_FOR_UNKNOWN),
            (0 * p, "All is 0: of a single channel, the largest is always number 0. `argmax` needs two channels."),
            (np.where(p < 0.6, -1, 0), "Class 1 never appears: of a single channel, `argmax` is always 0."),
            (over, "A probability of 0.1 for class 1 is 0.9 for class 0: the network is sure there, and says 0."),
            (p >= 0.6, "0.55 became 0, but the network is not sure of class 0 there: it gives it only 0.45."),
            (p > 0.5, "That is the mask of all pixels. Unsure ones, between 1 − `sure` and `sure`, are -1."),
            (np.where(p > 0.6, 1, np.where(p < 0.4, 0, -1))[:, :, None], "The channel is still there. Labels (h, w)."),
        ],
    )
    expect_equal(
        "two classes, 3×2 pixels, sure = 0.9",
        call(answer, TWO, 0.9),
        [[0, -1], [1, -1], [-1, 1]],
        "It was right for another `sure`. Is a number written into your code?",
        *hints,
    )


# 4 · The loss of scribbles

DRAWN = np.array([[0, 0, 0, -1], [-1, -1, 0, -1], [1, -1, -1, -1]])
GUESS = np.array([[0.1, 0.3, 0.2, 0.6], [0.35, 0.9, 0.05, 0.45], [0.4, 0.15, 0.7, 0.25]])
GUESS = np.stack([1 - GUESS, GUESS], axis=-1)
FEW = np.array([[0, -1, 2], [0, 2, -1]])
SOFT = np.array(
    [[[0.7, 0.1, 0.2], [0.2, 0.5, 0.3], [0.1, 0.3, 0.6]], [[0.4, 0.4, 0.2], [0.3, 0.2, 0.5], [0.6, 0.3, 0.1]]]
)


def losses_of(labels, probabilities):
    """For each class that is drawn, the cross-entropy of each of its pixels: a list of arrays."""
    classes = range(probabilities.shape[-1])
    return [-np.log(probabilities[labels == k, k]) for k in classes if (labels == k).any()]


@check(
    "4 · scribble_loss",
    "For class 1: `probabilities[labels == 1, 1]` are the probabilities of class 1 at the pixels drawn as 1.",
    "`-np.log(…)` of them, their mean, and the mean of all classes' means.",
)
def scribble_loss(answer):
    got = array_of("the loss", call(answer, DRAWN, GUESS))
    each = losses_of(DRAWN, GUESS)
    every, means = np.concatenate(each), np.array([one.mean() for one in each])
    others = losses_of(DRAWN, GUESS[:, :, ::-1])
    filled = losses_of(np.maximum(DRAWN, 0), GUESS)
    last = losses_of(np.where(DRAWN < 0, 1, DRAWN), GUESS)
    background = "Undrawn pixels were counted as class 0. Nobody has said that: leave them out."
    index = "`-1` as an index takes the last class, without an error. Leave undrawn pixels out before you index."
    alike = "This is the mean of all drawn pixels: a class with more of them counts more. Take each class's mean first."
    divisor = "The sum was divided by all pixels, as in the lesson. Divide by the drawn ones, class by class."
    wrong = "These are the probabilities of the wrong class. A pixel drawn as 1 needs channel 1."
    hints = (
        "Take one class at a time: its drawn pixels, their cross-entropy, the mean. Then the mean of these means.",
        "`np.mean(-np.log(probabilities[labels == k, k]))` is the mean of class k.",
    )
    expect_equal(
        "four pixels drawn as class 0, one as class 1",
        got,
        means.mean(),
        *hints,
        mistakes=[
            (every.mean(), alike),
            (every.sum() / DRAWN.size, divisor),
            (np.concatenate(filled).mean(), background),
            (np.mean([one.mean() for one in filled]), background),
            (np.concatenate(last).mean(), index),
            (np.mean([one.mean() for one in last]), index),
            (-means.mean(), "The sign is wrong: the logarithm of a probability is below 0, so take minus that."),
            (means.sum(), "The means of the classes were added. Divide by how many there are."),
            (means, "These are the means of the classes. One number is asked for: their mean."),
            (np.mean([one.sum() for one in each]), "Within a class, take the mean of its pixels, not the sum."),
            (np.mean([one.mean() for one in others]), wrong),
            (means.mean() / np.log(2), "Cross-entropy has the natural logarithm, `np.log`, not `np.log2`."),
        ],
    )
    few = [one.mean() for one in losses_of(FEW, SOFT)]
    fewer = "Class 2 was left out. There may be more than two classes: `probabilities.shape[-1]`."
    missing = "Class 1 is not drawn here, and a mean of no pixels is NaN. Skip such a class."
    got = call(answer, FEW, SOFT)
    expect_equal(
        "three classes, of which class 1 is not drawn",
        got,
        np.mean(few),
        missing if same(got, np.nan) else "Classes may have any number, and one may be missing. Skip it.",
        "`if (labels == k).any():` asks whether class k is drawn at all. Loop over `range(probabilities.shape[-1])`.",
        mistakes=[
            (sum(few) / 3, "A class that is not drawn counted as a loss of 0. Divide by the classes that are drawn."),
            (few[0] / 2, fewer),
            (few[0], fewer),
        ],
    )
    certain = GUESS.copy()
    certain[DRAWN < 0] = [0, 1]
    certain[0, 3] = [1, 0]
    expect_equal(
        "a network that is certain, 0 and 1, where nothing is drawn",
        call(answer, DRAWN, certain),
        means.mean(),
        "The logarithm of 0 is minus infinity, and 0 times infinity is NaN: a weight of 0 does not save you.",
        "Pick the drawn pixels first, take the logarithm afterwards.",
    )
    expect_equal(
        "nothing is drawn at all",
        call(answer, np.full((3, 4), -1), GUESS),
        0,
        "Without a drawn pixel there is nothing to learn from: the loss is 0.",
        "If your list of means is empty, return 0.0.",
    )


# 5 · Strips


def see_around(margin):
    """A network that sees `margin` rows up and down, and 0 beyond the edge of what it is given."""

    def look(image):
        high = np.pad(image, ((margin, margin), (0, 0)))
        return sum((number + 2) * high[number : number + len(image)] for number in range(2 * margin + 1))

    return look


def in_pieces(network, image, strip, step, skip):
    """The answer put together from strips of `strip` rows, all but the first without their first `skip`."""
    answer = np.empty(image.shape)
    for start in [*range(0, len(image) - strip, step), len(image) - strip]:
        first = skip if start else 0
        answer[start + first : start + strip] = network(image[start : start + strip])[first:]
    return answer


def averaged(network, image, strip, step):
    """The mean of all answers that a pixel gets."""
    total, count = np.zeros(image.shape), np.zeros(image.shape)
    for start in [*range(0, len(image) - strip, step), len(image) - strip]:
        total[start : start + strip] += network(image[start : start + strip])
        count[start : start + strip] += 1
    return total / count


def blur(image):
    """The mean of 17×17 pixels around each pixel of an image (h, w): sees 8 to each side, and 0 beyond the edge."""
    from scipy.ndimage import uniform_filter

    return uniform_filter(np.asarray(image, float), 17, mode="constant")


STRIPS = [  # height of the image, of a strip, margin
    (14, 6, 1, "three strips cover it exactly"),
    (13, 6, 1, "the last strip must move up"),
    (17, 8, 2, "another margin"),
    (6, 6, 1, "one strip takes it all"),
]


@check(
    "5 · in_strips",
    "The first and last `margin` rows of a strip's answer are spoilt, but not at the image's own top and bottom.",
    "Strips begin at 0, step, 2 × step … with `step = strip - 2 * margin`, and the last one at `height - strip`.",
    "Write each answer without its first `margin` rows (all of it for the first strip): the next strip writes over the"
    " spoilt end.",
)
def in_strips(answer):
    beside = "Strips side by side: a row at a seam lacks what lies beyond it. Overlap by 2 × `margin` rows."
    half = "They overlap by `margin`. But both strips are spoilt that far at a seam: overlap by 2 × `margin`."
    over = (
        "The first `margin` rows of a strip are spoilt, and went over good ones. Skip them, except in the first strip."
    )
    mean = "The mean of a good row and a spoilt one is half spoilt. Keep the good one alone."
    border = "The image's first and last rows are missing. There the strip ends with the image, so keep them."
    for height, strip, margin, what in STRIPS:
        image, look = np.arange(2 * height).reshape(height, 2) * 7 % 31 + 1, see_around(margin)
        network, what = Recorder(look), f"{height} rows, strip {strip}, margin {margin} ({what})"
        try:
            got = call(answer, network, image, strip, margin)
        except NotYet:
            if network.seen:  # the error may come from what it made of the strips
                expect_strips(what, network.seen, strip, image)
            raise
        expect_strips(what, network.seen, strip, image)
        expected, step = look(image), strip - 2 * margin
        got = array_of("the answer", got)
        hint = "The answer is as high as the image. Where strips overlap, keep each row from one strip only."
        expect_shape(what, got, expected.shape, hint, "`answer = np.empty(image.shape)`, and write rows into it.")
        ends = expected.copy()
        ends[:margin] = ends[height - margin :] = 0
        expect_equal(
            what,
            got,
            expected,
            "Compare row by row with `network(image)`. Near the ends of a strip the network saw 0 for what lies"
            " beyond: such rows must come from the next strip.",
            "`answer[start + margin : start + strip] = part[margin:]`, in steps of `strip - 2 * margin`; the first"
            " strip without `+ margin`.",
            mistakes=[
                (in_pieces(look, image, strip, strip, 0), beside),
                (in_pieces(look, image, strip, strip - margin, margin), half),
                (in_pieces(look, image, strip, strip - margin, 0), half),
                (in_pieces(look, image, strip, step, 0), over),
                (averaged(look, image, strip, step), mean),
                (averaged(look, image, strip, strip - margin), mean),
                (ends, border),
            ],
        )


def expect_strips(what, seen, strip, image):
    """NotYet unless the network was given strips (strip, w) of the image, of the right height."""
    heights = [len(array) for array in seen]
    hint = "The network takes exactly `strip` rows, as if no more fitted into memory."
    if heights and heights[-1] < strip and all(high == strip for high in heights[:-1]):
        hint = "The last strip has too few rows. Move it up, so that it ends with the image: `height - strip`."
    elif len(image) in heights:
        hint = "The network got the whole image. Imagine that it does not fit into memory: give it strips."
    strong = "`image[start : start + strip]` is a strip, for starts from 0 to `height - strip`."
    wrong = [high for high in heights if high != strip][:1]
    expect(heights, f"{what}: your function never calls the network", hint, strong)
    expect(not wrong, f"{what}: the rows of a strip", hint, strong, expected=strip, got=(wrong or [None])[0])
    wide = {array.shape[1] for array in seen}
    expect(wide == {image.shape[1]}, f"{what}: the width of a strip", "A strip is as wide as the image.", strong)


question_1 = question(
    "Question 1",
    "c",
    a="Nothing in the image says so. A sigmoid gives numbers between 0 and 1, in a good network as in a bad one.",
    b="That makes an image of the probabilities, with 256 greys. A mask has labels, and nobody has chosen them yet.",
    c="Yes. Grey is a probability, not a label. Compare it with 0.5; if the mask is poor then, look at the training.",
)
question_2 = question(
    "Question 2",
    "a",
    a="Yes. `save_mask` writes label 1 as 255, so that one sees it. `saved > 127` gives the labels back.",
    b="JPEG changes pixels near edges, but this is a PNG, and it keeps every number. Print `np.unique` of both.",
    c="Shifted masks differ along outlines. Here all of the cat differs and nothing else. Print `np.unique` of both.",
)
question_3 = question(
    "Question 3",
    "b",
    a="Between labels 0 and 2 lies 1, a class that is not there; rounding gives whole numbers, and still this one.",
    b="Yes. Probabilities may be interpolated: the edges come out smooth, and argmax gives labels that exist.",
    c="No label is invented this way, but each pixel of the answer becomes a block: the edges turn into stairs.",
)
question_4 = question(
    "Question 4",
    "b",
    a="The seam is not in the weights: each tile sees zeros where its neighbour lies, however well it was trained.",
    b="Yes. A pixel is right if all that the network looks at for it lies in the tile. So only the middle is kept.",
    c="Blurring hides the step, but the answers near it stay wrong: they were made without seeing the neighbour.",
    d="Checkerboards have the step of the stride, a few pixels, all over the image. Seams have that of the tiles.",
)
question_5 = question(
    "Question 5",
    "c",
    a="It would be so if a tile of background were all one number. It has noise, and the noise is divided by itself.",
    b="Equal treatment is the trouble: full and empty tiles get the same spread, and so look alike to the network.",
    c="Yes. A tile of mere noise has a small spread; divided by it, the noise becomes as strong as cells elsewhere.",
)
