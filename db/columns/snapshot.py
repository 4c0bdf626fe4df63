"""The log as columns: kept in memory and in files, and brought up to date with what was written since."""

import threading
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import func, select

from db.columns.files import Columns, opened, remove, write_generation, write_segment
from db.columns.reading import read_changes, read_journeys
from db.log.changes import changes_since
from db.log.words import words_in
from db.store.tables import JOURNEY
from db.store.workspaces import Workspace
from journey_core.log.journeys import Journeys
from journey_core.log.merging import Changes, merged
from journey_core.log.times import instant
from journey_core.log.vocabulary import Words

FEW: Final = 2_000
FEW_SHARE: Final = 0.02
"""What changed is written beside the columns as long as no more entries than this, or no larger share of the rows,
changed since all columns were written.
"""

RECENT: Final = 16
RECENT_BYTES: Final = 1 << 29
"""The most earlier columns of a workspace that stay in memory: a number on a page opens the leads that it counted, even
when interactions have come in since.
"""

_held: dict[Path, Columns] = {}
_recent: dict[Path, list[Columns]] = {}
_following = threading.Lock()


def journeys(workspace: Workspace) -> Journeys:
    """The workspace's journeys as of its newest write, or of the state that the handle looks at. Cheap as long as
    nothing was written since the last call.
    """
    return _seen(workspace).journeys


def held_journeys(workspace: Workspace) -> Journeys | None:
    """The journeys of the newest write if they are already in memory, else None; builds and reads nothing."""
    held = _held.get(folder_of(workspace))
    return held.journeys if held and held.version == workspace.data_version() else None


def newest_at(workspace: Workspace) -> datetime | None:
    """When the newest interaction of the log occurred, without reading the log: by the columns in memory, or else by
    the journey row of every lead.
    """
    if held := held_journeys(workspace):
        return held.newest_at
    newest = select(func.max(JOURNEY.c.last_at)).where(workspace.owns(JOURNEY))
    with workspace.read("see") as connection:
        found = connection.scalar(newest)
    return None if found is None else instant(found)


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
    """The newest of these, which come first, and as many of the others as there is room for; one per version."""
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
    remove(folder_of(workspace))


def folder_of(workspace: Workspace) -> Path:
    return workspace.store.columns_folder / str(workspace.id)


def _newest(workspace: Workspace, folder: Path, held: Columns | None) -> Columns:
    """The columns of the newest data version: those in memory or in files, brought up to date, else all anew."""
    with workspace.read("see") as connection:
        version, since = workspace.version_in(connection), changes_since(connection, workspace)
        if not (held and since <= held.version <= version):
            held = opened(folder)
        if held and held.version == version:
            return held
        if held and since <= held.version < version:
            changes, words = read_changes(connection, workspace, since=held.version), words_in(connection, workspace)
        else:
            held, built = None, read_journeys(connection, workspace)
    if held is None:
        return write_generation(folder, version, built)
    return _followed(folder, held, version, changes, words)


def _followed(folder: Path, held: Columns, version: int, changes: Changes, words: Words) -> Columns:
    """The columns with what changed since; the changes are written, or everything once there are many."""
    journeys = merged(held.journeys, changes, words=words)
    columns = Columns(version, journeys, held.generation, held.changed + len(changes))
    if not columns.generation:
        return columns
    if columns.changed > max(FEW, FEW_SHARE * journeys.interaction_count):
        return write_generation(folder, version, journeys)
    write_segment(folder, columns, changes, since=held.version)
    return columns
