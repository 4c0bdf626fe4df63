"""The path of one lead, step by step: what every pass over paths walks along."""

from dataclasses import dataclass

import numpy as np
from numba import njit

from journey_core.log.arrays import Ints, Masks
from journey_core.log.journeys import Journeys
from journey_core.log.matching import matches, tables
from journey_core.log.times import EARLIEST, bounds, microseconds
from journey_core.paths.nodes import ANCHOR, CONVERTED_END, LOST_END, OPEN_END, Nodes, closing
from journey_core.paths.options import OUTCOMES, PathOptions
from journey_core.paths.roles import IS_ANCHOR, IS_GOAL, IS_MOVE, NODE, TO_LOST, mark

# Places of a question's numbers in the array that passes take.
SINCE, UNTIL, AS_OF, SIDE, COLLAPSE, STOPS, OUTCOME, IMPLIED, WON_NODE, LOST_NODE, LONGEST, NODE_COUNT = range(12)
WHOLE, BEFORE, AFTER = range(3)

OFF_MAP = -1
"""The end of a lead that has no path here."""


@dataclass(frozen=True, eq=False)
class Ground:
    """The rows of the leads first..past-1, read for one question.

    roles: uint32[rows of these leads], as `mark` writes them;
    question: int64[12], its numbers by the places above.
    """

    journeys: Journeys
    roles: Masks
    question: Ints
    first: int
    past: int


def ground(journeys: Journeys, options: PathOptions, known: Nodes, first: int, past: int) -> Ground:
    """The rows of these leads under a question; raises UnknownName for unknown words."""
    rows = slice(int(journeys.offsets[first]), int(journeys.offsets[past]))
    asked = [options.goal] if options.anchor is None else [options.goal, options.anchor]
    roles = matches(journeys, tables(asked, journeys.words), rows.start, rows.stop)
    mark(roles, journeys, known, options.over, first, past)
    return Ground(journeys, roles, _question(journeys, options, known), first, past)


def _question(journeys: Journeys, options: PathOptions, known: Nodes) -> Ints:
    since, until = bounds(options.since, options.until)
    is_stage, order = options.over == "stage", journeys.words.stage_order
    numbers = {
        SINCE: since,
        UNTIL: until,
        AS_OF: microseconds(options.as_of),
        SIDE: BEFORE if options.is_before else AFTER if options.is_after else WHOLE,
        COLLAPSE: options.collapse or is_stage,
        STOPS: not is_stage and not options.is_before,
        OUTCOME: list(OUTCOMES).index(options.outcome),
        IMPLIED: known.of_code[order[0]] if is_stage and order and not options.is_after else 0,
        LONGEST: options.longest,
        NODE_COUNT: known.count,
    }
    numbers[WON_NODE], numbers[LOST_NODE] = closing(known, options)
    question = np.array([int(numbers[place]) for place in range(len(numbers))], np.int64)
    question.flags.writeable = False
    return question


@njit(cache=True, nogil=True)
def walk(
    roles: Masks, offsets: Ints, occurred_at: Ints, question: Ints, skipped: int, lead: int,
    node: Ints, came: Ints, left: Ints,
) -> tuple[int, int, int, int, int]:  # fmt: skip
    """Write one lead's steps into node (numbers), came and left (microseconds of the first and the last interaction
    of each). How many there are; the outcome, OFF_MAP for a lead without a path under this question; the node that
    follows the last step, -1 where that is the end itself; when the path began and ended, EARLIEST without a time.

    skipped: the row that roles begin at. A path begins at START, or at the anchor if it lies after that. What else lies
    at the anchor's instant counts on both sides of it, as in funnels.
    """
    begin, side = offsets[lead], question[SIDE]
    end = _seen(occurred_at, begin, offsets[lead + 1], question[AS_OF])
    anchor = begin if side == WHOLE else _first(roles, IS_ANCHOR, begin, end, skipped)
    if anchor == end or not question[SINCE] <= occurred_at[anchor] < question[UNTIL]:
        return 0, OFF_MAP, -1, EARLIEST, EARLIEST
    goal = _goal(roles, occurred_at, side, begin, end, anchor, skipped)
    outcome = CONVERTED_END if goal < end else _unconverted(roles, occurred_at, begin, end, skipped)
    if question[OUTCOME] != 0 and (outcome == CONVERTED_END) != (question[OUTCOME] == 1):
        return 0, OFF_MAP, -1, EARLIEST, EARLIEST
    low, high = _beside(roles, occurred_at, question, begin, end, anchor, skipped)
    is_stopped = question[STOPS] != 0 and goal < end
    if is_stopped:
        high = _seen(occurred_at, goal, end, occurred_at[goal])
    steps = 0
    if question[IMPLIED] != 0 and not _moves_at_once(roles, occurred_at, begin, end, skipped):
        node[0], came[0], left[0], steps = question[IMPLIED], occurred_at[begin], occurred_at[begin], 1
    without = -1 if side == WHOLE else anchor
    steps = _steps(roles, occurred_at, question, low, high, without, skipped, steps, node, came, left)
    if side == BEFORE:
        return steps, outcome, ANCHOR, EARLIEST, occurred_at[anchor]
    is_closed = steps > 0 and (node[steps - 1] == question[WON_NODE] or node[steps - 1] == question[LOST_NODE])
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
def _first(roles: Masks, bit: int, low: int, high: int, skipped: int) -> int:
    """The first of the rows low..high-1 with this bit; `high` if none has it."""
    for row in range(low, high):
        if roles[row - skipped] & np.uint32(bit):
            return row
    return high


@njit(cache=True, nogil=True)
def _goal(roles: Masks, occurred_at: Ints, side: int, begin: int, end: int, anchor: int, skipped: int) -> int:
    """The first conversion, `end` without one; after an anchor, the first other one from the anchor's instant on."""
    low = _earliest(occurred_at, begin, anchor) if side == AFTER else begin
    goal = _first(roles, IS_GOAL, low, end, skipped)
    return _first(roles, IS_GOAL, anchor + 1, end, skipped) if side == AFTER and goal == anchor else goal


@njit(cache=True, nogil=True)
def _beside(
    roles: Masks, occurred_at: Ints, question: Ints, begin: int, end: int, anchor: int, skipped: int
) -> tuple[int, int]:
    """The rows on the side asked for, with those of the anchor's instant; stages beside an anchor that is a move lie on
    the side that their order says.
    """
    is_ordered = question[WON_NODE] >= 0 and roles[anchor - skipped] & np.uint32(IS_MOVE) != 0
    if question[SIDE] == AFTER:
        return anchor if is_ordered else _earliest(occurred_at, begin, anchor), end
    if question[SIDE] == BEFORE:
        return begin, anchor if is_ordered else _seen(occurred_at, anchor, end, occurred_at[anchor])
    return begin, end


@njit(cache=True, nogil=True)
def _unconverted(roles: Masks, occurred_at: Ints, begin: int, end: int, skipped: int) -> int:
    """Lost if a move of the last instant with one led there, else open."""
    last = EARLIEST
    for row in range(end - 1, begin - 1, -1):
        if last > EARLIEST and occurred_at[row] != last:
            break
        if roles[row - skipped] & np.uint32(IS_MOVE):
            last = occurred_at[row]
            if roles[row - skipped] & np.uint32(TO_LOST):
                return LOST_END
    return OPEN_END


@njit(cache=True, nogil=True)
def _moves_at_once(roles: Masks, occurred_at: Ints, begin: int, end: int, skipped: int) -> bool:
    """Whether a move lies in the first instant, so that the lead never waited at the first stage."""
    row = begin
    while row < end and occurred_at[row] == occurred_at[begin]:
        if roles[row - skipped] & np.uint32(IS_MOVE):
            return True
        row += 1
    return False


@njit(cache=True, nogil=True)
def _steps(
    roles: Masks, occurred_at: Ints, question: Ints, low: int, high: int, without: int, skipped: int, steps: int,
    node: Ints, came: Ints, left: Ints,
) -> int:  # fmt: skip
    """Write the steps of the rows low..high-1, but `without`, behind the first `steps`; how many there are then. A lead
    stays at a stage until it moves, whatever it does there, but is on a channel only as long as its interactions are.
    """
    stays = question[WON_NODE] >= 0
    for row in range(low, high):
        here = np.int64(roles[row - skipped] >> np.uint32(NODE))
        if here == 0 or row == without:
            continue
        if steps > 0 and question[COLLAPSE] and node[steps - 1] == here:
            if not stays:
                left[steps - 1] = occurred_at[row]
            continue
        node[steps], came[steps], left[steps] = here, occurred_at[row], occurred_at[row]
        steps += 1
    return steps
