"""The wheel of the package contains every file and works outside the repository."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
USE = """
import numpy as np
from pathlib import Path
import unet_lessons
from unet_lessons.data import published_summary, sentences
from unet_lessons.pretrained import pretrained_unet
from unet_lessons.scribbles import DrawingBoard, example

assert len(published_summary()) == 54 and len(sentences()) == 12
image, strokes, mask = example("coffee")
board = DrawingBoard(image, strokes=strokes)
assert "export" in str(board._esm) and len(board.strokes) == len(strokes)
print(pretrained_unet().predict_on_batch(np.zeros((1, 32, 32, 1))).shape, Path(unet_lessons.__file__).parent)
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    done = subprocess.run(build, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    (path,) = folder.glob("*.whl")
    return path


def test_it_holds_every_file_of_the_package(wheel):
    here = {path.relative_to(ROOT).as_posix() for path in (ROOT / "unet_lessons").rglob("*") if path.is_file()}
    held = {name for name in zipfile.ZipFile(wheel).namelist() if name.startswith("unet_lessons/")}
    assert held == {name for name in here if "__pycache__" not in name}
    assert {Path(name).suffix for name in held} == {".py", ".json", ".keras", ".js", ".css"}


@pytest.mark.slow
def test_its_data_are_found_outside_the_checkout(wheel, tmp_path):
    zipfile.ZipFile(wheel).extractall(tmp_path / "installed")
    path = {"PYTHONPATH": str(tmp_path / "installed"), "PATH": "", "HOME": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", USE], cwd=tmp_path, env=path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"(1, 32, 32, 1) {tmp_path / 'installed' / 'unet_lessons'}\n"
