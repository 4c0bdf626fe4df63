"""The log as columns: kept in memory and in files, and brought up to date with what was written since."""

import shutil
import threading
from pathlib import Path
from typing import Final

from sqlalchemy import Connection

from db.changes import changes_since
from db.column_files import Columns, opened, write_changes, write_generation
from db.engine import Workspace
from db.log_columns import read_changes, read_journeys
from db.words import words_in
from journey_core.journeys import Journeys
from journey_core.merging import combined, merged

FEW: Final = 2_000
FEW_SHARE: Final = 0.02
"""As long as no more entries, or no larger share of the rows, changed since all columns were written, only those are
written.
"""

RECENT: Final = 16
RECENT_BYTES: Final = 1 << 30
"""Earlier columns of a workspace that stay in memory, at most: a number on a page opens the leads that it counted, also
when interactions have come in since.
"""

_held: dict[Path, Columns] = {}
_recent: dict[Path, list[Columns]] = {}
_following = threading.Lock()


def journeys(workspace: Workspace) -> Journeys:
    """The workspace's journeys as of its newest write, or of the state that the handle looks at. Cheap while nothing
    was written since the last call.
    """
    return _seen(workspace).journeys


def seen_version(workspace: Workspace) -> int:
    """The data version that `journeys` answers for."""
    return _seen(workspace).version


def _seen(workspace: Workspace) -> Columns:
    folder, sight = folder_of(workspace), workspace.sight
    if sight and sight.version is not None:
        for columns in _recent.get(folder, ()):
            if columns.version == sight.version:
                return columns
    held = _held.get(folder)
    if not held or held.version != workspace.data_version():
        with _following:
            held = _held[folder] = _newest(workspace, folder, _held.get(folder))
            _recent[folder] = _kept_in_memory([held, *_recent.get(folder, ())])
    if sight:
        sight.version = held.version
    return held


def _kept_in_memory(columns: list[Columns]) -> list[Columns]:
    """The newest of these, which stand first, and as many of the others as have room; one a version."""
    kept: dict[int, Columns] = {}
    room = RECENT_BYTES
    for each in columns[:RECENT]:
        if kept and (room := room - each.journeys.byte_count) < 0:
            break
        kept.setdefault(each.version, each)
    return list(kept.values())


def forget(workspace: Workspace) -> None:
    """Lets go of the columns in memory and on disk; they are built again when asked for."""
    _held.pop(folder_of(workspace), None)
    _recent.pop(folder_of(workspace), None)
    shutil.rmtree(folder_of(workspace), ignore_errors=True)


def folder_of(workspace: Workspace) -> Path:
    return workspace.store.columns_folder / str(workspace.id)


def _newest(workspace: Workspace, folder: Path, held: Columns | None) -> Columns:
    """The columns of the newest data version: those held or in the files, followed up, or else all of them anew."""
    with workspace.read() as connection:
        version, since = workspace.version_in(connection), changes_since(connection, workspace)
        if not (held and since <= held.version <= version):
            held = opened(folder)
        if held and held.version == version:
            return held
        if held and since <= held.version <= version:
            followed = _followed(connection, workspace, held, version)
        else:
            followed = None
            built = read_journeys(connection, workspace)
    if followed is None:
        return write_generation(folder, version, built)
    return _kept(folder, followed)


def _followed(connection: Connection, workspace: Workspace, held: Columns, version: int) -> Columns:
    """The columns with what was written after their version."""
    changes = read_changes(connection, workspace, since=held.version)
    columns = merged(held.journeys, changes, words=words_in(connection, workspace))
    return Columns(version, columns, held.generation, combined(held.changes, changes) if held.generation else changes)


def _kept(folder: Path, columns: Columns) -> Columns:
    """Writes what changed, or everything when that has become much."""
    if not columns.generation:
        return columns
    if len(columns.changes) > max(FEW, FEW_SHARE * columns.journeys.interaction_count):
        return write_generation(folder, columns.version, columns.journeys)
    write_changes(folder, columns)
    return columns
