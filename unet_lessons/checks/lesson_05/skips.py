"""Exercises 3 and 4 of lesson 05: how a convolution reads joined maps, and where a skip leaves and arrives."""

import functools

import numpy as np

from ...backend import keras
from ...blocks import centre_crop
from ..networks import expect_network, expect_same_by_channel, expect_weights, shapes_of
from ..results import check
from ..vocabulary import NotYet, array_of, call, expect, expect_equal, expect_shape, hints_for, same


def split_by_channels(kernel, bias, channels):
    """The course's answer to exercise 3."""
    parts = np.split(kernel, np.cumsum(channels)[:-1], axis=2)
    return [(part, bias * (number == 0)) for number, part in enumerate(parts)]


@check(
    "3 · split_conv",
    "The kernel is (k, k, c, n): its third axis counts the channels that it reads. Cut there, one part for each map.",
    "`kernel[:, :, start : start + count]` for each `count` of `channels`; then `start` grows by `count`.",
)
def split_conv(answer):
    small = np.arange(1, 13).reshape(1, 1, 3, 4)
    large = np.random.default_rng(3).integers(-9, 10, (3, 3, 9, 4))
    cases = [(small, 10 * np.arange(1, 5), [2, 1]), (large, np.arange(1, 5), [4, 2, 3])]
    for k, outputs, channels in (
        (1, 1, [1, 5]),
        (2, 3, [3, 3]),
        (3, 8, [8, 8]),
        (5, 2, [1, 2, 1, 7, 3]),
        (2, 2, [1, 2, 1, 3, 1, 1, 2]),
    ):
        rng = np.random.default_rng(k)
        cases.append((rng.normal(size=(k, k, sum(channels), outputs)), rng.random(outputs) + 1.5, channels))
    for kernel, bias, channels in cases:
        kind = "float32" if kernel.dtype.kind == "f" else kernel.dtype
        kernel, bias = kernel.astype(kind), bias.astype(kind)
        check_split(call(answer, kernel, bias, channels, errors=SPLIT_ERRORS), kernel, bias, channels)


WHOLE_NUMBERS = "Weights are fractions, and yours are whole numbers. Keep the type of the numbers."
SPLIT_ERRORS = [  # what an error says, the hint meant for it
    ("UFuncTypeError", "`bias /= 2` stops for whole numbers, and it changes `bias` itself. Write `bias / 2`."),
    ("stopped with", "There may be two maps, or many: go through `channels`, whatever their number."),
]


def check_split(got, kernel, bias, channels):
    """NotYet unless `got` is right for this kernel and bias."""
    what = f"maps of {' + '.join(map(str, channels))} channels"
    hint = "Return a list of pairs, when the loop is over: `[(kernel_a, bias_a), (kernel_b, bias_b)]`."
    try:
        pairs = [tuple(pair) for pair in got]
    except TypeError:
        raise NotYet("a list of pairs is needed", hint, expected="[(kernel, bias), …]", got=got) from None
    if len(pairs) > len(channels):
        hint = "`np.split` takes the positions of the cuts, not the lengths: `np.cumsum(channels)[:-1]`."
    elif len(pairs) < len(channels):
        hint = (
            "There must be one pair for each map, for any number of maps. Does the loop run to its end before `return`?"
        )
    lengths, needed = [len(pair) for pair in pairs], [2] * len(channels)
    expect(lengths == needed, f"{what}: the lengths of the pairs (kernel, bias)", hint, expected=needed, got=lengths)

    right = [part for part, _ in split_by_channels(kernel, bias, channels)]
    for number, (part, _) in enumerate(pairs):
        name, shape, first = f"{what}: kernel {number}", right[number].shape, ()
        part = array_of(name, part)
        if part.shape == kernel.shape:
            first = (
                "This has the size of the whole kernel, but each map has only its own channels: cut the third axis.",
            )
        elif part.ndim != 4:
            first = ("Return one pair for each map, `(kernel, bias)`, the kernel first.",)
        elif part.shape[3] != kernel.shape[3]:
            first = ("The last axis counts the channels that come out, and it stays whole. Cut the third axis.",)
        elif same(part, right[-1 - number]):
            first = ("The parts come in the order of the maps: map 0 first.",)
        elif part.shape[2] == kernel.shape[2] // len(channels):
            first = ("Did you cut equal parts? `channels` says how many channels each map has.",)
        needed = f"Map {number} has {shape[2]} of the channels, so its kernel must be {shape}."
        expect_equal(
            name,
            expect_shape(name, part, shape, *first, needed),
            right[number],
            "The parts come in the order of the maps: the first map is read by the first channels of the kernel.",
            "Where one part ends, the next one starts: `start` grows by the number of channels.",
            mistakes=[
                (right[number].astype(int), WHOLE_NUMBERS),
                (
                    right[number] / len(channels),
                    "The kernel is not divided by anything: cut it, and share out the bias.",
                ),
                (right[number][::-1, ::-1], "The kernel is turned by half a turn. Only its third axis is to be cut."),
            ],
        )

    whole = "The bias has a number for each channel that comes out, so it is not cut. Each part needs a bias."
    once = "Give the whole bias to the first part, and `np.zeros_like(bias)` to the others."
    with hints_for(("numbers are needed", whole, once)):
        biases = [array_of(f"{what}: a bias (zeros where a part has none of its own)", one) for _, one in pairs]
    for one in biases:
        if one.ndim:  # one number is as good as an array of equal numbers
            expect_shape(f"{what}: a bias", one, bias.shape, whole, once)
    expect_equal(
        f"{what}: the biases of all parts, added",
        np.broadcast_to(sum(biases), bias.shape),
        bias,
        "The convolutions are added up in the end, and so are their biases: together they must give `bias`.",
        once,
        mistakes=[
            (bias * len(pairs), "Every part has the whole bias, so it is added several times. It must be added once."),
            (bias * 0, "The bias is lost: one part must have it. (`bias *= 0` changes `bias` itself.)"),
            (bias.astype(int), WHOLE_NUMBERS),
        ],
    )


POOLS = {  # how a map is halved: as it should be, and with known mistakes
    "largest": lambda x: keras.layers.MaxPooling2D(2)(x),
    "mean": lambda x: keras.layers.AveragePooling2D(2)(x),
    "first": lambda x: x[:, ::2, ::2],
    "smallest": lambda x: -keras.layers.MaxPooling2D(2)(-x),
    "of nine": lambda x: keras.layers.MaxPooling2D(3, strides=2, padding="same")(x),
}


@functools.cache  # a check that is called again needs the same ones
def one_level(shape, filters, taken="before", fit="crop", bare=None, pool="largest", below_first=True):
    """The U of one level of exercise 4 for this input shape, right, or with one of the known mistakes.

    `taken` and `fit` are those of `KNOWN`, `pool` is one of `POOLS`, and `bare` one of `BARE`: the number, from 0 to
    5, of a 3×3 convolution without ReLU, or a word for several; "up": the up-convolution has one. The map from
    below is joined first, or second.
    """
    inputs = keras.Input(shape)
    without = {"all": range(6), "first": (0, 1), "low": (2, 3), "last": (4, 5)}.get(bare, [bare])

    def conv(x, number, filters):
        return keras.layers.Conv2D(filters, 3, activation=None if number in without else "relu")(x)

    first = conv(inputs, 0, filters)
    before = conv(first, 1, filters)
    after = POOLS[pool](before)
    x = conv(conv(after, 2, 2 * filters), 3, 2 * filters)
    x = keras.layers.Conv2DTranspose(filters, 2, strides=2, activation="relu" if bare == "up" else None)(x)
    height, width = x.shape[1:3]
    skip = {"first": first, "before": before, "after": after, "below": x, "nothing": 0 * before}[taken]
    if fit == "repeated":
        skip = keras.layers.UpSampling2D(2)(skip)
    if fit in ("crop", "repeated"):
        skip = centre_crop(skip, (height, width))
    elif fit == "CenterCrop":
        skip = keras.layers.CenterCrop(height, width)(skip)
    elif isinstance(fit, int):
        skip = skip[:, fit : fit + height, fit : fit + width]
    else:
        skip = keras.layers.Resizing(height, width, interpolation=fit)(skip)
    x = keras.layers.Concatenate()([x, skip] if below_first else [skip, x])
    return keras.Model(inputs, conv(conv(x, 4, filters), 5, filters))


AT_CENTRE = (
    "The skip is cropped, but not at its centre. Cut 4 pixels at the top, at the bottom, on the left and on the right."
)
POOLED = "The skip is still taken after the pooling: half of its resolution is gone. Take it before."
RESIZED = "The skip is still resized, so its pixels leave their positions. Crop it at its centre."
RELU = "Every 3×3 convolution has a ReLU in the faulty function, and {} has none here. Put it back."
KNOWN = [  # where the skip is taken, how it is made to fit, the hint meant for it
    ("after", "bilinear", POOLED),
    ("after", "nearest", POOLED),
    ("after", "CenterCrop", POOLED + " (`CenterCrop` gives no error for a map that is too small: it resizes it.)"),
    ("before", "bilinear", RESIZED),
    ("before", "nearest", RESIZED),
    ("before", 0, "The skip is cropped to its top left corner. Cut as many pixels at the bottom as at the top."),
    ("first", "crop", "This skip is the map between the two convolutions. Take the one after both of them."),
    ("after", "repeated", POOLED),
    ("below", "crop", "The map from below is joined with itself. The other half must be the skip."),
    ("nothing", "crop", "The skip brings nothing but zeros. It should bring the map from before the pooling."),
    ("before", 8, "The skip is cropped to its bottom right corner. Cut as many pixels at the top as at the bottom."),
    *(("before", cut, AT_CENTRE) for cut in (3, 5)),
]
POOLING = "The pooling {}. In the faulty function it keeps the largest of 2×2 pixels, and that is right."
POOLING = {
    "mean": POOLING.format("takes the mean of four pixels"),
    "first": POOLING.format("keeps one pixel of four, whatever the others hold"),
    "smallest": POOLING.format("keeps the smallest of four pixels"),
    "of nine": POOLING.format("looks at 3×3 pixels"),
}
BARE = {number: RELU.format(f"number {number + 1} of the six") for number in range(6)}  # without which ReLU
TWO = "Every 3×3 convolution has a ReLU in the faulty function, and the two {} have none here. Put them back."
BARE |= {
    "first": TWO.format("on the way down"),
    "low": TWO.format("at the bottom"),
    "last": TWO.format("on the way up"),
}
BARE["all"] = "Every 3×3 convolution has a ReLU in the faulty function, and here none has one. Put them back."
BARE["up"] = "The up-convolution has a ReLU now. In the faulty function it had none."

CROPPED = "`blocks.centre_crop(skip, x.shape[1:3])`, with `skip = x` from before the pooling."
SIZES = "The skip does not have the size of `x`. If it is smaller, it was taken after the pooling. If larger, crop it."
ERRORS = [  # what an error says, the hints meant for it
    (
        "cannot be cropped",
        "A crop only makes a map smaller, and the pooled map is too small already. Take the skip before the pooling.",
        CROPPED,
    ),
    ("`Concatenate` layer requires", SIZES, CROPPED),
    ("must have the same shape except", SIZES, CROPPED),
    ("Values in `cropping`", "Too much is cut: `Cropping2D(n)` cuts n pixels on each side, so 2n in all.", CROPPED),
    ("KerasTensor is symbolic", "NumPy cannot compute with a Keras tensor. Join with a layer: `layers.Concatenate()`."),
]


@check(
    "4 · mended_level",
    "Copy the faulty function and change three lines: where the skip is taken, how it is made to fit, how both join.",
    "Where does a skip leave, in the lesson's drawing? What makes a map smaller without moving a pixel? Which axis"
    " grows?",
)
def mended_level(answer):
    for shape, filters in (((20, 28, 1), 4), ((24, 20, 3), 2)):
        inputs = keras.Input(shape)
        model = got = call(answer, inputs, filters, errors=ERRORS)
        needed = "Return the last tensor, `x`, as the faulty function does."
        if isinstance(got, keras.KerasTensor):
            try:
                model = keras.Model(inputs, got)
            except ValueError:
                raise NotYet("what you return was not computed from `inputs`", needed) from None
        expect(isinstance(model, keras.Model), "a Keras tensor is needed", needed, expected="a Keras tensor", got=got)
        check_level(model, shape, filters)


def check_level(model, shape, filters):
    """NotYet unless `model`, of this input shape, computes what a mended level does."""
    reference, (height, width, _) = one_level(shape, filters), shape
    what, right = f"an input of {height}×{width}, {filters} filters", reference.output_shape
    got = tuple(model.output_shape)
    meant = "The output is smaller than the input by 16 pixels: 4 at the top, 8 at the bottom, 4 on the way up."
    meant = {
        (2 * height - 28, width - 16): "The output is too high: joined along axis 1, one map lies below the other.",
        (height - 16, 2 * width - 28): "The output is too wide: joined along axis 2, the maps lie side by side.",
        (height - 8, width - 8): "The map from below was made as large as the skip. Crop the skip instead.",
        (height, width): "The size is kept: did you change the padding? The convolutions were right.",
    }.get(got[1:3], meant)
    hints = (meant, "Crop the skip to the size of `x`, and join both along the channels, the last axis.")
    expect(got == right, f"{what}: the shape of the output", *hints, expected=str(right), got=str(got))
    found, few_channels = shapes_of(model), (3, 3, filters, filters)
    biases, kernels = sum(len(one) == 1 for one in found), sum(len(one) == 4 for one in found)
    hints = ["Leave the convolutions as they were. Only the skip, the crop and the join have to change."]
    if biases != kernels:
        hints.insert(0, "Each convolution has one kernel and one bias, and no other layer has weights of its own.")
    elif kernels == 7 and found.count(few_channels) > shapes_of(reference).count(few_channels):
        few = "The convolution after the join reads too few channels. Are the maps added, or is one missing?"
        hints.insert(0, few)
    expect_weights(f"{what}: the shapes of the weights", model, reference, *hints)
    expect_network(
        f"{what}: the output for weights set by the check",
        model,
        reference,
        "The shapes are right, but the numbers are not. Which map is the skip, and which of its pixels are kept?"
        " The pooling and the ReLUs stay as they are in the faulty function.",
        "Before the pooling: `skip = x`. After the up-convolution: `blocks.centre_crop(skip, x.shape[1:3])`.",
        mistakes=known_levels(shape, filters),
    )
    if filters > 2:
        expect_same_by_channel(what, model, reference, one_level(shape, filters, below_first=False))


def known_levels(shape, filters):
    """Pairs (a level with a known mistake, the hint meant for it); each is built only when it is asked for."""
    yield from ((one_level(shape, filters, taken, fit), hint) for taken, fit, hint in KNOWN)
    yield from ((one_level(shape, filters, pool=pool), hint) for pool, hint in POOLING.items())
    yield from ((one_level(shape, filters, bare=bare), hint) for bare, hint in BARE.items())
