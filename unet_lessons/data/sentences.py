"""The sentences of this course as data for a network that reads text (notebook B5).

`sentences.json` is a snapshot taken by `unet_lessons.authoring.sentences`, so that editing a lesson does not change the
notebook.
"""

import json
from pathlib import Path

FILE = Path(__file__).with_name("sentences.json")


def sentences():
    """The sentences of the course: a dictionary of lists of texts, in which no sentence occurs twice. Used in B5.

    The keys are the lessons "00" to "09" (each with its practice and the hints of its checks), "pages" (glossary,
    README and others) and "code" (docstrings and messages of the package).
    """
    return json.loads(FILE.read_text("utf-8"))
