"""Where a table begins in what people export: hints for Excel, titles above the header, rows of uneven length."""

from pathlib import Path

import pytest

from journey_core.errors import BadFile, BadInput
from journey_core.intake.rows.mapping import Mapping
from journey_core.intake.table.header import header_place
from journey_core.intake.table.recognise import Recognised, blocks, recognise
from tests.journey_core.intake.samples import read_all, reasons, workbook_bytes, written

HEADER = ("lead", "occurred_at", "kind", "channel")
DATA = ("A-1", "2024-03-04", "form_submitted", "web")
TABLE = "lead;occurred_at;kind\na;2024-01-01;note\nb;2024-01-02;note\n"


def rows_of(path: Path, recognised: Recognised) -> list[tuple[int, int, tuple[str, ...]]]:
    """(number, line, cells) of every row that is no reject."""
    return [
        (number, line, cells)
        for block in blocks(path, recognised)
        for number, line, cells in zip(block.row_number, block.line, zip(*block.columns, strict=True), strict=True)
    ]


@pytest.mark.parametrize("hint", ["sep=;", "SEP=;", '"sep=;"', 'sep=";"', "sep=; ", "sep=;;;", '"sep=;";;', "sep="])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_a_hint_for_excel_is_neither_a_row_nor_the_header(tmp_path: Path, hint: str, mark: str, line_end: str) -> None:
    path = written(tmp_path, f"{mark}{hint}\n{TABLE}".replace("\n", line_end))
    recognised = recognise(path)
    assert (recognised.delimiter, recognised.header_line) == (";", 2)
    assert recognised.sentence == "CSV, UTF-8, separated by semicolons, 3 columns"
    expected = [(1, 3, ("a", "2024-01-01", "note")), (2, 4, ("b", "2024-01-02", "note"))]
    assert rows_of(path, recognised) == expected


@pytest.mark.parametrize("hint", ["sep=\\t", "sep=\t", "Sep=\\T"])
def test_a_hint_may_name_the_tab(tmp_path: Path, hint: str) -> None:
    path = written(tmp_path, f"{hint}\n{TABLE.replace(';', chr(9))}")
    assert recognise(path).header == ("lead", "occurred_at", "kind")


def test_a_hint_is_obeyed_where_another_sign_looks_likelier(tmp_path: Path) -> None:
    path = written(tmp_path, "sep=^\na,1^b,1\nc,1^d,1\n")
    assert recognise(path).header == ("a,1", "b,1")
    assert recognise(path, delimiter=",").header == ("a", "1^b", "1")


def test_a_hint_in_utf_16_is_one(tmp_path: Path) -> None:
    assert recognise(written(tmp_path, f"sep=;\n{TABLE}".encode("utf-16"))).header == ("lead", "occurred_at", "kind")


def test_a_hint_alone_is_no_table_and_its_line_no_header(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="holds no rows"):
        recognise(written(tmp_path, "sep=;\n"))
    with pytest.raises(BadInput, match="says what separates the cells"):
        recognise(written(tmp_path, f"sep=;\n{TABLE}"), header_line=1)


@pytest.mark.parametrize(
    "above",
    [
        "Activity report\n",
        "Activity report\nExported 2024-04-01\n\n",
        '"Report of\nthe ""first"" quarter"\n\n',
        "Activity report;;\n;;\n",
        "Leads, activities, dates, and more\nby Ann, Bo, Cy, and Di\n",
        "Owner;Ann\nFrom 2024-01-01;to 2024-03-31\n",
        '"Report that never ends\n',
    ],
)
def test_the_header_is_found_below_titles(tmp_path: Path, above: str) -> None:
    path = written(tmp_path, above + TABLE)
    recognised = recognise(path)
    line = above.count("\n") + 1
    assert recognised.header == ("lead", "occurred_at", "kind")
    assert recognised.header_line == line
    assert recognised.sentence == f"CSV, UTF-8, separated by semicolons, 3 columns, header in line {line}"
    assert [row[:2] for row in rows_of(path, recognised)] == [(1, line + 1), (2, line + 2)]
    assert [row[0] for row in recognised.sample] == ["a", "b"]


def test_blank_lines_above_the_header_are_not_worth_saying(tmp_path: Path) -> None:
    recognised = recognise(written(tmp_path, "\n;;\n" + TABLE))
    assert (recognised.header_line, recognised.sentence.endswith("3 columns")) == (3, True)


@pytest.mark.parametrize(
    "rows",
    [
        [HEADER, DATA, DATA],
        [HEADER, DATA[:2], DATA[:2]],
        [HEADER[:3], DATA, DATA],  # a last column without a name
        [HEADER[:3], ("A-1", "soon", "call", "web"), ("A-2", "later", "call", "web")],
        [("Report",), ("lead", "kind", "kind"), ("a", "2024-01-01", "b")],
        [("Report",), ("lead", "", ""), ("a", "2024-01-01", "b")],
        [("Report",), ("lead", "2024-01-01", "kind"), ("a", "2024-01-02", "b")],
        [("Report",), ("lead", "ann@example.org", "kind"), ("a", "2024-01-02", "b")],
        [("names",), ("Ann", "of", "Ham"), ("Bo", "of", "Cam")],
        [("note",), ("one",), ("two",)],
        [("Report",), *[()] * 60, HEADER, DATA],
        [],
    ],
)
def test_in_doubt_the_first_row_is_the_header(rows: list[tuple[str, ...]]) -> None:
    assert header_place(rows) == 0


def test_a_header_may_have_one_column_without_a_name() -> None:
    assert header_place([("Report",), ("lead", "", "at"), ("a", "b", "2024-01-01")]) == 1


def test_a_header_is_looked_for_among_the_first_fifty_rows_only() -> None:
    titles = [(f"Title {number}",) for number in range(60)]
    assert header_place([*titles[:49], HEADER, DATA]) == 49
    assert header_place([*titles[:50], HEADER, DATA]) == 0


def test_a_named_line_is_the_header(tmp_path: Path) -> None:
    path = written(tmp_path, "a;b;c\n1;2;3\nx;y;z\n4;5;6\n")
    recognised = recognise(path, header_line=3)
    assert (recognised.header, recognised.header_line) == (("x", "y", "z"), 3)
    assert recognised.sentence.endswith("header in line 3")
    assert rows_of(path, recognised) == [(1, 4, ("4", "5", "6"))]


def test_a_named_line_may_lie_far_below(tmp_path: Path) -> None:
    path = written(tmp_path, "title\n" * 400_000 + TABLE)
    recognised = recognise(path, header_line=400_001)
    assert recognised.header == ("lead", "occurred_at", "kind")
    assert [line for _, line, _ in rows_of(path, recognised)] == [400_002, 400_003]


@pytest.mark.parametrize(
    ("line", "said"), [(0, "no line 0"), (-1, "no line -1"), (2, "is blank"), (3, "is blank"), (9, "no line 9")]
)
def test_a_named_line_that_is_blank_or_not_there_is_refused(tmp_path: Path, line: int, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        recognise(written(tmp_path, "title\n\n;;\n" + TABLE), header_line=line)


def test_the_header_of_a_sheet_is_found_or_named(tmp_path: Path) -> None:
    rows = [["Activity report"], ["Exported", "2024-04-01"], [], [*HEADER], [*DATA], ["x", "y", "z", "w"], [*DATA]]
    path = written(tmp_path, workbook_bytes(rows))
    found, named = recognise(path), recognise(path, header_line=6)
    assert (found.header, found.header_line) == (HEADER, 4)
    assert found.sentence == "XLSX, sheet “Log”, 4 columns, header in row 4"
    assert [row[:2] for row in rows_of(path, found)] == [(1, 5), (2, 6), (3, 7)]
    assert (named.header, rows_of(path, named)) == (("x", "y", "z", "w"), [(1, 7, DATA)])
    for row in (0, 3, 8):
        with pytest.raises(BadInput, match=f"Row {row} of the sheet “Log” is blank or not there"):
            recognise(path, header_line=row)


def test_a_sheet_that_begins_further_down_has_its_header_on_top(tmp_path: Path) -> None:
    recognised = recognise(written(tmp_path, workbook_bytes([[], [], [*HEADER], [*DATA]])))
    assert (recognised.header_line, recognised.sentence) == (3, "XLSX, sheet “Log”, 4 columns")


def test_titles_do_not_decide_what_separates_the_cells(tmp_path: Path) -> None:
    text = "a | b | c | d\nMore, and, more, of, it\n" + TABLE.replace("note", "one, two")
    assert recognise(written(tmp_path, text)).delimiter == ";"


def test_a_column_of_texts_is_not_split_at_signs_that_its_name_does_not_have(tmp_path: Path) -> None:
    assert recognise(written(tmp_path, "name\nDoe; Ann\nRoe; Bo\n")).header == ("name",)


def test_missing_last_cells_are_empty_and_surplus_ones_without_text_say_nothing(tmp_path: Path) -> None:
    path = written(tmp_path, "lead,occurred_at,kind\na,2024-01-01\nb,2024-01-02,note,\nc,2024-01-03,note,, ,\n\n")
    assert [cells for *_, cells in rows_of(path, recognise(path))] == [
        ("a", "2024-01-01", ""), ("b", "2024-01-02", "note"), ("c", "2024-01-03", "note"),
    ]  # fmt: skip


def test_a_total_at_the_end_is_rejected_for_want_of_a_time(tmp_path: Path) -> None:
    _, batches = read_all(written(tmp_path, TABLE + "Total: 340\n"), Mapping())
    (reason,) = reasons(batches)
    assert "time" in reason or "empty" in reason


@pytest.mark.parametrize("quoted", ["", '"'])
def test_a_separator_after_every_row_says_nothing(tmp_path: Path, quoted: str) -> None:
    lines = [f"{quoted}a{number}{quoted},2024-01-01,note," for number in range(50_000)]
    path = written(tmp_path, "\n".join(["lead,occurred_at,kind", *lines]))
    found = list(blocks(path, recognise(path)))
    assert [lead for block in found for lead in block.columns[0]] == [f"a{number}" for number in range(50_000)]
    assert [line for block in found for line in block.line] == list(range(2, 50_002))
    assert [reject for block in found for reject in block.rejects] == []


def test_lines_that_end_in_cr_are_rows_also_without_quotes(tmp_path: Path) -> None:
    path = written(tmp_path, TABLE.replace("\n", "\r"))
    assert [row[:2] for row in rows_of(path, recognise(path))] == [(1, 2), (2, 3)]


def test_a_last_line_without_an_end_is_in_the_sample(tmp_path: Path) -> None:
    assert [row[0] for row in recognise(written(tmp_path, TABLE.rstrip())).sample] == ["a", "b"]
