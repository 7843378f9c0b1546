"""`notebooks/troubleshooting.md`: everything it names exists, and its errors and code behave as it says."""

import importlib
import re
from pathlib import Path

import numpy as np
import pytest

from unet_lessons.backend import keras
from unet_lessons.blocks import unet_model

PAGE = (Path(__file__).parents[2] / "notebooks/troubleshooting.md").read_text("utf-8")
ROOMS = (
    "augmentation",
    "baselines",
    "blocks",
    "diagnose",
    "images",
    "metrics",
    "plots",
    "predict",
    "sizes",
    "tiles",
    "training",
)
layers = keras.layers


def test_functions_of_the_package_that_it_names_exist():
    rooms = [importlib.import_module(f"unet_lessons.{room}") for room in ROOMS]
    for room, names in re.findall(r"from unet_lessons\.(\w+) import ([\w, ]+)", PAGE):
        assert all(hasattr(importlib.import_module(f"unet_lessons.{room}"), name) for name in names.split(", "))
    named = set(re.findall(r"`(?:[a-z]+\.)?([a-z]+_[a-z_]+|augment|diagnose|resize|separate_touching)[`(]", PAGE))
    ours = {name for name in named if any(hasattr(room, name) for room in rooms)}
    keras_names = {"learning_rate", "set_value", "fit_generator", "predict_generator", "get_shape", "from_logits"}
    assert named - ours <= keras_names
    assert {"predict_tiles", "fit_image", "to_labels", "save_mask", "weight_map"} <= ours


def test_table_has_sixteen_questions_each_with_something_that_runs():
    rows = [row for row in PAGE.split("## Sixteen questions")[1].splitlines() if row.startswith("| ")][1:]
    assert len(rows) == 16
    assert all(".ipynb)" in row for row in rows)


def open_model():
    return unet_model((None, None, 1), 1, base_filters=1, depth=2, padding="same")


ERRORS = {
    "expected axis -1 of input shape to have value 1": lambda: open_model()(np.zeros((1, 16, 16, 3))),
    "Negative dimension size": lambda: open_model().predict_on_batch(np.zeros((16, 16, 1))),
    "requires inputs with matching shapes": lambda: layers.Concatenate()([keras.Input((8, 1)), keras.Input((7, 2))]),
    "Dimension 1 in both shapes must be equal": lambda: open_model().predict_on_batch(np.zeros((1, 18, 18, 1))),
    "A KerasTensor cannot be used as input to a TensorFlow function": lambda: resized_by_tensorflow(),
    "Received a label value of 255 which is outside the valid range": lambda: (
        keras.losses.SparseCategoricalCrossentropy()(np.array([0, 255]), np.full((2, 2), 0.5))
    ),
}


def resized_by_tensorflow():
    import tensorflow as tf

    return tf.image.resize(keras.Input((8, 8, 1)), (4, 4))


@pytest.mark.parametrize("words", ERRORS)
def test_errors_still_read_so(words):
    assert f"`{words}`" in PAGE
    with pytest.raises(Exception, match=re.escape(words)):
        ERRORS[words]()


GONE = {
    "Model(input=a, output=b)": lambda: keras.Model(input=keras.Input((4,)), output=keras.Input((4,))),
    "Adam(lr=…)": lambda: keras.optimizers.Adam(lr=0.1),
    "optimizer.lr": lambda: keras.optimizers.Adam().lr,
    "K.set_value(optimizer.lr, x)": lambda: keras.backend.set_value(keras.optimizers.Adam().learning_rate, 0.1),
    "fit_generator": lambda: open_model().fit_generator,
    'ModelCheckpoint("m.hdf5")': lambda: keras.callbacks.ModelCheckpoint("m.hdf5"),
    "keras.preprocessing.image.ImageDataGenerator": lambda: keras.preprocessing.image.ImageDataGenerator,
    "x.get_shape()": lambda: keras.Input((4,)).get_shape(),
    'merge([a, b], mode="concat")': lambda: layers.merge([keras.Input((4,))] * 2, mode="concat"),
}


@pytest.mark.parametrize("code", GONE)
def test_older_code_still_stops(code):
    assert f"`{code}`" in PAGE
    with pytest.raises((AttributeError, TypeError, ValueError)):
        GONE[code]()
