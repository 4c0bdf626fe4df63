"""What each interaction is to a journey map."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from journey_core.log.arrays import Masks
from journey_core.log.journeys import Journeys
from journey_core.log.vocabulary import FIRST_RECORD, LAST_RECORD, LOST_STAGE

# What a row is, one bit each; the node of its step stands above them.
IS_GOAL, IS_ANCHOR, TO_LOST, IS_MOVE, NODE = 1, 2, 4, 8, 8
BY_CHANNEL, BY_KIND, BY_STAGE = range(3)


def mark(roles: Masks, journeys: Journeys, rows: slice, *, over: str, of_code: Masks) -> None:
    """Add to the roles of these rows, uint32[rows] with the bits of goal and anchor, the other bits and the node of
    each row's step, 0 where it is not a step.
    """
    by = {"channel": BY_CHANNEL, "kind": BY_KIND, "stage": BY_STAGE}[over]
    _mark(roles, journeys.kind[rows], journeys.channel[rows], journeys.stage[rows], of_code, by)


@njit(cache=True, nogil=True)
def _mark(
    roles: Masks, kind: NDArray[np.uint16], channel: NDArray[np.uint8], stage: NDArray[np.uint8],
    of_code: Masks, over: int,
) -> None:  # fmt: skip
    """Add to each row its move and the node of its step. What matches the goal is not a touchpoint, so not a step."""
    for row in range(len(roles)):
        role = roles[row]
        if stage[row] != 0:
            role |= np.uint32(IS_MOVE | (TO_LOST if stage[row] == LOST_STAGE else 0))
        if over == BY_STAGE:
            role |= of_code[stage[row]] << np.uint32(NODE)
        elif role & np.uint32(IS_GOAL) == 0 and not FIRST_RECORD <= kind[row] <= LAST_RECORD:
            role |= of_code[channel[row] if over == BY_CHANNEL else kind[row]] << np.uint32(NODE)
        roles[row] = role
