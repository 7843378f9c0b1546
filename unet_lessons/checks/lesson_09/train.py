"""Exercise 5 · train: a model from images that are labelled in part."""

import numpy as np

from ...data.cells import make_cells
from ...images import IGNORE
from ...thresholds import threshold_dice
from ...training import standardise
from ..results import check
from ..vocabulary import array_of, call, dice_of, expect, expect_labels, expect_shape

GOOD = 0.82  # the Dice that exercise 5 asks for
last = {}  # the masks of the new images that the last answer to exercise 5 gave


def drawn(seed):
    """24 synthetic images (24, 96, 96, 1) of float32 in [0, 1], and their masks (24, 96, 96) of 0 and 1."""
    images, labels = make_cells(24, 96, seed, difficulty=0.6)
    return images, (labels > 0).astype(np.uint8)


def partly_labelled(seed=0):
    """16 images (16, 96, 96, 1) in [0, 1], and their masks (16, 96, 96) of 0, 1, and 255 where nobody labelled."""
    images, masks = (part[:16] for part in drawn(seed))
    masks[:, :, 36:] = IGNORE
    return images, masks


def new_images(seed=0):
    """8 other images (8, 96, 96, 1) in [0, 1], and their masks (8, 96, 96) of 0 and 1."""
    images, masks = drawn(seed)
    return images[16:], masks[16:]


def threshold_score(seed=0):
    """The Dice on the new images of the threshold that is best on the labelled pixels."""
    train, test = (list(zip(*pairs, strict=True)) for pairs in (partly_labelled(seed), new_images(seed)))
    return threshold_dice(train, test, 2)[1]


def known_dice(truth, mask):
    """Dice of all masks together over the pixels that are known."""
    return dice_of((truth == 1), (mask == 1) & (truth != IGNORE))


@check(
    "5 · train",
    "Four steps: weights (0 where the mask is 255), masks with another number there, `compile`, `fit`.",
    "`model.fit(standardise(images), labels, sample_weight=weights, batch_size=4, epochs=60, verbose=0)`.",
    seconds=180,
)
def train(answer):
    images, masks = partly_labelled()
    new, truth = new_images()
    predict = call(answer, images, masks)
    wrap = "Define it inside: `def predict(new): …`, and `return predict`. It prepares, predicts and compares with 0.5."
    expect(callable(predict), "train must return a function", wrap, expected="a function", got=predict)

    def mask_of(some):
        hint = "The last axis holds probabilities, and a mask has none: `model.predict(…)[..., 0] > 0.5`."
        got = array_of("the masks of new images", call(predict, some))
        if got.ndim < 4:
            hint = "Return a mask for each image that your function is given, as high and as wide as the image."
        mask = expect_shape("the masks of new images", got, some.shape[:3], hint, wrap)
        odd = mask[~np.isin(mask, (0, 1))]
        hint = "These are probabilities (or no labels at all): compare with 0.5, `> 0.5`."
        if odd.size and (odd == odd.round()).all():
            hint = "Other labels than 0 and 1: is “don't know” a class of your model? Give it weight 0 instead."
        expect_labels("masks of 0 and 1 are needed", mask, (0, 1), hint, wrap)
        return mask == 1

    mask = mask_of(new)
    score, share = known_dice(truth, mask), mask.mean() / (truth == 1).mean()
    if score >= GOOD:
        last["mask"] = mask
        return
    own_mask, whole = mask_of(images), drawn(0)[1][:16] == 1
    own = known_dice(masks, own_mask)
    strip, beside = ((own_mask & where)[whole].sum() / (whole & where).sum() for where in (masks < 2, masks > 1))
    hint = f"Dice {own:.2f} on the pixels it was trained on: it learnt those. Train on mirrored copies, too."
    if mask.any() and not mask.all() and new[..., 0][~mask].max() <= new[..., 0][mask].min():
        hint = "This is one threshold for all pixels, and that cannot do it here. Train a U-Net."
    elif known_dice(truth, mask_of(standardise(new))) > score + 0.2:
        hint = "With standardised images it is much better: prepare new images as you prepared those for training."
    elif known_dice(truth, ~mask) > max(score, 0.5):
        hint = "Your masks are inverted: object and background are exchanged."
    elif strip > beside + 0.15:
        hint = f"On the images for training, you find {strip:.0%} of the cells where masks are labelled, {beside:.0%}"
        hint += " elsewhere. Was 255 trained as background, as `masks == 1` does? Give such pixels weight 0."
    elif share > 2:
        hint = (
            "Far too many pixels are object. Was 255 trained as object, as `masks > 0` does? Give such pixels weight 0."
        )
    elif share < 0.6:
        hint = "Far too few pixels are object. Was 255 trained as background, as `masks == 1` does? Or too few steps?"
    elif own < GOOD:
        hint = f"Dice {own:.2f} on the pixels it was trained on: it has not learnt yet. Take more steps, 200 or so."
    fit = "`weights = (masks != 255).astype('float32')` goes into `fit` as `sample_weight=weights`."
    model = (
        "`unet_model((96, 96, 1), 1, base_filters=8, depth=2, padding='same')`, Adam with 0.005, 60 epochs of 4 steps."
    )
    expect(score >= GOOD, "Dice on 8 new images", hint, fit, model, expected=f"{GOOD} or more", got=f"{score:.2f}")
