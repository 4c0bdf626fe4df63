"""The report says what the pages say: of values nothing where there are none, and the groups of a breakdown."""

import pytest

from db.kept.views import save_view
from db.log.record import Entry, record
from db.store.workspaces import Workspace
from pages.kit.formats import escape
from tests.pages.conftest import Open, moment


@pytest.fixture
def worthless(workspace: Workspace) -> Workspace:
    """ada: web, then won, without a value."""
    record(workspace, Entry(lead="ada", kind="page_viewed", channel="web", occurred_at=moment(0)))
    record(workspace, Entry(lead="ada", kind="converted", occurred_at=moment(1)))
    return workspace


def test_a_section_has_no_money_where_nothing_has_a_value(worthless: Workspace, open_page: Open) -> None:
    save_view(worthless, "Credit", page="attribution", query={"model": ["first"]}, is_shared=True, is_pinned=True)
    save_view(worthless, "Won", page="leads", query={"standing": ["won"]}, is_shared=True, is_pinned=True)
    page = open_page("sell/report", part="none")
    assert not page.exception
    credit, won = sorted((table.value for table in page.table), key=lambda rows: "lead" in rows)
    assert list(credit) == ["channel", "conversions", "share"]
    assert won["value"].tolist() == ["–"]


def test_the_groups_of_a_saved_breakdown_are_printed(worthless: Workspace, open_page: Open) -> None:
    query = {"step": ["kind=page_viewed", "kind=converted"], "breakdown": ["channel"], "window": ["90d"]}
    save_view(worthless, "By channel", page="funnel", query=query, is_shared=True, is_pinned=True)
    page = open_page("sell/report", part="none")
    assert not page.exception
    assert page.table[1].value.to_dict("records") == [
        {
            escape("by channel of the run's first interaction"): "web",
            "entered": "1",
            "came through": escape("1 · 100.0 % [20.7–100.0 %]"),
        }
    ]
