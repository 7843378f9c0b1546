"""More planted answers for the checks of lessons 08 and 08b."""

import numpy as np

import unet_lessons.checks.lesson_08 as check
from unet_lessons.backend import keras

ops = keras.ops

# 1 · to_rgb: right


def rgb_with_skimage(array):
    from skimage import color, util

    image = util.img_as_float64(array)
    if image.ndim == 2:
        return color.gray2rgb(image)
    return color.rgba2rgb(image) if image.shape[-1] == 4 else image


def rgb_pixel_by_pixel(array):
    top = {"b": 1, "f": 1, "u": 255 if array.dtype == np.uint8 else 65535}[array.dtype.kind]

    def pixel(value):
        value = [float(v) / top for v in np.ravel(value)]
        if len(value) == 1:
            return value * 3
        alpha = value[3] if len(value) == 4 else 1
        return [v * alpha + 1 - alpha for v in value[:3]]

    return [[pixel(value) for value in row] for row in array]


def rgb_as_float32(array):
    scale = {np.dtype("uint8"): 255, np.dtype("uint16"): 65535}.get(array.dtype, 1)
    image = np.atleast_3d(array).astype("float32") / scale
    alpha = image[..., 3:] if image.shape[-1] == 4 else np.float32(1)
    return np.broadcast_to(image[..., :3], (*array.shape[:2], 3)) * alpha + (1 - alpha)


def rgb_by_match(array):
    match array.dtype.name:
        case "uint8":
            array = array / 255
        case "uint16":
            array = array / (2**16 - 1)
        case "bool":
            array = np.where(array, 1.0, 0.0)
    if array.ndim == 2:
        array = np.dstack([array, array, array])
    if array.shape[2] == 4:
        colour, alpha = np.split(array, [3], axis=2)
        array = alpha * colour + (1 - alpha) * np.ones(3)
    return ops.convert_to_tensor(array, "float32")


# 1 · to_rgb: wrong


def scaled(array):
    return array / np.iinfo(array.dtype).max if array.dtype.kind == "u" else array.astype(float)


def three(image):
    return np.dstack([image] * 3) if image.ndim == 2 else image


def white(image):
    return image[..., :3] * image[..., 3:] + 1 - image[..., 3:] if image.shape[2] == 4 else image


def by_its_maximum(array):
    return white(three(array / max(1, array.max())))


def guesses_by_maximum(array):
    """Above 1 it must be 255: a dark uint8 image stays as it is."""
    image = array / 255 if array.max() > 1 else array.astype(float)
    return white(three(image))


def guesses_by_range(array):
    top = 1 if array.max() <= 1 else 255 if array.max() <= 255 else 65535
    return white(three(array / top))


def always_255(array):
    return white(three(array / 255))


def divides_by_256(array):
    return white(three(array / (np.iinfo(array.dtype).max + 1) if array.dtype.kind == "u" else array.astype(float)))


def on_black(array):
    image = three(scaled(array))
    return image[..., :3] * image[..., 3:] if image.shape[2] == 4 else image


def drops_alpha(array):
    return three(scaled(array))[..., :3]


def alpha_is_a_switch(array):
    image = three(scaled(array))
    return np.where(image[..., 3:] > 0.5, image[..., :3], 1) if image.shape[2] == 4 else image


def alpha_inverted(array):
    image = three(scaled(array))
    return image[..., :3] * (1 - image[..., 3:]) + image[..., 3:] if image.shape[2] == 4 else image


def halves_uint16(array):
    if array.dtype == np.uint16:
        array = (array >> 8).astype(np.uint8)
    return white(three(scaled(array)))


def bool_as_text(array):
    return white(three(scaled(array))) if array.dtype != bool else three(array).astype(np.uint8) * 255.0


def grey_with_one_channel(array):
    image = scaled(array)
    return image[..., None] if image.ndim == 2 else white(image)


def grey_in_red(array):
    image = scaled(array)
    if image.ndim == 2:
        return np.stack([image, 0 * image, 0 * image], axis=-1)
    return white(image)


def channels_first(array):
    image = scaled(array)
    return np.stack([image] * 3) if image.ndim == 2 else white(image)


def reverses_colours(array):
    return white(three(scaled(array)))[..., ::-1]


def multiplies_in_place(array):
    image = array if array.dtype.kind == "f" else scaled(array)
    if image.ndim == 2:
        return three(image)
    if image.shape[2] == 4:
        image[..., :3] *= image[..., 3:]
        image[..., :3] += 1 - image[..., 3:]
    return image[..., :3]


def stretches_floats(array):
    image = scaled(array)
    if array.dtype.kind == "f":
        image = (image - image.min()) / max(np.ptp(image), 1e-9)
    return white(three(image))


def float32_is_bytes(array):
    top = {"uint8": 255, "uint16": 65535, "float32": 255}.get(array.dtype.name, 1)
    return white(three(array / top))


def rounds_to_eight_bits(array):
    return np.round(white(three(scaled(array))) * 255) / 255


def as_bytes_back(array):
    return (white(three(scaled(array))) * 255).astype(np.uint8)


def alpha_of_first_pixel(array):
    image = three(scaled(array))
    if image.shape[2] == 4:
        alpha = image[0, 0, 3]
        return image[..., :3] * alpha + 1 - alpha
    return image


def width_three_is_colour(array):
    """A grey image three pixels wide is taken for an image that has colours already."""
    image = scaled(array)
    if image.shape[-1] not in (3, 4):
        image = np.stack([image] * 3, axis=-1)
    return white(image) if image.ndim == 3 else image


def grey_by_mean(array):
    image = white(three(scaled(array)))
    return np.repeat(image.mean(axis=-1, keepdims=True), 3, axis=-1)


def scaled_twice(array):
    return white(three(scaled(array) / (255 if array.dtype == np.uint8 else 1)))


# 2 · predict_any_size: right


def pads_by_index(network, image, multiple):
    h, w = image.shape
    rows = reflected(h, -(-h // multiple) * multiple)
    columns = reflected(w, -(-w // multiple) * multiple)
    return np.asarray(network(image[np.ix_(rows, columns)]))[:h, :w]


def reflected(size, wanted):
    """The indices of a side, mirrored again and again without its edge."""
    period = max(1, 2 * size - 2)
    return [min(k % period, period - k % period) for k in range(wanted)]


def pads_before(network, image, multiple):
    """All that is missing above and to the left."""
    up, left = (-side % multiple for side in image.shape)
    return network(np.pad(image, [(up, 0), (left, 0)], "symmetric"))[up:, left:]


def pads_both_ways(network, image, multiple):
    pads = [((-side % multiple) // 2, -side % multiple - (-side % multiple) // 2) for side in image.shape]
    answer = network(np.pad(image, pads, mode="reflect"))
    return answer[tuple(slice(before, before + side) for (before, _), side in zip(pads, image.shape, strict=True))]


def pads_by_concatenation(network, image, multiple):
    h, w = image.shape
    wide = np.asarray(image)
    while wide.shape[0] % multiple:
        wide = np.concatenate([wide, wide[::-1][: -wide.shape[0] % multiple]])
    while wide.shape[1] % multiple:
        wide = np.concatenate([wide, wide[:, ::-1][:, : -wide.shape[1] % multiple]], axis=1)
    return [[value for value in row[:w]] for row in np.asarray(network(wide))[:h]]


# 2 · predict_any_size: wrong


def padded(
    mode="reflect",
    to=lambda side, multiple: -side % multiple,
    cut=lambda answer, image: answer[: image.shape[0], : image.shape[1]],
    **named,
):
    def answer(network, image, multiple):
        missing = [(0, to(side, multiple)) for side in image.shape]
        return cut(network(np.pad(image, missing, mode, **named)), image)

    return answer


zeros_around = padded("constant")
edge_repeated = padded("edge")
wraps_around = padded("wrap")
mean_around = padded("mean")
one_multiple_more = padded(to=lambda side, multiple: multiple - side % multiple)
not_cut_back = padded(cut=lambda answer, image: answer)
eight_always = padded(to=lambda side, multiple: -side % 8)
cut_from_the_end = padded(cut=lambda answer, image: answer[-image.shape[0] :, -image.shape[1] :])
cut_in_the_middle = padded(
    cut=lambda a, image: a[(a.shape[0] - image.shape[0]) // 2 :, (a.shape[1] - image.shape[1]) // 2 :][
        : image.shape[0], : image.shape[1]
    ]
)
cut_to_square = padded(cut=lambda answer, image: answer[: image.shape[0], : image.shape[0]])


def pads_to_a_square(network, image, multiple):
    h, w = image.shape
    side = -(-max(h, w) // multiple) * multiple
    return network(np.pad(image, ((0, side - h), (0, side - w)), "symmetric"))[:h, :w]


def height_for_both(network, image, multiple):
    h, w = image.shape
    missing = -h % multiple
    return network(np.pad(image, ((0, missing), (0, missing)), "reflect"))[:h, :w]


def cuts_off(network, image, multiple):
    h, w = (side // multiple * multiple for side in image.shape)
    return network(image[:h, :w])


def cuts_off_and_pads_answer(network, image, multiple):
    h, w = (side // multiple * multiple for side in image.shape)
    answer = np.asarray(network(image[:h, :w]))
    return np.pad(answer, ((0, image.shape[0] - h), (0, image.shape[1] - w)), "edge")


def minus_zero(network, image, multiple):
    """`answer[:-missing]` is empty where nothing is missing."""
    down, right = (-side % multiple for side in image.shape)
    return network(np.pad(image, ((0, down), (0, right)), "reflect"))[:-down, :-right]


def mirror_once(network, image, multiple):
    """A mirror image that is as long as the image at most."""
    h, w = image.shape
    down, right = -h % multiple, -w % multiple
    image = np.concatenate([image, image[::-1][:down]])
    image = np.concatenate([image, image[:, ::-1][:, :right]], axis=1)
    return network(image)[:h, :w]


def as_float16(network, image, multiple):
    return padded()(network, image.astype(np.float16), multiple)


def as_bytes(network, image, multiple):
    return padded()(network, image.astype(np.uint8), multiple)


def zero_array(network, image, multiple):
    h, w = image.shape
    frame = np.zeros((h + -h % multiple, w + -w % multiple), image.dtype)
    frame[:h, :w] = image
    return network(frame)[:h, :w]


def network_twice(network, image, multiple):
    return padded()(lambda x: network(network(x)), image, multiple)


def forgets_the_network(network, image, multiple):
    return padded()(lambda x: x, image, multiple)


def rounded_answer(network, image, multiple):
    return np.round(padded()(network, image, multiple))


def shuffled_mirror(network, image, multiple):
    """The last rows again, in their own order: no mirror."""
    h, w = image.shape
    down, right = -h % multiple, -w % multiple
    image = np.concatenate([image, image[h - down :]]) if down else image
    image = np.concatenate([image, image[:, w - right :]], axis=1) if right else image
    return network(image)[:h, :w]


# 3 · sure_labels: right


def sure_by_sorting(probabilities, sure):
    if probabilities.shape[-1] == 1:
        probabilities = np.concatenate([1 - probabilities, probabilities], axis=-1)
    order = np.argsort(probabilities, axis=-1)[..., -1:]
    return np.where(np.take_along_axis(probabilities, order, -1) >= sure, order, -1)[..., 0]


def sure_by_masks(probabilities, sure):
    p = np.asarray(probabilities)
    labels = np.full(p.shape[:2], -1)
    if p.shape[2] == 1:
        labels[p[..., 0] >= sure] = 1
        labels[(p[..., 0] < 0.5) & (1 - p[..., 0] >= sure)] = 0
        return labels
    best = p.max(axis=2)
    for number in reversed(range(p.shape[2])):
        labels[(p[..., number] == best) & (best >= sure)] = number
    return labels


def sure_with_max(probabilities, sure):
    """Python's own max, pixel by pixel, in lists."""

    def label(values):
        values = [1 - values[0], values[0]] if len(values) == 1 else list(values)
        best = max(range(len(values)), key=values.__getitem__)
        return best if values[best] >= sure else -1

    return [[label(values) for values in row] for row in probabilities]


def sure_as_floats(probabilities, sure):
    if probabilities.shape[-1] == 1:
        probabilities = np.dstack([1 - probabilities, probabilities])
    labels = probabilities.argmax(-1).astype(float)
    labels[probabilities.max(-1) < sure] = -1
    return labels


# 3 · sure_labels: wrong


def softened(p):
    return np.concatenate([1 - p, p], axis=-1) if p.shape[-1] == 1 else p


def forgets_one_channel(probabilities, sure):
    return np.where(probabilities.max(-1) >= sure, probabilities.argmax(-1), -1)


def one_channel_at_half(probabilities, sure):
    if probabilities.shape[-1] == 1:
        return np.where(probabilities[..., 0] >= 0.5, 1, 0)
    return forgets_one_channel(probabilities, sure)


def background_is_sure(probabilities, sure):
    """All below `sure` is background."""
    if probabilities.shape[-1] == 1:
        return np.where(probabilities[..., 0] >= sure, 1, 0)
    return forgets_one_channel(probabilities, sure)


def unsure_is_minus_one_for_zero(probabilities, sure):
    if probabilities.shape[-1] == 1:
        return np.where(probabilities[..., 0] >= sure, 1, -1)
    return forgets_one_channel(probabilities, sure)


def above_sure(probabilities, sure):
    p = softened(probabilities)
    return np.where(p.max(-1) > sure, p.argmax(-1), -1)


def order_swapped(probabilities, sure):
    p = np.concatenate([probabilities, 1 - probabilities], -1) if probabilities.shape[-1] == 1 else probabilities
    return np.where(p.max(-1) >= sure, p.argmax(-1), -1)


def always_ninety(probabilities, sure):
    p = softened(probabilities)
    return np.where(p.max(-1) >= 0.9, p.argmax(-1), -1)


def lead_over_the_second(probabilities, sure):
    p = np.sort(softened(probabilities), axis=-1)
    return np.where(p[..., -1] - p[..., -2] >= sure, softened(probabilities).argmax(-1), -1)


def zero_for_unsure(probabilities, sure):
    p = softened(probabilities)
    return np.where(p.max(-1) >= sure, p.argmax(-1), 0)


def in_uint8(probabilities, sure):
    p = softened(probabilities)
    labels = p.argmax(-1).astype(np.uint8)
    labels[p.max(-1) < sure] = 255
    return labels


def all_if_one_is_unsure(probabilities, sure):
    p = softened(probabilities)
    return p.argmax(-1) if p.max() >= sure else np.full(p.shape[:2], -1)


def three_classes_at_most(probabilities, sure):
    p = softened(probabilities)
    labels = np.full(p.shape[:2], -1)
    for number in range(min(3, p.shape[-1])):
        labels[p[..., number] >= sure] = number
    return labels


def writes_into_it(probabilities, sure):
    p = probabilities
    p[p < sure] = 0
    p = softened(p)
    return np.where(p.max(-1) >= sure, p.argmax(-1), -1)


def two_decimals(probabilities, sure):
    p = np.round(softened(probabilities), 1)
    return np.where(p.max(-1) >= sure, p.argmax(-1), -1)


def one_minus_sure(probabilities, sure):
    """A pixel of class 0 by p < 1 − sure: also where p is exactly 1 − sure it is sure."""
    if probabilities.shape[-1] == 1:
        p = probabilities[..., 0]
        return np.where(p >= sure, 1, np.where(p < 1 - sure, 0, -1))
    return forgets_one_channel(probabilities, sure)


# 4 · scribble_loss: right


def loss_by_classes(labels, probabilities):
    losses = []
    for number in range(probabilities.shape[-1]):
        there = labels == number
        if there.any():
            losses.append(-np.log(probabilities[there][:, number]).mean())
    return np.mean(losses) if losses else 0


def loss_by_weights(labels, probabilities):
    numbers, counts = np.unique(labels[labels >= 0], return_counts=True)
    total = 0.0
    for (y, x), label in np.ndenumerate(labels):
        if label >= 0:
            total -= np.log(probabilities[y, x, label]) / counts[numbers == label][0] / len(numbers)
    return total


def loss_by_take(labels, probabilities):
    drawn = labels >= 0
    if not drawn.any():
        return np.float32(0)
    chosen = np.take_along_axis(probabilities, np.where(drawn, labels, 0)[..., None], -1)[..., 0]
    each = -np.log(chosen[drawn])
    sums = np.bincount(labels[drawn], each)
    counts = np.bincount(labels[drawn])
    return (sums[counts > 0] / counts[counts > 0]).mean()


def loss_with_dict(labels, probabilities):
    groups = {}
    for label, p in zip(
        labels.ravel().tolist(), probabilities.reshape(-1, probabilities.shape[-1]).tolist(), strict=True
    ):
        if label != -1:
            groups.setdefault(label, []).append(-np.log(p[label]))
    return sum(sum(group) / len(group) for group in groups.values()) / max(1, len(groups))


# 4 · scribble_loss: wrong


def pixel_losses(labels, probabilities):
    return -np.log(np.take_along_axis(probabilities, np.maximum(labels, 0)[..., None], -1)[..., 0])


def mean_of_drawn(labels, probabilities):
    return pixel_losses(labels, probabilities)[labels >= 0].mean() if (labels >= 0).any() else 0.0


def mean_of_all_classes(labels, probabilities):
    """Classes that nobody drew count as 0."""
    count = probabilities.shape[-1]
    losses = pixel_losses(labels, probabilities)
    return sum(losses[labels == k].mean() for k in range(count) if (labels == k).any()) / count


def two_classes_only(labels, probabilities):
    losses = pixel_losses(labels, probabilities)
    means = [losses[labels == k].mean() for k in (0, 1) if (labels == k).any()]
    return np.mean(means) if means else 0.0


def up_to_highest_label(labels, probabilities):
    """range(max label) without the last."""
    losses = pixel_losses(labels, probabilities)
    means = [losses[labels == k].mean() for k in range(labels.max()) if (labels == k).any()]
    return np.mean(means) if means else 0.0


def nan_if_a_class_is_absent(labels, probabilities):
    losses = pixel_losses(labels, probabilities)
    with np.errstate(all="ignore"):
        return np.mean([losses[labels == k].mean() for k in range(probabilities.shape[-1])])


def minus_one_is_last_class(labels, probabilities):
    losses = -np.log(np.take_along_axis(probabilities, labels[..., None], -1)[..., 0])
    return np.mean([losses[labels == k].mean() for k in np.unique(labels)])


def sum_of_class_means(labels, probabilities):
    losses = pixel_losses(labels, probabilities)
    return sum(losses[labels == k].mean() for k in np.unique(labels[labels >= 0]))


def mean_of_class_sums(labels, probabilities):
    losses = pixel_losses(labels, probabilities)
    sums = [losses[labels == k].sum() for k in np.unique(labels[labels >= 0])]
    return np.mean(sums) if sums else 0.0


def log_of_the_mean(labels, probabilities):
    means = [-np.log(probabilities[labels == k][:, k].mean()) for k in np.unique(labels[labels >= 0])]
    return np.mean(means) if means else 0.0


def base_two(labels, probabilities):
    return loss_by_take(labels, probabilities) / np.log(2)


def plus_log(labels, probabilities):
    return -loss_by_take(labels, probabilities)


def sum_over_channels(labels, probabilities):
    """Also the wrong classes: −log(1 − p)."""
    means = []
    for k in np.unique(labels[labels >= 0]):
        p = probabilities[labels == k]
        means.append((-np.log(p[:, k]) - np.log(1 - np.delete(p, k, axis=1)).sum(axis=1)).mean())
    return np.mean(means) if means else 0.0


def clips_hard(labels, probabilities):
    return loss_by_take(labels, np.clip(probabilities, 0.05, 0.95))


def adds_epsilon(labels, probabilities):
    return loss_by_take(labels, probabilities + 0.01)


def from_one_on(labels, probabilities):
    """0 is taken for not drawn."""
    losses = pixel_losses(labels, probabilities)
    means = [losses[labels == k].mean() for k in np.unique(labels[labels > 0])]
    return np.mean(means) if means else 0.0


def weights_by_share(labels, probabilities):
    losses = pixel_losses(labels, probabilities)
    numbers, counts = np.unique(labels[labels >= 0], return_counts=True)
    return sum(losses[labels == k].mean() * n for k, n in zip(numbers, counts, strict=True)) / max(1, counts.sum())


def first_class_alone(labels, probabilities):
    numbers = np.unique(labels[labels >= 0])
    return pixel_losses(labels, probabilities)[labels == numbers[0]].mean() if len(numbers) else 0.0


def divided_by_all_pixels(labels, probabilities):
    losses = pixel_losses(labels, probabilities)
    numbers = np.unique(labels[labels >= 0])
    return np.mean([losses[labels == k].sum() / labels.size for k in numbers]) if len(numbers) else 0.0


def logs_of_zero_times_zero(labels, probabilities):
    """0 · log 0 is NaN: what is not drawn spoils the sum."""
    one_hot = labels[..., None] == np.arange(probabilities.shape[-1])
    with np.errstate(all="ignore"):
        sums = -(one_hot * np.log(probabilities)).sum(axis=(0, 1))
    counts = one_hot.sum(axis=(0, 1))
    return (sums[counts > 0] / counts[counts > 0]).mean() if counts.any() else 0.0


def one_per_class(labels, probabilities):
    losses = pixel_losses(labels, probabilities)
    return [losses[labels == k].mean() for k in np.unique(labels[labels >= 0])]


def nan_without_strokes(labels, probabilities):
    losses = pixel_losses(labels, probabilities)
    with np.errstate(all="ignore"):
        return np.mean([losses[labels == k].mean() for k in np.unique(labels[labels >= 0])])


def weights_of_the_example(labels, probabilities):
    """Four pixels of class 0, one of class 1."""
    losses = pixel_losses(labels, probabilities)
    return (losses[labels == 0].sum() / 4 + losses[labels == 1].sum()) / 2


# 5 · in_strips: right


def strips_by_rows(network, image, strip, margin):
    """Each row from the strip in which it lies deepest."""
    h = len(image)
    starts = sorted({*range(0, h - strip + 1, strip - 2 * margin), h - strip})
    answers = {start: np.asarray(network(image[start : start + strip])) for start in starts}
    rows = []
    for row in range(h):
        near = [s for s in starts if s <= row < s + strip]
        best = max(near, key=lambda s: min(row - s if s else h, s + strip - 1 - row if s + strip < h else h))
        rows.append(answers[best][row - best])
    return np.array(rows)


def strips_overwriting(network, image, strip, margin):
    """Forwards; each strip writes its rows, without its upper margin."""
    h = image.shape[0]
    out = np.zeros(image.shape)
    top = 0
    while True:
        top = min(top, h - strip)
        answer = network(image[top : top + strip])
        skip = margin if top else 0
        out[top + skip : top + strip] = np.asarray(answer)[skip:]
        if top + strip == h:
            return out
        top += strip - 2 * margin


def strips_one_row_on(network, image, strip, margin):
    """A strip for each row: slow, but right."""
    h, out = len(image), []
    for row in range(h):
        top = min(max(0, row - strip // 2), h - strip)
        out.append(np.asarray(network(image[top : top + strip]))[row - top].tolist())
    return out


def strips_in_recursion(network, image, strip, margin, first=True):
    if len(image) == strip:
        return network(image)
    top = np.asarray(network(image[:strip]))
    good = strip - margin
    step = good - margin
    rest = image[step:] if len(image) - step >= strip else image[-strip:]
    lower = np.asarray(strips_in_recursion(network, rest, strip, margin, False))
    begin = len(image) - len(rest)
    return np.concatenate([top[:good], lower[good - begin :]])


# 5 · in_strips: wrong


def strips(step=lambda strip, margin: strip - 2 * margin, upper=lambda m: m, lower=lambda m: m, last=True, edges=True):
    def answer(network, image, strip, margin):
        h = len(image)
        out = np.zeros(image.shape)
        tops = list(range(0, h - strip + 1, step(strip, margin)))
        if last and tops[-1] != h - strip:
            tops.append(h - strip)
        for top in tops:
            got = np.asarray(network(image[top : top + strip]))
            begin = 0 if top == 0 and edges else upper(margin)
            end = strip if top == h - strip and edges else strip - lower(margin)
            out[top + begin : top + end] = got[begin:end]
        return out

    return answer


side_by_side = strips(step=lambda strip, margin: strip, upper=lambda m: 0, lower=lambda m: 0)
one_margin_step = strips(step=lambda strip, margin: strip - margin)
no_last_strip = strips(last=False)
edges_left_out = strips(edges=False)
margin_too_small = strips(step=lambda s, m: s - 2 * m + 2, upper=lambda m: m - 1, lower=lambda m: m - 1)
margin_half = strips(step=lambda s, m: s - m, upper=lambda m: m // 2, lower=lambda m: m - m // 2)
eight_rows = strips(step=lambda s, m: max(1, s - 16), upper=lambda m: 8, lower=lambda m: 8)
two_rows = strips(step=lambda s, m: max(1, s - 4), upper=lambda m: 2, lower=lambda m: 2)
not_cut_below = strips(step=lambda s, m: s - m, upper=lambda m: m, lower=lambda m: 0)


def last_strip_is_short(network, image, strip, margin):
    h, out = len(image), []
    for top in range(0, h, strip - 2 * margin):
        a = max(0, top - margin)
        got = np.asarray(network(image[a : a + strip]))
        out.append(got[top - a : top - a + strip - 2 * margin])
    return np.concatenate(out)[:h]


def pads_with_zeros(network, image, strip, margin):
    h, inner = len(image), strip - 2 * margin
    wide = np.pad(image, ((margin, margin + -h % inner), (0, 0)))
    return np.concatenate(
        [np.asarray(network(wide[t : t + strip]))[margin : strip - margin] for t in range(0, h, inner)]
    )[:h]


def mean_of_overlaps(network, image, strip, margin):
    h = len(image)
    total, count = np.zeros(image.shape), np.zeros((h, 1))
    for top in sorted({*range(0, h - strip + 1, strip - 2 * margin), h - strip}):
        total[top : top + strip] += network(image[top : top + strip])
        count[top : top + strip] += 1
    return total / count


def all_at_once(network, image, strip, margin):
    return network(image)


def columns(network, image, strip, margin):
    return strips_overwriting(network, image.T, strip, margin).T


def into_the_image(network, image, strip, margin):
    h = len(image)
    for top in sorted({*range(0, h - strip + 1, strip - 2 * margin), h - strip}):
        a = margin if top else 0
        image[top + a : top + strip] = network(image[top : top + strip].copy())[a:]
    return image


def as_integers(network, image, strip, margin):
    h = len(image)
    out = np.zeros_like(image)
    for top in sorted({*range(0, h - strip + 1, strip - 2 * margin), h - strip}):
        a = margin if top else 0
        out[top + a : top + strip] = np.asarray(network(image[top : top + strip]))[a:]
    return out


def as_int_always(network, image, strip, margin):
    return np.asarray(strips_overwriting(network, image, strip, margin)).astype(int)


def last_again(network, image, strip, margin):
    """The last strip is added below, however much it overlaps."""
    h, out = len(image), []
    for top in sorted({*range(0, h - strip + 1, strip - 2 * margin), h - strip}):
        got = np.asarray(network(image[top : top + strip]))
        out.append(got[0 if top == 0 else margin : strip if top == h - strip else strip - margin])
    return np.concatenate(out)


def if_it_fits(network, image, strip, margin):
    if len(image) == strip:
        return network(image)
    return strips(last=False)(network, image, strip, margin)


def not_if_one_strip(network, image, strip, margin):
    """With a single strip, its margins are cut off."""
    h = len(image)
    out = np.zeros(image.shape)
    for top in sorted({*range(0, h - strip + 1, strip - 2 * margin), h - strip}):
        got = np.asarray(network(image[top : top + strip]))
        a = 0 if top == 0 and h > strip else margin
        out[top + a : top + strip] = got[a:]
    return out


def square_strips(network, image, strip, margin):
    return strips_overwriting(lambda rows: network(rows)[:, : len(image)], image[:, : len(image)], strip, margin)


def answers_kept_by_shape(network, image, strip, margin, kept={}):  # noqa: B006
    if image.shape not in kept:
        kept[image.shape] = strips_overwriting(network, image, strip, margin)
    return kept[image.shape]


def alpha_rounded(array):
    image = three(scaled(array))
    if image.shape[2] == 4:
        alpha = np.round(image[..., 3:])
        return image[..., :3] * alpha + 1 - alpha
    return image


def edge_for_small_images(network, image, multiple):
    mode = "edge" if min(image.shape) < multiple else "reflect"
    return padded(mode)(network, image, multiple)


def background_if_a_row_is_unsure(probabilities, sure):
    p = softened(probabilities)
    return np.where(p.max(-1).max(1, keepdims=True) >= sure, p.argmax(-1), -1)


def smallest_label_is_unknown(labels, probabilities):
    """np.unique(labels)[1:]: wrong where all is drawn."""
    losses = pixel_losses(labels, probabilities)
    means = [losses[labels == k].mean() for k in np.unique(labels)[1:]]
    return np.mean(means) if means else 0.0


RIGHT = [
    (check.to_rgb, rgb_with_skimage),
    (check.to_rgb, rgb_pixel_by_pixel),
    (check.to_rgb, rgb_as_float32),
    (check.to_rgb, rgb_by_match),
    (check.predict_any_size, pads_by_index),
    (check.predict_any_size, pads_before),
    (check.predict_any_size, pads_both_ways),
    (check.predict_any_size, pads_by_concatenation),
    (check.sure_labels, sure_by_sorting),
    (check.sure_labels, sure_by_masks),
    (check.sure_labels, sure_with_max),
    (check.sure_labels, sure_as_floats),
    (check.scribble_loss, loss_by_classes),
    (check.scribble_loss, loss_by_weights),
    (check.scribble_loss, loss_by_take),
    (check.scribble_loss, loss_with_dict),
    (check.in_strips, strips_by_rows),
    (check.in_strips, strips_overwriting),
    (check.in_strips, strips_one_row_on),
    (check.in_strips, strips_in_recursion),
]

WRONG = [
    (check.to_rgb, alpha_rounded, "First bring all four channels to 0 … 1. Then"),
    (check.to_rgb, by_its_maximum, "This divides by the brightest pixel: a dark"),
    (check.to_rgb, guesses_by_maximum, "These are 16 bits, and 255 is a dark grey here"),
    (check.to_rgb, guesses_by_range, "You ask how large the numbers of the image are"),
    (check.to_rgb, always_255, "These are 16 bits, and 255 is a dark grey here"),
    (check.to_rgb, divides_by_256, "There are 256 numbers, but the largest of them"),
    (check.to_rgb, on_black, "This is laid on black. Add `1 - alpha`, so that"),
    (check.to_rgb, drops_alpha, "This shows the colours that are hidden in"),
    (check.to_rgb, alpha_is_a_switch, "First bring all four channels to 0 … 1. Then"),
    (check.to_rgb, alpha_inverted, "Alpha is inverted: 1 is opaque and shows the"),
    (check.to_rgb, halves_uint16, "The last bits are lost on the way. Divide by"),
    (check.to_rgb, bool_as_text, "True is white already: 1"),
    (check.to_rgb, grey_with_one_channel, "One channel is there. Three are needed, all"),
    (check.to_rgb, grey_in_red, "Only the first channel is filled: that is red"),
    (check.to_rgb, channels_first, "The channels came first, (3, h, w). They are"),
    (check.to_rgb, reverses_colours, "Red and blue are exchanged. Leave the channels"),
    (check.to_rgb, multiplies_in_place, "Your function writes into the array that it is"),
    (check.to_rgb, stretches_floats, "The brightest pixel became white. Leave floats"),
    (check.to_rgb, float32_is_bytes, "White is 1 in float32, whatever the image holds"),
    (check.to_rgb, rounds_to_eight_bits, "16 bits go up to 65,535 (2**16 − 1), so that is"),
    (check.to_rgb, as_bytes_back, "The numbers still go up to 255. White is 1"),
    (check.to_rgb, alpha_of_first_pixel, "This shows the colours that are hidden in"),
    (check.to_rgb, width_three_is_colour, "This image is 4 pixels wide, and has no"),
    (check.to_rgb, grey_by_mean, "The colours are gone. Leave the three channels"),
    (check.to_rgb, scaled_twice, "The numbers were divided by 255 twice"),
    (check.predict_any_size, edge_for_small_images, "The border repeats the last row and column"),
    (check.predict_any_size, zeros_around, "The border is 0: the network sees a black"),
    (check.predict_any_size, edge_repeated, "The border repeats the last row and column"),
    (check.predict_any_size, wraps_around, "The border comes from the opposite side of the"),
    (check.predict_any_size, mean_around, "The image is there, but the border around it is"),
    (check.predict_any_size, one_multiple_more, "That is more than is needed. A side that fits"),
    (check.predict_any_size, not_cut_back, "This is the answer for the padded image. Crop"),
    (check.predict_any_size, eight_always, "Each side must be a multiple of `multiple`, and"),
    (check.predict_any_size, cut_from_the_end, "The crop begins in the wrong row or column. It"),
    (check.predict_any_size, cut_in_the_middle, "The crop begins in the wrong row or column. It"),
    (check.predict_any_size, cut_to_square, "The answer is as large as the padded image"),
    (check.predict_any_size, pads_to_a_square, "That is more than is needed. A side that fits"),
    (check.predict_any_size, height_for_both, "Each side must be a multiple of `multiple`, and"),
    (check.predict_any_size, cuts_off, "Some of the image was cut away, and its pixels"),
    (check.predict_any_size, cuts_off_and_pads_answer, "Some of the image was cut away, and its pixels"),
    (check.predict_any_size, minus_zero, "The cut is empty: `answer[top:-bottom]` is"),
    (check.predict_any_size, mirror_once, "This image is smaller than what is missing: one"),
    (check.predict_any_size, as_float16, "The image itself must stay as it is, number by"),
    (check.predict_any_size, as_bytes, "All numbers became whole ones. Into an array of"),
    (check.predict_any_size, zero_array, "The border is 0: the network sees a black"),
    (check.predict_any_size, network_twice, "The image itself must stay as it is, number by"),
    (check.predict_any_size, forgets_the_network, "`answer = network(padded)` is the second step"),
    (check.predict_any_size, rounded_answer, "The network's answer was rounded. Return it as"),
    (check.predict_any_size, shuffled_mirror, "The image is there, but the border around it is"),
    (check.sure_labels, background_if_a_row_is_unsure, "That is the mask of all pixels. Unsure ones"),
    (check.sure_labels, forgets_one_channel, "Class 1 never appears: of a single channel"),
    (check.sure_labels, one_channel_at_half, "That is the mask of all pixels. Unsure ones"),
    (check.sure_labels, background_is_sure, "0.55 became 0, but the network is not sure of"),
    (check.sure_labels, unsure_is_minus_one_for_zero, "A probability of 0.1 for class 1 is 0.9 for"),
    (check.sure_labels, above_sure, "A pixel whose probability is exactly `sure` is"),
    (check.sure_labels, order_swapped, "With one channel, p is the probability of class"),
    (check.sure_labels, always_ninety, "`argmax(axis=-1)` says which class is"),
    (check.sure_labels, lead_over_the_second, "`argmax(axis=-1)` says which class is"),
    (check.sure_labels, zero_for_unsure, "Unsure pixels became 0, and 0 is a class"),
    (check.sure_labels, in_uint8, "-1 became 255: `uint8` has no numbers below 0"),
    (check.sure_labels, all_if_one_is_unsure, "Each pixel has its likeliest class, also where"),
    (check.sure_labels, three_classes_at_most, "More than three classes: is their number, or a"),
    (check.sure_labels, writes_into_it, "Your function writes into the array that it is"),
    (check.sure_labels, two_decimals, "Pixels from 0.5 to `sure` have a label. Compare"),
    (check.sure_labels, one_minus_sure, "A pixel whose probability is exactly `sure` is"),
    (check.scribble_loss, smallest_label_is_unknown, "Here every pixel is drawn, so there is no -1"),
    (check.scribble_loss, mean_of_drawn, "This is the mean of all drawn pixels: a class"),
    (check.scribble_loss, mean_of_all_classes, "A class that is not drawn counted as a loss of"),
    (check.scribble_loss, two_classes_only, "Class 2 was left out. There may be more than"),
    (check.scribble_loss, up_to_highest_label, "This is the mean of class 0 alone. Loop over"),
    (check.scribble_loss, nan_if_a_class_is_absent, "Class 1 is not drawn here, and a mean of no"),
    (check.scribble_loss, minus_one_is_last_class, "`-1` as an index takes the last class, without"),
    (check.scribble_loss, sum_of_class_means, "The means of the classes were added. Divide by"),
    (check.scribble_loss, mean_of_class_sums, "Within a class, take the mean of its pixels"),
    (check.scribble_loss, log_of_the_mean, "First the logarithm, then the mean"),
    (check.scribble_loss, base_two, "Cross-entropy has the natural logarithm"),
    (check.scribble_loss, plus_log, "The sign is wrong: the logarithm of a"),
    (check.scribble_loss, sum_over_channels, "The means of the classes were added. Divide by"),
    (check.scribble_loss, clips_hard, "You clip the probabilities: they count as they"),
    (check.scribble_loss, adds_epsilon, "Take one class at a time: its drawn pixels"),
    (check.scribble_loss, from_one_on, "This is the mean of class 1 alone. 0 is a"),
    (check.scribble_loss, weights_by_share, "This is the mean of all drawn pixels: a class"),
    (check.scribble_loss, first_class_alone, "This is the mean of class 0 alone. Loop over"),
    (check.scribble_loss, divided_by_all_pixels, "Take one class at a time: its drawn pixels"),
    (check.scribble_loss, logs_of_zero_times_zero, "The logarithm of 0 is minus infinity, and 0"),
    (check.scribble_loss, one_per_class, "These are the means of the classes. One number"),
    (check.scribble_loss, nan_without_strokes, "Without a drawn pixel there is nothing to learn"),
    (check.scribble_loss, weights_of_the_example, "Classes may have any number, and one may be"),
    (check.in_strips, answers_kept_by_shape, "Give the network the strips of this image. Is"),
    (check.in_strips, side_by_side, "Strips side by side: a row at a seam lacks what"),
    (check.in_strips, one_margin_step, "Compare row by row with `network(image)`. Near"),
    (check.in_strips, no_last_strip, "The last rows are missing: one more strip must"),
    (check.in_strips, edges_left_out, "The image's first and last rows are missing"),
    (check.in_strips, margin_too_small, "Strips side by side: a row at a seam lacks what"),
    (check.in_strips, margin_half, "They overlap by `margin`. But both strips are"),
    (check.in_strips, eight_rows, "The first and last `margin` rows of a strip's"),
    (check.in_strips, two_rows, "Compare row by row with `network(image)`. Near"),
    (check.in_strips, not_cut_below, "They overlap by `margin`. But both strips are"),
    (check.in_strips, last_strip_is_short, "The last strip has too few rows. Move it up, so"),
    (check.in_strips, pads_with_zeros, "Has the image got a border of zeros? The"),
    (check.in_strips, mean_of_overlaps, "The mean of a good row and a spoilt one is half"),
    (check.in_strips, all_at_once, "The network got the whole image. Imagine that"),
    (check.in_strips, columns, "The last strip has too few rows. Move it up, so"),
    (check.in_strips, into_the_image, "Your function writes into the array that it is"),
    (check.in_strips, as_integers, "The answer has fractions, and they are lost"),
    (check.in_strips, as_int_always, "The answer has fractions, and they are cut off"),
    (check.in_strips, last_again, "The answer is as high as the image. Where"),
    (check.in_strips, if_it_fits, "The last rows are missing: one more strip must"),
    (check.in_strips, not_if_one_strip, "The image's first and last rows are missing"),
    (check.in_strips, square_strips, "A strip is as wide as the image"),
]
