"""Checks for the practice of lesson 04: positions, stamps, patterns, and the way up."""

from ..results import question
from .growing import bilinear_kernel, grown_with, mended_path
from .stamps import cell_of, grown_position, look_inside, mystery_box, repeating_cell, stamped

__all__ = ["cell_of", "grown_position", "look_inside", "mystery_box", "repeating_cell", "stamped"]
__all__ += ["bilinear_kernel", "grown_with", "mended_path"]

question_1 = question(
    "Question 1",
    "c",
    a="Trained weights are the same for all images. What comes out are weighted sums of what went in, no more.",
    b="There are twice as many numbers, but they are sums of the old ones. What no channel holds is in none of the"
    " sums.",
    c="Yes. It turns channels into positions. What no channel of the small map holds, it cannot write.",
)
question_2 = question(
    "Question 2",
    "a",
    a="Yes. With 64 channels in and out, both layouts have the same shape, so no error is raised. Swap the last two"
    " axes.",
    b="A wrong shape would be refused, yes. But with 64 in and 64 out, both layouts have the same shape.",
    c="Training would repair it, as it would random numbers. But these weights are good: only their axes are swapped.",
)
question_3 = question(
    "Question 3",
    "d",
    a="An even size helps with stride 2. With stride 3, one position in three gets two stamps along an axis, the"
    " others one.",
    b="Larger stamps overlap more, but here unevenly: one position in three gets one stamp along an axis, the others"
    " two.",
    c="Evenly, yes: every position gets one stamp. But these stamps lie side by side, and none overlaps another.",
    d="Yes. 6 is a multiple of 3: away from the border, each position gets two stamps along each axis.",
)
question_4 = question(
    "Question 4",
    "b",
    a="The size hardly matters here: with random weights, larger stamps that overlap evenly draw a pattern, too.",
    b="Yes. The four weights of a stamp are random, and so they differ. Training often lessens the pattern: look"
    " again afterwards.",
    c="A correct program does this as well: in the lesson, every untrained up-convolution drew a pattern.",
)
