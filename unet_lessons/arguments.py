"""Checks of arguments that many functions share: whole numbers, one of several choices, image sizes.

Each `check_…` function raises a ValueError that names the value it was given and what is needed instead.
"""

from numbers import Integral

MAX_PIXELS = 32_000_000  # such an image takes 0.4 GB as float32 RGB, and a lesson makes a copy or two


def check_whole(name, value, least=1):
    """Raise a ValueError unless `value` is a whole number (Python's or NumPy's, not a bool) of at least `least`."""
    if isinstance(value, bool) or not isinstance(value, Integral) or value < least:
        raise ValueError(f"{name} is {value!r}: give a whole number of at least {least}")


def check_numbers(name, array):
    """Raise a ValueError if an array or tensor holds texts or objects instead of numbers."""
    kind = str(getattr(array, "dtype", ""))
    if any(word in kind for word in ("U", "S", "O", "string", "object")):
        raise ValueError(f"{name} holds {kind}: give an array of numbers")


def check_most(name, value, most, why):
    """Raise a ValueError unless `value` is at most `most`; `why` says what is wrong with more."""
    if value > most:
        raise ValueError(f"{name} is {value!r}: at most {most}, {why}")


def check_choice(name, value, choices):
    """Raise a ValueError unless `value` is one of `choices`."""
    if value not in choices:
        raise ValueError(f"{name} is {value!r}: choose one of {', '.join(map(repr, choices))}")


def check_pixels(width, height, name):
    """Raise a ValueError for an image without pixels, or with more than MAX_PIXELS."""
    if width < 1 or height < 1:
        raise ValueError(f"{name} is {width}×{height}: there is no pixel in it")
    if width * height > MAX_PIXELS:
        raise ValueError(too_large(name, f"{width}×{height}, {width * height / 1e6:.0f} megapixels"))


def too_large(name, size):
    """The message about an image that is too large."""
    return (
        f"{name} is too large ({size}): at most {MAX_PIXELS / 1e6:.0f} megapixels are read at once. Make it smaller,"
        " cut it into parts, or open it with tifffile.memmap and give it to predict_tiles (lesson 08b)"
    )


def printable(text):
    """A text, such as a file name, with unprintable characters replaced."""
    text = str(text).encode("utf-8", "backslashreplace").decode()
    return "".join(letter if letter.isprintable() or letter == "\n" else "?" for letter in text)
