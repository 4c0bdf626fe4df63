"""Nobody waits for a writer without need, whoever waits learns for whom, and races end in one of their orders."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from db.access.roles import as_operator
from db.checks.check import check
from db.columns.snapshot import journeys
from db.log.imports import import_file
from db.store import database
from db.store.locks import PATIENCE
from db.store.store import Store
from db.store.workspaces import Workspace, open_workspace
from journey_core.errors import StoreBusy, StoreReadOnly
from journey_core.intake.rows.mapping import Mapping
from tests.conftest import ROOT

WRITER = """
import sys, time
from db.access.roles import as_operator
from db.store.store import Store
from db.store.workspaces import open_workspace
with open_workspace(as_operator(Store.open(sys.argv[1]), "Test")).write("log"):
    print("writing", flush=True)
    time.sleep(60)
"""


@contextmanager
def somebody_writes(workspace: Workspace) -> "Iterator[subprocess.Popen[bytes]]":
    """Another process is in the middle of a write."""
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, workspace.store.url], cwd=ROOT, stdout=subprocess.PIPE
    ) as process:
        try:
            assert process.stdout and process.stdout.readline() == b"writing\n"
            yield process
        finally:
            process.kill()


def test_opening_and_reading_wait_for_no_writer(workspace: Workspace) -> None:
    with somebody_writes(workspace) as process:
        store = Store.open(workspace.store.url)
        assert journeys(open_workspace(as_operator(store, "Test"))).lead_count == 0
        assert process.poll() is None
        store.close()


def test_who_waits_too_long_is_told_for_whom(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PATIENCE, "seconds", 1.5)
    told: list[str] = []
    monkeypatch.setattr(PATIENCE, "tell", told.append)
    store = Store.open(workspace.store.url)
    here = open_workspace(as_operator(store, "Test"))
    with somebody_writes(workspace), pytest.raises(StoreBusy, match="writing"), here.write("log"):
        pytest.fail("two write at once")
    store.close()
    assert "(process " in told[0]


def test_more_readers_than_connections_are_told_to_come_again(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "READER_SECONDS", 0.1)
    store = Store.open(workspace.store.url)
    here = open_workspace(as_operator(store, "Test"))
    held = [here.read("see") for _ in range(database.READERS)]
    for each in held:
        each.__enter__()
    with pytest.raises(StoreBusy, match="reading at once"), here.read("see"):
        pytest.fail("there was one more connection")
    for each in held:
        each.__exit__(None, None, None)
    assert here.data_version() == 0
    store.close()


RACES = {
    "add": "store.add_workspace('Raced')",
    "open": "open_workspace(as_operator(store, 'Fresh')).data_version()",
    "import": "import_file(open_workspace(as_operator(store, 'Test')), Path(sys.argv[2]), mapping=Mapping())",
    "remove": "store.remove_workspace('Test')",
}
RACER = """
import sys, time
from pathlib import Path
from db.access.roles import as_operator
from db.log.imports import import_file
from db.store.store import Store
from db.store.workspaces import open_workspace
from journey_core.errors import JourneyError
from journey_core.intake.rows.mapping import Mapping
store = Store.open(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
try:
    {does}
except JourneyError as error:
    print(error)
else:
    print("done")
"""


def race(store: Store, file: Path, *does: str) -> list[str]:
    """What each of these processes, which begin at once, says in the end."""
    racers = [
        subprocess.Popen(
            [sys.executable, "-c", RACER.format(does=RACES[each]), store.url, str(file)],
            cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )
        for each in does
    ]  # fmt: skip
    for each in racers:
        assert each.stdout and each.stdout.readline() == "ready\n"
    for each in racers:
        assert each.stdin
        each.stdin.write("\n")
        each.stdin.flush()
    said = [each.communicate(timeout=120) for each in racers]
    assert [error for _, error in said if error] == []
    return [told.strip() for told, _ in said]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "raced.csv"
    rows = [f"lead {row % 50},2024-01-{1 + row % 28:02},email_sent,note {row}" for row in range(3_000)]
    path.write_text("\n".join(["lead,occurred_at,kind,content", *rows]))
    return path


def test_eight_who_add_a_workspace_make_one(store: Store, file: Path) -> None:
    said = race(store, file, *["add"] * 8)
    assert sorted(said) == ["There is already a workspace “Raced”."] * 7 + ["done"]
    assert store.workspaces() == ["Raced"]


def test_eight_who_first_open_a_workspace_find_it_made_once(store: Store, file: Path) -> None:
    store.add_workspace("Fresh")
    with store.directory.write() as connection:
        connection.exec_driver_sql("UPDATE workspace SET is_made = " + ("0" if store.folder else "false"))
        if store.folder is None:
            connection.exec_driver_sql("DELETE FROM word")
            connection.exec_driver_sql("DELETE FROM workspace_state")
    if store.folder:
        (store.folder / "workspaces" / "1.sqlite").unlink()
    assert race(store, file, *["open"] * 8) == ["done"] * 8
    again = Store.open(store.url)
    assert check(open_workspace(as_operator(again, "Fresh"))).differences == ()
    again.close()


def test_eight_who_import_one_file_bring_it_in_once(workspace: Workspace, file: Path) -> None:
    assert race(workspace.store, file, *["import"] * 8) == ["done"] * 8
    assert journeys(workspace).interaction_count == 3_000
    assert check(workspace).differences == ()


def test_a_removal_among_imports_loses_nothing_that_was_said_to_be_in(workspace: Workspace, file: Path) -> None:
    """Whoever comes after the removal is told so; the workspace is gone for all."""
    said = race(workspace.store, file, *["import"] * 4, "remove", *["import"] * 3)
    assert said[4] == "done"
    assert [each for each in said if not (each == "done" or "removed" in each or "no workspace" in each)] == []
    assert workspace.store.workspaces() == []
    if workspace.store.folder:
        assert list((workspace.store.folder / "workspaces").iterdir()) == []


def test_a_store_that_can_only_be_read_is_read(
    sqlite_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As for root no folder is read-only, what the system says of it is replaced."""
    sqlite_store.add_workspace("Test")
    load(sqlite_store, tmp_path)
    sqlite_store.close()
    monkeypatch.setattr(database.os, "access", lambda *_: False)
    again = Store.open(sqlite_store.url)
    here = open_workspace(as_operator(again, "Test"))
    assert journeys(here).interaction_count == 1
    with pytest.raises(StoreReadOnly, match="can only be read"), here.write("log"):
        pytest.fail("wrote")
    again.close()


def load(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    path.write_text("lead,occurred_at,kind\nada,2024-01-01,note\n")
    import_file(open_workspace(as_operator(store, "Test")), path, mapping=Mapping())
