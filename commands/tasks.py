"""Next steps of leads: task."""

from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from commands.face import Face, command, table
from db.kept.tasks import Task, add_task, finish_task, reopen_task, snooze_task, tasks
from db.leads.cards import find_lead
from db.store.settings import settings
from journey_core.calendar.parsing import day

TaskId = Annotated[int, typer.Argument(help="The number that `task list` shows.")]


def add(app: typer.Typer) -> None:
    """Adds the commands to the program."""
    steps = typer.Typer(no_args_is_help=True, help="Next steps of leads: add, list, done, snooze, undo.")
    command(steps, "add")(add_command)
    command(steps, "list")(list_command)
    command(steps, "done")(done_command)
    command(steps, "snooze")(snooze_command)
    command(steps, "undo")(undo_command)
    app.add_typer(steps, name="task")


def add_command(
    face: Face,
    lead: Annotated[str, typer.Argument(help="Key, e-mail or phone of the lead.")],
    what: Annotated[str, typer.Argument(help="What is to be done, such as “call back”.")],
    on: Annotated[str, typer.Option(help="The day, such as 2026-03-01.")],
    note: Annotated[str, typer.Option(help="What to think of.")] = "",
    owner: Annotated[str | None, typer.Option(help="Who does it; otherwise the lead's owner.")] = None,
) -> None:
    """Sets a lead's next step. An owner has at most one open with a lead."""
    card = find_lead(face.workspace, lead)
    task = add_task(face.workspace, card.lead_id, what, day=day(on), owner=owner, note=note)
    _answer(face, task, f"Task {task.step.task_id}: {task.step.what} on {task.step.day}, {task.lead_title}.")


def list_command(
    face: Face,
    due: Annotated[bool, typer.Option("--due", help="Only those of today and before.")] = False,
    owner: Annotated[str | None, typer.Option(help="Only those of one owner.")] = None,
) -> None:
    """Open next steps, those due first."""
    now = _now(face)
    listed = [each for each in tasks(face.workspace, owner=owner) if not due or each.step.due_on(now) <= now.date()]
    rows = [
        (each.step.task_id, each.step.due_on(now), each.step.status(now), each.lead_key, each.lead_title,
         each.step.what, each.step.owner, each.step.note)
        for each in listed
    ]  # fmt: skip
    header = ("id", "due on", "status", "lead", "name", "what", "owner", "note")
    face.answer([_document(each, now) for each in listed], table(header, rows))


def done_command(face: Face, task_id: TaskId) -> None:
    """Takes a next step as done."""
    task = finish_task(face.workspace, task_id)
    _answer(face, task, f"Done: {task.step.what}, {task.lead_title}.")


def snooze_command(
    face: Face, task_id: TaskId, until: Annotated[str, typer.Option(help="The day, such as 2026-03-01.")]
) -> None:
    """Puts a next step off until a day."""
    task = snooze_task(face.workspace, task_id, until=day(until))
    _answer(face, task, f"Snoozed until {task.step.snoozed_until}: {task.step.what}, {task.lead_title}.")


def undo_command(face: Face, task_id: TaskId) -> None:
    """Takes back that a next step was done."""
    task = reopen_task(face.workspace, task_id)
    _answer(face, task, f"Open again: {task.step.what}, {task.lead_title}.")


def _answer(face: Face, task: Task, said: str) -> None:
    face.answer(_document(task, _now(face)), said)


def _document(task: Task, now: datetime) -> dict[str, Any]:
    return {"lead": task.lead_key, "name": task.lead_title, **task.step.document(now)}


def _now(face: Face) -> datetime:
    return datetime.now(UTC).astimezone(settings(face.workspace).tz)
