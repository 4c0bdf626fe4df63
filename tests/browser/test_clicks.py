"""A click on a bar opens its leads, a double click too, and the browser's Back finds the page as it was left."""

from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from db.log.record import Entry, record
from db.store.store import Store
from db.store.workspaces import Workspace
from tests.browser.conftest import settle, visit, workspace_of

LEFT = "/funnel?step=kind%3Dpage_viewed&step=kind%3Dconverted&window=30d&period=any"


@pytest.fixture(scope="module")
def shown(store: Store) -> Workspace:
    """Three leads that looked at a page once."""
    workspace = workspace_of(store, "Clicks")
    for lead in ("one", "two", "three"):
        seen = datetime(2026, 3, 2, tzinfo=UTC)
        record(workspace, Entry(lead=lead, kind="page_viewed", channel="web", occurred_at=seen))
    return workspace


@pytest.mark.parametrize("clicks", [1, 2])
def test_back_from_the_leads_of_a_bar_finds_the_page_as_it_was_left(page: Page, app_url: str, clicks: int) -> None:
    visit(page, app_url + LEFT)
    left = parts(page.url)
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
    page.wait_for_url(lambda address: parts(address) == left, timeout=30_000)
    expect(page.get_by_role("heading", name="Funnel", exact=True)).to_be_visible(timeout=30_000)


def parts(address: str) -> tuple[str, dict[str, list[str]]]:
    """An address without the order of its parameters."""
    split = urlsplit(address)
    return split.path, parse_qs(split.query)
