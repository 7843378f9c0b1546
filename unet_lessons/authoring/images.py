"""Draw the README's figures into the folder `images`: `make images`."""

import sys
from pathlib import Path

import matplotlib.pyplot as plt

from ..plots.unet import draw_unet
from ..sizes import unet_steps


def draw_images(folder):
    """Draw the figure of the README, `unet.png`, into `folder`, which is created if necessary."""
    folder = Path(folder)
    folder.mkdir(exist_ok=True)
    figure = draw_unet(unet_steps())
    figure.savefig(folder / "unet.png", dpi=130, metadata={"Software": None})
    plt.close(figure)


if __name__ == "__main__":
    draw_images(sys.argv[1] if len(sys.argv) > 1 else "images")
