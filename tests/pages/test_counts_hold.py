"""Every count on the explore pages is the length of the list it opens, while somebody keeps adding interactions."""

import random
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from time import monotonic, sleep
from urllib.parse import parse_qs
from zoneinfo import ZoneInfo

import pytest
from streamlit.testing.v1 import AppTest

from db.engine import Workspace
from db.imports import import_file
from db.lead_lists import LeadList, Viewpoint, list_in, resolve, version_in
from db.record import Entry, record
from db.snapshot import journeys
from journey_core.intake.mapping import Mapping
from tests.pages.conftest import Open, link_label

LEADS, ROWS = 60, 400
STEPS = ["kind=email_opened", "kind=page_viewed", "stage=won"]
PAGES = {
    "explore/funnel": [
        {"step": STEPS, "window": "400d"},
        {"step": STEPS, "window": "400d", "order": "any", "breakdown": "channel"},
    ],
    "explore/attribution": [{"model": "linear"}, {"model": "markov"}],
    "explore/paths": [{}, {"over": "stage"}],
    "explore/bottlenecks": [{}],
    "explore/reconcile": [{"step": STEPS, "window": "400d"}],
}
CASES = [(page, query) for page, queries in PAGES.items() for query in queries]


WHAT = (
    ("email_opened", "email", ""),
    ("page_viewed", "web", ""),
    ("call_connected", "call", ""),
    ("stage_changed", "", "qualified"),
    ("stage_changed", "", "proposal"),
    ("converted", "", ""),
    ("lost", "", ""),
)


def some_entry(seed: int) -> Entry:
    """An interaction like those of a working day, now or up to a year ago."""
    rng = random.Random(seed)
    kind, channel, stage = rng.choice(WHAT)
    at = datetime.now(UTC) - timedelta(days=rng.uniform(0, 365))
    return Entry(
        lead=f"lead-{rng.randrange(LEADS)}", kind=kind, channel=channel, stage=stage, occurred_at=at,
        external_id=str(seed),
    )  # fmt: skip


@pytest.fixture
def busy(workspace: Workspace, tmp_path: Path) -> Iterator[Workspace]:
    """A workspace that somebody keeps writing to."""
    entries = map(some_entry, range(ROWS))
    lines = [f"{each.lead},{each.occurred_at.isoformat()},{each.kind},{each.channel},{each.stage}" for each in entries]
    file = tmp_path / "log.csv"
    file.write_text("\n".join(["lead,occurred_at,kind,channel,stage", *lines]))
    import_file(workspace, file, mapping=Mapping())
    stop = Event()

    def write() -> None:
        seed = ROWS
        while not stop.wait(0.05):
            record(workspace, some_entry(seed))
            seed += 1

    writer = Thread(target=write)
    writer.start()
    yield workspace
    stop.set()
    writer.join()


def counted_lists(page: AppTest) -> Iterator[tuple[int, LeadList, int | None]]:
    """Every link whose text is a count, of leads where it says so: the count, the list, and the state of the log that
    it was counted on.
    """
    for link in page.get("page_link"):
        given = parse_qs(link.proto.query_string)
        asked, label = list_in(given), link_label(link.proto.label)
        count = re.search(r"([\d,]+) leads?\b", label) or re.match(r"([\d,]+)", label)
        if asked and count:
            yield int(count[1].replace(",", "")), asked, version_in(given)


def more_has_come_in(busy: Workspace) -> None:
    """Waits until the log holds more than it did; a writer that has stopped is an error."""
    before, deadline = journeys(busy).interaction_count, monotonic() + 60
    while journeys(busy).interaction_count == before:
        assert monotonic() < deadline
        sleep(0.02)


@pytest.mark.parametrize(("file", "query"), CASES)
def test_every_count_is_the_length_of_its_list(
    busy: Workspace, open_page: Open, file: str, query: dict[str, str | list[str]]
) -> None:
    page = open_page(file, **query)
    assert not page.exception
    assert not page.error
    asked = list(counted_lists(page))
    assert asked
    more_has_come_in(busy)
    for count, lead_list, version in asked:
        here = busy.looking(version)
        found = resolve(lead_list, Viewpoint(here, journeys(here), ZoneInfo("UTC"), datetime.now(UTC)))
        assert len(found.lead_ids) == count, lead_list
