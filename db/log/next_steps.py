"""Next steps as the log touches them: what is logged does those that are due, and taking it back opens them again."""

from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, Select, exists, func, or_, select, update

from db.store.dialects import changed_rows
from db.store.tables import LEAD, TASK
from db.store.workspaces import Workspace
from journey_core.intake.rows.columns import Columns
from journey_core.log.times import instant
from journey_core.log.vocabulary import DIRECTIONS
from journey_core.reasons.conversation import Part, part_of

DOES: Final = frozenset({Part.REACHES, Part.CALLS, Part.TALKS, Part.CLOSES})
"""What does a next step once it is logged: we spoke or tried to, or the lead was won or lost."""


def do_due_steps(
    connection: Connection, workspace: Workspace, row: Columns, interaction_id: int, zone: ZoneInfo
) -> int:
    """Takes the lead's steps as done that were due on the day of an interaction that is being logged; returns how many.
    One of a later day stays, and so does one that was set after the interaction.
    """
    occurred_at = instant(row.occurred_at[0])
    part = part_of(row.kind[0], DIRECTIONS.index(row.direction[0]), row.source[0])
    if part not in DOES or occurred_at > datetime.now(UTC):
        return 0
    due = (
        TASK.c.lead_id == row.lead_id[0],
        TASK.c.done_at.is_(None),
        TASK.c.created_at <= occurred_at,
        func.coalesce(TASK.c.snoozed_until, TASK.c.day) <= occurred_at.astimezone(zone).date(),
    )
    done = {"done_at": occurred_at, "done_by": interaction_id}
    return changed_rows(connection, update(TASK).where(workspace.owns(TASK), *due).values(done))


def open_again(connection: Connection, workspace: Workspace, withdrawn: Select[tuple[int]]) -> None:
    """Opens the steps that these interactions did, unless their owner has set another for the lead since; of several,
    the newest.
    """
    by_them, other = (workspace.owns(TASK), TASK.c.done_by.in_(withdrawn)), TASK.alias()
    theirs = [other.c[name] == TASK.c[name] for name in ("workspace_id", "lead_id", "owner")]
    newer = other.c.done_by.in_(withdrawn) & (other.c.task_id > TASK.c.task_id)
    takes_place = exists().where(*theirs, or_(other.c.done_at.is_(None), newer))
    going = select(TASK.c.task_id).where(*by_them, ~takes_place)
    ids = connection.scalars(going).all()
    connection.execute(update(TASK).where(workspace.owns(TASK), TASK.c.task_id.in_(ids)).values(done_at=None))
    connection.execute(update(TASK).where(*by_them).values(done_by=None))


def has_steps(workspace: Workspace) -> ColumnElement[bool]:
    """The condition that somebody has set a next step for a lead, open or done."""
    return exists().where(workspace.owns(TASK), TASK.c.lead_id == LEAD.c.lead_id)
