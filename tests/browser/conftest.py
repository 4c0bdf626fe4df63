"""The whole program in one process on a free loopback port, and a Chromium that looks at it."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from db.access.roles import as_operator
from db.access.sessions import SESSION_COOKIE, give_session, offer, session_of
from db.demo.making import make_demo
from db.store.store import Store
from db.store.workspaces import Workspace, open_workspace
from tests.conftest import ROOT

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-first-run",
)
SETTLED = (
    "[data-testid=stApp][data-test-script-state=notRunning]"
    ":not(:has([data-testid=stSkeleton], [data-testid=stAppSkeleton], [data-stale=true]))"
)
"""The script has run and all that it shows is there: Streamlit fetches the code of tables and pictures when they are
first needed, and shows a skeleton until then.
"""
DESK: ViewportSize = {"width": 1440, "height": 900}
PLAYWRIGHTS_PATIENCE = 30_000
START_SECONDS = 300
DEMO_UNTIL = date(2026, 11, 20)
LOOKS = 5


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium."""
    found = os.environ.get("JOURNEY_CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if not found:
        pytest.skip("no Chromium: install the system's package chromium, or name one in JOURNEY_CHROMIUM")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=found, args=list(QUIET))
        yield running
        running.close()


@pytest.fixture(scope="session")
def axe_source() -> str:
    """The script of axe-core."""
    path = Path(os.environ.get("JOURNEY_AXE", ROOT / "node_modules" / "axe-core" / "axe.min.js"))
    if not path.is_file():
        pytest.skip("no axe-core: npm install --no-save axe-core, or name axe.min.js in JOURNEY_AXE")
    return path.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store of its own, with the empty workspace “Test”."""
    made = Store.open(f"sqlite:///{tmp_path_factory.mktemp('store')}")
    made.add_workspace("Test")
    return made


@pytest.fixture(scope="module")
def shown(store: Store) -> Workspace:
    """The workspace that an address without one opens; a module that wants one of its own says so here."""
    return open_workspace(as_operator(store, "Test"))


@pytest.fixture(scope="session")
def app_url(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the running app: one for all tests, as starting it takes as long as ten of them."""
    with serving("app.py", log=tmp_path_factory.mktemp("app") / "log", JOURNEY_STORE=store.url) as url:
        yield url


def workspace_of(store: Store, name: str) -> Workspace:
    """A new workspace of this name."""
    store.add_workspace(name)
    return open_workspace(as_operator(store, name))


def demo_of(store: Store, name: str) -> Workspace:
    """A new workspace of this name, with a small demo."""
    workspace = workspace_of(store, name)
    make_demo(workspace, leads=200, seed=7, until=DEMO_UNTIL)
    return workspace


@pytest.fixture(scope="session")
def tab(browser: Browser) -> Iterator[Page]:
    """One for all tests: it keeps Streamlit's scripts compiled, which is two thirds of opening a page."""
    context = browser.new_context(viewport=DESK, locale="en-GB")
    yield context.new_page()
    context.close()


@pytest.fixture
def page(tab: Page, app_url: str, shown: Workspace) -> Iterator[Page]:
    """A tab of somebody who opens the app for the first time, and is offered the workspace that the tests show."""
    tab.context.clear_cookies()
    tab.context.add_cookies([{"name": SESSION_COOKIE, "value": newcomer(shown), "url": app_url}])
    tab.set_viewport_size(DESK)
    tab.emulate_media(color_scheme="light", media="screen")
    yield tab
    if tab.url.startswith("http"):
        tab.evaluate("localStorage.clear()")
    tab.goto("about:blank")
    tab.set_default_timeout(PLAYWRIGHTS_PATIENCE)


def newcomer(shown: Workspace) -> str:
    """The id of a new session that is offered this workspace."""
    session_id = give_session(shown.store)
    found = session_of(shown.store, session_id)
    assert found
    offer(shown.store, found, shown.store.named(shown.name))
    return session_id


def visit(page: Page, url: str) -> None:
    """Opens an address and waits until its script has run."""
    page.goto(url)
    page.wait_for_selector(SETTLED, timeout=90_000)


def settle(page: Page) -> None:
    """Waits until the script that a click started has run and shows nothing stale."""
    page.wait_for_timeout(100)  # what was clicked tells the server first
    page.wait_for_selector(SETTLED, timeout=90_000)


def violations(page: Page, axe_source: str) -> list[tuple[str, list[str]]]:
    """What axe-core finds of serious and critical violations and of headings out of order, and where: what is still
    there after some looks. While a sidebar opens or closes, which takes a busy machine seconds, it scrolls and its
    links can't be reached.
    """
    page.evaluate(axe_source)
    for _ in range(LOOKS):
        found = page.evaluate("async () => (await axe.run()).violations")
        bad = [each for each in found if each["impact"] in {"serious", "critical"} or each["id"] == "heading-order"]
        if not bad:
            return []
        page.wait_for_timeout(1_500)
    return [(each["id"], [node["html"][:200] for node in each["nodes"]]) for each in bad]


class serving:  # noqa: N801, reads as the statement it is
    """Context manager: `streamlit run SCRIPT` on a free port; gives its address, ends it by its id."""

    def __init__(self, script: str, *, log: Path, **environment: str) -> None:
        self.script, self.log, self.environment = script, log, environment

    def __enter__(self) -> str:
        url = f"http://127.0.0.1:{free_port()}"
        command = [sys.executable, "-m", "streamlit", "run", self.script, "--server.port", url.rpartition(":")[2]]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=os.environ | self.environment, stdout=log, stderr=subprocess.STDOUT
            )
        deadline = time.monotonic() + START_SECONDS
        while not answers(f"{url}/_stcore/health"):
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.__exit__()
                pytest.fail(f"the app did not start: {self.log.read_text().strip()[-600:]}", pytrace=False)
            time.sleep(0.2)
        return url

    def __exit__(self, *_: object) -> None:
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as response:
            return bool(response.status == 200)
    except OSError:
        return False
