"""Rivals for inpainting: harmonic filling, the median filter, blending by a detector."""

import numpy as np

from unet_lessons.inpainting import blend, features, fill, median


def test_filling_makes_a_ramp_whole_and_leaves_the_rest():
    """A plane is harmonic, so the content of a hole is recovered."""
    rows, columns = np.mgrid[:24, :30]
    plane = ((rows + 2 * columns) / 100)[None]
    hole = np.zeros((1, 24, 30), bool)
    hole[:, 8:14, 10:18] = True
    filled = fill(np.where(hole, 7.0, plane), hole, rounds=300)
    np.testing.assert_allclose(filled, plane, atol=0.002)
    assert np.array_equal(filled[~hole], plane[~hole])


def test_the_median_filter_takes_out_a_thin_stroke():
    image = np.full((1, 20, 24), 0.5)
    image[:, :, 10:12] = 1.2
    assert np.allclose(median(image, 5), 0.5, atol=0.01)
    assert np.allclose(median(image, 3)[0, :, 10:12], 1)


def test_blending_takes_what_is_stroke_from_around_it():
    """A grey wall with a dark stroke: given its probabilities the wall is recovered; without, it is only blurred."""
    image = np.full((1, 60, 60), 0.6)
    image[:, :, 26:34] = 0.1
    stroke = np.zeros_like(image)
    stroke[:, :, 25:35] = 1
    blended = blend(image, stroke, sigma=5)
    assert abs(blended[0, 30, 30] - 0.6) < 0.05 and abs(blended[0, 30, 5] - 0.6) < 0.01
    assert np.allclose(blend(image, 0 * stroke, sigma=5)[0, 30, 30], 0.1, atol=0.02)


def test_each_pixel_has_its_features():
    images = np.random.default_rng(0).random((2, 24, 32))
    seen = features(images)
    assert seen.shape[:3] == images.shape and seen.shape[3] > 3
    np.testing.assert_allclose(seen[1], features(images[1:])[0])
