"""What was measured, as a table: ours, the peer's, the ratio, the goal and whether it is met."""

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from subprocess import run
from typing import Final

COLUMNS: Final = ("what", "ours", "peer", "ratio", "goal", "met")
LIBRARIES: Final = ("numpy", "numba", "streamlit", "sqlalchemy", "duckdb")


@dataclass(frozen=True)
class Row:
    """One measurement. `ratio` compares ours with the peer; `is_met` is None where there is no goal."""

    what: str
    ours: str
    peer: str = ""
    ratio: str = ""
    goal: str = ""
    is_met: bool | None = None

    def cells(self) -> tuple[str, ...]:
        met = "" if self.is_met is None else "yes" if self.is_met else "NO"
        return self.what, self.ours, self.peer, self.ratio, self.goal, met


def as_text(rows: Sequence[Row]) -> str:
    """The table for a terminal."""
    lines = [COLUMNS, *(row.cells() for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(COLUMNS))]
    return "\n".join("  ".join(map(str.ljust, line, widths)).rstrip() for line in lines)


def as_markdown(rows: Sequence[Row], notes: Sequence[str]) -> str:
    """A whole document."""
    lines = [COLUMNS, tuple("---" for _ in COLUMNS), *(row.cells() for row in rows)]
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    listed = "\n".join(f"- {note}" for note in notes)
    return (
        f"# Benchmarks\n\nWritten by `.venv/bin/python -m benchmarks --write` on {date.today()}: everything in one "
        f"run, on interactions invented anew from a fixed seed, ten a lead, on\n{machine()}.\n\n"
        f"{table}\n\n## How it was measured\n\n{listed}\n"
    )


def machine() -> str:
    """Processor, cores, memory, system and versions on one line."""
    pages, page = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return (
        f"{_processor()}, {os.cpu_count()} cores, {pages * page / 2**30:.0f} GB, {platform.system()}; "
        f"Python {platform.python_version()}, {libraries}, sqlite3 shell {_sqlite_version()}"
    )


def milliseconds(seconds: float) -> str:
    shown = seconds * 1000
    return f"{shown:,.0f} ms" if shown >= 100 else f"{shown:.1f} ms"


def times(ratio: float) -> str:
    return f"{ratio:.1f}x" if ratio >= 1 else f"{ratio:.2f}x"


def _processor() -> str:
    described = Path("/proc/cpuinfo")
    lines = described.read_text(encoding="utf-8").splitlines() if described.exists() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def _sqlite_version() -> str:
    return run(["sqlite3", "--version"], capture_output=True, text=True, check=True).stdout.split()[0]
