"""The check of the exercise of B6, against planted answers."""

import numpy as np
import pytest

import unet_lessons.checks.b6 as check
from unet_lessons.backend import keras


def by_loop(mask, annotated):
    """Plane by plane, as lists."""
    target, weights = [], []
    for number, plane in enumerate(mask):
        known = number in annotated
        target.append((plane if known else 0 * np.zeros(plane.shape)).tolist())
        weights.append(np.full(plane.shape, len(mask) / len(annotated) if known else 0.0).tolist())
    return [target, weights]


def by_keras(mask, annotated):
    known = keras.ops.sum(keras.ops.one_hot(annotated, len(mask)), axis=0)[:, None, None]
    mask = keras.ops.convert_to_tensor(mask, "float32")
    weights = known * keras.ops.ones_like(mask)
    return keras.ops.where(known > 0, mask, 0.0), weights / keras.ops.mean(weights)


def answer(
    target=lambda mask, known: np.where(known, mask, 0),
    weights=lambda known: known / known.mean(),
    end=lambda *two: two,
):
    """An answer: right, or with a mistake."""

    def sparse(mask, annotated):
        known = np.zeros(mask.shape, bool)
        known[annotated] = True
        return end(target(mask, known), weights(known))

    return sparse


def rows(mask, annotated):
    """Takes height for planes."""
    target, weights = np.zeros(mask.shape), np.zeros(mask.shape)
    target[:, annotated], weights[:, annotated] = mask[:, annotated], 1
    return target, weights / weights.mean()


def rows_of_weights(mask, annotated):
    target, weights = np.zeros(mask.shape), np.zeros(mask.shape)
    target[annotated], weights[:, annotated] = mask[annotated], 1
    return target, weights / weights.mean()


def writes_into_the_mask(mask, annotated):
    known = np.zeros(len(mask), bool)
    known[annotated] = True
    mask[~known] = 0
    return mask, np.ones(mask.shape) * known[:, None, None] / known.mean()


def only_cells(mask, annotated):
    target, weights = check.right_answer(mask, annotated)
    return target, weights * (target > 0)


def as_a_dictionary(mask, annotated):
    target, weights = check.right_answer(mask, annotated)
    return {"weights": weights, "target": target}


def by_nan_to_num(mask, annotated):
    """What nobody annotated is NaN first, then 0."""
    known = np.isin(np.arange(len(mask)), annotated)
    target = np.full(mask.shape, np.nan, "float32")
    target[known] = mask[known]
    return np.nan_to_num(target), np.broadcast_to(known[:, None, None] * len(known) / known.sum(), mask.shape)


def in_order(mask, annotated):
    """The planes are taken as if they came in order, from the first annotated one on."""
    target, weights = np.zeros(mask.shape), np.zeros(mask.shape)
    target[sorted(annotated)], weights[sorted(annotated)] = mask[annotated], 1
    return target, weights / weights.mean()


def at_most_four_planes(mask, annotated):
    target, weights = check.right_answer(mask, annotated)
    return target, np.minimum(weights, 6)


def sorts_the_list(mask, annotated):
    annotated.sort()
    annotated.append(annotated.pop(0))
    return check.right_answer(mask, annotated)


def by_the_infinite(mask, annotated):
    """NaN alone counts as unknown."""
    known = ~np.isnan(mask) & np.isin(np.arange(len(mask)), annotated)[:, None, None]
    return np.where(np.isnan(mask), 0, mask) * known, check.right_answer(mask, annotated)[1]


RIGHT = [
    (check.sparse, as_a_dictionary),
    (check.sparse, by_nan_to_num),
    (check.sparse, check.right_answer),
    (check.sparse, by_loop),
    (check.sparse, by_keras),
    (check.sparse, answer()),
]

WRONG = [
    (check.sparse, in_order, "in any order"),
    (check.sparse, at_most_four_planes, "Is a number of planes"),
    (check.sparse, sorts_the_list, "or the list that it is given"),
    (check.sparse, by_the_infinite, "do not multiply"),
    (check.sparse, answer(lambda mask, known: mask), "nobody annotated are still in it"),
    (check.sparse, answer(lambda mask, known: np.where(known, 0, mask)), "the planes that are not annotated"),
    (check.sparse, rows, "You took rows of each plane"),
    (check.sparse, answer(end=lambda target, weights: (weights, target)), "First the target, then the weights"),
    (
        check.sparse,
        answer(lambda mask, known: np.where(known, mask, 0) * 2),
        "The weights do not belong in the target: return",
    ),
    (check.sparse, answer(weights=lambda known: known * 1.0), "share of annotated planes, not 1"),
    (check.sparse, answer(weights=lambda known: np.ones(known.shape)), "count as well. There: 0"),
    (check.sparse, answer(weights=lambda known: ~known / (~known).mean()), "The wrong planes count"),
    (check.sparse, answer(weights=lambda known: known / known.sum()), "Their sum is 1"),
    (check.sparse, rows_of_weights, "Whole rows count"),
    (check.sparse, only_cells, "Background in annotated planes"),
    (check.sparse, answer(lambda mask, known: mask * known), "NaN times 0 is NaN"),
    (check.sparse, answer(weights=lambda known: known * 2.0), "its weight is 5, not 2"),
    (check.sparse, writes_into_the_mask, "writes into the mask"),
    (check.sparse, answer(end=lambda target, weights: target), "`return target, weights`"),
]


def test_keras_divides_by_all_voxels():
    """What the exercise says: with weights of mean 1 the loss is the mean over the annotated voxels."""
    mask = np.zeros((4, 3, 2))
    mask[1, 0] = 1
    target, weights = check.right_answer(mask, [1, 2])
    probability = np.random.default_rng(0).uniform(0.1, 0.9, mask.shape)
    entropy = -np.log(np.where(mask == 1, probability, 1 - probability))
    loss = keras.losses.BinaryCrossentropy()(
        target[None, ..., None], probability[None, ..., None], sample_weight=weights[None]
    )
    assert float(loss) == pytest.approx(entropy[[1, 2]].mean(), rel=1e-4)
