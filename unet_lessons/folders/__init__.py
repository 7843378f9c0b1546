"""Your own folder: find its pairs, inspect them before you train, load them, and predict another folder. Lesson 09.

`report` describes what a folder contains and what is wrong with it; `split` and `load` turn its pairs into arrays, and
`rivals_of` gives the methods that a network has to beat.
"""

from .classes import to_classes
from .layouts import find_pairs
from .load import Data, balanced, load, load_crops, read_pair, split
from .masks import read_mask
from .pairs import image_files
from .predict import predict_folder, predict_labels
from .report import report
from .rivals import contour, rivals_of
from .stream import stream

__all__ = [
    "Data",
    "balanced",
    "contour",
    "find_pairs",
    "image_files",
    "load",
    "load_crops",
    "predict_folder",
    "predict_labels",
    "read_mask",
    "read_pair",
    "report",
    "rivals_of",
    "split",
    "stream",
    "to_classes",
]
