"""The check of B1: the mean of eight views."""

import numpy as np

from .results import check
from .vocabulary import call, expect, expect_equal, expect_unchanged, recording, same

IMAGE = np.array([[1, 2, 3], [4, 5, 6], [7, 8, 10]]) / 10
WIDE = np.array([[1, 2, 3, 4], [5, 6, 7, 9]]) / 10


def uneven(view):
    """A stand-in for a network, (h, w) → (h, w): what it answers depends on where a pixel lies in the view."""
    rows, columns = np.indices(np.shape(view))
    return view * (1 + rows + 2 * columns**2) + rows * columns


def shares(view):
    """Another stand-in: numbers from 0 to 1 that depend on where a pixel lies."""
    rows, columns = np.indices(np.shape(view))
    return np.asarray(view, float) / (255 + rows + 3 * columns)


def eight_answers(denoise, image, undo=("mirror", "turn")):
    """What `denoise` gives for the views of an image (h, w): each of four turns as it is, and mirrored.

    Mirror and turn are undone in this order; another order, or none, makes known mistakes.
    """
    answers = []
    for turns in range(4):
        for mirrored in (False, True):
            view = np.rot90(image, turns)
            answer = denoise(view[:, ::-1] if mirrored else view)
            for step in undo:
                if step == "turn":
                    answer = np.rot90(answer, -turns)
                elif mirrored:
                    answer = answer[:, ::-1]
            answers.append(answer)
    return answers


CHANGED = (
    "has changed its input",
    "Do not write into the image or into a view of it: `np.rot90` and `[:, ::-1]` show the same numbers.",
)


@check(
    "Exercise · eight_views",
    "Turn, mirror, denoise; then mirror back, turn back. `np.rot90(answer, -turns)` turns back.",
    "Collect the eight answers in a list, and return `np.mean(answers, axis=0)`.",
)
def eight_views(answer):
    denoise = recording(lambda view: uneven(view) if np.shape(view) == IMAGE.shape else view)
    got, seen = call(answer, denoise, IMAGE, errors=[CHANGED]), denoise.seen
    never = "Call `denoise(view)` for each of the eight views."
    expect(seen, "your function never calls `denoise`", never)
    found = [any(same(one, view) for one in seen) for view in eight_answers(np.copy, IMAGE, undo=())]
    if any(np.shape(one) != IMAGE.shape for one in seen):
        hint = "`denoise` takes one view (height, width) at a time."
    elif all(same(one, seen[0]) for one in seen):
        hint = "All views are the same one. Turn and mirror the image before `denoise`, not its answer alone."
    elif found == [True, False] * 4:
        hint = "The four turns are there. Now each of them mirrored, too."
    else:
        hint = "Some views are missing, or came twice. All four turns are needed, each as it is and mirrored."
    each = "Four turns, `np.rot90(image, turns)` for turns 0 to 3; each as it is and mirrored, `view[:, ::-1]`."
    count = f"{sum(found)} of the eight views"
    expect(all(found), "the views that `denoise` was given", hint, each, expected="all eight views", got=count)
    answers = eight_answers(uneven, IMAGE)
    right, median = np.mean(answers, axis=0), np.median(answers, axis=0)
    not_back = np.mean(eight_answers(uneven, IMAGE, undo=()), axis=0)
    swapped = np.mean(eight_answers(uneven, IMAGE, undo=("turn", "mirror")), axis=0)
    mistakes = [
        (8 * right, "This is the sum of the eight answers. Divide by eight: the mean."),
        (not_back, "The answers still fit the views. Turn and mirror each one back before the mean."),
        (swapped, "You mirrored last, so undo the mirror first: the way back goes in the opposite order."),
        (right.mean(), "This is one number. Take the mean over the eight answers only: `axis=0`."),
        (right.astype(int), "The fractions are cut off. A mean of eight answers is a float."),
        (2 * right, "There are eight answers, so divide by eight: the mean."),
        (np.array(answers), "These are all eight answers. Return their mean, `np.mean(answers, axis=0)`."),
        (np.max(answers, axis=0), "This is the largest of the eight answers. The exercise asks for their mean."),
        (np.clip(right, 0, 1), "The mean was clipped to [0, 1]. Return it as it is."),
        *[(one, "This is a single answer. Take the mean of all eight.") for one in answers],
        (median, "This is the median. The exercise asks for the mean of the eight answers."),
    ]
    undo = "Each answer must be turned and mirrored back to fit the image. Undo the last step first."
    back = "Mirror the answer back, then turn it back, `np.rot90(answer, -turns)`; at last `np.mean(answers, axis=0)`."
    what = "the mean of the answers, for an image of 3×3 pixels"
    expect_equal(what, got, right, undo, back, mistakes=mistakes)
    given = WIDE.copy()
    got = call(lambda: answer(uneven, given))
    expect_unchanged("the image that you were given has changed", given, WIDE, *CHANGED[1:])
    right = np.mean(eight_answers(uneven, WIDE), axis=0)
    size = "Turned by a quarter, an image of 2×4 is one of 4×2: don't assume a square one."
    expect_equal("an image of 2×4 pixels", got, right, size)
    rng = np.random.default_rng(0)
    fractions = "Fractions got lost on the way: is one of your arrays made with the dtype of the image?"
    for shape, kind in (
        ((5, 3), "uint8"),
        ((7, 12), "float32"),
        ((1, 6), "float64"),
        ((1, 1), "float64"),
        ((3, 3), "float64"),
    ):
        image = (rng.random(shape) * 200).astype(kind)
        what, right = (
            f"an image of {shape[0]}×{shape[1]} pixels of {kind}",
            np.mean(eight_answers(shares, image), axis=0),
        )
        got = call(answer, shares, image, errors=[CHANGED])
        kept = "Is an answer kept from an earlier call? Compute all eight anew." if shape == IMAGE.shape else size
        expect_equal(what, got, right, kept, mistakes=[(right.astype(kind), fractions), (np.round(right), fractions)])
    written = "Your function writes into what `denoise` gave it. A `denoise` may keep its array: `+` makes a new one."
    recorded = recording(uneven)
    given = []
    call(answer, lambda view: given.append(recorded(view)) or given[-1], WIDE)
    for one, view in zip(given, recorded.seen, strict=True):
        expect_unchanged("an answer of `denoise` has changed", one, uneven(view), written)
