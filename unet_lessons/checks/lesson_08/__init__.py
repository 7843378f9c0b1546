"""Checks for the practice of lessons 08 and 08b: pixel values, sizes, probabilities, scribbles and strips."""

from ..results import question
from .any_size import blur, in_strips, predict_any_size, predict_with_mirror
from .probabilities import scribble_loss, sure_labels
from .to_rgb import to_rgb

__all__ = ["blur", "in_strips", "predict_any_size", "predict_with_mirror", "scribble_loss", "sure_labels", "to_rgb"]

question_1 = question(
    "Question 1",
    "c",
    a="Nothing in the image says so. A sigmoid gives numbers between 0 and 1, in a good network as in a bad one.",
    b="That makes an image of the probabilities, with 256 greys. A mask has labels, and nobody has chosen them yet.",
    c="Yes. Grey is a probability, not a label. Compare it with 0.5. If that mask is poor, look at the training.",
)
question_2 = question(
    "Question 2",
    "a",
    a="Yes. `save_mask` writes label 1 as 255, so that it can be seen. `saved > 127` gives the labels back.",
    b="JPEG changes pixels near edges, but this is a PNG, and it keeps every number. Print `np.unique` of both.",
    c="Shifted masks differ along outlines. Here all of the cat differs and nothing else. Print `np.unique` of both.",
)
question_3 = question(
    "Question 3",
    "b",
    a="Between labels 0 and 2 lies 1, a class that is not there; rounding gives whole numbers, and still this one.",
    b="Yes. Probabilities may be interpolated: the edges come out smooth, and argmax gives labels that exist.",
    c="No label is invented this way, but each pixel of the answer becomes a block: the edges turn into stairs.",
)
question_4 = question(
    "Question 4",
    "b",
    a="The seam is not in the weights: each tile sees zeros where its neighbour lies, however well it was trained.",
    b="Yes. A pixel is right if all that the network sees for it lies in the tile. So only the middle is kept.",
    c="Blurring hides the step, but the answers near it stay wrong: they were made without seeing the neighbour.",
    d="Checkerboards repeat every few pixels, at the stride, all over the image. Seams repeat at the tiles' size.",
)
question_5 = question(
    "Question 5",
    "c",
    a="That would be true if a background tile were all one number. It has noise, which is divided by its own spread.",
    b="Equal treatment is the trouble: full and empty tiles get the same spread, and so look alike to the network.",
    c="Yes. A tile of noise alone has a small spread; divided by it, the noise becomes as strong as cells elsewhere.",
)
