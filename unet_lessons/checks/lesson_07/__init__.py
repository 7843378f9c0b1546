"""Checks for the practice of lesson 07: the loss, the data of a training, and a training on three images."""

from ...training import standardise
from ..results import question
from .data import gap_weights, standardise_each, turn_and_flip
from .loss import last_layer, soft_dice_loss
from .train import TARGET, best_threshold, kept, three_annotated, train, unseen

__all__ = ["gap_weights", "last_layer", "soft_dice_loss", "standardise_each", "train", "turn_and_flip"]
__all__ += ["TARGET", "best_threshold", "kept", "standardise", "three_annotated", "unseen"]  # what the notebook uses

question_1 = question(
    "Question 1",
    "c",
    a="It does well on the validation images, so it has learnt. Ask what differs between them and the new image.",
    b="No threshold helps where the probabilities themselves are poor. Look at what the network is given.",
    c="Yes. It knows images of mean 0 and standard deviation 1. Prepare each new image as those of the training.",
)
question_2 = question(
    "Question 2",
    "b",
    a="0.98 looks like success, but it has not moved since the first epoch, and 98 of 100 pixels are background.",
    b="Yes. All background is right for 98 of 100 pixels, from the first epoch on. Dice would be 0.",
    c="Maybe, but accuracy does not show it. A Dice much higher on training than on validation images would.",
)
question_3 = question(
    "Question 3",
    "a",
    a="Yes. In the lesson, two to four images with augmentation were enough for cells that look alike. Then measure.",
    b="Many images are for objects that look different. Here, start small, measure, annotate more if you need to.",
    c="Augmentation bends what is there. One image may lack what others show: the lesson's seeds reach 0.81 to 0.95.",
)
question_4 = question(
    "Question 4",
    "c",
    a="Dice is not needed for that: sigmoid keeps each number between 0 and 1, whatever the loss.",
    b="Soft Dice works with probabilities, so the network still gives probabilities. You still need a threshold.",
    c="Yes. A mean over all pixels is dominated by background; Dice looks at the object's pixels, however few.",
)
question_5 = question(
    "Question 5",
    "b",
    a="The network was not trained on either, but your choice was made with one of them. That is a kind of learning.",
    b="Yes. The best of thirty is partly luck on these very images, and that luck does not carry over.",
    c="Then you choose with the test images, too, and no images are left that played no part in a choice.",
)
