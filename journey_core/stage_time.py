"""How long leads usually stay at a stage, those that are still there counted for as long as they have stayed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numba import njit
from numpy.typing import NDArray

from journey_core.definition import spoken_moment
from journey_core.journeys import LOST_STAGE, Ints, Journeys, microseconds
from journey_core.survival import median_survival


@dataclass(frozen=True, eq=False)
class StageTime:
    """Time at one stage, over every visit of every lead; a lead that comes back visits again.

    median: Kaplan-Meier, None while fewer than half of the visits have ended at any length · visits: all of them,
    ended: those that a move to another stage (lost counts) had ended.
    """

    definition: str
    as_of: datetime
    stage: str
    median: timedelta | None
    visits: int
    ended: int


def stage_time(journeys: Journeys, stage: str, *, as_of: datetime, threads: int | None = None) -> StageTime:
    """The usual time at a stage; visits that go on at `as_of` are censored there. Raises UnknownName."""
    code, until = journeys.words.code("stage", stage), microseconds(as_of)
    rank = np.zeros(256, np.int64)
    rank[list(journeys.words.stage_order)] = np.arange(1, len(journeys.words.stage_order) + 1)
    rank[LOST_STAGE] = 255
    start = journeys.words.stage_order[0] if journeys.words.stage_order else 0

    def of_shard(first: int, past: int) -> tuple[Ints, NDArray[np.bool_]]:
        return _visits(journeys.offsets, journeys.occurred_at, journeys.stage, rank, first, past, until, start, code)

    parts = journeys.each_shard(of_shard, threads=threads)
    durations, has_ended = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    median = median_survival(durations, has_ended)
    return StageTime(
        definition=(
            f"Time at {stage} over all visits of all leads: Kaplan-Meier median, visits that go on censored; "
            f"as of {spoken_moment(as_of)}."
        ),
        as_of=as_of,
        stage=stage,
        median=None if median is None else timedelta(microseconds=median),
        visits=len(durations),
        ended=int(has_ended.sum()),
    )


@njit(cache=True, nogil=True)
def _visits(
    offsets: Ints,
    occurred_at: Ints,
    stage: NDArray[np.uint8],
    rank: Ints,
    first: int,
    past: int,
    until: int,
    start: int,
    wanted: int,
) -> tuple[Ints, NDArray[np.bool_]]:
    """Microseconds of each visit of the leads first..past-1 to the wanted stage, and whether it ended by `until`.

    Moves of one instant count in the order of their stages, so a stage passed within an instant has no visit.
    """
    most = past - first + np.count_nonzero(stage[offsets[first] : offsets[past]])
    durations, has_ended, found = np.zeros(most, np.int64), np.zeros(most, np.bool_), 0
    for lead in range(first, past):
        row, now, since = offsets[lead], start, -1
        while row < offsets[lead + 1] and occurred_at[row] <= until:
            moment, highest = occurred_at[row], 0
            while row < offsets[lead + 1] and occurred_at[row] == moment:
                if stage[row] and rank[stage[row]] > rank[highest]:
                    highest = int(stage[row])
                row += 1
            if since < 0:
                now, since = highest or start, moment
            elif highest and highest != now:
                if now == wanted:
                    durations[found], has_ended[found], found = moment - since, True, found + 1
                now, since = highest, moment
        if since >= 0 and now == wanted:
            durations[found], found = until - since, found + 1
    return durations[:found], has_ended[:found]
