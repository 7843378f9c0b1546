"""Possible causes of wrong predictions, found by trying them: images divided by 255, masks mirrored, shifted and so on.

A change that makes the predictions fit the masks much better (by `GAIN` in Dice) is reported as a list of one
`Finding`; otherwise the list is empty. Used by `diagnose`. In this file, images are (count, height, width, channels),
truth is (count, height, width) of whole numbers, probabilities are (count, height, width, classes) from 0 to 1, and
scores are mean Dice, from 0 to 1.
"""

import numpy as np

from ..metrics import dice_per_class
from ..predict import predict_batch
from ..training import standardise
from .finding import Finding

GAIN = 0.2  # a smaller gain in Dice may be chance
GREY = 0.35  # predictions below this confidence are grey: probabilities of about 0.33 to 0.67 with two classes


def try_preparations(model, images, truth, score):
    """Were the images scaled differently in training? `score` is the Dice with the images as they are."""
    low, high = (f(images, axis=(1, 2, 3), keepdims=True) for f in (np.min, np.max))
    ways = {
        "divided by 255": images / 255,
        "multiplied by 255": images * 255.0,
        "stretched to 0 … 1": (images - low) / np.maximum(high - low, 1e-6),
        "standardised (mean 0, standard deviation 1)": standardise(images),
        "inverted (dark for bright)": high + low - images,
    }
    if images.shape[-1] == 3:
        ways["with red and blue exchanged"] = images[..., ::-1]
    scores = {}
    for way, changed in ways.items():
        probabilities = both_classes(answer(model, changed))
        if np.isfinite(probabilities).all() and confidence(probabilities) > GREY:
            scores[way] = mean_dice(truth, probabilities.argmax(-1))
    best = max(scores, key=scores.get, default=None)
    if best is None or scores[best] < max(score + GAIN, 0.5):
        return []
    seen = f"with the images {best}, Dice is {scores[best]:.2f} instead of {score:.2f}"
    return [Finding("images prepared otherwise", seen, "prepare the images exactly as for training")]


def try_batch_statistics(model, images, truth, score):
    """Does batch normalisation do better with the statistics of these images than with its stored statistics?"""
    if not any(type(layer).__name__ == "BatchNormalization" for layer in model.layers):
        return []
    labels = both_classes(np.asarray(model(np.asarray(images, np.float32), training=True))).argmax(-1)
    better = mean_dice(truth, labels)
    if better < max(score + GAIN, 0.5):
        return []
    seen = f"as in training (statistics of the batch), Dice is {better:.2f} instead of {score:.2f}"
    advice = "train longer, lower the momentum of BatchNormalization (0.9), or leave it out with small batches"
    return [Finding("batch normalisation not settled", seen, advice)]


def try_positions(probabilities, truth):
    """Are the predictions inverted, flipped or rotated, shifted, or those of other images?

    The most probable pixels are taken as the object, as many as the masks have object pixels.
    """
    object_mask, brightness = truth > 0, 1 - probabilities[..., 0]
    if object_mask.mean() > 0.5:  # compare the rarer of the two, which tells more
        object_mask, brightness = ~object_mask, -brightness
    share = object_mask.mean()
    if share == 0:
        return []
    guess = brightness > np.quantile(brightness, 1 - share)
    as_it_is, darkest = (
        mean_dice(object_mask, guess),
        mean_dice(object_mask, brightness < np.quantile(brightness, share)),
    )
    scores = {way: mean_dice(object_mask, other) for way, other in turned(guess).items()}
    best = max(scores, key=scores.get)
    (down, right), moved = best_shift(brightness, guess, object_mask)
    shift_text = (
        f"{abs(down)} pixels {'down' if down > 0 else 'up'} and {abs(right)} to the {'right' if right > 0 else 'left'}"
    )
    found = [
        (darkest, "inverted", "the lowest probabilities", "swap object and background: 1 - mask"),
        (
            scores[best],
            "turned over",
            f"the answers {best}",
            "rotate and flip images and masks together (EXIF orientation? augmentation?)",
        ),
        (
            moved,
            "shifted",
            f"the answers moved {shift_text}",
            "crop images and masks in the same way, masks at the centre",
        ),
        (
            other_pairs(guess, object_mask),
            "pairs mixed up",
            "the answers for other images",
            "pair the files by their names",
        ),
    ]
    most, name, what, advice = max(found)
    if most < as_it_is + GAIN:
        return []
    return [
        Finding(name, f"the masks fit {what} (Dice {most:.2f}), not the answers as they are ({as_it_is:.2f})", advice)
    ]


def turned(guess):
    """Masks (count, height, width), flipped and rotated in all ways that keep their size: {words: masks}."""
    ways = {
        "upside down": guess[:, ::-1],
        "mirrored left to right": guess[:, :, ::-1],
        "turned by 180 degrees": guess[:, ::-1, ::-1],
    }
    if guess.shape[1] == guess.shape[2]:
        ways["with rows and columns exchanged"] = guess.swapaxes(1, 2)
        ways |= {f"turned by {90 * times} degrees": np.rot90(guess, times, (1, 2)) for times in (1, 3)}
    return ways


def other_pairs(guess, object_mask):
    """The Dice if each prediction is paired with the mask it fits best; 0 if two of them then have the same mask."""
    pairs = np.array([[mean_dice(mask, one) for mask in object_mask] for one in guess])
    best = pairs.argmax(axis=1)
    return pairs.max(axis=1).mean() if len(pairs) > 2 and len(set(best)) == len(pairs) else 0.0


def best_shift(brightness, guess, object_mask):
    """The shift (down, right), in pixels, with which the predictions best fit the masks, and the Dice it gives.

    The shift maximises the cross-correlation of `brightness` (count, height, width) and `object_mask` (bool, of the
    same shape); `guess` is the predicted mask (bool) that is shifted.
    """
    one, two = (
        np.fft.rfft2(array - array.mean(axis=(1, 2), keepdims=True)) for array in (brightness, object_mask * 1.0)
    )
    match = np.fft.irfft2((np.conj(one) * two).sum(axis=0), object_mask.shape[1:])
    shift = [int(i) for i in np.unravel_index(match.argmax(), match.shape)]
    shift = [i - n if i > n // 2 else i for i, n in zip(shift, match.shape, strict=True)]
    return shift, mean_dice(object_mask, np.roll(guess, shift, (1, 2)))


def answer(model, images):
    """The model's predictions for images (count, height, width, channels), one at a time to save memory."""
    return np.concatenate([predict_batch(model, image[None]) for image in images])


def both_classes(answers):
    """Probabilities (…, classes), background first: a sigmoid becomes two classes, several are scaled to sum to 1."""
    if answers.shape[-1] == 1:
        return np.concatenate([1 - answers, answers], axis=-1)
    return answers / np.maximum(answers.sum(axis=-1, keepdims=True), 1e-9)


def mean_dice(truth, labels):
    """The mean Dice of all classes except the most frequent one, over all images together; 0 if there is no other."""
    classes, counts = np.unique(truth, return_counts=True)
    scores = dice_per_class([truth], [labels], int(classes.max()) + 1)[classes.astype(int)]
    rarer = np.delete(scores, counts.argmax())
    return float(rarer.mean()) if len(rarer) else 0.0


def confidence(probabilities):
    """How certain predictions are, on average: 0 if all classes are equally likely, 1 if one of them is certain."""
    classes = probabilities.shape[-1]
    return float((probabilities.max(-1) - 1 / classes).mean() / (1 - 1 / classes))
