"""What a check is made of: look at an answer, and say the first thing that is not yet right.

A check is a function that takes the learner's answer and calls the functions below, in the order in which a teacher
would look. The first one that fails raises `NotYet`; `results` turns that into text.
"""

import copy
import ctypes
import linecache
import re
import threading
import traceback
import warnings

import numpy as np

MOST_NUMBERS = 64  # an array with more is not shown whole
UNKNOWN_NAME = (
    "Is the name spelt right? If it comes from a lesson, this notebook may not have it yet.",
    "Add the line that imports it (it is in the first cells of the lesson) to your cell, or copy the function there.",
)


class NotYet(Exception):
    """The first property that fails: `what` it is, what was `expected` and `got`, and hints from weak to strong."""

    def __init__(self, what, *hints, expected=None, got=None):
        super().__init__(what)
        self.what, self.hints, self.expected, self.got = what, hints, expected, got


def shown(value):
    """A value as text: a small array whole, a large one by its shape and range."""
    if type(value) is str:
        return value
    try:
        array = np.asarray(value)
        if array.dtype.kind == "f" and (array == array.round()).all() and np.abs(array).max(initial=0) < 1e9:
            array = array.astype(int)  # 8. and 8 are the same number: let them look the same
        if array.dtype.kind not in "biuf" or isinstance(value, (list, tuple, dict, set)) and array.ndim < 2:
            text = re.sub(r" at 0x[0-9a-f]+", "", repr(value))
        elif array.ndim == 0:
            text = f"{array[()]:.5g}" if array.dtype.kind == "f" else str(array[()])
        elif array.size <= MOST_NUMBERS:
            small = np.squeeze(array) if array.ndim > 2 else array
            note = f"   shape {array.shape}" if small.shape != array.shape else ""
            text = np.array2string(small, precision=4, suppress_small=True) + note
        else:
            text = f"shape {array.shape}, numbers from {np.nanmin(array):.4g} to {np.nanmax(array):.4g}"
    except Exception:  # an answer may be anything, also something that cannot be printed
        text = f"something of type {type(value).__name__}"
    return text if len(text) <= 600 else text[:600] + " …"


def call(answer, *inputs, **named):
    """What `answer(*inputs)` returns, given copies of the arrays; NotYet if it raises or returns nothing."""
    if not callable(answer):
        raise NotYet("a function is needed here", expected="a function", got=answer)
    inputs = [copy.deepcopy(value) if isinstance(value, (np.ndarray, list, dict)) else value for value in inputs]
    try:
        with np.errstate(all="ignore"), warnings.catch_warnings():  # a NaN is reported, not warned of
            warnings.simplefilter("ignore")
            got = answer(*inputs, **named)
    except (TimeoutError, NotYet):
        raise
    except BaseException as error:
        what = f"your code stopped with {in_short(error)}{line_of(error)}{called_with(inputs)}"
        raise NotYet(what, *(UNKNOWN_NAME if isinstance(error, NameError) else ())) from error
    if got is None:
        raise NotYet("your function returns None", "Does every way through your function end in `return`?")
    return got


def in_short(error):
    """An error's name and the beginning of its message, without the colours that Keras writes into it."""
    message = " ".join(re.sub(r"\x1b\[[\d;]*m", "", str(error)).split())
    return f"{type(error).__name__}: {message if len(message) <= 300 else message[:300] + ' …'}"


def line_of(error):
    """Where in a cell an error arose, as text; nothing if that cannot be told."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        source = linecache.getline(frame.filename, frame.lineno).strip()
        if source and ("ipykernel" in frame.filename or frame.filename.startswith("<")):
            return f"\n  in {frame.name}, line {frame.lineno} of its cell: {source}"
    return ""


def called_with(inputs):
    """The inputs of a call as text: arrays by their shapes."""
    told = []
    for value in inputs:
        shape = getattr(value, "shape", None)
        text = re.sub(r" at 0x[0-9a-f]+", "", repr(value))
        told.append(
            f"an array {shape}"
            if shape and isinstance(shape, tuple)
            else text
            if len(text) <= 60
            else type(value).__name__
        )
    return f"\n  It was called with {', '.join(told)}." if told else ""


def shape_of(array):
    """The shape as text."""
    return str(array.shape) if array.ndim else "one number"


def array_of(what, got):
    """`got` as an array of numbers; NotYet if it is none."""
    try:
        array = np.asarray(got)
    except Exception:
        array = np.asarray(None)
    if array.dtype.kind not in "biuf":
        raise NotYet(f"{what}: numbers are needed", expected="a number or an array of numbers", got=got)
    return array


def same(got, expected, tolerance=1e-4):
    """Whether two arrays have one shape and the same numbers."""
    got, expected = np.asarray(got), np.asarray(expected)
    if got.shape != expected.shape or got.dtype.kind not in "biuf":
        return False
    return np.allclose(got.astype(float), expected.astype(float), rtol=tolerance, atol=tolerance, equal_nan=True)


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


def in_time(function, answer, seconds):
    """Run `function(answer)` for at most this time, and return the exception that it ended with, or None.

    It runs in a thread of its own: such a thread can be told to stop on every system, and if it does not listen,
    the notebook goes on without it.
    """
    ended = []

    def run():
        try:
            function(answer)
            ended.append(None)
        except BaseException as error:
            ended.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    for _ in range(20):  # an answer may catch the first ones
        if not thread.is_alive() or ended:
            break
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident), ctypes.py_object(TimeoutError))
        thread.join(0.05)
    else:
        return TimeoutError()
    return ended[0]
