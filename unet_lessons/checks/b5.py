"""The check for the exercise of notebook B5."""

import numpy as np

from .results import check
from .vocabulary import expect_answer

TEXT = "we see far and we see near"
PLACES = "Words that merge or break shift all later ones. Compare positions, counted in letters, not in words."
MARKS = "Marks such as `.` and `,` belong to their word, and count as letters: a mark that moved spoils two words."
RESTORED = "Divide by the number of words in `text`, not in `restored`."
CASES = [  # a text, restored as, the share; hints, and pairs (what a mistake gives, the hint meant for it)
    (
        (TEXT, "wesee far and we see near", 5 / 7),
        "Two of the seven words have merged into one; the other five are whole.",
        PLACES,
        (0, f"{PLACES} And `//` would cut any share to 0: divide with `/`."),
        (500 / 7, "This is in percent. The share is a number from 0 to 1."),
        *[(one, "Divide by the number of words in `text` alone.") for one in (5 / 8, 10 / 13)],
        (5, "This is how many. Divide by the number of words in `text`."),
        (5 / 6, RESTORED),
        (1, "`we` and `see` stand further on, but here they have merged. A word counts at its own position only."),
        (24 / 26, "Are these letters and spaces that agree? Whole words are asked for."),
        (2 / 7, "These are the words that are wrong. The exercise asks for the share that is right."),
    ),
    (
        (TEXT, "we seef ar and we se e near", 4 / 7),
        "`we`, `and`, `we` and `near` are whole. `see far` was cut at the wrong place, and `see` was cut in two.",
        PLACES,
        (5 / 7, "A word that is in the text twice counts twice: each at its own position."),
        (4 / 8, RESTORED),
        (3 / 7, "`we` stands in the text twice, and both are whole. A set of words forgets that: use positions."),
    ),
    (
        ("The U. It is", "the u. it is", 1),
        "Capitals do not count here: bring both texts to lower case first, or compare positions only.",
    ),
    (
        ("ab aba b", "aba b ab", 0),
        "The same words are in both, but none at its own position. Counting words is not enough.",
    ),
    (("a b", "ab", 0), "No word is whole: the share is 0."),
    (("ab", "a b", 0), "`a` and `b` are no word of this text, and `ab` is broken: the share is 0."),
    (("to and fro", "to and fro", 1), "All three are whole: the share is 1."),
    (("noon", "noon", 1), "One word, and it is whole."),
    (
        ("It is. So be it!", "It is .So be it!", 3 / 5),
        MARKS,
        "`is.` has become `is`, and `So` has become `.So`: two of five words are spoilt.",
        (1, MARKS),
    ),
    (("We saw it.", "we saw it .", 2 / 3), "The full stop at the end belongs to `it.`: it has been cut off.", MARKS),
    (("a, b c", "a ,b c", 1 / 3), MARKS, (1, MARKS), (2 / 3, MARKS)),
    (
        ("we see far", " we see  far ", 1),
        "More spaces at the beginning, the end or between change no word: `text.split()`.",
    ),
    (
        ("we  see far ", "wesee far", 1 / 3),
        "More spaces make no more words, not in `text` either: `text.split()`.",
    ),
    (
        ("a a a b", "aaa b", 1 / 4),
        "Only `b` is whole. Do you count letters, spaces left out, before each word?",
    ),
    (
        ("THE CAT SAT ON THE MAT", "The catsat on the mat", 4 / 6),
        "Capitals do not count here, and `cat sat` has merged.",
        (3 / 6, "A word that is in the text twice counts twice: each at its own position."),
    ),
]


def random_cases():
    """Longer texts, with marks and capitals, whose spaces are moved, lost or new: (text, restored, share)."""
    rng = np.random.default_rng(0)
    words = "a an on no noon in the then he hen, at. cat act! to too so soon".split()
    for count in (3, 20, 400):
        text = " ".join(word.title() if rng.random() < 0.3 else word for word in rng.choice(words, count))
        letters, begins = text.replace(" ", ""), places(text)
        cuts = {begin for begin, _ in begins if rng.random() < 0.8} | set(
            rng.integers(1, len(letters), count // 8 + 1).tolist()
        )
        restored = "".join(" " * (n in cuts and n > 0) + letter for n, letter in enumerate(letters)).swapcase()
        yield text, restored, len(begins & places(restored)) / len(begins)


def places(text):
    """Where the words of a text begin and end, counted in letters: a set of pairs."""
    ends = np.cumsum([len(word) for word in text.split()]).tolist()
    return set(zip([0, *ends], ends, strict=False))


@check(
    "Exercise · words_right",
    "Give each word a position: how many letters, spaces not counted, stand before it, and how long it is.",
    "Collect the positions of both texts in two sets. The answer: how many are in both, divided by those of `text`.",
    seconds=10,
)
def words_right(answer):
    for (text, restored, share), *said in CASES:
        expect_answer(answer, (f"{text!r}, restored as {restored!r}", text, restored, share), *said)
    for text, restored, share in random_cases():
        what = f"a text of {len(text.split())} words" if len(text) > 99 else f"{text!r}, restored as {restored!r}"
        expect_answer(answer, (what, text, restored, share), PLACES, MARKS)
