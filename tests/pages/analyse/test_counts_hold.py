"""Every count on the pages of analyses is the length of the list it opens, while somebody keeps adding interactions."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from operator import attrgetter
from pathlib import Path
from threading import Event, Thread
from time import monotonic, sleep
from typing import Final
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from db.access.roles import as_operator
from db.columns.snapshot import journeys
from db.demo.making import make_demo
from db.kept.views import save_view
from db.log.imports import import_file
from db.log.record import Entry, record
from db.questions.lists.resolving import list_in, resolve
from db.questions.segments import viewpoint
from db.store.running import running_store
from db.store.settings import settings
from db.store.workspaces import Workspace, open_workspace
from journey_core.intake.rows.mapping import Mapping as FileMapping
from tests.pages.analyse.counts import Clickables, Number
from tests.pages.conftest import page_at

LEADS, ROWS = 60, 400
STEPS: Final = ["kind=email_opened", "kind=page_viewed", "stage=won"]
OWNERS: Final = ("Sam", "Kim", "Lou")
WHAT: Final = (
    ("email_opened", "email", ""),
    ("page_viewed", "web", ""),
    ("call_connected", "call", ""),
    ("stage_changed", "", "qualified"),
    ("stage_changed", "", "proposal"),
    ("converted", "", ""),
    ("lost", "", ""),
)


@dataclass(frozen=True)
class Look:
    """A page at an address with what is opened there, and how many counts it has at least."""

    file: str
    least: int
    query: Mapping[str, str | list[str]] = field(default_factory=dict)
    opened: Mapping[str, object] = field(default_factory=dict)


def funnel(tab: str, least: int, **query: str | list[str]) -> Look:
    return Look("analyse/funnel", least, {"step": STEPS, "window": "400d", "tab": tab} | query)


def paths(tab: str, least: int, **query: str) -> Look:
    return Look("analyse/paths", least, {"tab": tab} | query)


def stages(tab: str, least: int, **query: str) -> Look:
    opened = {f"closer {stage}": True for stage in STAGES} | {f"detail {stage}": tab for stage in STAGES}
    return Look("analyse/bottlenecks", least, query, opened)


STAGES: Final = ("new", "contacted", "qualified", "proposal")
HALF_A_YEAR_AGO: Final = (datetime.now(UTC) - timedelta(days=180)).date().isoformat()
LOOKS: Final = {
    "steps": funnel("Steps", 8),
    "any order": funnel("Steps", 8, order="any"),
    "a step that may be skipped": funnel("Steps", 8, optional="2"),
    "time to convert": funnel("Time to convert", 7),
    "time between two steps": funnel("Time to convert", 7, to_step="2"),
    "trend": funnel("Trend", 80),
    "channels": funnel("Breakdown", 14, breakdown="channel:last"),
    "owners": funnel("Breakdown", 14, breakdown="lead.owner"),
    "segments": funnel("Breakdown", 12, breakdown="segment"),
    "periods": funnel("Compare", 16, since=HALF_A_YEAR_AGO, compare_until=HALF_A_YEAR_AGO),
    "two segments": funnel("Compare", 16, compare=["segment:ones", "segment:all"]),
    "what differs": funnel("What differs", 15, step=STEPS[:2], window="30d"),
    "conventions": funnel("Other conventions", 24),
    "linear": Look("analyse/attribution", 20, {"model": "linear"}),
    "placebo": Look("analyse/attribution", 20, {"model": "first", "placebo": "yes"}),
    "lift": Look("analyse/attribution", 20, {"model": "lift"}),
    "markov": Look("analyse/attribution", 15, {"model": "markov", "goal": "stage=proposal", "compare": ["last"]}),
    "map": paths("Map", 40),
    "most of the map": paths("Map", 10, min_share="0.2"),
    "step by step": paths("Step by step", 15),
    "of stages": paths("Map", 30, over="stage"),
    "whole paths": paths("Whole paths", 30),
    "converted against not": paths("Converted against not", 10),
    "weeks of stages": stages("Week by week", 100),
    "owners of stages": stages("Who loses more", 40),
    "channels of stages": stages("Who loses more", 50, by="channel"),
    "ends of stages": stages("What becomes of them", 18),
    "reconcile": Look("analyse/reconcile", 30, {"step": STEPS, "window": "400d"}),
}  # fmt: skip
CLICKED: Final = (
    ("steps", "funnel_bars"),
    ("time to convert", "times_bars"),
    ("trend", "trend_weeks"),
    ("trend", "trend_table"),
    ("channels", "breakdown_dots"),
    ("periods", "compare_bars"),
    ("two segments", "compare_bars"),
    ("what differs", "differs_dots"),
    ("linear", "credit_dots"),
    ("linear", "credit_table"),
    ("map", "paths_graph"),
    ("map", "paths_edges_rows"),
    ("step by step", "paths_flow_rows"),
    ("whole paths", "paths_variants"),
    ("converted against not", "paths_contrast"),
    ("converted against not", "paths_contrasts"),
    ("weeks of stages", "trend qualified"),
    ("owners of stages", "groups qualified"),
    ("owners of stages", "groups table qualified"),
)
"""One of every kind of table and picture that can be clicked, and where it is seen."""

ENTRIES: Final = "Mixpanel, totals"
"""A row of the other conventions that counts entries and no leads."""


def some_entry(seed: int) -> Entry:
    """An interaction like those of a working day, now or up to a year ago."""
    rng = random.Random(seed)
    kind, channel, stage = rng.choice(WHAT)
    at = datetime.now(UTC) - timedelta(days=rng.uniform(0, 365))
    lead = rng.randrange(LEADS)
    return Entry(
        lead=f"lead-{lead}", kind=kind, channel=channel, stage=stage, occurred_at=at, owner=OWNERS[lead % 3],
        external_id=str(seed),
    )  # fmt: skip


def fill(workspace: Workspace, folder: Path) -> None:
    """The invented log: a file of such entries."""
    names = ("lead", "occurred_at", "kind", "channel", "stage", "owner")
    file = folder / "log.csv"
    pd.DataFrame([attrgetter(*names)(some_entry(seed)) for seed in range(ROWS)], columns=names).to_csv(
        file, index=False
    )
    import_file(workspace, file, mapping=FileMapping())


@pytest.fixture(scope="module", params=["an invented log", "the demo"])
def busy(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A workspace with two segments that somebody keeps writing to."""
    folder, stop = tmp_path_factory.mktemp("busy"), Event()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JOURNEY_STORE", f"sqlite:///{folder / 'store'}")
        store = running_store()
        store.add_workspace("Test")
        workspace = open_workspace(as_operator(store, "Test"))
        if request.param == "the demo":
            make_demo(workspace, leads=LEADS, until=datetime.now(UTC).date())
        else:
            fill(workspace, folder)
        save_view(workspace, "ones", page="leads", query={"q": ["1"]}, is_shared=True)
        save_view(workspace, "all", page="leads", query={}, is_shared=True)
        writer = Thread(target=keep_writing, args=(workspace, stop))
        writer.start()
        yield workspace
        stop.set()
        writer.join()


def keep_writing(workspace: Workspace, stop: Event) -> None:
    for seed in count(ROWS):
        if stop.wait(0.05):
            return
        record(workspace, some_entry(seed))


@pytest.fixture
def clickables(monkeypatch: pytest.MonkeyPatch) -> Clickables:
    return Clickables(monkeypatch)


def looked(look: Look) -> AppTest:
    page = page_at(look.file, **look.query)
    if look.opened:
        for key, value in look.opened.items():
            page.session_state[key] = value
        page.run()
    assert not page.exception
    assert not page.error
    return page


def more_has_come_in(busy: Workspace) -> None:
    """Waits until the log holds more than it did; a writer that has stopped is an error."""
    before, deadline = busy.data_version(), monotonic() + 60
    while busy.data_version() == before:
        assert monotonic() < deadline
        sleep(0.02)


def length(busy: Workspace, number: Number) -> int:
    """How many leads the list of a count has, in the state of the log that it was counted on."""
    here = busy.looking(number.version)
    seen_from = viewpoint(here, journeys(here), ZoneInfo(settings(here).zone), datetime.now(UTC))
    return len(resolve(number.leads, seen_from).lead_ids)


@pytest.mark.parametrize("name", LOOKS)
def test_every_count_is_the_length_of_its_list(busy: Workspace, clickables: Clickables, name: str) -> None:
    page = looked(LOOKS[name])
    numbers = list(clickables.numbers(page))
    more_has_come_in(busy)
    assert {number: found for number in numbers if (found := length(busy, number)) != number.count} == {}
    assert len(numbers) >= LOOKS[name].least
    assert [each for each in clickables.idle_counts(page) if ENTRIES not in each] == []


@pytest.mark.parametrize("busy", ["the demo"], indirect=True)
@pytest.mark.parametrize(("name", "key"), CLICKED)
def test_a_click_opens_what_it_saw_also_when_more_has_come_in(
    busy: Workspace, clickables: Clickables, name: str, key: str
) -> None:
    page = looked(LOOKS[name])
    place, number = clickables.largest(page, key)
    more_has_come_in(busy)
    leads = clickables.click(page, key, place)
    assert list_in(address(leads)) == list_in(number.leads.query())
    assert f"Showing **{number.count}** of **{number.count}** leads of the list" in leads.markdown[0].value


@pytest.mark.parametrize("busy", ["the demo"], indirect=True)
def test_a_click_beside_the_counts_opens_nothing(busy: Workspace, clickables: Clickables) -> None:
    page = clickables.click(looked(LOOKS["owners"]), "breakdown_table", (0, "group"))
    assert page.title[0].value == "Funnel"


def address(page: AppTest) -> dict[str, list[str]]:
    return {name: [said] if isinstance(said, str) else said for name, said in page.query_params.items()}
