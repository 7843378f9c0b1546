"""The check of B2, against planted answers."""

import numpy as np

import unet_lessons.checks.b2 as check

# Right


def by_recursion(image, small, shrink, enlarge, times):
    if times == 0:
        return image
    better = np.asarray(image) + enlarge(small - shrink(image))
    return by_recursion(better, small, shrink, enlarge, times - 1)


def on_a_copy(image, small, shrink, enlarge, times):
    result, rounds = image.copy(), 0
    while rounds < times:
        result -= enlarge(shrink(result) - small)
        rounds += 1
    return result


def as_a_list(image, small, shrink, enlarge, times):
    for _ in range(times):
        image = image - enlarge(shrink(image)) + enlarge(small)
    return image.tolist()


# Wrong


def wrong_sign(image, small, shrink, enlarge, times):
    for _ in range(times):
        image = image + enlarge(shrink(image) - small)
    return image


def once(image, small, shrink, enlarge, times):
    return image + enlarge(small - shrink(image))


def returns_in_the_loop(image, small, shrink, enlarge, times):
    for _ in range(times):
        image = image + enlarge(small - shrink(image))
        return image
    return image


def first_difference(image, small, shrink, enlarge, times):
    difference = enlarge(small - shrink(image))
    for _ in range(times):
        image = image + difference
    return image


def forgets_the_image(image, small, shrink, enlarge, times):
    return enlarge(small)


def adds_the_small_one(image, small, shrink, enlarge, times):
    for _ in range(times):
        image = image + enlarge(small)
    return image


def correction_alone(image, small, shrink, enlarge, times):
    for _ in range(times):
        correction = enlarge(small - shrink(image))
    return correction


def returns_the_small_one(image, small, shrink, enlarge, times):
    return shrink(once(image, small, shrink, enlarge, times))


def clipped(image, small, shrink, enlarge, times):
    for _ in range(times):
        image = np.clip(image + enlarge(small - shrink(image)), 0, 1)
    return image


def one_too_many(image, small, shrink, enlarge, times):
    for _ in range(times + 1):
        image = image + enlarge(small - shrink(image))
    return image


def unchanged(image, small, shrink, enlarge, times):
    for _ in range(times):
        better = image + enlarge(small - shrink(image))  # noqa: F841
    return image


def not_enlarged(image, small, shrink, enlarge, times):
    return small - shrink(image)


def at_least_once(image, small, shrink, enlarge, times):
    for _ in range(max(times, 1)):
        image = image + enlarge(small - shrink(image))
    return image


def writes(image, small, shrink, enlarge, times):
    for _ in range(times):
        image += enlarge(small - shrink(image))
    return image


def made_for_squares(image, small, shrink, enlarge, times):
    for _ in range(times):
        image = image + enlarge(small - shrink(image))
    return image[:, : len(image)]


def with_a_list_of_images(image, small, shrink, enlarge, times):
    images = [image]
    while len(images) <= times:
        images.append(images[-1] + enlarge(small) - enlarge(shrink(images[-1])))
    return images[-1]


def by_reduce(image, small, shrink, enlarge, times):
    from functools import reduce

    return reduce(lambda now, _: np.subtract(now, enlarge(np.subtract(shrink(now), small))), range(times), image)


def at_most_four(image, small, shrink, enlarge, times):
    return by_recursion(image, small, shrink, enlarge, min(times, 4))


def always_twice_as_large(image, small, shrink, enlarge, times):
    for _ in range(times):
        image = image + np.kron(small - shrink(image), 0.7 * np.ones((2, 2)))
    return image


def until_it_fits(image, small, shrink, enlarge, times):
    """Stops when the difference is small."""
    for _ in range(times):
        difference = small - shrink(image)
        if np.abs(difference).max() < 0.05:
            break
        image = image + enlarge(difference)
    return image


def clipped_at_the_end(image, small, shrink, enlarge, times):
    return (
        np.clip(by_recursion(image, small, shrink, enlarge, times), 0, 1)
        if times > 1
        else once(image, small, shrink, enlarge, times)
        if times
        else image
    )


def writes_into_the_small_one(image, small, shrink, enlarge, times):
    for _ in range(times):
        image = image + enlarge(small - shrink(image))
    small -= shrink(image)
    return image


RIGHT = [
    (check.consistent, answer) for answer in (by_recursion, on_a_copy, as_a_list, with_a_list_of_images, by_reduce)
]

WRONG = [
    (check.consistent, wrong_sign, "The sign"),
    (check.consistent, once, "one correction only"),
    (check.consistent, returns_in_the_loop, "inside the loop"),
    (check.consistent, first_difference, "the first difference three times"),
    (check.consistent, forgets_the_image, "what the U added is lost"),
    (check.consistent, adds_the_small_one, "Add the difference, not the small image"),
    (check.consistent, correction_alone, "Add it to the image"),
    (check.consistent, returns_the_small_one, "Return the large image"),
    (check.consistent, clipped, "no clipping"),
    (check.consistent, one_too_many, "one correction too many"),
    (check.consistent, unchanged, "came back as it was"),
    (check.consistent, not_enlarged, "enlarge the difference, add it"),
    (check.consistent, at_least_once, "With `times` 0 nothing is corrected, and the"),
    (check.consistent, writes, "writes into the caller's array"),
    (check.consistent, at_most_four, "Is a number of corrections"),
    (check.consistent, until_it_fits, "however little that is"),
    (check.consistent, always_twice_as_large, "a half, a third or a quarter"),
    (check.consistent, clipped_at_the_end, "You clipped"),
    (check.consistent, writes_into_the_small_one, "writes into the caller's array"),
    (check.consistent, made_for_squares, "Height and width may differ: is a size written"),
]


def test_corrections_come_nearer():
    away = [
        np.abs(check.SMALL - check.shrink_unevenly(check.corrected(check.IMAGE, times))).max() for times in (0, 1, 3)
    ]
    assert away[0] > 2 * away[1] > 4 * away[2]


def test_one_correction_by_hand():
    image, small = np.zeros((2, 2)), np.array([[1.0]])
    assert np.allclose(check.corrected(image, 1, small), 0.7) and np.allclose(check.corrected(image, 2, small), 0.91)
