"""The program that opens workbooks: run as a process of its own, so that a hostile one can only end that.

stdin: the file. Argument: {"sheet": name or null, "memory": bytes, "seconds": of processor time} as JSON.
stdout: lines of JSON, {"names": […]} without a sheet, else {"numbers": […], "rows": [[text, …], …]} for each stretch of
rows that are not blank; at last {"end": true}, or {"problem": what the workbook is or can't be}.

Imports nothing of ours and as little as it can: it is started for every reading.
"""

import gzip
import io
import json
import os
import resource
import sys
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, time
from typing import Any, BinaryIO, Final

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

UNPACKED_LIMIT: Final = 256 << 20
"""The most bytes in all parts of a workbook, as its directory says. Where that lies, memory and time run out."""
NAME_LIMIT: Final = 255
"""Spreadsheet programs allow 31 characters in the name of a sheet."""
ROW_LIMIT: Final = 2_000_000
"""The most characters in one row."""
STRETCH: Final = 1_000_000
"""From how many characters on a stretch of rows is written, each cell counting as eight more."""


class _Unfit(Exception):
    """What the workbook is or can't be, as the rest of a sentence about it."""


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
    except _Unfit as problem:
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
    workbook = _opened(sys.stdin.buffer)
    if sheet is not None:
        yield from _stretches(workbook.get_sheet_by_name(sheet))
        return
    visible = (each for each in workbook.sheets_metadata if each.visible == SheetVisibleEnum.Visible)
    names = [each.name for each in visible if each.typ == SheetTypeEnum.WorkSheet]
    if any(len(name) > NAME_LIMIT for name in names):
        raise _Unfit(f"has a sheet with a name of more than {NAME_LIMIT} characters")
    yield {"names": names}


def _opened(file: BinaryIO) -> CalamineWorkbook:
    file.seek(0)  # who opened it has looked at its beginning
    if file.read(2) == b"\x1f\x8b":
        file.seek(0)
        data = io.BytesIO(gzip.GzipFile(fileobj=file).read())
        _check(data)
        data.seek(0)
        return CalamineWorkbook.from_filelike(data)
    _check(file)
    return CalamineWorkbook.from_path(f"/dev/fd/{file.fileno()}")  # a file object would be read into memory, twice


def _check(file: BinaryIO) -> None:
    with zipfile.ZipFile(file) as directory:
        parts = directory.infolist()
    if not any(part.filename == "xl/workbook.xml" for part in parts):
        raise _Unfit("is a ZIP archive but not an XLSX workbook")
    if sum(part.file_size for part in parts) > UNPACKED_LIMIT:
        raise _Unfit(f"unpacks to more than {UNPACKED_LIMIT >> 20} MB: save it as CSV or split it")


def _stretches(sheet: CalamineSheet) -> Iterator[dict[str, Any]]:
    numbers: list[int] = []
    rows: list[list[str]] = []
    waiting = 0
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        texts = [cell if isinstance(cell, str) else _text(cell) for cell in cells]
        if not any(texts):
            continue
        size = sum(map(len, texts))
        if size > ROW_LIMIT:
            raise _Unfit(f"has more than {ROW_LIMIT:,} characters in row {number:,}")
        numbers.append(number)
        rows.append(texts)
        waiting += size + 8 * len(texts)
        if waiting >= STRETCH:
            yield {"numbers": numbers, "rows": rows}
            numbers, rows, waiting = [], [], 0
    if rows:
        yield {"numbers": numbers, "rows": rows}


def _text(cell: object) -> str:
    """One canonical text for a cell: whole numbers without a point, dates and times as ISO 8601."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    return str(cell)


if __name__ == "__main__":
    main()
