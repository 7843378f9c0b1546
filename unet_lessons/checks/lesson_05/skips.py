"""Exercises 3 to 5 of lesson 05: how a convolution reads joined maps, and how an image goes through a skip."""

import numpy as np

from ...backend import keras
from ...blocks import centre_crop, unet_model
from ..networks import expect_network, expect_same_in_training, expect_weights, shapes_of
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
    for k, outputs, channels in ((1, 1, [1, 5]), (2, 3, [3, 3]), (3, 8, [8, 8]), (5, 2, [1, 2, 1, 7, 3])):
        rng = np.random.default_rng(k)
        cases.append((rng.normal(size=(k, k, sum(channels), outputs)), rng.random(outputs) + 1.5, channels))
    for kernel, bias, channels in cases:
        kind = "float32" if kernel.dtype.kind == "f" else kernel.dtype
        kernel, bias = kernel.astype(kind), bias.astype(kind)
        check_split(call(answer, kernel, bias, channels, errors=SPLIT_ERRORS), kernel, bias, channels)


WHOLE_NUMBERS = "Weights are fractions, and yours are whole numbers: keep the kind of number that came."
SPLIT_ERRORS = [("stopped with", "There may be two maps, or many: go through `channels`, whatever their number.")]


def check_split(got, kernel, bias, channels):
    """NotYet unless `got` is right for this kernel and bias."""
    what = f"maps of {' + '.join(map(str, channels))} channels"
    hint = "Return a list of pairs, when the loop is over: `[(kernel_a, bias_a), (kernel_b, bias_b)]`."
    try:
        pairs = [tuple(pair) for pair in got]
    except TypeError:
        raise NotYet("a list of pairs is needed", hint, expected="[(kernel, bias), …]", got=got) from None
    if len(pairs) > len(channels):
        hint = "`np.split` takes the places of the cuts, not the lengths: `np.cumsum(channels)[:-1]`."
    elif len(pairs) < len(channels):
        hint = "One part for each map, for any number of maps. Does the loop run to its end before `return`?"
    lengths, needed = [len(pair) for pair in pairs], [2] * len(channels)
    expect(lengths == needed, f"{what}: the lengths of the pairs (kernel, bias)", hint, expected=needed, got=lengths)

    right = [part for part, _ in split_by_channels(kernel, bias, channels)]
    for number, (part, _) in enumerate(pairs):
        name, shape, first = f"{what}: kernel {number}", right[number].shape, ()
        part = array_of(name, part)
        if part.shape == kernel.shape:
            first = ("This is the whole kernel. This map knows only its own channels: cut the third axis.",)
        elif part.ndim != 4:
            first = ("Return one pair for each map: `(kernel, bias)`, in this order.",)
        elif part.shape[3] != kernel.shape[3]:
            first = ("The last axis counts what comes out, and it stays whole. Cut the third axis.",)
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
            mistakes=[(right[number].astype(int), WHOLE_NUMBERS)],
        )

    whole = "The bias counts what comes out, one number for each of the n, so it is not cut. All parts need one."
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
        "The parts are added up in the end, and so are their biases. Together they must give the one bias.",
        once,
        mistakes=[
            (bias * len(pairs), "Every part has the whole bias, so it comes several times. It must come once."),
            (bias * 0, "The bias is lost: one part must bring it. (`bias *= 0` changes `bias` itself.)"),
            (bias.astype(int), WHOLE_NUMBERS),
        ],
    )


def one_level(shape, filters, taken="before", fit="crop", bare=None):
    """The U of one level of exercise 4 for this input shape, right, or with one of the mistakes in `KNOWN`.

    `bare` is the number, from 0 to 5, of a 3×3 convolution without ReLU, or "all"; "up": the up-convolution has one.
    """
    inputs = keras.Input(shape)

    def conv(x, number, filters):
        return keras.layers.Conv2D(filters, 3, activation=None if bare in (number, "all") else "relu")(x)

    first = conv(inputs, 0, filters)
    before = conv(first, 1, filters)
    after = keras.layers.MaxPooling2D(2)(before)
    x = conv(conv(after, 2, 2 * filters), 3, 2 * filters)
    x = keras.layers.Conv2DTranspose(filters, 2, strides=2, activation="relu" if bare == "up" else None)(x)
    height, width = x.shape[1:3]
    skip = {"first": first, "before": before, "after": after}[taken]
    if fit == "crop":
        skip = centre_crop(skip, (height, width))
    elif fit == "corner":
        skip = skip[:, :height, :width]
    else:
        skip = keras.layers.Resizing(height, width, interpolation=fit)(skip)
    x = keras.layers.Concatenate()([x, skip])
    return keras.Model(inputs, conv(conv(x, 4, filters), 5, filters))


POOLED = "The skip is still taken after the pooling: half of its resolution is gone. Take it before."
RESIZED = "The skip is still resized, so its pixels leave their places. Crop it at its centre."
RELU = "Every 3×3 convolution has a ReLU in the faulty function, and {} has none here. Put it back."
KNOWN = [  # where the skip is taken, how it is made to fit, the hint meant for it
    ("after", "bilinear", POOLED),
    ("after", "nearest", POOLED),
    ("before", "bilinear", RESIZED),
    ("before", "nearest", RESIZED),
    ("before", "corner", "The skip is cropped to its top left corner. Cut as many pixels at the bottom as at the top."),
    ("first", "crop", "This skip is the map between the two convolutions. Take the one after both of them."),
]
BARE = {number: RELU.format(f"number {number + 1} of the six") for number in range(6)}  # without which ReLU
BARE["all"] = "Every 3×3 convolution has a ReLU in the faulty function, and here none has one. Put them back."
BARE["up"] = "The up-convolution has a ReLU now. In the faulty function it had none."

CROPPED = "`blocks.centre_crop(skip, x.shape[1:3])`, with `skip = x` from before the pooling."
SIZES = "The skip does not have the size of `x`. If it is smaller, it was taken after the pooling. If larger, crop it."
ERRORS = [  # what an error says, the hints meant for it
    ("cannot be cropped", "A crop only makes smaller, and the pooled map is too small. Where is it taken?", CROPPED),
    ("`Concatenate` layer requires", SIZES, CROPPED),
    ("must have the same shape except", SIZES, CROPPED),
    ("Values in `cropping`", "Too much is cut: `Cropping2D` cuts so many pixels on each of two sides.", CROPPED),
    ("KerasTensor is symbolic", "NumPy cannot compute with a Keras tensor. Join with a layer: `layers.Concatenate()`."),
]


@check(
    "4 · mended_level",
    "Copy the faulty function and change three lines: where the skip is taken, how it is made to fit, how both join.",
    "Where does a skip leave, in the lesson's drawing? What makes a map smaller and moves no pixel? Which axis grows?",
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
        (2 * height - 28, width - 16): "The output is too high: joined along axis 1, the maps lie below each other.",
        (height - 16, 2 * width - 28): "The output is too wide: joined along axis 2, the maps lie side by side.",
        (height - 8, width - 8): "The map from below was made as large as the skip. It is the skip that is cut.",
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
        few = "The convolution behind the join reads too few channels. Are the maps added, or is one missing?"
        hints.insert(0, few)
    expect_weights(f"{what}: the shapes of the weights", model, reference, *hints)
    expect_network(
        f"{what}: the output, all weights set to numbers of mine",
        model,
        reference,
        "The shapes are right, but the numbers are not. Which map is the skip, and which of its pixels are kept?"
        " Pooling and ReLUs are those of the faulty function.",
        "Before the pooling: `skip = x`. After the up-convolution: `blocks.centre_crop(skip, x.shape[1:3])`.",
        mistakes=known_levels(shape, filters),
    )


def known_levels(shape, filters):
    """Pairs (a level with a known mistake, the hint meant for it); each is built only when it is asked for."""
    yield from ((one_level(shape, filters, taken, fit), hint) for taken, fit, hint in KNOWN)
    yield from ((one_level(shape, filters, bare=bare), hint) for bare, hint in BARE.items())


def little_u(size, padding="same", bias=0.0, width=None):
    """A U of depth 1 with one filter, (batch, size, width, 1) → one channel without activation, and random weights."""
    model = unet_model((size, width or size, 1), 1, base_filters=1, depth=1, padding=padding, activation="linear")
    rng = np.random.default_rng(7)
    model.set_weights([rng.normal(size=one) if len(one) == 4 else np.full(one, bias) for one in shapes_of(model)])
    return model


FOLLOW = "Follow a pixel on its way: two convolutions, the join, two convolutions, the output. Each multiplies it by 1."
NOT_WRITTEN = [  # what an error says, the hint meant for it
    ("weight list of length", "Give all weights of the layer at once: `layer.set_weights([kernel, bias])`."),
    ("not enough values", "Some layers have no weights, the pooling for one. Skip them: `if layer.weights:`."),
]


@check(
    "5 · pass_through",
    "Read the weights, `kernel, bias = layer.get_weights()`, and write them: `layer.set_weights([kernel, bias])`.",
    "Set all weights to 0 first. Then put one 1 into each layer on the way of the skip, and return the model.",
)
def pass_through(answer):
    for what, model, cut in (
        ("an image of 6×6, same padding", little_u(6), 0),
        ("an image of 20×20, valid padding", little_u(20, "valid"), 8),
        ("a U whose biases were not 0", little_u(6, bias=0.3), 0),
        ("an image of 10×4, same padding", little_u(10, width=4), 0),
        ("an image of 20×32, valid padding", little_u(20, "valid", bias=-0.2, width=32), 8),
    ):
        shapes, before, (height, width) = shapes_of(model), model.get_weights(), model.input_shape[1:3]
        image = np.random.default_rng(8).integers(1, 100, (height, width)) / 100
        image[-1], image[0] = 1, 0  # both ends of what it must pass
        right = image[cut : height - cut, cut : width - cut]
        got = call(answer, model, errors=NOT_WRITTEN)
        expect(
            isinstance(got, keras.Model) and shapes_of(got) == shapes,
            f"{what}: the same U is needed",
            "Change the weights of the model that you get, and return this model.",
            expected="the model",
            got="another model" if isinstance(got, keras.Model) else got,
        )
        expect(
            not all(map(np.array_equal, got.get_weights(), before)),
            f"{what}: the weights are as they were",
            "`get_weights` gives copies. Write them back: `layer.set_weights([kernel, bias])`.",
        )
        expect(
            not all(map(np.array_equal, model.get_weights(), before)),
            f"{what}: the model that you were given still has its old weights",
            "You set the weights of a copy. Set those of `model` itself: `clone_model` makes a new one.",
        )
        expect_same_in_training(what, got, image[None, :, :, None].astype("float32"))
        output = got(image[None, :, :, None].astype("float32"))
        output = expect_shape(what, output, (1, *right.shape, 1))[0, :, :, 0]
        expect_equal(
            what,
            output,
            right,
            FOLLOW,
            "In a 3×3 kernel this 1 stands at `kernel[1, 1, …]`, all its other numbers are 0, and the bias is 0.",
            "`decoder_1_conv_1` reads two channels, 0 from below and 1 from the skip: `kernel[1, 1, 1, 0] = 1`.",
            mistakes=known_outputs(output, right),
        )


def known_outputs(output, right):
    """Pairs (what a known mistake makes of the image `right`, the hint meant for it); numbers come from `output`."""
    nothing = "Nothing comes out. Is a kernel on the way still 0, or does `decoder_1_conv_1` read the map from below?"
    alike = "All pixels are alike: only a bias comes out. Set the biases to 0, and let the image through."
    pooled = "This came through the pooling: blocks of 2×2. Let `decoder_1_conv_1` read the skip, its channel 1."
    added = "The image is there, and something is added: `decoder_1_conv_1` also reads the map from below."
    moved = "The image is moved: the 1 stands in a corner of the kernel. Its middle is `[1, 1]`."
    factor = "The image is there, but brighter or darker. What do the weights on its way multiply to?"
    more, block = np.mean(output - right), np.ones((2, 2))
    rows, columns = np.indices(right.shape) % 2  # of a pixel within its block
    shifted = np.lib.stride_tricks.sliding_window_view(np.pad(right, 4), right.shape)
    return [
        (0 * right, nothing),
        (0 * right + np.mean(output), alike),
        (right + more, f"Every pixel is {more:.3g} too large: that is a bias. Biases are weights, too."),
        (np.kron(output[::2, ::2], block), pooled),
        (right + np.kron((output - right)[::2, ::2], block), added),
        *((np.where((rows == i) & (columns == j), right, output), added) for i, j in np.ndindex(2, 2)),
        *((shifted[n, n], moved) for n in range(9)),
        (right * output.sum() / right.sum(), factor),
    ]
