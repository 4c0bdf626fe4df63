"""A store keeps its workspaces apart, even when they come and go while another process has it open."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import insert

from db.access.roles import as_operator
from db.columns.snapshot import journeys
from db.leads.cards import search_leads
from db.log.record import Entry, record
from db.store.directory_tables import WORKSPACE
from db.store.store import Store
from db.store.workspaces import open_workspace
from journey_core.errors import JourneyError, StoreError


def test_a_new_workspace_never_shows_what_a_removed_one_held(store: Store) -> None:
    store.add_workspace("First")
    store.add_workspace("Old")
    old = open_workspace(as_operator(store, "Old"))
    record(old, Entry(lead="secret", kind="note", occurred_at=datetime(2024, 6, 1, tzinfo=UTC)))
    assert journeys(old).lead_count == 1
    elsewhere = Store.open(store.url)
    elsewhere.remove_workspace("Old")
    elsewhere.add_workspace("New")
    elsewhere.close()
    new = open_workspace(as_operator(store, "New"))
    assert journeys(new).lead_count == 0
    assert search_leads(new, "") == []


def test_a_backup_that_is_put_in_place_of_an_open_file_is_what_is_read_and_written(
    sqlite_store: Store, tmp_path: Path
) -> None:
    sqlite_store.add_workspace("Test")
    entry = Entry(lead="ada", kind="note", occurred_at=datetime(2024, 6, 1, tzinfo=UTC))
    before = open_workspace(as_operator(sqlite_store, "Test"))
    file = before.database.file
    assert file
    kept = tmp_path / "kept"
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(kept)) as target:
        source.backup(target)
    record(before, entry)
    kept.replace(file)
    for rest in file.parent.glob("1.sqlite-*"):
        rest.unlink()
    with pytest.raises(StoreError, match="Another file was put in the place"):
        record(before, entry)
    again = open_workspace(as_operator(sqlite_store, "Test"))
    assert again.data_version() == 0
    record(again, entry)
    elsewhere = Store.open(sqlite_store.url)
    assert open_workspace(as_operator(elsewhere, "Test")).data_version() == 1
    elsewhere.close()


def test_what_another_process_removed_is_let_go(sqlite_store: Store) -> None:
    for name in ("A", "B", "C"):
        sqlite_store.add_workspace(name)
    elsewhere = Store.open(sqlite_store.url)
    for name in ("A", "C", "B"):
        elsewhere.remove_workspace(name)
    elsewhere.close()
    assert sqlite_store.workspaces() == []
    assert sqlite_store._open == {}


def test_a_workspace_that_was_removed_before_it_was_made_does_not_come_back(store: Store) -> None:
    with store.directory.write() as connection:
        row = {"name": "Gone", "address": "x", "is_made": False, "created_at": datetime.now(UTC)}
        connection.execute(insert(WORKSPACE).values(row))
    listed = store.named("Gone")
    elsewhere = Store.open(store.url)
    elsewhere.remove_workspace("Gone")
    elsewhere.close()
    with pytest.raises(StoreError, match="removed meanwhile"):
        store.database(listed)
    if store.folder:
        assert list((store.folder / "workspaces").glob("*.sqlite")) == []


def test_a_damaged_workspace_can_be_removed(sqlite_store: Store) -> None:
    sqlite_store.add_workspace("Test")
    sqlite_store.close()
    assert sqlite_store.folder
    (sqlite_store.folder / "workspaces" / "1.sqlite").write_bytes(b"garbage" * 1_000)
    again = Store.open(sqlite_store.url)
    again.remove_workspace("Test")
    assert again.workspaces() == []
    again.close()


@pytest.mark.parametrize(
    "url",
    ["postgresql//u:geheim@h/db", "postgresql:///db?host=127.0.0.1&port=9&password=geheim", "postgresql://u:geheim@h:abc/db",
     "postgresql://u:ge@geheim@127.0.0.1:9/db", "postgresql://u:geheim@127.0.0.1:9/db", "postgresql://u:geheim@127.0.0.1:9/db?foo=x"],
)  # fmt: skip
def test_no_sentence_repeats_a_password(url: str) -> None:
    with pytest.raises(JourneyError) as told:
        Store.open(url)
    assert "geheim" not in str(told.value)


def test_only_files_of_the_store_are_closed_to_others(tmp_path: Path) -> None:
    mine = tmp_path / "bin" / "tool"
    mine.parent.mkdir()
    mine.write_text("mine")
    mine.chmod(0o755)
    (tmp_path / "workspaces").mkdir()
    (tmp_path / "workspaces" / "link").symlink_to(mine)
    (tmp_path / "workspaces" / "nowhere").symlink_to(tmp_path / "not there")
    tmp_path.chmod(0o755)
    Store.open(f"sqlite:///{tmp_path}").close()
    assert mine.stat().st_mode & 0o777 == 0o755
    assert tmp_path.stat().st_mode & 0o077 == 0


def test_a_handle_on_what_was_removed_says_so(store: Store) -> None:
    store.add_workspace("Test")
    here = open_workspace(as_operator(store, "Test"))
    elsewhere = Store.open(store.url)
    elsewhere.remove_workspace("Test")
    elsewhere.close()
    entry = Entry(lead="ada", kind="note", occurred_at=datetime(2024, 6, 1, tzinfo=UTC))
    with pytest.raises(StoreError, match="removed meanwhile"):
        record(here, entry)
    if here.database.file:
        here.database.close()
        with pytest.raises(StoreError, match="removed meanwhile"):
            here.data_version()


def test_a_directory_that_was_put_back_is_read_by_all_threads(sqlite_store: Store, tmp_path: Path) -> None:
    sqlite_store.add_workspace("Kept")
    assert sqlite_store.folder
    file, kept = sqlite_store.folder / "directory.sqlite", tmp_path / "kept"
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(kept)) as target:
        source.backup(target)
    sqlite_store.add_workspace("Newer")
    kept.replace(file)
    for rest in file.parent.glob("directory.sqlite-*"):
        rest.unlink()
    with ThreadPoolExecutor(8) as threads:
        seen = list(threads.map(lambda _: sqlite_store.workspaces(), range(8)))
    assert seen == [["Kept"]] * 8
