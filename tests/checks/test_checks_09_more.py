"""More planted answers for the checks of lesson 09."""

import random
from pathlib import Path

import numpy as np
from test_checks_09 import answers, good

import unet_lessons.checks.lesson_09 as check
from unet_lessons.backend import keras
from unet_lessons.training import standardise

ops = keras.ops

# 1 · pair_names: right


def pairs_by_dictionary(images, masks):
    of = {Path(mask).stem: mask for mask in masks}
    pairs = [(image, of.pop(Path(image).stem + "_mask")) for image in images if Path(image).stem + "_mask" in of]
    known = {image for image, _ in pairs}
    return pairs, [image for image in images if image not in known] + list(of.values())


def pairs_by_splitext(images, masks):
    import os.path

    pairs = []
    for image in images:
        for mask in masks:
            if os.path.splitext(mask)[0].removesuffix("_mask") == os.path.splitext(image)[0] and "_mask." in mask:
                pairs.append([image, mask])
    taken = sum(pairs, [])
    return [tuple(pair) for pair in pairs], sorted(name for name in images + masks if name not in taken)


def pairs_by_crossing_off(images, masks):
    pairs, left = [], list(masks)
    alone = []
    for image in images:
        found = [mask for mask in left if mask.rsplit(".", 1)[0] == image.rsplit(".", 1)[0] + "_mask"]
        if found:
            pairs.append((image, found[0]))
            left.remove(found[0])
        else:
            alone.append(image)
    return pairs, alone + left


# 1 · pair_names: wrong


def pairing(fits):
    def answer(images, masks):
        pairs = [(image, mask) for image in images for mask in masks if fits(image, mask)]
        taken = {name for pair in pairs for name in pair}
        return pairs, [name for name in images + masks if name not in taken]

    return answer


def stem(name):
    return Path(name).stem


starts_with = pairing(lambda image, mask: mask.startswith(stem(image)))
stem_within = pairing(lambda image, mask: stem(image) in mask)
first_dot = pairing(lambda image, mask: mask.split(".")[0] == image.split(".")[0] + "_mask")
replaced = pairing(lambda image, mask: stem(mask).replace("_mask", "") == stem(image))
stripped = pairing(lambda image, mask: stem(mask).rstrip("_mask") == stem(image))
four_letters = pairing(lambda image, mask: mask[:-4] == image[:-4] + "_mask")
any_case = pairing(lambda image, mask: stem(mask).lower() == stem(image).lower() + "_mask")
png_only = pairing(lambda image, mask: mask == stem(image) + "_mask.png")
numbers_alike = pairing(lambda image, mask: [c for c in image if c.isdigit()] == [c for c in mask if c.isdigit()])
mask_in_front = pairing(lambda image, mask: stem(mask) == "mask_" + stem(image))
same_ending = pairing(lambda image, mask: Path(mask).with_stem(stem(mask).removesuffix("_mask")).name == image)
before_underscore = pairing(lambda image, mask: stem(image) == mask.split("_mask")[0])


def by_place(images, masks):
    pairs = list(zip(sorted(images), sorted(masks), strict=False))
    taken = {name for pair in pairs for name in pair}
    return pairs, [name for name in images + masks if name not in taken]


def images_alone(images, masks):
    pairs, alone = pairs_by_dictionary(images, masks)
    return pairs, [name for name in alone if name in images]


def masks_first(images, masks):
    pairs, alone = pairs_by_dictionary(images, masks)
    return [(mask, image) for image, mask in pairs], alone


def alone_in_two(images, masks):
    pairs, alone = pairs_by_dictionary(images, masks)
    return pairs, [[n for n in alone if n in images], [n for n in alone if n in masks]]


def pairs_only(images, masks):
    return pairs_by_dictionary(images, masks)[0]


def sorts_the_lists(images, masks):
    images.sort()
    masks.sort()
    return pairs_by_dictionary(images, masks)


def pops_masks(images, masks):
    pairs, alone = [], []
    for image in images:
        found = [mask for mask in masks if stem(mask) == stem(image) + "_mask"]
        pairs += [(image, masks.pop(masks.index(found[0])))] if found else []
        alone += [] if found else [image]
    return pairs, alone + masks


def breaks_at_first(images, masks):
    pairs, alone = [], []
    for image in images:
        for mask in masks:
            if stem(mask) == stem(image) + "_mask":
                pairs.append((image, mask))
                break
            alone.append(mask)
    return pairs, alone


def kept_list(images, masks, pairs=[]):  # noqa: B006
    found, alone = pairs_by_dictionary(images, masks)
    pairs += found
    return pairs, alone


def the_example(images, masks):
    return [("b.jpg", "b_mask.png")], ["a.jpg", "c_mask.png"]


# 2 · labels_of_colours: right


def colours_by_comparison(mask, colours):
    labels = np.full(mask.shape[:2], 255, np.int16)
    for number, (red, green, blue) in enumerate(colours):
        labels[(mask[:, :, 0] == red) & (mask[:, :, 1] == green) & (mask[:, :, 2] == blue)] = number
    return labels


def colours_by_index(mask, colours):
    known = [tuple(colour) for colour in colours]

    def label(pixel):
        try:
            return known.index(tuple(int(v) for v in pixel))
        except ValueError:
            return 255

    return np.apply_along_axis(label, 2, mask) if mask.size else np.zeros(mask.shape[:2])


def colours_by_argmax(mask, colours):
    same = (mask[:, :, None].astype(int) == np.array(colours)).all(axis=-1)
    return np.where(same.any(axis=-1), same.argmax(axis=-1), 255)


def colours_by_string(mask, colours):
    names = {bytes(colour): number for number, colour in enumerate(colours)}
    return [[names.get(pixel.tobytes(), 255) for pixel in row] for row in np.ascontiguousarray(mask)]


# 2 · labels_of_colours: wrong


def nearest_colour(mask, colours):
    distance = ((mask[:, :, None].astype(int) - np.array(colours)) ** 2).sum(-1)
    return distance.argmin(-1)


def nearest_within_ten(mask, colours):
    distance = np.abs(mask[:, :, None].astype(int) - np.array(colours)).max(-1)
    return np.where(distance.min(-1) <= 10, distance.argmin(-1), 255)


def sum_of_channels(mask, colours):
    labels = np.full(mask.shape[:2], 255)
    for number, colour in enumerate(colours):
        labels[mask.sum(-1) == sum(colour)] = number
    return labels


def any_channel(mask, colours):
    labels = np.full(mask.shape[:2], 255)
    for number, colour in enumerate(colours):
        labels[(mask == np.array(colour)).any(-1)] = number
    return labels


def red_channel(mask, colours):
    labels = np.full(mask.shape[:2], 255)
    for number, colour in enumerate(colours):
        labels[mask[..., 0] == colour[0]] = number
    return labels


def two_channels(mask, colours):
    labels = np.full(mask.shape[:2], 255)
    for number, colour in enumerate(colours):
        labels[(mask[..., :2] == np.array(colour)[:2]).all(-1)] = number
    return labels


def code_wraps(mask, colours):
    """Red + 256 · green + … in uint8."""
    code = mask[..., 0] + mask[..., 1] * np.uint8(3) + mask[..., 2] * np.uint8(7)
    labels = np.full(mask.shape[:2], 255)
    for number, (r, g, b) in enumerate(colours):
        labels[code == (r + 3 * g + 7 * b) % 256] = number
    return labels


def unknown_is_zero(mask, colours):
    labels = np.zeros(mask.shape[:2], int)
    for number, colour in enumerate(colours):
        labels[(mask == np.array(colour)).all(-1)] = number
    return labels


def unknown_is_next(mask, colours):
    return np.where(colours_by_comparison(mask, colours) == 255, len(colours), colours_by_comparison(mask, colours))


def from_one(mask, colours):
    labels = np.full(mask.shape[:2], 255)
    for number, colour in enumerate(colours, 1):
        labels[(mask == np.array(colour)).all(-1)] = number
    return labels


def unknown_is_minus_one(mask, colours):
    return np.where(colours_by_comparison(mask, colours) == 255, -1, colours_by_comparison(mask, colours))


def order_of_the_mask(mask, colours):
    """The colours are counted as they appear in the mask."""
    found = [tuple(c) for c in np.unique(mask.reshape(-1, 3), axis=0).tolist()]
    known = [c for c in found if c in [tuple(d) for d in colours]]
    return colours_by_comparison(mask, known)


def sorted_colours(mask, colours):
    return colours_by_comparison(mask, sorted(colours))


def sorts_in_place(mask, colours):
    labels = colours_by_comparison(mask, colours)
    colours.sort(key=sum)
    return labels


def black_is_background(mask, colours):
    """Black is 0, whatever the list says."""
    labels = colours_by_comparison(mask, colours)
    labels[(mask == 0).all(-1)] = 0
    return labels


def three_colours(mask, colours):
    return colours_by_comparison(mask, colours[:3])


def writes_labels_into_mask(mask, colours):
    for number, colour in enumerate(colours):
        mask[(mask == np.array(colour)).all(-1)] = number
    return mask[..., 0]


def overwritten_again(mask, colours):
    """The labels are written over the colours: (1, 1, 1) may then be one."""
    m = mask.copy()
    for number, colour in enumerate(colours):
        m[(m == np.array(colour)).all(-1)] = number
    out = m[..., 0].astype(int)
    known = colours_by_comparison(mask, colours) != 255
    return np.where(known, out, 255)


def square_masks(mask, colours):
    n = len(mask)
    labels = np.full((n, n), 255)
    for y in range(n):
        for x in range(n):
            for k, colour in enumerate(colours):
                if tuple(mask[y, x]) == tuple(colour):
                    labels[y, x] = k
    return labels


def keeps_the_channels(mask, colours):
    return np.repeat(colours_by_comparison(mask, colours)[..., None], 3, axis=-1)


def one_hot(mask, colours):
    return np.stack([(mask == np.array(colour)).all(-1) for colour in colours], axis=-1)


def isin(mask, colours):
    """Channel by channel: each number occurs somewhere in the list."""
    labels = np.full(mask.shape[:2], 255)
    for number, colour in enumerate(colours):
        labels[np.isin(mask, colour).all(-1)] = number
    return labels


def int8_labels(mask, colours):
    return colours_by_comparison(mask, colours).astype(np.int8)


# 3 · split_names: right


def patients_of(names):
    return sorted({name.rpartition("_")[0] for name in names})


def lists_of(names, groups):
    return [[name for name in names if name.rpartition("_")[0] in group] for group in groups]


def split_by_permutation(names, validation, test, seed):
    patients = np.random.default_rng(seed).permutation(patients_of(names)).tolist()
    return lists_of(
        names, (patients[validation + test :], patients[:validation], patients[validation : validation + test])
    )


def split_by_sample(names, validation, test, seed):
    rng = random.Random(seed)
    chosen = rng.sample(patients_of(names), validation + test)
    first, second = set(chosen[:test]), set(chosen[test:])
    parts = [], [], []
    for name in names:
        patient = name.rsplit("_", 1)[0]
        parts[2 if patient in first else 1 if patient in second else 0].append(name)
    return parts


def split_by_keys(names, validation, test, seed):
    """By a random number for each patient, in alphabetical order."""
    rng = np.random.RandomState(seed)
    order = sorted(patients_of(names), key=lambda patient: rng.random())
    end = len(order) - test
    return tuple(
        sorted(part)
        for part in lists_of(names, (order[: end - validation], order[end - validation : end], order[end:]))
    )


def split_by_hash(names, validation, test, seed):
    """By a hash that is the same in each process."""
    import hashlib

    def key(patient):
        return hashlib.sha256(f"{seed}/{patient}".encode()).hexdigest()

    order = sorted(patients_of(names), key=key)
    return lists_of(names, (order[validation + test :], order[:validation], order[validation : validation + test]))


# 3 · split_names: wrong


def splitting(patients=patients_of, owner=lambda name: name.rpartition("_")[0], shuffle=None, cut=None):
    def by_default(patients, seed):
        return np.random.default_rng(seed).permutation(patients).tolist()

    def answer(names, validation, test, seed):
        order = (shuffle or by_default)(patients(names), seed)
        v, t = validation, test
        groups = (cut or (lambda o, v, t: (o[v + t :], o[:v], o[v : v + t])))(order, v, t)
        return [[name for name in names if owner(name) in group] for group in groups]

    return answer


def first_underscore(names, validation, test, seed):
    owner = lambda name: name.split("_")[0]  # noqa: E731
    return splitting(lambda names: sorted({owner(n) for n in names}), owner)(names, validation, test, seed)


def crops_shuffled(names, validation, test, seed):
    order = np.random.default_rng(seed).permutation(sorted(names)).tolist()
    return order[validation + test :], order[:validation], order[validation : validation + test]


def not_shuffled(names, validation, test, seed):
    return splitting(shuffle=lambda patients, seed: patients)(names, validation, test, seed)


order_of_the_list = splitting(lambda names: list(dict.fromkeys(name.rpartition("_")[0] for name in names)))
order_of_a_set = splitting(lambda names: list({name.rpartition("_")[0] for name in names}))
seed_ignored = splitting(shuffle=lambda patients, seed: np.random.default_rng(0).permutation(patients).tolist())
no_seed = splitting(shuffle=lambda patients, seed: np.random.default_rng().permutation(patients).tolist())
global_random = splitting(shuffle=lambda patients, seed: random.sample(patients, len(patients)))
python_hash = splitting(shuffle=lambda patients, seed: sorted(patients, key=lambda p: hash((seed, p))))
rotated = splitting(shuffle=lambda patients, seed: patients[seed % len(patients) :] + patients[: seed % len(patients)])
never_the_first = splitting(
    shuffle=lambda patients, seed: np.random.default_rng(seed).permutation(patients[1:]).tolist() + patients[:1]
)
minus_zero = splitting(cut=lambda o, v, t: (o[: -v - t], o[-v - t : -t], o[-t:]))
all_to_training = splitting(cut=lambda o, v, t: (o, o[:v], o[v : v + t]))
one_too_many = splitting(cut=lambda o, v, t: (o[v + t + 1 :], o[: v + 1], o[v + 1 : v + t + 1]))
swapped_parts = splitting(cut=lambda o, v, t: (o[v + t :], o[v : v + t], o[:v]))
begins_with_the_test = splitting(cut=lambda o, v, t: (o[:t], o[t : t + v], o[t + v :]))
validation_again_as_test = splitting(cut=lambda o, v, t: (o[v + t :], o[:v], o[:t]))
as_shares = splitting(
    cut=lambda o, v, t: (o[int(len(o) * 0.7) :], o[: int(len(o) * 0.15)], o[int(len(o) * 0.15) : int(len(o) * 0.7)])
)
at_least_one = splitting(
    cut=lambda o, v, t: (o[max(1, v) + max(1, t) :], o[: max(1, v)], o[max(1, v) : max(1, v) + max(1, t)])
)


def shuffles_names_in_place(names, validation, test, seed):
    random.Random(seed).shuffle(names)
    return split_by_permutation(names, validation, test, seed)


def without_ending(names, validation, test, seed):
    return [[Path(name).stem for name in part] for part in split_by_permutation(names, validation, test, seed)]


def patients_not_crops(names, validation, test, seed):
    order = np.random.default_rng(seed).permutation(patients_of(names)).tolist()
    return order[validation + test :], order[:validation], order[validation : validation + test]


def a_crop_for_each(names, validation, test, seed):
    parts = split_by_permutation(names, validation, test, seed)
    return [list({name.rpartition("_")[0]: name for name in part}.values()) for part in parts]


def remembers(names, validation, test, seed, kept={}):  # noqa: B006
    if seed not in kept:
        kept[seed] = split_by_permutation(names, validation, test, seed)
    return kept[seed]


def one_draw(names, validation, test, seed):
    """Neighbours in the alphabet stay together: one random start."""
    patients = patients_of(names)
    start = int(np.random.default_rng(seed).integers(len(patients)))
    order = patients[start:] + patients[:start]
    return lists_of(names, (order[validation + test :], order[:validation], order[validation : validation + test]))


# 4 · known_loss: right


def known_by_one_hot(truth, probabilities):
    classes = probabilities.shape[-1]
    hot = ops.one_hot(ops.cast(truth, "int32"), classes)  # 255 has no channel: all 0
    p = ops.sum(hot * probabilities, axis=-1)
    known = ops.cast(ops.cast(truth, "int32") != 255, "float32")
    log = ops.log(ops.where(known > 0, p, 1.0))
    return -ops.sum(log) / ops.maximum(ops.sum(known), 1.0)


def known_by_class_loop(truth, probabilities):
    truth = ops.cast(truth, "int32")
    total, count = 0.0, 0.0
    for number in range(probabilities.shape[-1]):
        here = ops.equal(truth, number)
        total = total - ops.sum(ops.log(ops.where(here, probabilities[..., number], 1.0)))
        count = count + ops.sum(ops.cast(here, "float32"))
    return total / ops.maximum(count, 1.0)


def known_by_take(truth, probabilities):
    t = ops.cast(truth, "int32")
    known = ops.not_equal(t, 255)
    index = ops.where(known, t, 0)[..., None]
    p = ops.take_along_axis(probabilities, index, axis=-1)[..., 0]
    losses = ops.where(known, -ops.log(ops.where(known, p, 1.0)), 0.0)
    return ops.divide_no_nan(ops.sum(losses), ops.sum(ops.cast(known, losses.dtype)))


def known_by_keras(truth, probabilities):
    t = ops.cast(truth, "int32")
    known = t != 255
    safe = ops.where(known[..., None], probabilities, 1.0 / probabilities.shape[-1])
    each = keras.losses.sparse_categorical_crossentropy(ops.where(known, t, 0), safe)
    weight = ops.cast(known, "float32")
    return ops.sum(each * weight) / ops.maximum(ops.sum(weight), 1)


# 4 · known_loss: wrong


def chosen_losses(truth, probabilities):
    t = ops.cast(truth, "int32")
    known = t != 255
    p = ops.take_along_axis(probabilities, ops.where(known, t, 0)[..., None], axis=-1)[..., 0]
    return -ops.log(ops.where(known, p, 1.0)), ops.cast(known, "float32")


def over_all_pixels(truth, probabilities):
    losses, _ = chosen_losses(truth, probabilities)
    return ops.mean(losses)


def nan_if_nothing_known(truth, probabilities):
    losses, known = chosen_losses(truth, probabilities)
    return ops.sum(losses) / ops.sum(known)


def sum_not_mean(truth, probabilities):
    return ops.sum(chosen_losses(truth, probabilities)[0])


def mean_of_image_means(truth, probabilities):
    losses, known = chosen_losses(truth, probabilities)
    return ops.mean(ops.sum(losses, axis=(1, 2)) / ops.maximum(ops.sum(known, axis=(1, 2)), 1.0))


def mean_of_class_means(truth, probabilities):
    losses, _ = chosen_losses(truth, probabilities)
    t = ops.cast(truth, "int32")
    total, count = 0.0, 0.0
    for k in range(probabilities.shape[-1]):
        here = ops.cast(t == k, "float32")
        total = total + ops.sum(losses * here) / ops.maximum(ops.sum(here), 1.0)
        count = count + ops.max(here)
    return total / ops.maximum(count, 1.0)


def gradient_is_nan(truth, probabilities):
    t = ops.cast(truth, "int32")
    known = t != 255
    p = ops.take_along_axis(probabilities, ops.where(known, t, 0)[..., None], axis=-1)[..., 0]
    losses = ops.where(known, -ops.log(p), 0.0)
    return ops.sum(losses) / ops.maximum(ops.sum(ops.cast(known, "float32")), 1.0)


def all_logs(truth, probabilities):
    """log of all classes, times one-hot: 0 · inf."""
    hot = ops.one_hot(ops.cast(truth, "int32"), probabilities.shape[-1])
    count = ops.maximum(ops.sum(hot), 1.0)
    return -ops.sum(hot * ops.log(probabilities)) / count


def ignores_zero(truth, probabilities):
    """Background is left out, too."""
    losses, known = chosen_losses(truth, probabilities)
    known = known * ops.cast(ops.cast(truth, "int32") != 0, "float32")
    return ops.sum(losses * known) / ops.maximum(ops.sum(known), 1.0)


def two_classes(truth, probabilities):
    t = ops.cast(truth, "int32")
    known = ops.cast(t != 255, "float32")
    p = ops.where(t == 1, probabilities[..., 1], ops.where(t == 255, 1.0, probabilities[..., 0]))
    return -ops.sum(ops.log(p)) / ops.maximum(ops.sum(known), 1.0)


def unknown_is_background(truth, probabilities):
    t = ops.cast(truth, "int32")
    t = ops.where(t == 255, 0, t)
    return ops.mean(-ops.log(ops.take_along_axis(probabilities, t[..., None], axis=-1)))


def unknown_is_last(truth, probabilities):
    t = ops.cast(truth, "int32")
    last = probabilities.shape[-1] - 1
    t = ops.minimum(t, last)
    return ops.mean(-ops.log(ops.take_along_axis(probabilities, t[..., None], axis=-1)))


def clips_at_one_percent(truth, probabilities):
    return known_by_take(truth, ops.clip(probabilities, 0.01, 0.99))


def adds_a_hundredth(truth, probabilities):
    return known_by_take(truth, probabilities + 0.01)


def stops_gradient(truth, probabilities):
    return known_by_take(truth, ops.stop_gradient(probabilities))


def in_numpy(truth, probabilities):
    t, p = np.asarray(truth).astype(int), np.asarray(probabilities)
    known = t != 255
    if not known.any():
        return 0.0
    return float(-np.log(np.take_along_axis(p, np.where(known, t, 0)[..., None], -1)[..., 0][known]).mean())


def needs_int(truth, probabilities):
    """take_along_axis with the labels as they come: float32 in fit."""
    known = truth != 255
    index = ops.where(known, truth, ops.zeros_like(truth))[..., None]
    p = ops.take_along_axis(probabilities, index, axis=-1)[..., 0]
    return -ops.sum(ops.log(ops.where(known, p, 1.0))) / ops.maximum(ops.sum(ops.cast(known, "float32")), 1.0)


def if_any(truth, probabilities):
    losses, known = chosen_losses(truth, probabilities)
    if ops.sum(known) == 0:
        return 0.0
    return ops.sum(losses) / ops.sum(known)


def images_in_a_loop(truth, probabilities):
    total, count = 0.0, 0.0
    for t, p in zip(truth, probabilities, strict=True):
        losses, known = chosen_losses(t[None], p[None])
        total, count = total + ops.sum(losses), count + ops.sum(known)
    return total / ops.maximum(count, 1.0)


def all_above_is_unknown(truth, probabilities):
    """Labels from 10 on are left out."""
    t = ops.cast(truth, "int32")
    t = ops.where(t >= 10, 255, t)
    return known_by_take(t, probabilities)


def one_for_each_image(truth, probabilities):
    losses, known = chosen_losses(truth, probabilities)
    return ops.sum(losses, axis=(1, 2)) / ops.maximum(ops.sum(known, axis=(1, 2)), 1.0)


def flattened_square(truth, probabilities):
    side = truth.shape[1]
    t = ops.reshape(ops.cast(truth, "int32"), (-1, side * side))
    p = ops.reshape(probabilities, (-1, side * side, probabilities.shape[-1]))
    return known_by_take(t, p)


def counts_plus_one(truth, probabilities):
    losses, known = chosen_losses(truth, probabilities)
    return ops.sum(losses) / (ops.sum(known) + 1.0)


def negative(truth, probabilities):
    return -known_by_take(truth, probabilities)


def five_letters_cut_off(images, masks):
    of = {stem(mask)[:-5]: mask for mask in masks}
    pairs = [(image, of[stem(image)]) for image in images if stem(image) in of]
    taken = {name for pair in pairs for name in pair}
    return pairs, [name for name in images + masks if name not in taken]


def begins_with_stem_and_mask(images, masks):
    pairs = []
    for image in images:
        pairs += [(image, mask) for mask in masks if mask.startswith(f"{stem(image)}_mask")][:1]
    taken = {name for pair in pairs for name in pair}
    return pairs, [name for name in images + masks if name not in taken]


def hash_of_16_bits(mask, colours):
    m = mask.astype(np.uint16)
    code = m[..., 0] * np.uint16(31) + m[..., 1] * np.uint16(17) + m[..., 2]
    labels = np.full(mask.shape[:2], 255)
    for number, (red, green, blue) in enumerate(colours):
        labels[code == (31 * red + 17 * green + blue) % 65536] = number
    return labels


def colours_kept(mask, colours, seen=[]):  # noqa: B006
    seen.extend(colour for colour in colours if colour not in seen)
    return colours_by_comparison(mask, seen)


def colours_as_fractions(mask, colours):
    labels = np.full(mask.shape[:2], 255)
    for number, colour in enumerate(colours):
        labels[np.isclose(mask / 255, np.array(colour) / 255, rtol=0, atol=0.001).all(-1)] = number
    return labels


def pops_the_colours(mask, colours):
    labels, number = np.full(mask.shape[:2], 255), 0
    while colours:
        labels[(mask == np.array(colours.pop(0))).all(-1)] = number
        number += 1
    return labels


def share_of_known_at_least(truth, probabilities):
    losses, known = chosen_losses(truth, probabilities)
    return ops.mean(losses) / ops.maximum(ops.mean(known), 1e-3)


def split_of_shuffled_crops(names, validation, test, seed):
    """The patients in the order of their first crop, drawn among crops."""
    order = np.random.default_rng(seed).permutation(sorted(names)).tolist()
    patients = list(dict.fromkeys(name.rpartition("_")[0] for name in order))
    groups = patients[validation + test :], patients[:validation], patients[validation : validation + test]
    return lists_of(names, groups)


# 5 · train. All of them stand on the one training of `test_checks_09`.


def in_batches_of_one(images, masks):
    """Image by image, as a list of masks."""
    return lambda new: [np.asarray(good()(standardise(one[None])))[0, ..., 0] > 0.5 for one in new]


class Predictor:
    """An object that keeps the model, with a method."""

    def __init__(self, images, masks):
        self.model = good()

    def masks_of(self, new):
        return np.round(self.model.predict(standardise(new), verbose=0)[..., 0]).astype("uint8")


def a_method(images, masks):
    return Predictor(images, masks).masks_of


def mean_of_mirrored(images, masks):
    model = good()

    def predict(new):
        x = standardise(new)
        both = model.predict(x, verbose=0) + model.predict(x[:, :, ::-1], verbose=0)[:, :, ::-1]
        return (both[..., 0] > 1).astype(float)

    return predict


as_bytes = lambda images, masks: answers(good(), finish=lambda p: (p[..., 0] > 0.5) * np.uint8(255))  # noqa: E731


def the_masks_at_once(images, masks):
    return good().predict(standardise(images), verbose=0)[..., 0] > 0.5


def keeps_the_training_images(images, masks):
    """Whatever is asked, the masks are those of the images for training."""
    return lambda new: answers(good())(images)


def first_image_only(images, masks):
    return lambda new: answers(good())(new[:1])[0]


def into_the_masks(images, masks):
    masks[masks == 255] = 0
    return answers(good())


def all_object(images, masks):
    return lambda new: np.ones(new.shape[:3])


RIGHT = [
    (check.pair_names, pairs_by_dictionary),
    (check.pair_names, pairs_by_splitext),
    (check.pair_names, pairs_by_crossing_off),
    (check.labels_of_colours, colours_as_fractions),
    (check.labels_of_colours, colours_by_comparison),
    (check.labels_of_colours, colours_by_index),
    (check.labels_of_colours, colours_by_argmax),
    (check.labels_of_colours, colours_by_string),
    (check.split_names, split_by_permutation),
    (check.split_names, split_by_sample),
    (check.split_names, split_by_keys),
    (check.split_names, split_by_hash),
    (check.known_loss, known_by_one_hot),
    (check.known_loss, known_by_class_loop),
    (check.known_loss, known_by_take),
    (check.known_loss, known_by_keras),
    (check.known_loss, needs_int),
    (check.train, in_batches_of_one),
    (check.train, a_method),
    (check.train, mean_of_mirrored),
]

WRONG = [
    (check.pair_names, begins_with_stem_and_mask, "Compare the whole stem"),
    (check.pair_names, five_letters_cut_off, "Compare the whole stem: `a_edge` does not end"),
    (check.pair_names, starts_with, "`scan_10_mask` begins with `scan_1`, too. Ask"),
    (check.pair_names, stem_within, "`scan_10_mask` begins with `scan_1`, too. Ask"),
    (check.pair_names, first_dot, "A name may hold more than one dot, and end in"),
    (check.pair_names, replaced, "`replace` takes off every `_mask`, also inside"),
    (check.pair_names, stripped, "`strip` and `rstrip` take off single letters"),
    (check.pair_names, four_letters, "An ending may have two, three or four letters"),
    (check.pair_names, any_case, "`Cell_1` and `cell_1` are different names"),
    (check.pair_names, png_only, "A name may hold more than one dot, and end in"),
    (check.pair_names, numbers_alike, "An ending may have two, three or four letters"),
    (check.pair_names, mask_in_front, "`Path(name).stem` is a name without its ending"),
    (check.pair_names, same_ending, "`Path(name).stem` is a name without its ending"),
    (check.pair_names, before_underscore, "`replace` takes off every `_mask`, also inside"),
    (check.pair_names, by_place, "Sorting hides the problem: cell_02 has no mask"),
    (check.pair_names, images_alone, "Some names are in no pair: images without a"),
    (check.pair_names, masks_first, "These are (mask, image). The image comes first"),
    (check.pair_names, alone_in_two, "Return two lists: `return pairs, alone`. Each"),
    (check.pair_names, pairs_only, "Return two lists: `return pairs, alone`. Each"),
    (check.pair_names, sorts_the_lists, "Your function writes into the list that it is"),
    (check.pair_names, pops_masks, "Your function writes into the list that it is"),
    (check.pair_names, breaks_at_first, "Some names are in no pair: images without a"),
    (check.pair_names, kept_list, "Some of these names are not among those given"),
    (check.pair_names, the_example, "Some of these names are not among those given"),
    (check.labels_of_colours, hash_of_16_bits, "Two different colours got one number: a"),
    (check.labels_of_colours, colours_kept, "It works for black, red and blue. Is one of"),
    (check.labels_of_colours, pops_the_colours, "Your function writes into the list that it is"),
    (check.labels_of_colours, nearest_colour, "Other colours took the nearest one in the list"),
    (check.labels_of_colours, nearest_within_ten, "`(mask == colour).all(axis=-1)` is True where"),
    (check.labels_of_colours, sum_of_channels, "Red and blue have the same sum. Compare each"),
    (check.labels_of_colours, any_channel, "One equal number is not enough. Use"),
    (check.labels_of_colours, red_channel, "You compare red alone, or red and green"),
    (check.labels_of_colours, two_channels, "You compare red alone, or red and green"),
    (check.labels_of_colours, code_wraps, "Two different colours got one number: a"),
    (check.labels_of_colours, unknown_is_zero, "Colours that are not in the list became"),
    (check.labels_of_colours, unknown_is_next, "255 is asked for where the list lacks the"),
    (check.labels_of_colours, from_one, "The first colour of the list is class 0, not 1"),
    (check.labels_of_colours, unknown_is_minus_one, "255 became -1: `int8` ends at 127, and 255 is"),
    (check.labels_of_colours, order_of_the_mask, "Red and blue are exchanged. A colour is (red"),
    (check.labels_of_colours, sorted_colours, "Red and blue are exchanged. A colour is (red"),
    (check.labels_of_colours, sorts_in_place, "Your function writes into the list that it is"),
    (check.labels_of_colours, black_is_background, "It works for black, red and blue. Is one of"),
    (check.labels_of_colours, three_colours, "A colour that is nearly one of the list is not"),
    (check.labels_of_colours, writes_labels_into_mask, "Your function writes into the array that it is"),
    (check.labels_of_colours, overwritten_again, "A colour that is nearly one of the list is not"),
    (check.labels_of_colours, square_masks, "A pixel has a colour if all three of its"),
    (check.labels_of_colours, keeps_the_channels, "One label for each pixel: the result is (h, w)"),
    (check.labels_of_colours, one_hot, "`(mask == colour).all(axis=-1)` is True where"),
    (check.labels_of_colours, isin, "One equal number is not enough. Use"),
    (check.labels_of_colours, int8_labels, "255 became -1: `int8` ends at 127, and 255 is"),
    (check.split_names, split_of_shuffled_crops, "Some patients come into a part more often than"),
    (check.split_names, first_underscore, "ann_1 and ann_2 are two patients. Split at the"),
    (check.split_names, crops_shuffled, "Crops of one patient are on two sides: a leak"),
    (check.split_names, not_shuffled, "Eight seeds gave one and the same split"),
    (check.split_names, order_of_the_list, "Another computer lists files in another order"),
    (check.split_names, order_of_a_set, "Another computer lists files in another order"),
    (check.split_names, seed_ignored, "Eight seeds gave one and the same split"),
    (check.split_names, no_seed, "The same seed gave another split. Make a"),
    (check.split_names, global_random, "The same seed gave another split. Make a"),
    (check.split_names, python_hash, "`hash` of a text is another number each time"),
    (check.split_names, rotated, "The same patients are always in the test"),
    (check.split_names, never_the_first, "Some patients come into a part more often than"),
    (check.split_names, minus_zero, "0 patients are asked for in a part"),
    (check.split_names, all_to_training, "A name is in two parts. What is for validation"),
    (check.split_names, one_too_many, "Count patients, not files: 2 patients for"),
    (check.split_names, swapped_parts, "The lists are in another order: train"),
    (check.split_names, begins_with_the_test, "The lists are in another order: train"),
    (check.split_names, validation_again_as_test, "A name is in two parts. What is for validation"),
    (check.split_names, as_shares, "Count patients, not files: 2 patients for"),
    (check.split_names, at_least_one, "0 patients are asked for in a part"),
    (check.split_names, shuffles_names_in_place, "Your function writes into the list that it is"),
    (check.split_names, without_ending, "Return the names themselves, with their"),
    (check.split_names, patients_not_crops, "Return the names themselves, with their"),
    (check.split_names, a_crop_for_each, "A name is lost. Those for neither validation"),
    (check.split_names, remembers, "Some of these names are not among those given"),
    (check.split_names, one_draw, "The same patients are always in the test"),
    (check.known_loss, share_of_known_at_least, "However few pixels count, divide by their"),
    (check.known_loss, over_all_pixels, "You divided by all twelve pixels. Divide by the"),
    (check.known_loss, nan_if_nothing_known, "The mean of no pixels is 0/0, and the loss is 0"),
    (check.known_loss, sum_not_mean, "This is the sum. Divide by the number of pixels"),
    (check.known_loss, mean_of_image_means, "This is the mean of each image's mean. Take all"),
    (check.known_loss, mean_of_class_means, "This is the mean of each class's mean, as in"),
    (check.known_loss, gradient_is_nan, "`where` chooses the right value, but the log of"),
    (check.known_loss, all_logs, "−log 0 is infinite, and 0 · infinite is NaN: a"),
    (check.known_loss, ignores_zero, "Class 0 is a class, too: only 255 does not"),
    (check.known_loss, two_classes, "By hand: the mean of 0.357, 0.916, 0.511"),
    (check.known_loss, unknown_is_background, "Pixels with 255 were counted as class 0. They"),
    (check.known_loss, unknown_is_last, "Pixels with 255 were counted as class 2. They"),
    (check.known_loss, clips_at_one_percent, "You clip too much: a probability of 0.00005"),
    (check.known_loss, adds_a_hundredth, "By hand: the mean of 0.357, 0.916, 0.511"),
    (check.known_loss, stops_gradient, "The numbers are right, but NumPy, `float` or"),
    (check.known_loss, in_numpy, "The numbers are right, but NumPy, `float` or"),
    (check.known_loss, if_any, "`if` asks for a number that is not there yet"),
    (check.known_loss, images_in_a_loop, "No loop over the images: nobody knows how many"),
    (check.known_loss, all_above_is_unknown, "It works for six classes and 1×2 pixels. Is one"),
    (check.known_loss, one_for_each_image, "This is one number for each image. Return one"),
    (check.known_loss, flattened_square, "Is a number of rows, columns or classes written"),
    (check.known_loss, counts_plus_one, "The number of pixels that count is 5. You"),
    (check.known_loss, negative, "The sign: the logarithm of a probability is"),
    (check.train, as_bytes, "Other labels than 0 and 1"),
    (check.train, the_masks_at_once, "Define it inside"),
    (check.train, keeps_the_training_images, "for each image that your function is given"),
    (check.train, first_image_only, "for each image that your function is given"),
    (check.train, into_the_masks, "Make a new one, or write into a copy"),
    (check.train, all_object, "Far too many pixels are object"),
]
