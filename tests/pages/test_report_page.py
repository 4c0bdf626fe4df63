"""The report says of values what the pages say: nothing where there are none."""

import pytest

from db.engine import Workspace
from db.record import Entry, record
from db.views import save_view
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
    page = open_page("explore/report", part="none")
    assert not page.exception
    credit, won = sorted((table.value for table in page.table), key=lambda rows: "lead" in rows)
    assert list(credit) == ["channel", "conversions", "share"]
    assert won["value"].tolist() == ["–"]
