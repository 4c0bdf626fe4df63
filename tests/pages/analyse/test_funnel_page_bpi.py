"""The funnel page on a real log: BPI Challenge 2012, with the counts of the golden values."""

from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from db.access.roles import as_operator
from db.columns.snapshot import journeys
from db.log.imports import import_file
from db.questions.lists.resolving import resolve
from db.questions.segments import viewpoint
from db.store.store import Store
from db.store.workspaces import Workspace, open_workspace
from journey_core.intake.rows.mapping import Mapping, ValueMap
from tests.pages.conftest import Open, list_links, moment

MAPPING = Mapping(
    columns={
        "lead": "case:concept:name",
        "kind": "concept:name",
        "occurred_at": "time:timestamp",
        "owner": "org:resource",
    },
    values={
        "channel": ValueMap(
            "concept:name",
            {"W_Nabellen offertes": "call", "W_Nabellen incomplete dossiers": "call", "O_SENT": "email"},
            "web",
        )
    },
)
FUNNELS = [
    (
        ["A_SUBMITTED", "A_PREACCEPTED", "A_ACCEPTED", "O_SENT", "O_SENT_BACK", "A_APPROVED"],
        "14d",
        [13_087, 7_367, 5_089, 4_993, 2_372, 1_086],
    ),
    (["O_SENT", "O_CANCELLED", "O_SENT"], "30d", [5_015, 2_220, 1_422]),
    (["O_SENT", "O_SENT"], "30d", [5_015, 1_422]),
]


@pytest.fixture(scope="module")
def bpi(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The URL of a store with the whole log."""
    url = f"sqlite:///{tmp_path_factory.mktemp('bpi')}"
    store = Store.open(url)
    store.add_workspace("BPI")
    result = import_file(
        open_workspace(as_operator(store, "BPI")), shared / "data" / "bpic2012" / "bpic2012.csv.gz", mapping=MAPPING
    )
    assert (result.created, result.rejected, result.leads_created) == (262_200, 0, 13_087)
    return url


@pytest.fixture
def workspace(bpi: str, store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    monkeypatch.setenv("JOURNEY_STORE", bpi)
    yield open_workspace(as_operator(Store.open(bpi), "BPI"))


@pytest.mark.parametrize(("kinds", "window", "counts"), FUNNELS)
def test_numbers_and_lengths_of_lists_are_the_golden_counts(
    workspace: Workspace, open_page: Open, kinds: list[str], window: str, counts: list[int]
) -> None:
    page = open_page("analyse/funnel", step=[f"kind={kind}" for kind in kinds], window=window)
    assert not page.exception
    links = list_links(page)
    assert [label for label, _ in links if label.endswith("reached")] == [f"{count:,} reached" for count in counts]
    columns = journeys(workspace)
    for label, link in links:
        found = resolve(link, viewpoint(workspace, columns, ZoneInfo("UTC"), moment(0)))
        assert label.split()[0] == f"{len(found.lead_ids):,}"
