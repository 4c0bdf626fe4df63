"""Reasons and next steps on the pages: the call list empties as it is worked, and all faces say the same."""

from datetime import UTC, date, datetime, timedelta
from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from db.kept.tasks import add_task, finish_task, reopen_task, snooze_task, tasks
from db.leads.cards import find_lead
from db.log.record import Entry, record
from db.log.undo import retract
from db.store.workspaces import Workspace
from tests.commands.terminal import answer, run
from tests.pages.conftest import Open, link_label

NOW = datetime.now(UTC)
TODAY = NOW.date()
NASTY = "**call** [x](http://evil.example) <img src=x>"


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


@pytest.fixture
def three(workspace: Workspace) -> Workspace:
    """Ada wrote two days ago and has no answer, Bob looked around, Cy was called three times in vain."""
    rows = (("ada", "email_replied", 2.0), ("bob", "page_viewed", 1.0), ("bob", "form_submitted", 9.0),
            ("bob", "email_sent", 8.0), *(("cy", "call_attempted", days) for days in (7.0, 6.0, 5.0)))  # fmt: skip
    for key, kind, days in rows:
        record(workspace, Entry(lead=key, kind=kind, occurred_at=ago(days), attributes={"company": "Looms"}))
    return workspace


def plain(written: str) -> str:
    """Text as one reads it: without the signs that keep it text."""
    return written.replace("\\", "").replace("\N{WORD JOINER}", "")


def called(page: AppTest) -> list[str]:
    """The leads of the call list, by the links that log a call."""
    links = [link.proto for link in page.main.get("page_link") if link_label(link.proto.label) == "Log"]
    return [parse_qs(link.query_string)["lead"][0] for link in links]


def lead_of(workspace: Workspace, key: str) -> int:
    return find_lead(workspace, key).lead_id


def press(page: AppTest, label: str) -> AppTest:
    page = next(button for button in page.button if button.label == label).click().run()
    assert not page.exception
    return page


def test_the_call_list_says_why_in_the_order_of_the_terminal(three: Workspace, open_page: Open) -> None:
    add_task(three, lead_of(three, "cy"), "call back", day=TODAY)
    page = open_page("sell/overview")
    documents = answer("leads", "--sort", "call", "--store", three.store.url)
    assert called(page) == [each["lead"] for each in documents] == ["cy", "ada", "bob"]
    captions = [plain(caption.value) for caption in page.caption]
    assert [f"{each['reason']} · Looms" in captions for each in documents] == [True] * 3
    assert documents[0]["reason"] == "next step due today: call back"
    assert documents[1]["reason"] == "replied 2 days ago, not answered"


def test_page_terminal_and_json_give_a_lead_the_same_reasons(three: Workspace, open_page: Open) -> None:
    add_task(three, lead_of(three, "cy"), "call back", day=TODAY)
    for key, rules in (("ada", ["waiting"]), ("bob", []), ("cy", ["due", "unreached"])):
        document = answer("journey", key, "--store", three.store.url)
        assert [each["rule"] for each in document["reasons"]] == rules
        said = {each["rule"]: each["sentence"] for each in document["reasons"]}
        printed = run("journey", key, "--store", three.store.url).stdout.splitlines()
        assert printed[1 : 1 + len(said)] == list(said.values())
        page = [plain(each.value) for each in open_page("sell/lead", lead=key).markdown]
        step = said.pop("due", "").replace("next step due", "Next step")
        assert " · ".join(said.values() or [document["reason"]]) in page
        assert step in page or not step


def test_the_list_empties_as_it_is_worked_and_says_so(three: Workspace, open_page: Open) -> None:
    logged = record(three, Entry(lead="ada", kind="call_connected", occurred_at=datetime.now(UTC)))
    snooze_task(
        three, add_task(three, lead_of(three, "bob"), "call", day=TODAY).step.task_id, until=TODAY + timedelta(3)
    )
    assert called(open_page("sell/overview")) == ["cy"]
    task = add_task(three, lead_of(three, "cy"), "call", day=TODAY)
    finish_task(three, task.step.task_id)
    page = open_page("sell/overview")
    assert called(page) == []
    assert "Nobody is left to call" in page.info[0].value
    reopen_task(three, task.step.task_id)
    retract(three, logged.interaction_id)
    assert called(open_page("sell/overview")) == ["cy", "ada"]


def test_a_next_step_is_set_done_and_taken_back_on_the_lead_s_page(three: Workspace, open_page: Open) -> None:
    page = open_page("sell/lead", lead="bob")
    next(field for field in page.text_input if field.label == "What").set_value("call back")
    next(field for field in page.date_input if field.label == "On").set_value(TODAY)
    page = press(page, "Set it")
    [task] = tasks(three)
    assert (task.lead_key, task.step.what, task.step.day) == ("bob", "call back", TODAY)
    assert "Next step today: call back" in [plain(each.value) for each in page.markdown]
    assert "Set it" not in [button.label for button in page.button]
    page = press(page, "Done")
    assert tasks(three) == []
    page = press(page, "Undo done")
    assert tasks(three) == [task]
    assert "Undo done" not in [button.label for button in page.button]


def test_a_step_is_snoozed_on_the_lead_s_page(three: Workspace, open_page: Open) -> None:
    add_task(three, lead_of(three, "bob"), "call back", day=TODAY)
    page = press(open_page("sell/lead", lead="bob"), "Snooze it")
    assert tasks(three)[0].step.snoozed_until == TODAY + timedelta(days=1)
    assert page.success[0].value.startswith("Snoozed until")


def test_what_can_t_be_a_step_is_said(three: Workspace, open_page: Open) -> None:
    page = press(open_page("sell/lead", lead="bob"), "Set it")
    assert "Say what is to be done" in page.error[0].value
    assert tasks(three) == []


def test_who_looks_from_an_earlier_day_sees_what_was_planned_then_and_changes_nothing(
    three: Workspace, open_page: Open
) -> None:
    add_task(three, lead_of(three, "bob"), "call back", day=date(2024, 1, 1))
    page = open_page("sell/lead", lead="bob", as_of=(TODAY - timedelta(days=1)).isoformat())
    assert not {"Done", "Set it"} & {button.label for button in page.button}
    assert not any("call back" in caption.value for caption in page.caption)


def test_a_step_is_text_and_never_mark_up(three: Workspace, open_page: Open) -> None:
    add_task(three, lead_of(three, "bob"), NASTY, day=TODAY, note=NASTY)
    for page in (open_page("sell/lead", lead="bob"), open_page("sell/overview")):
        shown = [each.value for each in (*page.markdown, *page.caption) if "evil" in each.value]
        assert shown
        assert [text for text in shown if "**call" in text or "[x](" in text] == []
