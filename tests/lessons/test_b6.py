"""B6: what the notebook defines, against numbers by hand; its stored table; its figures."""

import ast
import math

import matplotlib.pyplot as plt
import numpy as np
import pytest
from notebook_cells import cells, functions
from scipy.ndimage import gaussian_filter, gaussian_gradient_magnitude, gaussian_laplace

from unet_lessons.backend import keras
from unet_lessons.baselines import chain_model
from unet_lessons.blocks import unet_model
from unet_lessons.metrics import dice
from unet_lessons.plots import b6 as figures_b6
from unet_lessons.plots import error_colours

SIZE = (16, 48, 48)


@pytest.fixture(scope="module")
def b6():
    """The functions of the notebook, and its stored table. Nothing is trained or shown."""
    scipy = {one.__name__: one for one in (gaussian_filter, gaussian_laplace, gaussian_gradient_magnitude)}
    widths = [(1, 2, 2), (9, 1, 1)]
    names = functions(
        "b6", np=np, math=math, keras=keras, unet_model=unet_model, dice=dice, SEED=0, SIZE=SIZE, WIDTHS=widths, **scipy
    )
    for cell in cells("b6"):
        for node in ast.parse(cell).body:
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "STORED":
                names["STORED"] = ast.literal_eval(node.value)
    return names


@pytest.fixture(autouse=True)
def closed_figures():
    yield
    plt.close("all")


def test_one_builder_for_planes_and_volumes(b6):
    flat, deep = b6["new_model"](2), b6["new_model"](3)
    assert flat.output_shape == (None, 48, 48, 1) and deep.output_shape == (None, 16, 48, 48, 1)
    assert b6["new_model"](2, 3).input_shape == (None, 48, 48, 3)
    for channels in (1, 9):  # the 2-D rivals are not smaller than the 3-D U
        rival = b6["new_model"](2, channels, filters=14)
        assert deep.count_params() < rival.count_params() < 1.1 * deep.count_params()
    kinds = [[type(layer).__name__.replace("3D", "2D") for layer in model.layers] for model in (flat, deep)]
    assert kinds[0] == kinds[1]  # the U stays


def test_bytes_of_maps_by_hand(b6):
    inputs = keras.Input((4, 6, 1))
    x = keras.layers.Conv2D(3, 3, padding="same")(inputs)
    model = keras.Model(inputs, keras.layers.MaxPooling2D(2)(x))
    assert b6["bytes_of_maps"](model) == 4 * (4 * 6 * 1 + 4 * 6 * 3 + 2 * 3 * 3)


def test_planes_and_neighbours(b6):
    volumes = np.arange(2 * 4 * 3 * 5).reshape(2, 4, 3, 5, 1)
    assert np.array_equal(b6["planes_of"](volumes)[5], volumes[1, 1])
    wide = b6["with_neighbours"](volumes, 1)
    assert wide.shape == (2, 4, 3, 5, 3)
    for plane, (before, after) in enumerate([(0, 1), (0, 2), (1, 3), (2, 3)]):
        assert np.array_equal(wide[1, plane], np.concatenate([volumes[1, n] for n in (before, plane, after)], -1))
    wider = b6["with_neighbours"](volumes, 4)  # beyond the first and last plane, these are repeated
    assert np.array_equal(wider[0, 1], np.concatenate([volumes[0, n] for n in (0, 0, 0, 0, 1, 2, 3, 3, 3)], -1))


def test_standardised(b6):
    volumes = np.random.default_rng(0).normal(3, 5, (2, 4, 3, 5, 1))
    x = b6["standardised"](volumes)
    assert x.mean(axis=(1, 2, 3, 4)) == pytest.approx([0, 0], abs=1e-9)
    assert x.std(axis=(1, 2, 3, 4)) == pytest.approx([1, 1])


def test_dice_of_a_volume(b6):
    truth, answer = np.zeros((2, 2, 2, 2, 1)), np.zeros((2, 2, 2, 2, 1))
    truth[0, 0], answer[0, 0, 0], answer[0, 1, 0] = 1, 0.9, 0.6  # 4 voxels; 2 of them found, 2 false
    assert b6["mean_dice"](truth, answer) == pytest.approx((0.5 + 1) / 2)


def test_blur_along_and_across(b6):
    point = np.zeros((1, 9, 9, 9, 1))
    point[0, 4, 4, 4] = 1
    along, across = b6["blur"](point, 1, 0)[0, ..., 0], b6["blur"](point, 0, 1)[0, ..., 0]
    assert along[:, 4, 4].sum() == pytest.approx(1) and across[4].sum() == pytest.approx(1)
    assert np.allclose(along[:, 4, 4], across[4, :, 4] / across[4, :, 4].sum(), atol=1e-3)


def test_features_of_each_voxel(b6):
    volume = np.random.default_rng(0).random((3, 4, 5))
    features = b6["voxel_features"](volume)
    assert features.shape == (60, 13 + 2)  # the brightness, three filters of four widths, and the stretched blurs
    assert np.array_equal(features[:, 0], volume.ravel())
    assert np.array_equal(features[:, -1], gaussian_filter(volume, (9, 1, 1)).ravel())


def test_training_changes_the_model(b6):
    model = unet_model((4, 8, 8, 1), 1, base_filters=2, depth=1, padding="same", dimensions=3)
    before = [weight.copy() for weight in model.get_weights()]
    x = np.random.default_rng(0).normal(size=(3, 4, 8, 8, 1))
    b6["train"](model, x, x > 0, batch_size=2, epochs=1)
    assert any(not np.array_equal(a, b) for a, b in zip(before, model.get_weights(), strict=True))
    assert model.optimizer.iterations == 2 and model.optimizer.learning_rate < 1e-9  # the cosine ends with the training


def test_the_control_is_no_u(b6):
    chain, deep = chain_model((*SIZE, 1), 1, filters=12, layers=5, dimensions=3), b6["new_model"](3)
    assert chain.output_shape == deep.output_shape
    assert all(layer.output.shape[1:-1] == SIZE for layer in chain.layers)  # no pooling
    assert [len(layer.output.shape) for layer in chain.layers] == [5] * 7  # input, five convolutions, answer: a row
    assert chain.count_params() < deep.count_params() / 4


def test_stored_table(b6):
    one, three, *leaders = b6["STORED"].values()
    assert len(one) == len(three) == 3 and len(leaders) == 3
    worst, best = min(map(min, leaders)), max(map(max, leaders))
    assert max(one) + 0.05 < worst <= best < 1 and max(one) < min(three) <= max(three) < worst
    assert np.ptp([np.mean(row) for row in leaders]) < 0.03  # nine planes, the 3-D U and the chain: a tie


# The figures


def test_planes_side_by_side():
    volume, mask = np.random.default_rng(0).random((6, 16, 16)), np.zeros((6, 16, 16), bool)
    mask[2, 3:6, 3:6] = True
    rows = {"microscope": volume, "mask": mask, "3-D": error_colours(mask, mask)}
    figure = figures_b6.show_planes(rows, [0, 2, 5], errors=True)
    titles = [axes.get_title() for axes in figure.axes]
    assert titles == ["plane 0", "plane 2", "plane 5"] + [""] * 6
    assert [axes.texts[0].get_text() for axes in figure.axes[::3]] == list(rows)
    assert figure.get_size_inches()[0] <= 9 and len(figure.legends) == 1


def test_figures_refuse_what_they_cannot_show():
    volume = np.zeros((4, 8, 8))
    for wrong in (
        lambda: figures_b6.show_planes({}, [0]),
        lambda: figures_b6.show_planes({"a": volume[0]}, [0]),
        lambda: figures_b6.show_planes({"a": volume}, [4]),
        lambda: figures_b6.show_planes({"a": volume}, []),
    ):
        with pytest.raises(ValueError):
            wrong()
