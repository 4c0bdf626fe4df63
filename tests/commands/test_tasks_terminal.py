"""Next steps and reasons in the terminal: set, done, snoozed, taken back; and who is to call, and why."""

from datetime import UTC, datetime, timedelta

import pytest

from db.access.roles import as_operator
from db.log.record import Entry, record
from db.store.store import Store
from db.store.workspaces import open_workspace
from journey_core.reasons.rules import RULES
from tests.commands.terminal import answer, refusal, run

NOW = datetime.now(UTC)
TODAY = NOW.date()
LATER = TODAY + timedelta(days=3)


@pytest.fixture
def url(sqlite_store: Store) -> str:
    """The store of a workspace in which Ada replied two days ago, Bob has looked around, and Cy was lost."""
    sqlite_store.add_workspace("Test")
    workspace = open_workspace(as_operator(sqlite_store, "Test"))
    for key, kind, days in (("ada", "email_replied", 2), ("bob", "page_viewed", 3), ("cy", "lost", 4)):
        record(workspace, Entry(lead=key, kind=kind, occurred_at=ago(days), attributes={"name": key.title()}))
    return sqlite_store.url


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def to_call(url: str, *more: object) -> list[str]:
    return [each["lead"] for each in answer("leads", "--sort", "call", "--store", url, *more)]


def test_a_step_goes_through_its_life(url: str) -> None:
    made = answer("task", "add", "bob", "call back", "--on", TODAY, "--note", "about looms", "--store", url)
    assert {"task_id": 1, "lead": "bob", "name": "Bob", "what": "call back", "note": "about looms",
            "day": str(TODAY), "owner": "", "status": "due"}.items() <= made.items()  # fmt: skip
    assert answer("task", "list", "--due", "--store", url) == [made]
    assert answer("task", "snooze", 1, "--until", LATER, "--store", url)["status"] == "snoozed"
    assert answer("task", "list", "--due", "--store", url) == []
    assert answer("task", "done", 1, "--store", url)["status"] == "done"
    assert answer("task", "list", "--store", url) == []
    assert answer("task", "undo", 1, "--store", url)["status"] == "snoozed"
    assert [each["task_id"] for each in answer("task", "list", "--owner", "", "--store", url)] == [1]
    assert answer("task", "list", "--owner", "Sam", "--store", url) == []


def test_what_is_not_possible_is_refused_in_one_line(url: str) -> None:
    answer("task", "add", "bob", "call", "--on", TODAY, "--store", url)
    for line, said in (
        (("add", "bob", "write", "--on", TODAY), "already a next step with Bob, task 1"),
        (("add", "bob", "write", "--on", "soon", "--owner", "Kim"), "“soon” is not a day"),
        (("add", "eve", "call", "--on", TODAY), "no lead “eve”"),
        (("add", "bob", "", "--on", TODAY), "Say what is to be done"),
        (("done", 9), "no task with number 9"),
        (("snooze", 1, "--until", TODAY - timedelta(days=1)), "a day that is past"),
        (("undo", 1), "not done"),
    ):
        assert said in refusal("task", *line, "--store", url, status=1)
    assert run("task", "add", "bob", "--store", url).exit_code == 2


def test_for_people_the_same_is_a_table_and_a_sentence(url: str) -> None:
    said = run("task", "add", "bob", "call back", "--on", TODAY, "--store", url).stdout
    assert said == f"Task 1: call back on {TODAY}, Bob.\n"
    listed = run("task", "list", "--store", url).stdout.splitlines()
    assert listed[0].split() == ["id", "due", "on", "status", "lead", "name", "what", "owner", "note"]
    assert listed[1].split() == ["1", str(TODAY), "due", "bob", "Bob", "call", "back"]
    assert run("task", "done", 1, "--store", url).stdout == "Done: call back, Bob.\n"


def test_the_call_list_says_why_since_when_and_what_is_next(url: str) -> None:
    answer("task", "add", "bob", "call back", "--on", TODAY, "--store", url)
    bob, ada = answer("leads", "--sort", "call", "--store", url)
    assert (ada["lead"], ada["reason"]) == ("ada", "replied 2 days ago, not answered")
    assert datetime.fromisoformat(ada["waiting_since"]) == ago(2)
    assert ada["next_step"] is None
    assert (bob["lead"], bob["reason"], bob["waiting_since"]) == ("bob", "next step due today: call back", None)
    assert (bob["next_step"]["what"], bob["next_step"]["status"]) == ("call back", "due")
    assert {"name", "score", "stage", "interactions", "last_at"} <= bob.keys()
    shown = run("leads", "--sort", "call", "--store", url).stdout
    assert "why" in shown.splitlines()[0]
    assert "replied 2 days ago, not answered" in shown
    assert to_call(url, "--limit", 1) == ["bob"]


def test_the_list_empties_as_it_is_worked_and_fills_again_when_work_is_taken_back(url: str) -> None:
    answer("task", "add", "bob", "call back", "--on", TODAY, "--store", url)
    assert to_call(url) == ["bob", "ada"]
    answer("log", "--lead", "ada", "--kind", "call_attempted", "--direction", "outbound", "--store", url)
    assert to_call(url) == ["bob"]
    answer("log", "--lead", "bob", "--kind", "call_connected", "--store", url)
    assert to_call(url) == answer("task", "list", "--store", url) == []
    answer("task", "undo", 1, "--store", url)
    assert to_call(url) == []
    answer("log", "--lead", "ada", "--kind", "email_replied", "--store", url)
    assert to_call(url) == ["ada"]


def test_who_is_snoozed_is_called_on_that_day(url: str) -> None:
    answer("task", "add", "ada", "call", "--on", TODAY, "--store", url)
    answer("task", "snooze", 1, "--until", LATER, "--store", url)
    assert to_call(url) == ["bob"]
    assert to_call(url, "--as-of", LATER) == ["ada", "bob"]


def test_a_journey_gives_the_reasons_of_the_call_list_and_the_next_step(url: str) -> None:
    answer("task", "add", "ada", "send the offer", "--on", LATER, "--owner", "Sam", "--store", url)
    found = answer("journey", "ada", "--store", url)
    assert [each["rule"] for each in found["reasons"]] == ["waiting"]
    assert {each["rule"] for each in found["reasons"]} <= set(RULES)
    assert (found["next_step"]["what"], found["next_step"]["status"]) == ("send the offer", "planned")
    lines = run("journey", "ada", "--store", url).stdout.splitlines()
    assert lines[1:3] == ["replied 2 days ago, not answered", f"next step on {LATER}: send the offer"]
    assert answer("journey", "ada", "--as-of", (TODAY - timedelta(days=4)).isoformat(), "--store", url)["reasons"] == []


def test_the_call_list_of_a_segment_is_the_segment_s(url: str) -> None:
    answer("views", "save", "Bobs", "--page", "leads", "--query", "q=bob", "--store", url)
    assert to_call(url, "--segment", "Bobs") == ["bob"]
