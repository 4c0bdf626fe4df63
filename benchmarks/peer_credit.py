"""The peer's side of attribution: five rule models from one pass, in DuckDB's SQL, asked in four ways.

They read the table of `peer_funnels` with the column channel, a small integer, 0 for none, and agree with our
definition where no two interactions of a lead share an instant. Each gives one row per channel that was touched: its
code, then credit by first, last, linear, position-based and time decay, by the formulas of
`journey_core.attribution.rules`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from math import log
from typing import Final

FIVE_RULES: Final = ("first", "last", "linear", "position_based", "time_decay")


@dataclass(frozen=True)
class CreditQuestion:
    """Code of the converting kind, codes of kinds that are not touchpoints, lookback and half-life in microseconds."""

    converted: int
    records: tuple[int, ...]
    lookback: int
    half_life: int


def credit_queries(question: CreditQuestion) -> dict[str, str]:
    """How it is asked, and the SQL: each way to find a touchpoint's conversion with each way to find its place."""
    touchpoints = f"channel > 0 AND kind NOT IN ({', '.join(map(str, question.records))})"
    decay = f"exp(age * {-log(2) / question.half_life!r}::DOUBLE)"
    queries = {}
    for (ended, ends), (placed, places) in product(_ENDS.items(), _PLACES.items()):
        found = ends.format(touchpoints=touchpoints, converted=question.converted)
        touched = f"SELECT *, {decay} AS decay FROM ({found}) WHERE age <= {question.lookback}"
        queries[f"{ended}, {placed}"] = f"WITH touched AS ({touched}), placed AS ({places}) {_SUMS}"
    return queries


_ENDS: Final[Mapping[str, str]] = {
    "next conversion by a window": (
        "SELECT lead, channel, ends, ends - occurred_at AS age FROM (SELECT *, min(occurred_at) "
        "FILTER (kind = {converted}) OVER (PARTITION BY lead ORDER BY occurred_at "
        "ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS ends FROM log) WHERE {touchpoints} AND ends > 0"
    ),
    "next conversion by an ASOF join": (
        "SELECT t.lead, t.channel, c.occurred_at AS ends, c.occurred_at - t.occurred_at AS age "
        "FROM (SELECT * FROM log WHERE {touchpoints}) AS t "
        "ASOF JOIN (SELECT lead, occurred_at FROM log WHERE kind = {converted}) AS c "
        "ON t.lead = c.lead AND t.occurred_at <= c.occurred_at"
    ),
}
"""One row per touchpoint of a conversion: lead, channel, the conversion's time and the touchpoint's age then."""

_PLACES: Final[Mapping[str, str]] = {
    "places by windows": (
        "SELECT channel, decay, row_number() OVER (path ORDER BY age DESC) = 1 AS is_first, "
        "row_number() OVER (path ORDER BY age DESC) = count(*) OVER path AS is_last, count(*) OVER path AS n, "
        "sum(decay) OVER path AS total FROM touched WINDOW path AS (PARTITION BY lead, ends)"
    ),
    "places by totals joined back": (
        "SELECT channel, decay, age = oldest AS is_first, age = newest AS is_last, n, total FROM touched "
        "JOIN (SELECT lead, ends, max(age) AS oldest, min(age) AS newest, count(*) AS n, sum(decay) AS total "
        "FROM touched GROUP BY lead, ends) USING (lead, ends)"
    ),
}
"""One row per touchpoint: its channel and weight of decay, whether it is the first or last, and its path's totals."""

_SUMS: Final = (
    "SELECT channel, count(*) FILTER (is_first), count(*) FILTER (is_last), sum(1.0::DOUBLE / n), "
    "sum(CASE WHEN n <= 2 THEN 1.0::DOUBLE / n WHEN is_first OR is_last THEN 0.4::DOUBLE "
    "ELSE 0.2::DOUBLE / (n - 2) END), sum(decay / total) FROM placed GROUP BY channel"
)
