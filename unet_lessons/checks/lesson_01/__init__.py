"""Checks for the practice of lessons 01, 01b: masks, labels, thresholds and scores."""

from ..results import question
from .masks import enlarge, to_labels
from .scores import best_threshold, dice_per_class, threshold_of_best_dice
from .segment import segment, uneven_discs

__all__ = [
    "best_threshold",
    "dice_per_class",
    "enlarge",
    "segment",
    "threshold_of_best_dice",
    "to_labels",
    "uneven_discs",
]

question_1 = question(
    "Question 1",
    "b",
    a="Nothing is lost as long as the numbers are there: `np.unique` tells. Look before you label again.",
    b="Yes. 0 and 1 on a scale to 255 are both black to the eye. `np.unique(mask)` shows that the labels are there.",
    c="Perhaps, but the screen cannot tell you: `np.unique(mask)` can. If it says 0 and 1, the labels are there.",
)
question_2 = question(
    "Question 2",
    "c",
    a="0.97 sounds high, but the mask that is all background reaches 0.97 here as well.",
    b="It is computed correctly, as the share of right pixels. That share may be high and still say little.",
    c="Yes. With 3 % of the pixels in the object, calling everything background is right for 97 % of the pixels.",
)
question_3 = question(
    "Question 3",
    "a",
    a="Yes. Dice = 2·IoU / (1 + IoU) = 1.6 / 1.8, about 0.89, and that is more than 0.85.",
    b="0.85 looks larger than 0.80, but one is Dice and the other IoU. Turn the IoU into a Dice first.",
    c="They can be compared, once both are of one kind: Dice = 2·IoU / (1 + IoU), for one pair of masks.",
)
question_4 = question(
    "Question 4",
    "b",
    a="Bilinear gives a mean of neighbouring labels: between 0 and 2 lies 1, a class that nobody drew.",
    b="Yes. A new pixel copies the nearest label, so no label can appear that was not there.",
    c="Rounding gives whole numbers, but 1 between 0 and 2 is whole, and still a class that nobody drew.",
)
