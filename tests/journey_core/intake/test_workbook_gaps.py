"""Cells of workbooks that look empty and are not: errors, and formulas that nobody has computed."""

import io
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
import xlsxwriter

from journey_core.errors import BadFile
from journey_core.intake.table.recognise import blocks, recognise
from journey_core.intake.table.workbook import sheet_names, sheet_rows
from journey_core.intake.table.workbook_gaps import NO_RESULT
from tests.journey_core.intake.hostile_workbooks import HEADER, LAUGHS, Part, archive, parts
from tests.journey_core.intake.samples import gzip_bytes, workbook_bytes, written

ERRORS = ("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!")


def read(folder: Path, rows: str, *, sheet: str = "S", at: str = "worksheets/sheet1.xml") -> list[list[str]]:
    path = written(folder, archive(parts(rows, at=at)), "w.xlsx")
    return [cells for _, cells in sheet_rows(path, sheet)]


@pytest.mark.parametrize("error", ERRORS)
def test_an_error_reads_as_its_text(tmp_path: Path, error: str) -> None:
    row = f'<row><c t="str"><v>a</v></c><c t="e"><v>{error}</v></c><c t="e"><f>1/0</f><v>{error}</v></c></row>'
    assert read(tmp_path, row) == [["a", error, error]]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("<c><f>A1+1</f></c>", NO_RESULT),
        ("<c><f>A1+1</f><v></v></c>", NO_RESULT),
        ("<c><f>A1+1</f><v/></c>", NO_RESULT),
        ('<c t="str"><f>A1+1</f></c>', NO_RESULT),
        ('<c><f t="shared" si="0"/></c>', NO_RESULT),
        ('<c><f t="array" ref="A1:A2">A1</f></c>', NO_RESULT),
        ("<x:c xmlns:x='x'><x:f>A1</x:f></x:c>", NO_RESULT),
        ("<c><f>A1<!-- </f><v>1 --></f></c>", NO_RESULT),
        ('<c t="str"><f>""</f><v></v></c>', ""),
        ("<c><f>A1+1</f><v>7</v></c>", "7"),
        ('<c><f t="shared" si="0"/><v>7</v></c>', "7"),
        ('<c t="str"><f>A1</f><v>seven</v></c>', "seven"),
        ("<c><v>7</v></c>", "7"),
        ("<c/>", ""),
    ],
)
def test_a_formula_without_a_stored_result_says_so(tmp_path: Path, cell: str, text: str) -> None:
    assert read(tmp_path, f'<row><c><v>1</v></c>{cell}<c t="str"><v>z</v></c></row>') == [["1", text, "z"]]


def test_gaps_stand_where_their_cells_stand(tmp_path: Path) -> None:
    rows = (
        '<row r="2"><c r="C2" t="str"><v>name</v></c><c><f>1</f></c></row>'
        '<row><c r="B3"><f>1</f></c><c r="D3" t="e"><v>#N/A</v></c></row>'
        '<row r="6"><c r="e6"><f>1</f></c></row>'
        '<row r="5"><c r="C5"><f>1</f></c></row>'
    )
    path = written(tmp_path, archive(parts(rows)), "w.xlsx")
    assert list(sheet_rows(path, "S")) == [
        (2, ["", "name", NO_RESULT, ""]),
        (3, [NO_RESULT, "", "#N/A", ""]),
        (5, ["", NO_RESULT, "", ""]),
        (6, ["", "", "", NO_RESULT]),
    ]


def test_rows_of_formulas_alone_are_rows(tmp_path: Path) -> None:
    path = written(tmp_path, archive(parts(HEADER + "<row><c><f>1</f></c><c><f>2</f></c></row>" * 3)), "w.xlsx")
    found = list(blocks(path, recognise(path)))
    assert [list(column) for block in found for column in block.columns] == [[NO_RESULT] * 3] * 2


@pytest.mark.parametrize("at", ["odd/place.bin", "/xl/worksheets/sheet1.xml", "worksheets/../deep/a.xml"])
def test_a_sheet_may_lie_elsewhere(tmp_path: Path, at: str) -> None:
    made = parts("<row><c><v>1</v></c><c><f>1</f></c></row>", at=at)
    made[-1] = Part(f"xl/{at}" if not at.startswith("/") else at[1:], made[-1].data)
    assert [cells for _, cells in sheet_rows(written(tmp_path, archive(made)), "S")] == [["1", NO_RESULT]]


def test_gaps_belong_to_their_sheet_also_in_a_compressed_workbook(tmp_path: Path) -> None:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data) as workbook:
        for name, result in (("first", 1), ("hidden", ""), ("other & last", "#N/A")):
            sheet = workbook.add_worksheet(name)
            sheet.write_row(0, 0, ["a", "b"])
            sheet.write_formula(1, 0, "=1+1", None, result)
            if name == "hidden":
                sheet.hide()
    for packed in (bytes, gzip_bytes):
        path = written(tmp_path, packed(data.getvalue()))
        assert sheet_names(path) == ("first", "other & last")
        found = [[cells[0] for _, cells in sheet_rows(path, name)][1:] for name in ("first", "hidden", "other & last")]
        assert found == [["1"], [NO_RESULT], ["#N/A"]]


def test_many_rows_keep_their_gaps_apart(tmp_path: Path) -> None:
    cells = '<c t="str"><v>{}</v></c><c><f>1</f>{}</c>'
    rows = "".join(f"<row>{cells.format(n, '' if n % 1_000 == 7 else '<v>5</v>')}</row>" for n in range(30_000))
    found = read(tmp_path, rows)
    assert [place for place, row in enumerate(found) if row[1] == NO_RESULT] == list(range(7, 30_000, 1_000))
    assert [row[0] for row in found] == [str(place) for place in range(30_000)]


def test_a_document_type_is_refused_before_it_can_declare_anything(tmp_path: Path) -> None:
    made = parts('<row><c t="str"><v>&m;</v></c><c><f>1</f></c></row>')
    for name in ("xl/worksheets/sheet1.xml", "xl/workbook.xml"):
        hostile = [Part(each.name, LAUGHS.encode() + each.data) if each.name == name else each for each in made]
        with pytest.raises(BadFile, match="declares a document type"):
            list(sheet_rows(written(tmp_path, archive(hostile)), "S"))


def test_numbers_with_three_places_are_written_so_that_nobody_takes_them_for_thousands(tmp_path: Path) -> None:
    numbers = [12.125, -1.5, -999.125, 0.125, 1000.125, 12.12, 1.0625, 3000, 1e-7]
    ((_, texts),) = sheet_rows(written(tmp_path, workbook_bytes([numbers])), "Log")
    assert texts == ["12.1250", "-1.5", "-999.1250", "0.125", "1000.125", "12.12", "1.0625", "3000", "1e-07"]


def test_durations_are_written_in_hours(tmp_path: Path) -> None:
    data = io.BytesIO()
    lengths = [timedelta(hours=25, minutes=30), timedelta(hours=9, seconds=5), timedelta(hours=-36), timedelta(0)]
    with xlsxwriter.Workbook(data) as workbook:
        sheet, hours = workbook.add_worksheet("Log"), workbook.add_format({"num_format": "[h]:mm"})
        for column, length in enumerate(lengths):
            sheet.write_number(0, column, length / timedelta(days=1), hours)
    ((_, texts),) = sheet_rows(written(tmp_path, data.getvalue()), "Log")
    assert texts == ["25:30:00", "09:00:05", "-36:00:00", "00:00:00"]


def test_a_workbook_that_does_not_say_where_its_sheet_is_is_refused(tmp_path: Path) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook_bytes())) as source, zipfile.ZipFile(data, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(b"worksheets/sheet1.xml", b"worksheets/sheet9.xml"))
    with pytest.raises(BadFile):
        list(sheet_rows(written(tmp_path, data.getvalue()), "Log"))
