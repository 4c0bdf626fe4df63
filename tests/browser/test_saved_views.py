"""A question is saved, opened by its link in a fresh session, and exported as table and picture."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from db.log.record import Entry, record
from db.store.store import Store
from db.store.workspaces import Workspace
from tests.browser.conftest import settle, visit, workspace_of

NAME = "Web **to** <b>won"
STEPS = ["kind=page_viewed", "stage=contacted", "stage=qualified", "stage=proposal", "kind=meeting_held", "stage=won"]
REACHED = [5, 4, 3, 2, 2, 1]
ASKED = urlencode({"step": STEPS, "window": "90d"}, doseq=True)
START = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def shown(store: Store) -> Workspace:
    """Five leads; of these as many as `REACHED` says came to each step."""
    workspace = workspace_of(store, "Saved views")
    for place, (step, count) in enumerate(zip(STEPS, REACHED, strict=True)):
        name, _, word = step.partition("=")
        said = {"kind": word} if name == "kind" else {"kind": "stage_changed", "stage": word}
        if word == "won":
            said = {"kind": "converted"}
        for lead in range(count):
            record(
                workspace,
                Entry(lead=f"L{lead}", channel="web", occurred_at=START + timedelta(days=place), **said),  # type: ignore[arg-type]
            )
    return workspace


@pytest.fixture(autouse=True)
def patience(page: Page) -> None:
    """Two cores that draw pictures and serve pages may keep a click waiting."""
    page.set_default_timeout(90_000)
    expect.set_options(timeout=60_000)


@pytest.fixture
def stranger(browser: Browser) -> Iterator[BrowserContext]:
    """Another browser, without a cookie."""
    fresh = browser.new_context(locale="en-GB")
    fresh.set_default_timeout(90_000)
    yield fresh
    fresh.close()


def opened(page: Page, label: str) -> None:
    page.get_by_test_id("stMain").get_by_role("button", name=label, exact=True).first.click()
    settle(page)


def save(page: Page, app_url: str, name: str) -> str:
    """Saves the funnel as a pinned view; its link's address."""
    visit(page, f"{app_url}/funnel?{ASKED}")
    opened(page, "Save view")
    page.get_by_label("Name").fill(name)
    page.get_by_text("Pinned to the overview").click()
    page.get_by_role("button", name="Save view").last.click()
    expect(page.get_by_text(f"Saved as {name}.")).to_be_visible()
    page.keyboard.press("Escape")
    opened(page, "Views")
    link = page.get_by_role("link", name=name)
    expect(link).to_be_visible()
    return str(link.evaluate("element => element.href"))


def exported(page: Page) -> dict[str, str]:
    """The links of the funnel's export menu by their labels."""
    opened(page, "Export")
    links = page.get_by_test_id("stPopoverBody").get_by_role("link")
    expect(links).to_have_count(5)
    return {each.inner_text(): str(each.evaluate("element => element.href")) for each in links.all()}


def test_a_six_step_funnel_is_saved_opened_by_a_stranger_and_exported(
    page: Page, stranger: BrowserContext, app_url: str
) -> None:
    address = save(page, app_url, NAME)
    there = stranger.new_page()
    visit(there, address)
    for count in (5, 1):
        expect(there.get_by_role("link", name=f"{count} reached", exact=True)).to_be_visible()
    links = exported(there)
    rows = stranger.request.get(links["CSV"]).text().splitlines()
    assert [row.split(",")[0] for row in rows[1:]] == STEPS
    assert [int(row.split(",")[1]) for row in rows[1:]] == REACHED
    assert stranger.request.get(links["XLSX"]).body()[:2] == b"PK"
    assert stranger.request.get(links["PNG"]).body()[:8] == b"\x89PNG\r\n\x1a\n"
    assert stranger.request.get(links["SVG"]).body().startswith(b"<svg")
    assert {page.request.get(links[label]).status for label in links} == {404}, "its links are the stranger's alone"


def test_menus_of_views_and_exports_have_no_serious_violation(page: Page, app_url: str, axe_source: str) -> None:
    save(page, app_url, "For axe")
    for label in ("Save view", "Export"):
        page.keyboard.press("Escape")
        opened(page, label)
        page.evaluate(axe_source)
        found = page.evaluate("async () => (await axe.run()).violations")
        assert [each["id"] for each in found if each["impact"] in {"serious", "critical"}] == []


def test_the_overview_and_the_report_show_a_pinned_view(page: Page, app_url: str) -> None:
    save(page, app_url, "To print")
    visit(page, app_url)
    expect(page.get_by_role("link", name="To print")).to_be_visible()
    expect(page.get_by_text("20.0 % of 5 leads came through: 1.").first).to_be_visible()
    visit(page, f"{app_url}/report")
    expect(page.get_by_role("heading", name="To print")).to_be_visible()
    assert len(page.pdf(format="A4")) > 10_000


def test_a_picture_of_the_report_is_printed_on_one_sheet_with_its_heading_and_table(page: Page, app_url: str) -> None:
    save(page, app_url, "On paper")
    visit(page, f"{app_url}/report")
    expect(page.locator(".js-plotly-plot").nth(2)).to_be_visible()
    page.emulate_media(media="print")
    frames = page.locator("[data-testid=stVerticalBlock]:has(h2):has(.js-plotly-plot)")
    tables = frames.evaluate_all(
        "all => all.filter(each => getComputedStyle(each).breakInside === 'avoid')"
        ".map(each => each.querySelectorAll('[data-testid=stTable]').length)"
    )
    assert len(tables) == page.locator(".js-plotly-plot").count() > 2
    assert sorted(tables) == [0, *[1] * (len(tables) - 1)], "only the map of paths fills a sheet by itself"
