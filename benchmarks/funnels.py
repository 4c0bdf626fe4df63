"""Funnels on ten million interactions: against ClickHouse's windowFunnel, every order and limit with intervals."""

import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks import cores, data
from benchmarks.analysing import FUNNELS
from benchmarks.report import Row, milliseconds, times
from benchmarks.timing import medians
from journey_core.funnel.answer import funnel
from journey_core.funnel.options import Exclusion, FunnelOptions
from journey_core.log.journeys import Journeys
from journey_core.log.predicates import Predicate
from journey_core.log.times import length

ROWS: Final = 10_000_000
SEED: Final = 7
ROUNDS: Final = 15
PEERS, CORES, LONGEST = 5, 1.7, 0.5
NOTE: Final = (
    "Funnels: ten million invented interactions of a million leads, ours in memory, ClickHouse (chdb) on a MergeTree "
    "sorted by lead and time, both on all cores, medians of "
    f"{ROUNDS} rounds. No two interactions of a lead share an instant and none matches two steps, so windowFunnel and "
    "ours must count the same, and do. Every order and limit is measured with 200 bootstrap replicates. "
    "Arithmetic alone, without memory, has its turns between those of the funnel: where cores are virtual it says what "
    "a further one was worth in that minute."
)


def funnels(folder: Path, *, rows: int = ROWS) -> list[Row]:
    """Against windowFunnel, all cores against one, then every order and limit with intervals."""
    journeys = data.columns(data.invented(rows, seed=SEED, until=data.end_of_log()))
    asked = {title: _options(kinds) for title, kinds in FUNNELS.items()}
    said = _peer(journeys, list(asked.values()), folder / "funnels.parquet")
    table = []
    for (title, options), (theirs, counts) in zip(asked.items(), said, strict=True):
        ours = [step.count for step in funnel(journeys, options).steps]
        if ours != counts:
            raise RuntimeError(f"{title}: ours says {ours}, ClickHouse {counts}")
        table += _against(journeys, title, options, theirs)
    return [*table, *_modes(journeys, list(asked.values()))]


def _options(kinds: tuple[str, ...]) -> FunnelOptions:
    return FunnelOptions(steps=tuple(Predicate(kind=kind) for kind in kinds), as_of=data.end_of_log(), replicates=0)


def _peer(journeys: Journeys, asked: list[FunnelOptions], file: Path) -> list[tuple[float, list[int]]]:
    """Seconds and counts of ClickHouse."""
    lead = np.repeat(np.arange(journeys.lead_count), np.diff(journeys.offsets))
    pq.write_table(pa.table({"lead": lead, "occurred_at": journeys.occurred_at, "kind": journeys.kind}), file)
    kinds = journeys.words.codes["kind"]
    questions = [([kinds[str(step.kind)] for step in each.steps], length(each.window)) for each in asked]
    command = [sys.executable, "-m", "benchmarks.peer_clickhouse", str(file), orjson.dumps(questions).decode()]
    said: list[tuple[float, list[int]]] = orjson.loads(subprocess.check_output(command).splitlines()[-1])
    return said


def _against(journeys: Journeys, title: str, options: FunnelOptions, theirs: float) -> list[Row]:
    ours = [partial(funnel, journeys, options, threads=threads) for threads in (None, 1)]
    every, one, at_once, in_turn = medians([*ours, cores.at_once, cores.in_turn], rounds=ROUNDS)
    return [
        Row(f"{title}, 10 million, against windowFunnel", milliseconds(every), milliseconds(theirs),
            times(theirs / every), f"at least {PEERS}x", theirs >= PEERS * every),
        Row(f"{title}, 10 million, all cores against one", milliseconds(every), f"{milliseconds(one)} (one)",
            times(one / every), f"at least {CORES}x", one >= CORES * every),
        Row("arithmetic alone, in turns with it, all cores against one", milliseconds(at_once),
            f"{milliseconds(in_turn)} (one)", times(in_turn / at_once)),
    ]  # fmt: skip


def _modes(journeys: Journeys, asked: list[FunnelOptions]) -> list[Row]:
    """Every order and limit, with intervals."""
    three, six = (replace(each, replicates=200) for each in asked)
    questions = {
        "ordered, 3 steps": three,
        "ordered, 6 steps": six,
        "strict, 6 steps": replace(six, order="strict"),
        "any order, 6 steps": replace(six, order="any"),
        "stage, 2 steps": replace(six, order="stage", steps=(Predicate(stage="new"), Predicate(stage="won"))),
        "windows of steps, 6 steps": replace(six, step_windows=(None, *[timedelta(days=5)] * 5)),
        "an exclusion, 3 steps": replace(three, exclusions=(Exclusion(Predicate(kind="converted"), 1, 3),)),
        "2 optional of 6 steps": replace(six, optional=frozenset({2, 4})),
    }
    took = medians([partial(funnel, journeys, options) for options in questions.values()], rounds=3)
    return [
        Row(f"funnel, {title}, with intervals", milliseconds(each), goal=f"under {LONGEST:g} s", is_met=each < LONGEST)
        for title, each in zip(questions, took, strict=True)
    ]
