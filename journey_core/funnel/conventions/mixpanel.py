"""How far leads come by Mixpanel's funnels, written after what its documentation says they count."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from journey_core.funnel.compiled import NEVER, instant_end
from journey_core.log.arrays import Ints, Masks


@njit(cache=True, nogil=True)
def mixpanel(
    masks: Masks, offsets: Ints, occurred_at: Ints, first: int, past: int, steps: int, window: int, since: int,
    until: int, as_of: int, depth: NDArray[np.int8], totals: Ints,
) -> None:  # fmt: skip
    """Fills depth[lead - first] with how far a lead came after its first entry, and adds to totals[k] the entries, of
    all leads, that came to step k + 1. A lead enters again only once its window is over or it came through.
    """
    skipped, used = offsets[first], np.zeros(0, np.bool_)
    for lead in range(first, past):
        row, end = offsets[lead], offsets[lead + 1]
        entries, reached, start = 0, 0, NEVER
        while row < end and occurred_at[row] <= as_of:
            now, past_instant = occurred_at[row], instant_end(occurred_at, row, end)
            used = np.zeros(past_instant - row, np.bool_)
            if reached == steps or now - start > window:
                reached = 0
            is_open = True
            while is_open and reached < steps:
                is_open = (reached > 0 or since <= now < until) and _take(
                    masks[row - skipped : past_instant - skipped], reached, used
                )
                if is_open:
                    start, entries = (now, entries + 1) if reached == 0 else (start, entries)
                    totals[reached] += 1
                    reached += 1
                    if entries == 1:
                        depth[lead - first] = reached
            row = past_instant


@njit(cache=True, nogil=True)
def _take(instant: Masks, step: int, used: NDArray[np.bool_]) -> bool:
    """Use the first interaction of an instant that matches a step and is not used yet; whether there is one."""
    for i in range(len(instant)):
        if not used[i] and (np.int64(instant[i]) >> step) & 1:
            used[i] = True
            return True
    return False
