"""A tab does nothing in a workspace that it did not show."""

import pytest

from db.access.roles import as_operator
from db.leads.cards import search_leads
from db.log.record import Entry, record
from db.store.store import Store
from db.store.workspaces import Workspace, open_workspace
from tests.pages.conftest import Open, link_label, moment
from tests.pages.sell.test_log_page import lead_search, submit


def test_a_form_that_was_filled_for_one_workspace_writes_nothing_into_the_next(store: Store, open_page: Open) -> None:
    page = lead_search(open_page("sell/log"), "ada")
    store.add_workspace("Other")
    store.remove_workspace("Test")
    page = submit(page)
    assert not page.exception
    assert "no workspace at this address" in page.error[0].value
    assert search_leads(open_workspace(as_operator(store, "Other")), "") == []


def test_a_page_with_an_open_tab_starts_over_in_another_workspace(
    store: Store, workspace: Workspace, open_page: Open
) -> None:
    record(workspace, Entry(lead="ada", kind="page_viewed", channel="web", occurred_at=moment(0)))
    steps = ["channel=web", "kind=converted"]
    page = open_page("analyse/funnel", step=steps, as_of="2024-02-01", tab="Other conventions")
    store.add_workspace("Other")
    store.remove_workspace("Test")
    page = page.run()
    assert not page.exception
    assert "no workspace at this address" in page.error[0].value


@pytest.mark.parametrize(
    "file", ["sell/overview", "sell/leads", "analyse/funnel", "analyse/attribution", "sell/report"]
)
@pytest.mark.parametrize("written", ["garbage", "2026-02-31"])
def test_what_is_not_an_instant_is_answered_with_no_number(
    workspace: Workspace, open_page: Open, file: str, written: str
) -> None:
    record(workspace, Entry(lead="ada", kind="converted", channel="web", occurred_at=moment(0)))
    page = open_page(file, as_of=written)
    assert not page.exception
    assert [link_label(error.value) for error in page.error] == [
        f"“{written}” is not a date; write 2024-03-31 or 2024-03-31T14:05, in UTC time."
    ]
    assert not [*page.main.metric, *page.main.caption, *page.main.dataframe]
    assert [text.value for text in page.sidebar.text if "date" in text.value] == [f"“{written}” is not a date."]


def test_from_an_impossible_day_one_comes_back_to_now_and_no_other_page_has_it(open_page: Open) -> None:
    page = open_page("analyse/funnel", as_of="2026-02-31")
    assert not any("as_of" in link.proto.query_string for link in page.sidebar.get("page_link"))
    page = next(button for button in page.sidebar.button if button.label == "Back to now").click().run()
    assert not page.error
    assert "as_of" not in page.query_params
