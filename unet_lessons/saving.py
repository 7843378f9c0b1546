"""Save a file completely or not at all, so that an interrupted run leaves no broken file behind."""

import os
import tempfile
from pathlib import Path
from uuid import uuid4


def save_whole(path, write):
    """Save a file with `write(temporary path)` and return its path: the complete file, or what was there before.

    The temporary file lies in the same folder, is hidden and has the same ending, such as ".keras" in
    `save_whole("my-model.keras", model.save)`. It takes the place of `path` once it is complete, and is removed if
    `write` fails: on a full disk, or when the kernel is interrupted. Errors of `write` are raised again.
    FileNotFoundError if there is no such folder. Used in lesson 09.
    """
    path = Path(path).expanduser()
    if not path.parent.is_dir():
        raise FileNotFoundError(f"There is no folder {path.parent}: create it first, or save into this one")
    temporary = path.with_name(f".{uuid4().hex}{path.suffix}")
    try:
        write(temporary)
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
    return path


def own_folder(name="unet-lessons"):
    """The folder for what a lesson saves: this one, or if it is read-only, the folder `name` in your home folder.

    In a course that many share, nobody may write beside the notebooks. Then a sentence says where the files go; a
    temporary folder is the last choice. Used in lessons 08, 08b and 09.
    """
    if can_write(Path(".")):
        return Path(".")
    for parent in (home(), Path(tempfile.gettempdir())):
        folder = parent / name
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            continue
        if can_write(folder):
            print(f"The folder of this notebook is read-only: your files are saved in {folder}")
            return folder
    raise OSError("no folder can be written to: copy the notebooks to a folder of your own and open them there")


def home():
    """The home folder, or this one where there is none."""
    try:
        return Path.home()
    except RuntimeError:
        return Path(".")


def can_write(folder):
    """Whether a file can be made in a folder; nothing is left of the try."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False
