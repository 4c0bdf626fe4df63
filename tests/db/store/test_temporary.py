"""Temporary folders are their owner's alone, and go at the next start where a crash left them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from db.store.temporary import PREFIX, remove_leftovers, temporary_folder


def test_leftovers_of_processes_that_are_gone_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        pass
    left, others = tmp_path / f"{PREFIX}{ended.pid}-x", tmp_path / f"{PREFIX}of-somebody"
    strange = [tmp_path / f"{PREFIX}{name}-x" for name in ("\u00b2", "9" * 20)]
    for folder in (left, others, *strange):
        folder.mkdir()
        (folder / "file").touch()
    of_another = tmp_path / f"{PREFIX}{os.getppid()}-x"
    of_another.mkdir()
    remove_leftovers()
    assert not left.exists()
    assert others.exists() and of_another.exists()
    own = temporary_folder()
    assert own.stat().st_mode & 0o077 == 0
    remove_leftovers()
    assert not own.exists(), "of an earlier process that had this number"
