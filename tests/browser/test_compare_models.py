"""Three attribution models side by side on one picture, and the leads behind a channel."""

from datetime import timedelta

from playwright.sync_api import Page, expect

from db.log.record import Entry, record
from db.store.workspaces import Workspace
from tests.browser.conftest import settle, visit
from tests.pages.conftest import moment

ASKED = "as_of=2024-04-30&since=2024-03-01&until=2024-04-01&model=first&compare=first&compare=last"


def test_a_third_model_joins_the_two_and_a_count_opens_its_leads(page: Page, app_url: str, shown: Workspace) -> None:
    march = moment(0) + timedelta(days=70)
    for lead, channels in [("eva", ("display", "call")), ("finn", ("display", "email")), ("gro", ("call", "email"))]:
        for minute, channel in enumerate(channels):
            at = march + timedelta(minutes=minute)
            record(shown, Entry(lead=f"credit {lead}", kind="page_viewed", channel=channel, occurred_at=at))
        record(shown, Entry(lead=f"credit {lead}", kind="converted", occurred_at=march + timedelta(minutes=9)))
    expect.set_options(timeout=60_000)  # two busy cores
    visit(page, f"{app_url}/attribution?{ASKED}")
    legend = page.locator(".legendtext")
    expect(legend).to_have_text(["First touch", "Last touch"])
    # Typed: a click on an option that the list still scrolls to does not always reach it.
    page.get_by_role("combobox", name="Compare with").fill("Time decay")
    expect(page.get_by_role("option")).to_have_text(["Time decay"])
    page.keyboard.press("Enter")
    settle(page)
    expect(legend).to_have_text(["First touch", "Last touch", "Time decay"])
    page.keyboard.press("Escape")
    page.get_by_role("link").filter(has_text="display").click()
    page.wait_for_url("**/leads?**")
    expect(page.get_by_text("Showing 2 of 2 leads of the list")).to_be_visible()
