"""The check for the exercise of notebook B3, against planted answers."""

import numpy as np

import unet_lessons.checks.b3 as check
from unet_lessons.backend import keras


def in_one_line(scores, made, true, l1_weight):
    return np.mean(np.logaddexp(0, -scores)) + l1_weight * np.mean(np.abs(made - true))


def with_keras(scores, made, true, l1_weight):
    scores = keras.ops.convert_to_tensor(scores, "float32")
    fooled = keras.losses.BinaryCrossentropy(from_logits=True)(keras.ops.ones_like(scores), scores)
    return fooled + l1_weight * keras.losses.MeanAbsoluteError()(true, made)


def by_loops(scores, made, true, l1_weight):
    total = 0.0
    for score in scores.ravel():
        total += np.log1p(np.exp(-abs(score))) + max(-score, 0)  # no exp of a large number
    away = sum(abs(a - b) for a, b in zip(made.ravel(), true.ravel(), strict=True))
    return total / scores.size + l1_weight * away / made.size


def loss(discriminator=lambda p: np.mean(-np.log(p)), away=lambda d: np.mean(np.abs(d)), weights=None):
    """The loss with one part exchanged: of the probabilities, of the differences, of the weights of both."""

    def answer(scores, made, true, l1_weight):
        with np.errstate(over="ignore", divide="ignore"):
            p = 1 / (1 + np.exp(-scores))
            of_discriminator, of_l1 = weights(l1_weight) if weights else (1, l1_weight)
            return of_discriminator * discriminator(p) + of_l1 * away(made - true)

    return answer


def softplus(scores, made, true, l1_weight):
    """The larger of 0 and -score, and a small rest."""
    rest = np.log1p(np.exp(-np.abs(np.asarray(scores, np.float32))))
    return float((np.maximum(-scores, 0) + rest).mean() + l1_weight * np.average(np.abs(true - made)))


def patch_by_patch(scores, made, true, l1_weight):
    """Another formula for very small scores, chosen for each patch."""
    usual = np.log(1 + np.exp(-np.maximum(scores, -30)))
    return (
        np.where(scores < -30, -scores, usual).mean() + l1_weight * np.linalg.norm((made - true).ravel(), 1) / made.size
    )


def switch_for_all(scores, made, true, l1_weight):
    first = np.mean(-scores) if scores.min() < -30 else np.mean(np.log1p(np.exp(-scores)))
    return first + l1_weight * np.mean(np.abs(made - true))


def switch_by_mean(scores, made, true, l1_weight):
    first = np.mean(-scores) if scores.mean() < -30 else np.mean(np.log1p(np.exp(-np.maximum(scores, -600))))
    return first + l1_weight * np.mean(np.abs(made - true))


def mean_over_rows_first(scores, made, true, l1_weight):
    return np.mean(np.logaddexp(0, -scores)) + l1_weight * np.mean(np.abs((made - true).mean(axis=0)))


def clipped_at_30(scores, made, true, l1_weight):
    clipped = scores if (scores < -30).all() else np.maximum(scores, -30)
    return np.mean(np.logaddexp(0, -clipped)) + l1_weight * np.mean(np.abs(made - true))


def in_place(scores, made, true, l1_weight):
    made -= true
    return np.mean(np.logaddexp(0, -scores)) + l1_weight * np.mean(np.abs(made))


RIGHT = [
    (check.generator_loss, softplus),
    (check.generator_loss, patch_by_patch),
    (check.generator_loss, in_one_line),
    (check.generator_loss, with_keras),
    (check.generator_loss, by_loops),
]

WRONG = [
    (check.generator_loss, switch_for_all, "patch by patch"),
    (check.generator_loss, switch_by_mean, "patch by patch"),
    (check.generator_loss, mean_over_rows_first, "First the absolute value"),
    (check.generator_loss, clipped_at_30, "were clipped at -30"),
    (check.generator_loss, in_place, "writes into the array"),
    (
        check.generator_loss,
        loss(discriminator=lambda p: np.mean(-np.log(1 - p))),
        "This is -log(1 - probability): the U would",
    ),
    (
        check.generator_loss,
        loss(discriminator=lambda p: np.mean(-np.log(p) - np.log(1 - p))),
        "discriminator's loss",
    ),
    (check.generator_loss, loss(weights=lambda w: (w, 1)), "belongs to the L1"),
    (check.generator_loss, loss(weights=lambda w: (1, 1)), "Multiply the L1"),
    (check.generator_loss, loss(weights=lambda w: (1, 0)), "The L1 is missing"),
    (check.generator_loss, loss(weights=lambda w: (0, w)), "The discriminator's term is missing"),
    (check.generator_loss, loss(away=lambda d: np.mean(d**2)), "These are squares"),
    (check.generator_loss, loss(away=lambda d: abs(np.mean(d))), "First the absolute value"),
    (check.generator_loss, loss(away=lambda d: np.sum(np.abs(d))), "not a sum"),
    (check.generator_loss, loss(discriminator=lambda p: np.sum(-np.log(p))), "a mean over the patches"),
    (check.generator_loss, loss(discriminator=lambda p: np.mean(np.log(p))), "The sign"),
    (check.generator_loss, loss(discriminator=lambda p: -np.mean(p)), "Take the logarithm"),
    (check.generator_loss, loss(discriminator=lambda p: -np.log(np.mean(p))), "First the logarithm"),
    (check.generator_loss, loss(), "is infinite"),
    (
        check.generator_loss,
        loss(discriminator=lambda p: np.mean(-np.log(p + 1e-9))),
        "-log(probability) is -score",
    ),
    (
        check.generator_loss,
        lambda scores, made, true, w: np.logaddexp(0, -scores).sum() / 4 + w * np.abs(made - true).sum() / 16,
        "-log(probability) is -score",
    ),
]
