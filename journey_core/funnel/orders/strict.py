"""The order “strict”: nothing else between the steps of a run."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from journey_core.funnel.compiled import Compiled, Rows, instant_end
from journey_core.funnel.orders.limited import take_rows
from journey_core.funnel.orders.matching import matched_bases
from journey_core.log.arrays import Ints, Masks
from journey_core.log.journeys import Journeys


def strict_runs(
    masks: Masks, journeys: Journeys, asked: Compiled, first: int, past: int, depth: NDArray[np.int8], rows: Rows
) -> int:
    """Fills depth and rows of the leads first..past-1, as in `Runs`; how many entered.

    A lead reached step k if k interactions that follow each other in its log match the steps 1..k, the last at most
    the window after the first. Interactions of one instant follow each other in either order, so a run takes all
    interactions between its first and its last instant, and some of those two. Every interaction counts as something
    between, notes and moves as well. (PostHog's “strict” lets a run pass any instant with several interactions.)
    """
    return _strict(
        masks, journeys.offsets, journeys.occurred_at, first, past, asked.steps, asked.window, asked.since,
        asked.until, asked.as_of, asked.step_windows, depth, rows,
    )  # fmt: skip


@njit(cache=True, nogil=True)
def _strict(
    masks: Masks, offsets: Ints, occurred_at: Ints, first: int, past: int, steps: int, window: int, since: int,
    until: int, as_of: int, step_windows: Ints, depth: NDArray[np.int8], rows: Rows,
) -> int:  # fmt: skip
    """A run that ends with a whole instant is told by its depth: it covers just as many of the newest rows. So bit
    k - 1 of `alive` says that there is one of depth k.
    """
    skipped, entered = offsets[first], 0
    for lead in range(first, past):
        low, end = offsets[lead], offsets[lead + 1]
        reached = done = based = row = 0
        alive = np.int64(0)
        own, at = masks[low - skipped : end - skipped], occurred_at[low:end]
        while row < len(at) and at[row] <= as_of and reached < steps:
            now, may_start = at[row], since <= at[row] < until
            if row + 1 == len(at) or at[row + 1] != now:
                alive = _after_one(np.int64(own[row]), at, row, alive, may_start, steps, window, step_windows)
                if alive >> reached:
                    reached, done, based = reached + 1, row, reached
                row += 1
                continue
            past_instant = instant_end(at, row, len(at))
            bases = matched_bases(own[row:past_instant], True, steps, row, np.empty((steps + 1, steps), np.int32))
            for k in range(reached + 1, steps + 1):
                base = _base(bases[k], k, at, row, alive, may_start, window, step_windows)
                if base == k:
                    break
                reached, done, based = k, row, base
            alive = _after_instant(bases, past_instant, at, row, alive, may_start, steps, window, step_windows)
            row = past_instant
        if reached:
            times = np.full(reached, at[done], np.int64)
            times[:based] = at[done - based : done]
            take_rows(own, at, times, low, rows[entered])
            rows[entered, reached:] = -1
            depth[lead - first] = reached
            entered += 1
    return entered


@njit(cache=True, nogil=True)
def _after_one(
    mask: np.int64, at: Ints, row: int, alive: np.int64, may_start: bool, steps: int, window: int, step_windows: Ints
) -> np.int64:
    """The runs that end with an interaction that is alone at its instant."""
    following = ((alive << 1) | may_start) & mask & ((np.int64(1) << steps) - 1)
    for k in range(2, steps + 1):
        if following >> (k - 1) == 0:
            break
        if (following >> (k - 1)) & 1 and not _may_follow(k - 1, at, row, window, step_windows):
            following ^= np.int64(1) << (k - 1)
    return following


@njit(cache=True, nogil=True)
def _may_follow(base: int, at: Ints, row: int, window: int, step_windows: Ints) -> bool:
    """Whether step base + 1 at the instant of `row` is within the windows of the run that covers `base` rows before."""
    return bool(at[row] - at[row - base] <= window and at[row] - at[row - 1] <= step_windows[base])


@njit(cache=True, nogil=True)
def _base(
    smallest: int, k: int, at: Ints, row: int, alive: np.int64, may_start: bool, window: int, step_windows: Ints
) -> int:
    """How deep the run was before this instant that comes to depth k in it: the one with the latest start, and of
    those with most steps done before; k if there is none. smallest: with less there are too few interactions.
    """
    if smallest == 0 and may_start:
        return 0
    found = k
    for base in range(max(smallest, 1), k):
        if (alive >> (base - 1)) & 1 and _may_follow(base, at, row, window, step_windows):
            if found < k and at[row - base] != at[row - found]:
                break
            found = base
    return found


@njit(cache=True, nogil=True)
def _after_instant(
    bases: Ints, past: int, at: Ints, row: int, alive: np.int64, may_start: bool, steps: int, window: int,
    step_windows: Ints,
) -> np.int64:  # fmt: skip
    """The runs that end with all interactions of an instant, or that begin in it."""
    following, length = np.int64(0), past - row
    for k in range(1, steps + 1):
        base = max(k - length, 0)
        if bases[k] > base:
            continue
        is_alive = may_start if base == 0 else (alive >> (base - 1)) & 1 == 1
        if is_alive and (base == 0 or _may_follow(base, at, row, window, step_windows)):
            following |= np.int64(1) << (k - 1)
    return following
