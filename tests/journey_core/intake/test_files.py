"""Files as they come: encodings, delimiters, compression, broken rows."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey_core.errors import BadFile, BadInput, JourneyError
from journey_core.intake.rows.mapping import Mapping
from journey_core.intake.table import opening, records
from journey_core.intake.table.recognise import Recognised, blocks, recognise
from journey_core.intake.table.records import csv_blocks
from tests.journey_core.intake.samples import (
    ROWS,
    csv_bytes,
    gzip_bytes,
    joined,
    read_all,
    reasons,
    workbook_bytes,
    written,
)

SPECTRUM = (
    "comma_in_quotes", "empty", "empty_crlf", "escaped_quotes", "json", "newlines", "quotes_and_newlines", "simple",
    "simple_crlf", "utf8",
)  # fmt: skip


def read_table(path: Path, recognised: Recognised) -> Iterator[list[str]]:
    """The rows of a file that have as many cells as its header."""
    for block in blocks(path, recognised):
        yield from map(list, zip(*block.columns, strict=True))


def spectrum(shared: Path, name: str) -> tuple[list[dict[str, str]], Any]:
    """(what the reader finds, what the collection says)"""
    folder = shared / "data" / "csv_spectrum"
    path = folder / "csvs" / f"{name}.csv"
    recognised = recognise(path)
    rows = [dict(zip(recognised.header, row, strict=True)) for row in read_table(path, recognised)]
    return rows, json.loads((folder / "json" / f"{name}.json").read_text())


@pytest.mark.parametrize("name", SPECTRUM)
def test_csv_spectrum_reads_as_its_answers_say(shared: Path, name: str) -> None:
    rows, answer = spectrum(shared, name)
    assert rows == answer


def test_csv_spectrum_location_coordinates_differs_only_in_the_phone_that_its_answer_blanks_out(shared: Path) -> None:
    rows, answer = spectrum(shared, "location_coordinates")
    assert answer["Contact Phone Number"] == "1234567890"
    assert rows == [{**answer, "Contact Phone Number": "2095257564"}]


def test_csv_spectrum_newlines_crlf_reads_as_its_answer_once_its_line_ends_are_crlf(
    shared: Path, tmp_path: Path
) -> None:
    content = (shared / "data/csv_spectrum/csvs/newlines_crlf.csv").read_bytes()
    assert b"\r" not in content  # the copy at hand has lost them
    path = written(tmp_path, content.replace(b"\n", b"\r\n"))
    rows = [dict(zip("abc", row, strict=True)) for row in read_table(path, recognise(path))]
    assert rows == json.loads((shared / "data/csv_spectrum/json/newlines_crlf.json").read_text())


def test_every_file_of_duckdbs_collection_adds_up_or_is_refused_in_a_sentence(shared: Path) -> None:
    paths = sorted((shared / "data" / "duckdb_csv").glob("*/**/*.csv*"))
    assert len(paths) == 39
    for path in paths:
        try:
            recognised, batches = read_all(path, constant_mapping(recognise(path).header[0]))
        except JourneyError as refusal:
            assert str(refusal).endswith(".")
            continue
        rows, rejected = len(joined(batches, "kind")), len(joined(batches, "rejects"))
        numbers = joined(batches, "row_number") + [reject.row_number for reject in joined(batches, "rejects")]
        assert sorted(numbers) == list(range(1, rows + rejected + 1))
        assert len(list(read_table(path, recognised))) >= rows


def constant_mapping(lead: str) -> Mapping:
    return Mapping(columns={"lead": lead}, constants={"occurred_at": "2024-01-01T00:00:00Z", "kind": "note"})


def test_a_row_with_text_beyond_its_header_is_one_reject(tmp_path: Path) -> None:
    path = written(tmp_path, "lead,occurred_at,kind\na,2024-01-01,note\nc,2024-01-01,note,x\nd,2024-01-01,note,,x\n")
    _, batches = read_all(path)
    rejects = joined(batches, "rejects")
    assert joined(batches, "lead_key") == ["a"]
    assert [(reject.row_number, reject.line, reject.reason) for reject in rejects] == [
        (2, 3, "the row has 4 cells, the header 3"),
        (3, 4, "the row has 5 cells, the header 3"),
    ]


def test_a_quote_that_never_closes_costs_its_line_only(tmp_path: Path) -> None:
    path = written(tmp_path, 'lead,occurred_at,kind\na,2024-01-01,note\n"b,2024-01-01,note\nc,2024-01-01,note\n')
    _, batches = read_all(path)
    (reject,) = joined(batches, "rejects")
    assert joined(batches, "lead_key") == ["a", "c"]
    assert (reject.row_number, reject.line, reject.cells[0]) == (2, 3, '"b')


def test_a_cell_past_the_limit_is_one_reject(tmp_path: Path) -> None:
    long = "x" * (records.CELL_LIMIT + 1)
    path = written(tmp_path, f"lead,occurred_at,kind\na,2024-01-01,{long}\nb,2024-01-01,note\n")
    _, batches = read_all(path)
    assert joined(batches, "lead_key") == ["b"]
    assert reasons(batches) == ["a cell is longer than 131,072 characters, or its quote is never closed"]


def test_quotes_that_open_on_every_line_are_not_followed_without_end() -> None:
    text = "h,i\n" + 'a","\n' * 2_000
    splitter = records._Splitter(",", 2, patience=10_000)
    blocks = [splitter.split(text, 0), splitter.split("", 0, is_last=True)]
    assert sum(len(block.row_number) + len(block.rejects) for block in blocks) == 2_000
    assert 0 >= splitter.patience > -len(text)


def test_blank_lines_are_no_rows(tmp_path: Path) -> None:
    path = written(tmp_path, "\nlead,occurred_at,kind\n\na,2024-01-01,note\n\n\nb,2024-01-01,note\n\n")
    _, batches = read_all(path)
    assert joined(batches, "row_number") == [1, 2]


def test_line_ends_of_any_kind_give_the_same_rows(tmp_path: Path) -> None:
    tables = []
    for line_end in ("\n", "\r\n", "\r"):
        path = written(tmp_path, csv_bytes(line_end=line_end))
        tables.append(list(read_table(path, recognise(path))))
    assert tables[0] == [list(row) for row in ROWS]
    assert tables[0] == tables[1] == tables[2]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    path = written(tmp_path, csv_bytes(delimiter=delimiter))
    recognised = recognise(path)
    assert recognised.delimiter == delimiter
    assert [tuple(row) for row in read_table(path, recognised)] == list(ROWS)


@pytest.mark.parametrize(
    ("encoding", "name"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("utf-16", "utf-16-le"), ("utf-16-be", "utf-16-be")],
)
def test_unicode_is_recognised_with_or_without_a_byte_order_mark(tmp_path: Path, encoding: str, name: str) -> None:
    path = written(tmp_path, csv_bytes(encoding=encoding))
    recognised = recognise(path)
    assert (recognised.encoding, recognised.encoding_sure, recognised.header[0]) == (name, True, "lead")
    assert [tuple(row) for row in read_table(path, recognised)] == list(ROWS)


def test_what_is_no_unicode_is_a_guess_that_a_person_confirms(tmp_path: Path) -> None:
    path = written(tmp_path, csv_bytes(encoding="cp1252"))
    recognised = recognise(path)
    assert (recognised.encoding, recognised.encoding_sure) == ("cp1252", False)
    assert recognise(path, encoding="latin-1").encoding_sure
    assert list(read_table(path, recognised))[3][6] == "naïve café"


def test_a_byte_that_is_no_text_costs_its_row_only(tmp_path: Path) -> None:
    path = written(tmp_path, b"lead,occurred_at,kind\na\xff,2024-01-01,note\nb,2024-01-01,note\n")
    _, batches = read_all(path, encoding="utf-8")
    assert joined(batches, "lead_key") == ["b"]
    assert reasons(batches) == ["bytes that are not text in this file's encoding"]


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x7f", "\x85"])
def test_a_key_with_a_control_character_is_rejected_and_shown_harmlessly(tmp_path: Path, character: str) -> None:
    path = written(tmp_path, f"lead,occurred_at,kind\na{character},2024-01-01,note\nb,2024-01-01,note\n")
    _, batches = read_all(path)
    (reject,) = joined(batches, "rejects")
    assert f"U+{ord(character):04X}" in reject.reason
    assert reject.cells[0] == "a\ufffd"


def test_compressed_files_read_like_the_others(tmp_path: Path) -> None:
    for data in (csv_bytes(), workbook_bytes()):
        path = written(tmp_path, gzip_bytes(data), "sample.gz")
        recognised = recognise(path)
        assert recognised.compressed
        assert [tuple(row) for row in read_table(path, recognised)] == list(ROWS)


def test_an_empty_file_a_damaged_one_and_other_formats_are_refused_by_name(tmp_path: Path) -> None:
    contents = (
        b"",
        b"\n\n",
        gzip_bytes(csv_bytes())[:-12],
        workbook_bytes()[:-40],
        b"%PDF-1.7",
        b"PAR1",
        b"PK\x03\x04",
    )
    for content in contents:
        path = written(tmp_path, content)
        with pytest.raises(BadFile, match=r"sample\.csv"):
            recognise(path)


def test_a_header_alone_is_no_rows(tmp_path: Path) -> None:
    _, batches = read_all(written(tmp_path, "lead,occurred_at,kind\n"))
    assert joined(batches, "kind") == []
    assert joined(batches, "rejects") == []


def test_columns_without_a_name_or_with_a_used_one_get_one(tmp_path: Path) -> None:
    assert recognise(written(tmp_path, "a,,a,A\n1,2,3,4\n")).header == ("a", "column 2", "a (2)", "A")


def test_the_sentence_says_what_was_recognised(tmp_path: Path) -> None:
    assert recognise(written(tmp_path, csv_bytes())).sentence == "CSV, UTF-8, separated by commas, 7 columns"
    assert recognise(written(tmp_path, workbook_bytes())).sentence == "XLSX, sheet “Log”, 7 columns"


def test_options_that_can_not_be_are_refused(tmp_path: Path) -> None:
    path, workbook = written(tmp_path, csv_bytes()), written(tmp_path, workbook_bytes(), "w.xlsx")
    for options in ({"encoding": "rot13"}, {"delimiter": '"'}, {"delimiter": "ab"}):
        with pytest.raises(BadInput):
            recognise(path, **options)
    with pytest.raises(BadInput, match="Log"):
        recognise(workbook, sheet="Lag")


def test_what_unpacks_to_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, gzip_bytes(b"a" * 2_000_000))
    monkeypatch.setattr(opening.byte_chunks, "__kwdefaults__", {"limit": 1_000_000})
    with pytest.raises(BadFile, match="unpacked"):
        recognise(path)


def test_a_workbook_bomb_is_refused_before_it_is_parsed(tmp_path: Path) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (257 << 20))
    with pytest.raises(BadFile, match="256 MB"):
        recognise(written(tmp_path, bomb.getvalue()))


def test_a_sheet_whose_corners_lie_too_far_apart_is_refused(tmp_path: Path) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook_bytes())) as source, zipfile.ZipFile(data, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(b'r="B2"', b'r="XFD1048576"'))
    with pytest.raises(BadFile, match="more than 528 MB of memory; save it as CSV"):
        recognise(written(tmp_path, data.getvalue()))


@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=3, max_size=3), max_size=8))
def test_what_a_csv_writer_writes_reads_back(rows: list[list[str]]) -> None:
    text = io.StringIO()
    csv.writer(text).writerows([["a", "b", "c"], *rows])
    pieces = [(text.getvalue()[place : place + 7], place) for place in range(0, len(text.getvalue()), 7)]
    blocks = list(csv_blocks(iter(pieces), ",", 3))
    said = [row for row in rows if any(map(str.strip, row))]
    assert [list(row) for block in blocks for row in zip(*block.columns, strict=True)] == said
    assert [number for block in blocks for number in block.row_number] == list(range(1, len(said) + 1))


@pytest.mark.parametrize("quoted", [False, True])
def test_lines_of_separators_alone_are_blank(tmp_path: Path, quoted: bool) -> None:
    name = '"a"' if quoted else "a"
    path = written(tmp_path, f"lead;occurred_at;kind\n;;\n{name};2024-01-01;note\n;;\nb;2024-01-02;note\n;;\n ; ;\n;;")
    _, batches = read_all(path)
    assert joined(batches, "lead_key") == ["a", "b"]
    assert (joined(batches, "row_number"), joined(batches, "rejects")) == ([1, 2], [])


def test_a_stray_quote_takes_in_no_rows(tmp_path: Path) -> None:
    rows = "".join(f"k{number}\t2024-01-01\tnote\tx\n" for number in range(20))
    text = f'lead\toccurred_at\tkind\tcontent\na\t2024-01-01\tnote\t"Hello\n{rows}b\t2024-01-01\tnote\tbye"\n'
    _, batches = read_all(written(tmp_path, text))
    assert joined(batches, "lead_key")[:20] == [f"k{number}" for number in range(20)]
    assert reasons(batches)[0] == "a quote that opens in this row takes in the rows below it"
    note = '"one, two\nthree, four\n\nfive"'
    _, batches = read_all(written(tmp_path, f"lead,occurred_at,kind,content\na,2024-01-01,note,{note}\n"))
    assert joined(batches, "content") == ["one, two\nthree, four\n\nfive"]
