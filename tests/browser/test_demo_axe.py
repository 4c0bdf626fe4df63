"""The pages with the demo's leads on them: nothing serious for a screen reader, no sideways scrolling on a phone."""

from collections.abc import Iterator
from datetime import date
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from db.demo.making import make_demo
from db.store.workspaces import Context, Store, open_workspace
from tests.browser.conftest import serving, violations, visit

UNTIL = date(2026, 11, 20)
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
def demo_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app over a small demo workspace."""
    store = Store.open(f"sqlite:///{tmp_path_factory.mktemp('demo')}")
    store.add_workspace("Demo")
    make_demo(open_workspace(Context(store, "Demo")), leads=200, seed=7, until=UNTIL)
    with serving("app.py", log=tmp_path_factory.mktemp("app") / "log", JOURNEY_STORE=store.url) as url:
        yield url


@pytest.fixture(params=[1440, 390], scope="module", ids=["desk", "phone"])
def width(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture(params=["light", "dark"], scope="module")
def screen(browser: Browser, width: int, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page of this width and theme, with axe at hand."""
    scheme: Literal["light", "dark"] = request.param
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, locale="en-GB")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_full_of_leads_has_no_serious_violation(screen: Page, demo_url: str, axe_source: str, path: str) -> None:
    day = f"{'&' if '?' in path else '?'}as_of={UNTIL}"
    visit(screen, demo_url + path + day)
    expect(screen.get_by_test_id("stMain").get_by_text(PAGES[path]).first).to_be_visible()
    assert violations(screen, axe_source) == []
    main = screen.get_by_test_id("stMain")
    assert main.evaluate("element => element.scrollWidth - element.clientWidth") <= 0
