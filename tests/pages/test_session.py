"""A tab does nothing in a workspace that it did not show."""

from db.engine import Context, Store, open_workspace
from db.read import search_leads
from tests.pages.conftest import Open
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
