"""ClickHouse's side of the funnel, in a process of its own: `python -m benchmarks.peer_clickhouse FILE QUESTIONS`.

FILE is Parquet with lead, occurred_at (microseconds) and kind; QUESTIONS is JSON, [[codes of kinds, window], …]. The
table is sorted by lead and time, as ours is; each question is asked with and without aggregation in that order, and
the faster way counts. Prints [[seconds, how many leads reached every step], …].
"""

import importlib
import os
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

import orjson

from benchmarks.timing import medians

ROUNDS: Final = 15
WAYS: Final = ("optimize_aggregation_in_order = 0", "optimize_aggregation_in_order = 1")


def main(file: Path, questions: Sequence[tuple[Sequence[int], int]]) -> None:
    peer: Any = importlib.import_module("chdb.session").Session()  # it has no types
    columns = "lead UInt32, occurred_at UInt64, kind UInt8"
    peer.query(f"CREATE TABLE log ({columns}) ENGINE = MergeTree ORDER BY (lead, occurred_at)")
    peer.query(f"INSERT INTO log SELECT lead, occurred_at, kind FROM file('{file}', Parquet)")
    peer.query("OPTIMIZE TABLE log FINAL")
    sys.stdout.write(orjson.dumps([_asked(peer, kinds, window) for kinds, window in questions]).decode() + "\n")


def window_funnel(kinds: Sequence[int], window: int, way: str) -> str:
    """How many leads reached every step, one row."""
    steps = ", ".join(f"kind = {kind}" for kind in kinds)
    counts = ", ".join(f"countIf(level >= {step})" for step in range(1, len(kinds) + 1))
    return (
        f"SELECT {counts} FROM (SELECT windowFunnel({window})(occurred_at, {steps}) AS level FROM log "
        f"WHERE kind IN ({', '.join(map(str, kinds))}) GROUP BY lead) SETTINGS max_threads = {os.cpu_count()}, {way}"
    )


def _asked(peer: Any, kinds: Sequence[int], window: int) -> tuple[float, list[int]]:
    queries = [window_funnel(kinds, window, way) for way in WAYS]
    took = medians([partial(peer.query, query, "CSV") for query in queries], rounds=ROUNDS)
    return min(took), [int(count) for count in str(peer.query(queries[0], "CSV")).strip().split(",")]


if __name__ == "__main__":
    main(Path(sys.argv[1]), orjson.loads(sys.argv[2]))
