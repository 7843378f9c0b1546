"""Notebook B5, text: the functions that it defines, and the prose that it reads."""

import ast
import math
import re
from collections import Counter
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from notebook_cells import cells, functions

from unet_lessons.authoring.sentences import plain_sentences, sentences_in_code
from unet_lessons.data.sentences import sentences
from unet_lessons.plots import b5 as figures

TEXTS = st.lists(st.text("abcXYZ09.,-", min_size=1, max_size=6), min_size=1, max_size=8).map(" ".join)
NAMES = functions(
    "b5",
    np=np,
    re=re,
    math=math,
    cache=cache,
    Counter=Counter,
    alphabet="abcdefgh",
    ENTRY=re.compile(r" ?(?:\w+|[^\w ])"),
)


@given(TEXTS)
def test_what_is_taken_away_can_be_put_back(text):
    letters, labels = NAMES["take_away"](text)
    assert letters == text.replace(" ", "").lower() and labels.shape == (len(letters), 2)
    assert NAMES["put_back"](letters, labels) == text


def test_f1_by_hand():
    f1 = NAMES["f1"]
    assert f1([1, 1, 0, 0], [1, 0, 1, 0]) == 0.5
    assert f1([1, 1, 0], [1, 1, 0]) == 1 and f1([1, 1], [0, 0]) == 0
    rng = np.random.default_rng(0)
    truth, guess = rng.random((2, 200)) > 0.7
    found, right = np.sum(truth & guess) / truth.sum(), np.sum(truth & guess) / guess.sum()
    assert f1(truth, guess) == pytest.approx(2 * found * right / (found + right))


def rare(word):
    """The cost of an unknown word in the tests: long words are rarer."""
    return math.log(30) + len(word) * math.log(10)


def split_with(entries, letters):
    """With single entries only, all of which follow a full stop."""
    return NAMES["split"](letters, {(".", entry): count for entry, count in entries.items()}, 1e9, rare)


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
    assert NAMES["split"]("themen", pairs, 1, rare) == [" the", " men"]
    assert NAMES["split"]("themen", pairs, 1e9, rare) == [" them", " en"]  # single entries: " en" is more frequent


def test_an_unknown_word_is_not_taken_for_a_question_mark():
    pairs = Counter({(".", " a"): 5, (" a", "?"): 50, ("?", " longer"): 1})
    assert NAMES["split"]("axyz?", pairs, 1, rare) == [" a", " xyz", "?"]


@given(st.text("abcdefg", min_size=1, max_size=12))
def test_split_loses_no_letter(letters):
    assert "".join(split_with({" ab": 3, " c": 2, "d": 1, " bcd": 4}, letters)).replace(" ", "") == letters


def test_the_dictionary_knows_words_with_their_space_and_their_usual_form():
    pairs, usual_form = NAMES["count_pairs"](["The U-Net, the net.", "the end."])
    assert pairs[".", " the"] == 2 and pairs[",", " the"] == 1 and pairs[" u", "-"] == 1 and pairs["-", "net"] == 1
    assert sum(pairs.values()) == 11 and usual_form[" the"] == " the" and usual_form[" u"] == " U"
    letters, labels = NAMES["take_away"]("The end. The end.")
    assert np.array_equal(NAMES["by_dictionary"](letters, pairs, usual_form, 3, rare)[1:], labels[1:])


def test_what_unknown_words_cost():
    pairs, _ = NAMES["count_pairs"](["the nation in motion", "a station", "the notion of action"])
    by_length, by_spelling = NAMES["by_length"](pairs, 10), NAMES["by_spelling"](pairs, 1)
    assert by_length("ab") == pytest.approx(math.log(10) + 2 * math.log(10))  # ten entries in all
    assert by_spelling("lotion") < by_spelling("lotoin") and by_spelling("a") < by_spelling("an") < by_spelling("anq")
    assert NAMES["counts_of"](pairs, 1)[" the"] == 2 and NAMES["counts_of"](pairs, 0)["."] == 1


def test_typing_errors_lose_or_swap_one_letter_inside_a_word():
    sentence = "Does the contracting path lose it?"
    every = [NAMES["mistype"](sentence, np.random.default_rng(seed), share=1) for seed in range(20)]
    assert NAMES["mistype"](sentence, np.random.default_rng(0), share=0) == sentence
    for mistyped in every:
        for word, right in zip(mistyped.split(), sentence.split(), strict=True):
            if len(right.strip("?")) < 4:
                assert word == right
            elif len(word) == len(right):
                assert Counter(word) == Counter(right) and sum(a != b for a, b in zip(word, right, strict=True)) <= 2
            else:
                assert len(word) == len(right) - 1 and not Counter(word) - Counter(right)
            assert word[0] == right[0]
    assert len({len(mistyped) for mistyped in every}) > 1


def test_kinds_of_words():
    NAMES["known_words"] = {"the", "net", "u", "-"}
    assert NAMES["kinds_of"]("The U-Net xy", "The U-Net xy") == ["known"] * 8 + ["unknown"] * 2
    assert (
        NAMES["kinds_of"]("The nt ent", "The net net") == ["known"] * 3 + ["letter lost"] * 2 + ["letters swapped"] * 3
    )


def test_mistakes_are_counted_in_each_sentence():
    some, labels = ["a b", "c", "de"], np.zeros((5, 2))
    guess = np.array([[1, 1], [0, 0], [0, 1], [0, 0], [1, 0]])
    assert NAMES["mistakes"](some, labels, guess).tolist() == [200, 100, 100]
    assert NAMES["mistakes"](some, labels, guess, np.arange(5) < 2).tolist() == [200, 0, 0]


def test_the_stored_runs_say_what_the_text_says():
    """The chain is better than the U-Net for every seed, in all three scores."""
    (stored,) = [cell for cell in cells("b5") if cell.startswith("STORED")]
    stored = ast.literal_eval(stored.split("=", 1)[1].split("\n", 1)[0].split("#")[0] + stored.split("\n", 1)[1])
    wide, narrow = (np.array(stored[name]) for name in ("U-Net", "chain"))
    assert wide.shape == narrow.shape == (3, 3) and (narrow.min(axis=0) > wide.max(axis=0)).all()
    (far,) = [cell for cell in cells("b5") if "STORED_FAR = " in cell]
    far = ast.literal_eval(far.split("STORED_FAR = ")[1].split("\n")[0])
    assert (np.abs(far["F1"] - narrow) < 0.012).all() and (far["F1"] > wide.max(axis=0)).all()


def test_batches_of_text():
    train = ["The U is built.", "Its weights are random numbers.", "It has not learnt yet."] * 20
    alphabet = sorted({a for s in train for a in s.lower() if a != " "})
    NAMES.update(train_sentences=train, alphabet=alphabet, channel={a: n for n, a in enumerate(alphabet, 1)})
    made = list(NAMES["text_batches"](7, seed=0, length=16, batch=4))
    assert len(made) == 7
    for x, y in made:
        assert x.shape == (4, 16, len(alphabet) + 1) and y.shape == (4, 16, 2)
        assert (x.sum(axis=-1) == 1).all()
    blank = np.mean([x[..., 0] for x, _ in made])
    assert 0.03 < blank < 0.2
    again = list(NAMES["text_batches"](7, seed=0, length=16, batch=4))
    assert all(np.array_equal(a[0], b[0]) for a, b in zip(made, again, strict=True))
    x, y = next(NAMES["text_batches"](1, seed=1, length=16, batch=4, blank=0))
    letters = "".join(alphabet[code - 1] for code in x[0].argmax(-1))
    assert letters in "".join(train).replace(" ", "").lower() * 2 or "." in letters  # a piece of the sentences


def test_prose_is_prose():
    prose = sentences()
    assert set(prose) == {f"{n:02}" for n in range(10)} | {"pages", "code"}
    every = [s for part in prose.values() for s in part]
    assert len(every) == len(set(every)) and len(every) > 3000
    assert all(s[-1] in ".!?:)" and not re.search(r"[`*|$\\<>=\n]", s) for s in every)


def test_plain_sentences():
    text = """# A heading of some length

A first sentence with **two** words in bold. See [the next lesson](x.ipynb) for its end!

| a table | with cells that are long |
- A list item that is a sentence, too.
- With `code` in it, it is left out.

```python
A line of code that looks like prose.
```
Too short. x is 3 = 3 here, so it is a formula.
"""
    assert plain_sentences(text) == [
        "A first sentence with two words in bold.",
        "See the next lesson for its end!",
        "A list item that is a sentence, too.",
    ]
    code = (
        'def f():\n    """Gives the number of all pixels."""\n    return f"There are {3} pixels in this one.", "no"\n'
    )
    assert sentences_in_code(code) == ["Gives the number of all pixels."]


def test_restored_text_marks_each_mistake():
    letters, truth = NAMES["take_away"]("The U is it")
    guess = truth.copy()
    guess[0, 1], guess[3, 0], guess[5, 0] = 0, 0, 1  # a small letter, a space missing, a space too many
    figure = figures.show_restored(letters, truth, guess, "by hand")
    boxes = [patch for patch in figure.axes[0].patches if patch.get_width() == 1]
    assert len(boxes) == 3 and sum(box.get_hatch() is not None for box in boxes) == 1
    assert figure.axes[0].get_title("left") == "by hand"
    underlined = figures.show_restored(letters, truth, guess, "by hand", [True] * 3 + [False] * 5)
    assert len(figure.axes[0].lines) == 0 and len(underlined.axes[0].lines) == 3
    with pytest.raises(ValueError, match="8 letters"):
        figures.show_restored(letters, truth[:3], guess, "by hand")


def test_a_word_that_does_not_fit_begins_a_new_line():
    texts = list("a" * 60 + " " + "b" * 20 + " " + "c" * 52)
    places = figures.wrapped(texts)
    assert places[60] == (0, 60) and places[61] == (1, 0) and places[82] == (2, 0) and places[-1] == (2, 51)
    assert max(column for _, column in figures.wrapped(["d"] * 100)) < figures.COLUMNS


def test_scores_need_a_name_each():
    figure = figures.show_scores(
        ["a", "b"], {"U": [[0.9, 0.8], [0.8, 0.7]]}, {"words": [0.7, 0.6], "pairs": [0.8, 0.7]}
    )
    assert [text.get_text() for text in figure.legends[0].get_texts()] == ["U", "words", "pairs"]
    with pytest.raises(ValueError, match="one for each name"):
        figures.show_scores(["a"], {"U": [[0.9, 0.8]]}, {"words": [0.7]})
    with pytest.raises(ValueError, match="1 to 4 rows"):
        figures.show_scores(["a"], {}, {"words": [0.7]})


def test_runs_of_words_find_what_two_sentences_share():
    runs_of = NAMES["runs_of"]
    assert runs_of("One two three four") == set() and len(runs_of("a b c d e f g")) == 2
    assert runs_of("So we take the U as it is") & runs_of("There, take the u as it is!") == set()
    assert runs_of("So we take the U as it is") & runs_of("Then WE take the u as it is") == {
        "we take the u as it",
        "take the u as it is",
    }
