"""The program that opens workbooks: run as a process of its own, so that a hostile one can only end that.

stdin: the file. Argument: {"sheet": name or null, "memory": bytes, "seconds": of processor time} as JSON.
stdout: lines of JSON, {"names": […]} without a sheet, else {"numbers": […], "rows": [[text, …], …]} for each stretch of
rows that are not blank; at last {"end": true}, or {"problem": what the workbook is or can't be}.

Imports only what stands beside it and as little as it can: it is started for every reading.
"""

import gzip
import io
import json
import os
import re
import resource
import sys
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

if TYPE_CHECKING:
    from journey_core.intake.table.workbook_gaps import Gaps, UnfitWorkbook, sheet_gaps
else:
    # Not by its whole name, as the packages above it are slow to import; an isolated program finds nothing beside it.
    sys.path.append(str(Path(__file__).resolve().parent))
    from workbook_gaps import UnfitWorkbook, sheet_gaps

UNPACKED_LIMIT: Final = 256 << 20
"""The most bytes in all parts of a workbook, as its directory says. Where that lies, memory and time run out."""
NAME_LIMIT: Final = 255
"""Spreadsheet programs allow 31 characters in the name of a sheet."""
ROW_LIMIT: Final = 2_000_000
"""The most characters in one row."""
_LIKE_THOUSANDS: Final = re.compile(r"-?[1-9]\d{0,2}\.\d{3}")
STRETCH: Final = 1_000_000
"""From how many characters on a stretch of rows is written, each cell counting as eight more."""


def main() -> None:
    question = json.loads(sys.argv[1])
    _limit(resource.RLIMIT_AS, question["memory"])
    _limit(resource.RLIMIT_CPU, question["seconds"])
    _limit(resource.RLIMIT_CORE, 0)
    try:
        for answer in _answers(question["sheet"]):
            _write(answer)
        _write({"end": True})
    except MemoryError:
        os.abort()  # as the parser ends: there may be no memory left to say it with
    except UnfitWorkbook as problem:
        _write({"problem": str(problem)})
    except Exception as problem:
        reason = "".join(filter(str.isprintable, str(problem)[:200])).rstrip(".") or "damaged"
        _write({"problem": f"can't be read as a workbook: {reason}"})


def _limit(kind: int, most: int) -> None:
    hard = resource.getrlimit(kind)[1]
    soft = most if hard == resource.RLIM_INFINITY else min(most, hard)
    with suppress(ValueError):  # macOS takes no limit of memory
        resource.setrlimit(kind, (soft, hard))


def _write(answer: dict[str, Any]) -> None:
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
    sys.stdout.buffer.flush()


def _answers(sheet: str | None) -> Iterator[dict[str, Any]]:
    file = _seekable(sys.stdin.buffer)
    workbook = _opened(file)
    if sheet is not None:
        gaps = sheet_gaps(file, workbook.sheet_names.index(sheet))
        yield from _stretches(workbook.get_sheet_by_name(sheet), gaps)
        return
    visible = (each for each in workbook.sheets_metadata if each.visible == SheetVisibleEnum.Visible)
    names = [each.name for each in visible if each.typ == SheetTypeEnum.WorkSheet]
    if any(len(name) > NAME_LIMIT for name in names):
        raise UnfitWorkbook(f"has a sheet with a name of more than {NAME_LIMIT} characters")
    yield {"names": names}


def _seekable(file: BinaryIO) -> BinaryIO:
    file.seek(0)  # who opened it has looked at its beginning
    is_packed = file.read(2) == b"\x1f\x8b"
    file.seek(0)
    return io.BytesIO(gzip.GzipFile(fileobj=file).read()) if is_packed else file


def _opened(file: BinaryIO) -> CalamineWorkbook:
    _check(file)
    if isinstance(file, io.BytesIO):
        file.seek(0)
        return CalamineWorkbook.from_filelike(file)
    return CalamineWorkbook.from_path(f"/dev/fd/{file.fileno()}")  # a file object would be read into memory, twice


def _check(file: BinaryIO) -> None:
    with zipfile.ZipFile(file) as directory:
        parts = directory.infolist()
    if not any(part.filename == "xl/workbook.xml" for part in parts):
        raise UnfitWorkbook("is a ZIP archive but not an XLSX workbook")
    if sum(part.file_size for part in parts) > UNPACKED_LIMIT:
        raise UnfitWorkbook(f"unpacks to more than {UNPACKED_LIMIT >> 20} MB: save it as CSV or split it")


def _stretches(sheet: CalamineSheet, gaps: "Gaps") -> Iterator[dict[str, Any]]:
    numbers: list[int] = []
    rows: list[list[str]] = []
    waiting = 0
    # They begin with the first row of the sheet, but with its first column that holds a value.
    found: Iterable[list[Any]] = sheet.iter_rows()
    if gaps.texts:
        found = gaps.filled(found, first_column=sheet.start[1] if sheet.start else None)
    for number, cells in enumerate(found, start=1):
        texts = [cell if isinstance(cell, str) else _text(cell) for cell in cells]
        if not any(texts):
            continue
        size = sum(map(len, texts))
        if size > ROW_LIMIT:
            raise UnfitWorkbook(f"has more than {ROW_LIMIT:,} characters in row {number:,}")
        numbers.append(number)
        rows.append(texts)
        waiting += size + 8 * len(texts)
        if waiting >= STRETCH:
            yield {"numbers": numbers, "rows": rows}
            numbers, rows, waiting = [], [], 0
    if rows:
        yield {"numbers": numbers, "rows": rows}


def _text(cell: object) -> str:
    """One text for a cell: whole numbers without a point, dates and times as ISO 8601, durations as hours:00:00."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return _number_text(cell)
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    return _duration_text(cell) if isinstance(cell, timedelta) else str(cell)


def _number_text(number: float) -> str:
    """The number as Python writes it, but never so that its point could be one between thousands.

    Whoever reads the text 12.125 can't tell an eighth more than twelve from twelve thousand; 12.1250 is only the first.
    """
    if number.is_integer() and abs(number) < 1e15:
        return str(int(number))
    text = repr(number)
    return f"{text}0" if _LIKE_THOUSANDS.fullmatch(text) else text


def _duration_text(duration: timedelta) -> str:
    sign = "-" if duration < timedelta() else ""
    seconds, microseconds = divmod(abs(duration) // timedelta(microseconds=1), 1_000_000)
    fraction = f".{microseconds:06}" if microseconds else ""
    return f"{sign}{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{fraction}"


if __name__ == "__main__":
    main()
