"""Attribution on ten million interactions and seven channels, against three packages from the same raw rows."""

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from functools import partial
from math import isclose
from pathlib import Path
from typing import Final

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks import data
from benchmarks.peer_answers import Said
from benchmarks.peer_credit import FIVE_RULES
from benchmarks.report import Row, times
from benchmarks.timing import medians
from journey_core.attribution.answer import attribute_each
from journey_core.attribution.options import AttributionOptions
from journey_core.attribution.results import AttributionResult
from journey_core.log.journeys import Journeys

ROWS: Final = 10_000_000
SEED: Final = 7
ROUNDS: Final = 3
SEVEN: Final = {"organic_search": "paid_search", "paid_social": "display", "referral": "direct"}
"""Ten channels of the invented log counted as seven."""
FULL: Final = 5.0
PEERS: Final = 20
CLOSE: Final = 0.05
NOTE: Final = (
    "Crediting: ten million invented interactions over seven channels, in memory. The packages get the same rows as a "
    "Parquet file, each path once with its counts, by DuckDB: what they need first is counted to them, once for each, "
    "and each call is timed once, ours as a median of "
    f"{ROUNDS}. Rules and Shapley must agree to 1e-9, ChannelAttribution’s simulated Markov chains within "
    f"{CLOSE:.0%} of all conversions. Ours finds the paths once for all that is asked of a package; no lookback cuts "
    "them, because the packages know none."
)

Question = tuple[str, int]
"""A model, and the order of the chain, if it is one."""

CHAINS: Final[tuple[Question, ...]] = tuple(("markov", order) for order in (1, 2, 3))
RIVALS: Final[Mapping[str, tuple[Question, ...]]] = {
    "ChannelAttribution": (("first", 1), ("last", 1), ("linear", 1), *CHAINS),
    "marketing-attribution-models": (
        *((rule, 1) for rule in ("first", "last", "linear", "position_based")),
        ("shapley_exact_set", 1),
    ),
    "shapley-attribution": (("shapley", 1),),
}
"""Package -> what it and we are asked. DP6’s chain is left out: it does not weigh paths by their counts."""
EVERYTHING: Final[tuple[Question, ...]] = (
    *((rule, 1) for rule in FIVE_RULES),
    ("shapley", 1),
    ("shapley_exact_set", 1),
    *CHAINS,
)


def crediting(folder: Path, *, rows: int = ROWS) -> list[Row]:
    """The packages' rows, then everything with intervals, then all cores against one."""
    log = data.invented(rows, seed=SEED, until=data.end_of_log())
    journeys = data.columns(log, merged=SEVEN)
    peers = _asked(_written(journeys, folder / "rows.parquet"))
    options = AttributionOptions(as_of=data.end_of_log(), lookback=timedelta(days=3650), replicates=0)
    table = []
    for package, questions in RIVALS.items():
        _require_agreement(journeys, options, questions, peers[package])
        (ours,) = medians([partial(_ask, journeys, options, questions)], rounds=ROUNDS)
        theirs = peers["paths"].seconds + peers[package].seconds
        table.append(
            Row(
                f"{_spoken(questions)}, against {package}", f"{ours:.2f} s", f"{theirs:.1f} s", times(theirs / ours),
                f"at least {PEERS}x", theirs >= PEERS * ours,
            )
        )  # fmt: skip
    return [*table, *_with_intervals(journeys, replace(options, replicates=200), rows)]


def _with_intervals(journeys: Journeys, options: AttributionOptions, rows: int) -> list[Row]:
    every, one = medians(
        [lambda: _ask(journeys, options, EVERYTHING), lambda: _ask(journeys, options, EVERYTHING, threads=1)],
        rounds=ROUNDS,
    )
    what = "5 rules, Markov 1 to 3, both Shapleys, with intervals"
    return [
        Row(f"{what}, {rows:,} interactions", f"{every:.2f} s", goal=f"under {FULL:.0f} s", is_met=every < FULL),
        Row("the same, all cores against one", f"{every:.2f} s", f"{one:.2f} s (one)", times(one / every)),
    ]


def _ask(
    journeys: Journeys, options: AttributionOptions, questions: tuple[Question, ...], *, threads: int | None = None
) -> dict[str, AttributionResult]:
    """Our answers, by the packages' names."""
    asked = [replace(options, model=model, order=order) for model, order in questions]
    return dict(zip(_names(questions), attribute_each(journeys, asked, threads=threads), strict=True))


def _names(questions: tuple[Question, ...]) -> list[str]:
    """A chain's name carries its order."""
    return [f"markov {order}" if model == "markov" else model for model, order in questions]


def _written(journeys: Journeys, file: Path) -> Path:
    """One row per interaction, as the packages' side reads it."""
    lead = np.repeat(np.arange(journeys.lead_count), np.diff(journeys.offsets))
    channel = pa.DictionaryArray.from_arrays(journeys.channel.astype(np.int8), list(journeys.words.lists["channel"]))
    is_conversion = journeys.kind == journeys.words.code("kind", "converted")
    columns = {"lead": lead, "occurred_at": journeys.occurred_at, "channel": channel, "is_conversion": is_conversion}
    pq.write_table(pa.table(columns), file)
    return file


def _asked(file: Path) -> dict[str, Said]:
    said = subprocess.run(
        [sys.executable, "-m", "benchmarks.peer_packages", str(file)], stdout=subprocess.PIPE, check=True
    )
    answers = orjson.loads(said.stdout.splitlines()[-1])  # the packages print greetings before it
    return {package: Said(**answer) for package, answer in answers.items()}


def _require_agreement(
    journeys: Journeys,
    options: AttributionOptions,
    questions: tuple[Question, ...],
    package: Said,
) -> None:
    for name, answer in _ask(journeys, options, questions).items():
        theirs = package.credit[name]
        for row in answer.credit:
            allowed = CLOSE * answer.conversions if name.startswith("markov") else 1e-9 * answer.conversions
            if row.channel in theirs and not isclose(row.credit, theirs[row.channel], rel_tol=1e-9, abs_tol=allowed):
                raise RuntimeError(f"{name}, {row.channel}: ours {row.credit}, theirs {theirs[row.channel]}")


def _spoken(questions: tuple[Question, ...]) -> str:
    return ", ".join(name.replace("markov", "Markov") for name in _names(questions))
