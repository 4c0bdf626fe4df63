"""The tables are those the migrations make, every store is brought up to date, and workspaces can't see each other."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text
from sqlalchemy.exc import DatabaseError

from db.access.roles import as_operator
from db.checks.check import check
from db.columns.reading import read_journeys
from db.columns.snapshot import journeys
from db.exports.tables import export
from db.leads.cards import find_lead, search_leads
from db.leads.feed import feed
from db.leads.frames import lead_frame
from db.log.claims import leads_of_import
from db.log.import_history import imports
from db.log.imports import import_file
from db.log.mappings import save_mapping, saved_mappings
from db.log.record import Entry, record
from db.log.rejects import rejects_csv
from db.log.undo import retract, undo
from db.log.words import words
from db.store import upgrades
from db.store.database import Database
from db.store.scripts import versions
from db.store.settings import Settings, save_settings, settings
from db.store.store import Store
from db.store.workspaces import Workspace, open_workspace
from journey_core.errors import JourneyError, Refused, StoreError, UnknownName
from journey_core.intake.rows.mapping import Mapping
from tests.db.drawn import START

pytestmark = pytest.mark.usefixtures("real_migrations")


def part(store: Store, name: str) -> Database:
    """The database of the directory, or of the first workspace."""
    if name == "directory":
        return store.directory
    store.add_workspace("Test")
    return open_workspace(as_operator(store, "Test")).database


@pytest.mark.parametrize("name", ["directory", "workspace"])
def test_migrations_make_exactly_the_tables_of_the_program(store: Store, name: str) -> None:
    with part(store, name).writer.connect() as connection:
        command.check(upgrades.configuration(name, connection))


@pytest.mark.parametrize("name", ["directory", "workspace"])
def test_scripts_are_named_by_their_versions_in_order(store: Store, name: str) -> None:
    """The check whether to migrate reads the names of the scripts; only Alembic reads what is in them."""
    with part(store, name).writer.connect() as connection:
        scripts = ScriptDirectory.from_config(upgrades.configuration(name, connection)).walk_revisions()
        assert versions(name) == [each.revision for each in scripts][::-1]


@pytest.mark.parametrize("name", ["directory", "workspace"])
def test_a_store_of_a_newer_version_is_refused_in_a_sentence(store: Store, name: str) -> None:
    database = part(store, name)
    with database.write() as connection:
        present = connection.scalar(text(f"SELECT version_num FROM version_{name}"))
        connection.execute(text(f"UPDATE version_{name} SET version_num = '9999_to_come'"))
    with (
        pytest.raises(StoreError, match="newer version of this program; update"),
        closing(Store.open(store.url)) as again,
    ):
        open_workspace(as_operator(again, "Test"))
    with database.write() as connection:  # the run's PostgreSQL database serves other tests, too
        connection.execute(text(f"UPDATE version_{name} SET version_num = :present"), {"present": present})


def test_opening_again_migrates_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.add_workspace("Test")
    open_workspace(as_operator(store, "Test"))
    monkeypatch.setattr(upgrades.command, "upgrade", lambda *_: pytest.fail("migrated again"))
    again = Store.open(store.url)
    assert open_workspace(as_operator(again, "Test")).data_version() == 0
    again.close()


def test_a_failing_migration_leaves_the_store_as_it_was(
    sqlite_store: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fails(config: object, _revision: str) -> None:
        config.attributes["connection"].execute(text("CREATE TABLE half (done INTEGER)"))  # type: ignore[attr-defined]
        raise RuntimeError("power cut")

    monkeypatch.setattr(upgrades.command, "upgrade", fails)
    with pytest.raises(RuntimeError, match="power cut"):
        sqlite_store.add_workspace("Test")
    monkeypatch.undo()
    with open_workspace(as_operator(sqlite_store, "Test")).read("see") as connection:
        assert connection.scalar(text("SELECT count(*) FROM sqlite_master WHERE name = 'half'")) == 0


@pytest.fixture
def two(store: Store) -> tuple[Workspace, Workspace]:
    for name in ("One", "Two"):
        store.add_workspace(name)
    return open_workspace(as_operator(store, "One")), open_workspace(as_operator(store, "Two"))


def test_two_workspaces_of_a_sqlite_store_are_two_files_and_a_handle_cannot_attach(sqlite_store: Store) -> None:
    for name in ("One", "Two"):
        sqlite_store.add_workspace(name)
    one, two = (open_workspace(as_operator(sqlite_store, name)) for name in ("One", "Two"))
    assert sqlite_store.folder is not None
    files = sorted(path.name for path in (sqlite_store.folder / "workspaces").glob("*.sqlite"))
    assert files == ["1.sqlite", "2.sqlite"]
    other = sqlite_store.folder / "workspaces" / f"{two.id}.sqlite"
    for engine in (one.database.reader, one.database.writer):
        with pytest.raises(DatabaseError, match="attached"):
            attach(engine, other)


def attach(engine: Engine, file: Path) -> None:
    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert isinstance(raw, sqlite3.Connection)
        connection.exec_driver_sql("ATTACH DATABASE ? AS other", (str(file),))


def test_a_reader_cannot_write(workspace: Workspace) -> None:
    with pytest.raises(StoreError, match=r"read-?only"), workspace.read("see") as connection:
        connection.execute(text("DELETE FROM word"))


@pytest.fixture
def filled(two: tuple[Workspace, Workspace], tmp_path: Path) -> tuple[Workspace, Workspace]:
    """The first workspace holds something of everything, the second is empty."""
    one, other = two
    path = tmp_path / "rows.csv"
    path.write_text("lead,occurred_at,channel,kind,email,name\nada,2024-01-01,Fax,note,a@x.org,Ada\nbad,soon,,note,,\n")
    import_file(one, path, mapping=Mapping())
    record(one, Entry(occurred_at=START, lead="bob", kind="note"))
    save_mapping(one, "ours", Mapping())
    save_settings(one, Settings(currency="USD"))
    return one, other


EMPTY: dict[str, Callable[[Workspace, Workspace, Path], object]] = {
    "journeys": lambda other, _one, _folder: journeys(other).lead_count,
    "read_journeys": lambda other, _one, _folder: straight_from_the_log(other),
    "lead_frame": lambda other, _one, _folder: len(lead_frame(other)),
    "search_leads": lambda other, _one, _folder: search_leads(other, "a"),
    "feed": lambda other, one, _folder: feed(other, find_lead(one, "ada").lead_id),
    "imports": lambda other, _one, _folder: imports(other),
    "leads_of_import": lambda other, _one, _folder: leads_of_import(other, 1).tolist(),
    "saved_mappings": lambda other, _one, _folder: saved_mappings(other),
    "settings": lambda other, _one, _folder: settings(other) != Settings(),
    "words": lambda other, _one, _folder: "Fax" in words(other).lists["channel"],
    "export": lambda other, _one, folder: export(other, "interactions", folder / "out.csv"),
    "check": lambda other, _one, _folder: [*check(other).differences, *check(other).notices],
    "version": lambda other, _one, _folder: other.data_version(),
}
"""What an empty workspace answers, whatever its neighbour holds: nothing."""


def straight_from_the_log(workspace: Workspace) -> int:
    with workspace.read("see") as connection:
        return read_journeys(connection, workspace).interaction_count


@pytest.mark.parametrize("name", EMPTY)
def test_no_read_sees_the_rows_of_another_workspace(
    filled: tuple[Workspace, Workspace], tmp_path: Path, name: str
) -> None:
    one, other = filled
    assert not EMPTY[name](other, one, tmp_path)
    if name not in {"check", "settings"}:
        assert EMPTY[name](one, one, tmp_path), "without anything to see, this would test nothing"


def test_no_change_reaches_the_rows_of_another_workspace(filled: tuple[Workspace, Workspace]) -> None:
    one, other = filled
    logged = feed(one, find_lead(one, "bob").lead_id)[0].interaction_id
    for refused in (lambda: undo(other, 1), lambda: retract(other, logged), lambda: list(rejects_csv(other, 1))):
        with pytest.raises((UnknownName, Refused)):
            refused()
    with pytest.raises(JourneyError):
        find_lead(other, "ada")
    assert journeys(one).interaction_count == 2


def test_removing_a_workspace_leaves_its_neighbour_and_gives_nothing_to_its_successor(
    filled: tuple[Workspace, Workspace],
) -> None:
    one, other = filled
    record(other, Entry(occurred_at=START, lead="eve", kind="note"))
    one.store.remove_workspace("One")
    assert one.store.workspaces() == ["Two"]
    assert journeys(other).lead_count == 1
    one.store.add_workspace("One")
    successor = open_workspace(as_operator(one.store, "One"))
    assert (journeys(successor).lead_count, imports(successor), settings(successor)) == (0, [], Settings())
