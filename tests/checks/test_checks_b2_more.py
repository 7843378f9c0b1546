"""More planted answers for the check of B2."""

import numpy as np

import unet_lessons.checks.b2 as b2
from unet_lessons.backend import keras

ops = keras.ops

# B2: right


def consistent_by_while(image, small, shrink, enlarge, times):
    now = np.array(image, dtype=float)
    while times:
        now += enlarge(np.asarray(small) - shrink(now))
        times -= 1
    return now


def consistent_by_recursion(image, small, shrink, enlarge, times):
    if times <= 0:
        return image
    before = consistent_by_recursion(image, small, shrink, enlarge, times - 1)
    return np.add(before, enlarge(np.subtract(small, shrink(before))))


def consistent_summed(image, small, shrink, enlarge, times):
    """All corrections are kept, and added up."""
    corrections = [np.zeros(np.shape(image))]
    for _ in range(times):
        corrections.append(enlarge(small - shrink(image + sum(corrections))))
    return image + np.sum(corrections, axis=0)


# B2: wrong


def plus_one_time(image, small, shrink, enlarge, times):
    return consistent_by_recursion(image, small, shrink, enlarge, times + 1)


def one_time_less(image, small, shrink, enlarge, times):
    return consistent_by_recursion(image, small, shrink, enlarge, max(0, times - 1))


def three_times(image, small, shrink, enlarge, times):
    return consistent_by_recursion(image, small, shrink, enlarge, 3)


def at_least_once(image, small, shrink, enlarge, times):
    return consistent_by_recursion(image, small, shrink, enlarge, max(1, times))


def clips_each(image, small, shrink, enlarge, times):
    for _ in range(times):
        image = np.clip(image + enlarge(small - shrink(image)), 0, 1)
    return image


def clips_bytes(image, small, shrink, enlarge, times):
    return np.clip(consistent_by_recursion(image, small, shrink, enlarge, times), 0, 255)


def difference_of_enlarged(image, small, shrink, enlarge, times):
    """enlarge(small) − image: the U's work is lost."""
    for _ in range(times):
        image = image + (enlarge(small) - image)
    return image


def corrected_in_place(image, small, shrink, enlarge, times):
    for _ in range(times):
        image += enlarge(small - shrink(image))
    return image


def small_in_place(image, small, shrink, enlarge, times):
    for _ in range(times):
        small -= shrink(image)
        image = image + enlarge(small)
    return image


def target_moves(image, small, shrink, enlarge, times):
    for _ in range(times):
        difference = small - shrink(image)
        image = image + enlarge(difference)
        small = small + difference
    return image


def half_steps(image, small, shrink, enlarge, times):
    for _ in range(times):
        image = image + 0.5 * enlarge(small - shrink(image))
    return image


def mean_step(image, small, shrink, enlarge, times):
    for _ in range(times):
        image = image + enlarge(small - shrink(image)) / times
    return image


def sign_of_difference(image, small, shrink, enlarge, times):
    for _ in range(times):
        image = image - enlarge(small - shrink(image))
    return image


def absolute(image, small, shrink, enlarge, times):
    for _ in range(times):
        image = image + enlarge(np.abs(small - shrink(image)))
    return image


def repeats(image, small, shrink, enlarge, times):
    """np.repeat by two in place of `enlarge`."""
    for _ in range(times):
        image = image + np.repeat(np.repeat(small - shrink(image), 2, 0), 2, 1)
    return image


def in_uint8(image, small, shrink, enlarge, times):
    return np.asarray(consistent_by_recursion(image, small, shrink, enlarge, times)).astype(np.uint8)


def stops_early(image, small, shrink, enlarge, times):
    for _ in range(times):
        difference = small - shrink(image)
        if np.abs(difference).max() < 0.5:
            break
        image = image + enlarge(difference)
    return image


def ten_at_most(image, small, shrink, enlarge, times):
    return consistent_by_recursion(image, small, shrink, enlarge, min(times, 10))


def image_kept_by_shape(image, small, shrink, enlarge, times, kept={}):  # noqa: B006
    image = kept.setdefault(image.shape, image)
    return consistent_by_recursion(image, small, shrink, enlarge, times)


def clipped(least, most):
    """Right, but for numbers outside of the usual range."""

    def answer(image, small, shrink, enlarge, times):
        for _ in range(times):
            image = image + enlarge(small - shrink(image))
        return np.clip(image, least, most)

    return answer


RIGHT = [
    (b2.consistent, consistent_by_while),
    (b2.consistent, consistent_by_recursion),
    (b2.consistent, consistent_summed),
]

UNCLIPPED = "is not clipped: leave them as they are"
WRONG = [
    (b2.consistent, clipped(-2, 2), UNCLIPPED),
    (b2.consistent, clipped(-5, 5), UNCLIPPED),
    (b2.consistent, clipped(-10, 10), UNCLIPPED),
    (b2.consistent, ten_at_most, "Is a number of corrections written into your"),
    (b2.consistent, image_kept_by_shape, "Is a number of corrections written into your"),
    (b2.consistent, plus_one_time, "This is one correction too many: `range(times)`"),
    (b2.consistent, one_time_less, "The image came back as it was. Return the"),
    (b2.consistent, three_times, "One correction was asked for, and three were"),
    (b2.consistent, at_least_once, "With `times` 0 nothing is corrected, and the"),
    (b2.consistent, clips_each, "You clipped to [0, 1]. The exercise asks for no"),
    (b2.consistent, clips_bytes, "You clipped to [0, 1]. The exercise asks for no"),
    (b2.consistent, difference_of_enlarged, "This is the small image enlarged: what the U"),
    (b2.consistent, corrected_in_place, "`image += …` writes into the caller's array"),
    (b2.consistent, small_in_place, "`image += …` writes into the caller's array"),
    (b2.consistent, target_moves, "One correction is right. Is it done `times`"),
    (b2.consistent, half_steps, "Only half of the correction was added. Add all"),
    (b2.consistent, mean_step, "One correction is right. Is it done `times`"),
    (b2.consistent, sign_of_difference, "The sign is wrong: where the shrunk image is"),
    (b2.consistent, absolute, "Step by step: shrink the image, subtract that"),
    (b2.consistent, repeats, "Step by step: shrink the image, subtract that"),
    (b2.consistent, in_uint8, "The fractions are cut off. The image holds"),
    (b2.consistent, stops_early, "This is one correction only. Is the `return`"),
]
