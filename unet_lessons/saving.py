"""Save a file completely or not at all, so that an interrupted run leaves no broken file behind."""

import os
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
