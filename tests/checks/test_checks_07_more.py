"""More planted answers for the checks of lesson 07."""

import numpy as np
from test_checks_07 import trained

import unet_lessons.checks.lesson_07 as check
from unet_lessons.backend import keras
from unet_lessons.blocks import unet_model

ops = keras.ops

# 1 · last_layer: right


def layer_by_table(classes, mask_shape):
    kind = "one-hot" if mask_shape[-1] != 1 else "numbers"
    names = {"one-hot": "categorical_crossentropy", "numbers": "sparse_categorical_crossentropy"}
    if kind == "numbers" and classes == 2:
        return [1, "sigmoid", "binary_crossentropy"]
    return [classes, "softmax", names[kind]]


def layer_by_match(classes, mask_shape):
    match (classes, mask_shape):
        case (2, (*_, 1)):
            return 1, "sigmoid", "binary_crossentropy"
        case (_, (*_, 1)):
            return classes, "softmax", "sparse_categorical_crossentropy"
    return mask_shape[3], "softmax", "categorical_crossentropy"


def two_classes_by_softmax(classes, mask_shape):
    """Two channels, softmax, sparse: also right for two classes of whole numbers."""
    name = "sparse_categorical_crossentropy" if mask_shape[-1] == 1 else "categorical_crossentropy"
    return np.int64(classes), "softmax", name


# 1 · last_layer: wrong


def always_sparse(classes, mask_shape):
    if classes == 2:
        return 1, "sigmoid", "binary_crossentropy"
    return classes, "softmax", "sparse_categorical_crossentropy"


def sigmoid_for_each_class(classes, mask_shape):
    if mask_shape[-1] == classes:
        return classes, "sigmoid", "binary_crossentropy"
    return (
        (1, "sigmoid", "binary_crossentropy")
        if classes == 2
        else (classes, "softmax", "sparse_categorical_crossentropy")
    )


def without_background(classes, mask_shape):
    channels, activation, loss = layer_by_table(classes, mask_shape)
    return max(1, classes - 1), activation, loss


def channels_of_the_mask(classes, mask_shape):
    return mask_shape[-1], *layer_by_table(classes, mask_shape)[1:]


def names_swapped(classes, mask_shape):
    if classes == 2 and mask_shape[-1] == 1:
        return 1, "sigmoid", "binary_crossentropy"
    return classes, "softmax", "categorical_crossentropy" if mask_shape[-1] == 1 else "sparse_categorical_crossentropy"


def sigmoid_with_sparse(classes, mask_shape):
    if mask_shape[-1] > 1:
        return classes, "softmax", "categorical_crossentropy"
    return (
        (1, "sigmoid", "sparse_categorical_crossentropy")
        if classes == 2
        else (classes, "softmax", "sparse_categorical_crossentropy")
    )


def at_most_three_classes(classes, mask_shape):
    """The classes of the example, by a table."""
    return {
        (2, 1): (1, "sigmoid", "binary_crossentropy"),
        (3, 1): (3, "softmax", "sparse_categorical_crossentropy"),
        (2, 2): (2, "softmax", "categorical_crossentropy"),
        (3, 3): (3, "softmax", "categorical_crossentropy"),
    }[classes, mask_shape[-1]]


def softmax_of_one(classes, mask_shape):
    if mask_shape[-1] > 1:
        return classes, "softmax", "categorical_crossentropy"
    return (
        (1, "softmax", "binary_crossentropy")
        if classes == 2
        else (classes, "softmax", "sparse_categorical_crossentropy")
    )


def one_channel_for_two_one_hot(classes, mask_shape):
    if classes == 2:
        return 1, "sigmoid", "binary_crossentropy"
    return layer_by_table(classes, mask_shape)


def a_layer(classes, mask_shape):
    channels, activation, loss = layer_by_table(classes, mask_shape)
    return keras.layers.Conv2D(channels, 1, activation=activation), loss


# 2 · standardise_each: right


def with_scipy_zscore(images):
    from scipy.stats import zscore

    out = np.zeros(images.shape)
    for k, image in enumerate(images):
        if image.max() > image.min():
            image = image.astype(np.float64)
            image = (image - image.mean()) / np.ptp(image)
            out[k] = zscore(image, axis=None)
    return out


def by_list(images):
    def one(image):
        image = np.array(image, "float64")
        low, high = image.min(), image.max()
        if low == high:
            return image * 0
        image = (image - low) / (high - low)
        return (image - image.mean()) / image.std()

    return list(map(one, images))


def flat_rows(images):
    rows = images.reshape(len(images), -1).astype(float)
    rows = rows - rows[:, :1]
    top = np.abs(rows).max(axis=1, keepdims=True)
    rows = np.divide(rows, top, out=np.zeros_like(rows), where=top > 0)
    rows = rows - rows.mean(1, keepdims=True)
    spread = np.sqrt((rows**2).mean(1, keepdims=True))
    return np.where(top > 0, rows / np.where(top > 0, spread, 1), 0).reshape(images.shape)


def by_recursion(images):
    if len(images) == 0:
        return images[:0]
    first = images[0].astype(float)
    if np.ptp(first) == 0:
        first = np.zeros(first.shape)
    else:
        first = (first - first.mean()) / first.std()
    return np.concatenate([first[None], by_recursion(images[1:])])


# 2 · standardise_each: wrong


def all_at_once(images):
    return (images - images.mean()) / (images.std() + 1e-12)


def channel_by_channel(images):
    mean = images.mean(axis=(1, 2), keepdims=True)
    spread = images.std(axis=(1, 2), keepdims=True)
    return np.where(spread > 0, (images - mean) / np.where(spread > 0, spread, 1), 0)


def over_the_batch(images):
    spread = images.std(axis=0)
    return (images - images.mean(axis=0)) / np.where(spread > 0, spread, 1)


def plus_epsilon(images):
    mean = images.mean(axis=(1, 2, 3), keepdims=True)
    return (images - mean) / (images.std(axis=(1, 2, 3), keepdims=True) + 1e-7)


def nan_to_num(images):
    """0.1 everywhere has a mean in floats that is not 0.1: noise of the last digit becomes 1."""
    images = images.astype(np.float32)
    with np.errstate(all="ignore"):
        out = (images - images.mean(axis=(1, 2, 3), keepdims=True)) / images.std(axis=(1, 2, 3), keepdims=True)
    return np.nan_to_num(out)


def small_is_flat(images):
    spread = images.std(axis=(1, 2, 3), keepdims=True)
    out = (images - images.mean(axis=(1, 2, 3), keepdims=True)) / np.maximum(spread, 1e-3)
    return np.where(spread < 1e-3, 0, out)


def only_mean(images):
    return images - images.mean(axis=(1, 2, 3), keepdims=True)


def variance(images):
    v = images.var(axis=(1, 2, 3), keepdims=True)
    flat = np.ptp(images, axis=(1, 2, 3), keepdims=True) == 0
    return np.where(flat, 0, (images - images.mean(axis=(1, 2, 3), keepdims=True)) / np.where(flat, 1, v))


def sample_spread(images):
    images = images.astype(float)
    flat = np.ptp(images, axis=(1, 2, 3), keepdims=True) == 0
    s = images.std(axis=(1, 2, 3), ddof=1, keepdims=True)
    return np.where(flat, 0, (images - images.mean(axis=(1, 2, 3), keepdims=True)) / np.where(flat, 1, s))


def min_max(images):
    low = images.min(axis=(1, 2, 3), keepdims=True)
    span = np.ptp(images, axis=(1, 2, 3), keepdims=True)
    return (images - low) / np.where(span > 0, span, 1)


def by_the_median(images):
    images = images.astype(float)
    flat = np.ptp(images, axis=(1, 2, 3), keepdims=True) == 0
    s = images.std(axis=(1, 2, 3), keepdims=True)
    return np.where(flat, 0, (images - np.median(images, axis=(1, 2, 3), keepdims=True)) / np.where(flat, 1, s))


def spread_of_first(images):
    images = images.astype(float)
    m = images.mean(axis=(1, 2, 3), keepdims=True)
    return (images - m) / (images[0].std() or 1)


def in_view(images):
    out = images.view()
    for k in range(len(out)):
        if np.ptp(out[k]):
            out[k] = (out[k] - out[k].mean()) / out[k].std()
        else:
            out[k] = 0
    return out


def in_integers(images):
    return np.stack([standard(image) for image in images]).astype(int)


def standard(image):
    image = image.astype(float)
    return (image - image.mean()) / image.std() if np.ptp(image) else image * 0


def clipped_at_three(images):
    return np.clip(np.stack([standard(image) for image in images]), -3, 3)


def flat_if_black(images):
    return np.stack([standard64(i) if i.any() else i for i in images])


def standard64(image):
    with np.errstate(all="ignore"):
        return (image - image.mean()) / image.std()


# 3 · soft_dice_loss: right


def dice_by_mean(truth, probability):
    both = ops.mean(truth * probability, axis=(1, 2, 3))
    total = ops.mean(truth, axis=(1, 2, 3)) + ops.mean(probability, axis=(1, 2, 3))
    empty = ops.equal(total, 0.0)
    return ops.mean(ops.where(empty, 0.0, 1 - 2 * both / ops.where(empty, 1.0, total)))


def dice_by_flatten(truth, probability):
    t = keras.layers.Flatten()(truth)
    p = keras.layers.Flatten()(probability)
    total = ops.sum(t + p, axis=-1)
    safe = ops.maximum(total, 1e-12)
    return ops.mean((total - 2 * ops.sum(t * p, axis=-1)) / safe)


def dice_from_the_rest(truth, probability):
    """Sum of what is not shared, by what there is."""
    apart = ops.sum(truth * (1 - probability) + (1 - truth) * probability, axis=[1, 2, 3])
    total = ops.sum(truth + probability, axis=[1, 2, 3])
    return ops.sum(ops.divide_no_nan(apart, total)) / ops.cast(ops.shape(total)[0], "float32")


def dice_with_matmul(truth, probability):
    t = ops.reshape(truth, (ops.shape(truth)[0], 1, -1))
    p = ops.reshape(probability, (ops.shape(probability)[0], -1, 1))
    both = ops.matmul(t, p)[:, 0, 0]
    total = ops.sum(t, axis=(1, 2)) + ops.sum(p, axis=(1, 2))
    return ops.mean(1 - (2 * both + 1e-9) / (total + 1e-9))


# 3 · soft_dice_loss: wrong


def whole_batch(truth, probability):
    total = ops.sum(truth) + ops.sum(probability)
    return 1 - 2 * ops.sum(truth * probability) / ops.maximum(total, 1e-9)


def smooth_one(truth, probability):
    both = ops.sum(truth * probability, axis=(1, 2, 3))
    total = ops.sum(truth + probability, axis=(1, 2, 3))
    return ops.mean(1 - (2 * both + 1) / (total + 1))


def empty_is_one(truth, probability):
    both = ops.sum(truth * probability, axis=(1, 2, 3))
    total = ops.sum(truth + probability, axis=(1, 2, 3))
    return ops.mean(1 - 2 * both / (total + 1e-7))


def squares_below(truth, probability):
    both = ops.sum(truth * probability, axis=(1, 2, 3))
    total = ops.sum(truth**2 + probability**2, axis=(1, 2, 3))
    return ops.mean(ops.where(total == 0, 0.0, 1 - 2 * both / ops.where(total == 0, 1.0, total)))


def thresholded(truth, probability):
    p = ops.cast(probability > 0.5, "float32")
    return dice_by_mean(truth, p)


def iou_loss(truth, probability):
    both = ops.sum(truth * probability, axis=(1, 2, 3))
    union = ops.sum(truth + probability, axis=(1, 2, 3)) - both
    return ops.mean(ops.where(union == 0, 0.0, 1 - both / ops.where(union == 0, 1.0, union)))


def factor_forgotten(truth, probability):
    both = ops.sum(truth * probability, axis=(1, 2, 3))
    total = ops.sum(truth + probability, axis=(1, 2, 3))
    return ops.mean(ops.where(total == 0, 0.0, 1 - both / ops.where(total == 0, 1.0, total)))


def nan_gradient(truth, probability):
    both = ops.sum(truth * probability, axis=(1, 2, 3))
    total = ops.sum(truth + probability, axis=(1, 2, 3))
    return ops.mean(ops.where(total == 0, 0.0, 1 - 2 * both / total))


def one_per_image(truth, probability):
    both = ops.sum(truth * probability, axis=(1, 2, 3))
    total = ops.sum(truth + probability, axis=(1, 2, 3))
    return 1 - ops.where(total == 0, 1.0, 2 * both / ops.where(total == 0, 1.0, total))


def sum_over_images(truth, probability):
    return ops.sum(one_per_image(truth, probability))


def minus_dice(truth, probability):
    return dice_by_mean(truth, probability) - 1


def leaves_empty_out(truth, probability):
    loss = one_per_image(truth, probability)
    total = ops.sum(truth + probability, axis=(1, 2, 3))
    some = ops.cast(total > 0, "float32")
    return ops.sum(loss * some) / ops.maximum(ops.sum(some), 1.0)


def truth_empty_is_zero(truth, probability):
    """The loss 0 wherever the truth is empty, whatever the network says."""
    loss = one_per_image(truth, probability)
    return ops.mean(ops.where(ops.sum(truth, axis=(1, 2, 3)) == 0, 0.0, loss))


def in_numpy(truth, probability):
    t, p = np.asarray(truth), np.asarray(probability)
    total = (t + p).sum(axis=(1, 2, 3))
    return float(np.mean([0 if s == 0 else 1 - 2 * (a * b).sum() / s for a, b, s in zip(t, p, total, strict=True)]))


def column_by_column(truth, probability):
    both = ops.sum(truth * probability, axis=1)
    total = ops.sum(truth + probability, axis=1)
    return ops.mean(ops.where(total == 0, 0.0, 1 - 2 * both / ops.where(total == 0, 1.0, total)))


def for_four_images(truth, probability):
    t, p = ops.reshape(truth, (4, -1)), ops.reshape(probability, (4, -1))
    total = ops.sum(t + p, axis=1)
    return ops.mean((total - 2 * ops.sum(t * p, axis=1)) / ops.maximum(total, 1e-9))


def for_square_images(truth, probability):
    side = truth.shape[1]
    t, p = ops.reshape(truth, (-1, side * side)), ops.reshape(probability, (-1, side * side))
    total = ops.sum(t + p, axis=1)
    return ops.mean((total - 2 * ops.sum(t * p, axis=1)) / ops.maximum(total, 1e-9))


def stops_half_the_gradient(truth, probability):
    both = ops.sum(truth * probability, axis=(1, 2, 3))
    total = ops.stop_gradient(ops.sum(truth + probability, axis=(1, 2, 3)))
    return ops.mean(ops.where(total == 0, 0.0, 1 - 2 * both / ops.where(total == 0, 1.0, total)))


def at_least_one_pixel(truth, probability):
    """max(total, 1): wrong where little is there."""
    both = ops.sum(truth * probability, axis=(1, 2, 3))
    total = ops.sum(truth + probability, axis=(1, 2, 3))
    return ops.mean((total - 2 * both) / ops.maximum(total, 1.0))


def background_as_well(truth, probability):
    return (dice_by_mean(truth, probability) + dice_by_mean(1 - truth, 1 - probability)) / 2


def rounds_truth(truth, probability):
    return dice_by_mean(ops.cast(ops.cast(truth, "int32"), "float32"), probability)


# 4 · turn_and_flip: right


def by_table_of_eight(image, mask, rng):
    ways = [(turns, flip) for turns in range(4) for flip in (1, -1)]
    turns, flip = ways[rng.integers(len(ways))]
    return np.rot90(image, turns)[:, ::flip], np.rot90(mask, turns)[:, ::flip]


def by_three_coins(image, mask, rng):
    """Transpose, upside down, left to right: each or not."""
    for move in (lambda a: a.transpose(1, 0, 2), lambda a: a[::-1], np.fliplr):
        if rng.random() < 0.5:
            image, mask = move(image), move(mask)
    return image, mask


def both_in_one(image, mask, rng):
    together = np.concatenate([image, np.asarray(mask, image.dtype)], axis=-1)
    together = np.rot90(together, int(rng.choice([0, 1, 2, 3])), axes=(1, 0))
    if rng.choice([True, False]):
        together = np.flip(together, 1)
    return together[..., : image.shape[-1]], together[..., image.shape[-1] :].astype(mask.dtype)


def by_copies(image, mask, rng):
    image, mask = np.copy(image), np.copy(mask)
    if rng.integers(2) == 1:
        image, mask = image[::-1], mask[::-1]
    for _ in range(rng.integers(0, 4)):
        image, mask = np.rot90(image), np.rot90(mask)
    return [image, mask]


def drawn_by_uniform(image, mask, rng):
    n = int(rng.uniform(0, 8))
    if n >= 4:
        image, mask = np.flipud(image), np.flipud(mask)
    return np.rot90(image, n % 4), np.rot90(mask, n % 4)


# 4 · turn_and_flip: wrong


def moves(image, mask, turns, flip):
    image, mask = np.rot90(image, turns), np.rot90(mask, turns)
    return (image[:, ::-1], mask[:, ::-1]) if flip else (image, mask)


def three_turns(image, mask, rng):
    return moves(image, mask, rng.integers(3), rng.random() < 0.5)


def never_as_it_is(image, mask, rng):
    return moves(image, mask, rng.integers(1, 4), rng.random() < 0.5)


def mask_left_alone(image, mask, rng):
    return moves(image, image, rng.integers(4), rng.random() < 0.5)[0], mask


def two_dice(image, mask, rng):
    n = rng.integers(4)
    image = np.rot90(image, n)
    mask = np.rot90(mask, rng.integers(4))
    return (image[:, ::-1], mask[:, ::-1]) if rng.random() < 0.5 else (image, mask)


def global_seed(image, mask, rng):
    return moves(image, mask, np.random.randint(4), np.random.rand() < 0.5)


def new_generator(image, mask, rng):
    rng = np.random.default_rng(0)
    return moves(image, mask, rng.integers(4), rng.random() < 0.5)


def unseeded(image, mask, rng):
    rng = np.random.default_rng()
    return moves(image, mask, rng.integers(4), rng.random() < 0.5)


def rarely_mirrored(image, mask, rng):
    return moves(image, mask, rng.integers(4), rng.random() < 0.1)


def turns_channels(image, mask, rng):
    n = rng.integers(4)
    image, mask = np.rot90(image, n, axes=(1, 2)), np.rot90(mask, n, axes=(1, 2))
    return (image[:, ::-1], mask[:, ::-1]) if rng.random() < 0.5 else (image, mask)


def mirrors_channels(image, mask, rng):
    n = rng.integers(4)
    image, mask = np.rot90(image, n), np.rot90(mask, n)
    return (image[..., ::-1], mask[..., ::-1]) if rng.random() < 0.5 else (image, mask)


def mirrors_both_ways(image, mask, rng):
    """Mirrored along both axes is a turn by 180 degrees: only four ways."""
    n = rng.integers(4)
    image, mask = np.rot90(image, n), np.rot90(mask, n)
    return (image[::-1, ::-1], mask[::-1, ::-1]) if rng.random() < 0.5 else (image, mask)


def rounds_the_turn(image, mask, rng):
    """round(3 · random): 0 and 3 come half as often."""
    return moves(image, mask, round(3 * rng.random()), rng.random() < 0.5)


def mask_of_two_axes(image, mask, rng):
    image, mask = moves(image, mask, rng.integers(4), rng.random() < 0.5)
    return image, mask[..., 0]


def bool_mask(image, mask, rng):
    image, mask = moves(image, mask, rng.integers(4), rng.random() < 0.5)
    return image, mask > 0


def swapped(image, mask, rng):
    return moves(mask, image, rng.integers(4), rng.random() < 0.5)


def turns_in_place(image, mask, rng):
    n = rng.integers(4)
    image[:], mask[:] = np.rot90(image, n).copy(), np.rot90(mask, n).copy()
    return (image[:, ::-1], mask[:, ::-1]) if rng.random() < 0.5 else (image, mask)


# 5 · gap_weights: right


def gaps_by_counting(labels):
    padded = np.pad(labels, 2)
    out = []
    for y, row in enumerate(labels):
        out.append(
            [5 if v == 0 and len(set(padded[y : y + 5, x : x + 5].ravel()) - {0}) > 1 else 1 for x, v in enumerate(row)]
        )
    return out


def gaps_by_dilation(labels):
    from scipy import ndimage

    near = np.zeros(labels.shape, int)
    for number in np.unique(labels):
        if number:
            near += ndimage.binary_dilation(labels == number, np.ones((5, 5)))
    return np.where((near >= 2) & (labels == 0), 5.0, 1.0)


def gaps_by_extremes(labels):
    """The largest and the smallest number of a cell around: two, if they differ."""
    from scipy import ndimage

    most = ndimage.maximum_filter(labels.astype(np.int64), size=5, mode="constant", cval=0)
    far = 10**6
    least = ndimage.minimum_filter(np.where(labels == 0, far, labels), size=5, mode="constant", cval=far)
    return 1 + 4 * ((labels == 0) & (most > 0) & (most != least)).astype(np.float32)


def gaps_by_windows(labels):
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(labels, 2), (5, 5))
    weights = np.ones(labels.shape, np.uint8)
    for y, x in zip(*np.nonzero(labels == 0), strict=True):
        weights[y, x] = 5 if len(np.unique(windows[y, x][windows[y, x] > 0])) >= 2 else 1
    return weights


def gaps_by_keras(labels):
    known = np.unique(labels[labels != 0])
    if not len(known):
        return np.ones(labels.shape)
    maps = (labels[..., None] == known).astype("float32")[None]
    near = ops.sum(ops.max_pool(maps, 5, strides=1, padding="same"), axis=-1)[0]
    return ops.where(ops.logical_and(near >= 2, labels == 0), 5.0, 1.0)


# 5 · gap_weights: wrong


def around(labels, height=2, width=2):
    for y in range(labels.shape[0]):
        for x in range(labels.shape[1]):
            yield y, x, labels[max(0, y - height) : y + height + 1, max(0, x - width) : x + width + 1]


def gap_answer(where, height=2, width=2, high=5, low=1):
    def answer(labels):
        weights = np.full(labels.shape, float(low))
        for y, x, window in around(labels, height, width):
            if where(labels[y, x], window):
                weights[y, x] = high
        return weights

    return answer


def two_cells(window):
    return len(np.unique(window[window > 0])) >= 2


def window_from_the_corner(labels):
    weights = np.ones(labels.shape)
    for y, x in np.argwhere(labels == 0):
        if two_cells(labels[y : y + 5, x : x + 5]):
            weights[y, x] = 5
    return weights


def negative_index(labels):
    """labels[y - 2 : …] is empty at the top border."""
    weights = np.ones(labels.shape)
    for y, x in np.argwhere(labels == 0):
        if two_cells(labels[y - 2 : y + 3, x - 2 : x + 3]):
            weights[y, x] = 5
    return weights


def without_border(labels):
    weights = np.ones(labels.shape)
    for y in range(2, labels.shape[0] - 2):
        for x in range(2, labels.shape[1] - 2):
            if labels[y, x] == 0 and two_cells(labels[y - 2 : y + 3, x - 2 : x + 3]):
                weights[y, x] = 5
    return weights


def wraps_round(labels):
    weights = np.ones(labels.shape)
    h, w = labels.shape
    for y, x in np.argwhere(labels == 0):
        rows, columns = np.arange(y - 2, y + 3) % h, np.arange(x - 2, x + 3) % w
        if two_cells(labels[np.ix_(rows, columns)]):
            weights[y, x] = 5
    return weights


def as_bytes(labels):
    return gap_answer(lambda here, window: here == 0 and two_cells(window))(labels.astype(np.uint8))


def at_most_255(labels):
    from scipy import ndimage

    near = sum(ndimage.binary_dilation(labels == n, np.ones((5, 5))).astype(int) for n in range(1, 256))
    return np.where((near >= 2) & (labels == 0), 5, 1)


def up_to_the_count(labels):
    """Numbers 1 … count of cells: not if a number is left out."""
    from scipy import ndimage

    count = len(np.unique(labels)) - 1
    near = sum(
        (ndimage.binary_dilation(labels == n, np.ones((5, 5))).astype(int) for n in range(1, count + 1)),
        np.zeros(labels.shape, int),
    )
    return np.where((near >= 2) & (labels == 0), 5, 1)


def up_to_the_largest(labels):
    """range(1, max): the last cell is forgotten."""
    from scipy import ndimage

    near = np.zeros(labels.shape, int)
    for n in np.unique(labels)[1:-1]:
        near += ndimage.binary_dilation(labels == n, np.ones((5, 5)))
    return np.where((near >= 2) & (labels == 0), 5, 1)


def without_the_first(labels):
    """Without background no pixel gets a weight: so it is right."""
    from scipy import ndimage

    near = np.zeros(labels.shape, int)
    for n in np.unique(labels)[1:]:
        near += ndimage.binary_dilation(labels == n, np.ones((5, 5)))
    return np.where((near >= 2) & (labels == 0), 5, 1)


def connected_components(labels):
    """The cells counted anew: touching ones become one."""
    from scipy import ndimage

    again, _ = ndimage.label(labels > 0)
    return gap_answer(lambda here, window: here == 0 and two_cells(window))(again)


def by_spread_of_labels(labels):
    """Standard deviation of the labels around, the background too."""
    return gap_answer(lambda here, window: here == 0 and len(np.unique(window)) >= 2)(labels)


def neighbouring_numbers(labels):
    return gap_answer(
        lambda here, window: here == 0 and np.ptp(window[window > 0]) == 1 if (window > 0).any() else False
    )(labels)


def diamond(labels):
    weights = np.ones(labels.shape)
    padded = np.pad(labels, 2)
    dy, dx = np.mgrid[-2:3, -2:3]
    for y, x in np.argwhere(labels == 0):
        window = padded[y : y + 5, x : x + 5]
        if two_cells(window[np.abs(dy) + np.abs(dx) <= 2]):
            weights[y, x] = 5
    return weights


def square_image_only(labels):
    weights = np.ones(labels.shape)
    for y in range(len(labels)):
        for x in range(len(labels)):
            if labels[y, x] == 0 and two_cells(labels[max(0, y - 2) : y + 3, max(0, x - 2) : x + 3]):
                weights[y, x] = 5
    return weights


def writes_background(labels):
    out = gap_answer(lambda here, window: here == 0 and two_cells(window))(labels)
    labels[labels == 0] = 1
    return out


def by_distances(labels):
    """Distance to the two nearest cells, Euclidean."""
    from scipy import ndimage

    numbers = np.unique(labels[labels > 0])
    far = np.sort(
        [ndimage.distance_transform_edt(labels != n) for n in numbers] + [np.full(labels.shape, 99.0)] * 2, axis=0
    )
    return np.where((labels == 0) & (far[1] <= 2), 5, 1)


def product_of_pools(labels):
    """Largest number and smallest number around, with background counting as a number."""
    from scipy import ndimage

    return np.where((labels == 0) & (ndimage.maximum_filter(labels, 5) != ndimage.median_filter(labels, 5)), 5, 1)


# A second round


def order_changed(classes, mask_shape):
    channels, activation, loss = layer_by_table(classes, mask_shape)
    return activation, channels, loss


def as_text(classes, mask_shape):
    channels, activation, loss = layer_by_table(classes, mask_shape)
    return str(channels), activation, loss


def dice_for_two(classes, mask_shape):
    channels, activation, loss = layer_by_table(classes, mask_shape)
    return channels, activation, "dice" if classes == 2 else loss


def relu_last(classes, mask_shape):
    channels, activation, loss = layer_by_table(classes, mask_shape)
    return channels, "relu", loss


def remembers_first(classes, mask_shape, memory=[]):  # noqa: B006
    memory.append(layer_by_table(classes, mask_shape))
    return memory[0]


def flat_stays(images):
    return np.stack([standard(i) if np.ptp(i) else i for i in images])


def by_rows(images):
    m = images.mean(axis=(2, 3), keepdims=True)
    s = images.std(axis=(2, 3), keepdims=True)
    return (images - m) / np.where(s > 1e-6, s, 1)


def float_batch(truth, probability):
    loss = one_per_image(truth, probability)
    return ops.sum(loss) / float(loss.shape[0])


def union_of_max(truth, probability):
    both = ops.sum(ops.minimum(truth, probability), axis=(1, 2, 3))
    total = ops.sum(truth + probability, axis=(1, 2, 3))
    return ops.mean(ops.where(total == 0, 0.0, 1 - 2 * both / ops.where(total == 0, 1.0, total)))


def image_uint8(image, mask, rng):
    return moves(image.astype(np.uint8), mask, rng.integers(4), rng.random() < 0.5)


def turns_to_four(image, mask, rng):
    return moves(image, mask, rng.integers(0, 5), rng.random() < 0.5)


def thirds(image, mask, rng):
    n = int(rng.integers(3))
    if n == 1:
        image, mask = image[:, ::-1], mask[:, ::-1]
    if n == 2:
        image, mask = image[::-1], mask[::-1]
    k = rng.integers(4)
    return np.rot90(image, k), np.rot90(mask, k)


def sum_of_labels(labels):
    return gap_answer(lambda here, w: here == 0 and w.sum() != w.max() * (w > 0).sum())(labels)


# 6 · train. All of them stand on the one training of `test_checks_07`.


def wrapped(before=lambda x: x, after=lambda y: y):
    """The trained network, with something before and after it."""

    def answer(images, masks):
        inputs = keras.Input((96, 96, 1))
        return keras.Model(inputs, after(trained("right")(images, masks)(before(inputs))))

    return answer


def standardised_again(x):
    mean, variance = ops.moments(x, axes=(1, 2, 3), keepdims=True)
    return (x - mean) / ops.sqrt(variance + 1e-9)


class Wrapped(keras.Model):
    """A subclass of keras.Model, with `call`."""

    def __init__(self, images, masks):
        super().__init__()
        self.net = trained("right")(images, masks)

    def call(self, x):
        return self.net(x)


def in_sequence(images, masks):
    return keras.Sequential([keras.Input((96, 96, 1)), trained("right")(images, masks)])


def prediction(images, masks):
    return trained("right")(images, masks).predict(images, verbose=0)


def in_a_list(images, masks):
    return [trained("right")(images, masks)]


def only_the_method(images, masks):
    return trained("right")(images, masks).predict


def softmax_of_one_channel(images, masks):
    return unet_model((96, 96, 1), 1, base_filters=4, depth=1, padding="same", activation="softmax")


def brightness(images, masks):
    """No training: the brighter a pixel, the likelier a cell."""
    inputs = keras.Input((96, 96, 1))
    return keras.Model(inputs, ops.sigmoid(5 * (inputs - 1)))


in_percent = wrapped(after=lambda y: 100 * y)
rows_for_columns = wrapped(after=lambda y: ops.transpose(y, (0, 2, 1, 3)))
two_channels = wrapped(after=lambda y: ops.concatenate([1 - y, y], axis=-1))


RIGHT = [
    (check.last_layer, layer_by_table),
    (check.last_layer, layer_by_match),
    (check.last_layer, two_classes_by_softmax),
    (check.standardise_each, with_scipy_zscore),
    (check.standardise_each, by_list),
    (check.standardise_each, flat_rows),
    (check.standardise_each, by_recursion),
    (check.soft_dice_loss, dice_by_mean),
    (check.soft_dice_loss, dice_by_flatten),
    (check.soft_dice_loss, dice_from_the_rest),
    (check.soft_dice_loss, dice_with_matmul),
    (check.turn_and_flip, by_table_of_eight),
    (check.turn_and_flip, by_three_coins),
    (check.turn_and_flip, both_in_one),
    (check.turn_and_flip, by_copies),
    (check.turn_and_flip, drawn_by_uniform),
    (check.gap_weights, gaps_by_counting),
    (check.gap_weights, gaps_by_dilation),
    (check.gap_weights, gaps_by_extremes),
    (check.gap_weights, gaps_by_windows),
    (check.gap_weights, gaps_by_keras),
    (check.gap_weights, without_the_first),
    (check.gap_weights, sum_of_labels),
    (check.train, wrapped(before=standardised_again)),
    (check.train, Wrapped),
    (check.train, in_sequence),
]

WRONG = [
    (check.last_layer, always_sparse, "The loss must fit the masks: whole numbers, or"),
    (check.last_layer, sigmoid_for_each_class, "A sigmoid of its own for each channel: the"),
    (check.last_layer, without_background, "The background is a class, and is counted in"),
    (check.last_layer, channels_of_the_mask, "Softmax over a single channel is 1 everywhere"),
    (check.last_layer, names_swapped, "The loss must fit the masks: whole numbers, or"),
    (check.last_layer, sigmoid_with_sparse, "One channel with a sigmoid is right here. Its"),
    (check.last_layer, at_most_three_classes, "Two cases: all masks with one channel hold"),
    (check.last_layer, softmax_of_one, "Softmax over a single channel is 1 everywhere"),
    (check.last_layer, one_channel_for_two_one_hot, "These masks have a channel for each class. So"),
    (check.last_layer, a_layer, "Two cases: all masks with one channel hold"),
    (check.standardise_each, all_at_once, "You took one mean for all images, so a dark"),
    (check.standardise_each, channel_by_channel, "Each channel is standardised on its own, which"),
    (check.standardise_each, over_the_batch, "`axis=0` goes across the images, pixel by"),
    (check.standardise_each, plus_epsilon, "A flat image should become 0. 0.1 cannot be"),
    (check.standardise_each, nan_to_num, "A flat image should become 0. 0.1 cannot be"),
    (check.standardise_each, small_is_flat, "This image is very faint, but not flat: only a"),
    (check.standardise_each, only_mean, "The mean is 0 now. Divide by the standard"),
    (check.standardise_each, variance, "This divides by the variance. The standard"),
    (check.standardise_each, sample_spread, "`ddof=1` is for samples. Here the standard"),
    (check.standardise_each, min_max, "This scales each image to 0 to 1. It should"),
    (check.standardise_each, by_the_median, "Each image has a mean and a standard deviation"),
    (check.standardise_each, spread_of_first, "Each image has a mean and a standard deviation"),
    (check.standardise_each, in_view, "Your function writes into the array that it is"),
    (check.standardise_each, in_integers, "The fractions are cut off: the result needs"),
    (check.standardise_each, clipped_at_three, "Your result ends at ±3. A pixel far from the"),
    (check.standardise_each, flat_if_black, "The standard deviation of a flat image is 0"),
    (check.soft_dice_loss, whole_batch, "This sums over the whole batch, so the large"),
    (check.soft_dice_loss, smooth_one, "The 1 that you add changes the result. Use a"),
    (check.soft_dice_loss, empty_is_one, "Nothing to find, nothing found: that is right"),
    (check.soft_dice_loss, squares_below, "Some divide by sums of squares. Here the plain"),
    (check.soft_dice_loss, thresholded, "You made a mask of 0 and 1 first. A threshold"),
    (check.soft_dice_loss, iou_loss, "This is 1 − IoU. For Dice, double the overlap"),
    (check.soft_dice_loss, factor_forgotten, "The factor 2 above the line is missing: a"),
    (check.soft_dice_loss, nan_gradient, "`where` chooses the right value, but the 0/0 in"),
    (check.soft_dice_loss, one_per_image, "This is one number for each image. Take their"),
    (check.soft_dice_loss, sum_over_images, "The losses are added up. Take the mean, or the"),
    (check.soft_dice_loss, minus_dice, "Minus Dice has the right slope, but 0 should be"),
    (check.soft_dice_loss, leaves_empty_out, "Nothing to find, nothing found: that is right"),
    (check.soft_dice_loss, truth_empty_is_zero, "Only where both are empty is the loss 0. A"),
    (check.soft_dice_loss, in_numpy, "The numbers are right, but NumPy, `float` or"),
    (check.soft_dice_loss, column_by_column, "By hand: 1 − 2 · (0.8 + 0.4) / (2 + 1.8), the"),
    (check.soft_dice_loss, for_four_images, "It works for images of 2×3 pixels, one or two"),
    (check.soft_dice_loss, for_square_images, "It works for images of 2×3 pixels, one or two"),
    (check.soft_dice_loss, stops_half_the_gradient, "A gradient of 0 moves no weight: is there a"),
    (check.soft_dice_loss, at_least_one_pixel, "Only where both are empty is the loss 0. A"),
    (check.soft_dice_loss, background_as_well, "By hand: 1 − 2 · (0.8 + 0.4) / (2 + 1.8), the"),
    (check.soft_dice_loss, rounds_truth, "Take truth and probability as they are, also"),
    (check.turn_and_flip, three_turns, "Some ways never come. Four turns are needed"),
    (check.turn_and_flip, never_as_it_is, "Some ways never come. Four turns are needed"),
    (check.turn_and_flip, mask_left_alone, "The mask went another way. Draw once, and take"),
    (check.turn_and_flip, two_dice, "The mask went another way. Draw once, and take"),
    (check.turn_and_flip, global_seed, "Take all random numbers from `rng`, none from"),
    (check.turn_and_flip, new_generator, "It is the same each time. Draw from `rng`, and"),
    (check.turn_and_flip, unseeded, "Take all random numbers from `rng`, none from"),
    (check.turn_and_flip, rarely_mirrored, "9% are mirrored. Half of them should be"),
    (check.turn_and_flip, turns_channels, "Turn rows and columns, axes 0 and 1, and no"),
    (check.turn_and_flip, mirrors_channels, "`np.flip` without `axis` flips all axes, the"),
    (check.turn_and_flip, mirrors_both_ways, "The images are turned, but never mirrored"),
    (check.turn_and_flip, rounds_the_turn, "Some ways come more often than others"),
    (check.turn_and_flip, mask_of_two_axes, "Give back image and mask, in this order, with"),
    (check.turn_and_flip, bool_mask, "Only whole pixels may change places"),
    (check.turn_and_flip, swapped, "Give back image and mask, in this order, with"),
    (check.turn_and_flip, turns_in_place, "Your function writes into the array that it is"),
    (check.gap_weights, window_from_the_corner, "Background gets 5 if pixels of two different"),
    (check.gap_weights, negative_index, "`row - 2` is negative near the border, and a"),
    (check.gap_weights, without_border, "The pixels near the border are left out. There"),
    (check.gap_weights, wraps_round, "The image does not continue on its opposite"),
    (check.gap_weights, as_bytes, "Cells may have any whole number, also 99, 255"),
    (check.gap_weights, at_most_255, "Cells may have any whole number, also 99, 255"),
    (check.gap_weights, up_to_the_count, "The numbers of the cells are names: any two"),
    (check.gap_weights, up_to_the_largest, "The cell with the largest number is left out"),
    (check.gap_weights, connected_components, "The numbers of the cells are names: any two"),
    (check.gap_weights, by_spread_of_labels, "One cell nearby is enough here. Two different"),
    (check.gap_weights, neighbouring_numbers, "Background gets 5 if pixels of two different"),
    (check.gap_weights, diamond, "The corners of the block are missing: a circle"),
    (check.gap_weights, square_image_only, "It works for 7×10 pixels. Is a number of rows"),
    (check.gap_weights, writes_background, "Your function writes into the array that it is"),
    (check.gap_weights, by_distances, "The corners of the block are missing: a circle"),
    (check.gap_weights, product_of_pools, "One cell nearby is enough here. Two different"),
    (check.last_layer, order_changed, "Three things in this order: the number of"),
    (check.last_layer, as_text, "Three things in this order: the number of"),
    (check.last_layer, dice_for_two, "One channel with a sigmoid is right here. Its"),
    (check.last_layer, relu_last, "Only a sigmoid or a softmax makes probabilities"),
    (check.last_layer, remembers_first, "One sigmoid channel tells cell from background"),
    (check.standardise_each, flat_stays, "The standard deviation of a flat image is 0"),
    (check.standardise_each, by_rows, "Each row is standardised by itself"),
    (check.soft_dice_loss, float_batch, "No loop over the images and no `if`: sum all"),
    (check.soft_dice_loss, union_of_max, "Take truth and probability as they are, also"),
    (check.turn_and_flip, image_uint8, "Only whole pixels may change places"),
    (check.turn_and_flip, turns_to_four, "Some ways come more often than others"),
    (check.turn_and_flip, thirds, "67% are mirrored. Half of them should be"),
    (check.train, prediction, "Return the model itself"),
    (check.train, in_a_list, "Return the model itself"),
    (check.train, only_the_method, "Return the model itself"),
    (check.train, softmax_of_one_channel, "the same number to every pixel"),
    (check.train, brightness, "not even learnt its own three images"),
    (check.train, in_percent, "needs a sigmoid"),
    (check.train, rows_for_columns, "not even learnt its own three images"),
    (check.train, two_channels, "one channel"),
]
