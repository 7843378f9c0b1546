"""Notebook B5, text: the functions that it defines, and the prose that it reads."""

import ast
import math
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from notebook_cells import cells, functions

from unet_lessons.authoring.sentences import plain_sentences, sentences_in_code
from unet_lessons.data.sentences import sentences
from unet_lessons.dictionaries import count_pairs, restored
from unet_lessons.plots import b5 as figures

TEXTS = st.lists(st.text("abcXYZ09.,-", min_size=1, max_size=6), min_size=1, max_size=8).map(" ".join)
NAMES = functions("b5", np=np, math=math, restored=restored)


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


def test_a_dictionary_gives_labels():
    pairs, usual_form = count_pairs(["The U-Net, the net.", "the end."])
    by_length = NAMES["by_length"](pairs, 10)
    assert by_length("ab") == pytest.approx(math.log(11) + 2 * math.log(10))  # eleven entries in all
    letters, labels = NAMES["take_away"]("The end. The end.")
    assert np.array_equal(NAMES["by_dictionary"](letters, pairs, usual_form, 3, by_length), labels)


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
    assert [text.get_text() for text in figure.legends[0].get_texts()] == ["space missing", "extra space", "wrong case"]
    missing = figures.show_restored(letters, truth, truth * [0, 1], "no space").legends[0]
    assert [text.get_text() for text in missing.get_texts()] == ["space missing"]
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
