"""Notebook B5, text: the functions that it defines, and the prose that it reads."""

import re
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from notebook_cells import functions

from unet_lessons.authoring.sentences import plain_sentences, sentences_in_code
from unet_lessons.data.sentences import sentences
from unet_lessons.plots import b5 as figures

TEXTS = st.lists(st.text("abcXYZ09.,-", min_size=1, max_size=6), min_size=1, max_size=8).map(" ".join)
NAMES = functions("b5", np=np, re=re, Counter=Counter, ENTRY=re.compile(r" ?(?:\w+|[^\w ])"))


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


def split_with(entries, letters, unknown=10):
    return NAMES["split"](letters, Counter(entries), unknown)


def test_split_takes_the_most_probable_way():
    entries = {" to": 6, " get": 4, " together": 3, " her": 3, ",": 5}
    assert split_with(entries, "together,toget") == [" together", ",", " to", " get"]
    assert split_with(entries | {" together": 1, " to": 60, " get": 60, " her": 60}, "together") == [
        " to",
        " get",
        " her",
    ]
    assert split_with({" a": 1, " bcdefg": 1}, "axyz") == [" a", " xyz"]


@given(st.text("abcdefg", min_size=1, max_size=12))
def test_split_loses_no_letter(letters):
    assert "".join(split_with({" ab": 3, " c": 2, "d": 1, " bcd": 4}, letters)).replace(" ", "") == letters


def test_the_dictionary_knows_words_with_their_space_and_their_usual_form():
    counts, usual_form = NAMES["count_entries"](["The U-Net, the net.", "the end."])
    assert counts[" the"] == 3 and counts[","] == 1 and counts[" u"] == 1 and counts["-"] == 1 and counts["net"] == 1
    assert usual_form[" the"] == " the" and usual_form[" u"] == " U"
    letters, labels = NAMES["take_away"]("The end. The end.")
    assert np.array_equal(NAMES["by_dictionary"](letters, counts, usual_form, 10)[1:], labels[1:])


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
    figure = figures.show_restored(letters, truth, guess)
    boxes = [patch for patch in figure.axes[0].patches if patch.get_width() == 1]
    assert len(boxes) == 3 and sum(box.get_hatch() is not None for box in boxes) == 1
    with pytest.raises(ValueError, match="8 letters"):
        figures.show_restored(letters, truth[:3], guess)


def test_scores_need_a_name_each():
    assert figures.show_scores(["a", "b"], [[0.9, 0.8], [0.8, 0.7]], [0.7, 0.6]).axes
    with pytest.raises(ValueError, match="one of each"):
        figures.show_scores(["a"], [[0.9, 0.8]], [0.7])


def test_runs_of_words_find_what_two_sentences_share():
    runs_of = NAMES["runs_of"]
    assert runs_of("One two three four") == set() and len(runs_of("a b c d e f g")) == 2
    assert runs_of("So we take the U as it is") & runs_of("There, take the u as it is!") == set()
    assert runs_of("So we take the U as it is") & runs_of("Then WE take the u as it is") == {
        "we take the u as it",
        "take the u as it is",
    }
