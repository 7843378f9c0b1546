"""Every planted answer against its check: the right ones pass, the wrong ones get the hint meant for them."""

import importlib
from pathlib import Path

import pytest
from planted import is_caught, passes

MODULES = sorted(path.stem for path in Path(__file__).parent.glob("test_checks_*.py"))


def planted():
    """(check, answer, words of the hint, or None for a right answer), each with its name in the report."""
    for module in MODULES:
        found, number = importlib.import_module(module), module.removeprefix("test_checks_")
        for kind, answers in (("right", found.RIGHT), ("wrong", found.WRONG)):
            for place, (check, answer, *words) in enumerate(answers):
                name = f"{number}-{check.__name__}-{kind}-{place}"
                slow = [pytest.mark.slow] if check.__name__ == "train" else []
                yield pytest.param(check, answer, words[0] if words else None, id=name, marks=slow)


@pytest.mark.parametrize(("check", "answer", "words"), list(planted()))
def test_planted_answer(check, answer, words):
    assert passes(check, answer) if words is None else is_caught(check, answer, words)
