"""The model summary that a tutorial article on the U-Net prints (lesson 06)."""

import json
from importlib import resources


def published_summary():
    """The 54 rows of the model summary in *U-Net Architecture Explained*, a tutorial (GeeksforGeeks, 2024).

    A list of dictionaries with layer, type, output_shape (height, width, channels), parameters, and inputs (the layers
    whose outputs it takes). The model turns 572×572×3 into 388×388×2 and has 31,031,810 parameters; its skips are taken
    after pooling and resized.
    """
    file = resources.files("unet_lessons").joinpath("data", "published_summary.json")
    return json.loads(file.read_text(encoding="utf-8"))
