"""The feed of a lead shows rows of one instant as the timeline and every analysis take them, newest first."""

import pytest

from db.columns.snapshot import journeys
from db.leads.cards import find_lead
from db.leads.feed import feed
from db.store.workspaces import Workspace
from tests.db.conftest import Load

DAYS = (
    "web,form_submitted,",
    "meeting,meeting_held,",
    "call,call_connected,",
    "podcast,visit,",
    ",stage_changed,qualified",
)
HEADER = "lead,occurred_at,channel,kind,stage\n"


@pytest.mark.parametrize("turned", [1, -1])
@pytest.mark.parametrize("lead", ["ada", "bob", "zoe"])
def test_the_feed_is_the_timeline_backwards_whatever_leads_are_called(
    workspace: Workspace, load: Load, lead: str, turned: int
) -> None:
    rows = [f"{lead},2024-03-0{day},{said}\n" for day in (4, 5) for said in DAYS]
    load(HEADER + "".join(rows[::turned]))
    columns, items = journeys(workspace), feed(workspace, find_lead(workspace, lead).lead_id)
    assert [item.interaction_id for item in items][::-1] == columns.interaction_id.tolist()
    assert [item.kind for item in items[:5]] == [
        "stage_changed", "visit", "meeting_held", "form_submitted", "call_connected",
    ]  # fmt: skip


@pytest.mark.parametrize("limit", [1, 3, 5, 7, 10, 11])
def test_a_feed_that_is_cut_within_an_instant_has_its_newest_rows(workspace: Workspace, load: Load, limit: int) -> None:
    load(HEADER + "".join(f"ada,2024-03-0{day},{said}\n" for day in (4, 5) for said in DAYS))
    lead_id = find_lead(workspace, "ada").lead_id
    assert feed(workspace, lead_id, limit=limit) == feed(workspace, lead_id)[:limit]
