"""The form in which `diagnose` reports what it finds."""

from typing import NamedTuple


class Finding(NamedTuple):
    """One thing that is wrong, or may be."""

    name: str  # a word or two, such as "all black"
    seen: str  # what was measured
    advice: str  # what to try
