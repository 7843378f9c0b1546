"""The check of B2, against planted answers."""

import numpy as np
import pytest
from planted import is_caught, names, passes

import unet_lessons.checks_b2 as check

# Right


def by_recursion(picture, small, shrink, enlarge, times):
    if times == 0:
        return picture
    better = np.asarray(picture) + enlarge(small - shrink(picture))
    return by_recursion(better, small, shrink, enlarge, times - 1)


def on_a_copy(picture, small, shrink, enlarge, times):
    result, rounds = picture.copy(), 0
    while rounds < times:
        result -= enlarge(shrink(result) - small)
        rounds += 1
    return result


def as_a_list(picture, small, shrink, enlarge, times):
    for _ in range(times):
        picture = picture - enlarge(shrink(picture)) + enlarge(small)
    return picture.tolist()


# Wrong


def wrong_sign(picture, small, shrink, enlarge, times):
    for _ in range(times):
        picture = picture + enlarge(shrink(picture) - small)
    return picture


def once(picture, small, shrink, enlarge, times):
    return picture + enlarge(small - shrink(picture))


def returns_in_the_loop(picture, small, shrink, enlarge, times):
    for _ in range(times):
        picture = picture + enlarge(small - shrink(picture))
        return picture
    return picture


def first_difference(picture, small, shrink, enlarge, times):
    difference = enlarge(small - shrink(picture))
    for _ in range(times):
        picture = picture + difference
    return picture


def forgets_the_picture(picture, small, shrink, enlarge, times):
    return enlarge(small)


def adds_the_small_one(picture, small, shrink, enlarge, times):
    for _ in range(times):
        picture = picture + enlarge(small)
    return picture


def correction_alone(picture, small, shrink, enlarge, times):
    for _ in range(times):
        correction = enlarge(small - shrink(picture))
    return correction


def returns_the_small_one(picture, small, shrink, enlarge, times):
    return shrink(once(picture, small, shrink, enlarge, times))


def clipped(picture, small, shrink, enlarge, times):
    for _ in range(times):
        picture = np.clip(picture + enlarge(small - shrink(picture)), 0, 1)
    return picture


def one_too_many(picture, small, shrink, enlarge, times):
    for _ in range(times + 1):
        picture = picture + enlarge(small - shrink(picture))
    return picture


def unchanged(picture, small, shrink, enlarge, times):
    for _ in range(times):
        better = picture + enlarge(small - shrink(picture))  # noqa: F841
    return picture


def not_enlarged(picture, small, shrink, enlarge, times):
    return small - shrink(picture)


def at_least_once(picture, small, shrink, enlarge, times):
    for _ in range(max(times, 1)):
        picture = picture + enlarge(small - shrink(picture))
    return picture


def writes(picture, small, shrink, enlarge, times):
    for _ in range(times):
        picture += enlarge(small - shrink(picture))
    return picture


def made_for_squares(picture, small, shrink, enlarge, times):
    for _ in range(times):
        picture = picture + enlarge(small - shrink(picture))
    return picture[:, : len(picture)]


RIGHT = [(check.consistent, answer) for answer in (by_recursion, on_a_copy, as_a_list)]

WRONG = [
    (check.consistent, wrong_sign, "The sign"),
    (check.consistent, once, "one correction only"),
    (check.consistent, returns_in_the_loop, "inside the loop"),
    (check.consistent, first_difference, "the first difference three times"),
    (check.consistent, forgets_the_picture, "what the U added is lost"),
    (check.consistent, adds_the_small_one, "Add the difference, not the small picture"),
    (check.consistent, correction_alone, "Add it to the picture"),
    (check.consistent, returns_the_small_one, "Return the large picture"),
    (check.consistent, clipped, "no clipping"),
    (check.consistent, one_too_many, "one correction too many"),
    (check.consistent, unchanged, "came back as it was"),
    (check.consistent, not_enlarged, "enlarge it before you add it"),
    (check.consistent, at_least_once, "`range(0)` has no round"),
    (check.consistent, writes, "writes into the caller's array"),
    (check.consistent, made_for_squares, "let nothing hang on the size"),
]


@pytest.mark.parametrize("one, answer", RIGHT, ids=names(RIGHT))
def test_right_answers_pass(one, answer):
    assert passes(one, answer)


@pytest.mark.parametrize("one, answer, words", WRONG, ids=names(WRONG))
def test_wrong_answers_get_the_hint_meant_for_them(one, answer, words):
    assert is_caught(one, answer, words)


def test_corrections_come_nearer():
    away = [
        np.abs(check.SMALL - check.shrink_unevenly(check.corrected(check.PICTURE, times))).max() for times in (0, 1, 3)
    ]
    assert away[0] > 2 * away[1] > 4 * away[2]


def test_one_correction_by_hand():
    picture, small = np.zeros((2, 2)), np.array([[1.0]])
    assert np.allclose(check.corrected(picture, 1, small), 0.7) and np.allclose(
        check.corrected(picture, 2, small), 0.91
    )
