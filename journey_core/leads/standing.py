"""Where every lead stands at an instant: stage and since when, outcome, channels, first and last interaction, value."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from journey_core.log.arrays import Ints, Masks
from journey_core.log.journeys import Journeys
from journey_core.log.matching import matches, tables
from journey_core.log.predicates import Predicate
from journey_core.log.times import microseconds
from journey_core.log.vocabulary import LOST_STAGE, WON

OUTCOMES: Final = ("open", "won", "lost")
"""What a lead's stage says about it; a later move to another stage opens it again."""


@dataclass(frozen=True, eq=False)
class Standing:
    """One entry per lead in every array; a lead without an interaction by then has 0 everywhere and last_row -1.

    interactions: int64 · first_at, last_at, stage_since: int64 microseconds · last_row: int64, row of the newest
    interaction · stage: uint8 code, the first of the order until a row moves the lead; moves at one instant take no
    time, so a lead that ends up where it stood before has been there all along · channels: uint64, bit c - 1 for
    channel c · conversions: int64 and value: float64, of the interactions that match the goal.
    """

    lead_id: Ints
    interactions: Ints
    first_at: Ints
    last_at: Ints
    last_row: Ints
    stage: NDArray[np.uint8]
    stage_since: Ints
    channels: NDArray[np.uint64]
    conversions: Ints
    value: NDArray[np.float64]

    @property
    def is_known(self) -> NDArray[np.bool_]:
        """Leads with an interaction by then."""
        known: NDArray[np.bool_] = self.interactions > 0
        return known

    @property
    def is_open(self) -> NDArray[np.bool_]:
        """Known leads that stand neither at won nor at lost."""
        still: NDArray[np.bool_] = self.is_known & (self.stage != WON) & (self.stage != LOST_STAGE)
        return still

    def of(self, leads: NDArray[np.bool_]) -> "Standing":
        """The same with only some leads known: those that `leads` (one entry per lead) is true for."""
        return replace(self, interactions=np.where(leads, self.interactions, 0))

    def outcome(self, lead: int) -> str:
        """The outcome of the lead with this number."""
        return OUTCOMES[{WON: 1, LOST_STAGE: 2}.get(int(self.stage[lead]), 0)]


def standing(journeys: Journeys, *, as_of: datetime, goal: Predicate, threads: int | None = None) -> Standing:
    """Where all leads stand at `as_of`, inclusive; the same on any number of threads."""
    accepts, until = tables([goal], journeys.words), microseconds(as_of)
    start = journeys.words.stage_order[0] if journeys.words.stage_order else 0

    def of_shard(first: int, past: int) -> tuple[NDArray[np.generic], ...]:
        low, high = int(journeys.offsets[first]), int(journeys.offsets[past])
        return _stand(
            journeys.offsets, journeys.occurred_at, journeys.channel, journeys.stage, journeys.value,
            matches(journeys, accepts, low, high), journeys.words.stage_rank, first, past, until, start,
        )  # fmt: skip

    parts = journeys.each_shard(of_shard, threads=threads)
    return Standing(journeys.lead_id, *(np.concatenate(columns) for columns in zip(*parts, strict=True)))


@njit(cache=True, nogil=True)
def _stand(
    offsets: Ints, occurred_at: Ints, channel: NDArray[np.uint8], stage: NDArray[np.uint8], value: NDArray[np.float64],
    is_goal: Masks, rank: Ints, first: int, past: int, until: int, start: int,
) -> tuple[Ints, Ints, Ints, Ints, NDArray[np.uint8], Ints, NDArray[np.uint64], Ints, NDArray[np.float64]]:  # fmt: skip
    """The arrays of Standing for the leads first..past-1; `is_goal` begins at the first one's first row."""
    leads = past - first
    interactions, first_at, last_at = np.zeros(leads, np.int64), np.zeros(leads, np.int64), np.zeros(leads, np.int64)
    last_row, now, since = np.full(leads, -1), np.zeros(leads, np.uint8), np.zeros(leads, np.int64)
    channels, conversions, total = np.zeros(leads, np.uint64), np.zeros(leads, np.int64), np.zeros(leads)
    for lead in range(leads):
        moved_at, was, was_since = -1, np.uint8(start), np.int64(0)
        for row in range(offsets[first + lead], offsets[first + lead + 1]):
            moment = occurred_at[row]
            if moment > until:
                break
            if interactions[lead] == 0:
                first_at[lead], now[lead], since[lead] = moment, start, moment
            interactions[lead] += 1
            last_at[lead], last_row[lead] = moment, row
            if channel[row]:
                channels[lead] |= np.uint64(1) << np.uint64(channel[row] - 1)
            # Moves at one instant count in the order of their stages.
            is_new = moved_at < 0 or moment > occurred_at[moved_at]
            if stage[row] and (is_new or rank[stage[row]] > rank[now[lead]]):
                if is_new:
                    was, was_since = now[lead], since[lead]
                now[lead], moved_at = stage[row], row
                since[lead] = was_since if stage[row] == was else moment
            if is_goal[row - offsets[first]]:
                conversions[lead] += 1
                total[lead] += value[row]
    return interactions, first_at, last_at, last_row, now, since, channels, conversions, total
