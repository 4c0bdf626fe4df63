"""From a file to batches of columns: accepted rows, and rejects with their reasons. Nothing is lost between the two."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import compress
from pathlib import Path

from journey_core.intake.cells.dates import ISO
from journey_core.intake.cells.placeholders import KEEP
from journey_core.intake.cells.safe_text import storable
from journey_core.intake.cells.zones import named_zone
from journey_core.intake.rows.cleaning import Faults, cleaned
from journey_core.intake.rows.column_reader import ColumnReader
from journey_core.intake.rows.columns import Columns
from journey_core.intake.rows.fields import How
from journey_core.intake.rows.formats import has_dates_to_check, settled
from journey_core.intake.rows.mapping import Mapping
from journey_core.intake.rows.warnings import CellWarning, Told
from journey_core.intake.table.recognise import Recognised, blocks
from journey_core.intake.table.records import Block
from journey_core.intake.table.rejects import Reject


@dataclass(frozen=True)
class Batch(Columns):
    """One stretch of a file: an entry in every list for each accepted row, the rows that were not accepted, and the
    cells of accepted rows that were not taken as they stand.

    row_number counts data rows from 1; bytes_read is the position in the file on disk.
    """

    row_number: list[int]
    rejects: list[Reject]
    warnings: list[CellWarning]
    bytes_read: int


def read_batches(
    path: Path,
    recognised: Recognised,
    mapping: Mapping,
    *,
    zone: str,
    source: str,
    phone_region: str | None = None,
    is_older: bool = False,
    checks_dates: bool | None = None,
    batch_rows: int = 20_000,
) -> Iterator[Batch]:
    """The rows of a file in batches of at most `batch_rows`; accepted and rejected rows add up to the file's.

    zone: the zone of times without one, and phone_region that of national numbers, unless the mapping says otherwise;
    source: for rows that don't name one; is_older: whether rows come with the hashes that they had before;
    checks_dates: as `has_dates_to_check` tells, unless said. Raises BadInput or BadFile at once, before the first
    batch: a wrong mapping, or a format to ask for; TurnedDates after the last.
    """
    whole = settled(path, recognised, mapping, zone=zone)
    how = How(
        whole.date_format or ISO,
        named_zone(whole.timezone or zone),
        source,
        number_format=whole.number_format,
        phone_region=(whole.phone_region or "").upper() or phone_region,
        keeps=whole.placeholders == KEEP,
        is_workbook=recognised.format == "xlsx",
        checks_dates=has_dates_to_check(recognised, mapping) if checks_dates is None else checks_dates,
    )
    reader = ColumnReader(whole, recognised.header, how, is_older=is_older)
    return _batches(path, recognised, reader, batch_rows)


def _batches(path: Path, recognised: Recognised, reader: ColumnReader, batch_rows: int) -> Iterator[Batch]:
    for block in blocks(path, recognised):
        for start in range(0, max(len(block.row_number), 1), batch_rows):
            yield _batch(_part(block, start, start + batch_rows), recognised.header, reader)
    reader.finish()


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
    faults: Faults = {}
    warnings: list[CellWarning] = []
    if block.is_suspect:
        block, faults, told = cleaned(block, header, used=reader.used, essential=reader.essential)
        warnings = _warnings(block, told)
    while True:
        if faults:
            block = _without(block, faults)
        columns, faults, told = reader.read(block.columns, len(block.row_number))
        if not faults:
            break
    accepted = set(block.row_number) if warnings else set()
    warnings = [each for each in warnings if each.row_number in accepted] + _warnings(block, told)
    rejects = sorted(block.rejects, key=lambda reject: reject.row_number)
    places = {name: place for place, name in enumerate(header)}
    return Batch(
        **vars(columns), row_number=list(block.row_number), rejects=rejects, bytes_read=block.bytes_read,
        warnings=sorted(warnings, key=lambda each: (each.row_number, places.get(each.column, -1))),
    )  # fmt: skip


def _warnings(block: Block, told: list[Told]) -> list[CellWarning]:
    return [
        CellWarning(block.row_number[row], block.line[row], column, storable(reason), storable(text))
        for row, column, reason, text in told
    ]


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
