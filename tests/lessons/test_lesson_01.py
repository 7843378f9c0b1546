"""Lessons 01 and 01b: their own cells, against formulas written in another way."""

import ast
from fractions import Fraction

import matplotlib
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from notebook_cells import cells
from skimage import data
from skimage.filters import sobel, threshold_otsu
from skimage.segmentation import watershed

matplotlib.use("Agg")
MASKS = arrays(np.int64, st.tuples(*[st.integers(1, 7)] * 2), elements=st.integers(0, 1))
PAIRS = st.tuples(st.integers(1, 7), st.integers(1, 7)).flatmap(
    lambda shape: st.tuples(*[arrays(np.int64, shape, elements=st.integers(0, 1))] * 2)
)


def names_defined(source):
    """The names of functions and of assigned variables at the top level of a cell."""
    names = set()
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign):
            names |= {name.id for target in node.targets for name in ast.walk(target) if isinstance(name, ast.Name)}
    return names


@pytest.fixture(scope="module")
def lesson():
    """What the learner has after running the cells that define these names; later definitions count."""
    names = {"coins": data.coins(), "data": data, "np": np}
    wanted = {"otsu", "accuracy", "dice", "iou", "binary", "scores_of", "coin_circles"}
    for source in cells(1) + cells("01b"):
        if names_defined(source) & wanted:
            exec(source, names)
    assert wanted <= names.keys()
    return names


@given(pair=PAIRS)
def test_metrics_agree_with_sets_of_pixels(lesson, pair):
    truth, predicted = pair
    ours = [set(map(tuple, np.argwhere(mask))) for mask in pair]
    both, either, total = ours[0] & ours[1], ours[0] | ours[1], len(ours[0]) + len(ours[1])
    overlap = Fraction(len(both), len(either)) if either else Fraction(1)
    assert lesson["iou"](truth, predicted) == pytest.approx(float(overlap), abs=1e-12)
    assert lesson["dice"](truth, predicted) == pytest.approx(2 * len(both) / total if total else 1.0, abs=1e-12)
    assert lesson["dice"](truth, predicted) == pytest.approx(float(2 * overlap / (1 + overlap)), abs=1e-12)
    wrong = len(ours[0] ^ ours[1])
    assert lesson["accuracy"](truth, predicted) == pytest.approx(1 - wrong / truth.size, abs=1e-12)


@given(mask=MASKS, kind=st.sampled_from([bool, np.uint8, np.int32, np.float32]))
def test_a_mask_agrees_with_itself_in_every_kind_of_number(lesson, mask, kind):
    for metric in ("dice", "iou", "accuracy"):
        assert lesson[metric](mask, mask.astype(kind)) == lesson[metric](mask.astype(kind), mask) == 1


@given(pair=PAIRS)
def test_metrics_are_symmetric(lesson, pair):
    for metric in ("dice", "iou", "accuracy"):
        assert lesson[metric](*pair) == lesson[metric](*pair[::-1])


@given(mask=MASKS)
def test_empty_masks(lesson, mask):
    empty = np.zeros_like(mask)
    for metric in ("dice", "iou"):
        assert lesson[metric](empty, empty) == 1
        assert lesson[metric](mask, empty) == lesson[metric](empty, mask) == (0 if mask.any() else 1)


@pytest.mark.parametrize("bad", [255, 2, -1, 0.5])
@pytest.mark.parametrize("metric", ["dice", "iou"])
def test_masks_of_other_numbers_are_refused(lesson, metric, bad):
    mask = np.array([[0, 1], [1, 0]])
    with pytest.raises(ValueError, match="only 0 and 1"):
        lesson[metric](mask * bad, mask)
    with pytest.raises(ValueError, match="only 0 and 1"):
        lesson[metric](mask, mask * bad)


def between_class_variance(image, threshold):
    """Otsu's score as total variance less the variance within the groups."""
    groups = image[image <= threshold], image[image > threshold]
    return image.var() - sum(group.size * group.var() for group in groups if group.size) / image.size


@given(image=arrays(np.uint8, (6, 5), elements=st.integers(0, 40)))
def test_otsu_finds_the_best_threshold(lesson, image):
    found = lesson["otsu"](image)
    scores = [between_class_variance(image.astype(float), threshold) for threshold in range(41)]
    assert scores[int(found)] == pytest.approx(max(scores), abs=1e-6)
    assert scores[int(threshold_otsu(image))] == pytest.approx(scores[int(found)], abs=1e-6)


@pytest.mark.parametrize("name", ["coins", "camera", "page", "moon", "text"])
def test_otsu_agrees_with_scikit_image_on_photographs(lesson, name):
    image = getattr(data, name)()
    assert lesson["otsu"](image) == threshold_otsu(image)


def coin_and_ring(circle, shape):
    """The mask of the coin, and a ring two to seven pixels away from its rim."""
    row, column, radius = circle
    rows, columns = np.indices(shape)
    distance = np.hypot(rows - row, columns - column)
    return distance <= radius, (distance > radius + 2) & (distance <= radius + 7)


def test_every_coin_is_brighter_inside_than_around(lesson):
    coins, mask = lesson["coins"], lesson["coin_mask"]
    circles = sum(lesson["coin_circles"], [])
    assert len(circles) == 24
    for circle in circles:
        inside, ring = coin_and_ring(circle, coins.shape)
        assert mask[inside].all()
        assert coins[inside].mean() > coins[ring & (mask == 0)].mean() + 40, circle


def test_the_rims_lie_on_edges(lesson):
    """The image's gradient along the outlines is larger than a few pixels away, on both sides."""
    gradient = sobel(lesson["coins"])
    for circle in sum(lesson["coin_circles"], []):
        row, column, radius = circle
        angles = np.linspace(0, 2 * np.pi, 180, endpoint=False)

        def along(r, row=row, column=column, angles=angles):
            rows = np.clip(np.round(row + r * np.sin(angles)).astype(int), 0, gradient.shape[0] - 1)
            columns = np.clip(np.round(column + r * np.cos(angles)).astype(int), 0, gradient.shape[1] - 1)
            return gradient[rows, columns].mean()

        assert along(radius) > 1.5 * along(radius + 5), circle
        assert along(radius) > 1.2 * along(radius - 6), circle


def test_coins_do_not_touch_and_agree_with_an_edge_based_segmentation(lesson):
    coins, mask = lesson["coins"], lesson["coin_mask"]
    circles = sum(lesson["coin_circles"], [])
    assert set(np.unique(mask)) == {0, 1} and mask.shape == coins.shape
    assert mask.sum() == sum(coin_and_ring(circle, coins.shape)[0].sum() for circle in circles)
    sure = np.where(coins > 150, 2, np.where(coins < 30, 1, 0))
    assert lesson["dice"](mask, watershed(sobel(coins), sure) == 2) > 0.95


def test_figures_refuse_what_they_cannot_show():
    from unet_lessons.plots.lesson_01 import show_errors

    mask = np.eye(4, dtype=int)
    with pytest.raises(ValueError, match="no image to show"):
        show_errors(mask, [], [])
    with pytest.raises(ValueError, match="only 0 and 1"):
        show_errors(mask, [mask * 255], ["white"])
    with pytest.raises(ValueError, match="the same size"):
        show_errors(mask, [mask[:2]], ["half"])
    with pytest.raises(ValueError, match="1 images and 2 titles"):
        show_errors(mask, [mask], ["one", "two"])


def test_errors_have_the_colours_of_the_legend():
    from unet_lessons.plots.lesson_01 import show_errors

    figure = show_errors(np.array([[0, 0, 1, 1]]), [np.array([[0, 1, 0, 1]])], ["all four kinds"])
    shown = figure.axes[0].images[0].get_array()[0]
    legend = {
        text.get_text(): patch.get_facecolor()
        for text, patch in zip(figure.legends[0].get_texts(), figure.legends[0].get_patches(), strict=True)
    }
    for colour, kind in zip(shown, ("background", "false alarm", "missed", "found"), strict=True):
        assert np.allclose(colour / 255, legend[kind][:3], atol=0.03)  # shown in few tones


def test_both_lessons_judge_by_the_same_circles():
    circles = []
    for number in (1, "01b"):
        (source,) = [source for source in cells(number) if "coin_circles = [" in source]
        names = {"coins": data.coins(), "data": data, "np": np}
        exec(source, names)
        circles.append((names["coin_circles"], names["coin_mask"]))
    assert circles[0][0] == circles[1][0] and np.array_equal(circles[0][1], circles[1][1])


def test_thresholds_are_marked_on_their_curve():
    from unet_lessons.plots.lesson_01 import show_thresholds

    figure = show_thresholds(np.array([0.5, 0.75, 1.0, 0.25]), {"one": 1, "best": 2})
    curve, *points = figure.axes[0].lines
    assert curve.get_ydata().tolist() == [0.5, 0.75, 1.0, 0.25]
    assert [(*point.get_xdata(), *point.get_ydata()) for point in points] == [(1, 0.75), (2, 1.0)]
    assert [text.get_text() for text in figure.axes[0].texts] == ["one", "best"]
    with pytest.raises(ValueError, match="there are 4 scores"):
        show_thresholds(np.zeros(4), {"too high": 4})
