"""Which words interactions use, and which leads met them."""

from datetime import datetime

import numpy as np

from journey_core.journeys import Ints, Journeys, microseconds


def leads_with(journeys: Journeys, column: str, codes: list[int], *, as_of: datetime) -> Ints:
    """Numbers of the leads with an interaction by `as_of` whose `column` (channel, source, …) is one of the codes."""
    rows = np.flatnonzero(np.isin(getattr(journeys, column), codes) & (journeys.occurred_at <= microseconds(as_of)))
    found: Ints = np.unique(np.searchsorted(journeys.offsets, rows, side="right") - 1)
    return found


def codes_in_use(journeys: Journeys, column: str) -> list[int]:
    """The codes of `column` that interactions have, the most frequent first; without 0."""
    counts = np.bincount(getattr(journeys, column)) if journeys.interaction_count else np.zeros(1, np.int64)
    return [int(code) for code in np.argsort(-counts, kind="stable") if code and counts[code]]
