"""A store keeps its workspaces apart, even when they come and go while another process has it open."""

from datetime import UTC, datetime

from db.access.roles import as_operator
from db.columns.snapshot import journeys
from db.leads.cards import search_leads
from db.log.record import Entry, record
from db.store.store import Store
from db.store.workspaces import open_workspace


def test_a_new_workspace_never_shows_what_a_removed_one_held(store: Store) -> None:
    store.add_workspace("First")
    store.add_workspace("Old")
    old = open_workspace(as_operator(store, "Old"))
    record(old, Entry(lead="secret", kind="note", occurred_at=datetime(2024, 6, 1, tzinfo=UTC)))
    assert journeys(old).lead_count == 1
    elsewhere = Store.open(store.url)
    elsewhere.remove_workspace("Old")
    elsewhere.add_workspace("New")
    elsewhere.close()
    new = open_workspace(as_operator(store, "New"))
    assert journeys(new).lead_count == 0
    assert search_leads(new, "") == []
