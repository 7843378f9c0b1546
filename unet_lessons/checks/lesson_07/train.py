"""Check of exercise 6: a training on three images, measured on 20 others."""

from functools import cache, partial

import numpy as np

from ...backend import keras
from ...data.cells import make_cells
from ...metrics import dice
from ...training import standardise
from ..networks import expect_model
from ..results import check
from ..vocabulary import NotYet, call, expect_finite, expect_probabilities, expect_shape

TARGET = 0.89
kept = {}  # the model that passed exercise 6


@cache
def annotated(count, seed):
    """Images (count, 96, 96, 1) in [0, 1] and their masks of 0 and 1, of the same shape, float32."""
    images, labels = make_cells(count, size=96, seed=seed)
    return images, (labels > 0)[..., None].astype("float32")


three_annotated = partial(annotated, 3, 2)  # for the training
unseen = partial(annotated, 20, 1002)


def mean_dice(masks, predicted, threshold=0.5):
    """The mean Dice of a batch of masks."""
    return float(np.mean(dice(masks, predicted, threshold)))


@cache
def best_threshold():
    """The threshold with the highest mean Dice on the unseen images themselves, and that Dice."""
    images, masks = unseen()
    scores = {threshold: mean_dice(masks, images, threshold) for threshold in np.linspace(0, 1, 101)}
    return max(scores.items(), key=lambda item: item[1])


@check(
    "6 · train",
    "`model = unet_model((96, 96, 1), 1, base_filters=8, depth=3, padding='same')`, compile, fit, return the model.",
    "`model.fit(batches(x, masks, augmented=True), steps_per_epoch=250, verbose=0)`, x standardised.",
    seconds=150,
)
def train(answer):
    keras.utils.set_random_seed(0)
    model = expect_model(
        call(answer, *three_annotated()),
        "`fit` gives a history. Return the model itself: `return model`.",
        "Your function ends with `return model`, after `model.fit(…)`.",
    )
    images, masks = unseen()
    p = expect_shape(
        "what your model says to 20 images",
        call(model.predict_on_batch, standardise(images)),
        masks.shape,
        "One probability for each pixel of the image: one channel, and the size is kept.",
        "`unet_model((96, 96, 1), 1, base_filters=8, depth=3, padding='same')`",
    )
    expect_finite(
        "your model says NaN",
        p.sum(),
        "Did a loss of your own divide by 0, or was an image flat? NaN spreads to all weights.",
        "Try `binary_crossentropy` and Adam with a learning rate of 0.003.",
    )
    expect_probabilities(
        "probabilities are needed",
        p,
        "These numbers are not between 0 and 1: the last layer needs a sigmoid.",
        "`unet_model` has it by itself, with one class; leave `activation` out.",
    )
    score = mean_dice(masks, p)
    if score < TARGET:
        raise NotYet(
            f"Dice on 20 unseen images (the best threshold: {best_threshold()[1]:.2f})",
            *hints_on_training(model, masks, p, score),
            expected=f"{TARGET} or more",
            got=f"{score:.2f}",
        )
    kept["model"] = model


def hints_on_training(model, masks, p, score):
    """What a teacher would look at, if the Dice on unseen images is too low."""
    recipe = "Adam(3e-3, clipnorm=1.0), `binary_crossentropy`, `batches(…, augmented=True)`, 250 steps."
    if np.ptp(p) < 1e-3:
        first = (
            "Your model gives the same number to every pixel. Is its end a softmax over one channel? Take a sigmoid."
        )
        return first, recipe
    if mean_dice(masks, 1 - p) > max(score, 0.6):
        return "The mask is inverted: cells come out as 0. Did you train on `1 - masks`, or swap the classes?", recipe
    if mean_dice(masks, model.predict_on_batch(unseen()[0])) > max(score, 0.6):
        first = "Your model does better on images that are not standardised: train it on standardised ones."
        return first, "`x = standardise(images)`, and train on x."
    images, own_masks = three_annotated()
    own = mean_dice(own_masks, model.predict_on_batch(standardise(images)))
    if own < 0.85:
        first = f"It has not even learnt its own three images (Dice {own:.2f}). Is `fit` called, with enough steps?"
        return first, "Look at the loss with `verbose=2`. If it does not fall, change the learning rate.", recipe
    first = f"Dice {own:.2f} on its own three images, and much less on others: memorised. Make new images."
    return first, "`augmented=True` in `batches`, or your own `turn_and_flip`, and some more steps.", recipe
