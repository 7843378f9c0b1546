"""A small U-Net that is already trained to find the cells in synthetic microscope images (`make_cells`).

    from unet_lessons.pretrained import pretrained_unet

The package contains its weights. Lesson 07 shows how such a network learns; `authoring.weights` trains this one.
"""

from importlib import resources
from zipfile import BadZipFile

from .blocks import unet_model

FILE = "pretrained_cells.keras"  # in the folder `data` of the package
SEED = 1_000_000  # of images, initial weights and order: images made with any other seed are new to the network
IMAGES, STEPS, BATCH_SIZE, LEARNING_RATE = 300, 1200, 4, 3e-3


def cells_unet():
    """The untrained U-Net for cells, with 120,681 parameters: (batch, height, width, 1) → the same shape, in [0, 1]."""
    return unet_model((None, None, 1), 1, base_filters=8, depth=3, padding="same")


def pretrained_unet():
    """The U-Net that comes with the package, trained on synthetic cells: a Keras model.

    It takes grey images (batch, height, width, 1), each standardised (`training.standardise`), whose sides are
    multiples of 8, and returns the probability of "cell" for every pixel: (batch, height, width, 1) in [0, 1].
    FileNotFoundError if the file of weights is missing, ValueError if it is damaged.
    """
    model = cells_unet()
    with resources.as_file(resources.files("unet_lessons") / "data" / FILE) as path:
        if not path.exists():
            raise FileNotFoundError(f"{FILE} is missing: `make weights` trains the model again")
        try:
            model.load_weights(path)  # only the weights, so that the file also fits other versions of Keras
        except (OSError, KeyError, ValueError, BadZipFile) as error:
            raise ValueError(f"{FILE} is damaged ({error}): install the package again, or `make weights`") from error
    return model
