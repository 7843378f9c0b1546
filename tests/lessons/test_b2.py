"""B2, super-resolution: the functions of the notebook, its stored tables, its figure."""

import ast

import matplotlib.pyplot as plt
import numpy as np
import pytest
from notebook_cells import cells, functions
from PIL import Image

from unet_lessons.backend import keras
from unet_lessons.baselines import back_project, chain_model
from unet_lessons.blocks import unet_model
from unet_lessons.data.photos import cut_patches, photograph
from unet_lessons.plots.b2 import show_gains
from unet_lessons.plots.style import few_greys
from unet_lessons.predict import predict_batch


@pytest.fixture(scope="module")
def notebook():
    """The functions of the notebook and its stored table. Nothing is trained or shown."""
    names = functions(
        "b2",
        np=np,
        Image=Image,
        keras=keras,
        unet_model=unet_model,
        predict_batch=predict_batch,
        cut_patches=cut_patches,
        few_greys=few_greys,
        back_project=back_project,
        held_out=[photograph("cat")],
        SEED=0,
    )
    for cell in cells("b2"):
        for node in ast.parse(cell).body:
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]).startswith("STORED"):
                names[ast.unparse(node.targets[0])] = ast.literal_eval(node.value)
    return names


@pytest.mark.parametrize("factor", [2, 4])
def test_sizes_and_places(notebook, factor):
    """A ramp stays a ramp, so neither shrinking nor enlarging shifts the image."""
    ramp = np.tile(np.linspace(0, 1, 64, dtype=np.float32), (48, 1))
    small = notebook["shrink"](ramp, factor)
    assert small.shape == (48 // factor, 64 // factor) and small.dtype == np.float32
    inner = slice(4, -4)
    np.testing.assert_allclose(small[0, inner], ramp[0].reshape(-1, factor).mean(axis=1)[inner], atol=1e-3)
    large = notebook["enlarge"](small, factor)
    assert large.shape == ramp.shape
    np.testing.assert_allclose(large[:, 16:-16], ramp[:, 16:-16], atol=1e-3)


def test_nearest_repeats_pixels(notebook):
    small = np.random.default_rng(0).random((3, 4)).astype(np.float32)
    large = notebook["enlarge"](small, 2, Image.Resampling.NEAREST)
    assert np.array_equal(large, small.repeat(2, axis=0).repeat(2, axis=1))


def test_psnr_leaves_out_the_border_and_clips(notebook):
    photo = np.ones((280, 408))
    answer = photo.copy()
    answer[:8] = answer[:, :8] = answer[-8:] = answer[:, -8:] = 0  # wrong in the border only
    answer[8:-8, 8:-8] = 0.9
    np.testing.assert_allclose(notebook["psnr"](photo, answer), [20] * 6)
    np.testing.assert_allclose(notebook["psnr"](photo - 0.1, answer + 5), [20] * 6)  # clipped to 1
    answer[10, 10] = 0
    first, *others = notebook["psnr"](photo, answer)
    assert first < 19.99 and np.allclose(others, 20)
    assert np.allclose(notebook["measure"]([0.9 * photo, 0.99 * photo], [photo, photo]), [20] * 6 + [40] * 6)


def test_the_six_parts_do_not_overlap(notebook):
    """A wrong pixel changes at most one part."""
    photo = np.ones((296, 448))
    right = notebook["psnr"](photo, 0.9 * photo)
    for row, column in np.random.default_rng(0).integers((0, 0), (296, 448), (200, 2)):
        answer = 0.9 * photo
        answer[row, column] = 0
        assert np.sum(notebook["psnr"](photo, answer) != right) <= 1


def test_sharpness_by_hand(notebook):
    stripes = np.tile([0.0, 1.0], (4, 3))
    assert notebook["sharpness"](stripes) == 0.5  # 1 across, 0 down
    assert notebook["sharpness"](np.full((4, 4), 0.3)) == 0


def test_an_untrained_network_that_says_nothing_leaves_back_projection(notebook):
    inputs = keras.Input((None, None, 1))
    silent = keras.Model(inputs, keras.layers.Rescaling(0.0)(inputs))
    same = keras.Model(inputs, keras.layers.Activation("linear")(inputs))
    small = np.random.default_rng(0).random((8, 12)).astype(np.float32)
    plain = notebook["consistent_lanczos"](small, 2)
    np.testing.assert_allclose(notebook["shrink"](plain, 2), small, atol=0.02)
    np.testing.assert_allclose(notebook["enlarge_with"]((silent, 3.0), small, 2), plain, atol=1e-6)
    np.testing.assert_allclose(notebook["enlarge_with"]((same, 3.0), small, 2), plain + 3 * (plain - 0.5), atol=1e-5)


def test_the_u_stays(notebook):
    model = notebook["new_unet"]()
    assert model.output_shape == model.input_shape == (None, None, None, 1)
    assert model.layers[-1].activation is keras.activations.linear


def test_the_chain_has_fewer_parameters_than_the_u(notebook):
    chain = chain_model((None, None, 1), 1, activation="linear")
    assert chain.count_params() < notebook["new_unet"]().count_params()


def test_with_noise_back_projection_loses_to_bicubic(notebook):
    """It restores the noise, so the notebook's claim about it needs no U-Net."""
    photo = photograph("cat")
    small = notebook["shrink"](photo, 2)
    noisy = (small + np.random.default_rng(0).normal(0, 8 / 255, small.shape)).astype(np.float32)

    def over_bicubic(one):
        projected = notebook["psnr"](photo, notebook["consistent_lanczos"](one, 2))
        return np.mean(projected - notebook["psnr"](photo, notebook["enlarge"](one, 2)))

    assert over_bicubic(small) > 0.5 and over_bicubic(noisy) < -1


def test_stored_tables(notebook):
    for table in (notebook["STORED"], notebook["STORED_CHAIN"]):
        assert set(table) == {2, 4} and all(len(row) == 3 for row in table.values())
        assert all(0.5 < gain < 2.5 for row in table.values() for gain in row)


def test_figure_of_gains():
    plain = {2: {"bicubic": 0, "Lanczos": 0.4}, 4: {"bicubic": 0, "Lanczos": 0.2}}
    networks = {"U": {2: [1.2, 1.3], 4: [0.8]}, "chain": {2: [1.1, 1.4], 4: [0.9]}}
    figure = show_gains(plain, networks, "gain, dB")
    figure.canvas.draw()
    (axes,) = figure.axes
    assert [text.get_text() for text in axes.get_yticklabels()] == ["×2", "×4"]
    assert sorted(text.get_text() for text in axes.texts) == ["Lanczos"] * 2 + ["bicubic"] * 2
    assert [text.get_text() for text in axes.get_legend().get_texts()] == ["U", "chain"]
    dots = [line for line in axes.lines if len(line.get_xdata()) == 3]
    assert [list(line.get_xdata()) for line in dots] == [[1.2, 1.3, 0.8], [1.1, 1.4, 0.9]]
    plt.close(figure)


@pytest.mark.parametrize(
    ("plain", "networks"),
    [({}, {"U": {}}), ({2: {"bicubic": 0}}, {"U": {4: [1]}}), ({2: {"bicubic": 0}}, {"U": {2: []}}), ({2: {}}, {})],
)
def test_a_figure_of_nothing_is_refused(plain, networks):
    with pytest.raises(ValueError, match="same factors"):
        show_gains(plain, networks, "gain, dB")


def test_back_projection_comes_nearer_to_the_small_image(notebook):
    """In each round, the shrunk image comes nearer to the small one; the arguments are not changed."""
    small = notebook["shrink"](photograph("cat"), 2)
    large = notebook["enlarge"](small, 2)
    before = large.copy()

    def away(times):
        image = back_project(
            large, small, lambda one: notebook["shrink"](one, 2), lambda s: notebook["enlarge"](s, 2), times
        )
        return np.abs(small - notebook["shrink"](image, 2)).mean()

    assert away(0) > 2 * away(1) > 4 * away(3) and np.array_equal(large, before)


def test_one_back_projection_by_hand():
    image, small = np.zeros((2, 2)), np.array([[1.0]])
    once = back_project(image, small, lambda one: one[::2, ::2], lambda one: 0.5 * np.kron(one, np.ones((2, 2))), 1)
    assert np.allclose(once, 0.5)
    assert np.array_equal(back_project(image, small, None, None, 0), image)
