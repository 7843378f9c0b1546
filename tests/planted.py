"""Planted answers to test the checks: right ones written differently, and wrong ones with words of their hint.

A file `test_checks_NN.py` has a list RIGHT of (check, answer) and a list WRONG of (check, answer, words of the hint);
`test_planted.py` tries them all, `test_practice.py` counts them.
"""

from contextlib import redirect_stdout
from io import StringIO

from unet_lessons.checks import results


def said(check, answer):
    """What a check prints for this answer at the first try."""
    results.failures.clear()
    with redirect_stdout(StringIO()) as text:
        assert check(answer) is None
    return text.getvalue()


def passes(check, answer):
    """Whether the check accepts this answer; if not, the failed test shows what it printed."""
    text = said(check, answer)
    assert text.startswith(f"{check.title}: passed"), text
    return results.passed(check)


def is_caught(check, answer, words):
    """Whether the check says *not yet*, with these words in its first hint."""
    text = said(check, answer)
    assert text.startswith(f"{check.title}: not yet"), text
    (hint,) = [line for line in text.splitlines() if line.startswith("  Hint 1 of ")]
    assert words in hint, text
    return not results.passed(check)
