"""The stage that a lead stands at after each interaction."""

import numpy as np
from numba import njit

from journey_core.log.arrays import Bytes, Ints
from journey_core.log.journeys import Journeys


def stages_held(journeys: Journeys, first: int, past: int) -> Bytes:
    """uint8, one code for each row of the leads first..past-1: the stage at the end of the row's instant, the first of
    the order until a row moves the lead. Moves at one instant count in the order of their stages.
    """
    order = journeys.words.stage_order
    start = order[0] if order else 0
    held: Bytes = _held(
        journeys.offsets, journeys.occurred_at, journeys.stage, journeys.words.stage_rank, first, past, start
    )
    return held


@njit(cache=True, nogil=True)
def _held(offsets: Ints, occurred_at: Ints, stage: Bytes, rank: Ints, first: int, past: int, start: int) -> Bytes:
    skipped = offsets[first]
    held = np.empty(offsets[past] - skipped, np.uint8)
    for lead in range(first, past):
        now, row = np.uint8(start), offsets[lead]
        while row < offsets[lead + 1]:
            end, highest = row, np.uint8(0)
            while end < offsets[lead + 1] and occurred_at[end] == occurred_at[row]:
                if stage[end] and rank[stage[end]] > rank[highest]:
                    highest = stage[end]
                end += 1
            now = highest or now
            held[row - skipped : end - skipped] = now
            row = end
    return held
