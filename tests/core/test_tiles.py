"""`unet_lessons.tiles` and `tile_plan`: tile by tile equals all at once."""

import subprocess
import sys
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unet_lessons import sizes
from unet_lessons.backend import keras
from unet_lessons.blocks import unet_model
from unet_lessons.tile_plan import Span, depth_of, exact_overlap, mirrored, plan_tiles
from unet_lessons.tiles import checked_image, predict_tiles, read_tile, standardiser
from unet_lessons.training import standardise

TOLERANCE = 1e-5


@cache
def make(size, depth=2, padding="same", classes=2, channels=1, skips="cropped"):
    """A small model with random weights, which are the same for every size of the model."""
    keras.utils.set_random_seed(depth)
    shape = (size, size) if isinstance(size, int) or size is None else size
    model = unet_model((*shape, channels), classes, base_filters=2, depth=depth, padding=padding, skips=skips)
    for weight in model.trainable_variables:
        if weight.name == "bias":
            weight.assign(np.random.default_rng(1).normal(0, 0.3, weight.shape))  # else zeros stay zeros
    return model


def draw(height, width, channels=1, seed=0):
    return np.random.default_rng(seed).random((height, width, channels), dtype=np.float32)


def all_at_once(model, image, depth, padding, overlap=0):
    """The whole mirrored image in one pass through the same weights."""
    border = sizes.border_lost(depth, padding)
    margins, shape = [], []
    for size in image.shape[:2]:
        taken = sizes.nearest_valid_sizes(size + 2 * border + 2 * overlap, depth, padding)[1]
        shape.append(taken)
        margins.append((border + overlap, taken - size - border - overlap))
    whole = make(tuple(shape), depth, padding, model.output_shape[-1], model.input_shape[-1])
    whole.set_weights(model.get_weights())
    answer = whole.predict_on_batch(np.pad(image, (*margins, (0, 0)), mode="reflect")[None])[0]
    return answer[overlap : overlap + image.shape[0], overlap : overlap + image.shape[1]]


# The plan, without any network


class Sizes:
    """A stand-in for a model of which only the sizes matter."""

    def __init__(self, taken, answered, depth=0):
        self.input_shape, self.output_shape = (None, taken, taken, 1), (None, answered, answered, 1)
        self.layers = [keras.layers.MaxPooling2D() for _ in range(depth)]


@settings(max_examples=50)
@given(st.data(), st.integers(1, 900), st.integers(1, 900), st.integers(0, 4), st.booleans())
def test_every_pixel_is_written_once(data, height, width, depth, fixed):
    grid = 2**depth
    overlap = data.draw(st.integers(0, 40))
    tile = data.draw(st.integers(1, 12)) * grid - (-2 * overlap) // grid * grid
    border = data.draw(st.integers(0, 20)) if fixed else 0
    taken = tile + 2 * border
    model = Sizes(taken, tile, depth) if fixed else Sizes(None, None, depth)
    count = [np.zeros(size, int) for size in (height, width)]
    for spans, written in zip(plan_tiles(model, height, width, None if fixed else tile, overlap), count, strict=True):
        for span in spans:
            written[span.start : span.stop] += 1
            assert span.start < span.stop
            assert span.taken == taken if fixed else span.taken <= tile and span.taken % grid == 0
            assert (span.read - spans[0].read) % grid == 0  # all are pooled alike
            assert span.start - span.read == border + overlap and span.skip == overlap
            assert span.stop + overlap + border <= span.read + span.taken
    assert all((written == 1).all() for written in count)


@given(st.integers(1, 30), st.integers(0, 70), st.integers(0, 70))
def test_mirrored_as_numpy_does(size, before, after):
    padded = np.pad(np.arange(size), (before, after), mode="reflect")
    assert np.array_equal(mirrored(-before, before + size + after, size), padded)


def test_tiles_are_balanced():
    """An image slightly larger than a tile is not cut into a tile and a thin strip."""
    rows, columns = plan_tiles(Sizes(None, None, 3), 1010, 300, tile=1024 + 96)
    assert [(span.start, span.stop) for span in rows] == [(0, 1010)]
    rows, _ = plan_tiles(Sizes(None, None, 3), 1100, 300, tile=1024 + 96)
    assert [span.stop - span.start for span in rows] == [552, 548]
    assert columns == [Span(-48, 304 + 96, 0, 300, 48)]


@pytest.mark.parametrize("depth", [1, 2, 3, 4])
def test_exact_overlap_is_as_far_as_one_can_see(depth):
    overlap = exact_overlap(depth)
    assert overlap % 2**depth == 0
    assert 0 <= overlap - sizes.border_lost(depth) <= 4
    # the pixels of one pooling cell see as far as its first pixel to the one side, and as its last to the other
    assert max(sizes.output_receptive_field(depth)) <= 2 * overlap + 2**depth


def test_exact_overlap_is_what_gradients_see():
    """With positive weights only, a pixel has a gradient wherever it can see."""
    import tensorflow as tf

    model = make(64, depth=2)
    for weight in model.trainable_variables:
        weight.assign(np.full(weight.shape, 0.1))
    logits = keras.Model(model.input, model.layers[-1].input)
    image = tf.ones((1, 64, 64, 1))
    with tf.GradientTape() as tape:
        tape.watch(image)
        value = tf.reduce_sum(logits(image)[0, 32, 32])
    seen = np.flatnonzero(np.abs(tape.gradient(value, image)[0, :, :, 0]).sum(axis=0))
    make.cache_clear()
    assert exact_overlap(2) - 4 < 32 - seen.min() <= exact_overlap(2)
    assert seen.max() - 32 <= exact_overlap(2)


# Tile by tile equals all at once

small = st.integers(1, 90)


@pytest.mark.slow
@settings(max_examples=8)
@given(small, small, st.integers(1, 3))
def test_valid_padding_equals_all_at_once(height, width, depth):
    model = make(sizes.nearest_valid_sizes(12 * 2**depth + 12, depth)[1], depth, "valid")
    image = draw(height, width)
    answer = predict_tiles(model, image)
    assert answer.shape == (height, width, 2) and answer.dtype == np.float32
    assert np.abs(answer - all_at_once(model, image, depth, "valid")).max() < TOLERANCE


@pytest.mark.slow
@settings(max_examples=8)
@given(small, small, st.integers(1, 3), st.integers(1, 4))
def test_same_padding_equals_all_at_once(height, width, depth, cells):
    model, overlap = make(None, depth), exact_overlap(depth)
    image = draw(height, width)
    answer = predict_tiles(model, image, tile=2 * overlap + cells * 2**depth)
    assert np.abs(answer - all_at_once(model, image, depth, "same", overlap)).max() < TOLERANCE


@pytest.mark.parametrize("overlap", [24, 31])
def test_any_overlap_that_is_large_enough_is_exact(overlap):
    model, image = make(None), draw(70, 51)
    answer = predict_tiles(model, image, overlap=overlap, tile=2 * overlap + 12)
    assert np.abs(answer - all_at_once(model, image, 2, "same", overlap)).max() < TOLERANCE


def test_models_of_fixed_size_with_same_padding():
    image = draw(70, 51)
    assert predict_tiles(make(32), image).shape == (70, 51, 2)  # a quarter of the tile: not exact, and no error
    (row, *_), _ = plan_tiles(make(32), 70, 51)
    assert row.skip == 8
    answer = predict_tiles(make(64), image, overlap=24)
    assert np.abs(answer - all_at_once(make(64), image, 2, "same", 24)).max() < TOLERANCE


def test_seams_without_overlap_go_with_it():
    """The wrong way first: near the tiles' edges the prediction differs, less so with more overlap."""
    model, image = make(None), draw(96, 96)
    exact = predict_tiles(model, image)
    errors = [np.abs(predict_tiles(model, image, tile=32 + 2 * m, overlap=m) - exact) for m in (0, 4, 8, 16, 24)]
    largest = [error.max() for error in errors]
    assert largest == sorted(largest, reverse=True)
    assert largest[0] > 1e-2 and largest[-1] < TOLERANCE
    seam, middle = errors[0][31:33].mean(), errors[0][44:52, 44:52].mean()
    assert seam > 3 * middle


def test_tiles_off_the_grid_are_pooled_otherwise():
    """The reason why tiles start at multiples of 2**depth: a shift by one pixel changes every value."""
    model, image = make(None), draw(80, 80)
    here = predict_tiles(model, image)
    moved = predict_tiles(model, image[1:])
    assert np.abs(here[30:50, 30:50] - moved[29:49, 30:50]).max() > 1e-3
    moved = predict_tiles(model, image[4:])
    assert np.abs(here[30:50, 30:50] - moved[26:46, 30:50]).max() < TOLERANCE


# Images, masks, options


@pytest.mark.parametrize(("kind", "white"), [(np.uint8, 255), (np.uint16, 65535)])
def test_whole_numbers_are_scaled_tile_by_tile(kind, white):
    image = (draw(50, 40) * white).astype(kind)
    answer = predict_tiles(make(None), image, tile=60)
    assert np.abs(answer - predict_tiles(make(None), image / np.float32(white))).max() < TOLERANCE


def test_memmaps_in_and_out(tmp_path):
    image = np.memmap(tmp_path / "image", np.uint8, "w+", shape=(50, 40, 3))
    image[:] = draw(50, 40, 3) * 255
    out = np.memmap(tmp_path / "answer", np.float16, "w+", shape=(50, 40, 2))
    answer = predict_tiles(make(None, channels=3), image, tile=60, out=out)
    assert answer is out
    assert np.abs(out - predict_tiles(make(None, channels=3), np.array(image))).max() < 1e-3


@pytest.mark.parametrize("classes", [1, 3])
def test_labels(classes):
    model, image = make(None, classes=classes), draw(50, 40)
    probabilities = predict_tiles(model, image)
    if classes == 1:  # move the answers, so that about half of them are above 0.5
        median = np.median(probabilities)
        model.get_layer("output").bias.assign_sub([np.log(median / (1 - median))])
        probabilities = predict_tiles(model, image)
    mask = predict_tiles(model, image, labels=True)
    assert mask.shape == (50, 40) and mask.dtype == np.uint8
    expected = probabilities.argmax(-1) if classes > 1 else probabilities[:, :, 0] > 0.5
    assert np.array_equal(mask, expected) and len(np.unique(mask)) > 1


def test_standardiser_is_standardise_of_the_whole():
    image = draw(50, 40, 3) ** 2
    for given_image in (image, (image * 255).astype(np.uint8)):
        whole = given_image / np.float32(255) if given_image.dtype == np.uint8 else given_image
        tile = standardiser(given_image)(whole[10:30, 5:25])
        assert np.abs(tile - standardise(whole)[10:30, 5:25]).max() < 1e-4
    assert np.array_equal(standardiser(np.full((9, 9), 0.3))(np.full((4, 4, 1), 0.3, np.float32)), np.zeros((4, 4, 1)))


def test_standardising_each_tile_makes_seams():
    """The wrong way: each tile has a different mean."""
    image = draw(96, 96) * np.linspace(0, 1, 96, dtype=np.float32)[:, None]
    model = make(None)
    right = predict_tiles(model, image, tile=60, prepare=standardiser(image))
    assert np.abs(right - predict_tiles(model, standardise(image), tile=80)).max() < 1e-4
    wrong = predict_tiles(model, image, tile=60, prepare=standardise)
    assert np.abs(wrong - right).max() > 0.01


def test_read_tile_mirrors_the_border():
    image = draw(9, 7)
    tile = read_tile(image, Span(-4, 20, 0, 9, 0), Span(-8, 24, 0, 7, 0))
    assert np.array_equal(tile, np.pad(image, ((4, 7), (8, 9), (0, 0)), mode="reflect"))


def test_models_inside_models_are_looked_into():
    inner = make(None)
    inputs = keras.Input((None, None, 1))
    outer = keras.Model(inputs, inner(inputs))
    assert depth_of(outer) == depth_of(inner) == 2
    assert np.abs(predict_tiles(outer, draw(40, 40)) - predict_tiles(inner, draw(40, 40))).max() < TOLERANCE


# What does not fit


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"image": draw(9, 9, 3)}, "3 channels and the model takes 1"),
        ({"image": draw(9, 9)[None]}, "without the batch axis"),
        ({"image": np.zeros((0, 9))}, "at least one pixel"),
        ({"image": np.zeros((9, 9), int)}, "give uint8"),
        ({"image": np.full((9, 9), np.nan)}, "NaN"),
        ({"tile": 40}, "a tile of 52 or more, or an overlap of 18 at most"),
        ({"tile": 3, "overlap": 0}, "a tile of 4 or more"),
        ({"tile": 0}, "tile is 0"),
        ({"tile": 60.0}, "tile is 60.0"),
        ({"overlap": -1}, "overlap is -1"),
        ({"prepare": lambda tile: tile[1:]}, "the shape must not change"),
        ({"prepare": lambda tile: tile / 0}, "gave NaN"),
        ({"out": np.zeros((9, 9, 1), np.float32)}, r"\(9, 9, 2\) of float"),
        ({"out": np.zeros((9, 9), np.float32), "labels": True}, r"\(9, 9\) of whole numbers"),
        ({"out": [1]}, "out is list"),
        ({"model": make(64), "tile": 32}, "leave tile out"),
        ({"model": make(32), "overlap": 16}, "open height and width, or an overlap of 14 at most"),
        ({"model": keras.Sequential([keras.Input((8,)), keras.layers.Dense(2)])}, "on both sides"),
        ({"model": None}, "takes None"),
        (
            {"model": keras.Sequential([keras.Input((None, None, 1)), keras.layers.Conv2D(1, 3)])},
            "must keep the size",
        ),
        ({"model": keras.Sequential([keras.Input((8, 8, 1)), keras.layers.UpSampling2D()])}, "do not enlarge"),
    ],
)
@pytest.mark.filterwarnings("ignore:divide by zero|invalid value")
def test_what_does_not_fit_is_said(change, words):
    arguments = {"model": make(None), "image": draw(9, 9)} | change
    with pytest.raises(ValueError, match=words):
        predict_tiles(**arguments)


def test_answer_over_the_image_is_refused():
    image = draw(40, 40)
    with pytest.raises(ValueError, match="memory with the image"):
        predict_tiles(make(None, classes=1), image, out=image)


def test_image_is_not_copied_and_stays_as_it_is():
    image = draw(40, 40)
    before = image.copy()
    assert np.shares_memory(checked_image(image), image)
    predict_tiles(make(None), image, prepare=lambda tile: np.subtract(tile, 1, out=tile))
    assert np.array_equal(image, before)


# `resource.getrusage` would not do: its peak takes in that of the program that starts this one.
PEAK = """
import re, sys
from pathlib import Path
import numpy as np
from unet_lessons.blocks import unet_model
from unet_lessons.tiles import predict_tiles

model = unet_model((None, None, 3), 1, base_filters=2, depth=1, padding="same")
height, width = int(sys.argv[1]), int(sys.argv[2])
image = np.full((height, width, 3), 7, np.uint8)
mask = predict_tiles(model, image, tile=256, labels=True)
peak = 1024 * int(re.search(r"VmHWM:\\s*(\\d+) kB", Path("/proc/self/status").read_text())[1])
print(peak - image.nbytes - mask.nbytes)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the peak is read from /proc")
def test_memory_does_not_grow_with_the_image():
    """1 and 24 megapixels: apart from the image and the result, both need about the same memory.

    What the allocator keeps from tile to tile varies by some 10 MB. A copy of the large image as float32 takes 288 MB.
    """
    one, many = (
        int(subprocess.run([sys.executable, "-c", PEAK, *size], capture_output=True, check=True, text=True).stdout)
        for size in (("1000", "1000"), ("4000", "6000"))
    )
    assert many - one < 150e6 and many < 1e9
