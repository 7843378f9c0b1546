"""The check of B2: an enlarged image is corrected until it shrinks to the small one."""

import numpy as np

from .results import check
from .vocabulary import call, expect_equal

SMALL = np.array([[0.2, 0.9], [0.6, 0.4]])
IMAGE = np.arange(16).reshape(4, 4) / 20 + np.eye(4) / 2


def shrink_unevenly(image):
    """A stand-in for shrinking, (h, w) → (h/2, w/2): of each 2×2 pixels, the upper left one counts most."""
    return 0.4 * image[::2, ::2] + 0.2 * (image[1::2, ::2] + image[::2, 1::2] + image[1::2, 1::2])


def enlarge_evenly(small):
    """A stand-in for enlarging, (h, w) → (2h, 2w): each pixel becomes 2×2, a little too weak."""
    return 0.7 * np.kron(small, np.ones((2, 2)))


def corrected(image, times, small=SMALL, sign=1, again=True):
    """The right answer; `sign` −1 and `again` False (the first difference is added each time) make known mistakes."""
    first = small - shrink_unevenly(image)
    for _ in range(times):
        difference = small - shrink_unevenly(image) if again else first
        image = image + sign * enlarge_evenly(difference)
    return image


WRITES = (
    "has changed its input",
    "`image += …` writes into the caller's array. `image = image + …` makes a new one.",
)


@check(
    "Exercise · consistent",
    "One correction: `difference = small - shrink(image)`, then `image = image + enlarge(difference)`.",
    "Put these two lines into `for _ in range(times):` and return the image after the loop.",
)
def consistent(answer):
    def get(times, image=IMAGE, small=SMALL):
        return call(answer, image, small, shrink_unevenly, enlarge_evenly, times, errors=[WRITES])

    too_large, change = enlarge_evenly(SMALL), enlarge_evenly(SMALL - shrink_unevenly(IMAGE))
    mistakes = [
        (
            corrected(IMAGE, 1, sign=-1),
            "The sign is wrong: where the shrunk image is too dark, the image must become brighter.",
        ),
        (IMAGE, "The image came back as it was. Return the corrected one."),
        (IMAGE + too_large - IMAGE.mean(), "Compare the small image with `shrink(image)`, pixel by pixel."),
        (IMAGE + too_large, "Add the difference, not the small image: subtract what it shrinks to."),
        (too_large, "This is the small image enlarged: what the U added is lost. Correct `image`."),
        (change, "This is the correction. Add it to the image."),
        (shrink_unevenly(corrected(IMAGE, 1)), "This is the shrunk result. Return the large image."),
        (np.clip(corrected(IMAGE, 1), 0, 1), "You clipped to [0, 1]. The exercise asks for no clipping."),
        (corrected(IMAGE, 2), "This is one correction too many: `range(times)` goes from 0 to times − 1."),
        (corrected(IMAGE, 3), "One correction was asked for, and three were made. Is a 3 written into your code?"),
        (IMAGE + change / 2, "Only half of the correction was added. Add all of it."),
        (corrected(IMAGE, 1).astype("uint8"), "The fractions are cut off. The image holds floats."),
    ]
    enlarge = (
        "Step by step: shrink the image, subtract that from the small one, enlarge the difference, add it to the image."
    )
    formula, what = "`image + enlarge(small - shrink(image))`", "one correction of an image of 4×4 pixels"
    expect_equal(what, get(1), corrected(IMAGE, 1), enlarge, formula, mistakes=mistakes)
    same_one = "You added the first difference three times. After a correction, shrink the *new* image."
    mistakes = [
        (corrected(IMAGE, 1), "This is one correction only. Is the `return` inside the loop, or is there none?"),
        (corrected(IMAGE, 3, again=False), same_one),
        (np.clip(corrected(IMAGE, 3), 0, 1), "You clipped to [0, 1]. The exercise asks for no clipping."),
        (corrected(IMAGE, 2), "One correction is missing: `range(times)` makes `times` passes, from 0 on."),
    ]
    times = "One correction is right. Is it done `times` times, each time on the current image?"
    loop = "`for _ in range(times):` around the correction; the difference is computed anew in each pass."
    expect_equal("three corrections", get(3), corrected(IMAGE, 3), times, loop, mistakes=mistakes)
    none = "With `times` 0 nothing is corrected, and the image comes back as it is. `range(0)` makes no pass."
    expect_equal("0 times", get(0), IMAGE, none)
    wide = np.arange(24).reshape(4, 6) / 30
    small = wide[::2, ::2] + 0.1
    size = "Height and width may differ: is a size written into your code?"
    early = (
        "The image came back as it was, though a little is missing. Correct it `times` times, however little that is."
    )
    got = get(2, wide, small)
    expect_equal("an image of 4×6 pixels", got, corrected(wide, 2, small), size, mistakes=[(wide, early)])
    rng = np.random.default_rng(0)
    rounds = "Is a number of corrections written into your code? `times` may be any number from 0 on."
    unclipped = "The numbers go from -30 to 40 here, and the answer is not clipped: leave them as they are."
    other = "The small image may be a half, a third or a quarter as large: leave that to `shrink` and `enlarge`."
    for (height, width), factor, times, kind in (
        ((2, 2), 2, 9, "float64"),
        ((10, 4), 2, 5, "float32"),
        ((6, 15), 3, 2, "float64"),
        ((4, 12), 4, 1, "float32"),
        ((8, 6), 2, 40, "float64"),
        ((4, 4), 2, 2, "float64"),
    ):
        image = rng.uniform(-30, 40, (height, width)).astype(kind)
        small = rng.uniform(-30, 40, (height // factor, width // factor))

        def shrink(image, factor=factor):
            return 0.6 * image[::factor, ::factor] + 0.4 * image[factor - 1 :: factor, ::factor]

        def enlarge(small, factor=factor, share=0.02 if times == 40 else 0.7):
            return share * np.kron(small, np.ones((factor, factor)))

        right = image
        for _ in range(times):
            right = right + enlarge(small - shrink(right))
        errors = [WRITES, ("could not be broadcast", other)]
        got = call(answer, image, small, shrink, enlarge, times, errors=errors)
        what = f"an image of {height}×{width} of {kind}, {factor} times as large as the small one, {times} corrections"
        hints, clipped = (rounds, other) if factor == 2 else (other, rounds), []
        for most in (1, 2, 5, 10, 255):
            clipped += [(np.clip(right, low, most), unclipped) for low in (0, -most)]
        expect_equal(what, got, right, *hints, mistakes=clipped, tolerance=1e-3)
