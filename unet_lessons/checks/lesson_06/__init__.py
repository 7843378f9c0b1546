"""Checks for the practice of lesson 06: sizes, parameters, the last layer, a broken U, and the input that is needed."""

from ..results import question
from .building import last_layer, mended_unet
from .counting import input_for, output_size, parameters_of, unet_parameters

__all__ = ["input_for", "last_layer", "mended_unet", "output_size", "parameters_of", "unet_parameters"]

question_1 = question(
    "Question 1",
    "b",
    a="If a crop were too large, the skip would be too small for the other map, and the network could not be built.",
    b="Yes. Each 3×3 convolution with valid padding takes 2 pixels, and after four poolings, along one side, a pixel"
    " stands for 16 of the image.",
    c="Each pooled map was even here, or the U would not fit. So pooling has dropped no row and no column.",
)
question_2 = question(
    "Question 2",
    "c",
    a="The shapes agree then, but the labels lie elsewhere: the output shows the middle of the image, not a small"
    " copy of it.",
    b="To show the output, yes. In the loss, 92 invented pixels of background on each side would count as right or"
    " wrong.",
    c="Yes. The output is for the middle of the image, so its ground truth is the middle of the mask.",
)
question_3 = question(
    "Question 3",
    "a",
    a="Yes. 240 = 15 · 16 and 320 = 20 · 16: both can be halved four times, and they need not be equal.",
    b="188 fits with valid padding. With same padding, 188 → 94 → 47, and 47 cannot be halved.",
    c="A convolution does take any size. But 125 pixels pooled are 62, doubled 124, and the skip has 125.",
    d="Height and width are each halved by themselves, so an image need not be square. And 16 must divide both.",
)
question_4 = question(
    "Question 4",
    "b",
    a="The probabilities of a softmax add up to 1: more forest would mean less shadow. Here a pixel can be both.",
    b="Yes. Each sigmoid answers a question of its own, yes or no, and both may be yes. That is what is needed here.",
    c="One channel holds one number for each pixel: the answer to one question, and here there are two.",
)
