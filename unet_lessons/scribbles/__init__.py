"""Strokes that you draw on a photograph, the small U-Net that learns from them, and the drawing board. Lesson 08b."""

from .board import DrawingBoard
from .strokes import draw_strokes, example, load_strokes, save_strokes, show_strokes
from .templates import f1_of_points, match_templates, peaks, template_versions
from .training import network_input, predict_scribbles, train_on_crops, train_on_scribbles

__all__ = [
    "DrawingBoard",
    "draw_strokes",
    "example",
    "f1_of_points",
    "load_strokes",
    "match_templates",
    "network_input",
    "peaks",
    "predict_scribbles",
    "save_strokes",
    "show_strokes",
    "template_versions",
    "train_on_crops",
    "train_on_scribbles",
]
