"""Checks for the practice of lesson 07: the loss, the data of a training, and a training on three images."""

from functools import cache

import numpy as np

from ..backend import keras
from ..backend import tensorflow as tf
from ..data.cells import make_cells
from ..metrics import dice
from ..training import standardise, weight_map
from .results import check, question
from .running import in_short, line_of
from .vocabulary import NotYet, call, expect, expect_equal, expect_shape, same

ONE_CHANNEL = (1, "sigmoid", "binary_crossentropy")


def parts_of(what, got, names, *hints):
    """The parts of an answer that is a tuple or list of as many as there are names."""
    fits = isinstance(got, (tuple, list)) and len(got) == len(names)
    expect(fits, f"{what}: {len(names)} things are needed", *hints, expected=f"({', '.join(names)})", got=got)
    return got


def name_of(value, get):
    """The name of a Keras activation or loss, as in `compile`, from a name, a function, a class or an object."""
    try:
        value = get(value)
    except Exception:  # no name that Keras knows
        pass
    name = value if isinstance(value, str) else getattr(value, "__name__", type(value).__name__)
    return "".join("_" + c.lower() if c.isupper() and k else c.lower() for k, c in enumerate(name))


@check(
    "1 · last_layer",
    "Two cases: all masks with one channel hold whole numbers; masks with a channel for each class are one-hot.",
    "Compare `mask_shape[-1]` with `classes`, and return three things: `return classes, 'softmax', '…'`.",
)
def last_layer(answer):
    for classes, depth in ((2, 1), (5, 1), (5, 5), (2, 2), (3, 3), (3, 1)):
        what = f"{classes} classes, masks (8, 64, 64, {depth})"
        got = call(answer, classes, (8, 64, 64, depth))
        parts = parts_of(what, got, ("channels", "activation", "loss"))
        loss_object = parts[2] if isinstance(parts[2], keras.losses.Loss) else None
        mine = (parts[0], name_of(parts[1], keras.activations.get), name_of(parts[2], keras.losses.get))
        several = (classes, "softmax", "categorical_crossentropy" if depth > 1 else "sparse_categorical_crossentropy")
        right = [several, ONE_CHANNEL] if (classes, depth) == (2, 1) else [several]
        if not any(same(mine[0], one[0]) and mine[1:] == one[1:] for one in right):
            raise NotYet(what, *hints_on_last_layer(mine, several), expected=right[-1], got=mine)
        logits = loss_object is not None and loss_object.get_config().get("from_logits")
        expect(not logits, f"{what}: `from_logits`", "The activation has made probabilities: leave `from_logits` out.")


def hints_on_last_layer(mine, several):
    """Hints on (channels, activation, loss), where `several` is right with a channel for each class."""
    channels, activation, loss = mine
    last = "One channel: sigmoid, binary. Several: softmax, with `sparse_` in front if the masks are whole numbers."
    if activation == "softmax" and same(channels, 1):
        return "Softmax over a single channel is 1 everywhere: nothing can be learnt. One channel takes sigmoid.", last
    if activation == "sigmoid" and not same(channels, 1):
        return "A sigmoid of its own for each channel: the probabilities need not sum to 1. Take softmax.", last
    if not same(channels, several[0]) and not same(channels, 1):
        return "The background is a class, and is counted in `classes`. So it has a channel of its own.", last
    if same(channels, 1) and several[0] == 2 and "sparse" in several[2]:
        return "One channel with a sigmoid is right here. Its loss is the binary cross-entropy.", last
    if same(channels, 1) and "sparse" not in several[2]:
        return "These masks have a channel for each class. So the network needs as many.", last
    if same(channels, 1) or loss == "binary_crossentropy":
        return "One sigmoid channel tells cell from background, no more. Several classes need a channel each.", last
    if "categorical_crossentropy" in loss:
        return "The loss must fit the masks: whole numbers, or one-hot? `mask_shape[-1]` tells.", last
    return "Take a cross-entropy that fits the masks: binary, categorical or sparse categorical.", last


@check(
    "2 · standardise_each",
    "Take the mean of each image over its height, width and channels: `axis=(1, 2, 3)`.",
    "`keepdims=True` keeps the shape (count, 1, 1, 1), and that can be subtracted from the images.",
)
def standardise_each(answer):
    x = np.array([4, 7, 1, 0, 2, 9, 30, 10, 20, 50, 40, 92], float).reshape(2, 1, 3, 2)
    axes = {"axis": (1, 2, 3), "keepdims": True}
    mean, low, high = x.mean(**axes), x.min(**axes), x.max(**axes)
    expect_equal(
        "2 images of 1×3 pixels with 2 channels",
        call(answer, x),
        standardise(x),
        "Each image has a mean and a standard deviation of its own: `axis=(1, 2, 3)`.",
        "`mean = images.mean(axis=(1, 2, 3), keepdims=True)`, the same with `std`, then `(images - mean) / std`.",
        mistakes=[
            ((x - x.mean()) / x.std(), "One mean for all images. A dark image stays dark: take each on its own."),
            (
                (x - x.mean((1, 2), keepdims=True)) / x.std((1, 2), keepdims=True),
                "Each channel on its own: that changes the colours. Put the channels, axis 3, in as well.",
            ),
            ((x - x.mean(0)) / x.std(0), "`axis=0` goes across the images, pixel by pixel. Keep axis 0 out."),
            ((x - x.mean(-1, keepdims=True)) / x.std(-1, keepdims=True), "Each pixel on its own: nothing is left."),
            (
                (x - np.ravel(mean)) / x.std((1, 2, 3)),
                "The numbers of the images were taken for those of the channels. Say `keepdims=True` in both.",
            ),
            (x - mean, "The mean is 0 now. Divide by the standard deviation, too."),
            (x / x.std(**axes), "Take the mean away before you divide."),
            ((x - mean) / x.var(**axes), "This divides by the variance. The standard deviation is its square root."),
            ((x - mean) / x.std(**axes, ddof=1), "`ddof=1` is for samples. Here the standard deviation is `np.std`."),
            ((x - low) / (high - low), "This brings each image to 0 to 1. Mean 0, standard deviation 1 are wanted."),
            (x / 255, "Dividing by 255 is another way to scale. Use the image's own mean and standard deviation."),
        ],
    )
    flat = np.concatenate([np.full((1, 1, 3, 2), 0.5), x[:1]])
    expect_equal(
        "two images, the first 0.5 everywhere",
        call(answer, flat),
        standardise(flat),
        "The standard deviation of a flat image is 0, and 0 / 0 is NaN: one NaN spoils a whole training.",
        "Divide by `np.where(std > 0, std, 1)`, or add a tiny number such as 1e-8 to the standard deviation.",
    )


def soft_dice(truth, p):
    """The soft Dice of one image, two arrays of one shape."""
    return 2 * np.sum(truth * p) / (np.sum(truth) + np.sum(p))


def image(*rows):
    """An image (1, h, w, 1) of float32 from its rows."""
    return np.array(rows, "float32")[None, ..., None]


@check(
    "3 · soft_dice_loss",
    "Sum `truth * probability`, `truth` and `probability` for each image: `keras.ops.sum(…, axis=(1, 2, 3))`.",
    "1 minus twice the first sum over the two others added up, for each image; then `keras.ops.mean`.",
)
def soft_dice_loss(answer):
    truth, p = image([1, 1, 0], [0, 0, 0]), image([0.8, 0.4, 0.1], [0.2, 0.3, 0])
    big = image([1, 1, 1], [1, 1, 0]), image([1, 1, 0.9], [0.9, 0.9, 0])
    one, two, both, union = soft_dice(truth, p), soft_dice(*big), np.sum(truth * p), np.sum(truth + p - truth * p)
    hard, smooth = 1 - soft_dice(truth, p > 0.5), 1 - (2 * both + 1) / (np.sum(truth + p) + 1)
    entropy = -np.mean(np.log(np.clip(np.where(truth == 1, p, 1 - p), 1e-7, 1)))

    def loss(truth, p):
        return call(answer, tf.constant(truth), tf.constant(p))

    expect_equal(
        "one image of 2×3 pixels",
        loss(truth, p),
        1 - one,
        "By hand: 1 − 2 · (0.8 + 0.4) / (2 + 1.8), the probabilities as they are.",
        "`both = keras.ops.sum(truth * probability, axis=(1, 2, 3))`, and so on; 1 − 2 · both / sizes.",
        mistakes=[
            (one, "This is Dice, and training makes the loss smaller: it would unlearn. Take 1 − Dice."),
            (-one, "Minus Dice has the right slope, but 0 should be a perfect answer. Take 1 − Dice."),
            (hard, "You made a mask of 0 and 1 first. A threshold has no slope: use the probabilities as they are."),
            (1 - both / union, "This is 1 − IoU. For Dice, double the overlap and divide by the sum of both sizes."),
            (1 - one / 2, "The factor 2 above the line is missing: a perfect answer would give 0.5."),
            (smooth, "The 1 that you add changes the result. Use a tiny number such as 1e-6."),
            (1 - 2 * both / np.sum(truth + p**2), "Some divide by sums of squares. Here the plain sums are wanted."),
            (entropy, "This is the cross-entropy. Dice compares sums over the whole image."),
            ([1 - one], "This is one number for each image. Take their mean at the end."),
        ],
        tolerance=1e-3,
    )
    stack = [np.concatenate(pair) for pair in zip((truth, p), big, strict=True)]
    expect_equal(
        "two images, one with a large cell and one with a small one",
        loss(*stack),
        1 - (one + two) / 2,
        "Each image has a loss of its own; the answer is their mean.",
        "Sum over `axis=(1, 2, 3)`: that keeps axis 0, the images. Then `keras.ops.mean`.",
        mistakes=[
            (1 - soft_dice(*stack), "This sums over the whole batch, so the large cell hides the small one."),
            (2 - one - two, "The losses are added up. Take the mean, or the loss grows with the batch."),
            ([1 - one, 1 - two], "This is one number for each image. Take their mean at the end."),
        ],
        tolerance=1e-3,
    )
    nothing = [np.concatenate([a, 0 * a]) for a in (truth, p)]
    expect_equal(
        "two images, the second with nothing to find and nothing found",
        loss(*nothing),
        (1 - one) / 2,
        "Nothing to find, nothing found: that is right, so its loss is 0. Your formula has 0/0 there.",
        "Add 1e-6 above and below the line: (2 · both + 1e-6) / (sizes + 1e-6) is 1 if all are 0.",
        tolerance=1e-3,
    )
    expect_equal(
        "one image with nothing to find, but something found",
        loss(0 * truth, p),
        1.0,
        "Only where both are empty is the loss 0. A false alarm is wrong: Dice 0, loss 1.",
        tolerance=1e-3,
    )
    truth, p = (tf.constant(a) for a in nothing)
    with tf.GradientTape() as tape:
        tape.watch(p)
        got = tf.convert_to_tensor(call(answer, truth, p))
    slope = tape.gradient(got, p)
    expect(
        slope is not None,
        "no gradient comes through your loss",
        "The numbers are right, but NumPy, `float` or `round` cut the gradient off. Use `keras.ops` all the way.",
        "`np.sum` becomes `keras.ops.sum`, `np.mean` becomes `keras.ops.mean`.",
    )
    expect(
        np.isfinite(slope).all(),
        "the gradient is NaN where truth and probability are all 0",
        "`where` chooses the right value, but the 0/0 in the other branch still spoils the gradient.",
        "Never divide by 0: `keras.ops.maximum(sizes, 1e-6)` below the line, or add 1e-6.",
    )
    inside, outside = slope.numpy()[0, 0, :2], slope.numpy()[0, 1]
    expect(
        (inside < 0).all() and (outside > 0).all(),
        "the slope: more probability should lower the loss in the cell, and raise it outside",
        "A gradient of 0 moves no weight: is there a `round` or a comparison in your loss?",
        expected="below 0 in the cell, above 0 outside",
        got=np.concatenate([inside, outside]),
    )
    of_any_size = tf.TensorSpec((None, None, None, 1))
    in_fit = tf.function(lambda *both: answer(*both), input_signature=[of_any_size, of_any_size], autograph=False)
    try:
        in_fit(truth, p)
    except Exception as error:
        raise NotYet(
            "the numbers are right, but it does not work inside `fit`, which prepares a loss before it knows how many"
            f" images there are (None): {in_short(error)}{line_of(error)}",
            "No loop over the images and no `if`: sum all images at once, each over its own pixels.",
            "`keras.ops.sum(truth * probability, axis=(1, 2, 3))` is one sum for each image.",
        ) from error


@check(
    "4 · turn_and_flip",
    "Draw the random numbers once, and use them for both: `turns = rng.integers(4)`, `mirrored = rng.random() < 0.5`.",
    "`np.rot90(image, turns)` and `np.rot90(mask, turns)` turn both alike; `image[:, ::-1]` mirrors.",
)
def turn_and_flip(answer):
    small = np.arange(32.0).reshape(4, 4, 2) ** 2
    ways = [turned[:, ::-1] if flip else turned for flip in (0, 1) for turned in (np.rot90(small, k) for k in range(4))]
    found = []
    for seed in range(100):
        got = call(answer, small, small[..., :1], np.random.default_rng(seed))
        image, mask = parts_of("the answer", got, ("image", "mask"), "End with `return image, mask`: both.")
        image = expect_shape("the image", image, (4, 4, 2), "Turn rows and columns, axes 0 and 1, and no other.")
        mask = expect_shape("the mask", mask, (4, 4, 1), "Turn rows and columns, axes 0 and 1, and no other.")
        expect(
            not any(same(image, way[..., ::-1]) for way in ways),
            "the channels have changed places",
            "`np.flip` without `axis` turns round all axes, the channels too. Give it `axis=1`.",
        )
        for name, maps, shown in (("image", image, 2), ("mask", mask, 1)):
            expect(
                any(same(maps, way[..., :shown]) for way in ways),
                f"the {name} is none of its 8 ways: 4 turns, mirrored or not",
                "Only whole pixels may change places. Interpolation makes new numbers, and in a mask new labels.",
                "`np.rot90(maps, turns)` turns, `maps[:, ::-1]` mirrors. Nothing else is needed.",
                expected=ways[0][..., 0],
                got=maps[..., 0],
            )
        expect(
            same(image[..., :1], mask),
            "image and mask have come apart",
            "Each drew random numbers of its own. Draw once, and use the same numbers for both.",
            "`turns = rng.integers(4)` first; then `np.rot90(image, turns)` and `np.rot90(mask, turns)`.",
            expected=image[..., 0],
            got=mask[..., 0],
        )
        found.append(next(k for k, way in enumerate(ways) if same(image, way)))
    again = call(answer, small, small[..., :1], np.random.default_rng(0))[0]
    kinds = set(found)
    hints = ("`rng.integers(4)` gives 0 to 3; `rng.random() < 0.5` is true half the time. Use both.",)
    if kinds == {0}:
        hints = ("Nothing has moved. `np.rot90` returns a new array: keep what it returns.", *hints)
    elif len(kinds) == 1:
        hints = ("It is the same each time. Draw from `rng`, and make no generator inside your function.", *hints)
    elif max(kinds) < 4:
        hints = ("The images are turned, but never mirrored.", *hints)
    elif len({k % 4 for k in kinds}) < 4 or len(kinds) < 8:
        hints = ("Some ways never come. Four turns are needed, and each both as it is and mirrored.", *hints)
    expect(len(kinds) == 8, "the number of different results in 100", *hints, expected=8, got=len(kinds))
    expect(
        same(again, ways[found[0]]),
        "the same `rng` should give the same result",
        "Take all random numbers from `rng`, none from `np.random` or `random`: a run can then be repeated.",
    )


LABELS = np.array(
    [
        [0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        [2, 2, 0, 0, 0, 0, 0, 0, 3, 3],
        [2, 2, 0, 1, 1, 0, 0, 0, 3, 3],
        [2, 0, 0, 1, 1, 0, 0, 0, 0, 0],
        [0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        [0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        [0, 0, 0, 4, 4, 0, 0, 0, 0, 0],
    ]
)


def weights_of(labels, reach=2, weight=5, other=1, background=False, inside=False, disc=False, clip=True):
    """The weights of exercise 5; the options make known mistakes."""
    weights = np.full(labels.shape, other)
    for row, column in np.ndindex(labels.shape):
        top, left = (max(0, place - reach) if clip else place - reach for place in (row, column))
        near = labels[top : row + reach + 1, left : column + reach + 1]
        if disc:
            rows, columns = np.indices(labels.shape)
            near = labels[np.hypot(rows - row, columns - column) <= reach]
        numbers = np.unique(near if background else near[near > 0])
        if len(numbers) >= 2 and (inside or labels[row, column] == 0):
            weights[row, column] = weight
    return weights


@check(
    "5 · gap_weights",
    "For each pixel, look at the block of 5×5 around it: how many different numbers above 0 does it hold?",
    "`block = labels[max(0, row - 2) : row + 3, max(0, column - 2) : column + 3]`, then `np.unique(block[block > 0])`.",
)
def gap_weights(answer):
    mistakes = [
        (
            weights_of(LABELS, background=True),
            "One cell nearby is enough here. Two different cells are needed, and 0 is none: `block[block > 0]`.",
        ),
        (
            weights_of(LABELS, inside=True),
            "Pixels inside a cell have got a weight, too. Only background, `labels == 0`, may get it.",
        ),
        (
            weights_of(LABELS, clip=False),
            "`row - 2` is negative near the border, and a slice then starts at the other end: `max(0, row - 2)`.",
        ),
        (
            weights_of(LABELS, reach=1),
            "Your block is 3×3. Two pixels to each side make 5×5; a slice ends before its last number: `row + 3`.",
        ),
        (
            weights_of(LABELS, disc=True),
            "The corners of the block are missing: a circle of 2 pixels is smaller than a block of 5×5.",
        ),
        (weights_of(LABELS, weight=6), "Here 5 was added to the 1. The weight is 5 in a gap."),
        (weights_of(LABELS, other=0), "The other pixels have weight 0, and teach nothing. Start with ones."),
        (weights_of(LABELS, inside=True, background=True), "Cells, and all that is near one. Two cells are needed."),
        (weight_map(LABELS), "This is the paper's formula. The rule here is simpler: 5 or 1."),
        (np.where(LABELS == 0, 5, 1), "This is all background. A gap has two different cells nearby."),
    ]
    expect_equal(
        "four cells on 7×10 pixels",
        call(answer, LABELS),
        weights_of(LABELS),
        "Background gets 5 if pixels of two different cells lie in the 5×5 around it.",
        "`block = labels[max(0, row - 2) : row + 3, max(0, column - 2) : column + 3]`, for each background pixel.",
        mistakes=mistakes,
    )
    far = np.zeros((5, 4), int)
    far[0, 0], far[4, 3], far[2, 0] = 9, 4, 9
    expect_equal(
        "cells with the numbers 9 and 4",
        call(answer, far),
        weights_of(far),
        "The numbers of the cells are names: any two that differ are two cells. Do not look for 1 and 2 only.",
        "`len(np.unique(block[block > 0])) >= 2`",
    )
    expect_equal(
        "one cell only",
        call(answer, np.int32([[0, 0, 0], [0, 1, 0]])),
        np.ones((2, 3)),
        "With one cell there is no gap: all weights are 1.",
        "Also where no cell is near: start with `np.ones(labels.shape)`.",
    )


TARGET = 0.87
kept = {}  # the model that passed exercise 6


@cache
def three_annotated():
    """Three images (3, 96, 96, 1) in [0, 1] and their masks (3, 96, 96, 1) of 0 and 1, float32."""
    images, labels = make_cells(3, size=96, seed=2)
    return images, (labels > 0)[..., None].astype("float32")


@cache
def unseen():
    """20 other images and their masks, in the same form."""
    images, labels = make_cells(20, size=96, seed=1002)
    return images, (labels > 0)[..., None].astype("float32")


def mean_dice(masks, predicted):
    return float(np.mean(dice(masks, predicted)))


@cache
def best_threshold():
    """The threshold with the highest mean Dice on the unseen images themselves, and that Dice."""
    images, masks = unseen()
    scores = {cut: float(np.mean(dice(masks, images, cut))) for cut in np.linspace(0, 1, 101)}
    return max(scores.items(), key=lambda item: item[1])


@check(
    "6 · train",
    "`model = unet_model((96, 96, 1), 1, base_filters=8, depth=3, padding='same')`, compile, fit, return the model.",
    "`model.fit(batches(x, masks, augmented=True), steps_per_epoch=150, verbose=0)`, x standardised.",
    seconds=150,
)
def train(answer):
    keras.utils.set_random_seed(0)
    model = call(answer, *three_annotated())
    expect(
        isinstance(model, keras.Model),
        "a Keras model is needed",
        "`fit` gives a history. Return the model itself: `return model`.",
        "Your function ends with `return model`, after `model.fit(…)`.",
        expected="a Keras model",
        got=type(model).__name__,
    )
    images, masks = unseen()
    x = standardise(images)
    p = expect_shape(
        "what your model says to 20 images",
        call(model.predict_on_batch, x),
        masks.shape,
        "One probability for each pixel of the image: one channel, and the size is kept.",
        "`unet_model((96, 96, 1), 1, base_filters=8, depth=3, padding='same')`",
    )
    expect(
        np.isfinite(p).all(),
        "your model says NaN",
        "Did a loss of your own divide by 0, or was an image flat? NaN spreads to all weights.",
        "Try `binary_crossentropy` and Adam with a learning rate of 0.003.",
    )
    expect(
        p.min() >= 0 and p.max() <= 1,
        "probabilities are needed",
        "These numbers are not between 0 and 1: the last layer needs a sigmoid.",
        "`unet_model` has it by itself, with one class; leave `activation` out.",
        expected="0 to 1",
        got=f"{p.min():.2f} to {p.max():.2f}",
    )
    score = mean_dice(masks, p)
    expect(
        score >= TARGET,
        f"Dice on 20 unseen images (the best threshold: {best_threshold()[1]:.2f})",
        *(hints_on_training(model, masks, p, score) if score < TARGET else ()),
        expected=f"{TARGET} or more",
        got=f"{score:.2f}",
    )
    kept["model"] = model


def hints_on_training(model, masks, p, score):
    """What a teacher would look at, if the Dice on unseen images is too low."""
    recipe = "Adam(3e-3, clipnorm=1.0), `binary_crossentropy`, `batches(…, augmented=True)`, 150 steps."
    if mean_dice(masks, 1 - p) > max(score, 0.6):
        return "The mask is inverted: cells come out as 0. Did you train on `1 - masks`, or swap the classes?", recipe
    seen, seen_masks = three_annotated()
    if mean_dice(masks, model.predict_on_batch(unseen()[0])) > max(score, 0.6):
        first = "Your model does better on images that are not standardised: train it on standardised ones."
        return first, "`x = standardise(images)`, and train on x."
    own = mean_dice(seen_masks, model.predict_on_batch(standardise(seen)))
    if own < 0.85:
        first = f"It has not even learnt its own three images (Dice {own:.2f}). Is `fit` called, with enough steps?"
        return first, "Look at the loss with `verbose=2`. If it does not fall, change the learning rate.", recipe
    first = f"Dice {own:.2f} on its own three images, and much less on others: learnt by heart. Make new images."
    return first, "`augmented=True` in `batches`, or your own `turn_and_flip`, and some more steps.", recipe


question_1 = question(
    "Question 1",
    "c",
    a="More training helps where all numbers lie near 0.5. Here they reach from 0.01 to 0.98: it has learnt.",
    b="Two channels would say the same. A grey image is what a probability looks like.",
    c="Yes. Each number is a probability, and a mask is made of it by a threshold. Grey is no mistake.",
)
question_2 = question(
    "Question 2",
    "b",
    a="0.98 looks like success, but it has not moved since the first epoch, and 98 of 100 pixels are background.",
    b="Yes. All background is right for 98 of 100 pixels, from the first epoch on. Dice would be 0.",
    c="That may be so, but accuracy does not show it. A Dice far apart on both kinds of images would.",
)
question_3 = question(
    "Question 3",
    "a",
    a="Yes. In the lesson two to four images with augmentation were enough for cells that look alike. Then measure.",
    b="Large collections are for objects of many looks. Here, start small, measure, and annotate more if need be.",
    c="Augmentation bends what is there. One image may lack what others show: the lesson's seeds reach 0.81 to 0.95.",
)
question_4 = question(
    "Question 4",
    "c",
    a="Dice is not needed for that: sigmoid keeps each number between 0 and 1, whatever the loss.",
    b="Soft Dice works with probabilities, so the network still says probabilities. A threshold remains.",
    c="Yes. A mean over all pixels is ruled by background; Dice looks at the object's pixels, however few they are.",
)
question_5 = question(
    "Question 5",
    "b",
    a="The network was not trained on either, but your choice was made with one of them. That is a kind of learning.",
    b="Yes. The best of thirty is partly luck on these very images, and the luck does not come along.",
    c="Then the test images take part in a choice, too, and no images are left that have not been looked at.",
)
