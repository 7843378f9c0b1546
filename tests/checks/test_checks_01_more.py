"""More planted answers for the practice of lesson 01, by someone who had not read its checks."""

from itertools import product

import numpy as np
from PIL import Image
from scipy import ndimage
from skimage.filters import gaussian, threshold_local, threshold_otsu
from skimage.measure import label as components
from skimage.morphology import disk, white_tophat
from skimage.transform import resize

import unet_lessons.checks.lesson_01 as check
from unet_lessons.checks.vocabulary import dice_of

# 1 · to_labels


def labels_by_keras(greys):
    from unet_lessons.backend import keras

    return keras.ops.floor_divide(keras.ops.cast(greys, "int32"), 127)


def labels_by_recursion(greys):
    if np.ndim(greys) == 0:
        return 2 if greys == 255 else 1 if greys == 128 else 0
    return [labels_by_recursion(part) for part in greys]


def labels_by_rank(greys):
    return np.unique(greys, return_inverse=True)[1].reshape(greys.shape)


def labels_by_objects(greys):
    return components(greys)


def labels_wrap_doubled(greys):
    return greys * 2 // 255


def labels_wrap_plus_one(greys):
    return (greys + np.uint8(1)) // 128


def labels_yes_or_no(greys):
    labels = np.zeros(greys.shape, bool)
    labels[greys == 128] = 1
    labels[greys == 255] = 2
    return labels


def labels_one_hot(greys):
    return np.stack([greys == grey for grey in (0, 128, 255)], axis=-1)


def labels_of_a_square(greys):
    labels = np.zeros((len(greys), len(greys)), int)
    for row, column in product(range(len(greys)), repeat=2):
        labels[row, column] = {0: 0, 128: 1, 255: 2}[int(greys[row, column])]
    return labels


def labels_into_the_greys(greys):
    greys[greys == 128] = 1
    greys[greys == 255] = 2
    return greys


def labels_through_a_view(greys):
    flat = greys.reshape(-1)
    flat[:] = np.digitize(flat, [128, 255])
    return flat.reshape(greys.shape).copy()


def labels_squeezed(greys):
    return np.digitize(greys, [128, 255]).squeeze()


KNOWN = {}


def labels_of_the_first_call(greys):
    if greys.shape not in KNOWN:
        KNOWN[greys.shape] = np.digitize(greys, [128, 255])
    return KNOWN[greys.shape]


# 2 · enlarge


def enlarge_by_index(mask, factor):
    rows, columns = np.indices((mask.shape[0] * factor, mask.shape[1] * factor)) // factor
    return mask[rows, columns]


def enlarge_by_pillow(mask, factor):
    height, width = mask.shape
    return np.array(Image.fromarray(mask.astype("int32")).resize((width * factor, height * factor), Image.NEAREST))


def enlarge_by_lists(mask, factor):
    return [[value for value in row for _ in range(factor)] for row in mask.tolist() for _ in range(factor)]


def enlarge_by_broadcast(mask, factor):
    height, width = mask.shape
    blocks = np.broadcast_to(mask[:, None, :, None], (height, factor, width, factor))
    return blocks.reshape(height * factor, width * factor)


def enlarge_by_zoom(mask, factor):
    return ndimage.zoom(mask, factor, order=0, grid_mode=True, mode="nearest")


def enlarge_by_resize(mask, factor):
    return resize(mask, np.array(mask.shape) * factor, order=0, preserve_range=True, anti_aliasing=False)


def enlarge_zoom_from_centres(mask, factor):
    return ndimage.zoom(mask, factor, order=0)


def enlarge_pillow_turned(mask, factor):
    height, width = mask.shape
    return np.array(Image.fromarray(mask.astype("int32")).resize((height * factor, width * factor), Image.NEAREST))


def enlarge_pillow_bytes(mask, factor):
    height, width = mask.shape
    return np.array(Image.fromarray(mask.astype("uint8")).resize((width * factor, height * factor), Image.NEAREST))


def enlarge_repeated_twice_flat(mask, factor):
    height, width = mask.shape
    return np.repeat(np.repeat(mask, factor), factor).reshape(height * factor, width * factor)


def enlarge_by_doubling(mask, factor):
    while factor > 1:
        mask = np.repeat(np.repeat(mask, 2, axis=0), 2, axis=1)
        factor //= 2
    return mask


def enlarge_with_holes(mask, factor):
    out = np.zeros(np.array(mask.shape) * factor, mask.dtype)
    out[::factor, ::factor] = mask
    return out


def enlarge_rounded_index(mask, factor):
    rows = np.clip(np.round(np.arange(mask.shape[0] * factor) / factor).astype(int), 0, mask.shape[0] - 1)
    columns = np.clip(np.round(np.arange(mask.shape[1] * factor) / factor).astype(int), 0, mask.shape[1] - 1)
    return mask[rows][:, columns]


def enlarge_binary(mask, factor):
    return np.kron(mask > 0, np.ones((factor, factor), int))


def enlarge_unsigned(mask, factor):
    return np.kron(mask.astype("uint16"), np.ones((factor, factor), "uint16"))


def enlarge_signed_bytes(mask, factor):
    return np.kron(mask.astype("int8"), np.ones((factor, factor), "int8"))


def enlarge_cubic_rounded(mask, factor):
    return np.round(resize(mask.astype(float), np.array(mask.shape) * factor, order=3, mode="edge")).astype(int)


def enlarge_of_a_square(mask, factor):
    index = np.arange(len(mask) * factor) // factor
    return mask[np.ix_(index, np.minimum(index, mask.shape[1] - 1))]


def enlarge_numbers_too(mask, factor):
    return np.kron(mask, np.full((factor, factor), factor))


def enlarge_always_by_two(mask, factor):
    return np.repeat(np.repeat(mask, 2, axis=0), 2, axis=1)


def enlarge_one_row_short(mask, factor):
    out = np.zeros(np.array(mask.shape) * factor, mask.dtype)
    for row in range(out.shape[0] - 1):
        for column in range(out.shape[1]):
            out[row, column] = mask[row // factor, column // factor]
    return out


def enlarge_labels_mixed(mask, factor):
    return np.round(ndimage.zoom(mask.astype(float), factor, order=1, grid_mode=True, mode="nearest")).astype(int)


# 3 · dice_per_class


def dice_by_table(truth, predicted, classes):
    pairs = np.bincount(truth.astype(int).ravel() * classes + predicted.astype(int).ravel(), minlength=classes**2)
    table = pairs.reshape(classes, classes)
    total = table.sum(axis=0) + table.sum(axis=1)
    both = np.diag(table)
    return np.where(total > 0, 2 * both / np.maximum(total, 1), 1)[1:].tolist()


def dice_by_sets(truth, predicted, classes):
    def pixels(mask, label):
        return {(int(row), int(column)) for row, column in zip(*np.nonzero(mask == label), strict=True)}

    scores = []
    for label in range(1, classes):
        first, second = pixels(truth, label), pixels(predicted, label)
        scores.append(2 * len(first & second) / (len(first) + len(second)) if first or second else 1)
    return scores


def dice_from_iou(truth, predicted, classes):
    scores = []
    for label in range(1, classes):
        both = np.logical_and(truth == label, predicted == label).sum()
        either = np.logical_or(truth == label, predicted == label).sum()
        iou = both / either if either else 1.0
        scores.append(2 * iou / (1 + iou))
    return scores


def dice_with_epsilon(truth, predicted, classes):
    hot = np.eye(classes)
    first, second = hot[truth], hot[predicted]
    both = np.einsum("hwc,hwc->c", first, second)
    return ((2 * both + 1e-9) / (first.sum((0, 1)) + second.sum((0, 1)) + 1e-9))[1:]


def dice_with_scikit(truth, predicted, classes):
    from sklearn.metrics import f1_score

    labels = list(range(1, classes))
    return f1_score(truth.ravel(), predicted.ravel(), labels=labels, average=None, zero_division=1.0)


def dice_epsilon_below(truth, predicted, classes):
    scores = []
    for label in range(1, classes):
        first, second = truth == label, predicted == label
        scores.append(2 * (first & second).sum() / (first.sum() + second.sum() + 1e-7))
    return scores


def dice_smoothed(truth, predicted, classes):
    scores = []
    for label in range(1, classes):
        first, second = truth == label, predicted == label
        scores.append((2 * (first & second).sum() + 1) / (first.sum() + second.sum() + 1))
    return scores


def dice_of_found_classes(truth, predicted, classes):
    scores = []
    for label in np.unique(truth):
        if label > 0:
            first, second = truth == label, predicted == label
            scores.append(2 * (first & second).sum() / (first.sum() + second.sum()))
    return scores


def dice_bool_sum(truth, predicted, classes):
    scores = []
    for label in range(1, classes):
        first, second = truth == label, predicted == label
        total = (first + second).sum()
        scores.append(2 * (first & second).sum() / total if total else 1.0)
    return scores


def dice_labels_multiplied(truth, predicted, classes):
    scores = []
    for label in range(1, classes):
        first, second = truth * (truth == label), predicted * (predicted == label)
        total = first.sum() + second.sum()
        scores.append(2 * (first * second).sum() / total if total else 1.0)
    return scores


def dice_no_truth_no_worry(truth, predicted, classes):
    scores = []
    for label in range(1, classes):
        first, second = truth == label, predicted == label
        if not first.any():
            scores.append(1.0)
        else:
            scores.append(2 * (first & second).sum() / (first.sum() + second.sum()))
    return scores


def dice_no_overlap_no_worry(truth, predicted, classes):
    scores = []
    for label in range(1, classes):
        first, second = truth == label, predicted == label
        both = (first & second).sum()
        scores.append(2 * both / (first.sum() + second.sum()) if both else 1.0)
    return scores


def dice_kept_between_calls(truth, predicted, classes, scores=[]):  # noqa: B006
    for score in dice_from_iou(truth, predicted, classes):
        scores.append(score)
    return scores


def dice_first_three(truth, predicted, classes):
    return dice_from_iou(truth, predicted, 3)


def dice_rounded(truth, predicted, classes):
    return [round(score, 1) for score in dice_from_iou(truth, predicted, classes)]


def dice_whole(truth, predicted, classes):
    scores = []
    for label in range(1, classes):
        first, second = truth == label, predicted == label
        total = first.sum() + second.sum()
        scores.append(2 * (first & second).sum() // total if total else 1)
    return scores


def dice_by_name(truth, predicted, classes):
    return dict(enumerate(dice_from_iou(truth, predicted, classes), start=1))


def dice_clears_its_truth(truth, predicted, classes):
    scores = dice_from_iou(truth, predicted, classes)
    truth[truth != classes - 1] = 0
    return scores


def dice_recall(truth, predicted, classes):
    scores = []
    for label in range(1, classes):
        first, second = truth == label, predicted == label
        scores.append((first & second).sum() / first.sum() if first.any() else float(not second.any()))
    return scores


def dice_accuracy(truth, predicted, classes):
    return [np.mean((truth == label) == (predicted == label)) for label in range(1, classes)]


def dice_last_class_forgotten(truth, predicted, classes):
    return dice_from_iou(truth, predicted, classes - 1)


def dice_backwards(truth, predicted, classes):
    return dice_from_iou(truth, predicted, classes)[::-1]


def dice_turned(truth, predicted, classes):
    return dice_from_iou(truth.T.reshape(truth.shape), predicted, classes)


def dice_up_to_the_label(truth, predicted, classes):
    return [dice_from_iou((truth >= label) * 1, (predicted >= label) * 1, 2)[0] for label in range(1, classes)]


# 4 · best_threshold


def dice_at(image, truth, threshold):
    mask = np.asarray(image) > threshold
    total = mask.sum() + (truth > 0).sum()
    return 2 * (mask & (truth > 0)).sum() / total if total else 1.0


def threshold_by_max(image, truth):
    return max(range(256), key=lambda threshold: dice_at(image, truth, threshold))


def threshold_largest_of_the_best(image, truth):
    return max((dice_at(image, truth, threshold), threshold) for threshold in range(256))[1]


def threshold_all_at_once(image, truth):
    masks = image.astype(float)[None] > np.arange(256.0)[:, None, None]
    both = np.einsum("thw,hw->t", masks.astype(float), truth.astype(float))
    total = masks.sum(axis=(1, 2)) + truth.sum()
    return np.where(total > 0, 2 * both / np.maximum(total, 1), 1.0).argmax()


def threshold_by_histogram(image, truth):
    whole = np.bincount(image.ravel().astype(int), minlength=256)
    inside = np.bincount(image.ravel().astype(int), weights=truth.ravel(), minlength=256)
    above, hit = whole[::-1].cumsum()[::-1] - whole, inside[::-1].cumsum()[::-1] - inside
    total = above + truth.sum()
    scores = np.ones(256)
    np.divide(2 * hit, total, out=scores, where=total > 0)
    return int(scores.argmax())


def threshold_by_iou(image, truth):
    best, best_score = 0, -1.0
    for threshold in range(255, -1, -1):
        mask = image > threshold
        either = np.logical_or(mask, truth).sum()
        score = np.logical_and(mask, truth).sum() / either if either else 1.0
        if score >= best_score:
            best, best_score = threshold, score
    return best


def threshold_without_last(image, truth):
    return max(range(255), key=lambda threshold: dice_at(image, truth, threshold))


def threshold_without_first(image, truth):
    return max(range(1, 256), key=lambda threshold: dice_at(image, truth, threshold))


def threshold_at_or_above(image, truth):
    return max(range(256), key=lambda threshold: dice_at(image, truth, threshold - 1))


def threshold_hill_climb(image, truth):
    threshold = 0
    while threshold < 255 and dice_at(image, truth, threshold + 1) >= dice_at(image, truth, threshold):
        threshold += 1
    return threshold


def threshold_grey_levels(image, truth):
    levels = np.unique(image).tolist()
    return max(levels, key=lambda threshold: dice_at(image, truth, threshold))


def threshold_below_a_level(image, truth):
    levels = (np.unique(image).astype(int) - 1).tolist()
    return max(levels, key=lambda threshold: dice_at(image, truth, threshold))


def threshold_of_means(image, truth):
    if not truth.any() or truth.all():
        return 255 if not truth.any() else 0
    return int((image[truth == 1].mean() + image[truth == 0].mean()) / 2)


def threshold_accuracy(image, truth):
    return int(np.argmax([np.mean((image > threshold) == truth) for threshold in range(256)]))


def threshold_empty_is_zero(image, truth):
    scores = []
    for threshold in range(256):
        mask = image > threshold
        total = mask.sum() + truth.sum()
        scores.append(2 * (mask * truth).sum() / total if total else 0.0)
    return int(np.argmax(scores))


def threshold_mean_of_ties(image, truth):
    scores = np.array([dice_at(image, truth, threshold) for threshold in range(256)])
    return int(np.mean(np.flatnonzero(scores == scores.max())))


def threshold_and_score(image, truth):
    best = threshold_by_max(image, truth)
    return best, dice_at(image, truth, best)


def threshold_score_alone(image, truth):
    return max(dice_at(image, truth, threshold) for threshold in range(256))


def threshold_of_first_image(image, truth, known={}):  # noqa: B006
    return known.setdefault("threshold", threshold_by_max(image, truth))


def threshold_of_a_stretched_image(image, truth):
    stretched = (image - image.min()) / max(np.ptp(image), 1) * 255
    return max(range(256), key=lambda threshold: dice_at(stretched, truth, threshold))


def threshold_in_zero_to_one(image, truth):
    return threshold_by_max(image, truth) / 255


def threshold_dark_objects(image, truth):
    return max(range(256), key=lambda threshold: dice_at(image, 1 - truth, threshold))


def threshold_brightest_of_background(image, truth):
    return int(image[truth == 0].max()) if (truth == 0).any() else 0


def threshold_darkest_of_object(image, truth):
    return max(int(image[truth == 1].min()) - 1, 0) if truth.any() else 255


def threshold_below_max(image, truth):
    return max(range(int(image.max())), key=lambda threshold: dice_at(image, truth, threshold), default=0)


def threshold_cuts_its_image(image, truth):
    best, score = 0, -1.0
    for threshold in range(256):
        image[image <= threshold] = 0
        now = dice_at(image, truth, 0)
        if now > score:
            best, score = threshold, now
    return best


# 5 · segment


def segment_tophat(image):
    lifted = white_tophat(gaussian(image, 1), disk(14))
    return lifted > threshold_otsu(lifted)


def segment_plane(image):
    rows, columns = np.indices(image.shape) / 50
    terms = np.stack([rows**a * columns**b for a in range(3) for b in range(3)], axis=-1).reshape(-1, 9)
    light = (terms @ np.linalg.lstsq(terms, image.ravel(), rcond=None)[0]).reshape(image.shape)
    flat = gaussian(image - light, 1)
    return (flat > threshold_otsu(flat)).astype("uint8")


def segment_uniform(image):
    return (image > ndimage.uniform_filter(image, 41) + 0.02).tolist()


def segment_ratio(image):
    ratio = image / gaussian(image, 12)
    return np.where(ratio > threshold_otsu(ratio), 1.0, 0.0)


def segment_otsu(image):
    return image > threshold_otsu(image)


def segment_inverted(image):
    return image < threshold_local(image, 41, method="mean", offset=-0.03)


def segment_offset_of_bytes(image):
    return image > threshold_local(image, 41, method="mean", offset=-8)


def segment_small_window(image):
    return image > threshold_local(image, 5, method="mean", offset=-0.03)


def segment_grey_mask(image):
    return (image > threshold_local(image, 41, method="mean", offset=-0.03)) * 255


def segment_objects(image):
    return components(image > threshold_local(image, 41, method="mean", offset=-0.03))


def segment_96(image):
    light = gaussian(image, 10).ravel()[: 96 * 96].reshape(96, 96)
    return image > light + 0.02


def segment_of_a_square(image):
    side = len(image)
    return segment_uniform(image[:side, :side])


def segment_known_answer(image):
    return check.uneven_discs(seed=0)[1]


def segment_light_of_first(image, known={}):  # noqa: B006
    light = known.setdefault(image.shape, gaussian(image, 10))
    return image > light + 0.02


def segment_each_row(image):
    return image > image.mean(axis=1, keepdims=True)


def segment_edges(image):
    return ndimage.gaussian_gradient_magnitude(image, 1) > 0.05


def segment_turned(image):
    return np.array(segment_uniform(image)).T


def segment_takes_light_away(image):
    image -= gaussian(image, 10)
    return image > 0.02


def segment_with_axis(image):
    return np.array(segment_uniform(image))[..., None]


def segment_lost_border(image):
    mask = np.array(segment_uniform(image))
    return mask[20:-20, 20:-20]


def labels_signed(greys):
    return np.where(greys.astype("int8") < 0, 1, 0) + (greys.astype("int8") == -1)


def dice_minus(truth, predicted, classes):
    scores = []
    for label in range(1, classes):
        first, second = truth == label, predicted == label
        scores.append(1 - np.sum(first ^ second) / max(first.sum() + second.sum(), 1))
    return scores


def labels_by_the_brightest(greys):
    return np.round(greys / max(greys.max(), 1) * 2).astype(int)


def labels_by_the_range(greys):
    low, high = (int(greys.min()), int(greys.max()))
    return np.round((greys.astype(int) - low) / max(high - low, 1) * 2).astype(int)


def labels_by_the_mean(greys):
    return np.where(greys == 0, 0, np.where(greys > greys[greys > 0].mean(), 2, 1))


def labels_by_otsu(greys):
    return np.where(greys == 0, 0, np.where(greys > threshold_otsu(greys), 2, 1))


def labels_by_frequency(greys):
    found, counts = np.unique(greys, return_counts=True)
    order = found[np.argsort(-counts)].tolist()
    return np.array([[order.index(grey) for grey in row] for row in greys])


def labels_by_neighbours(greys):
    return ndimage.median_filter(greys // 127, 3)


def enlarge_one_hot(mask, factor):
    hot = mask[..., None] == np.arange(mask.max() + 1)
    return np.kron(hot.argmax(-1), np.ones((factor, factor), int))


def enlarge_known_factor(mask, factor, known={}):  # noqa: B006
    rows = known.setdefault(("r", factor), np.arange(mask.shape[0] * factor) // factor)
    columns = known.setdefault(("c", factor), np.arange(mask.shape[1] * factor) // factor)
    return mask[rows][:, columns]


def enlarge_absolute(mask, factor):
    return np.abs(np.kron(mask, np.ones((factor, factor), int)))


def enlarge_smallest(mask, factor):
    kind = np.min_scalar_type(int(mask.max()))
    return np.kron(mask, np.ones((factor, factor), int)).astype(kind)


def enlarge_by_shape(mask, factor, known={}):  # noqa: B006
    return known.setdefault((mask.shape, factor), np.kron(mask, np.ones((factor, factor), int)))


def enlarge_few_labels(mask, factor):
    return np.kron(np.minimum(mask, 255), np.ones((factor, factor), int))


def dice_of_labels_in_either(truth, predicted, classes):
    return [dice_of(truth == label, predicted == label) for label in np.unique([truth, predicted]) if label]


def dice_table_in_bytes(truth, predicted, classes):
    t = np.bincount((truth * classes + predicted).ravel(), minlength=classes**2).reshape(-1, classes)[:classes]
    n = t.sum(0) + t.sum(1)
    return np.where(n > 0, 2 * np.diag(t) / np.maximum(n, 1), 1.0)[1:]


def dice_one_row(truth, predicted, classes):
    """The mean over the rows."""
    scores = []
    for label in range(1, classes):
        rows = zip(truth == label, predicted == label, strict=True)
        scores.append(np.mean([dice_of(first, second) for first, second in rows]))
    return scores


def dice_weights_of_truth(truth, predicted, classes):
    return [dice_of(truth == label, (predicted == label) & (truth > 0)) for label in range(1, classes)]


def dice_recall_precision_mean(truth, predicted, classes):
    scores = []
    for label in range(1, classes):
        first, second = truth == label, predicted == label
        both = np.sum(first & second)
        if first.any() and second.any():
            scores.append((both / first.sum() + both / second.sum()) / 2)
        else:
            scores.append(float(first.any() == second.any()))
    return scores


def threshold_by_difference(image, truth):
    def score(threshold):
        return dice_of(truth == 1, image - image.dtype.type(threshold) > 0)

    return max(range(256), key=score)


def threshold_between(image, truth):
    """From the darkest pixel of the background on."""
    darkest = int(image[truth == 0].min()) if (truth == 0).any() else 0
    return max(range(darkest, 256), key=lambda threshold: dice_at(image, truth, threshold))


def threshold_first_rise(image, truth):
    scores = [dice_at(image, truth, threshold) for threshold in range(256)]
    peaks = [one for one in range(1, 255) if scores[one - 1] < scores[one] > scores[one + 1]]
    return peaks[0] if peaks else int(np.argmax(scores))


def threshold_last_peak(image, truth):
    threshold = 255
    while threshold > 0 and dice_at(image, truth, threshold - 1) >= dice_at(image, truth, threshold):
        threshold -= 1
    return threshold


def threshold_shape(image, truth, known={}):  # noqa: B006
    return known.setdefault(image.shape, threshold_by_max(image, truth))


def threshold_smoothed(image, truth):
    scores = []
    for threshold in range(256):
        mask = image > threshold
        scores.append((2 * np.sum(mask & (truth == 1)) + 1) / (mask.sum() + truth.sum() + 1))
    return int(np.argmax(scores))


def threshold_in_bytes(image, truth):
    scores = []
    for threshold in range(256):
        mask = (image > threshold).astype("uint8")
        total = int(mask.sum(dtype="uint8")) + int(truth.sum())
        scores.append(2 * np.sum(mask * truth) / total if total else 1.0)
    return int(np.argmax(scores))


def threshold_balanced(image, truth):
    scores = []
    for threshold in range(256):
        mask, inside = image > threshold, truth == 1
        found = np.sum(mask & inside) / max(inside.sum(), 1)
        scores.append(found + np.sum(~mask & ~inside) / max((~inside).sum(), 1))
    return int(np.argmax(scores))


def segment_half_size(image):
    light = np.kron(ndimage.gaussian_filter(image[::2, ::2], 5), np.ones((2, 2)))
    return image > light + 0.02


def segment_blocks(image):
    height, width = image.shape
    means = image.reshape(height // 6, 6, width // 6, 6).mean(axis=(1, 3))
    return image > np.kron(ndimage.gaussian_filter(means, 2), np.ones((6, 6))) + 0.02


def segment_quarters(image):
    height, width = image.shape
    mask = np.zeros(image.shape, int)
    for row, column in product((0, 1), repeat=2):
        part = np.s_[row * height // 2 : (row + 1) * height // 2, column * width // 2 : (column + 1) * width // 2]
        mask[part] = image[part] > threshold_otsu(image[part])
    return mask


def segment_left_right(image):
    return image > gaussian(image.mean(axis=0), 10)[None] + 0.03


def segment_float32(image):
    return image > (threshold_local(image, 41, "mean", offset=-0.03) if image.dtype == float else 0.5)


def labels_kept_first(greys, known=[]):  # noqa: B006
    known.append(greys)
    return (known[0] if known[0].shape == greys.shape else greys) // 127


def threshold_without_254(image, truth):
    return max((*range(254), 255), key=lambda threshold: dice_at(image, truth, threshold))


def threshold_coarse_then_fine(image, truth):
    near = max(range(0, 256, 8), key=lambda threshold: dice_at(image, truth, threshold))
    return max(range(max(near - 8, 0), min(near + 9, 255)), key=lambda threshold: dice_at(image, truth, threshold))


def enlarge_not_a_column(mask, factor):
    """A mask of one column stays one column wide."""
    return np.repeat(np.repeat(mask, factor, axis=0), factor if mask.shape[1] > 1 else 1, axis=1)


def threshold_of_rounded_scores(image, truth):
    return int(np.argmax([round(dice_at(image, truth, threshold), 2) for threshold in range(256)]))


RIGHT = [
    (check.to_labels, labels_by_keras),
    (check.to_labels, labels_by_recursion),
    (check.to_labels, lambda g: g // 127),
    (check.to_labels, lambda g: np.searchsorted([0, 128, 255], g)),
    (check.to_labels, lambda g: np.round(g / 128)),
    (check.to_labels, lambda g: np.where(g > 128, 2, g > 0)),
    (check.to_labels, labels_signed),
    (check.enlarge, enlarge_by_index),
    (check.enlarge, enlarge_by_pillow),
    (check.enlarge, enlarge_by_lists),
    (check.enlarge, enlarge_by_broadcast),
    (check.enlarge, enlarge_by_zoom),
    (check.enlarge, enlarge_by_resize),
    (check.enlarge, lambda m, f: np.kron(m, np.ones((f, f)))),
    (check.dice_per_class, dice_by_table),
    (check.dice_per_class, dice_by_sets),
    (check.dice_per_class, dice_from_iou),
    (check.dice_per_class, dice_with_epsilon),
    (check.dice_per_class, dice_with_scikit),
    (check.dice_per_class, dice_minus),
    (check.best_threshold, threshold_by_max),
    (check.best_threshold, threshold_largest_of_the_best),
    (check.best_threshold, threshold_all_at_once),
    (check.best_threshold, threshold_by_histogram),
    (check.best_threshold, threshold_by_iou),
    (check.segment, segment_tophat),
    (check.segment, segment_plane),
    (check.segment, segment_uniform),
    (check.segment, segment_ratio),
]

WRONG = [
    (check.to_labels, labels_by_rank, "A class may be missing in an image"),
    (check.to_labels, labels_by_objects, "Each grey stands for one label"),
    (check.to_labels, labels_wrap_doubled, "All labels are 0. Does your code fill the mask"),
    (check.to_labels, labels_wrap_plus_one, "Each grey stands for one label"),
    (check.to_labels, labels_yes_or_no, "128 and 255 both became 1, but they are two"),
    (check.to_labels, labels_one_hot, "This is one channel for each class"),
    (check.to_labels, labels_of_a_square, "It works for a square image. Height and width"),
    (check.to_labels, labels_into_the_greys, "Your function writes into the array that it is"),
    (check.to_labels, labels_through_a_view, "Your function writes into the array that it is"),
    (check.to_labels, labels_squeezed, "It works for a square image. Height and width"),
    (check.to_labels, labels_of_the_first_call, "This repeats something from an earlier call"),
    (check.to_labels, lambda g: g / 127.5, "Each grey stands for one"),
    (check.to_labels, lambda g: g // 128, "128 and 255 both became 1"),
    (check.to_labels, lambda g: np.digitize(g, [128, 255], right=True), "Each grey stands for one"),
    (check.to_labels, lambda g: np.where(g == 128, "1", np.where(g == 255, "2", "0")), "Each grey stands for one"),
    (check.to_labels, lambda g: np.where(g == 128, 2, g == 255), "The two classes have each"),
    (check.to_labels, lambda g: g == 128 + 2 * (g == 255), "Each grey stands for one"),
    (
        check.to_labels,
        lambda g: np.array([[0, 0, 1, 1], [2, 0, 1, 1], [2, 2, 0, 0], [2, 2, 0, 0]]),
        "Each grey stands for one",
    ),
    (check.to_labels, labels_by_the_brightest, "128 is label 1 in every image"),
    (check.to_labels, labels_by_the_range, "128 is label 1 in every image"),
    (check.to_labels, labels_by_the_mean, "A class may be missing in an image"),
    (check.to_labels, labels_by_otsu, "Each grey stands for one label"),
    (check.to_labels, labels_by_frequency, "The two classes have each other's label"),
    (check.to_labels, labels_by_neighbours, "Each grey stands for one label"),
    (check.to_labels, labels_kept_first, "This repeats something from an earlier call"),
    (check.enlarge, enlarge_zoom_from_centres, "The size is right, but not every label fills a"),
    (check.enlarge, enlarge_pillow_turned, "It works for a square mask and factor 2"),
    (check.enlarge, enlarge_pillow_bytes, "A label may be above 255, or below 0"),
    (check.enlarge, enlarge_repeated_twice_flat, "Each pixel copies the label that lies nearest"),
    (check.enlarge, enlarge_by_doubling, "It works for a square mask and factor 2"),
    (check.enlarge, enlarge_with_holes, "One pixel of each block has its label"),
    (check.enlarge, enlarge_rounded_index, "The size is right, but not every label fills a"),
    (check.enlarge, enlarge_binary, "Label 2 has become 1. A mask may hold any"),
    (check.enlarge, enlarge_unsigned, "A label may be above 255, or below 0"),
    (check.enlarge, enlarge_signed_bytes, "A label may be above 255, or below 0"),
    (check.enlarge, enlarge_cubic_rounded, "Rounding does not mend it: labels were mixed"),
    (check.enlarge, enlarge_of_a_square, "It works for a square mask and factor 2"),
    (check.enlarge, enlarge_numbers_too, "Each label was multiplied by the factor"),
    (check.enlarge, enlarge_always_by_two, "It works for a square mask and factor 2"),
    (check.enlarge, enlarge_one_row_short, "Each pixel copies the label that lies nearest"),
    (check.enlarge, enlarge_labels_mixed, "Rounding does not mend it: labels were mixed"),
    (check.enlarge, lambda m, f: np.tile(m, (f, f)), "`np.tile` lays copies of the"),
    (check.enlarge, lambda m, f: np.resize(m, np.array(m.shape) * f), "Each pixel copies the label"),
    (check.enlarge, enlarge_one_hot, "A label may be above 255, or below 0"),
    (check.enlarge, enlarge_known_factor, "It works for a square mask and factor 2"),
    (check.enlarge, enlarge_absolute, "A label may be above 255, or below 0"),
    (check.enlarge, enlarge_smallest, "A label may be above 255, or below 0"),
    (check.enlarge, enlarge_by_shape, "This repeats something from an earlier call"),
    (check.enlarge, enlarge_few_labels, "A label may be above 255, or below 0"),
    (check.enlarge, enlarge_not_a_column, "It works for a square mask and factor 2"),
    (check.dice_per_class, dice_epsilon_below, "A class that has no pixel in either mask gives"),
    (check.dice_per_class, dice_smoothed, "A 1 was added above and below the line"),
    (check.dice_per_class, dice_of_found_classes, "A class that is in neither mask is in the list"),
    (check.dice_per_class, dice_bool_sum, "You divide by the union. `+` of two masks of"),
    (check.dice_per_class, dice_labels_multiplied, "Label 2 counts more than once for each pixel"),
    (check.dice_per_class, dice_no_truth_no_worry, "Label 1 is in the prediction alone"),
    (check.dice_per_class, dice_no_overlap_no_worry, "If one mask is empty and the other is not"),
    (check.dice_per_class, dice_kept_between_calls, "This repeats something from an earlier call"),
    (check.dice_per_class, dice_first_three, "It works for 3 classes. Use `classes`"),
    (check.dice_per_class, dice_rounded, "Close, but rounded. Return the Dice as it is"),
    (check.dice_per_class, dice_whole, "Both are 0. Does `//` divide here"),
    (check.dice_per_class, dice_by_name, "Put it into a list: `list(…)`"),
    (check.dice_per_class, dice_clears_its_truth, "Your function writes into the array that it is"),
    (check.dice_per_class, dice_recall, "This is how much of the truth was found"),
    (check.dice_per_class, dice_accuracy, "This is accuracy: it counts background"),
    (check.dice_per_class, dice_last_class_forgotten, "One Dice for each label from 1 to `classes` -"),
    (check.dice_per_class, dice_backwards, "The right numbers in the wrong order"),
    (check.dice_per_class, dice_turned, "Work out label 1 by hand: where both masks are"),
    (check.dice_per_class, dice_up_to_the_label, "Label 1 counts label 2 as well"),
    (check.dice_per_class, dice_of_labels_in_either, "A class that is in neither mask is in the list"),
    (check.dice_per_class, dice_table_in_bytes, "Numbers in `uint8` start again at 0 after 255"),
    (check.dice_per_class, dice_one_row, "Work out label 1 by hand: where both masks are"),
    (check.dice_per_class, dice_weights_of_truth, "Work out label 1 by hand: where both masks are"),
    (check.dice_per_class, dice_recall_precision_mean, "Work out label 1 by hand: where both masks are"),
    (check.best_threshold, threshold_without_last, "No pixel is object here. Only an empty mask is"),
    (check.best_threshold, threshold_without_first, "The best threshold may be any from 0 to 255"),
    (check.best_threshold, threshold_at_or_above, "68 itself is not brighter than 68"),
    (check.best_threshold, threshold_hill_climb, "Some of the object is darker than some of the"),
    (check.best_threshold, threshold_grey_levels, "Every pixel is object here, so the best"),
    (check.best_threshold, threshold_below_a_level, "A threshold lies among the grey values"),
    (check.best_threshold, threshold_of_means, "Try every threshold from 0 to 255"),
    (check.best_threshold, threshold_accuracy, "No pixel is brighter than this threshold"),
    (check.best_threshold, threshold_empty_is_zero, "No pixel is object here. Only an empty mask is"),
    (check.best_threshold, threshold_mean_of_ties, "Thresholds far apart are equally good here"),
    (check.best_threshold, threshold_and_score, "Return the best threshold alone"),
    (check.best_threshold, threshold_score_alone, "This is the best Dice. Which threshold gave it"),
    (check.best_threshold, threshold_of_first_image, "The Dice of this threshold is not the highest"),
    (check.best_threshold, threshold_of_a_stretched_image, "Try every threshold from 0 to 255"),
    (check.best_threshold, threshold_in_zero_to_one, "A threshold lies among the grey values"),
    (check.best_threshold, threshold_dark_objects, "Try every threshold from 0 to 255"),
    (check.best_threshold, threshold_brightest_of_background, "No pixel is brighter than this threshold"),
    (check.best_threshold, threshold_darkest_of_object, "Some of the object is darker than some of the"),
    (check.best_threshold, threshold_below_max, "No pixel is object here. Only an empty mask is"),
    (check.best_threshold, threshold_cuts_its_image, "Your function writes into the array that it is"),
    (check.best_threshold, lambda i, t: threshold_otsu(i), "Try every threshold from 0 to"),
    (check.best_threshold, threshold_by_difference, "The best threshold may be any from 0 to 255"),
    (check.best_threshold, threshold_between, "Most of the object is darker than the"),
    (check.best_threshold, threshold_first_rise, "Some of the object is darker than some of the"),
    (check.best_threshold, threshold_last_peak, "Some of the object is darker than some of the"),
    (check.best_threshold, threshold_shape, "The Dice of this threshold is not the highest"),
    (check.best_threshold, threshold_smoothed, "Most pixels that are brighter than the object"),
    (check.best_threshold, threshold_in_bytes, "Some of the object is darker than some of the"),
    (check.best_threshold, threshold_balanced, "Some of the object is darker than some of the"),
    (check.best_threshold, threshold_without_254, "The best threshold may be any from 0 to 255"),
    (check.best_threshold, threshold_coarse_then_fine, "No pixel is object here. Only an empty mask is"),
    (check.best_threshold, threshold_of_rounded_scores, "Some of the object is darker than some of the"),
    (check.segment, segment_otsu, "One threshold for all pixels cannot do it"),
    (check.segment, segment_inverted, "Your mask is inverted: the discs are the"),
    (check.segment, segment_offset_of_bytes, "All pixels have the same label"),
    (check.segment, segment_small_window, "Look where it is wrong: `show_images([truth"),
    (check.segment, segment_grey_mask, "Your answer holds other numbers"),
    (check.segment, segment_objects, "Your answer holds other numbers"),
    (check.segment, segment_96, "It works for 96×96 pixels. Is a height or a"),
    (check.segment, segment_of_a_square, "It works for 96×96 pixels. Is a height or a"),
    (check.segment, segment_known_answer, "This is the mask of the image before"),
    (check.segment, segment_light_of_first, "Look where it is wrong: `show_images([truth"),
    (check.segment, segment_each_row, "Look where it is wrong: `show_images([truth"),
    (check.segment, segment_edges, "Look where it is wrong: `show_images([truth"),
    (check.segment, segment_turned, "Rows and columns have changed places"),
    (check.segment, segment_takes_light_away, "Your function writes into the array that it is"),
    (check.segment, segment_with_axis, "Return one label for each pixel"),
    (check.segment, segment_lost_border, "Return one label for each pixel"),
    (check.segment, segment_half_size, "It works for 96×96 pixels. Is a height or a"),
    (check.segment, segment_blocks, "It works for 96×96 pixels. Is a height or a"),
    (check.segment, segment_quarters, "Look where it is wrong: `show_images([truth"),
    (check.segment, segment_left_right, "Look where it is wrong: `show_images([truth"),
    (check.segment, segment_float32, "One threshold for all pixels cannot do it"),
]
