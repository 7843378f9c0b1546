"""The structure of the package: imports go one way, every name has one path, and the spine stays small."""

import ast
import json
from graphlib import CycleError, TopologicalSorter
from importlib.util import resolve_name
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "unet_lessons"
FILES = sorted(PACKAGE.rglob("*.py"))
NOTEBOOKS = [path for path in sorted(ROOT.glob("notebooks/**/*.ipynb")) if ".ipynb_checkpoints" not in path.parts]
SPINE = ("sizes", "blocks", "augmentation", "training", "metrics")
# Each room may import from the rows above its own, and the arrows within a row are these few.
ROWS = (
    ("backend", "arguments", "saving", "sizes"),
    ("blocks", "deep_files", "files", "images", "augmentation", "data"),
    (
        "training",
        "metrics",
        "baselines",
        "inpainting",
        "textures",
        "thresholds",
        "dictionaries",
        "predict",
        "tile_plan",
        "tiles",
        "boxes",
    ),
    ("pretrained",),
    ("plots", "folders", "scribbles", "diagnose", "explore"),
    ("checks",),
    ("authoring",),
)
WITHIN = {
    ("sizes", "arguments"),
    ("files", "deep_files"),
    ("images", "files"),
    ("data", "images"),
    ("baselines", "metrics"),
    ("inpainting", "baselines"),
    ("predict", "tile_plan"),
    ("tiles", "predict"),
    ("tiles", "tile_plan"),
}
HEIGHT = {room: row for row, rooms in enumerate(ROWS) for room in rooms}


def module_of(path):
    """The dotted name of a file of the package: "unet_lessons.data.cells"; that of a wing for its `__init__`."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_of(path): path for path in FILES}


def imported(source, module, is_package=False):
    """The modules of the package that a source imports, wherever in the file: a set of dotted names."""
    here = module if is_package else module.rpartition(".")[0]
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = resolve_name("." * node.level + (node.module or ""), here) if node.level else node.module
            found |= {f"{base}.{alias.name}" if f"{base}.{alias.name}" in MODULES else base for alias in node.names}
    return {name for name in found if name.split(".")[0] == "unet_lessons"}


def arrows():
    """For each module of the package, the modules that it imports."""
    return {name: imported(path.read_text("utf-8"), name, path.stem == "__init__") for name, path in MODULES.items()}


def room(module):
    """The room of a module: "data" for "unet_lessons.data.cells"; None for the package itself."""
    return (module.split(".") + [None])[1]


def is_allowed(one, other):
    """Whether a file of one room may import from another room."""
    return one == other or HEIGHT[other] < HEIGHT[one] or (one, other) in WITHIN


def test_imports_run_one_way():
    wrong = [
        f"{module} imports {other}"
        for module, others in arrows().items()
        for other in others
        if room(module) and room(other) and not is_allowed(room(module), room(other))
    ]
    assert not wrong


def test_an_arrow_upwards_would_be_seen():
    assert imported("from ..checks import compare", "unet_lessons.data.cells") == {"unet_lessons.checks.compare"}
    assert imported("def f():\n    from . import plots", "unet_lessons.sizes") == {"unet_lessons.plots"}
    assert not is_allowed("data", "checks") and not is_allowed("sizes", "plots") and not is_allowed("plots", "folders")
    assert not is_allowed("images", "data") and is_allowed("authoring", "checks") and is_allowed("plots", "metrics")


def test_every_room_has_its_row():
    rooms = {room(module) for module in MODULES} - {None}
    assert rooms <= set(HEIGHT) and set(HEIGHT) - rooms <= {"explore"}


def test_no_file_imports_itself_in_a_circle():
    graph = {name: {one for one in others if one in MODULES and one != name} for name, others in arrows().items()}
    for name, path in MODULES.items():  # a wing's files may be imported by the wing, and then do not import the wing
        if path.stem == "__init__" and name != "unet_lessons":
            assert not any(name in others for other, others in graph.items() if other.startswith(f"{name}.")), name
    try:
        tuple(TopologicalSorter(graph).static_order())
    except CycleError as error:
        pytest.fail(f"a circle: {' → '.join(error.args[1])}")


def exported(path):
    """The names that a wing's `__init__` exports: {name: the module it comes from}."""
    found = {}
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.ImportFrom):
            found |= {alias.asname or alias.name: node.module for alias in node.names}
    return found


def defined(path):
    """The names that a file defines at its top: functions, classes, constants."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            found.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif isinstance(node, ast.Import) and path.stem == "backend":
            found |= {alias.name for alias in node.names}
    return found


WINGS = [path for path in FILES if path.stem == "__init__" and len(path.relative_to(PACKAGE).parts) == 2]
ALONE = ("plots.lesson_", "plots.b", "checks.lesson_", "checks.b")  # what belongs to one notebook alone


def test_one_address_for_each_name():
    """No two wings export the same name, and none exports a name that a file outside the wings defines."""
    seen = {}
    for wing in WINGS:
        for name in exported(wing):
            seen.setdefault(name, []).append(wing.parent.name)
    for path in PACKAGE.glob("*.py"):
        public = {name for name in defined(path) if any(name == one for one in seen)}
        functions = {node.name for node in ast.parse(path.read_text("utf-8")).body if isinstance(node, ast.FunctionDef)}
        for name in public & functions:
            seen[name].append(path.stem)
    assert {name: places for name, places in seen.items() if len(places) > 1} == {}


def imports_of(notebook):
    """(module, name) of everything that a notebook imports from the package."""
    for cell in json.loads(notebook.read_text("utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            for node in ast.walk(ast.parse("".join(cell["source"]))):
                if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("unet_lessons"):
                    yield from ((node.module.removeprefix("unet_lessons").lstrip("."), one.name) for one in node.names)


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_notebooks_import_from_where_a_name_lives(notebook):
    wings = {path.parent.name: exported(path) for path in WINGS}
    for module, name in imports_of(notebook):
        if module in wings:
            assert name in wings[module] or f"{module}.{name}".startswith(ALONE), f"{module} does not give {name}"
        elif module:
            file = PACKAGE / f"{module.replace('.', '/')}.py"
            assert "." not in module or module.startswith(ALONE), f"import {name} from {module.split('.')[0]} itself"
            assert not file.exists() or name in defined(file), f"{module} does not define {name}"


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_import_cell_has_at_most_eight_lines(notebook):
    code = [cell for cell in json.loads(notebook.read_text("utf-8"))["cells"] if cell["cell_type"] == "code"]
    first = next("".join(cell["source"]) for cell in code if "unet_lessons" in "".join(cell["source"]))
    lines = [node.end_lineno - node.lineno + 1 for node in ast.parse(first).body if "Import" in type(node).__name__]
    assert sum(lines) <= 8


def test_what_a_learner_reads_is_small():
    lines = {path: len(path.read_text("utf-8").splitlines()) for path in FILES}
    assert sum(lines[PACKAGE / f"{name}.py"] for name in SPINE) < 900
    assert {path.name: count for path, count in lines.items() if count > 300} == {}


def test_every_function_of_the_spine_says_where_it_belongs():
    for name in SPINE:
        for node in ast.parse((PACKAGE / f"{name}.py").read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef):
                words = ast.get_docstring(node) or ""
                assert "lesson" in words.lower() or "B5 and B6" in words, f"{name}.{node.name}"


def test_every_function_has_a_docstring():
    bare = [
        f"{module_of(path)}.{node.name}"
        for path in FILES
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, (ast.FunctionDef, ast.ClassDef))
        and not ast.get_docstring(node)
        and not any("check(" in ast.unparse(one) for one in node.decorator_list)
    ]
    assert not bare
