"""Checks for the practice of lesson 05: crops, concatenation, and the way of a skip connection."""

from contextlib import contextmanager

import numpy as np

from ..backend import keras
from ..blocks import unet_model
from .results import check, question
from .vocabulary import NotYet, array_of, call, expect, expect_equal, expect_shape, same

layers = keras.layers


@contextmanager
def hints_where(*known):
    """Give a NotYet from within the hints meant for it: `known` are (words of its message, hint, hint, …)."""
    try:
        yield
    except NotYet as error:
        error.hints = next((tuple(hints) for words, *hints in known if words in error.what), error.hints)
        raise


@check(
    "1 · crop_centre",
    "`maps` has four axes: batch, height, width, channels. Cut along axis 1 and axis 2, and keep the others whole.",
    "`top = (maps.shape[1] - size[0]) // 2`, and then rows `top : top + size[0]`. Do the same for the columns.",
)
def crop_centre(answer):
    maps = np.arange(48).reshape(1, 6, 8, 1)
    right = maps[:, 1:5, 3:5]
    shape_hints = (
        "`size` is (height, width). Rows are axis 1 and columns axis 2; each has its own difference.",
        "`maps[:, top : top + size[0], left : left + size[1]]`",
    )
    with hints_where(("slice indices", "A slice needs whole numbers: halve with `//`.", shape_hints[1])):
        got = call(answer, maps, (4, 2))
    got = expect_shape("6×8 pixels cropped to (4, 2)", got, right.shape, *shape_hints)
    expect_equal(
        "6×8 pixels cropped to (4, 2)",
        got,
        right,
        "As much must go above as below, and as much on the left as on the right.",
        "`top` is half of the difference of the heights, `left` half of the difference of the widths.",
        mistakes=[
            (maps[:, :4, :2], "This is the top left corner. Half of what is cut must go above, and half on the left."),
            (maps[:, -4:, -2:], "This is the bottom right corner. Cut half of the difference there, not all of it."),
            (maps[:, 1:5, 1:3], "The columns start at the place that is right for the rows: work out `left`, too."),
        ],
    )
    whole = call(answer, maps, (6, 4))
    expect_shape(
        "6×8 pixels cropped to (6, 4)",
        whole,
        (1, 6, 4, 1),
        "Here nothing is cut from the height. A slice `cut:-cut` with a cut of 0 is `0:0`, and that is empty.",
        "Say where the slice ends by counting from its start: `top : top + size[0]`.",
    )
    odd = np.arange(30).reshape(1, 5, 6, 1)
    refused = "An odd difference has no centre, and `centre_crop` refuses it. Cut with slices: `maps[:, top : …]`."
    with hints_where(("cannot be cropped", refused, "`top = (have - want) // 2`: the extra row goes at the bottom.")):
        got = call(answer, odd, (2, 5))
    expect_equal(
        "5×6 pixels cropped to (2, 5), both differences odd",
        got,
        odd[:, 1:3, :5],
        "An odd difference has no centre. The docstring says which side loses the extra one.",
        "`//` rounds down: `top = (have - want) // 2` leaves the extra row to the bottom.",
        mistakes=[
            (odd[:, 2:4, 1:], "You cut the extra row at the top. To cut it at the bottom: `(have - want) // 2`."),
            (odd[:, 1:-1, :], "Half of the difference was cut on both sides, and that is one too few here."),
        ],
    )
    several = np.arange(3 * 7 * 7 * 2).reshape(3, 7, 7, 2)
    expect_equal(
        "three maps of 7×7 with 2 channels, cropped to (3, 3)",
        call(answer, several, (3, 3)),
        several[:, 2:5, 2:5],
        "Is a number of the batch or of the channels written into your code? Keep both axes whole, with `:`.",
    )


def valid_model(height, width):
    """A model that loses more of the width than of the height: (batch, h, w, 1) → (batch, h − 4, w − 6, 3)."""
    inputs = keras.Input((height, width, 1))
    return keras.Model(inputs, layers.Conv2D(3, (5, 7))(inputs))


@check(
    "2 · labels_for",
    "`model.output_shape` is (batch, height, width, classes): it says how many labels are needed.",
    "Cut half of the difference on each side, of height and width: `masks[:, top : top + height, …]`.",
)
def labels_for(answer):
    masks = np.random.default_rng(1).integers(0, 3, (2, 6, 12))
    unsolved = "If you call `crop_centre`: solve exercise 1 first. Or cut `masks` with slices."
    channels = "`centre_crop` needs an axis for channels: give it `masks[..., None]`, and take `[..., 0]` afterwards."
    slices = "`masks[:, top : top + height, left : left + width]`."
    with hints_where(
        ("returns None", f"Does it end in `return`? {unsolved}", slices),
        ("NoneType", f"Something is None here. {unsolved}", slices),
        ("one for the channels", channels, slices),
        ("slice indices", "A slice needs whole numbers: halve with `//`."),
    ):
        got = array_of("the labels", call(answer, masks, valid_model(6, 12)))
    right = masks[:, 2:4, 3:9]
    hints = (
        "The model answers for the centre of the image: take the labels of the same pixels, and resize nothing.",
        "`_, height, width, _ = model.output_shape`; cut half of what is too much on each side.",
    )
    expect(
        got.shape != masks.shape,
        "the labels still have the size of the input",
        "With valid padding the output is smaller. `model.output_shape` is (batch, height, width, classes).",
        *hints,
        expected="(2, 2, 6)",
        got=str(got.shape),
    )
    expect(
        got.size != right.size or got.ndim == 3,
        "the labels: the shape",
        "Masks come as (batch, h, w) and go as (batch, h', w'): no axis for channels, and one label for each pixel.",
        expected="(2, 2, 6)",
        got=str(got.shape),
    )
    first = ()
    if got.shape == (2, 2, 6, 3):
        first = ("These are the model's answers, not labels. The labels are in `masks`; the model says how many.",)
    elif 2 in got.shape[1:]:
        first = ("Height and width lose differently, so each has its own cut: work out `top` and `left`.",)
    expect_shape("the labels", got, right.shape, *first, *hints)
    expect(
        np.isin(got, masks).all(),
        "there are labels that nobody drew",
        "Were the masks resized, so that labels mixed? Crop them: a crop moves no label and invents none.",
        *hints,
        expected="labels 0, 1 and 2",
        got=got,
    )
    mixed = "Every label is one of yours, but not at its place: this is resized. Crop the masks instead."
    expect_equal(
        "two masks of 6×12 for a model that gives 2×6",
        got,
        right,
        *hints,
        mistakes=[
            *((masks[:, row::3, column::2], mixed) for row in range(3) for column in range(2)),
            (masks[:, 2:4, 2:8], "The columns start at the place that is right for the rows: work out `left`, too."),
            (masks[:, 3:5, 3:9], "The rows start at the place that is right for the columns: work out `top`, too."),
            (masks[:, :2, :6], "This is the top left corner. The model loses as much at the top as at the bottom."),
            (masks[:, -2:, -6:], "This is the bottom right corner. The model's output lies over the centre."),
            (right > 0, "Labels 1 and 2 have become one class. Keep the labels as they are."),
        ],
    )
    large = np.random.default_rng(2).integers(0, 3, (3, 20, 24))
    expect_equal(
        "three masks of 20×24 for a U that gives 4×8",
        call(answer, large, unet_model((20, 24, 1), 3, base_filters=1, depth=1)),
        large[:, 8:12, 8:16],
        "It works for one model. Is a border or a size of that model written into your code?",
        "Take the size from `model.output_shape`, and the border from the difference.",
    )
    expect_equal(
        "masks for a model with same padding",
        call(answer, masks, unet_model((6, 12, 1), 3, base_filters=1, depth=1, padding="same")),
        masks,
        "Nothing is to be cut here. A slice `cut:-cut` with a cut of 0 is empty; write `top : top + height`.",
    )


def split_by_channels(kernel, bias, channels):
    """The course's answer to exercise 3."""
    starts = np.cumsum([0, *channels])
    parts = [kernel[:, :, start:stop] for start, stop in zip(starts, starts[1:], strict=False)]
    return [(part, bias * (number == 0)) for number, part in enumerate(parts)]


@check(
    "3 · split_conv",
    "The kernel is (k, k, c, n): its third axis counts the channels that it reads. Cut there, one part for each map.",
    "`kernel[:, :, start : start + count]` for each `count` of `channels`; then `start` grows by `count`.",
)
def split_conv(answer):
    rng = np.random.default_rng(3)
    small = np.arange(1, 13).reshape(1, 1, 3, 4)
    large = rng.integers(-9, 10, (3, 3, 9, 4))
    for kernel, bias, channels in ((small, [10, 20, 30, 40], [2, 1]), (large, [1, 2, 3, 4], [4, 2, 3])):
        bias = np.array(bias)
        check_split(call(answer, kernel, bias, channels), kernel, bias, channels)


def check_split(got, kernel, bias, channels):
    """NotYet unless `got` is right for this kernel and bias."""
    what = f"maps of {' + '.join(map(str, channels))} channels"
    pairs = "Return a list of pairs, when the loop is over: `[(kernel_a, bias_a), (kernel_b, bias_b)]`."
    try:
        parts = [tuple(part) for part in got]
    except TypeError:
        raise NotYet("a list of pairs is needed", pairs, expected="[(kernel, bias), …]", got=got) from None
    expect(
        len(parts) == len(channels),
        f"{what}: how many parts",
        "`np.split` takes the places of the cuts, not the lengths: `np.cumsum(channels)[:-1]`."
        if len(parts) > len(channels)
        else "One part for each map, for any number of maps. Does the loop run to its end before `return`?",
        expected=str(len(channels)),
        got=str(len(parts)),
    )
    expect(
        all(len(part) == 2 for part in parts),
        f"{what}: a kernel and a bias for each",
        pairs,
        expected="(kernel, bias) for each map",
        got=f"lists of length {' and '.join(str(len(part)) for part in parts)}",
    )
    reference = [part for part, _ in split_by_channels(kernel, bias, channels)]
    side, _, read, made = kernel.shape
    for number, ((part, _), right) in enumerate(zip(parts, reference, strict=True)):
        name = f"{what}: kernel {number}"
        hints = [f"Map {number} has {right.shape[2]} of the channels, so its kernel must be {right.shape}."]
        part = array_of(name, part)
        if part.shape == kernel.shape:
            hints.insert(0, "This is the whole kernel. This map knows only its own channels: cut the third axis.")
        elif part.ndim == 4 and part.shape[3] != made:
            hints.insert(0, "The last axis counts what comes out, and it stays whole. Cut the third axis.")
        elif part.ndim != 4:
            hints.insert(0, "Return one pair for each map: `(kernel, bias)`, in this order.")
        elif same(part, reference[-1 - number]):
            hints.insert(0, "The parts come in the order of the maps: map 0 first.")
        elif part.shape[2] == read // len(channels):
            hints.insert(0, "Did you cut equal parts? `channels` says how many channels each map has.")
        expect_shape(name, part, right.shape, *hints)
        expect_equal(
            name,
            part,
            right,
            "The parts come in the order of the maps: the first map is read by the first channels of the kernel.",
            "Where one part ends, the next one starts: `start` grows by the number of channels.",
        )
    total = 0
    whole = "The bias counts what comes out, one number for each of the n, so it is not cut. All parts need one."
    hints = (whole, "Give the whole bias to the first part, and `np.zeros_like(bias)` to the others.")
    for _, one in parts:
        with hints_where(("numbers are needed", *hints)):
            one = array_of(f"{what}: a bias (zeros where a part has none of its own)", one)
        name = f"{what}: the shape of a bias"
        expect(one.shape in ((), bias.shape), name, *hints, expected=str(bias.shape), got=str(one.shape))
        total = total + one
    expect_equal(
        f"{what}: the biases of all parts, added",
        np.broadcast_to(total, bias.shape),
        bias,
        "The parts are added up in the end, and so are their biases. Together they must give the one bias.",
        hints[1],
        mistakes=[
            (bias * len(channels), "Every part has the whole bias, so it comes several times. It must come once."),
            (bias * 0, "The bias is lost: one part must bring it. (`bias *= 0` changes `bias` itself.)"),
        ],
    )


def one_level(inputs, filters, taken="before", fit="crop", order=1):
    """The U of one level of exercise 4, right, or with one of the mistakes that its check knows."""
    first = layers.Conv2D(filters, 3, activation="relu")(inputs)
    before = layers.Conv2D(filters, 3, activation="relu")(first)
    after = layers.MaxPooling2D(2)(before)
    x = layers.Conv2D(2 * filters, 3, activation="relu")(after)
    x = layers.Conv2D(2 * filters, 3, activation="relu")(x)
    x = layers.Conv2DTranspose(filters, 2, strides=2)(x)
    skip = {"first": first, "before": before, "after": after}[taken]
    height, width = x.shape[1:3]
    if fit == "crop":
        skip = layers.CenterCrop(height, width)(skip)
    elif fit == "corner":
        skip = skip[:, :height, :width]
    else:
        skip = layers.Resizing(height, width, interpolation=fit)(skip)
    x = layers.Concatenate()([x, skip][::order])
    for _ in range(2):
        x = layers.Conv2D(filters, 3, activation="relu")(x)
    return x


KNOWN = [  # where the skip is taken, how it is made to fit, the hint meant for it
    ("before", "crop", None),
    ("after", "bilinear", "The skip is still taken after the pooling: half of its resolution is gone. Take it before."),
    ("after", "nearest", "The skip is still taken after the pooling: half of its resolution is gone. Take it before."),
    ("before", "bilinear", "The skip is still resized, so its pixels leave their places. Crop it at its centre."),
    ("before", "nearest", "The skip is still resized, so its pixels leave their places. Crop it at its centre."),
    ("before", "corner", "The skip is cropped to its top left corner. Cut as many pixels at the bottom as at the top."),
    ("first", "crop", "This skip is the map between the two convolutions. Take the one after both of them."),
]

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
    "`skip = x` before the pooling; `blocks.centre_crop(skip, x.shape[1:3])`; `layers.Concatenate()` for the channels.",
)
def mended_level(answer):
    for shape, filters in (((20, 28, 1), 4), ((24, 20, 3), 2)):
        inputs = keras.Input(shape)
        with hints_where(*ERRORS):
            got = call(answer, inputs, filters)
        needed = "Return the last tensor, `x`, as the faulty function does."
        model = got
        if isinstance(got, keras.KerasTensor):
            try:
                model = keras.Model(inputs, got)
            except ValueError:
                raise NotYet("what you return was not computed from `inputs`", needed) from None
        expect(isinstance(model, keras.Model), "a Keras tensor is needed", needed, expected="a Keras tensor", got=got)
        check_level(model, shape, filters)


def check_level(model, shape, filters):
    """NotYet unless `model`, of this input shape, computes what a mended level does."""
    height, width, _ = shape
    what, right = f"an input of {height}×{width}, {filters} filters", (None, height - 16, width - 16, filters)
    got = tuple(model.output_shape)
    meant = {
        (2 * height - 28, width - 16): "The output is too high: joined along axis 1, the maps lie below each other.",
        (height - 16, 2 * width - 28): "The output is too wide: joined along axis 2, the maps lie side by side.",
        (height - 8, width - 8): "The map from below was made as large as the skip. It is the skip that is cut.",
        (height, width): "The size is kept: did you change the padding? The convolutions were right.",
    }.get(
        got[1:3], "The output is smaller than the input by 16 pixels: 4 at the top, 8 at the bottom, 4 on the way up."
    )
    hints = (meant, "Crop the skip to the size of `x`, and join both along the channels, the last axis.")
    expect(got == right, f"{what}: the shape of the output", *hints, expected=str(right), got=str(got))
    weights = one_level_model(shape, filters).weights
    right, got = ([tuple(weight.shape) for weight in one] for one in (weights, model.weights))
    hints = ("Leave the convolutions as they were. Only the skip, the crop and the join have to change.",)
    if len(got) == len(right) and got[-4] == (3, 3, filters, filters):
        hints = (
            "The convolution behind the join reads too few channels. Are the maps added, or is one missing?",
            *hints,
        )
    expect(got == right, f"{what}: the shapes of the weights", *hints, expected=str(right[::2]), got=str(got[::2]))
    rng = np.random.default_rng(4)
    image = rng.random((2, *shape), dtype="float32")
    numbers = [rng.normal(0.05, 0.4, one) for one in right]
    model.set_weights(numbers)
    output = np.asarray(model(image))
    hints = (
        "The shapes are right, but the numbers are not. Which map is the skip, and which of its pixels are kept?",
        "Before the pooling: `skip = x`. After the up-convolution: `blocks.centre_crop(skip, x.shape[1:3])`.",
    )
    for taken, fit, meant in KNOWN:
        for order in (1, -1):  # the skip behind the map from below, or in front of it
            if same(output, one_level_model(shape, filters, taken, fit, order, numbers)(image), 1e-3):
                if meant is None:
                    return
                hints = (meant, hints[-1])
    raise NotYet(f"{what}: the output, all weights set to numbers of mine", *hints)


def one_level_model(shape, filters, taken="before", fit="crop", order=1, numbers=None):
    """`one_level` as a Keras model with these weights."""
    inputs = keras.Input(shape)
    model = keras.Model(inputs, one_level(inputs, filters, taken, fit, order))
    if numbers is not None:
        model.set_weights(numbers)
    return model


def little_u(size, padding="same", bias=0.0):
    """A U of depth 1 with one filter, (batch, size, size, 1) → one channel without activation, and random weights."""
    model = unet_model((size, size, 1), 1, base_filters=1, depth=1, padding=padding, activation="linear")
    rng = np.random.default_rng(7)
    kinds = [weight.shape for weight in model.weights]
    model.set_weights([rng.normal(size=kind) if len(kind) == 4 else np.full(kind, bias) for kind in kinds])
    return model


def in_blocks(image):
    """Whether each block of 2×2 pixels holds one number."""
    return np.allclose(image, np.kron(image[::2, ::2], np.ones((2, 2))), atol=1e-4)


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
    ):
        shapes = [tuple(weight.shape) for weight in model.weights]
        size = model.input_shape[1]
        image = np.random.default_rng(8).integers(1, 100, (size, size)) / 100
        before = model.get_weights()
        with hints_where(
            ("weight list of length", "Give all weights of the layer at once: `layer.set_weights([kernel, bias])`."),
            ("not enough values", "Some layers have no weights, the pooling for one. Skip them: `if layer.weights:`."),
        ):
            got = call(answer, model)
        expect(
            isinstance(got, keras.Model) and [tuple(weight.shape) for weight in got.weights] == shapes,
            f"{what}: the same U is needed",
            "Change the weights of the model that you get, and return this model.",
            expected="the model",
            got=got if not isinstance(got, keras.Model) else "another model",
        )
        expect(
            not all(map(np.array_equal, got.get_weights(), before)),
            f"{what}: the weights are as they were",
            "`get_weights` gives copies. Write them back: `layer.set_weights([kernel, bias])`.",
        )
        output = array_of(what, got(image[None, :, :, None].astype("float32")))
        right = image[cut : size - cut, cut : size - cut]
        output = expect_shape(what, output, (1, *right.shape, 1))[0, :, :, 0]
        expect_equal(what, output, right, *meant_for(output, right))


def meant_for(output, right):
    """Hints for an output that is not the image `right`."""
    hints = (
        "Follow a pixel on its way: two convolutions, the join, two convolutions, the output. Each multiplies it by 1.",
        "In a 3×3 kernel this 1 stands at `kernel[1, 1, …]`, all its other numbers are 0, and the bias is 0.",
        "`decoder_1_conv_1` reads two channels, 0 from below and 1 from the skip: `kernel[1, 1, 1, 0] = 1`.",
    )
    moved = [np.pad(right, n)[i : i + len(right), i : i + len(right)] for n in range(1, 5) for i in (0, 2 * n)]
    factor = output.sum() / right.sum()
    if not output.any():
        first = "Nothing comes out. Is a kernel on the way still 0, or does `decoder_1_conv_1` read the map from below?"
    elif np.ptp(output) < 1e-6:
        first = "All pixels are alike: only a bias comes out. Set the biases to 0, and let the image through."
    elif same(output - right, np.full(right.shape, np.mean(output - right))):
        first = f"Every pixel is {np.mean(output - right):.3g} too large: that is a bias. Biases are weights, too."
    elif in_blocks(output):
        first = "This came through the pooling: blocks of 2×2. Let `decoder_1_conv_1` read the skip, its channel 1."
    elif in_blocks(output - right) or any(same(output[i::2, j::2], right[i::2, j::2]) for i in (0, 1) for j in (0, 1)):
        first = "The image is there, and something is added: `decoder_1_conv_1` also reads the map from below."
    elif any(same(output, one) for one in moved):
        first = "The image is moved: the 1 stands in a corner of the kernel. Its middle is `[1, 1]`."
    elif same(output, factor * right, 1e-3):
        first = "The image is there, but brighter or darker. What do the weights on its way multiply to?"
    else:
        return hints
    return first, *hints


question_1 = question(
    "Question 1",
    "c",
    a="The middle is the one place where stretching does no harm. What is off there is less than half a pixel.",
    b="It is worse than a blur: near an edge, the two maps show different places of the image in one pixel.",
    c="Yes. Towards the edges the shift grows to nearly half of the difference in size, and the middle hides it.",
)
question_2 = question(
    "Question 2",
    "a",
    a="Yes. The labels must lie over the pixels that were predicted, and these are the central ones. So crop.",
    b="No label is invented, that is so. But the border's labels are squeezed in, and nearly all lie elsewhere.",
    c="The network would learn a border that it never sees: with valid padding it gives no answer there.",
    d="The output would fit, but this is another network, with zeros at the border. The labels need no such change.",
)
question_3 = question(
    "Question 3",
    "b",
    a="That is so for adding. Here each part of the kernel has learnt to read one map, and it now gets the other.",
    b="Yes. All shapes fit, as both maps have equally many channels, and each part of the kernel reads the wrong map.",
    c="A message would come if a shape did not fit. But both maps have equally many channels, so every shape fits.",
)
question_4 = question(
    "Question 4",
    "d",
    a="What pooling threw away, no resizing brings back: it only repeats or mixes the numbers that were kept.",
    b="Without any skip the lesson's network is far behind. So the pooled skip is used, and it is worth a lot.",
    c="The lesson measured it with same padding only. With valid padding the shift comes on top of the pooling.",
    d="Yes. There are several channels, and training can write some detail into them. And nothing was misplaced.",
)
