"""Killed at any moment, or out of room at any write: nothing acknowledged is lost, and the next run completes."""

import random
import time
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree, rmtree
from uuid import uuid4

import pytest
from alembic import command
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from db.access.roles import as_operator
from db.checks.check import check
from db.columns.snapshot import journeys
from db.leads.frames import lead_frame
from db.log.imports import import_file
from db.store import upgrades
from db.store.seed import seed_words
from db.store.store import Store
from db.store.workspaces import Workspace, open_workspace
from journey_core.intake.rows.mapping import Mapping
from tests.db.children import DOES, Child
from tests.proofs import cases

ROWS = 3_000


def written(folder: Path, name: str) -> Path:
    path = folder / name
    rows = [f"{name} lead {row % 200},2024-01-{1 + row % 28:02},kind {row % 40},{name} {row}" for row in range(ROWS)]
    path.write_text("\n".join(["lead,occurred_at,kind,content", *rows]))
    return path


@pytest.fixture
def stood(workspace: Workspace, tmp_path: Path) -> Workspace:
    """A workspace with an import that stays."""
    import_file(workspace, written(tmp_path, "stays.csv"), mapping=Mapping())
    return workspace


def opened(url: str) -> Workspace:
    return open_workspace(as_operator(Store.open(url), "Test"))


def prepared(does: str, workspace: Workspace, folder: Path, number: int) -> Path:
    """What the child is to work on, new every time."""
    file = written(folder, f"{does}-{number}.csv")
    if does == "undo":
        import_file(workspace, file, mapping=Mapping())
    return file


def assert_nothing_lost(does: str, url: str, file: Path, said: list[object]) -> None:
    """All or nothing of a file, everything that was told, and what derives from the log is what it was."""
    here = opened(url)
    assert check(here).differences == ()
    count = journeys(here).interaction_count
    known = set(lead_frame(here)["key"])
    of_file = len([key for key in map(str, range(200)) if f"{file.name} lead {key}" in known])
    assert of_file in {0, 200}
    if does == "import" and said:
        assert of_file == 200
    if does == "undo" and said:
        assert of_file == 0
    if does == "log":
        assert {f"logged {number}" for number in range(len(said))} <= known
    assert count >= ROWS
    here.store.close()


def completed(does: str, url: str, file: Path) -> None:
    """The next run does what is left to do."""
    child = Child(does, url, file)
    child.end()
    assert child.refusal == ""


@pytest.mark.proof
@pytest.mark.kill
@pytest.mark.parametrize("does", ["log", "undo", "columns"])
def test_killed_at_any_moment_nothing_is_lost(does: str, stood: Workspace, tmp_path: Path) -> None:
    chance, url = random.Random(5), stood.store.url
    started = time.monotonic()
    Child(does, url, prepared(does, stood, tmp_path, 0)).end()
    duration = time.monotonic() - started
    for number in range(1, 1 + cases(40)):
        file = prepared(does, stood, tmp_path, number)
        child = Child(does, url, file)
        time.sleep(duration * chance.random())
        child.kill()
        assert_nothing_lost(does, url, file, child.said)
        completed(does, url, file)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def old(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator["Old"]:
    """A store of the first version of all tables."""
    if request.param == "sqlite":
        yield OldFiles(tmp_path)
        return
    monkeypatch.setenv("JOURNEY_COLUMNS", str(tmp_path / "columns"))
    made = OldDatabase(request.getfixturevalue("postgres_url"))
    yield made
    made.drop()


FIRST = {"directory": "0001_directory", "workspace": "0001_workspace"}
NAMED = "INSERT INTO workspace (workspace_id, name, created_at) VALUES (1, 'Test', '2026-01-01 00:00:00')"
STATED = "INSERT INTO workspace_state (workspace_id, data_version, last_import_id) VALUES (1, 0, 0)"


class Old:
    """A store whose schema can be put back to the first version."""

    url: str

    def put_back(self) -> None:
        raise NotImplementedError


class OldFiles(Old):
    def __init__(self, folder: Path) -> None:
        self.kept, self.folder = folder / "kept", folder / "store"
        self.url = f"sqlite:///{self.folder}"
        (self.kept / "workspaces").mkdir(parents=True)
        for part, file, row in (("directory", "directory", NAMED), ("workspace", "workspaces/1", STATED)):
            engine = create_engine(f"sqlite:///{self.kept / file}.sqlite")
            with engine.begin() as connection:
                command.upgrade(upgrades.configuration(part, connection), FIRST[part])
                connection.execute(text(row))
                if part == "workspace":
                    seed_words(connection, 1)
            engine.dispose()

    def put_back(self) -> None:
        rmtree(self.folder, ignore_errors=True)
        copytree(self.kept, self.folder)


class OldDatabase(Old):
    def __init__(self, server: str) -> None:
        self.server, self.name = server, f"journey_old_{uuid4().hex[:8]}"
        self.url = make_url(server).set(database=self.name).render_as_string(hide_password=False)

    def put_back(self) -> None:
        self.drop()
        self._on_server(f"CREATE DATABASE {self.name}")
        engine = create_engine(self.url)
        with engine.begin() as connection:
            for part, row in (("directory", NAMED), ("workspace", STATED)):
                command.upgrade(upgrades.configuration(part, connection), FIRST[part])
                connection.execute(text(row))
            seed_words(connection, 1)
        engine.dispose()

    def drop(self) -> None:
        self._on_server(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")

    def _on_server(self, statement: str) -> None:
        engine = create_engine(self.server, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()


@pytest.mark.proof
@pytest.mark.kill
@pytest.mark.usefixtures("real_migrations")
def test_a_migration_that_is_killed_is_done_at_the_next_opening(old: Old, tmp_path: Path) -> None:
    chance = random.Random(6)
    old.put_back()
    started = time.monotonic()
    Child("migration", old.url, tmp_path).end()
    duration = time.monotonic() - started
    for _ in range(cases(40)):
        old.put_back()
        child = Child("migration", old.url, tmp_path)
        time.sleep(duration * chance.random())
        child.kill()
        again = opened(old.url)
        assert check(again).differences == ()
        again.store.close()


@pytest.mark.proof
@pytest.mark.parametrize("does", [each for each in DOES if each != "migration"])
def test_out_of_room_at_any_write_is_a_sentence_and_nothing_is_lost(
    does: str, sqlite_store: Store, tmp_path: Path
) -> None:
    """No file may grow beyond a limit, which is what a full disk does to each write, at other limits every time."""
    sqlite_store.add_workspace("Test")
    here = open_workspace(as_operator(sqlite_store, "Test"))
    import_file(here, written(tmp_path, "stays.csv"), mapping=Mapping())
    chance, refused = random.Random(7), 0
    for number in range(cases(50)):
        file = prepared(does, here, tmp_path, number)
        child = Child(does, sqlite_store.url, file, largest_file=int(4_096 * 2 ** (chance.random() * 10)))
        child.end()
        refused += bool(child.refusal)
        assert "Traceback" not in child.refusal
        assert_nothing_lost(does, sqlite_store.url, file, child.said)
        completed(does, sqlite_store.url, file)
    assert refused or does == "columns", "columns stay in memory where they can't be written"
