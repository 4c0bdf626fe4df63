"""Tables on their way into a file: CSV, XLSX or Parquet, a stretch at a time, so that memory use stays flat."""

import csv
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Literal
from uuid import uuid4
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

from journey_core.errors import PATH, BadInput, Refused, brief
from journey_core.intake.cells.numbers import number_text
from journey_core.intake.cells.safe_text import GUARD, guard
from journey_core.log.times import instant

XLSX_ROWS: Final = 1_048_575
"""Rows of a worksheet below its header."""
XLSX_COLUMNS: Final = 16_384
XLSX_FIRST_DAY: Final = datetime(1900, 3, 1)
"""Spreadsheets count days before this one wrongly or not at all; such times stay text, as do those that they would not
tell apart: parts of a millisecond, and the hour that the clock shows twice.
"""


@dataclass(frozen=True)
class Column:
    """A column of a table; times are microseconds UTC or None, numbers may be None."""

    name: str
    kind: Literal["text", "time", "number", "count"] = "text"


@dataclass(frozen=True)
class Table:
    """Columns and their rows, which come in stretches and can be read once; closing them ends the query."""

    columns: tuple[Column, ...]
    stretches: Generator[Sequence[Sequence[Any]], None, None]


def check_target(path: Path) -> None:
    """Raises BadInput for a suffix without a format, and for a folder that does not exist."""
    if path.suffix.lower() not in WRITERS:
        raise BadInput(f"“{brief(path.name)}” names no file format; end it with {', '.join(WRITERS)}.")
    try:
        is_there = path.parent.is_dir()
    except OSError as problem:
        raise BadInput(f"“{brief(path, most=PATH)}” can't be written: {problem.strerror or problem}.") from problem
    if not is_there:
        folder, name = brief(path.parent, most=PATH), brief(path.name)
        raise BadInput(f"There is no folder “{folder}” to write “{name}” to.")


def write_table(path: Path, table: Table, zone: ZoneInfo) -> int:
    """Writes the file in the format of its suffix and returns the number of rows. It appears whole or not at all."""
    draft = path.with_name(f".{path.name}.{uuid4().hex[:8]}")
    try:
        rows = WRITERS[path.suffix.lower()](draft, table, zone)
        draft.replace(path)
    except OSError as problem:
        raise BadInput(f"“{brief(path, most=PATH)}” can't be written: {problem.strerror or problem}.") from problem
    finally:
        table.stretches.close()
        draft.unlink(missing_ok=True)
    return rows


def _write_csv(path: Path, table: Table, _zone: ZoneInfo) -> int:
    """Times as ISO 8601 in UTC. Text that a spreadsheet would run as a formula gets an apostrophe in front."""
    texts = [_CSV_TEXTS[column.kind] for column in table.columns]
    rows = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(guard(column.name) for column in table.columns)
        for stretch in table.stretches:
            writer.writerows([text(cell) for text, cell in zip(texts, row, strict=True)] for row in stretch)
            rows += len(stretch)
    return rows


def _iso(microseconds: int | None) -> str:
    return "" if microseconds is None else instant(microseconds).isoformat()


def _number(value: float | None) -> str:
    return "" if value is None else number_text(value)


_CSV_TEXTS: Final[dict[str, Callable[[Any], str]]] = {"text": guard, "time": _iso, "number": _number, "count": str}


def _write_parquet(path: Path, table: Table, _zone: ZoneInfo) -> int:
    """Times as timestamps in microseconds UTC."""
    types = {"text": pa.string(), "time": pa.timestamp("us", "UTC"), "number": pa.float64(), "count": pa.int64()}
    schema = pa.schema([(column.name, types[column.kind]) for column in table.columns])
    rows = 0
    with pq.ParquetWriter(path, schema) as writer:
        for stretch in table.stretches:
            cells = zip(*stretch, strict=True) if stretch else [()] * len(schema)
            writer.write_table(
                pa.table([pa.array(each, kind) for each, kind in zip(cells, schema.types, strict=True)], schema=schema)
            )
            rows += len(stretch)
    return rows


def _write_xlsx(path: Path, table: Table, zone: ZoneInfo) -> int:
    """Times on the workspace's clock, which the header names. Text stays text: no formula, no link."""
    if len(table.columns) > XLSX_COLUMNS:
        raise Refused(f"A worksheet has at most {XLSX_COLUMNS:,} columns, this has {len(table.columns):,}: use CSV.")
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        sheet = book.add_worksheet()
        clock = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        for place, column in enumerate(table.columns):
            sheet.write_string(0, place, f"{column.name} ({zone.key})" if column.kind == "time" else column.name)
        row = 0
        for cells in (cells for stretch in table.stretches for cells in stretch):
            row += 1
            if row > XLSX_ROWS:
                raise Refused(f"A worksheet has room for {XLSX_ROWS:,} rows and this has more: use CSV or Parquet.")
            for place, (column, cell) in enumerate(zip(table.columns, cells, strict=True)):
                _write_cell(sheet, row, place, column, cell, zone, clock)
    return row


def _write_cell(sheet: Any, row: int, place: int, column: Column, cell: Any, zone: ZoneInfo, clock: Any) -> None:
    if cell is None or cell == "":
        return
    if column.kind == "text":
        # Text stays text in a worksheet; only what reads as a guard needs one, which is taken off again.
        sheet.write_string(row, place, guard(cell) if cell.startswith(GUARD) else cell)
    elif column.kind == "time":
        moment = instant(cell).astimezone(zone)
        if _is_shown_exactly(moment):
            sheet.write_datetime(row, place, moment.replace(tzinfo=None), clock)
        else:
            sheet.write_string(row, place, moment.isoformat(" "))
    elif float(f"{cell:.16g}") == cell:
        sheet.write_number(row, place, cell)
    else:  # a worksheet keeps 16 digits
        sheet.write_string(row, place, number_text(cell))


def _is_shown_exactly(moment: datetime) -> bool:
    """Whether a spreadsheet's clock tells this time from all others."""
    is_shown_once = moment.replace(fold=0).utcoffset() == moment.replace(fold=1).utcoffset()
    is_whole = moment.microsecond % 1_000 == 0
    return is_shown_once and is_whole and moment.replace(tzinfo=None) >= XLSX_FIRST_DAY


WRITERS: Final[dict[str, Callable[[Path, Table, ZoneInfo], int]]] = {
    ".csv": _write_csv,
    ".xlsx": _write_xlsx,
    ".parquet": _write_parquet,
}
