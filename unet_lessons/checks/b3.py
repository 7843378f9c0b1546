"""The check for the exercise of notebook B3."""

import numpy as np

from .results import check
from .vocabulary import call, expect_answer, expect_equal, expect_finite


def right_answer(scores, made, true, l1_weight):
    """The course's answer."""
    return np.mean(np.logaddexp(0, -scores)) + l1_weight * np.mean(np.abs(made - true))


@check(
    "Exercise · generator_loss",
    "Two terms: what the discriminator thinks, and how far the image is from the true one. Take each mean, then add.",
    "`np.mean(np.logaddexp(0, -scores)) + l1_weight * np.mean(np.abs(made - true))`",
    seconds=10,
)
def generator_loss(answer):
    scores = np.array([[2.0, -1.0], [0.5, -3.0]])
    made = np.array([[0.2, 0.4, 0.6, 0.8]] * 4)
    true = made + np.array([[0.1], [-0.2], [0.3], [0.2]])
    chance = 1 / (1 + np.exp(-scores))
    fooled, against, away = np.mean(-np.log(chance)), np.mean(-np.log(1 - chance)), np.mean(np.abs(made - true))
    expect_answer(
        answer,
        ("2×2 scores, images of 4×4, l1_weight 10", scores, made, true, 10, fooled + 10 * away),
        "Compute both terms alone: the discriminator's should be 1.238, the L1 0.2.",
        "`probability = 1 / (1 + np.exp(-scores))`, then the mean of `-np.log(probability)`.",
        (
            against + 10 * away,
            "This is -log(1 - probability): the U would learn to be detected. It should be taken for true.",
        ),
        (fooled + against + 10 * away, "This is the discriminator's loss, for true and made. The U has one term only."),
        (10 * fooled + 10 * away, "`l1_weight` belongs to the L1 alone, not to the whole sum."),
        (fooled + 100 * away, "Is a weight of 100 written into your code? It is `l1_weight`, and 10 here."),
        (fooled + 10 * np.mean(made - true), "Too high and too low cancel out: take `np.abs(made - true)` first."),
        (fooled / np.log(2) + 10 * away, "This is a logarithm to base 2. Take the natural one, `np.log`."),
        (np.logaddexp(0, -scores.mean()) + 10 * away, "First the loss of each patch, then the mean over the patches."),
        (-np.log(chance) + 10 * away, "Return one number: the mean over all patches is missing."),
        ([fooled, 10 * away], "These are the two terms. Return their sum, one number."),
        (10 * fooled + away, "`l1_weight` belongs to the L1, not to the discriminator's term."),
        (fooled + 10 * np.mean(np.abs(made - np.clip(true, 0, 1))), "One pixel is 1.1: clip neither image."),
        (fooled + away, "Multiply the L1 by `l1_weight`."),
        (fooled, "The L1 is missing: without it, the image need not fit the map."),
        (10 * away, "The discriminator's term is missing: the mean of -log(probability of true)."),
        (fooled + 10 * np.mean((made - true) ** 2), "These are squares (L2). L1 is the mean of `np.abs(made - true)`."),
        (fooled + 10 * abs(np.mean(made - true)), "First the absolute value of each pixel, then the mean."),
        (
            fooled + 10 * np.abs(np.mean(made - true, axis=1)).mean(),
            "First the absolute value of each pixel, then means.",
        ),
        (
            fooled + 10 * np.abs(np.mean(made - true, axis=0)).mean(),
            "First the absolute value of each pixel, then means.",
        ),
        (fooled + 10 * np.sum(np.abs(made - true)), "The L1 is a mean over the pixels, not a sum."),
        (4 * fooled + 10 * away, "The discriminator's term is a mean over the patches, not a sum."),
        (-fooled + 10 * away, "The sign: -log(probability) is above 0, and smaller the more it is taken for true."),
        (np.mean(-chance) + 10 * away, "Take the logarithm: -log(probability)."),
        (-np.log(np.mean(chance)) + 10 * away, "First the logarithm of each patch, then the mean."),
    )
    got = call(answer, np.full((3, 5), -1000.0), made, made, 10)
    expect_finite(
        "scores of -1000",
        got,
        "exp(1000) is infinite. `np.logaddexp(0, -scores)` is log(1 + exp(-scores)) without computing it.",
        "Or use that -log(probability) is nearly -score there: `np.where(scores < -30, -scores, …)`.",
    )
    expect_equal(
        "scores of -1000, and nothing wrong in L1",
        got,
        1000.0,
        "There, -log(probability) is -score: 1000. Clip neither of them.",
    )
    expect_answer(
        answer,
        ("scores of 1000", np.full((3, 5), 1000.0), made, true, 0, 0.0),
        "Taken for true everywhere, and the L1 has the weight 0: the loss is 0.",
    )
    wide = np.linspace(0, 1, 48).reshape(6, 8)
    right = np.log(2) + 100 * np.mean(wide - wide**2)  # a score of 0 is a probability of ½
    expect_answer(
        answer,
        ("one score of 0, images of 6×8", np.zeros((1, 1)), wide, wide**2, 100, right),
        "It works for 2×2 scores and 4×4 pixels. Is one of these numbers written into your code?",
    )
    expect_mixed(answer)


def expect_mixed(answer):
    """NotYet unless each patch counts by its own score, and each pixel by its own difference."""
    rng = np.random.default_rng(0)
    single = (
        "Among the scores are very small and usual ones. Choose the formula patch by patch (`np.where`), not for all."
    )
    each = "First the absolute value of each pixel, then one mean over all pixels."
    clipped = "The images hold any floats, and differ by more than 1 here: clip neither them nor their difference."
    huge = "A score of 1000 makes exp(1000), one of -1000 makes exp(-1000): `np.logaddexp(0, -scores)` stands both."
    for low, high, shape, kind in (
        (-6, 6, (1, 7), "float64"),
        (-1000, 3, (2, 3), "float64"),
        (-300, 300, (5, 1), "float32"),
    ):
        scores = rng.uniform(low, high, shape).astype(kind)
        scores.flat[:2] = low, high
        made, true = rng.uniform(-2, 2, (2, 5, 9)).astype(kind)
        right, of_l1 = right_answer(scores, made, true, 7.5), 7.5 * np.mean(np.abs(made - true))
        what = f"scores from {low} to {high}, of {kind}"
        got = call(answer, scores, made, true, 7.5)
        expect_finite(what, got, single, huge)
        lowest, least = np.log1p(np.exp(-np.clip(scores, -30, 700))).mean(), [1e-12, 1e-9, 1e-7, 1e-6]
        some = [-np.log(np.maximum(np.exp(-np.logaddexp(0, -scores)), one)).mean() + of_l1 for one in least]
        mistakes = [
            (np.mean(np.where(scores.min() < -30, -scores, np.logaddexp(0, -scores))) + of_l1, single),
            *[(right - of_l1 + 7.5 * np.abs((made - true).mean(axis)).mean(), each) for axis in (0, 1)],
            (right - of_l1 + 7 / 7.5 * of_l1, "`l1_weight` need not be whole."),
            (right - of_l1 + 8 / 7.5 * of_l1, "`l1_weight` need not be whole."),
            *[(right - of_l1 + 7.5 * np.minimum(np.abs(made - true), most).mean(), clipped) for most in (1, 2)],
            *[
                (right - of_l1 + 7.5 * np.abs(np.clip(made, *ends) - np.clip(true, *ends)).mean(), clipped)
                for ends in ((0, 1), (-1, 1), (-1.5, 1.5))
            ],
            *[
                (one, "A tiny number is added, or the probability is clipped: -log(probability) is -score there.")
                for one in some
            ],
            (
                lowest + of_l1,
                "Very small scores were clipped at -30: -log(probability) is -score, however small it is.",
            ),
        ]
        expect_equal(what, got, right, single, each, mistakes=mistakes, tolerance=1e-3)
