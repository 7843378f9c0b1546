"""Planted answers for the practice of lesson 05 that had passed once, or had got the hint meant for another mistake."""

import numpy as np

import unet_lessons.checks.lesson_05 as check
from unet_lessons.backend import keras

layers, ops = keras.layers, keras.ops


def labels_of_the_first(most):
    def labels(masks, model):
        _, height, width, _ = model.output_shape
        top, left = (masks.shape[1] - height) // 2, (masks.shape[2] - width) // 2
        return masks[:most, top : top + height, left : left + width]

    return labels


def split_up_to(most):
    return lambda kernel, bias, channels: check.split_by_channels(kernel, bias, channels)[:most]


def level(changed=lambda skip: skip, before=True, below_first=True, crop=True):
    def mended(inputs, filters):
        x = inputs
        for _ in range(2):
            x = layers.Conv2D(filters, 3, activation="relu")(x)
        skip, x = x, layers.MaxPooling2D(2)(x)
        skip = skip if before else x
        for _ in range(2):
            x = layers.Conv2D(2 * filters, 3, activation="relu")(x)
        x = layers.Conv2DTranspose(filters, 2, strides=2)(x)
        skip = layers.CenterCrop(*x.shape[1:3])(skip) if crop else layers.Resizing(*x.shape[1:3])(skip)
        x = layers.Concatenate(axis=-1)([x, changed(skip)] if below_first else [changed(skip), x])
        for _ in range(2):
            x = layers.Conv2D(filters, 3, activation="relu")(x)
        return x

    return mended


def set_without_return(model):
    for layer in model.layers:
        layer.set_weights([np.zeros_like(weight) for weight in layer.get_weights()])
    for name in ("encoder_1_conv_1", "encoder_1_conv_2", "decoder_1_conv_1", "decoder_1_conv_2", "output"):
        kernel, bias = model.get_layer(name).get_weights()
        kernel[len(kernel) // 2, len(kernel) // 2, -1, 0] = 1
        model.get_layer(name).set_weights([kernel, bias])


RIGHT = [
    (check.labels_for, labels_of_the_first(None)),
    (check.split_conv, split_up_to(None)),
    (check.mended_level, level()),
    (check.mended_level, level(below_first=False)),
]

CHANGED = "Something between the layers changes the maps"
WRONG = [
    (check.labels_for, labels_of_the_first(5), "There may be more classes, images and labels"),
    (check.labels_for, labels_of_the_first(6), "There may be more classes, images and labels"),
    (check.split_conv, split_up_to(5), "There must be one pair for each map"),
    (check.split_conv, split_up_to(6), "There must be one pair for each map"),
    (check.mended_level, level(before=False), "it resizes it"),
    (check.mended_level, level(before=False, below_first=False), "it resizes it"),
    (check.mended_level, level(before=False, crop=False), "The skip is still taken after the pooling"),
    (check.mended_level, level(lambda skip: ops.repeat(skip[..., :1], skip.shape[-1], axis=-1)), CHANGED),
    (check.mended_level, level(lambda skip: ops.mean(skip, axis=-1, keepdims=True) + 0 * skip), CHANGED),
    (check.mended_level, level(lambda skip: skip[..., ::-1], below_first=False), CHANGED),
    (check.mended_level, level(ops.stop_gradient), "Does something cut the gradient off"),
    (check.mended_level, level(lambda skip: ops.stop_gradient(skip) / 2 + skip / 2), "cut the gradient off"),
    (check.pass_through, set_without_return, "End with `return model`"),
    (check.pass_through, lambda model: set_without_return(model), "End with `return model`"),
]
