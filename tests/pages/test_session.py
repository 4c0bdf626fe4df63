"""A tab does nothing in a workspace that it did not show."""

from db.engine import Context, Store, Workspace, open_workspace
from db.read import search_leads
from db.record import Entry, record
from tests.pages.conftest import Open, moment
from tests.pages.test_log_page import lead_search, submit


def test_a_form_that_was_filled_for_one_workspace_writes_nothing_into_the_next(store: Store, open_page: Open) -> None:
    page = lead_search(open_page("operate/log"), "ada")
    store.add_workspace("Other")
    store.remove_workspace("Test")
    page = submit(page)
    assert not page.exception
    assert "looks at the workspace Other now" in page.warning[0].value
    assert search_leads(open_workspace(Context(store, "Other")), "") == []
    assert not page.run().warning


def test_a_page_with_an_open_tab_starts_over_in_another_workspace(
    store: Store, workspace: Workspace, open_page: Open
) -> None:
    record(workspace, Entry(lead="ada", kind="page_viewed", channel="web", occurred_at=moment(0)))
    steps = ["channel=web", "kind=converted"]
    page = open_page("explore/funnel", step=steps, as_of="2024-02-01", tab="Other conventions")
    store.add_workspace("Other")
    store.remove_workspace("Test")
    page = page.run()
    assert not page.exception
    assert "looks at the workspace Other now" in page.warning[0].value
