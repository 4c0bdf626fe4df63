"""What each interaction is to a journey map, and which one of an instant comes first."""

from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from journey_core.log.arrays import Ints, Masks
from journey_core.log.journeys import Journeys
from journey_core.log.vocabulary import FIRST_RECORD, LAST_RECORD, LOST_STAGE

# What a row is, one bit each; the node of its step stands above them.
IS_GOAL, IS_ANCHOR, TO_LOST, IS_MOVE, NODE = 1, 2, 4, 8, 8
BY_CHANNEL, BY_KIND, BY_STAGE = range(3)

MANY_TIES: Final = 16
"""Interactions of one instant up to which they are put in order where they are."""


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


@njit(cache=True, nogil=True)
def order_ties(roles: Masks, offsets: Ints, occurred_at: Ints, rank: Ints) -> None:
    """Put the roles of one lead and instant in the order of `_place`, so that no answer depends on ids: steps in the
    order of stages or by name. Such rows differ in nothing else that is read.
    """
    for lead in range(len(offsets) - 1):
        row, end = offsets[lead], offsets[lead + 1]
        while row < end:
            later = row + 1
            while later < end and occurred_at[later] == occurred_at[row]:
                later += 1
            if later - row > 1:
                _order(roles[row:later], rank)
            row = later


@njit(cache=True, nogil=True)
def _order(roles: Masks, rank: Ints) -> None:
    """Sort a few roles in place, many by a copy."""
    if len(roles) > MANY_TIES:
        places = np.empty(len(roles), np.int64)
        for row in range(len(roles)):
            places[row] = _place(roles[row], rank)
        roles[:] = roles[np.argsort(places)]
        return
    for row in range(1, len(roles)):
        role, free = roles[row], row
        while free > 0 and _place(roles[free - 1], rank) > _place(role, rank):
            roles[free] = roles[free - 1]
            free -= 1
        roles[free] = role


@njit(cache=True, nogil=True)
def _place(role: np.uint32, rank: Ints) -> int:
    """By rank; of one rank what can be the anchor first and what can be the goal last. Roles alike in that are read
    alike: moves count by the instant.
    """
    place: int = 4 * rank[role >> np.uint32(NODE)]
    return place + (2 if role & np.uint32(IS_GOAL) else 0) + (0 if role & np.uint32(IS_ANCHOR) else 1)
