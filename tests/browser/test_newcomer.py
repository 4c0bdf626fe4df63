"""One newcomer's first quarter of an hour, in Chromium, on the demo workspace."""

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from db.store.store import Store
from db.store.workspaces import Workspace
from tests.browser.conftest import demo_of, settle, visit

GOOD_ROWS = 4
FILE = """lead,occurred_at,channel,kind,direction
newcomer-1,2026-03-01T10:00:00Z,email,email_sent,outbound
newcomer-1,yesterday,email,email_opened,inbound
newcomer-2,2026-03-02T10:00:00Z,call,call_connected,sideways
newcomer-2,2026-03-02T11:00:00Z,call,call_connected,outbound
newcomer-3,2026-03-03T10:00:00Z,web,page_viewed,inbound
"""


@pytest.fixture(scope="module")
def shown(store: Store) -> Workspace:
    return demo_of(store, "Newcomer's demo")


def test_a_newcomer_reads_a_journey_and_logs_a_call_that_shows_at_once(page: Page, app_url: str) -> None:
    visit(page, app_url)
    page.get_by_role("link", name="Clara Winter").first.click()
    expect(page.get_by_role("heading", name="Clara Winter")).to_be_visible()
    expect(page.locator(".js-plotly-plot").first).to_be_visible()
    settle(page)
    before = counted(page, r"([\d,]+) interactions")
    page.get_by_role("button", name="Log a call").click()
    expect(page.get_by_role("heading", name="Log", exact=True)).to_be_visible()
    settle(page)
    page.get_by_label("Note").fill("Asked about the offer")
    page.get_by_role("button", name="Log it").click()
    expect(page.get_by_text("Logged for Clara Winter")).to_be_visible()
    page.get_by_role("link", name="Clara Winter").first.click()
    expect(page.get_by_text(f"{before + 1} interactions")).to_be_visible()


def test_a_newcomer_uploads_a_file_with_bad_rows_gets_them_back_and_undoes_it(
    page: Page, app_url: str, tmp_path: Path
) -> None:
    visit(page, f"{app_url}/upload")
    page.locator("input[type=file]").set_input_files(
        {"name": "first.csv", "mimeType": "text/csv", "buffer": FILE.encode()}
    )
    page.get_by_role("button", name="Check the file").click()
    page.get_by_role("button", name=f"Import {GOOD_ROWS} rows").click()
    expect(page.get_by_text("5 rows = 4 created + 0 duplicate + 1 rejected; 3 new leads, 1 warning")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download 1 reject").click()
    download.value.save_as(tmp_path / "rejects.csv")
    with (tmp_path / "rejects.csv").open(newline="") as file:
        rejects = list(csv.DictReader(file))
    assert [(row["lead"], row["reject_column"]) for row in rejects] == [("newcomer-1", "occurred_at")]
    visit(page, f"{app_url}/imports")
    page.get_by_role("button", name="Undo …").first.click()
    page.get_by_role("button", name="Yes, undo this import").click()
    expect(page.get_by_text(re.compile("4 interactions and 3 leads")).first).to_be_visible()


def test_a_newcomer_builds_a_funnel_and_opens_the_leads_behind_a_bar(page: Page, app_url: str) -> None:
    visit(page, f"{app_url}/funnel?step=stage%3Dnew&step=stage%3Dcontacted&window=90d")
    page.get_by_role("button", name="Add a step").click()
    settle(page)
    bars = page.locator(".js-plotly-plot .barlayer .point path")
    expect(bars.first).to_be_visible()
    reached = counted(page, r"([\d,]+) reached")
    bars.first.click(force=True)
    page.wait_for_url(re.compile("/leads"))
    expect(page.get_by_text(f"Showing {reached:,} of")).to_be_visible()


def counted(page: Page, pattern: str) -> int:
    """The number in the first text of the page that the pattern finds."""
    found = page.get_by_text(re.compile(pattern)).first
    expect(found).to_be_visible()
    match = re.search(pattern, found.inner_text())
    assert match
    return int(match[1].replace(",", ""))
