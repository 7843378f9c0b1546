"""Checks for the practice of lesson 05: crops, concatenation, and the way of a skip connection."""

from ..results import question
from .crops import crop_centre, labels_for
from .skips import little_u, mended_level, pass_through, split_by_channels, split_conv

__all__ = ["crop_centre", "labels_for", "little_u", "mended_level", "pass_through", "split_by_channels", "split_conv"]

question_1 = question(
    "Question 1",
    "c",
    a="The middle is the one place where stretching does no harm. What is off there is less than half a pixel.",
    b="It is worse than a blur: near an edge, the two maps show different places of the image in one pixel.",
    c="Yes. Towards the edges the shift grows to nearly half of the difference in size, and the middle hides it.",
)
question_2 = question(
    "Question 2",
    "a",
    a="Yes. The labels must lie over the pixels that were predicted, and these are the central ones. So crop.",
    b="No label is invented, that is so. But the border's labels are squeezed in, and nearly all lie elsewhere.",
    c="The network would learn a border that it never sees: with valid padding it gives no answer there.",
    d="The output would fit, but this is another network, with zeros at the border. The labels need no such change.",
)
question_3 = question(
    "Question 3",
    "b",
    a="That is so for adding. Here each part of the kernel has learnt to read one map, and it now gets the other.",
    b="Yes. All shapes fit, as both maps have equally many channels, and each part of the kernel reads the wrong map.",
    c="A message would come if a shape did not fit. But both maps have equally many channels, so every shape fits.",
)
question_4 = question(
    "Question 4",
    "d",
    a="What pooling threw away, no resizing brings back: it only repeats or mixes the numbers that were kept.",
    b="Without any skip the lesson's network is far behind. So the pooled skip is used, and it is worth a lot.",
    c="The lesson measured it with same padding only. With valid padding the shift comes on top of the pooling.",
    d="Yes, it can: after one pooling there are still more numbers than pixels, and nothing was misplaced. The lesson"
    " has not shown that this is the reason; with fewer channels you could test it.",
)
