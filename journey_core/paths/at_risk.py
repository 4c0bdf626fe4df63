"""The ways that leads had gone by each moment at which they could still convert.

A lead can convert from its first interaction on, or from the anchor on, until its first conversion from there, its
first loss, or the instant that is looked from. Where paths end at the anchor, all of the path lies behind the lead when
its time begins, and one that converted before is left out.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from journey_core.log.arrays import Bytes, Flags, Ints, Masks
from journey_core.log.times import LATEST
from journey_core.paths.compiled import AFTER, AS_OF, BEFORE, NODE_COUNT, OUTCOME, SIDE, WHOLE
from journey_core.paths.ground import Ground
from journey_core.paths.nodes import ANCHOR, START
from journey_core.paths.roles import IS_ANCHOR, IS_GOAL, TO_LOST
from journey_core.paths.steps import OFF_MAP, scratch, walk
from journey_core.statistics.at_risk import NO_TRAIT, AtRisk, room_for, written


def at_risk(rows: Ground, numbers: Ints) -> AtRisk:
    """The leads of the ground that have a path here, their traits the numbers of edges, their touches its steps; none
    where only one outcome is looked at, for then nobody could have fared otherwise.
    """
    leads = len(rows.lead_id) if numbers[OUTCOME] == 0 else 0
    return AtRisk(*_at_risk(rows.lead_id, rows.roles, rows.offsets, rows.occurred_at, rows.stage, numbers, leads))


@njit(cache=True, nogil=True)
def _at_risk(
    lead_id: Ints, roles: Masks, offsets: Ints, occurred_at: Ints, stage: Bytes, numbers: Ints, leads: int
) -> tuple[Ints, Ints, Flags, NDArray[np.uint16], Ints, Ints, NDArray[np.uint16], Flags, NDArray[np.int32]]:
    """The columns of AtRisk."""
    ids, took, came = np.empty(leads, np.int64), np.empty(leads, np.int64), np.empty(leads, np.bool_)
    place, ends, kept = np.empty(leads, np.uint16), np.zeros(leads + 1, np.int64), 0
    changes, found = room_for(2 * offsets[leads] + leads), 0
    seen, (node, at, left) = np.full(numbers[NODE_COUNT] ** 2, -1), scratch(offsets)
    for lead in range(leads):
        steps, outcome, _, _, _ = walk(roles, offsets, occurred_at, numbers, lead, node, at, left)
        if outcome == OFF_MAP:
            continue
        row, goal_at, lost_at = _time(roles, occurred_at, numbers, offsets[lead], offsets[lead + 1])
        since, until = occurred_at[row], min(goal_at, lost_at, numbers[AS_OF])
        if goal_at < since:
            continue
        before, step, was = ANCHOR if numbers[SIDE] == AFTER else START, 0, stage[row]
        place[kept] = was
        while row < offsets[lead + 1] and occurred_at[row] < until:
            age, first = (occurred_at[row] - since) // 1000, found
            while step < steps and at[step] <= occurred_at[row]:
                edge = before * numbers[NODE_COUNT] + node[step]
                trait = edge if seen[edge] != lead else NO_TRAIT
                seen[edge], before, step = lead, node[step], step + 1
                found = written(changes, found, age, stage[row], True, trait)
            if found == first and stage[row] != was:
                found = written(changes, found, age, stage[row], False, NO_TRAIT)
            was, row = stage[row], row + 1
        ids[kept], took[kept], came[kept], ends[kept + 1] = (
            lead_id[lead],
            (until - since) // 1000,
            goal_at <= until,
            found,
        )
        kept += 1
    return (
        ids[:kept], took[:kept], came[:kept], place[:kept], ends[: kept + 1], changes.age[:found],
        changes.stands[:found], changes.is_touch[:found], changes.trait[:found],
    )  # fmt: skip


@njit(cache=True, nogil=True)
def _time(roles: Masks, occurred_at: Ints, numbers: Ints, begin: int, past: int) -> tuple[int, int, int]:
    """The row that a lead's time begins with, when it converts and when it is lost, LATEST if never; it converts before
    the time begins if it is not to be looked at. Rows at the anchor's instant lie on either side of it.
    """
    row, side = begin, numbers[SIDE]
    while side != WHOLE and roles[row] & np.uint32(IS_ANCHOR) == 0:
        row += 1
    since, goal_at, lost_at = occurred_at[row], LATEST, LATEST
    for each in range(begin, past):
        is_anchor, moment = side != WHOLE and each == row, occurred_at[each]
        if moment < since and side != BEFORE:
            continue
        if roles[each] & np.uint32(IS_GOAL) and not (is_anchor and side == AFTER):
            goal_at = min(goal_at, since - 1 if side == BEFORE and moment <= since else moment)
        if moment >= since and roles[each] & np.uint32(TO_LOST) and not is_anchor:
            lost_at = min(lost_at, moment)
    return row, goal_at, lost_at
