"""`unet_lessons.plots`: the figures show what they claim."""

from pathlib import Path

import matplotlib
import numpy as np
import pytest
from PIL import Image

from unet_lessons.authoring.images import draw_images
from unet_lessons.images import label_colour
from unet_lessons.plots import unet
from unet_lessons.plots.grids import show_grids
from unet_lessons.plots.images import fit_screen, image_of, overlay, show_images
from unet_lessons.plots.style import error_colours, few_greys
from unet_lessons.plots.unet import draw_unet
from unet_lessons.sizes import PADDINGS, SKIPS, nearest_valid_sizes, unet_steps

matplotlib.use("agg")
plt = matplotlib.pyplot


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def texts(figure):
    return [text.get_text() for text in figure.axes[0].texts]


def every_u(depths=range(1, 6)):
    for depth in depths:
        for padding in PADDINGS:
            for skips in SKIPS:
                size = nearest_valid_sizes(256, depth, padding, skips)[1]
                yield {"input_shape": (size, size, 3), "depth": depth, "padding": padding, "skips": skips}


@pytest.mark.parametrize("options", list(every_u()), ids=lambda o: f"{o['depth']}-{o['padding']}-{o['skips']}")
def test_drawing_tells_every_size_and_channel_and_nothing_overlaps(options):
    steps = unet_steps(num_classes=2, base_filters=16, **options)
    figure = draw_unet(steps)
    said = texts(figure)
    for step in steps:
        if step.kind in ("conv", "pool", "input", "1x1 conv", "concatenate", "add"):
            assert f"{step.height}²" in said and str(step.channels) in said
    figure.canvas.draw()
    page = figure.bbox
    boxes = [(t.get_text(), t.get_window_extent()) for t in figure.axes[0].texts if t.get_text()]
    for number, (text, box) in enumerate(boxes):
        assert page.x0 <= box.x0 and box.x1 <= page.x1 and page.y0 <= box.y0 and box.y1 <= page.y1, text
        for other, other_box in boxes[:number]:
            assert not box.padded(-1).overlaps(other_box.padded(-1)), (text, other)


def test_bars_are_to_scale():
    bars = unet.lay_out(unet_steps())
    scales = [bar.height / bar.step.height for bar in bars]
    assert max(scales) == pytest.approx(min(scales))
    widths = [bar.width / bar.step.channels**0.5 for bar in bars if bar.step.channels >= 64]
    assert max(widths) == pytest.approx(min(widths))


def test_bars_do_not_overlap_and_pooled_maps_stand_below():
    bars = unet.lay_out(unet_steps())
    for before, after in zip(bars, bars[1:], strict=False):
        if before.step.level == after.step.level:
            assert after.left > before.right + 0.2
        else:
            assert after.x == before.x
            assert after.top < before.bottom if after.step.kind == "pool" else after.bottom > before.top


def test_words_follow_the_skips():
    legends = {skips: texts(draw_unet(unet_steps((572, 572, 3), skips=skips))) for skips in SKIPS}
    assert "copy and crop, concatenate" in legends["cropped"] and "568² → 392²" in legends["cropped"]
    assert "copy and resize, concatenate" in legends["resized"] and "284² → 392²" in legends["resized"]
    assert "copy and crop, add" in legends["added"]
    assert not any("skip" in text or "copy" in text for text in legends["none"])
    assert "copy, concatenate" in texts(draw_unet(unet_steps((256, 256, 3), padding="same")))


def test_sides_that_differ_are_both_told():
    said = texts(draw_unet(unet_steps((256, 384, 1), 1, padding="same")))
    assert "256\n×384" in said and "16\n×24" in said


@pytest.mark.slow
@pytest.mark.parametrize("options", list(every_u([1, 3])), ids=lambda o: f"{o['depth']}-{o['padding']}-{o['skips']}")
def test_drawing_of_a_real_model_is_that_of_its_sizes(options):
    from unet_lessons.blocks import unet_model

    model = unet_model(num_classes=1, base_filters=2, **options)
    steps = unet_steps(num_classes=1, base_filters=2, **options)
    read = unet.steps_of_model(model)
    assert [s._replace(receptive_field=0) for s in steps] == read
    assert texts(draw_unet(model)) == texts(draw_unet(steps))


@pytest.mark.slow
def test_a_learners_own_u_is_drawn_and_other_models_are_refused():
    from unet_lessons.backend import keras

    layers = keras.layers
    inputs = keras.Input((32, 32, 1))
    a = layers.BatchNormalization()(layers.Conv2D(4, 3, padding="same", activation="relu")(inputs))
    b = layers.Conv2D(8, 3, padding="same")(layers.Dropout(0.1)(layers.MaxPooling2D()(a)))
    c = layers.Concatenate()([layers.UpSampling2D()(b), a])
    output = layers.Conv2D(1, 1)(c)
    kinds = [step.kind for step in unet.steps_of_model(keras.Model(inputs, output))]
    assert kinds == ["input", "conv", "pool", "conv", "up-conv", "concatenate", "1x1 conv"]
    assert "12" in texts(draw_unet(keras.Model(inputs, output)))
    with pytest.raises(ValueError, match="1 poolings and 0 up-convolutions"):
        draw_unet(keras.Model(inputs, b))
    with pytest.raises(ValueError, match="open"):
        from unet_lessons.blocks import unet_model

        draw_unet(unet_model((None, None, 1), padding="same"))


def test_images_are_drawn(tmp_path):
    """The folder `images` contains what the package draws, in the same size."""
    draw_images(tmp_path)
    drawn = {path.name: Image.open(path).size for path in tmp_path.iterdir()}
    assert drawn == {path.name: Image.open(path).size for path in (Path(__file__).parents[2] / "images").iterdir()}


def test_overlay_tints_and_outlines_and_leaves_the_rest():
    image, mask = np.full((20, 20, 3), 0.5, np.float32), np.zeros((20, 20), int)
    mask[5:15, 5:15] = 2
    shown, colour = overlay(image, mask), np.array(label_colour(2)) / 255
    assert np.array_equal(shown[mask == 0], image[mask == 0])
    assert np.allclose(shown[5, 5], colour)
    assert np.allclose(shown[10, 10], 0.65 * 0.5 + 0.35 * colour)
    with pytest.raises(ValueError, match="the same size"):
        overlay(image, mask[:10])


def test_images_in_rows():
    grey, mask = np.zeros((8, 9)), np.ones((8, 9), bool)
    figure = show_images([grey, mask, np.zeros((8, 9, 3), np.uint8)], ["a", "b", "c"], columns=2)
    assert [axis.get_title() for axis in figure.axes] == ["a", "b", "c"]
    assert np.all(figure.axes[1].images[0].get_array() == label_colour(1))
    with pytest.raises(ValueError, match="no image"):
        show_images([])
    with pytest.raises(ValueError, match="1 images and 2 titles"):
        show_images([grey], ["a", "b"])


def test_labels_are_never_shown_as_grey_levels():
    """Labels 0 and 1 shown as 0 to 255 look black, which is what learners ask about most."""
    labels, grey = np.array([[0, 1], [2, 1]], np.uint8), np.array([[0, 1], [2, 255]], np.uint8)
    assert np.allclose(image_of(labels)[0, 1], np.array(label_colour(1)) / 255)
    assert np.allclose(image_of(grey)[0, 1], 1 / 255)


def test_fine_patterns_stay_visible_in_small():
    """A reduced checkerboard mask is half orange, neither all black nor all orange."""
    mask = np.indices((800, 800)).sum(axis=0) % 2
    shown = fit_screen(mask, 200, 200)
    assert shown.shape == (200, 200, 3)
    assert np.abs(shown[10:-10, 10:-10] - np.array(label_colour(1)) / 2).max() < 15


def test_grids_write_their_numbers():
    figure = show_grids([np.arange(4).reshape(2, 2), np.full((1, 3), 0.25)], ["a", "b"], highlight=[[(0, 1)], None])
    assert texts(figure) == ["0", "1", "2", "3"]
    assert [t.get_text() for t in figure.axes[1].texts] == ["0.25"] * 3
    figure = show_grids([np.array([[1, 0.5]]), np.array([[1, 0]])], decimals=[2, None])
    assert [t.get_text() for axes in figure.axes for t in axes.texts] == ["1.00", "0.50", "1", "0"]
    with pytest.raises(ValueError, match=r"\(2,\)"):
        show_grids([np.zeros(2)])


def test_grids_colour_signs_and_labels():
    """Below 0 is orange, 0 nearly white, above 0 blue; labels have the colours of masks."""
    grid = show_grids([np.array([[-3, 0, 3]])]).axes[0].images[0]
    below, zero, above = grid.cmap(grid.norm(grid.get_array()))[0, :, :3]
    assert below[0] > below[2] + 0.3 and zero.min() > 0.9 and above[2] > above[0] + 0.3
    labels = show_grids([np.array([[0, 1, 2]])], labels=True).axes[0]
    assert np.allclose(labels.images[0].get_array()[0] * 255, [label_colour(label) for label in range(3)])
    assert [text.get_color() for text in labels.texts] == ["#FFFFFF", "#222222", "#222222"]
    unknown = show_grids([np.array([[-1, 0, 1]])], labels=True).axes[0].images[0].get_array()[0]
    assert np.ptp(unknown[0]) == 0 and 0.5 < unknown[0, 0] < 0.9  # grey
    assert np.allclose(unknown[1:] * 255, [label_colour(0), label_colour(1)])


def test_few_greys():
    image = np.random.default_rng(0).random((20, 20))
    for kind in (image, image.astype(np.float32)):
        shown = few_greys(kind)
        assert len(np.unique(shown)) <= 16 and abs(shown - image).max() <= 0.5 / 15 + 1e-6
    with pytest.raises(ValueError, match="give 0 to 1"):
        few_greys(image + 2)


def test_errors_have_four_colours():
    truth, mask = np.array([[[0, 1, 0, 1]]]), np.array([[[0, 0, 1, 1]]])
    colours = error_colours(truth, mask)
    assert colours.shape == (1, 1, 4, 3) and colours.dtype == np.uint8 and len(np.unique(colours[0, 0], axis=0)) == 4
    assert colours[0, 0, 0].max() == 0 and colours[0, 0, 3].min() == 255
    for wrong in (truth[..., :2], truth + 0.5):
        with pytest.raises(ValueError):
            error_colours(truth, wrong)
