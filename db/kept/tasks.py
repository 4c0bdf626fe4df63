"""Next steps of leads: set, done, snoozed and opened again by hand; `db.log.record` does them by what is logged."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, and_, insert, or_, select, update

from db.log.changes import note as noted
from db.store.settings import settings
from db.store.tables import LEAD, STATE, TASK
from db.store.workspaces import Workspace
from journey_core.errors import BadInput, Refused, UnknownName, brief
from journey_core.intake.cells.safe_text import storable
from journey_core.reasons.next_steps import NextStep

WHAT_LIMIT: Final = 200
NOTE_LIMIT: Final = 1_000

_STEP: Final = tuple(NextStep.__dataclass_fields__)


@dataclass(frozen=True)
class Task:
    """A next step, and whose it is to be done with."""

    step: NextStep
    lead_key: str
    lead_title: str


def add_task(
    workspace: Workspace, lead_id: int, what: str, *, day: date, owner: str | None = None, note: str = ""
) -> Task:
    """Sets a lead's next step; its owner is the lead's unless somebody else is named. Raises BadInput, UnknownName, and
    Refused where that owner already has an open one with this lead.
    """
    what, note = _checked("what is to be done", what, WHAT_LIMIT), storable(note.strip())
    if len(note) > NOTE_LIMIT:
        raise BadInput(f"A note has at most {NOTE_LIMIT:,} letters, and this one has {len(note):,}.")
    with workspace.write("log") as connection:
        lead = connection.execute(select(LEAD.c.owner).where(workspace.owns(LEAD), LEAD.c.lead_id == lead_id)).first()
        if lead is None:
            raise UnknownName("lead", str(lead_id), [])
        whose = lead.owner if owner is None else storable(" ".join(owner.split()))
        _check_none_open(connection, workspace, lead_id, whose)
        task_id = _next_id(connection, workspace)
        values = {"task_id": task_id, "lead_id": lead_id, "owner": whose, "what": what, "day": day, "note": note}
        now = {"workspace_id": workspace.id, "created_at": datetime.now(UTC)}
        connection.execute(insert(TASK).values(values | now))
        return _changed(connection, workspace, task_id)


def finish_task(workspace: Workspace, task_id: int) -> Task:
    """Takes a step as done; raises BadInput for a number that no step has, Refused if it is done already."""
    with workspace.write("log") as connection:
        if _found(connection, workspace, task_id).step.done_at:
            raise Refused(f"Task {task_id} is done already.")
        return _changed(connection, workspace, task_id, done_at=datetime.now(UTC), done_by=None)


def snooze_task(workspace: Workspace, task_id: int, *, until: date) -> Task:
    """Puts a step off until a day; raises BadInput for a day that is past, Refused if it is done."""
    now = datetime.now(UTC)
    with workspace.write("log") as connection:
        if _found(connection, workspace, task_id).step.done_at:
            raise Refused(f"Task {task_id} is done, so it can't be snoozed.")
        if until < now.astimezone(settings(workspace).tz).date():
            raise BadInput(f"A step can't be snoozed until {until}, a day that is past.")
        return _changed(connection, workspace, task_id, snoozed_until=until, snoozed_at=now)


def reopen_task(workspace: Workspace, task_id: int) -> Task:
    """Takes back that a step was done; raises Refused if it was not, or if its owner has set another since."""
    with workspace.write("log") as connection:
        step = _found(connection, workspace, task_id).step
        if step.done_at is None:
            raise Refused(f"Task {task_id} is not done, so there is nothing to take back.")
        _check_none_open(connection, workspace, step.lead_id, step.owner)
        return _changed(connection, workspace, task_id, done_at=None, done_by=None)


def tasks(workspace: Workspace, *, owner: str | None = None, lead_id: int | None = None) -> list[Task]:
    """Open steps, those due first, then by lead; of one owner or lead if named."""
    conditions: list[ColumnElement[bool]] = [TASK.c.done_at.is_(None)]
    conditions += [] if owner is None else [TASK.c.owner == owner]
    conditions += [] if lead_id is None else [TASK.c.lead_id == lead_id]
    with workspace.read("see") as connection:
        found = [_task(row) for row in connection.execute(_all(workspace).where(*conditions))]
    return sorted(found, key=lambda each: (each.step.snoozed_until or each.step.day, each.lead_key, each.step.task_id))


def steps_from(workspace: Workspace, since: datetime) -> list[NextStep]:
    """Steps that were open at some time from an instant on."""
    steps = select(*(TASK.c[name] for name in _STEP)).where(
        workspace.owns(TASK), or_(TASK.c.done_at.is_(None), TASK.c.done_at >= since)
    )
    with workspace.read("see") as connection:
        return [_step(row) for row in connection.execute(steps)]


def _all(workspace: Workspace) -> Any:
    lead = and_(LEAD.c.workspace_id == TASK.c.workspace_id, LEAD.c.lead_id == TASK.c.lead_id)
    who = (LEAD.c.key, LEAD.c.name)
    return select(*(TASK.c[name] for name in _STEP), *who).join_from(TASK, LEAD, lead).where(workspace.owns(TASK))


def _found(connection: Connection, workspace: Workspace, task_id: int) -> Task:
    row = connection.execute(_all(workspace).where(TASK.c.task_id == task_id)).first()
    if row is None:
        raise BadInput(f"There is no task with number {task_id}.")
    return _task(row)


def _changed(connection: Connection, workspace: Workspace, task_id: int, **values: Any) -> Task:
    """The task with these values written, and a new data version, so that answers that tell of it are given anew."""
    if values:
        row = (workspace.owns(TASK), TASK.c.task_id == task_id)
        connection.execute(update(TASK).where(*row).values(values))
    noted(connection, workspace)
    return _found(connection, workspace, task_id)


def _check_none_open(connection: Connection, workspace: Workspace, lead_id: int, owner: str) -> None:
    theirs = (TASK.c.lead_id == lead_id, TASK.c.owner == owner, TASK.c.done_at.is_(None))
    if row := connection.execute(_all(workspace).where(*theirs)).first():
        task = _task(row)
        whose = f"{owner} already has" if owner else "There is already"
        raise Refused(
            f"{whose} a next step with {brief(task.lead_title)}, task {task.step.task_id}: “{task.step.what}” on "
            f"{task.step.day}. Finish it first."
        )


def _next_id(connection: Connection, workspace: Workspace) -> int:
    """A number that no task has had."""
    last = select(STATE.c.last_task_id).where(workspace.owns(STATE))
    task_id = int(connection.scalar(last) or 0) + 1
    connection.execute(update(STATE).where(workspace.owns(STATE)).values(last_task_id=task_id))
    return task_id


def _checked(what: str, text: str, most: int) -> str:
    text = storable(" ".join(text.split()))
    if not text or len(text) > most:
        raise BadInput(f"Say {what} in 1 to {most} letters, not “{brief(text)}”.")
    return text


def _task(row: Row[Any]) -> Task:
    return Task(_step(row), row.key, row.name or row.key)


def _step(row: Row[Any]) -> NextStep:
    return NextStep(**{name: getattr(row, name) for name in _STEP})
