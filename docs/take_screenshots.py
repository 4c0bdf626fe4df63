"""Pictures of the pages. `python docs/take_screenshots.py` makes those of the README anew, from a demo workspace of a
fixed day and seed; `--all FOLDER` makes one of every page instead, wide and narrow, light and dark, for looking at.
"""

import argparse
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import Final
from urllib.parse import quote

from playwright.sync_api import Browser, Page, sync_playwright

ROOT: Final = Path(__file__).parent.parent
IMAGES: Final = ROOT / "docs" / "images"
DAY: Final = "2026-06-30"
SEED: Final = "7"
LEAD: Final = "lead=L-0001"
STEPS: Final = "&".join(
    f"step={quote(step)}" for step in ("stage=new", "stage=contacted", "stage=qualified", "stage=proposal", "stage=won")
)
PAGES: Final = {
    "overview": "",
    "leads": "leads",
    "lead": f"lead?{LEAD}",
    "funnel": f"funnel?{STEPS}&window=90d",
    "attribution": "attribution",
    "paths": "paths",
    "bottlenecks": "bottlenecks",
    "reconcile": f"reconcile?{STEPS}&window=90d",
    "report": "report",
    "spend": "spend",
    "log": "log",
    "upload": "upload",
    "imports": "imports",
    "settings": "settings",
}
"""Address of every page, by the name of its picture."""

IN_README: Final = {"lead": 1180, "funnel": 1000, "paths": 1180}
"""Heights of the README's pictures, in pixels."""

WIDTHS: Final = (1440, 390)
SCHEMES: Final = ("light", "dark")
SETTLED: Final = "[data-testid=stApp][data-test-script-state=notRunning]"
START_SECONDS: Final = 120


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", type=Path, metavar="FOLDER", help="every page, both widths, both themes")
    folder = parser.parse_args().all
    with tempfile.TemporaryDirectory() as store, demo_app(Path(store)) as address, chromium() as browser:
        if folder:
            take_all(browser, address, folder)
        else:
            for name, height in IN_README.items():
                take(browser, address, name, IMAGES / f"{name}.png", width=1440, scheme="light", height=height)


@contextmanager
def demo_app(folder: Path) -> Iterator[str]:
    """The app on a free loopback port, over a new demo workspace in `folder`; its address."""
    environment = os.environ | {"JOURNEY_STORE": f"sqlite:///{folder / 'store'}"}
    python = sys.executable
    subprocess.run([python, "cli.py", "demo", "--seed", SEED, "--until", DAY], cwd=ROOT, env=environment, check=True)  # noqa: S603 - our own command
    port = str(free_port())
    serve = [python, "-m", "streamlit", "run", "app.py", "--server.address=127.0.0.1", f"--server.port={port}"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(serve, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT)  # noqa: S603 - as above
    try:
        wait_for(f"http://127.0.0.1:{port}/_stcore/health")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(20)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(address: str) -> None:
    """Returns when the address answers; raises OSError if it does not in time."""
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            urllib.request.urlopen(address, timeout=2).close()  # noqa: S310 - our own server
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
        else:
            return


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's Chromium, or the one that JOURNEY_CHROMIUM names."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("JOURNEY_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if not found:
        sys.exit("No Chromium here: install the system's package chromium, or name one in JOURNEY_CHROMIUM.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


def take_all(browser: Browser, address: str, folder: Path) -> None:
    """One picture a page, width and theme, of the whole page's length."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, width, scheme in product(PAGES, WIDTHS, SCHEMES):
        take(browser, address, name, folder / f"{name}-{width}-{scheme}.png", width=width, scheme=scheme)


def take(
    browser: Browser, address: str, name: str, path: Path, *, width: int, scheme: str, height: int | None = None
) -> None:
    """One picture of a page; without a height as high as the page is long."""
    context = browser.new_context(
        viewport={"width": width, "height": height or 900},
        color_scheme="dark" if scheme == "dark" else "light",
        locale="en-GB",
        reduced_motion="reduce",
    )
    page = context.new_page()
    place = PAGES[name]
    page.goto(f"{address}/{place}{'&' if '?' in place else '?'}as_of={DAY}")
    settle(page)
    if height is None:
        page.set_viewport_size({"width": width, "height": max(900, page_height(page))})
        settle(page)
    page.screenshot(path=path)
    context.close()


def settle(page: Page) -> None:
    """Waits until the script has run and charts have been drawn."""
    page.wait_for_selector(SETTLED, timeout=60_000)
    page.wait_for_timeout(2_500)
    page.wait_for_selector(SETTLED, timeout=60_000)


def page_height(page: Page) -> int:
    """How long the page's content is; it scrolls in a box of its own."""
    return int(page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight"))


if __name__ == "__main__":
    main()
