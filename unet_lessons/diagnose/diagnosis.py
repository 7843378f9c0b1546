"""Why is the prediction grey, black, white, shifted, striped or NaN? Ask the images, the masks and the model.

    from unet_lessons.diagnose import diagnose, print_findings
    print_findings(diagnose(model, images, masks))

First the arrays are looked at (`inputs`), then the model (`model`), then what it answers (`outputs`). Nothing here
raises for bad data: what is bad is what is reported.
"""

import numpy as np

from .finding import Finding
from .inputs import as_numbers, look_at_masks, look_at_numbers, look_at_shapes
from .model import look_at_model
from .outputs import look_at_answers

MOST = 16  # images that are looked at: enough to tell, and quick


def diagnose(model, images, masks=None):
    """What is wrong with a model, its images and masks: a list of `Finding`s, causes first; empty if nothing is.

    Give images as the model gets them (after scaling, standardising, …), if possible images that it was trained on.

    images  (count, height, width, channels)
    masks   (count, height, width[, 1]) of labels, or (count, height, width, classes) of 0 and 1; with valid padding as
            large as the model's answer. None: then only what can be seen without the truth is found.

    At most 16 images, spread over all, are looked at. Never raises, whatever is wrong with the three.
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
    except Exception as error:  # a check stumbled over data that nobody thought of: say so, and keep what was found
        text = str(error).strip().splitlines()
        words = f"{type(error).__name__}: {text[0][:200] if text else 'no message'}"
        return [*found, Finding("not finished", f"the checks stopped at {words}", "look at shapes and kinds first")]


def print_findings(findings):
    """Print what `diagnose` found, one finding after the other."""
    if not findings:
        print("nothing found")
    for number, finding in enumerate(findings, start=1):
        print(f"{number}. {finding.name}: {finding.seen}\n   try: {finding.advice}")


def some_of(array):
    """At most MOST of the first axis, evenly spread; all of an array that has no axes to spare."""
    if array.ndim < 3 or len(array) <= MOST:
        return array
    return array[np.linspace(0, len(array) - 1, MOST).astype(int)]
