"""Columns follow the log by what changed: the same as built anew, whoever writes and whatever happens to the files."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from alembic import command
from sqlalchemy import insert, select, update

from db.access.roles import as_operator
from db.columns import files, snapshot
from db.columns.reading import read_journeys
from db.columns.snapshot import folder_of, journeys
from db.leads.cards import find_lead
from db.log import changes
from db.log.changes import changes_since
from db.log.record import Entry, edit_lead, record
from db.log.undo import retract, undo
from db.log.words import add_word, reorder_stages
from db.store import upgrades
from db.store.store import Store
from db.store.tables import CHANGE, INTERACTION, STATE
from db.store.workspaces import Workspace, open_workspace
from tests.db.columns.test_snapshot import agrees, restarted
from tests.db.conftest import Load
from tests.db.drawn import START

ROWS = (
    "lead,occurred_at,channel,kind,stage,value\n"
    "ada,2024-03-01T10:00Z,Fax,fax_sent,,\nada,2024-03-02T10:00Z,,,Trial,\nada,2024-03-03T10:00Z,,,won,5\n"
    "bob,2024-03-01T10:00Z,email,email_sent,,\n"
)


@pytest.fixture
def followed(workspace: Workspace, load: Load, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A workspace whose columns are built once, and never again."""
    load(ROWS)
    journeys(workspace)
    monkeypatch.setattr(snapshot, "read_journeys", lambda *_: pytest.fail("the whole log was read"))
    return workspace


def note_of(lead: str, minutes: float = 0, **said: object) -> Entry:
    return Entry(occurred_at=START + timedelta(minutes=minutes), lead=lead, kind="note", **said)  # type: ignore[arg-type]


def test_every_kind_of_write_is_followed(followed: Workspace, load: Load) -> None:
    late = record(followed, note_of("bob", -900))
    assert agrees(followed, journeys(followed))
    second = load("lead,occurred_at,kind,stage\nada,2024-03-02T09:00Z,,Trial\neve,2020-01-01,note,\n")
    assert agrees(followed, journeys(followed))
    record(followed, Entry(occurred_at=START + timedelta(days=9), lead="ada", stage="proposal"))
    retract(followed, late.interaction_id)
    add_word(followed, "channel", "podcast")
    assert agrees(followed, journeys(followed))
    undo(followed, second.import_id or 0)
    undo(followed, 1)
    assert agrees(followed, journeys(followed))
    assert journeys(followed).lead_count == 1
    assert agrees(followed, restarted(followed))


def test_what_leaves_the_columns_alone_copies_none(followed: Workspace) -> None:
    before = journeys(followed)
    edit_lead(followed, find_lead(followed, "ada").lead_id, {"name": "Countess"})
    add_word(followed, "owner", "Kim")
    assert journeys(followed).occurred_at is before.occurred_at
    assert journeys(followed).words.code("owner", "kim")


def test_a_row_that_comes_goes_and_comes_again_between_two_looks_is_there_once(followed: Workspace) -> None:
    first = record(followed, note_of("bob"))
    retract(followed, first.interaction_id)
    record(followed, note_of("bob"))
    assert journeys(followed).interaction_count == 5
    assert agrees(followed, journeys(followed))


def test_nothing_is_skipped_between_writers_of_two_connections(followed: Workspace) -> None:
    def write(who: str) -> None:
        other = Store.open(followed.store.url)
        for minute in range(15):
            record(open_workspace(as_operator(other, "Test")), note_of(who, minute))
        other.close()

    with ThreadPoolExecutor(2) as pool:
        writing = [pool.submit(write, who) for who in ("eve", "ada")]
        counts = [
            journeys(followed).interaction_count for _ in iter(lambda: all(each.done() for each in writing), True)
        ]
        for each in writing:
            each.result()
    assert counts == sorted(counts)
    assert journeys(followed).interaction_count == 4 + 30
    assert agrees(followed, journeys(followed))


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Grows by one entry each time the whole log is read."""
    seen: list[int] = []
    monkeypatch.setattr(snapshot, "read_journeys", lambda *which: seen.append(1) or read_journeys(*which))
    return seen


@pytest.fixture
def filled(workspace: Workspace, load: Load, reads: list[int]) -> Workspace:
    load(ROWS)
    journeys(workspace)
    reads.clear()
    return workspace


def test_a_large_write_notes_nothing_and_everything_is_read(
    filled: Workspace, load: Load, reads: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "MOST_NOTED", 2)
    record(filled, note_of("eve"))
    load("lead,occurred_at,kind\neve,2020-01-01,note\nada,2020-01-01,note\nada,2020-01-02,note\n")
    assert agrees(filled, journeys(filled))
    with filled.read("see") as connection:
        assert connection.scalars(select(CHANGE.c.version)).all() == []
        assert changes_since(connection, filled) == filled.version_in(connection)
    assert reads == [1]


def test_columns_that_are_older_than_the_oldest_note_are_read_anew(
    filled: Workspace, reads: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "KEPT", 3)
    monkeypatch.setattr(changes, "PRUNED_EVERY", 1)
    for minute in range(6):
        record(filled, note_of("ada", minute))
    with filled.read("see") as connection:
        assert len(connection.scalars(select(CHANGE.c.version)).all()) == 3
    assert agrees(filled, journeys(filled))
    record(filled, note_of("ada", 7))
    assert agrees(filled, journeys(filled))
    assert reads == [1]


def test_another_order_of_stages_moves_leads_everywhere(filled: Workspace, reads: list[int]) -> None:
    reorder_stages(filled, ["new", "Trial", "contacted", "qualified", "proposal", "won"])
    assert agrees(filled, journeys(filled))
    assert reads == [1]


def test_a_store_that_was_put_back_is_read_anew(filled: Workspace, reads: list[int]) -> None:
    record(filled, note_of("eve"))
    journeys(filled)
    with filled.write("edit") as connection:
        connection.execute(update(STATE).where(filled.owns(STATE)).values(data_version=1))
    assert agrees(filled, journeys(filled))
    assert reads == [1]


def newest_segment(workspace: Workspace) -> Path:
    (found,) = folder_of(workspace).glob("*/segment-*")
    return found


DAMAGE: dict[str, Callable[[Path], object]] = {
    "a byte": lambda file: file.write_bytes(bytes([file.read_bytes()[0] ^ 1]) + file.read_bytes()[1:]),
    "an end": lambda file: file.write_bytes(file.read_bytes()[:-1]),
    "all": lambda file: file.unlink(),
}


@pytest.mark.parametrize("lost", DAMAGE)
def test_damaged_changes_are_not_taken(filled: Workspace, reads: list[int], lost: str) -> None:
    record(filled, note_of("eve"))
    journeys(filled)
    assert agrees(filled, restarted(filled))
    assert reads == []
    DAMAGE[lost](newest_segment(filled))
    assert agrees(filled, restarted(filled))
    assert reads == [1]


def test_many_changes_make_a_generation_of_their_own(
    filled: Workspace, reads: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshot, "FEW", 3)
    generations = set()
    for minute in range(5):
        record(filled, note_of("ada", minute))
        assert agrees(filled, journeys(filled))
        generations |= {path.name for path in folder_of(filled).iterdir() if path.is_dir()}
        assert agrees(filled, restarted(filled))
    assert len(generations) == 2
    assert reads == []


def test_two_processes_keep_one_folder_right(
    filled: Workspace, reads: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = dict(snapshot._held)
    record(filled, note_of("eve"))
    monkeypatch.setattr(snapshot, "FEW", 0)
    assert agrees(filled, restarted(filled))  # the other process, which writes everything anew
    monkeypatch.setattr(snapshot, "FEW", 2_000)
    record(filled, note_of("eve", 1))
    snapshot._held.clear()
    snapshot._held.update(ours)
    assert agrees(filled, journeys(filled))  # this process, with changes to files that are gone
    assert agrees(filled, restarted(filled))
    assert reads == []


def test_numbers_leave_the_database_whole(workspace: Workspace) -> None:
    """Every code that columns can hold, and missing values."""
    row = {"workspace_id": workspace.id, "content_hash": 0, "content": "", "details": "", "external_id": ""}
    least = {"lead_id": -(2**62), "interaction_id": 1, "occurred_at": -(2**50), "value": None}
    most = {"lead_id": 2**62, "interaction_id": 2**63 - 1, "occurred_at": 2**52, "value": -1.5}
    codes = {"channel": 63, "kind": 60_000, "direction": 2, "stage": 200, "source": 60_000}
    codes |= {"campaign": 2**31 - 1, "owner": 2**31 - 1}
    with workspace.write("edit") as connection:
        connection.execute(insert(INTERACTION), [row | least | dict.fromkeys(codes, 0), row | most | codes])
    with workspace.read("see") as connection:
        columns = read_journeys(connection, workspace)
    for name, code in codes.items():
        assert getattr(columns, "given_stage" if name == "stage" else name).tolist() == [0, code]
    assert columns.lead_id.tolist() == [-(2**62), 2**62]
    assert columns.interaction_id.tolist() == [1, 2**63 - 1]
    assert columns.occurred_at.tolist() == [-(2**50), 2**52]
    assert np.array_equal(columns.value, [0.0, -1.5])


def test_a_store_from_before_changes_were_noted_is_read_anew_once(sqlite_store: Store) -> None:
    sqlite_store.add_workspace("Test")
    workspace = open_workspace(as_operator(sqlite_store, "Test"))
    record(workspace, note_of("ada"))
    journeys(workspace)
    with workspace.database.writer.begin() as connection:
        command.downgrade(upgrades.configuration("workspace", connection), "0001_workspace")
        command.upgrade(upgrades.configuration("workspace", connection), "head")
    with workspace.read("see") as connection:
        assert changes_since(connection, workspace) == workspace.version_in(connection) == 1
    record(workspace, note_of("ada", 1))
    assert agrees(workspace, journeys(workspace))


def test_many_segments_become_one(filled: Workspace, reads: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MOST_SEGMENTS", 3)
    counts = set()
    for minute in range(9):
        record(filled, note_of("eve", minute))
        assert agrees(filled, journeys(filled))
        counts.add(len(list(folder_of(filled).glob("*/segment-*"))))
        assert agrees(filled, restarted(filled))
    assert counts == {1, 2, 3}
    assert reads == []


def test_segments_of_two_processes_may_overlap(filled: Workspace, reads: list[int]) -> None:
    ours = dict(snapshot._held)
    second = record(filled, note_of("eve"))
    assert agrees(filled, restarted(filled))  # the other process writes what this one does not know yet
    retract(filled, second.interaction_id)
    snapshot._held.clear()
    snapshot._held.update(ours)
    assert agrees(filled, journeys(filled))
    assert agrees(filled, restarted(filled))
    assert reads == []
