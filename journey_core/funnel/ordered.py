"""The order “ordered”: every lead's deepest run of different interactions in order of time."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from journey_core.definition import LATEST
from journey_core.funnel.limited import limited_run
from journey_core.funnel.question import NEVER, NO_ROW, Question, Rows, highest
from journey_core.journeys import Ints, Journeys
from journey_core.predicate import Masks


def ordered_runs(
    masks: Masks, journeys: Journeys, question: Question, first: int, past: int, depth: NDArray[np.int8], rows: Rows
) -> int:
    """Fills depth and rows of the leads first..past-1, as in `Runs`; how many entered.

    A lead reached step k if k different interactions match the steps 1..k in order of time, those of one instant in
    either order, the last at most the window after the first, each at most its step's window after the one before,
    and nothing that an exclusion matches lies between the steps around it.
    """
    return _ordered(
        masks, journeys.offsets, journeys.occurred_at, first, past, question.window, question.since, question.until,
        question.as_of, question.step_windows[question.required], question.after, question.before,
        len(question.required) + len(question.optional), depth, rows,
    )  # fmt: skip


@njit(cache=True, nogil=True)
def _ordered(
    masks: Masks, offsets: Ints, occurred_at: Ints, first: int, past: int, window: int, since: int, until: int,
    as_of: int, step_windows: Ints, after: Ints, before: Ints, shift: int, depth: NDArray[np.int8], rows: Rows,
) -> int:  # fmt: skip
    """Fills depth[lead - first] of the leads first..past-1 and a row of `rows` for each that entered; how many did.

    masks: uint32[rows of these leads], the steps that each row matches, one bit a step, and from bit `shift` on the
    exclusions. window, step_windows (int64[steps], from the step before) and times in microseconds; a run starts at
    since <= t < until and ends by as_of. after, before: int64[exclusions], the steps around each, counted from 0.

    The run of a lead is earliest completed of the deepest, of those the latest start, and of those each step as early
    as it can be. If the run that is this without limits keeps them, it is this within them too; if not, and where
    several interactions share an instant, `limited_run` tells.
    """
    steps, is_limited = len(step_windows), len(after) > 0 or step_windows.min() < LATEST
    latest, scratch = np.empty(steps + 2, np.int64), np.empty((2, steps + 1, steps), np.int64)
    skipped, entered, one = np.uint64(offsets[first]), 0, np.uint64(1)  # signed positions may count from the end
    for lead in range(first, past):
        low, end = np.uint64(offsets[lead]), np.uint64(offsets[lead + 1])
        while end > low and occurred_at[end - one] > as_of:
            end -= one
        reached, start, is_tied = _deepest(masks, occurred_at, low, end, skipped, window, since, until, latest)
        if reached and not is_tied:
            _take_first(masks, occurred_at, low, skipped, start, reached, rows, np.uint64(entered))
        if is_tied or (is_limited and reached > 1):
            own, at, run = masks[low - skipped : end - skipped], occurred_at[low:end], rows[entered]
            limits = step_windows, after, before, shift
            if is_tied or not _keeps_limits(own, at, run[:reached], int(low), *limits):
                reached = limited_run(own, at, int(low), steps, window, since, until, *limits, scratch, run)
        if reached:
            depth[lead - first] = reached
            entered += 1
    return entered


@njit(inline="always")
def _deepest(
    masks: Masks, occurred_at: Ints, low: np.uint64, end: np.uint64, skipped: np.uint64, window: int, since: int,
    until: int, latest: Ints,
) -> tuple[int, int, bool]:  # fmt: skip
    """How deep the lead of the rows low..end-1 came and when its run started; or that an interaction that matches
    shares its instant with the one before it, so that this can't be told here.

    latest: scratch, int64[steps + 2]. latest[k + 1] is the latest start of a run through steps 1..k seen so far, of
    step 0 the present interaction: a later start can only stay longer inside the window, so no other run has to be
    kept, and one that left the window is never let in again. The first run of a depth is the lead's. An interaction
    that matches nothing counts as step 0, which changes nothing: a processor could not guess a branch here.
    """
    used, reached, start, before, is_tied = (np.int64(1) << (len(latest) - 2)) - 1, 0, NEVER, NEVER, False
    for step in range(len(latest)):
        latest[step] = NEVER
    for row in range(low, end):
        now, asked = occurred_at[row], np.int64(masks[row - skipped]) & used
        is_tied |= (asked != 0) & (now == before)
        before, latest[1] = now, now if since <= now < until else NEVER
        while True:
            step = highest(asked)  # from the deepest down, so that the interaction is used once
            base = latest[np.uint64(step)]
            latest[np.uint64(step + 1)] = max(latest[np.uint64(step + 1)], base)
            if step > reached and now - base <= window:
                reached, start = step, base
            asked ^= (np.int64(1) << step) >> 1
            if asked == 0:
                break
    return reached, start, is_tied


@njit(inline="always")
def _take_first(
    masks: Masks, occurred_at: Ints, row: np.uint64, skipped: np.uint64, start: int, reached: int, rows: Rows,
    run: np.uint64,
) -> None:  # fmt: skip
    """Fills rows[run] with the earliest interactions, from the lead's first row on, of a run that starts at `start`."""
    step = 0
    while step < reached:
        rows[run, np.uint64(step)] = row
        step += (np.int64(masks[row - skipped]) >> step) & 1 & (occurred_at[row] >= start)
        row += np.uint64(1)
    for missing in range(reached, rows.shape[1]):
        rows[run, np.uint64(missing)] = NO_ROW


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
