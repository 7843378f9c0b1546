"""Why is the prediction grey, black, white, shifted, striped or NaN? Examines images, masks and model. Lesson 09.

    from unet_lessons.diagnose import diagnose, print_findings
    print_findings(diagnose(model, images, masks))

It examines first the arrays (`inputs`), then the model (`model`), then its predictions (`outputs`). Bad data never
raises an error here, because it is what should be reported.
"""

import numpy as np

from .finding import Finding
from .inputs import as_numbers, look_at_masks, look_at_numbers, look_at_shapes
from .model import look_at_model
from .outputs import look_at_answers

MOST = 16  # number of images that are examined: enough for a diagnosis, and fast


def diagnose(model, images, masks=None):
    """What is wrong with a model, its images and its masks: a list of `Finding`s, causes first; empty if nothing is.

    Give the images as the model gets them (after scaling, standardising and so on), if possible images that it was
    trained on.

    images  (count, height, width, channels)
    masks   (count, height, width[, 1]) of labels, or (count, height, width, classes) of 0 and 1; with valid padding
            they have the size of the model's output. None: only faults that show without the ground truth are found

    At most 16 images, evenly chosen from all, are examined. Never raises an error, whatever is wrong.
    """
    found = []
    try:
        images, masks = as_numbers("images", images, found), as_numbers("masks", masks, found)
        if images is None or found:
            return found
        images, masks = some_of(images), None if masks is None else some_of(masks)
        found += look_at_shapes(model, images, masks)
        if found:
            return found
        found += look_at_numbers(images, masks)
        if masks is not None:
            found += look_at_masks(model, masks)
        found += look_at_model(model, masks)
        if any(finding.name in ("NaN in the images", "NaN in the masks", "NaN in the weights") for finding in found):
            return found
        return found + look_at_answers(model, images, masks, found)
    except Exception as error:  # data that nobody thought of: say so, and keep what was found
        text = str(error).strip().splitlines()
        words = f"{type(error).__name__}: {text[0][:200] if text else 'no message'}"
        return [*found, Finding("not finished", f"the checks stopped at {words}", "look at shapes and types first")]


def print_findings(findings):
    """Print the findings of `diagnose`, numbered, each with what was seen and what to try."""
    if not findings:
        print("nothing found")
    for number, finding in enumerate(findings, start=1):
        print(f"{number}. {finding.name}: {finding.seen}\n   try: {finding.advice}")


def some_of(array):
    """At most MOST elements of the first axis, evenly chosen; all of them if the array has fewer than three axes."""
    if array.ndim < 3 or len(array) <= MOST:
        return array
    return array[np.linspace(0, len(array) - 1, MOST).astype(int)]
