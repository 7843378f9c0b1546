"""Scribbles: strokes as pixels and as files, and a network that learns from them."""

import json

import numpy as np
import pytest

from unet_lessons.baselines import chain_model
from unet_lessons.scribbles import training
from unet_lessons.scribbles.strokes import check_strokes, draw_strokes, example, load_strokes, save_strokes
from unet_lessons.scribbles.training import network_labels, predict_scribbles, train_on_crops, train_on_scribbles
from unet_lessons.training import standardise

CAT = {"label": 1, "width": 3, "points": [[4, 5], [10, 5]]}
NOT_CAT = {"label": 0, "width": 1, "points": [[0, 0], [0, 9]]}
NAMES = ("chelsea", "astronaut", "coffee")


def iou(one, other):
    return (one & other).sum() / (one | other).sum()


# Strokes as pixels


def test_a_stroke_labels_the_pixels_along_it():
    labels = draw_strokes([CAT, NOT_CAT], 12, 16)
    assert labels.shape == (12, 16) and labels.dtype == np.int16
    assert (labels[4:7, 4:11] == 1).all() and (labels[:10, 0] == 0).all()
    assert (labels == 1).sum() <= 3 * 9 and (labels == 0).sum() == 10
    assert set(np.unique(labels)) == {-1, 0, 1}


def test_nothing_drawn():
    assert (draw_strokes([], 3, 5) == -1).all()


def test_a_single_point_is_a_dot():
    assert draw_strokes([CAT | {"width": 1, "points": [[0, 0]]}], 2, 2).tolist() == [[1, -1], [-1, -1]]
    labels = draw_strokes([{"label": 2, "width": 5, "points": [[10, 10]]}], 21, 21)
    assert labels[10, 10] == 2 and 12 <= (labels == 2).sum() <= 25
    assert np.array_equal(labels, labels.T) and np.array_equal(labels, labels[::-1])


def test_the_later_stroke_counts_and_what_is_outside_is_cut_off():
    over = {"label": 0, "width": 3, "points": [[4, 5], [99, 5]]}
    labels = draw_strokes([CAT, over], 12, 16)
    assert (labels[5, 4:] == 0).all()


def test_wide_strokes_have_their_width():
    labels = draw_strokes([{"label": 1, "width": 9, "points": [[10, 20], [50, 20]]}], 41, 61)
    assert (labels[:, 30] == 1).sum() == 9


@pytest.mark.parametrize(
    "stroke, words",
    [
        ("cat", "must look like"),
        ({"label": 1, "points": [[1, 2]]}, "must look like"),
        ({"label": 1, "width": 3, "points": [[1, 2, 3]]}, "must look like"),
        ({"label": -1, "width": 3, "points": [[1, 2]]}, "label -1"),
        ({"label": 0.5, "width": 3, "points": [[1, 2]]}, "label 0.5"),
        ({"label": 255, "width": 3, "points": [[1, 2]]}, "label 255"),
        ({"label": "1", "width": 3, "points": [[1, 2]]}, "label"),
        ({"label": 1, "width": 0, "points": [[1, 2]]}, "width above 0"),
        ({"label": 1, "width": 3, "points": []}, "at least one point"),
        ({"label": 1, "width": 3, "points": [[1, float("nan")]]}, "finite"),
    ],
)
def test_what_is_no_stroke_is_refused_by_its_number(stroke, words):
    with pytest.raises(ValueError, match="stroke 2") as error:
        check_strokes([CAT, stroke])
    assert words in str(error.value)


def test_a_image_without_pixels_is_refused():
    with pytest.raises(ValueError, match="height is 0"):
        draw_strokes([CAT], 0, 5)


# Strokes as files


def test_saved_strokes_come_back(tmp_path):
    path = save_strokes([CAT, NOT_CAT], tmp_path / "cat.json")
    assert load_strokes(path) == check_strokes([CAT, NOT_CAT])
    assert save_strokes([CAT, NOT_CAT], path) == path, "the same strokes again: nothing is lost"
    with pytest.raises(FileExistsError, match="overwrite=True"):
        save_strokes([CAT], path)
    assert len(load_strokes(path)) == 2
    save_strokes([CAT], path, overwrite=True)
    assert len(load_strokes(path)) == 1


@pytest.mark.parametrize("text", ["", "{", "{}", "3", '["cat"]', '[{"label": 1}]', '"strokes"', "[NaN]"])
def test_files_without_strokes_are_refused_by_name(tmp_path, text):
    path = tmp_path / "broken.json"
    path.write_text(text, "utf-8")
    with pytest.raises(ValueError, match="broken.json contains no strokes"):
        load_strokes(path)
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ValueError, match="broken.json contains no strokes"):
        load_strokes(path)


# The examples


@pytest.mark.parametrize("name", NAMES)
def test_the_strokes_of_an_example_lie_inside_its_outline_or_outside(name):
    image, strokes, outline = example(name)
    assert image.dtype == np.float32 and outline.dtype == bool and outline.shape == image.shape[:2]
    labels = draw_strokes(strokes, *outline.shape)
    assert outline[labels == 1].all() and not outline[labels == 0].any()
    assert np.mean(labels >= 0) < 0.06
    assert json.loads(json.dumps(strokes)) == strokes
    assert 0.2 < outline.mean() < 0.8


def test_other_examples_are_refused():
    with pytest.raises(ValueError, match="chelsea, astronaut, coffee"):
        example("dog")


# Training


@pytest.fixture(scope="module")
def tiny():
    """An image of a bright disc on a dark, noisy background, three strokes, and the mask of the disc."""
    down, across = np.mgrid[:48, :64]
    disc = (down - 24) ** 2 + (across - 30) ** 2 < 15**2
    noise = np.random.default_rng(0).normal(0, 0.05, (48, 64, 3))
    image = (0.3 + 0.4 * disc[:, :, None] + noise).clip(0, 1).astype(np.float32)
    strokes = [
        {"label": 1, "width": 3, "points": [[22, 20], [38, 28]]},
        {"label": 0, "width": 3, "points": [[10, 4], [52, 4], [52, 44]]},
        {"label": 0, "width": 3, "points": [[8, 6], [8, 44], [48, 44]]},
    ]
    return image, strokes, disc


@pytest.mark.slow
def test_a_disc_is_cut_out_and_the_preview_follows(tiny):
    image, strokes, disc = tiny
    seen = []
    preview = lambda step, probabilities: seen.append((step, probabilities))  # noqa: E731
    model = train_on_scribbles(image, strokes, steps=85, preview=preview, every=40)
    probabilities = predict_scribbles(model, image)
    assert [step for step, _ in seen] == [40, 80, 85]
    assert np.array_equal(seen[-1][1], probabilities), "the last preview shows what the model will say"
    assert probabilities.shape == (48, 64, 2) and np.allclose(probabilities.sum(-1), 1, atol=1e-5)
    assert iou(probabilities.argmax(-1) == 1, disc) > 0.75


@pytest.mark.slow
def test_three_classes(tiny):
    image, strokes, _ = tiny
    more = [*strokes, {"label": 2, "width": 3, "points": [[60, 10], [60, 40]]}]
    assert train_on_scribbles(image, more, steps=1).output_shape == (None, 48, 64, 3)


@pytest.mark.slow
@pytest.mark.parametrize("shape", [(1, 1, 3), (5, 300), (700, 9, 3)])
def test_images_of_odd_shapes(shape):
    image = np.random.default_rng(0).random(shape, dtype=np.float32)
    strokes = [{"label": label, "width": 1, "points": [[0, label * (shape[0] - 1)]]} for label in (1, 0)]
    if shape[0] == 1:
        with pytest.raises(ValueError, match="classes with strokes inside the image: 0"):
            train_on_scribbles(image, strokes, steps=1)
        return
    model = train_on_scribbles(image, strokes, steps=1)
    assert predict_scribbles(model, image).shape == (*shape[:2], 2)


def test_each_class_weighs_the_same_and_the_rest_nothing(tiny):
    image, strokes, _ = tiny
    labels, weights = network_labels(strokes, image, 48, 64)
    drawn = draw_strokes(strokes, 48, 64)
    assert np.array_equal(weights > 0, drawn >= 0) and np.array_equal(labels[drawn >= 0], drawn[drawn >= 0])
    assert weights[drawn == 0].sum() == pytest.approx(weights[drawn == 1].sum(), rel=1e-5)
    assert weights.mean() == pytest.approx(1, rel=1e-5)


def test_a_thin_stroke_on_a_large_photograph_is_not_lost():
    image = np.zeros((4000, 3000, 3), np.float32)
    strokes = [{"label": label, "width": 1, "points": [[100, y], [900, y]]} for label, y in ((0, 50), (1, 3333))]
    labels, weights = network_labels(strokes, image, 256, 192)
    assert (labels * (weights > 0)).sum() >= 40


def test_what_cannot_be_trained_is_refused(tiny):
    image, strokes, _ = tiny
    with pytest.raises(ValueError, match="each class, 0 to 1"):
        train_on_scribbles(image, strokes[:1])
    with pytest.raises(ValueError, match="inside the image: none"):
        train_on_scribbles(image, [])
    with pytest.raises(ValueError, match="each class, 0 to 3"):
        train_on_scribbles(image, [*strokes, strokes[0] | {"label": 3}])
    with pytest.raises(ValueError, match="steps is 0"):
        train_on_scribbles(image, strokes, steps=0)
    with pytest.raises(ValueError, match="channels"):
        train_on_scribbles(np.zeros((5, 5, 2)), strokes)


def test_only_the_colours_are_lit_anew(tiny):
    inputs = training.network_input(tiny[0], 48, 64)
    assert (
        inputs.shape == (48, 64, 5) and inputs[0, 0, 3:].tolist() == [-1, -1] and inputs[-1, -1, 3:].tolist() == [1, 1]
    )
    changed = training.relit(inputs, np.random.default_rng(0))
    assert np.array_equal(changed[:, :, 3:], inputs[:, :, 3:]) and not np.allclose(changed[:, :, :3], inputs[:, :, :3])


@pytest.mark.slow
def test_the_cat_is_cut_out():
    image, strokes, outline = example("chelsea")
    model = train_on_scribbles(image, strokes)
    assert iou(predict_scribbles(model, image).argmax(-1) == 1, outline) >= 0.85


# Training on crops, for other images


def discs(seed, count=12):
    """An image (96, 96) of bright discs on a noisy background, their mask, and their centres (row, column)."""
    rng = np.random.default_rng(seed)
    down, across = np.mgrid[:96, :96]
    places = rng.permutation([(row, column) for row in range(12, 96, 24) for column in range(12, 96, 24)])[:count]
    mask = np.any([(down - row) ** 2 + (across - column) ** 2 < 36 for row, column in places], axis=0)
    return (0.3 + 0.4 * mask + rng.normal(0, 0.05, mask.shape)).clip(0, 1).astype(np.float32), mask, places


@pytest.mark.slow
def test_what_is_marked_on_one_image_is_found_on_another():
    image, _, places = discs(0)
    strokes = [{"label": 1, "width": 7, "points": [[column, row]]} for row, column in places[:5].tolist()]
    strokes += [{"label": 0, "width": 5, "points": [[0, y], [95, y]]} for y in (0, 24, 48, 72)]
    model = train_on_crops(image, strokes, steps=60)
    other, mask, _ = discs(1)
    found = model.predict_on_batch(standardise(other[..., None])[None])[0].argmax(-1) == 1
    assert model.input_shape == (None, None, None, 1) and iou(found, mask) > 0.6


@pytest.mark.slow
def test_another_model_may_be_trained_and_colours_stay(tiny):
    image, strokes, _ = tiny
    assert train_on_crops(image, strokes, steps=1).input_shape[-1] == 3
    chain = chain_model((None, None, 3), 2, filters=4, layers=2, activation="softmax")
    start = chain.get_weights()[0].copy()
    assert train_on_crops(image, strokes, steps=1, model=chain) is chain
    assert not np.array_equal(start, chain.get_weights()[0])


def test_crops_are_taken_around_each_class_in_turn(monkeypatch):
    """However few its pixels: one dot, and a line across the image."""
    image, _, _ = discs(0)
    strokes = [{"label": 1, "width": 1, "points": [[80, 80]]}, {"label": 0, "width": 5, "points": [[0, 10], [95, 10]]}]
    centres = []

    def crop(inputs, labels, centre, rng):
        centres.append(tuple(centre.tolist()))
        return inputs[:64, :64], labels[:64, :64]

    monkeypatch.setattr(training, "changed_crop", crop)
    chain = chain_model((None, None, 1), 2, filters=1, layers=1, activation="softmax")
    train_on_crops(image, strokes, steps=2, model=chain)
    assert [centre == (80, 80) for centre in centres] == [False, True] * training.CROPS


def test_crops_and_their_labels_are_changed_alike(monkeypatch):
    """Where the labels are 1, the image is bright after any rotation; beyond the border nothing is drawn."""
    monkeypatch.setattr(training, "NOISE", 0)
    _, mask, places = discs(0)
    labels = mask.astype(np.int16)
    rng = np.random.default_rng(1)
    for place in places[:4]:
        crop, targets = training.changed_crop(mask[..., None].astype(np.float32), labels, place, rng)
        assert crop.shape == (training.CROP, training.CROP, 1) and targets.shape == crop.shape[:2]
        assert crop[targets == 1].mean() > crop[targets == 0].mean() + 0.8 and set(np.unique(targets)) <= {-1, 0, 1}
    assert (training.changed_crop(mask[..., None] * 1.0, labels, np.array([0, 0]), rng)[1] == -1).mean() > 0.3


def test_crops_refuse_what_scribbles_refuse(tiny):
    image, strokes, _ = tiny
    with pytest.raises(ValueError, match="each class, 0 to 1"):
        train_on_crops(image, strokes[:1])
    with pytest.raises(ValueError, match="steps is 0"):
        train_on_crops(image, strokes, steps=0)
