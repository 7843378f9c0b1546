"""The rivals on a folder: each finds what it can from the information it may use."""

import numpy as np
import pytest

from unet_lessons.folders import rivals, rivals_of
from unet_lessons.images import IGNORE
from unet_lessons.metrics import dice_per_class

ROWS, COLUMNS = np.mgrid[:48, :40]


def disc(row, column, radius=8):
    return (ROWS - row) ** 2 + (COLUMNS - column) ** 2 < radius**2


def pairs_of(count, seed=0, dark=False, fixed=False):
    """Noisy images (48, 40, 1) with uneven light and one disc each, brighter or darker than its surroundings."""
    rng, found = np.random.default_rng(seed), []
    for _ in range(count):
        mask = disc(24, 20) if fixed else disc(*rng.integers(10, 30, 2))
        light = 0.3 + 0.4 * (ROWS if rng.random() < 0.5 else 48 - ROWS) / 48
        image = light + (-0.15 if dark else 0.15) * mask + rng.normal(0, 0.05, mask.shape)
        found.append((image.clip(0, 1).astype(np.float32)[..., np.newaxis], mask.astype(np.uint8)))
    return found


def score(masks_of, pairs):
    """The Dice of class 1."""
    return dice_per_class([truth for _, truth in pairs], [masks_of(image)[1] for image, _ in pairs], 2)[1]


@pytest.mark.parametrize("dark", [False, True])
def test_threshold_follows_the_light_on_either_side(dark):
    masks_of = rivals.threshold_rival(pairs_of(6, dark=dark), 2)
    assert score(masks_of, pairs_of(4, seed=1, dark=dark)) > 0.8
    image, _ = pairs_of(1, seed=2, dark=dark)[0]
    brighter = masks_of(np.clip(0.5 * image + 0.3, 0, 1))  # another exposure: the image is standardised
    assert np.mean(brighter == masks_of(image)) > 0.99


def test_threshold_does_not_count_what_is_ignored():
    train = pairs_of(4)
    spoilt = [(np.where(truth[..., np.newaxis] == 0, image, image), truth.copy()) for image, truth in train]
    for image, truth in spoilt:
        image[:6], truth[:6] = 1, IGNORE  # very bright, and nobody knows what it is
    assert score(rivals.threshold_rival(spoilt, 2), pairs_of(4, seed=1)) > 0.6


def test_place_never_looks_at_the_image():
    masks_of = rivals.position_rival(pairs_of(6, fixed=True), 2)
    image, truth = pairs_of(1, fixed=True)[0]
    assert np.array_equal(masks_of(image), masks_of(1 - image))
    assert dice_per_class([truth], [masks_of(image)[1]], 2)[1] > 0.9
    assert masks_of(np.zeros((20, 30, 3))).shape == (2, 20, 30)


def test_place_is_tuned_on_images_left_out_of_the_mean():
    """Every disc is at a different position: a mean that includes the image itself would look too good."""
    rng = np.random.default_rng(0)
    places = [(row, column) for row in (8, 24, 40) for column in (8, 24)]
    pairs = [(np.zeros((48, 40, 1), np.float32), disc(row, column, 6).astype(np.uint8)) for row, column in places]
    rng.shuffle(pairs)
    assert rivals.position_rival(pairs, 2)(pairs[0][0])[1].mean() > 0.15


def test_forest_learns_texture_and_position():
    train, held, test = pairs_of(6), pairs_of(2, seed=1), pairs_of(3, seed=2)
    assert score(rivals.forest_rival(train, held, 2), test) > 0.7
    flat = [(np.full((48, 40, 1), 0.5, np.float32), (COLUMNS > 20).astype(np.uint8)) for _ in range(3)]
    with_position = rivals.forest_rival(flat, flat, 2, position=True)
    assert score(with_position, flat) > 0.95 > score(rivals.forest_rival(flat, flat, 2), flat)


def test_forest_without_a_class_in_training():
    train = [(image, truth * 0) for image, truth in pairs_of(2)]
    masks = rivals.forest_rival(train, pairs_of(1, seed=1), 3)(train[0][0])
    assert masks.shape == (3, 48, 40) and masks[0].all() and not masks[1:].any()


@pytest.mark.parametrize("channels, side", [(1, None), (3, None), (3, 24)])
def test_all_rivals_answer_at_the_size_of_the_image(channels, side):
    def colour(pairs):
        return [(np.repeat(image, channels, axis=2), truth) for image, truth in pairs]

    found = rivals_of(colour(pairs_of(4)), colour(pairs_of(2, seed=1)), 2, side)
    assert list(found) == ["everywhere", "position", "threshold", "pixel forest"]
    for masks_of in found.values():
        masks = masks_of(colour(pairs_of(1, seed=2))[0][0][:40, :30])
        assert masks.shape == (2, 40, 30) and masks.dtype == bool
    assert found["everywhere"](np.zeros((5, 6, channels))).all()


def test_few_keeps_to_its_pixels(monkeypatch):
    monkeypatch.setattr(rivals, "MOST_PIXELS", 48 * 40 * 3)
    pairs = pairs_of(10)
    chosen = rivals.some_pairs(pairs)
    assert len(chosen) == 3 and chosen[0] is pairs[0] and chosen[-1] is pairs[-1]
    monkeypatch.setattr(rivals, "MOST_PIXELS", 1)
    assert len(rivals.some_pairs(pairs)) == 1
