"""What the predictions of a model look like, which `diagnose` examines last; `hypotheses` tries to explain them."""

import numpy as np

from .finding import Finding
from .hypotheses import (
    GAIN,
    GREY,
    answer,
    both_classes,
    confidence,
    mean_dice,
    try_batch_statistics,
    try_positions,
    try_preparations,
)

ENOUGH = 0.8  # Dice from which a model counts as working, so that mere oddities are not reported
RARE = 0.05  # share of the pixels below which the object counts as rare
PATTERN, PEAK = 0.1, 100.0  # a pattern's amplitude relative to the spread; its power relative to nearby frequencies


def look_at_answers(model, images, masks, found):
    """Findings on the predictions for images (count, height, width, channels); `found` holds the earlier findings."""
    answers = answer(model, images)
    if not np.isfinite(answers).all():
        advice = "train again with a lower learning rate; do the images have huge values, is there 0/0 or log(0)?"
        return [Finding("NaN in the answer", "the model answers NaN or infinite numbers", advice)]
    low, high = float(answers.min()), float(answers.max())
    if low < -1e-3 or high > 1 + 1e-3:
        advice = "end the model in a sigmoid (one class) or softmax (several), or apply it to the answer"
        return [Finding("no probabilities", f"the answers go from {low:.3g} to {high:.3g}, not 0 to 1", advice)]
    if masks is not None and masks.shape[1:3] != answers.shape[1:3]:  # with a model of open size, this shows only now
        seen = f"the masks are {masks.shape[1]}×{masks.shape[2]}, the answers {answers.shape[1]}×{answers.shape[2]}"
        return [Finding("size of the masks", seen, "crop the masks at the centre, or use same padding")]
    probabilities = both_classes(answers)
    labels, truth = probabilities.argmax(-1), truth_of(masks, found)
    same = probabilities.std(axis=(0, 1, 2)).max() < 1e-4
    score = None if truth is None else mean_dice(truth, labels)
    explained = []
    if score is not None and score < ENOUGH:
        explained = [] if same else try_positions(probabilities, truth)
        explained = explained or try_batch_statistics(model, images, truth, score)
        explained = explained or try_preparations(model, images, truth, score)
    if same and not explained:
        seen = f"every pixel of every image gets the same answer, {probabilities[0, 0, 0, -1]:.3g}"
        advice = "the network is dead or saturated: build it again, lower the learning rate, scale the images to 0 … 1"
        return [Finding("dead network", seen, advice)]
    pattern = look_for_pattern(1 - probabilities[..., 0], None if truth is None else truth > 0)
    return (explained or look(probabilities, labels, truth, score)) + pattern


def truth_of(masks, found):
    """The masks as labels (count, height, width); None if they are not labels."""
    names = {finding.name for finding in found}
    if masks is None or any("mask" in name or "labels" in name for name in names - {"masks of 0 and 255"}):
        return None
    if masks.ndim == 4:
        masks = masks.argmax(-1) if masks.shape[-1] > 1 else masks[..., 0]
    return (masks > 127).astype(int) if "masks of 0 and 255" in names else masks.astype(int)


def look(probabilities, labels, truth, score):
    """Findings on predictions that are still unexplained: black, white, grey, a missing class, a threshold, a low Dice.

    probabilities  (count, height, width, classes), 0 to 1
    labels, truth  (count, height, width) of whole numbers: the most likely class, and the masks (None: not known)
    score          the mean Dice of the two, 0 to 1 (None without truth)
    """
    brightness = 1 - probabilities[..., 0]
    middle = f"probabilities of the object go from {brightness.min():.2f} to {brightness.max():.2f}"
    if truth is not None and probabilities.shape[-1] == 2 and score < ENOUGH:
        cuts = np.quantile(brightness, np.linspace(0.02, 0.98, 49))
        scores = [mean_dice(truth, brightness > cut) for cut in cuts]
        if max(scores) > max(score + GAIN, 0.5):
            cut = cuts[int(np.argmax(scores))]
            seen = f"above {cut:.2f} Dice is {max(scores):.2f}, above 0.5 {score:.2f}; {middle}"
            advice = f"train longer, use class weights or a Dice loss; for now, use threshold={cut:.2f}"
            return [Finding("threshold", seen, advice)]
    if labels.min() == labels.max():
        return [all_one(labels, truth, middle)]
    if confidence(probabilities) < GREY:
        advice = "train longer or with a higher learning rate; turn the probabilities into a mask with a threshold"
        return [Finding("grey", f"the predictions are uncertain everywhere; {middle}", advice)]
    if truth is None:
        return []
    found = left_out(labels, truth)
    if not found and score < 0.5:
        seen = f"Dice with the masks is {score:.2f}; {middle}"
        advice = "show image, mask and prediction side by side; let it memorise two images first, then train on more"
        found = [Finding("little fits", seen, advice)]
    return found


def all_one(labels, truth, middle):
    """The finding on predictions that are all black, all white, or all of one class; `middle` is part of the text."""
    label, share = int(labels.max()), None if truth is None else float((truth > 0).mean())
    name = "all black" if label == 0 else "all white"
    seen = f"every pixel is class {label}; {middle}"
    advice = "check scale and masks, train longer; a mask of 0 and 1 shown as 0 to 255 looks black: multiply it by 255"
    if share is not None and min(share, 1 - share) < RARE:
        seen += f"; {100 * share:.1f} % of the pixels are object"
        advice = "accuracy rewards a single class: use a Dice loss or class weights, and train on crops that have both"
    return Finding(name, seen, advice)


def left_out(labels, truth):
    """The finding on classes that are in the masks but are never predicted."""
    missing = [int(label) for label in np.unique(truth) if not (labels == label).any()]
    if not missing:
        return []
    seen = f"class {', '.join(map(str, missing))} is in the masks but is never predicted"
    return [
        Finding(
            "class left out",
            seen,
            "give rare classes a higher weight, or show them more often; use a Dice loss; train longer",
        )
    ]


def look_for_pattern(brightness, object_mask):
    """The finding on a pattern that repeats every 2 or 4 pixels and is not in the masks: checkerboard or stripes.

    `brightness` is (count, height, width), 0 to 1; `object_mask` is the object as bool, of the same shape, or None.
    It looks for single frequencies that stand out in the mean power spectrum, and skips images below 16 pixels.
    """
    height, width = (size // 4 * 4 for size in brightness.shape[1:])
    if min(height, width) < 16:
        return []
    rest = brightness - object_mask if object_mask is not None else brightness
    spread = max(float(brightness.std()), 1e-9)
    power = (np.abs(np.fft.fft2(rest[:, :height, :width])) ** 2).mean(axis=0)
    for period in (2, 4):
        y, x = height // period, width // period
        strong = [frequency for frequency in ((y, 0), (0, x), (y, x), (y, -x)) if stands_out(power, frequency, spread)]
        if strong:
            stripes = len({bool(down and right) for down, right in strong}) == 1 and len(strong) == 1 and 0 in strong[0]
            advice = "train longer, or resize and convolve instead of the up-convolution"
            if stripes:
                advice = (
                    "was the image read in the wrong shape (rows and columns, channels first)? Otherwise: " + advice
                )
            return [
                Finding("stripes" if stripes else "checkerboard", f"a pattern repeats every {period} pixels", advice)
            ]
    return []


def stands_out(power, frequency, spread):
    """Whether one frequency (row, column) is far stronger than those around it, and strong enough to be visible."""
    rows, columns = (
        np.arange(centre - 3, centre + 4) % size for centre, size in zip(frequency, power.shape, strict=True)
    )
    around = np.delete(power[np.ix_(rows, columns)].ravel(), 24)
    peak = power[frequency]
    return peak > PEAK * np.median(around) and np.sqrt(peak) / power.size > PATTERN * spread
