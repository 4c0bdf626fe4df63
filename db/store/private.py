"""Files and folders of a store, for their owner alone."""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

FOLDER, FILE = 0o700, 0o600


def private_folder(folder: Path) -> None:
    """Makes a folder that nobody else can look into."""
    for missing in reversed([each for each in (folder, *folder.parents) if not each.exists()]):
        missing.mkdir(mode=FOLDER, exist_ok=True)


def close_to_others(paths: Iterable[Path]) -> None:
    """Takes what an older version of the program made for everybody from all but its owner; what belongs to somebody
    else, and what a link leads to, stays as it is.
    """
    for each in paths:
        with suppress(OSError):
            if each.stat().st_mode & 0o077 and not each.is_symlink():
                each.chmod(FOLDER if each.is_dir() else FILE)


def write_private(file: Path, data: bytes) -> None:
    """Writes a new file."""
    with open(file, "wb", opener=_only_for_owner) as opened:
        opened.write(data)


def _only_for_owner(path: str, flags: int) -> int:
    return os.open(path, flags, FILE)
