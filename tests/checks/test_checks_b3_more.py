"""More planted answers for the check of B3."""

import numpy as np

import unet_lessons.checks.b3 as b3
from unet_lessons.backend import keras

ops = keras.ops

# B3: right


def loss_by_cases(scores, made, true, l1_weight):
    s = np.ravel(np.asarray(scores, float))
    each = [np.log1p(np.exp(-v)) if v > 0 else -v + np.log1p(np.exp(v)) for v in s]
    return sum(each) / len(each) + l1_weight * float(np.abs(np.asarray(made, float) - true).mean())


def loss_by_maximum(scores, made, true, l1_weight):
    s = np.asarray(scores, float)
    return (np.maximum(-s, 0) + np.log1p(np.exp(-np.abs(s)))).mean() + l1_weight * np.linalg.norm(
        np.ravel(made - true), 1
    ) / np.size(made)


def loss_by_scipy(scores, made, true, l1_weight):
    from scipy.special import log_expit

    return -log_expit(scores).mean() + l1_weight * np.abs(np.subtract(made, true, dtype=float)).mean()


def loss_by_keras(scores, made, true, l1_weight):
    entropy = keras.losses.BinaryCrossentropy(from_logits=True)
    s = np.asarray(scores, "float32")
    return entropy(np.ones_like(s), s) + l1_weight * keras.losses.MeanAbsoluteError()(true, made)


# B3: wrong


def entropy_of(scores):
    return np.mean(np.logaddexp(0, -np.asarray(scores, float)))


def l1_of(made, true):
    return np.mean(np.abs(np.asarray(made, float) - true))


def overflows(scores, made, true, l1_weight):
    with np.errstate(all="ignore"):
        return np.mean(-np.log(1 / (1 + np.exp(-scores)))) + l1_weight * l1_of(made, true)


def clips_probability(scores, made, true, l1_weight):
    with np.errstate(all="ignore"):
        p = np.clip(1 / (1 + np.exp(-scores)), 1e-7, 1)
    return np.mean(-np.log(p)) + l1_weight * l1_of(made, true)


def clips_scores(scores, made, true, l1_weight):
    return entropy_of(np.clip(scores, -500, 500)) + l1_weight * l1_of(made, true)


def discriminator_loss(scores, made, true, l1_weight):
    return np.mean(np.logaddexp(0, scores)) + l1_weight * l1_of(made, true)


def squared(scores, made, true, l1_weight):
    return entropy_of(scores) + l1_weight * np.mean((np.asarray(made, float) - true) ** 2)


def l1_summed(scores, made, true, l1_weight):
    return entropy_of(scores) + l1_weight * np.sum(np.abs(np.asarray(made, float) - true))


def patches_summed(scores, made, true, l1_weight):
    return np.sum(np.logaddexp(0, -scores)) + l1_weight * l1_of(made, true)


def mean_score_first(scores, made, true, l1_weight):
    return entropy_of(np.mean(scores)) + l1_weight * l1_of(made, true)


def weight_of_hundred(scores, made, true, l1_weight):
    return entropy_of(scores) + 100 * l1_of(made, true)


def weight_forgotten(scores, made, true, l1_weight):
    return entropy_of(scores) + l1_of(made, true)


def weights_both(scores, made, true, l1_weight):
    return l1_weight * (entropy_of(scores) + l1_of(made, true))


def weight_and_rest(scores, made, true, l1_weight):
    return (1 - l1_weight) * entropy_of(scores) + l1_weight * l1_of(made, true)


def without_absolute(scores, made, true, l1_weight):
    return entropy_of(scores) + l1_weight * np.mean(made - true)


def hinge(scores, made, true, l1_weight):
    return np.mean(np.maximum(0, -scores)) + l1_weight * l1_of(made, true)


def two_parts(scores, made, true, l1_weight):
    return entropy_of(scores), l1_weight * l1_of(made, true)


def each_patch(scores, made, true, l1_weight):
    return np.logaddexp(0, -scores) + l1_weight * l1_of(made, true)


def log_of_mean(scores, made, true, l1_weight):
    p = 1 / (1 + np.exp(-np.clip(scores, -700, 700)))
    return -np.log(p.mean()) + l1_weight * l1_of(made, true)


def loss_in_two_ranges(scores, made, true, l1_weight):
    s = np.asarray(scores, float)
    each = np.where(s < -30, -s, np.log1p(np.exp(-np.maximum(s, -30))))
    return each.mean() + l1_weight * l1_of(made, true)


def with_limits(most=np.inf, numbers=np.inf, weight=float):
    """Right, but for large differences, numbers outside of a range, or a weight with fractions."""

    def answer(scores, made, true, l1_weight):
        made, true = np.clip(made, -numbers, numbers), np.clip(true, -numbers, numbers)
        away = np.minimum(np.abs(made - true), most).mean()
        return np.logaddexp(0, -scores).mean() + weight(l1_weight) * away

    return answer


def clipped_to_01(scores, made, true, l1_weight):
    return with_limits()(scores, np.clip(made, 0, 1), np.clip(true, 0, 1), l1_weight)


RIGHT = [
    (b3.generator_loss, with_limits()),
    (b3.generator_loss, loss_in_two_ranges),
    (b3.generator_loss, loss_by_cases),
    (b3.generator_loss, loss_by_maximum),
    (b3.generator_loss, loss_by_scipy),
    (b3.generator_loss, loss_by_keras),
]

CLIPPED = "clip neither them nor their difference"
WRONG = [
    (b3.generator_loss, with_limits(most=1), CLIPPED),
    (b3.generator_loss, with_limits(most=2), CLIPPED),
    (b3.generator_loss, with_limits(numbers=1.5), CLIPPED),
    (b3.generator_loss, with_limits(numbers=1), "clip neither image"),
    (b3.generator_loss, clipped_to_01, "clip neither image"),
    (b3.generator_loss, with_limits(weight=int), "`l1_weight` need not be whole"),
    (b3.generator_loss, with_limits(weight=round), "`l1_weight` need not be whole"),
    (b3.generator_loss, overflows, "exp(1000) is infinite. `np.logaddexp(0"),
    (b3.generator_loss, clips_probability, "There, -log(probability) is -score: 1000. Clip"),
    (b3.generator_loss, clips_scores, "There, -log(probability) is -score: 1000. Clip"),
    (b3.generator_loss, discriminator_loss, "This is -log(1 - probability): the U would"),
    (b3.generator_loss, squared, "These are squares (L2). L1 is the mean of"),
    (b3.generator_loss, l1_summed, "The L1 is a mean over the pixels, not a sum"),
    (b3.generator_loss, patches_summed, "The discriminator's term is a mean over the"),
    (b3.generator_loss, mean_score_first, "First the loss of each patch, then the mean"),
    (b3.generator_loss, weight_of_hundred, "Is a weight of 100 written into your code? It"),
    (b3.generator_loss, weight_forgotten, "Multiply the L1 by `l1_weight`"),
    (b3.generator_loss, weights_both, "`l1_weight` belongs to the L1 alone, not to the"),
    (b3.generator_loss, weight_and_rest, "Compute both terms alone: the discriminator's"),
    (b3.generator_loss, without_absolute, "Too high and too low cancel out: take"),
    (b3.generator_loss, hinge, "Compute both terms alone: the discriminator's"),
    (b3.generator_loss, two_parts, "These are the two terms. Return their sum, one"),
    (b3.generator_loss, each_patch, "Return one number: the mean over all patches is"),
    (b3.generator_loss, log_of_mean, "First the logarithm of each patch, then the"),
]
