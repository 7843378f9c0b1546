"""Checks for the practice of lesson 06: sizes, parameters, the last layer, a broken U, and the input that is needed."""

from ..results import question
from .building import last_layer, mended_unet
from .counting import input_for, output_size, parameters_of, unet_parameters

__all__ = ["input_for", "last_layer", "mended_unet", "output_size", "parameters_of", "unet_parameters"]

question_1 = question(
    "Question 1",
    "b",
    a="A crop that is too large would shrink the skip, but the two maps would then not fit and nothing would be built.",
    b="Yes. Each 3×3 convolution with valid padding takes 2 pixels,"
    " and a pixel below four poolings stands for 16 of the image.",
    c="Each pooled map was even here, or the U would not fit. So pooling has dropped no row and no column.",
)
question_2 = question(
    "Question 2",
    "c",
    a="The shapes agree then, but the labels lie elsewhere: the answer is not a small copy of the image.",
    b="To show the answer, yes. For the loss, 92 pixels of background would be invented on each side,"
    " and count as right or wrong.",
    c="Yes. The answer is for the middle of the image, so its truth is the middle of the mask.",
)
question_3 = question(
    "Question 3",
    "a",
    a="Yes. 240 = 15 · 16 and 320 = 20 · 16: both can be halved four times, and need not be alike.",
    b="188 fits with valid padding. With same padding, 188 → 94 → 47, and 47 cannot be halved.",
    c="A convolution takes any size, that is true. But 125 pooled is 62, doubled 124, and the skip has 125.",
    d="Height and width are each halved by themselves, so an image need not be square. And 16 must divide both.",
)
question_4 = question(
    "Question 4",
    "b",
    a="A softmax makes classes share one whole: more forest would mean less shadow. Here a pixel can be both.",
    b="Yes. Each sigmoid answers a question of its own, yes or no, and both may be yes. That is just what is meant.",
    c="One channel holds one number for each pixel: the answer to one question, and here there are two.",
)
