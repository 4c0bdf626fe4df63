"""Whose turn it is to write: lock files between processes, which the system releases when a process dies.

Whoever holds one has written its name into it, so that those who wait can say for whom.
"""

import fcntl
import os
import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from journey_core.errors import StoreBusy

_COMMAND: Final = re.compile("[a-z-]{1,20}")
POLL_SECONDS: Final = 0.002
TELL_SECONDS: Final = 1.0
"""How long somebody waits before it is told for whom."""


@dataclass
class Patience:
    """How long writers of this process wait for others, in seconds, and what they say meanwhile; a terminal waits for
    as long as it takes.
    """

    seconds: float = 30.0
    tell: Callable[[str], None] = lambda _: None


PATIENCE: Final = Patience()


def own_name() -> str:
    """What others that wait for this process call it: its command and number, in ASCII and short, as PostgreSQL keeps
    it. What else stands on the command line may be secret.
    """
    words = [Path(sys.argv[0] or "python").name[:20], *(word for word in sys.argv[1:2] if _COMMAND.fullmatch(word))]
    return f"{' '.join(words)} (process {os.getpid()})".encode("ascii", "replace").decode()


@contextmanager
def locked(lock_file: Path, *, patience: float | None = None) -> Iterator[None]:
    """Holds the lock file, so that only one process writes at a time. Raises StoreBusy, which names the holder, when
    that takes longer than `patience` seconds, by default those of `PATIENCE`; OSError where there can be no such file.
    """
    with _opened(lock_file) as handle:
        _wait(handle, PATIENCE.seconds if patience is None else patience)
        _sign(handle)
        yield


def _opened(lock_file: Path) -> IO[bytes]:
    """The file, made for its owner alone; open for reading only where it can't be written, which also locks."""
    try:
        return os.fdopen(os.open(lock_file, os.O_RDWR | os.O_CREAT, 0o600), "r+b", buffering=0)
    except PermissionError:
        return lock_file.open("rb", buffering=0)


def _wait(handle: IO[bytes], patience: float) -> None:
    started, is_told = time.monotonic(), False
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            waited = time.monotonic() - started
        if waited > patience:
            raise StoreBusy(f"{_holder(handle)} is writing; try again when it has finished.")
        if waited > TELL_SECONDS and not is_told:
            PATIENCE.tell(f"Waiting for {_holder(handle)}, which is writing.")
            is_told = True
        time.sleep(POLL_SECONDS)


def _holder(handle: IO[bytes]) -> str:
    handle.seek(0)
    return handle.read(200).decode(errors="replace").strip() or "Another process"


def _sign(handle: IO[bytes]) -> None:
    with suppress(OSError):  # a full disk, or a file that can't be written, must not keep anybody from a lock
        handle.truncate(0)
        handle.seek(0)
        handle.write(own_name().encode())
