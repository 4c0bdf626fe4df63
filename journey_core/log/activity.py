"""Which words interactions use, and which leads have interactions with them."""

from datetime import datetime

import numpy as np
from numba import njit
from numpy.typing import NDArray

from journey_core.log.arrays import Ints
from journey_core.log.journeys import Journeys
from journey_core.log.times import microseconds
from journey_core.log.vocabulary import WordList


def leads_with(journeys: Journeys, column: str, codes: list[int], *, as_of: datetime) -> Ints:
    """Numbers of the leads with an interaction by `as_of` whose `column` (channel, source, …) is one of the codes."""
    rows = np.flatnonzero(np.isin(getattr(journeys, column), codes) & (journeys.occurred_at <= microseconds(as_of)))
    found: Ints = np.unique(np.searchsorted(journeys.offsets, rows, side="right") - 1)
    return found


def codes_in_use(journeys: Journeys, column: WordList) -> list[int]:
    """The codes of `column` that interactions have, the most frequent first, without 0."""
    counts = np.sum(journeys.each_shard(lambda first, past: _counts(journeys, column, first, past)), axis=0)
    return [int(code) for code in np.argsort(-counts, kind="stable") if code and counts[code]]


def _counts(journeys: Journeys, column: WordList, first: int, past: int) -> Ints:
    """int64[codes]: how many rows of these leads have each code."""
    codes = getattr(journeys, column)[journeys.offsets[first] : journeys.offsets[past]]
    counts = np.zeros(len(journeys.words.lists[column]), np.int64)
    _count(codes, counts)
    return counts


@njit(cache=True, nogil=True)
def _count(codes: NDArray[np.integer], counts: Ints) -> None:
    for code in codes:
        counts[code] += 1
