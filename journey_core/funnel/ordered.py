"""The order “ordered”: every lead's deepest run of different interactions in order of time."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from journey_core.funnel.limited import limited_runs
from journey_core.funnel.matching import matched_bases
from journey_core.funnel.question import NEVER, Question, Rows, instant_end
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

    `starts[k]` is the latest start of a run through steps 1..k seen so far, `runs[k]` its rows: a later start can
    only stay longer inside the window, so no other run has to be kept. The first run of a depth is the lead's run
    of that depth: earliest completed, of those the latest start, and of those each step as early as it can be.
    """
    starts = np.full(steps + 1, NEVER, np.int64)
    runs = np.full((steps + 1, steps), -1, np.int32)
    skipped, entered, used = offsets[first], 0, (np.int64(1) << steps) - 1
    for lead in range(first, past):
        reached = 0
        row, end = offsets[lead], offsets[lead + 1]
        while row < end and reached < steps:
            mask = np.int64(masks[row - skipped]) & used
            if mask == 0:
                row += 1
                continue
            now = occurred_at[row]
            if now > as_of:
                break
            is_alone = row + 1 == end or occurred_at[row + 1] != now
            if is_alone and mask & ((2 << reached) - 1) == 0:
                row += 1  # it only matches steps that no run has come up to
                continue
            starts[0] = now if since <= now < until else NEVER
            past_instant = row + 1 if is_alone else instant_end(occurred_at, row, end)
            if is_alone:
                _count_one(mask, starts, runs, min(reached + 1, steps), now, window, row)
            else:
                tied = masks[row - skipped : past_instant - skipped] & np.uint32(used)
                _count_instant(tied, starts, runs, steps, now, window, row)
            row = past_instant
            while reached < steps and starts[reached + 1] > NEVER:
                reached += 1
                rows[entered, :reached] = runs[reached, :reached]
        starts[1 : reached + 1] = NEVER
        if reached:
            depth[lead - first] = reached
            rows[entered, reached:] = -1
            entered += 1
    return entered


@njit(cache=True, nogil=True)
def _count_one(mask: np.int64, starts: Ints, runs: Rows, deepest: int, now: int, window: int, row: int) -> None:
    """Count an interaction that is alone at its instant; from the deepest step down, so that it is used once."""
    for k in range(deepest, 0, -1):
        if (mask >> (k - 1)) & 1 and _is_later(starts, k - 1, k, now, window):
            _extend(starts, runs, k - 1, k)
            runs[k, k - 1] = row


@njit(cache=True, nogil=True)
def _is_later(starts: Ints, base: int, k: int, now: int, window: int) -> bool:
    """Whether the run of depth `base` is in its window and starts later than the present one of depth k."""
    return bool(starts[base] > starts[k] and now - starts[base] <= window)


@njit(cache=True, nogil=True)
def _extend(starts: Ints, runs: Rows, base: int, k: int) -> None:
    """Let the run of depth `base` be the one of depth k; the rows of its further steps are filled in by the caller."""
    starts[k] = starts[base]
    for step in range(base):
        runs[k, step] = runs[base, step]


@njit(cache=True, nogil=True)
def _count_instant(masks: Masks, starts: Ints, runs: Rows, steps: int, now: int, window: int, row: int) -> None:
    """Count all interactions of one instant, the first in `row`, in whichever order takes the lead furthest."""
    first_with = np.full(steps + 1, -1, np.int64)
    is_ambiguous = False
    for i in range(len(masks) - 1, -1, -1):
        mask = np.int64(masks[i])
        is_ambiguous |= (mask & (mask - 1)) != 0
        for k in range(1, steps + 1):
            if (mask >> (k - 1)) & 1:
                first_with[k] = row + i
    if is_ambiguous:
        _assign(masks, starts, runs, steps, now, window, row)
        return
    for k in range(1, steps + 1):
        if first_with[k] >= 0 and _is_later(starts, k - 1, k, now, window):
            _extend(starts, runs, k - 1, k)
            runs[k, k - 1] = first_with[k]


@njit(cache=True, nogil=True)
def _assign(masks: Masks, starts: Ints, runs: Rows, steps: int, now: int, window: int, row: int) -> None:
    """Extend runs where some interactions match several steps, each being used once.

    Earlier depths have later starts, so depth k wants the smallest base from which the steps base+1..k can be given
    to different interactions: a window over the steps whose matching grows on the right and is freed on the left.
    """
    given = np.full((steps + 1, steps), -1, np.int32)
    base_of = matched_bases(masks, starts[0] > NEVER, steps, row, given)
    for k in range(steps, 0, -1):
        base = base_of[k]
        while base + 1 < k and starts[base + 1] == starts[base]:
            base += 1  # the same start, and more steps done earlier
        if base < k and _is_later(starts, base, k, now, window):
            _extend(starts, runs, base, k)
            runs[k, base:k] = given[k, base:k]
