"""The order “ordered”: every lead's deepest run of different interactions in order of time."""

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from journey_core.definition import LATEST
from journey_core.funnel.limited import limited_run, limited_runs
from journey_core.funnel.question import NEVER, NO_ROW, Question, Rows
from journey_core.journeys import Ints, Journeys
from journey_core.predicate import Masks


def ordered_runs(
    masks: Masks, journeys: Journeys, question: Question, first: int, past: int, depth: NDArray[np.int8], rows: Rows
) -> int:
    """Fills depth and rows of the leads first..past-1, as in `Runs`; how many entered.

    A lead reached step k if k different interactions match the steps 1..k in order of time, those of one instant in
    either order, the last at most the window after the first. Limits of single steps: `limited_runs`.
    """
    given = (masks, journeys.offsets, journeys.occurred_at, first, past, len(question.required))
    period = (question.window, question.since, question.until, question.as_of)
    if question.is_limited:
        shift = len(question.required) + len(question.optional)
        windows = question.step_windows[question.required]
        return limited_runs(*given, *period, windows, question.after, question.before, shift, depth, rows)
    return plain_runs(*given, *period, depth, rows)


@njit(cache=True, nogil=True)
def plain_runs(
    masks: Masks, offsets: Ints, occurred_at: Ints, first: int, past: int,
    steps: int, window: int, since: int, until: int, as_of: int, depth: NDArray[np.int8], rows: Rows,
) -> int:  # fmt: skip
    """Fills depth[lead - first] of the leads first..past-1 and a row of `rows` for each that entered; how many did.

    masks: uint32[rows of these leads], the steps that each row matches, one bit a step. window and times in
    microseconds; a run starts at since <= t < until and ends by as_of.

    The run of a lead is earliest completed of the deepest, of those the latest start, and of those each step as early
    as it can be. Leads with several interactions at one instant are left to `limited_run`, without limits.
    """
    starts, none = np.full(steps + 1, NEVER, np.int64), np.zeros(0, np.int64)
    runs, unlimited = np.empty((2, steps + 1, steps), np.int64), np.full(steps, LATEST, np.int64)
    skipped, entered = offsets[first], 0
    for lead in range(first, past):
        low, end = offsets[lead], offsets[lead + 1]
        reached, start, is_tied = _deepest(masks, occurred_at, low, end, skipped, window, since, until, as_of, starts)
        if is_tied:
            reached = limited_run(
                masks[low - skipped : end - skipped], occurred_at[low:end], low, steps, window, since, until, as_of,
                unlimited, none, none, steps, runs, rows[entered],
            )  # fmt: skip
        elif reached:
            take_first(masks, occurred_at, low, skipped, start, rows[entered, :reached])
        if reached:
            rows[entered, reached:] = NO_ROW
            depth[lead - first] = reached
            entered += 1
    return entered


@njit(cache=True, nogil=True)
def _deepest(
    masks: Masks, occurred_at: Ints, low: int, end: int, skipped: int, window: int, since: int, until: int, as_of: int,
    starts: Ints,
) -> tuple[int, int, bool]:  # fmt: skip
    """How deep the lead of the rows low..end-1 came and when its run started; or that two interactions that matter
    share an instant, so that this can't be told here.

    `starts[k]`, all NEVER before and after, is the latest start of a run through steps 1..k seen so far: a later start
    can only stay longer inside the window, so no other run has to be kept. The first run of a depth is the lead's.
    """
    steps, reached, start, previous, is_tied = len(starts) - 1, 0, NEVER, NEVER, False
    used = (np.int64(1) << steps) - 1
    for row in range(low, end):
        mask = np.int64(masks[row - skipped]) & used
        if mask == 0:
            continue
        now = occurred_at[row]
        is_tied = now == previous or (reached == steps - 1 and row + 1 < end and occurred_at[row + 1] == now)
        if now > as_of or is_tied:
            break
        previous = now
        starts[0] = now if since <= now < until else NEVER
        asked = mask & ((np.int64(2) << reached) - 1)
        while asked:
            k = math.frexp(np.float64(asked))[1]  # from the deepest step down, so that it is used once
            asked ^= np.int64(1) << (k - 1)
            base = starts[k - 1] if now - starts[k - 1] <= window else NEVER
            starts[k] = max(starts[k], base)
            if k > reached and base > NEVER:
                reached, start = k, base
        if reached == steps:
            break
    starts[:] = NEVER
    return reached, start, is_tied


@njit(cache=True, nogil=True)
def take_first(masks: Masks, occurred_at: Ints, row: int, skipped: int, start: int, rows: Rows) -> None:
    """Fills rows with the earliest interactions, from the lead's first row on, of a run that starts at `start`."""
    k = 0
    while k < len(rows):
        if (np.int64(masks[row - skipped]) >> k) & 1 and occurred_at[row] >= start:
            rows[k] = row
            k += 1
        row += 1
