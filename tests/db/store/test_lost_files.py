"""What is lost or damaged is said in a sentence and never replaced by something empty."""

import os
import random
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from db.access.roles import as_operator
from db.checks.check import check
from db.columns.snapshot import journeys
from db.log.imports import import_file
from db.log.record import Entry, record
from db.store.store import Store
from db.store.workspaces import Workspace, open_workspace
from journey_core.errors import JourneyError, StoreError
from journey_core.intake.rows.mapping import Mapping
from tests.db.drawn import START
from tests.proofs import cases


@pytest.fixture
def filled(sqlite_store: Store, tmp_path: Path) -> Path:
    """The folder of a closed store whose workspace “Test” has two hundred interactions of twenty leads."""
    path = tmp_path / "rows.csv"
    rows = [f"lead {row % 20},2024-01-{1 + row % 28:02},email_sent,note {row}" for row in range(200)]
    path.write_text("\n".join(["lead,occurred_at,kind,content", *rows]))
    sqlite_store.add_workspace("Test")
    workspace = open_workspace(as_operator(sqlite_store, "Test"))
    import_file(workspace, path, mapping=Mapping())
    journeys(workspace)
    sqlite_store.close()
    assert sqlite_store.folder
    return sqlite_store.folder


def opened(folder: Path) -> Workspace:
    return open_workspace(as_operator(Store.open(f"sqlite:///{folder}"), "Test"))


LOSSES: dict[str, Callable[[Path], object]] = {
    "missing": Path.unlink,
    "empty": lambda file: file.write_bytes(b""),
    "half": lambda file: os.truncate(file, file.stat().st_size // 2),
    "another file": lambda file: file.write_bytes(b"PK\x03\x04" * 1_000),
    "a folder": lambda file: (file.unlink(), file.mkdir()),
}


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("file", ["workspaces/1.sqlite", "directory.sqlite"])
def test_a_lost_file_is_an_error_and_not_made_anew(filled: Path, file: str, loss: str) -> None:
    LOSSES[loss](filled / file)
    before = sizes(filled)
    with pytest.raises(StoreError):
        assert check(opened(filled)).differences
        raise StoreError("what `check` finds is told as well")
    after = sizes(filled)
    assert {name: after.get(name) for name in before if name.endswith(".sqlite")} == {
        name: size for name, size in before.items() if name.endswith(".sqlite")
    }


def sizes(folder: Path) -> dict[str, int]:
    return {str(each.relative_to(folder)): each.stat().st_size for each in folder.rglob("*") if each.is_file()}


def test_a_workspace_that_was_never_opened_is_made_when_it_is(sqlite_store: Store) -> None:
    """A crash after the directory's row and before the workspace's file: nothing was lost, so nothing is missing."""
    sqlite_store.add_workspace("Test")
    sqlite_store.close()
    assert sqlite_store.folder
    with closing(sqlite3.connect(sqlite_store.folder / "directory.sqlite")) as directory, directory:
        directory.execute("UPDATE workspace SET is_made = 0")
    (sqlite_store.folder / "workspaces" / "1.sqlite").unlink()
    again = opened(sqlite_store.folder)
    assert journeys(again).lead_count == 0
    assert again.store.listed()[0].is_made


@pytest.mark.proof
@pytest.mark.parametrize("file", ["workspaces/1.sqlite", "directory.sqlite", "columns"])
def test_sixteen_flipped_bytes_are_a_sentence_or_found_or_harmless(filled: Path, file: str) -> None:
    """Harmless: what the file says is what it said. Nothing raises anything else than a sentence."""
    chance = random.Random(9)
    expected = shown(opened(filled))
    files = sorted(filled.glob("columns/1/*/*")) if file == "columns" else [filled / file]
    kept = {each: each.read_bytes() for each in files}
    for _ in range(cases(300)):
        damaged = chance.choice(files)
        place = chance.randrange(max(len(kept[damaged]) - 16, 1))
        flipped = bytes(255 - byte for byte in kept[damaged][place : place + 16])
        damaged.write_bytes(kept[damaged][:place] + flipped + kept[damaged][place + 16 :])
        for rest in filled.rglob("*.sqlite-*"):
            rest.unlink()
        try:
            found = opened(filled)
            assert check(found).differences or shown(found) == expected
            found.store.close()
        except JourneyError as error:
            assert str(error).endswith(".")
        for each, data in kept.items():
            each.parent.mkdir(exist_ok=True)
            each.write_bytes(data)


def shown(workspace: Workspace) -> tuple[object, ...]:
    columns = journeys(workspace)
    return columns.lead_count, columns.interaction_count, columns.occurred_at.tobytes(), columns.kind.tobytes()


def test_store_files_are_for_their_owner_alone(filled: Path) -> None:
    filled.chmod(0o755)
    workspace = opened(filled)
    record(workspace, Entry(lead="ada", kind="note", occurred_at=START))
    journeys(workspace)
    open_to_others = {
        str(each.relative_to(filled)): oct(each.stat().st_mode)
        for each in [filled, *filled.rglob("*")]
        if each.stat().st_mode & 0o077
    }
    assert open_to_others == {}


def test_a_journal_of_a_program_that_was_killed_is_rolled_back(filled: Path) -> None:
    """Before a file has its write-ahead log, as an older SQLite or a killed first start leaves it."""
    file = filled / "workspaces" / "1.sqlite"
    with closing(sqlite3.connect(file)) as plain:
        plain.execute("PRAGMA journal_mode = DELETE")
    script = (
        "import os, sqlite3, sys; file = sqlite3.connect(sys.argv[1], isolation_level=None); "
        "file.execute('PRAGMA cache_size = 1'); file.execute('BEGIN'); "
        "file.execute('UPDATE interaction SET content = 1'); file.execute('UPDATE lead SET key = 2'); "
        "os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", script, str(file)], check=False)
    assert file.with_name("1.sqlite-journal").exists()
    assert check(opened(filled)).differences == ()
