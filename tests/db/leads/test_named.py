"""Who is meant by what a person types: read as a file's cells are."""

from datetime import UTC, datetime

import pytest

from db.leads.named import who
from db.log.record import Entry, record
from db.store.workspaces import Workspace

AT = datetime(2024, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        (" Ada@Example.com ", {"email": "ada@example.com"}),
        ("+49 (30) 123-456.78", {"phone": "+493012345678"}),
        ("ada@example", {"lead": "ada@example"}),
        ("ada@example..com", {"lead": "ada@example..com"}),
        ("+0000000", {"lead": "+0000000"}),
        ("030 12345678", {"lead": "030 12345678"}),
        ("Ada +49 30 12345678", {"lead": "Ada +49 30 12345678"}),
        ("L-0007", {"lead": "L-0007"}),
        ("", {"lead": ""}),
    ],
)
def test_a_new_lead_is_named_by_what_the_text_reads_as(workspace: Workspace, typed: str, named: dict[str, str]) -> None:
    assert who(workspace, typed) == named


def test_a_known_lead_is_named_by_its_key_whatever_was_typed(workspace: Workspace) -> None:
    record(workspace, Entry(occurred_at=AT, lead="ada", kind="note", email="ada@example.com", phone="+49 30 12345678"))
    assert [who(workspace, typed) for typed in ("ada", "Ada@example.com", "+493012345678")] == [{"lead": "ada"}] * 3


@pytest.mark.parametrize("typed", ["Ada@Example.com", "+49 (30) 123-456.78"])
def test_the_name_of_a_new_lead_records_and_finds_it_again(workspace: Workspace, typed: str) -> None:
    made = record(workspace, Entry(occurred_at=AT, kind="note", **who(workspace, typed)))
    assert who(workspace, made.lead_key) == {"lead": made.lead_key}
