"""Exercise 5 of lesson 05: how an image goes through a skip."""

import numpy as np

from ...backend import keras
from ...blocks import unet_model
from ..networks import expect_same_in_training, shapes_of
from ..results import check
from ..vocabulary import call, expect, expect_equal, expect_shape


def little_u(size, padding="same", bias=0.0, width=None):
    """A U of depth 1 with one filter, (batch, size, width, 1) → one channel without activation, and random weights."""
    model = unet_model((size, width or size, 1), 1, base_filters=1, depth=1, padding=padding, activation="linear")
    rng = np.random.default_rng(7)
    model.set_weights([rng.normal(size=one) if len(one) == 4 else np.full(one, bias) for one in shapes_of(model)])
    return model


WAY = ("encoder_1_conv_1", "encoder_1_conv_2", "decoder_1_conv_1", "decoder_1_conv_2", "output")
FOLLOW = (
    "Follow a pixel on its way: two convolutions, the join, two more convolutions, and the output. Each convolution"
    " multiplies it by 1."
)
NOT_WRITTEN = [  # what an error says, the hint meant for it
    ("weight list of length", "Give all weights of the layer at once: `layer.set_weights([kernel, bias])`."),
    ("returns None", "The weights may be right. End with `return model`."),
    ("not enough values", "Some layers have no weights, such as the pooling. Leave them out: `if layer.weights:`."),
]


@check(
    "5 · pass_through",
    "Read the weights, `kernel, bias = layer.get_weights()`, and write them: `layer.set_weights([kernel, bias])`.",
    "Set all weights to 0 first. Then put a 1 into each layer on the way through the skip, and return the model.",
)
def pass_through(answer):
    for what, model, cut in (
        ("an image of 6×6, same padding", little_u(6), 0),
        ("an image of 20×20, valid padding", little_u(20, "valid"), 8),
        ("a U whose biases were not 0", little_u(6, bias=0.3), 0),
        ("an image of 10×4, same padding", little_u(10, width=4), 0),
        ("an image of 20×32, valid padding", little_u(20, "valid", bias=-0.2, width=32), 8),
    ):
        shapes, before, (height, width) = shapes_of(model), model.get_weights(), model.input_shape[1:3]
        kernels = {name: model.get_layer(name).get_weights()[0] for name in WAY}
        image = np.random.default_rng(8).integers(1, 100, (height, width)) / 100
        image[-1], image[0] = 1, 0  # both ends of what it must pass
        right = image[cut : height - cut, cut : width - cut]
        got = call(answer, model, errors=NOT_WRITTEN)
        expect(
            isinstance(got, keras.Model) and shapes_of(got) == shapes,
            f"{what}: the same U is needed",
            "Change the weights of the model that you are given, and return this model.",
            expected="the model",
            got="another model" if isinstance(got, keras.Model) else got,
        )
        expect(
            not all(map(np.array_equal, got.get_weights(), before)),
            f"{what}: the weights are as they were",
            "`get_weights` gives copies. Write them back: `layer.set_weights([kernel, bias])`.",
        )
        expect(
            not all(map(np.array_equal, model.get_weights(), before)),
            f"{what}: the model that you were given still has its old weights",
            "You set the weights of a copy. Set those of `model` itself: `clone_model` makes a new one.",
        )
        expect_same_in_training(what, got, image[None, :, :, None].astype("float32"))
        output = got(image[None, :, :, None].astype("float32"))
        output = expect_shape(what, output, (1, *right.shape, 1))[0, :, :, 0]
        old = [name for name in WAY if np.array_equal(model.get_layer(name).get_weights()[0], kernels[name])]
        forgotten = f"The kernel of `{old[0] if old else ''}` is as it was. The image goes through this layer, too."
        expect_equal(
            what,
            output,
            right,
            *([forgotten] if old else []),
            FOLLOW,
            "Put a 1 at `kernel[1, 1, …]` of a 3×3 kernel. All other numbers of the kernel are 0, and the bias is 0.",
            "`decoder_1_conv_1` reads two channels, 0 from below and 1 of the skip: `kernel[1, 1, 1, 0] = 1`.",
            mistakes=known_outputs(output, right) if not old else (),
        )


def known_outputs(output, right):
    """Pairs (what a known mistake makes of the image `right`, the hint meant for it); numbers come from `output`."""
    nothing = (
        "Nothing comes out. Is a kernel on the way still 0, or negative, so that the ReLU gives 0? Or does"
        " `decoder_1_conv_1` read the map from below?"
    )
    alike = "All pixels are equal: only a bias comes out. Set the biases to 0, and let the image through."
    pooled = "These blocks of 2×2 came through the pooling. Let `decoder_1_conv_1` read the skip, its channel 1."
    added = "The image is there, and something is added: `decoder_1_conv_1` also reads the map from below."
    moved = "The image is moved: the 1 is not in the middle of the kernel, at `[1, 1]`."
    back = "The image is moved and moved back, and a row or column was lost at the border. Put each 1 at `[1, 1]`."
    dark = "Dark pixels have become equal: a negative bias and a ReLU have made zeros of them."
    factor = "The image is there, but brighter or darker. What do the weights on its way multiply to?"
    height, width = right.shape
    empty = [np.s_[0], np.s_[height - 1], np.s_[:, 0], np.s_[:, width - 1]]  # a row or a column at the border
    more, block = np.mean(output - right), np.ones((2, 2))
    rows, columns = np.indices(right.shape) % 2  # of a pixel within its block
    shifted = np.lib.stride_tricks.sliding_window_view(np.pad(right, 4), right.shape)
    return [
        (0 * right, nothing),
        (0 * right + np.mean(output), alike),
        (right + more, f"Every pixel is {more:.3g} too large: that is a bias. Biases are weights, too."),
        (np.maximum(right, output.min()), dark),
        *((without(right, one), back) for one in empty),
        (np.kron(output[::2, ::2], block), pooled),
        (right + np.kron((output - right)[::2, ::2], block), added),
        *((np.where((rows == i) & (columns == j), right, output), added) for i, j in np.ndindex(2, 2)),
        *((shifted[4 + i, 4 + j], moved) for i in range(-4, 5) for j in range(-4, 5)),
        (right * output.sum() / right.sum(), factor),
    ]


def without(image, part):
    """A copy of an image with zeros in this part of it."""
    image = image.copy()
    image[part] = 0
    return image
