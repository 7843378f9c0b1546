"""The checks for the practice of lessons 08 and 08b, against planted answers."""

import numpy as np
import pytest

import unet_lessons.checks.lesson_08 as check
from unet_lessons.checks.lesson_08.any_size import in_pieces
from unet_lessons.checks.lesson_08.to_rgb import on_white
from unet_lessons.images import load_image, resize
from unet_lessons.predict import predict_batch

# 1 · to_rgb


def rgb(scale=None, channels=None, clear=None):
    """An answer made of three steps, each of which may be another than the right one."""

    def right_scale(array):
        return array / np.iinfo(array.dtype).max if array.dtype.kind == "u" else array.astype(float)

    def right_channels(image):
        return np.stack([image] * 3, axis=-1) if image.ndim == 2 else image

    def answer(array):
        image = (channels or right_channels)((scale or right_scale)(array))
        return (clear or on_white)(image) if image.ndim == 3 and image.shape[2] == 4 else image

    return answer


def rgb_by_loops(array):
    height, width = array.shape[:2]
    white = {"uint8": 255, "uint16": 65535}.get(str(array.dtype), 1)
    rows = [[[0.0] * 3 for _ in range(width)] for _ in range(height)]
    for row in range(height):
        for column in range(width):
            pixel = [float(value) / white for value in np.ravel(array[row, column])]
            red_green_blue, alpha = (pixel * 3)[:3], pixel[3] if len(pixel) == 4 else 1
            rows[row][column] = [value * alpha + (1 - alpha) for value in red_green_blue]
    return rows


def rgb_with_keras(array):
    from unet_lessons.backend import keras

    white = {np.dtype("uint8"): 255, np.dtype("uint16"): 65535}.get(array.dtype, 1)
    image = keras.ops.convert_to_tensor(array.astype("float32") / white)
    if array.ndim == 2:
        return keras.ops.repeat(image[:, :, None], 3, axis=2)
    alpha = image[:, :, 3:] if array.shape[2] == 4 else 1.0
    return image[:, :, :3] * alpha + 1 - alpha


def rgb_channel_by_channel(array):
    """float32 throughout; the channels one by one, by the number of axes."""
    white = np.float32(np.iinfo(array.dtype).max if np.issubdtype(array.dtype, np.integer) else 1)
    image = np.atleast_3d(array).astype("float32") / white
    alpha = image[..., 3] if image.shape[-1] == 4 else np.float32(1)
    return np.dstack([1 - alpha * (1 - image[..., min(channel, image.shape[-1] - 1)]) for channel in range(3)])


def rgb_by_skimage(array):
    from skimage.color import gray2rgb, rgba2rgb
    from skimage.util import img_as_float

    image = img_as_float(array)
    return gray2rgb(image) if image.ndim == 2 else rgba2rgb(image) if image.shape[2] == 4 else image


def scaled_in_colour(array):
    """Right for grey images; colours are taken for uint8."""
    if array.ndim == 2:
        return rgb()(array)
    return rgb(scale=lambda a: a / 255 if a.max() > 1 else a)(array)


def only_float64(array):
    return rgb(
        scale=lambda a: a * 1.0 if a.dtype in (bool, np.float64) else a / {1: 255, 2: 65535, 4: 65535}[a.itemsize]
    )(array)


def alpha_by_255(array):
    """Right unless the alpha is of uint16."""
    image = rgb(clear=lambda image: image)(array)
    if image.shape[2] < 4:
        return image
    alpha = array[:, :, 3:] / (255 if array.dtype.kind == "u" else 1)
    return image[:, :, :3] * alpha + 1 - alpha


def writes_on_white(array):
    image = rgb()(array)
    if array.dtype == float:
        array[...] = 1
    return image


def by_size(array):
    return array / (255 if array.max() > 1 else 1) if array.max() < 256 else array / 65535


def float_stretched(array):
    return array / (np.iinfo(array.dtype).max if array.dtype.kind == "u" else array.max())


def by_shape_alone(image):
    return image if image.shape[-1] in (3, 4) else np.stack([image] * 3, axis=-1)


# 2 · predict_any_size


def pad_and_cut(amount=None, mode="reflect", share=lambda missing: (missing // 2, missing - missing // 2), cut=None):
    """An answer that puts the image in the middle; each step may be another than the right one."""

    def answer(network, image, multiple):
        around = [share((amount or (lambda side, multiple: -side % multiple))(side, multiple)) for side in image.shape]
        whole = network(np.pad(image, around, mode=mode))
        if cut:
            return cut(whole, image, around)
        (top, _), (left, _) = around
        return whole[top : top + image.shape[0], left : left + image.shape[1]]

    return answer


def mirrored_by_hand(network, image, multiple):
    height, width = image.shape
    below, right = -(-height // multiple) * multiple - height, -(-width // multiple) * multiple - width
    larger = np.concatenate([image, image[::-1][:below]], axis=0)
    larger = np.concatenate([larger, larger[:, ::-1][:, :right]], axis=1)
    return [list(row[:width]) for row in network(larger)[:height]]


def mirrored_again_and_again(network, image, multiple):
    """The image beside its mirror image, until there is enough."""
    size = [-(-side // multiple) * multiple for side in image.shape]
    larger = image
    while any(np.less(larger.shape, size)):
        larger = np.block([[larger, larger[:, ::-1]], [larger[::-1], larger[::-1, ::-1]]])
    return network(larger[: size[0], : size[1]])[: image.shape[0], : image.shape[1]]


def resized(network, image, multiple):
    size = [-(-side // multiple) * multiple for side in image.shape]
    return resize(network(resize(image.astype(float), *size)), *image.shape)


def cut_off(network, image, multiple):
    height, width = (side // multiple * multiple for side in image.shape)
    return network(image[:height, :width])


def padded_by_index(network, image, multiple):
    """The numbers of the rows run forth and back."""
    rows, columns = (
        [abs((n + side - 1) % max(2 * side - 2, 1) - side + 1) for n in range(side + -side % multiple)]
        for side in image.shape
    )
    return np.array(network(image[rows][:, columns]))[: len(image), : image.shape[1]]


def padded_above(network, image, multiple):
    top, left = (-side % multiple for side in image.shape)
    whole = network(np.pad(image, ((top, 0), (left, 0)), mode="symmetric"))
    return np.asarray(whole)[top:, left:]


def padded_to_a_square(network, image, multiple):
    side = -(-max(image.shape) // multiple) * multiple
    around = [(0, side - length) for length in image.shape]
    return network(np.pad(image, around, mode="reflect"))[: image.shape[0], : image.shape[1]]


def in_uint8(network, image, multiple):
    return check.predict_with_mirror(network, np.abs(image).astype("uint8"), multiple)


def answer_like_the_image(network, image, multiple):
    answer = np.zeros_like(image)
    answer[...] = check.predict_with_mirror(network, image, multiple)
    return answer


def masks_the_image(network, image, multiple):
    result = check.predict_with_mirror(network, image, multiple)
    image[image > 50] = 50
    return result


def always_more(side, multiple):
    return multiple - side % multiple


def negative_ends(whole, image, around):
    (top, bottom), (left, right) = around
    return whole[top:-bottom, left:-right]


def from_corner(whole, image, around):
    return whole[: image.shape[0], : image.shape[1]]


def small_again(whole, image, around):
    return resize(np.asarray(whole, float), *image.shape)


# 3 · sure_labels


def sure_by_sorting(probabilities, sure):
    p = probabilities if probabilities.shape[-1] > 1 else np.dstack([1 - probabilities, probabilities])
    order = np.argsort(p, axis=-1)[..., -1]
    labels = order.astype("int8")
    labels[np.take_along_axis(p, order[..., None], -1)[..., 0] < sure] = -1
    return labels


def sure_from_below(probabilities, sure):
    """Class by class, the likelier one goes over the other."""
    best, labels = np.full(probabilities.shape[:2], -1.0), np.full(probabilities.shape[:2], -1)
    one = probabilities.shape[-1] == 1
    for label in range(2 if one else probabilities.shape[-1]):
        p = probabilities[..., min(label, probabilities.shape[-1] - 1)]
        p = 1 - p if one and label == 0 else p
        labels, best = np.where(p > best, label, labels), np.maximum(p, best)
    return np.where(best >= sure, labels, -1)


def above_sure(p, sure):
    p = p if p.shape[-1] > 1 else np.dstack([1 - p, p])
    return np.where(p.max(-1) > sure, p.argmax(-1), -1)


def first_three(p, sure):
    return sure_by_loops(p[..., :3], sure) if p.shape[-1] > 1 else sure_by_loops(p, sure)


def marks_the_unsure(p, sure):
    labels = sure_by_loops(p, sure)
    p[p < sure] = 0
    return labels


def sure_by_loops(probabilities, sure):
    rows = []
    for row in probabilities:
        labels = []
        for pixel in row:
            pixel = [1 - pixel[0], pixel[0]] if len(pixel) == 1 else list(pixel)
            labels.append(pixel.index(max(pixel)) if max(pixel) >= sure else -1)
        rows.append(labels)
    return rows


class Sure:
    """An answer in the form of a class; class by class."""

    def __init__(self, probabilities, sure):
        channels = np.moveaxis(probabilities, -1, 0)
        channels = [1 - channels[0], channels[0]] if len(channels) == 1 else channels
        self.labels = -np.ones(probabilities.shape[:2])
        for label, channel in enumerate(channels):
            self.labels[channel >= sure] = label

    def __array__(self, dtype=None, copy=None):
        return self.labels


def sure_with_keras(probabilities, sure):
    from unet_lessons.backend import keras

    ops, p = keras.ops, keras.ops.convert_to_tensor(probabilities)
    if p.shape[-1] == 1:
        p = ops.concatenate([1 - p, p], axis=-1)
    return ops.where(ops.max(p, axis=-1) < sure, -1, ops.cast(ops.argmax(p, axis=-1), "int32"))


def sure(many=None, one=None):
    """An answer with another way for several channels, or for one."""
    return lambda p, sure: (one or sure_by_loops)(p, sure) if p.shape[-1] == 1 else (many or sure_by_loops)(p, sure)


def likeliest(p, sure):
    return p.argmax(-1)


def likeliest_or_unknown(p, sure):
    return np.where(p.max(-1) < sure, -1, p.argmax(-1))


# 4 · scribble_loss


def loss_by_loops(labels, probabilities):
    losses = {}
    for (row, column), label in np.ndenumerate(labels):
        if label >= 0:
            losses.setdefault(int(label), []).append(-np.log(probabilities[row, column, label]))
    return sum(sum(some) / len(some) for some in losses.values()) / max(1, len(losses))


def loss_with_keras(labels, probabilities):
    from unet_lessons.backend import keras

    if (labels < 0).all():
        return 0
    counts = np.bincount(labels[labels >= 0])
    weights = (1 / counts[labels[labels >= 0]]) / np.count_nonzero(counts)
    given = probabilities[labels >= 0].astype("float32")
    each = keras.losses.sparse_categorical_crossentropy(labels[labels >= 0], given)
    return keras.ops.sum(each * weights.astype("float32"))


def loss_one_hot(labels, probabilities):
    hot = labels[:, :, None] == np.arange(probabilities.shape[-1])
    counts = hot.sum((0, 1))
    sums = np.where(hot, -np.log(np.where(hot, probabilities, 1)), 0).sum((0, 1))
    return (sums / np.maximum(counts, 1)).sum() / max(1, (counts > 0).sum())


def picked(labels, probabilities):
    """-log of the probability at each pixel's label, with -1 taken for the last class."""
    return -np.log(np.take_along_axis(probabilities, labels[:, :, None] % probabilities.shape[-1], axis=-1))[:, :, 0]


def lesson_loss(labels, probabilities):
    return np.mean(np.where(labels >= 0, picked(labels, probabilities), 0))


def plain_mean(labels, probabilities):
    return picked(labels, probabilities)[labels >= 0].mean()


def class_means(of=np.mean, over=np.mean, log=np.log, turn=lambda p: p, skip=True):
    def answer(labels, probabilities):
        p = turn(probabilities)
        classes = [k for k in range(p.shape[-1]) if not skip or (labels == k).any()]
        return over([of(-log(p[labels == k, k])) for k in classes]) if (labels >= 0).any() else 0

    return answer


def loss_of_sorted_pixels(labels, probabilities):
    drawn = labels.ravel() >= 0
    if not drawn.any():
        return np.float32(0)
    mine = labels.ravel()[drawn].astype(int)
    each = -np.log(probabilities.reshape(-1, probabilities.shape[-1])[drawn][np.arange(len(mine)), mine])
    _, where, counts = np.unique(mine, return_inverse=True, return_counts=True)
    return np.mean(np.bincount(where, each) / counts)


def loss_by_masked_arrays(labels, probabilities):
    means = [
        np.ma.masked_array(-np.log(np.where(labels == k, probabilities[..., k], 1)), labels != k).mean()
        for k in range(probabilities.shape[-1])
    ]
    means = [mean for mean in means if mean is not np.ma.masked]
    return sum(means) / len(means) if means else 0


def without_the_first(labels, probabilities):
    """`np.unique(labels)[1:]`: right if -1 is there."""
    found = np.unique(labels)[1:]
    return np.mean([np.mean(-np.log(probabilities[labels == k, k])) for k in found]) if len(found) else 0.0


def of_classes(count):
    def answer(labels, probabilities):
        found = [k for k in range(count) if (labels == k).any()]
        return np.mean([np.mean(-np.log(probabilities[labels == k, k])) for k in found]) if found else 0.0

    return answer


def clipped_loss(labels, probabilities, least=0.01):
    return class_means()(labels, np.clip(probabilities, least, 1))


def fills_in(labels, probabilities):
    loss = class_means()(labels, probabilities)
    labels[labels < 0] = 0
    return loss


def only_two(labels, probabilities):
    return np.mean([np.mean(-np.log(probabilities[labels == k, k])) for k in (0, 1) if (labels == k).any()] or 0)


def by_weights(labels, probabilities):
    """0 times infinity: the weights come after the logarithm."""
    counts = [np.sum(labels == k) for k in range(probabilities.shape[-1])]
    weights = sum((labels == k) / count for k, count in enumerate(counts) if count)
    return np.sum(weights * picked(labels, probabilities)) / max(1, np.count_nonzero(counts))


def no_drawn(labels, probabilities):
    return np.mean([np.mean(-np.log(probabilities[labels == k, k])) for k in np.unique(labels[labels >= 0])])


# 5 · in_strips


def strips_row_by_row(network, image, strip, margin):
    """For each row, a strip in which it is far enough from both ends."""
    height, rows = len(image), []
    for row in range(height):
        start = min(max(0, row - strip // 2), height - strip)
        rows.append(network(image[start : start + strip])[row - start].tolist())
    return rows


def strips_of_middles(network, image, strip, margin):
    height, start, parts = len(image), 0, []
    done = 0
    while done < height:
        start = min(max(0, done - margin), height - strip)
        stop = height if start + strip == height else start + strip - margin
        parts.append(network(image[start : start + strip])[done - start : stop - start])
        done = stop
    return np.concatenate(parts)


def strips_from_below(network, image, strip, margin):
    answer, step = np.zeros(image.shape), strip - 2 * margin
    for start in [*range(len(image) - strip, 0, -step), 0]:
        keep = strip - margin if start + strip < len(image) else strip
        answer[start : start + keep] = network(image[start : start + strip])[:keep]
    return answer


def strips_by_shifting(network, image, strip, margin):
    """The good rows of each strip as a dictionary, row by row."""
    good, height = {}, len(image)
    for start in {*range(0, height - strip, strip - 2 * margin), height - strip}:
        part = network(image[start : start + strip].copy())
        first, last = margin if start else 0, strip - (margin if start + strip < height else 0)
        good.update({start + row: part[row] for row in range(first, last)})
    return np.array([good[row] for row in range(height)])


def strips_from_both_ends(network, image, strip, margin):
    """The upper half from above, the lower half from below, by turning the image: only the reading is turned."""
    height, step = len(image), strip - 2 * margin
    answer, have = np.full(image.shape, np.inf), np.zeros(height, bool)
    for start in sorted([*range(0, height - strip, step), height - strip], key=lambda at: abs(at - height / 2)):
        first, last = margin if start else 0, strip - (margin if start + strip < height else 0)
        part = np.asarray(network(image[start : start + strip]))
        rows = [row for row in range(first, last) if not have[start + row]]
        for row in rows:
            answer[start + row], have[start + row] = part[row], True
    return answer


def like_the_image(network, image, strip, margin):
    answer = np.empty_like(image)
    answer[...] = strips()(network, image, strip, margin)
    return answer


def framed_by_zeros(network, image, strip, margin):
    """Zeros above and below, and the middles of all strips."""
    around, rows, step = np.pad(image.astype(float), ((margin, margin), (0, 0))), [], strip - 2 * margin
    for first in range(0, len(image), step):
        start = min(first, len(around) - strip)
        rows.append(network(around[start : start + strip])[margin + first - start : strip - margin])
    return np.concatenate(rows)[: len(image)]


def never_written(network, image, strip, margin):
    """All is computed, and thrown away."""
    answer = np.empty(image.shape)
    for start in [*range(0, len(image) - strip, strip - 2 * margin), len(image) - strip]:
        network(image[start : start + strip])
    return answer


def end_never_written(network, image, strip, margin):
    answer = np.empty(image.shape)
    for start in range(0, len(image) - strip + 1, strip - 2 * margin):
        first = margin if start else 0
        answer[start + first : start + strip] = network(image[start : start + strip])[first:]
    return answer


def clears_the_image(network, image, strip, margin):
    answer = strips()(network, image, strip, margin)
    image[:] = 0
    return answer


def strips(step=lambda strip, margin: strip - 2 * margin, skip=lambda margin: margin):
    return lambda network, image, strip, margin: in_pieces(network, image, strip, step(strip, margin), skip(margin))


def mean_of_strips(network, image, strip, margin):
    return in_pieces(network, image, strip, strip - 2 * margin, mean=True)


def short_last(network, image, strip, margin):
    return np.concatenate([network(image[top : top + strip]) for top in range(0, len(image), strip)])


def all_after_all(network, image, strip, margin):
    starts = [*range(0, len(image) - strip, strip - 2 * margin), len(image) - strip]
    return np.concatenate([network(image[top : top + strip]) for top in starts])


def middles_only(network, image, strip, margin):
    answer = np.zeros(image.shape)
    for start in [*range(0, len(image) - strip, strip - 2 * margin), len(image) - strip]:
        part = network(image[start : start + strip])
        answer[start + margin : start + strip - margin] = part[margin:-margin]
    return answer


def last_forgotten(network, image, strip, margin):
    answer = np.zeros(image.shape)
    for start in range(0, len(image) - strip + 1, strip - 2 * margin):
        first = margin if start else 0
        answer[start + first : start + strip] = network(image[start : start + strip])[first:]
    return answer


def true_for_unknown(p, sure):
    labels = p[:, :, 0] > 0.5
    labels[np.maximum(p[:, :, 0], 1 - p[:, :, 0]) < sure] = -1
    return labels


def white_of(array):
    return np.iinfo(array.dtype).max if array.dtype.kind == "u" else 1


RIGHT = [
    (check.to_rgb, load_image),
    (check.to_rgb, rgb_by_loops),
    (check.to_rgb, rgb_with_keras),
    (check.to_rgb, rgb()),
    (check.predict_any_size, check.predict_with_mirror),
    (check.predict_any_size, pad_and_cut()),
    (check.predict_any_size, pad_and_cut(share=lambda missing: (missing, 0))),
    (check.predict_any_size, mirrored_again_and_again),
    (check.sure_labels, sure_by_loops),
    (check.sure_labels, Sure),
    (check.sure_labels, sure_with_keras),
    (check.scribble_loss, loss_by_loops),
    (check.scribble_loss, loss_with_keras),
    (check.scribble_loss, loss_one_hot),
    (check.scribble_loss, class_means()),
    (check.in_strips, strips()),
    (check.in_strips, strips_row_by_row),
    (check.in_strips, strips_of_middles),
    (check.in_strips, strips_from_below),
    (check.to_rgb, rgb_channel_by_channel),
    (check.to_rgb, rgb_by_skimage),
    (check.predict_any_size, padded_by_index),
    (check.predict_any_size, padded_above),
    (check.sure_labels, sure_by_sorting),
    (check.sure_labels, sure_from_below),
    (check.scribble_loss, loss_of_sorted_pixels),
    (check.scribble_loss, loss_by_masked_arrays),
    (check.in_strips, strips_by_shifting),
    (check.in_strips, strips_from_both_ends),
]

WRONG = [
    (check.to_rgb, rgb(scale=lambda array: array.astype(float)), "still go up to 255"),
    (check.to_rgb, rgb(scale=lambda array: array / array.max()), "the brightest pixel"),
    (check.to_rgb, rgb(scale=lambda array: array // 255), "leaves whole numbers"),
    (check.to_rgb, rgb(scale=lambda array: array / 256), "the largest of them is 255"),
    (check.to_rgb, rgb(channels=lambda image: image), "the channels are missing"),
    (check.to_rgb, rgb(channels=lambda p: p[:, :, None] if p.ndim == 2 else p), "One channel is there"),
    (check.to_rgb, rgb(channels=lambda p: np.dstack([p, 0 * p, 0 * p]) if p.ndim == 2 else p), "that is red"),
    (check.to_rgb, rgb(channels=lambda p: np.stack([p] * 3) if p.ndim == 2 else p), "The channels came first"),
    (check.to_rgb, rgb(channels=by_shape_alone), "Ask `array.ndim` before"),
    (check.to_rgb, rgb(scale=lambda array: array / 255), "White is 65,535"),
    (check.to_rgb, rgb(scale=lambda array: array.astype("uint8") / 255), "300 became 44"),
    (check.to_rgb, rgb(scale=lambda a: a / 255 if a.dtype != np.uint16 else a / 65535), "True is white"),
    (
        check.to_rgb,
        rgb(scale=lambda array: array // 256 / 255 if array.dtype == np.uint16 else array / 255),
        "last bits",
    ),
    (check.to_rgb, rgb(scale=lambda a: a if a.dtype == bool else a / white_of(a)), "no floats"),
    (check.to_rgb, rgb(scale=float_stretched), "The brightest pixel became white"),
    (
        check.to_rgb,
        rgb(scale=lambda a: a * 1.0 if a.dtype == bool else a / (65535 if a.dtype == np.uint16 else 255)),
        "need no division",
    ),
    (check.to_rgb, rgb(scale=by_size), "An image may be dark"),
    (check.to_rgb, rgb(clear=lambda image: image), "still there"),
    (check.to_rgb, rgb(clear=lambda image: image[:, :, :3]), "hidden in transparent parts"),
    (
        check.to_rgb,
        rgb(clear=lambda image: image[:, :, :3] * image[:, :, 3:]),
        "This is laid on black. Add `1 - alpha`, so that",
    ),
    (check.to_rgb, rgb(clear=lambda p: on_white(np.dstack([p[:, :, :3], 1 - p[:, :, 3]]))), "Alpha is inverted"),
    (check.to_rgb, rgb(clear=lambda p: on_white(p * [1, 1, 1, 1 / 255])), "once too often"),
    (check.to_rgb, scaled_in_colour, "White is 65535 in uint16"),
    (check.to_rgb, only_float64, "White is 1 in float32"),
    (check.to_rgb, alpha_by_255, "White is 65535 in uint16"),
    (check.to_rgb, writes_on_white, "writes into the array"),
    (check.predict_any_size, mirrored_by_hand, "one reflection is too short"),
    (check.predict_any_size, padded_to_a_square, "more than is needed"),
    (check.predict_any_size, in_uint8, "no fractions fit"),
    (check.predict_any_size, answer_like_the_image, "has fractions and lost them"),
    (check.predict_any_size, masks_the_image, "writes into the array"),
    (check.sure_labels, first_three, "More than three classes"),
    (check.sure_labels, sure(many=above_sure, one=above_sure), "exactly `sure`"),
    (
        check.sure_labels,
        lambda p, sure: np.full(p.shape[:2], -1) if sure == 1 else sure_by_loops(p, sure),
        "exactly `sure`",
    ),
    (check.sure_labels, marks_the_unsure, "writes into the array"),
    (check.scribble_loss, without_the_first, "every pixel is drawn"),
    (check.scribble_loss, of_classes(3), "any number of classes"),
    (check.scribble_loss, of_classes(5), "any number of classes"),
    (check.scribble_loss, clipped_loss, "You clip the probabilities"),
    (check.scribble_loss, fills_in, "writes into the array"),
    (check.in_strips, like_the_image, "the dtype of the image"),
    (check.in_strips, framed_by_zeros, "a border of zeros"),
    (check.in_strips, never_written, "never written"),
    (check.in_strips, end_never_written, "never written"),
    (check.in_strips, clears_the_image, "writes into the array"),
    (check.predict_any_size, lambda network, image, multiple: network(image), "as it is"),
    (check.predict_any_size, cut_off, "cut away"),
    (check.predict_any_size, resized, "Is it resized"),
    (check.predict_any_size, pad_and_cut(mode="constant"), "The border is 0"),
    (check.predict_any_size, pad_and_cut(mode="edge"), "repeats the last row"),
    (check.predict_any_size, pad_and_cut(mode="wrap"), "the opposite side"),
    (check.predict_any_size, pad_and_cut(mode="mean"), "not its reflection"),
    (check.predict_any_size, pad_and_cut(share=lambda missing: (missing // 2, missing // 2)), "is odd"),
    (check.predict_any_size, pad_and_cut(amount=always_more), "more than is needed"),
    (check.predict_any_size, pad_and_cut(cut=negative_ends), "The cut is empty"),
    (check.predict_any_size, pad_and_cut(cut=from_corner), "wrong row or column"),
    (check.predict_any_size, pad_and_cut(cut=lambda whole, *rest: whole), "for the padded image"),
    (check.predict_any_size, pad_and_cut(cut=small_again), "Keep the part"),
    (check.predict_any_size, pad_and_cut(cut=lambda whole, image, around: image), "the image again"),
    (check.sure_labels, likeliest, "hardly knows"),
    (check.sure_labels, sure(many=lambda p, sure: likeliest_or_unknown(p, 0.5)), "Compare with `sure`"),
    (check.sure_labels, lambda p, sure: np.where(p.max(-1) < sure, 0, p.argmax(-1)), "0 is a class"),
    (check.sure_labels, lambda p, sure: likeliest_or_unknown(p, sure).astype("uint8"), "no numbers below 0"),
    (
        check.sure_labels,
        lambda p, sure: np.where(p.max(-1) < sure, p.argmax(-1), -1),
        "It is the other way round: sure pixels keep",
    ),
    (check.sure_labels, lambda p, sure: p.max(-1), "`argmax` tells its number"),
    (check.sure_labels, lambda p, sure: p > sure, "one mask for each class"),
    (check.sure_labels, likeliest_or_unknown, "Class 1 never appears"),
    (check.sure_labels, sure(one=true_for_unknown), "which became True"),
    (check.sure_labels, sure(one=likeliest), "`argmax` needs two channels"),
    (check.sure_labels, sure(one=lambda p, sure: np.where(p[:, :, 0] >= sure, 1, -1)), "is sure there, and says 0"),
    (check.sure_labels, sure(one=lambda p, sure: p[:, :, 0] >= sure), "0.55 became 0"),
    (check.sure_labels, sure(one=lambda p, sure: p[:, :, 0] > 0.5), "the mask of all pixels"),
    (check.sure_labels, lambda p, sure: sure_by_loops(p, 0.6), "written into your code"),
    (check.scribble_loss, plain_mean, "counts more"),
    (check.scribble_loss, lesson_loss, "divided by all pixels"),
    (check.scribble_loss, lambda labels, p: picked(np.maximum(labels, 0), p).mean(), "counted as class 0"),
    (check.scribble_loss, lambda labels, p: class_means()(np.maximum(labels, 0), p), "counted as class 0"),
    (check.scribble_loss, lambda labels, p: picked(labels, p).mean(), "takes the last class"),
    (check.scribble_loss, class_means(log=lambda p: -np.log(p)), "The sign is wrong"),
    (check.scribble_loss, class_means(over=np.sum), "were added"),
    (check.scribble_loss, class_means(over=list), "One number is asked for"),
    (check.scribble_loss, class_means(of=np.sum), "not the sum"),
    (check.scribble_loss, class_means(log=np.log2), "natural logarithm"),
    (check.scribble_loss, class_means(turn=lambda p: p[:, :, ::-1]), "the wrong class"),
    (check.scribble_loss, class_means(of=np.median), "one class at a time"),
    (check.scribble_loss, class_means(skip=False), "a mean of no pixels is NaN"),
    (check.scribble_loss, class_means(over=lambda means: np.nansum(means) / len(means), skip=False), "Divide by the"),
    (check.scribble_loss, only_two, "more than two classes"),
    (check.scribble_loss, by_weights, "0 times infinity"),
    (check.scribble_loss, no_drawn, "nothing to learn from"),
    (check.in_strips, lambda network, image, strip, margin: network(image), "the whole image"),
    (check.in_strips, short_last, "too few rows"),
    (check.in_strips, strips(lambda strip, margin: strip, lambda margin: 0), "side by side"),
    (check.in_strips, strips(lambda strip, margin: strip - margin), "overlap by `margin`"),
    (check.in_strips, strips(skip=lambda margin: 0), "over good ones"),
    (check.in_strips, mean_of_strips, "half spoilt"),
    (check.in_strips, lambda *inputs: strips()(*inputs) + undefined, "may not have it yet"),  # noqa: F821
    (check.in_strips, lambda *inputs: 1 / 0, "spoilt, but not at"),  # noqa: F821
    (check.in_strips, all_after_all, "as high as the image"),
    (check.in_strips, middles_only, "first and last rows"),
    (check.in_strips, last_forgotten, "Compare row by row"),
    (check.in_strips, lambda network, image, strip, margin: image, "Give the network the strips"),
]


def test_strips_side_by_side_have_seams_and_the_stretch_has_none():
    """What exercise 5 shows: with blur, which sees 8 rows, for five images."""
    for seed in range(5):
        image = np.random.default_rng(seed).random((100 + seed, 40))
        whole, seen = (
            check.blur(image),
            [in_pieces(check.blur, image, 40, *way) for way in ((40, 0), (24, 8))],
        )
        assert np.abs(seen[0] - whole).max() > 0.1 and np.allclose(seen[1], whole)
        nearly = in_pieces(check.blur, image, 40, 26, 7)
        assert not np.allclose(nearly, whole)  # one row less is too little


def test_the_cells_need_sides_that_are_multiples_of_8():
    """What exercise 2 says of the network."""
    from unet_lessons.pretrained import pretrained_unet

    cells = pretrained_unet()
    assert predict_batch(cells, np.zeros((1, 104, 96, 1))).shape == (1, 104, 96, 1)
    with pytest.raises(ValueError, match="multiples of 8, such as 104 or 96"):
        predict_batch(cells, np.zeros((1, 101, 90, 1)))


@pytest.mark.slow
def test_noise_is_called_cells_where_a_tile_is_standardised_by_itself():
    """What question 5 says, for an empty part of each of five images."""
    from unet_lessons.data.cells import make_cells
    from unet_lessons.pretrained import pretrained_unet
    from unet_lessons.tiles import standardiser

    cells = pretrained_unet()
    for seed in range(5):
        images, labels = make_cells(1, size=512, seed=seed)
        places = [(row, column) for row in range(0, 465, 8) for column in range(0, 465, 8)]
        row, column = min(places, key=lambda at: (labels[0, at[0] : at[0] + 48, at[1] : at[1] + 48] > 0).sum())
        tile = images[:, row : row + 48, column : column + 48]
        assert not labels[0, row : row + 48, column : column + 48].any()
        shares = [
            (predict_batch(cells, prepare(tile)) > 0.5).mean() for prepare in map(standardiser, (tile[0], images[0]))
        ]
        assert shares[0] > 0.1 and shares[1] < 0.01, (seed, shares)
