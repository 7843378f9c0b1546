"""The stored notebooks, without running them: form, order, outputs. (`make test` also runs each with nbval.)"""

import json
import re
import statistics
from pathlib import Path

import pytest

NOTEBOOKS = sorted(Path(__file__).parents[2].glob("notebooks/**/*.ipynb"))
LESSONS = [path for path in NOTEBOOKS if path.parent.name == "notebooks"]
BEYOND = [path for path in NOTEBOOKS if path.parent.name == "beyond"]
DIFFERS = {"nbval-ignore-output"}  # the only tag: a cell whose output rightly differs from run to run


def cells(path, kind=None):
    found = json.loads(path.read_text("utf-8"))["cells"]
    return [cell for cell in found if kind in (None, cell["cell_type"])]


def source(cell):
    return "".join(cell["source"])


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request):
    return request.param


@pytest.fixture(params=LESSONS, ids=lambda path: path.stem)
def lesson(request):
    return request.param


@pytest.fixture(params=BEYOND, ids=lambda path: path.stem)
def beyond(request):
    return request.param


def test_there_are_lessons():
    assert len(LESSONS) >= 2


def test_run_in_order_from_one_and_outputs_stored(notebook):
    """nbval does not compare a cell without an execution number."""
    counts = [cell["execution_count"] for cell in cells(notebook, "code")]
    assert counts == list(range(1, len(counts) + 1))
    assert any(cell["outputs"] for cell in cells(notebook, "code"))


def test_no_error_no_warning_no_address_in_the_outputs(notebook):
    for cell in cells(notebook, "code"):
        for output in cell["outputs"]:
            assert output["output_type"] != "error", source(cell)
            assert output.get("name") != "stderr", source(cell)
            text = "".join(output.get("text", [])) + "".join(output.get("data", {}).get("text/plain", []))
            assert "WARNING" not in text and not re.search(r"0x[0-9a-f]{8}", text), source(cell)


def test_metadata_holds_nothing_of_a_machine(notebook):
    book = json.loads(notebook.read_text("utf-8"))
    assert book["metadata"]["kernelspec"]["name"] == "python3"
    assert set(book["metadata"]) <= {"kernelspec", "language_info"}
    for cell in book["cells"]:
        assert set(cell["metadata"]) <= {"tags"} and set(cell["metadata"].get("tags", [])) <= DIFFERS, source(cell)


def test_cell_ids_are_unique(notebook):
    ids = [cell["id"] for cell in cells(notebook)]
    assert len(ids) == len(set(ids))


def test_code_cells_are_short(notebook):
    lines = [len([line for line in source(cell).splitlines() if line.strip()]) for cell in cells(notebook, "code")]
    assert statistics.median(lines) <= 6 and max(lines) <= 25


def test_texts_are_short(notebook):
    long = [source(cell)[:60] for cell in cells(notebook, "markdown") if len(source(cell).split()) > 120]
    assert long == []


def test_no_raw_html_but_details(notebook):
    prose = "\n".join(source(cell) for cell in cells(notebook, "markdown"))
    tags = re.findall(r"</?([a-zA-Z]+)[^>]*>", re.sub(r"`[^`]*`", "", prose))
    assert {tag.lower() for tag in tags} <= {"details", "summary"}


def test_no_magics(notebook):
    """A lesson is plain Python, so a learner can copy any cell into a script."""
    for cell in cells(notebook, "code"):
        assert not re.search(r"^\s*[%!]", source(cell), re.MULTILINE), source(cell)
        assert "sys.path" not in source(cell)


def test_under_500_kilobytes(notebook):
    assert notebook.stat().st_size < 500_000


def test_form_of_a_lesson(lesson):
    texts = [source(cell) for cell in cells(lesson, "markdown")]
    prose = "\n".join(texts)
    number = lesson.stem.split("-")[0]
    assert re.match(rf"# {number} · \w", texts[0]) and re.search(r"^\*\*.+\?\*\*$", texts[0], re.MULTILINE)
    for words in ("You will be able to", "Before you start", "Time", "Recap", "Pitfalls", "(../README.md)"):
        assert words in prose, words
    assert 3 <= len(re.findall(r"^## \d · ", prose, re.MULTILINE)) <= 7
    assert len(re.findall(r"\*\*Predict", prose)) >= 3
    assert sum("assert" in source(cell) for cell in cells(lesson, "code")) >= 5


def test_form_of_a_notebook_beyond(beyond):
    texts, code = ([source(cell) for cell in cells(beyond, kind)] for kind in ("markdown", "code"))
    prose = "\n".join(texts)
    number = beyond.stem.split("-")[0].upper()
    assert re.match(rf"# {number} · \w", texts[0]) and re.search(r"^\*\*.+\?\*\*$", texts[0], re.MULTILINE)
    for words in ("You will be able to", "Before you start", "Time", "Recap", "Pitfalls", "(../../README.md)"):
        assert words in prose, words
    last = re.findall(r"^## (.+)$", prose, re.MULTILINE)
    assert last[0] == "1 · What changes" and last[-3:] == ["Recap", "Exercise", "What the field uses today"]
    assert len(re.findall(r"\*\*Predict", prose)) >= 2
    assert re.search(r"arXiv:\d{4}\.\d{5}|doi\.org", texts[-1] + texts[-2])
    assert sum("assert" in cell for cell in code) >= 3
    assert sum(re.match(r"check\.\w+\(", cell) is not None for cell in code) == 1
    assert re.search(r"^<details>.*```python\n.*```", prose, re.DOTALL | re.MULTILINE), "the exercise has its answer"


def test_every_term_is_linked_at_most_once(notebook):
    """A term is linked to the glossary where it first appears, and only there."""
    links = re.findall(r"glossary\.md#([\w-]+)", "\n".join(source(cell) for cell in cells(notebook, "markdown")))
    assert sorted(links) == sorted(set(links))


# The time that a lesson takes: computed, and said alike in the notebook and in the README

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")


def reading_minutes(path):
    """180 words a minute, 8 seconds a line of code, half a minute a figure, a minute a Predict."""
    texts, code = cells(path, "markdown"), cells(path, "code")
    words = sum(len(source(cell).split()) for cell in texts)
    lines = sum(bool(line.strip()) for cell in code for line in source(cell).splitlines())
    figures = sum("image/png" in output.get("data", {}) for cell in code for output in cell["outputs"])
    predicts = sum(source(cell).count("**Predict") for cell in texts)
    return words / 180 + lines * 8 / 60 + figures / 2 + predicts


@pytest.mark.parametrize("path", LESSONS + BEYOND, ids=lambda path: path.stem)
def test_times_are_true_and_said_alike(path):
    prose = "\n".join(source(cell) for cell in cells(path, "markdown"))
    (said,) = re.findall(r"[Rr]ead(?:ing)?:? about (\d+) minutes", prose)
    (run,) = re.findall(r"[Rr]un(?:ning)?:? about (\d+) seconds", prose)
    minutes = reading_minutes(path)
    assert abs(int(said) - minutes) <= 3.5 and minutes < 62.5, minutes
    name = path.relative_to(path.parents[2] if path in BEYOND else path.parents[1])
    assert re.search(rf"\({re.escape(str(name))}\) \|[^|]*\| {said} min \| {run} s \|", README), (said, run)
