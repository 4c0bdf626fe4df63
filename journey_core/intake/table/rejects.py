"""Rows that were not accepted, each with its place and reason, and the file to download them in."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from journey_core.intake.cells.safe_text import guard

PLACE_COLUMNS = ("reject_row", "reject_line", "reject_column", "reject_reason")


@dataclass(frozen=True)
class Reject:
    """One row that was not accepted. row_number counts data rows from 1, line the file's lines from 1;
    column is "" if the row as a whole is at fault; cells hold no forbidden characters."""

    row_number: int
    line: int
    column: str
    reason: str
    cells: tuple[str, ...]


def rejects_csv(rejects: Iterable[Reject], header: Sequence[str]) -> Iterator[str]:
    """The rejects as CSV, a line at a time: the file's columns, then where and why. Safe to open in a spreadsheet.

    A row with more cells than the header keeps them all, after the reason.
    """
    yield csv_line([*header, *PLACE_COLUMNS])
    for reject in rejects:
        own = list(reject.cells[: len(header)])
        own += [""] * (len(header) - len(own))
        place = [str(reject.row_number), str(reject.line), reject.column, reject.reason]
        yield csv_line([*own, *place, *reject.cells[len(header) :]])


def csv_line(cells: Iterable[str]) -> str:
    """One line of a CSV file that is safe to open in a spreadsheet."""
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow([guard(cell) for cell in cells])
    return line.getvalue()
