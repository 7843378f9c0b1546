"""Figures: images and masks, grids of numbers, the U drawn from its sizes, scores of several seeds.

What belongs to one lesson alone is in the file of its name: `from unet_lessons.plots import lesson_07 as figures`.
"""

from .grids import show_grids
from .images import overlay, show_images
from .seeds import show_seeds
from .style import COLOURS, error_colours, error_legend, few_greys
from .unet import draw_unet

__all__ = [
    "COLOURS",
    "draw_unet",
    "error_colours",
    "error_legend",
    "few_greys",
    "overlay",
    "show_grids",
    "show_images",
    "show_seeds",
]
