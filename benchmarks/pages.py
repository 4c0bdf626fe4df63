"""Reruns of pages in Chromium, from the start of the script to notRunning: warm ones, and those with new questions."""

import os
import shutil
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from typing import Final

import numpy as np
from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import TimeoutError as NotSeen
from sqlalchemy import select

from benchmarks.data import end_of_log
from benchmarks.report import Row, milliseconds
from benchmarks.server import serving
from db.columns.snapshot import journeys
from db.store.tables import LEAD
from db.store.workspaces import Workspace

RERUNS: Final = 20
WARM_UPS: Final = 3
GOALS: Final = ((1_000_000, 0.3, 0.5), (10_000_000, 1.0, 1.0))
"""Up to this many interactions, a warm rerun and an answer to a new question take at most this many seconds."""
CHROMIUM_NAMES: Final = ("chromium", "chromium-browser", "google-chrome")
SETTLED: Final = "[data-testid=stApp][data-test-script-state=notRunning]"
TEXTS: Final = tuple(f"lead-{number:02}" for number in range(10))
SPANS: Final = ("90 days", "30 days", "All")
SIX_STEPS: Final = "&".join(
    f"step=kind%3D{kind}"
    for kind in ("email_sent", "email_opened", "email_clicked", "page_viewed", "form_submitted", "converted")
)
DAYS: Final = tuple(f"{days}d" for days in range(11, 61))
MATCHED: Final = tuple(
    f"kind={kind},channel={channel}"
    for kind in ("page_viewed", "email_opened", "email_clicked", "email_sent", "call_connected", "form_submitted")
    for channel in ("web", "email", "call", "display", "direct", "meeting", "referral", "paid_search", "paid_social")
)
QUESTIONS: Final = {
    "funnel": (f"funnel?{SIX_STEPS}", "all within", DAYS),
    "attribution": ("attribution", "Touchpoints at most this long before", DAYS),
    "paths": ("paths", "Conversions are", MATCHED),
    "bottlenecks": ("bottlenecks", "Conversions are", MATCHED),
    "reconcile": (f"reconcile?{SIX_STEPS}", "Touchpoints at most this long before", DAYS),
}
"""Page -> its address, the box that a rerun changes, and what is typed into it: never the same twice."""
NOTE: Final = (
    f"Pages: the real server and Chromium on one machine; median of {RERUNS} warm reruns, from the app's state running "
    "to notRunning, as the browser's own clock saw them. On the leads page every rerun searches all leads for another "
    "text; on the lead page, of the busiest lead, every rerun shows another span of time. The first rerun of a page "
    "after the start of the server reads and scores every lead, the first of each minute only scores. On the pages of "
    "Explore every rerun asks what was never asked before, so no answer is remembered; the overview is opened in a new "
    "tab, as of a day that nobody looked from before."
)
WATCH: Final = """() => {
  const watched = new Set();
  window.reruns = [];
  let started = null;
  const look = (app) => {
    const state = app.getAttribute('data-test-script-state');
    if (state === 'running') started ??= performance.now();
    else if (state === 'notRunning' && started !== null) {
      window.reruns.push((performance.now() - started) / 1000);
      started = null;
    }
  };
  const find = () => document.querySelectorAll('[data-testid=stApp]').forEach((app) => {
    if (watched.has(app)) return;
    watched.add(app);
    look(app);
    new MutationObserver(() => look(app)).observe(app, {attributeFilter: ['data-test-script-state']});
  });
  new MutationObserver(find).observe(document, {childList: true, subtree: true});
  find();
}"""


def pages(workspace: Workspace, folder: Path, *, reruns: int = RERUNS) -> list[Row]:
    """The first and the warm reruns of every page that answers; their titles name the size of a large log."""
    key, count = _busiest_lead(workspace), journeys(workspace).interaction_count
    with serving(workspace.store.url, folder / "server.log") as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_chromium(), args=["--no-sandbox"])
        leads = _page(browser, f"{url}/leads", _search, TEXTS, reruns)
        lead = _page(browser, f"{url}/lead?lead={key}", _show_span, SPANS, reruns)
        overview = _opened(browser, f"{url}/overview", reruns)
        answers = {
            name: _page(browser, f"{url}/{address}", partial(_type, box), values, reruns)
            for name, (address, box, values) in QUESTIONS.items()
        }
        browser.close()
    warm, new = next((warm, new) for most, warm, new in GOALS if count <= most)
    size = f", {count:,} interactions" if count > GOALS[0][0] else ""
    return [
        *_rows("rerun of", "the leads page", leads, warm, size),
        *_rows("rerun of", "the lead page", lead, warm, size),
        *_rows("new day, new tab:", "the overview page", overview, None, size),
        *(
            row
            for name, taken in answers.items()
            for row in _rows("new question on", f"the {name} page", taken, new, size)
        ),
    ]


def _busiest_lead(workspace: Workspace) -> str:
    """The key of the lead with the most interactions."""
    columns = journeys(workspace)
    lead_id = int(columns.lead_id[np.argmax(np.diff(columns.offsets))])
    with workspace.read("see") as connection:
        return str(connection.scalar(select(LEAD.c.key).where(workspace.owns(LEAD), LEAD.c.lead_id == lead_id)))


def _chromium() -> str:
    found = os.environ.get("JOURNEY_CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if not found:
        raise RuntimeError("no Chromium: install the system's package chromium, or name one in JOURNEY_CHROMIUM")
    return found


def _page(
    browser: Browser, url: str, act: Callable[[Page, str], None], values: Sequence[str], reruns: int
) -> tuple[float, list[float]]:
    """Seconds of the run that opens the page, and of each of `reruns` reruns after three that do not count."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.add_init_script(f"({WATCH})()")
    page.goto(url)
    first = _rerun_after(page, 0, patience=60)
    seen: list[float] = []
    for value in islice(cycle(values), 2 * reruns):
        if len(seen) < reruns + WARM_UPS:
            seen += _timed(page, act, value)
    page.close()
    if first is None or len(seen) < reruns + WARM_UPS:
        raise RuntimeError(f"{url}: only {len(seen)} reruns of {2 * reruns} were seen")
    return first, seen[WARM_UPS:][:reruns]


def _opened(browser: Browser, url: str, reruns: int) -> tuple[float, list[float]]:
    """The same for a page that is opened as of another day each time."""
    newest = end_of_log().date()
    seen = []
    for back in range(1 + WARM_UPS + reruns):
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.add_init_script(f"({WATCH})()")
        page.goto(f"{url}?as_of={newest - timedelta(days=back)}")
        seen.append(_rerun_after(page, 0, patience=60) or 0.0)
        page.close()
    return seen[0], [taken for taken in seen[1 + WARM_UPS :] if taken]


def _timed(page: Page, act: Callable[[Page, str], None], value: str) -> list[float]:
    """Seconds of one rerun. Empty where the browser drew start and end at once: that tells no time."""
    _settle(page)
    before = _count(page)
    act(page, value)
    taken = _rerun_after(page, before, patience=5)
    return [] if taken is None else [taken]


def _search(page: Page, text: str) -> None:
    page.get_by_placeholder("Search name").fill(text)


def _show_span(page: Page, title: str) -> None:
    page.get_by_role("button", name=title, exact=True).click()


def _type(box: str, page: Page, text: str) -> None:
    field = page.get_by_role("combobox", name=box).first
    field.fill(text)
    field.press("Enter")


def _settle(page: Page) -> None:
    """Waits until nothing has run for half a second."""
    before = -1
    while before != _count(page):
        before = _count(page)
        page.wait_for_timeout(500)
        page.wait_for_selector(SETTLED, timeout=60_000)


def _count(page: Page) -> int:
    return int(page.evaluate("window.reruns.length"))


def _rerun_after(page: Page, before: int, *, patience: int) -> float | None:
    """Seconds of the rerun after the first `before`; None if none was seen within `patience` seconds."""
    try:
        page.wait_for_function("before => window.reruns.length > before", arg=before, timeout=patience * 1000)
    except NotSeen:
        return None
    return float(page.evaluate("before => window.reruns[before]", before))


def _rows(does: str, page: str, measured: tuple[float, list[float]], goal: float | None, size: str) -> list[Row]:
    first, taken = measured
    middle, worst = median(taken), max(taken)
    return [
        Row(
            f"{does} {page}{size}", f"{milliseconds(middle)} (worst {milliseconds(worst)})",
            goal=f"under {goal * 1000:,.0f} ms" if goal else "", is_met=middle < goal if goal else None,
        ),
        Row(f"first run of {page}{size}", milliseconds(first)),
    ]  # fmt: skip
