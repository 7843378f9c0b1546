"""Still more planted answers for the checks of lesson 06: a search that ends too early."""

import numpy as np

import unet_lessons.checks.lesson_06 as check
from unet_lessons import sizes
from unet_lessons.backend import keras

layers = keras.layers

# 3 · last_layer


def with_one_more(filters):
    """A second convolution before the last one; with few filters, little of the features is left."""

    def answer(classes):
        end = layers.Conv2D(classes, 1, activation="sigmoid" if classes == 1 else "softmax")
        return keras.Sequential([layers.Conv2D(filters, 1), end])

    return answer


# 5 · input_for


def searched(most):
    """An answer that looks at the sizes below `most`."""

    def answer(wanted, depth):
        for size in range(1, most):
            if sizes.is_valid_size(size, depth) and sizes.output_size(size, depth) >= wanted:
                return size, (size - wanted) // 2

    return answer


def in_a_table(wanted, depth):
    """The last size of the table if none is large enough."""
    fits = [size for size in range(1, 4096) if sizes.is_valid_size(size, depth)]
    gives = np.array([sizes.output_size(size, depth) for size in fits])
    size = fits[int(np.searchsorted(gives, wanted))] if gives[-1] >= wanted else fits[-1]
    return size, (size - wanted) // 2


RIGHT = [(check.input_for, searched(10**6))]

WRONG = [
    (check.last_layer, with_one_more(1), "Are there two layers with weights"),
    (check.last_layer, with_one_more(8), "Are there two layers with weights"),
    (check.input_for, searched(2200), "search on for long enough"),
    (check.input_for, searched(5000), "search on for long enough"),
    (check.input_for, in_a_table, "At depth 3, 5092 is the smallest size"),
]
