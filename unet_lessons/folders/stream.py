"""Training on more images than fit into memory: they are read from their files while the model trains."""

import numpy as np

from ..backend import tensorflow as tf
from ..training import in_batches
from .load import load


def stream(pairs, found, size=128, prepare=None, batch_size=4, augmented=False, seed=0):
    """Batches without end, as `training.batches(*load(pairs, found, size, prepare))` gives them, read file by file.

    A `tf.data.Dataset` of images (batch, size, size, channels), masks and weights (batch, size, size, 1), all float32;
    give `steps_per_epoch` to `model.fit`. At any time, only a few images are in memory, however many pairs there are.
    Each round goes through all pairs in a new order. With `augmented`, every image is changed in a new way each time.
    The same `seed` gives the same batches. ValueError if there are no pairs; an image that can no longer be read stops
    the training with its name.
    """
    first = load(pairs[:1], found, size, prepare)  # errors come at once, not in the middle of an epoch
    shapes = [first.images.shape[1:], first.masks.shape[1:], first.masks.shape[1:]]

    def one_by_one():
        rng = np.random.default_rng(seed)
        while True:
            for number in rng.permutation(len(pairs)):
                images, masks, weights = load([pairs[number]], found, size, prepare)
                yield images[0], masks[0], weights[0][..., np.newaxis]

    signature = tuple(tf.TensorSpec(shape, tf.float32) for shape in shapes)
    return in_batches(
        tf.data.Dataset.from_generator(one_by_one, output_signature=signature), batch_size, augmented, seed
    )
