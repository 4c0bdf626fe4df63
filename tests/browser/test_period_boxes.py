"""Days chosen for a period can be read whole, wherever a page asks for one."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import visit

ROOM = 160
"""Pixels that ten signs take beside the buttons for clearing and choosing."""


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("name", ["attribution", "paths", "bottlenecks", "funnel", "reconcile"])
def test_both_days_of_a_period_have_room(page: Page, app_url: str, name: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 1000})
    visit(page, f"{app_url}/{name}?since=2026-05-15&until=2026-06-27")
    page.get_by_test_id("stDateInput").nth(1).wait_for(timeout=30_000)
    boxes = [box.bounding_box() for box in page.get_by_test_id("stDateInput").all()]
    assert len(boxes) == 2
    assert all(box and box["width"] >= ROOM for box in boxes)
