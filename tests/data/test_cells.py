"""`unet_lessons.data.cells`: synthetic cells, their labels, and how far every pixel lies from them."""

import numpy as np
import pytest
from scipy.ndimage import label

from unet_lessons.data.cells import SMALLEST_CELL, make_cells
from unet_lessons.training import distances


@pytest.fixture(scope="module")
def hundred():
    """100 images and their labels at the default size and difficulty."""
    return make_cells(100)


def best_threshold_dice(images, masks):
    """The Dice of the best single threshold for all images, over all their pixels."""
    pixels = images[..., 0]
    overlaps = [2 * (masks & (pixels > t)).sum() / (masks.sum() + (pixels > t).sum()) for t in np.linspace(0, 1, 101)]
    return max(overlaps)


def touching_cells(labels):
    """The labels of the cells that share a side of a pixel with another cell."""
    found = set()
    for one, other in ((labels[1:], labels[:-1]), (labels[:, 1:], labels[:, :-1])):
        side = (one != other) & (one > 0) & (other > 0)
        found |= set(one[side].tolist()) | set(other[side].tolist())
    return found


# Arrays


@pytest.mark.parametrize(("count", "size"), [(0, 128), (1, 32), (3, 64), (2, 100), (1, 256)])
def test_shapes_types_and_ranges(count, size):
    images, labels = make_cells(count, size)
    assert images.shape == (count, size, size, 1) and images.dtype == np.float32
    assert labels.shape == (count, size, size) and labels.dtype == np.int32
    for image, own in zip(images, labels, strict=True):
        assert image.min() >= 0 and image.max() <= 1 and image.std() > 0.03
        assert own.min() == 0 and own.max() >= 1


@pytest.mark.parametrize("difficulty", [0, 0.3, 1])
def test_same_arguments_give_the_same(difficulty):
    for one, other in zip(make_cells(3, 64, 7, difficulty), make_cells(3, 64, 7, difficulty), strict=True):
        assert np.array_equal(one, other)


def test_first_images_do_not_depend_on_the_count():
    for many, few in zip(make_cells(6, 64, seed=3), make_cells(2, 64, seed=3), strict=True):
        assert np.array_equal(many[:2], few)


def test_labels_do_not_depend_on_the_difficulty():
    (easy, easy_labels), (hard, hard_labels) = make_cells(3, 64, difficulty=0), make_cells(3, 64, difficulty=1)
    assert np.array_equal(easy_labels, hard_labels)
    assert not np.array_equal(easy, hard)


def test_every_image_is_another():
    drawn = [make_cells(4, 64, seed) for seed in (0, 1)]
    images = np.concatenate([images for images, _ in drawn]).reshape(8, -1)
    labels = np.concatenate([labels for _, labels in drawn]).reshape(8, -1)
    assert len(np.unique(images, axis=0)) == len(np.unique(labels, axis=0)) == 8


def test_whole_numbers_of_numpy_are_welcome():
    one, other = make_cells(np.int64(1), np.int32(64), np.uint8(2), np.float32(0.5)), make_cells(1, 64, 2)
    assert np.array_equal(one[0], other[0])


# Cells


def test_each_cell_is_one_piece(hundred):
    for labels in hundred[1]:
        sizes = np.bincount(labels.ravel())[1:]
        assert sizes.min() >= SMALLEST_CELL  # so no label is left out either
        for number in range(1, len(sizes) + 1):
            assert label(labels == number)[1] == 1


def test_small_images_hold_a_cell():
    _, labels = make_cells(200, 32)
    assert (labels.max(axis=(1, 2)) >= 1).all()


def test_number_of_cells_varies(hundred):
    numbers = hundred[1].max(axis=(1, 2))
    assert 5 <= numbers.min() < 18 and 28 < numbers.max() < 60
    assert len(set(numbers.tolist())) > 10


def test_cells_take_a_fair_part_of_the_image(hundred):
    assert 0.12 < (hundred[1] > 0).mean() < 0.3


def test_some_cells_touch_and_some_do_not(hundred):
    touching = sum(len(touching_cells(labels)) for labels in hundred[1])
    assert 0.25 < touching / hundred[1].max(axis=(1, 2)).sum() < 0.55


def test_cells_are_no_ellipses(hundred):
    """The cells are no ellipses: one with the same second moments misses a part of them."""
    misses = []
    for number in range(1, hundred[1][0].max() + 1):
        places = np.argwhere(hundred[1][0] == number)
        if places.min() == 0 or places.max() == 127:
            continue  # cut by the border
        offset = np.argwhere(np.ones((128, 128))) - places.mean(axis=0)
        inside = np.einsum("ni,ij,nj->n", offset, np.linalg.inv(np.cov(places.T)), offset) < 4
        misses.append((inside ^ (hundred[1][0].ravel() == number)).sum() / len(places))
    assert np.mean(misses) > 0.06


# How hard it is


def test_no_threshold_finds_the_cells(hundred):
    assert best_threshold_dice(hundred[0], hundred[1] > 0) < 0.75


def test_difficulty_makes_it_harder():
    scores = []
    for difficulty in (0, 0.25, 0.5, 0.75, 1):
        images, labels = make_cells(20, difficulty=difficulty)
        scores.append(best_threshold_dice(images, labels > 0))
    assert scores[0] > 0.95
    assert all(easier > harder + 0.03 for easier, harder in zip(scores, scores[1:], strict=False)), scores


@pytest.mark.parametrize("difficulty", [0, 0.5, 1])
def test_cells_stand_out_from_their_surroundings(difficulty):
    """A person can see the cells: each is brighter than the background within five pixels of it."""
    images, labels = make_cells(10, difficulty=difficulty)
    brighter = []
    for image, own in zip(images[..., 0], labels, strict=True):
        for number in range(1, own.max() + 1):
            near = (distances((own == number).astype(int))[0] <= 5) & (own == 0)
            brighter.append(image[own == number].mean() > image[near].mean())
    assert np.mean(brighter) > 0.95


# Distances


def brute_force(labels):
    """d1 and d2, measured from every pixel to every pixel of every cell."""
    answer = np.full((2, *labels.shape), np.inf)
    cells = [np.argwhere(labels == number) for number in np.unique(labels[labels > 0])]
    for pixel in np.ndindex(labels.shape):
        found = sorted(np.sqrt(((cell - pixel) ** 2).sum(axis=1)).min() for cell in cells)[:2]
        answer[(slice(len(found)), *pixel)] = found
    return answer


@pytest.mark.parametrize("cells", [0, 1, 2, 3, 6])
def test_distances_are_exact(cells):
    rng = np.random.default_rng(cells)
    labels = np.zeros((13, 17), int)
    for number in range(1, cells + 1):
        row, column = rng.integers(0, (11, 15))
        labels[row : row + 2, column : column + 3] = number
    d1, d2 = distances(labels)
    assert d1.shape == d2.shape == labels.shape and d1.dtype == d2.dtype == np.float32
    assert np.allclose((d1, d2), brute_force(labels), atol=1e-5)


def test_distances_of_drawn_cells():
    _, labels = make_cells(1, 32, seed=5)
    assert np.allclose(distances(labels[0]), brute_force(labels[0]), atol=1e-5)


def test_distances_without_a_cell_and_with_one():
    assert np.isinf(distances(np.zeros((4, 5), np.int32))).all()
    d1, d2 = distances(np.array([[0, 0, 3]]))
    assert d1.tolist() == [[2, 1, 0]] and np.isinf(d2).all()


def test_distances_take_labels_with_gaps():
    d1, d2 = distances(np.array([[7, 0, 0, 2]]))
    assert d1.tolist() == [[0, 1, 1, 0]] and d2.tolist() == [[3, 2, 2, 3]]


@pytest.mark.parametrize("labels", [np.zeros((2, 3, 4), int), np.zeros(5, int), np.zeros((4, 4)), [[0.5]]])
def test_distances_refuse_what_is_no_label_map(labels):
    with pytest.raises(ValueError, match="give whole numbers"):
        distances(labels)


# Wrong arguments


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"count": -1}, r"count is -1: .* at least 0"),
        ({"count": 2.0}, r"count is 2\.0: give a whole number"),
        ({"count": True}, "count is True"),
        ({"count": "3"}, "count is '3'"),
        ({"size": 31}, r"size is 31: .* at least 32"),
        ({"size": (64, 64)}, r"size is \(64, 64\)"),
        ({"seed": -1}, "seed is -1"),
        ({"seed": None}, "seed is None"),
        ({"difficulty": -0.1}, r"difficulty is -0\.1: give a number from 0 \(easy\) to 1 \(hard\)"),
        ({"difficulty": 1.01}, r"difficulty is 1\.01"),
        ({"difficulty": float("nan")}, "difficulty is nan"),
        ({"difficulty": "hard"}, "difficulty is 'hard'"),
        ({"difficulty": True}, "difficulty is True"),
    ],
)
def test_wrong_arguments(arguments, said):
    with pytest.raises(ValueError, match=said):
        make_cells(**({"count": 1} | arguments))
