"""Still more planted answers for the checks of lesson 08: fractions, negative numbers, each call, ties at one half."""

import numpy as np

import unet_lessons.checks.lesson_08 as check

# 1 · to_rgb


def scaled_by_iinfo(array):
    """It stops at bool and floats, which `np.iinfo` does not know."""
    image = array / np.iinfo(array.dtype).max
    if image.ndim == 2:
        return np.stack([image] * 3, axis=-1)
    return image[..., :3] * image[..., 3:] + 1 - image[..., 3:] if image.shape[2] == 4 else image


def scaled_by_kind(array):
    white = {"u": lambda: np.iinfo(array.dtype).max, "b": lambda: 1, "f": lambda: 1}[array.dtype.kind]()
    image = array.astype(float) / white
    if image.ndim == 2:
        return np.stack([image] * 3, axis=-1)
    return image[..., :3] * image[..., 3:] + 1 - image[..., 3:] if image.shape[2] == 4 else image


# 2 · predict_any_size


def padded_with(rows, columns, before=None, swap=False):
    """An answer that pads rows and columns one after the other, each in its own mode; `before` calls the network."""

    def answer(network, image, multiple):
        if before:
            before(network, image)
        height, width = image.shape
        below, right = -height % multiple, -width % multiple
        below, right = (right, below) if swap else (below, right)
        larger = np.pad(np.pad(image, ((0, below), (0, 0)), rows), ((0, 0), (0, right)), columns)
        return network(larger)[:height, :width]

    return answer


def with_a_trial_call(network, image):
    network(image)


def with_a_call_on_zeros(network, image):
    network(np.zeros((16, 16)))


def calls_again_on_its_answer(network, image, multiple):
    height, width = image.shape
    larger = np.pad(image, ((0, -height % multiple), (0, -width % multiple)), mode="reflect")
    answer = network(larger)
    network(answer)
    return answer[:height, :width]


# 3 · sure_labels


def unknown_at_half(probabilities, sure):
    """Right, but for ties at one half."""
    if probabilities.shape[-1] == 1:
        probabilities = np.concatenate([1 - probabilities, probabilities], axis=-1)
    highest = probabilities.max(axis=-1)
    return np.where((highest < sure) | (highest == 0.5), -1, probabilities.argmax(axis=-1))


def open_between(p, sure):
    """One channel of exactly one half is neither 0 nor 1."""
    if p.shape[-1] > 1:
        return np.where(p.max(-1) < sure, -1, p.argmax(-1))
    one = p[..., 0]
    return np.where((one > 0.5) & (one >= sure), 1, np.where((one < 0.5) & (1 - one >= sure), 0, -1))


def half_is_class_1(p, sure):
    p = np.concatenate([1 - p, p], -1) if p.shape[-1] == 1 else p
    last = p.shape[-1] - 1 - p[..., ::-1].argmax(-1)  # of two that are equal, the last
    return np.where(p.max(-1) >= sure, last, -1)


# 5 · in_strips


def in_strips(before=np.asarray, after=np.asarray, middles=False):
    """An answer that does something with a strip before or after the network."""

    def answer(network, image, strip, margin):
        made, last = np.empty(image.shape), len(image) - strip
        for start in [*range(0, last, strip - 2 * margin), last]:
            part = after(network(before(image[start : start + strip])))
            skip = margin if start or middles else 0
            end = strip - margin if middles else strip
            made[start + skip : start + end] = part[skip:end]
        return made

    return answer


def without_the_last_rows(network, image, strip, margin):
    made = in_strips()(network, image, strip, margin)
    made[-margin:] = np.nan
    return made


def without_a_row_in_the_middle(network, image, strip, margin):
    made = in_strips()(network, image, strip, margin)
    made[strip - margin] = np.nan
    return made


RIGHT = [
    (check.to_rgb, scaled_by_kind),
    (check.predict_any_size, padded_with("reflect", "symmetric")),
    (check.predict_any_size, padded_with("symmetric", "reflect")),
    (check.sure_labels, half_is_class_1),
    (check.in_strips, in_strips(before=lambda strip: strip.astype("float32"))),
    (check.in_strips, in_strips(after=lambda part: part.tolist())),
]

WRONG = [
    (check.to_rgb, scaled_by_iinfo, "`np.iinfo` knows whole numbers only"),
    (check.predict_any_size, padded_with("reflect", "edge"), "The border"),
    (check.predict_any_size, padded_with("reflect", "reflect", swap=True), "Rows and columns are swapped"),
    (check.predict_any_size, padded_with("reflect", "reflect", with_a_trial_call), "The network got the image as it"),
    (check.predict_any_size, padded_with("reflect", "reflect", with_a_call_on_zeros), ""),
    (check.predict_any_size, calls_again_on_its_answer, "The image itself must stay as it is"),
    (check.sure_labels, unknown_at_half, "0.5 is not below 0.5"),
    (check.sure_labels, open_between, "0.5 is not below 0.5"),
    (check.in_strips, in_strips(before=lambda strip: strip.astype(int)), "strips without their fractions"),
    (check.in_strips, in_strips(before=np.round), "strips without their fractions"),
    (check.in_strips, in_strips(before=lambda strip: strip.astype(int).astype("uint8")), "without their fractions"),
    (check.in_strips, in_strips(before=np.abs), "Numbers may be below 0"),
    (check.in_strips, in_strips(after=np.abs), "Numbers may be below 0"),
    (check.in_strips, in_strips(after=lambda part: np.maximum(part, 0)), "Numbers may be below 0"),
    (check.in_strips, in_strips(middles=True), "first and last rows are missing"),
    (check.in_strips, without_the_last_rows, "first and last rows are missing"),
    (check.in_strips, without_a_row_in_the_middle, "were never written"),
]
