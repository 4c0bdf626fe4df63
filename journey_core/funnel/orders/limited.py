"""The order “ordered” with windows of single steps and exclusions.

Here a later start alone does not make a run the better one: a step's window looks at the step before, an exclusion at
the step that it begins after. But of two runs of one depth, the run that takes the later time of both at every step
is a run as well: no gap of it is longer than the gap of the run that its later end comes from, and no exclusion's
span reaches further. So every depth has one run that is latest at every step, and nothing else has to be kept; of the
runs that share its start and its end one is, the same way, earliest at every step. For a lead with n interactions
both are found in O(n * steps * (steps + exclusions)).
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from journey_core.funnel.compiled import NEVER, NO_ROW, Rows, instant_end, union_of
from journey_core.funnel.orders.matching import augment, matched_bases
from journey_core.log.arrays import Ints, Masks

ALWAYS = 2**62
"""Later than every interaction."""


@njit(cache=True, nogil=True)
def limited_run(
    masks: Masks, at: Ints, low: int, steps: int, window: int, since: int, until: int, step_windows: Ints, after: Ints,
    before: Ints, shift: int, runs: NDArray[np.int64], rows: Rows,
) -> int:  # fmt: skip
    """The depth of one lead and its run in `rows` if it entered, as in `ordered`. masks, at: its interactions, of which
    the first is the row `low`; runs: scratch, int64[2, steps + 1, steps].
    """
    reached, start, done = _latest(masks, at, steps, window, since, until, step_windows, after, before, shift, runs[0])
    if reached:
        _earliest(masks, at, reached, start, done, step_windows, after, before, shift, runs[1])
        take_rows(masks, at, runs[1, 0, :reached], low, rows)
        rows[reached:] = NO_ROW
    return reached


@njit(cache=True, nogil=True)
def _latest(
    masks: Masks, at: Ints, steps: int, window: int, since: int, until: int, step_windows: Ints, after: Ints,
    before: Ints, shift: int, latest: Ints,
) -> tuple[int, int, int]:  # fmt: skip
    """The depth of a lead's run, its first and its last time. latest[k]: the run of depth k that is latest at every
    step of all up to now.
    """
    used, excluded_at = (np.int64(1) << steps) - 1, np.full(len(after), NEVER, np.int64)
    reached, start, done, row, bases = 0, 0, 0, 0, excluded_at
    latest[:, 0] = NEVER
    while row < len(at) and reached < steps:
        now, past = at[row], instant_end(at, row, len(at))
        union, may_start = union_of(masks, row, past), since <= now < until
        if past - row > 1:
            bases = _bases(masks, row, past, used, steps)
        for k in range(min(steps, reached + past - row), 0, -1):
            smallest = k - 1 if past - row == 1 else bases[k]
            if (union >> (k - 1)) & 1 == 0:
                continue
            for base in range(smallest, k):
                if _may_follow(latest[base], base, k, now, may_start, window, step_windows, after, before, excluded_at):
                    for step in range(k):
                        latest[k, step] = latest[base, step] if step < base else now
                    break
        while reached < steps and latest[reached + 1, 0] > NEVER:
            reached += 1
            start, done = latest[reached, 0], now
        for each in range(len(after)):
            if (union >> (shift + each)) & 1:
                excluded_at[each] = now
        row = past
    return reached, start, done


@njit(cache=True, nogil=True)
def _bases(masks: Masks, row: int, past: int, used: np.int64, steps: int) -> Ints:
    """int64[steps + 1]: for every k the smallest base such that the rows of an instant can stand for the steps
    base+1..k.
    """
    return matched_bases(masks[row:past] & np.uint32(used), True, steps, row, np.zeros((steps + 1, steps), np.int32))


@njit(cache=True, nogil=True)
def _may_follow(
    run: Ints, base: int, k: int, now: int, may_start: bool, window: int, step_windows: Ints, after: Ints,
    before: Ints, excluded_at: Ints,
) -> bool:  # fmt: skip
    """Whether the steps base+1..k at `now` may follow a run through steps 1..base. excluded_at: the newest interaction
    before `now` that each exclusion matches.
    """
    if base == 0:
        return may_start
    if run[0] == NEVER or now - run[0] > window or now - run[base - 1] > step_windows[base]:
        return False
    for each in range(len(after)):
        if after[each] < base <= before[each] < k and excluded_at[each] > run[after[each]]:
            return False
    return True


@njit(cache=True, nogil=True)
def _earliest(
    masks: Masks, at: Ints, steps: int, start: int, done: int, step_windows: Ints, after: Ints, before: Ints,
    shift: int, earliest: Ints,
) -> None:  # fmt: skip
    """Fills earliest[0, :steps] with the run from `start` to `done` that is earliest at every step: back from its end,
    earliest[m] being the steps m.. of the run that is earliest from there on.
    """
    used, excluded_at = (np.int64(1) << steps) - 1, np.full(len(after), ALWAYS, np.int64)
    earliest[: steps + 1, steps - 1] = ALWAYS
    row, bases = len(at) - 1, excluded_at
    while row >= 0 and at[row] >= start:
        now, low = at[row], _instant_start(at, row)
        union = union_of(masks, low, row + 1)
        if low < row:
            bases = _bases(masks, low, row + 1, used, steps)
        for m in range(steps):
            if now > done or (union >> m) & 1 == 0:
                continue
            for past in range(m + 1 if low == row else steps, m, -1):
                if low < row and bases[past] > m:
                    continue
                if _may_lead(earliest[past, :steps], past, m, now, done, step_windows, after, before, excluded_at):
                    for step in range(m, steps):
                        earliest[m, step] = now if step < past else earliest[past, step]
                    break
        for each in range(len(after)):
            if (union >> (shift + each)) & 1:
                excluded_at[each] = now
        row = low - 1


@njit(cache=True, nogil=True)
def _instant_start(at: Ints, row: int) -> int:
    """The first row of the same instant."""
    while row > 0 and at[row - 1] == at[row]:
        row -= 1
    return row


@njit(cache=True, nogil=True)
def _may_lead(
    rest: Ints, past: int, m: int, now: int, done: int, step_windows: Ints, after: Ints, before: Ints,
    excluded_at: Ints,
) -> bool:  # fmt: skip
    """Whether the steps m..past-1, counted from 0, at `now` may lead on to the steps past.. of a run. excluded_at: the
    oldest interaction after `now` that each exclusion matches.
    """
    if past == len(rest):
        return bool(now == done)
    if rest[len(rest) - 1] == ALWAYS or rest[past] - now > step_windows[past]:
        return False
    for each in range(len(after)):
        if m <= after[each] < past <= before[each] < len(rest) and excluded_at[each] < rest[before[each]]:
            return False
    return True


@njit(cache=True, nogil=True)
def take_rows(masks: Masks, at: Ints, times: Ints, row: int, rows: Rows) -> None:
    """Fills rows[k] with a row at times[k] that matches step k, each a row of its own; the first row is `row`."""
    k = low = 0
    while k < len(times):
        while at[low] < times[k]:
            low += 1
        past = instant_end(at, low, len(at))
        if past - low == 1:
            rows[k] = row + low
            k += 1
            continue
        holder, place, first = np.zeros(past - low, np.int64), np.full(len(times) + 1, -1, np.int64), k
        while k < len(times) and times[k] == at[low]:
            augment(k + 1, masks[low:past], holder, place)
            k += 1
        for step in range(first, k):
            rows[step] = row + low + place[step + 1]
