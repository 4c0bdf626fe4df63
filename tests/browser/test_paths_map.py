"""A click on the middle of a way opens exactly the leads that take it."""

from playwright.sync_api import Page, expect

from db.log.record import Entry, record
from db.store.workspaces import Workspace
from tests.browser.conftest import visit
from tests.pages.conftest import moment

DAY = "2024-02-01"
WAYS = ".scatterlayer .trace:first-child .points path"


def test_the_dot_of_a_way_opens_its_leads(page: Page, app_url: str, shown: Workspace) -> None:
    for lead, minute, channel in [("ada", 0, "web"), ("ada", 6, "email"), ("bob", 0, "web"), ("cy", 1, "call")]:
        entry = Entry(lead=f"paths {lead}", kind="page_viewed", channel=channel, occurred_at=moment(minute))
        record(shown, entry)
    visit(page, f"{app_url}/paths?as_of={DAY}&min_share=0&since=2024-01-01&until=2024-01-02")
    rows = page.locator(WAYS)
    expect(rows.first).to_be_visible(timeout=30_000)
    page.locator(".nsewdrag").first.scroll_into_view_if_needed()
    box = rows.nth(0).bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_url("**/leads?**")
    assert "from_step=" in page.url
    expect(page.get_by_text("Leads that go from (start) straight to web").first).to_be_visible()
    expect(page.get_by_text("Showing 2 of 2 leads of the list")).to_be_visible()
