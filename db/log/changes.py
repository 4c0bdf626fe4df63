"""What each write changed, noted under its data version, so that columns follow the log without reading it all."""

from collections.abc import Collection
from typing import Final

from sqlalchemy import Connection, delete, select, update

from db.store.dialects import bulk_insert
from db.store.tables import CHANGE, STATE
from db.store.workspaces import Workspace

MOST_NOTED: Final = 100_000
"""A write that changes more than this notes nothing: reading the whole log is then not much more work."""
KEPT: Final = 500_000
PRUNED_EVERY: Final = 1_000
"""Old notes are removed after each large write, and after this many small ones."""
OF_LEAD: Final = 0
"""Stands for an interaction where the lead itself came or went, or is described anew."""

Pairs = Collection[tuple[int, int]]
"""Pairs of (lead_id, interaction_id)."""


def note(connection: Connection, workspace: Workspace, changed: Pairs = (), *, told: Collection[int] = ()) -> None:
    """Raises the data version, and notes the interactions that the write added, edited or removed, the leads that came
    or went, and those that were `told` of, whose attributes may have changed. Words and claims change neither columns
    nor leads, so nothing is noted for them.
    """
    if max(len(changed), len(told)) > MOST_NOTED:
        workspace.changed(connection)
        connection.execute(delete(CHANGE).where(workspace.owns(CHANGE)))
        return
    version = workspace.changed(connection, is_noted=True)
    rows = [(workspace.id, version, *pair) for pair in sorted({*changed, *((lead_id, OF_LEAD) for lead_id in told)})]
    if rows:
        bulk_insert(connection, CHANGE, [column.name for column in CHANGE.columns], rows)
    if len(rows) > PRUNED_EVERY or version % PRUNED_EVERY == 0:
        _prune(connection, workspace)


def changes_since(connection: Connection, workspace: Workspace) -> int:
    """The data version since which every change has been noted."""
    return int(connection.scalar(select(STATE.c.changes_since).where(workspace.owns(STATE))) or 0)


def _prune(connection: Connection, workspace: Workspace) -> None:
    """Keeps about the newest KEPT notes; columns that are older than these are built anew."""
    newest_first = select(CHANGE.c.version).where(workspace.owns(CHANGE)).order_by(CHANGE.c.version.desc())
    oldest = connection.scalar(newest_first.offset(KEPT).limit(1))
    since = max(changes_since(connection, workspace), oldest or 0)
    connection.execute(delete(CHANGE).where(workspace.owns(CHANGE), CHANGE.c.version <= since))
    connection.execute(update(STATE).where(workspace.owns(STATE)).values(changes_since=since))
