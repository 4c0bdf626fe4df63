"""The golden funnel cases through the store: core, terminal and page name the same leads at every step."""

import json

import orjson
import pytest
from typer.testing import CliRunner

from cli import app
from db.log.record import Entry, record
from db.store.workspaces import Workspace
from tests.conftest import ROOT
from tests.pages.conftest import Open, leads_behind, list_links, moment

CASES = json.loads((ROOT / "tests/golden/funnel_golden.json").read_text())
CASES.append({"case": "S16 one instant", "events": [[1, [2]], [1, [1]], [5, [3]]], "posthog_ordered": 3})
STEPS = ["kind=form_submitted", "channel=email", "campaign=spring"]
"""Each looks at a field of its own, so that one interaction can match any of them together."""
REACHED = {
    step: sorted(case["case"] for case in CASES if case["posthog_ordered"] >= step) for step in range(1, len(STEPS) + 1)
}


@pytest.fixture
def golden(workspace: Workspace) -> Workspace:
    """One lead a case, named after it; the cases' unit of time is the minute."""
    for case in CASES:
        for minute, matched in case["events"]:
            entry = Entry(
                lead=case["case"],
                occurred_at=moment(minute),
                kind="form_submitted" if 1 in matched else "page_viewed",
                channel="email" if 2 in matched else "web",
                campaign="spring" if 3 in matched else "",
            )
            record(workspace, entry)
    return workspace


@pytest.mark.parametrize("step", REACHED)
def test_the_terminal_names_the_golden_leads(golden: Workspace, step: int) -> None:
    asked = [part for predicate in STEPS for part in ("--step", predicate)]
    answer = CliRunner().invoke(app, ["funnel", *asked, "--window", "60m", "--leads-at", str(step), "--json"])
    assert answer.exit_code == 0, answer.stderr
    document = orjson.loads(answer.stdout)
    assert document["leads"] == REACHED[step]
    assert [row["count"] for row in document["steps"]] == [len(leads) for leads in REACHED.values()]


def test_the_links_of_the_page_open_the_golden_leads(golden: Workspace, open_page: Open) -> None:
    page = open_page("analyse/funnel", step=STEPS, window="60m")
    assert not page.exception
    links = [(label, link) for label, link in list_links(page) if label.endswith("reached")]
    assert [leads_behind(link, golden) for _, link in links] == list(REACHED.values())
    assert [label for label, _ in links] == [f"{len(leads)} reached" for leads in REACHED.values()]
