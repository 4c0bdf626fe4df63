"""How far leads come by PostHog's strict funnels, written after what its documentation and source say they count."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from journey_core.funnel.compiled import NEVER, NO_ROW, Rows, instant_end
from journey_core.log.arrays import Ints, Masks


@njit(cache=True, nogil=True)
def posthog_strict(
    masks: Masks, offsets: Ints, occurred_at: Ints, first: int, past: int, steps: int, window: int, since: int,
    until: int, as_of: int, depth: NDArray[np.int8],
) -> None:  # fmt: skip
    """Fills depth[lead - first]. An interaction ends every run but those at the steps it matches; where interactions
    of one instant match different steps, none of them ends a run.
    """
    starts, runs = np.full(steps + 1, NEVER, np.int64), np.full((steps + 1, steps), NO_ROW, np.int32)
    skipped = offsets[first]
    for lead in range(first, past):
        starts[:] = NEVER
        row, end, reached = offsets[lead], offsets[lead + 1], 0
        while row < end and occurred_at[row] <= as_of and reached < steps:
            now, past_instant = occurred_at[row], instant_end(occurred_at, row, end)
            starts[0] = now if since <= now < until else NEVER
            instant = masks[row - skipped : past_instant - skipped]
            if (instant == instant[0]).all():
                for mask in instant:
                    reached = max(reached, _extend(np.int64(mask), starts, now, window))
            else:
                reached = max(reached, _extend_mixed(instant, starts, runs, now, window, row))
            row = past_instant
        depth[lead - first] = reached


@njit(cache=True, nogil=True)
def _extend(mask: np.int64, starts: Ints, now: int, window: int) -> int:
    """Let one interaction lead runs on, and end the others; the deepest step it came to."""
    reached = 0
    for step in range(len(starts) - 1, 0, -1):
        if (mask >> (step - 1)) & 1 and now - starts[step - 1] <= window:
            starts[step] = starts[step - 1]
            reached = max(reached, step)
    for step in range(1, len(starts)):
        if (mask >> (step - 1)) & 1 == 0:
            starts[step] = NEVER
    return reached


@njit(cache=True, nogil=True)
def _extend_mixed(instant: Masks, starts: Ints, runs: Rows, now: int, window: int, row: int) -> int:
    """Let the interactions of an instant lead runs on in the order of the steps, each once in a run."""
    reached = 0
    for step in range(1, len(starts)):
        for i in range(len(instant)):
            asks = (np.int64(instant[i]) >> (step - 1)) & 1 and now - starts[step - 1] <= window
            is_used = (runs[step - 1, : step - 1] == row + i).any()
            if asks and not is_used and starts[step] != starts[step - 1]:
                starts[step] = starts[step - 1]
                runs[step, : step - 1] = runs[step - 1, : step - 1]
                runs[step, step - 1] = row + i
                reached = max(reached, step)
    return reached
