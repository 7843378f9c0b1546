"""Run a learner's answer for a limited time, and tell in words what it was given, gave back, or stopped with."""

import ctypes
import linecache
import re
import threading
import traceback

import numpy as np

MOST_NUMBERS = 64  # an array with more is not shown whole


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
    try:
        thread.join(seconds)
    except KeyboardInterrupt:  # the learner stops the cell: stop the answer as well
        stop(thread, ended)
        raise
    return ended[0] if stop(thread, ended) else TimeoutError()


def stop(thread, ended):
    """Tell a thread to stop, unless it has ended already; whether it did."""
    for _ in range(20):  # an answer may catch the first ones
        if not thread.is_alive() or ended:
            return True
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident), ctypes.py_object(TimeoutError))
        thread.join(0.05)
    return False


def shown(value):
    """A value as text: a small array whole, a large one by its shape and range."""
    if type(value) is str:
        return value
    try:
        shapes = [np.shape(one) for one in value] if isinstance(value, tuple) else []
        if len(set(shapes)) > 1:  # arrays that do not make one array together
            return f"a tuple of {len(value)}: shape {', shape '.join(map(str, shapes))}"[:600]
        array = np.asarray(value)
        whole = array.size and array.dtype.kind == "f" and (array == array.round()).all()
        if whole and np.abs(array.astype(float)).max() < 1e9:
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
            held = array[~np.isnan(array)] if array.dtype.kind == "f" else array
            numbers = f"numbers from {held.min():.4g} to {held.max():.4g}" if held.size else "all of them NaN"
            text = f"shape {array.shape}, {numbers}"
    except Exception:  # an answer may be anything, also something that cannot be printed
        text = f"something of type {type(value).__name__}"
    return text if len(text) <= 600 else text[:600] + " …"


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
        shape, text = getattr(value, "shape", None), re.sub(r" at 0x[0-9a-f]+", "", repr(value))
        if shape and isinstance(shape, tuple):
            text = f"an array {shape}"
        told.append(text if len(text) <= 60 else type(value).__name__)
    return f"\n  It was called with {', '.join(told)}." if told else ""
