"""Checks for the practice of lesson 03: sizes, parameters and receptive fields at the bottom, and what it can hold."""

from ..results import question
from .counting import level_sizes, positions_that_see, seen_from, sizes_of_levels, widest_base
from .patterns import best_patterns, photographs, position_kernel, psnr, rebuild, sixteen_patterns, square_patterns

__all__ = ["best_patterns", "photographs", "position_kernel", "psnr", "rebuild", "sixteen_patterns", "square_patterns"]
__all__ += ["level_sizes", "positions_that_see", "seen_from", "sizes_of_levels", "widest_base"]

question_1 = question(
    "Question 1",
    "b",
    a="Many expect an error, but Keras pools odd maps, too. What is missing shows up later, on the way up.",
    b="Yes. 28 pairs fit into 57, the last row is dropped, and on the way up the maps no longer lie over each other.",
    c="Max pooling has valid padding in the course, so nothing is added. What does not fill a pair is left out.",
)
question_2 = question(
    "Question 2",
    "c",
    a="Parameters are not work. Each weight is used once at every position, and at the bottom there are few positions.",
    b="Work does depend on channels: it is weights times positions. But only a small part of it is done at the bottom.",
    c="Yes. The bottom is heavy to store and cheap to compute; the work sits in the large maps above.",
)
question_3 = question(
    "Question 3",
    "a",
    a="Yes. It has seen the pixels 0 to 139, and their centre is 69.5. No position has its centre in the outer frame.",
    b="That spreads 28 positions evenly over 572 pixels, edge to edge. The first one lies much further inside.",
    c="A step of 16 tells how far the next position is, not how far one position sees: that is 140 pixels.",
)
question_4 = question(
    "Question 4",
    "b",
    a="One number for each block could not tell. But the bottom has many channels, and they can hold the position.",
    b="Yes. Channels can hold the position, as in exercise 4, but nothing forces them to. It depends on the training.",
    c="There is room for it, but pooling drops everything that no channel has encoded before.",
)
