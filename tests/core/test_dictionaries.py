"""`unet_lessons.dictionaries`: the most probable entries, against ways found by hand."""

import math
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unet_lessons.dictionaries import best_split, by_spelling, count_pairs, counts_of, restored


def rare(word):
    """The cost of an unknown word in the tests: long words are rarer."""
    return math.log(30) + len(word) * math.log(10)


def split_with(entries, letters):
    """With single entries only, all of which follow a full stop."""
    return best_split(letters, {(".", entry): count for entry, count in entries.items()}, 1e9, rare)


def test_split_takes_the_most_probable_way():
    entries = {" to": 6, " get": 4, " together": 3, " her": 3, ",": 5}
    assert split_with(entries, "together,toget") == [" together", ",", " to", " get"]
    assert split_with(entries | {" together": 1, " to": 60, " get": 60, " her": 60}, "together") == [
        " to",
        " get",
        " her",
    ]
    assert split_with({" a": 1, " bcdefg": 1}, "axyz") == [" a", " xyz"]


def test_pairs_decide_between_words_of_one_frequency():
    pairs = Counter({(".", " the"): 9, (" the", " men"): 4, (" them", " en"): 1, (".", " them"): 9, (" so", " en"): 9})
    assert best_split("themen", pairs, 1, rare) == [" the", " men"]
    assert best_split("themen", pairs, 1e9, rare) == [" them", " en"]  # single entries: " en" is more frequent


def test_an_unknown_word_is_not_taken_for_a_question_mark():
    pairs = Counter({(".", " a"): 5, (" a", "?"): 50, ("?", " longer"): 1})
    assert best_split("axyz?", pairs, 1, rare) == [" a", " xyz", "?"]


@given(st.text("abcdefg", min_size=1, max_size=12))
def test_split_loses_no_letter(letters):
    assert "".join(split_with({" ab": 3, " c": 2, "d": 1, " bcd": 4}, letters)).replace(" ", "") == letters


def test_the_dictionary_knows_words_with_their_space_and_their_usual_form():
    pairs, usual_form = count_pairs(["The U-Net, the net.", "the end."])
    assert pairs[".", " the"] == 2 and pairs[",", " the"] == 1 and pairs[" u", "-"] == 1 and pairs["-", "net"] == 1
    assert sum(pairs.values()) == 11 and usual_form[" the"] == " the" and usual_form[" u"] == " U"
    assert restored("theend.theend.", pairs, usual_form, 3, rare) == "The end. The end."
    assert restored("theu-net.thenet", pairs, usual_form, 3, rare) == "The U-Net. The net"


def test_what_unknown_words_cost():
    pairs, _ = count_pairs(["the nation in motion", "a station", "the notion of action"])
    cost = by_spelling(pairs, 1)
    assert cost("lotion") < cost("lotoin") and cost("a") < cost("an") < cost("anq")
    assert counts_of(pairs, 1)[" the"] == 2 and counts_of(pairs, 0)["."] == 1


def test_the_cost_by_spelling_by_hand():
    pairs, _ = count_pairs(["a b a"])  # the words a and b; three entries, one of which occurs once
    one = by_spelling(pairs, 2, longest=1)  # letters by their frequency alone: a, b, and twice the end of a word
    letter, end = (1 + 2 / 2) / (4 + 2), (2 + 2 / 2) / (4 + 2)  # two characters
    assert one("a") == pytest.approx(math.log(3) - math.log(letter) - math.log(end))
