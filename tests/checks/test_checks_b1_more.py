"""More planted answers for the check of B1."""

import numpy as np

import unet_lessons.checks.b1 as b1
from unet_lessons.backend import keras

ops = keras.ops

# B1: right


def views_by_lists(denoise, image):
    image = np.asarray(image)
    forth = [lambda v, k=k, m=m: np.fliplr(np.rot90(v, k)) if m else np.rot90(v, k) for k in range(4) for m in (0, 1)]
    back = [lambda v, k=k, m=m: np.rot90(np.fliplr(v) if m else v, 4 - k) for k in range(4) for m in (0, 1)]
    return np.stack([b(np.asarray(denoise(f(image)))) for f, b in zip(forth, back, strict=True)]).mean(0)


def views_running_mean(denoise, image):
    mean, n = 0.0, 0
    for mirror in (False, True):
        view = image[:, ::-1] if mirror else image
        for k in (3, 2, 1, 0):
            answer = np.rot90(denoise(np.rot90(view, -k).copy()), k)
            n += 1
            mean = mean + ((answer[:, ::-1] if mirror else answer) - mean) / n
    return mean


def views_recursive(denoise, image, left=4):
    if left == 0:
        return np.zeros(np.shape(image))
    here = denoise(image) / 8 + np.flip(denoise(np.flip(image, 1)), 1) / 8
    return here + np.rot90(views_recursive(denoise, np.rot90(image), left - 1), -1)


def views_by_keras(denoise, image):
    answers = []
    for k in range(4):
        view = np.rot90(image, k)
        answers += [np.rot90(denoise(view), -k), np.rot90(np.flip(denoise(np.flip(view, 1)), 1), -k)]
    return ops.mean(ops.stack(answers), axis=0)


# B1: wrong


def views(forth, back, ks=range(4), mirrors=(False, True), end=lambda a: np.mean(a, axis=0)):
    def answer(denoise, image):
        return end([back(np.asarray(denoise(forth(image, k, m))), k, m) for k in ks for m in mirrors])

    return answer


def forth(image, k, m):
    view = np.rot90(image, k)
    return view[:, ::-1] if m else view


def back(answer, k, m):
    return np.rot90(answer[:, ::-1] if m else answer, -k)


three_turns = views(forth, back, range(3))
five_turns = views(forth, back, range(5))
turns_alone = views(forth, back, mirrors=(False,))
mirrors_alone = views(forth, back, ks=(0,))
mirror_not_undone = views(forth, lambda a, k, m: np.rot90(a, -k))
turned_before_mirrored_back = views(forth, lambda a, k, m: np.rot90(a, -k)[:, ::-1] if m else np.rot90(a, -k))
mirrors_are_half_turns = views(
    lambda i, k, m: np.rot90(i, k)[::-1, ::-1] if m else np.rot90(i, k),
    lambda a, k, m: np.rot90(a[::-1, ::-1] if m else a, -k),
)
the_best_of_eight = views(forth, back, end=lambda a: np.max(a, axis=0))
divides_by_four = views(forth, back, end=lambda a: np.sum(a, axis=0) / 4)
as_int = views(forth, back, end=lambda a: np.mean(a, axis=0).astype(int))
the_last_one = views(forth, back, end=lambda a: a[-1])
all_eight = views(forth, back, end=np.array)
clips = views(forth, back, end=lambda a: np.clip(np.mean(a, axis=0), 0, 1))


def mean_of_views_first(denoise, image):
    if image.shape[0] != image.shape[1]:
        return views(forth, back)(denoise, image)
    return denoise(np.mean([back(forth(image, k, m), k, m) for k in range(4) for m in (0, 1)], axis=0))


def views_square_only(denoise, image):
    side = min(image.shape)
    total = np.zeros((side, side))
    for k in range(4):
        for m in (0, 1):
            total += back(denoise(forth(image[:side, :side], k, m)), k, m)
    return total / 8


def views_into_the_image(denoise, image):
    image[...] = views(forth, back)(denoise, image)
    return image


def asks_once(denoise, image):
    return denoise(image)


def views_kept_by_shape(denoise, image, kept={}):  # noqa: B006
    if np.shape(image) not in kept:
        kept[np.shape(image)] = views_by_lists(denoise, image)
    return kept[np.shape(image)]


def adds_into_the_answer(denoise, image):
    total = None
    for k in range(4):
        for m in (0, 1):
            answer = back(denoise(forth(image, k, m)), k, m)
            if total is None:
                total = answer
            else:
                total += answer
    return total / 8


RIGHT = [
    (b1.eight_views, views_by_lists),
    (b1.eight_views, views_running_mean),
    (b1.eight_views, views_recursive),
    (b1.eight_views, views_by_keras),
]

WRONG = [
    (b1.eight_views, views_kept_by_shape, "Is an answer kept from an earlier call? Compute"),
    (b1.eight_views, adds_into_the_answer, "Your function writes into what `denoise` gave"),
    (b1.eight_views, three_turns, "Some views are missing, or came twice. All four"),
    (b1.eight_views, five_turns, "Each answer must be turned and mirrored back to"),
    (b1.eight_views, turns_alone, "The four turns are there. Now each of them"),
    (b1.eight_views, mirrors_alone, "Some views are missing, or came twice. All four"),
    (b1.eight_views, mirror_not_undone, "Each answer must be turned and mirrored back to"),
    (b1.eight_views, turned_before_mirrored_back, "You mirrored last, so undo the mirror first"),
    (b1.eight_views, mirrors_are_half_turns, "The four turns are there. Now each of them"),
    (b1.eight_views, the_best_of_eight, "This is the largest of the eight answers. The"),
    (b1.eight_views, divides_by_four, "There are eight answers, so divide by eight"),
    (b1.eight_views, as_int, "The fractions are cut off. A mean of eight"),
    (b1.eight_views, the_last_one, "This is a single answer. Take the mean of all"),
    (b1.eight_views, all_eight, "These are all eight answers. Return their mean"),
    (b1.eight_views, clips, "The mean was clipped to [0, 1]. Return it as it"),
    (b1.eight_views, mean_of_views_first, "All views are the same one. Turn and mirror the"),
    (b1.eight_views, views_square_only, "Turned by a quarter, an image of 2×4 is one of"),
    (b1.eight_views, views_into_the_image, "Do not write into the image or into a view of"),
    (b1.eight_views, asks_once, "All views are the same one. Turn and mirror the"),
]
