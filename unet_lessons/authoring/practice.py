"""Generate the practice notebooks and the assignments for nbgrader: `make practice`, `make assignments`.

An exercise is written once, in `notebooks/solutions`. The lines between `### BEGIN SOLUTION` and `### END SOLUTION` are
its answer, and those between `### BEGIN HIDDEN TESTS` and `### END HIDDEN TESTS` are only for the solutions. These are
nbgrader's own marks, and `practice` treats them as nbgrader does, except that a value to be found stays `None`, with no
line below. nbgrader itself is not needed; it would add its menus to every learner's JupyterLab.
"""

import copy
import json
import re
import sys
from pathlib import Path

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
STUB = "# your code here"
SOLUTION = re.compile(r"^([ \t]*)### BEGIN SOLUTION\n.*?^[ \t]*### END SOLUTION$", re.MULTILINE | re.DOTALL)
VALUE = re.compile(r"^(\w+ = None.*)\n### BEGIN SOLUTION\n.*?^### END SOLUTION$", re.MULTILINE | re.DOTALL)
HIDDEN = re.compile(r"\n*^[ \t]*### BEGIN HIDDEN TESTS\n.*?^[ \t]*### END HIDDEN TESTS$", re.MULTILINE | re.DOTALL)
CHECK = re.compile(r"^check\.(\w+)\(", re.MULTILINE)


def practice(solutions):
    """A solutions notebook (a dictionary) without its answers and outputs."""
    made = copy.deepcopy(solutions)
    for cell in made["cells"]:
        if cell["cell_type"] == "code":
            source = VALUE.sub(r"\1", "".join(cell["source"]))  # `None` already shows that an answer is missing
            source = HIDDEN.sub("", SOLUTION.sub(rf"\1{STUB}", source))
            cell.update(source=source.splitlines(keepends=True), outputs=[], execution_count=None)
    return made


def assignment(solutions):
    """A solutions notebook (a dictionary) for nbgrader: marked answers, and a hidden test after each check."""
    made = copy.deepcopy(solutions)
    for cell in made["cells"]:
        source = HIDDEN.sub("", "".join(cell["source"]))
        answer, checks = SOLUTION.search(source), CHECK.findall(source)
        if cell["cell_type"] == "code" and checks:
            tests = ["from unet_lessons.checks import passed", *(f"assert passed(check.{name})" for name in checks)]
            source = "\n".join([source, "", "### BEGIN HIDDEN TESTS", *tests, "### END HIDDEN TESTS"])
        if cell["cell_type"] == "code" and (answer or checks):
            marks = {"grade_id": cell["id"], "schema_version": 3, "task": False, "solution": bool(answer)}
            marks |= {"grade": bool(checks), "locked": bool(checks)} | ({"points": len(checks)} if checks else {})
            cell["metadata"]["nbgrader"] = marks
        cell["source"] = source.splitlines(keepends=True)
    return made


def write(make, paths):
    """Apply `make` to each solutions notebook; write the result to `paths(name)` if that has different cells."""
    for path in sorted((NOTEBOOKS / "solutions").glob("*.ipynb")):
        target, made = paths(path.stem), make(json.loads(path.read_text("utf-8")))
        if not target.exists() or cells_of(made) != cells_of(json.loads(target.read_text("utf-8"))):
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n", "utf-8")
            print("written:", target.relative_to(NOTEBOOKS.parent))


def cells_of(notebook):
    """The type, id and source of each cell of a notebook, without outputs."""
    return [(cell["cell_type"], cell["id"], "".join(cell["source"])) for cell in notebook["cells"]]


if __name__ == "__main__":
    if sys.argv[1:] == ["assignments"]:
        write(assignment, lambda name: NOTEBOOKS.parent / "assignments" / "source" / name / f"{name}.ipynb")
    else:
        write(practice, lambda name: NOTEBOOKS / "practice" / f"{name}.ipynb")
