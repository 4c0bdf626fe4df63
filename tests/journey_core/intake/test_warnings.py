"""A row comes in when who, when and what are clear; what else can't be read is told."""

from pathlib import Path

import pytest

from journey_core.intake.rows.mapping import Mapping
from journey_core.intake.rows.rows import Batch
from journey_core.intake.rows.warnings import CellWarning, warnings_lines
from tests.journey_core.intake.samples import read_all, reasons, written

DAY = "2024-03-04"


def read(folder: Path, text: str | bytes, mapping: Mapping | None = None, **options: str) -> Batch:
    """All rows of a small file."""
    return read_all(written(folder, text), mapping, **options)[1][0]


def told(batch: Batch) -> list[tuple[int, str, str]]:
    return [(each.row_number, each.column, each.text) for each in batch.warnings]


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        ("value", "N/A", "“N/A” is a placeholder, which says nothing"), ("value", "-", "“-” is a placeholder"),
        ("value", "NULL", "placeholder"), ("value", "about 5", "“about 5” is not a number"),
        ("phone", "n/a", "placeholder"),
        ("phone", "0171 1234567", "it needs its country, as in +49"), ("email", "none", "placeholder"),
        ("email", "ann@", "is not an e-mail address"), ("direction", "sideways", "is not a direction"),
        ("owner", "#REF!", "“#REF!” is an error of a spreadsheet"),
        ("content", "#NO-RESULT!", "a formula whose result"),
        ("campaign", "undefined", "placeholder"), ("lead.size", "(blank)", "placeholder"),
        ("detail.a", "#N/A", "error"),
    ],
)  # fmt: skip
def test_a_cell_that_can_not_be_read_is_left_out_and_told(tmp_path: Path, column: str, cell: str, reason: str) -> None:
    batch = read(tmp_path, f'lead,occurred_at,kind,{column}\na,{DAY},note,"{cell}"\nb,{DAY},note,\n')
    assert batch.lead_key == ["a", "b"]
    assert told(batch) == [(1, column, cell)]
    assert reason in batch.warnings[0].reason
    left = batch.attributes["size"] if column == "lead.size" else getattr(batch, column.replace("detail.a", "details"))
    assert left[0] == left[1], "as if nothing had been there"


def test_long_text_loses_its_end_and_says_so(tmp_path: Path) -> None:
    batch = read(tmp_path, f"lead,occurred_at,kind,content,owner\na,{DAY},note,{'x' * 20_001},{'y' * 501}\n")
    assert (batch.content, batch.owner) == (["x" * 20_000], ["y" * 500])
    assert [each.column for each in batch.warnings] == ["content", "owner"]


def test_placeholders_are_kept_on_request(tmp_path: Path) -> None:
    batch = read(tmp_path, f"lead,occurred_at,kind\nnull,{DAY},note\n#N/A,{DAY},n/a\n", Mapping(placeholders="keep"))
    assert (batch.lead_key, batch.kind, batch.warnings) == (["null", "#N/A"], ["note", "n/a"], [])


def test_a_placeholder_for_the_lead_leaves_the_address(tmp_path: Path) -> None:
    batch = read(tmp_path, f"lead,email,occurred_at,kind\nn/a,ann@example.org,{DAY},note\n")
    assert (batch.lead_key, told(batch)) == (["ann@example.org"], [(1, "lead", "n/a")])


def test_of_several_addresses_the_first_is_taken_and_told(tmp_path: Path) -> None:
    batch = read(tmp_path, f'email,occurred_at,kind\n"ada@example.com; bob@example.com",{DAY},email_sent\n')
    assert batch.lead_key == ["ada@example.com"]
    assert "several e-mail addresses" in batch.warnings[0].reason


@pytest.mark.parametrize(
    "cell", ["Ada <ada@example.com>", "mailto:ada@example.com", "'ADA@example.com'", "ada@example.com.",
    "ada@example.com\u200b"]
)  # fmt: skip
def test_addresses_are_read_as_people_paste_them(tmp_path: Path, cell: str) -> None:
    batch = read(tmp_path, f'email,occurred_at,kind\n"{cell}",{DAY},note\n')
    assert (batch.email, batch.warnings) == (["ada@example.com"], [])


@pytest.mark.parametrize(
    ("cell", "phone"),
    [
        ("0049 30 901820", "+4930901820"), ("\u202a+49 30 901820\u202c", "+4930901820"),
        ("tel:+49-30-901820", "+4930901820"),
        ("+49 30 901820 ext. 7", "+4930901820 ext. 7"), ("+49 30 901820 ext. 8", "+4930901820 ext. 8"),
    ],
)  # fmt: skip
def test_phones_are_read_as_people_write_them(tmp_path: Path, cell: str, phone: str) -> None:
    batch = read(tmp_path, f"phone,occurred_at,kind\n{cell},{DAY},note\n")
    assert (batch.lead_key, batch.warnings) == ([phone], [])
    assert read(tmp_path, f"phone,occurred_at,kind\n{phone},{DAY},note\n").lead_id == batch.lead_id


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zoé Lefèvre", "Zoe\u0301 Lefe\u0300vre"), ("ada@example.com", "Ada@Example.com\u200b"), ("A\u00a01", "A  1"),
        ("ada@example.com", "Ada Lovelace <ada@example.com>"),
    ],
)  # fmt: skip
def test_spellings_of_one_lead_are_one_lead_shown_as_written(tmp_path: Path, one: str, other: str) -> None:
    batch = read(tmp_path, f"lead,occurred_at,kind\n{one},{DAY},note\n{other},{DAY},note\n")
    assert batch.lead_id[0] == batch.lead_id[1]
    assert batch.digest[0] == batch.digest[1]
    assert batch.lead_key == [one, other]


def test_control_marks_in_notes_become_spaces_and_are_told(tmp_path: Path) -> None:
    batch = read(tmp_path, f"lead,occurred_at,kind,content,other\na,{DAY},note,first\vsecond,x\x07\n")
    assert batch.content == ["first second"]
    assert [(each.column, each.text) for each in batch.warnings] == [("content", "first\ufffdsecond")]
    assert batch.warnings[0].reason == "a control character (U+000B): a space stands in its place"


def test_marks_of_direction_are_dropped_and_say_nothing(tmp_path: Path) -> None:
    batch = read(tmp_path, f"lead,occurred_at,kind\n\u202ea\u202c,\u200e{DAY},note\n")
    assert (batch.lead_key, batch.warnings) == (["a"], [])


def test_a_broken_byte_costs_its_row_wherever_it_is(tmp_path: Path) -> None:
    batch = read(
        tmp_path, f"lead,occurred_at,kind,x\na,{DAY},note,\nb,{DAY},note,".encode() + b"\xff\n", encoding="utf-8"
    )
    assert batch.lead_key == ["a"]
    assert reasons([batch]) == ["bytes that are not text in this file's encoding"]


def test_a_rejected_row_has_no_warnings(tmp_path: Path) -> None:
    batch = read(tmp_path, f"lead,occurred_at,kind,value,content\na,soon,note,-,x\x07\nb,{DAY},note,-,\n")
    assert told(batch) == [(2, "value", "-")]
    assert [reject.row_number for reject in batch.rejects] == [1]


def test_a_time_may_stand_in_two_columns(tmp_path: Path) -> None:
    text = "lead,Day,Time,kind\na,04.03.2024,9:05,note\nb,13.03.2024 00:00:00,0.5,note\nc,14.03.2024,,note\n"
    batch = read(tmp_path, text, Mapping(columns={"occurred_at": "Day+Time"}))
    assert [at // 60_000_000 % 1_440 for at in batch.occurred_at] == [9 * 60 + 5, 12 * 60, 0]


def test_a_name_may_stand_in_two_columns(tmp_path: Path) -> None:
    mapping = Mapping(columns={"name": "First + Last"})
    batch = read(
        tmp_path, f"lead,occurred_at,kind,First,Last\na,{DAY},note,Ada,Lovelace\nb,{DAY},note,,Babbage\n", mapping
    )
    assert batch.attributes["name"] == ["Ada Lovelace", "Babbage"]


def test_warnings_run_in_no_spreadsheet() -> None:
    lines = list(warnings_lines([CellWarning(1, 2, "=value", "not a number", "@x")]))
    assert lines == ["row,line,column,reason,cell\r\n", "1,2,'\u2060=value,not a number,'\u2060@x\r\n"]
