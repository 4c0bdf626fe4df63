"""A click on a bar opens its leads, a double click too, and the browser's Back finds the page as it was left."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from db.log.record import Entry, record
from db.store.workspaces import Context, Store, open_workspace
from tests.browser.conftest import serving, settle, visit

LEFT = "/funnel?step=kind%3Dpage_viewed&step=kind%3Dconverted&window=30d&period=any"


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app over three leads that looked at a page once."""
    store = Store.open(f"sqlite:///{tmp_path_factory.mktemp('store')}")
    store.add_workspace("Test")
    workspace = open_workspace(Context(store, "Test"))
    for lead in ("one", "two", "three"):
        seen = datetime(2026, 3, 2, tzinfo=UTC)
        record(workspace, Entry(lead=lead, kind="page_viewed", channel="web", occurred_at=seen))
    with serving("app.py", log=tmp_path_factory.mktemp("app") / "log", JOURNEY_STORE=store.url) as served:
        yield served


@pytest.mark.parametrize("clicks", [1, 2])
def test_back_from_the_leads_of_a_bar_finds_the_page_as_it_was_left(page: Page, url: str, clicks: int) -> None:
    visit(page, url + LEFT)
    bar = page.locator(".barlayer .point path").first
    bar.wait_for(timeout=30_000)
    box = bar.bounding_box()
    assert box
    for _ in range(clicks):
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.wait_for_timeout(120)
    expect(page.get_by_role("heading", name="Leads", exact=True)).to_be_visible(timeout=30_000)
    expect(page.get_by_text("of the list")).to_be_visible(timeout=30_000)
    settle(page)
    page.go_back()
    expect(page).to_have_url(url + LEFT, timeout=30_000)
    expect(page.get_by_role("heading", name="Funnel", exact=True)).to_be_visible(timeout=30_000)
