"""Every menu of exports, opened, links to the rows and the picture that stand beside it."""

from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from db.log.record import Entry, record
from db.sessions.screen_contents import shown_figure, write_shown
from db.store.running import running_store
from db.store.workspaces import Workspace
from tests.pages.conftest import Open, moment, session_in

STEPS = ["kind=page_viewed", "kind=converted"]


@pytest.fixture
def filled(workspace: Workspace) -> Workspace:
    """Two leads who viewed a page; one of them converted."""
    for key in ("ada", "bob"):
        record(workspace, Entry(lead=key, kind="page_viewed", channel="web", occurred_at=moment(0)))
    record(workspace, Entry(lead="ada", kind="converted", channel="email", value=70, occurred_at=moment(9)))
    return workspace


def links(page: AppTest, title: str) -> list[str]:
    """The addresses in the opened menu of this title."""
    page.session_state[f"export {title}"] = True
    page.run()
    assert not page.exception
    return [link.proto.url for link in page.get("link_button")]


def name_of(address: str) -> str:
    return address.partition("?")[0].rpartition("/")[2].partition(".")[0]


def session_id() -> str:
    return session_in(running_store())


@pytest.mark.parametrize(
    ("file", "title", "query", "expected"),
    [
        ("analyse/funnel", "Funnel", {"step": STEPS}, {"count": [2, 1]}),
        ("analyse/attribution", "Attribution", {"model": "last"}, {"channel": ["web"], "credit": [1]}),
        ("sell/overview", "Pipeline", {}, {"leads": [1, 0, 0, 0, 1, 0]}),
        ("sell/lead", "Journey", {"lead": "ada"}, {"kind": ["converted", "page_viewed"], "channel": ["email", "web"]}),
    ],
)
def test_a_menu_gives_the_rows_that_the_page_shows(
    filled: Workspace,
    open_page: Open,
    tmp_path: Path,
    file: str,
    title: str,
    query: dict[str, str | list[str]],
    expected: dict[str, list[object]],
) -> None:
    found = links(open_page(file, **query), title)
    suffixes = [address.partition("?")[0].rpartition(".")[2] for address in found]
    assert suffixes == ["csv", "xlsx", "parquet", "png", "svg"]
    assert write_shown(filled, session_id(), name_of(found[0]), tmp_path / "rows.csv") == title
    rows = pd.read_csv(tmp_path / "rows.csv")
    assert {name: rows[name].tolist() for name in expected} == expected
    assert shown_figure(filled, session_id(), name_of(found[3])).content.startswith(b"{")


def test_nothing_is_kept_before_a_menu_is_opened(filled: Workspace, open_page: Open) -> None:
    assert not open_page("analyse/funnel", step=STEPS).get("link_button")


def test_the_menu_of_leads_gives_the_leads_that_are_left(filled: Workspace, open_page: Open) -> None:
    page = open_page("sell/leads", standing="won")
    page.session_state["export leads"] = True
    page.run()
    found = [link.proto.url for link in page.get("link_button")]
    assert [address.partition("?")[0] for address in found] == [
        f"/api/export/leads.{suffix}" for suffix in ("csv", "xlsx", "parquet")
    ]
