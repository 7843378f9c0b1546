"""Train the small U-Net that comes with the package: `make weights`."""

from pathlib import Path

from ..arguments import check_whole
from ..backend import keras
from ..data.cells import make_cells
from ..pretrained import BATCH_SIZE, FILE, IMAGES, LEARNING_RATE, SEED, STEPS, cells_unet
from ..training import batches, standardise


def train_cells_model(images=IMAGES, steps=STEPS, seed=SEED, verbose=0):
    """Train the U-Net of `pretrained_unet` from scratch; this takes one to two minutes on 2 cores.

    `images` is the number of synthetic training images, 128×128 pixels each. Every step uses four of them, each
    rotated, deformed and lit in a new way. The learning rate falls to 0 along a cosine. The same `seed` gives the same
    weights, except for rounding. `verbose` is passed on to Keras's `fit`.

    Returns a Keras model like that of `pretrained_unet`. ValueError unless images and steps are whole numbers of at
    least 1, and the seed one of at least 0.
    """
    for name, value, least in (("images", images, 1), ("steps", steps, 1), ("seed", seed, 0)):
        check_whole(name, value, least)
    keras.utils.set_random_seed(seed)
    made, labels = make_cells(images, seed=seed)
    data = batches(standardise(made), labels[..., None] > 0, batch_size=BATCH_SIZE, augmented=True, seed=seed)
    model = cells_unet()
    rate = keras.optimizers.schedules.CosineDecay(LEARNING_RATE, steps)
    model.compile(keras.optimizers.Adam(rate), "binary_crossentropy")
    model.fit(data, steps_per_epoch=steps, verbose=verbose)
    trained = cells_unet()  # the same weights without the optimizer, with which the file would be three times as large
    trained.set_weights(model.get_weights())
    return trained


def write_weights(folder, **arguments):
    """Train with these arguments of `train_cells_model`, save the model in `folder`, and return the file's path."""
    path = Path(folder) / FILE
    train_cells_model(**arguments).save(path)
    return path


if __name__ == "__main__":
    print("wrote", write_weights(Path(__file__).parents[1] / "data", verbose=1).name)
