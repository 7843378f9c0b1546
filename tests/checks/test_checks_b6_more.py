"""More planted answers for the check of B6."""

import numpy as np

import unet_lessons.checks.b6 as b6
from unet_lessons.backend import keras

ops = keras.ops

# B6: right


def sparse_by_multiplying(mask, annotated):
    mask = np.nan_to_num(np.asarray(mask, float), posinf=0, neginf=0)
    known = np.isin(np.arange(len(mask)), annotated)[:, None, None] * np.ones(mask.shape)
    return mask * known, known * (known.size / known.sum())


def sparse_by_planes(mask, annotated):
    target = [mask[n] if n in annotated else np.zeros_like(mask[n]) for n in range(mask.shape[0])]
    share = len(mask) / len(set(annotated))
    weights = [np.full(mask[n].shape, share * (n in annotated)) for n in range(mask.shape[0])]
    return np.stack(target), np.stack(weights)


def sparse_by_copy(mask, annotated):
    target = mask.copy()
    others = [n for n in range(len(mask)) if n not in annotated]
    target[others] = 0
    weights = np.ones(mask.shape, "float32")
    weights[others] = 0
    weights *= weights.size / np.count_nonzero(weights)
    return target, weights


# B6: wrong


def planes(target=None, weights=None):
    def answer(mask, annotated):
        known = np.zeros(mask.shape, bool)
        known[list(annotated)] = True
        t = np.where(known, mask, 0) if target is None else target(mask, known)
        w = known / known.mean() if weights is None else weights(mask, known)
        return t, w

    return answer


not_scaled = planes(weights=lambda mask, known: known.astype(float))
sum_is_one = planes(weights=lambda mask, known: known / known.sum())
planes_divided_by_known_squared = planes(weights=lambda mask, known: known / known.mean() ** 2)
inverse = planes(weights=lambda mask, known: known * known.mean())
by_height = planes(weights=lambda mask, known: known * mask.shape[1] / max(1, known[:, 0, 0].sum()))
weights_elsewhere = planes(weights=lambda mask, known: ~known / max((~known).mean(), 1e-9))
nan_stays = planes(target=lambda mask, known: mask * known)
target_whole = planes(target=lambda mask, known: mask)
elsewhere_nan = planes(target=lambda mask, known: np.where(known, mask, np.nan))
elsewhere_half = planes(target=lambda mask, known: np.where(known, mask, 0.5))
target_times_weight = planes(target=lambda mask, known: np.where(known, mask, 0) / known.mean())
as_bool = planes(weights=lambda mask, known: known)
as_integers = planes(weights=lambda mask, known: (known / known.mean()).astype(int))
in_place = planes(target=lambda mask, known: np.multiply(0, mask, out=mask, where=~known))
five = planes(weights=lambda mask, known: known * 5.0)


def columns(mask, annotated):
    t, w = np.zeros(mask.shape), np.zeros(mask.shape)
    t[:, :, annotated] = mask[:, :, annotated]
    w[:, :, annotated] = 1
    return t, w / w.mean()


def swapped(mask, annotated):
    return planes()(mask, annotated)[::-1]


def counted_from_one(mask, annotated):
    t, w = np.zeros(mask.shape), np.zeros(mask.shape)
    here = [n - 1 for n in annotated]
    t[here], w[here] = mask[here], 1
    return t, w / w.mean()


def planes_without_cells_out(mask, annotated):
    """Annotated planes without a cell are not counted."""
    some = [n for n in annotated if mask[n].any()] or annotated
    return planes()(mask, some)


def volume_kept_by_shape(mask, annotated, kept={}):  # noqa: B006
    if mask.shape not in kept:
        kept[mask.shape] = planes()(mask, annotated)
    return kept[mask.shape]


RIGHT = [
    (b6.sparse, sparse_by_multiplying),
    (b6.sparse, sparse_by_planes),
    (b6.sparse, sparse_by_copy),
]

WRONG = [
    (b6.sparse, volume_kept_by_shape, "Is a number of planes, rows or columns written"),
    (b6.sparse, not_scaled, "Their mean is the share of annotated planes"),
    (b6.sparse, sum_is_one, "Their sum is 1. Let their mean be 1"),
    (b6.sparse, planes_divided_by_known_squared, "The weights are 0 where nobody annotated, and"),
    (b6.sparse, inverse, "The weights are 0 where nobody annotated, and"),
    (b6.sparse, by_height, "One plane of five counts: its weight is 5, not"),
    (b6.sparse, weights_elsewhere, "The wrong planes count: those that nobody"),
    (b6.sparse, nan_stays, "NaN times 0 is NaN. Copy the annotated planes"),
    (b6.sparse, target_whole, "Planes that nobody annotated are still in it"),
    (b6.sparse, elsewhere_nan, "Begin with zeros of the shape of mask, and copy"),
    (b6.sparse, elsewhere_half, "Begin with zeros of the shape of mask, and copy"),
    (b6.sparse, target_times_weight, "The weights do not belong in the target: return"),
    (b6.sparse, as_bool, "Their mean is the share of annotated planes"),
    (b6.sparse, as_integers, "Is a number of planes, rows or columns written"),
    (b6.sparse, in_place, "Your function writes into the mask or the list"),
    (b6.sparse, columns, "The planes are the first axis"),
    (b6.sparse, swapped, "This looks like the weights. First the target"),
    (b6.sparse, counted_from_one, "These are the planes that are not annotated"),
    (b6.sparse, planes_without_cells_out, "A plane without any object is annotated all the"),
]
