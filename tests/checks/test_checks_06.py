"""The checks for the practice of lesson 06, against planted answers."""

import numpy as np
import pytest

import unet_lessons.checks.lesson_06 as check
from unet_lessons import sizes
from unet_lessons.backend import keras
from unet_lessons.blocks import conv_block, unet_model
from unet_lessons.checks.lesson_06 import building, counting
from unet_lessons.checks.networks import fingerprint

layers, ops = keras.layers, keras.ops


def size_by_the_package(size, depth):
    return sizes.output_size(size, depth) if sizes.is_valid_size(size, depth) else 0


def size_by_a_list(size, depth):
    """All sizes on the way down, as floats; up again only if they are good."""
    down = [size]
    for _ in range(depth):
        down.append((down[-1] - 4) / 2)
    if any(one != int(one) for one in down) or down[-1] < 5:
        return 0
    up = down[-1] - 4
    for _ in range(depth):
        up = 2 * up - 4
    return max(up, 0.0)


def size_by_border(size, depth):
    """What is lost depends on the depth alone, and the sizes that fit are 2**depth apart."""
    lost = 2 * (6 * 2**depth - 4)
    smallest = lost + 4 if depth > 1 else 18
    return np.int64(size - lost) if size >= smallest and (size - smallest) % 2**depth == 0 else 0


def walk(convs=2, bottom=2, back=2, whole=True, odd=0, least=0, floors=None):
    """Sizes with a mistake: convolutions in a level, in the bottleneck, on the way back, a depth of its own, …"""

    def answer(size, depth):
        for _ in range(floors or depth):
            size -= 2 * convs
            if odd is not None and size % 2:
                return odd
            size //= 2
        size -= 2 * bottom
        for _ in range((floors or depth) if whole else 0):
            size = size * 2 - 2 * back
        return size if least is None else max(size, least)

    return answer


def size_by_remainder(size, depth):
    """At each pooling, `divmod` says what is left over."""
    for _ in range(depth):
        size, left = divmod(size - 4, 2)
        if left:
            return False
    size -= 4
    for _ in range(depth):
        size += size - 4
    return size * (size > 0)


def size_by_calling_itself(size, depth):
    """What a level below gives is doubled, less 4."""
    if depth == 0:
        return max(size - 4, 0)
    below = 0 if size % 2 else size_by_calling_itself((size - 4) // 2, depth - 1)
    return max(2 * below - 4, 0)


def parity_after_pooling(size, depth):
    for _ in range(depth):
        size = (size - 4) // 2
        if size % 2:
            return 0
    size = size - 4
    for _ in range(depth):
        size = size * 2 - 4
    return max(size, 0)


def parameters_by_formula(channels, classes, f, depth):
    """Level by level, in closed form."""
    levels = [f * 2**k for k in range(depth + 1)]
    down = 9 * channels * f + f + 9 * f * f + f + sum(27 * n * n // 2 + 2 * n for n in levels[1:])
    up = sum(8 * n * n + n + 27 * n * n + 2 * n for n in levels[:-1])
    return down + up + f * classes + classes


def parameters_by_calling_itself(channels, classes, f, depth, last=True):
    own = (9 * channels + 1) * f + (9 * f + 1) * f
    if depth:
        own += parameters_by_calling_itself(f, 0, 2 * f, depth - 1, last=False)
        own += (8 * f + 1) * f + (18 * f + 1) * f + (9 * f + 1) * f
    return own + (f + 1) * classes * last


def built_model(channels, classes, base_filters, depth):
    return unet_model((None, None, channels), classes, base_filters=base_filters, depth=depth, padding="same")


def parameters_of_layers(*numbers):
    return sum(layer.count_params() for layer in built_model(*numbers).layers)


def parameters_of_weights(*numbers):
    return sum(int(np.prod(weight.shape)) for weight in built_model(*numbers).weights)


def act_of(classes):
    return "sigmoid" if classes == 1 else "softmax"


def twice_squeezed(classes):
    return keras.Sequential([layers.Conv2D(classes, 1, activation="tanh"), layers.Activation(act_of(classes))])


def with_dropout(classes):
    return keras.Sequential([layers.Dropout(0.3), layers.Conv2D(classes, 1, activation=act_of(classes))])


def softmax_over_the_batch(classes):
    return keras.Sequential([layers.Conv2D(classes, 1), layers.Softmax(axis=0)]) if classes > 1 else one_or_more()(1)


def without_relu(number):
    return lambda *numbers: building.a_unet(*numbers, number)


def unet_with_dropout(*numbers):
    model = building.a_unet(*numbers)
    inputs = keras.Input(model.input_shape[1:])
    return keras.Model(inputs, model(layers.Dropout(0.2)(inputs)))


def unet_of_functions(size, base_filters, depth):
    """Filters in a list, skips in a dictionary, `keras.ops` for pooling and joining."""
    filters, skips = [base_filters << level for level in range(depth + 1)], {}
    x = inputs = keras.Input((size, size, 1), name="image")
    for level, many in enumerate(filters):
        for _ in range(2):
            x = ops.relu(layers.Conv2D(many, (3, 3), padding="SAME")(x))
        if level < depth:
            skips[level], x = x, ops.max_pool(x, 2, 2)
    for level in range(depth - 1, -1, -1):
        x = layers.Conv2DTranspose(filters[level], 2, strides=(2, 2), padding="valid")(x)
        x = ops.concatenate([x, skips[level]], axis=3)
        for _ in range(2):
            x = layers.ReLU()(layers.Conv2D(filters[level], 3, padding="same")(x))
    return keras.Model(inputs=inputs, outputs=ops.sigmoid(layers.Conv2D(1, 1)(x)))


def input_by_halves(wanted, depth):
    """Half of what is wanted, level by level, by calling itself."""

    def size_for(output, depth):
        return output + 4 if depth == 0 else 2 * size_for((output + 5) // 2, depth - 1) + 4

    size = size_for(wanted, depth)
    return tuple(np.array([size, (size - wanted) // 2]).tolist())


def input_by_guess(wanted, depth):
    """Begins at the least that can be right."""
    size = wanted + 12 * 2**depth - 8
    while size_by_a_list(size, depth) < wanted:
        size += 1
    return [size, size // 2 - (wanted + 1) // 2]


def up_to(most):
    """A search that ends too soon."""

    def answer(wanted, depth):
        size, before = input_by_search(wanted, depth)
        return (size, before) if size < most else None

    return answer


def odd_only_before(wanted, depth):
    size, before = input_by_search(wanted, depth)
    lost = 6 * 2**depth - 4
    return size, lost if depth > 5 else before


class Counter:
    """An answer in the form of a class, with one method for each part."""

    def __new__(cls, channels, classes, base_filters, depth):
        counter = super().__new__(cls)
        counter.total, counter.channels = 0, channels
        levels = [base_filters * 2**level for level in range(depth + 1)]
        for filters in levels:
            counter.add(3, filters).add(3, filters)
        for filters in levels[-2::-1]:
            counter.add(2, filters)
            counter.channels *= 2
            counter.add(3, filters).add(3, filters)
        return float(counter.add(1, classes).total)

    def add(self, kernel, filters):
        self.total += (kernel * kernel * self.channels + 1) * filters
        self.channels = filters
        return self


def parameters_by_building(channels, classes, base_filters, depth):
    shape = (None, None, channels)
    return unet_model(shape, classes, base_filters=base_filters, depth=depth, padding="same").count_params()


def parameters_by_steps(channels, classes, base_filters, depth):
    side = 16 * 2**depth
    steps = sizes.unet_steps((side, side, channels), classes, base_filters=base_filters, depth=depth, padding="same")
    return sum(step.parameters for step in steps)


def by_rule(size, depth):
    """The rule 16·k + 12 of the lesson, made one for each depth: wrong below level 4."""
    return 0 if (size - 12) % 2**depth else max(size - 2 * (6 * 2**depth - 4), 0)


def refused(size, depth):
    if not size_by_a_list(size, depth):
        raise ValueError("does not fit")
    return size_by_a_list(size, depth)


def counted(way_up=lambda f, c: [(2, c, f), (3, 2 * f, f), (3, f, f)], bias=lambda f: f, last=1):
    """Parameters, with a way up, with biases and with a last kernel to choose."""

    def answer(channels, classes, filters, depth):
        down = counting.convolutions(channels, classes, filters, depth)[: 2 * depth + 2]
        levels = [filters * 2**level for level in reversed(range(depth))]
        up = [one for f in levels for one in way_up(f, 2 * f)]
        return sum(k * k * c * f + bias(f) for k, c, f in [*down, *up, (last, filters, classes)])

    return answer


def wrong_count(**options):
    return lambda *numbers: check.parameters_of(*numbers, **options)


def without_ups(*numbers):
    return sum((k * k * c + 1) * f for k, c, f in counting.convolutions(*numbers) if k != 2)


def without_last(channels, classes, filters, depth):
    return check.parameters_of(channels, classes, filters, depth) - (filters + 1) * classes


def way_down(channels, classes, filters, depth):
    return sum(
        (k * k * c + 1) * f for k, c, f in counting.convolutions(channels, classes, filters, depth)[: 2 * depth + 2]
    )


def one_or_more(one="sigmoid", several="softmax", kernel=1, **options):
    def answer(classes):
        return layers.Conv2D(classes, kernel, activation=one if classes == 1 else several, **options)

    return answer


class Last(layers.Layer):
    """A last layer written out: a product of matrices, and the activation by hand."""

    def __init__(self, classes):
        super().__init__()
        self.classes = classes

    def build(self, shape):
        self.kernel = self.add_weight(shape=(shape[-1], self.classes))
        self.bias = self.add_weight(shape=(self.classes,), initializer="zeros")

    def call(self, features):
        scores = ops.matmul(features, self.kernel) + self.bias
        if self.classes == 1:
            return 1 / (1 + ops.exp(-scores))
        scores = ops.exp(scores - ops.max(scores, axis=-1, keepdims=True))
        return scores / ops.sum(scores, axis=-1, keepdims=True)


def separate_activation(classes):
    activation = layers.Softmax() if classes > 1 else layers.Activation("sigmoid")
    return keras.Sequential([layers.Conv2D(classes, 1), activation])


def softmax_along_the_image(classes):
    if classes == 1:
        return one_or_more()(1)
    return keras.Sequential([layers.Conv2D(classes, 1), layers.Softmax(axis=1)])


def flattened(classes):
    return keras.Sequential([layers.Flatten(), layers.Dense(classes, "softmax")])


def built(
    size,
    base_filters,
    depth,
    *,
    skip=-1,
    halve=True,
    convs=2,
    last="sigmoid",
    padding="same",
    before=False,
    relu="relu",
    late="",
    half=lambda filters: filters // 2,
    pooled=False,
    back="same",
    side=None,
):
    """The broken function of the exercise, with each of its bugs mended or not."""
    filters = base_filters
    inputs = keras.Input((side or size, side or size, 1))
    x, skips = inputs, []
    for _ in range(depth):
        first = layers.Conv2D(filters, 3, padding=padding, activation=relu)(x)
        x = layers.Conv2D(filters, 3, padding=padding, activation=relu)(first)
        skips.append(first if before else x)
        x = layers.MaxPooling2D(2)(x)
        skips[-1] = x if pooled else skips[-1]
        filters = filters * 2
    for _ in range(2):
        x = layers.Conv2D(filters, 3, padding=padding, activation=relu)(x)
    for _ in range(depth):
        filters = half(filters) if halve and not late else filters
        x = layers.Conv2DTranspose(filters, 2, strides=2)(x)
        filters = filters // 2 if late == "up" else filters
        x = x if skip is None else layers.Concatenate()([x, skips.pop(skip)])
        for _ in range(convs):
            x = layers.Conv2D(filters, 3, padding=back, activation=relu)(x)
        filters = filters // 2 if late == "end" else filters
    return keras.Model(inputs, layers.Conv2D(1, 1, activation=last)(x))


def but(**bugs):
    return lambda *numbers: built(*numbers, **bugs)


def unet_by_calling_itself(size, base_filters, depth):
    """One level holds the next; ReLU in layers of their own, the skip in front, Dense at the end."""

    def level(x, filters, below):
        if not below:
            return conv_block(x, filters, "same")
        features = conv_block(x, filters, "same")
        x = level(layers.MaxPool2D()(features), 2 * filters, below - 1)
        x = layers.Conv2DTranspose(filters, 2, 2, padding="same")(x)
        return conv_block(ops.concatenate([features, x], axis=-1), filters, "same")

    inputs = layers.Input((None, None, 1))
    return keras.Model(inputs, layers.Dense(1, "sigmoid")(level(inputs, base_filters, depth)))


class Unet(keras.Model):
    """The U as a class: its layers are made first, and joined when an image comes."""

    def __init__(self, size, base_filters, depth):
        super().__init__()

        def pair(filters):
            return keras.Sequential([layers.Conv2D(filters, 3, padding="same", activation="relu") for _ in range(2)])

        filters = [base_filters * 2**level for level in range(depth)]
        self.pool, self.down = layers.MaxPooling2D(), [pair(one) for one in filters]
        self.bottom = pair(base_filters * 2**depth)
        self.ups = [layers.Conv2DTranspose(one, 2, strides=2) for one in reversed(filters)]
        self.back = [pair(one) for one in reversed(filters)]
        self.last = layers.Conv2D(1, 1, activation="sigmoid")

    def call(self, x):
        skips = []
        for pair in self.down:
            skips.append(pair(x))
            x = self.pool(skips[-1])
        x = self.bottom(x)
        for up, pair in zip(self.ups, self.back, strict=True):
            x = pair(ops.concatenate([up(x), skips.pop()], axis=-1))
        return self.last(x)


def input_by_search(wanted, depth):
    size = 1
    while size_by_the_package(size, depth) < wanted:
        size += 1
    return size, (size - wanted) // 2


def input_backwards(wanted, depth, half=lambda size: -(-size // 2)):
    """From the output back to the input: what was doubled is halved, rounded up."""
    size = wanted
    for _ in range(depth):
        size = half(size + 4)
    size = size + 4
    for _ in range(depth):
        size = 2 * size + 4
    return [size, (size - wanted) // 2]


def input_by_rule(wanted, depth, first=None):
    """The sizes that fit are 2**depth apart, the smallest gives 4 pixels (2 at depth 1); as numbers of NumPy."""
    first = first or (4 if depth > 1 else 2)
    output = max(first, first + np.ceil((wanted - first) / 2**depth) * 2**depth)
    size = output + 2 * (6 * 2**depth - 4)
    return np.int64(size), np.int64(np.floor((size - wanted) / 2))


def input_by_list(wanted, depth):
    """The smallest of many, and the border as what is lost and half of what is left over."""
    fitting = {size: size_by_a_list(size, depth) for size in range(1, 6000)}
    size = min(size for size, output in fitting.items() if output >= wanted)
    return size, int(size - fitting[size]) // 2 + int(fitting[size] - wanted) // 2


def short_search(wanted, depth):
    """Nothing above 1000 pixels is tried."""
    for size in range(1, 1000):
        if size_by_the_package(size, depth) >= wanted:
            return size, (size - wanted) // 2


def rounded_up(wanted, depth):
    """The image and the border that is lost, rounded up to a multiple of 2**depth."""
    return -(-(wanted + 2 * sizes.border_lost(depth)) // 2**depth) * 2**depth


def sized(change):
    """The right size, changed, with the border that belongs to it."""

    def answer(wanted, depth):
        size = change(input_by_search(wanted, depth)[0], wanted, depth)
        return size, int(size - wanted) // 2

    return answer


def bordered(change):
    """The right size, and a border made out of it: `change(size, output, wanted)`."""

    def answer(wanted, depth):
        size = input_by_search(wanted, depth)[0]
        return size, change(size, size_by_the_package(size, depth), wanted)

    return answer


def rule_of_12(size, wanted, depth):
    """The sizes of the lesson, 16·k + 12, made a rule for each depth from 3 on."""
    least = wanted + 2 * (6 * 2**depth - 4)
    return least + (12 - least) % 2**depth if depth > 3 else size


def equal_only(wanted, depth):
    size = next(size for size in range(1, 1000) if size_by_the_package(size, depth) == wanted)
    return size, (size - wanted) // 2


RIGHT = [
    (check.output_size, size_by_remainder),
    (check.output_size, size_by_calling_itself),
    (check.unet_parameters, parameters_by_formula),
    (check.unet_parameters, parameters_by_calling_itself),
    (check.last_layer, lambda classes: keras.Sequential([layers.Dense(classes), layers.Activation(act_of(classes))])),
    (check.last_layer, lambda classes: layers.Conv2DTranspose(classes, 1, activation=act_of(classes))),
    (check.input_for, input_by_halves),
    (check.input_for, input_by_guess),
    (check.output_size, size_by_the_package),
    (check.output_size, size_by_a_list),
    (check.output_size, size_by_border),
    (check.unet_parameters, Counter),
    (check.unet_parameters, parameters_by_steps),
    (check.last_layer, Last),
    (check.last_layer, separate_activation),
    (check.last_layer, lambda classes: layers.Dense(classes, "softmax" if classes > 1 else "sigmoid")),
    (check.last_layer, one_or_more(kernel_initializer="zeros", padding="same", name="output")),
    (check.mended_unet, built),
    (check.mended_unet, unet_by_calling_itself),
    (check.mended_unet, Unet),
    (check.mended_unet, unet_of_functions),
    (check.mended_unet, but(skip=-1, before=False)),
    (check.input_for, input_by_search),
    (check.input_for, input_backwards),
    (check.input_for, input_by_rule),
    (check.input_for, input_by_list),
]

WRONG = [
    (check.output_size, parity_after_pooling, "is what pooling gives"),
    (check.output_size, lambda n, d: 0 if n > 1000 else size_by_the_package(n, d), "Follow this size through the U"),
    (check.output_size, lambda n, d: size_by_the_package(n, min(d, 5)), "a U of one level less"),
    (check.unet_parameters, parameters_of_layers, "before you build it"),
    (check.unet_parameters, parameters_of_weights, "before you build it"),
    (check.unet_parameters, wrong_count(most=1024), "also below the 1,024"),
    (check.unet_parameters, lambda c, k, f, d: check.parameters_of(min(c, 3), k, f, d), "Use the four arguments"),
    (check.last_layer, one_or_more(one="hard_sigmoid"), "similar names"),
    (check.last_layer, lambda n: keras.Sequential([layers.ReLU(), one_or_more()(n)]), "similar names"),
    (check.last_layer, twice_squeezed, "similar names"),
    (check.last_layer, with_dropout, "active in training alone"),
    (check.last_layer, softmax_over_the_batch, "over the images"),
    (
        check.mended_unet,
        lambda n, f, d: unet_model((n, n, 1), 1, base_filters=f, depth=d, padding="same"),
        "mends nothing",
    ),
    (check.mended_unet, without_relu(2), "the 3. of 10"),
    (check.mended_unet, without_relu(3), "the 4. of 10"),
    (check.mended_unet, without_relu(4), "the 5. of 10"),
    (check.mended_unet, without_relu(5), "the 6. of 10"),
    (check.mended_unet, without_relu(6), "the 7. of 10"),
    (check.mended_unet, without_relu(9), "the 10. of 10"),
    (check.mended_unet, lambda *numbers: building.a_unet(*numbers, "up"), "have a ReLU now"),
    (check.mended_unet, unet_with_dropout, "active in training alone"),
    (check.input_for, up_to(2000), "search on for long"),
    (check.input_for, lambda n, d: input_by_search(n, min(d, 5)), "is the smallest size that fits"),
    (check.input_for, odd_only_before, "after the image"),
    (check.output_size, lambda size, depth: size, "right for same padding"),
    (check.output_size, walk(bottom=0), "The bottleneck has two convolutions"),
    (check.output_size, walk(convs=1, bottom=1, back=1, odd=None), "two 3×3 convolutions, not one"),
    (check.output_size, lambda size, depth: 6 * 2**depth - 4, "the border lost on each side"),
    (check.output_size, walk(whole=False), "This is the bottleneck"),
    (check.output_size, walk(back=0), "The way up only doubles"),
    (check.output_size, walk(floors=2), "There are 2 levels in your code"),
    (check.output_size, lambda *numbers: 0 if numbers[0] % 4 else 12, "Repeat the levels"),
    (check.output_size, lambda size, depth: 0 if size % 2**depth else walk()(size, depth), "572 is no multiple of 16"),
    (check.output_size, walk(odd=None), "cannot be halved"),
    (check.output_size, walk(odd=-1), "cannot be halved"),
    (check.output_size, walk(least=None), "no pixel is left"),
    (check.output_size, by_rule, "not 32·k + 12"),
    (check.output_size, refused, "is no error here"),
    (check.unet_parameters, counted(lambda f, c: [(2, c, f), (3, c, f)]), "On the way up, too"),
    (check.unet_parameters, counted(bias=lambda f: 1), "not one for each convolution"),
    (check.unet_parameters, counted(last=3), "The last convolution is 1×1"),
    (check.unet_parameters, counted(lambda f, c: [(2, c, f), (3, c + f, f), (3, f, f)]), "halves the channels"),
    (check.unet_parameters, counted(lambda f, c: [(2, c, c), (3, c + f, f), (3, f, f)]), "halves the channels"),
    (check.unet_parameters, wrong_count(biases=0), "The biases are missing"),
    (check.unet_parameters, wrong_count(joined=1), "twice as many channels"),
    (check.unet_parameters, wrong_count(up=3), "not 3×3"),
    (check.unet_parameters, wrong_count(bottom=False), "The bottleneck is missing"),
    (check.unet_parameters, wrong_count(convs=1), "two 3×3 convolutions"),
    (check.unet_parameters, without_last, "The last 1×1 convolution is missing"),
    (check.unet_parameters, without_ups, "The up-convolution has parameters"),
    (check.unet_parameters, way_down, "The way up and the last layer are missing"),
    (check.unet_parameters, lambda *n: check.parameters_of(1, *n[1:]), "that has `channels` channels"),
    (check.unet_parameters, lambda *n: check.parameters_of(n[0], 2, *n[2:]), "not always 2"),
    (check.unet_parameters, lambda *n: check.parameters_of(*n[:3], 1), "worked for a U of depth 1"),
    (check.unet_parameters, parameters_by_building, "before you build it"),
    (check.unet_parameters, lambda *n: check.parameters_of(*n) + 1, "Write down all convolutions"),
    (check.last_layer, one_or_more(several="sigmoid"), "computed by itself"),
    (check.last_layer, one_or_more(one="softmax"), "always 1"),
    (check.last_layer, one_or_more(kernel=3, padding="same"), "does not look at neighbours"),
    (check.last_layer, one_or_more(kernel=3), "makes the map smaller"),
    (check.last_layer, flattened, "one answer for the whole image"),
    (check.last_layer, one_or_more(one=None, several=None), "not probabilities"),
    (check.last_layer, one_or_more(several="relu"), "not probabilities"),
    (check.last_layer, one_or_more(one="tanh"), "not probabilities"),
    (check.last_layer, softmax_along_the_image, "add up to 1 along the image"),
    (
        check.last_layer,
        lambda classes: layers.Conv2D(max(classes, 2), 1, activation="softmax"),
        "need only one channel",
    ),
    (check.last_layer, lambda classes: layers.Conv2D(2, 1, activation="softmax"), "one channel for each class"),
    (check.last_layer, lambda classes: one_or_more()(classes)(keras.Input((8, 8, 4))), "not called on a map yet"),
    (check.mended_unet, but(skip=0, halve=False, convs=1, last="softmax"), "the skip of another level"),
    (check.mended_unet, but(skip=0), "the skip of another level"),
    (check.mended_unet, but(pooled=True), "taken after the pooling"),
    (check.mended_unet, but(back="valid"), '`padding="same"` missing'),
    (check.mended_unet, but(half=lambda filters: filters / 2), "must be whole"),
    (check.mended_unet, but(side=32), "takes another input"),
    (check.mended_unet, lambda n, f, d: skip.pop(), "Read the error"),  # noqa: F821
    (check.mended_unet, but(late="up"), "the first with more filters"),
    (check.mended_unet, but(late="end"), "the first with more filters"),
    (check.mended_unet, but(last="softmax"), "A softmax over one channel is always 1"),
    (check.mended_unet, but(last=None), "not probabilities"),
    (check.mended_unet, but(halve=False), "Halve them at each level"),
    (check.mended_unet, but(halve=False, convs=1), "Halve them at each level"),
    (check.mended_unet, but(convs=1), "One of them is missing"),
    (check.mended_unet, but(convs=3), "too many. Compare"),
    (check.mended_unet, but(skip=None), "The skips are gone"),
    (check.mended_unet, but(before=True), "between its two convolutions"),
    (check.mended_unet, but(relu=None), "lost their ReLU"),
    (check.mended_unet, lambda n, f, d: built(n, f, 2), "There are 2 levels in your code"),
    (check.mended_unet, lambda *numbers: built(*numbers).layers, "End with `return"),
    (check.input_for, lambda *numbers: input_by_search(*numbers)[0], "Two numbers are asked for"),
    (check.input_for, sized(lambda size, wanted, depth: size_by_the_package(size, depth)), "How many must go in?"),
    (check.input_for, sized(lambda size, wanted, depth: wanted), "right for same padding"),
    (check.input_for, sized(lambda size, wanted, depth: wanted + -wanted % 2**depth), "fit with same padding"),
    (check.input_for, sized(lambda size, wanted, depth: wanted + 12 * 2**depth - 8), "must be even"),
    (check.input_for, lambda *numbers: input_backwards(*numbers, half=lambda size: size / 2), "must be even"),
    (check.input_for, sized(lambda size, wanted, depth: size + 2**depth), "one step too large"),
    (check.input_for, sized(lambda size, wanted, depth: input_by_search(wanted + 1, depth)[0]), "one step too large"),
    (check.input_for, lambda *numbers: input_by_rule(*numbers, first=4), "one step too large"),
    (check.input_for, lambda *numbers: input_backwards(*numbers, half=lambda size: size // 2), "one step too small"),
    (check.input_for, sized(lambda size, wanted, depth: input_by_search(wanted, 2)[0]), "There are 2 levels"),
    (check.input_for, sized(lambda size, wanted, depth: input_by_search(wanted, 3)[0]), "There are 3 levels"),
    (check.input_for, sized(lambda size, wanted, depth: input_by_search(wanted, 4)[0]), "There are 4 levels"),
    (check.input_for, sized(rule_of_12), "not 32·k + 12"),
    (check.input_for, lambda *numbers: input_by_search(*numbers)[::-1], "The size comes first"),
    (check.input_for, equal_only, "Ask for at least as many"),
    (check.input_for, bordered(lambda size, output, wanted: size - wanted), "both sides together"),
    (check.input_for, bordered(lambda size, output, wanted: (size - output) // 2), "after the image"),
    (check.input_for, bordered(lambda size, output, wanted: (size + output) // 2 - wanted), "before the image"),
    (check.input_for, bordered(lambda size, output, wanted: (output - wanted) // 2), "are border, too"),
    (check.input_for, bordered(lambda size, output, wanted: (size - wanted + 1) // 2), "smaller half goes before"),
    (check.input_for, bordered(lambda size, output, wanted: (size - wanted) / 2), "no half pixel"),
    (check.input_for, lambda *numbers: tuple(map(float, input_by_search(*numbers))), "no 572.0 rows"),
    (check.input_for, short_search, "search on for long"),
    (check.input_for, sized(lambda size, wanted, depth: rounded_up(wanted, depth)), "fit with same padding"),
    (check.input_for, lambda wanted, depth: (None + 4, 0), "solve exercise 1 first"),
]


def test_the_count_is_the_packages():
    for numbers in ((1, 2, 4, 1), (3, 1, 8, 3), (1, 2, 64, 4), (3, 5, 6, 2)):
        assert check.parameters_of(*numbers) == parameters_by_steps(*numbers)


def test_hints_get_stronger_though_keras_counts_its_models(capsys):
    """The error names the model and its layers, by other numbers at each try: it is the same error all the same."""
    for hint in (1, 2):
        check.mended_unet(but(skip=0))
        assert f"Hint {hint} of 2" in capsys.readouterr().out


@pytest.mark.parametrize("seed", range(5))
def test_the_fingerprint_knows_each_mistake_from_the_u(seed):
    """What exercise 4 rests on: how a U is written changes nothing, what it is does."""
    size, base_filters, depth = (16, 24, 32, 16, 24)[seed], 3 + seed, (2, 3, 2, 1, 2)[seed]
    image = 20 * np.random.default_rng(0).normal(size=(1, size, size, 1)).astype("float32")
    wanted = fingerprint(building.a_unet(size, base_filters, depth), image)
    for same in (built, unet_by_calling_itself, Unet):
        model = same(size, base_filters, depth)
        model(np.zeros((1, size, size, 1)))
        assert np.allclose(fingerprint(model, image), wanted, atol=1e-5)
    for mistakes in building.MISTAKES:
        got = fingerprint(building.a_unet(size, base_filters, depth, *mistakes), image)
        assert np.abs(got - wanted).max() > 0.01, mistakes


def test_only_the_order_of_the_skips_keeps_the_broken_u_from_being_built():
    with pytest.raises(ValueError, match="Concatenate"):
        built(32, 4, 2, skip=0)
    built(32, 4, 2, halve=False, convs=1)
