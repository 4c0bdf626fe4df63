"""From a file to batches of columns: accepted rows, and rejects with their reasons. Nothing is lost between the two."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import compress
from pathlib import Path

from journey_core.intake.columns import ColumnReader, Columns
from journey_core.intake.date_formats import DateEvidence
from journey_core.intake.dates import ISO, clock_reader
from journey_core.intake.mapping import Mapping, check, complete, named_zone
from journey_core.intake.recognise import Recognised, blocks
from journey_core.intake.records import Block
from journey_core.intake.rejects import Reject
from journey_core.intake.safe_text import forbidden_reason, storable


@dataclass(frozen=True)
class Batch(Columns):
    """One stretch of a file: an entry in every list for each accepted row, and the rows that were not accepted.

    row_number counts data rows from 1; bytes_read is the position in the file on disk.
    """

    row_number: list[int]
    rejects: list[Reject]
    bytes_read: int


def read_batches(
    path: Path,
    recognised: Recognised,
    mapping: Mapping,
    *,
    zone: str,
    source: str,
    phone_region: str | None = None,
    batch_rows: int = 20_000,
) -> Iterator[Batch]:
    """The rows of a file in batches of at most `batch_rows`; accepted and rejected rows add up to the file's.

    zone: where times without a zone belong unless the mapping says otherwise; source: for rows that name none.
    Raises BadInput or BadFile at once, before the first batch: wrong mapping, or a date format that has to be asked.
    """
    whole = complete(mapping, recognised.header)
    check(whole, recognised.header)
    date_format = file_date_format(path, recognised, whole)
    reader = ColumnReader(
        whole,
        recognised.header,
        date_format=date_format,
        zone=named_zone(whole.timezone or zone),
        source=source,
        phone_region=phone_region,
    )
    return _batches(path, recognised, reader, batch_rows)


def file_date_format(path: Path, recognised: Recognised, mapping: Mapping) -> str:
    """The format of the column of times: as the mapping says, else as the whole column shows. Raises AskDateFormat.

    ISO 8601 has no second reading, so a sample in ISO settles it without a pass over the file.
    """
    if mapping.date_format:
        clock_reader(mapping.date_format)
        return mapping.date_format
    column = _time_column(mapping)
    if column is None:
        return ISO
    place = recognised.header.index(column)
    sample = [row[place].strip() for row in recognised.sample if len(row) == len(recognised.header)]
    is_iso = clock_reader(ISO)
    if any(sample) and all(is_iso(value) for value in sample if value):
        return ISO
    evidence = DateEvidence(column, is_workbook=recognised.format == "xlsx")
    for block in blocks(path, recognised):
        evidence.add(row[place] for row in block.rows if len(row) == len(recognised.header))
    return evidence.format()


def _time_column(mapping: Mapping) -> str | None:
    if "occurred_at" in mapping.values:
        return mapping.values["occurred_at"].column
    return mapping.columns.get("occurred_at")


def _batches(path: Path, recognised: Recognised, reader: ColumnReader, batch_rows: int) -> Iterator[Batch]:
    for block in blocks(path, recognised):
        for start in range(0, max(len(block.rows), 1), batch_rows):
            part = _part(block, start, start + batch_rows)
            yield _batch(part, recognised.header, reader)


def _part(block: Block, start: int, end: int) -> Block:
    """Some of the rows of a block; what could not be split comes with the first part."""
    if start == 0 and end >= len(block.rows):
        return block
    return Block(
        block.rows[start:end], block.row_number[start:end], block.line[start:end],
        [] if start else block.rejects, block.bytes_read, block.is_suspect,
    )  # fmt: skip


def _batch(block: Block, header: tuple[str, ...], reader: ColumnReader) -> Batch:
    """Reads the columns; if some rows turn out faulty, reads the others again without them."""
    rows, row_number, line, rejects = block.rows, block.row_number, block.line, list(block.rejects)
    faults = _row_faults(rows, header, is_suspect=block.is_suspect)
    columns = None
    while columns is None or faults:
        if faults:
            rejects += [
                Reject(row_number[row], line[row], column, storable(reason), tuple(map(storable, rows[row])))
                for row, (column, reason) in faults.items()
            ]
            good = [row not in faults for row in range(len(rows))]
            rows, row_number, line = (list(compress(part, good)) for part in (rows, row_number, line))  # type: ignore[assignment]
        columns, faults = reader.read(rows)
    rejects.sort(key=lambda reject: reject.row_number)
    return Batch(**vars(columns), row_number=row_number, rejects=rejects, bytes_read=block.bytes_read)


def _row_faults(rows: list[list[str]], header: tuple[str, ...], *, is_suspect: bool) -> dict[int, tuple[str, str]]:
    """row -> (column, reason) of rows with too few or too many cells, or with a character no cell may hold."""
    width = len(header)
    faults: dict[int, tuple[str, str]] = {}
    if set(map(len, rows)) - {width}:
        faults = {
            row: ("", f"the row has {len(cells)} cells, the header {width}")
            for row, cells in enumerate(rows)
            if len(cells) != width
        }
    if is_suspect:
        for row, cells in enumerate(rows):
            if row not in faults and (found := _forbidden_cell(cells, header)):
                faults[row] = found
    return faults


def _forbidden_cell(cells: list[str], header: tuple[str, ...]) -> tuple[str, str] | None:
    for column, cell in zip(header, cells, strict=True):
        if reason := forbidden_reason(cell):
            return column, reason
    return None
