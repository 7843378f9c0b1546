"""Checks for the practice of lesson 06: sizes, parameters, the last layer, a broken U, and images of any size."""

import re
from unittest.mock import patch

import numpy as np

from ..backend import keras
from .results import check, question
from .vocabulary import NotYet, array_of, call, expect, expect_equal, expect_shape, same, shape_of

layers = keras.layers


def call_or(why, answer, *inputs):
    """`call`; but if the code stops with an error, `why(error)` raises NotYet or gives the hints (or none).

    Keras numbers its layers anew at each try. These numbers are left out, or each try would look like the first.
    """
    try:
        return call(answer, *inputs)
    except NotYet as stop:
        error = stop.__cause__
        if error is None:
            raise
        raise NotYet(re.sub(r"_\d+(?=['\"])", "", stop.what), *why(error)) from error


@check(
    "1 · output_size",
    "Walk along the U with one number: each 3×3 convolution takes 2 pixels, a pooling halves, an up-convolution"
    " doubles.",
    "`for _ in range(depth): size = (size - 4) // 2`, then the bottleneck, `size - 4`, then the way up.",
)
def output_size(answer):
    def size_of(*numbers):
        return call_or(no_error, answer, *numbers)

    def no_error(error):
        said = "A size that does not fit is no error here: return 0.", "Before each pooling: `if size % 2: return 0`."
        return said if isinstance(error, ValueError) else ()

    expect_equal(
        "52 pixels, depth 2",
        size_of(52, 2),
        12,
        "Walk with a pencil: 52 → 48, pooled 24 → 20, pooled 10 → 6, and up again: 12 → 8, 16 → 12.",
        "One level down is `size = (size - 4) // 2`, the bottleneck `size - 4`, one level up `size = size * 2 - 4`.",
        mistakes=[
            (52, "Nothing was lost: this is same padding. Here each 3×3 convolution takes 2 pixels."),
            (28, "The bottleneck has two convolutions as well: 4 pixels more, before the way up."),
            (30, "Each level has two 3×3 convolutions, not one: it takes 4 pixels, not 2."),
            (20, "This is the border lost on each side. The output itself is asked for."),
            (6, "This is the bottleneck. The way up is missing: twice as large, then 4 less, for each level."),
            (24, "The way up only doubles here. Each of its levels has two convolutions, too."),
        ],
    )
    name = "572 pixels, depth 4 (the paper's U)"
    got = array_of(name, size_of(572, 4))
    hints = ("It works for 52 pixels and depth 2. Repeat the levels `depth` times.",)
    if same(got, 0):
        hints = (
            "572 is no multiple of 16, and yet it fits: ask whether each map that is pooled is even.",
            "The maps that are pooled have 568, 280, 136 and 64 pixels, and all of these are even.",
        )
    two = "There are 2 levels in your code, whatever `depth` says."
    expect_equal(name, got, 388, *hints, mistakes=[(532, two)])
    for size, depth, odd in ((256, 4, 57), (574, 4, 285), (51, 2, 47)):
        expect_equal(
            f"{size} pixels, depth {depth}: a map of {odd} pixels would be pooled",
            size_of(size, depth),
            0,
            f"A map of {odd} pixels cannot be halved. Return 0 as soon as a map that is pooled is odd.",
            "Before each pooling: `if size % 2: return 0`.",
        )
    expect_equal(
        "36 pixels, depth 2: 36 → 32, 16 → 12, 6 → 2, 4 → 0",
        size_of(36, 2),
        0,
        "All maps that are pooled are even here, but no pixel is left. The answer is 0, not a negative size.",
        "At the end: `return max(size, 0)`.",
    )
    for size, expected in ((380, 4), (396, 0)):
        expect_equal(
            f"{size} pixels, depth 5",
            size_of(size, 5),
            expected,
            "At depth 5 the sizes that fit are 380, 412, …: these are not 32·k + 12. Walk along the U, without a rule.",
            "The 12 belongs to the depths up to 4. Before each pooling: `if size % 2: return 0`.",
        )


def convolutions(channels, classes, base_filters, depth, convs=2, up=2, joined=2, bottom=True):
    """All convolutions of a U, in order, as (kernel size, channels in, filters); without options, those of the paper.

    The options are for known mistakes: convolutions in a level, kernel of the up-convolution, how much wider the
    concatenated map is, whether there is a bottleneck.
    """
    found = []
    for level in range(depth + bottom):
        filters = base_filters * 2**level
        found += [(3, channels, filters), (3, filters, filters)][:convs]
        channels = filters
    for level in reversed(range(depth)):
        filters = base_filters * 2**level
        found += [(up, channels, filters), *[(3, joined * filters, filters), (3, filters, filters)][:convs]]
        channels = filters
    return [*found, (1, channels, classes)]


def parameters_of(channels, classes, base_filters, depth, biases=1, **options):
    """The number of parameters of a U; the options are those of `convolutions`."""
    steps = convolutions(channels, classes, base_filters, depth, **options)
    return sum((kernel**2 * inputs + biases) * filters for kernel, inputs, filters in steps)


COUNTING = "A k×k convolution from `c` channels to `f` filters has (k·k·c + 1)·f parameters. Add up all convolutions."


@check(
    "2 · unet_parameters",
    COUNTING,
    "Keep in a variable how many channels the map has now; each convolution reads it and sets it anew.",
)
def unet_parameters(answer):
    with patch.object(keras.Model, "count_params", no_building):
        look_at_count(answer)


def no_building(*model):
    raise NotYet(
        "your function builds a network and lets Keras count",
        "Count them before you build it: one formula for each convolution, added up.",
        COUNTING,
    )


def look_at_count(answer):
    small = (1, 2, 4, 1)

    def wrong(**options):
        return parameters_of(*small, **options)

    expect_equal(
        "1 channel in, 2 classes, 4 base filters, depth 1",
        call(answer, *small),
        parameters_of(*small),
        "Write the convolutions in a row: 1→4, 4→4 | 4→8, 8→8 | up 8→4, then 8→4 (two maps joined), 4→4 | 4→2.",
        "`total += (9 * channels + 1) * filters`, then `channels = filters`; 4 in place of 9 for the up-convolution,"
        " 1 for the last.",
        mistakes=[
            (wrong(biases=0), "The biases are missing: each filter has one number more."),
            (wrong(joined=1), "After the concatenation the map has twice as many channels."),
            (wrong(up=3), "The up-convolution has a kernel of 2×2, not 3×3: 4 weights, not 9."),
            (wrong(bottom=False), "The bottleneck is missing: two convolutions with twice the filters."),
            (wrong(convs=1), "Each level has two 3×3 convolutions, and so has the bottleneck."),
            (wrong() - 10, "The last 1×1 convolution is missing: from 4 channels to 2 classes."),
            (wrong() - 132, "The up-convolution has parameters, too: a kernel of 2×2 for each pair of channels."),
            (1068, "This is the way down and the bottleneck. The way up and the last layer are missing."),
            (1502, "On the way up, too, each level has two 3×3 convolutions."),
            (1620, "There is one bias for each filter, not one for each convolution."),
            (1714, "The last convolution is 1×1, not 3×3: one weight for each channel and class."),
            (1794, "The up-convolution halves the channels: 8→4. With the 4 of the skip they are 8 again."),
            (1926, "The up-convolution halves the channels: 8→4. With the 4 of the skip they are 8 again."),
        ],
    )
    for other in ((3, 1, 8, 3), (1, 2, 64, 4)):
        channels, classes, filters, depth = other
        expect_equal(
            f"{channels} channel{'s' * (channels > 1)} in, {classes} class{'es' * (classes > 1)},"
            f" {filters} base filters, depth {depth}",
            call(answer, *other),
            parameters_of(*other),
            "It works for a U of depth 1. Each level down has twice the filters of the level above.",
            "Is a 1, a 2 or a 4 of the first example written into your code? Use the four arguments.",
            tolerance=1e-9,
            mistakes=[
                (parameters_of(1, *other[1:]), "The first convolution reads the image: it has `channels` channels."),
                (parameters_of(channels, 2, *other[2:]), "The last layer has `classes` filters, not always 2."),
            ],
        )


def expect_probabilities(name, got):
    """NotYet unless these are numbers from 0 to 1, and not 1 everywhere."""
    expect(
        got.min() >= 0 and got.max() <= 1,
        f"{name}: probabilities from 0 to 1",
        "These numbers are no probabilities. Which activation keeps every number between 0 and 1?",
        "ReLU and no activation at all have no upper end. Softmax and sigmoid have.",
        expected="from 0 to 1",
        got=f"from {got.min():.3g} to {got.max():.3g}",
    )
    expect(
        not same(got, np.ones_like(got)),
        f"{name}: probabilities that can be other than 1",
        "A softmax over one channel is always 1: it divides a number by itself. Use a sigmoid for one class.",
        'One channel needs `activation="sigmoid"`.',
        expected="different at different pixels",
        got="1 at each pixel",
    )


def probabilities(answer, classes):
    """What the layer that the learner's function gives makes of a map (1, 4, 5, 6), before and after one pixel changes.

    Its weights are drawn anew, so that a lucky start hides nothing.
    """
    layer = call(answer, classes)
    expect(
        isinstance(layer, layers.Layer),
        "a Keras layer is needed",
        "Return the layer itself, not called on a map yet: no second pair of brackets.",
        "`return layers.Conv2D(…)`, with the number of filters, the size of the kernel and the activation.",
        expected="a layer, such as layers.Conv2D(…)",
        got=f"something of type {type(layer).__name__}",
    )
    rng = np.random.default_rng(0)
    features = rng.normal(size=(1, 4, 5, 6)).astype("float32")
    call(layer, features)  # now it has weights
    for variable in layer.trainable_variables:
        variable.assign(rng.normal(size=tuple(variable.shape)))
    before = array_of("what your layer gives", call(layer, features))
    features[0, 1, 3] += 1
    after = np.asarray(call(layer, features))
    name = f"{classes} class{'es' * (classes > 1)}, a map (1, 4, 5, 6)"
    hints = ("The map keeps its height and width; only the channels change: one for each class.",)
    if before.ndim == 2:
        hints = ("This is one answer for the whole image. Segmentation needs one for each pixel: no flattening.",)
    elif before.shape[1:3] == (2, 3):
        hints = ("A kernel of 3×3 with valid padding takes 2 pixels. The last convolution has a kernel of 1×1.",)
    elif before.shape[-1] != classes and classes == 1:
        hints = ("One class against the background needs one channel: its probability says both.",)
    expect_shape(name, before, (1, 4, 5, classes), *hints, "`layers.Conv2D(classes, 1, activation=…)`.")
    expect_probabilities(name, before)
    return name, before, after


@check(
    "3 · last_layer",
    "A convolution that looks at one pixel at a time, with one filter for each class, and an activation.",
    "`layers.Conv2D(classes, 1, activation=…)`: softmax for several classes, sigmoid for one.",
)
def last_layer(answer):
    for classes in (3, 1, 2):
        name, before, after = probabilities(answer, classes)
        total = before.sum(axis=-1)
        if classes > 1:
            hints = ("For classes that exclude each other: one activation over all channels of a pixel.",)
            if any(same(before.sum(axis=axis), np.ones_like(before.sum(axis=axis))) for axis in (1, 2)):
                hints = ("They add up to 1 along the image, not over the classes. The classes are the last axis.",)
            elif same(total, np.zeros_like(total)) or total.max() - total.min() > 1e-3:
                hints = ("Sigmoids know nothing of each other, so the sum is not 1. Which activation makes it 1?",)
            expect(
                same(total, np.ones_like(total)),
                f"{name}: the classes of each pixel add up to 1",
                *hints,
                '`activation="softmax"` for several classes.',
                expected="1 at each pixel",
                got=f"from {total.min():.3g} to {total.max():.3g}",
            )
        changed = np.abs(after - before).max(axis=(0, 3)) > 1e-6
        expect(
            changed[1, 3],
            f"{name}: one pixel of it changed, and the answer did not",
            "The answer at a pixel must follow from the features at this pixel.",
            "A `Conv2D` with a kernel of 1×1 reads all features of its pixel.",
        )
        expect(
            changed.sum() == 1,
            f"{name}: one pixel of it changed, so one pixel of the answer should",
            "The last layer turns the features of one pixel into its classes; it does not look at neighbours.",
            "The kernel is 1×1: `layers.Conv2D(classes, 1, …)`.",
            expected="1 pixel",
            got=f"{changed.sum()} pixels",
        )


def a_unet(size, base_filters, depth, *mistakes):
    """What exercise 4 asks for; and with one or more of its known mistakes: see `SAID`."""
    relu = None if "linear" in mistakes else "relu"

    def convolve(x, filters):
        return layers.Conv2D(filters, 3, padding="same", activation=relu)(x)

    inputs = keras.Input((size, size, 1))
    x, skips = inputs, []
    for level in range(depth):
        first = convolve(x, base_filters * 2**level)
        second = convolve(first, base_filters * 2**level)
        skips.append(first if "early" in mistakes else second)
        x = (layers.AveragePooling2D if "average" in mistakes else layers.MaxPooling2D)(2)(second)
    x = convolve(convolve(x, base_filters * 2**depth), base_filters * 2**depth)
    for level in reversed(range(depth)):
        filters = base_filters * 2 ** (depth if "wide" in mistakes else level)
        x = layers.Conv2DTranspose(filters, 2, strides=2)(x)
        x = convolve(x if "alone" in mistakes else layers.Concatenate()([x, skips[level]]), filters)
        x = x if "single" in mistakes else convolve(x, filters)
    return keras.Model(inputs, layers.Conv2D(1, 1, activation="sigmoid")(x))


SAID = {
    ("wide",): "On the way up the filters stay as many as at the bottom. Halve them at each level.",
    ("wide", "single"): "On the way up the filters stay as many as at the bottom. Halve them at each level.",
    ("single",): "Each level has two 3×3 convolutions, on the way up as well. One of them is missing.",
    ("alone",): "The skips are gone. Mend the order in which they are used, but keep the concatenation.",
    ("early",): "Your skip leaves a level between its two convolutions. It should leave after both.",
    ("linear",): "The convolutions have lost their ReLU.",
    ("average",): "The paper's pooling keeps the largest of four numbers: `MaxPooling2D`.",
}


def fingerprint(model, size):
    """What a U gives for one image, with weights that do not depend on the order of its channels and layers.

    Each kernel is filled with one number, so two U's of one structure give the same, however they are written.
    The biases are negative, or a ReLU would do nothing; those of the up-convolutions are 0.
    """
    kernel = ()
    for variable in model.trainable_variables:
        shape = tuple(variable.shape)
        if len(shape) > 1:
            kernel = shape
            variable.assign(np.full(shape, 1 / np.prod(shape[:-1])))
        else:
            variable.assign(np.full(shape, 0.0 if kernel[:2] == (2, 2) else -0.3))
    image = 20 * np.random.default_rng(0).normal(size=(1, size, size, 1)).astype("float32")
    return np.asarray(model(image, training=False))


TWO_AND_TWO = "In the broken function two lines are wrong and two are missing. Leave all others as they are."


def why_not_built(error):
    """Hints for an error while a U is built or used."""
    message = str(error)
    if "Concatenate" in message:
        return (
            "The two maps to join differ in size: a skip of another level, one taken after the pooling, or a 3×3"
            ' convolution without `padding="same"`. Compare the two shapes in the error.',
            "The lowest level needs the skip that was put in last: `skips.pop()`. `skips.append(x)` is before the"
            " pooling.",
        )
    if "'float'" in message:
        return ("A number of filters must be whole, and `/` gives 8.0. Which division gives 8?", "`filters // 2`.")
    if "incompatible with the layer" in message:
        return ("The network takes another size than it is given. Is one written into your code? Use `size`.",)
    return ("Read the error and the line that it names: what is different in the broken function?", TWO_AND_TWO)


@check(
    "4 · mended_unet",
    "The answer is a whole network: `mended_unet(32, 4, 2)` gives a model.",
    TWO_AND_TWO,
)
def mended_unet(answer):
    for numbers in ((16, 4, 2), (24, 2, 3)):
        size, base_filters, depth = numbers
        name = f"size {size}, {base_filters} base filters, depth {depth}"
        model = call_or(why_not_built, answer, *numbers)
        expect(
            isinstance(model, keras.Model),
            "a Keras model is needed",
            "End with `return keras.Model(inputs, outputs)`.",
            expected="a keras.Model",
            got=f"something of type {type(model).__name__}",
        )
        image = np.random.default_rng(0).normal(size=(1, size, size, 1)).astype("float32")
        got = expect_shape(
            f"{name}: the answer to an image {image.shape}",
            call_or(why_not_built, model, image),
            image.shape,
            "With same padding, and as many levels up as down, the answer is as large as the image. One channel.",
            'Is `padding="same"` in each 3×3 convolution, and `strides=2` in each up-convolution?',
        )
        expect_probabilities(name, got)
        expected = parameters_of(1, 1, base_filters, depth)
        if model.count_params() != expected:
            counts = {a_unet(*numbers, *mistakes).count_params(): said for mistakes, said in SAID.items()}
            counts[parameters_of(1, 1, base_filters, 2)] = "There are 2 levels in your code, whatever `depth` says."
            counts[8769] = counts[13373] = (  # halved after the up-convolution, or at the end of the loop
                "On the way up, which layer is the first with more filters than the drawing shows?"
            )
            raise NotYet(
                f"{name}: the number of parameters",
                counts.get(model.count_params(), "Compare the drawing with `model.summary()`, line by line."),
                "Two convolutions in each level; on the way up as many filters as at the same level on the way down.",
                "On the way up: halve `filters`, up-convolution, concatenation, convolution, convolution. So the"
                " up-convolution already has the filters of its new level.",
                expected=expected,
                got=model.count_params(),
            )
        wanted, got = (fingerprint(one, size) for one in (a_unet(*numbers), model))
        if not same(got, wanted):
            said = [
                SAID[m,] for m in ("early", "linear", "average") if same(got, fingerprint(a_unet(*numbers, m), size))
            ]
            raise NotYet(
                f"{name}: as many parameters as the U in the drawing, but another network",
                *said,
                "What has no weights may differ: a ReLU, the pooling, or the place where a skip leaves or arrives.",
                TWO_AND_TWO,
            )


class WithSize(layers.Layer):
    """Joins to the first channel of a map its own height and width, as two more channels."""

    def call(self, features):
        first = features[..., :1]
        height, width = (keras.ops.cast(side, "float32") for side in keras.ops.shape(features)[1:3])
        return keras.ops.concatenate([first, first * 0 + height, first * 0 + width], axis=-1)


class Told(keras.Model):
    """A model that remembers the shape of what it was given last."""

    given = ()

    def __call__(self, batch, *more, **named):
        shape = tuple(getattr(batch, "shape", ()))
        if None not in shape[-3:]:  # as in the inside of `predict`, if it has seen several shapes
            self.given = shape
        return super().__call__(batch, *more, **named)


def tell_size(depth, channels=1):
    """A model that answers each pixel with its first channel, and with the height and width that the model was given.

    As a U with same padding does, it stops unless both are multiples of 2**depth.
    """
    inputs = keras.Input((None, None, channels))
    deep = layers.UpSampling2D(2**depth)(layers.MaxPooling2D(2**depth)(inputs))
    return Told(inputs, WithSize()(layers.Concatenate()([inputs, deep])), name="model")


def moved(got, image):
    """Whether `got` is the image (h, w), but shifted by a few pixels."""
    height, width = image.shape
    for rows, columns in np.ndindex(4, 4):
        here = (slice(rows, None), slice(columns, None))
        there = (slice(None, height - rows), slice(None, width - columns))
        if (rows or columns) and (same(got[here], image[there]) or same(got[there], image[here])):
            return True
    return False


def look_at_prediction(answer, depth, shape, padded, channels):
    """The check of exercise 5 for an image of one shape (h, w), which is to be padded to another."""
    n, model = 2**depth, tell_size(depth, channels)
    numbers = np.random.default_rng(depth).permutation(shape[0] * shape[1] * channels) + 1.0
    image = numbers.reshape(*shape, channels).astype("float32")
    name = f"depth {depth}, an image of {shape[0]}×{shape[1]}" + " with 3 channels" * (channels == 3)
    missing = "To the next multiple, `-height % 2**depth` rows are missing, and `-width % 2**depth` columns."

    def why(error):
        given = model.given
        if len(given) == 3:
            raise NotYet(
                f"{name}: the shape that the model was given",
                "The model takes a batch, also for one image: put its axis in front, `padded[np.newaxis]`.",
                expected=shape_of(np.empty((1, *padded, channels))),
                got=shape_of(np.empty(given)),
            )
        if len(given) == 4 and any(side % n for side in given[1:3]):
            hints = (f"The model stops: {n} must divide both. How much is missing? Not the rest of a division.",)
            raise NotYet(
                f"{name}: height and width that the model was given",
                *(() if given[1:3] == shape else (*hints, missing)),
                expected=f"{padded[0]}×{padded[1]}",
                got=f"{given[1]}×{given[2]}",
            )
        if channels == 3:
            return ("The image has 3 channels here: take their number from `image.shape`, too.",)
        return ()

    got = array_of(name, call_or(why, answer, model, image, depth))
    cut = "The answer has the size of the image: cut off what you put on, on the same sides."
    hints = (cut, "If the image lies at the top left: `answer[:height, :width]`.")
    if got.shape == (1, *shape, 3):
        hints = ("The batch axis is still in front. One image goes in, one answer comes out: take number 0.",)
    elif got.shape == (1, *padded, 3):
        hints = (cut, "The batch axis is still in front, too: take number 0.")
    elif got.shape == shape:
        hints = ("The answer keeps its axis of classes: (h, w, classes), not (h, w).",)
    elif got.size == 0:
        said = "`[:-0]` is empty: nothing is left where nothing was put on. Cut by the size of the image."
        hints = (said, hints[1])
    elif len(model.given) == 4 and any(np.less(model.given[1:3], shape)):
        hints = ("Pixels are missing: pad up to the next multiple, do not cut down to the last.", missing)
    expect_shape(name, got, (*shape, 3), *hints)
    hints = ("Pad only: neither the image nor the answer is resized, so each pixel keeps its own answer.",)
    if np.isin(got, (0, 1)).all():
        hints = ("Give back the model's numbers themselves, without a threshold. The cell below makes the mask.",)
    elif moved(got[..., 0], image[..., 0]):
        hints = ("The answer is shifted. Where you put the image, there its answer lies: crop just there.",)
    expect_equal(f"{name}: the answer at each pixel", got[..., 0], image[..., 0], *hints)
    more = tuple(side + n - side % n for side in shape)
    eights = tuple(side + -side % 8 for side in shape)
    expect_equal(
        f"{name}: height and width that the model was given",
        got[0, 0, 1:],
        padded,
        "Fill up to the next multiple of 2**depth, not further: each pixel more costs time.",
        missing,
        mistakes=[
            (
                more,
                f"A side that fits stays as it is, and yours grew by {n}. What must `rows % {n}` be for such a side?",
            ),
            (eights, f"8 is right for depth 3 only. Here depth is {depth}, so multiples of {n} are needed: 2**depth."),
            ((max(padded),) * 2, "The image need not be square: fill up the height and the width by themselves."),
        ],
    )


@check(
    "5 · predict_any",
    "Four steps: pad the image to the next multiple of 2**depth, put the batch axis in front, predict, cut back.",
    "`rows, columns = -height % 2**depth, -width % 2**depth` says how much is missing; `np.pad` puts it on."
    " Keep the batch axis in mind: `image[np.newaxis]`.",
)
def predict_any(answer):
    look_at_prediction(answer, 2, (5, 10), (8, 12), 1)
    look_at_prediction(answer, 2, (5, 12), (8, 12), 1)
    look_at_prediction(answer, 3, (9, 14), (16, 16), 1)
    look_at_prediction(answer, 2, (8, 4), (8, 4), 3)


question_1 = question(
    "Question 1",
    "b",
    a="A crop that is too large would shrink the skip, but the two maps would then not fit and nothing would be built.",
    b="Yes. Each 3×3 convolution with valid padding takes 2 pixels,"
    " and a pixel below four poolings stands for 16 of the image.",
    c="Each pooled map was even here, or the U would not fit. So pooling has dropped no row and no column.",
)
question_2 = question(
    "Question 2",
    "c",
    a="The shapes agree then, but the labels lie elsewhere: the answer is not a small copy of the image.",
    b="To show the answer, yes. For the loss, 92 pixels of background would be invented on each side,"
    " and count as right or wrong.",
    c="Yes. The answer is for the middle of the image, so its truth is the middle of the mask.",
)
question_3 = question(
    "Question 3",
    "a",
    a="Yes. 240 = 15 · 16 and 320 = 20 · 16: both can be halved four times, and need not be alike.",
    b="188 fits with valid padding. With same padding, 188 → 94 → 47, and 47 cannot be halved.",
    c="A convolution takes any size, that is true. But 125 pooled is 62, doubled 124, and the skip has 125.",
    d="Height and width are each halved by themselves, so an image need not be square. And 16 must divide both.",
)
question_4 = question(
    "Question 4",
    "b",
    a="A softmax makes classes share one whole: more forest would mean less shadow. Here a pixel can be both.",
    b="Yes. Each sigmoid answers a question of its own, yes or no, and both may be yes. That is just what is meant.",
    c="One channel holds one number for each pixel: the answer to one question, and here there are two.",
)
