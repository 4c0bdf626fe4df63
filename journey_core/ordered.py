"""The ordered funnel's pass: for every lead its deepest run of different interactions in time order."""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from journey_core.journeys import Ints
from journey_core.predicate import StepColumns, StepTables, row_mask

NEVER = -(2**62)
"""The start of a run that does not exist; so early that it lies outside every window."""


class Limits(NamedTuple):
    """What bounds a run, in microseconds: it starts at since <= t < until, lasts `window` at most, ends by `as_of`."""

    window: int
    since: int
    until: int
    as_of: int


@njit(cache=True, nogil=True)
def ordered_runs(
    step_columns: StepColumns,
    step_tables: StepTables,
    offsets: Ints,
    occurred_at: Ints,
    first: int,
    past: int,
    steps: int,
    limits: Limits,
) -> tuple[NDArray[np.int8], Ints]:
    """Depth and step times of the leads first..past-1: int8[past - first], int64[past - first, steps].

    `starts[k]` is the latest start of a run through steps 1..k seen so far, `runs[k]` its times: a later start can
    only stay longer inside the window, so no other run has to be kept. The first run of a depth is the lead's run
    of that depth: earliest completed, and of those the latest start. Times beyond the depth are 0.
    """
    depth = np.zeros(past - first, np.int8)
    step_at = np.zeros((past - first, steps), np.int64)
    starts = np.full(steps + 1, NEVER, np.int64)
    runs = np.zeros((steps + 1, steps), np.int64)
    for lead in range(first, past):
        reached = 0
        row, end = offsets[lead], offsets[lead + 1]
        while row < end and reached < steps:
            mask = row_mask(step_columns, step_tables, row)
            if mask == 0:
                row += 1
                continue
            now = occurred_at[row]
            if now > limits.as_of:
                break
            starts[0] = now if limits.since <= now < limits.until else NEVER
            if row + 1 < end and occurred_at[row + 1] == now:
                row = _instant(step_columns, step_tables, occurred_at, row, end, starts, runs, steps, limits.window)
            else:
                row += 1
                for k in range(min(reached + 1, steps), 0, -1):
                    if (mask >> (k - 1)) & 1:
                        _extend(starts, runs, k - 1, k, now, limits.window)
            before = reached
            while reached < steps and starts[reached + 1] > NEVER:
                reached += 1
            if reached > before:
                step_at[lead - first, :reached] = runs[reached, :reached]
        depth[lead - first] = reached
        starts[1 : reached + 1] = NEVER
    return depth, step_at


@njit(cache=True, nogil=True)
def _extend(starts: Ints, runs: Ints, base: int, k: int, now: int, window: int) -> None:
    """Let the run of depth `base` reach depth k at `now`, if it is in its window and starts later than the present."""
    if starts[base] > starts[k] and now - starts[base] <= window:
        starts[k] = starts[base]
        for step in range(base):
            runs[k, step] = runs[base, step]
        for step in range(base, k):
            runs[k, step] = now


@njit(cache=True, nogil=True)
def _instant(
    step_columns: StepColumns,
    step_tables: StepTables,
    occurred_at: Ints,
    row: int,
    end: int,
    starts: Ints,
    runs: Ints,
    steps: int,
    window: int,
) -> int:
    """Count all interactions of one instant, in whichever order takes the lead furthest; the row after them."""
    now, past = occurred_at[row], row
    union, is_ambiguous = 0, False
    while past < end and occurred_at[past] == now:
        mask = row_mask(step_columns, step_tables, past)
        union |= mask
        is_ambiguous |= (mask & (mask - 1)) != 0
        past += 1
    if is_ambiguous:
        masks = np.zeros(past - row, np.int64)
        for i in range(past - row):
            masks[i] = row_mask(step_columns, step_tables, row + i)
        _assign(masks, starts, runs, steps, now, window)
    else:
        for k in range(1, steps + 1):
            if (union >> (k - 1)) & 1:
                _extend(starts, runs, k - 1, k, now, window)
    return past


@njit(cache=True, nogil=True)
def _assign(masks: Ints, starts: Ints, runs: Ints, steps: int, now: int, window: int) -> None:
    """Extend runs where some interactions match several steps, each being used once.

    Earlier depths have later starts, so depth k wants the smallest base from which the steps base+1..k can be given
    to different interactions: a window over the steps whose matching grows on the right and is freed on the left.
    """
    holder = np.zeros(len(masks), np.int64)
    place = np.full(steps + 1, -1, np.int64)
    base_of = np.zeros(steps + 1, np.int64)
    base = 0 if starts[0] > NEVER else 1
    for k in range(base + 1, steps + 1):
        while base < k and not _augment(k, masks, holder, place):
            base += 1
            if place[base] >= 0:
                holder[place[base]] = 0
                place[base] = -1
        base_of[k] = base
    for k in range(steps, 0, -1):
        if base_of[k] < k:
            _extend(starts, runs, base_of[k], k, now, window)


@njit(cache=True, nogil=True)
def _augment(step: int, masks: Ints, holder: Ints, place: Ints) -> bool:
    """Give `step` an interaction of its own, moving other steps if needed (Kuhn 1955); False if there is none.

    holder[i]: the step that interaction i stands for, 0 if free. place[step]: its interaction, -1 if none.
    """
    asked_by = np.zeros(len(masks), np.int64)
    queue = np.zeros(len(place), np.int64)
    queue[0] = step
    head, tail = 0, 1
    while head < tail:
        asking = queue[head]
        head += 1
        for i in range(len(masks)):
            if asked_by[i] == 0 and (masks[i] >> (asking - 1)) & 1:
                asked_by[i] = asking
                if holder[i] == 0:
                    _hand_over(i, step, asked_by, holder, place)
                    return True
                queue[tail] = holder[i]
                tail += 1
    return False


@njit(cache=True, nogil=True)
def _hand_over(free: int, step: int, asked_by: Ints, holder: Ints, place: Ints) -> None:
    """Shift every step on the way from `step` to the free interaction to the one it asked for."""
    i = free
    while True:
        taker = asked_by[i]
        left = place[taker]
        holder[i] = taker
        place[taker] = i
        if taker == step:
            return
        i = left
