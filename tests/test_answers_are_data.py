"""Page, terminal and export of every analysis give the same numbers under the same names: those of its answer."""

import json
import re
from collections.abc import Iterator
from datetime import date
from itertools import chain
from typing import Any

import orjson
import pandas as pd
import pytest

from db.access.roles import as_operator
from db.demo.making import make_demo
from db.kept.spend import save_spend
from db.questions.ask import Asked, question
from db.questions.parts.table import PARTS, parts_asked, whole_document
from db.store.running import running_store
from db.store.settings import settings
from db.store.store import Store
from db.store.workspaces import Workspace, open_workspace
from journey_core.analyses import ANALYSES
from journey_core.attribution.spend import Spend
from journey_core.calendar.parsing import end_of
from journey_core.parameters import Parameter
from pages.kit import background, session
from tests.commands.terminal import answer
from tests.pages.conftest import page_at, session_in
from tests.pages.kit.screen import Screen

UNTIL = date(2026, 6, 30)
STEPS = ["stage=new", "stage=proposal", "stage=won"]
ASKED: dict[str, dict[str, list[str]]] = {
    "funnel": {
        "step": STEPS, "window": ["90d"], "breakdown": ["owner"], "trend": ["yes"], "times": ["yes"],
        "separate": ["yes"], "conventions": ["yes"], "compare_until": ["2026-03-01"], "since": ["2026-03-01"],
    },
    "attribution": {"model": ["markov"], "compare": ["last"], "suggest_order": ["yes"], "ledger": ["L-0007"]},
    "paths": {"over": ["channel"]},
    "bottlenecks": {"breakdown": ["owner"]},
    "reconcile": {"step": STEPS},
}  # fmt: skip
"""What each analysis is asked here, with everything that can be asked along with it."""

SEEN: dict[str, list[dict[str, str]]] = {
    "funnel": [
        {"tab": tab}
        for tab in ("Time to convert", "Trend", "Breakdown", "Compare", "What differs", "Other conventions")
    ],
    "paths": [{"tab": tab} for tab in ("Map", "Step by step", "Whole paths", "Converted against not")],
}
"""What opens each tab, for analyses whose page has tabs."""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(background, "PATIENCE", 60)
        url = f"sqlite:///{tmp_path_factory.mktemp('store')}"
        patch.setenv("JOURNEY_STORE", url)
        patch.setattr(session, "session_id", lambda: session_in(running_store()))
        store = Store.open(url)
        store.add_workspace("Demo")
        here = open_workspace(as_operator(store, "Demo"))
        make_demo(here, leads=300, until=UNTIL)
        save_spend(here, Spend("display", date(2026, 1, 1), date(2026, 1, 31), 1200))
        yield here


def asked(demo: Workspace, name: str) -> Asked[Any, Any]:
    return question(demo, name, ASKED[name], as_of=end_of(UNTIL.isoformat(), settings(demo).tz))


def flags(name: str) -> list[str]:
    """What is asked as the terminal takes it."""
    parameters = chain(ANALYSES[name].entry.parameters, *(part.parameters for part in PARTS.get(name, ())))
    return [text for each in parameters for text in _typed(each, ASKED[name].get(each.name, []))]


def _typed(of: Parameter, values: list[str]) -> list[str]:
    flag = f"--{of.terminal_name.replace('_', '-')}"
    if of.switch:
        return [flag] if values else []
    return [text for value in values for text in (flag, value)]


@pytest.mark.parametrize("name", ANALYSES)
def test_the_terminal_prints_the_document(demo: Workspace, name: str) -> None:
    here = asked(demo, name)
    document = orjson.loads(
        orjson.dumps(
            whole_document(here, parts_asked(here)), option=orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_NON_STR_KEYS
        )
    )
    told = answer(name, *flags(name), "--as-of", UNTIL.isoformat(), "--store", demo.store.url)
    assert json.dumps(told, sort_keys=True) == json.dumps(document, sort_keys=True)


@pytest.mark.parametrize("name", ANALYSES)
def test_the_table_has_the_names_and_numbers_of_the_document(demo: Workspace, name: str) -> None:
    here = asked(demo, name)
    for answered in (here.answer, *parts_asked(here).values()):
        known = set(names_in(answered.document()))
        frame = answered.frame()
        assert {plain(column) for column in frame.columns} <= known
        said = set(numbers_in(answered.document()))
        numeric = frame.select_dtypes("number")
        assert {round(float(each), 9) for each in numeric.to_numpy().ravel() if pd.notna(each)} <= said


@pytest.mark.parametrize("name", ANALYSES)
def test_what_a_page_draws_and_exports_is_the_answer_under_its_names(demo: Workspace, name: str) -> None:
    here = asked(demo, name)
    frames = [here.answer.frame(), *(each.frame() for each in parts_asked(here).values())]
    known = set(names_in(whole_document(here, parts_asked(here))))
    exported = []
    with pytest.MonkeyPatch.context() as patch:
        screen = Screen(patch)
        for open_tab in SEEN.get(name, [{}]):
            given = {key: list(said) for key, said in ASKED[name].items()} | open_tab
            page = screen.look(page_at(f"analyse/{name}", as_of=UNTIL.isoformat(), **given))
            assert not page.exception
            exported += screen.kept_frames()
            assert {plain(str(column)) for drawn in (*screen.tables, *exported) for column in drawn.columns} <= known
    assert any(kept.equals(frame) for kept in exported for frame in frames)


def plain(column: str) -> str:
    """The document's name for a column of a table, also for a bound of an interval or a number in a list."""
    return re.sub(r"(_\d+)?(_low|_high)?$", "", column)


def names_in(document: Any, before: str = "") -> Iterator[str]:
    """Every name in a document; those within a row also with the names around them."""
    if isinstance(document, dict):
        for name, value in document.items():
            yield str(name)
            yield before + str(name)
            yield from names_in(value, f"{before}{name}_" if isinstance(value, dict) else "")
    elif isinstance(document, list | tuple):
        for value in document:
            yield from names_in(value)


def numbers_in(document: Any) -> Iterator[float]:
    """Every number in a document."""
    if isinstance(document, dict | list | tuple):
        for value in document.values() if isinstance(document, dict) else document:
            yield from numbers_in(value)
    elif isinstance(document, int | float):
        yield round(float(document), 9)
