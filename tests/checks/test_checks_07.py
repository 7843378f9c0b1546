"""The checks for the practice of lesson 07, against planted answers."""

from functools import cache

import numpy as np
import pytest

import unet_lessons.checks.lesson_07 as check
from unet_lessons.backend import keras
from unet_lessons.blocks import unet_model
from unet_lessons.checks.lesson_07 import data
from unet_lessons.checks.lesson_07.train import mean_dice
from unet_lessons.training import batches, standardise, weight_map

ops = keras.ops
losses = keras.losses


# 1 · last_layer


def last_layer(classes, shape):
    if shape[-1] > 1:
        return classes, "softmax", "categorical_crossentropy"
    return (1, "sigmoid", "binary_crossentropy") if classes == 2 else (classes, "softmax", SPARSE)


SPARSE = "sparse_categorical_crossentropy"


def as_objects(classes, shape):
    channels, activation, loss = last_layer(classes, shape)
    return [channels, getattr(keras.activations, activation), getattr(losses, loss)]


def as_classes(classes, shape):
    return (
        classes,
        keras.layers.Softmax(),
        losses.SparseCategoricalCrossentropy() if shape[3] == 1 else losses.CategoricalCrossentropy,
    )


def with_logits(classes, shape):
    channels, activation, loss = last_layer(classes, shape)
    name = "".join(word.capitalize() for word in loss.split("_"))
    return channels, activation, getattr(losses, name)(from_logits=True)


def binary_for_two(classes, shape):
    return last_layer(classes, (*shape[:3], 1) if classes == 2 else shape)


def always_softmax(classes, shape):
    """Also two classes as two channels: the masks are whole numbers, or one-hot."""
    return np.int64(classes), "softmax", f"{'sparse_' * (shape[-1] == 1)}categorical_crossentropy"


# 2 · standardise_each


def by_loop(images):
    return [(one - np.mean(one)) / (np.std(one) if np.std(one) > 1e-6 else 1) for one in images]


def in_float64(images):
    """Numbers that are all alike are found without a mean."""
    wide = np.asarray(images, np.float64).reshape(len(images), -1)
    flat = np.ptp(wide, axis=1, keepdims=True) == 0
    spread = np.where(flat, 1, wide.std(axis=1, keepdims=True))
    return np.where(flat, 0, (wide - wide.mean(axis=1, keepdims=True)) / spread).reshape(images.shape)


def by_einsum(images):
    count = images[0].size
    centred = images - np.einsum("nhwc->n", images, dtype=float)[:, None, None, None] / count
    variance = np.einsum("nhwc,nhwc->n", centred, centred)[:, None, None, None] / count
    return centred / np.maximum(np.sqrt(variance), 1e-6)


def in_place(images):
    images -= images.mean(axis=(1, 2, 3), keepdims=True)
    spread = images.std(axis=(1, 2, 3), keepdims=True)
    images /= np.where(spread > 1e-6, spread, 1)
    return images


def kept_above(least):
    return lambda x: (x - mean_of(x)) / np.maximum(x.std(axis=(1, 2, 3), keepdims=True), least)


def mean_of(x):
    return x.mean(axis=(1, 2, 3), keepdims=True)


def by_ops(images):
    mean, variance = ops.moments(ops.convert_to_tensor(images, "float32"), axes=(1, 2, 3), keepdims=True)
    return (images - mean) / ops.sqrt(variance + 1e-9)


def scaled(axis=(1, 2, 3), spread=np.std, **named):
    def answer(x):
        return (x - x.mean(axis=axis, keepdims=True)) / spread(x, axis=axis, keepdims=True, **named)

    return answer


def std_by_hand(x):
    wide = np.reshape(x, (len(x), -1))
    spread = np.sqrt(np.mean(wide**2, axis=1) - np.mean(wide, axis=1) ** 2)
    return ((wide - wide.mean(axis=1)[:, None]) / np.where(spread > 1e-6, spread, 1)[:, None]).reshape(x.shape)


def at_once(x):
    return (x - x.mean(axis=(1, 2, 3))) / x.std(axis=(1, 2, 3))


def min_max(x):
    low, high = x.min(axis=(1, 2, 3), keepdims=True), x.max(axis=(1, 2, 3), keepdims=True)
    return (x - low) / (high - low)


# 3 · soft_dice_loss


def dice_loss(axis=(1, 2, 3), tiny=1e-6, end=ops.mean, factor=2, start=1, prepare=lambda p: p, square=False):
    def answer(truth, p):
        p = prepare(p)
        both, sizes = ops.sum(truth * p, axis=axis), ops.sum(truth + (p * p if square else p), axis=axis)
        return end(start - (factor * both + tiny) / (sizes + tiny))

    return answer


def chosen(truth, p):
    """`maximum` below the line, then the value for empty images is chosen."""
    both, sizes = ops.einsum("nhwc,nhwc->n", truth, p), ops.sum(truth, axis=(1, 2, 3)) + ops.sum(p, axis=(1, 2, 3))
    return ops.mean(ops.where(sizes > 0, 1 - 2 * both / ops.maximum(sizes, 1e-6), 0.0))


def chosen_after_dividing(truth, p):
    both, sizes = ops.sum(truth * p, axis=(1, 2, 3)), ops.sum(truth + p, axis=(1, 2, 3))
    return ops.mean(ops.where(sizes > 0, 1 - 2 * both / sizes, 0.0))


class SoftDice(losses.Loss):
    """A right answer as a Keras loss: one loss per image, and Keras takes the mean."""

    def call(self, truth, p):
        truth, p = (ops.reshape(a, (ops.shape(a)[0], -1)) for a in (truth, p))
        both, sizes = ops.sum(truth * p, axis=1), ops.sum(truth, axis=1) + ops.sum(p, axis=1)
        return 1 - (2 * both + 1e-7) / (sizes + 1e-7)


def image_by_image(truth, p):
    return sum(dice_loss(axis=None)(truth[k], p[k]) for k in range(len(p))) / len(p)


def in_rows(truth, p):
    """Each image as one row of numbers."""
    truth, p = (ops.reshape(maps, (ops.shape(maps)[0], -1)) for maps in (truth, p))
    return ops.mean(1 - (2 * ops.sum(truth * p, -1) + 1e-6) / (ops.sum(truth, -1) + ops.sum(p, -1) + 1e-6))


def empty_truth_is_right(truth, p):
    both, sizes = ops.sum(truth * p, axis=(1, 2, 3)), ops.sum(truth + p, axis=(1, 2, 3))
    none = ops.sum(truth, axis=(1, 2, 3)) == 0
    return ops.mean(ops.where(none, 0.0, 1 - 2 * both / ops.maximum(sizes, 1e-6)))


def with_einsum(truth, p):
    """Twice the product and both sums; the mean as a sum over the number of images."""
    both, one, other = (ops.einsum("nijk->n", maps) for maps in (truth * p, truth, p))
    loss = (one + other - 2 * both) / ops.maximum(one + other, 1e-7)
    return ops.sum(loss) / ops.cast(ops.shape(loss)[0], "float32")


def with_vectorized_map(truth, p):
    return ops.mean(ops.vectorized_map(lambda pair: dice_loss(axis=None, end=lambda one: one)(*pair), (truth, p)))


def halved(truth, p):
    """The mean of two images, however many there are."""
    return ops.sum(dice_loss(end=lambda loss: loss)(truth, p)) / (2 if len(p) > 1 else 1)


def of_2x3_pixels(truth, p):
    sizes = ops.sum(ops.reshape(truth + p, (-1, 6)), axis=1)
    return ops.mean(1 - (2 * ops.sum(ops.reshape(truth * p, (-1, 6)), axis=1) + 1e-6) / (sizes + 1e-6))


def only_where_found(truth, p):
    """An image in which less than a quarter of a pixel is found counts as empty."""
    some = ops.cast(ops.sum(truth, axis=(1, 2, 3)) > 1.5, "float32")
    each = dice_loss(end=lambda loss: loss)(truth, p)
    return ops.where(ops.shape(p)[0] > 2, ops.sum(some * each) / ops.maximum(ops.sum(some), 1), ops.mean(each))


def with_numpy(truth, p):
    return dice_loss()(np.asarray(truth), np.asarray(p)).numpy()


# 4 · turn_and_flip


def turned(maps, turns, mirrored):
    return np.rot90(maps, turns)[:, ::-1] if mirrored else np.rot90(maps, turns)


def as_one_stack(image, mask, rng):
    both = np.concatenate([image, mask], axis=-1)
    for axis in (0, 1):
        both = np.flip(both, axis) if rng.integers(2) else both
    both = both.transpose(1, 0, 2) if rng.integers(2) else both
    return both[..., :-1], both[..., -1:]


def with_ops(image, mask, rng):
    way = int(rng.permutation(8)[0])
    both = [ops.rot90(ops.convert_to_tensor(maps), way % 4) for maps in (image, mask)]
    return [ops.flip(maps, 1) for maps in both] if way > 3 else both


def with_loops(image, mask, rng):
    kind, size = rng.integers(0, 8), len(mask)
    new = np.zeros_like(image), np.zeros_like(mask)
    for row, column in np.ndindex(size, size):
        to = row, column
        for _ in range(kind % 4):
            to = to[1], size - 1 - to[0]
        to = (to[1], to[0]) if kind > 3 else to
        new[0][to], new[1][to] = image[row, column], mask[row, column]
    return new


def by_choice(image, mask, rng):
    """One of eight functions."""
    ways = [(turns, mirrored) for turns in (0, -1, -2, -3) for mirrored in (False, True)]
    turns, mirrored = ways[rng.choice(8)]
    return tuple(np.rot90(np.fliplr(maps) if mirrored else maps, turns) for maps in (image, mask))


def by_index(image, mask, rng):
    """Rows and columns of each way as numbers."""
    rows, columns = np.indices(mask.shape[:2])
    rows, columns = np.rot90([rows, columns], int(rng.random() * 4), axes=(1, 2))
    if rng.normal() > 0:
        rows, columns = rows[::-1], columns[::-1]
    return image[rows, columns], mask[rows, columns]


def writing(image, mask, rng):
    turns, mirrored = rng.integers(4), rng.random() < 0.5
    image[...], mask[...] = turned(image, turns, mirrored), turned(mask, turns, mirrored)
    return image, mask


def only_4x4(image, mask, rng):
    turns, mirrored = rng.integers(4), rng.random() < 0.5
    both = np.zeros((4, 4, image.shape[2] + 1))
    both[..., :-1], both[..., -1:] = image[:4, :4], mask[:4, :4]
    both = turned(both, turns, mirrored)
    return both[..., :-1], both[..., -1:]


def as_uint8(image, mask, rng):
    return [maps.astype("uint8").astype(maps.dtype) if maps.max() < 2 else maps for maps in right_way(image, mask, rng)]


def right_way(image, mask, rng):
    return only(lambda rng: (rng.integers(4), rng.random() < 0.5))(image, mask, rng)


def apart(image, mask, rng):
    return [turned(maps, rng.integers(4), rng.random() < 0.5) for maps in (image, mask)]


def mirrored_apart(image, mask, rng):
    turns = rng.integers(4)
    return [turned(maps, turns, rng.random() < 0.5) for maps in (image, mask)]


def only(change):
    def answer(image, mask, rng):
        way = change(rng)
        return [turned(maps, *way) for maps in (image, mask)]

    return answer


def any_angle(image, mask, rng):
    from skimage.transform import rotate

    angle = rng.uniform(0, 360)
    return rotate(image, angle, mode="reflect"), rotate(mask, angle, mode="reflect")


def mask_interpolated(image, mask, rng):
    from skimage.transform import rotate

    turns = rng.integers(4)
    return np.rot90(image, turns), rotate(mask, 90 * turns + 5)


def all_axes(image, mask, rng):
    return (np.flip(image), np.flip(mask)) if rng.random() < 0.5 else (image, mask)


def own_random_numbers(image, mask, rng, state=np.random.default_rng(5)):  # noqa: B008
    return only(lambda rng: (state.integers(4), state.random() < 0.5))(image, mask, rng)


# 5 · gap_weights


def by_filters(labels):
    from scipy.ndimage import maximum_filter, minimum_filter

    highest = maximum_filter(labels, 5, mode="constant", cval=0)
    lowest = minimum_filter(np.where(labels > 0, labels, 10**6), 5, mode="constant", cval=10**6)
    return np.where((labels == 0) & (highest > lowest), 5.0, 1.0)


def by_counting(labels):
    near = np.zeros(labels.shape, int)
    for cell in set(labels.ravel().tolist()) - {0}:
        padded = np.pad(labels == cell, 2)
        height, width = labels.shape
        near += np.any([padded[r : r + height, c : c + width] for r in range(5) for c in range(5)], axis=0)
    return (1 + 4 * ((near > 1) & (labels == 0))).tolist()


def by_pooling(labels):
    one_hot = ops.one_hot(labels, int(labels.max()) + 1)[None, ..., 1:]
    near = ops.sum(ops.max_pool(one_hot, 5, strides=1, padding="same"), axis=-1)[0]
    return ops.where(ops.logical_and(near >= 2, labels == 0), 5, 1)


def of(**options):
    return lambda labels: data.weights_of(labels, **options)


def by_sets(labels):
    """Each pixel of a cell tells the background around it its number."""
    heard = {tuple(place): set() for place in np.argwhere(labels == 0)}
    for row, column in np.argwhere(labels > 0):
        for down in range(-2, 3):
            for right in range(-2, 3):
                heard.get((row + down, column + right), set()).add(labels[row, column])
    weights = np.ones(labels.shape, "float32")
    for place, cells in heard.items():
        weights[place] = 5 if len(cells) > 1 else 1
    return weights


def by_windows(labels):
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(labels, 2), (5, 5)).reshape(*labels.shape, 25)
    least = np.where(windows > 0, windows, np.iinfo(labels.dtype).max).min(axis=-1)
    return 1 + 4 * ((labels == 0) & (windows.max(axis=-1) > least))


def up_to_number(most):
    def answer(labels):
        near = [
            np.any([np.roll(np.pad(labels == cell, 2), (r, c), (0, 1)) for r in range(-2, 3) for c in range(-2, 3)], 0)
            for cell in range(1, most)
        ]
        return 1 + 4 * ((labels == 0) & (np.sum(near, axis=0)[2:-2, 2:-2] > 1))

    return answer


def with_sentinel(labels, most=99):
    from scipy.ndimage import maximum_filter, minimum_filter

    highest = maximum_filter(labels, 5, mode="constant", cval=0)
    lowest = minimum_filter(np.where(labels > 0, labels, most), 5, mode="constant", cval=most)
    return np.where((labels == 0) & (highest > 0) & (lowest < most) & (highest != lowest), 5, 1)


def writes_zeros(labels):
    weights = data.weights_of(labels)
    labels[labels > 0] = 1
    return weights


def padded_by_edge(labels):
    """Right: what the border repeats is in the block already."""
    return data.weights_of(np.pad(labels, 2, mode="edge"))[2:-2, 2:-2]


def padded_by_wrapping(labels):
    return data.weights_of(np.pad(labels, 2, mode="wrap"))[2:-2, 2:-2]


def rows_of_ten(labels):
    return data.weights_of(np.resize(labels, (len(labels), 10)))[:, : labels.shape[1]]


def cells_1_to_4(labels):
    return data.weights_of(np.where(labels <= 4, labels, 0))


def zeros_without_gaps(labels):
    return data.weights_of(labels) if len(np.unique(labels)) > 2 else np.zeros(labels.shape)


# 6 · train. One small network, compiled once, is trained anew from other weights: that is quicker.


@cache
def network():
    model = unet_model((96, 96, 1), 1, base_filters=8, depth=3, padding="same")
    model.compile(keras.optimizers.Adam(3e-3, clipnorm=1.0), "binary_crossentropy")
    return model


@cache
def weights_after(kind, seed=0, steps=120):
    """Weights of the network after a training of this kind."""
    keras.utils.set_random_seed(seed)
    images, masks = check.three_annotated()
    x = images if kind == "raw" else standardise(images)
    model = network()
    model.set_weights(unet_model((96, 96, 1), 1, base_filters=8, depth=3, padding="same").get_weights())
    for variable in model.optimizer.variables:
        variable.assign(np.zeros(variable.shape))
    model.optimizer.learning_rate = 3e-3
    if kind == "eight":  # all eight ways of the three images
        ways = [(k, flip) for k in range(4) for flip in (1, -1)]
        x, masks = (np.concatenate([np.rot90(a, k, (1, 2))[:, ::flip] for k, flip in ways]) for a in (x, masks))
    if kind != "untrained":
        data = batches(x, masks, augmented=kind in ("right", "raw"), seed=seed)
        model.fit(data, steps_per_epoch=steps, verbose=0)
    return model.get_weights()


def trained(kind, seed=0, steps=120):
    def answer(images, masks):
        network().set_weights(weights_after(kind, seed, steps))
        return network()

    answer.trains = kind != "untrained"
    return answer


def flipped(images, masks):
    """What a training on flipped labels gives, without another training."""
    model = trained("right")(images, masks)
    return keras.Model(model.input, 1 - model.output)


flipped.trains = True


def averaged(images, masks):
    """Right in another form: the mean of what is said to an image and to its reflection."""
    model, inputs = trained("right")(images, masks), keras.Input((96, 96, 1))
    return keras.Model(inputs, (model(inputs) + ops.flip(model(ops.flip(inputs, 2)), 2)) / 2)


averaged.trains = True


def logits(images, masks):
    return unet_model((96, 96, 1), 1, base_filters=4, depth=1, padding="same", activation="linear")


def history(images, masks):
    model = keras.Sequential([keras.Input((96, 96, 1)), keras.layers.Conv2D(1, 3, padding="same")])
    model.compile("adam", "mse")
    return model.fit(images, masks, verbose=0)


def spoilt(images, masks):
    model = unet_model((96, 96, 1), 1, base_filters=4, depth=1, padding="same")
    model.set_weights([weights * np.nan for weights in model.get_weights()])
    return model


RIGHT = [
    (check.last_layer, last_layer),
    (check.last_layer, as_objects),
    (check.last_layer, as_classes),
    (check.standardise_each, standardise),
    (check.standardise_each, by_loop),
    (check.standardise_each, by_ops),
    (check.standardise_each, std_by_hand),
    (check.soft_dice_loss, dice_loss()),
    (check.soft_dice_loss, dice_loss(axis=(1, 2), tiny=1e-4)),
    (check.soft_dice_loss, chosen),
    (check.soft_dice_loss, SoftDice()),
    (check.soft_dice_loss, in_rows),
    (check.soft_dice_loss, with_einsum),
    (check.soft_dice_loss, with_vectorized_map),
    (check.standardise_each, in_float64),
    (check.standardise_each, by_einsum),
    (check.last_layer, lambda classes, shape: last_layer(classes, shape)),
    (check.last_layer, always_softmax),
    (check.turn_and_flip, by_choice),
    (check.turn_and_flip, by_index),
    (check.gap_weights, by_sets),
    (check.gap_weights, by_windows),
    (check.gap_weights, padded_by_edge),
    (check.turn_and_flip, only(lambda rng: (rng.integers(4), rng.random() < 0.5))),
    (check.turn_and_flip, as_one_stack),
    (check.turn_and_flip, with_ops),
    (check.turn_and_flip, with_loops),
    (check.gap_weights, by_filters),
    (check.gap_weights, by_counting),
    (check.gap_weights, by_pooling),
    (check.train, trained("right")),
    (check.train, averaged),
    (check.train, trained("eight")),
]

WRONG = [
    (check.last_layer, lambda classes, shape: last_layer(min(classes, 10), shape), "The background is a class"),
    (check.last_layer, lambda classes, shape: last_layer(classes, (shape[2],) * 4), "must fit the masks"),
    (check.last_layer, lambda classes, shape: last_layer(classes, (shape[0],) * 4), "must fit the masks"),
    (check.standardise_each, in_place, "writes into the array"),
    (check.standardise_each, kept_above(1), "also where it is below 1"),
    (check.standardise_each, kept_above(120**-0.5), "has a lower limit"),
    (check.standardise_each, lambda x: keras.layers.LayerNormalization((1, 2, 3), epsilon=1e-3)(x), "under the root"),
    (
        check.standardise_each,
        lambda x: (x - mean_of(x)) / (x.std(axis=(1, 2, 3), keepdims=True) + 0.01),
        "0.01 was added",
    ),
    (check.standardise_each, lambda x: [(one - one.mean()) / (one.std() or 1) for one in x], "held exactly"),
    (
        check.standardise_each,
        lambda x: (x - mean_of(x)) / (x.std(axis=(1, 2, 3), keepdims=True) + 1e-12),
        "held exactly",
    ),
    (check.soft_dice_loss, halved, "the number of images above"),
    (check.soft_dice_loss, of_2x3_pixels, "It works for images of 2×3 pixels"),
    (check.soft_dice_loss, lambda t, p: dice_loss()(ops.cast(t > 0.5, "float32"), p), "was cut at a threshold"),
    (check.soft_dice_loss, only_where_found, "It works for images of 2×3 pixels"),
    (check.turn_and_flip, writing, "writes into the array"),
    (check.turn_and_flip, only(lambda rng: (rng.integers(4), rng.random() < 0.2)), "are mirrored"),
    (check.turn_and_flip, only(lambda rng: (rng.integers(2) + rng.integers(3), rng.random() < 0.5)), "more often"),
    (check.turn_and_flip, only(lambda rng: (rng.integers(5), rng.random() < 0.5)), "more often"),
    (check.turn_and_flip, only(lambda rng: divmod(rng.binomial(7, 0.5), 2)), "more often"),
    (check.turn_and_flip, only_4x4, "written into your code"),
    (check.turn_and_flip, as_uint8, "written into your code"),
    (check.gap_weights, up_to_number(10), "any whole number"),
    (check.gap_weights, up_to_number(100), "any whole number"),
    (check.gap_weights, with_sentinel, "any whole number"),
    (check.gap_weights, writes_zeros, "writes into the array"),
    (check.gap_weights, padded_by_wrapping, "The image does not continue on its opposite"),
    (check.gap_weights, rows_of_ten, "rows or columns"),
    (check.last_layer, lambda classes, shape: (1, "softmax", "binary_crossentropy"), "Softmax over a single channel"),
    (check.last_layer, lambda classes, shape: (classes, "sigmoid", "binary_crossentropy"), "A sigmoid of its own"),
    (check.last_layer, lambda classes, shape: (1, "sigmoid", "binary_crossentropy"), "cell from background, no more"),
    (check.last_layer, lambda classes, shape: (classes, "softmax", "categorical_crossentropy"), "must fit the masks"),
    (check.last_layer, lambda classes, shape: (classes, "softmax", SPARSE), "must fit the masks"),
    (check.last_layer, lambda classes, shape: (classes - 1, "softmax", SPARSE), "Softmax over a single channel"),
    (check.last_layer, lambda classes, shape: (max(2, classes - 1), "softmax", SPARSE), "The background is a class"),
    (check.last_layer, lambda classes, shape: (classes, "softmax", "mse"), "Take a cross-entropy"),
    (check.last_layer, lambda classes, shape: "sigmoid", "Two cases"),
    (check.last_layer, lambda classes, shape: (1, "sigmoid", "categorical_crossentropy"), "Its loss is the binary"),
    (check.last_layer, binary_for_two, "a channel for each class"),
    (check.last_layer, with_logits, "leave `from_logits` out"),
    (check.standardise_each, lambda x: (x - x.mean()) / x.std(), "You took one mean for all images, so a dark"),
    (check.standardise_each, scaled(axis=(1, 2)), "Each channel is standardised on its own, which"),
    (check.standardise_each, scaled(axis=0), "goes across the images"),
    (check.standardise_each, scaled(axis=-1), "Each pixel is standardised on its own, so"),
    (check.standardise_each, lambda x: x - x.mean(axis=(1, 2, 3), keepdims=True), "Divide by the standard deviation"),
    (check.standardise_each, lambda x: x / x.std(axis=(1, 2, 3), keepdims=True), "Subtract the mean before you divide"),
    (check.standardise_each, scaled(spread=np.var), "divides by the variance"),
    (check.standardise_each, scaled(ddof=1), "`ddof=1`"),
    (check.standardise_each, min_max, "to 0 to 1"),
    (check.standardise_each, lambda x: x / 255, "another way to scale"),
    (check.standardise_each, at_once, "taken for those of the channels"),
    (check.standardise_each, scaled(), "0 / 0 is NaN"),
    (check.soft_dice_loss, dice_loss(start=0, end=lambda loss: -ops.mean(loss)), "it would unlearn"),
    (check.soft_dice_loss, dice_loss(start=0), "the right slope"),
    (check.soft_dice_loss, dice_loss(prepare=lambda p: ops.cast(p > 0.5, "float32")), "A threshold has no slope"),
    (check.soft_dice_loss, dice_loss(prepare=ops.round), "A threshold has no slope"),
    (check.soft_dice_loss, dice_loss(factor=1), "The factor 2"),
    (check.soft_dice_loss, dice_loss(tiny=1.0), "The 1 that you add"),
    (check.soft_dice_loss, dice_loss(square=True), "sums of squares"),
    (check.soft_dice_loss, lambda truth, p: losses.BinaryCrossentropy()(truth, p), "This is the cross-entropy"),
    (check.soft_dice_loss, dice_loss(axis=None), "sums over the whole batch"),
    (check.soft_dice_loss, losses.Dice(), "sums over the whole batch"),
    (check.soft_dice_loss, dice_loss(end=ops.sum), "The losses are added up"),
    (check.soft_dice_loss, dice_loss(end=lambda loss: loss), "one number for each image"),
    (check.soft_dice_loss, losses.Dice(axis=(1, 2, 3)), "Nothing to find, nothing found"),
    (check.soft_dice_loss, dice_loss(tiny=0.0), "Nothing to find, nothing found"),
    (check.soft_dice_loss, empty_truth_is_right, "A false alarm is wrong"),
    (check.soft_dice_loss, with_numpy, "cut the gradient off"),
    (check.soft_dice_loss, image_by_image, "No loop over the images"),
    (check.soft_dice_loss, chosen_after_dividing, "still spoils the gradient"),
    (check.turn_and_flip, apart, "Draw once, and take the same steps"),
    (check.turn_and_flip, mirrored_apart, "Draw once, and take the same steps"),
    (check.turn_and_flip, lambda image, mask, rng: (np.rot90(image, rng.integers(4)), mask), "Draw once"),
    (check.turn_and_flip, lambda image, mask, rng: (image, mask), "Nothing has moved"),
    (check.turn_and_flip, only(lambda rng: (rng.integers(4), False)), "never mirrored"),
    (check.turn_and_flip, only(lambda rng: (rng.integers(3), rng.random() < 0.5)), "Some ways never come"),
    (check.turn_and_flip, only(lambda rng: (0, rng.random() < 0.5)), "Some ways never come"),
    (check.turn_and_flip, only(lambda rng: (np.random.default_rng(3).integers(4), True)), "It is the same each time"),
    (check.turn_and_flip, any_angle, "Only whole pixels"),
    (check.turn_and_flip, mask_interpolated, "Only whole pixels"),
    (check.turn_and_flip, all_axes, "the channels too"),
    (check.turn_and_flip, own_random_numbers, "Take all random numbers from `rng`"),
    (check.turn_and_flip, lambda image, mask, rng: np.rot90(image, rng.integers(4)), "`return image, mask`"),
    (check.gap_weights, of(background=True), "0 is none"),
    (check.gap_weights, of(inside=True), "Pixels inside a cell"),
    (check.gap_weights, of(clip=False), "is negative near the border"),
    (check.gap_weights, of(reach=1), "Your block is 3×3"),
    (check.gap_weights, of(disc=True), "a circle of 2 pixels"),
    (check.gap_weights, of(weight=6), "added to the 1"),
    (check.gap_weights, of(other=0), "teach nothing"),
    (check.gap_weights, of(inside=True, background=True), "These are the cells and all that is near one. A"),
    (check.gap_weights, weight_map, "the paper's formula"),
    (check.gap_weights, lambda labels: np.where(labels == 0, 5, 1), "all background"),
    (check.gap_weights, cells_1_to_4, "are names"),
    (check.gap_weights, zeros_without_gaps, "With one cell there is no gap"),
    (check.train, trained("untrained"), "not even learnt its own three images"),
    (check.train, trained("plain"), "memorised"),
    (check.train, trained("raw"), "on images that are not standardised"),
    (check.train, flipped, "The mask is inverted"),
    (check.train, lambda *data: unet_model((96, 96, 1), 2, base_filters=4, depth=1, padding="same"), "one channel"),
    (check.train, lambda *data: unet_model((96, 96, 1), 1, base_filters=4, depth=1), "the size is kept"),
    (check.train, logits, "needs a sigmoid"),
    (check.train, spoilt, "NaN spreads"),
    (check.train, history, "`fit` gives a history"),
    (check.train, lambda images, masks: masks, "Return the model itself"),
]


def dice_after(kind, seed, steps=120):
    """Dice on the unseen images after a training."""
    images, masks = check.unseen()
    model = trained(kind, seed, steps)(*check.three_annotated())
    return mean_dice(masks, model.predict_on_batch(standardise(images)))


@pytest.mark.slow
def test_the_stretch_is_within_reach_for_five_seeds():
    """What exercise 6 rests on, with the steps of the solution; another processor moves a Dice by up to 0.03."""
    assert min(dice_after("right", seed, 250) for seed in range(5)) > check.TARGET + 0.03
    assert check.best_threshold()[1] < check.TARGET - 0.15


@pytest.mark.slow
def test_the_three_images_as_they_are_do_not_suffice():
    assert dice_after("plain", 0) < check.TARGET - 0.02
