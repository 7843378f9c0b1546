"""Exercises 4 and 5 of lesson 04: the way up as a model, and an up-convolution that grows as bilinear resizing does."""

import numpy as np

from ...backend import keras
from ..networks import expect_model, expect_network, expect_same_by_channel, expect_weights, shapes_of
from ..results import check
from ..vocabulary import array_of, call, expect, expect_equal, expect_shape, same


def path_of(shape, depth, up=None, first="relu", second="relu", last="relu"):
    """The path of exercise 4 with other activations: of the up-convolutions, of the first and of the second
    convolutions, and of the very last convolution.
    """
    inputs = x = keras.Input(shape)
    for level in range(depth):
        filters = x.shape[-1] // 2
        x = keras.layers.Conv2DTranspose(filters, 2, strides=2, activation=up)(x)
        x = keras.layers.Conv2D(filters, 3, activation=first)(x)
        x = keras.layers.Conv2D(filters, 3, activation=last if level == depth - 1 else second)(x)
    return keras.Model(inputs, x)


SIZES = [  # the size after one level with a known mistake, and the hint meant for it
    (lambda n: 2 * n - 3, "Each level grows by one pixel too many: stamps of 3×3 reach over the end. Make them 2×2."),
    (
        lambda n: 2 * n,
        "The 3×3 convolutions lose nothing here. They were right: with valid padding, each takes 2 pixels away.",
    ),
    (lambda n: 2 * n - 2, "One 3×3 convolution is missing in each level: there are two."),
    (lambda n: n - 3, "The map is not doubled: the up-convolution needs `strides=2`."),
    (lambda n: n - 4, "The map does not grow: the up-convolution needs `strides=2`."),
    (
        lambda n: 2 * (n - 2) - 2,
        "The order is wrong: the up-convolution comes first, and then both 3×3 convolutions.",
    ),
    (
        lambda n: 2 * (n - 4),
        "The order is wrong: in each level the up-convolution comes first, and then the two 3×3 convolutions.",
    ),
]
NONE = dict(second=None, last=None)
ACTIVATIONS = [  # activations other than those of the mended path, and the hint meant for them
    (NONE, "The second convolution has no ReLU yet: negative numbers come out."),
    (dict(up="relu"), "The up-convolution has a ReLU now. Only the two 3×3 convolutions have one."),
    (dict(up="relu", **NONE), "The ReLU belongs to the second convolution, not to the up-convolution."),
    (dict(last=None), "The very last convolution has no ReLU. On the way up every 3×3 convolution has one."),
    (dict(first=None), "The first 3×3 convolution of each level has lost its ReLU."),
    (dict(first=None, **NONE), "The 3×3 convolutions have no ReLU here. Both of them need one."),
]


@check(
    "4 · mended_path",
    "Copy the faulty function, and look at the up-convolution, the filters and the activations.",
    "How large is a stamp of stride 2 in the lesson's U? What becomes of the channels at each level? Which layers have"
    " a ReLU?",
)
def mended_path(answer):
    for shape, depth in (((9, 12, 8), 2), ((6, 5, 24), 3), ((5, 7, 6), 1)):
        needed = "Return `keras.Model(inputs, x)`, as the faulty function does."
        check_path(expect_model(call(answer, shape, depth), needed), shape, depth)


def check_path(model, shape, depth):
    """NotYet unless `model` computes what the mended path does."""
    what, reference = f"a map of {shape}, depth {depth}", path_of(shape, depth)
    refused = ("stopped with", "Begin with `keras.Input(shape)`.")
    got = np.asarray(call(model, np.ones((1, *shape), "float32"), errors=[refused])).shape[1:]
    right = reference.output_shape[1:]
    meant = "One level: n pixels grow to 2n, and two 3×3 convolutions leave 2n - 4."
    for level, hint in SIZES:
        size = shape[:2]
        for _ in range(depth):
            size = tuple(map(level, size))
        meant = hint if got[:2] == size else meant
    for levels in range(1, 6):
        if levels != depth and got[:2] == path_of(shape[:2] + (2**levels,), levels).output_shape[1:3]:
            meant = f"Your network has {levels} level{'s' * (levels > 1)}, and `depth` asks for {depth}."
    hints = (meant, "`layers.Conv2DTranspose(filters, 2, strides=2)`, then the two 3×3 convolutions as they were.")
    if got[:2] == right[:2]:
        halves = " → ".join(str(shape[2] // 2**level) for level in range(depth + 1))
        hints = (
            f"Each level has half as many channels as the map that enters it: {halves}.",
            "`filters = x.shape[-1] // 2` belongs inside the loop, before the up-convolution.",
        )
    expect(got == right, f"{what}: the shape of the output", *hints, expected=str(right), got=str(got))
    expect_weights(
        f"{what}: the kernels and biases", model, reference, *hints_on_weights(shapes_of(model), shape, depth)
    )
    expect_network(
        f"{what}: the output for weights of the check",
        model,
        reference,
        "All shapes are right, but the numbers are not. Which layers have a ReLU, and which have none? Is there a layer"
        " that the faulty path does not have?",
        'Both 3×3 convolutions have `activation="relu"`, the up-convolution has none.',
        mistakes=((path_of(shape, depth, **others), hint) for others, hint in ACTIVATIONS),
    )
    if depth == 2:
        expect_same_by_channel(what, model, reference)


def hints_on_weights(found, shape, depth):
    """Hints for a path whose weights have the wrong shapes; the first is for what the shapes `found` show."""
    channels = [shape[2] // 2**level for level in range(depth + 1)]
    up = [one for one in found if len(one) == 4 and one[:2] != (3, 3)]
    biases, kernels = sum(len(one) == 1 for one in found), sum(len(one) == 4 for one in found)
    first = []
    if len(up) == depth and any(one[:2] != (2, 2) for one in up):
        k = up[0][0]
        first = [f"The up-convolution is {k}×{k}, and its stamps overlap. Make it 2×2."]
    elif not up and kernels == 3 * depth:
        first = ["The up-convolution is still 3×3, and its stamps overlap unevenly. Make it 2×2."]
    elif [one[2:] for one in up] == list(zip(channels, channels[1:], strict=False)):
        first = [
            "Is this an upsampling and a 2×2 convolution, as in the words of the paper? In this course an"
            " up-convolution"
            " is one layer, `Conv2DTranspose(filters, 2, strides=2)`."
        ]
    elif up and up[0][2] == shape[2]:
        first = ["The up-convolution itself halves the channels: give it `filters`, as you do the convolutions."]
    elif not up and kernels == 2 * depth:
        first = [
            "The up-convolution is missing. `UpSampling2D` has no weights; use `Conv2DTranspose(filters, 2,"
            " strides=2)`."
        ]
    elif biases > kernels:
        first = ["A layer is added that has weights of its own, such as a BatchNormalization. None is asked for."]
    elif biases < kernels:
        first = ["Weights are missing. Every layer of the faulty path has a kernel and a bias: keep them all."]
    return (
        *first,
        "The size of the output is right, but the kernels are not. Each level has a 2×2 up-convolution and two 3×3"
        " convolutions, all with half of the channels.",
    )


@check(
    "5 · bilinear_kernel",
    "What does bilinear resizing make of a single 1? That is the stamp.",
    "Along one axis it is a tent: 1 - distance / times, where the distance is counted from its middle.",
    "`np.outer(tent, tent)[:, :, None, None] * np.eye(channels)`",
)
def bilinear_kernel(answer):
    for times, channels in ((2, 1), (3, 1), (2, 3), (5, 2), (4, 1), (1, 2), (7, 3), (6, 1), (8, 4), (9, 5)):
        what = f"factor {times}, {channels} channel{'s' * (channels > 1)}"
        got = call(answer, times, channels)
        layer = "Return the kernel alone, an array: the check puts it into a layer."
        expect(not isinstance(got, keras.layers.Layer), f"{what}: an array is needed", layer, got=type(got).__name__)
        kernel = array_of(f"{what}: the kernel", got)
        four = "A Keras kernel has four axes. `tent[:, :, None, None] * np.eye(channels)` makes them of two."
        if kernel.ndim == 4:
            four = "The last two axes are the channels that come in and go out: here both are of length `channels`."
        k = max(1, *kernel.shape[:1])
        expect_shape(f"{what}: the kernel", kernel, (k, k, channels, channels), four)
        expect(k <= 12 * times, f"{what}: the kernel is far too large", expected=f"about {2 * times}", got=str(k))
        expect_equal(
            f"{what}: the weights between different channels",
            kernel * (1 - np.eye(channels)),
            np.zeros(kernel.shape),
            "Each channel grows on its own: where the input and the output channel differ, the weight is 0.",
            "`np.eye(channels)` is 1 where the two are the same, and 0 elsewhere.",
        )
        maps = np.random.default_rng(times).random((1, 8, 9, channels), dtype="float32")
        resized = keras.layers.UpSampling2D(times, interpolation="bilinear")(maps)
        repeated, inside = keras.layers.UpSampling2D(times)(maps), np.s_[0, times:-times, times:-times]
        got, right, repeated = (np.asarray(one)[inside] for one in (grown_with(kernel, times, maps), resized, repeated))
        scale = np.sum(got * right) / np.sum(right * right) or np.nan  # zeros have no shape
        form = f"The shape is right, but all is {scale:.3g} times as large as it should be: ones must stay ones."
        odd = (
            f"Keras cuts k - {times} rows, here {k - times}: one more on one side, so everything moves by half a pixel."
            " Take an even k for an even factor, and an odd k for an odd one."
        )
        some = "Channel 0 grows as it should, another does not. Is a number of channels written into your code?"
        expect_equal(
            f"{what}: random maps, grown, away from the border",
            got,
            right,
            *([odd] if (k - times) % 2 else []),
            *([some] if same(got[..., 0], right[..., 0], 1e-3) else []),
            f'Let `UpSampling2D({times}, interpolation="bilinear")` grow a 3×3 map with a single 1 in its centre:'
            " that is the stamp.",
            "A tent along each axis: 1 - distance / times, where the distance is counted in pixels from its middle.",
            "`distance = abs(np.arange(k) - (k - 1) / 2)`, `tent = 1 - distance / times`, `np.outer(tent, tent)`.",
            mistakes=[
                (0 * right, "Nothing comes out: the kernel is 0. Is its peak 1 for this factor?"),
                (scale * right, form),
                (
                    repeated,
                    "This repeats each pixel. To mix neighbours, stamps must overlap: k must be about twice the"
                    " stride.",
                ),
            ],
            tolerance=1e-3,
        )


def grown_with(kernel, times, maps):
    """Maps (batch, h, w, c), grown by an up-convolution with this kernel (k, k, c, c): (batch, h·times, w·times, c)."""
    up = keras.layers.Conv2DTranspose(maps.shape[-1], len(kernel), strides=times, padding="same", use_bias=False)
    up.build(maps.shape)
    up.set_weights([np.asarray(kernel, "float32")])
    return up(maps)
