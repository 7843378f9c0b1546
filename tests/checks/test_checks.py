"""`unet_lessons.checks`: compare, and how a check speaks."""

import importlib
import types

import numpy as np
import pytest
from notebook_cells import cells

from unet_lessons.backend import keras
from unet_lessons.checks.compare import compare, reveal
from unet_lessons.checks.networks import expect_network, expect_same_in_training, expect_weights
from unet_lessons.checks.results import all_passed, check, checks_of, failures, go_on_with, passed, progress, question
from unet_lessons.checks.vocabulary import NotYet, call, expect, expect_equal, expect_shape


@pytest.mark.parametrize(
    ("mine", "reference", "same", "words"),
    [
        ([[1, 2]], [[1, 2]], True, "exact: all 2 numbers"),
        ([1.0, 2.0 + 1e-7], [1.0, 2.0], True, "equal: all 2 numbers agree to 1e-06"),
        ([0.5], [0.5], True, "equal"),
        (3, 3, True, "exact: the number is the same"),
        ([np.inf], [np.inf], True, "the same"),
        ([1000.0001], [1000.0], True, "equal"),
        (
            [1.0, 2.5],
            [1.0, 2.0],
            False,
            "1 of 2 numbers agree to 1e-06; the largest difference, 0.5, is at (1,): mine 2.5",
        ),
        ([[1.0], [np.nan]], [[1.0], [0.0]], False, "at (1, 0): mine nan"),
        ([1.0], [[1.0]], False, "different shapes: mine (1,), reference (1, 1)"),
        (np.uint8([0]), np.uint8([255]), False, "mine 0, reference 255"),
    ],
)
def test_compare(capsys, mine, reference, same, words):
    assert compare(mine, reference) is same
    assert words in capsys.readouterr().out


@pytest.mark.parametrize(
    ("answer", "given", "kind"),
    [
        (lambda x: x.sort() or 3, np.array([2, 1]), "array"),
        (lambda x: [x.append(0)], ["a", "b"], "list"),
        (lambda x: x.pop("a"), {"a": 1}, "dict"),
        (lambda x: x[0].fill(0) or 3, [np.ones(2)], "list"),
        (lambda x: x.__setitem__(0, np.nan) or 3, np.zeros(3, "float32"), "array"),
    ],
)
def test_an_input_that_was_written_into(answer, given, kind):
    with pytest.raises(NotYet, match="input number 2") as stop:
        call(lambda first, second: answer(second), 5, given)
    assert f"writes into the {kind}" in stop.value.hints[0]
    with pytest.raises(NotYet) as stop:
        call(lambda first, second: answer(second), 5, given, errors=[("has changed its input", "my own words")])
    assert stop.value.hints == ("my own words",)


@pytest.mark.parametrize("make", [lambda: np.empty(300), lambda: np.empty_like(np.ones((20, 20), "float32"))])
def test_what_is_never_written_is_no_number(make):
    """`np.empty` gives memory that may still hold the right answer of the try before."""
    assert np.isnan(call(make)).all() and "nan" not in f"{np.zeros(300) * 1}"
    assert (call(lambda: np.empty(3, "uint8")) == 99).all() and call(lambda: np.empty((2, 0))).shape == (2, 0)
    assert np.empty.__module__ == "numpy" and not hasattr(np.empty, "__wrapped__")


@pytest.mark.parametrize("given", [np.array([np.nan, -0.0]), [np.nan, "a"], {"b": np.ones(3)}, [keras.layers.Add()]])
def test_an_input_that_is_as_it_was(given):
    assert call(lambda first: 3, given) == 3


@pytest.mark.parametrize("got", [{1: 2.0}, {2.0}, (one for one in [2.0]), iter([2.0])])
def test_what_is_no_list_is_told_so(got):
    with pytest.raises(NotYet, match="a list or an array is needed") as stop:
        expect_equal("one number", got, [2.0])
    assert "Put it into a list" in stop.value.hints[0]


def small_network(*more, bias=True):
    return keras.Sequential([keras.Input((6, 5, 2)), keras.layers.Conv2D(3, 3, use_bias=bias), *more])


def test_networks_are_compared_in_training_too():
    right, images = small_network(), np.ones((2, 6, 5, 2), "float32")
    expect_network("a convolution", small_network(), right)
    for noise in (keras.layers.Dropout(0.5), keras.layers.GaussianNoise(1.0)):
        with pytest.raises(NotYet, match="while it is trained") as stop:
            expect_network("a convolution", small_network(noise), right)
        assert "Dropout" in stop.value.hints[0]
        with pytest.raises(NotYet, match="while it is trained"):
            expect_same_in_training("a convolution", small_network(noise), images)
    noisy = small_network(keras.layers.Dropout(0.5))
    expect_network("a reference that has it itself", small_network(keras.layers.Dropout(0.5)), noisy)


def test_which_weights_are_missing_is_said():
    with pytest.raises(NotYet) as stop:
        expect_weights("the weights", small_network(bias=False), small_network())
    assert (stop.value.expected, stop.value.got) == ("(3,)", "nothing in its place")
    with pytest.raises(NotYet) as stop:
        expect_weights("the weights", small_network(keras.layers.BatchNormalization()), small_network())
    assert (stop.value.expected, stop.value.got) == ("no more than it has", "(3,) 4 times")
    expect_weights("the weights", small_network(), small_network())


def test_reveal(capsys):
    reveal(None, 9)
    reveal(0, (4, 0))
    assert capsys.readouterr().out == "your guess: none | measured: 9\nyour guess: 0 | measured: (4, 0)\n"


@check("1 · double", "Look at the factor.", "Write `2 * values`.", seconds=5)
def double(answer):
    got = expect_shape("a row of 3", call(answer, np.arange(3)), (3,), "As many as came in.")
    mistakes = [(np.arange(3) ** 2, "This is the square."), (np.arange(3), "Nothing has changed.")]
    expect_equal("0, 1, 2", got, [0, 2, 4], "Twice each number.", "`2 * values`.", mistakes=mistakes)


@pytest.fixture(autouse=True)
def first_try():
    failures.clear()


say_b = question("Question 1", "b", a="No: a is the first letter.", b="Yes.", c="No: c is the third letter.")
MODULE = types.SimpleNamespace(double=double, say_b=say_b, other=3)


def lines(capsys):
    return capsys.readouterr().out.splitlines()


def right(values):
    return 2 * values


def stub(values):
    """Twice the values."""


def test_not_attempted_is_told_from_wrong(capsys):
    def dots(values): ...

    def forgotten(values):
        2 * values  # noqa: B018

    for answer in (None, ..., stub, dots):
        double(answer)
        assert lines(capsys) == ["1 · double: not attempted"]
    for answer in (forgotten, lambda values: 0, lambda values: "done"):
        double(answer)
        assert lines(capsys)[0] == "1 · double: not yet"


def test_hints_grow_and_end(capsys):
    said = []
    for _ in range(4):
        double(lambda values: values**2 + 1)
        said.append(lines(capsys))
    assert said[0][1:4] == ["  0, 1, 2", "  expected: [0 2 4]", "  got:      [1 2 5]"]
    assert said[0][4] == "  Hint 1 of 2: Twice each number." and "for the next hint" in said[0][-1]
    assert said[1][4:] == [said[0][4], "  Hint 2 of 2: `2 * values`."]
    assert said[2] == said[3] and "folder solutions" in said[2][-1]


def test_a_notebook_beyond_holds_its_answer_itself(capsys):
    @check("Exercise · double", "Twice each number.")
    def beyond(answer):
        expect(call(answer, 2) == 4, "twice")

    for _ in range(2):
        beyond(lambda values: values)
    assert lines(capsys)[-1] == '  No more hints. The answer is below this cell, under "An answer".'


def test_every_notebook_beyond_has_such_an_exercise():
    for number in range(1, 7):
        module = importlib.import_module(f"unet_lessons.checks.b{number}")
        assert [checked.title.split(" ")[0] for checked in checks_of(module)] == ["Exercise"]
        assert "<summary>An answer</summary>" in "".join(cells(f"b{number}", "markdown"))


def test_a_known_mistake_gets_its_hint_first(capsys):
    double(lambda values: values**2)
    assert "  Hint 1 of 3: This is the square." in lines(capsys)
    double(lambda values: values)  # another mistake in the same property: it has hints of its own
    said = lines(capsys)
    assert "  Hint 1 of 3: Nothing has changed." in said and not any("Hint 2" in line for line in said)
    double(lambda values: values)
    assert "  Hint 2 of 3: Twice each number." in lines(capsys)


def test_an_unknown_name_gets_a_hint_of_its_own(capsys):
    for tries in (1, 2):
        double(lambda values: conv2d(values))  # noqa: F821
        said = lines(capsys)
        assert "NameError: name 'conv2d' is not defined" in said[1]
        assert any("this notebook may not have it yet" in line for line in said)
        assert any("the line that imports it" in line for line in said) is (tries == 2)


def test_a_hint_belongs_to_what_fails(capsys):
    """Who mends one thing and meets another starts with its first hint."""
    double(lambda values: values[:2])
    double(lambda values: values[:2])
    capsys.readouterr()

    def broken(values):
        raise KeyError("no such key")

    double(broken)
    said = lines(capsys)
    assert "KeyError: 'no such key'" in said[1] and "  Hint 1 of 2: Look at the factor." in said


def test_a_layer_s_number_makes_no_new_failure(capsys):
    numbers = iter(range(3))

    def fails(values):
        raise ValueError(f"layer conv2d_{next(numbers)} does not fit")

    for _ in range(2):
        double(fails)
    assert "  Hint 2 of 2: Write `2 * values`." in lines(capsys)


def test_inputs_are_copies(capsys):
    values = np.arange(3)

    def spoils(inputs):
        inputs *= 2
        return inputs

    with pytest.raises(NotYet, match="has changed its input"):
        call(spoils, values)
    assert list(values) == [0, 1, 2]


@pytest.mark.parametrize("error", [SystemExit, KeyboardInterrupt, RecursionError, MemoryError, GeneratorExit])
def test_an_error_of_any_kind_is_told(capsys, error):
    def fails(values):
        raise error("so it ends")

    double(fails)
    assert f"your code stopped with {error.__name__}: so it ends" in lines(capsys)[1]


def test_an_error_without_end_is_cut(capsys):
    def fails(values):
        raise ValueError("\x1b[1mlong\x1b[0m\n\n" + "word " * 1000)

    double(fails)
    said = lines(capsys)[1]
    assert "ValueError: long word word" in said and len(said) < 400


def test_large_arrays_are_told_by_their_first_place(capsys):
    with pytest.raises(NotYet) as found:
        expect_equal("a map", np.zeros((9, 9)), np.eye(9) * 3, "A hint.")
    assert found.value.what == "a map, at (0, 0)" and found.value.expected == 3 and found.value.got == 0


def test_expect():
    expect(True, "fine")
    with pytest.raises(NotYet, match="too small"):
        expect(False, "too small", "A hint.")


def test_own_version_or_the_course_s(capsys):
    double(stub)
    assert go_on_with(double, max) is max and not passed(double)
    double(right)
    assert go_on_with(double, max) is right and passed(double)
    assert lines(capsys) == [
        "1 · double: not attempted",
        "1 · double: going on with the course's version (with yours, once its check has passed)",
        "1 · double: passed",
        "1 · double: going on with your own version",
    ]
    double(lambda values: values)
    assert go_on_with(double, max) is max  # the last answer counts


def test_question(capsys):
    for choice, words in (("b", "passed"), (" B) ", "passed"), ("a", "not yet"), ("d", "not yet"), (2, "not yet")):
        say_b(choice)
        assert lines(capsys)[0] == f"Question 1: {words}"
    say_b("a")
    assert lines(capsys)[1] == "  a: No: a is the first letter."


def test_progress(capsys):
    double(right)
    say_b("c")
    capsys.readouterr()
    progress(MODULE)
    assert lines(capsys) == ["1 of 2 done | not yet: Question 1"] and not all_passed(MODULE)
    double(stub)
    say_b("b")
    capsys.readouterr()
    progress(MODULE)
    assert lines(capsys) == ["1 of 2 done | not attempted: 1 · double"]
    double(right)
    assert all_passed(MODULE)
