"""Funnels and attribution, against DuckDB on the same columns with the same answers, and all cores against one."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from math import isclose
from typing import Final

import duckdb
import numpy as np
import pyarrow as pa

from benchmarks.peer_credit import FIVE_RULES, CreditQuestion, credit_queries
from benchmarks.peer_funnels import FUNNEL_QUERIES
from benchmarks.report import Row, milliseconds, times
from benchmarks.timing import medians, seconds
from journey_core.attribution.answer import attribute_all
from journey_core.attribution.channel_credit import NO_CHANNEL
from journey_core.attribution.options import AttributionOptions
from journey_core.funnel.answer import funnel
from journey_core.funnel.options import FunnelOptions
from journey_core.log.journeys import Journeys
from journey_core.log.predicates import Predicate
from journey_core.log.times import length
from journey_core.log.vocabulary import KINDS, RECORD_KINDS

ROUNDS: Final = 9
GOAL: Final = 5
TOUCHES: Final = ("email_sent", "email_opened", "email_clicked", "page_viewed", "form_submitted", "converted")
FUNNELS: Final = {
    "3-step funnel": ("email_opened", "page_viewed", "form_submitted"),
    "6-step funnel": TOUCHES,
}
NOTE: Final = (
    "Analyses: ours on the memory-mapped columns, DuckDB on a native table in memory of the same columns and codes, "
    f"sorted by lead and time, on all cores; medians of {ROUNDS} rounds in turns after one round that does not count. "
    "Each question is asked of DuckDB in four ways (`benchmarks/peer_funnels.py`, `benchmarks/peer_credit.py`); the "
    "fastest counts, and every one must give our answer. Ours also says which leads are behind each number, with times "
    "to convert and Wilson intervals; “with intervals” adds 200 bootstrap replicates, which the peer does not have."
)

Ask = Callable[[int, int | None], object]
"""Our answer with so many replicates, on so many threads (None for all cores)."""


def analysing(journeys: Journeys, *, rounds: int = ROUNDS) -> list[Row]:
    """Every question against its fastest query and with replicates, then all cores against one."""
    with duckdb.connect() as peer:
        _load(peer, journeys)
        asked = [_funnel(peer, journeys, title, kinds) for title, kinds in FUNNELS.items()]
        asked.append(_attribution(peer, journeys))
        against = [row for title, ask, queries in asked for row in _against(peer, title, ask, queries, rounds)]
    return [*against, *(_threads(title, ask, rounds) for title, ask, _ in asked)]


def _load(peer: duckdb.DuckDBPyConnection, journeys: Journeys) -> None:
    lead = np.repeat(np.arange(journeys.lead_count), np.diff(journeys.offsets))
    columns = {"occurred_at": journeys.occurred_at, "kind": journeys.kind, "channel": journeys.channel}
    peer.register("ours", pa.table({"lead": lead, **columns}))
    peer.execute("CREATE TABLE log AS SELECT * FROM ours")
    peer.unregister("ours")


def _funnel(
    peer: duckdb.DuckDBPyConnection, journeys: Journeys, title: str, kinds: tuple[str, ...]
) -> tuple[str, Ask, dict[str, str]]:
    """A funnel's title, our answer and the peer's queries, which give the same counts."""
    newest = journeys.newest_at
    if newest is None:
        raise RuntimeError("there is nothing to analyse")
    options = FunnelOptions(steps=tuple(Predicate(kind=kind) for kind in kinds), as_of=newest)
    codes, window = [journeys.words.code("kind", kind) for kind in kinds], length(options.window)
    queries = {how: query(codes, window) for how, query in FUNNEL_QUERIES.items()}
    expected = tuple(step.count for step in funnel(journeys, options).steps)
    for how, query in queries.items():
        if (counts := peer.execute(query).fetchone()) != expected:
            raise RuntimeError(f"{title}: ours says {expected}, DuckDB by {how} {counts}")
    return title, lambda count, threads: funnel(journeys, replace(options, replicates=count), threads=threads), queries


def _attribution(peer: duckdb.DuckDBPyConnection, journeys: Journeys) -> tuple[str, Ask, dict[str, str]]:
    """The title, our answer by all five rules and the peer's queries, which give the same credit."""
    newest = journeys.newest_at
    if newest is None:
        raise RuntimeError("there is nothing to analyse")
    options = AttributionOptions(as_of=newest)
    queries = credit_queries(
        CreditQuestion(
            converted=KINDS.index("converted") + 1,
            records=tuple(KINDS.index(kind) + 1 for kind in RECORD_KINDS),
            lookback=length(options.lookback),
            half_life=length(options.half_life),
        )
    )
    expected = _credit(journeys, options)
    for how, query in queries.items():
        said = {journeys.words.word("channel", code): credit for code, *credit in peer.execute(query).fetchall()}
        _require_equal(expected, said, how)

    def ask(count: int, threads: int | None) -> object:
        return attribute_all(journeys, replace(options, replicates=count), models=FIVE_RULES, threads=threads)

    return "5 rule models", ask, queries


def _credit(journeys: Journeys, options: AttributionOptions) -> dict[str, list[float]]:
    """channel -> credit by every rule, for the channels that were touched."""
    results = attribute_all(journeys, options, models=FIVE_RULES).values()
    by_channel: dict[str, list[float]] = {}
    for result in results:
        for row in result.credit:
            by_channel.setdefault(row.channel, []).append(row.credit)
    by_channel.pop(NO_CHANNEL, None)
    return by_channel


def _require_equal(expected: Mapping[str, list[float]], said: Mapping[str, list[float]], how: str) -> None:
    for channel in expected.keys() | said.keys():
        pairs = zip(expected.get(channel, []), said.get(channel, []), strict=True)
        if not all(isclose(ours, peers, rel_tol=1e-9) for ours, peers in pairs):
            raise RuntimeError(f"{channel}: ours {expected.get(channel)}, DuckDB by {how} {said.get(channel)}")


def _against(
    peer: duckdb.DuckDBPyConnection, title: str, ask: Ask, queries: Mapping[str, str], rounds: int
) -> list[Row]:
    """Without and with replicates, against the query that is fastest by the better of two runs."""
    best = min(queries, key=lambda how: min(seconds(lambda: peer.execute(queries[how]).fetchall()) for _ in range(2)))
    contenders = [
        lambda: ask(0, None),
        lambda: ask(200, None),
        lambda: peer.execute(queries[best]).fetchall(),
    ]
    plain, sure, theirs = medians(contenders, rounds=rounds)
    goal, is_met = f"at least {GOAL}x", theirs >= GOAL * plain
    shown = f"{milliseconds(theirs)} ({best})"
    return [
        Row(f"{title}, against DuckDB", milliseconds(plain), shown, times(theirs / plain), goal, is_met),
        Row(f"{title}, with intervals", milliseconds(sure), shown, times(theirs / sure)),
    ]


def _threads(title: str, ask: Ask, rounds: int) -> Row:
    every, one = medians([lambda: ask(0, None), lambda: ask(0, 1)], rounds=rounds)
    return Row(f"{title}, all cores against one", milliseconds(every), f"{milliseconds(one)} (one)", times(one / every))
