"""Importing a file, against `sqlite3 .import` of the same file, which neither validates nor indexes."""

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Final

from benchmarks.import_once import Imported
from benchmarks.memory import peak_bytes
from benchmarks.report import Row, times

ROUNDS: Final = 3
SHARE_GOAL: Final = 0.2
MEMORY_GOAL: Final = 400 * 10**6
NOTE: Final = (
    "Importing: whole processes from start to exit, Python's start included, in turns, median of "
    f"{ROUNDS}. The peer, `sqlite3 FILE “.import --csv …”`, writes text as it stands: no types, no duplicates, no "
    "leads, no journeys, no indexes, no undo. Memory is the sum over the importing process "
    "and the one that reads the file for it, looked at twenty times a second."
)


def store_url(folder: Path) -> str:
    return f"sqlite:///{folder / 'store'}"


@dataclass(frozen=True)
class Run:
    """One import as a whole process: its seconds, those inside `import_file`, and its most memory."""

    seconds: float
    inside: float
    peak_bytes: int
    rows: int


def importing(file: Path, folder: Path, *, rounds: int = ROUNDS) -> list[Row]:
    """Seconds and memory of both; leaves the last import's store in `folder`."""
    ours, peers = [], []
    for _ in range(rounds):
        peers.append(_peer_seconds(file, folder))
        ours.append(imported(file, folder))
    seconds, inside, peer = median(run.seconds for run in ours), median(run.inside for run in ours), median(peers)
    peak, rows, share = max(run.peak_bytes for run in ours), ours[0].rows, peer / seconds
    is_small = peak < MEMORY_GOAL
    return [
        Row(
            f"import {rows:,} rows, against sqlite3 .import",
            _speed(rows, seconds),
            _speed(rows, peer),
            times(share),
            f"at least {SHARE_GOAL}x",
            share >= SHARE_GOAL,
        ),
        Row("the same without the start of Python", _speed(rows, inside), _speed(rows, peer), times(peer / inside)),
        Row("memory of the import, at its peak", f"{peak / 1e6:.0f} MB", goal="under 400 MB", is_met=is_small),
    ]


def imported(file: Path, folder: Path) -> Run:
    """One import of the file into a new store in `folder`, which stays there."""
    shutil.rmtree(folder / "store", ignore_errors=True)
    command = [sys.executable, "-m", "benchmarks.import_once", store_url(folder), str(file)]
    started = perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        peak = peak_bytes(process)
        seconds, said = perf_counter() - started, process.communicate()[0]
    if process.returncode:
        raise RuntimeError(f"the import of {file.name} failed")
    done = Imported(**json.loads(said))
    if done.created != done.rows:
        raise RuntimeError(f"{done.rows - done.created} rows of {file.name} were not created")
    return Run(seconds, done.seconds, peak, done.rows)


def _speed(rows: int, seconds: float) -> str:
    return f"{seconds:.2f} s, {rows / seconds:,.0f} rows/s"


def _peer_seconds(file: Path, folder: Path) -> float:
    target = folder / "peer.sqlite"
    target.unlink(missing_ok=True)
    started = perf_counter()
    subprocess.run(["sqlite3", str(target), f'.import --csv "{file}" interaction'], check=True, capture_output=True)
    return perf_counter() - started
