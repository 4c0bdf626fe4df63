"""An import that is killed at any moment leaves all or nothing, and the next run completes it."""

import fcntl
import json
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from time import monotonic, sleep

import pytest

from db.check import check
from db.engine import Context, Store, Workspace, open_workspace
from db.imports import import_file, imports
from db.snapshot import journeys
from journey_core.intake.mapping import Mapping
from tests.conftest import ROOT
from tests.database.drawn import START

ROWS, LEADS, KILLS = 60_000, 5_000, 20


@pytest.fixture(scope="module")
def big_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("big") / "rows.csv"
    with path.open("w") as file:
        file.write("lead,occurred_at,channel,kind,name,content\n")
        for row in range(ROWS):
            at = (START + timedelta(seconds=row)).isoformat()
            file.write(f"lead {row % LEADS},{at},channel {row % 30},kind {row % 300},Name {row % LEADS},said {row}\n")
    return path


class Place:
    """A store for imports to be killed in; another one begins when an import has landed."""

    def __init__(self, folder: Path, file: Path) -> None:
        self.folder, self.file, self.used = folder, file, 0
        self.begin_anew()

    def begin_anew(self) -> None:
        self.used += 1
        self.url = f"sqlite:///{self.folder / str(self.used)}"
        self.lock = self.folder / str(self.used) / "workspaces" / "1.lock"
        with self.opened():
            pass

    @contextmanager
    def opened(self) -> Iterator[Workspace]:
        store = Store.open(self.url)
        if not store.workspaces():
            store.add_workspace("Test")
        yield open_workspace(Context(store, "Test"))
        store.close()

    def importing(self) -> "subprocess.Popen[bytes]":
        """`python cli.py import`, from the moment at which it holds the lock for its rows."""
        command = [sys.executable, "cli.py", "import", str(self.file), "--store", self.url, "--json"]
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        seen = 0
        while seen < 4 and process.poll() is None:  # to look whether there is anything to migrate takes no time
            seen = seen + 1 if self.is_locked() else 0
            sleep(0.01)
        return process

    def is_locked(self) -> bool:
        with self.lock.open("a") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
            return False


@pytest.fixture
def place(tmp_path: Path, big_file: Path) -> Place:
    return Place(tmp_path, big_file)


def test_an_import_that_is_killed_leaves_all_or_nothing_and_can_be_completed(place: Place) -> None:
    chance, landed = random.Random(2), 0
    duration = seconds_of_an_import(place)
    for kill in range(KILLS):
        process = place.importing()
        sleep(duration * (kill + chance.random()) / KILLS)
        process.kill()
        process.communicate()
        with place.opened() as workspace:
            count = journeys(workspace).interaction_count
            assert count in {0, ROWS}
            assert [each.rows for each in imports(workspace)] == [ROWS] * (count == ROWS)
            assert check(workspace).differences == ()
            landed += count == ROWS
            if count or kill % 10 == 9:
                complete(workspace, place.file, is_in=bool(count))
                place.begin_anew()
    assert landed < KILLS


def seconds_of_an_import(place: Place) -> float:
    """How long one that nobody kills holds the lock; begins anew afterwards."""
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
