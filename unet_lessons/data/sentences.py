"""The course's own sentences, for a network that reads letters (notebook B5).

`sentences.json` is a snapshot, so that the notebook stays as it is when a lesson is edited;
`unet_lessons.authoring.sentences` takes it.
"""

import json
from pathlib import Path

FILE = Path(__file__).with_name("sentences.json")


def sentences():
    """The sentences of the course, a dictionary of lists of texts. No sentence is in it twice.

    The keys are the lessons, "00" to "09" (each with its practice and the hints of its checks), "pages" (glossary,
    README and others) and "code" (what the package says about its own functions).
    """
    return json.loads(FILE.read_text("utf-8"))
