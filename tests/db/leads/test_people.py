"""Who the leads are is followed by what was noted: the same as read anew, whoever said something about them."""

import re

import pytest

from db.columns.snapshot import journeys
from db.leads import people as module
from db.leads.cards import find_lead
from db.leads.feed import feed
from db.leads.frames import lead_frame
from db.leads.people import people
from db.log.record import Entry, edit_lead, record
from db.log.undo import retract, undo
from db.store.workspaces import Workspace
from journey_core.errors import BadInput
from journey_core.intake.rows.keys import lead_id
from tests.db.conftest import Load
from tests.db.drawn import START

ROWS = "lead,occurred_at,kind,name,owner\nada,2024-03-01T10:00Z,note,Ada,Kim\nbob,2024-03-02T10:00Z,note,,\n"


@pytest.fixture
def known(workspace: Workspace, load: Load) -> Workspace:
    """A workspace whose leads were read once."""
    load(ROWS)
    people(workspace, journeys(workspace).lead_id)
    return workspace


def agrees(workspace: Workspace) -> bool:
    """Whether what was followed equals what the store says when read anew."""
    found, anew = people(workspace, journeys(workspace).lead_id), module._described(lead_frame(workspace))
    same = all(getattr(found, name).tolist() == getattr(anew, name).tolist() for name in ("title", "owner", "by_title"))
    return same and found.frame.equals(anew.frame) and found.owners == anew.owners


def test_every_kind_of_write_is_followed(known: Workspace, load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    edit_lead(known, lead_id("ada"), {"owner": "Sam", "name": "Ada L."})
    assert agrees(known)
    again = load("lead,occurred_at,kind,company\nbob,2024-03-02T10:00Z,note,Engines\n")  # a row that is already there
    assert again.created == 0
    assert agrees(known)
    called = record(known, Entry(occurred_at=START, lead="eve", kind="note", email="eve@example.com"))
    assert agrees(known)
    retract(known, called.interaction_id)
    undo(known, again.import_id or 0)
    assert agrees(known)
    undo(known, 1)
    assert agrees(known)


def test_an_interaction_reads_no_lead_again(known: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    before = people(known, journeys(known).lead_id)
    monkeypatch.setattr(module, "lead_frame_in", lambda *_: pytest.fail("leads were read"))
    record(known, Entry(occurred_at=START, lead="bob", kind="note"))
    assert people(known, journeys(known).lead_id) is before


def test_more_than_can_be_noted_is_read_anew(known: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("db.log.changes.MOST_NOTED", 0)
    edit_lead(known, lead_id("bob"), {"owner": "Sam"})
    assert agrees(known)


def test_leads_of_an_earlier_state_are_found_among_those_of_now(known: Workspace) -> None:
    earlier = journeys(known).lead_id
    record(known, Entry(occurred_at=START, lead="eve", kind="note"))
    assert sorted(people(known, earlier).title) == ["Ada", "bob"]


def test_an_edit_adds_nothing_to_the_log_and_changes_no_time(known: Workspace) -> None:
    before = journeys(known)
    edit_lead(known, lead_id("ada"), {"name": "Countess", "email": " ADA@example.com ", "industry": " maths "})
    after, card = journeys(known), find_lead(known, "ada")
    assert (after.interaction_id.tolist(), after.occurred_at.tolist()) == (
        before.interaction_id.tolist(),
        before.occurred_at.tolist(),
    )
    assert (card.name, card.email, card.attributes) == ("Countess", "ada@example.com", {"industry": "maths"})
    assert [item.occurred_at.year for item in feed(known, card.lead_id)] == [2024]


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"email": "ada@"}, "email: “ada@” is not an e-mail address."),
        ({"phone": "030 1234567"}, "phone: “030 1234567” is not a phone number: it needs its country, as in +49 …."),
        ({"name": "A\x07"}, "name: a control character (U+0007)."),
        ({"industry": "x" * 501}, "lead.industry: longer than 500 characters (501): only its beginning can be kept."),
        ({"\n": "x"}, "There is no field “lead.”."),
    ],
)
def test_an_edit_that_cannot_be_read_says_which_attribute_and_changes_nothing(
    known: Workspace, told: dict[str, str], reason: str
) -> None:
    with pytest.raises(BadInput, match=re.escape(reason)):
        edit_lead(known, lead_id("ada"), {"name": "Countess"} | told)
    assert find_lead(known, "ada").name == "Ada"
