"""The leads page counts honestly: under every filter, and behind every number that links to it."""

import pytest
from streamlit.testing.v1 import AppTest

from db.leads.cards import find_lead
from db.leads.feed import feed
from db.log.record import Entry, record
from db.store.workspaces import Workspace
from pages.kit.formats import escape
from tests.pages.analyse.counts import click
from tests.pages.conftest import Open, moment

PEOPLE = {
    "ada": {"name": "Ada Lovelace", "company": "Engines", "owner": "Sam"},
    "bob": {"name": "Bob", "owner": "Sam"},
    "cy": {"name": "**Cy** <b>", "owner": ""},
}


@pytest.fixture
def filled(workspace: Workspace) -> Workspace:
    """Three leads: ada converted by e-mail, bob stands at proposal, cy only looked at a page."""
    for key, attributes in PEOPLE.items():
        record(
            workspace, Entry(lead=key, kind="page_viewed", channel="web", occurred_at=moment(0), attributes=attributes)
        )
    record(workspace, Entry(lead="ada", kind="converted", channel="email", value=70, occurred_at=moment(9)))
    record(workspace, Entry(lead="bob", kind="stage_changed", stage="proposal", occurred_at=moment(5)))
    return workspace


def shown(page) -> tuple[str, list[str]]:
    """What the page says it shows, and the names in its table."""
    names = list(page.dataframe[0].value["name"]) if page.dataframe else []
    return next(text.value for text in page.markdown if text.value.startswith("Showing")), names


def test_without_a_lead_it_says_how_to_begin(open_page: Open) -> None:
    page = open_page("sell/leads")
    assert not page.exception
    assert "no leads yet" in page.info[0].value


def test_every_lead_is_there(filled: Workspace, open_page: Open) -> None:
    said, names = shown(open_page("sell/leads", sort="name"))
    assert said == "Showing **3** of **3** leads"
    assert sorted(names) == sorted(each["name"] for each in PEOPLE.values())


@pytest.mark.parametrize("asked", ["interactions", "busy", "Most interactions"])
def test_an_address_names_an_order_and_former_names_are_still_read(
    filled: Workspace, open_page: Open, asked: str
) -> None:
    page = open_page("sell/leads", sort=asked)
    assert not page.exception
    assert shown(page)[1][0] == "Ada Lovelace"
    page = page.selectbox(key="sort").set_value("name").run()
    assert page.query_params["sort"] == "name"
    assert shown(page)[1] == sorted(each["name"] for each in PEOPLE.values())


def test_a_sorted_list_can_be_left_for_all_leads(filled: Workspace, open_page: Open) -> None:
    page = press(open_page("sell/leads", list="stage", in_stage="proposal", sort="Name"), "Show all leads instead")
    assert not page.exception
    assert shown(page)[0] == "Showing **3** of **3** leads"


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        ({"q": "love ENG"}, ["Ada Lovelace"]),
        ({"standing": "proposal"}, ["Bob"]),
        ({"standing": ["proposal", "won"]}, ["Ada Lovelace", "Bob"]),
        ({"owned_by": "Sam", "through": "email"}, ["Ada Lovelace"]),
        ({"owned_by": "nobody"}, ["**Cy** <b>"]),
        ({"score": "hot"}, []),
        ({"touched": "older"}, ["**Cy** <b>", "Ada Lovelace", "Bob"]),
        ({"source": "form"}, ["**Cy** <b>", "Ada Lovelace", "Bob"]),
        ({"through": "sms"}, []),
        ({"touched": ""}, ["**Cy** <b>", "Ada Lovelace", "Bob"]),
    ],
)
def test_a_filter_leaves_its_leads_and_says_how_many(
    filled: Workspace, open_page: Open, filters: dict[str, str | list[str]], names: list[str]
) -> None:
    page = open_page("sell/leads", **filters)
    assert not page.exception
    said, listed = shown(page)
    assert (said, sorted(listed)) == (f"Showing **{len(names)}** of **3** leads", names)


@pytest.mark.parametrize(
    ("filters", "button"),
    [
        ({"owned_by": "G*ne"}, "Owner: G*ne"),
        ({"through": ["web", "Radio"]}, "Channel: web, Radio"),
        ({"standing": "no such stage"}, "Stage: no such stage"),
        ({"score": "lukewarm"}, "Score: lukewarm"),
        ({"touched": "2d"}, "Last touch: 2d"),
    ],
)
def test_a_filter_for_what_is_not_there_shows_no_leads_and_says_why(
    filled: Workspace, open_page: Open, filters: dict[str, str | list[str]], button: str
) -> None:
    page = open_page("sell/leads", **filters)
    assert "There is no " in page.error[0].value
    assert not page.exception
    assert not page.dataframe
    assert escape(button) in [each.proto.popover.label for each in page.get("popover")]
    name, asked = next(iter(filters.items()))
    assert page.query_params[name] == asked
    page = press(page, "Clear all")
    assert not page.error
    assert shown(page)[0] == "Showing **3** of **3** leads"


def test_the_word_that_is_not_there_can_be_taken_away_alone(filled: Workspace, open_page: Open) -> None:
    page = open_page("sell/leads", owned_by=["Sam", "Gone"])
    page = page.pills[1].set_value(["Sam"]).run()
    assert page.query_params["owned_by"] == "Sam"
    assert shown(page) == ("Showing **2** of **3** leads", ["Ada Lovelace", "Bob"])


def test_a_choice_goes_into_the_address(filled: Workspace, open_page: Open) -> None:
    page = open_page("sell/leads")
    page.pills[0].set_value(["proposal"]).run()
    assert page.query_params["standing"] == "proposal"
    assert shown(page) == ("Showing **1** of **3** leads", ["Bob"])


def test_a_list_shows_its_sentence_its_leads_and_a_way_out(filled: Workspace, open_page: Open) -> None:
    page = open_page("sell/leads", list="stage", in_stage="won")
    assert shown(page) == ("Showing **1** of **1** leads of the list", ["Ada Lovelace"])
    assert any("stand at won" in caption.value for caption in page.caption)
    page.button[0].click().run()
    assert shown(page)[0] == "Showing **3** of **3** leads"


def test_an_unknown_list_is_one_clear_sentence(filled: Workspace, open_page: Open) -> None:
    page = open_page("sell/leads", list="nonsense")
    assert "nonsense" in page.error[0].value
    assert not page.exception


def test_the_past_shows_what_was_known_then(filled: Workspace, open_page: Open) -> None:
    page = open_page("sell/leads", as_of="2023-12-31")
    assert shown(page)[0] == "Showing **0** of **0** leads"


def test_a_click_opens_the_lead_that_stood_there_also_when_the_order_has_changed(
    filled: Workspace, open_page: Open
) -> None:
    page = open_page("sell/leads", sort="last")
    assert shown(page)[1][0] == "Ada Lovelace"
    record(filled, Entry(lead="bob", kind="page_viewed", channel="web", occurred_at=moment(20)))
    opened = click(page, page.dataframe[0].proto, (0, "name"))
    assert opened.query_params["lead"] == "ada"
    assert "Ada Lovelace" in opened.title[0].value


def several(page: AppTest, *names: str) -> AppTest:
    """The page with the rows of these names ticked."""
    page = page.toggle[0].set_value(True).run()
    table = page.dataframe[0]
    places = [place for place, name in enumerate(table.value["name"]) if name in names]
    page.session_state[table.key] = {"selection": {"rows": places, "columns": [], "cells": []}}
    return page.run()


def press(page: AppTest, label: str) -> AppTest:
    return next(button for button in page.button if button.label == label).click().run()


def test_nothing_can_be_done_with_several_before_one_is_ticked(filled: Workspace, open_page: Open) -> None:
    page = several(open_page("sell/leads"))
    page.selectbox(key="several stage").set_value("lost").run()
    assert not page.exception
    assert all(button.disabled for button in page.button if button.label in {"Set owner of 0 leads", "Move 0 leads"})
    assert {button.label for button in page.main.button} == {"Set owner of 0 leads", "Move 0 leads"}


def test_owners_to_choose_from_are_named_as_they_are_written(workspace: Workspace, open_page: Open) -> None:
    record(workspace, Entry(lead="eve", kind="page_viewed", occurred_at=moment(1), attributes={"owner": "A. *Z*"}))
    assert "A. *Z*" in several(open_page("sell/leads")).selectbox(key="several owner").options


def test_several_leads_get_an_owner_and_no_other_does(filled: Workspace, open_page: Open) -> None:
    page = several(open_page("sell/leads"), PEOPLE["ada"]["name"], PEOPLE["cy"]["name"])
    page.selectbox(key="several owner").set_value("nobody").run()
    page = press(page, "Set owner of 2 leads")
    assert page.success[0].value == escape("No owner any more: 2 leads.")
    assert {key: find_lead(filled, key).owner for key in PEOPLE} == {"ada": "", "bob": "Sam", "cy": ""}


@pytest.mark.parametrize(("stage", "kind"), [("qualified", "stage_changed"), ("lost", "lost")])
def test_several_leads_move_by_one_interaction_each(filled: Workspace, open_page: Open, stage: str, kind: str) -> None:
    page = several(open_page("sell/leads"), PEOPLE["ada"]["name"], "Bob")
    page.selectbox(key="several stage").set_value(stage).run()
    page = press(page, "Move 2 leads")
    assert page.success[0].value == f"Moved 2 leads to {stage}\\."
    newest = {key: feed(filled, find_lead(filled, key).lead_id)[0] for key in PEOPLE}
    assert [newest[key].kind == kind and newest[key].source == "form" for key in PEOPLE] == [True, True, False]
    assert [len(feed(filled, item)) for item in (find_lead(filled, key).lead_id for key in PEOPLE)] == [3, 3, 1]
    assert any(button.label == "Move 0 leads" for button in page.button), "nothing stays ticked"
