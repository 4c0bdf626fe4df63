"""Temporary folders of this program: for its owner alone, and gone at the next start where a crash left them."""

import os
import tempfile
from pathlib import Path
from shutil import rmtree
from typing import Final

PREFIX: Final = "journey-files-"


def own_prefix() -> str:
    """What names of this process's temporary folders begin with."""
    return f"{PREFIX}{os.getpid()}-"


def temporary_folder() -> Path:
    """A new folder for whoever calls to remove."""
    return Path(tempfile.mkdtemp(prefix=own_prefix()))


def remove_leftovers() -> None:
    """Removes those of processes that are no more. Called before this one makes any: an earlier one may have had its
    number.
    """
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        number = folder.name.removeprefix(PREFIX).partition("-")[0]
        if number.isascii() and number.isdigit() and len(number) < 10 and not is_alive(int(number)):
            rmtree(folder, ignore_errors=True)


def is_alive(process: int) -> bool:
    """Whether another process has this number."""
    if process == os.getpid():
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
