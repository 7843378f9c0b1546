"""Checks of arguments that many functions share: whole numbers, one of several choices.

Each `check_…` function raises a ValueError that names the value it was given and what is needed instead.
"""

from numbers import Integral


def check_whole(name, value, least=1):
    """Raise a ValueError unless `value` is a whole number (Python's or NumPy's, not a bool) of at least `least`."""
    if isinstance(value, bool) or not isinstance(value, Integral) or value < least:
        raise ValueError(f"{name} is {value!r}: give a whole number of at least {least}")


def check_most(name, value, most, why):
    """Raise a ValueError unless `value` is at most `most`; `why` says what is wrong with more."""
    if value > most:
        raise ValueError(f"{name} is {value!r}: at most {most}, {why}")


def check_choice(name, value, choices):
    """Raise a ValueError unless `value` is one of `choices`."""
    if value not in choices:
        raise ValueError(f"{name} is {value!r}: choose one of {', '.join(map(repr, choices))}")
