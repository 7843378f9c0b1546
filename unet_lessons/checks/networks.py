"""Words for checks of networks: is it a Keras model, and does it compute the same as another one?"""

import numpy as np

from ..backend import keras
from .vocabulary import expect, same


def expect_model(got, *hints):
    """`got`, if it is a Keras model."""
    given = f"something of type {type(got).__name__}"
    expect(isinstance(got, keras.Model), "a Keras model is needed", *hints, expected="a Keras model", got=given)
    return got


def shapes_of(model):
    """The shapes of a model's weights, in order."""
    return [tuple(weight.shape) for weight in model.weights]


def fingerprint(model, image):
    """What a network gives for one image, with weights that do not depend on the order of its channels and layers.

    Each kernel is filled with one number, so two networks of one structure give the same, however they are written.
    The biases are negative, or a ReLU would do nothing; those of up-convolutions (2×2) are 0.
    """
    kernel = ()
    for variable in model.trainable_variables:
        shape = tuple(variable.shape)
        if len(shape) > 1:
            kernel = shape
            variable.assign(np.full(shape, 1 / np.prod(shape[:-1])))
        else:
            variable.assign(np.full(shape, 0.0 if kernel[:2] == (2, 2) else -0.3))
    return np.asarray(model(image, training=False))


def expect_network(what, model, reference, *hints, mistakes=()):
    """NotYet unless a model computes the same as the reference, however it is written (see `fingerprint`).

    `mistakes` are pairs (a model with a known mistake, the hint meant for it).
    """
    height, width, channels = reference.input_shape[1:]
    image = 20 * np.random.default_rng(0).normal(size=(1, height, width, channels)).astype("float32")
    got = fingerprint(model, image)
    if same(got, fingerprint(reference, image)):
        return
    meant = [hint for wrong, hint in mistakes if same(got, fingerprint(wrong, image))]
    expect(False, what, *meant[:1], *hints)
