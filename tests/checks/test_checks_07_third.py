"""Still more planted answers for the checks of lesson 07: images that are nearly flat."""

import numpy as np

import unet_lessons.checks.lesson_07 as check

# 1 · last_layer


def in_capitals(classes, mask_shape):
    """Keras does not know "Softmax"."""
    if mask_shape[-1] > 1:
        return classes, "Softmax", "categorical_crossentropy"
    return (1, "Sigmoid", "binary_crossentropy") if classes == 2 else (classes, "Softmax", "sparse_crossentropy")


# 2 · standardise_each


def one_by_one(standardised):
    """An answer that makes a list of images, each standardised by itself."""

    def answer(images):
        return [standardised(one.astype(float), one.std()) for one in images]

    return answer


def flat_if_all_are_equal(image, spread):
    return 0 * image if image.max() == image.min() else (image - image.mean()) / image.std()


def flat_if_the_range_is_0(image, spread):
    return (image - image.mean()) / (image.std() if np.ptp(image) else 1)


def flat_if_equal_to_the_first(image, spread):
    return 0 * image if (image == image.flat[0]).all() else (image - image.mean()) / image.std()


def at_least_a_millionth(image, spread):
    return (image - image.mean()) / max(spread, 1e-6)


def flat_below_a_thousandth(image, spread):
    return (image - image.mean()) / spread if spread > 1e-3 else np.zeros(image.shape)


def flat_if_exactly_0(image, spread):
    """`image` is of float64, but 0.1 and its kind still leave a spread above 0 there."""
    return (image - image.mean()) / (image.std() or 1)


def zero_if_below(image, spread):
    return (image - image.mean()) / spread if spread > 1e-6 else np.zeros(image.shape)


RIGHT = [
    (check.standardise_each, one_by_one(at_least_a_millionth)),
    (check.standardise_each, one_by_one(zero_if_below)),
    (check.standardise_each, one_by_one(flat_if_all_are_equal)),
    (check.standardise_each, one_by_one(flat_if_the_range_is_0)),
    (check.standardise_each, one_by_one(flat_if_equal_to_the_first)),
]

WRONG = [
    (check.last_layer, in_capitals, "in small letters only"),
    (check.standardise_each, one_by_one(flat_below_a_thousandth), "This image is very faint, but not flat"),
    (check.standardise_each, one_by_one(flat_if_exactly_0), "held exactly"),
]
