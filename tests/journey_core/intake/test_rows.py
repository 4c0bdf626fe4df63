"""What a row says, and why it is rejected."""

import random
from pathlib import Path

import numpy as np
import pytest

from journey_core.errors import BadInput
from journey_core.intake.cells.safe_text import guard, unguarded
from journey_core.intake.rows.keys import (
    assign_ids,
    content_hash,
    content_hashes,
    external_interaction_id,
    interaction_id,
    lead_id,
    lead_ids,
    lead_key,
    row_digest,
)
from journey_core.intake.rows.mapping import Mapping, ValueMap
from journey_core.intake.rows.rows import Batch
from journey_core.intake.table.rejects import Reject, rejects_csv
from tests.journey_core.intake.samples import HEADER, ROWS, joined, read_all, reasons, workbook_bytes, written

TIME = "2024-01-01T00:00:00Z"


def one(folder: Path, mapping: Mapping | None = None, phone_region: str | None = None, **cells: str) -> Batch:
    """The batch of a file of one row; lead, time and kind are given unless cells say otherwise."""
    row = {"lead": "a", "occurred_at": TIME, "kind": "note", **cells}
    quoted = ",".join('"' + cell.replace('"', '""') + '"' for cell in row.values())
    path = written(folder, f"{','.join(row)}\n{quoted}\n")
    return read_all(path, mapping, phone_region=phone_region)[1][0]


@pytest.mark.parametrize(
    ("kind", "stage", "stored"),
    [
        ("", "won", "converted"), ("stage_changed", "Won", "converted"), ("", "LOST", "lost"),
        ("", "proposal", "stage_changed"),
        ("converted", "", "converted"), ("Converted", "won", "Converted"), ("lost", "lost", "lost"),
        ("email_sent", "proposal", "email_sent"), ("email_sent", "", "email_sent"),
    ],
)  # fmt: skip
def test_a_move_to_won_is_converted_and_to_lost_is_lost(tmp_path: Path, kind: str, stage: str, stored: str) -> None:
    batch = one(tmp_path, kind=kind, stage=stage)
    assert (batch.kind, batch.stage) == ([stored], [stage])


@pytest.mark.parametrize(
    ("kind", "stage"), [("converted", "lost"), ("lost", "proposal"), ("email_sent", "won"), ("note", "lost")]
)
def test_a_kind_that_contradicts_its_stage_is_rejected(tmp_path: Path, kind: str, stage: str) -> None:
    batch = one(tmp_path, kind=kind, stage=stage)
    assert batch.kind == []
    assert stage in reasons([batch])[0]


@pytest.mark.parametrize(
    ("text", "value"),
    [("", None), ("12.5", 12.5), ("-0", 0.0), ("1e3", 1000.0), ("+7", 7.0), (" 3 ", 3.0), (".5", 0.5)],
)
def test_values_are_decimal_numbers(tmp_path: Path, text: str, value: float | None) -> None:
    assert one(tmp_path, value=text).value == [value]


@pytest.mark.parametrize(
    "text", ["1_000", "1.000.00", "٣", "inf", "nan", "1e15", "-1e300", "0x10", "12 pieces", "1 00"]
)
def test_what_only_looks_like_a_number_is_left_out_and_told(tmp_path: Path, text: str) -> None:
    batch = one(tmp_path, value=text)
    assert [warning.column for warning in batch.warnings] == ["value"]
    assert batch.value == [None]


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"lead": " "}, "lead"), ({"kind": ""}, "kind"), ({"occurred_at": ""}, "occurred_at"),
        ({"kind": "x" * 501}, "kind"), ({"lead": "x" * 501}, "lead"),
        ({"external_id": "x" * 501}, "external_id"), ({"lead": "N/A"}, "lead"),
        ({"lead": "", "email": "ann@"}, "email"),
        ({"lead": "", "phone": "030 1234567"}, "phone"), ({"lead": "null", "email": "n/a"}, "lead"),
    ],
)  # fmt: skip
def test_a_row_in_which_who_when_or_what_is_not_clear_is_rejected_by_the_column(
    tmp_path: Path, cells: dict[str, str], column: str
) -> None:
    batch = one(tmp_path, **cells)
    assert batch.lead_key == []
    assert [(reject.row_number, reject.line, reject.column) for reject in batch.rejects] == [(1, 2, column)]


def test_the_lead_is_named_by_lead_else_email_else_phone(tmp_path: Path) -> None:
    both = {"email": " Ann@Example.ORG ", "phone": "030 901820"}
    assert one(tmp_path, phone_region="DE", **both).lead_key == ["a"]
    assert one(tmp_path, phone_region="DE", lead="", **both).lead_key == ["ann@example.org"]
    assert one(tmp_path, phone_region="DE", lead="", phone="030 901820").lead_key == ["+4930901820"]


def test_own_names_become_attributes_and_details(tmp_path: Path) -> None:
    batch = one(tmp_path, **{"name": "Ann", "lead.size": "9", "detail.b": "2", "detail.a": 'x"y', "detail.c": ""})
    assert batch.attributes == {"name": ["Ann"], "size": ["9"]}
    assert batch.details == ['{"a":"x\\"y","b":"2"}']


def test_columns_constants_and_value_maps_fill_fields(tmp_path: Path) -> None:
    mapping = Mapping(
        columns={"kind": "Activity"},
        constants={"campaign": "spring"},
        values={
            "channel": ValueMap("Activity", {"rang": "call"}, "web"),
            "owner": ValueMap("Activity", {"rang": "Bo"}),
        },
    )
    path = written(tmp_path, f"lead,occurred_at,Activity\na,{TIME}, rang \nb,{TIME},looked\n")
    _, (batch, _) = read_all(path, mapping)
    assert (batch.kind, batch.channel) == (["rang", "looked"], ["call", "web"])
    assert (batch.owner, batch.campaign) == (["Bo", "looked"], ["spring", "spring"])


def test_the_source_is_what_the_row_says_else_the_files(tmp_path: Path) -> None:
    assert one(tmp_path, source="inbox").source == ["inbox"]
    assert one(tmp_path, source="").source == one(tmp_path).source == ["csv"]


def test_a_workbook_says_the_same_as_text(tmp_path: Path) -> None:
    as_text = read_all(written(tmp_path, "\n".join([",".join(HEADER), *(",".join(row) for row in ROWS[:1])])))[1]
    as_workbook = read_all(written(tmp_path, workbook_bytes([HEADER, ROWS[0]]), "w.xlsx"))[1]
    assert joined(as_text, "digest") == joined(as_workbook, "digest") != []


def test_numbers_in_a_workbook_are_text_in_one_form(tmp_path: Path) -> None:
    rows = [("lead", "occurred_at", "kind", "value", "content"), (17, TIME, "note", 12.5, True)]
    _, (batch,) = read_all(written(tmp_path, workbook_bytes(rows), "w.xlsx"))
    assert (batch.lead_key, batch.value, batch.content) == (["17"], [12.5], ["true"])


def test_batches_are_no_longer_than_asked_and_keep_the_order(tmp_path: Path) -> None:
    lines = "".join(f"L{number},{TIME},note\n" for number in range(25))
    _, batches = read_all(written(tmp_path, f"lead,occurred_at,kind\n{lines}"), batch_rows=10)
    assert [len(batch.kind) for batch in batches if batch.kind] == [10, 10, 5]
    assert joined(batches, "lead_key") == [f"L{number}" for number in range(25)]


def test_a_wrong_mapping_is_refused_before_the_first_row(tmp_path: Path) -> None:
    path = written(tmp_path, f"lead,occurred_at\na,{TIME}\n")
    with pytest.raises(BadInput, match="kind or channel"):
        read_all(path)
    with pytest.raises(BadInput, match=r"Kind.*occurred_at"):
        read_all(path, Mapping(columns={"kind": "Kind"}))
    with pytest.raises(BadInput, match="Mars"):
        read_all(path, Mapping(constants={"kind": "note"}), zone="Mars/Base")


def test_shuffling_rows_gives_the_same_ids(tmp_path: Path) -> None:
    lines = [f"L{number % 7},{TIME},note,{number % 5}" for number in range(60)]
    found = []
    for seed in range(3):
        random.Random(seed).shuffle(lines)
        _, batches = read_all(written(tmp_path, "\n".join(["lead,occurred_at,kind,value", *lines])))
        digests = b"".join(joined(batches, "digest"))
        found.append(sorted(assign_ids(digests, np.zeros(60, np.int64)).tolist()))
    assert len(set(found[0])) == 60
    assert found[0] == found[1] == found[2]


def test_ids_of_a_whole_file_are_those_of_each_row() -> None:
    digests = [bytes([kind]) * 16 for kind in (1, 2, 1, 3, 1, 2)]
    external = np.array([0, 0, 0, 99, 0, 0])
    ordinals = (0, 0, 1, None, 2, 1)
    one_by_one = [
        99 if nth is None else interaction_id(digest, nth) for digest, nth in zip(digests, ordinals, strict=True)
    ]
    assert assign_ids(b"".join(digests), external).tolist() == one_by_one
    assert content_hashes(b"".join(digests)).tolist() == [content_hash(digest) for digest in digests]
    assert assign_ids(b"", np.zeros(0, np.int64)).tolist() == []


def test_a_digest_of_a_file_is_that_of_the_form(tmp_path: Path) -> None:
    batch = one(
        tmp_path, channel="E-Mail", direction="Inbound", value="5", owner="Bo", content="x", **{"detail.a": "1"}
    )
    assert batch.digest == [
        row_digest(
            "a", channel="e-mail", kind="NOTE", direction="inbound", occurred_at=batch.occurred_at[0], stage="",
            value=5.0, owner="Bo", campaign="", content="x", details={"a": "1"},
        )
    ]  # fmt: skip


def test_keys_are_positive_and_told_apart() -> None:
    assert lead_ids(["a", "b"]) == [lead_id("a"), lead_id("b")]
    ids = [lead_id("a"), lead_id("b"), external_interaction_id("crm", "a"), external_interaction_id("crm", "b")]
    assert len(set(ids)) == 4
    assert all(0 < number < 2**63 for number in ids)
    assert external_interaction_id("CRM ", "a") == external_interaction_id("crm", "a")
    assert lead_key("", "", "+49") == "+49"


def test_rejects_come_with_their_place_and_run_in_no_spreadsheet() -> None:
    rejects = [
        Reject(3, 4, "value", "“x” is not a number", ("=1+1", "x")),
        Reject(5, 6, "", "too long", ("a", "b", "c")),
    ]
    assert "".join(rejects_csv(rejects, ["lead", "value"])) == (
        "lead,value,reject_row,reject_line,reject_column,reject_reason\r\n"
        "'\u2060=1+1,x,3,4,value,“x” is not a number\r\n"
        "a,b,5,6,,too long,c\r\n"
    )


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@a", "\ta", "\ra", "\na", "＝1", "＋1", "－1", "＠a"])
def test_whatever_begins_a_formula_is_guarded_and_comes_back(cell: str) -> None:
    assert guard(cell)[0] == "'"
    assert guard("a" + cell) == "a" + cell
    for text in (cell, "'" + cell, guard(cell), guard(guard(cell))):
        assert unguarded(guard(text)) == text
