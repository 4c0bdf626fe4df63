"""What each interaction is to a question of paths, and which one of an instant comes first."""

from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from journey_core.log.arrays import Ints, Masks
from journey_core.log.journeys import Journeys
from journey_core.log.vocabulary import FIRST_RECORD, LAST_RECORD, LOST_STAGE
from journey_core.paths.nodes import Nodes

# What a row is, one bit each; the node of its step stands above them.
IS_GOAL, IS_ANCHOR, TO_LOST, IS_MOVE, NODE = 1, 2, 4, 8, 8
BY_CHANNEL, BY_KIND, BY_STAGE = range(3)

MANY_TIES: Final = 16
"""Interactions of one instant up to which they are put in order where they are."""


def mark(roles: Masks, journeys: Journeys, known: Nodes, over: str, first: int, past: int) -> None:
    """Add to the roles of the leads first..past-1, uint32[rows] with the bits of goal and anchor, the other bits and
    the node of each row's step, 0 where it is none; those of one instant change places, so that no answer depends on
    ids: steps in the order of stages or by name.
    """
    rows = slice(int(journeys.offsets[first]), int(journeys.offsets[past]))
    by = {"channel": BY_CHANNEL, "kind": BY_KIND, "stage": BY_STAGE}[over]
    _mark(roles, journeys.kind[rows], journeys.channel[rows], journeys.stage[rows], known.of_code, by)
    _order_ties(roles, journeys.offsets, journeys.occurred_at, _rank(journeys, known, over), first, past)


@njit(cache=True, nogil=True)
def _mark(
    roles: Masks, kind: NDArray[np.uint16], channel: NDArray[np.uint8], stage: NDArray[np.uint8],
    of_code: Masks, over: int,
) -> None:  # fmt: skip
    """Add to each row its move and the node of its step. What matches the goal is no touchpoint, so no step."""
    for row in range(len(roles)):
        role = roles[row]
        if stage[row] != 0:
            role |= np.uint32(IS_MOVE | (TO_LOST if stage[row] == LOST_STAGE else 0))
        if over == BY_STAGE:
            role |= of_code[stage[row]] << np.uint32(NODE)
        elif role & np.uint32(IS_GOAL) == 0 and not FIRST_RECORD <= kind[row] <= LAST_RECORD:
            role |= of_code[channel[row] if over == BY_CHANNEL else kind[row]] << np.uint32(NODE)
        roles[row] = role


def _rank(journeys: Journeys, known: Nodes, over: str) -> Ints:
    """int64[nodes]: which of one instant comes first, no two alike: stages in their order, lost last and what is no
    step before them; other words by name, so that neither ids nor the order of words matter, and what is no step last.
    """
    rank = np.zeros(known.count, np.int64)
    if over == "stage":
        stages = [*journeys.words.stage_order, LOST_STAGE]
        rank[known.of_code[stages]] = journeys.words.stage_rank[stages]
        return rank * known.count + np.arange(known.count)
    rank[sorted(range(1, known.count), key=known.names.__getitem__)] = np.arange(known.count - 1)
    rank[0] = known.count
    return rank


@njit(cache=True, nogil=True)
def _order_ties(roles: Masks, offsets: Ints, occurred_at: Ints, rank: Ints, first: int, past: int) -> None:
    """Put the roles of one instant in the order of `_place`; its rows differ in nothing else that is read."""
    skipped = offsets[first]
    for lead in range(first, past):
        row, end = offsets[lead], offsets[lead + 1]
        while row < end:
            later = row + 1
            while later < end and occurred_at[later] == occurred_at[row]:
                later += 1
            if later - row > 1:
                _order(roles[row - skipped : later - skipped], rank)
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
