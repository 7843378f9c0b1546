"""B1, denoising: the functions of the notebook, its stored tables, its figure."""

import ast
from itertools import count

import matplotlib.pyplot as plt
import numpy as np
import pytest
from notebook_cells import cells, functions
from skimage.restoration import denoise_nl_means

from unet_lessons.backend import keras
from unet_lessons.baselines import chain_model
from unet_lessons.blocks import unet_model
from unet_lessons.data import cut_patches, draw_over
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
        denoise_nl_means=denoise_nl_means,
        chain_model=chain_model,
        draw_over=draw_over,
        cut_patches=cut_patches,
        count=count,
        LIGHT=10 / 255,
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
    photos = [np.full((296, 400), 0.5), np.full((280, 448), 1.0)]
    notebook["test"] = np.concatenate([notebook["crops"](photo) for photo in photos])
    assert notebook["test"].shape == (12, 128, 128)
    np.testing.assert_allclose(notebook["measure"]([photos[0] + 0.1, photos[1] - 0.01]), [20] * 6 + [40] * 6)
    beyond = notebook["measure"]([photos[0] + 5, photos[1] - 0.01])  # clipped to 1, so the error is 0.5
    np.testing.assert_allclose(beyond, [20 * np.log10(2)] * 6 + [40] * 6)


def test_the_six_parts_do_not_overlap(notebook):
    numbers = np.arange(280 * 400).reshape(280, 400)
    parts = notebook["crops"](numbers)
    assert len(np.unique(parts)) == parts.size == 6 * 128 * 128


def test_answers_are_asked_of_what_the_model_takes(notebook):
    """`ask` subtracts 0.5, which a network that returns its input shows."""
    inputs = keras.Input((None, None, 1))
    same = keras.Model(inputs, keras.layers.Activation("linear")(inputs))
    photo = np.random.default_rng(0).random((8, 12)).astype(np.float32)
    np.testing.assert_allclose(notebook["ask"](same, photo), photo - 0.5, atol=1e-6)
    notebook["held_out_noisy"] = [photo]
    np.testing.assert_allclose(notebook["denoised"](same)[0], photo - SIGMA * (photo - 0.5), atol=1e-6)


def test_both_networks_answer_numbers_of_any_sign(notebook):
    for new in (notebook["new_unet"], notebook["new_chain"]):
        model = new()
        answer = notebook["ask"](model, np.random.default_rng(0).random((24, 40)).astype(np.float32))
        assert answer.shape == (24, 40) and model.layers[-1].activation is keras.activations.linear
        for one, other in zip(model.get_weights(), new().get_weights(), strict=True):
            assert np.array_equal(one, other)


def test_strokes_and_noise(notebook):
    rng = np.random.default_rng(0)
    drawn, covered = notebook["drawn_over"](np.full((3, 64, 80), 0.5, np.float32), rng)
    assert drawn.shape == covered.shape == (3, 64, 80) and drawn.dtype == np.float32
    assert abs((drawn[~covered] - 0.5).std() - 10 / 255) < 0.002 and 0.25 <= covered.mean() < 0.35


def test_batches_hold_new_patches_of_all_photographs_and_never_end(notebook):
    photos = [np.full((40, 50), grey, np.float32) for grey in (0.25, 0.75)]
    batches = notebook["four_by_four"](photos, 16, lambda patches: (patches, 2 * patches))
    shown = [next(batches) for _ in range(120)]  # more than one helping of 200 patches
    assert all(inputs.shape == targets.shape == (4, 16, 16, 1) for inputs, targets in shown)
    assert all(np.allclose(targets, 2 * (inputs + 0.5)) for inputs, targets in shown)
    assert set(np.unique(np.concatenate([inputs for inputs, _ in shown]))) == {-0.25, 0.25}
    textured = [np.random.default_rng(0).random((64, 64)).astype(np.float32)]
    batches = notebook["four_by_four"](textured, 16, lambda patches: (patches, patches))
    first, *rest = [next(batches)[0] for _ in range(51)]
    assert not np.array_equal(first, rest[-1])  # the second helping is cut at other positions


@pytest.mark.slow
def test_a_short_training_takes_noise_away(notebook):
    """After fifty steps on flat patches, the prediction is nearer to the noise than 0 is."""
    rng = np.random.default_rng(1)
    clean = np.full((200, 16, 16, 1), 0.5, np.float32) + rng.uniform(-0.3, 0.3, (200, 1, 1, 1)).astype(np.float32)
    noisy = notebook["noisy_copy"](clean, rng)
    batches = ((noisy[k : k + 4] - 0.5, (noisy - clean)[k : k + 4] / SIGMA) for k in range(0, 200, 4))
    model = notebook["train"](notebook["new_unet"](), batches, rate=0.005, patches=200)
    guessed = np.stack([notebook["ask"](model, patch[..., 0]) * SIGMA for patch in noisy[:20]])
    left = (noisy - clean)[:20, ..., 0] - guessed
    assert np.mean(left**2) < 0.8 * SIGMA**2


def test_stored_tables(notebook):
    for table in (notebook["STORED"], notebook["STORED_PEN"]):
        assert all(2 <= len(row) <= 3 for row in table.values())
        assert len({tuple(row) for row in table.values()}) == len(table)
    assert all(30 < psnr < 36 for row in notebook["STORED"].values() for psnr in row)
    assert min(notebook["STORED_PEN"]["U, pooled twice"]) > max(notebook["STORED_PEN"]["chain"]) + 2.5


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
    """The width of a stroke is about its area divided by its length."""
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
