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

from journey_core.funnel.matching import augment, matched_bases
from journey_core.funnel.question import NEVER, Rows, instant_end
from journey_core.journeys import Ints
from journey_core.predicate import Masks

ALWAYS = 2**62
"""Later than every interaction."""


@njit(cache=True, nogil=True)
def limited_runs(
    masks: Masks, offsets: Ints, occurred_at: Ints, first: int, past: int, steps: int, window: int, since: int,
    until: int, as_of: int, step_windows: Ints, after: Ints, before: Ints, shift: int, depth: NDArray[np.int8],
    rows: Rows,
) -> int:  # fmt: skip
    """Fills depth[lead - first] of the leads first..past-1 and a row of `rows` for each that entered; how many did.

    As `ordered_runs`; besides: step_windows int64[steps] from the step before; after, before int64[exclusions] the
    steps around each exclusion, counted from 0, whose interactions have bit `shift` + its number in the masks.
    """
    latest, earliest = np.full((steps + 1, steps), NEVER, np.int64), np.full((steps + 1, steps), ALWAYS, np.int64)
    skipped, entered = offsets[first], 0
    for lead in range(first, past):
        row, end = offsets[lead], offsets[lead + 1]
        while end > row and occurred_at[end - 1] > as_of:
            end -= 1
        own, at = masks[row - skipped : end - skipped], occurred_at[row:end]
        reached, start, done = _latest(own, at, steps, window, since, until, step_windows, after, before, shift, latest)
        if reached:
            _earliest(own, at, reached, start, done, step_windows, after, before, shift, earliest)
            take_rows(own, at, earliest[0, :reached], row, rows[entered])
            rows[entered, reached:] = -1
            depth[lead - first] = reached
            entered += 1
    return entered


@njit(cache=True, nogil=True)
def _latest(
    masks: Masks, at: Ints, steps: int, window: int, since: int, until: int, step_windows: Ints, after: Ints,
    before: Ints, shift: int, latest: Ints,
) -> tuple[int, int, int]:  # fmt: skip
    """The depth of a lead's run, its first and its last time. latest[k]: the run of depth k that is latest at every
    step of all up to now.
    """
    used, bases = (np.int64(1) << steps) - 1, np.zeros(steps + 1, np.int64)
    excluded_at = np.full(len(after), NEVER, np.int64)
    reached, start, done, row = 0, 0, 0, 0
    latest[:, 0] = NEVER
    while row < len(at) and reached < steps:
        now, past = at[row], instant_end(at, row, len(at))
        union = _union(masks, row, past)
        if union & used:
            may_start = since <= now < until
            _fill_bases(masks, row, past, union, steps, bases)
            for k in range(min(steps, reached + past - row), 0, -1):
                for base in range(bases[k], k):
                    if (
                        may_start
                        if base == 0
                        else _may_follow(latest[base], base, k, now, window, step_windows, after, before, excluded_at)
                    ):
                        latest[k, :base] = latest[base, :base]
                        latest[k, base:k] = now
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
def _union(masks: Masks, row: int, past: int) -> np.int64:
    """What any of the rows matches."""
    union = np.int64(0)
    for i in range(row, past):
        union |= np.int64(masks[i])
    return union


@njit(cache=True, nogil=True)
def _fill_bases(masks: Masks, row: int, past: int, union: np.int64, steps: int, bases: Ints) -> None:
    """bases[k]: the smallest base such that the rows of an instant can stand for the steps base+1..k; k if none."""
    if past - row > 1:
        tied = masks[row:past] & np.uint32((np.int64(1) << steps) - 1)
        bases[:] = matched_bases(tied, True, steps, row, np.zeros((steps + 1, steps), np.int32))
        return
    for k in range(1, steps + 1):
        bases[k] = k - 1 if (union >> (k - 1)) & 1 else k


@njit(cache=True, nogil=True)
def _may_follow(
    run: Ints, base: int, k: int, now: int, window: int, step_windows: Ints, after: Ints, before: Ints,
    excluded_at: Ints,
) -> bool:  # fmt: skip
    """Whether the steps base+1..k at `now` may follow a run through steps 1..base. excluded_at: the newest interaction
    before `now` that each exclusion matches.
    """
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
    bases, excluded_at = np.zeros(steps + 1, np.int64), np.full(len(after), ALWAYS, np.int64)
    earliest[: steps + 1, steps - 1] = ALWAYS
    row = len(at) - 1
    while row >= 0 and at[row] >= start:
        now, low = at[row], _instant_start(at, row)
        union = _union(masks, low, row + 1)
        if now <= done and union & ((np.int64(1) << steps) - 1):
            _fill_bases(masks, low, row + 1, union, steps, bases)
            for m in range(steps):
                for past in range(steps, m, -1):
                    if bases[past] <= m and (
                        now == done
                        if past == steps
                        else _may_lead(earliest[past, :steps], past, m, now, step_windows, after, before, excluded_at)
                    ):
                        earliest[m, past:steps] = earliest[past, past:steps]
                        earliest[m, m:past] = now
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
    rest: Ints, past: int, m: int, now: int, step_windows: Ints, after: Ints, before: Ints, excluded_at: Ints
) -> bool:
    """Whether the steps m..past-1, counted from 0, at `now` may lead on to the steps past.. of a run. excluded_at: the
    oldest interaction after `now` that each exclusion matches.
    """
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
