"""The practice: exercises, their checks, and the notebooks made out of the solutions."""

import ast
import importlib
import json
import re
import sys
import time

import numpy as np
import pytest
from planted import said

from unet_lessons.authoring.practice import NOTEBOOKS, assignment, cells_of, practice
from unet_lessons.checks import results

SOLUTIONS = sorted((NOTEBOOKS / "solutions").glob("*.ipynb"))
BEYOND = sorted((NOTEBOOKS / "beyond").glob("*.ipynb"))  # each ends with one exercise, its answer below it
NUMBERS = [path.stem.split("-")[0] for path in SOLUTIONS + BEYOND]
MODULES = {
    number: importlib.import_module(f"unet_lessons.checks.{'lesson_' if number.isdigit() else ''}{number}")
    for number in NUMBERS
}
CHECKS = [(number, one) for number, module in MODULES.items() for one in results.checks_of(module)]
EXERCISES = [(number, one) for number, one in CHECKS if not hasattr(one, "letters")]
QUESTIONS = [(number, one) for number, one in CHECKS if hasattr(one, "letters")]


def load(path):
    return json.loads(path.read_text("utf-8"))


def sources(path, kind):
    return ["".join(cell["source"]) for cell in load(path)["cells"] if cell["cell_type"] == kind]


def planted(number):
    """RIGHT and WRONG of tests/test_checks_NN.py."""
    module = importlib.import_module(f"test_checks_{number}")
    return module.RIGHT, module.WRONG


def test_one_for_each_lesson():
    numbers = {path.stem[:2] for path in NOTEBOOKS.glob("*.ipynb")} - {"00"}  # 02 and 02b have one together
    assert sorted(path.stem.split("-")[0] for path in SOLUTIONS) == sorted(numbers)
    assert {path.name for path in SOLUTIONS} == {path.name for path in (NOTEBOOKS / "practice").glob("*.ipynb")}


@pytest.mark.parametrize("path", SOLUTIONS, ids=lambda path: path.stem)
def test_practice_is_in_step_with_the_solutions(path):
    made = NOTEBOOKS / "practice" / path.name
    assert cells_of(load(made)) == cells_of(practice(load(path))), "run `make practice`"
    assert "SOLUTION" not in made.read_text("utf-8") and "HIDDEN TESTS" not in made.read_text("utf-8")


@pytest.mark.parametrize("path", SOLUTIONS, ids=lambda path: path.stem)
def test_form_of_a_practice_notebook(path):
    number, module = path.stem.split("-")[0], MODULES[path.stem.split("-")[0]]
    texts, code = sources(path, "markdown"), sources(path, "code")
    prose = "\n".join(texts)
    assert re.match(rf"# {number} · Practice: \w", texts[0]) and re.search(r"^\*\*.+\?\*\*$", texts[0], re.MULTILINE)
    (lesson,) = NOTEBOOKS.glob(f"{number}-*.ipynb")
    assert f"](../{lesson.name})" in texts[0] and "Time: about" in texts[0]
    exercises = [one for other, one in EXERCISES if other == number]
    questions = [one for other, one in QUESTIONS if other == number]
    assert 3 <= len(exercises) <= 6 and 3 <= len(questions) <= 5
    headings = re.findall(r"^## (\d) · ", prose, re.MULTILINE)
    assert headings == [one.title.split(" · ")[0] for one in exercises] == [str(n + 1) for n in range(len(exercises))]
    assert "**In your own words.**" in prose and "<details>" in prose
    names = [one.__name__ for one in exercises] + [f"question_{n + 1}" for n in range(len(questions))]
    assert re.findall(r"^check\.(\w+)\(", "\n".join(code), re.MULTILINE) == names
    assert all(getattr(module, name) in exercises + questions for name in names)
    assert code[-1].startswith("progress(check)\n") and "assert all_passed(check)" in code[-1]


@pytest.mark.parametrize("path", SOLUTIONS, ids=lambda path: path.stem)
def test_all_passed_in_the_solutions_and_nothing_in_the_practice(path):
    for folder, word in (("solutions", "passed"), ("practice", "not attempted")):
        for cell in load(NOTEBOOKS / folder / path.name)["cells"]:
            if "".join(cell["source"]).startswith("check."):
                first = "".join(cell["outputs"][0]["text"]).splitlines()[0]
                assert first.endswith(f": {word}"), first


@pytest.mark.parametrize("path", SOLUTIONS, ids=lambda path: path.stem)
def test_each_answer_begins_with_what_is_asked(path):
    """Signature and docstring first; nothing but the answer is cut out; a practice cell is Python."""
    for source in sources(path, "code"):
        if "### BEGIN SOLUTION" in source:
            before = source.split("### BEGIN SOLUTION")[0].strip()
            tree = ast.parse(before if before.endswith("None") else before + "\n    ...").body
            if isinstance(tree[-1], ast.FunctionDef):
                assert ast.get_docstring(tree[-1]), before
            else:
                assert re.search(r"\w+ = None( *#.*)?$", before), before
    for source in sources(NOTEBOOKS / "practice" / path.name, "code"):
        ast.parse(source)


@pytest.mark.parametrize(("number", "one"), QUESTIONS, ids=lambda value: getattr(value, "title", value))
def test_each_answer_to_a_question_is_explained(number, one):
    (path,) = (NOTEBOOKS / "solutions").glob(f"{number}-*.ipynb")
    (text,) = [text for text in sources(path, "markdown") if f"**{one.title}.**" in text]
    assert re.findall(r"^- \*\*(\w)\*\* \S", text, re.MULTILINE) == list(one.letters) and len(one.letters) >= 3
    results = [said(one, letter) for letter in one.letters]
    assert sum(": passed" in text for text in results) == 1
    assert all(len(text.splitlines()[1].split()) >= 8 for text in results)
    assert said(one, f" {one.letters[0].upper()}) ") == results[0]
    for odd in ("z", 3, [one.letters[0]], Odd()):
        assert "Answer with one of these letters" in said(one, odd)
    assert said(one, None) == said(one, ...) == f"{one.title}: not attempted\n"


@pytest.mark.parametrize("path", BEYOND, ids=lambda path: path.stem)
def test_exercise_of_a_notebook_beyond(path):
    """It stands at the end, unsolved; its check says so, and takes the answer that is folded away below it."""
    (one,) = [one for number, one in EXERCISES if number == path.stem.split("-")[0]]
    code = sources(path, "code")
    (stub,) = [source for source in code if re.search(rf"^def {one.__name__}\(", source, re.MULTILINE)]
    assert stub.endswith("\n    # your code here")
    names = {}
    exec(code[0], names)
    exec(stub + "\n    ...", names)
    assert "not attempted" in said(one, names[one.__name__]) and names[one.__name__].__doc__
    (answer,) = re.findall(r"<details>.*?```python\n(.*?)```", "\n".join(sources(path, "markdown")), re.DOTALL)
    exec(answer, names)
    assert ": passed" in said(one, names[one.__name__])


# Planted answers


@pytest.mark.parametrize(("number", "one"), EXERCISES, ids=lambda value: getattr(value, "title", value))
def test_each_check_is_tried_on_right_and_wrong_answers(number, one):
    right, wrong = planted(number)
    assert sum(entry[0] is one for entry in right) >= 2
    assert sum(entry[0] is one for entry in wrong) >= 5
    assert len({entry[2] for entry in wrong if entry[0] is one}) >= 3  # not one hint for all


def test_there_are_250_planted_answers():
    assert sum(len(right) + len(wrong) for right, wrong in map(planted, NUMBERS)) >= 250


class Odd:
    """Nothing can be done with it: not called, not counted, not printed."""

    def __getattribute__(self, name):
        raise ValueError("odd")

    def __repr__(self):
        raise ValueError("odd")


def broken(*values):
    """An answer that goes wrong inside."""
    return [1, 2, 3][7]


def leaves(*values):
    sys.exit("bye")


NASTY = {
    "a number": 3,
    "a text": "conv2d",
    "an empty list": [],
    "an object": Odd(),
    "a type": dict,
    "an error": broken,
    "no inputs": lambda: 3,
    "an exit": leaves,
    "None": lambda *values: print(end=""),
    "a text back": lambda *values: "done",
    "an object back": lambda *values: Odd(),
    "nothing back": lambda *values: [],
    "rows of two lengths": lambda *values: [[1, 2], [3]],
    "a NaN": lambda *values: float("nan"),
    "five axes": lambda *values: np.zeros((1, 2, 3, 4, 5)),
    "an array of objects": lambda *values: np.array([None, "a"]),
    "a generator": lambda *values: (value for value in values),
    "a complex number": lambda *values: 1j,
}


@pytest.mark.parametrize("kind", NASTY)
@pytest.mark.parametrize(("number", "one"), EXERCISES, ids=lambda value: getattr(value, "title", value))
def test_no_answer_makes_a_check_raise(number, one, kind):
    text = said(one, NASTY[kind])
    assert text.startswith(f"{one.title}: not yet\n  "), text
    assert len(text) < 3000 and "0x" not in text


def never(*values):
    while True:
        try:
            time.sleep(0.001)
        except ValueError:
            pass


def stubborn(*values):
    """It catches the first call to stop."""
    for _ in range(3):
        try:
            never()
        except BaseException:
            continue
    never()


@pytest.mark.parametrize("answer", [never, stubborn])
@pytest.mark.parametrize(("number", "one"), EXERCISES, ids=lambda value: getattr(value, "title", value))
def test_an_answer_that_never_returns_is_stopped(monkeypatch, number, one, answer):
    monkeypatch.setattr(one, "seconds", 0.2)
    begin = time.perf_counter()
    text = said(one, answer)
    assert "still running after 0.2 seconds" in text and "Hint 1" in text, text
    assert time.perf_counter() - begin < 10 and results.results[one] == "not yet"


# For teachers


@pytest.mark.parametrize("path", SOLUTIONS, ids=lambda path: path.stem)
def test_assignment_for_nbgrader(path):
    made = assignment(load(path))
    marked = [cell for cell in made["cells"] if "nbgrader" in cell["metadata"]]
    answers = [cell for cell in marked if cell["metadata"]["nbgrader"]["solution"]]
    graded = [cell for cell in marked if cell["metadata"]["nbgrader"]["grade"]]
    number = path.stem.split("-")[0]
    assert len(answers) == len(graded) == sum(other == number for other, _ in CHECKS)
    assert len({cell["metadata"]["nbgrader"]["grade_id"] for cell in marked}) == len(marked)
    for cell in graded:
        assert "### BEGIN HIDDEN TESTS" in "".join(cell["source"]) and cell["metadata"]["nbgrader"]["points"] == 1
    for cell in made["cells"]:
        assert "BEGIN HIDDEN" not in "".join(cell["source"]) or cell in graded  # nbgrader refuses it elsewhere
