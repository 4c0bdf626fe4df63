"""The path of one lead, step by step: what every pass over paths walks along."""

import numpy as np
from numba import njit

from journey_core.log.arrays import Ints, Masks
from journey_core.log.times import EARLIEST
from journey_core.paths.compiled import (
    AFTER,
    AS_OF,
    BEFORE,
    COLLAPSE,
    IMPLIED,
    LOST_NODE,
    OUTCOME,
    SIDE,
    SINCE,
    STOPS,
    UNTIL,
    WHOLE,
    WON_NODE,
)
from journey_core.paths.nodes import ANCHOR, CONVERTED_END, LOST_END, OPEN_END
from journey_core.paths.roles import IS_ANCHOR, IS_GOAL, IS_MOVE, NODE, TO_LOST

OFF_MAP = -1
"""The end of a lead that has no path here."""


@njit(cache=True, nogil=True)
def walk(
    roles: Masks, offsets: Ints, occurred_at: Ints, numbers: Ints, lead: int,
    node: Ints, came: Ints, left: Ints,
) -> tuple[int, int, int, int, int]:  # fmt: skip
    """Write one lead's steps into node (numbers), came and left (microseconds of the first and the last interaction
    of each). How many there are; the outcome, OFF_MAP for a lead without a path here; the node that
    follows the last step, -1 where that is the end itself; when the path began and ended, EARLIEST without a time.

    A path begins at START, or at the anchor if it lies after that. What else lies
    at the anchor's instant counts on both sides of it, as in funnels.
    """
    begin, side = offsets[lead], numbers[SIDE]
    end = _seen(occurred_at, begin, offsets[lead + 1], numbers[AS_OF])
    anchor = begin if side == WHOLE else _anchor(roles, occurred_at, begin, end)
    if anchor == end or not numbers[SINCE] <= occurred_at[anchor] < numbers[UNTIL]:
        return 0, OFF_MAP, -1, EARLIEST, EARLIEST
    goal = _goal(roles, occurred_at, side, begin, end, anchor)
    outcome = CONVERTED_END if goal < end else _unconverted(roles, occurred_at, begin, end)
    if numbers[OUTCOME] != 0 and (outcome == CONVERTED_END) != (numbers[OUTCOME] == 1):
        return 0, OFF_MAP, -1, EARLIEST, EARLIEST
    low, high = _beside(roles, occurred_at, numbers, begin, end, anchor)
    is_stopped = numbers[STOPS] != 0 and goal < end
    if is_stopped:
        high = _seen(occurred_at, goal, end, occurred_at[goal])
    steps = 0
    if numbers[IMPLIED] != 0 and not _moves_at_once(roles, occurred_at, begin, end):
        node[0], came[0], left[0], steps = numbers[IMPLIED], occurred_at[begin], occurred_at[begin], 1
    without = -1 if side == WHOLE else anchor
    steps = _steps(roles, occurred_at, numbers, low, high, without, steps, node, came, left)
    if side == BEFORE:
        return steps, outcome, ANCHOR, EARLIEST, occurred_at[anchor]
    is_closed = steps > 0 and (node[steps - 1] == numbers[WON_NODE] or node[steps - 1] == numbers[LOST_NODE])
    began_at = occurred_at[anchor] if side == AFTER else EARLIEST
    return steps, outcome, -1 if is_closed else outcome, began_at, occurred_at[goal] if is_stopped else EARLIEST


@njit(cache=True, nogil=True)
def _seen(occurred_at: Ints, begin: int, end: int, until: int) -> int:
    """The first row from `begin` on that lies after an instant, at most `end`."""
    if end > begin and occurred_at[end - 1] <= until:
        return end
    while begin < end and occurred_at[begin] <= until:
        begin += 1
    return begin


@njit(cache=True, nogil=True)
def _earliest(occurred_at: Ints, begin: int, row: int) -> int:
    """The first row of a row's instant, at least `begin`."""
    while row > begin and occurred_at[row - 1] == occurred_at[row]:
        row -= 1
    return row


@njit(cache=True, nogil=True)
def _first(roles: Masks, bit: int, low: int, high: int) -> int:
    """The first of the rows low..high-1 with this bit; `high` if none has it."""
    for row in range(low, high):
        if roles[row] & np.uint32(bit):
            return row
    return high


@njit(cache=True, nogil=True)
def _anchor(roles: Masks, occurred_at: Ints, begin: int, end: int) -> int:
    """The first anchor, `end` without one; of several at its instant the first that is no conversion, if there is one:
    as in funnels, what can only be one of the two is that one.
    """
    anchor = _first(roles, IS_ANCHOR, begin, end)
    for row in range(anchor, end):
        if occurred_at[row] != occurred_at[anchor]:
            break
        if roles[row] & np.uint32(IS_ANCHOR | IS_GOAL) == IS_ANCHOR:
            return row
    return anchor


@njit(cache=True, nogil=True)
def _goal(roles: Masks, occurred_at: Ints, side: int, begin: int, end: int, anchor: int) -> int:
    """The first conversion, `end` without one; after an anchor, the first other one from the anchor's instant on."""
    low = _earliest(occurred_at, begin, anchor) if side == AFTER else begin
    goal = _first(roles, IS_GOAL, low, end)
    return _first(roles, IS_GOAL, anchor + 1, end) if side == AFTER and goal == anchor else goal


@njit(cache=True, nogil=True)
def _beside(roles: Masks, occurred_at: Ints, numbers: Ints, begin: int, end: int, anchor: int) -> tuple[int, int]:
    """The rows on the side asked for, with those of the anchor's instant; stages beside an anchor that is a move lie on
    the side that their order says, other moves to its stage after it.
    """
    if numbers[SIDE] == WHOLE:
        return begin, end
    first = _earliest(occurred_at, begin, anchor)
    is_ordered = numbers[WON_NODE] >= 0 and roles[anchor] & np.uint32(IS_MOVE) != 0
    while is_ordered and roles[first] >> np.uint32(NODE) != roles[anchor] >> np.uint32(NODE):
        first += 1
    if numbers[SIDE] == AFTER:
        return first, end
    return begin, first if is_ordered else _seen(occurred_at, anchor, end, occurred_at[anchor])


@njit(cache=True, nogil=True)
def _unconverted(roles: Masks, occurred_at: Ints, begin: int, end: int) -> int:
    """Lost if a move of the last instant with one led there, else open."""
    last = EARLIEST
    for row in range(end - 1, begin - 1, -1):
        if last > EARLIEST and occurred_at[row] != last:
            break
        if roles[row] & np.uint32(IS_MOVE):
            last = occurred_at[row]
            if roles[row] & np.uint32(TO_LOST):
                return LOST_END
    return OPEN_END


@njit(cache=True, nogil=True)
def _moves_at_once(roles: Masks, occurred_at: Ints, begin: int, end: int) -> bool:
    """Whether a move lies in the first instant, so that the lead never waited at the first stage."""
    row = begin
    while row < end and occurred_at[row] == occurred_at[begin]:
        if roles[row] & np.uint32(IS_MOVE):
            return True
        row += 1
    return False


@njit(cache=True, nogil=True)
def _steps(
    roles: Masks, occurred_at: Ints, numbers: Ints, low: int, high: int, without: int, steps: int,
    node: Ints, came: Ints, left: Ints,
) -> int:  # fmt: skip
    """Write the steps of the rows low..high-1, but `without`, behind the first `steps`; how many there are then. A lead
    stays at a stage until it moves, whatever it does there, but is on a channel only as long as its interactions are.
    """
    stays = numbers[WON_NODE] >= 0
    for row in range(low, high):
        here = np.int64(roles[row] >> np.uint32(NODE))
        if here == 0 or row == without:
            continue
        if steps > 0 and numbers[COLLAPSE] and node[steps - 1] == here:
            if not stays:
                left[steps - 1] = occurred_at[row]
            continue
        node[steps], came[steps], left[steps] = here, occurred_at[row], occurred_at[row]
        steps += 1
    return steps


@njit(cache=True, nogil=True)
def sharing(came: Ints, left: Ints, steps: int) -> int:
    """How many steps share an instant with the one before or after them."""
    found = 0
    for place in range(steps):
        is_shared = place > 0 and left[place - 1] == came[place]
        found += is_shared or (place + 1 < steps and left[place] == came[place + 1])
    return found
