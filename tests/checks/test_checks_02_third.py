"""Planted answers for the practice of lesson 02 that had passed once, or had got the hint meant for another mistake."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

import unet_lessons.checks.lesson_02 as check

FIXED = "The bias is the same for every pattern"


def pool_from(start):
    def pool(maps, size, stride):
        windows = sliding_window_view(maps, (size, size), axis=(0, 1))[::stride, ::stride]
        return np.maximum(windows.max(axis=(3, 4)).astype(float), start)

    return pool


def slide_with(made):
    def slide(image, kernel, stride):
        windows = sliding_window_view(image, kernel.shape)[::stride, ::stride]
        return (windows * made(image, kernel)).sum(axis=(2, 3))

    return slide


def kernel_cut_for_fractions(image, kernel):
    return kernel.astype(int) if image.dtype.kind == "f" else kernel


def kernel_rounded_for_fractions(image, kernel):
    return kernel.round() if image.dtype.kind == "f" else kernel


def kernel_of_the_images_kind(image, kernel):
    return kernel.astype(np.float32 if image.dtype.kind == "f" else float)


def kernel_of(pattern):
    return np.select([pattern == 1, pattern == 0], [1, -1], 0)


def with_bias(bias):
    return lambda pattern: (kernel_of(pattern), bias)


def filter_of_means(pattern):
    return kernel_of(pattern) / int((pattern == 1).sum()), -0.9


def filter_of_means_in_a_loop(pattern):
    return kernel_of(pattern), sum(1.0 for one in pattern.ravel() if one == 1) * -1 + 1 / list(pattern.ravel()).count(1)


def field_times_last_stride(steps):
    seen, jump = 1, 1
    for size, stride in steps:
        seen, jump = seen + (size - 1) * jump, jump * stride
    return seen + jump - 1


RIGHT = [
    (check.max_pool, pool_from(-np.inf)),
    (check.max_pool, pool_from(np.finfo("float32").min)),
    (check.slide_by, slide_with(kernel_of_the_images_kind)),
]

WRONG = [
    *[
        (check.max_pool, pool_from(start), "Where do you begin?")
        for start in (-1200, -1500, -2000, -5000, -9999, -1e6, -1e9, -(2**31))
    ],
    (check.slide_by, slide_with(kernel_cut_for_fractions), "Was the kernel cut to whole numbers"),
    (check.slide_by, slide_with(kernel_rounded_for_fractions), "Was the kernel cut to whole numbers"),
    (check.filter_for, with_bias(-2.5), FIXED),
    (check.filter_for, with_bias(-1), FIXED),
    (check.filter_for, with_bias(-8.5), FIXED),
    (check.filter_for, filter_of_means, "Do you divide by the number of bright cells?"),
    (check.filter_for, filter_of_means_in_a_loop, "Do you divide by the number of bright cells?"),
    (check.receptive_field, field_times_last_stride, "You multiplied by the stride of the last step, too"),
]
