"""Importing a file, against `sqlite3 .import` of the same file, which neither validates nor indexes."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Final

from benchmarks.import_once import Imported
from benchmarks.report import Row, times

ROUNDS: Final = 3
SHARE_GOAL: Final = 0.2
MEMORY_GOAL: Final = 400 * 10**6
NOTE: Final = (
    "Importing: whole processes from start to exit, Python's start included, in turns, median of "
    f"{ROUNDS}. The peer, `sqlite3 FILE “.import --csv …”`, writes text as it stands: no types, no duplicates, no "
    "leads, no journeys, no indexes, no undo."
)


def store_url(folder: Path) -> str:
    return f"sqlite:///{folder / 'store'}"


def importing(file: Path, folder: Path, *, rounds: int = ROUNDS) -> list[Row]:
    """Seconds and memory of both; leaves the last import's store in `folder`."""
    ours, peers = [], []
    for _ in range(rounds):
        peers.append(_peer_seconds(file, folder))
        started = perf_counter()
        done = _import(file, folder)
        ours.append((perf_counter() - started, done))
    seconds, inside = median(each for each, _ in ours), median(done.seconds for _, done in ours)
    peak, peer, rows = max(done.peak_bytes for _, done in ours), median(peers), ours[0][1].rows
    share = peer / seconds
    return [
        Row(
            f"import {rows:,} rows, against sqlite3 .import",
            f"{seconds:.1f} s, {rows / seconds:,.0f} rows/s",
            f"{peer:.2f} s, {rows / peer:,.0f} rows/s",
            times(share),
            f"at least {SHARE_GOAL}x",
            share >= SHARE_GOAL,
        ),
        Row("the same without the start of Python", f"{inside:.1f} s, {rows / inside:,.0f} rows/s", "",
            times(peer / inside)),
        Row("memory of the import, at its peak", f"{peak / 1e6:.0f} MB", goal="under 400 MB",
            is_met=peak < MEMORY_GOAL),
    ]  # fmt: skip


def _import(file: Path, folder: Path) -> Imported:
    shutil.rmtree(folder / "store", ignore_errors=True)
    command = [sys.executable, "-m", "benchmarks.import_once", store_url(folder), str(file)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    done = Imported(**json.loads(said))
    if done.created != done.rows:
        raise RuntimeError(f"{done.rows - done.created} rows of {file.name} were not created")
    return done


def _peer_seconds(file: Path, folder: Path) -> float:
    target = folder / "peer.sqlite"
    target.unlink(missing_ok=True)
    started = perf_counter()
    subprocess.run(["sqlite3", str(target), f'.import --csv "{file}" interaction'], check=True, capture_output=True)
    return perf_counter() - started
