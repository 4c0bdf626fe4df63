"""The check finds what was tampered with, and nothing else."""

from datetime import UTC, datetime

import numpy as np
import pytest
from sqlalchemy import Table, delete, insert, update

from db.checks.check import CheckReport, Notice, check
from db.columns.snapshot import folder_of, forget, journeys
from db.log.import_history import imports
from db.log.record import Entry, edit_lead, record
from db.log.undo import undo
from db.store.tables import CLAIM, IMPORT, INTERACTION, JOURNEY, LEAD, LEAD_ATTRIBUTE, REJECT
from db.store.workspaces import Workspace
from tests.db.conftest import Load

ROWS = (
    "lead,occurred_at,channel,kind,stage,owner,name,email,external_id\n"
    "ada,2024-01-01T10:00Z,web,page_viewed,,Kim,Ada,ada@example.com,\n"
    "ada,2024-01-01T10:00Z,web,page_viewed,,Kim,Ada,ada@example.com,\n"
    "ada,2024-01-02T10:00Z,call,call_connected,,kim,Ada,ada@example.com,c1\n"
    "bob,2024-01-01T09:00Z,,,won,,Bob,ada@example.com,\n"
    "bob,2024-01-03T09:00Z,email,email_sent,,,,,\n"
    "bob,yesterday,email,email_sent,,,,,\n"
)
LATER = datetime(2024, 6, 1, tzinfo=UTC)


@pytest.fixture
def filled(workspace: Workspace, load: Load) -> Workspace:
    """Two leads from a file with a reject, and one interaction from the form."""
    load(ROWS)
    record(workspace, Entry(lead="cid", kind="note", occurred_at=LATER, owner="KIM"))
    return workspace


def spoil(workspace: Workspace, table: Table, **values: object) -> None:
    """Overwrites columns of every row of a table, as no part of the program would."""
    with workspace.write("edit") as connection:
        connection.execute(update(table).where(workspace.owns(table)).values(values))
        workspace.changed(connection)


def test_a_workspace_that_only_the_program_wrote_has_no_differences(filled: Workspace) -> None:
    edit_lead(filled, int(journeys(filled).lead_id[0]), {"company": "Nordlicht", "tier": "gold"})
    assert check(filled).differences == ()
    undo(filled, imports(filled)[0].import_id)
    assert check(filled).differences == ()


def test_an_empty_workspace_has_neither_differences_nor_notices(workspace: Workspace) -> None:
    assert check(workspace) == CheckReport((), ())


@pytest.mark.parametrize(
    ("table", "values", "told"),
    [
        (JOURNEY, {"interaction_count": 9}, "3 journey rows missing or different"),
        (LEAD, {"company": "Other"}, "3 leads with other attributes"),
        (LEAD, {"key": "eve"}, "3 leads with an id that is not the hash"),
        (INTERACTION, {"occurred_at": 5}, "interactions with an id or a hash"),
        (IMPORT, {"rows": 10, "created": 9}, "import 1 claims 5 interactions after 9 created rows"),
    ],
)
def test_a_changed_value_is_found(filled: Workspace, table: Table, values: dict[str, object], told: str) -> None:
    spoil(filled, table, **values)
    assert any(told in each for each in check(filled).differences)


@pytest.mark.parametrize(
    ("table", "told"),
    [
        (CLAIM, "6 interactions claimed by no import and no person"),
        (INTERACTION, "6 claims of an interaction that is not in the log"),
        (LEAD_ATTRIBUTE, "2 leads with other attributes"),
        (JOURNEY, "3 journey rows missing or different"),
        (REJECT, "the counts of import 1 do not add up"),
    ],
)
def test_missing_rows_are_found(filled: Workspace, table: Table, told: str) -> None:
    with filled.write("edit") as connection:
        connection.execute(delete(table).where(filled.owns(table)))
        filled.changed(connection)
    assert any(each.startswith(told) for each in check(filled).differences)


def test_a_lead_of_which_nothing_is_known_is_found(filled: Workspace) -> None:
    with filled.write("edit") as connection:
        row = {"lead_id": 1, "key": "x", "name": "", "email": "", "phone": "", "company": "", "owner": ""}
        connection.execute(insert(LEAD).values(workspace_id=filled.id, attributes="{}", **row))
    assert any(each.startswith("1 lead without an interaction") for each in check(filled).differences)


def test_a_damaged_column_file_is_told_and_built_again(filled: Workspace) -> None:
    whole = journeys(filled).occurred_at.copy()
    column = next(folder_of(filled).glob("*/occurred_at"))
    held = column.read_bytes()
    column.unlink()
    column.write_bytes(held[:-1] + bytes([held[-1] ^ 1]))
    assert check(filled).differences == ("the column files were damaged; they are built again",)
    assert np.array_equal(journeys(filled).occurred_at, whole)
    assert check(filled).differences == ()
    forget(filled)


def test_odd_data_is_a_notice_with_the_keys_of_its_leads_and_no_difference(filled: Workspace) -> None:
    report = check(filled, now=datetime(2024, 1, 31, tzinfo=UTC))
    assert report.differences == ()
    assert report.notices == (
        Notice("converted before first touch", ["bob"]),
        Notice("interactions in the future", ["cid"]),
        Notice("e-mail address shared by several leads", ["ada", "bob"]),
    )
