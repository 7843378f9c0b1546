"""Lesson 05: the learner's own functions agree with the package and Keras, and the shifts are as the lesson says."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from notebook_cells import cells

from unet_lessons import blocks, sizes
from unet_lessons.backend import keras
from unet_lessons.metrics import dice
from unet_lessons.plots.lesson_05 import show_placed

CELLS = cells(5)
layers = keras.layers
SHAPES = [(6, 5, 3, 2, 4), (9, 12, 1, 5, 3), (16, 7, 8, 1, 6)]  # height, width, channels of a and of b, filters
PAIRS = [(64, 56), (136, 104), (280, 200), (568, 392)]


@pytest.fixture(scope="module")
def lesson():
    """What the lesson's cells define: its functions and the grid. Nothing is shown.

    The test masks are three of 12×16 pixels, each with a rectangle, in place of the drawn cells.
    """
    masks = np.zeros((3, 12, 16, 1), bool)
    for number in range(3):
        masks[number, 3:8, number : number + 7] = True
    names = {"np": np, "keras": keras, "layers": layers, "blocks": blocks, "dice": dice, "test_masks": masks}
    for start in ("def conv", "def shift", "def crop", "grid = ", "def pool", "def score", "near_edge = ",
                  "def up_conv", "def my_decoder", "def decoder_block"):  # fmt: skip
        (cell,) = [cell for cell in CELLS if f"\n{start}" in f"\n{cell}"]
        exec(cell, names)
    return names


def runs(row):
    """Where the bright runs of a row begin and end: two arrays of columns."""
    change = np.diff(1 * (row > 0.5), prepend=0, append=0)
    return np.flatnonzero(change == 1), np.flatnonzero(change == -1)


def agree(mine, reference):
    reference = np.asarray(reference)
    assert mine.shape == reference.shape
    np.testing.assert_allclose(mine, reference, rtol=0, atol=1e-5 * max(1, np.abs(reference).max()))


@pytest.mark.parametrize("height, width, of_a, of_b, filters", SHAPES)
@pytest.mark.parametrize("size", [1, 3])
def test_concatenating_is_the_sum_of_two_convolutions(lesson, height, width, of_a, of_b, filters, size):
    rng = np.random.default_rng(height)
    a, b = rng.normal(size=(height, width, of_a)), rng.normal(size=(height, width, of_b))
    kernel = rng.normal(size=(size, size, of_a + of_b, filters))
    joined = layers.Concatenate()([a[None], b[None]])
    layer = layers.Conv2D(filters, size, use_bias=False)
    layer.build(joined.shape)
    layer.set_weights([kernel])
    conv = lesson["conv"]
    agree(conv(a, kernel[:, :, :of_a]) + conv(b, kernel[:, :, of_a:]), layer(joined)[0])


def test_adding_is_concatenating_with_equal_halves(lesson):
    rng = np.random.default_rng(1)
    a, b = rng.normal(size=(2, 7, 8, 3))
    half = rng.normal(size=(3, 3, 3, 4))
    conv = lesson["conv"]
    agree(conv(a + b, half), conv(np.concatenate([a, b], -1), np.concatenate([half, half], axis=2)))
    assert not np.allclose(conv(a + b, half), conv(np.concatenate([a, b], -1), np.concatenate([half, -half], axis=2)))


@pytest.mark.parametrize("have, want", [*PAIRS, (6, 4), (9, 3), (8, 8)])
def test_crop_is_that_of_the_package(lesson, have, want):
    maps = np.random.default_rng(have).random((have, have, 2), dtype="float32")
    cropped = lesson["crop"](maps, want)
    assert np.array_equal(cropped, blocks.centre_crop(maps[None], (want, want))[0])
    assert cropped.shape == (want, want, 2)


def test_sizes_of_the_published_network():
    steps = sizes.unet_steps()
    skips = [before.height for before, step in zip(steps, steps[1:], strict=False) if step.kind == "pool"]
    ups = [step.height for step in steps if step.kind == "up-conv"]
    assert list(zip(skips[::-1], ups, strict=True)) == PAIRS
    assert [(have - want) // 2 for have, want in PAIRS] == [4, 16, 40, 88]


@pytest.mark.parametrize("have, want", PAIRS)
def test_resizing_shifts(lesson, have, want):
    off = lesson["shift"](have, want)
    expected = (np.arange(want) + 0.5) * have / want - 0.5 - (np.arange(want) + (have - want) // 2)
    np.testing.assert_allclose(off, expected, atol=1e-3)
    assert abs(off[want // 2 - 1 : want // 2 + 1]).max() < 0.5
    assert (have - want) / 2 - 0.5 < -off[0] < (have - want) / 2


def test_the_square_moves_and_shrinks(lesson):
    skip = lesson["grid"][2:-2, 2:-2]
    cropped = lesson["crop"](skip[..., None], 392)[..., 0]
    resized = layers.Resizing(392, 392)(skip[None, :, :, None])[0, :, :, 0].numpy()
    begins, widths, spacings = [], [], []
    for image in (cropped, resized):
        begin, end = runs(image[80])
        widest = np.argmax(end - begin)
        begins.append(begin[widest])
        widths.append((end - begin)[widest])
        spacings.append(np.diff(runs(image[150])[0]).mean())
    assert begins == [10, 68]
    assert widths == [84, 58]
    assert spacings[0] == 80 and abs(spacings[1] - 80 * 392 / 568) < 0.5


def test_pool_is_that_of_keras(lesson):
    maps = np.random.default_rng(0).normal(size=(8, 6, 3)).astype("float32")
    assert np.array_equal(lesson["pool"](maps), layers.MaxPooling2D(2)(maps[None])[0])


@pytest.mark.parametrize("height, skip, of_below, filters", [(4, 10, 3, 2), (8, 20, 16, 8), (5, 10, 6, 3)])
def test_decoder_by_hand_in_keras_and_in_the_package(lesson, height, skip, of_below, filters):
    below, beside = keras.Input((height, height, of_below)), keras.Input((skip, skip, filters))
    own = keras.Model([below, beside], lesson["decoder_block"](below, beside, filters))
    packaged = keras.Model([below, beside], blocks.decoder_block(below, beside, filters))
    rng = np.random.default_rng(height)
    weights = [rng.normal(size=w.shape) for w in packaged.weights]
    own.set_weights(weights)
    packaged.set_weights(weights)
    maps = [rng.normal(size=(1, *shape.shape[1:])).astype("float32") for shape in (below, beside)]
    reference = packaged(maps)[0]
    agree(np.asarray(own(maps)[0]), reference)
    agree(lesson["my_decoder"](maps[0][0], maps[1][0], weights), reference)


def test_up_convolution_by_hand(lesson):
    rng = np.random.default_rng(2)
    maps, kernel = rng.normal(size=(3, 5, 4)), rng.normal(size=(2, 2, 6, 4))
    layer = layers.Conv2DTranspose(6, 2, strides=2, use_bias=False)
    layer.build((1, 3, 5, 4))
    layer.set_weights([kernel])
    agree(lesson["up_conv"](maps, kernel), layer(maps[None].astype("float32"))[0])


def test_cells_and_dice_are_those_of_the_package():
    code = "\n".join(CELLS)
    assert "def make_cells" not in code and "def dice" not in code
    assert "make_cells(160, size=64, seed=0)" in code and "make_cells(40, seed=1000)" in code


def test_near_an_edge_is_at_most_two_pixels_away(lesson):
    masks, near = lesson["test_masks"], lesson["near_edge"]
    assert near.shape == masks.shape and near.dtype == bool
    for number, row, column in np.argwhere(masks[..., 0] >= 0):
        around = masks[number, max(0, row - 2) : row + 3, max(0, column - 2) : column + 3]
        assert near[number, row, column, 0] == (around.any() and not around.all())


def test_score_is_the_mean_of_dice(lesson):
    score, masks, near = lesson["score"], lesson["test_masks"], lesson["near_edge"]
    assert score(masks) == 1 and score(masks, near) == 1 and score(~masks) == 0
    grown = masks.copy()
    grown[0, 8, :7] = True  # one row of 7 pixels more than the 5·7 that are right
    np.testing.assert_allclose(score(grown), (2 * 35 / (35 + 42) + 1 + 1) / 3, rtol=1e-6)
    assert score(grown, near) < score(grown) < score(grown, ~near) + 1e-6


# The figures


def test_a_resized_square_leaves_its_frame(lesson):
    skip = lesson["grid"][2:-2, 2:-2]
    figure = show_placed(skip, skip[88:-88, 88:-88], skip[:392, :392], (10, 10, 84, 84))
    (axes,) = figure.axes
    names = ["skip, 568²", "from below, 392²", "skip, cropped, 392²", "skip, resized, 392²"]
    assert [text.get_text() for text in axes.texts] == names
    spans = [image.get_extent() for image in axes.images]
    assert [right - left for left, right, _, _ in spans] == [568, 392, 392, 392]  # one scale
    assert [patch.get_width() for patch in axes.patches] == [392, 84, 84, 84]
    assert len(figure.legends[0].texts) == 2
    plt.close(figure)
    with pytest.raises(ValueError, match="must be alike"):
        show_placed(skip, skip[:392, :392], skip[:384, :384], (0, 0, 1, 1))
