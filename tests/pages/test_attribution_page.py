"""The attribution page credits what the core credits, and opens the leads behind every row."""

import pytest

from db.engine import Workspace
from db.record import Entry, record
from journey_core.attribution import MODELS
from tests.pages.conftest import Open, leads_behind, list_links, moment

DAY = "2024-02-01"


@pytest.fixture
def sold(workspace: Workspace) -> Workspace:
    """ada: web, then e-mail, won; bob: e-mail, won twice; cy: won without a touchpoint; dan: web, open."""
    touched = [("ada", 0, "web"), ("ada", 1, "email"), ("bob", 0, "email"), ("bob", 3, "email"), ("dan", 0, "web")]
    for lead, minute, channel in touched:
        record(workspace, Entry(lead=lead, kind="page_viewed", channel=channel, occurred_at=moment(minute)))
    for lead, minute, value in [("ada", 2, 100.0), ("bob", 2, 50.0), ("bob", 4, None), ("cy", 9, 30.0)]:
        record(workspace, Entry(lead=lead, kind="converted", value=value, occurred_at=moment(minute)))
    return workspace


def test_an_empty_workspace_is_told_what_to_do(open_page: Open) -> None:
    page = open_page("explore/attribution")
    assert not page.exception
    assert "No conversion" in page.info[0].value


@pytest.mark.parametrize("model", [name for name in MODELS if name != "lift"])
def test_every_model_shows_totals_and_one_row_a_channel(sold: Workspace, open_page: Open, model: str) -> None:
    page = open_page("explore/attribution", model=model, as_of=DAY)
    assert not page.exception
    assert [metric.value for metric in page.metric] == ["4", "€ 180", "3"]
    assert sorted(page.dataframe[0].value["channel"]) == ["(none)", "email", "web"]


def test_the_table_is_the_chosen_model_s(sold: Workspace, open_page: Open) -> None:
    page = open_page("explore/attribution", model="last", as_of=DAY)
    credited = page.dataframe[0].value.set_index("channel")
    assert credited["credit"].to_dict() == {"email": 3.0, "(none)": 1.0, "web": 0.0}
    assert credited["value"].to_dict() == {"email": 150.0, "(none)": 30.0, "web": 0.0}


def test_every_number_of_leads_opens_them(sold: Workspace, open_page: Open) -> None:
    page = open_page("explore/attribution", as_of=DAY)
    opened = {label: leads_behind(link, sold) for label, link in list_links(page)}
    assert opened == {
        "3 leads behind it": ["ada", "bob", "cy"],
        "2 leads: email": ["ada", "bob"],
        "1 lead: web": ["ada"],
        "1 lead: (none)": ["cy"],
    }


def test_choices_are_kept_in_the_address(sold: Workspace, open_page: Open) -> None:
    page = open_page("explore/attribution", as_of=DAY)
    page.selectbox(key="model").select("first").run()
    page.selectbox(key="lookback").select("7d").run()
    assert (page.query_params["model"], page.query_params["lookback"]) == ("first", "7d")
    assert "First touch" in page.caption[0].value


def test_a_goal_of_one_s_own_is_credited(sold: Workspace, open_page: Open) -> None:
    page = open_page("explore/attribution", goal="channel=email", model="last", as_of=DAY)
    assert page.metric[0].value == "3"
    assert page.dataframe[0].value.set_index("channel")["credit"]["web"] == 1.0


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("model", "magic"),
        ("goal", "kind=sold"),
        ("goal", "x"),
        ("lookback", "0d"),
        ("half_life", "?"),
        ("chain", "9"),
        ("weights", "first=x"),
        ("weights", "first=0"),
        ("touchpoints", "channel=fax"),
        ("opportunity", "signed"),
        ("behind", "fax"),
        ("lead", "nobody"),
        ("compare", "a"),
    ],
)
def test_an_address_typed_wrongly_shows_no_traceback(sold: Workspace, open_page: Open, name: str, value: str) -> None:
    page = open_page("explore/attribution", **{name: value})
    assert not page.exception
    assert len(page.error) <= 1
