"""The data of the lessons: synthetic cells, rods, volumes and pages, photographs, sentences, a faulty folder.

All data is generated or stored here, and nothing is downloaded. The trained weights that `pretrained` loads are stored
here, too.
"""

from .cells import make_cells
from .coins import labelled_coins
from .faulty_folder import make_faulty_folder
from .page import letter_boxes, make_page, mark_letters
from .pen import draw_over
from .photos import HELD_OUT, TRAINING, cut_patches, photograph, photographs
from .rare import make_rare
from .rods import make_rods
from .sentences import kinds_of, mistype, sentences
from .summary import published_summary
from .volumes import make_volumes

__all__ = [
    "HELD_OUT",
    "TRAINING",
    "cut_patches",
    "draw_over",
    "kinds_of",
    "labelled_coins",
    "letter_boxes",
    "make_cells",
    "make_faulty_folder",
    "make_page",
    "make_rare",
    "make_rods",
    "make_volumes",
    "mark_letters",
    "mistype",
    "photograph",
    "photographs",
    "published_summary",
    "sentences",
]
