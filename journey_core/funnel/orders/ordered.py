"""The order “ordered”: every lead's deepest run of different interactions in order of time."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from journey_core.funnel.compiled import NEVER, NO_ROW, Compiled, Rows, highest
from journey_core.funnel.orders.limited import limited_run
from journey_core.log.arrays import Ints, Masks
from journey_core.log.journeys import Journeys
from journey_core.log.times import LATEST

BEYOND = 2**31 - 1
"""A row after every interaction's."""

MAY_BREAK, TIED = 1, 2
"""Why a run has to be looked at again: its steps have limits; an interaction of its lead shares its instant."""


def ordered_runs(
    masks: Masks, journeys: Journeys, asked: Compiled, first: int, past: int, depth: NDArray[np.int8], rows: Rows
) -> int:
    """Fills depth and rows of the leads first..past-1, as in `Runs`; how many entered.

    A lead reached step k if k different interactions match the steps 1..k in order of time, those of one instant in
    either order, the last at most the window after the first, each at most its step's window after the one before,
    and nothing that an exclusion matches lies between the steps around it.
    """
    step_windows = asked.step_windows[asked.required]
    is_limited = len(asked.after) > 0 or bool(step_windows.min() < LATEST)
    offsets, at, steps = journeys.offsets, journeys.occurred_at, len(step_windows)
    matching = _matching(masks, at, int(offsets[first]), (1 << steps) - 1, asked.as_of)
    period = asked.window, asked.since, asked.until
    entered, unsure = _ordered(*matching, offsets, first, past, *period, is_limited, steps, depth, rows)
    if unsure.any():
        _look_closely(
            masks, offsets, at, first, past, *period, asked.as_of, step_windows, asked.after, asked.before,
            steps + len(asked.optional), unsure, depth, rows,
        )  # fmt: skip
    return entered


@njit(cache=True, nogil=True)
def _matching(masks: Masks, occurred_at: Ints, first_row: int, used: int, as_of: int) -> tuple[Rows, Ints, Masks]:
    """Row, time and steps of the interactions up to as_of that match any step; the last row is no interaction's, but
    lies beyond all.
    """
    room, found = len(masks) + 1, np.uint64(0)
    row, at, asked = np.empty(room, np.int32), np.empty(room, np.int64), np.empty(room, np.uint32)
    for place in range(len(masks)):  # everything is written, and kept by counting: nothing to guess for a processor
        now, steps = occurred_at[np.uint64(first_row + place)], masks[place] & np.uint32(used)
        row[found], at[found], asked[found] = first_row + place, now, steps
        found += np.uint64((steps != 0) & (now <= as_of))
    row[found] = BEYOND
    return row[: found + np.uint64(1)], at[:found], asked[:found]


@njit(cache=True, nogil=True)
def _ordered(
    row: Rows, at: Ints, asked: Masks, offsets: Ints, first: int, past: int, window: int, since: int, until: int,
    is_limited: bool, steps: int, depth: NDArray[np.int8], rows: Rows,
) -> tuple[int, NDArray[np.uint8]]:  # fmt: skip
    """Fills depth[lead - first] of the leads first..past-1 and a row of `rows` for each that entered, as if nothing
    limited its steps; how many entered, and for each, uint8[entrants], whether its run has to be looked at again: 0,
    MAY_BREAK or TIED.

    row, at, asked: as `_matching` gives them for these leads. window and times in microseconds; a run starts at
    since <= t < until. The run of a lead is earliest completed of the deepest, of those the latest start, and of those
    each step as early as it can be.
    """
    latest, unsure = np.empty(steps + 2, np.int64), np.zeros(past - first, np.uint8)
    place, entered = np.uint64(0), np.uint64(0)  # signed positions may count from the end
    for lead in range(first, past):
        begin = place
        beyond = offsets[lead + 1]
        reached, start, is_tied, place = _deepest(row, at, asked, begin, beyond, window, since, until, latest)
        if reached:
            _take_first(row, at, asked, begin, start, reached, rows, entered)
            unsure[entered] = is_tied * TIED | (is_limited & (reached > 1)) * MAY_BREAK
            depth[lead - first] = reached
            entered += np.uint64(1)
    return int(entered), unsure[:entered]


@njit(inline="always")
def _deepest(
    row: Rows, at: Ints, asked: Masks, place: np.uint64, beyond: int, window: int, since: int, until: int, latest: Ints
) -> tuple[int, int, bool, np.uint64]:
    """How deep the lead of the interactions from `place` on, of rows before `beyond`, came and when its run started;
    whether two of them share an instant, so that this can't be told here; and the place after them.

    latest: scratch, int64[steps + 2]. latest[k + 1] is the latest start of a run through steps 1..k seen so far, of
    step 0 the present interaction: a later start can only stay longer inside the window, so no other run has to be
    kept, and one that left the window is never let in again. The first run of a depth is the lead's.
    """
    reached, start, before, is_tied = 0, NEVER, NEVER, False
    for step in range(len(latest)):
        latest[step] = NEVER
    while row[place] < beyond:
        now, left = at[place], np.int64(asked[place])
        is_tied |= now == before
        before, latest[1] = now, now if since <= now < until else NEVER
        place += np.uint64(1)
        while True:
            step = highest(left)  # from the deepest down, so that the interaction is used once
            base = latest[np.uint64(step)]
            latest[np.uint64(step + 1)] = max(latest[np.uint64(step + 1)], base)
            if step > reached and now - base <= window:
                reached, start = step, base
            left ^= (np.int64(1) << step) >> 1  # by step - 1, which could be negative, a shift takes longer
            if left == 0:
                break
    return reached, start, is_tied, place


@njit(inline="always")
def _take_first(
    row: Rows, at: Ints, asked: Masks, place: np.uint64, start: int, reached: int, rows: Rows, run: np.uint64
) -> None:
    """Fills rows[run] with the earliest interactions, from `place` on, of a run that starts at `start`."""
    for step in range(rows.shape[1]):
        rows[run, np.uint64(step)] = NO_ROW
    step = 0
    while step < reached:
        rows[run, np.uint64(step)] = row[place]
        step += (np.int64(asked[place]) >> step) & 1 & (at[place] >= start)
        place += np.uint64(1)


@njit(cache=True, nogil=True)
def _look_closely(
    masks: Masks, offsets: Ints, occurred_at: Ints, first: int, past: int, window: int, since: int, until: int,
    as_of: int, step_windows: Ints, after: Ints, before: Ints, shift: int, unsure: NDArray[np.uint8],
    depth: NDArray[np.int8], rows: Rows,
) -> None:  # fmt: skip
    """Mends depth and run of the entrants that are `unsure`; they stay entrants. A run that is the lead's without
    limits is so within them too if it keeps them; if not, and where interactions share an instant, `limited_run` tells.

    step_windows: int64[steps], from the step before. after, before: int64[exclusions], the steps around each, counted
    from 0, whose bits in masks begin at `shift`.
    """
    steps, skipped, entrant = len(step_windows), offsets[first], 0
    scratch = np.empty((2, steps + 1, steps), np.int64)
    for lead in range(first, past):
        if depth[lead - first] == 0:
            continue
        low, end, run, reached = offsets[lead], offsets[lead + 1], rows[entrant], depth[lead - first]
        doubt = unsure[entrant]
        entrant += 1
        if doubt == 0:
            continue
        while occurred_at[end - 1] > as_of:
            end -= 1
        own, at = masks[low - skipped : end - skipped], occurred_at[low:end]
        limits = step_windows, after, before, shift
        if doubt & TIED or not _keeps_limits(own, at, run[:reached], low, *limits):
            depth[lead - first] = limited_run(own, at, low, steps, window, since, until, *limits, scratch, run)


@njit(cache=True, nogil=True)
def _keeps_limits(
    masks: Masks, at: Ints, run: Rows, low: int, step_windows: Ints, after: Ints, before: Ints, shift: int
) -> bool:
    """Whether a run is within the windows of its steps and nothing excluded lies between them."""
    for step in range(1, len(run)):
        if at[run[step] - low] - at[run[step - 1] - low] > step_windows[step]:
            return False
    for each in range(len(after)):
        if before[each] < len(run):
            opens, closes = run[after[each]] - low, run[before[each]] - low
            for row in range(opens + 1, closes):
                if (masks[row] >> (shift + each)) & 1 and at[opens] < at[row] < at[closes]:
                    return False
    return True
