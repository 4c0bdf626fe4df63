"""How busy some leads were, week by week: the little bars of a table."""

from datetime import datetime
from typing import Final

import numpy as np

from journey_core.journeys import Ints, Journeys, microseconds

WEEK: Final = 7 * 86_400_000_000


def weekly_interactions(journeys: Journeys, leads: Ints, *, as_of: datetime, weeks: int = 12) -> Ints:
    """int64[len(leads), weeks]: interactions of the leads of these numbers, the week that ends with `as_of` last."""
    counts = np.zeros((len(leads), weeks), np.int64)
    until = microseconds(as_of) + 1
    edges = until - np.arange(weeks, -1, -1) * WEEK
    for place, lead in enumerate(leads):
        rows = journeys.occurred_at[journeys.offsets[lead] : journeys.offsets[lead + 1]]
        counts[place] = np.diff(np.searchsorted(rows, edges))
    return counts


def leads_with(journeys: Journeys, column: str, codes: list[int], *, as_of: datetime) -> Ints:
    """Numbers of the leads with an interaction by `as_of` whose `column` (channel, source, …) is one of the codes."""
    rows = np.flatnonzero(np.isin(getattr(journeys, column), codes) & (journeys.occurred_at <= microseconds(as_of)))
    found: Ints = np.unique(np.searchsorted(journeys.offsets, rows, side="right") - 1)
    return found


def codes_in_use(journeys: Journeys, column: str) -> list[int]:
    """The codes of `column` that interactions have, the most frequent first; without 0."""
    counts = np.bincount(getattr(journeys, column)) if journeys.interaction_count else np.zeros(1, np.int64)
    return [int(code) for code in np.argsort(-counts, kind="stable") if code and counts[code]]
