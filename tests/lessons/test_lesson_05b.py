"""Lesson 05b: the networks differ only in their skips, and the stored tables support the claims."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from notebook_cells import cells

from unet_lessons import blocks
from unet_lessons.backend import keras, tensorflow
from unet_lessons.baselines import chain_model
from unet_lessons.metrics import dice
from unet_lessons.plots.lesson_05 import show_ablation, show_errors

CELLS = cells("05b")
layers = keras.layers


@pytest.fixture(scope="module")
def lesson():
    """What the lesson's cells define: its functions and stored tables. Nothing is trained or shown.

    The test masks are three of 12×16 pixels, each with a rectangle, in place of the synthetic cells.
    """
    masks = np.zeros((3, 12, 16, 1), bool)
    for number in range(3):
        masks[number, 3:8, number : number + 7] = True
    names = {"np": np, "keras": keras, "layers": layers, "blocks": blocks, "dice": dice, "test_masks": masks}
    for start in ("def score", "def build", "NETWORKS = ", "STORED = ", "STORED_EDGE = "):
        (cell,) = [cell for cell in CELLS if f"\n{start}" in f"\n{cell}"]
        exec(cell, names)
    return names


def agree(mine, reference):
    reference = np.asarray(reference)
    assert mine.shape == reference.shape
    np.testing.assert_allclose(mine, reference, rtol=0, atol=1e-5 * max(1, np.abs(reference).max()))


def test_it_measures_as_lesson_05_does():
    """The same images, the same `score`, and the same pixels near an edge."""
    ours, theirs = "\n".join(CELLS), "\n".join(cells(5))
    for line in (
        "make_cells(160, size=64, seed=0)",
        "make_cells(40, seed=1000)",
        "near_edge = np.asarray(largest != smallest)",
        "largest = keras.ops.max_pool(ones, 5",
        "return np.mean(dice(test_masks & where, masks & where))",
    ):
        assert line in ours and line in theirs


def test_each_network_differs_from_all_skips_in_its_skips_alone(lesson):
    build, networks = lesson["build"], lesson["NETWORKS"]
    skips = {name: len(kinds) - kinds.count("none") for name, kinds in networks.items()}
    for name, kinds in networks.items():
        model = build(kinds)
        assert model(np.zeros((1, 16, 24, 1))).shape == (1, 16, 24, 1)
        joined = [layer.name for layer in model.layers if isinstance(layer, (layers.Concatenate, layers.Add))]
        assert len(joined) == skips[name]
        assert len([w for w in model.weights if len(w.shape) == 4]) == 18
    assert skips == {
        "all": 3,
        "no top": 2,
        "no middle": 2,
        "no lowest": 2,
        "top only": 1,
        "image only": 1,
        "none": 0,
    } | {name: 3 for name in ("added", "pooled", "values only")}
    reference = blocks.unet_model((None, None, 1), 1, base_filters=8, depth=3, padding="same")
    assert build(networks["all"]).count_params() == reference.count_params()


def test_image_only_hands_over_the_raw_image(lesson):
    model = lesson["build"](lesson["NETWORKS"]["image only"])
    (join,) = [layer for layer in model.layers if isinstance(layer, layers.Concatenate)]
    assert sorted(tensor.shape[-1] for tensor in join.input) == [1, 8]
    assert model.count_params() == lesson["build"](lesson["NETWORKS"]["none"]).count_params() + 9 * 8


def test_chain_is_an_eighth_of_the_u(lesson):
    chain = chain_model((None, None, 1), 1, filters=16, layers=7)
    whole = lesson["build"](lesson["NETWORKS"]["all"])
    assert (chain.count_params(), whole.count_params()) == (14_097, 120_681)
    assert "chain_model((None, None, 1), 1, filters=16, layers=7)" in "\n".join(CELLS)


def test_values_only_gives_the_same_values_and_no_gradient_through_the_skip(lesson):
    build, networks = lesson["build"], lesson["NETWORKS"]
    image = np.random.default_rng(0).normal(size=(1, 16, 16, 1)).astype("float32")
    models = {}
    for name in ("all", "values only"):
        keras.utils.set_random_seed(0)
        models[name] = build(networks[name])
    agree(np.asarray(models["all"](image)[0]), models["values only"](image)[0])
    gradients = {name: first_gradient(model, image) for name, model in models.items()}
    assert not np.allclose(gradients["all"], gradients["values only"])
    for model in models.values():  # with a bottleneck that gives 0, the skips are the only way back
        for layer in model.layers:
            if layer.name.startswith("conv2d_transpose"):
                layer.set_weights([np.zeros_like(w) for w in layer.get_weights()])
    assert np.any(first_gradient(models["all"], image)) and not np.any(first_gradient(models["values only"], image))


def first_gradient(model, image):
    """The gradient of the summed output with respect to the first kernel."""
    with tensorflow.GradientTape() as tape:
        total = keras.ops.sum(model(image))
    return tape.gradient(total, model.trainable_weights[0]).numpy()


# The stored tables


def test_stored_tables(lesson):
    tables = lesson["STORED"], lesson["STORED_EDGE"]
    for table in tables:
        assert set(table) == {*lesson["NETWORKS"], "chain"}
        assert len({len(row) for row in table.values()}) == 1 and len(table["all"]) >= 3
        assert all(0.6 < min(row) and max(row) < 1 for row in table.values())


@pytest.mark.parametrize("name", ["STORED", "STORED_EDGE"])
def test_what_skips_are_worth(lesson, name):
    table = {kind: np.array(row) for kind, row in lesson[name].items()}
    assert (table["all"] - table["none"]).min() > 0.05
    assert (table["values only"] - table["none"]).min() > 0.03
    assert table["chain"].min() > table["none"].max() + 0.04
    assert abs(table["image only"] - table["values only"]).max() < 0.03


# The figures


def test_errors_and_ablation_name_what_they_show(lesson):
    masks = lesson["test_masks"]
    figure = show_errors(masks[0], {"right": masks[0], "empty": masks[0] & False})
    assert [axes.get_title() for axes in figure.axes] == ["right: Dice 1.00", "empty: Dice 0.00"] and figure.legends
    plt.close(figure)
    figure = show_ablation({"none": [0.5], "all": [0.9, 0.8, 0.7], "other": [0.6]}, {"plain": 0.6}, "Dice")
    (axes,) = figure.axes
    assert [label.get_text() for label in axes.get_yticklabels()] == ["all", "other", "none"]  # the best on top
    assert len({axes.lines[dots].get_markerfacecolor() for dots in (0, 2, 4)}) == 3
    assert [text.get_text() for text in axes.texts] == ["plain"] and axes.get_xlabel() == "Dice"
    assert list(axes.lines[1].get_xdata()) == [0.8, 0.8]  # the bar at the median
    plt.close(figure)
    with pytest.raises(ValueError, match="one score at least"):
        show_ablation({"one": []}, {}, "Dice")
