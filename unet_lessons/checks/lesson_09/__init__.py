"""Checks for the practice of lesson 09: pairs, colours, an honest split, pixels that do not count, a training."""

from ..results import question
from .labels import known_loss, labels_of_colours, loss_of_known
from .names import pair_names, split_names
from .train import last, new_images, partly_labelled, threshold_score, train

__all__ = ["known_loss", "labels_of_colours", "last", "loss_of_known", "new_images", "pair_names", "partly_labelled"]
__all__ += ["split_names", "threshold_score", "train"]

question_1 = question(
    "Question 1",
    "b",
    a="More steps do not help: it learns what it is shown, and it is shown hardly any object. Look at what is fed in.",
    b="Yes. 1 / 255 is 0.004, nearly background. Divide masks of 0 and 255 only; look at the array that `fit` gets.",
    c="That happens to masks shown on a screen. Here the probabilities themselves are near 0, before they are shown.",
)
question_2 = question(
    "Question 2",
    "c",
    a="This loss wants one-hot masks: with whole numbers the shapes differ, and Keras stops.",
    b="Then the model learns “don't know” as if it were a thing to be found, and predicts it on new images.",
    c="Yes. Whole numbers need the sparse loss, and a weight of 0 takes those pixels out of it.",
)
question_3 = question(
    "Question 3",
    "a",
    a="Yes. Between 0 and 2 lies 1. Turn masks with nearest neighbour, just as you resize them.",
    b="Turning moves pixels and makes no labels, if each pixel copies the nearest one. The angle is not to blame.",
    c="A label being in the list does not make it right: class 1 now lies where nobody drew it.",
)
question_4 = question(
    "Question 4",
    "b",
    a="More images help a model that learns its own images and fails on others. This one does not learn its own.",
    b="Yes. Four images can be memorised. If not, something is broken: pairs, scale, loss, learning rate.",
    c="Augmentation makes memorising harder. It helps against the opposite problem.",
)
question_5 = question(
    "Question 5",
    "c",
    a="`zip` stops at the end of the shorter list and says nothing, unless you write `strict=True`.",
    b="Only if the missing one is the last. From the gap on, each image gets the mask of the next.",
    c="Yes. From the gap on, each image has its neighbour's mask. Pair by name, never by position.",
)
