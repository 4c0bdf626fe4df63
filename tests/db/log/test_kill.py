"""An import that is killed at any moment leaves all or nothing, and the next run completes it."""

import fcntl
import json
import random
import subprocess
import sys
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from time import monotonic, sleep

import pytest
from sqlalchemy import select

from db.access.roles import as_operator
from db.checks.check import check
from db.columns.snapshot import journeys
from db.log.import_history import imports
from db.log.imports import import_file
from db.store.store import Store
from db.store.tables import STATE
from db.store.workspaces import Workspace, open_workspace
from journey_core.intake.rows.mapping import Mapping
from tests.conftest import ROOT
from tests.db.drawn import START
from tests.proofs import cases

ROWS, LEADS = 12_000, 2_000


@pytest.fixture(scope="module")
def big_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("big") / "rows.csv"
    with path.open("w") as file:
        file.write("lead,occurred_at,channel,kind,name,content\n")
        for row in range(ROWS):
            at = (START + timedelta(seconds=row)).isoformat()
            file.write(f"lead {row % LEADS},{at},channel {row % 30},kind {row % 300},Name {row % LEADS},said {row}\n")
    return path


class Place(ABC):
    """A store for imports to be killed in; a new workspace begins when an import has gone through."""

    url: str
    kills: int
    patience: int
    """After this many kills, an import that never went through is completed."""
    workspace = ""
    used = 0

    def __init__(self, file: Path) -> None:
        self.file = file
        self.begin_anew()

    def begin_anew(self) -> None:
        self.used += 1
        self.workspace = f"Test {self.used}"
        with self.opened():
            pass

    @contextmanager
    def opened(self) -> Iterator[Workspace]:
        store = Store.open(self.url)
        if self.workspace not in store.workspaces():
            store.add_workspace(self.workspace)
        yield open_workspace(as_operator(store, self.workspace))
        store.close()

    def importing(self) -> "subprocess.Popen[bytes]":
        """`python cli.py import`, from the moment at which it holds the lock for its rows."""
        command = [sys.executable, "cli.py", "import", str(self.file), "--store", self.url, "-w", self.workspace]
        process = subprocess.Popen([*command, "--json"], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        seen = 0
        while seen < 4 and process.poll() is None:  # checking whether there is anything to migrate takes no time
            seen = seen + 1 if self.is_locked() else 0
            sleep(0.01)
        return process

    def kill(self, process: "subprocess.Popen[bytes]") -> None:
        """Kills it, and waits until the database has noticed."""
        process.kill()
        process.communicate()
        while self.is_locked():
            sleep(0.01)

    @abstractmethod
    def is_locked(self) -> bool:
        """Whether somebody is writing to the workspace."""


class SqlitePlace(Place):
    """Files in a folder."""

    kills, patience = cases(200), 10

    def __init__(self, folder: Path, file: Path) -> None:
        self.folder, self.url = folder, f"sqlite:///{folder}"
        super().__init__(file)

    def is_locked(self) -> bool:
        with (self.folder / "workspaces" / f"{self.used}.lock").open("a") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
            return False


class PostgresPlace(Place):
    """Workspaces of the run's PostgreSQL database."""

    kills, patience = cases(80), 4

    def __init__(self, store: Store, file: Path) -> None:
        self.store, self.url = store, store.url
        super().__init__(file)

    def is_locked(self) -> bool:
        mine = select(STATE.c.data_version).where(STATE.c.workspace_id == self.used)
        with self.store.directory.writer.connect() as connection:
            return connection.scalar(mine.with_for_update(skip_locked=True)) is None


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def place(request: pytest.FixtureRequest, tmp_path: Path, big_file: Path) -> Place:
    if request.param == "sqlite":
        return SqlitePlace(tmp_path / "store", big_file)
    return PostgresPlace(request.getfixturevalue("postgres_store"), big_file)


@pytest.mark.proof
@pytest.mark.kill
def test_an_import_that_is_killed_leaves_all_or_nothing_and_can_be_completed(place: Place) -> None:
    chance, landed = random.Random(2), 0
    duration = seconds_of_an_import(place)
    for kill in range(place.kills):
        process = place.importing()
        sleep(duration * (kill + chance.random()) / place.kills)
        place.kill(process)
        with place.opened() as workspace:
            count = journeys(workspace).interaction_count
            assert count in {0, ROWS}
            assert [each.rows for each in imports(workspace)] == [ROWS] * (count == ROWS)
            assert check(workspace).differences == ()
            landed += count == ROWS
            if count or kill % place.patience == place.patience - 1:
                complete(workspace, place.file, is_in=bool(count))
                place.begin_anew()
    assert landed < place.kills


def seconds_of_an_import(place: Place) -> float:
    """How long an import that is not killed holds the lock; starts afresh afterwards."""
    process = place.importing()
    started = monotonic()
    output, _ = process.communicate()
    assert json.loads(output)["created"] == ROWS
    place.begin_anew()
    return monotonic() - started


def complete(workspace: Workspace, file: Path, *, is_in: bool) -> None:
    """The same file again does what is left to do."""
    again = import_file(workspace, file, mapping=Mapping())
    assert (again.is_repeat, again.created + again.duplicate) == (is_in, ROWS)
    assert journeys(workspace).interaction_count == ROWS
    assert check(workspace).differences == ()
