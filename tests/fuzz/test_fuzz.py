"""Random and damaged inputs: nothing but the documented errors, no hang, and nothing of the caller's is changed.

`make fuzz` tries 20,000 and more; `make test` the first few of each kind. An input is made from its kind and number
alone, so the name of a failed one is all that it takes to make it again.
"""

import os
import time
from io import BytesIO

import numpy as np
import pytest
import tifffile
from PIL import Image

from unet_lessons import sizes
from unet_lessons.augmentation import augment
from unet_lessons.backend import keras
from unet_lessons.blocks import unet_model
from unet_lessons.diagnose import diagnose
from unet_lessons.folders import load, predict_folder, predict_labels, read_mask, report
from unet_lessons.images import load_image, save_mask
from unet_lessons.metrics import dice, dice_per_class, object_scores
from unet_lessons.predict import back_to_image, fit_image, predict_batch, to_labels
from unet_lessons.scribbles.strokes import check_strokes, draw_strokes
from unet_lessons.tiles import predict_tiles
from unet_lessons.training import batches, separate_touching, standardise, weight_map

SHARE = float(os.environ.get("FUZZ", "0.02"))  # of the inputs; `make fuzz` sets 1
SECONDS = 2  # of processor time that one input may take
DOCUMENTED = (ValueError, FileNotFoundError, FileExistsError)


def numbers(count):
    return range(max(5, round(count * SHARE)))


def encoded(write, *options, **named):
    file = BytesIO()
    write(file, *options, **named)
    return file.getvalue()


def whole_files():
    """Small files of every kind that is read: (ending, content)."""
    rng = np.random.default_rng(0)
    colour, grey = rng.integers(0, 256, (20, 24, 3), np.uint8), rng.integers(0, 3, (20, 24)).astype(np.uint8)
    pages = [Image.fromarray(grey), Image.fromarray(grey * 90)]
    for kind in ("PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP", "PPM", "TGA", "JPEG2000"):
        yield kind.lower().replace("jpeg2000", "jp2"), encoded(Image.fromarray(colour).save, kind)
    yield "png", encoded(Image.fromarray(grey).save, "PNG")
    yield "png", encoded(Image.fromarray(grey.astype(np.uint16) * 999).save, "PNG")
    yield "png", encoded(Image.fromarray(np.dstack([colour, grey * 127])).save, "PNG")
    yield "png", encoded(Image.fromarray(grey).convert("P").save, "PNG")
    yield "tif", encoded(pages[0].save, "TIFF", save_all=True, append_images=pages[1:])
    yield "tif", encoded(Image.fromarray(colour).save, "TIFF", compression="tiff_lzw")
    of_numpy = [colour.astype("u2") * 200, grey.astype("i8"), grey / 3, grey.astype("f4"), grey.astype("i2") - 1]
    for array in [*of_numpy, np.dstack([colour, colour[..., :2]]), np.dstack([colour, grey])]:
        rgb = {"photometric": "rgb"} if array.ndim == 3 else {}
        yield "tif", encoded(tifffile.imwrite, array, **rgb)
    yield "tif", encoded(tifffile.imwrite, grey, compression="zlib", bigtiff=True)


FILES = list(whole_files())


def damaged(number):
    """A file of some kind with some bytes changed, cut, doubled or moved: (ending, content)."""
    rng = np.random.default_rng([1, number])
    ending, content = FILES[number % len(FILES)]
    data = np.frombuffer(content, np.uint8).copy()
    way = rng.integers(6)
    if way == 0:
        return ending, content[: rng.integers(len(content))]
    if way == 1:
        start, stop = sorted(rng.integers(0, len(content), 2))
        return ending, content[:stop] + content[start:]
    if way == 2:
        other = FILES[rng.integers(len(FILES))][1]
        return ending, content[: rng.integers(len(content))] + other[rng.integers(len(other)) :]
    positions = rng.integers(0, len(data) if way % 2 else min(len(data), 96), 1 + rng.integers(9))
    data[positions] = (
        rng.choice([0, 1, 127, 128, 255, 256 + 7], len(positions)).astype(np.uint8)
        if way > 3
        else (rng.integers(0, 256, len(positions)))
    )
    return ending, data.tobytes()


def tried(function, *inputs, **named):
    """What a function gives, or None for a documented error with a message; inputs are unchanged, and it is quick."""
    kept = [value.copy() if isinstance(value, np.ndarray) else value for value in inputs]
    start = time.process_time()
    try:
        given = function(*inputs, **named)
    except DOCUMENTED as error:
        assert len(str(error)) > 10 and str(error).isprintable() or "\n" in str(error), repr(error)
        given = None
    assert time.process_time() - start < SECONDS, "too slow"
    for value, before in zip(inputs, kept, strict=True):
        if isinstance(value, np.ndarray):
            assert value.dtype == before.dtype and value.tobytes() == before.tobytes(), "an input was changed"
    return given


@pytest.mark.parametrize("start", numbers(400))
def test_damaged_files(tmp_path, start):
    """Twenty-five damaged files, each read as an image and as a mask."""
    for number in range(25 * start, 25 * start + 25):
        ending, content = damaged(number)
        path = tmp_path / f"a.{ending}"
        path.write_bytes(content)
        image, mask = tried(load_image, path), tried(read_mask, path)
        assert path.read_bytes() == content, number
        if image is not None:
            assert image.dtype == np.float32 and image.ndim == 3 and image.shape[2] == 3, number
            assert 0 <= image.min() and image.max() <= 1, number
        if mask is not None:
            assert mask.dtype.kind in "iu" and mask.ndim in (2, 3), number


@pytest.fixture(scope="module")
def models():
    """Small networks with random weights: of fixed and of open size, of one and of three channels."""
    keras.utils.set_random_seed(0)
    same = {"base_filters": 2, "depth": 1, "padding": "same"}
    return [
        unet_model((16, 16, 1), 2, **same),
        unet_model((None, None, 3), 3, **same),
        unet_model((None, None, 1), 1, **same),
    ]


OPTIONS = {}, {"classes": "objects"}, {"classes": {0: 0, 255: 1}, "nearest": True}, {"upright": False}


@pytest.mark.parametrize("start", numbers(100))
def test_damaged_folders(tmp_path, models, start):
    """Ten folders of three pairs, of which some files are damaged, misnamed or of other kinds."""
    for number in range(10 * start, 10 * start + 10):
        rng = np.random.default_rng([2, number])
        folder = tmp_path / str(number)
        for side in ("images", "masks"):
            (folder / side).mkdir(parents=True)
            for pair in range(3):
                whole = FILES[rng.integers(len(FILES))]
                ending, content = damaged(int(rng.integers(10**6))) if rng.random() < 0.4 else whole
                other = rng.choice(["_mask", "_1", "_raw", "x"])
                name = f"p{pair}" + (other if rng.random() < 0.25 else "")
                (folder / side / f"{name}.{ending}").write_bytes(content)
        before = {path: path.read_bytes() for path in folder.rglob("*.*")}
        options = OPTIONS[number % len(OPTIONS)]
        found = tried(report, folder / "images", folder / "masks", **options)
        if found is not None:
            assert str(found) and all(line.isprintable() for line in found.faults + found.warnings)
            if found.pairs:
                tried(load, found.pairs, found, 16)
        done = tried(predict_folder, models[number % 3], folder / "images", tmp_path / f"out{number}")
        assert done.saved or done.skipped
        assert before == {path: path.read_bytes() for path in folder.rglob("*.*")}


KINDS = ["?", "u1", "i1", "u2", "i2", "i4", "i8", "u8", "f2", "f4", "f8", "c8", "O", "U3"]


def some_array(rng):
    """An array of any kind, shape and contents, small."""
    shape = tuple(rng.choice([0, 1, 1, 2, 3, 3, 4, 5, 8, 16, 16, 17], rng.choice([0, 1, 2, 2, 3, 3, 4, 4, 5])).tolist())
    kind = rng.choice(KINDS)
    if kind not in ("f2", "f4", "f8"):
        return np.asarray(rng.integers(0, rng.choice([2, 256]), shape)).astype(kind)
    array = np.asarray(rng.normal(0.5, rng.choice([0.1, 10]), shape)).astype(kind)
    array = np.clip(array, 0, 1) if rng.random() < 0.5 else array
    if array.size and rng.random() < 0.3:
        array.flat[rng.integers(array.size)] = rng.choice([np.nan, np.inf, -np.inf, 3e4])
    return array


def on_arrays(models):
    """Functions that take arrays of the learner's, with what else they need: each takes two arrays and a number."""
    region = fit_image(np.zeros((9, 8, 3), np.float32), models[0])[1] if models else None
    return {
        "load_image": lambda one, other, n: tried(load_image, one),
        "dice": lambda one, other, n: tried(dice, one, other),
        "dice_per_class": lambda one, other, n: tried(dice_per_class, [one], [other], 3),
        "object_scores": lambda one, other, n: tried(object_scores, one, other),
        "to_labels": lambda one, other, n: tried(to_labels, one),
        "standardise": lambda one, other, n: tried(standardise, one),
        "batches": lambda one, other, n: tried(batches, one, other),
        "separate_touching": lambda one, other, n: tried(separate_touching, one),
        "weight_map": lambda one, other, n: tried(weight_map, one),
        "augment": lambda one, other, n: tried(augment, one, other),
        "fit_image": lambda one, other, n: tried(fit_image, one, models[n % 3]),
        "predict_batch": lambda one, other, n: tried(predict_batch, models[n % 3], one),
        "predict_labels": lambda one, other, n: tried(predict_labels, models[n % 3], one),
        "predict_tiles": lambda one, other, n: tried(predict_tiles, models[n % 3], one, tile=1 + n % 40),
        "back_to_image": lambda one, other, n: tried(back_to_image, one, region),
        "diagnose": lambda one, other, n: tried(diagnose, models[n % 3], one, other),
    }


@pytest.mark.parametrize("name", list(on_arrays([])))
def test_arrays(models, name):
    """Arrays of every kind, shape and contents."""
    function = on_arrays(models)[name]
    for number in numbers(500):
        rng = np.random.default_rng([3, number])
        one, other = some_array(rng), some_array(rng)
        other = one.copy() if rng.random() < 0.5 else other
        try:
            function(one, other, number)
        except Exception as error:
            raise AssertionError(f"number {number}: {one.dtype} {one.shape}, {other.dtype} {other.shape}") from error


ODD = [0, 1, -1, 2, 3, 4, 5, 7, 12, 13, 572, 2.5, "4", None, True, 10**6, 10**12, float("nan"), (4,), "same", "VALID"]
STROKE_PARTS = [
    0,
    1,
    255,
    -1,
    1e7,
    1e300,
    float("nan"),
    float("inf"),
    None,
    "1",
    [],
    [[1, 2]],
    [[1, 2], [3, 4]],
    [[1]],
    {},
]


def test_sizes_and_networks():
    """Numbers where sizes, depths and filters are wanted."""
    for number in numbers(1000):
        rng = np.random.default_rng([5, number])
        size, depth, padding, filters = (ODD[rng.integers(len(ODD))] for _ in range(4))
        for function in (sizes.check_size, sizes.nearest_valid_sizes):
            tried(function, size, depth if rng.random() < 0.5 else 2, padding if rng.random() < 0.5 else "same")
        if number % 20 == 0:
            tried(unet_model, (size, size, 1), filters, base_filters=2, depth=depth, padding="same")


def test_strokes():
    """What a file or a program may hold in place of strokes."""
    for number in numbers(2000):
        rng = np.random.default_rng([6, number])
        stroke = {
            key: STROKE_PARTS[rng.integers(len(STROKE_PARTS))]
            for key in ("label", "width", "points")
            if rng.random() < 0.95
        }
        if rng.random() < 0.5:
            stroke |= {"points": [[1, 2], [30, 4]]}
        tried(check_strokes, [stroke] if rng.random() < 0.9 else stroke)
        tried(draw_strokes, [stroke], STROKE_PARTS[rng.integers(len(STROKE_PARTS))] if rng.random() < 0.2 else 20, 30)


def test_masks_to_save(tmp_path):
    for number in numbers(500):
        rng = np.random.default_rng([7, number])
        path = tmp_path / f"m{number}.png"
        saved = tried(save_mask, some_array(rng), path, int(rng.integers(0, 300)))
        assert path.exists() == (saved is not None)
        path.unlink(missing_ok=True)
    assert not list(tmp_path.iterdir())
