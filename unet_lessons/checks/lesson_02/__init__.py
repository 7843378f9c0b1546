"""Checks for the practice of lessons 02, 02b: stride, parameters, pooling, receptive field, a filter for a pattern."""

from ..results import question
from .counting import count_parameters, receptive_field
from .filter_for import filter_for, shapes
from .windows import max_pool, slide_by, slide_kernel

__all__ = ["count_parameters", "filter_for", "max_pool", "receptive_field", "shapes", "slide_by", "slide_kernel"]

question_1 = question(
    "Question 1",
    "b",
    a="Three channels times eight filters would be 24 maps, but a filter adds up what it finds in its channels.",
    b="Yes. Each filter looks at all three channels and adds up: one filter gives one map.",
    c="The channels that come in are not passed on: as many maps come out as there are filters.",
)
question_2 = question(
    "Question 2",
    "c",
    a="Zeros look neutral, but they are a value like any other: black, where the image may be bright.",
    b="The kernels stay the same, and so do their weights. Only the map that they slide over is larger.",
    c="Yes. The step from the zeros to the image looks like an edge. Valid padding loses the border instead.",
)
question_3 = question(
    "Question 3",
    "a",
    a="Yes. The jump doubles with each pool, so one more level about doubles what a number sees.",
    b="More filters look for more things, but each sees only as far as before: the windows have the same size.",
    c="Padding changes what happens at the border, and how large the map is. It does not change how far a number sees.",
    d="A larger image has more numbers at the bottom, but each of them sees as many pixels as before.",
)
question_4 = question(
    "Question 4",
    "c",
    a="That is often said, but the blocks stay where they are: after a move by one pixel, other pixels share a block.",
    b="That is true after the convolution. The pooled map has a step of two pixels and cannot move by half a position.",
    c="Yes. Other pixels meet in each block, so other numbers win. Only a move by two pixels moves this map along.",
)
