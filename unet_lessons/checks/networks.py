"""Words for checks of networks and losses.

Is it a Keras model, and does it compute the same as another one? Does a gradient come through a loss, also in `fit`?
"""

from collections import Counter
from itertools import chain, islice

import numpy as np

from ..backend import keras
from ..backend import tensorflow as tf
from .running import in_short, line_of
from .vocabulary import NotYet, call, expect, same


def expect_model(got, *hints):
    """`got`, if it is a Keras model."""
    given = f"something of type {type(got).__name__}"
    expect(isinstance(got, keras.Model), "a Keras model is needed", *hints, expected="a Keras model", got=given)
    return got


def shapes_of(model):
    """The shapes of a model's weights, in order."""
    return [tuple(weight.shape) for weight in model.weights]


def expect_weights(what, model, reference, *hints):
    """NotYet unless a model's weights have the shapes of the reference's, in any order; says which do not."""
    needed, found = Counter(shapes_of(reference)), Counter(shapes_of(model))

    def named(shapes):
        return ", ".join(f"{shape}{f' {count} times' if count > 1 else ''}" for shape, count in shapes.items())

    expected, got = named(needed - found) or "no more than it has", named(found - needed) or "nothing in its place"
    expect(needed == found, what, *hints, expected=expected, got=got)


def expect_same_in_training(what, model, images):
    """NotYet if a model gives something else while it is trained: by noise, dropout, or means of the batch."""
    training = [np.asarray(model(images, training=True)) for _ in range(3)]
    expect(
        all(same(one, model(images, training=False)) for one in training),
        f"{what}: while it is trained, your network gives something else than afterwards",
        "Is there a Dropout, a noise or a BatchNormalization layer? They are active in training alone. None is asked"
        " for here.",
    )


def fingerprint(model, image):
    """What a network gives for images, with weights that do not depend on the order of its channels and layers.

    All kernels of one size hold the same random pattern, alike for all channels, and all biases are 0.1. So two
    networks of one structure give the same, however they are written; a ReLU more or less changes what they give.
    """
    for variable in model.trainable_variables:
        weights = np.full(variable.shape, 0.1)
        if weights.ndim > 1:  # a kernel: its last two axes are the channels
            pattern = np.random.default_rng(2).normal(0.05, 0.4, weights.shape[:-2])
            weights[...] = np.expand_dims(pattern, (-2, -1)) / weights.shape[-2]
        variable.assign(weights)
    return np.asarray(model(image, training=False))


def expect_network(what, model, reference, *hints, mistakes=()):
    """NotYet unless a model computes the same as the reference, however it is written (see `fingerprint`).

    If the reference gives the same in training, so must the model. `mistakes` are pairs (a model with a known mistake,
    the hint meant for it); after them, activations and poolings that the reference does not have are named.
    """
    frozen = len(model.trainable_weights) < len(reference.trainable_weights)
    expect(not frozen, f"{what}: all weights can be trained", "A layer is frozen: leave out `trainable=False`.")
    height, width, channels = reference.input_shape[1:]
    image = 20 * np.random.default_rng(0).normal(size=(2, height, width, channels)).astype("float32")
    got, right = fingerprint(model, image), fingerprint(reference, image)
    if same(got, right):
        if same(reference(image, training=True), right):
            expect_same_in_training(what, model, image)
        return
    known = (hint for wrong, hint in mistakes if same(got, fingerprint(wrong, image)))
    expect(False, what, *islice(chain(known, strangers(model, reference)), 1), *hints)


def expect_same_by_channel(what, model, *references):
    """NotYet unless a model computes the same as one of the references, and has its gradients, with random weights.

    They differ by channel, so this is for networks in which the layers with weights come one after the other in one
    order. What a `fingerprint` cannot show, it shows: maps that are copied from one channel to others, averaged, or
    limited. Nothing is compared if the weights of the model come in another order.
    """
    if shapes_of(model) != shapes_of(references[0]):
        return
    image = np.random.default_rng(4).normal(size=(1, *references[0].input_shape[1:])).astype("float32")
    images = np.concatenate([image, 1000 * image])
    got, slopes = output_and_gradient(model, images)
    for reference in references:
        right, needed = output_and_gradient(reference, images)
        if all(same(one / np.abs(two).max(), two / np.abs(two).max()) for one, two in zip(got, right, strict=True)):
            expect(
                same(slopes / np.abs(needed).max(), needed / np.abs(needed).max(), 1e-3),
                f"{what}: the numbers are right, but their gradient is not, so it cannot learn as it should",
                "Does something cut the gradient off, such as `stop_gradient`? Leave it out.",
            )
            return
    expect(
        False,
        f"{what}, with weights that differ from channel to channel",
        "Something between the layers changes the maps: it mixes or copies channels, or limits large numbers."
        " Every map goes from layer to layer as it is.",
        expected=right,
        got=got,
    )


def output_and_gradient(model, images):
    """What a model gives, and the gradients of it for all weights in a row, with random weights."""
    rng = np.random.default_rng(5)
    for variable in model.trainable_variables:
        few = np.sqrt(np.prod(variable.shape[:-1], dtype=float))  # keeps the numbers from growing with each layer
        variable.assign(rng.normal(0.3, 1, variable.shape) / max(few, 1))
    with tf.GradientTape() as tape:
        output = model(images, training=False)
        total = tf.reduce_sum(output * output)
    variables = model.trainable_variables
    pairs = zip(tape.gradient(total, variables), variables, strict=True)
    slopes = [np.zeros(variable.shape) if slope is None else slope for slope, variable in pairs]  # None: it is cut off
    return np.asarray(output), np.concatenate([np.ravel(slope) for slope in slopes])


def strangers(model, reference):
    """Hints that name an activation or a pooling that a model has and the reference has not."""
    for kind, names in (("activation", activations), ("pooling", poolings)):
        for name in sorted(names(model) - names(reference)):
            right = "only " + " and ".join(f"`{one}`" for one in sorted(names(reference)))
            right = right if names(reference) else "none"
            yield f"Your network has the {kind} `{name}`. The network asked for has {right}."


def activations(model):
    """The names of a model's activations; those without a name, and none at all, are left out."""
    found = {getattr(getattr(layer, "activation", None), "__name__", "linear") for layer in model.layers}
    return found - {"linear", "<lambda>"}


def poolings(model):
    """The names of a model's pooling layers."""
    return {name for name in (type(layer).__name__ for layer in model.layers) if "Pooling" in name}


def expect_gradient(loss, truth, probabilities):
    """The gradient of `loss(truth, probabilities)`, of the shape of `probabilities`; NotYet if none comes through."""
    probabilities = tf.constant(probabilities, "float32")
    with tf.GradientTape() as tape:
        tape.watch(probabilities)
        got = tf.convert_to_tensor(call(loss, tf.constant(truth), probabilities))
    gradient = tape.gradient(got, probabilities)
    expect(
        gradient is not None,
        "no gradient comes through your loss",
        "The numbers are right, but NumPy, `float` or `round` cut the gradient off. Use `keras.ops` all the way.",
        "`np.sum` becomes `keras.ops.sum`, `np.mean` becomes `keras.ops.mean`.",
    )
    return np.asarray(tf.convert_to_tensor(gradient))


def expect_in_fit(loss, truth, probabilities, *hints):
    """What a loss gives as `fit` calls it: all is float32, and the number of images is not known yet (None)."""
    inputs = [np.asarray(array, "float32") for array in (truth, probabilities)]
    shapes = [tf.TensorSpec((None, *array.shape[1:])) for array in inputs]
    try:
        return np.asarray(tf.function(lambda *both: loss(*both), input_signature=shapes, autograph=False)(*inputs))
    except (TimeoutError, NotYet):
        raise
    except Exception as error:
        raise NotYet(
            "the numbers are right, but it does not work inside `fit`, which prepares a loss before it knows how many"
            f" images there are (None): {in_short(error)}{line_of(error)}",
            *hints,
        ) from error
