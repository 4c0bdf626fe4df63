"""Next steps: one open for each lead and owner, done by hand or by logging, back by undo; on both databases."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from db.checks.check import check
from db.kept.tasks import (
    WHAT_LIMIT,
    Task,
    add_task,
    finish_task,
    reopen_task,
    snooze_task,
    steps_from,
    tasks,
)
from db.leads.cards import find_lead
from db.log.imports import ImportResult
from db.log.record import Entry, Recorded, edit_lead, record
from db.log.undo import retract, undo
from db.store.settings import Settings, save_settings
from db.store.tables import TASK
from db.store.workspaces import Workspace
from journey_core.errors import BadInput, Refused, UnknownName
from tests.db.conftest import Load

TODAY = datetime.now(UTC).date()
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def ada(workspace: Workspace) -> int:
    """A lead of Sam's who came a week ago."""
    came = Entry(lead="ada", kind="page_viewed", occurred_at=ago(7), attributes={"name": "Ada", "owner": "Sam"})
    return record(workspace, came).lead_id


def ago(days: float) -> datetime:
    return datetime.now(UTC) - timedelta(days=days)


def log(workspace: Workspace, kind: str, *, at: datetime | None = None, **more: str) -> Recorded:
    return record(workspace, Entry(lead="ada", kind=kind, occurred_at=at or datetime.now(UTC), **more))  # type: ignore[arg-type]


def is_open(workspace: Workspace, task: Task) -> bool:
    return task.step.task_id in {each.step.task_id for each in tasks(workspace)}


def test_a_step_is_the_owner_s_of_the_lead_unless_somebody_else_is_named(workspace: Workspace, ada: int) -> None:
    task = add_task(workspace, ada, "  call   back ", day=TODAY, note="about looms")
    assert (task.step.what, task.step.owner, task.step.note) == ("call back", "Sam", "about looms")
    assert (task.lead_key, task.lead_title) == ("ada", "Ada")
    other = add_task(workspace, ada, "send an offer", day=TOMORROW, owner="Kim")
    assert tasks(workspace) == [task, other]
    assert tasks(workspace, owner="Kim") == tasks(workspace, owner="Kim", lead_id=ada) == [other]


def test_an_owner_has_one_open_step_with_a_lead(workspace: Workspace, ada: int) -> None:
    task = add_task(workspace, ada, "call", day=TODAY)
    with pytest.raises(Refused, match=f"Sam already has a next step with Ada, task 1: “call” on {TODAY}"):
        add_task(workspace, ada, "write", day=TODAY)
    finish_task(workspace, task.step.task_id)
    assert add_task(workspace, ada, "write", day=TODAY).step.task_id == 2


def test_the_database_itself_refuses_a_second_open_step(workspace: Workspace, ada: int) -> None:
    row = {"workspace_id": workspace.id, "lead_id": ada, "day": TODAY, "created_at": datetime.now(UTC)}
    texts = {"what": "x", "note": "", "owner": "Sam"}
    with pytest.raises(IntegrityError), workspace.write("log") as connection:
        for task_id in (8, 9):
            connection.execute(insert(TASK).values(row | texts | {"task_id": task_id}))


def test_done_leaves_and_undo_brings_it_back_as_it_was(workspace: Workspace, ada: int) -> None:
    task = add_task(workspace, ada, "call", day=TODAY)
    done = finish_task(workspace, task.step.task_id)
    assert done.step.done_at is not None
    assert tasks(workspace) == []
    with pytest.raises(Refused, match="done already"):
        finish_task(workspace, task.step.task_id)
    assert reopen_task(workspace, task.step.task_id) == task
    assert tasks(workspace) == [task]
    with pytest.raises(Refused, match="not done"):
        reopen_task(workspace, task.step.task_id)


def test_undo_does_not_put_a_second_open_step_beside_a_newer_one(workspace: Workspace, ada: int) -> None:
    first = add_task(workspace, ada, "call", day=TODAY)
    finish_task(workspace, first.step.task_id)
    add_task(workspace, ada, "write", day=TODAY)
    with pytest.raises(Refused, match="task 2: “write”"):
        reopen_task(workspace, first.step.task_id)


def test_a_step_is_snoozed_until_a_day_that_is_not_past(workspace: Workspace, ada: int) -> None:
    task = add_task(workspace, ada, "call", day=TODAY)
    snoozed = snooze_task(workspace, task.step.task_id, until=TOMORROW).step
    assert (snoozed.day, snoozed.snoozed_until) == (TODAY, TOMORROW)
    now = datetime.now(UTC)
    assert (task.step.status(now), snoozed.status(now)) == ("due", "snoozed")
    with pytest.raises(BadInput, match="past"):
        snooze_task(workspace, task.step.task_id, until=TODAY - timedelta(days=1))
    finish_task(workspace, task.step.task_id)
    with pytest.raises(Refused, match="can't be snoozed"):
        snooze_task(workspace, task.step.task_id, until=TOMORROW)


def test_what_can_t_be_a_step_is_refused(workspace: Workspace, ada: int) -> None:
    for what in ("", "   ", "x" * (WHAT_LIMIT + 1)):
        with pytest.raises(BadInput, match="Say what is to be done"):
            add_task(workspace, ada, what, day=TODAY)
    with pytest.raises(UnknownName):
        add_task(workspace, 1, "call", day=TODAY)
    for call in (finish_task, reopen_task):
        with pytest.raises(BadInput, match="no task with number 7"):
            call(workspace, 7)


@pytest.mark.parametrize("kind", ["call_attempted", "call_connected", "email_sent", "meeting_held", "converted"])
def test_logging_what_we_did_does_the_step_and_taking_it_back_opens_it(
    workspace: Workspace, ada: int, kind: str
) -> None:
    task = add_task(workspace, ada, "call", day=TODAY - timedelta(days=2))
    logged = log(workspace, kind)
    assert not is_open(workspace, task)
    retract(workspace, logged.interaction_id)
    assert tasks(workspace) == [task]


@pytest.mark.parametrize(
    ("kind", "direction"), [("note", ""), ("email_replied", "inbound"), ("email_opened", ""), ("stage_changed", "")]
)
def test_what_the_lead_does_and_what_is_only_noted_does_no_step(
    workspace: Workspace, ada: int, kind: str, direction: str
) -> None:
    task = add_task(workspace, ada, "call", day=TODAY)
    log(workspace, kind, direction=direction, stage="contacted" if kind == "stage_changed" else "")
    assert is_open(workspace, task)


def test_a_step_of_a_later_day_and_one_set_after_the_call_stay(workspace: Workspace, ada: int) -> None:
    later, after = add_task(workspace, ada, "call", day=TOMORROW), add_task(workspace, ada, "x", day=TODAY, owner="Kim")
    log(workspace, "call_connected", at=ago(1 / 24))
    assert is_open(workspace, later)
    assert is_open(workspace, after)
    log(workspace, "call_connected")
    assert is_open(workspace, later)
    assert not is_open(workspace, after)


def test_a_meeting_that_is_still_to_come_has_done_nothing_yet(workspace: Workspace, ada: int) -> None:
    task = add_task(workspace, ada, "meet", day=TODAY)
    log(workspace, "meeting_held", at=ago(-3))
    assert is_open(workspace, task)


def test_the_day_is_that_of_the_workspace_s_zone(workspace: Workspace, ada: int) -> None:
    """In Kiritimati it is tomorrow already for most of the day, and never yesterday."""
    save_settings(workspace, Settings(zone="Pacific/Kiritimati"))
    there = datetime.now(UTC) + timedelta(hours=14)
    task = add_task(workspace, ada, "call", day=there.date())
    log(workspace, "call_connected")
    assert not is_open(workspace, task)


def test_taking_a_call_back_opens_nothing_where_another_step_was_set_since(workspace: Workspace, ada: int) -> None:
    done = add_task(workspace, ada, "call", day=TODAY)
    logged = log(workspace, "call_connected")
    newer = add_task(workspace, ada, "write", day=TOMORROW)
    retract(workspace, logged.interaction_id)
    assert tasks(workspace) == [newer]
    finish_task(workspace, newer.step.task_id)
    assert reopen_task(workspace, done.step.task_id).step == done.step


@pytest.mark.parametrize(
    "change",
    [
        lambda here, lead: add_task(here, lead, "write", day=TODAY, owner="Kim"),
        lambda here, lead: finish_task(here, 1),
        lambda here, lead: snooze_task(here, 1, until=TOMORROW),
        lambda here, lead: log(here, "call_connected"),
    ],
)
def test_every_change_raises_the_data_version(
    workspace: Workspace, ada: int, change: Callable[[Workspace, int], object]
) -> None:
    add_task(workspace, ada, "call", day=TODAY)
    before = workspace.data_version()
    change(workspace, ada)
    assert workspace.data_version() == before + 1


def imported(load: Load) -> ImportResult:
    return load("lead,occurred_at,kind\nbob,2024-01-01,page_viewed\n")


def test_undoing_an_import_keeps_the_leads_that_somebody_means_to_work_on(workspace: Workspace, load: Load) -> None:
    bob, eve = imported(load), load("lead,occurred_at,kind\neve,2024-01-01,note\n")
    task = add_task(workspace, find_lead(workspace, "bob").lead_id, "call", day=TODAY)
    assert (undo(workspace, bob.import_id).leads, undo(workspace, eve.import_id).leads) == (0, 1)
    assert tasks(workspace) == [task]
    assert check(workspace).differences == ()


def test_a_step_goes_with_its_lead_and_its_number_is_not_used_again(workspace: Workspace) -> None:
    logged = log(workspace, "page_viewed")
    task = add_task(workspace, logged.lead_id, "call", day=TODAY)
    retract(workspace, logged.interaction_id)
    assert tasks(workspace) == steps_from(workspace, ago(1)) == []
    again = log(workspace, "page_viewed")
    assert add_task(workspace, again.lead_id, "call", day=TODAY).step.task_id == task.step.task_id + 1


def test_what_was_done_long_ago_is_not_read(workspace: Workspace, ada: int) -> None:
    finish_task(workspace, add_task(workspace, ada, "call", day=date(2024, 1, 1)).step.task_id)
    still = add_task(workspace, ada, "write", day=TODAY)
    assert [each.task_id for each in steps_from(workspace, ago(1))] == [1, 2]
    assert steps_from(workspace, ago(-1)) == [still.step]


def test_editing_the_lead_s_owner_leaves_the_step_with_whom_it_was_set_for(workspace: Workspace, ada: int) -> None:
    add_task(workspace, ada, "call", day=TODAY)
    edit_lead(workspace, ada, {"owner": "Kim"})
    assert [each.step.owner for each in tasks(workspace)] == ["Sam"]
