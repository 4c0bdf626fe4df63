"""One interaction in: idempotent, order-independent, no lost updates."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from db.checks.check import check
from db.columns.snapshot import journeys
from db.leads.cards import find_lead, search_leads
from db.leads.feed import feed
from db.log.record import Entry, edit_lead, record
from db.log.undo import retract
from db.store.workspaces import Workspace
from journey_core.errors import BadInput, Refused, UnknownName
from tests.db.conftest import Load

NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)
CALL = Entry(occurred_at=NOON, lead="ada", channel="call", kind="call_connected", direction="outbound")


def test_the_same_entry_twice_is_one_interaction(workspace: Workspace) -> None:
    first, again = record(workspace, CALL), record(workspace, CALL)
    assert (first.created, again.created) == (True, False)
    assert first.interaction_id == again.interaction_id
    assert journeys(workspace).interaction_count == 1


def test_the_log_and_a_file_that_say_the_same_share_the_interaction(workspace: Workspace, load: Load) -> None:
    record(workspace, CALL)
    result = load("lead,occurred_at,channel,kind,direction\nada,2024-03-01T12:00:00Z,call,call_connected,outbound\n")
    assert (result.created, result.duplicate) == (0, 1)
    recorded = find_lead(workspace, "ada")
    (item,) = feed(workspace, recorded.lead_id)
    assert item.claimed_by == ("form", "rows.csv")
    retract(workspace, item.interaction_id)
    assert journeys(workspace).interaction_count == 1, "the file still claims it"
    with pytest.raises(Refused, match="not logged by hand"):
        retract(workspace, item.interaction_id)


def test_retracting_the_only_interaction_of_a_new_lead_removes_the_lead(workspace: Workspace) -> None:
    done = record(workspace, replace(CALL, lead="", email="New@Example.com", attributes={"name": "New"}))
    assert find_lead(workspace, "new@example.com").name == "New"
    retract(workspace, done.interaction_id)
    assert search_leads(workspace, "new") == []
    assert check(workspace).differences == ()


def test_stage_won_and_lost_are_recorded_as_what_they_are(workspace: Workspace) -> None:
    record(workspace, Entry(occurred_at=NOON, lead="ada", stage="Proposal"))
    record(workspace, Entry(occurred_at=NOON + timedelta(days=1), lead="ada", stage="won", value=900.0))
    record(workspace, Entry(occurred_at=NOON + timedelta(days=2), lead="bob", stage="lost", content="too dear"))
    assert [item.kind for item in feed(workspace, find_lead(workspace, "ada").lead_id)] == [
        "converted",
        "stage_changed",
    ]
    assert [item.content for item in feed(workspace, find_lead(workspace, "bob").lead_id)] == ["too dear"]


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        (replace(CALL, lead=""), "lead"),
        (replace(CALL, channel="", kind=""), "kind or channel"),
        (replace(CALL, email="nobody"), "e-mail"),
        (replace(CALL, content="bell \x07"), "content"),
        (replace(CALL, direction="sideways"), "direction"),
        (replace(CALL, occurred_at=NOON.replace(tzinfo=None)), "time zone"),
        (replace(CALL, value=float("inf")), "value"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(workspace: Workspace, entry: Entry, reason: str) -> None:
    with pytest.raises(BadInput, match=reason):
        record(workspace, entry)
    assert journeys(workspace).lead_count == 0


def test_no_update_is_lost_between_writers(workspace: Workspace) -> None:
    entries = [replace(CALL, occurred_at=NOON + timedelta(minutes=n), content=str(n)) for n in range(40)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda entry: record(workspace, entry), entries))
    assert journeys(workspace).interaction_count == 40
    assert check(workspace).differences == ()


def test_an_external_id_names_one_interaction(workspace: Workspace) -> None:
    named = replace(CALL, external_id="c-1", source="dialer")
    assert record(workspace, named).created
    assert not record(workspace, named).created
    with pytest.raises(Refused, match="Id already used"):
        record(workspace, replace(named, content="other"))


def test_what_a_person_sets_stands_before_files_and_may_be_empty(workspace: Workspace, load: Load) -> None:
    load("lead,occurred_at,kind,name,company\nada,2024-03-01,note,Ada,Engines\n")
    lead_id = find_lead(workspace, "ada").lead_id
    edit_lead(workspace, lead_id, {"name": "Countess", "company": "", "title": "Dr"})
    load("lead,occurred_at,kind,name,company\nada,2024-04-01,note,Other,Other\n")
    card = find_lead(workspace, "ada")
    assert (card.name, card.company, card.attributes) == ("Countess", "", {"title": "Dr"})


def test_a_lead_is_found_by_any_part_of_its_name_in_any_case(workspace: Workspace) -> None:
    record(workspace, Entry(lead="L-1", kind="note", occurred_at=datetime(2024, 1, 1, tzinfo=UTC),
                            attributes={"name": "Özlem Ünal", "company": "100% ÄÖ_"}))  # fmt: skip
    for typed in ("Özlem", "özlem", "ÜNAL", "100% äö_", "l-1"):
        assert [card.key for card in search_leads(workspace, typed)] == ["L-1"]
    assert search_leads(workspace, "100_") == []


def test_a_key_that_no_text_can_be_names_no_lead(workspace: Workspace) -> None:
    for key in ("a\udcff", "a\0", ""):
        with pytest.raises(UnknownName):
            find_lead(workspace, key)
