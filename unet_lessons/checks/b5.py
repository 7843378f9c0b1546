"""The check for the exercise of notebook B5."""

from .results import check
from .vocabulary import expect_answer

TEXT = "we see far and we see near"
PLACES = "Words that merge or break shift all later ones. Compare places, counted in letters, not numbers in a list."
RESTORED = "Divide by the number of words in `text`, not in `restored`."
CASES = [  # a text, restored as, the share; hints, and pairs (what a mistake gives, the hint meant for it)
    (
        (TEXT, "wesee far and we see near", 5 / 7),
        "Two of the seven words have merged into one; the other five are whole.",
        PLACES,
        (0, PLACES),
        (5, "This is how many. Divide by the number of words in `text`."),
        (5 / 6, RESTORED),
        (1, "`we` and `see` stand further on, but here they have merged. A word counts at its own place only."),
        (24 / 26, "Are these letters and spaces that agree? Whole words are asked for."),
        (2 / 7, "These are the words that are wrong. Asked is the share that is right."),
    ),
    (
        (TEXT, "we seef ar and we se e near", 4 / 7),
        "`we`, `and`, `we` and `near` are whole. `see far` was cut at the wrong place, and `see` was cut in two.",
        PLACES,
        (5 / 7, "A word that is in the text twice counts twice: each at its own place."),
        (4 / 8, RESTORED),
        (3 / 7, "`we` stands in the text twice, and both are whole. A set of words forgets that: use places."),
    ),
    (
        ("The U. It is", "the u. it is", 1),
        "Capitals do not count here: bring both texts to lower case first, or compare places only.",
    ),
    (
        ("ab aba b", "aba b ab", 0),
        "The same words stand in both, but none at its place. Counting words is not enough.",
    ),
    (("a b", "ab", 0), "No word is whole: the share is 0."),
    (("ab", "a b", 0), "`a` and `b` are no word of this text, and `ab` is broken: the share is 0."),
    (("to and fro", "to and fro", 1), "All three are whole: the share is 1."),
    (("noon", "noon", 1), "One word, and it is whole."),
]


@check(
    "Exercise · words_right",
    "Give each word a place: how many letters, spaces not counted, stand before it, and how long it is.",
    "Collect the places of both texts in two sets. The answer: how many are in both, divided by those of `text`.",
    seconds=10,
)
def words_right(answer):
    for (text, restored, share), *said in CASES:
        expect_answer(answer, (f"{text!r}, restored as {restored!r}", text, restored, share), *said)
