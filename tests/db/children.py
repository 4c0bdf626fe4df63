"""What the program does to a store, in processes of their own that can be killed or find the disk full.

They come from a process that has imported everything and does nothing else, so that each starts in a few milliseconds.
"""

import multiprocessing
import resource
import signal
from collections.abc import Callable
from datetime import timedelta
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Final

from db.access.roles import as_operator
from db.columns.snapshot import forget, journeys
from db.kept.views import save_view
from db.log.import_history import imports
from db.log.imports import import_file
from db.log.record import Entry, record
from db.log.undo import undo
from db.store.store import Store
from db.store.workspaces import Workspace, open_workspace
from journey_core.errors import JourneyError
from journey_core.intake.rows.mapping import Mapping
from tests.db.drawn import START

LOGGED: Final = 15
"""How many interactions a child logs one by one."""

Tell = Callable[[object], None]

_making = multiprocessing.get_context("forkserver")
_making.set_forkserver_preload([__name__])


def _import(workspace: Workspace, file: Path, tell: Tell) -> None:
    tell(import_file(workspace, file, mapping=Mapping()).created)


def _log(workspace: Workspace, file: Path, tell: Tell) -> None:
    """Tells of each that it is in as soon as the store has said so."""
    for number in range(LOGGED):
        entry = Entry(
            lead=f"logged {number}", kind="note", content=file.name, occurred_at=START + timedelta(days=number)
        )
        tell(record(workspace, entry).interaction_id)


def _undo(workspace: Workspace, file: Path, tell: Tell) -> None:
    for each in imports(workspace):
        if each.filename == file.name and not each.undone_at:
            undo(workspace, each.import_id)
            tell(each.import_id)


def _columns(workspace: Workspace, _: Path, tell: Tell) -> None:
    forget(workspace)
    tell(journeys(workspace).interaction_count)


def _open(workspace: Workspace, _: Path, tell: Tell) -> None:
    """Opening has migrated it."""
    tell(workspace.data_version())


def _save_view(workspace: Workspace, file: Path, tell: Tell) -> None:
    tell(save_view(workspace, file.name, page="funnel", query={"step": ["kind=note"] * 50}).name)


DOES: Final[dict[str, Callable[[Workspace, Path, Tell], None]]] = {
    "import": _import, "log": _log, "undo": _undo, "columns": _columns, "migration": _open, "view": _save_view
}  # fmt: skip


class Child:
    """A process that does one of these things to the workspace “Test” of a store, in the order of its life: `said`
    holds what it told, `refusal` the sentence with which it ended.
    """

    def __init__(self, does: str, url: str, file: Path, *, largest_file: int | None = None) -> None:
        self.said: list[object] = []
        self.refusal = ""
        self._heard, told = _making.Pipe(duplex=False)
        self.process: BaseProcess = _making.Process(target=_run, args=(does, url, file, told, largest_file))
        self.process.start()
        told.close()
        assert self._heard.recv() == "begins"

    def kill(self) -> None:
        self.process.kill()
        self._listen()

    def end(self) -> None:
        """Waits for its end, which is no accident."""
        self._listen()
        assert self.process.exitcode == 0

    def _listen(self) -> None:
        try:
            while True:
                told = self._heard.recv()
                if isinstance(told, JourneyError):
                    self.refusal = str(told)
                else:
                    self.said.append(told)
        except (EOFError, OSError):
            self.process.join()


def _run(does: str, url: str, file: Path, told: Connection, largest_file: int | None) -> None:
    if largest_file is not None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))
    told.send("begins")
    try:
        DOES[does](open_workspace(as_operator(Store.open(url), "Test")), file, told.send)
    except JourneyError as error:
        told.send(JourneyError(str(error)))
