"""Lesson 06: its own networks, straight line and loop, are those of the package."""

import numpy as np
import pytest
from notebook_cells import cells

from unet_lessons import sizes

CELLS = cells(6)


def cell_with(words):
    """The only code cell of the lesson that contains these words."""
    (found,) = [cell for cell in CELLS if words in cell]
    return found


@pytest.fixture(scope="module")
def lesson():
    """What the lesson's imports and its building cells define."""
    names = {}
    for words in ("import skimage.data", "straight = keras.Model", "loop = keras.Model", "def key(row)"):
        exec(cell_with(words), names)
    return names


@pytest.mark.slow
@pytest.mark.parametrize("name", ["straight", "loop"])
def test_the_lessons_network_is_the_packages(lesson, name):
    from unet_lessons.blocks import unet_model

    mine, package = lesson[name], unet_model((44, 44, 1), 2, base_filters=4, depth=2)
    rng = np.random.default_rng(0)
    package.set_weights([rng.normal(size=w.shape) / 4 for w in package.get_weights()])  # biases are not 0 either
    mine.set_weights(package.get_weights())
    images = rng.random((3, 44, 44, 1), dtype=np.float32)
    assert np.allclose(mine.predict_on_batch(images), package.predict_on_batch(images), atol=1e-6)


@pytest.mark.slow
def test_the_straight_line_is_drawn_as_what_it_is(lesson):
    from unet_lessons.plots.unet import steps_of_model

    steps = sizes.unet_steps((44, 44, 1), 2, base_filters=4, depth=2)
    assert steps_of_model(lesson["straight"]) == [step._replace(receptive_field=0) for step in steps]


@pytest.mark.slow
def test_the_comparison_with_the_published_rows_can_fail(lesson):
    """`key` must see a wrong size, a wrong number of parameters, and a skip that comes from elsewhere."""
    row = lesson["published_summary"]()[25]  # the first resizing
    key = lesson["key"]
    assert key(row) != key(row | {"output_shape": [57, 56, 512]})
    assert key(row) != key(row | {"parameters": 1})
    assert key(row) != key(row | {"inputs": ["maxpooling2d_3"]})


def test_the_arithmetic_of_the_lesson():
    """The cell that walks 572 down to 388 gives the sizes of the paper."""
    names = {"sizes": sizes}
    exec(cell_with("size, way = 572"), names)
    assert names["way"][:3] == [572, 570, 568] and names["way"][-1] == 388


def test_all_ten_mistakes_are_there():
    prose = "\n".join(cells(6, "markdown"))
    assert all(f"**Bug {number}.**" in prose for number in range(1, 11))
    assert prose.count("<details><summary>The cause</summary>") == 10


def test_the_blur_and_its_threshold_are_tuned_inside_the_grid():
    """The rival of section 7: the best blur is inside the grid and as good as the lesson says."""
    import matplotlib.pyplot as plt

    names = {"np": np, "plt": plt, "few_greys": lambda image: image, "show_images": lambda *_: None}
    for words in ("noisy = (truth - 0.5", "def training_dice"):
        exec(cell_with(words), names)
    assert set(names["best"]) == {"blur", "level"} and 0.5 < names["best"]["blur"] < 4
    assert names["training_dice"](**names["best"]) > 0.95 > 0.5 > names["training_dice"](0.01, 0)


def test_dice_between_looks_at_its_band_only():
    names = {"np": np, "labels": np.ones((1, 256, 256), int), "middle": slice(64, 192)}
    exec(cell_with("def dice_between"), names)
    answer = np.ones((1, 128, 128, 1))
    answer[:, :2] = 0  # the two outermost rows are missed
    assert names["dice_between"](answer, 2, 64) == 1
    assert names["dice_between"](answer, 0, 2) < 0.9


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(77, 81))
def test_zeros_cost_what_the_lesson_says_in_other_images_too(seed):
    names = {"np": np, "sizes": sizes}
    exec(cell_with("zeros = predict_batch").replace("seed=77", f"seed={seed}"), names)
    for words in ("def dice_between", "bands = {"):
        exec(cell_with(words), names)
    cost = names["cost"]
    assert 0.015 < cost[0, 2] < 0.045 and 0.005 < cost[0, 4] < 0.025 and abs(cost[8, 64]) < 0.003


def test_template_matching_finds_every_disc():
    import matplotlib.pyplot as plt

    names = {"np": np, "plt": plt, "few_greys": lambda image: image, "show_images": lambda *_: None, "masks": {}}
    for words in ("noisy = (truth - 0.5", "match_template(image"):
        exec(cell_with(words), names)
    found, truth = names["masks"]["template matching"], names["truth"][16:] > 0
    assert found.shape == (40, 64, 64, 1) and np.array_equal(found, truth)
