"""The log page writes what was typed, keeps what can't be read, and takes back what it wrote."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from db.leads.cards import find_lead, search_leads
from db.leads.feed import feed
from db.log.record import Entry, record
from db.store.workspaces import Workspace
from pages.kit.word_labels import kinds_for
from tests.pages.conftest import Open, moment


def lead_search(page: AppTest, typed: str) -> AppTest:
    return page.text_input[0].set_value(typed).run()


def submit(page: AppTest) -> AppTest:
    return next(button for button in page.button if button.label == "Log it").click().run()


def field(page: AppTest, label: str) -> Any:
    return next(each for each in (*page.text_input, *page.number_input) if each.label.startswith(label))


def test_a_call_is_logged_for_a_new_lead_in_an_empty_store(workspace: Workspace, open_page: Open) -> None:
    page = lead_search(open_page("sell/log"), "ada@example.com")
    field(page, "Note").set_value("Wants a demo")
    page = submit(page)
    assert not page.exception
    item = feed(workspace, find_lead(workspace, "ada@example.com").lead_id)[0]
    assert (item.channel, item.kind, item.direction) == ("call", "call_connected", "outbound")
    assert item.content == "Wants a demo"


def test_the_form_stays_for_the_next_one_with_the_lead_kept(workspace: Workspace, open_page: Open) -> None:
    page = lead_search(open_page("sell/log"), "ada@example.com")
    field(page, "Note").set_value("first")
    page = submit(page)
    assert page.text_input[0].value == "ada@example.com"
    assert field(page, "Note").value == ""
    assert "Logged for" in page.success[0].value


def test_what_this_session_logged_can_be_taken_back(workspace: Workspace, open_page: Open) -> None:
    page = submit(lead_search(open_page("sell/log"), "ada"))
    assert search_leads(workspace, "ada")
    page = next(button for button in page.button if button.label == "Undo").click().run()
    assert not page.exception
    assert search_leads(workspace, "ada") == []


def test_an_address_names_the_lead(workspace: Workspace, open_page: Open) -> None:
    record(workspace, Entry(lead="L-7", kind="note", occurred_at=moment(0), attributes={"name": "Ada"}))
    submit(open_page("sell/log", lead="L-7", channel="call"))
    assert len(feed(workspace, find_lead(workspace, "L-7").lead_id)) == 2


@pytest.mark.parametrize(
    ("address", "channel"),
    [({"lead": "ada", "channel": "sms"}, "sms"), ({"lead": "ada"}, None), ({}, "call"), ({"channel": "*x*"}, "call")],
)
def test_the_address_chooses_the_channel(
    workspace: Workspace, open_page: Open, address: dict[str, str], channel: str | None
) -> None:
    assert open_page("sell/log", **address).selectbox(key="log_channel").value == channel


def test_an_entry_that_says_nothing_is_refused(workspace: Workspace, open_page: Open) -> None:
    page = submit(open_page("sell/log", lead="ada"))
    assert not page.exception
    assert "what happened" in page.error[0].value
    assert search_leads(workspace, "ada") == []


def test_several_matches_are_asked_and_none_is_taken_unasked(workspace: Workspace, open_page: Open) -> None:
    for name in ("Ada Byron", "Ada King"):
        record(workspace, Entry(lead=name[-4:], kind="note", occurred_at=moment(0), attributes={"name": name}))
    page = submit(lead_search(open_page("sell/log"), "ada"))
    assert "which lead" in page.error[0].value
    page = submit(page.radio[0].set_value("King").run())
    assert len(feed(workspace, find_lead(workspace, "King").lead_id)) == 2


def test_won_carries_its_value_and_moves_the_lead(workspace: Workspace, open_page: Open) -> None:
    page = lead_search(open_page("sell/log"), "ada")
    page = page.radio(key="log_what").set_value("Won").run()
    field(page, "Value").set_value(1200.0)
    submit(page)
    item = feed(workspace, find_lead(workspace, "ada").lead_id)[0]
    assert (item.kind, item.value) == ("converted", 1200.0)


def test_a_text_that_is_refused_stays_in_the_form(workspace: Workspace, open_page: Open) -> None:
    page = lead_search(open_page("sell/log"), "ada")
    field(page, "Note").set_value("turned \x07 around")
    page = submit(page)
    assert "a control character" in page.error[0].value
    assert field(page, "Note").value == "turned \x07 around"
    assert search_leads(workspace, "ada") == []


def test_kinds_of_the_channel_come_first() -> None:
    assert kinds_for("call", ("", "email_sent", "call_connected", "pitch", "converted", "note")) == [
        "call_connected",
        "pitch",
        "note",
        "email_sent",
    ]
