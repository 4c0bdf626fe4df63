"""From a file to batches of columns: accepted rows, and rejects with their reasons. Nothing is lost between the two."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import compress
from pathlib import Path

from journey_core.intake.cells.date_formats import DateEvidence
from journey_core.intake.cells.dates import ISO, clock_reader
from journey_core.intake.cells.safe_text import forbidden_reason, storable
from journey_core.intake.rows.columns import ColumnReader, Columns, Faults
from journey_core.intake.rows.mapping import Mapping, check, complete, named_zone
from journey_core.intake.table.recognise import Recognised, blocks
from journey_core.intake.table.records import Block
from journey_core.intake.table.rejects import Reject


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

    zone: the zone of times without one, unless the mapping says otherwise; source: for rows that don't name one. Raises
    BadInput or BadFile at once, before the first batch: a wrong mapping, or a date format to ask for.
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

    ISO 8601 can be read in one way only, so a sample in ISO settles it without a pass over the file.
    """
    if mapping.date_format:
        clock_reader(mapping.date_format)
        return mapping.date_format
    column = _time_column(mapping)
    if column is None:
        return ISO
    place = recognised.header.index(column)
    sample = [row[place].strip() for row in recognised.sample if len(row) > place]
    is_iso = clock_reader(ISO)
    if any(sample) and all(is_iso(value) for value in sample if value):
        return ISO
    evidence = DateEvidence(column, is_workbook=recognised.format == "xlsx")
    for block in blocks(path, recognised):
        evidence.add(block.columns[place])
    return evidence.format()


def _time_column(mapping: Mapping) -> str | None:
    if "occurred_at" in mapping.values:
        return mapping.values["occurred_at"].column
    return mapping.columns.get("occurred_at") or None


def _batches(path: Path, recognised: Recognised, reader: ColumnReader, batch_rows: int) -> Iterator[Batch]:
    for block in blocks(path, recognised):
        for start in range(0, max(len(block.row_number), 1), batch_rows):
            yield _batch(_part(block, start, start + batch_rows), recognised.header, reader)


def _part(block: Block, start: int, end: int) -> Block:
    """Some of the rows of a block; rows that could not be split come with the first part."""
    if start == 0 and end >= len(block.row_number):
        return block
    return replace(
        block,
        columns=[column[start:end] for column in block.columns],
        row_number=block.row_number[start:end],
        line=block.line[start:end],
        rejects=[] if start else block.rejects,
    )


def _batch(block: Block, header: tuple[str, ...], reader: ColumnReader) -> Batch:
    """What the rows of a block say; faulty ones become rejects and the others are read again without them."""
    faults = _forbidden(block.columns, header) if block.is_suspect else {}
    while True:
        if faults:
            block = _without(block, faults)
        columns, faults = reader.read(block.columns, len(block.row_number))
        if not faults:
            break
    rejects = sorted(block.rejects, key=lambda reject: reject.row_number)
    return Batch(**vars(columns), row_number=list(block.row_number), rejects=rejects, bytes_read=block.bytes_read)


def _forbidden(columns: list[Sequence[str]], header: tuple[str, ...]) -> Faults:
    """row -> (column, reason) of rows with a character that no cell may hold."""
    faults: Faults = {}
    for name, column in zip(header, columns, strict=True):
        for row, cell in enumerate(column):
            if reason := forbidden_reason(cell):
                faults.setdefault(row, (name, reason))
    return faults


def _without(block: Block, faults: Faults) -> Block:
    """The block with faulty rows turned into rejects."""
    good = [row not in faults for row in range(len(block.row_number))]
    rejects = [
        Reject(
            block.row_number[row], block.line[row], column, storable(reason),
            tuple(storable(cells[row]) for cells in block.columns),
        )
        for row, (column, reason) in faults.items()
    ]  # fmt: skip
    return replace(
        block,
        columns=[list(compress(column, good)) for column in block.columns],
        row_number=list(compress(block.row_number, good)),
        line=list(compress(block.line, good)),
        rejects=[*block.rejects, *rejects],
    )
