"""`folders.stream`: the batches of `load` and `batches`, from any number of files."""

import sys

import numpy as np
import pytest
from PIL import Image

from unet_lessons.folders import load, report, stream
from unet_lessons.training import standardise


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    folder, rng = tmp_path_factory.mktemp("data"), np.random.default_rng(0)
    for name in ("images", "masks"):
        (folder / name).mkdir()
    for number in range(5):
        Image.fromarray(rng.integers(0, 256, (40, 30, 3), np.uint8)).save(folder / "images" / f"{number}.png")
        Image.fromarray((rng.random((40, 30)) > 0.7).astype(np.uint8) * 255).save(folder / "masks" / f"{number}.png")
    return report(folder / "images", folder / "masks")


def rows(batches, count):
    return [np.concatenate(parts) for parts in zip(*batches.take(count).as_numpy_iterator(), strict=True)]


def test_a_round_holds_each_pair_once_as_load_gives_it(found):
    images, masks, weights = rows(stream(found.pairs, found, 32, batch_size=5), 1)
    whole = load(found.pairs, found, 32)
    order = [int(np.abs(whole.images - image).max(axis=(1, 2, 3)).argmin()) for image in images]
    assert sorted(order) == list(range(5))
    assert np.array_equal(images, whole.images[order]) and np.array_equal(masks, whole.masks[order])
    assert np.array_equal(weights[..., 0], whole.weights[order]) and weights.min() == 0
    assert images.dtype == masks.dtype == weights.dtype == np.float32


def test_the_order_is_new_in_each_round_and_the_same_for_a_seed(found):
    first, again, other = (rows(stream(found.pairs, found, 16, batch_size=5, seed=seed), 3)[0] for seed in (1, 1, 2))
    assert np.array_equal(first, again) and not np.array_equal(first, other)
    assert not np.array_equal(first[:5], first[5:10])


def test_images_are_prepared_and_augmented(found):
    plain = rows(stream(found.pairs, found, 16, standardise, batch_size=5), 1)[0]
    assert np.allclose(plain.mean(axis=(1, 2, 3)), 0, atol=1e-4)
    changed, masks, weights = rows(stream(found.pairs, found, 16, standardise, batch_size=5, augmented=True), 1)
    assert not np.allclose(changed, plain) and set(np.unique(masks)) <= {0, 1} and set(np.unique(weights)) <= {0, 1}


def test_more_than_load_takes(found, monkeypatch):
    monkeypatch.setattr(sys.modules["unet_lessons.folders.load"], "MOST_BYTES", 2 * 32 * 32 * 3 * 4)
    with pytest.raises(ValueError, match="use stream in place of load"):
        load(found.pairs, found, 32)
    assert rows(stream(found.pairs * 100, found, 32), 3)[0].shape == (12, 32, 32, 3)


def test_what_cannot_be_streamed_is_said_at_once(found):
    with pytest.raises(ValueError, match="nothing to load"):
        stream([], found)
    with pytest.raises(FileNotFoundError):
        stream([found.pairs[0]._replace(image=found.pairs[0].image.with_name("gone.png"))], found)


def test_an_image_that_vanishes_while_it_trains_is_named(found, tmp_path):
    lost = found.pairs[0]._replace(image=tmp_path / "lost.png")
    with pytest.raises(Exception, match="lost.png"):
        rows(stream([found.pairs[1], lost], found, 16), 2)
