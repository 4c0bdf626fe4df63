"""Columns of dates that a spreadsheet of another language turned half into dates and left half as text."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey_core.errors import TurnedDates
from journey_core.intake.cells.half_turned import TurnedEvidence
from journey_core.intake.rows.mapping import Mapping
from journey_core.intake.table.workbook import sheet_rows
from tests.journey_core.intake.samples import read_all, workbook_bytes, written

DAYS = st.dates(date(2000, 1, 1), date(2030, 12, 31))


def half_turned(values: Iterable[str]) -> bool:
    evidence = TurnedEvidence()
    evidence.add(values)
    return evidence.is_half_turned


def opened_elsewhere(day: date) -> date | str:
    """What a spreadsheet that expects the month first makes of a date with the day first."""
    return date(day.year, day.day, day.month) if day.day <= 12 else f"{day:%d/%m/%Y}"


def test_days_over_12_as_text_beside_cells_with_days_up_to_12_are_half_turned() -> None:
    assert half_turned(["2024-03-04", "2024-12-11T10:30:00", "13/04/2024", "31/12/2024 09:15", ""])
    assert half_turned(["2024-03-04", "04/13/2024"])  # the other way round


@pytest.mark.parametrize(
    "values",
    [
        [],
        ["2024-03-04", "2024-03-05"],
        ["13/04/2024", "03/04/2024"],
        ["2024-03-13", "13/04/2024"],
        ["2024-03-04", "13/04/2024", "03/04/2024"],
        ["2024-03-04", "13/04/2024", "04/13/2024"],
        ["2024-03-04", "soon"],
    ],
)
def test_other_columns_are_not(values: list[str]) -> None:
    assert not half_turned(values)


@given(st.lists(DAYS, max_size=20), DAYS.filter(lambda day: day.day <= 12), DAYS.filter(lambda day: day.day > 12))
def test_every_column_opened_in_another_language_is_found_in_whatever_stretches(
    days: list[date], low: date, high: date
) -> None:
    cells = [str(opened_elsewhere(day)) for day in [*days, low, high]]
    evidence = TurnedEvidence()
    for cell in cells:
        evidence.add([cell])
    assert evidence.is_half_turned
    assert half_turned(cells)


def test_cells_of_a_workbook_come_as_the_texts_that_tell_them_from_typed_dates(tmp_path: Path) -> None:
    start = date(2024, 3, 1)
    days = [opened_elsewhere(start + timedelta(day)) for day in range(31)]
    rows = sheet_rows(written(tmp_path, workbook_bytes([[day] for day in days])), "Log")
    assert half_turned(cell for _, (cell,) in rows)


def test_a_workbook_whose_first_rows_are_all_date_cells_is_looked_through(tmp_path: Path) -> None:
    turned = [("k", datetime(2024, month % 12 + 1, month % 12 + 1), "note") for month in range(60)]
    rows = [("lead", "occurred_at", "kind"), *turned, ("k", "13/04/2024", "note")]
    path = written(tmp_path, workbook_bytes(rows), "file.xlsx")
    with pytest.raises(TurnedDates, match="exchanged day and month"):
        read_all(path)
    assert len(read_all(path, Mapping(date_format="dmy"))[1][0].lead_key) == 61
