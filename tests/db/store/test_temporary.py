"""Temporary folders are their owner's alone, and go at the next start where a crash left them."""

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
    for folder in (left, others):
        folder.mkdir()
        (folder / "file").touch()
    own = temporary_folder()
    remove_leftovers()
    assert not left.exists()
    assert own.exists() and others.exists()
    assert own.stat().st_mode & 0o077 == 0
