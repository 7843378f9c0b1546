"""`unet_lessons.saving`: a file is complete, or what it was before; and what relies on it."""

import errno
import signal
import subprocess
import sys
import tempfile
import textwrap
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from unet_lessons.images import save_mask
from unet_lessons.saving import own_folder, save_whole
from unet_lessons.scribbles.strokes import save_strokes

MASK = np.eye(40, dtype=np.uint8)
STROKES = [{"label": 1, "width": 4, "points": [[1, 2], [3, 4]]}]


def test_the_file_is_written_and_nothing_else_is_left(tmp_path):
    path = save_whole(tmp_path / "a.txt", lambda temporary: temporary.write_text("new"))
    assert path == tmp_path / "a.txt" and path.read_text() == "new" and list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt(), ValueError()])
def test_what_was_there_stays_if_writing_fails(tmp_path, error):
    path = tmp_path / "a.txt"
    path.write_text("old")

    def write(temporary):
        temporary.write_text("half")
        raise error

    with pytest.raises(type(error)):
        save_whole(path, write)
    assert path.read_text() == "old" and list(tmp_path.iterdir()) == [path]


def test_the_temporary_file_keeps_the_ending(tmp_path):
    endings = []
    save_whole(tmp_path / "my model.keras", lambda temporary: (endings.append(temporary.suffix), temporary.touch()))
    assert endings == [".keras"]


def test_without_a_folder_there_is_a_clear_word(tmp_path):
    for save in (lambda path: save_whole(path, str), lambda path: save_mask(MASK, path.with_suffix(".png")),
                 lambda path: save_strokes(STROKES, path)):  # fmt: skip
        with pytest.raises(FileNotFoundError, match="create it first"):
            save(tmp_path / "nowhere" / "a.json")


@pytest.mark.parametrize("save", ["mask", "strokes"])
def test_a_full_disk_loses_neither_mask_nor_strokes(tmp_path, monkeypatch, save):
    def write():
        if save == "mask":
            return save_mask(MASK, tmp_path / "a.png", overwrite=True)
        return save_strokes(STROKES, tmp_path / "a.json", overwrite=True)

    path = write()
    before = path.read_bytes()

    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    with pytest.raises(OSError, match="No space"):
        write()
    assert path.read_bytes() == before and list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n broken", b"no image"])
def test_a_damaged_mask_is_named_and_can_be_replaced(tmp_path, content):
    path = tmp_path / "a.png"
    path.write_bytes(content)
    with pytest.raises(FileExistsError, match="damaged"):
        save_mask(MASK, path)
    assert path.read_bytes() == content
    save_mask(MASK, path, overwrite=True)
    assert np.array_equal(np.asarray(Image.open(path)) > 0, MASK > 0)


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system kills in another way")
def test_a_killed_process_leaves_no_broken_mask(tmp_path):
    code = """
        import sys
        import numpy as np
        from pathlib import Path
        from unet_lessons.images import save_mask
        masks = np.random.default_rng(0).integers(0, 2, (4, 700, 700)).astype(np.uint8)
        print("ready", flush=True)
        number = 0
        while True:
            save_mask(masks[number % 4], Path(sys.argv[1]) / f"{number % 3}.png", overwrite=True)
            number += 1
    """
    for number in range(6):
        process = subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(code), str(tmp_path)], stdout=subprocess.PIPE, text=True
        )
        assert process.stdout.readline() == "ready\n"
        time.sleep(0.1 + 0.037 * number)
        process.kill()
        process.wait()
        for path in tmp_path.glob("[!.]*.png"):
            assert np.asarray(Image.open(path)).shape == (700, 700)


def read_only(monkeypatch, *folders):
    """Make folders read-only for this process, whoever runs it: root may write everywhere."""
    real = tempfile.TemporaryFile

    def refused(*options, dir=None, **named):
        if Path(dir).resolve() in [folder.resolve() for folder in folders]:
            raise PermissionError(errno.EROFS, "Read-only file system")
        return real(*options, dir=dir, **named)

    monkeypatch.setattr(tempfile, "TemporaryFile", refused)


def test_files_go_beside_the_notebook_if_they_can(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert own_folder() == Path(".") and not capsys.readouterr().out and not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["home", "Müller, A"])
def test_a_read_only_course_saves_in_the_home_folder_and_says_so(tmp_path, monkeypatch, capsys, name):
    course, own = tmp_path / "course", tmp_path / name
    course.mkdir()
    monkeypatch.chdir(course)
    monkeypatch.setattr(Path, "home", lambda: own)
    read_only(monkeypatch, course)
    assert own_folder() == own / "unet-lessons" == own_folder()
    assert str(own / "unet-lessons") in capsys.readouterr().out
    assert save_mask(MASK, own_folder() / "my-mask.png", overwrite=True).exists() and not list(course.iterdir())


def test_without_a_home_there_is_a_temporary_folder(tmp_path, monkeypatch, capsys):
    def nobody():
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Path, "home", nobody)
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(tmp_path / "temporary"))
    read_only(monkeypatch, tmp_path, tmp_path / "unet-lessons")
    assert own_folder() == tmp_path / "temporary" / "unet-lessons"
    read_only(monkeypatch, tmp_path, tmp_path / "unet-lessons", tmp_path / "temporary" / "unet-lessons")
    with pytest.raises(OSError, match="copy the notebooks"):
        own_folder()
