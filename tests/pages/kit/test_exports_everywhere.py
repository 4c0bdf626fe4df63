"""Every table and every chart of every page can be exported: a walk over all of them, with every menu open."""

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Final

import pytest
from streamlit.testing.v1 import AppTest

from db.access.roles import as_operator
from db.demo.making import make_demo
from db.kept.spend import save_spend
from db.kept.views import save_view
from db.store.store import Store
from db.store.workspaces import open_workspace
from journey_core.attribution.spend import Spend
from pages.kit import background
from tests.conftest import ROOT
from tests.pages.conftest import PARTS, page_at
from tests.pages.kit.screen import DRAWS, Line, Screen

UNTIL: Final = date(2026, 11, 20)
STEPS: Final = ["stage=new", "stage=won"]
FILE: Final = b"lead,occurred_at,channel,kind\nada,2024-01-01T10:00:00Z,email,email_opened\nbob,never,call,dialled\n"
SPEND: Final = b"channel,first_day,last_day,amount\nradio,2024-03-01,2024-03-31,5\n"


@dataclass(frozen=True)
class Visit:
    """A page at an address, what is opened or pressed there, and the menus for what is drawn as rows of text."""

    file: str
    query: Mapping[str, str | list[str]] = field(default_factory=dict)
    opened: Mapping[str, object] = field(default_factory=dict)
    act: Callable[[AppTest], AppTest] | None = None
    titles: frozenset[str] = frozenset()


def funnel(tab: str, **query: str) -> Visit:
    return Visit("analyse/funnel", {"step": STEPS, "window": "400d", "tab": tab, **query}, titles=frozenset({"Funnel"}))


def paths(tab: str) -> Visit:
    return Visit("analyse/paths", {"tab": tab})


def stage(tab: str) -> Visit:
    opened = {"closer contacted": True, "detail contacted": tab}
    return Visit("analyse/bottlenecks", opened=opened, titles=frozenset({"Bottlenecks"}))


def press(page: AppTest, label: str) -> AppTest:
    return next(button for button in page.button if button.label == label).click().run()


def checked(page: AppTest) -> AppTest:
    """A file with a row that can't be read, its kinds translated, after the check."""
    page.file_uploader[0].set_value(("calls.csv", FILE, "text/csv")).run()
    next(each for each in page.toggle if each.label == "Translate").set_value(True).run()
    return press(page, "Check the file")


def brought(page: AppTest) -> AppTest:
    page.file_uploader[0].set_value(("spend.csv", SPEND, "text/csv"))
    return press(page, "Bring it in")


# Where tables are drawn as rows of text, their menus are named.
OVERVIEW: Final = frozenset({"Call today", "This period", "Week by week", "Pipeline"})
VISITS: Final = {
    "overview": Visit("sell/overview", titles=OVERVIEW),
    "leads": Visit("sell/leads", {"standing": "proposal"}),
    "several leads": Visit("sell/leads", {"standing": "proposal"}, opened={"several": True}),
    "lead": Visit("sell/lead", {"lead": "L-0007"}),
    "steps": funnel("Steps"),
    "time to convert": funnel("Time to convert"),
    "trend": funnel("Trend"),
    "breakdown": funnel("Breakdown", breakdown="owner"),
    "compare": funnel("Compare", compare_until="2026-06-01", since="2026-06-01"),
    "what differs": funnel("What differs"),
    "conventions": funnel("Other conventions"),
    "attribution": Visit("analyse/attribution", {"lead": "L-0007"}),
    "map": paths("Map"),
    "step by step": paths("Step by step"),
    "whole paths": paths("Whole paths"),
    "converted against not": paths("Converted against not"),
    "weeks of a stage": stage("Week by week"),
    "groups of a stage": stage("Who loses more"),
    "ends of a stage": stage("What becomes of them"),
    "reconcile": Visit("analyse/reconcile", titles=frozenset({"Reconciliation"})),
    "report": Visit("sell/report", titles=frozenset({"Pipeline", "Bottlenecks", "Paths"})),
    "upload": Visit("data/upload", act=checked, titles=frozenset({"Columns of the file", "Words of Kind"})),
    "imports": Visit("data/imports", titles=frozenset({"Imports"})),
    "spend": Visit("data/spend", act=brought),
    "settings": Visit("admin/settings", titles=frozenset({"Settings", "Stages, channels and kinds"})),
}

WRITTEN: Final = re.compile(r"\W*[\d.,]+\s?(%|–\s?[\d.,]+\s?%?)")
"""A rate or an interval as a page writes it, not as a file holds it."""

WITHOUT: Final = {"sell/log": "a few lines of what this session logged; they stand in the journeys of their leads"}
"""Pages without a menu, and why. Single numbers have none anywhere: the rows that they sum up do."""


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Screen]]:
    """The screen of a visit, in a workspace of the demo with spend and saved views."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(background, "PATIENCE", 60)
        url = f"sqlite:///{tmp_path_factory.mktemp('store')}"
        patch.setenv("JOURNEY_STORE", url)
        fill(Store.open(url))
        yield cache(lambda name: visited(VISITS[name]))


def fill(store: Store) -> None:
    store.add_workspace("Demo")
    here = open_workspace(as_operator(store, "Demo"))
    make_demo(here, leads=300, until=UNTIL)
    save_spend(here, Spend("display", date(2026, 1, 1), date(2026, 1, 31), 1200))
    for page, query in (("funnel", {"step": STEPS}), ("attribution", {"model": ["last"]}), ("leads", {"q": ["a"]})):
        save_view(here, f"Our {page}", page=page, query=query, is_shared=True, is_pinned=True)


def visited(visit: Visit) -> Screen:
    """The screen of a page after its act, all its menus open."""
    with pytest.MonkeyPatch.context() as patch:
        screen = Screen(patch)
        page = page_at(visit.file, as_of=UNTIL.isoformat(), **visit.query)
        for key, value in visit.opened.items():
            page.session_state[key] = value
        if visit.act:
            page = visit.act(page)
        page = screen.look(page)
        assert not page.exception
        return screen


@pytest.mark.parametrize("name", VISITS)
def test_every_table_and_chart_of_a_page_is_in_one_of_its_menus(walk: Callable[[str], Screen], name: str) -> None:
    screen = walk(name)
    assert screen.without_menu() == []
    assert VISITS[name].titles <= screen.titles


@pytest.mark.parametrize("name", VISITS)
def test_numbers_leave_as_numbers(walk: Callable[[str], Screen], name: str) -> None:
    cells = {cell for frame in walk(name).kept_frames() for cell in frame.to_numpy().ravel() if isinstance(cell, str)}
    assert {cell for cell in cells if WRITTEN.fullmatch(cell)} == set()


def test_the_walk_comes_by_every_line_that_draws(walk: Callable[[str], Screen]) -> None:
    assert drawing_lines() - set().union(*(walk(name).lines for name in VISITS)) == set()


def test_every_page_has_a_menu_or_a_reason(walk: Callable[[str], Screen]) -> None:
    pages = {f"{path.parent.name}/{path.stem}" for part in PARTS for path in (ROOT / "pages" / part).glob("[a-z]*.py")}
    assert pages - {visit.file for name, visit in VISITS.items() if walk(name).titles} == set(WITHOUT)


def drawing_lines() -> set[Line]:
    """Every call of the pages that draws a table or a chart: file, line."""
    trees = {path.relative_to(ROOT).as_posix(): ast.parse(path.read_text()) for path in (ROOT / "pages").rglob("*.py")}
    return {(file, node.lineno) for file, tree in trees.items() for node in ast.walk(tree) if is_drawing(node)}


def is_drawing(node: ast.AST) -> bool:
    """Answers have a method `table` as well, so that one counts as Streamlit's only."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in DRAWS):
        return False
    return node.func.attr != "table" or (isinstance(node.func.value, ast.Name) and node.func.value.id == "st")
