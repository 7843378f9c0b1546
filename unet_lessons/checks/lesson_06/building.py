"""Checks of exercises 3 and 4: a last layer, and a whole U."""

import itertools
from functools import partial
from unittest.mock import patch

import numpy as np

from ... import sizes
from ...backend import keras
from ..networks import expect_model, expect_network, expect_same_in_training
from ..results import check
from ..vocabulary import NotYet, array_of, call, expect, expect_equal, expect_probabilities, expect_shape, same
from .counting import parameters_of

layers = keras.layers


def expect_useful_probabilities(name, got):
    """NotYet unless these are numbers from 0 to 1, and not 1 everywhere."""
    expect_probabilities(
        f"{name}: probabilities from 0 to 1",
        got,
        "These numbers are not probabilities. Which activation keeps every number between 0 and 1?",
        "With ReLU, or with no activation at all, numbers may be larger than 1. With softmax and sigmoid they are not.",
    )
    expect(
        not same(got, np.ones_like(got)),
        f"{name}: probabilities that can be other than 1",
        "A softmax over one channel is always 1, as it divides a number by itself. Use a sigmoid for one class.",
        'One channel needs `activation="sigmoid"`.',
        expected="different at different pixels",
        got="1 at each pixel",
    )


def before_and_after(layer):
    """What a layer makes of two maps (4, 5, 6); after pixel (1, 3) of the second has changed; of their mean with two
    others; of these others; and of zeros.
    """
    expect(
        isinstance(layer, layers.Layer),
        "a Keras layer is needed",
        "Return one layer that is not called on a map yet: no second pair of brackets.",
        "`return layers.Conv2D(…)`, with the number of filters, the size of the kernel and the activation.",
        expected="a layer, such as layers.Conv2D(…)",
        got=f"something of type {type(layer).__name__}",
    )
    rng = np.random.default_rng(0)
    features, others = rng.normal(size=(2, 2, 4, 5, 6)).astype("float32")
    call(layer, features)  # now it has weights
    frozen = layer.weights and not layer.trainable_weights
    expect(not frozen, "all weights can be trained", "The layer is frozen: leave out `trainable=False`.")
    for variable in layer.trainable_variables:  # drawn again, so that a lucky start hides nothing
        variable.assign(rng.normal(scale=0.5, size=tuple(variable.shape)))
    changed = features.copy()
    changed[1, 1, 3] += 1
    inputs = features, changed, (features + others) / 2, others, 0 * features
    return [array_of("what your layer gives", call(layer, maps)) for maps in inputs]


def expect_straight(name, before, between, others):
    """NotYet unless the layer is a sigmoid or a softmax of a weighted sum: its logits are half-way between two maps."""

    def logits(p):
        p = np.clip(np.asarray(p, float), 1e-30, 1)
        return np.log(p / np.clip(1 - p, 1e-7, 1)) if p.shape[-1] == 1 else np.log(p) - np.log(p[..., :1])

    sure = [np.all((p > 1e-3) & (p < 1 - 1e-3), axis=-1) for p in (before, between, others)]
    where = np.logical_and.reduce(sure)  # near 0 and 1, float32 is too coarse for this
    first, middle, last = (logits(p)[where] for p in (before, between, others))
    expect(
        where.sum() > 3 and np.allclose(middle, (first + last) / 2, rtol=0.02, atol=0.02),
        f"{name}: a weighted sum of the features of each pixel, and then a sigmoid or a softmax",
        "The numbers lie between 0 and 1, but a sigmoid or a softmax would give others. Keras has activations with"
        " similar names, such as `hard_sigmoid`: is yours one of them, or does another activation come before it?",
        'Take `activation="sigmoid"` for one class, `activation="softmax"` for several, and nothing else.',
    )


@check(
    "3 · last_layer",
    "Use a convolution that looks at one pixel at a time, with one filter for each class and an activation.",
    "`layers.Conv2D(classes, 1, activation=…)`: softmax for several classes, sigmoid for one.",
)
def last_layer(answer):
    for classes in (3, 1, 2, 7):
        name = f"classes {classes}, two maps (4, 5, 6)"
        layer = call(answer, classes)
        before, after, between, others, zeros = before_and_after(layer)
        again = "Each call must make a new layer: two networks must not share the weights of their last layer."
        expect(layer is not call(answer, classes), f"{name}: a layer of its own for each call", again)
        hint = "The map keeps its height and width, and gets one channel for each class."
        if before.ndim == 2:
            hint = "This is one answer for the whole image. Segmentation needs one for each pixel: do not flatten."
        elif before.shape[1:3] == (2, 3):
            hint = "A 3×3 kernel with valid padding, or a stride of 2, makes the map smaller. Here the kernel is 1×1."
        elif before.shape[-1] != classes and classes == 1:
            hint = "One class and the background need only one channel: its probability tells both."
        expect_shape(name, before, (2, 4, 5, classes), hint, "`layers.Conv2D(classes, 1, activation=…)`.")
        expect_useful_probabilities(name, before)
        decided = "These are decisions, 0 or 1. A loss needs probabilities: no rounding, and no argmax."
        expect(not np.isin(before, (0, 1)).all(), f"{name}: probabilities between 0 and 1", decided)
        total = before.sum(axis=3)
        hint = "For classes that exclude each other: one activation over all channels of a pixel."
        sums = {axis: before.sum(axis=axis) for axis in (0, 1, 2, (1, 2), (1, 2, 3))}
        along = [axis for axis, one in sums.items() if same(one, np.ones_like(one))]
        if along:
            where = "over the images" if along == [0] else "along the image"
            hint = f"The numbers add up to 1 {where}, not over the classes. The classes are the last axis."
        elif same(total, np.zeros_like(total)) or total.max() - total.min() > 1e-3:
            hint = "Each class is computed by itself, as by a sigmoid, so the sum is not 1. What makes it 1?"
        expect(
            classes == 1 or same(total, np.ones_like(total)),
            f"{name}: the classes of each pixel add up to 1",
            hint,
            '`activation="softmax"` for several classes.',
            expected="1 at each pixel",
            got=f"from {total.min():.3g} to {total.max():.3g}",
        )
        changed = np.abs(after - before).max(axis=3) > 1e-6
        alone = np.zeros((2, 4, 5))
        alone[1, 1, 3] = 1
        expect_equal(
            f"{name}: where the answer changes (1) when the second map changes at pixel (1, 3) only",
            changed.astype(int),
            alone,
            "The last layer turns the features of one pixel into its classes. It does not look at neighbours.",
            "The kernel is 1×1, `layers.Conv2D(classes, 1, …)`: it reads the features of its own pixel only.",
            mistakes=[(0 * alone, "The answer at a pixel must depend on the features at this pixel.")],
        )
        expect_straight(name, before, between, others)
        biased = not same(zeros, np.full_like(zeros, 1 / max(classes, 2)))
        count = sum(np.size(variable) for variable in layer.trainable_variables)
        single = "Are there two layers with weights? One 1×1 convolution and its activation are enough."
        without = "The layer has no biases, but every convolution of the U has: leave out `use_bias=False`."
        expect(biased, f"{name}: biases", without)
        expect_same_in_training(name, layer, np.ones((2, 4, 5, 6), "float32"))
        right = (6 + 1) * classes
        expect(count == right, f"{name}: the number of weights and biases", single, expected=right, got=count)


def a_unet(size, base_filters, depth, *mistakes):
    """What exercise 4 asks for; and with known mistakes: see `MISTAKES`; a number: that convolution has no ReLU."""
    count = 4 * depth + 2
    bare = range(count) if "linear" in mistakes else range(1, count, 2) if "second" in mistakes else mistakes
    numbers = itertools.count()

    def convolve(x, filters):
        activation = None if next(numbers) in bare else "relu"
        return layers.Conv2D(filters, 3, padding="same", activation=activation)(x)

    inputs = keras.Input((size, size, 1))
    x, skips = inputs, []
    for level in range(depth):
        first = convolve(x, base_filters * 2**level)
        second = convolve(first, base_filters * 2**level)
        x = (layers.AveragePooling2D if "average" in mistakes else layers.MaxPooling2D)(2)(second)
        x = layers.MaxPooling2D(3, strides=2, padding="same")(second) if "nine" in mistakes else x
        skips.append(first if "early" in mistakes else layers.UpSampling2D(2)(x) if "late" in mistakes else second)
    x = convolve(convolve(x, base_filters * 2**depth), base_filters * 2**depth)
    for level in reversed(range(depth)):
        filters = base_filters * 2 ** (depth if "wide" in mistakes else level)
        x = layers.Conv2DTranspose(filters, 2, strides=2, activation="relu" if "up" in mistakes else None)(x)
        x = convolve(x if "alone" in mistakes else layers.Concatenate()([x, skips[level]]), filters)
        x = x if "single" in mistakes else convolve(x, filters)
    return keras.Model(inputs, layers.Conv2D(1, 1, activation="relu" if "end" in mistakes else "sigmoid")(x))


NOT_HALVED = "On the way up there are as many filters as at the bottom. Halve them at each level."
MISTAKES = {
    ("wide",): NOT_HALVED,
    ("wide", "single"): NOT_HALVED,
    ("single",): "Each level has two 3×3 convolutions, on the way up as well. One of them is missing.",
    ("alone",): "The skips are gone. Mend the order in which they are used, but keep the concatenation.",
    ("early",): "Your skip leaves a level between its two convolutions. It should leave after both.",
    ("late",): "Your skip leaves a level after the pooling. It should leave before.",
    ("linear",): "The 3×3 convolutions have lost their ReLU.",
    ("second",): "The second 3×3 convolution of each level has lost its ReLU.",
    ("up",): "The up-convolutions have a ReLU now. In the U, only the 3×3 convolutions have one.",
    ("average",): "The pooling keeps the largest of four numbers: `MaxPooling2D(2)`.",
    ("nine",): "The pooling looks at 2×2 pixels, not at 3×3: `MaxPooling2D(2)`.",
    ("end",): "The last layer has a ReLU, and its numbers may be larger than 1. Which activation gives probabilities?",
}
TO_MEND = "In the broken function two lines are wrong and two are missing. Leave all other lines as they are."
ERRORS = [  # while a U is built or used
    (
        "`Concatenate` layer requires",
        "The two maps to join differ in size. Is it the skip of another level, was it taken after the pooling, or is"
        ' `padding="same"` missing in a 3×3 convolution? Compare the two shapes in the error.',
        "The lowest level needs the skip that was put in last: `skips.pop()`. `skips.append(x)` comes before the"
        " pooling.",
    ),
    ("'float'", "A number of filters must be whole, and `/` gives 8.0. Which division gives 8?", "`filters // 2`."),
    (
        "incompatible with the layer",
        "The network takes another input than the (size, size, 1) that it is given. Is a size or a number of channels"
        " written into your code?",
    ),
    ("zero or negative", 'A map has become too small. Is `padding="same"` in each 3×3 convolution?', TO_MEND),
    (
        "stopped with",
        "Read the error, and look at the line that it names. What is different in the broken function?",
        TO_MEND,
    ),
]


@check("4 · mended_unet", "The answer is a whole network: `mended_unet(32, 4, 2)` gives a model.", TO_MEND)
def mended_unet(answer):
    written = "Mend the broken function, layer by layer. A call of `unet_model` mends nothing."
    borrowed = NotYet("your function calls the course's `unet_model`", written, TO_MEND)
    for numbers in ((16, 4, 2), (24, 2, 3), (10, 3, 1)):
        size, base_filters, depth = numbers
        name = f"size {size}, {base_filters} base filters, depth {depth}"
        with patch.object(sizes, "check_arguments", side_effect=borrowed):
            got = call(answer, *numbers, errors=ERRORS)
        model = expect_model(got, "End with `return keras.Model(inputs, outputs)`.")
        image = np.random.default_rng(0).normal(size=(2, size, size, 1)).astype("float32")
        got = expect_shape(
            f"{name}: the answer to an image {image.shape}",
            call(model, image, errors=ERRORS),
            image.shape,
            "With same padding, and as many levels up as down, the answer is as large as the image, and it has one"
            " channel.",
            'Is `padding="same"` in each 3×3 convolution, and `strides=2` in each up-convolution? Are maps joined along'
            " the channels, the last axis?",
        )
        expect_useful_probabilities(name, got)
        right = parameters_of(1, 1, base_filters, depth)
        more = model.count_params() - right
        expect_equal(
            f"{name}: the number of parameters",
            model.count_params(),
            right,
            f"Your network has {abs(more):,} {'too many' if more > 0 else 'too few'}. Compare `model.summary()` with"
            " the figure, line by line.",
            "Two convolutions in each level; on the way up as many filters as at the same level on the way down.",
            "On the way up: halve `filters`, up-convolution, concatenation, convolution, convolution. So the"
            " up-convolution already has the filters of its new level.",
            mistakes=known_counts(numbers),
            tolerance=1e-9,
        )
        expect_network(
            f"{name}: as many parameters as the U in the figure, but another network",
            model,
            a_unet(*numbers),
            "What differs has no weights: a ReLU, the pooling, where a skip leaves or arrives, or a layer too many.",
            TO_MEND,
            mistakes=known_mistakes(numbers),
        )


def known_mistakes(numbers):
    """Pairs (a U with a known mistake, the hint meant for it); each is built only when it is asked for."""
    one = "One 3×3 convolution has lost its ReLU: the {}. of {}, counted from the image."
    count = 4 * numbers[2] + 2
    yield from ((a_unet(*numbers, *mistakes), hint) for mistakes, hint in MISTAKES.items())
    yield from ((a_unet(*numbers, bare), one.format(bare + 1, count)) for bare in range(count))


def known_counts(numbers):
    """Pairs (the number of parameters after a known mistake, the hint meant for it)."""
    late = "On the way up, which layer is the first with more filters than the figure shows?"
    yield from ((8769, late), (13373, late))  # halved after the up-convolution, or at the end of the loop
    _, base, depth = numbers
    counted, levels = partial(parameters_of, 1, 1, base, depth), [base * 2**level for level in range(depth + 1)]
    right, bottom = counted(), (9 * levels[-1] + 1) * levels[-1]
    yield parameters_of(1, 1, base, 2), "There are 2 levels in your code, whatever `depth` says."
    yield parameters_of(1, 1, 4, depth), "There are 4 base filters in your code, whatever `base_filters` says."
    yield counted(up=3), "The up-convolutions are 3×3. They should be 2×2, with stride 2."
    yield counted(biases=0), "The biases are gone: leave out `use_bias=False`."
    yield right - 4 * sum(levels[:-1]) - 2 * levels[-1], "The 3×3 convolutions have lost their biases."
    yield right - sum(levels[:-1]), "The up-convolutions have lost their biases."
    yield right + 8 * base, "The last convolution is 3×3. It should be 1×1."
    yield right - bottom, "The bottleneck has two 3×3 convolutions, and one of them is missing."
    yield right + bottom, "The bottleneck has two 3×3 convolutions. There is one too many."
    yield counted(most=base), "All levels have equally many filters. Each should have twice as many as the one above."
    lost = sum((8 * filters + 1) * filters - 9 * filters**2 for filters in levels[:-1])
    yield right - lost, "The up-convolutions are missing: `UpSampling2D` has no weights. Use `Conv2DTranspose`."
    yield from ((a_unet(*numbers, *mistakes).count_params(), hint) for mistakes, hint in MISTAKES.items())
