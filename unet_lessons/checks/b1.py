"""The check of B1: the mean of eight views."""

import numpy as np

from .results import check
from .vocabulary import call, expect, expect_equal, same

IMAGE = np.array([[1, 2, 3], [4, 5, 6], [7, 8, 10]]) / 10
WIDE = np.array([[1, 2, 3, 4], [5, 6, 7, 9]]) / 10


def uneven(view):
    """A stand-in for a network, (h, w) → (h, w): what it answers hangs on where a pixel lies in the view."""
    rows, columns = np.indices(np.shape(view))
    return view * (1 + rows + 2 * columns**2) + rows * columns


def mean_of_views(denoise, image, turns=range(4), mirrors=(False, True), back=True, undo_first="mirror"):
    """The mean of the answers to the views of these turns and mirrors; `back` and `undo_first` make known mistakes."""
    answers = []
    for turn in turns:
        for mirror in mirrors:
            view = np.rot90(image, turn)
            answer = denoise(view[:, ::-1] if mirror else view)
            if back and undo_first == "mirror":
                answer = np.rot90(answer[:, ::-1] if mirror else answer, -turn)
            elif back:
                answer = np.rot90(answer, -turn)
                answer = answer[:, ::-1] if mirror else answer
            answers.append(answer)
    return np.mean(answers, axis=0)


def all_views(image):
    """The eight views of an image (h, w), as a list of arrays."""
    return [view for turn in range(4) for view in (np.rot90(image, turn), np.rot90(image, turn)[:, ::-1])]


@check(
    "Exercise · eight_views",
    "Turn, mirror, denoise; then mirror back, turn back. `np.rot90(answer, -turns)` turns back.",
    "Collect the eight answers in a list, and return `np.mean(answers, axis=0)`.",
)
def eight_views(answer):
    seen = []

    def watching(view):
        seen.append(np.array(view, float))
        return uneven(seen[-1]) if seen[-1].ndim == 2 else seen[-1]

    right = mean_of_views(uneven, IMAGE)
    changed = "Do not write into the image or into a view of it: `np.rot90` and `[:, ::-1]` show the same numbers."
    got = call(answer, watching, IMAGE)
    expect(len(seen) > 0, "your function never calls `denoise`", "Call `denoise(view)` for each of the eight views.")
    views = {view.tobytes() for view in seen if view.shape == IMAGE.shape}
    missing = sum(np.ascontiguousarray(view, float).tobytes() not in views for view in all_views(IMAGE))
    expect(
        missing == 0,
        "the views that `denoise` was given",
        missing_hint(seen),
        "Four turns, `np.rot90(image, turns)` for turns 0 to 3; each as it is and mirrored, `view[:, ::-1]`.",
        expected="all eight views",
        got=f"{8 - missing} of the eight views",
    )
    expect_equal(
        "the mean of the answers, for an image of 3×3 pixels",
        got,
        right,
        "Each answer must lie as the image lies before the mean is taken. Undo what you did last first.",
        "Mirror the answer back, then turn it back, `np.rot90(answer, -turns)`; at last `np.mean(answers, axis=0)`.",
        mistakes=[
            (8 * right, "This is the sum of the eight answers. Divide by eight: the mean."),
            (
                mean_of_views(uneven, IMAGE, back=False),
                "The answers lie as the views lie. Turn and mirror each one back before the mean.",
            ),
            (
                mean_of_views(uneven, IMAGE, undo_first="turn"),
                "You mirrored last, so undo the mirror first: the order of the way back is the other way round.",
            ),
            (np.mean(right), "This is one number. Take the mean over the eight answers only: `axis=0`."),
            (
                np.median(undone_answers(IMAGE), axis=0),
                "This is the median. The exercise asks for the mean of the eight answers.",
            ),
        ],
    )
    given = WIDE.copy()
    got = call(lambda: answer(uneven, given))
    expect(same(given, WIDE), "the image that you were given has changed", changed, expected=WIDE, got=given)
    expect_equal(
        "an image of 2×4 pixels",
        got,
        mean_of_views(uneven, WIDE),
        "Turned by a quarter, an image of 2×4 is one of 4×2: let nothing hang on its size.",
    )


def undone_answers(image):
    """The eight answers of `uneven`, each brought back to lie as the image lies."""
    return [mean_of_views(uneven, image, [turn], [mirror]) for turn in range(4) for mirror in (False, True)]


def missing_hint(seen):
    """The first hint for views that are missing, by how many different ones there were."""
    different = {view.tobytes() for view in seen}
    if any(view.shape != IMAGE.shape for view in seen):
        return "`denoise` takes one view (height, width) at a time."
    if len(different) == 1:
        return "All views are the same one. Turn and mirror the image before `denoise`, not its answer alone."
    if len(different) == 4 and all(any(same(np.rot90(IMAGE, k), view) for k in range(4)) for view in seen):
        return "The four turns are there. Now each of them mirrored, too."
    return "Some views came twice, or are missing: mirrored left to right, then turned, is not all there is."
