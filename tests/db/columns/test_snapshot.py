"""The columns say what the log says: after every kind of write, after a restart, and after damage."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from db.access.roles import as_operator
from db.columns import snapshot
from db.columns.files import PAGE_BYTES, checksum
from db.columns.reading import read_journeys
from db.columns.snapshot import folder_of, forget, journeys, seen_version
from db.leads.cards import find_lead
from db.log.record import Entry, record
from db.log.undo import undo
from db.log.words import add_word, reorder_stages
from db.store.store import Store
from db.store.workspaces import Workspace, open_workspace
from journey_core.log.journeys import COLUMN_TYPES, Journeys
from tests.db.conftest import Load
from tests.db.drawn import START

ROWS = (
    "lead,occurred_at,channel,kind,stage,value\n"
    "ada,2024-03-01T10:00Z,Fax,fax_sent,,\nada,2024-03-02T10:00Z,,,Trial,\nada,2024-03-03T10:00Z,,,won,5\n"
    "bob,2024-03-01T10:00Z,email,email_sent,,\n"
)


@pytest.fixture
def filled(workspace: Workspace, load: Load) -> Workspace:
    load(ROWS)
    journeys(workspace)
    return workspace


def restarted(workspace: Workspace) -> Journeys:
    """What a process that starts now gets, from the files if they are good."""
    snapshot._held.clear()
    return journeys(workspace)


def agrees(workspace: Workspace, columns: Journeys) -> bool:
    """Whether columns and words are those of the log."""
    with workspace.read("see") as connection:
        log = read_journeys(connection, workspace)
    same = all(np.array_equal(getattr(columns, name), getattr(log, name)) for name in COLUMN_TYPES)
    return same and columns.words == log.words


def test_columns_follow_late_rows_a_second_file_and_undo(filled: Workspace, load: Load) -> None:
    record(filled, Entry(occurred_at=START - timedelta(days=900), lead="bob", kind="note"))
    assert journeys(filled).interaction_count == 5
    assert agrees(filled, journeys(filled))
    second = load("lead,occurred_at,kind\nada,2020-01-01,note\neve,2020-01-01,note\n")
    assert agrees(filled, journeys(filled))
    undo(filled, second.import_id or 0)
    assert (journeys(filled).lead_count, journeys(filled).interaction_count) == (2, 5)
    undo(filled, 1)
    assert journeys(filled).lead_count == 1
    assert agrees(filled, journeys(filled))


def test_a_restart_opens_the_files_and_asks_the_log_nothing(filled: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "read_journeys", lambda *_: pytest.fail("the log was read"))
    columns = restarted(filled)
    assert isinstance(columns.occurred_at.base, np.memmap)
    assert columns.words.stages() == ("new", "contacted", "qualified", "proposal", "Trial", "won")
    monkeypatch.undo()
    assert agrees(filled, columns)


def test_another_process_s_write_is_seen(filled: Workspace) -> None:
    other = Store.open(filled.store.url)
    record(open_workspace(as_operator(other, "Test")), Entry(occurred_at=START, lead="eve", kind="note"))
    other.close()
    assert journeys(filled).lead_count == 3


def test_words_and_the_order_of_stages_survive_a_restart(filled: Workspace) -> None:
    add_word(filled, "channel", "podcast")
    reorder_stages(filled, ["new", "Trial", "contacted", "qualified", "proposal", "won"])
    for columns in (journeys(filled), restarted(filled)):
        assert columns.words.stages()[1] == "Trial"
        assert columns.words.code("channel", "PODCAST")
        assert agrees(filled, columns)


def generation(folder: Path) -> Path:
    (found,) = (path for path in folder.iterdir() if path.is_dir())
    return found


def flip_a_byte(folder: Path) -> None:
    file = generation(folder) / "occurred_at"
    data = bytearray(file.read_bytes())
    data[9] ^= 4
    file.write_bytes(data)


def swap_two_rows(folder: Path) -> None:
    file = generation(folder) / "occurred_at"
    data = file.read_bytes()
    file.write_bytes(data[8:16] + data[:8] + data[16:])


def truncate(folder: Path) -> None:
    file = generation(folder) / "kind"
    file.write_bytes(file.read_bytes()[:-1])


def reworded(folder: Path, old: str, new: str) -> None:
    manifest = folder / "manifest.json"
    assert old in manifest.read_text()
    manifest.write_text(manifest.read_text().replace(old, new))


DAMAGE: dict[str, Callable[[Path], object]] = {
    "a byte": flip_a_byte,
    "an order": swap_two_rows,
    "an end": truncate,
    "a column": lambda folder: (generation(folder) / "channel").unlink(),
    "a manifest": lambda folder: (folder / "manifest.json").unlink(),
    "a word of the manifest": lambda folder: reworded(folder, "contacted", "cantacted"),
    "a number of the manifest": lambda folder: reworded(folder, '"stage_order":[1,2', '"stage_order":[2,1'),
    "half a manifest": lambda folder: (folder / "manifest.json").write_text('{"format": 1, "data_'),
    "another manifest": lambda folder: (folder / "manifest.json").write_text("[]"),
    "an empty manifest": lambda folder: (folder / "manifest.json").write_text("{}"),
    "a generation that never came": lambda folder: (folder / "9-abc.json").write_text("{}"),
}


@pytest.mark.parametrize("lost", DAMAGE)
def test_damaged_files_are_built_again(filled: Workspace, lost: str) -> None:
    DAMAGE[lost](folder_of(filled))
    assert agrees(filled, restarted(filled))
    assert agrees(filled, restarted(filled)), "and the files are good again"


def test_the_checksum_notices_every_bit_and_pages_that_change_places() -> None:
    column = np.arange(3 * PAGE_BYTES // 8 + 5, dtype=np.int64)
    sums = {checksum(column)}
    for bit in range(64):
        for row in (3, len(column) - 1):
            changed = column.copy()
            changed[row] ^= np.uint64(1 << bit).astype(np.int64)
            sums.add(checksum(changed))
    pages = column[: 2 * PAGE_BYTES // 8].reshape(2, -1)
    sums.add(checksum(np.concatenate([pages[1], pages[0], column[2 * PAGE_BYTES // 8 :]])))
    sums.add(checksum(column[:-1]))
    assert len(sums) == 1 + 128 + 2


def test_files_of_another_version_of_the_data_are_not_taken(filled: Workspace) -> None:
    manifest = folder_of(filled) / "manifest.json"
    old = manifest.read_text()
    kept = {file.name: file.read_bytes() for file in generation(folder_of(filled)).iterdir()}
    name = generation(folder_of(filled)).name
    record(filled, Entry(occurred_at=START, lead="eve", kind="note"))
    journeys(filled)
    (folder_of(filled) / name).mkdir(exist_ok=True)
    for file, data in kept.items():
        (folder_of(filled) / name / file).write_bytes(data)
    manifest.write_text(old)
    assert restarted(filled).lead_count == 3


def test_without_a_place_for_files_the_columns_answer_from_memory(filled: Workspace) -> None:
    forget(filled)
    folder_of(filled).write_text("a file stands where the folder should be")
    assert agrees(filled, restarted(filled))
    assert journeys(filled) is journeys(filled)
    record(filled, Entry(occurred_at=START, lead="eve", kind="note"))
    assert journeys(filled).lead_count == 3


def test_who_holds_old_columns_keeps_them_whole(filled: Workspace) -> None:
    held = journeys(filled)
    before = held.occurred_at.tolist()
    for minute in range(3):
        record(filled, Entry(occurred_at=START + timedelta(minutes=minute), lead="eve", kind="note"))
        journeys(filled)
    assert held.occurred_at.tolist() == before
    assert len([path for path in folder_of(filled).iterdir() if path.is_dir()]) == 1


def test_columns_cannot_be_written(filled: Workspace) -> None:
    for columns in (journeys(filled), restarted(filled)):
        with pytest.raises(ValueError, match="read-only"):
            columns.occurred_at[0] = 0
    assert find_lead(filled, "ada").key == "ada"


def test_an_empty_workspace_has_columns_too(workspace: Workspace) -> None:
    assert (journeys(workspace).lead_count, restarted(workspace).interaction_count) == (0, 0)


def test_a_look_stays_at_one_state_of_the_log_while_others_write(filled: Workspace) -> None:
    looking = filled.looking()
    before = journeys(looking)
    record(filled, Entry(occurred_at=START, lead="eve", kind="note"))
    assert journeys(looking) is before
    assert journeys(filled).lead_count == before.lead_count + 1


def test_an_earlier_state_can_be_looked_at_again(filled: Workspace) -> None:
    then, version = journeys(filled), seen_version(filled)
    record(filled, Entry(occurred_at=START, lead="eve", kind="note"))
    assert journeys(filled) is not then
    assert journeys(filled.looking(version)) is then


def test_a_state_that_is_not_kept_is_the_newest(filled: Workspace) -> None:
    looking = filled.looking(10**9)
    assert journeys(looking) is journeys(filled)
    assert seen_version(looking) == filled.data_version()


def test_who_writes_sees_what_was_written(filled: Workspace) -> None:
    looking = filled.looking()
    before = journeys(looking).interaction_count
    record(looking, Entry(occurred_at=START, lead="eve", kind="note"))
    assert journeys(looking).interaction_count == before + 1


def test_earlier_states_stay_within_their_room(filled: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "RECENT_BYTES", journeys(filled).byte_count * 2)
    for minute in range(5):
        record(filled, Entry(occurred_at=START + timedelta(minutes=minute), lead="eve", kind="note"))
        journeys(filled)
    kept = snapshot._recent[folder_of(filled)]
    assert [each.version for each in kept][:1] == [filled.data_version()]
    assert len(kept) == 2
