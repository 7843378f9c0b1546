"""What many functions ask of their arguments, in one place: whole numbers, one of several choices.

Each `check_…` raises a ValueError that says what came and what is needed.
"""

from numbers import Integral


def check_whole(name, value, least=1):
    """ValueError unless `value` is a whole number of at least `least`."""
    if isinstance(value, bool) or not isinstance(value, Integral) or value < least:
        raise ValueError(f"{name} is {value!r}: give a whole number of at least {least}")


def check_choice(name, value, choices):
    """ValueError unless `value` is one of `choices`."""
    if value not in choices:
        raise ValueError(f"{name} is {value!r}: choose one of {', '.join(map(repr, choices))}")
