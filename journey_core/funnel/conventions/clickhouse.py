"""How far leads come by ClickHouse's windowFunnel, written after what its documentation and source say it counts."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from journey_core.funnel.compiled import NEVER, instant_end
from journey_core.log.arrays import Ints, Masks

NOTHING = -1
"""The step of an interaction that matches none."""


@njit(cache=True, nogil=True)
def window_funnel(
    masks: Masks, offsets: Ints, occurred_at: Ints, first: int, past: int, steps: int, window: int, since: int,
    until: int, as_of: int, is_strict_order: bool, is_strict_deduplication: bool, is_strict_increase: bool,
    depth: NDArray[np.int8],
) -> None:  # fmt: skip
    """Fills depth[lead - first]. An interaction counts for every step that it matches, one after the other; those of
    one instant come in the order of the steps, one that matches nothing first.
    """
    starts, ends = np.full(steps, NEVER, np.int64), np.full(steps, NEVER, np.int64)
    skipped = offsets[first]
    for lead in range(first, past):
        starts[:] = NEVER
        row, end, is_over = offsets[lead], offsets[lead + 1], False
        while row < end and occurred_at[row] <= as_of and not is_over:
            now, past_instant = occurred_at[row], instant_end(occurred_at, row, end)
            for step in range(NOTHING, steps):
                for same in range(row, past_instant):
                    mask = np.int64(masks[same - skipped])
                    is_step = mask == 0 if step == NOTHING else (mask >> step) & 1 == 1
                    if not is_step or is_over or (step == 0 and not since <= now < until):
                        continue
                    if step <= 0 or starts[step - 1] == NEVER or (is_strict_deduplication and starts[step] > NEVER):
                        is_over = _ends(step, starts, is_strict_order, is_strict_deduplication)
                    elif now - starts[step - 1] <= window and (not is_strict_increase or ends[step - 1] < now):
                        starts[step], ends[step], is_over = starts[step - 1], now, step + 1 == steps
                    if step == 0:
                        starts[0], ends[0] = now, now
            row = past_instant
        for step in range(steps):
            if starts[step] > NEVER:
                depth[lead - first] = step + 1


@njit(cache=True, nogil=True)
def _ends(step: int, starts: Ints, is_strict_order: bool, is_strict_deduplication: bool) -> bool:
    """Whether an interaction that does not lead on ends the search: one that matches nothing or comes too early in
    strict order, a repeated one in strict deduplication.
    """
    if step == 0:
        return False
    if step != NOTHING and is_strict_deduplication and starts[step] > NEVER:
        return True
    return bool(is_strict_order and starts[0] > NEVER)
