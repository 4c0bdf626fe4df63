"""The runs that answer a funnel: a kernel's pass over the leads, a block of rows at a time."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from journey_core.funnel.compiled import NO_ROW, Question, Rows
from journey_core.funnel.orders.skippable import fit_optional
from journey_core.log.arrays import Ints
from journey_core.log.blocks import lead_blocks
from journey_core.log.journeys import Journeys
from journey_core.log.predicates import Masks, matches

Kernel = Callable[[Masks, Journeys, Question, int, int, NDArray[np.int8], Rows], int]
"""Fills the depth of the leads number low..high-1, and rows for those that entered, by required steps; how many did."""

BLOCK: Final = 1 << 17
"""Rows whose masks are made at once: few enough to stay in a core's cache until the kernel has read them."""


@dataclass(frozen=True, eq=False)
class Runs:
    """The runs of a range of leads.

    depth: int8[leads], the number of the deepest step that may not be skipped, 0 for leads that did not enter.
    rows: int32[entrants, steps], for every lead that entered, in order: the row of the journeys' columns that is each
    step of its run, -1 where there is none. took: int64 for every step but the first, microseconds from the first one
    to it, of the runs that have it, in order.
    """

    depth: NDArray[np.int8]
    rows: Rows
    took: tuple[Ints, ...]


def all_runs(kernel: Kernel, journeys: Journeys, question: Question, first: int, past: int) -> Runs:
    """The runs of the leads number first..past-1."""
    depth, rows = np.zeros(past - first, np.int8), np.empty((past - first, question.steps), np.int32)
    later = question.steps - 1
    took, counts = np.empty((later, past - first), np.int64), np.zeros(later, np.int64)
    has_optional, entered = len(question.optional) > 0, 0
    for low, high in lead_blocks(journeys.offsets, first, past, BLOCK):
        masks = matches(journeys, question.accepts, int(journeys.offsets[low]), int(journeys.offsets[high]))
        deep = depth[low - first : high - first]
        taken = np.empty((high - low, len(question.required)), np.int32) if has_optional else rows[entered:]
        count = kernel(masks, journeys, question, low, high, deep, taken)
        if has_optional:
            fit_optional(masks, journeys, question, low, high, deep, taken[:count], rows[entered : entered + count])
        _add_times(rows[entered : entered + count], journeys.occurred_at, took, counts)
        entered += count
    numbers = np.concatenate(([0], question.required + 1)).astype(np.int8)
    times = tuple(each[:count] for each, count in zip(took, counts.tolist(), strict=True))
    return Runs(numbers[depth] if has_optional else depth, rows[:entered], times)


@njit(cache=True, nogil=True)
def _add_times(rows: Rows, occurred_at: Ints, took: NDArray[np.int64], counts: Ints) -> None:
    """Put the times of some runs behind the counts[k] of step k + 1 that are there; while their rows are in cache."""
    for run in range(len(rows)):
        first = occurred_at[rows[run, 0]]
        for later in range(len(counts)):
            k = np.uint64(later)  # signed positions may count from the end
            row = rows[run, k + np.uint64(1)]
            took[k, np.uint64(counts[k])] = occurred_at[np.uint64(max(row, 0))] - first
            counts[k] += row != NO_ROW
