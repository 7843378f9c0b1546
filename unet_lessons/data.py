"""Facts and images that the lessons look at. Drawn cells are in `cells`, and can be imported from here too."""

import json
from importlib import resources

from .cells import distances, make_cells

__all__ = ["distances", "make_cells", "published_summary"]


def published_summary():
    """The 54 rows of the model summary that a widely read tutorial article on the U-Net prints (TensorFlow, 2024).

    A list of dictionaries: layer, type, output_shape (height, width, channels), parameters, inputs (the layers that
    feed it). The model takes 572×572×3, gives 388×388×2, and has 31,031,810 parameters; its skips are taken after
    pooling and resized.
    """
    return json.loads(resources.files("unet_lessons").joinpath("published_summary.json").read_text(encoding="utf-8"))
