"""Checks for the practice of lesson 05: crops, concatenation, and the way of a skip connection."""

from ..results import question
from .crops import crop_centre, labels_for
from .skips import mended_level, split_by_channels, split_conv
from .through import little_u, pass_through

__all__ = ["crop_centre", "labels_for", "little_u", "mended_level", "pass_through", "split_by_channels", "split_conv"]

question_1 = question(
    "Question 1",
    "c",
    a="In the middle, resizing does the least harm: features are off by less than half a pixel there.",
    b="It is worse than a blur: near an edge, one pixel of the two maps shows two different positions of the image.",
    c="Yes. Towards the edges the shift grows to nearly half of the difference in size. In the middle it cannot be"
    " seen.",
)
question_2 = question(
    "Question 2",
    "a",
    a="Yes. The labels must lie over the pixels that are predicted, and these are the central ones. So crop.",
    b="True, no label is invented. But the labels of the border are squeezed in, so nearly all labels lie elsewhere.",
    c="The border would count in the loss, and the network predicts nothing there.",
    d="The output would fit, but this is another network, with zeros around its maps. Cropping the labels is enough.",
)
question_3 = question(
    "Question 3",
    "b",
    a="That would be so for adding. Here each part of the kernel has learnt to read one map, and now it gets the"
    " other.",
    b="Yes. All shapes fit, as both maps have equally many channels, and each part of the kernel reads the wrong map.",
    c="A message would come if a shape did not fit. But both maps have equally many channels, so every shape fits.",
)
question_4 = question(
    "Question 4",
    "d",
    a="No resizing brings back what pooling threw away: it only repeats or mixes the numbers that were kept.",
    b="Without any skip, the lesson's network is far behind. So the pooled skip is used, and it is worth a lot.",
    c="The lesson measured it with same padding only. With valid padding the shift comes on top of the pooling.",
    d="Yes, it can: after one pooling there are still more numbers than pixels, and nothing was misplaced. The lesson"
    " has not shown that this is the reason; with fewer channels you could test it.",
)
