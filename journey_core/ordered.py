"""The ordered funnel's pass: for every lead its deepest run of different interactions in time order."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from journey_core.journeys import Ints
from journey_core.predicate import Masks

NEVER = -(2**62)
"""The start of a run that does not exist; so early that it lies outside every window."""


@njit(cache=True, nogil=True)
def ordered_runs(
    masks: Masks, offsets: Ints, occurred_at: Ints, first: int, past: int,
    steps: int, window: int, since: int, until: int, as_of: int,
) -> tuple[NDArray[np.int8], Ints]:  # fmt: skip
    """Depth and step times of the leads first..past-1: int8[past - first], int64[past - first, steps].

    masks: uint32[rows of these leads], the steps that each row matches, one bit a step. window and times in
    microseconds; a run starts at since <= t < until and ends by as_of.

    `starts[k]` is the latest start of a run through steps 1..k seen so far, `runs[k]` its times: a later start can
    only stay longer inside the window, so no other run has to be kept. The first run of a depth is the lead's run
    of that depth: earliest completed, and of those the latest start. Times beyond the depth are 0.
    """
    depth = np.zeros(past - first, np.int8)
    step_at = np.zeros((past - first, steps), np.int64)
    starts = np.full(steps + 1, NEVER, np.int64)
    runs = np.zeros((steps + 1, steps), np.int64)
    skipped = offsets[first]
    for lead in range(first, past):
        reached = 0
        row, end = offsets[lead], offsets[lead + 1]
        while row < end and reached < steps:
            mask = np.int64(masks[row - skipped])
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
            past_instant = row + 1 if is_alone else _instant_end(occurred_at, row, end)
            if is_alone:
                _count_one(mask, starts, runs, min(reached + 1, steps), now, window)
            else:
                tied = masks[row - skipped : past_instant - skipped]
                _count_instant(tied, starts, runs, steps, now, window)
            row = past_instant
            while reached < steps and starts[reached + 1] > NEVER:
                reached += 1
                step_at[lead - first, :reached] = runs[reached, :reached]
        depth[lead - first] = reached
        starts[1 : reached + 1] = NEVER
    return depth, step_at


@njit(cache=True, nogil=True)
def _instant_end(occurred_at: Ints, row: int, end: int) -> int:
    """The row after those of the same instant."""
    while row + 1 < end and occurred_at[row + 1] == occurred_at[row]:
        row += 1
    return row + 1


@njit(cache=True, nogil=True)
def _count_one(mask: np.int64, starts: Ints, runs: Ints, deepest: int, now: int, window: int) -> None:
    """Count an interaction that is alone at its instant; from the deepest step down, so that it is used once."""
    for k in range(deepest, 0, -1):
        if (mask >> (k - 1)) & 1:
            _extend(starts, runs, k - 1, k, now, window)


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
def _count_instant(masks: Masks, starts: Ints, runs: Ints, steps: int, now: int, window: int) -> None:
    """Count all interactions of one instant, in whichever order takes the lead furthest."""
    union, is_ambiguous = np.int64(0), False
    for i in range(len(masks)):
        mask = np.int64(masks[i])
        union |= mask
        is_ambiguous |= (mask & (mask - 1)) != 0
    if is_ambiguous:
        _assign(masks, starts, runs, steps, now, window)
        return
    for k in range(1, steps + 1):
        if (union >> (k - 1)) & 1:
            _extend(starts, runs, k - 1, k, now, window)


@njit(cache=True, nogil=True)
def _assign(masks: Masks, starts: Ints, runs: Ints, steps: int, now: int, window: int) -> None:
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
def _augment(step: int, masks: Masks, holder: Ints, place: Ints) -> bool:
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
            if asked_by[i] == 0 and (np.int64(masks[i]) >> (asking - 1)) & 1:
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
