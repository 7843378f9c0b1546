"""The sentences of this course as data for a network that reads text, and typing errors in them (notebook B5).

`sentences.json` is a snapshot taken by `unet_lessons.authoring.sentences`, so that editing a lesson does not change the
notebook.
"""

import json
import re
from pathlib import Path

FILE = Path(__file__).with_name("sentences.json")


def sentences():
    """The sentences of the course: a dictionary of lists of texts, in which no sentence occurs twice. Used in B5.

    The keys are the lessons "00" to "09" (each with its practice and the hints of its checks), "pages" (glossary,
    README and others) and "code" (docstrings and messages of the package).
    """
    return json.loads(FILE.read_text("utf-8"))


def mistype(sentence, rng, share=0.1):
    """The sentence with a typing error in a share (0 to 1) of its words of four letters or more. Used in B5.

    One letter inside the word, never its first, is lost or swapped with the next one. `rng` is a NumPy generator.
    """

    def typed(match):
        word, place = match[0], rng.integers(1, len(match[0]) - 1)
        lost, hit = rng.random() < 0.5, rng.random() < share
        end = word[place + 1 :] if lost else word[place + 1] + word[place] + word[place + 2 :]
        return word[:place] + end if hit else word

    return re.sub("[a-zA-Z]{4,}", typed, sentence)


def kinds_of(sentence, original, known):
    """The kind of each letter's word: "known", "unknown", "letter lost" or "letters swapped"; a list. Used in B5.

    `sentence` is the `original` after `mistype`. A word is known if it, or each of its parts between marks, is among
    `known`, a set of words in lower case. A space is no letter.
    """
    kinds = []
    for word, right in zip(sentence.split(), original.split(), strict=True):
        kind = "known" if known.issuperset(re.findall(r"\w+", right.lower())) else "unknown"
        if word != right:
            kind = "letter lost" if len(word) < len(right) else "letters swapped"
        kinds += [kind] * len(word)
    return kinds
