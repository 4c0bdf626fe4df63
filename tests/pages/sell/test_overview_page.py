"""The overview: every number is as long as the list that it opens."""

import re
from urllib.parse import parse_qs

import pytest

from db.log.record import Entry, record
from db.store.workspaces import Workspace
from tests.pages.conftest import Open, link_label, moment

DAY = 24 * 60
OWNERS = {"ada": "Sam", "bob": "Sam", "cy": ""}


@pytest.fixture
def filled(workspace: Workspace) -> Workspace:
    """As of 2024-03-01: ada is old and converted lately, bob is new and at proposal, cy is new and lost."""
    begins = {"ada": 0, "bob": 40, "cy": 50}
    for key, owner in OWNERS.items():
        when = moment(begins[key] * DAY)
        record(
            workspace, Entry(lead=key, kind="page_viewed", channel="web", occurred_at=when, attributes={"owner": owner})
        )
    record(workspace, Entry(lead="ada", kind="converted", value=70, occurred_at=moment(45 * DAY)))
    record(workspace, Entry(lead="bob", kind="stage_changed", stage="proposal", occurred_at=moment(41 * DAY)))
    record(workspace, Entry(lead="cy", kind="lost", occurred_at=moment(52 * DAY)))
    return workspace


def test_an_empty_store_says_how_to_begin(open_page: Open) -> None:
    page = open_page("sell/overview")
    assert not page.exception
    assert "Nothing has happened here yet" in page.info[0].value


def test_the_overview_counts_what_came_and_converted_in_the_last_30_days(filled: Workspace, open_page: Open) -> None:
    page = open_page("sell/overview", as_of="2024-03-01")
    assert not page.exception
    assert {metric.label: metric.value for metric in page.metric} == {
        "New leads": "2",
        "Leads converted": "1",
        "Value": "€ 70",
        "Median journey": "45 d",
    }


def test_conversions_that_carry_no_value_are_not_worth_nothing(workspace: Workspace, open_page: Open) -> None:
    record(workspace, Entry(lead="ada", kind="converted", occurred_at=moment(45 * DAY)))
    page = open_page("sell/overview", as_of="2024-03-01")
    assert next(metric.value for metric in page.metric if metric.label == "Value") == "–"
    assert "no conversion in these days has a value" in [caption.value for caption in page.caption]


def test_only_open_leads_are_to_be_called_and_one_sees_why(filled: Workspace, open_page: Open) -> None:
    page = open_page("sell/overview", as_of="2024-03-01")
    links = [link.proto for link in page.main.get("page_link") if link_label(link.proto.label) == "Log"]
    assert [parse_qs(link.query_string)["lead"] for link in links] == [["bob"]]
    assert any("moved to proposal" in caption.value for caption in page.caption)


def test_every_number_is_as_long_as_its_list(filled: Workspace, open_page: Open) -> None:
    page = open_page("sell/overview", as_of="2024-03-01", owner="Sam")
    links = [link.proto for link in page.main.get("page_link") if re.search(r"\d", link.proto.label)]
    assert len(links) >= 12
    for link in links:
        leads = open_page("sell/leads", **({"as_of": "2024-03-01"} | parse_qs(link.query_string)))
        said = next(text.value for text in leads.markdown if text.value.startswith("Showing"))
        assert re.search(r"\d+", said)[0] == re.search(r"\d+", link.label)[0], link.label


def test_an_owner_who_is_not_there_is_named_and_not_taken_for_everyone(filled: Workspace, open_page: Open) -> None:
    page = open_page("sell/overview", as_of="2024-03-01", owner="Gone")
    assert "no owner “Gone” here" in page.error[0].value
    assert not page.metric
    page = next(box for box in page.selectbox if box.label == "Owner").set_value("Sam").run()
    assert not page.error
    assert page.query_params["owner"] == "Sam"
    assert page.metric
