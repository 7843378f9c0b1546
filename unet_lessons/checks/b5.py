"""The check for the exercise of notebook B5."""

from .results import check
from .vocabulary import array_of, call, expect_equal

TEXT = "we see far and we see near"


def share_of(text, restored):
    """The share of the words of `text` that stand in `restored` at the same place: the course's own answer."""

    def places(words):
        found, begin = set(), 0
        for word in words.split():
            found.add((begin, begin + len(word)))
            begin += len(word)
        return found

    return len(places(text) & places(restored)) / len(places(text))


@check(
    "Exercise · words_right",
    "Give each word a place: how many letters, spaces not counted, stand before it, and how long it is.",
    "Collect the places of both texts in two sets. The answer: how many are in both, divided by those of `text`.",
    seconds=10,
)
def words_right(answer):
    spaces = (
        "Words that merge or break shift all later ones. Compare places, counted in letters, not numbers in a list."
    )
    restored = "wesee far and we see near"
    expect_equal(
        f"{TEXT!r}, restored as {restored!r}",
        call(answer, TEXT, restored),
        5 / 7,
        "Two of the seven words have melted into one; the other five are whole.",
        spaces,
        mistakes=[
            (0, spaces),
            (5, "This is how many. Divide by the number of words in `text`."),
            (5 / 6, "Divide by the number of words in `text`, not in `restored`."),
            (1, "`we` and `see` stand further on, but here they have melted. A word counts at its own place only."),
            (24 / 26, "Are these letters and spaces that agree? Whole words are asked for."),
            (2 / 7, "These are the words that are wrong. Asked is the share that is right."),
        ],
    )
    moved = "we seef ar and we se e near"
    expect_equal(
        f"{TEXT!r}, restored as {moved!r}",
        call(answer, TEXT, moved),
        4 / 7,
        "`we`, `and`, `we` and `near` are whole. `see far` was cut at the wrong place, and `see` was cut in two.",
        spaces,
        mistakes=[
            (5 / 7, "A word that is in the text twice counts twice: each at its own place."),
            (4 / 8, "Divide by the number of words in `text`, not in `restored`."),
            (3 / 7, "`we` stands in the text twice, and both are whole. A set of words forgets that: use places."),
        ],
    )
    expect_equal(
        "'The U. It is', restored as 'the u. it is'",
        call(answer, "The U. It is", "the u. it is"),
        1.0,
        "Capitals do not count here: bring both texts to small letters first, or compare places only.",
    )
    for text, other, right, hint in (
        (
            "ab aba b",
            "aba b ab",
            0.0,
            "The same words stand in both, but none at its place. Counting words is not enough.",
        ),
        ("a b", "ab", 0.0, "No word is whole: the share is 0."),
        ("ab", "a b", 0.0, "`a` and `b` are no word of this text, and `ab` is broken: the share is 0."),
        ("to and fro", "to and fro", 1.0, "All three are whole: the share is 1."),
        ("noon", "noon", 1.0, "One word, and it is whole."),
    ):
        expect_equal(f"{text!r}, restored as {other!r}", array_of("the share", call(answer, text, other)), right, hint)
