"""Cells of accepted rows that could not be read as they stand, each with its place and reason."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from journey_core.intake.table.rejects import csv_line

HEADER: Final = ("row", "line", "column", "reason", "cell")
Told = tuple[int, str, str, str]
"""(row of a stretch, column, reason, text)"""


@dataclass(frozen=True)
class CellWarning:
    """One cell. row_number counts data rows from 1, line the file's lines from 1; text is what the cell held."""

    row_number: int
    line: int
    column: str
    reason: str
    text: str


def warnings_lines(warnings: Iterable[CellWarning]) -> Iterator[str]:
    """The warnings as CSV, a line at a time. Safe to open in a spreadsheet."""
    yield csv_line(HEADER)
    for each in warnings:
        yield csv_line([str(each.row_number), str(each.line), each.column, each.reason, each.text])
