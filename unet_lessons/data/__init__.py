"""What lessons look at and train on: synthetic cells and volumes, photographs, sentences, a faulty folder, a summary.

Everything is made or stored here, and nothing is downloaded. The shipped weights lie here too; `pretrained` loads them.
"""

from .cells import make_cells
from .coins import labelled_coins
from .faulty_folder import make_faulty_folder
from .pen import draw_over
from .photos import HELD_OUT, TRAINING, cut_patches, photograph, photographs
from .rare import make_rare
from .rods import make_rods
from .sentences import sentences
from .summary import published_summary
from .volumes import make_volumes

__all__ = [
    "HELD_OUT",
    "TRAINING",
    "cut_patches",
    "draw_over",
    "labelled_coins",
    "make_cells",
    "make_faulty_folder",
    "make_rare",
    "make_rods",
    "make_volumes",
    "photograph",
    "photographs",
    "published_summary",
    "sentences",
]
