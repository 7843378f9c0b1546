"""`unet_lessons.baselines`: the rivals do what their docstrings say, and are as strong as an expert expects."""

import numpy as np
import pytest

from unet_lessons.baselines import (
    best_thresholds,
    chain_model,
    fit_forest,
    forest_masks,
    grow_seeds,
    local_threshold,
    nearest_stroke,
    pixel_features,
    predict_forest,
    split_touching,
    threshold_scores,
    train_forest,
    tune,
    without_specks,
)
from unet_lessons.data import make_cells, make_rods
from unet_lessons.images import IGNORE
from unet_lessons.metrics import dice, object_scores
from unet_lessons.thresholds import threshold_dice


def test_tuning_finds_the_top_and_refuses_an_end():
    def score(a, b):
        return -((a - 2) ** 2) - abs(b)

    assert tune(score, ("b",), a=[0, 1, 2, 3], b=[0, 1, 2]) == ({"a": 2, "b": 0}, 0)
    with pytest.raises(ValueError, match=r"best b is 0, at an end of \[0, 1, 2\]: widen"):
        tune(score, a=[0, 1, 2, 3], b=[0, 1, 2])
    with pytest.raises(ValueError, match="best a is 1"):
        tune(score, ("b",), a=[-1, 0, 1], b=[0, 1])
    assert tune(score, a=[2], b=[0, 5])[0] == {"a": 2, "b": 0}  # a choice of one or two has no ends


def test_a_local_threshold_beats_a_global_one_on_cells():
    images, labels = make_cells(20, seed=3)
    truth = labels[..., np.newaxis] > 0
    masks = local_threshold(images, blur=0.5, window=35, above=0.02)
    assert masks.shape == truth.shape and masks.dtype == bool
    local, best = np.mean(dice(truth, masks)), threshold_scores(truth, images).max(axis=0).mean()
    assert local > 0.9 and local > best + 0.05


def test_a_local_threshold_treats_images_one_by_one_and_leaves_them_alone():
    rng = np.random.default_rng(0)
    images = rng.random((3, 20, 31, 1)).astype(np.float32)
    before = images.copy()
    together = local_threshold(images, 1.0, 9, 0.01)
    for number in range(3):
        assert np.array_equal(local_threshold(images[number : number + 1], 1.0, 9, 0.01)[0], together[number])
    assert np.array_equal(images, before)
    ramp = np.linspace(0, 0.2, 40).reshape(1, 1, 40, 1) * np.ones((1, 40, 1, 1))
    ramp[0, 10:13, 5:8] += 0.1  # darker than the bright side, brighter than its surroundings
    mask = local_threshold(ramp, 0, 15, 0.05)[0, :, :, 0]
    assert mask[11, 6] and not mask[:, 20:].any()


def test_a_local_threshold_without_specks_is_the_stronger_rival():
    images, labels = make_cells(12, seed=4)
    truth = labels[..., np.newaxis] > 0
    plain, clean = (local_threshold(images, blur=0, window=25, above=0.01, smallest=least) for least in (0, 24))
    assert clean.shape == truth.shape and clean.dtype == bool and not (clean & ~plain).any()
    assert np.mean(dice(truth, clean)) > np.mean(dice(truth, plain)) + 0.03
    dots = np.zeros((2, 30, 30, 1))
    dots[0, 4:7, 4:7], dots[1, 20, 9:13] = 1, 1  # 9 pixels and 4
    kept = local_threshold(dots, 0, 15, 0.1, smallest=5)
    assert np.array_equal(kept[0], dots[0] > 0) and not kept[1].any()


def discs(*centres, size=40, radius=7):
    y, x = np.mgrid[:size, :size]
    return [(y - row) ** 2 + (x - column) ** 2 <= radius**2 for row, column in centres]


def test_two_discs_that_overlap_are_two_objects():
    one, other = discs((20, 12), (20, 25))
    labels = split_touching(one | other)
    assert labels.max() == 2 and np.array_equal(labels > 0, one | other)
    assert labels[20, 12] != labels[20, 25]
    assert split_touching(one).max() == 1 and split_touching(0 * one).max() == 0


def test_specks_are_left_out_and_crosses_at_corners_too():
    mask = np.zeros((20, 20), bool)
    mask[2:4, 2:5] = True  # 6 pixels
    mask[10:14, 10:14] = True
    assert split_touching(mask).max() == 1 and split_touching(mask, smallest=6).max() == 2


def test_smoothed_distances_cut_better():
    """On the true masks of synthetic cells: a low height cuts correctly only if distances are smoothed."""
    _, labels = make_cells(6, seed=7)
    plain, smoothed = (
        object_scores(labels, [split_touching(one > 0, 0.1, smooth=smooth) for one in labels])[0] for smooth in (0, 1)
    )
    assert smoothed > 0.95 > plain


def test_watershed_on_the_true_mask_separates_round_cells():
    _, labels = make_cells(20, seed=4)
    f1, ap, count = object_scores(labels, [split_touching(one > 0, 0.5) for one in labels])
    assert f1 > 0.93 and ap > 0.88 and count < 0.08


def test_threshold_is_chosen_on_training_images():
    ramp = np.linspace(0, 1, 100, dtype=np.float32).reshape(10, 10, 1)
    bright, dark = (ramp[:, :, 0] > 0.5).astype(int), (ramp[:, :, 0] < 0.2).astype(int)
    assert threshold_dice([(ramp, bright)], [(ramp, bright)], 2) == pytest.approx([1, 1], abs=0.03)
    assert threshold_dice([(ramp, dark)], [(ramp, dark)], 2)[1] == pytest.approx(1, abs=0.06)
    assert threshold_dice([(ramp, dark)], [(ramp, bright)], 2)[1] == 0
    with pytest.raises(ValueError, match="0 images"):
        threshold_dice([], [], 2)


def test_no_threshold_is_better_than_the_best():
    rng = np.random.default_rng(0)
    truth = rng.random((3, 8, 8, 1)) > 0.5
    images = np.clip(0.3 * truth + 0.7 * rng.random(truth.shape), 0, 1)
    scores, best = threshold_scores(truth, images), best_thresholds(truth, images)
    assert scores.shape == (101, 3) and best.shape == (3,)
    for number, threshold in enumerate(best):
        one = slice(number, number + 1)
        assert float(dice(truth[one], images[one], threshold)[0]) == pytest.approx(scores[:, number].max())


def strokes_on(truth, pixels):
    labels = np.full(truth.shape, IGNORE)
    for row, column in pixels:
        labels[row, column] = truth[row, column]
    return labels


def test_the_nearest_stroke_may_look_at_colour_or_place():
    truth = np.zeros((20, 30), int)
    truth[:, 15:] = 1
    image = np.random.default_rng(0).random((20, 30, 3))
    labels = strokes_on(truth, [(10, 4), (10, 25)])
    assert np.array_equal(nearest_stroke(image, labels, colour=0), truth)  # position alone: whatever the image shows
    checks = (np.indices((20, 30)).sum(axis=0) % 2)[..., np.newaxis] * np.ones(3)
    labels = strokes_on(checks[..., 0].astype(int), [(0, 0), (0, 1)])
    assert np.array_equal(nearest_stroke(checks, labels, position=0), checks[..., 0])


def test_a_forest_learns_texture_from_strokes():
    rng = np.random.default_rng(0)
    truth = np.zeros((48, 64), int)
    truth[:, 32:] = 1
    image = 0.5 + np.where(truth, 0.25, 0.05) * rng.standard_normal(truth.shape)  # same mean, other roughness
    image = image[..., np.newaxis]
    labels = np.full(truth.shape, IGNORE)
    labels[20:24, 5:25], labels[20:24, 40:60] = 0, 1
    features = pixel_features(image)
    chances = predict_forest(fit_forest(features, labels), features)
    assert chances.shape == (48, 64, 2) and np.allclose(chances.sum(axis=-1), 1)
    assert np.mean((chances[..., 1] > 0.5) == truth) > 0.9
    again = predict_forest(fit_forest(features, labels), features)
    assert np.array_equal(chances, again)


def test_a_forest_of_two_images():
    """It learns from the images and removes specks; two images are enough for a good mask."""
    images, labels = make_cells(4, size=128, seed=8)
    truth = labels[..., None] > 0
    forest = train_forest(images[:2], truth[:2])
    masks = forest_masks(forest, images[2:])
    assert masks.shape == (2, 128, 128, 1) and masks.dtype == bool
    assert float(np.mean(dice(truth[2:], masks))) > 0.75
    assert all(without_specks(mask[..., 0], 15).sum() == mask.sum() for mask in masks)
    assert forest_masks(forest, images[2:], smallest=100).sum() < masks.sum()
    assert np.array_equal(forest_masks(train_forest(images[:2], truth[:2]), images[2:]), masks)


def test_the_chain_sees_what_it_says():
    chain = chain_model((None, None, 1), 1, filters=4, layers=3, activation=None)
    assert chain.output_shape == (None, None, None, 1)
    points = np.zeros((1, 31, 31, 1), np.float32)
    points[0, 15, 15] = 1
    difference = np.abs(chain(points) - chain(0 * points))[0, :, :, 0]
    assert (
        difference[15 - 3 : 15 + 4, 15 - 3 : 15 + 4].sum() == pytest.approx(difference.sum()) and difference.sum() > 0
    )
    assert chain_model((8, 8, 1), 1).count_params() == 1 * 9 * 16 + 16 + 6 * (16 * 9 * 16 + 16) + 17
    line, volume = chain_model((None, 5), 2, 4, layers=2, dimensions=1), chain_model((4, 8, 8, 1), 1, dimensions=3)
    assert line.output_shape == (None, None, 2) and line.count_params() == 5 * 3 * 4 + 4 + 4 * 3 * 4 + 4 + 2 * 5
    assert volume.output_shape == (None, 4, 8, 8, 1)


def test_seeds_grow_over_the_mask_and_part_rods_that_a_watershed_of_distances_does_not():
    images, labels = make_rods(6, size=96, seed=0)
    masks = labels[..., None] > 0
    found = grow_seeds(images, masks, window=7, above=0.03)
    assert found.shape == labels.shape and not found[labels == 0].any()
    split = [split_touching(mask, 1) for mask in masks[..., 0]]
    assert object_scores(labels, found)[0] > object_scores(labels, split)[0] + 0.2
