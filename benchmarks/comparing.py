"""Open leads compared day by day: a million leads of eight changes each, twenty traits or the ways of nine channels."""

from functools import partial
from pathlib import Path
from statistics import median
from typing import Final

import numpy as np

from benchmarks.report import Row, milliseconds
from benchmarks.timing import seconds
from journey_core.statistics.at_risk import NO_TRAIT, AtRisk
from journey_core.statistics.risk_sets import rate_ratios

LEADS: Final = 1_000_000
CHANGES: Final = 8
TRAITS: Final = {"20 traits": 20, "81 ways": 81}
ROUNDS: Final = 5
SECOND: Final = 1.0
DAY: Final = 86_400_000
NOTE: Final = (
    "Comparing: a million invented leads at risk, thirty days each and eight changes on average, on one thread; "
    f"medians of {ROUNDS} rounds after one that does not count. Finding who is at risk is not in it."
)


def comparing(_: Path, *, leads: int = LEADS) -> list[Row]:
    """How long the comparison takes, by the number of traits."""
    table = []
    for title, traits in TRAITS.items():
        rows = at_risk(leads, traits)
        rate_ratios(rows, traits)
        took = median(seconds(partial(rate_ratios, rows, traits)) for _ in range(ROUNDS))
        what = f"{leads:,} open leads compared by {title}"
        table.append(Row(what, milliseconds(took), goal="under 1 s", is_met=took < SECOND))
    return table


def at_risk(leads: int, traits: int) -> AtRisk:
    """Leads whose time, changes and outcome are drawn."""
    drawn = np.random.default_rng(1)
    counts, took = drawn.poisson(CHANGES, leads), (drawn.exponential(30 * DAY, leads)).astype(np.int64) + 1
    lead = np.repeat(np.arange(leads), counts)
    age = (drawn.random(len(lead)) * took[lead]).astype(np.int64)
    age = age[np.lexsort((age, lead))]
    trait = drawn.integers(0, traits, len(lead))
    is_first = np.zeros(len(lead), bool)
    is_first[np.unique(lead * traits + trait, return_index=True)[1]] = True
    return AtRisk(
        lead_id=np.arange(leads),
        took=took,
        is_converted=drawn.random(leads) < 0.15,
        place=np.zeros(leads, np.uint16),
        offsets=np.concatenate(([0], np.cumsum(counts))),
        age=age,
        stands=drawn.integers(1, 5, len(lead)).astype(np.uint16),
        is_touch=np.ones(len(lead), bool),
        trait=np.where(is_first, trait, NO_TRAIT).astype(np.int32),
    )
