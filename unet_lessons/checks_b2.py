"""The check of B2: an enlarged picture is corrected until it shrinks to the small one."""

import numpy as np

from .checks import check
from .looking import call, expect, expect_equal, same

SMALL = np.array([[0.2, 0.9], [0.6, 0.4]])
PICTURE = np.arange(16).reshape(4, 4) / 20 + np.eye(4) / 2


def shrink_unevenly(picture):
    """A stand-in for shrinking, (h, w) → (h/2, w/2): of each 2×2 pixels, the upper left one counts most."""
    return 0.4 * picture[::2, ::2] + 0.2 * (picture[1::2, ::2] + picture[::2, 1::2] + picture[1::2, 1::2])


def enlarge_evenly(small):
    """A stand-in for enlarging, (h, w) → (2h, 2w): each pixel becomes 2×2, a little too weak."""
    return 0.7 * np.kron(small, np.ones((2, 2)))


def corrected(picture, times, small=SMALL, sign=1, again=True):
    """The right answer; `sign` −1 and `again` False (the first difference is added each time) make known mistakes."""
    first = small - shrink_unevenly(picture)
    for _ in range(times):
        difference = small - shrink_unevenly(picture) if again else first
        picture = picture + sign * enlarge_evenly(difference)
    return picture


@check(
    "Exercise · consistent",
    "One correction: `difference = small - shrink(picture)`, then `picture = picture + enlarge(difference)`.",
    "Put these two lines into `for _ in range(times):` and return the picture after the loop.",
)
def consistent(answer):
    loop = "`for _ in range(times):` around the correction; the difference is computed anew in each round."
    got = call(answer, PICTURE, SMALL, shrink_unevenly, enlarge_evenly, 1)
    small_too_large = enlarge_evenly(SMALL)
    expect_equal(
        "one correction of a picture of 4×4 pixels",
        got,
        corrected(PICTURE, 1),
        "The difference is small: enlarge it before you add it. The result is as large as the picture.",
        "`picture + enlarge(small - shrink(picture))`",
        mistakes=[
            (corrected(PICTURE, 1, sign=-1), "The sign: where the picture shrinks to too little, it must get more."),
            (PICTURE, "The picture came back as it was. Return the corrected one."),
            (
                PICTURE + small_too_large - PICTURE.mean(),
                "Compare the small picture with `shrink(picture)`, pixel by pixel.",
            ),
            (PICTURE + small_too_large, "Add the difference, not the small picture: subtract what it shrinks to."),
            (small_too_large, "This is the small picture enlarged: what the U added is lost. Correct `picture`."),
            (enlarge_evenly(SMALL - shrink_unevenly(PICTURE)), "This is the correction. Add it to the picture."),
            (shrink_unevenly(corrected(PICTURE, 1)), "This is the shrunk result. Return the large picture."),
            (np.clip(corrected(PICTURE, 1), 0, 1), "You clipped to [0, 1]. The exercise asks for no clipping."),
            (corrected(PICTURE, 2), "This is one correction too many: `range(times)` goes from 0 to times − 1."),
        ],
    )
    expect_equal(
        "three corrections",
        call(answer, PICTURE, SMALL, shrink_unevenly, enlarge_evenly, 3),
        corrected(PICTURE, 3),
        "One correction is right. Is it done `times` times, each time from the picture of now?",
        loop,
        mistakes=[
            (corrected(PICTURE, 1), "This is one correction only. Is the `return` inside the loop, or is there none?"),
            (
                corrected(PICTURE, 3, again=False),
                "You added the first difference three times. After a correction, shrink the *new* picture.",
            ),
            (corrected(PICTURE, 2), "One correction is missing: `range(times)` has `times` rounds, from 0 on."),
        ],
    )
    expect_equal(
        "0 times",
        call(answer, PICTURE, SMALL, shrink_unevenly, enlarge_evenly, 0),
        PICTURE,
        "With `times` 0 nothing is corrected, and the picture comes back as it is. `range(0)` has no round.",
    )
    given, small = PICTURE.copy(), SMALL.copy()
    call(lambda: answer(given, small, shrink_unevenly, enlarge_evenly, 2))
    expect(
        same(given, PICTURE) and same(small, SMALL),
        "an array that you were given has changed",
        "`picture += …` writes into the caller's array. `picture = picture + …` makes a new one.",
    )
    wide = np.arange(24).reshape(4, 6) / 30
    expect_equal(
        "a picture of 4×6 pixels",
        call(answer, wide, wide[::2, ::2] + 0.1, shrink_unevenly, enlarge_evenly, 2),
        corrected(wide, 2, wide[::2, ::2] + 0.1),
        "Height and width may differ: let nothing hang on the size.",
    )
