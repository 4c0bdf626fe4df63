"""XLSX workbooks, sheet by sheet as text. A child process with little memory and time opens them: the parser ends its
process over some workbooks, and fills the machine's memory over others.
"""

import json
import os
import select
import signal
import subprocess
import sys
from bisect import bisect_right
from collections.abc import Generator, Iterator
from contextlib import closing
from pathlib import Path
from typing import IO, Any, BinaryIO, Final, cast

import orjson

from journey_core.errors import BadFile, BadInput, brief
from journey_core.intake.table.opening import unpacked
from journey_core.intake.table.records import Block, table_block

MEMORY_LIMIT: Final = 528 << 20
"""The most bytes of memory that a child may ask for: enough for about five million cells."""
CPU_SECONDS: Final = 30
WAIT_SECONDS: Final = 120
"""How long a child may let us wait for the next line, on however busy a machine."""
LINE_LIMIT: Final = 20 << 20
"""The most bytes in one line from a child: JSON spends up to six on each of the characters in a stretch."""
TEXT_LIMIT: Final = 256 << 20
"""The most bytes of text in one sheet: a text that a workbook stores once can be in every cell."""
BROKE_DOWN: Final = "its reader broke down"
_CHILD: Final = Path(__file__).with_name("workbook_child.py")
_MAGIC: Final = b"PK\x03\x04"


def is_zip(start: bytes) -> bool:
    return start.startswith(_MAGIC)


def sheet_names(path: Path) -> tuple[str, ...]:
    """The visible worksheets of a workbook in their order; raises BadFile in one sentence for anything else."""
    with closing(_answers(path, None)) as answers:
        return tuple(name for answer in answers for name in answer["names"])


def chosen_sheet(names: tuple[str, ...], wanted: str | None) -> str:
    """The sheet asked for, else the first; raises BadInput with the choices."""
    if not names:
        raise BadFile("The workbook has no visible sheet.")
    if wanted is not None and wanted not in names:
        choices = brief(", ".join(names), most=1_000)
        raise BadInput(f"The workbook has no sheet “{brief(wanted)}”. It has: {choices}.")
    return wanted or names[0]


def sheet_rows(path: Path, sheet: str) -> Generator[tuple[int, list[str]]]:
    """(row number in the sheet, cells as text) of every row that is not blank."""
    with closing(_answers(path, sheet)) as answers:
        for answer in answers:
            yield from zip(answer["numbers"], answer["rows"], strict=True)


def workbook_blocks(path: Path, sheet: str, width: int, *, header_line: int = 1) -> Iterator[Block]:
    """The rows of a sheet below its header of `width` cells, which stands in this row, in stretches."""
    size, done = path.stat().st_size, 0
    with closing(_answers(path, sheet)) as answers:
        for answer in answers:
            start = bisect_right(answer["numbers"], header_line)
            lines, rows = answer["numbers"][start:], answer["rows"][start:]
            yield table_block(rows, lines, list(range(done + 1, done + 1 + len(rows))), width=width, bytes_read=size)
            done += len(rows)


def _answers(path: Path, sheet: str | None) -> Generator[dict[str, Any]]:
    """What the child says of a workbook, but for its last word. Closing it ends the child."""
    question = json.dumps({"sheet": sheet, "memory": MEMORY_LIMIT, "seconds": CPU_SECONDS})
    with unpacked(path) as (_, file), _started(question, file) as child:
        try:
            for line in _lines(cast("IO[bytes]", child.stdout), path.name):
                match _understood(line):
                    case {"end": True}:
                        return
                    case {"problem": problem}:
                        raise BadFile(f"“{path.name}” {problem}.")
                    case {"names": list()} | {"numbers": list(), "rows": list()} as answer:
                        yield answer
                    case _:
                        raise _unreadable(path.name, BROKE_DOWN)
        finally:
            child.kill()  # it has ended by itself, or nobody wants the rest
    raise _unreadable(path.name, _cause_of_death(child.returncode))


def _started(question: str, file: BinaryIO) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-I", str(_CHILD), question]
    plain = {name: value for name, value in os.environ.items() if not name.startswith("JOURNEY_")}  # no passwords
    try:
        return subprocess.Popen(  # noqa: S603 - ours
            command, stdin=file, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=plain
        )
    except OSError as problem:
        raise BadFile(f"No program to read workbooks can be started: {problem.strerror or problem}.") from problem


def _understood(line: bytes) -> Any:
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError:
        return None


def _lines(stdout: IO[bytes], name: str) -> Iterator[bytes]:
    """The lines that a child writes; what follows its last line end is dropped."""
    ready = select.poll()  # not select.select, which fails from the thousandth open file on
    ready.register(stdout, select.POLLIN)
    line, total = bytearray(), 0
    while ready.poll(WAIT_SECONDS * 1000):
        data = os.read(stdout.fileno(), 1 << 20)
        total += len(data)
        if not data:
            return
        if total > TEXT_LIMIT:
            raise BadFile(f"“{name}” has a sheet with more than {TEXT_LIMIT >> 20} MB of text: save it as CSV.")
        first, *others = data.split(b"\n")
        line += first
        for other in others:
            yield bytes(line)
            line = bytearray(other)
        if len(line) > LINE_LIMIT:
            raise _unreadable(name, BROKE_DOWN)
    raise _unreadable(name, "that takes too long")


def _cause_of_death(status: int) -> str:
    if status == -signal.SIGABRT:  # how the parser, which is Rust, ends when it gets no memory
        return f"that takes more than {MEMORY_LIMIT >> 20} MB of memory; save it as CSV or split it"
    return "that takes too long" if status == -signal.SIGXCPU else BROKE_DOWN


def _unreadable(name: str, why: str) -> BadFile:
    return BadFile(f"“{name}” can't be read as a workbook: {why}.")
