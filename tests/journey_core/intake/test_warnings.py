"""A row comes in when who, when and what are clear; what else can't be read is told."""

from dataclasses import replace
from pathlib import Path

import pytest

from journey_core.errors import AskZone
from journey_core.intake.rows.mapping import Mapping
from journey_core.intake.rows.rows import Batch
from journey_core.intake.rows.warnings import CellWarning, warnings_lines
from tests.journey_core.intake.samples import read_all, reasons, workbook_bytes, written

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
    text = "lead,Day,Time,kind\na,04.03.2024,9:05,note\nb,13.03.2024 00:00:00,12.30 Uhr,note\nc,14.03.2024,,note\n"
    batch = read(tmp_path, text, Mapping(columns={"occurred_at": "Day+Time"}))
    assert [at // 60_000_000 % 1_440 for at in batch.occurred_at] == [9 * 60 + 5, 12 * 60 + 30, 0]


def test_a_fraction_of_a_day_is_a_time_only_in_a_workbook(tmp_path: Path) -> None:
    mapping, head = Mapping(columns={"occurred_at": "Day+Time"}), ("lead", "Day", "Time", "kind")
    path = written(tmp_path, workbook_bytes([head, ("a", "2024-03-04", 0.5, "note")]), "file.xlsx")
    assert read_all(path, mapping)[1][0].occurred_at == [1709553600000000]
    batch = read(tmp_path, f"{','.join(head)}\na,2024-03-04,.30,note\nb,2024-03-05,9.30,note\n", mapping)
    assert (batch.lead_key, len(batch.rejects)) == (["b"], 1)


@pytest.mark.parametrize("heading", ["When (PST)", "When [IST]", "When (CET)"])
def test_a_heading_with_a_zone_that_is_not_one_places_is_asked(tmp_path: Path, heading: str) -> None:
    text, mapping = f"lead,{heading},kind\na,2024-07-04 09:00,note\n", Mapping(columns={"occurred_at": heading})
    with pytest.raises(AskZone, match="Say which time zone is meant"):
        read(tmp_path, text, mapping)
    said = replace(mapping, timezone="America/Los_Angeles")
    assert read(tmp_path, text, said).occurred_at == [1720108800000000]


def test_the_zone_of_a_heading_counts_before_the_declared_one(tmp_path: Path) -> None:
    text = "lead,occurred_at (UTC),kind\na,2024-07-04 09:00,note\n"
    assert read(tmp_path, text, Mapping(timezone="Europe/Berlin")).occurred_at == [1720083600000000]


@pytest.mark.parametrize(
    "cell", ["+49 30 123456 (Ada)", "+49 30 1234567 office", "1-800-FLOWERS", "+49 30 123456 ab 9 Uhr"]
)
def test_letters_are_no_digits_of_a_phone(tmp_path: Path, cell: str) -> None:
    batch = read(tmp_path, f"lead,occurred_at,kind,phone\na,{DAY},note,{cell}\n", phone_region="US")
    assert (batch.phone, [each.column for each in batch.warnings]) == ([""], ["phone"])


@pytest.mark.parametrize("word", ["App.", "Durchwahl", "poste", "int.", "ext.", "x"])
def test_an_extension_is_one_in_any_language(tmp_path: Path, word: str) -> None:
    batch = read(tmp_path, f"phone,occurred_at,kind\n+49 30 901820 {word} 12,{DAY},note\n")
    assert batch.lead_key == ["+4930901820 ext. 12"]


def test_a_number_with_its_country_and_no_plus_is_the_same_person(tmp_path: Path) -> None:
    rows = f"phone,occurred_at,kind\n491701234567,{DAY},note\n+49 170 1234567,{DAY},note\n0170 1234567,{DAY},note\n"
    assert set(read(tmp_path, rows, phone_region="DE").lead_key) == {"+491701234567"}


@pytest.mark.parametrize("cell", ["1.23457E+15", "8,00012E+11", "1.234567890123457e+16"])
@pytest.mark.parametrize("column", ["lead", "external_id"])
def test_a_number_that_a_spreadsheet_has_cut_off_is_nobodys_id(tmp_path: Path, column: str, cell: str) -> None:
    head = "lead,occurred_at,kind,external_id"
    row = f'"{cell}",{DAY},note,' if column == "lead" else f'a,{DAY},note,"{cell}"'
    batch = read(tmp_path, f"{head}\n{row}\n")
    assert (batch.lead_key, [reject.column for reject in batch.rejects]) == ([], [column])
    assert "last digits a spreadsheet has cut off" in batch.rejects[0].reason


@pytest.mark.parametrize(
    "cell", ["\u200b", "\u00ad", "\u2060\u200d", "\u200bn/a", "n/a\u200b", "#ref!", "#Н/Д", "Err:502"]
)
def test_nobody_is_called_nothing(tmp_path: Path, cell: str) -> None:
    batch = read(tmp_path, f"lead,occurred_at,kind\n{cell},{DAY},note\nb,{DAY},note\n")
    assert (batch.lead_key, len(batch.rejects)) == (["b"], 1)


def test_a_cell_of_many_addresses_is_read_at_once(tmp_path: Path) -> None:
    cell = " ".join(f"a{number}@example.com" for number in range(100))
    assert read(tmp_path, f"email,occurred_at,kind\n{cell},{DAY},note\n").lead_key == ["a0@example.com"]


@pytest.mark.parametrize("zero", ["0", "0.0"])
def test_a_zero_among_numbers_of_seconds_is_no_time(tmp_path: Path, zero: str) -> None:
    batch = read(tmp_path, f"lead,occurred_at,kind\na,{zero},note\nb,1709542800,note\n")
    assert (batch.lead_key, len(batch.rejects)) == (["b"], 1)


def test_a_name_may_stand_in_two_columns(tmp_path: Path) -> None:
    mapping = Mapping(columns={"name": "First + Last"})
    batch = read(
        tmp_path, f"lead,occurred_at,kind,First,Last\na,{DAY},note,Ada,Lovelace\nb,{DAY},note,,Babbage\n", mapping
    )
    assert batch.attributes["name"] == ["Ada Lovelace", "Babbage"]


def test_warnings_run_in_no_spreadsheet() -> None:
    lines = list(warnings_lines([CellWarning(1, 2, "=value", "not a number", "@x")]))
    assert lines == ["row,line,column,reason,cell\r\n", "1,2,'\u2060=value,not a number,'\u2060@x\r\n"]


def test_a_text_that_reads_two_ways_below_number_cells_of_a_workbook_is_left_out_and_told(tmp_path: Path) -> None:
    rows = [("k", "2024-03-04", "converted", 12.125)] * 60 + [("k", "2024-03-05", "converted", "1.250")]
    path = written(tmp_path, workbook_bytes([("lead", "occurred_at", "kind", "value"), *rows]), "file.xlsx")
    (batch,) = read_all(path)[1]
    assert batch.value == [12.125] * 60 + [None]
    assert [(each.row_number, each.text) for each in batch.warnings] == [(61, "1.250")]
