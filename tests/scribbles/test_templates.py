"""Templates: cut out, turned, zoomed, and matched as scikit-image does."""

import numpy as np
import pytest
from skimage.feature import match_template

from unet_lessons.scribbles import match_templates, template_versions

IMAGE = np.random.default_rng(0).random((50, 60)).astype(np.float32)


def test_templates_fit_as_scikit_image_says():
    templates = [IMAGE[10:19, 20:29], IMAGE[20:31, 5:16], IMAGE[30:39, 40:49].T]
    fits = match_templates(IMAGE, templates)
    theirs = np.max([match_template(IMAGE, one, pad_input=True) for one in templates], axis=0)
    assert fits.shape == IMAGE.shape and np.abs(fits - theirs)[6:-6, 6:-6].max() < 1e-3
    assert fits[14, 24] == pytest.approx(1, abs=1e-3) and fits[25, 10] == pytest.approx(1, abs=1e-3)
    assert fits.max() < 1.001 and fits.min() >= -1


def test_light_and_contrast_do_not_count():
    templates = [IMAGE[10:19, 20:29]]
    assert np.allclose(match_templates(0.3 * IMAGE + 0.5, templates), match_templates(IMAGE, templates), atol=2e-3)


def test_on_a_flat_image_nothing_fits():
    assert np.abs(match_templates(np.ones((20, 24), np.float32), [IMAGE[:9, :9]])).max() < 0.01


def test_nine_versions_of_a_place():
    found = template_versions(IMAGE, 24.6, 30.2, 10)
    assert [len(one) for one in found] == [11, 13, 15] * 3 and all(one.shape == one.T.shape for one in found)
    assert np.array_equal(found[4], IMAGE[19:32, 24:37]), "neither turned nor zoomed: around row 25, column 30"
    assert not np.allclose(found[1], found[4]) and not np.allclose(found[1], found[7])


def test_near_the_border_the_image_is_mirrored():
    assert np.array_equal(template_versions(IMAGE, 0, 0, 4)[4][3:, 3:], IMAGE[:4, :4])
    assert np.array_equal(template_versions(IMAGE, 0, 0, 4)[4][:4, 3], IMAGE[3::-1, 0])


@pytest.mark.parametrize("row, column, size", [(50, 3, 9), (3, -1, 9), (3, 3, 0), (3, 3, 31)])
def test_what_lies_outside_is_refused(row, column, size):
    with pytest.raises(ValueError, match="a position in the image"):
        template_versions(IMAGE, row, column, size)
