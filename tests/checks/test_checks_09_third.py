"""Still more planted answers for the checks of lesson 09: patients whose names begin alike."""

import re
from fnmatch import fnmatch

import numpy as np

import unet_lessons.checks.lesson_09 as check
from unet_lessons.backend import keras

ops = keras.ops

# 3 · split_names


def shuffled(names, seed):
    """The patients in an order that follows from the seed."""
    patients = sorted({name.rpartition("_")[0] for name in names})
    return np.random.default_rng(seed).permutation(patients).tolist()


def split_where(belongs):
    """An answer that asks `belongs(name, patient)` for the test first, then for validation."""

    def answer(names, validation, test, seed):
        patients, parts = shuffled(names, seed), ([], [], [])
        for name in names:
            here = [place for place, patient in enumerate(patients) if belongs(name, patient)]
            parts[2 if min(here) < test else 1 if min(here) < test + validation else 0].append(name)
        return parts

    return answer


def lists_by_beginning(names, validation, test, seed):
    """Each list by itself, so that a name may be in two."""
    patients = shuffled(names, seed)
    parts = patients[test + validation :], patients[test : test + validation], patients[:test]
    return [[name for name in names if any(name.startswith(f"{one}_") for one in part)] for part in parts]


def cut_out(names, validation, test, seed):
    """The patient is cut out of the name."""
    patients, parts = shuffled(names, seed), ([], [], [])
    for name in names:
        owner = name[: name.rindex("_")]
        place = patients.index(owner)
        parts[2 if place < test else 1 if place < test + validation else 0].append(name)
    return parts


# 4 · known_loss


def loss_with(prepare):
    """An answer that does something with the probabilities of the true classes before the logarithm."""

    def answer(truth, probabilities):
        known = truth != 255
        labels = ops.cast(ops.where(known, truth, 0), "int32")
        p_true = prepare(ops.take_along_axis(probabilities, labels[..., None], axis=-1)[..., 0])
        losses = -ops.log(ops.where(known, p_true, 1.0))
        return ops.sum(losses) / ops.maximum(ops.sum(ops.cast(known, "float32")), 1)

    return answer


def weights_of_0(truth, probabilities):
    """0 · log 0 where the label is 255: no class is one-hot there."""
    hot = ops.one_hot(ops.cast(truth, "int32"), probabilities.shape[-1])
    known = ops.cast(truth != 255, "float32")
    losses = -ops.log(ops.sum(hot * probabilities, axis=-1)) * known
    return ops.sum(losses) / ops.maximum(ops.sum(known), 1)


# 5 · train


def the_first_mask(images, masks):
    """It has not learnt anything: it returns the mask of the first image that it was given."""
    return lambda new: np.repeat(masks[:1] == 1, len(new), axis=0)


def soft(images, masks):
    return lambda new: new[..., 0]


def in_channels(images, masks):
    return lambda new: new > 0.5


def brighter_than_the_mean(images, masks):
    return lambda new: (new > new.mean())[..., 0]


def always_eight(images, masks):
    return lambda new: np.zeros((8, 96, 96))


RIGHT = [
    (check.known_loss, loss_with(lambda p: ops.clip(p, 1e-7, 1))),
    (check.known_loss, loss_with(lambda p: p + 1e-7)),
    (check.split_names, split_where(lambda name, patient: name.rpartition("_")[0] == patient)),
    (check.split_names, split_where(lambda name, patient: re.fullmatch(re.escape(patient) + r"_\d+\.\w+", name))),
    (check.split_names, cut_out),
]

BEGINS = "`cleo_` also begins the crops of `cleo_a`"
WRONG = [
    (check.known_loss, loss_with(lambda p: ops.clip(p, 1e-4, 1)), "You clip too much"),
    (check.known_loss, loss_with(lambda p: p + 1e-6), "A small number is added"),
    (check.known_loss, loss_with(lambda p: p + 1e-5), "A small number is added"),
    (check.known_loss, weights_of_0, "a weight of 0 is too late"),
    (check.train, soft, "These are probabilities"),
    (check.train, in_channels, "The last axis holds probabilities"),
    (check.train, brighter_than_the_mean, "This is one threshold for all pixels"),
    (check.train, always_eight, ""),
    (check.train, the_first_mask, ""),
    (check.split_names, split_where(lambda name, patient: name.startswith(patient + "_")), BEGINS),
    (check.split_names, split_where(lambda name, patient: f"{patient}_" in name and name[0] == patient[0]), BEGINS),
    (check.split_names, split_where(lambda name, patient: fnmatch(name, f"{patient}_*.*")), BEGINS),
    (check.split_names, split_where(lambda name, patient: re.match(patient + r"_\w+", name)), BEGINS),
    (check.split_names, lists_by_beginning, BEGINS),
    (check.split_names, split_where(lambda name, patient: name.startswith(patient)), "`p10_0` begins with `p1`, too"),
    (check.split_names, split_where(lambda name, patient: patient in name), "`p10_0` begins with `p1`, too"),
]
