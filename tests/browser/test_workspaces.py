"""An address names its workspace: in two tabs, elsewhere, after a restart, and for every file that a page links to."""

from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from db.access.sessions import SESSION_COOKIE
from db.kept.views import save_view
from db.log.record import Entry, record
from db.store.store import Store
from db.store.workspaces import Workspace
from tests.browser.conftest import newcomer, serving, settle, visit, workspace_of

SEEN = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.fixture(scope="module")
def two(store: Store) -> tuple[Workspace, Workspace]:
    """Two workspaces with a lead each, whose name says which."""
    made = workspace_of(store, "Red"), workspace_of(store, "Blue")
    for each in made:
        record(each, Entry(lead=f"{each.name} lead", kind="page_viewed", channel="web", occurred_at=SEEN))
    return made


@pytest.fixture(scope="module")
def shown(two: tuple[Workspace, Workspace]) -> Workspace:
    return two[0]


def leads_shown(page: Page) -> None:
    settle(page)
    expect(page.get_by_text("Showing 1 of 1 leads")).to_be_visible(timeout=30_000)


def exported(page: Page) -> str:
    """The link to the leads of the page, as CSV."""
    page.get_by_test_id("stMain").get_by_role("button", name="Export").first.click()
    link = page.get_by_role("link", name="CSV")
    expect(link).to_be_visible()
    return str(link.evaluate("element => element.href"))


def test_two_tabs_show_two_workspaces_and_each_link_gives_its_own(
    page: Page, app_url: str, two: tuple[Workspace, Workspace]
) -> None:
    """ATTACKS 31, 32: the workspace of a tab is that of its address, also after the other tab went elsewhere."""
    red, blue = two
    visit(page, f"{app_url}/leads")
    leads_shown(page)
    assert parse_qs(urlsplit(page.url).query)["w"] == [red.address], "an address without a workspace says which it got"
    of_red = exported(page)
    other = page.context.new_page()
    visit(other, f"{app_url}/leads?w={blue.address}")
    leads_shown(other)
    assert "Red lead" in page.request.get(of_red).text()
    assert "Blue lead" in other.request.get(exported(other)).text()
    page.get_by_role("link", name="Overview").click()
    settle(page)
    assert parse_qs(urlsplit(page.url).query)["w"] == [red.address]
    moved = page.request.get(of_red.replace(red.address, blue.address))
    assert (moved.status, "made in another workspace" in moved.text()) == (409, True)
    other.close()


def test_a_link_opens_the_same_workspace_elsewhere(
    page: Page, browser: Browser, app_url: str, two: tuple[Workspace, Workspace]
) -> None:
    red, blue = two
    stranger = browser.new_context(locale="en-GB")
    stranger.add_cookies([{"name": SESSION_COOKIE, "value": newcomer(red), "url": app_url}])
    there = stranger.new_page()
    visit(there, f"{app_url}/leads?w={blue.address}")
    leads_shown(there)
    visit(page, f"{app_url}/leads")
    of_red = exported(page)
    assert {stranger.request.get(of_red).status, stranger.request.get(of_red.split("?")[0]).status} == {404}
    stranger.close()


@pytest.mark.parametrize("address", ["elsewhere", "1", "Blue", ""])
def test_an_address_of_no_workspace_shows_nothing_and_leads_back(page: Page, app_url: str, address: str) -> None:
    """Neither a number nor a name is an address."""
    visit(page, f"{app_url}/leads?w={address}")
    if not address:
        leads_shown(page)
        return
    expect(page.get_by_text("There is no workspace at this address, or it is not yours.")).to_be_visible()
    assert page.get_by_text("lead").count() == 0
    page.get_by_role("link", name="Open another workspace").click()
    settle(page)
    expect(page.get_by_role("heading", name="Overview")).to_be_visible()


def test_a_switch_goes_to_the_other_workspace_and_is_remembered(
    page: Page, app_url: str, two: tuple[Workspace, Workspace]
) -> None:
    visit(page, f"{app_url}/leads?q=nobody")
    page.get_by_role("combobox", name="Workspace").fill("Blue")
    page.keyboard.press("Enter")
    settle(page)
    leads_shown(page)
    assert parse_qs(urlsplit(page.url).query) == {"w": [two[1].address]}
    visit(page, f"{app_url}/leads")
    assert parse_qs(urlsplit(page.url).query)["w"] == [two[1].address]


def test_after_a_restart_everybody_is_where_they_were(
    page: Page, store: Store, two: tuple[Workspace, Workspace], tmp_path: Path
) -> None:
    """ATTACKS 34, and what a visitor saved stays theirs."""
    blue = two[1]
    for run in ("first", "second"):
        with serving("app.py", log=tmp_path / run, JOURNEY_STORE=store.url) as url:
            visit(page, f"{url}/leads?w={blue.address}" if run == "first" else f"{url}/leads")
            leads_shown(page)
            if run == "first":
                page.get_by_role("button", name="Save segment").first.click()
                page.get_by_label("Name").fill("Kept over a restart")
                page.get_by_text("Shared").click()
                page.get_by_role("button", name="Save segment").last.click()
                expect(page.get_by_text("Saved as Kept over a restart.")).to_be_visible()
            else:
                visit(page, f"{url}/leads?w={blue.address}")
                page.get_by_role("button", name="Views").first.click()
                expect(page.get_by_role("link", name="Kept over a restart")).to_be_visible()


def test_ids_of_the_other_workspace_are_unknown_here(
    page: Page, app_url: str, two: tuple[Workspace, Workspace]
) -> None:
    """ATTACKS 36: views by number, as a segment and in the report; of imports in tests/api."""
    red, blue = two
    view = save_view(blue, "Blue's own", page="leads", query={}, is_shared=True)
    visit(page, f"{app_url}/leads?w={red.address}&segment={view.view_id}")
    assert page.get_by_text("Blue's own").count() == 0
    visit(page, f"{app_url}/report?w={red.address}&view={view.view_id}")
    assert page.get_by_text("Blue's own").count() == 0
    assert page.get_by_text("Blue lead").count() == 0
