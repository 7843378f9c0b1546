"""Checks of exercises 1 and 3: the last layer with its loss, and a loss of one's own."""

import numpy as np

from ...backend import keras
from ...backend import tensorflow as tf
from ..networks import expect_gradient, expect_in_fit
from ..results import check
from ..vocabulary import call, expect, expect_answer, expect_finite, expect_parts, same

ONE_CHANNEL = (1, "sigmoid", "binary_crossentropy")


def name_of(value, get):
    """The name of a Keras activation or loss, as in `compile`, from a name, a function, a class or an object."""
    try:
        value = get(value)
    except Exception:  # no name that Keras knows
        pass
    if isinstance(value, str):
        return value
    name = getattr(value, "__name__", type(value).__name__)
    return "".join("_" + c.lower() if c.isupper() and k else c.lower() for k, c in enumerate(name))


@check(
    "1 · last_layer",
    "Two cases: all masks with one channel hold whole numbers; masks with a channel for each class are one-hot.",
    "Compare `mask_shape[-1]` with `classes`, and return three things: `return classes, 'softmax', '…'`.",
)
def last_layer(answer):
    last = "One channel: sigmoid, binary. Several: softmax, with `sparse_` in front if the masks are whole numbers."
    cases = [(2, 1), (5, 1), (5, 5), (2, 2), (3, 3), (3, 1), (4, 4), (9, 1), (9, 9), (64, 1), (64, 64)]
    for number, (classes, depth) in enumerate(cases):
        shape = ((8, 64, 64, depth), (1, 48, 96, depth), (2, 2, 2, depth))[number % 3]
        what = f"{classes} classes, masks {shape}"
        got = call(answer, classes, shape)
        channels, activation, loss = expect_parts(what, got, ("channels", "activation", "loss"))
        mine = (channels, name_of(activation, keras.activations.get), name_of(loss, keras.losses.get))
        several = (classes, "softmax", "categorical_crossentropy" if depth > 1 else "sparse_categorical_crossentropy")
        right = [several, ONE_CHANNEL] if (classes, depth) == (2, 1) else [several]
        fits = any(same(mine[0], one[0]) and mine[1:] == one[1:] for one in right)
        expect(fits, what, hint_on_last_layer(*mine, *several), last, expected=right[-1], got=mine)
        logits = isinstance(loss, keras.losses.Loss) and loss.get_config().get("from_logits")
        expect(not logits, f"{what}: `from_logits`", "The activation has made probabilities: leave `from_logits` out.")


def hint_on_last_layer(channels, activation, loss, classes, softmax, wanted):
    """The first hint on (channels, activation, loss), where (classes, softmax, wanted) would be right."""
    if not np.isreal(channels) or isinstance(channels, str):
        return "Three things in this order: the number of channels, the activation, the loss."
    if str(activation).lower() in ("sigmoid", "softmax") and activation != str(activation).lower():
        return "Keras knows these names in small letters only: `sigmoid` and `softmax`."
    if activation not in ("sigmoid", "softmax"):
        return "Only a sigmoid or a softmax makes probabilities of the last layer's numbers."
    one = same(channels, 1)
    if activation == "softmax" and one:
        return "Softmax over a single channel is 1 everywhere: nothing can be learnt. One channel takes sigmoid."
    if activation == "sigmoid" and not one:
        return "A sigmoid of its own for each channel: the probabilities need not sum to 1. Take softmax."
    if not same(channels, classes) and not one:
        return "The background is a class, and is counted in `classes`. So it has a channel of its own."
    if one and classes == 2 and "sparse" in wanted:
        return "One channel with a sigmoid is right here. Its loss is the binary cross-entropy."
    if one and "sparse" not in wanted:
        return "These masks have a channel for each class. So the network needs as many."
    if one or loss == "binary_crossentropy":
        return "One sigmoid channel tells cell from background, no more. Several classes need a channel each."
    if "categorical_crossentropy" in loss:
        return "The loss must fit the masks: whole numbers, or one-hot? `mask_shape[-1]` tells."
    return "Take a cross-entropy that fits the masks: binary, categorical or sparse categorical."


WRITTEN = (
    "It works for images of 2×3 pixels, one or two. Is a number of rows, columns or images written into your code?"
)
SIZES = [("Input to reshape", WRITTEN), ("Incompatible shapes", WRITTEN)]


def soft_dice(truth, p):
    """The soft Dice of one image, two arrays of one shape."""
    return 2 * np.sum(truth * p) / (np.sum(truth) + np.sum(p))


@check(
    "3 · soft_dice_loss",
    "Sum `truth * probability`, `truth` and `probability` for each image: `keras.ops.sum(…, axis=(1, 2, 3))`.",
    "1 minus twice the first sum over the two others added up, for each image; then `keras.ops.mean`.",
)
def soft_dice_loss(answer):
    rows = [1, 1, 0, 0, 0, 0], [0.8, 0.4, 0.1, 0.2, 0.3, 0], [1, 1, 1, 1, 1, 0], [1, 1, 0.9, 0.9, 0.9, 0]
    truth, p, large, large_p = np.float32(rows).reshape(4, 1, 2, 3, 1)  # four batches of one image
    pair = np.concatenate([truth, large]), np.concatenate([p, large_p])
    nothing = [np.concatenate([a, 0 * a]) for a in (truth, p)]
    one, two, both, sizes = soft_dice(truth, p), soft_dice(large, large_p), np.sum(truth * p), np.sum(truth + p)
    hard, iou = 1 - soft_dice(truth, p > 0.5), both / (sizes - both)
    smooth, squares = 1 - (2 * both + 1) / (sizes + 1), 1 - 2 * both / np.sum(truth + p**2)
    entropy = -np.mean(np.log(np.clip(np.where(truth == 1, p, 1 - p), 1e-7, 1)))
    rng = np.random.default_rng(1)
    share = np.reshape([0.6, 0.02, 0.3, 0.1, 0.9], (5, 1, 1, 1))
    many = np.float32([rng.random((5, 4, 7, 1)) < share, rng.random((5, 4, 7, 1)) ** 2])
    soft = rng.random((2, 3, 7, 4, 1), np.float32)
    each, soft_each = ([soft_dice(*pair) for pair in zip(*both, strict=True)] for both in (many, soft))
    no_mean = "This is one number for each image. Take their mean at the end."
    for (what, *maps, right), *said in (
        (
            ("one image of 2×3 pixels", truth, p, 1 - one),
            "By hand: 1 − 2 · (0.8 + 0.4) / (2 + 1.8), the probabilities as they are.",
            "`both = keras.ops.sum(truth * probability, axis=(1, 2, 3))`, and so on; 1 − 2 · both / sizes.",
            (one, "This is Dice, and training makes the loss smaller: it would unlearn. Take 1 − Dice."),
            (-one, "Minus Dice has the right slope, but 0 should be a perfect answer. Take 1 − Dice."),
            (hard, "You made a mask of 0 and 1 first. A threshold has no slope: use the probabilities as they are."),
            (1 - iou, "This is 1 − IoU. For Dice, double the overlap and divide by the sum of both sizes."),
            (1 - one / 2, "The factor 2 above the line is missing: a perfect answer would give 0.5."),
            (smooth, "The 1 that you add changes the result. Use a tiny number such as 1e-6."),
            (squares, "Some divide by sums of squares. Here the plain sums are wanted."),
            (entropy, "This is the cross-entropy. Dice compares sums over the whole image."),
            ([1 - one], no_mean),
        ),
        (
            ("two images, one with a large cell and one with a small one", *pair, 1 - (one + two) / 2),
            "Each image has a loss of its own; the answer is their mean.",
            "Sum over `axis=(1, 2, 3)`: that keeps axis 0, the images. Then `keras.ops.mean`.",
            (1 - soft_dice(*pair), "This sums over the whole batch, so the large cell hides the small one."),
            (2 - one - two, "The losses are added up. Take the mean, or the loss grows with the batch."),
            ([1 - one, 1 - two], no_mean),
        ),
        (
            ("two images, the second with nothing to find and nothing found", *nothing, (1 - one) / 2),
            "Nothing to find, nothing found: that is right, so its loss is 0. Your formula has 0/0 there.",
            "Add 1e-6 above and below the line: (2 · both + 1e-6) / (sizes + 1e-6) is 1 if all are 0.",
        ),
        (
            ("one image with nothing to find, but something found", 0 * truth, p / 3, 1.0),
            "Only where both are empty is the loss 0. A false alarm is wrong: Dice 0, loss 1.",
            "A number that you add or take as a least divisor must be tiny, such as 1e-6: these sizes sum to 0.6.",
        ),
        (
            ("five images of 4×7 pixels, two of them with few pixels of a cell", *many, 1 - np.mean(each)),
            WRITTEN,
            (1 - soft_dice(*many), "This sums over the whole batch, so the large cell hides the small one."),
            (len(each) / 2 * (1 - np.mean(each)), "You divide by 2, the number of images above. `keras.ops.mean`."),
        ),
        (
            ("three images of 7×4 pixels whose truth has fractions, too", *soft, 1 - np.mean(soft_each)),
            "Take truth and probability as they are, also where the truth is 0.3: no threshold on either.",
            (
                1 - np.mean([soft_dice(a > 0.5, b) for a, b in zip(*soft, strict=True)]),
                "The truth was cut at a threshold.",
            ),
        ),
    ):
        expect_answer(answer, (what, *map(tf.constant, maps), right), *said, errors=SIZES, tolerance=2e-3)
    slope = expect_gradient(answer, *nothing)
    expect_finite(
        "the gradient is NaN where truth and probability are all 0",
        slope,
        "`where` chooses the right value, but the 0/0 in the other branch still spoils the gradient.",
        "Never divide by 0: `keras.ops.maximum(sizes, 1e-6)` below the line, or add 1e-6.",
    )
    inside, outside = slope[0, 0, :2], slope[0, 1]
    expect(
        (inside < 0).all() and (outside > 0).all(),
        "the slope: more probability should lower the loss in the cell, and raise it outside",
        "A gradient of 0 moves no weight: is there a `round` or a comparison in your loss?",
        expected="below 0 in the cell, above 0 outside",
        got=np.concatenate([inside, outside]),
    )
    no_loop = "No loop over the images and no `if`: sum all images at once, each over its own pixels."
    summed = "`keras.ops.sum(truth * probability, axis=(1, 2, 3))` is one sum for each image."
    expect_in_fit(answer, *nothing, no_loop, summed)
