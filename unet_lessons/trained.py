"""A small U-Net that is trained already: it finds the cells in drawn microscope images (`make_cells`).

    from unet_lessons.trained import pretrained_unet

The package ships its weights. Lesson 07 shows how such a network learns; `train_cells_model` is all there is to it.

    python -m unet_lessons.trained

trains it anew, and writes the file that the package ships.
"""

from importlib import resources
from pathlib import Path

from .blocks import unet_model
from .cells import check_whole, make_cells
from .learning import batches, standardise
from .start import keras

FILE = "trained_cells.keras"  # in the folder of the package
SEED = 1_000_000  # of images, first weights and order: images drawn from any other seed are new to the network
IMAGES, STEPS, BATCH_SIZE, LEARNING_RATE = 300, 1200, 4, 3e-3


def cells_unet():
    """The U-Net for cells, with random weights: (batch, height, width, 1) → the same shape, 120,681 parameters."""
    return unet_model((None, None, 1), 1, base_filters=8, depth=3, padding="same")


def pretrained_unet():
    """The U-Net that the package ships, trained on drawn cells: a Keras model.

    It takes grey images (batch, height, width, 1), each standardised (`learning.standardise`), whose sides are
    multiples of 8; it gives the probability of "cell" for every pixel, (batch, height, width, 1) in [0, 1].
    FileNotFoundError if the package lacks its weights.
    """
    model = cells_unet()
    with resources.as_file(resources.files("unet_lessons") / FILE) as path:
        if not path.exists():
            raise FileNotFoundError(f"{FILE} is missing: python -m unet_lessons.trained makes it anew")
        model.load_weights(path)  # the weights alone: a file of one version of Keras fits the next one, too
    return model


def train_cells_model(images=IMAGES, steps=STEPS, seed=SEED, verbose=0):
    """Train the U-Net that `pretrained_unet` gives, from scratch: one to two minutes on 2 cores.

    `images` is how many cell images are drawn, 128×128 each; every step shows four of them, each turned, bent and
    lit anew. The learning rate falls to 0 along a cosine. The same `seed` gives the same weights, but for
    rounding. `verbose` is that of Keras's `fit`.

    Gives a Keras model as `pretrained_unet` does. ValueError unless images and steps are whole numbers of at least 1,
    and the seed one of at least 0.
    """
    for name, value, least in (("images", images, 1), ("steps", steps, 1), ("seed", seed, 0)):
        check_whole(name, value, least)
    keras.utils.set_random_seed(seed)
    drawn, labels = make_cells(images, seed=seed)
    data = batches(standardise(drawn), labels[..., None] > 0, batch_size=BATCH_SIZE, augmented=True, seed=seed)
    model = cells_unet()
    rate = keras.optimizers.schedules.CosineDecay(LEARNING_RATE, steps)
    model.compile(keras.optimizers.Adam(rate), "binary_crossentropy")
    model.fit(data, steps_per_epoch=steps, verbose=verbose)
    trained = cells_unet()  # the same weights without the optimizer, which would make the file three times as large
    trained.set_weights(model.get_weights())
    return trained


def write_weights(folder, **arguments):
    """Train with these arguments of `train_cells_model`, save into `folder`, and give the path of the file."""
    path = Path(folder) / FILE
    train_cells_model(**arguments).save(path)
    return path


if __name__ == "__main__":
    print("wrote", write_weights(Path(__file__).parent, verbose=1).name)
