"""The pages with the demo's leads on them: nothing serious for a screen reader, no sideways scrolling on a phone."""

from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from db.store.store import Store
from db.store.workspaces import Workspace
from tests.browser.conftest import DEMO_UNTIL, demo_of, violations, visit

PAGES = {
    "/": "open leads by score",
    "/leads": "Showing",
    "/leads?standing=proposal&sort=name": "Clear all",
    "/lead?lead=L-0142": "interactions",
    "/funnel": "reached",
    "/attribution": "Behind one conversion",
    "/paths": "hidden way",
    "/bottlenecks": "Drop-off",
    "/reconcile": "nothing is left over",
    "/report": "where they stand",
    "/log?lead=L-0142&channel=call": "Log it",
    "/upload": "File",
    "/imports": "crm.csv",
    "/spend": "What it cost",
    "/settings": "Time zone",
}
"""Address -> what stands on the page only when it shows the demo; an error page has no violations either."""


@pytest.fixture(scope="module")
def shown(store: Store) -> Workspace:
    return demo_of(store, "Demo")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_full_of_leads_has_no_serious_violation(
    page: Page, app_url: str, axe_source: str, path: str, width: int, scheme: Literal["light", "dark"]
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    day = f"{'&' if '?' in path else '?'}as_of={DEMO_UNTIL}"
    visit(page, app_url + path + day)
    main = page.get_by_test_id("stMain")
    expect(main.get_by_text(PAGES[path]).first).to_be_visible()
    assert violations(page, axe_source) == []
    assert main.evaluate("element => element.scrollWidth - element.clientWidth") <= 0
