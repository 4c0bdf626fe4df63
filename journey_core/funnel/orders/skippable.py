"""Steps that may be skipped: fitted into the run of the other steps, which they leave as it is."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from journey_core.funnel.compiled import NO_ROW, Compiled, Rows, instant_end, union_of
from journey_core.funnel.orders.matching import augment
from journey_core.log.arrays import Ints, Masks
from journey_core.log.journeys import Journeys


def fit_optional(
    masks: Masks, journeys: Journeys, asked: Compiled, first: int, past: int, depth: NDArray[np.int8], taken: Rows,
    rows: Rows,
) -> None:  # fmt: skip
    """Fills rows: int32[entrants, steps] with the runs through the required steps, `taken`, and with the optional
    ones. These come one after another, each at the earliest interaction that no other step of the run needs, not
    before the last step done, not after the next required one that the run reached, within the windows.
    """
    _fit(
        masks, journeys.offsets, journeys.occurred_at, first, past, asked.required, asked.optional,
        asked.window, asked.as_of, asked.step_windows, depth, taken, rows,
    )  # fmt: skip


@njit(cache=True, nogil=True)
def _fit(
    masks: Masks, offsets: Ints, occurred_at: Ints, first: int, past: int, required: Ints, optional: Ints,
    window: int, as_of: int, step_windows: Ints, depth: NDArray[np.int8], taken: Rows, rows: Rows,
) -> None:  # fmt: skip
    """Of the leads first..past-1; masks begin at the first one's first row."""
    entrant, skipped = 0, offsets[first]
    bit = np.zeros(rows.shape[1], np.int64)
    bit[required] = np.arange(len(required))
    bit[optional] = np.arange(len(required), len(required) + len(optional))
    for lead in range(first, past):
        if depth[lead - first] == 0:
            continue
        low, end, run = offsets[lead], offsets[lead + 1], rows[entrant]
        run[:] = NO_ROW
        run[required] = taken[entrant]
        own, at = masks[low - skipped : end - skipped], occurred_at[low:end]
        stopped_at = required[depth[lead - first]] if depth[lead - first] < len(required) else len(run)
        latest = min(at[run[0] - low] + window, as_of)
        for step in optional:
            if step < stopped_at:
                _fit_step(step, bit, own, at, low, latest, step_windows[step], run)
        entrant += 1


@njit(cache=True, nogil=True)
def _fit_step(step: int, bit: Ints, masks: Masks, at: Ints, low: int, latest: int, step_window: int, run: Rows) -> None:
    """Take the earliest interaction that is free for this step of a run, if there is one."""
    before = step - 1
    while run[before] == NO_ROW:
        before -= 1
    opens = at[run[before] - low]
    closes = min(latest, opens + step_window)
    for later in range(step + 1, len(run)):
        if run[later] != NO_ROW:
            closes = min(closes, at[run[later] - low])
            break
    row = run[before] - low
    while row > 0 and at[row - 1] == opens:
        row -= 1
    while row < len(at) and at[row] <= closes and run[step] == NO_ROW:
        past = instant_end(at, row, len(at))
        _fit_instant(step, bit, masks, row, past, low, run)
        row = past


@njit(cache=True, nogil=True)
def _fit_instant(step: int, bit: Ints, masks: Masks, row: int, past: int, low: int, run: Rows) -> None:
    """Take an interaction of this instant for a step, if the steps that are there already can do without it."""
    if (union_of(masks, row, past) >> bit[step]) & 1 == 0:
        return
    holder, place = np.zeros(past - row, np.int64), np.full(len(run) + 1, -1, np.int64)
    for other in range(len(run)):
        if low + row <= run[other] < low + past:
            augment(bit[other] + 1, masks[row:past], holder, place)
    if not augment(bit[step] + 1, masks[row:past], holder, place):
        return
    for other in range(len(run)):
        if place[bit[other] + 1] >= 0:
            run[other] = low + row + place[bit[other] + 1]
