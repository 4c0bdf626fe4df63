"""The order “any”: the steps in whatever order they come.

The sets of interactions that can stand for different steps are the independent sets of a matroid (Edmonds and
Fulkerson 1965). Of the interactions up to now, the independent set with the latest times is kept: as large as any, and
so are its members from any instant on among the interactions from there on. A new interaction joins it or takes the
place of the oldest one that it can replace. For a lead with n interactions: O(n * steps^2).
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from journey_core.funnel.compiled import NEVER, NO_ROW, Compiled, Rows, highest
from journey_core.log.arrays import Ints, Masks
from journey_core.log.journeys import Journeys

FREE, LOOP = -1, -1


def any_runs(
    masks: Masks, journeys: Journeys, asked: Compiled, first: int, past: int, depth: NDArray[np.int8], rows: Rows
) -> int:
    """Fills depth and rows of the leads first..past-1, as in `Runs`; how many entered.

    A lead reached step k if k different interactions match k different steps, whichever and in any order, the last at
    most the window after the first, which is the entry. So step 1 counts the leads that did any of the steps, as in
    PostHog's “unordered”. The rows of a run stand in order of time, not in the order of the steps.
    """
    return _any(
        masks, journeys.offsets, journeys.occurred_at, first, past, asked.steps, asked.window, asked.since,
        asked.until, asked.as_of, depth, rows,
    )  # fmt: skip


@njit(cache=True, nogil=True)
def _any(
    masks: Masks, offsets: Ints, occurred_at: Ints, first: int, past: int, steps: int, window: int, since: int,
    until: int, as_of: int, depth: NDArray[np.int8], rows: Rows,
) -> int:  # fmt: skip
    holder, newest = np.full(steps, FREE, np.int64), np.full(steps, NEVER, np.int64)
    skipped, entered = offsets[first], 0
    for lead in range(first, past):
        low, end = offsets[lead], offsets[lead + 1]
        own, at = masks[low - skipped : end - skipped], occurred_at[low:end]
        if _is_plain(own, at, until):
            reached, start = _latest_plain(own, at, window, since, as_of, newest)
        else:
            reached, start = _latest(own, at, window, since, until, as_of, holder)
        if reached:
            holder[:] = FREE
            _take_earliest(own, at, start, reached, low, holder, rows[entered])
            rows[entered, reached:] = NO_ROW
            depth[lead - first] = reached
            entered += 1
    return entered


@njit(cache=True, nogil=True)
def _is_plain(masks: Masks, at: Ints, until: int) -> bool:
    """Whether no interaction matches two steps, and the period does not end within the journey."""
    if len(at) and at[-1] >= until:
        return False
    choosy = np.uint32(0)
    for mask in masks:
        choosy |= mask & (mask - np.uint32(1))
    return bool(choosy == 0)


@njit(cache=True, nogil=True)
def _latest_plain(masks: Masks, at: Ints, window: int, since: int, as_of: int, newest: Ints) -> tuple[int, int]:
    """As `_latest` for a plain journey, where the latest set is the newest interaction of every step."""
    newest[:] = NEVER
    reached, start = 0, 0
    for row in range(len(at)):
        now, mask = at[row], np.int64(masks[row])
        if now > as_of or reached == len(newest):
            break
        if mask and now >= since:
            newest[highest(mask) - 1] = now
        if mask == 0 and (row == 0 or at[row - 1] != now):
            continue
        if row + 1 == len(at) or at[row + 1] != now:
            size, oldest = 0, now
            for step in range(len(newest)):
                if now - newest[step] <= window:
                    size, oldest = size + 1, min(oldest, newest[step])
            if size > reached:
                reached, start = size, oldest
    return reached, start


@njit(cache=True, nogil=True)
def _latest(masks: Masks, at: Ints, window: int, since: int, until: int, as_of: int, holder: Ints) -> tuple[int, int]:
    """The depth of a lead's run and its first time. holder[step]: the interaction that stands for it."""
    holder[:] = FREE
    reached, start, kept = 0, 0, FREE
    for row in range(len(at)):
        now, mask = at[row], np.int64(masks[row])
        if now > as_of or reached == len(holder):
            break
        if mask and now >= since:
            _expire(holder, at, now - window)
            if now >= until:
                kept = _newest_before(holder, at, until)
                if kept == FREE:
                    break
            _join(row, masks, at, holder, kept)
        if row + 1 == len(at) or at[row + 1] != now:
            size = _size(holder)
            if size > reached:
                reached, start = size, at[holder[holder != FREE].min()]
    return reached, start


@njit(cache=True, nogil=True)
def _size(holder: Ints) -> int:
    """How many steps are held."""
    size = 0
    for held in holder:
        size += held != FREE
    return size


@njit(cache=True, nogil=True)
def _expire(holder: Ints, at: Ints, oldest: int) -> None:
    """Let go of interactions before an instant."""
    for step in range(len(holder)):
        if holder[step] != FREE and at[holder[step]] < oldest:
            holder[step] = FREE


@njit(cache=True, nogil=True)
def _newest_before(holder: Ints, at: Ints, until: int) -> int:
    """The newest interaction held that may start a run: once the period has ended it must not be replaced."""
    newest = FREE
    for held in holder:
        if held != FREE and at[held] < until:
            newest = max(newest, held)
    return newest


@njit(cache=True, nogil=True)
def _join(row: int, masks: Masks, at: Ints, holder: Ints, kept: int) -> None:
    """Let an interaction stand for a step: a free one, else that of the oldest interaction it can replace."""
    asked_by = np.full(len(holder), LOOP, np.int64)
    free = _search(row, masks, holder, asked_by)
    if free == LOOP:
        oldest = row
        for step in range(len(holder)):
            if asked_by[step] != LOOP and holder[step] != kept and at[holder[step]] < at[oldest]:
                oldest, free = holder[step], step
    if free != LOOP:
        _shift(free, row, holder, asked_by)


@njit(cache=True, nogil=True)
def _search(row: int, masks: Masks, holder: Ints, asked_by: Ints) -> int:
    """A free step that an interaction can stand for if others move on to further steps; LOOP if there is none.

    Fills asked_by[step] with the interaction that asked for a step.
    """
    queue = np.empty(len(holder) + 1, np.int64)
    queue[0], head, tail = row, 0, 1
    while head < tail:
        asking = queue[head]
        head += 1
        for step in range(len(holder)):
            if (np.int64(masks[asking]) >> step) & 1 and asked_by[step] == LOOP:
                asked_by[step] = asking
                if holder[step] == FREE:
                    return step
                queue[tail] = holder[step]
                tail += 1
    return LOOP


@njit(cache=True, nogil=True)
def _shift(step: int, row: int, holder: Ints, asked_by: Ints) -> None:
    """Hand a step to the interaction that asked for it, the step that this one held to the next, and so on to `row`."""
    while True:
        taker, left = asked_by[step], LOOP
        for other in range(len(holder)):
            if holder[other] == taker:
                left = other
        holder[step] = taker
        if taker == row:
            return
        step = left


@njit(cache=True, nogil=True)
def _take_earliest(masks: Masks, at: Ints, start: int, depth: int, low: int, holder: Ints, rows: Rows) -> None:
    """Fills rows with the run of this depth that begins at `start` and whose interactions are as early as they can be;
    the lead's first row is `low`.
    """
    taken, row = 0, 0
    while taken < depth:
        if at[row] >= start and masks[row]:
            step = highest(np.int64(masks[row])) - 1
            if holder[step] == FREE:
                holder[step] = row
                rows[taken] = low + row
                taken += 1
            elif masks[row] & (masks[row] - np.uint32(1)) or _is_choosy(masks, holder):
                asked_by = np.full(len(holder), LOOP, np.int64)
                free = _search(row, masks, holder, asked_by)
                if free != LOOP:
                    _shift(free, row, holder, asked_by)
                    rows[taken] = low + row
                    taken += 1
        row += 1


@njit(cache=True, nogil=True)
def _is_choosy(masks: Masks, holder: Ints) -> bool:
    """Whether an interaction that stands for a step could stand for another."""
    choosy = np.uint32(0)
    for held in holder:
        if held != FREE:
            choosy |= masks[held] & (masks[held] - np.uint32(1))
    return bool(choosy != 0)
