"""The check of B1, against planted answers."""

import numpy as np

import unet_lessons.checks.b1 as check

# Right


def mirrored_first(denoise, image):
    """The mirror before the turn, and a running sum."""
    total = np.zeros(np.shape(image))
    for mirrored in (True, False):
        start = np.fliplr(image) if mirrored else image
        for turns in range(4):
            back = np.rot90(denoise(np.rot90(start, turns)), 4 - turns)
            total += np.fliplr(back) if mirrored else back
    return total / 8


def by_transposing(denoise, image):
    """The same eight views, by transposing and reversing rows and columns."""
    answers = []
    for swap in (False, True):
        view = image.T if swap else image
        for down in (1, -1):
            for across in (1, -1):
                answer = denoise(view[::down, ::across].copy())[::down, ::across]
                answers.append(answer.T if swap else answer)
    return sum(answers) / len(answers)


def more_than_once(denoise, image):
    """Each view asked for twice: slow, and right."""
    return (mirrored_first(denoise, image) + by_transposing(denoise, image)) / 2


# Wrong


def views(image):
    return [(turns, mirrored) for turns in range(4) for mirrored in (False, True)]


def view_of(image, turns, mirrored):
    return np.rot90(image, turns)[:, ::-1] if mirrored else np.rot90(image, turns)


def not_brought_back(denoise, image):
    return np.mean([denoise(view_of(image, *each)) for each in views(image)], axis=0)


def brought_back(denoise, image):
    answers = []
    for turns, mirrored in views(image):
        answer = denoise(view_of(image, turns, mirrored))
        answers.append(np.rot90(answer[:, ::-1] if mirrored else answer, -turns))
    return answers


def turned_back_first(denoise, image):
    answers = []
    for turns, mirrored in views(image):
        answer = np.rot90(denoise(view_of(image, turns, mirrored)), -turns)
        answers.append(answer[:, ::-1] if mirrored else answer)
    return np.mean(answers, axis=0)


def turned_on(denoise, image):
    """Turned further where it should be turned back."""
    answers = []
    for turns, mirrored in views(image):
        answer = denoise(view_of(image, turns, mirrored))
        answers.append(np.rot90(answer[:, ::-1] if mirrored else answer, turns))
    return np.mean(answers, axis=0)


def four_turns(denoise, image):
    return np.mean([np.rot90(denoise(np.rot90(image, turns)), -turns) for turns in range(4)], axis=0)


def two_mirrors(denoise, image):
    return (denoise(image) + denoise(image[:, ::-1])[:, ::-1]) / 2


def denoised_once(denoise, image):
    return np.mean([view_of(denoise(image), *each) for each in views(image)], axis=0)


def a_batch(denoise, image):
    return np.mean(denoise(np.stack([view_of(image, *each) for each in views(image)])), axis=0)


def never_asked(denoise, image):
    return np.mean([image] * 8, axis=0)


def made_for_squares(denoise, image):
    side = len(image)
    total = np.zeros((side, side))
    for answer in brought_back(denoise, image[:side, :side]):
        total += answer
    return total / 8


def writes(denoise, image):
    result = np.mean(brought_back(denoise, image.copy()), axis=0)
    image *= 0
    return result


def in_float32(denoise, image):
    """An answer in float32, one half of the views by calling itself on the mirrored image."""

    def turns(image):
        return sum(np.rot90(denoise(np.rot90(image, k)), 4 - k) / np.float32(4) for k in range(4))

    return ((turns(image) + turns(image[:, ::-1])[:, ::-1]) / 2).astype("float32")


def as_nested_lists(denoise, image):
    answers = brought_back(denoise, image)
    return [
        [sum(answer[row][column] for answer in answers) / 8 for column in range(image.shape[1])]
        for row in range(image.shape[0])
    ]


def like_the_image(denoise, image):
    total = np.zeros_like(image)
    total[...] = np.mean(brought_back(denoise, image), axis=0)
    return total


def adds_up_in_place(denoise, image):
    """The first answer is added to, though it belongs to `denoise`."""
    total = None
    for turns, mirrored in views(image):
        answer = denoise(view_of(image, turns, mirrored))
        answer = np.rot90(answer[:, ::-1] if mirrored else answer, -turns)
        if total is None:
            total = answer
        else:
            total += answer
    return total / 8


def rounded(denoise, image):
    return np.round(mirrored_first(denoise, image), 9 if image.dtype == float else 0)


def for_3_or_4_columns(denoise, image):
    wide = image if image.shape[1] in (3, 4) else np.pad(image, ((0, 0), (0, 1)))
    return mirrored_first(denoise, wide)[:, : image.shape[1]]


RIGHT = [
    (check.eight_views, answer)
    for answer in (mirrored_first, by_transposing, more_than_once, in_float32, as_nested_lists)
]

WRONG = [
    (check.eight_views, not_brought_back, "The answers still fit the views. Turn and"),
    (check.eight_views, turned_back_first, "undo the mirror first"),
    (check.eight_views, turned_on, "Each answer must be turned and mirrored back to"),
    (check.eight_views, lambda denoise, image: np.sum(brought_back(denoise, image), axis=0), "Divide by eight"),
    (check.eight_views, lambda denoise, image: np.mean(brought_back(denoise, image)), "one number"),
    (check.eight_views, lambda denoise, image: np.median(brought_back(denoise, image), axis=0), "the median"),
    (check.eight_views, four_turns, "each of them mirrored"),
    (check.eight_views, two_mirrors, "Some views are missing, or came twice. All four"),
    (check.eight_views, denoised_once, "All views are the same one"),
    (check.eight_views, a_batch, "one view (height, width) at a time"),
    (check.eight_views, never_asked, "Call `denoise(view)`"),
    (check.eight_views, made_for_squares, "Turned by a quarter, an image of 2×4 is one of"),
    (check.eight_views, like_the_image, "Fractions got lost"),
    (check.eight_views, adds_up_in_place, "what `denoise` gave it"),
    (check.eight_views, for_3_or_4_columns, "Turned by a quarter, an image of 2×4 is one of"),
    (check.eight_views, rounded, "Fractions got lost"),
    (check.eight_views, writes, "Do not write into the image"),
]


def test_the_eight_views_are_eight():
    seen = {view.tobytes() for view in check.eight_answers(np.copy, check.IMAGE, undo=())}
    assert len(seen) == 8


def test_the_mean_by_hand():
    """A stand-in that adds 1 to the upper left pixel of each view: every corner gets it twice, an eighth each."""

    def corner(view):
        answer = np.array(view, float)
        answer[0, 0] += 1
        return answer

    added = np.mean(check.eight_answers(corner, check.IMAGE), axis=0) - check.IMAGE
    assert np.allclose(added, [[0.25, 0, 0.25], [0, 0, 0], [0.25, 0, 0.25]])
