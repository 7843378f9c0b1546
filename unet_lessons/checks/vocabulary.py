"""The words that checks are written in: look at an answer, and say the first thing that is not yet right.

A check is a function that takes the learner's answer and uses these words in the order in which a teacher would look.
The first one that fails raises `NotYet`; `results` turns that into text. Networks have words of their own: `networks`.
"""

import copy
import functools
import warnings
from contextlib import contextmanager
from unittest.mock import patch

import numpy as np

from .running import MOST_NUMBERS, called_with, in_short, line_of

UNKNOWN_NAME = (
    "Is the name spelt right? If it comes from a lesson, this notebook may not have it yet.",
    "Add the line that imports it (it is in the first cells of the lesson) to your cell, or copy the function there.",
)

# For an answer that holds on to what it found in a call before
KEPT = (
    "This repeats something from an earlier call. Does your function keep a list or a result between calls, outside of"
    " itself or as a default value? Compute everything anew from what it is given."
)


class NotYet(Exception):
    """The first property that fails: `what` it is, what was `expected` and `got`, and hints from weak to strong."""

    def __init__(self, what, *hints, expected=None, got=None):
        super().__init__(what)
        self.what, self.hints, self.expected, self.got = what, hints, expected, got


def call(answer, *inputs, errors=(), **named):
    """What `answer(*inputs)` returns, given copies of arrays, lists and dicts.

    NotYet if it raises, returns nothing, or writes into what it was given. `errors` says what is meant for known
    failures: see `hints_for`.
    """
    if not callable(answer):
        raise NotYet("a function is needed here", expected="a function", got=answer)
    before = inputs
    inputs = [copy.deepcopy(value) if isinstance(value, (np.ndarray, list, dict)) else value for value in inputs]
    with hints_for(*errors):
        try:
            with nothing_left_over(), np.errstate(all="ignore"), warnings.catch_warnings():  # a NaN is no warning here
                warnings.simplefilter("ignore")
                got = answer(*inputs, **named)
        except (TimeoutError, NotYet):
            raise
        except BaseException as error:
            what = f"your code stopped with {in_short(error)}{line_of(error)}{called_with(inputs)}"
            raise NotYet(what, *(UNKNOWN_NAME if isinstance(error, NameError) else ())) from error
        if got is None:
            raise NotYet("your function returns None", "Does every way through your function end in `return`?")
        expect_inputs_unchanged(inputs, before)
    return got


@contextmanager
def nothing_left_over():
    """Within it, `np.empty` and `np.empty_like` give NaN, or 99: memory may hold the right answer from the last try."""

    def spoilt(make):
        @functools.wraps(make)
        def made(*inputs, **named):
            array = make(*inputs, **named)
            if array.dtype.kind in "fiu":
                array[...] = np.nan if array.dtype.kind == "f" else 99
            return array

        return made

    with patch.object(np, "empty", spoilt(np.empty)), patch.object(np, "empty_like", spoilt(np.empty_like)):
        yield


def unchanged(now, before):
    """Whether an array, a list, a tuple or a dict is what it was, to the last bit; True for anything else."""
    if isinstance(before, np.ndarray):
        alike = now.shape == before.shape and now.dtype == before.dtype
        return alike and (before.dtype == object or now.tobytes() == before.tobytes())
    if isinstance(before, (list, tuple, dict)):
        if len(now) != len(before) or (isinstance(before, dict) and list(now) != list(before)):
            return False
        pairs = zip(now.values(), before.values()) if isinstance(before, dict) else zip(now, before)  # noqa: B905
        return all(unchanged(*pair) for pair in pairs)
    return now == before or now != now if isinstance(before, (str, int, float)) else True


def expect_inputs_unchanged(now, before):
    """NotYet if an answer has written into one of its inputs."""
    for number, (one, was) in enumerate(zip(now, before, strict=True), 1):
        kind = "list" if isinstance(was, list) else "dict" if isinstance(was, dict) else "array"
        expect(
            unchanged(one, was),
            f"your function has changed its input number {number}, and the caller still needs that {kind} as it was",
            f"Your function writes into the {kind} that it is given. Make a new one, or write into a copy:"
            f" `x = x.copy()`.",
            "`x += 1`, `x[...] = 1`, `x.sort()` and `x.pop()` change `x` itself. `x = x + 1` and `sorted(x)` do not.",
            expected=was,
            got=one,
        )


@contextmanager
def hints_for(*known):
    """Give a NotYet from within the hints meant for it: `known` are (words of its message, hint, hint, …)."""
    try:
        yield
    except NotYet as stop:
        stop.hints = next((tuple(hints) for words, *hints in known if words in stop.what), stop.hints)
        raise


def recording(look):
    """A function that answers as `look` does, and keeps in `.seen` a copy of what it was called with."""

    def recorder(value):
        recorder.seen.append(copy.deepcopy(value))
        return look(value)

    recorder.seen, recorder.__qualname__ = [], getattr(look, "__name__", "network")  # an error message names it
    return recorder


def shape_of(array):
    """The shape as text."""
    return str(array.shape) if array.ndim else "one number"


def array_of(what, got):
    """`got` as an array of numbers; NotYet if it is none, or a dictionary, a set or a generator."""
    try:
        array, loose = np.asarray(got), isinstance(got, (dict, set)) or hasattr(got, "__next__")
    except Exception:
        array, loose = np.asarray(None), False
    listed = "Put it into a list: `list(…)`. Of a dictionary that holds the answers in order: `list(found.values())`."
    expect(not loose, f"{what}: a list or an array is needed", listed, expected="a list", got=type(got).__name__)
    if array.dtype.kind not in "biuf":
        raise NotYet(f"{what}: numbers are needed", expected="a number or an array of numbers", got=got)
    return array


def same(got, expected, tolerance=1e-4):
    """Whether two arrays have one shape and the same numbers."""
    got, expected = np.asarray(got), np.asarray(expected)
    if got.shape != expected.shape or got.dtype.kind not in "biuf":
        return False
    return np.allclose(got.astype(float), expected.astype(float), rtol=tolerance, atol=tolerance, equal_nan=True)


def dice_of(truth, predicted):
    """Dice of two masks of True and False; 1 if both are empty."""
    total = truth.sum() + predicted.sum()
    return 2 * np.sum(truth & predicted) / total if total else 1.0


def expect(content, what, *hints, expected=None, got=None):
    """NotYet unless `content` is true."""
    if not content:
        raise NotYet(what, *hints, expected=expected, got=got)


def expect_shape(what, got, shape, *hints):
    """`got` as an array, if it has this shape."""
    array = array_of(what, got)
    expect(
        array.shape == tuple(shape),
        f"{what}: the shape",
        *hints,
        expected=shape_of(np.empty(shape)),
        got=shape_of(array),
    )
    return array


def expect_equal(what, got, expected, *hints, mistakes=(), tolerance=1e-4):
    """`got` as an array, if it equals `expected` (to `tolerance`, relative above 1, absolute below).

    `mistakes` are pairs (what a known mistake gives, a hint): such an answer gets the hint meant for it first.
    """
    array, expected = array_of(what, got), np.asarray(expected)
    if same(array, expected, tolerance):
        return array
    for wrong, meant in mistakes:
        if same(array, wrong, tolerance):
            hints = (meant, *hints)
            break
    if array.shape != expected.shape:
        raise NotYet(f"{what}: the shape", *hints, expected=shape_of(expected), got=shape_of(array))
    if array.size > MOST_NUMBERS:
        difference = np.nan_to_num(np.abs(array.astype(float) - expected.astype(float)), nan=np.inf)
        place = tuple(int(index) for index in np.unravel_index(difference.argmax(), difference.shape))
        what, expected, array = f"{what}, at {place}", expected[place], array[place]
    raise NotYet(what, *hints, expected=expected, got=array)


def expect_answer(answer, case, *said, errors=(), tolerance=1e-4):
    """What `answer(*inputs)` gives, as an array, if it equals `expected`, where `case` is (what, *inputs, expected).

    `said` are hints, and pairs (what a known mistake gives, the hint meant for it): see `expect_equal`. `errors` are
    those of `call`.
    """
    what, *inputs, expected = case
    hints = [one for one in said if isinstance(one, str)]
    mistakes = [one for one in said if not isinstance(one, str)]
    got = call(answer, *inputs, errors=errors)
    return expect_equal(what, got, expected, *hints, mistakes=mistakes, tolerance=tolerance)


def expect_parts(what, got, names, *hints):
    """`got` as a list, if it is a tuple, a list or an array of as many things as there are names."""
    listed = isinstance(got, (tuple, list)) or hasattr(got, "__array__") and len(np.shape(got)) > 0
    fits = listed and len(got) == len(names)
    expect(fits, f"{what}: {len(names)} things are needed", *hints, expected=f"({', '.join(names)})", got=got)
    return list(got)


def expect_finite(what, got, *hints):
    """NotYet if there is NaN or infinity in an array."""
    expect(np.isfinite(got).all(), what, *hints, expected="finite numbers", got=got)


def expect_probabilities(what, got, *hints):
    """NotYet unless these are numbers from 0 to 1."""
    low, high = float(np.min(got)), float(np.max(got))
    expect(low >= 0 and high <= 1, what, *hints, expected="from 0 to 1", got=f"from {low:.3g} to {high:.3g}")


def expect_labels(what, got, labels, *hints):
    """NotYet unless an array holds these labels and no others."""
    held = f"numbers from {np.min(got):.3g} to {np.max(got):.3g}"
    expect(np.isin(got, labels).all(), what, *hints, expected=" and ".join(map(str, labels)), got=held)


def expect_unchanged(what, now, before, *hints):
    """NotYet if an answer has written into an array that it was given."""
    expect(same(now, before), what, *hints, expected=before, got=now)
