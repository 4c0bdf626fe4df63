"""The lift model on ten million interactions of a million leads over seven channels: how long, in how much memory."""

import subprocess
import sys
from pathlib import Path
from typing import Final

from benchmarks import data
from benchmarks.crediting import SEED, SEVEN
from benchmarks.memory import peak_bytes
from benchmarks.report import Row
from benchmarks.timing import seconds
from journey_core.attribution.answer import attribute
from journey_core.attribution.options import AttributionOptions
from journey_core.log.memory import keep_freed_memory
from journey_core.warm import warm

ROWS: Final = 10_000_000
GOAL: Final = 60
MOST_BYTES: Final = 4 * 10**9
NOTE: Final = (
    "Lifting: ten million invented interactions over seven channels, in a process of its own, whose peak memory holds "
    "the columns too; one answer with its 200 replicates, kernels compiled before. In the invented log touches and "
    "conversions come and go together, so its credit means nothing; how near lift comes to the truth is tested on "
    "simulated worlds (`tests/journey_core/attribution/lift/test_lift_truth.py`)."
)


def lifting(_: Path, *, rows: int = ROWS) -> list[Row]:
    """Seconds and bytes of one answer."""
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.lifting", str(rows)], stdout=subprocess.PIPE, text=True
    )
    peak = peak_bytes(process)
    said = process.communicate()[0]
    if process.returncode:
        raise RuntimeError("the answer failed")
    took, what = float(said.split()[-1]), f"lift with 200 replicates, {rows:,} interactions"
    return [
        Row(what, f"{took:.1f} s", goal=f"under {GOAL} s", is_met=took < GOAL),
        Row("memory of it, at its peak", f"{peak / 1e9:.1f} GB", goal="under 4 GB", is_met=peak < MOST_BYTES),
    ]


def _answer_once(rows: int) -> float:
    """Seconds of one answer."""
    keep_freed_memory()
    journeys = data.columns(data.invented(rows, seed=SEED, until=data.end_of_log()), merged=SEVEN)
    warm()
    options = AttributionOptions(as_of=data.end_of_log(), model="lift")
    return seconds(lambda: attribute(journeys, options))


if __name__ == "__main__":
    print(_answer_once(int(sys.argv[1])))
