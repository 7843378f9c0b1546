"""Planted answers for the practice of lesson 01 that had passed once, or had got the hint meant for another mistake."""

import numpy as np
from skimage.filters import gaussian
from skimage.transform import resize

import unet_lessons.checks.lesson_01 as check
from unet_lessons.checks.vocabulary import dice_of


def dice_rounded_to(places):
    def rounded(truth, predicted, classes):
        return [round(dice_of(truth == label, predicted == label), places) for label in range(1, classes)]

    return rounded


def dice_summed_in(kind):
    def summed(truth, predicted, classes):
        scores = []
        for label in range(1, classes):
            first, second = truth == label, predicted == label
            total = int(first.sum(dtype=kind)) + int(second.sum(dtype=kind))
            scores.append(2 * int((first & second).sum(dtype=kind)) / total if total else 1.0)
        return scores

    return summed


def dice_added_in_int16(truth, predicted, classes):
    scores = []
    for label in range(1, classes):
        first, second = ((mask == label).ravel().astype("int16") for mask in (truth, predicted))
        total = np.cumsum(first + second, dtype="int16")[-1]
        scores.append(2 * int(first.astype(int) @ second) / float(total) if total else 1.0)
    return scores


def threshold_of_part(part):
    def threshold(image, truth):
        image, truth = image[part], truth[part]
        return int(np.argmax([dice_of(truth == 1, image > one) for one in range(256)]))

    return threshold


def above_blurred(sigma, more=0.0):
    return lambda image: image - gaussian(image, sigma) > more


def resized(**named):
    return lambda mask, factor: resize(mask, (len(mask) * factor, mask.shape[1] * factor), **named)


RIGHT = [
    (check.enlarge, resized(order=0, preserve_range=True, anti_aliasing=False)),
    (check.enlarge, resized(order=0)),
    (check.dice_per_class, dice_summed_in("int64")),
    (check.best_threshold, threshold_of_part(np.s_[:])),
]

SCALES = "`resize` scales and mixes labels by default"
WRONG = [
    (check.enlarge, resized(), SCALES),
    (check.enlarge, resized(order=1, anti_aliasing=False), SCALES),
    (check.enlarge, resized(order=3), SCALES),
    (check.dice_per_class, dice_rounded_to(3), "Close, but rounded"),
    (check.dice_per_class, dice_rounded_to(2), "Close, but rounded"),
    (check.dice_per_class, dice_summed_in("int16"), "Sums in a small number type"),
    (check.dice_per_class, dice_added_in_int16, "Sums in a small number type"),
    (check.best_threshold, threshold_of_part(np.s_[:40]), "Look at all of its pixels"),
    (check.best_threshold, threshold_of_part(np.s_[:, :40]), "Look at all of its pixels"),
    (check.best_threshold, threshold_of_part(np.s_[:200, :200]), "Look at all of its pixels"),
    (check.segment, above_blurred(10), "ask for more than 0, such as 0.03"),
    (check.segment, above_blurred(20), "ask for more than 0, such as 0.03"),
    (check.segment, lambda image: image > gaussian(image, 5), "ask for more than 0, such as 0.03"),
]
