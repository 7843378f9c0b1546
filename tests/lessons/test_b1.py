"""B1, denoising: the functions of the notebook, its stored tables, its figure."""

import ast

import matplotlib.pyplot as plt
import numpy as np
import pytest
from notebook_cells import cells, functions
from skimage.metrics import peak_signal_noise_ratio, structural_similarity
from skimage.restoration import denoise_nl_means

from unet_lessons.backend import keras
from unet_lessons.blocks import unet_model
from unet_lessons.data.pen import draw_over
from unet_lessons.plots import seeds as figures_b1
from unet_lessons.plots.style import few_greys
from unet_lessons.predict import predict_batch

SIGMA = 15 / 255


@pytest.fixture(scope="module")
def notebook():
    """The functions of the notebook and its stored tables. Nothing is trained or shown."""
    names = functions(
        "b1",
        np=np,
        keras=keras,
        unet_model=unet_model,
        predict_batch=predict_batch,
        few_greys=few_greys,
        peak_signal_noise_ratio=peak_signal_noise_ratio,
        structural_similarity=structural_similarity,
        denoise_nl_means=denoise_nl_means,
        SIGMA=SIGMA,
        SEED=0,
    )
    for cell in cells("b1"):
        for node in ast.parse(cell).body:
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]).startswith("STORED"):
                names[ast.unparse(node.targets[0])] = ast.literal_eval(node.value)
    return names


@pytest.fixture(autouse=True)
def closed_figures():
    yield
    plt.close("all")


def test_noise_has_its_strength_and_is_not_clipped(notebook):
    rng = np.random.default_rng(0)
    photo = np.zeros((200, 200), np.float32)
    one, two = (notebook["noisy_copy"](photo, rng) for _ in range(2))
    assert one.dtype == np.float32 and not photo.any()
    assert abs(one.std() - SIGMA) < 0.001 and abs(one.mean()) < 0.001 and one.min() < -0.1
    assert abs(np.corrcoef(one.ravel(), two.ravel())[0, 1]) < 0.02


def test_measure_by_hand(notebook):
    photos = [np.full((16, 16), 0.5), np.full((16, 16), 1.0)]
    notebook["held_out"] = photos
    psnr, ssim = notebook["measure"]([photos[0] + 0.1, photos[1] - 0.01])
    assert abs(psnr - (20 + 40) / 2) < 1e-6 and 0.9 < ssim < 1
    beyond, _ = notebook["measure"]([photos[0] + 5, photos[1] - 0.01])  # clipped to 1, so the error is 0.5
    assert abs(beyond - (20 * np.log10(2) + 40) / 2) < 1e-6
    with pytest.raises(ValueError):
        notebook["measure"](photos[:1])


def test_answers_are_in_grey_values(notebook):
    """`ask` takes 0.5 off, and counts in units of SIGMA: seen with a network that gives back its input."""
    inputs = keras.Input((None, None, 1))
    same = keras.Model(inputs, keras.layers.Activation("linear")(inputs))
    photo = np.random.default_rng(0).random((8, 12)).astype(np.float32)
    np.testing.assert_allclose(notebook["ask"](same, photo), (photo - 0.5) * SIGMA, atol=1e-6)


def test_the_u_answers_numbers_of_any_sign(notebook):
    model = notebook["new_unet"]()
    answer = notebook["ask"](model, np.random.default_rng(0).random((24, 40)).astype(np.float32))
    assert answer.shape == (24, 40) and model.layers[-1].activation is keras.activations.linear
    again = notebook["new_unet"]()
    for one, other in zip(model.get_weights(), again.get_weights(), strict=True):
        assert np.array_equal(one, other)


@pytest.mark.slow
def test_a_short_training_takes_noise_away(notebook):
    """Fifty steps, flat patches: the answer is nearer to the noise than 0 is."""
    rng = np.random.default_rng(1)
    clean = np.full((200, 16, 16, 1), 0.5, np.float32) + rng.uniform(-0.3, 0.3, (200, 1, 1, 1)).astype(np.float32)
    notebook["noisy"] = noisy = notebook["noisy_copy"](clean, rng)
    model = notebook["train"](noisy - clean)
    guessed = np.stack([notebook["ask"](model, patch[..., 0]) for patch in noisy[:20]])
    left = (noisy - clean)[:20, ..., 0] - guessed
    assert np.mean(left**2) < 0.8 * SIGMA**2


def test_stored_tables(notebook):
    table = notebook["STORED"]
    assert list(table) == ["U, the image", "U, the noise", "U, Noise2Noise"]
    assert all(len(row) == 5 and all(30 < psnr < 33 for psnr in row) for row in table.values())
    assert len({tuple(row) for row in table.values()}) == 3  # no row written twice
    assert all(noise > image for image, noise in zip(table["U, the image"], table["U, the noise"], strict=True))


def test_figure():
    rows = {"one": [1.0, 2.0], "another": [3.0], "a third": [2.5, 2.5], "a fourth": [1.0]}
    figure = figures_b1.show_seeds(rows, {"plain": 1.5, "better": 2.0}, "PSNR, dB")
    figure.canvas.draw()
    (axes,) = figure.axes
    assert [text.get_text() for text in axes.get_yticklabels()] == list(rows)
    assert {"plain", "better"} <= {text.get_text() for text in axes.texts}
    assert figure.get_size_inches()[0] <= 9 and figure.get_facecolor() == (1, 1, 1, 1)


@pytest.mark.parametrize("rows", [{}, {"one": []}, {str(number): [1.0] for number in range(5)}])
def test_a_figure_of_nothing_is_refused(rows):
    with pytest.raises(ValueError, match="rows"):
        figures_b1.show_seeds(rows, {}, "PSNR, dB")


def test_the_pen_covers_its_share_with_flat_greys_and_leaves_the_rest():
    photo = np.random.default_rng(0).random((128, 96)).astype(np.float32)
    before = photo.copy()
    drawn, covered = draw_over(photo, np.random.default_rng(1))
    assert drawn.shape == covered.shape == photo.shape and drawn.dtype == np.float32 and covered.dtype == bool
    assert np.array_equal(photo, before) and np.array_equal(drawn[~covered], photo[~covered])
    assert 0.25 <= covered.mean() < 0.32 and drawn.min() >= 0 and drawn.max() <= 1
    assert len(np.unique(drawn[covered])) < 30  # few strokes, one grey each
    again, _ = draw_over(photo, np.random.default_rng(1))
    other, _ = draw_over(photo, np.random.default_rng(2))
    assert np.array_equal(drawn, again) and not np.array_equal(drawn, other)
    assert not draw_over(photo, np.random.default_rng(1), share=0)[1].any()


def test_the_strokes_are_as_wide_as_they_say():
    """The width of one stroke is about its area divided by its length."""
    rng = np.random.default_rng(0)
    masks = [draw_over(np.zeros((400, 400)), rng, share=1e-6)[1] for _ in range(60)]
    inside = [
        mask.sum() / 54
        for mask in masks
        if not (mask[0].any() or mask[-1].any() or mask[:, 0].any() or mask[:, -1].any())
    ]
    assert len(inside) > 20 and min(inside) > 4 and max(inside) < 15 and max(inside) > 1.5 * min(inside)


@pytest.mark.parametrize(
    ("photo", "share"), [(np.zeros((8, 8, 1)), 0.2), (np.zeros((0, 8)), 0.2), (np.zeros((8, 8)), 1)]
)
def test_the_pen_refuses_what_it_cannot_draw_on(photo, share):
    with pytest.raises(ValueError, match="share"):
        draw_over(photo, np.random.default_rng(0), share)
