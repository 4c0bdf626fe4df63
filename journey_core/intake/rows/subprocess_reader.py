"""Reading a large file in a process of its own: the next rows are read while the last ones are written.

Each half of a large import keeps a core busy, and Python runs one thread at a time; a second process halves the wait.
The process gets its task on stdin, answers batches on stdout, and ends when nobody reads them any more.
"""

import marshal
import pickle
import struct
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import astuple
from pathlib import Path
from typing import IO, Any, Final, cast

from journey_core.errors import BadFile, JourneyError
from journey_core.intake.rows.columns import Older
from journey_core.intake.rows.formats import has_dates_to_check, settled
from journey_core.intake.rows.mapping import Mapping
from journey_core.intake.rows.rows import Batch, read_batches
from journey_core.intake.rows.warnings import CellWarning
from journey_core.intake.table.recognise import Recognised
from journey_core.intake.table.rejects import Reject

ROOT: Final = Path(__file__).parents[3]
_LENGTH: Final = struct.Struct("<Q")
_LISTS: Final[dict[str, Any]] = {"rejects": Reject, "warnings": CellWarning}
"""What of a batch are objects, which a pipe does not carry."""


def read_ahead(
    path: Path,
    recognised: Recognised,
    mapping: Mapping,
    *,
    zone: str,
    source: str,
    phone_region: str | None = None,
    is_older: bool = False,
) -> Iterator[Batch]:
    """The batches of `read_batches`, and its errors, from another process."""
    whole = settled(path, recognised, mapping, zone=zone)
    how = {
        "zone": zone, "source": source, "phone_region": phone_region, "is_older": is_older,
        "checks_dates": has_dates_to_check(recognised, mapping),
    }  # fmt: skip
    task = (path.absolute(), recognised, whole, how)
    return _batches(task)


def _batches(task: tuple[Any, ...]) -> Iterator[Batch]:
    command = [sys.executable, "-m", "journey_core.intake.rows.subprocess_reader"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as reader:  # noqa: S603 - ours
        question, answers = cast("IO[bytes]", reader.stdin), cast("IO[bytes]", reader.stdout)
        try:
            with question:
                question.write(pickle.dumps(task))
            while (answer := _received(answers)) is not None:
                if isinstance(answer, str):
                    raise BadFile(answer)
                made: dict[str, Any] = {
                    name: [kind(*each) for each in answer.pop(name)] for name, kind in _LISTS.items()
                }
                older = {row: Older(*each) for row, each in answer.pop("older").items()}
                yield Batch(**answer, **made, older=older)
        finally:
            reader.kill()  # it has ended by itself, or nobody wants the rest


def _received(stream: IO[bytes]) -> Any:
    """The next answer: a batch's fields, the sentence of an error, or None after the last one.

    Raises BadFile when the process ended before its last answer.
    """
    head = stream.read(_LENGTH.size)
    body = stream.read(_LENGTH.unpack(head)[0]) if len(head) == _LENGTH.size else b""
    if not body:
        raise BadFile("The file could not be read to its end: the process that reads it ended early.")
    return marshal.loads(body)  # noqa: S302 - from our own process, faster than pickle for plain lists


def _send(stream: IO[bytes], answer: Any) -> None:
    body = marshal.dumps(answer)
    stream.write(_LENGTH.pack(len(body)))
    stream.write(body)
    stream.flush()


def _main() -> None:
    path, recognised, mapping, how = pickle.load(sys.stdin.buffer)  # noqa: S301 - from our own process
    answers = sys.stdout.buffer
    try:
        for batch in read_batches(path, recognised, mapping, **how):
            plain = {name: [astuple(each) for each in getattr(batch, name)] for name in _LISTS}
            older = {row: tuple(each) for row, each in batch.older.items()}
            _send(answers, vars(batch) | plain | {"older": older})
        _send(answers, None)
    except JourneyError as error:
        _send(answers, str(error))
    except BrokenPipeError:
        sys.stderr.close()  # nobody is reading any more, which is not a fault


if __name__ == "__main__":
    _main()
