"""Files and folders of a store, for their owner alone."""

import os
from pathlib import Path

FOLDER, FILE = 0o700, 0o600


def private_folder(folder: Path) -> None:
    """Makes a folder that nobody else can look into. One that others could, from an older version of the program, is
    closed with all that is in it.
    """
    for missing in reversed([each for each in (folder, *folder.parents) if not each.exists()]):
        missing.mkdir(mode=FOLDER, exist_ok=True)
    if folder.stat().st_mode & 0o077 and folder.stat().st_uid == os.geteuid():
        for each in (folder, *folder.rglob("*")):
            each.chmod(FOLDER if each.is_dir() else FILE)


def write_private(file: Path, data: bytes) -> None:
    """Writes a new file."""
    with open(file, "wb", opener=_only_for_owner) as opened:
        opened.write(data)


def _only_for_owner(path: str, flags: int) -> int:
    return os.open(path, flags, FILE)
