"""A new analysis is a folder and a line: it is then asked, shown, listed, exported, saved and warmed like any other."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from db.access.roles import as_operator
from db.columns.snapshot import journeys
from db.kept.views import save_view, views
from db.log.imports import import_file
from db.questions.ask import ask
from db.questions.lists.resolving import list_in, resolve
from db.questions.segments import viewpoint
from db.store.running import running_store
from db.store.workspaces import Workspace, open_workspace
from journey_core.analyses import ANALYSES, Analysis
from journey_core.calendar.weeks import UTC_ZONE
from journey_core.intake.rows.mapping import Mapping
from journey_core.log.journeys import Journeys
from journey_core.warm import warm
from pages.kit import session
from tests.commands.terminal import run
from tests.conftest import ROOT
from tests.pages.conftest import page_at, session_in
from tests.pages.kit.screen import Screen
from tests.toy.entry import ENTRY

NOW = datetime(2024, 6, 1, tzinfo=UTC)
ROWS = (
    "lead,occurred_at,channel,kind\n"
    "ada,2024-03-01T10:00Z,web,page_viewed\nada,2024-03-02T10:00Z,,converted\n"
    "bob,2024-03-01T10:00Z,web,page_viewed\ncy,2024-03-01T10:00Z,email,email_sent\n"
)


@pytest.fixture
def toy(monkeypatch: pytest.MonkeyPatch) -> str:
    """The line; the folder is tests/toy."""
    monkeypatch.setitem(
        ANALYSES, "toy", Analysis("toy", "Toy", "What became of the leads of each channel.", "tests.toy")
    )
    return "toy"


@pytest.fixture
def workspace(toy: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setenv("JOURNEY_STORE", f"sqlite:///{tmp_path / 'store'}")
    store = running_store()
    monkeypatch.setattr(session, "session_id", lambda: session_in(store))
    store.add_workspace("Test")
    (tmp_path / "rows.csv").write_text(ROWS)
    here = open_workspace(as_operator(store, "Test"))
    import_file(here, tmp_path / "rows.csv", mapping=Mapping())
    return here


def test_it_is_asked_by_its_name_with_its_interval(workspace: Workspace) -> None:
    groups = ask(workspace, "toy", {}, as_of=NOW).document()["groups"]
    assert [(each["group"], each["leads"], each["won"]) for each in groups] == [("email", 1, 0), ("web", 2, 1)]
    assert all(each["interval"][0] <= each["rate"] <= each["interval"][1] for each in groups)


def test_it_is_a_command_of_the_terminal_with_its_breakdown(workspace: Workspace) -> None:
    assert "What became of the leads" in run("--help").stdout
    told = json.loads(run("toy", "--breakdown", "source", "--as-of", "2024-06-01", "--json").stdout)
    assert [(each["group"], each["leads"]) for each in told["groups"]] == [("csv", 3)]
    assert "interval_low" in run("toy", "--as-of", "2024-06-01").stdout
    assert "breakdown" in run("toy", "--breakdown", "luck").stderr


def test_its_numbers_open_their_leads(workspace: Workspace) -> None:
    found = ANALYSES["toy"].entry.opens(ask(workspace, "toy", {}, as_of=NOW), UTC_ZONE)[1, "leads"]
    asked = list_in(found.query())
    assert asked
    here = viewpoint(workspace, journeys(workspace), UTC_ZONE, NOW)
    assert len(resolve(asked, here).lead_ids) == 2


def test_it_has_a_page_whose_table_and_export_are_its_answer(workspace: Workspace) -> None:
    with pytest.MonkeyPatch.context() as patch:
        screen = Screen(patch)
        page = AppTest.from_file(str(ROOT / "pages" / "navigation.py"), default_timeout=60)
        page._page_hash = calc_hash("toy")
        page.query_params["as_of"] = "2024-06-01"
        page = screen.look(page)
        assert not page.exception
        assert "Toy" in [title.value for title in page.title]
        answer = ask(workspace, "toy", {}, as_of=NOW).frame()
        assert [list(drawn.columns) for drawn in screen.tables] == [list(answer.columns)]
        assert screen.kept_tables["Toy"].equals(answer)


def test_its_question_is_kept_as_a_view(workspace: Workspace) -> None:
    save_view(workspace, "By source", page="toy", query={"breakdown": ["source"]})
    assert [each.page for each in views(workspace)] == ["toy"]


def test_it_is_warmed_with_the_others(toy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    answered: list[Journeys] = []
    counted = replace(ENTRY, answer=lambda journeys, _: answered.append(journeys))
    monkeypatch.setattr("tests.toy.entry.ENTRY", counted)
    monkeypatch.setattr("journey_core.warm.ANALYSES", {"toy": ANALYSES["toy"]})
    warm()
    assert len(answered) == 1


def test_its_view_is_printed_in_the_report(workspace: Workspace) -> None:
    saved = save_view(workspace, "By source", page="toy", query={"breakdown": ["source"]}, is_shared=True)
    page = page_at("sell/report", view=str(saved.view_id), as_of="2024-06-01")
    assert not page.exception
    assert "By source" in [header.value for header in page.header]
    assert ["csv"] in [table.value["group"].tolist() for table in page.table if "group" in table.value]
