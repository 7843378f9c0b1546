"""Your own folder: find its pairs, look at them before you train, load them, predict another folder.

`report` says in words what a folder holds and what is wrong; `split` and `load` go on from there to arrays, `rivals_of`
to what a network has to beat.
"""

from .classes import to_classes
from .layouts import find_pairs
from .load import Data, balanced, load, load_crops, read_pair, split
from .masks import read_mask
from .pairs import image_files
from .predict import predict_folder, predict_labels
from .report import report
from .rivals import rivals_of

__all__ = [
    "Data",
    "balanced",
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
    "to_classes",
]
