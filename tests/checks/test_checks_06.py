"""The checks for the practice of lesson 06, against planted answers."""

import numpy as np
import pytest
from planted import said

import unet_lessons.checks.lesson_06 as check
from unet_lessons import sizes
from unet_lessons.backend import keras
from unet_lessons.blocks import conv_block, unet_model

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
        down = check.convolutions(channels, classes, filters, depth)[: 2 * depth + 2]
        levels = [filters * 2**level for level in reversed(range(depth))]
        up = [one for f in levels for one in way_up(f, 2 * f)]
        return sum(k * k * c * f + bias(f) for k, c, f in [*down, *up, (last, filters, classes)])

    return answer


def wrong_count(**options):
    return lambda *numbers: check.parameters_of(*numbers, **options)


def without_ups(*numbers):
    return sum((k * k * c + 1) * f for k, c, f in check.convolutions(*numbers) if k != 2)


def without_last(channels, classes, filters, depth):
    return check.parameters_of(channels, classes, filters, depth) - (filters + 1) * classes


def way_down(channels, classes, filters, depth):
    return sum(
        (k * k * c + 1) * f for k, c, f in check.convolutions(channels, classes, filters, depth)[: 2 * depth + 2]
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

    def call(self, features):
        scores = ops.matmul(features, self.kernel)
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


def missing(image, depth):
    return [-side % 2**depth for side in image.shape[:2]]


def predict_in_the_middle(model, image, depth):
    """Zeros on all sides, `model.predict`, and a list back."""
    rows, columns = missing(image, depth)
    top, left = rows // 2, columns // 2
    padded = np.pad(image, ((top, rows - top), (left, columns - left), (0, 0)))
    answer = model.predict(padded[None], verbose=0)[0]
    return answer[top : top + image.shape[0], left : left + image.shape[1]].tolist()


def predict_with_layers(model, image, depth):
    """Keras layers for both steps; the border at the top and on the left."""
    rows, columns = missing(image, depth)
    x = layers.ZeroPadding2D(((rows, 0), (columns, 0)))(image[np.newaxis])
    return ops.squeeze(layers.Cropping2D(((rows, 0), (columns, 0)))(model(x)), axis=0)


def predict_by_loops(model, image, depth):
    height, width, channels = image.shape
    rows, columns = height, width
    while rows % 2**depth:
        rows += 1
    while columns % 2**depth:
        columns += 1
    batch = np.zeros((1, rows, columns, channels))
    for row in range(height):
        for column in range(width):
            batch[0, row, column] = image[row, column]
    return np.asarray(model(batch))[0, :height, :width, :]


def padded_by(count, at_top=False, crop=True, batch=False, channels=slice(None)):
    """Predict with `count(side, n)` pixels more; cropped at the top left, or not at all."""

    def answer(model, image, depth):
        height, width = image.shape[:2]
        more = [count(side, 2**depth) for side in (height, width)]
        margins = [(one - one // 2, one // 2) if at_top else (0, one) for one in more]
        output = model.predict_on_batch(np.pad(image, (*margins, (0, 0)))[np.newaxis])
        output = output[:, :height, :width, channels] if crop else output
        return output if batch else output[0]

    return answer


def predict_cut_off_by(model, image, depth):
    rows, columns = missing(image, depth)
    return model.predict_on_batch(np.pad(image, ((0, rows), (0, columns), (0, 0)))[None])[0, :-rows, :-columns]


def predict_cropped(model, image, depth):
    height, width = image.shape[:2]
    return np.asarray(model(image[None, : height - height % 2**depth, : width - width % 2**depth]))[0]


def predict_swapped(model, image, depth):
    width, height = image.shape[:2]
    padded = np.pad(image, ((0, -height % 2**depth), (0, -width % 2**depth), (0, 0)))
    return np.asarray(model(padded[None]))[0, :height, :width]


def predict_without_batch(model, image, depth):
    rows, columns = missing(image, depth)
    return np.asarray(model(np.pad(image, ((0, rows), (0, columns), (0, 0)))))


def predict_grey(model, image, depth):
    """The border's array has one channel, whatever the image has."""
    height, width = image.shape[:2]
    rows, columns = missing(image, depth)
    padded = np.zeros((height + rows, width + columns, 1))
    padded[:height, :width] = image
    return np.asarray(model(padded[None]))[0, :height, :width]


def then(change):
    """The right numbers, changed."""
    return lambda *inputs: change(padded_by(exact)(*inputs))


def exact(side, n):
    return -side % n


def predict_resized(model, image, depth):
    height, width = image.shape[:2]
    rows, columns = missing(image, depth)
    resized = ops.image.resize(image, (height + rows, width + columns))
    return ops.image.resize(model(resized[None])[0], (height, width))


def predict_square(model, image, depth):
    side = max(side + more for side, more in zip(image.shape[:2], missing(image, depth), strict=True))
    height, width = image.shape[:2]
    padded = np.pad(image, ((0, side - height), (0, side - width), (0, 0)))
    return model.predict_on_batch(padded[None])[0, :height, :width]


RIGHT = [
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
    (check.mended_unet, lambda n, f, d: unet_model((n, n, 1), 1, base_filters=f, depth=d, padding="same")),
    (check.predict_any, predict_in_the_middle),
    (check.predict_any, predict_with_layers),
    (check.predict_any, predict_by_loops),
    (check.predict_any, padded_by(exact)),
]

WRONG = [
    (check.output_size, lambda size, depth: size, "this is same padding"),
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
    (check.unet_parameters, lambda *n: check.parameters_of(1, *n[1:]), "it has `channels` channels"),
    (check.unet_parameters, lambda *n: check.parameters_of(n[0], 2, *n[2:]), "not always 2"),
    (check.unet_parameters, lambda *n: check.parameters_of(*n[:3], 1), "works for a U of depth 1"),
    (check.unet_parameters, parameters_by_building, "before you build it"),
    (check.unet_parameters, lambda *n: check.parameters_of(*n) + 1, "Write the convolutions in a row"),
    (check.last_layer, one_or_more(several="sigmoid"), "Sigmoids know nothing of each other"),
    (check.last_layer, one_or_more(one="softmax"), "always 1"),
    (check.last_layer, one_or_more(kernel=3, padding="same"), "does not look at neighbours"),
    (check.last_layer, one_or_more(kernel=3), "with valid padding takes 2 pixels"),
    (check.last_layer, flattened, "one answer for the whole image"),
    (check.last_layer, one_or_more(one=None, several=None), "no probabilities"),
    (check.last_layer, one_or_more(several="relu"), "no probabilities"),
    (check.last_layer, one_or_more(one="tanh"), "no probabilities"),
    (check.last_layer, softmax_along_the_image, "add up to 1 along the image"),
    (check.last_layer, lambda classes: layers.Conv2D(max(classes, 2), 1, activation="softmax"), "needs one channel"),
    (check.last_layer, lambda classes: layers.Conv2D(2, 1, activation="softmax"), "one for each class"),
    (check.last_layer, lambda classes: one_or_more()(classes)(keras.Input((8, 8, 4))), "not called on a map yet"),
    (check.mended_unet, but(skip=0, halve=False, convs=1, last="softmax"), "a skip of another level"),
    (check.mended_unet, but(skip=0), "a skip of another level"),
    (check.mended_unet, but(pooled=True), "taken after the pooling"),
    (check.mended_unet, but(back="valid"), 'without `padding="same"`'),
    (check.mended_unet, but(half=lambda filters: filters / 2), "must be whole"),
    (check.mended_unet, but(side=32), "takes another size"),
    (check.mended_unet, lambda n, f, d: skip.pop(), "Read the error"),  # noqa: F821
    (check.mended_unet, but(late="up"), "the first with more filters"),
    (check.mended_unet, but(late="end"), "the first with more filters"),
    (check.mended_unet, but(last="softmax"), "A softmax over one channel is always 1"),
    (check.mended_unet, but(last=None), "no probabilities"),
    (check.mended_unet, but(halve=False), "Halve them at each level"),
    (check.mended_unet, but(halve=False, convs=1), "Halve them at each level"),
    (check.mended_unet, but(convs=1), "One of them is missing"),
    (check.mended_unet, but(convs=3), "Compare the drawing"),
    (check.mended_unet, but(skip=None), "The skips are gone"),
    (check.mended_unet, but(before=True), "between its two convolutions"),
    (check.mended_unet, but(relu=None), "lost their ReLU"),
    (check.mended_unet, lambda n, f, d: built(n, f, 2), "There are 2 levels in your code"),
    (check.mended_unet, lambda *numbers: built(*numbers).layers, "End with `return"),
    (check.predict_any, lambda model, image, depth: model(image[None])[0], "Four steps"),
    (check.predict_any, padded_by(exact, crop=False), "cut off what you put on"),
    (check.predict_any, padded_by(exact, crop=False, batch=True), "cut off what you put on"),
    (check.predict_any, padded_by(exact, batch=True), "number 0"),
    (check.predict_any, padded_by(exact, channels=0), "axis of classes"),
    (check.predict_any, padded_by(exact, at_top=True), "crop just there"),
    (check.predict_any, padded_by(lambda side, n: n - side % n), "A side that fits stays as it is"),
    (check.predict_any, padded_by(lambda side, n: -side % 16), "not further"),
    (check.predict_any, padded_by(lambda side, n: -side % 4), "Not the rest"),
    (check.predict_any, padded_by(lambda side, n: side % n), "Not the rest"),
    (check.predict_any, padded_by(lambda side, n: -side % 8), "8 is right for depth 3 only"),
    (check.predict_any, predict_swapped, "Not the rest"),
    (check.predict_any, predict_cut_off_by, "`[:-0]` is empty"),
    (check.predict_any, predict_cropped, "do not cut down"),
    (check.predict_any, predict_without_batch, "takes a batch"),
    (check.predict_any, predict_grey, "The image has 3 channels here"),
    (check.predict_any, then(lambda got: got > 0.5), "without a threshold"),
    (check.predict_any, then(lambda got: (got > 0.5).astype(float)), "without a threshold"),
    (check.predict_any, predict_resized, "neither the image nor the answer is resized"),
    (check.predict_any, predict_square, "need not be square"),
]


def test_the_count_is_the_packages():
    for numbers in ((1, 2, 4, 1), (3, 1, 8, 3), (1, 2, 64, 4), (3, 5, 6, 2)):
        assert check.parameters_of(*numbers) == parameters_by_steps(*numbers)


def test_hints_get_stronger_though_keras_counts_its_models():
    """The error names the model, or an input layer: the check must see that it is the same error again."""
    for exercise, answer in ((check.mended_unet, but(side=32)), (check.predict_any, lambda *inputs: inputs[0](3))):
        first, second = said(exercise, answer), said(exercise, answer)
        assert first == second and "Hint 1" in first


@pytest.mark.parametrize("seed", range(5))
def test_the_fingerprint_knows_each_mistake_from_the_u(seed):
    """What exercise 4 rests on: how a U is written changes nothing, what it is does."""
    size, base_filters, depth = (16, 24, 32, 16, 24)[seed], 3 + seed, (2, 3, 2, 1, 2)[seed]
    wanted = check.fingerprint(check.a_unet(size, base_filters, depth), size)
    for same in (built, unet_by_calling_itself, Unet):
        model = same(size, base_filters, depth)
        model(np.zeros((1, size, size, 1)))
        assert np.allclose(check.fingerprint(model, size), wanted, atol=1e-5)
    for mistakes in check.SAID:
        got = check.fingerprint(check.a_unet(size, base_filters, depth, *mistakes), size)
        assert np.abs(got - wanted).max() > 0.01, mistakes


def test_only_the_order_of_the_skips_keeps_the_broken_u_from_being_built():
    with pytest.raises(ValueError, match="Concatenate"):
        built(32, 4, 2, skip=0)
    built(32, 4, 2, halve=False, convs=1)


def test_a_mirror_is_no_more_right_than_zeros():
    """What the border of exercise 5 holds is left open, so the check must not see it."""
    for mode in ("constant", "reflect", "edge", "wrap"):

        def answer(model, image, depth, mode=mode):
            rows, columns = missing(image, depth)
            padded = np.pad(image, ((0, rows), (0, columns), (0, 0)), mode=mode)
            return model.predict_on_batch(padded[None])[0, : image.shape[0], : image.shape[1]]

        assert said(check.predict_any, answer).endswith(": passed\n")
