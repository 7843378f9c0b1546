"""Exercise 5 · segment: discs under uneven light, and a mask of them."""

import numpy as np
from skimage.filters import gaussian

from ..results import check
from ..vocabulary import call, dice_of, expect, expect_labels, expect_shape
from .masks import UNKNOWN


def uneven_discs(seed, height=96, width=96):
    """An image (height, width) in [0, 1] with bright discs under uneven light, and its mask of 0 and 1."""
    rng = np.random.default_rng(seed)
    rows, columns = np.mgrid[:height, :width]
    truth = np.zeros((height, width), int)
    for row in range(18, height - 17, 30):
        for column in range(18, width - 17, 30):
            middle = np.array([row, column]) + rng.integers(-4, 5, 2)
            truth |= np.hypot(rows - middle[0], columns - middle[1]) < rng.uniform(7, 10)
    angle = rng.uniform(0, 2 * np.pi)
    light = 0.5 + 0.3 * (np.cos(angle) * (2 * rows / height - 1) + np.sin(angle) * (2 * columns / width - 1))
    return np.clip(light + 0.2 * truth - 0.1 + rng.normal(0, 0.02, (height, width)), 0, 1), truth


def is_above_blurred(found, image):
    """Whether a mask is `image > gaussian(image, sigma)`, for a whole sigma from 1 to 30."""
    return any(np.mean(found == (image > gaussian(image, sigma))) > 0.995 for sigma in range(1, 31))


@check(
    "5 · segment",
    "Compare each pixel with the mean of a block around it, not with one threshold for all.",
    "`threshold_local(image, 41, method='mean')` from `skimage.filters` gives such means.",
    seconds=60,
)
def segment(answer):
    hints = (
        "Look where it is wrong: `show_images([truth, segment(image)])`, `plt.show()`. Specks in the background: ask"
        " for a little more than the mean. All of the bright side: take a smaller block. Holes in discs: a larger one.",
        "`threshold_local(image, 41, method='mean')` is the mean around each pixel. The block must be wide enough"
        " to hold disc and background, but not so wide that it holds the bright and the dark side.",
        "Plain background lies around its own mean, so ask for more: `offset=-0.03`, or `image - blurred > 0.03`.",
    )
    middle = "A block has a pixel in its middle, so its size must be odd: 41, not 40."
    sides = "It works for 96×96 pixels. Is a height or a width written into your code? `image.shape` has both."
    errors = UNKNOWN, ("must be odd", middle), ("broadcast", sides), ("index", sides), ("reshape", sides)
    before = None
    for seed, height, width in ((0, 96, 96), (1, 96, 96), (2, 96, 96), (1, 127, 96), (0, 96, 157)):
        image, truth = uneven_discs(seed, height, width)
        image = image.astype("float32" if width > 96 else float)
        got = call(answer, image, errors=errors)
        own = sides if (height, width) != (96, 96) else "Return one label for each pixel, (96, 96)."
        mask = expect_shape("the mask", got, truth.shape, own)
        numbers = "Your answer holds other numbers. A comparison, such as `image > something`, gives a mask."
        expect_labels("a mask of 0 and 1 is needed", mask, (0, 1), numbers)
        disc, found = truth == 1, mask == 1
        score, inverted = dice_of(disc, found), dice_of(disc, ~found)
        first = []
        if found.all() or not found.any():
            first = [
                "All pixels have the same label. The image goes from 0 to 1; the lesson's offset, 10, is for 0 to 255."
            ]
        elif found.shape == found.T.shape and dice_of(disc, found.T) >= 0.9:
            first = ["Rows and columns have changed places: does a `.T` or a loop swap them?"]
        elif before is not None and np.array_equal(found, before):
            first = ["This is the mask of the image before. Does your function use the `image` that it is given?"]
        elif inverted > score and inverted > 0.5:
            first = ["Your mask is inverted: the discs are the brighter part. Swap `<` and `>`."]
        elif image[found].min() > image[~found].max():
            first = ["One threshold for all pixels cannot do it: the light is uneven. Compare with the pixels around."]
        elif score < 0.9 and is_above_blurred(found, image):
            first = [
                "With a blurred copy: ask for more than 0, such as 0.03. If it is not enough, choose another sigma."
            ]
        wrong = (
            f"disc pixels missed: {np.sum(disc & ~found)}; background pixels taken for disc: {np.sum(found & ~disc)}"
        )
        size = "" if (height, width) == (96, 96) else f", {height}, {width}"
        what, got = f"Dice on check.uneven_discs({seed}{size})", f"{np.floor(score * 1000) / 1000:.3f}: {wrong}"
        expect(score >= 0.9, what, *first, *hints, expected="0.900 or more", got=got)
        before = found
