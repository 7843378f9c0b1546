"""Figures: images and masks, grids of numbers, the U drawn to scale, scores of several seeds.

The figures of a single lesson are in a file of its own: `from unet_lessons.plots import lesson_07 as figures`.
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
