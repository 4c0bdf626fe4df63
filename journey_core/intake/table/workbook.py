"""XLSX workbooks: refused while still zipped if they are too big, else read sheet by sheet as text."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path
from typing import Final

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from journey_core.errors import BadFile, BadInput, brief
from journey_core.intake.table.opening import byte_chunks
from journey_core.intake.table.records import CELL_LIMIT, Block, table_block

UNPACKED_LIMIT: Final = 256 << 20
"""The most bytes in all parts of a workbook, after unpacking."""
AREA_LIMIT: Final = 12_000_000
"""The most cells in the rectangle around a sheet's cells: the reader makes room for all of it at once."""
_MAGIC: Final = b"PK\x03\x04"
_CELL_PLACE: Final = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
_BLOCK_ROWS: Final = 10_000


def is_zip(start: bytes) -> bool:
    return start.startswith(_MAGIC)


def sheet_names(path: Path) -> tuple[str, ...]:
    """The visible worksheets of a workbook in their order; raises BadFile in one sentence for anything else."""
    with _opened(path) as workbook:
        return tuple(
            sheet.name
            for sheet in workbook.sheets_metadata
            if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
        )


def chosen_sheet(names: tuple[str, ...], wanted: str | None) -> str:
    """The sheet asked for, else the first; raises BadInput with the choices."""
    if not names:
        raise BadFile("The workbook has no visible sheet.")
    if wanted is not None and wanted not in names:
        raise BadInput(f"The workbook has no sheet “{brief(wanted)}”. It has: {', '.join(names)}.")
    return wanted or names[0]


def sheet_rows(path: Path, sheet: str) -> Iterator[tuple[int, list[str]]]:
    """(row number in the sheet, cells as text) of every row that is not blank."""
    with _opened(path) as workbook:
        for number, cells in enumerate(_rows(workbook, sheet), start=1):
            texts = [_text(cell) for cell in cells]
            if any(texts):
                yield number, texts


def workbook_blocks(path: Path, sheet: str, width: int) -> Iterator[Block]:
    """The rows of a sheet below its header of `width` cells, in stretches."""
    size = path.stat().st_size
    rows = enumerate(sheet_rows(path, sheet))
    next(rows, None)
    while stretch := list(islice(rows, _BLOCK_ROWS)):
        cells = [cells for _, (_, cells) in stretch]
        lines = [line for _, (line, _) in stretch]
        yield table_block(cells, lines, [number for number, _ in stretch], width=width, bytes_read=size)


@contextmanager
def _opened(path: Path) -> Iterator[CalamineWorkbook]:
    """The workbook, after a look at its size. Whatever the reader stumbles over becomes one BadFile."""
    try:
        data = b"".join(chunk for chunk, _ in byte_chunks(path, limit=UNPACKED_LIMIT))
        _check_size(data, path.name)
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
            yield workbook
    except (BadFile, BadInput, GeneratorExit):
        raise
    except Exception as problem:
        reason = str(problem)[:200] or "damaged"
        raise BadFile(f"“{path.name}” can't be read as a workbook: {reason}.") from problem
    except BaseException as problem:
        if type(problem).__name__ != "PanicException":  # how the reader, which is Rust, reports its own bugs
            raise
        raise BadFile(f"“{path.name}” can't be read as a workbook.") from problem


def _check_size(data: bytes, name: str) -> None:
    """Raises BadFile if the parts unpack to too much, or a sheet's corners lie too far apart."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        if not any(part.filename == "xl/workbook.xml" for part in parts):
            raise BadFile(f"“{name}” is a ZIP archive but not an XLSX workbook.")
        too_big = BadFile(f"“{name}” unpacks to more than {UNPACKED_LIMIT >> 20} MB: save it as CSV or split it.")
        if sum(part.file_size for part in parts) > UNPACKED_LIMIT:
            raise too_big
        total = 0
        for part in parts:
            # The sizes in the directory can lie: unpack and count.
            corner = [0, 0]
            for chunk in _unpacked_part(data, part):
                total += len(chunk)
                if total > UNPACKED_LIMIT:
                    raise too_big
                if part.filename.startswith("xl/worksheets/"):
                    _stretch(corner, chunk)
            if corner[0] * corner[1] > AREA_LIMIT:
                raise BadFile(f"“{name}” has a sheet of {corner[1]:,} rows by {corner[0]:,} columns: save it as CSV.")


def _unpacked_part(data: bytes, part: zipfile.ZipInfo) -> Iterator[bytes]:
    header = data[part.header_offset : part.header_offset + 30]
    start = part.header_offset + 30 + int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
    packed = data[start : start + part.compress_size]
    if part.compress_type != zipfile.ZIP_DEFLATED:
        yield packed
        return
    unpack = zlib.decompressobj(-15)
    while packed and not unpack.eof:
        yield unpack.decompress(packed, 1 << 20)
        packed = unpack.unconsumed_tail


def _stretch(corner: list[int], chunk: bytes) -> None:
    """Moves the corner [column, row] to the farthest cell named in a stretch of a sheet's XML."""
    for letters, digits in _CELL_PLACE.findall(chunk):
        column = 0
        for letter in letters:
            column = column * 26 + letter - 64
        corner[0], corner[1] = max(corner[0], column), max(corner[1], int(digits))


def _rows(workbook: CalamineWorkbook, sheet: str) -> Iterator[list[object]]:
    found: CalamineSheet = workbook.get_sheet_by_name(sheet)
    yield from found.iter_rows()  # type: ignore[misc] # a cell is text, number, boolean, date or time


def _text(cell: object) -> str:
    """One canonical text for a cell: whole numbers without a point, dates and times as ISO 8601."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    return str(cell)[:CELL_LIMIT]
