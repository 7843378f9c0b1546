"""Planted answers for the practice of lesson 04 that had passed once, or had got the hint meant for another mistake."""

import numpy as np

import unet_lessons.checks.lesson_04 as check
from unet_lessons.backend import keras

layers, ops = keras.layers, keras.ops


def position_rounded_to(places):
    def grown(position, factors):
        return [round((one + 0.5) * factor - 0.5, places) for one, factor in zip(position, factors, strict=True)]

    return grown


def parts_of(grow):
    bias = grow(np.zeros((1, 1)))
    kernel = grow(np.ones((1, 1))) - bias
    return kernel, len(grow(np.zeros((2, 1)))) - len(kernel), bias[0, 0]


def cell_of_ones(number):
    def cell(kernel, stride):
        out = check.stamped(np.ones((number, number)), kernel, stride)
        begin = len(out) // 2 // stride * stride
        return out[begin : begin + stride, begin : begin + stride]

    return cell


def kernel_up_to(largest, most):
    def kernel(times, channels):
        k = 2 * times - times % 2
        tent = 1 - np.abs(np.arange(k) - (k - 1) / 2) / times
        right = np.outer(tent, tent)[:, :, None, None] * np.eye(channels)
        return right * (times <= largest and channels <= most)

    return kernel


def path_with(between=lambda x: x, relu="relu"):
    def path(shape, depth):
        inputs = x = keras.Input(shape)
        for _ in range(depth):
            filters = x.shape[-1] // 2
            x = layers.Conv2DTranspose(filters, 2, strides=2)(x)
            x = between(layers.Conv2D(filters, 3, activation=relu)(x))
            x = layers.Conv2D(filters, 3, activation=relu)(x)
        return keras.Model(inputs, x)

    return path


def sequential_path(shape, depth):
    model = keras.Sequential([keras.Input(shape)])
    for level in range(depth):
        filters = shape[-1] // 2 ** (level + 1)
        model.add(layers.Conv2DTranspose(filters, 2, strides=2))
        model.add(layers.Conv2D(filters, 3, activation="relu"))
        model.add(layers.Conv2D(filters, 3))
        model.add(layers.ReLU())
    return model


RIGHT = [
    (check.grown_position, position_rounded_to(9)),
    (check.look_inside, parts_of),
    (check.repeating_cell, cell_of_ones(140)),
    (check.bilinear_kernel, kernel_up_to(9, 5)),
    (check.mended_path, path_with()),
    (check.mended_path, path_with(relu=ops.relu)),
    (check.mended_path, sequential_path),
]

CHANGED = "Something between the layers changes the maps"
WRONG = [
    (check.grown_position, position_rounded_to(2), "Close, but rounded"),
    (check.grown_position, position_rounded_to(3), "Close, but rounded"),
    (check.look_inside, lambda grow: parts_of(grow)[0], "This is the kernel alone"),
    (check.look_inside, lambda grow: parts_of(grow)[0].tolist(), "This is the kernel alone"),
    (check.look_inside, lambda grow: (*parts_of(grow)[:2], grow(np.zeros((2, 2)))), "Take one of them: `[0, 0]`"),
    (check.look_inside, lambda grow: (*parts_of(grow)[:2], grow(np.zeros((1, 1)))[0]), "Take one of them: `[0]`"),
    (check.repeating_cell, cell_of_ones(30), "If you stamp ones, stamp enough of them"),
    (check.repeating_cell, cell_of_ones(40), "If you stamp ones, stamp enough of them"),
    (check.bilinear_kernel, kernel_up_to(8, 5), "Nothing comes out"),
    (check.bilinear_kernel, kernel_up_to(9, 4), "Nothing comes out"),
    (check.mended_path, path_with(lambda x: ops.repeat(x[..., :1], x.shape[-1], axis=-1)), CHANGED),
    (check.mended_path, path_with(lambda x: ops.max(x, axis=-1, keepdims=True) + 0 * x), CHANGED),
    (check.mended_path, path_with(lambda x: ops.mean(x, axis=-1, keepdims=True) + 0 * x), CHANGED),
    (check.mended_path, path_with(lambda x: x[..., ::-1]), CHANGED),
    (check.mended_path, path_with(lambda x: ops.minimum(x, 1000.0)), CHANGED),
    (check.mended_path, path_with(lambda x: ops.minimum(x, 100.0)), CHANGED),
    (check.mended_path, path_with(ops.stop_gradient), "Does something cut the gradient off"),
]
