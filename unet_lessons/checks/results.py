"""How a check goes: not attempted, passed or not yet, with a hint more at each try; and what was passed so far."""

import functools
import re

from .running import in_short, in_time, shown
from .vocabulary import NotYet

# How each check went last, and how often each property of it has failed, since the kernel started
results, failures, passed_answers = {}, {}, {}


def check(title, *hints, seconds=20):
    """Make a check out of a function that looks at an answer and raises `NotYet` at the first thing that is not right.

    The check prints *not attempted*, *passed* or *not yet* with what was expected, what came, and a hint; each further
    try gets one more. It never raises, whatever the answer does, and stops one that takes longer than `seconds`.
    `hints` are for failures that bring none of their own.
    """

    def decorate(look):
        @functools.wraps(look)
        def checked(answer):
            if not_attempted(answer):
                report(checked, "not attempted")
                return
            error = in_time(look, answer, checked.seconds)
            if error is None:
                passed_answers[checked] = answer
                report(checked, "passed")
            else:
                report(checked, "not yet", *sentences(checked, error, hints))

        checked.title, checked.seconds = title, seconds
        return checked

    return decorate


def question(title, right, **said):
    """Make a check for a question that is answered with one letter; `said` explains each letter's answer."""

    def checked(choice):
        letter = choice.strip().strip("().").lower() if type(choice) is str else None
        if not_attempted(choice):
            report(checked, "not attempted")
        elif letter not in said:
            report(checked, "not yet", f"  Answer with one of these letters, in quotes: {', '.join(said)}.")
        else:
            report(checked, "passed" if letter == right else "not yet", f"  {letter}: {said[letter]}")

    checked.title, checked.letters = title, tuple(said)
    return checked


def not_attempted(answer):
    """Whether an answer is still as the exercise gives it: None, `...`, or a function with nothing but a docstring."""

    def bare():
        """A docstring."""

    if type(answer) is not type(bare):
        return answer is None or answer is ...
    code = answer.__code__
    constants = all(constant is None or constant == answer.__doc__ for constant in code.co_consts)
    return constants and code.co_code in (bare.__code__.co_code, (lambda: None).__code__.co_code)


def sentences(checked, error, hints):
    """The lines that say what is not yet right, with as many hints as there were tries."""
    if isinstance(error, TimeoutError):
        what = f"your answer was still running after {checked.seconds:g} seconds and was stopped"
        error = NotYet(what, "Is there a loop that never ends, or one that goes over far too much?")
    elif not isinstance(error, NotYet):
        error = NotYet(f"your answer cannot be checked: {in_short(error)}")
    lines = [f"  {error.what}"]
    for word, value in (("expected:", error.expected), ("got:     ", error.got)):
        if value is not None:
            lines.append(f"  {word} {shown(value)}".replace("\n", "\n" + " " * 12))
    hints = error.hints or hints
    # The same mistake as before? Keras numbers its layers again at each try, and a hint may hold what was measured.
    same = checked, re.sub(r"_\d+", "", error.what), re.sub(r"\d", "", hints[0] if hints else "")
    tries = failures[same] = failures.get(same, 0) + 1
    lines += [f"  Hint {number} of {len(hints)}: {hint}" for number, hint in enumerate(hints[:tries], 1)]
    if tries < len(hints):
        lines.append("  Change your answer and check it again; or check it as it is, for the next hint.")
    elif tries > len(hints):
        own = checked.title.startswith("Exercise")  # of a notebook beyond, which holds its answer itself
        place = (
            'below this cell, under "An answer"' if own else "in the notebook of the same name in the folder solutions"
        )
        lines.append(f"  No more hints. The answer is {place}.")
    return lines


def report(checked, result, *lines):
    """Remember a result and print it."""
    results[checked] = result
    print(f"{checked.title}: {result}", *lines, sep="\n")


def passed(checked):
    """Whether the last answer to this check was right."""
    return results.get(checked) == "passed"


def ready(checked):
    """Whether the last answer to this check was right; if not, prints that the cell has nothing to show yet."""
    if not passed(checked):
        print(f"Nothing to show yet: this cell waits until the check of {checked.title} has passed.")
    return passed(checked)


def go_on_with(checked, reference):
    """Your own answer if it has passed its check, else the course's `reference`; prints which of them it is."""
    other = "the course's version (with yours, once its check has passed)"
    print(f"{checked.title}: going on with", "your own version" if passed(checked) else other)
    return passed_answers[checked] if passed(checked) else reference


def checks_of(module):
    """All checks of a practice notebook's module: the exercises by their numbers, then the questions."""
    found = [value for value in vars(module).values() if isinstance(getattr(value, "title", None), str)]
    return sorted(found, key=lambda check: check.title)


def all_passed(module):
    """Whether every check and question of a practice notebook has passed."""
    return all(passed(checked) for checked in checks_of(module))


def progress(module):
    """Print one line: how many exercises and questions of a practice notebook are done, and which are open."""
    checks = checks_of(module)
    groups = [f"{sum(map(passed, checks))} of {len(checks)} done"]
    for result in ("not yet", "not attempted"):
        titles = [one.title for one in checks if results.get(one, "not attempted") == result]
        groups += [f"{result}: {', '.join(titles)}"] if titles else []
    print(" | ".join(groups))
