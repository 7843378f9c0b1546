"""`unet_lessons.diagnose`: each fault is made, and found; healthy models have nothing to hear."""

import re
from pathlib import Path

import numpy as np
import pytest

import unet_lessons
from unet_lessons.backend import keras
from unet_lessons.blocks import unet_model
from unet_lessons.data.cells import make_cells
from unet_lessons.diagnose.diagnosis import MOST, diagnose, print_findings
from unet_lessons.diagnose.finding import Finding
from unet_lessons.training import standardise

layers = keras.layers


def squares(count=6, size=32, seed=0, channels=1, side=(6, 12)):
    """Bright squares, one on each image, on dark noise: images (count, size, size, channels) and their masks."""
    rng = np.random.default_rng(seed)
    masks = np.zeros((count, size, size), int)
    for mask in masks:
        high, wide = rng.integers(*side, 2)
        top, left = rng.integers(0, size - max(high, wide), 2)
        mask[top : top + high, left : left + wide] = 1
    images = 0.2 + 0.6 * masks[..., None] + rng.normal(0, 0.03, (*masks.shape, channels))
    return images.clip(0, 1).astype(np.float32), masks


def sequence(*stack, channels=1, size=None):
    return keras.Sequential([keras.Input((size, size, channels)), *stack])


def by_hand(model, *weights):
    """The model with these numbers as weights, each filling the array of its weight."""
    model.set_weights([np.broadcast_to(new, old.shape) for new, old in zip(weights, model.get_weights(), strict=True)])
    return model


def thresholder(slope=20.0, cut=0.5, activation="sigmoid", channels=1):
    """A healthy "network": the probability rises where a pixel is brighter than `cut`."""
    model = sequence(layers.Conv2D(1, 1, activation=activation), channels=channels)
    return by_hand(model, slope / channels, -slope * cut)


def names(*arguments):
    return [finding.name for finding in diagnose(*arguments)]


IMAGES, MASKS = squares()

# Healthy


def trained(padding="same", classes=1, normalised=False, seed=0):
    """A small U-Net trained for a second or two, and the images and masks that it is trained on."""
    keras.utils.set_random_seed(seed)
    size = 44 if padding == "valid" else 32
    images, masks = squares(16, size, seed, side=(10, 16))
    model = unet_model((size, size, 1), classes, base_filters=4, depth=1, padding=padding)
    if normalised:
        inputs = keras.Input((size, size, 1))
        model = keras.Model(inputs, model(layers.BatchNormalization(momentum=0.5)(inputs)))
    lost = (size - model.output_shape[1]) // 2
    masks = masks[:, lost : size - lost, lost : size - lost]
    model.compile(
        keras.optimizers.Adam(0.02), "binary_crossentropy" if classes == 1 else "sparse_categorical_crossentropy"
    )
    model.fit(images, masks[..., None], epochs=15, batch_size=4, verbose=0)
    return model, images, masks


HEALTHY = {
    "hand-set": lambda: (thresholder(), IMAGES, MASKS),
    "colour": lambda: (thresholder(channels=3), *squares(channels=3)),
    "masks with a channel, bool": lambda: (thresholder(), IMAGES, MASKS[..., None] > 0),
    "not square": lambda: (thresholder(), IMAGES[:, :24], MASKS[:, :24]),
    "some images without object": lambda: (thresholder(), np.r_[IMAGES, 0.2 * IMAGES], np.r_[MASKS, 0 * MASKS]),
    "made for 0 to 255": lambda: (thresholder(slope=20 / 255, cut=127), IMAGES * 255, MASKS),
    "made for standardised": lambda: (thresholder(slope=5, cut=1), standardise(IMAGES), MASKS),
    "two classes, one-hot": lambda: (three_classes(2), IMAGES, np.eye(2)[MASKS]),
    "three classes": lambda: (three_classes(3), *grey_levels()),
    "same padding, trained": trained,
    "valid padding, trained": lambda: trained("valid"),
    "softmax, trained": lambda: trained(classes=2),
    "batch normalisation, trained": lambda: trained(normalised=True),
    "cells": lambda: (thresholder(slope=30, cut=0.35), *cells()),
    "no masks": lambda: (thresholder(), IMAGES),
    "one image": lambda: (thresholder(), IMAGES[:1], MASKS[:1]),
}


def cells():
    images, labels = make_cells(8, difficulty=0)
    return images, labels > 0


def grey_levels():
    """Three levels of grey for three classes."""
    masks = np.stack([np.roll(MASKS[i] + MASKS[i].T, i, 0).clip(0, 2) for i in range(len(MASKS))])
    masks[:, :5, :5] = 1
    masks[:, -5:, -5:] = 2
    return (masks[..., None] / 2).astype(np.float32), masks


def three_classes(classes):
    """A softmax over classes with the grey levels 0, 1/2, 1 (or 0, 1)."""
    levels = np.arange(classes) / (classes - 1)
    return by_hand(sequence(layers.Conv2D(classes, 1, activation="softmax")), 100 * levels, -50 * levels**2)


@pytest.mark.parametrize(
    "case", [pytest.param(case, marks=pytest.mark.slow if "trained," in case + "," else ()) for case in HEALTHY]
)
def test_nothing_found_where_nothing_is_wrong(case):
    assert diagnose(*HEALTHY[case]()) == []


# Faults, each with the finding that names it


def with_value(array, value, where=0):
    array = np.array(array, float)
    array.flat[where] = value
    return array


def constant():
    return by_hand(
        sequence(layers.Conv2D(4, 3, padding="same", activation="relu"), layers.Conv2D(1, 1, activation="sigmoid")),
        -1,
        -1,
        1,
        0.3,
    )


def broken():
    return by_hand(sequence(layers.Conv2D(1, 1, activation="sigmoid")), np.nan, 0)


def checkerboard(rows=True, columns=True):
    """A transposed 3×3 convolution with stride 2 and weights of 1, whose stamps overlap unevenly."""
    size = (3 if rows else 2, 3 if columns else 2)
    model = sequence(
        layers.AveragePooling2D(2),
        layers.Conv2DTranspose(1, size, strides=2, padding="same"),
        layers.Conv2D(1, 1, activation="sigmoid"),
    )
    return by_hand(model, 1, 0, 10, -6)


def unsettled():
    """Batch normalisation whose stored statistics are still 0 and 1; with those of the batch it would work."""
    model = sequence(layers.BatchNormalization(), layers.Conv2D(1, 1, activation="sigmoid"))
    return by_hand(model, 1, 0, 0, 10000, 5, -5)


def twice():
    model = thresholder()
    model.compile("sgd", keras.losses.BinaryCrossentropy(from_logits=True))
    return model


def noise(like):
    return np.random.default_rng(0).random(like.shape, dtype=np.float32)


def untrained():
    keras.utils.set_random_seed(3)
    return unet_model((None, None, 1), 1, base_filters=4, depth=2, padding="same")


RARE_IMAGES, RARE_MASKS = squares(6, 64, side=(3, 5))

FAULTS = {
    # images
    "NaN in the images": lambda: (thresholder(), with_value(IMAGES, np.nan), MASKS),
    "images are empty": lambda: (thresholder(), 0 * IMAGES, MASKS),
    "images nearly black": lambda: (thresholder(), IMAGES / 255, MASKS),
    "shape of the images": lambda: (thresholder(), IMAGES[0], MASKS[0]),
    "channels of the images": lambda: (thresholder(channels=3), IMAGES, MASKS),
    "size of the images": lambda: (sequence(layers.Conv2D(1, 1), size=48), IMAGES, MASKS),
    "no array": lambda: (thresholder(), [IMAGES[0], IMAGES[0, 1:]], MASKS),
    # masks
    "NaN in the masks": lambda: (thresholder(), IMAGES, with_value(MASKS, np.nan)),
    "masks of 0 and 255": lambda: (thresholder(), IMAGES, 255 * MASKS),
    "masks of 0 to 255": lambda: (thresholder(), IMAGES, with_value(with_value(255 * MASKS, 3), 251, 9)),
    "fractions in the masks": lambda: (thresholder(), IMAGES, with_value(MASKS, 0.25)),
    "negative labels": lambda: (thresholder(), IMAGES, with_value(MASKS, -1)),
    "labels beyond the classes": lambda: (thresholder(), IMAGES, 2 * MASKS),
    "masks empty or full": lambda: (thresholder(), IMAGES, 0 * MASKS),
    "shape of the masks": lambda: (thresholder(), IMAGES, MASKS[:3]),
    "channels of the masks": lambda: (thresholder(), IMAGES, np.repeat(MASKS[..., None], 3, -1)),
    "size of the masks": lambda: (sequence(layers.Conv2D(1, 3), size=32), IMAGES, MASKS),
    # the model
    "no model": lambda: (None, IMAGES, MASKS),
    "no segmentation model": lambda: (sequence(layers.GlobalMaxPooling2D(), layers.Dense(2)), IMAGES, MASKS),
    "NaN in the weights": lambda: (broken(), IMAGES, MASKS),
    "NaN in the answer": lambda: (sequence(layers.Lambda(lambda x: x * np.nan)), IMAGES, MASKS),
    "no probabilities": lambda: (thresholder(activation=None), IMAGES, MASKS),
    "twice the activation": lambda: (twice(), IMAGES, MASKS),
    "softmax on one class": lambda: (thresholder(activation="softmax"), IMAGES, MASKS),
    "sigmoid on several classes": lambda: (sequence(layers.Conv2D(2, 1, activation="sigmoid")), IMAGES, MASKS),
    "dead network": lambda: (constant(), IMAGES, MASKS),
    # what it answers
    "all black": lambda: (thresholder(slope=0.5, cut=3), noise(IMAGES), MASKS),
    "all white": lambda: (thresholder(slope=0.5, cut=-3), IMAGES),
    "grey": lambda: (untrained(), IMAGES),
    "threshold": lambda: (thresholder(slope=0.4, cut=0.9), IMAGES, MASKS),
    "inverted": lambda: (thresholder(), IMAGES, 1 - MASKS),
    "turned over": lambda: (thresholder(), IMAGES, MASKS[:, :, ::-1]),
    "shifted": lambda: (thresholder(), IMAGES, np.roll(MASKS, (3, -4), (1, 2))),
    "pairs mixed up": lambda: (thresholder(), IMAGES, np.roll(MASKS, 1, 0)),
    "images prepared otherwise": lambda: (thresholder(), IMAGES * 255 - 10, MASKS),
    "batch normalisation not settled": lambda: (unsettled(), IMAGES, MASKS),
    "checkerboard": lambda: (checkerboard(), IMAGES, MASKS),
    "stripes": lambda: (checkerboard(rows=False), IMAGES, MASKS),
    "class left out": lambda: (by_hand(three_classes(3), [0, 0, 100], [0, -99, -50]), *grey_levels()),
    "little fits": lambda: (thresholder(), squares(seed=5)[0], MASKS[:, ::-1] * (np.arange(32) % 3 == 0)),
}


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_found(name):
    found = diagnose(*FAULTS[name]())
    assert name in [finding.name for finding in found]
    assert len(found) <= 2 and all(isinstance(finding, Finding) and all(finding) for finding in found)


def test_every_finding_has_a_fault_that_makes_it():
    code = "".join(path.read_text("utf-8") for path in (Path(unet_lessons.__file__).parent / "diagnose").glob("*.py"))
    written = set(re.findall(r'Finding\(\s*"([^"]+)"', code))
    assert written > {"grey", "dead network"}
    assert written - {"not finished"} <= set(FAULTS)


@pytest.mark.parametrize(
    ("images", "masks", "words"),
    [
        (IMAGES * 255, MASKS, "divided by 255"),
        (IMAGES / 20, MASKS, "stretched"),
    ],
)
def test_how_the_images_should_have_been_prepared(images, masks, words):
    model = thresholder() if words != "divided by 255" else saturated()
    (finding,) = diagnose(model, images, masks)
    assert finding.name == "images prepared otherwise" and words in finding.seen


def saturated():
    """Only a certain range of brightness is the object: a model for 0 to 1 that fails on 0 to 255."""
    model = sequence(layers.Conv2D(2, 1, activation="relu"), layers.Conv2D(1, 1, activation="sigmoid"))
    return by_hand(model, [20, 20], [-10, -30], np.array([1, -3])[:, None], -3)


def test_standardisation_that_was_forgotten_and_that_is_too_much():
    model = thresholder(slope=5, cut=1.2)
    (finding,) = diagnose(model, IMAGES, MASKS)
    assert finding.name == "images prepared otherwise" and "standardised" in finding.seen


def test_red_and_blue_exchanged():
    images, masks = squares(channels=3)
    images[..., 0] = 0.9
    model = by_hand(
        sequence(layers.Conv2D(1, 1, activation="sigmoid"), channels=3), np.array([0, 0, 20.0])[:, None], -10
    )
    assert diagnose(model, images, masks) == []
    (finding,) = diagnose(model, images[..., ::-1], masks)
    assert "red and blue" in finding.seen


@pytest.mark.parametrize(
    ("turn", "words"),
    [
        (lambda m: m[:, ::-1], "upside down"),
        (lambda m: m[:, :, ::-1], "mirrored left to right"),
        (lambda m: m.swapaxes(1, 2), "rows and columns"),
        (lambda m: np.rot90(m, 1, (1, 2)), "turned by 90"),
        (lambda m: np.rot90(m, 2, (1, 2)), "turned by 180"),
        (lambda m: np.rot90(m, 3, (1, 2)), "turned by 270"),
    ],
)
def test_how_the_masks_are_turned(turn, words):
    images, masks = squares(8, seed=4)
    (finding,) = diagnose(thresholder(), images, turn(masks))
    assert finding.name == "turned over" and words in finding.seen


@pytest.mark.parametrize(("down", "right"), [(3, 0), (-5, 2), (0, -4)])
def test_how_far_the_masks_are_shifted(down, right):
    (finding,) = diagnose(thresholder(), IMAGES, np.roll(MASKS, (down, right), (1, 2)))
    words = (
        f"{abs(down)} pixels {'down' if down > 0 else 'up'} and {abs(right)} to the {'right' if right > 0 else 'left'}"
    )
    assert finding.name == "shifted" and words in finding.seen


def test_grey_is_said_even_if_the_mask_is_right():
    """The most frequent question: the prediction is right but looks broken."""
    (finding,) = diagnose(thresholder(slope=0.4, cut=0.4), IMAGES, MASKS)
    assert finding.name == "grey" and "with a threshold" in finding.advice


def test_images_inverted():
    """Only a range of brightness is the object, so inverting the image does not invert the prediction."""
    (finding,) = diagnose(saturated(), 1.1 - IMAGES, MASKS)
    assert finding.name in ("images prepared otherwise", "inverted")


@pytest.mark.slow
def test_rare_objects_are_named_as_the_cause():
    """Trained briefly with the plain loss on 1 % object: background everywhere is nearly right."""
    keras.utils.set_random_seed(0)
    images = noise(RARE_IMAGES)
    model = sequence(layers.Conv2D(4, 3, padding="same", activation="relu"), layers.Conv2D(1, 1, activation="sigmoid"))
    model.compile(keras.optimizers.Adam(0.02), "binary_crossentropy")
    model.fit(images, RARE_MASKS[..., None], epochs=30, verbose=0)
    (finding,) = diagnose(model, images, RARE_MASKS)
    assert finding.name == "all black" and "Dice loss" in finding.advice and "% of the pixels" in finding.seen


def test_valid_padding_and_full_masks():
    model = unet_model((44, 44, 1), 1, base_filters=2, depth=1)
    images, masks = squares(4, 44)
    (finding,) = diagnose(model, images, masks)
    assert "crop the masks" in finding.advice and "28×28" in finding.seen


def test_valid_padding_of_open_size():
    model = sequence(layers.Conv2D(1, 3, activation="sigmoid"))
    (finding,) = diagnose(model, IMAGES, MASKS)
    assert finding.name == "size of the masks" and "30×30" in finding.seen


def test_all_white_is_no_success_where_the_object_is_large():
    """The Dice of the larger class flatters: with 93 % object, all white has a Dice of 0.96."""
    assert names(thresholder(slope=0.5, cut=-3), noise(IMAGES), 1 - MASKS) == ["all white"]


def test_several_classes_at_once_may_have_sigmoids():
    model = by_hand(sequence(layers.Conv2D(2, 1, activation="sigmoid")), 20, -10)
    both = np.repeat(MASKS[..., None], 2, -1)
    assert "sigmoid on several classes" not in names(model, IMAGES, both)
    assert "sigmoid on several classes" in names(model, IMAGES, MASKS)


def test_at_most_16_images_are_looked_at():
    images, masks = squares(50)
    assert diagnose(thresholder(), images, masks) == []
    seen = []
    model = thresholder()
    model.predict_on_batch = lambda batch: seen.append(len(batch)) or np.full((*batch.shape[:3], 1), 0.5)
    diagnose(model, images)
    assert 0 < sum(seen) <= MOST


BAD = [
    None,
    3,
    "cat",
    [],
    [[1], [1, 2]],
    {"a": 1},
    object(),
    np.array(["a"]),
    np.zeros(5),
    np.zeros((0, 4, 4, 1)),
    np.zeros((2, 8, 8, 1), int),
    np.zeros((2, 8, 8, 1), complex),
    np.zeros((1, 1, 1, 1)),
    np.full((2, 8, 8, 1), np.inf),
]


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: type(bad).__name__)
def test_never_raises(bad):
    for arguments in ((bad, IMAGES, MASKS), (thresholder(), bad, MASKS), (thresholder(), bad)):
        assert diagnose(*arguments)
    assert diagnose(thresholder(), IMAGES, bad) or bad is None


def test_models_that_raise_are_reported():
    model = thresholder()

    def fail(batch):
        raise RuntimeError("out of memory\nmuch more")

    model.predict_on_batch = fail
    assert [f.seen for f in diagnose(model, IMAGES, MASKS)] == ["the checks stopped at RuntimeError: out of memory"]


def test_arrays_stay_as_they_are():
    images, masks = IMAGES.copy(), MASKS.copy()
    diagnose(thresholder(), images, 255 * masks)
    assert np.array_equal(images, IMAGES) and np.array_equal(masks, MASKS)


def test_print_findings(capsys):
    print_findings([])
    assert capsys.readouterr().out == "nothing found\n"
    print_findings(diagnose(thresholder(), IMAGES, 255 * MASKS))
    out = capsys.readouterr().out
    assert out.startswith("1. masks of 0 and 255: ") and "\n   try: " in out


def test_findings_that_the_troubleshooting_page_names_exist():
    page = (Path(__file__).parents[2] / "notebooks/troubleshooting.md").read_text("utf-8")
    named = re.findall(r'`diagnose`, "([^"]+)"', page)
    assert len(named) >= 4 and set(named) <= set(FAULTS)
