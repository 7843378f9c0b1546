"""The checks for the practice of lesson 01, against planted answers."""

import numpy as np
from skimage.filters import gaussian, threshold_local, threshold_otsu
from skimage.transform import resize

import unet_lessons.checks.lesson_01 as check
from unet_lessons.checks.lesson_01 import threshold_of_best_dice
from unet_lessons.checks.vocabulary import dice_of


class Labels:
    """An answer in the form of a class."""

    def __init__(self, greys):
        self.labels = np.select([greys == 128, greys == 255], [1, 2], 0)

    def __array__(self, dtype=None, copy=None):
        return self.labels


def labels_by_loops(greys):
    return [[{0: 0, 128: 1, 255: 2}[int(grey)] for grey in row] for row in greys]


def enlarge_by_loops(mask, factor):
    height, width = mask.shape
    rows = range(height * factor)
    return [[mask[row // factor, column // factor] for column in range(width * factor)] for row in rows]


def enlarge_with_keras(mask, factor):
    from unet_lessons.backend import keras

    layer = keras.layers.UpSampling2D(factor, interpolation="nearest")
    return layer(mask[np.newaxis, :, :, np.newaxis].astype("float32"))[0, :, :, 0]


def bilinear(mask, factor):
    return resize(mask.astype(float), np.array(mask.shape) * factor, order=1, mode="edge")


def per_class(one, start=1):
    def answer(truth, predicted, classes):
        return [one(truth == label, predicted == label) for label in range(start, classes)]

    return answer


def dice_by_counting(truth, predicted, classes):
    scores = np.ones(classes - 1)
    for label in range(1, classes):
        both = one = 0
        for first, second in zip(truth.ravel(), predicted.ravel(), strict=True):
            both += first == label and second == label
            one += int(first == label) + int(second == label)
        if one:
            scores[label - 1] = 2 * both / one
    return scores


def dice_from_iou(truth, predicted, classes):
    found = {}
    for label in range(1, classes):
        either = np.sum((truth == label) | (predicted == label))
        iou = np.sum((truth == label) & (predicted == label)) / either if either else 1
        found[label] = 2 * iou / (1 + iou)
    return list(found.values())


def plain_dice(first, second):
    return 2 * np.sum(first & second) / (first.sum() + second.sum())


def zero_if_empty(first, second):
    total = first.sum() + second.sum()
    return 2 * np.sum(first & second) / total if total else 0.0


def one_if_truth_empty(first, second):
    return dice_of(first, second) if first.any() and second.any() else 1.0


def by(score, choose=np.argmax, brighter=np.greater):
    def answer(image, truth):
        return int(choose([score(truth == 1, brighter(image, threshold)) for threshold in range(256)]))

    return answer


def threshold_by_loop(image, truth):
    best, best_score = 0, -1
    for threshold in [0, *np.unique(image)]:
        score = dice_of(truth == 1, image > threshold)
        if score >= best_score:
            best, best_score = threshold, score
    return best


def threshold_from_darkest_to_brightest(image, truth):
    """Both ends are left out: what is below the darkest pixel, and the brightest."""
    thresholds = range(image.min(), image.max())
    return max(thresholds, key=lambda threshold: dice_of(truth == 1, image > threshold))


def threshold_by_sorting(image, truth):
    """All sizes and overlaps at once, from counts of each grey."""
    objects = np.bincount(image[truth == 1], minlength=256)
    counts = np.bincount(image.ravel(), minlength=256)
    above, found = counts[::-1].cumsum()[::-1] - counts, objects[::-1].cumsum()[::-1] - objects
    return (2 * found / (above + objects.sum())).argmax()


def threshold_with_the_lesson_s_dice(image, truth):
    image, truth = image.astype("float32"), truth.astype(bool)
    scores = {threshold: dice_of(truth, image > threshold) for threshold in range(255, -1, -1)}
    return max(scores, key=scores.get)


def last_threshold(image, truth):
    best, best_score = 0, -1
    for threshold in range(256):
        score = dice_of(truth == 1, image > threshold)
        if score > best_score:
            best = threshold
    return best


def among(thresholds):
    return lambda image, truth: max(thresholds, key=lambda one: dice_of(truth == 1, image > one))


def place_among(thresholds):
    def answer(image, truth):
        return np.argmax([dice_of(truth == 1, image > one) for one in thresholds(image)])

    return answer


def stops_with(error):
    def answer(*values):
        raise error

    return answer


def label_by_if(greys):
    labels = np.zeros(greys.shape, int)
    if greys == 128:
        labels = 1
    return labels


def labels_in_4_by_4(greys):
    labels = np.zeros((4, 4), int)
    labels[greys == 128] = 1
    return labels


def dice_in_plain_numbers(truth, predicted, classes):
    scores = []
    for label in range(1, classes):
        first, second = (truth == label).ravel().tolist(), (predicted == label).ravel().tolist()
        both = sum(one and other for one, other in zip(first, second, strict=True))
        scores.append(2 * both / (sum(first) + sum(second)))
    return scores


def dice_of_labels_found(truth, predicted, classes):
    return [dice_of(truth == label, predicted == label) for label in np.unique(truth) if label]


def by_pixels(size, sides=lambda h, w: (h, w)):
    """Labels pixel by pixel; `size` and `sides` say how many it goes over, and how large the answer is."""

    def answer(greys):
        labels = np.zeros(sides(*greys.shape), int)
        for row, column in np.ndindex(*size(*greys.shape)):
            labels[row, column] = {0: 0, 128: 1, 255: 2}[int(greys[row, column])]
        return labels

    return answer


def labels_in_place(greys):
    greys[greys == 128] = 1
    greys[greys == 255] = 2
    return greys


def enlarge_by_indexing(mask, factor):
    rows, columns = (np.arange(side * factor) // factor for side in mask.shape)
    return mask[rows][:, columns].tolist()


def dice_by_histogram(truth, predicted, classes):
    """From the table of how often each pair of labels comes."""
    pairs = np.bincount(truth.ravel().astype(int) * classes + predicted.ravel(), minlength=classes**2)
    table = pairs.reshape(classes, classes)
    both, sizes = table.diagonal()[1:], (table.sum(axis=0) + table.sum(axis=1))[1:]
    return np.where(sizes, 2 * both / np.maximum(sizes, 1), 1)


def dice_by_rows(rows):
    """Pixel by pixel, over these rows and columns."""

    def answer(truth, predicted, classes):
        height, width = rows(*truth.shape)
        first, second = truth[:height, :width], predicted[:height, :width]
        return [dice_of(first == label, second == label) for label in range(1, classes)]

    return answer


def dice_in_bytes(truth, predicted, classes):
    scores = []
    for label in range(1, classes):
        first, second = (truth == label).astype("uint8"), (predicted == label).astype("uint8")
        total = first.sum(dtype="uint8") + second.sum(dtype="uint8")
        scores.append(2 * (first * second).sum() / total if total else 1)
    return scores


def false_alarm_is_right(first, second):
    return dice_of(first, second) if first.any() else 1.0


def dice_zeroing_the_background(truth, predicted, classes):
    truth[truth >= classes] = 0
    predicted[truth == 0] = 0
    return per_class(dice_of)(truth, predicted, classes)


def segment_in_place(image):
    image -= gaussian(image, 10)
    return image > 0.03


def segment_96(image):
    rows, columns = np.mgrid[:96, :96]
    return image - gaussian(image, 10)[rows, columns] > 0.03


def segment_by_sums(image):
    """Means of blocks of 41×41, from sums along rows and columns."""
    padded = np.pad(image.astype(float), 20, mode="reflect")
    windows = np.lib.stride_tricks.sliding_window_view(padded, 41, axis=0).mean(axis=2)
    return (image > np.lib.stride_tricks.sliding_window_view(windows, 41, axis=1).mean(axis=2) + 0.03).astype("uint8")


def local(block, offset=0.0):
    return lambda image: image > threshold_local(image, block, "mean", offset=offset)


def accuracy(first, second):
    return np.mean(first == second)


RIGHT = [
    (check.to_labels, labels_by_loops),
    (check.to_labels, Labels),
    (check.to_labels, lambda greys: (greys > 64).astype(int) + (greys > 192)),
    (check.to_labels, lambda greys: np.searchsorted([0, 128, 255], greys)),
    (check.to_labels, by_pixels(lambda h, w: (h, w))),
    (check.to_labels, lambda greys: np.round(greys / 127.5).astype("uint8")),
    (check.to_labels, lambda greys: np.digitize(greys, [64, 192])),
    (check.enlarge, enlarge_by_loops),
    (check.enlarge, enlarge_by_indexing),
    (check.enlarge, lambda mask, factor: mask.repeat(factor, axis=1).repeat(factor, axis=0).astype(float)),
    (
        check.enlarge,
        lambda mask, factor: resize(
            mask, [side * factor for side in mask.shape], order=0, preserve_range=True, anti_aliasing=False
        ),
    ),
    (check.enlarge, enlarge_with_keras),
    (check.enlarge, lambda mask, factor: np.kron(mask, np.ones((factor, factor)))),
    (check.dice_per_class, dice_by_counting),
    (check.dice_per_class, dice_from_iou),
    (check.dice_per_class, dice_by_histogram),
    (check.dice_per_class, lambda *masks: tuple(per_class(dice_of)(*masks))),
    (check.best_threshold, threshold_by_loop),
    (check.best_threshold, threshold_by_sorting),
    (check.best_threshold, threshold_with_the_lesson_s_dice),
    (check.best_threshold, among(np.arange(0, 255.5, 0.5)[::-1])),
    (check.best_threshold, by(lambda first, second: np.sum(first & second) / np.sum(first | second))),
    (check.best_threshold, lambda image, truth: np.float64(threshold_of_best_dice(image, truth))),
    (check.segment, lambda image: image - gaussian(image, 15) > 0.03),
    (check.segment, lambda image: image - gaussian(image, 10) > 0.03),
    (check.segment, lambda image: (image > threshold_local(image, 35, offset=-0.02)) * 1.0),
    (check.segment, segment_by_sums),
    (check.segment, lambda image: np.where(image > gaussian(image, 12) + 0.04, 1, 0).tolist()),
]

WRONG = [
    (check.to_labels, lambda greys: greys / 128, "not a whole number"),
    (check.to_labels, lambda greys: greys // 128, "both became 1"),
    (check.to_labels, lambda greys: greys > 0, "both became 1"),
    (check.to_labels, lambda greys: greys * np.uint8(2) // np.uint8(255), "starts again at 0"),
    (check.to_labels, lambda greys: greys, "still the greys"),
    (check.to_labels, lambda greys: np.unique(greys, return_inverse=True)[1].reshape(greys.shape), "may be missing"),
    (check.to_labels, lambda greys: (greys == 128) * 2 + (greys == 255), "each other's label"),
    (check.to_labels, label_by_if, "`if` asks once"),
    (check.to_labels, labels_in_4_by_4, "`np.zeros(greys.shape, int)`"),
    (check.to_labels, by_pixels(lambda h, w: (h, h)), "Height and width may differ"),
    (check.to_labels, by_pixels(lambda h, w: (w, w)), "Height and width may differ"),
    (check.to_labels, by_pixels(lambda h, w: (h, w), lambda h, w: (w, h)), "Height and width may differ"),
    (check.to_labels, labels_in_place, "writes into the array"),
    (check.to_labels, lambda greys: np.zeros(greys.shape), "All labels are 0"),
    (check.to_labels, lambda greys: by_pixels(lambda h, w: (h, w))(greys).T, "have changed places"),
    (check.enlarge, lambda mask, factor: np.tile(mask, (factor, factor)), "side by side"),
    (check.enlarge, lambda mask, factor: enlarge_by_loops(mask.astype("uint8"), factor), "300 becomes 44"),
    (check.enlarge, lambda mask, factor: enlarge_by_loops(mask.astype("uint16"), factor), "or below 0"),
    (
        check.enlarge,
        lambda mask, factor: (
            mask.repeat(2, axis=0).repeat(2, axis=1) if factor == 2 else mask.repeat(3, 0).repeat(3, 1)
        ),
        "or below 0",
    ),
    (check.enlarge, lambda mask, factor: enlarge_by_loops(mask[: len(mask), : len(mask)], factor), "height, a width"),
    (check.enlarge, lambda mask, factor: np.repeat(mask, factor), "Without `axis`"),
    (check.enlarge, lambda mask, factor: np.repeat(mask, factor, axis=0), "not wider"),
    (check.enlarge, lambda mask, factor: np.repeat(mask, factor, axis=1), "not higher"),
    (check.enlarge, lambda mask, factor: mask, "has not changed"),
    (check.enlarge, bilinear, "mixes neighbouring labels"),
    (check.enlarge, lambda mask, factor: np.round(bilinear(mask, factor)), "Rounding does not mend it"),
    (check.enlarge, lambda mask, factor: np.kron(mask, np.ones((2, 2))), "written into your code"),
    (
        check.enlarge,
        lambda mask, factor: np.kron(mask, np.ones((2, 2)))[np.newaxis, :, :, np.newaxis],
        "out of the batch",
    ),
    (check.dice_per_class, per_class(dice_of, start=0), "The background"),
    (check.dice_per_class, lambda *masks: np.mean(per_class(dice_of)(*masks)), "the mean over the classes"),
    (check.dice_per_class, per_class(lambda a, b: np.sum(a & b) / np.sum(a | b)), "This is IoU"),
    (check.dice_per_class, per_class(lambda a, b: np.sum(a & b)), "overlaps alone"),
    (check.dice_per_class, per_class(lambda a, b: plain_dice(a, b) / 2), "the factor 2"),
    (check.dice_per_class, per_class(accuracy), "This is accuracy"),
    (check.dice_per_class, stops_with(NameError("name 'dice' is not defined")), "Copy a function of the lesson"),
    (check.dice_per_class, lambda *masks: per_class(dice_of)(*masks)[:1], "`return` after the loop"),
    (check.dice_per_class, lambda a, b, classes: per_class(dice_of)(a, b, classes + 1), "`range(1, classes)`"),
    (check.dice_per_class, dice_of_labels_found, "in the list, too, as 1"),
    (check.dice_per_class, dice_in_plain_numbers, "Before you divide"),
    (check.dice_per_class, lambda a, b, classes: per_class(dice_of)(a, b, 3), "It works for 3 classes"),
    (check.dice_per_class, per_class(plain_dice), "two empty masks count as 1"),
    (check.dice_per_class, per_class(zero_if_empty), "two empty masks count as 1"),
    (check.dice_per_class, per_class(one_if_truth_empty), "the Dice is 0"),
    (check.dice_per_class, per_class(false_alarm_is_right), "a false alarm"),
    (check.dice_per_class, dice_by_rows(lambda h, w: (h, h)), "Height and width may differ"),
    (check.dice_per_class, dice_by_rows(lambda h, w: (w, w)), "Height and width may differ"),
    (check.dice_per_class, dice_in_bytes, "Height and width may differ"),
    (check.dice_per_class, dice_zeroing_the_background, "writes into the array"),
    (check.dice_per_class, lambda *masks: dict(enumerate(per_class(dice_of)(*masks))), "list(found.values())"),
    (check.dice_per_class, lambda *masks: (one for one in per_class(dice_of)(*masks)), "Put it into a list"),
    (check.best_threshold, threshold_from_darkest_to_brightest, "below all of them"),
    (check.best_threshold, among(range(100)), "Some of the object is darker"),
    (check.best_threshold, among(range(1, 256)), "leave out one end"),
    (check.best_threshold, among(range(254)), "leave out one end"),
    (check.best_threshold, lambda image, truth: among(np.unique(image))(image, truth), "below all of them"),
    (check.best_threshold, lambda image, truth: image[truth == 1].min() - 1, "Some of the object is darker"),
    (check.best_threshold, among(range(60, 75)), "Some of the object is darker"),
    (check.best_threshold, last_threshold, "the last threshold"),
    (check.best_threshold, among(range(0, 256, 2)), "Try every threshold"),
    (check.best_threshold, among(range(0, 256, 3)), "Try every threshold"),
    (check.best_threshold, among(range(0, 256, 4)), "Try every threshold"),
    (check.best_threshold, among(range(0, 256, 5)), "Try every threshold"),
    (check.best_threshold, among(range(0, 256, 10)), "Try every threshold"),
    (check.best_threshold, lambda image, truth: threshold_otsu(image), "Try every threshold"),
    (check.best_threshold, place_among(lambda image: range(1, 256)), "counted from 0"),
    (check.best_threshold, place_among(np.unique), "counted from 0"),
    (check.best_threshold, stops_with(NameError("name 'dice' is not defined")), "Copy a function of the lesson"),
    (check.best_threshold, by(dice_of, brighter=np.greater_equal), "not `>=`"),
    (check.best_threshold, by(dice_of, brighter=np.less), "not `<`"),
    (check.best_threshold, by(dice_of, choose=np.max), "Which threshold gave it"),
    (check.best_threshold, by(accuracy), "maximise accuracy"),
    (check.best_threshold, lambda image, truth: image > 60, "Return the best threshold alone"),
    (check.best_threshold, lambda image, truth: 67, "it is given"),
    (check.segment, lambda image: image > threshold_otsu(image), "the light is uneven"),
    (check.segment, lambda image: image > image.mean(), "One threshold for all"),
    (check.segment, lambda image: np.ones_like(image), "the same label"),
    (check.segment, local(41, -10), "the lesson's offset, 10, is for"),
    (check.segment, lambda image: image < threshold_local(image, 41, "mean", offset=-0.03), "inverted"),
    (check.segment, local(5), "Holes in discs"),
    (check.segment, local(101, -10 / 255), "All of the bright side"),
    (check.segment, local(31), "Specks in the background"),
    (check.segment, lambda image: image > gaussian(image, 10), "ask for more than 0, such as 0.03"),
    (check.segment, stops_with(NameError("name 'threshold_local' is not defined")), "one that belongs to a package"),
    (check.segment, lambda image: image - gaussian(image, 15), "holds other numbers"),
    (check.segment, lambda image: (image > 0.5)[:90], "one label for each pixel"),
    (check.segment, segment_in_place, "writes into the array"),
    (check.segment, segment_96, "It works for 96×96"),
    (check.segment, local(40, -0.03), "must be odd: 41, not 40"),
    (check.segment, lambda image: local(41, -0.03)(image)[:96, :96], "It works for 96×96"),
]


def test_one_threshold_is_not_enough_for_the_stretch():
    """What exercise 5 shows: the best threshold, chosen with the truth, stays below what a local one reaches."""
    for seed in range(8):
        image, truth = check.uneven_discs(seed)
        grey = np.round(image * 255)
        best = dice_of(truth == 1, grey > threshold_of_best_dice(grey, truth))
        local = dice_of(truth == 1, image > threshold_local(image, 41, "mean", offset=-0.03))
        assert best < 0.85 and local > 0.93, (seed, best, local)


def test_the_threshold_of_exercise_5():
    """The cell that goes on with an answer that passed gives it whole numbers: each one finds the same threshold."""
    image, truth = check.uneven_discs(seed=0)
    brightness = np.round(image * 255).astype(int)
    best = dice_of(truth == 1, brightness > threshold_of_best_dice(brightness, truth))
    for exercise, answer in RIGHT:
        if exercise is check.best_threshold:
            assert np.isclose(dice_of(truth == 1, brightness > answer(brightness, truth)), best)
