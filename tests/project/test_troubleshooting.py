"""`notebooks/troubleshooting.md`: everything it names exists, and its errors and code behave as it says."""

import importlib
import json
import re
import tempfile
from pathlib import Path

import numpy as np
import pytest

from unet_lessons.backend import keras
from unet_lessons.blocks import unet_model
from unet_lessons.folders import read_mask

PAGE = (Path(__file__).parents[2] / "notebooks/troubleshooting.md").read_text("utf-8")
ROOMS = (
    "augmentation",
    "baselines",
    "blocks",
    "diagnose",
    "folders",
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
    "Could not locate function": lambda: loaded_with(loss=lambda: my_own_loss),
    "Could not locate class": lambda: loaded_with(layer=lambda: MyOwnLayer),
    "Received a label value of 255 which is outside the valid range": lambda: (
        keras.losses.SparseCategoricalCrossentropy()(np.array([0, 255]), np.full((2, 2), 0.5))
    ),
}


def my_own_loss(y_true, y_pred):
    return keras.ops.mean(keras.ops.square(y_true - y_pred))


class MyOwnLayer(layers.Layer):
    def call(self, x):
        return x


def loaded_with(loss=lambda: "mse", layer=lambda: layers.Identity, **options):
    """A model that was saved with this loss and layer, and loaded again."""
    model = keras.Sequential([keras.Input((2,)), layer()()])
    model.compile(loss=loss())
    with tempfile.TemporaryDirectory() as folder:
        model.save(Path(folder) / "m.keras")
        return keras.models.load_model(Path(folder) / "m.keras", **options)


def resized_by_tensorflow():
    import tensorflow as tf

    return tf.image.resize(keras.Input((8, 8, 1)), (4, 4))


@pytest.mark.parametrize("words", ERRORS)
def test_errors_still_read_so(words):
    assert f"`{words}`" in PAGE
    with pytest.raises(Exception, match=re.escape(words)):
        ERRORS[words]()


def test_a_model_with_a_loss_of_its_own_loads_as_the_page_says():
    assert "`keras.models.load_model(path, compile=False)`" in PAGE
    assert loaded_with(loss=lambda: my_own_loss, compile=False).count_params() == 0
    assert "`@keras.saving.register_keras_serializable()`" in PAGE
    registered = keras.saving.register_keras_serializable("tests")(my_own_loss)
    assert loaded_with(loss=lambda: registered).loss is registered


def test_binary_cross_entropy_falls_below_0_for_masks_of_255_alone():
    truth, sure = np.array([[0.0, 255.0]]), np.array([[0.1, 0.9]])
    assert "### The loss falls below 0" in PAGE
    assert keras.losses.binary_crossentropy(truth, sure)[0] < 0 < keras.losses.binary_crossentropy(truth / 255, sure)[0]


def test_the_recipe_for_json_files_draws_the_outlines(tmp_path, monkeypatch):
    recipe = PAGE.split("### The masks are JSON files")[1].split("```python\n")[1].split("```")[0]
    shapes = [{"label": "dog", "points": [[2, 1], [8, 1], [8, 5], [2, 5]]},
              {"label": "cat", "points": [[0, 6], [3, 6], [3, 9], [0, 9]]}]  # fmt: skip
    (tmp_path / "annotations").mkdir()
    content = json.dumps({"imageHeight": 10, "imageWidth": 12, "shapes": shapes})
    (tmp_path / "annotations/a.json").write_text(content)
    monkeypatch.chdir(tmp_path)
    exec(recipe, {})
    mask = read_mask(tmp_path / "masks/a.png")
    assert mask.shape == (10, 12) and mask[3, 5] == 2 and mask[7, 1] == 1 and mask[7, 8] == 0


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
