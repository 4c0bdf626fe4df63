"""Pages under test: the real navigation script over a store of its own."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from urllib.parse import parse_qs
from zoneinfo import ZoneInfo

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from db.access.roles import as_operator
from db.access.sessions import give_session
from db.columns.snapshot import journeys
from db.leads.frames import lead_frame
from db.log.imports import import_file
from db.log.record import Entry
from db.questions.lists.resolving import list_in, resolve
from db.questions.segments import viewpoint
from db.store.running import running_store
from db.store.store import Store
from db.store.workspaces import Workspace, open_workspace
from journey_core.intake.rows.mapping import Mapping
from journey_core.lead_lists import LeadList
from pages.kit import background, session
from tests.conftest import ROOT

PARTS = ("sell", "analyse", "data", "admin")
"""The folders of page scripts."""

START = datetime(2024, 1, 1, 9, tzinfo=UTC)

Open = Callable[..., AppTest]
LogAll = Callable[[Iterable[Entry]], None]


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in the background is waited for, however busy the machine is: nothing here polls for its end."""
    monkeypatch.setattr(background, "PATIENCE", 60)


@pytest.fixture(scope="session", autouse=True)
def components_found_once() -> Iterator[None]:
    """Streamlit looks through what is installed for components whenever a page is tested: half of opening one."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture(autouse=True)
def browser(monkeypatch: pytest.MonkeyPatch) -> None:
    """A browser that was given a session."""
    monkeypatch.setattr(session, "session_id", lambda: session_in(running_store()))


@cache
def session_in(store: Store) -> str:
    """The id of the session that tests have in this store."""
    return give_session(store)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """An empty store with the workspace “Test”, the one that pages then open."""
    monkeypatch.setenv("JOURNEY_STORE", f"sqlite:///{tmp_path / 'store'}")
    here = running_store()
    here.add_workspace("Test")
    return here


@pytest.fixture
def workspace(store: Store) -> Workspace:
    return open_workspace(as_operator(store, "Test"))


@pytest.fixture
def open_page(store: Store) -> Open:
    """open_page("analyse/funnel", step=["stage=new"]): the page after its first run, at that address."""

    return page_at


@pytest.fixture
def log_all(workspace: Workspace, tmp_path: Path) -> LogAll:
    """log_all(entries): many at once. `record` takes ten milliseconds for each, a file of them takes fifty for all."""

    def logged(entries: Iterable[Entry]) -> None:
        rows = [
            {name: value for name, value in vars(entry).items() if isinstance(value, str | float | int)}
            | {"occurred_at": entry.occurred_at.isoformat(), **entry.attributes}
            for entry in entries
        ]
        path = tmp_path / "entries.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, {name: None for row in rows for name in row})
            writer.writeheader()
            writer.writerows(rows)
        assert import_file(workspace, path, mapping=Mapping()).created == len(rows)

    return logged


def page_at(file: str, **parameters: str | list[str]) -> AppTest:
    """The page of this script after its first run, at an address with these parameters."""
    app = AppTest.from_file(str(ROOT / "pages" / "navigation.py"), default_timeout=60)
    app.query_params |= parameters
    return app.switch_page(str(ROOT / "pages" / f"{file}.py")).run()


def assert_complains(page: AppTest, of: str) -> None:
    """The page shows one error, which names this; none where this is empty."""
    assert not page.exception
    said = [link_label(error.value) for error in page.error]
    assert [of in each for each in said] == ([True] if of else []), said


def moment(minute: float) -> datetime:
    """The instant of a minute on the tests' clock."""
    return START + timedelta(minutes=minute)


def list_links(page: AppTest) -> list[tuple[str, LeadList]]:
    """What the page's links to lists of leads read as, and the lists."""
    asked = [(link.proto.label, list_in(parse_qs(link.proto.query_string))) for link in page.get("page_link")]
    return [(link_label(label), found) for label, found in asked if found]


def link_label(written: str) -> str:
    """What a link's label reads as: without its colour and the signs that keep text text."""
    plain = re.fullmatch(r":blue\[(.*)\]", written)
    return (plain[1] if plain else written).replace("\\", "").replace("\N{WORD JOINER}", "")


def leads_behind(link: LeadList, workspace: Workspace) -> list[str]:
    """The keys of the leads that a link opens, sorted."""
    found = resolve(link, viewpoint(workspace, journeys(workspace), ZoneInfo("UTC"), START))
    keys = lead_frame(workspace).set_index("lead_id")["key"]
    return sorted(keys.loc[found.lead_ids])
