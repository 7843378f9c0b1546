"""The lessons' own code, for the tests."""

import ast
import json
from pathlib import Path

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"


def cells(number, kind="code"):
    """The sources of the cells of one kind in lesson `number`, such as 7, "07c", or "b1" for a notebook of `beyond`."""
    name = number if isinstance(number, str) else f"{number:02}"
    (path,) = NOTEBOOKS.glob(f"beyond/{name}-*.ipynb" if name.startswith("b") else f"{name}-*.ipynb")
    found = json.loads(path.read_text("utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in found if cell["cell_type"] == kind]


def functions(number, **names):
    """The functions defined in the cells of lesson `number`, ready to be called, in a dictionary with `names`."""
    found = [node for cell in cells(number) for node in ast.parse(cell).body if isinstance(node, ast.FunctionDef)]
    exec(compile(ast.Module(found, []), f"lesson {number}", "exec"), names)
    return names
