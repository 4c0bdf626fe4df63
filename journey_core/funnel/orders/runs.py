"""The runs that answer a funnel: a kernel's pass over the leads, a block of rows at a time."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from journey_core.funnel.compiled import NO_INTERACTION, NO_ROW, Compiled, Rows
from journey_core.funnel.orders.skippable import fit_optional
from journey_core.log.arrays import Ints, Masks
from journey_core.log.blocks import lead_blocks
from journey_core.log.journeys import Journeys
from journey_core.log.matching import matches

Kernel = Callable[[Masks, Journeys, Compiled, int, int, NDArray[np.int8], Rows], int]
"""Fills the depth of the leads number low..high-1, and rows for those that entered, by required steps; how many did."""

BLOCK: Final = 1 << 17
"""Rows whose masks are made at once: few enough to stay in a core's cache until the kernel has read them."""


@dataclass(frozen=True, eq=False)
class Runs:
    """The runs of a range of leads.

    depth: int8[leads], the number of the deepest step that may not be skipped, 0 for leads that did not enter.
    interaction: int64[entrants, steps], for every lead that entered, in order: the id of the interaction that is each
    step of its run, NO_INTERACTION where there is none. entry_at: int64[entrants], the time of the first step.
    took: int64 for every step but the first, microseconds from the first one to it, of the runs that have it, in order.
    """

    depth: NDArray[np.int8]
    interaction: Ints
    entry_at: Ints
    took: tuple[Ints, ...]


def all_runs(kernel: Kernel, journeys: Journeys, asked: Compiled, first: int, past: int) -> Runs:
    """The runs of the leads number first..past-1."""
    leads, steps = past - first, asked.steps
    depth, interaction, entry_at = (
        np.zeros(leads, np.int8),
        np.empty((leads, steps), np.int64),
        np.empty(leads, np.int64),
    )
    took, counts = np.empty((steps - 1, leads), np.int64), np.zeros(steps - 1, np.int64)
    has_optional, entered = len(asked.optional) > 0, 0
    for low, high in lead_blocks(journeys.offsets, first, past, BLOCK):
        masks = matches(journeys, asked.accepts, int(journeys.offsets[low]), int(journeys.offsets[high]))
        deep = depth[low - first : high - first]
        rows = np.empty((high - low, len(asked.required)), np.int32)
        count = kernel(masks, journeys, asked, low, high, deep, rows)
        if has_optional:
            taken, rows = rows, np.empty((count, steps), np.int32)
            fit_optional(masks, journeys, asked, low, high, deep, taken[:count], rows)
        past_run = entered + count
        _note(
            rows[:count], journeys.occurred_at, journeys.interaction_id, interaction[entered:past_run],
            entry_at[entered:past_run], took, counts,
        )  # fmt: skip
        entered = past_run
    numbers = np.concatenate(([0], asked.required + 1)).astype(np.int8)
    times = tuple(each[:count] for each, count in zip(took, counts.tolist(), strict=True))
    return Runs(numbers[depth] if has_optional else depth, interaction[:entered], entry_at[:entered], times)


@njit(cache=True, nogil=True)
def _note(
    rows: Rows, occurred_at: Ints, interaction_id: Ints, interaction: Ints, entry_at: Ints, took: Ints, counts: Ints
) -> None:
    """Fill ids and times of entry of some runs, and put the times of their other steps behind the counts[k] of step
    k + 1 that are there; while their rows are in cache.
    """
    for run in range(len(rows)):
        first = occurred_at[rows[run, 0]]
        entry_at[run], interaction[run, 0] = first, interaction_id[rows[run, 0]]
        for later in range(len(counts)):
            k = np.uint64(later)  # signed positions may count from the end
            row = rows[run, k + np.uint64(1)]
            known = np.uint64(max(row, 0))
            took[k, np.uint64(counts[k])] = occurred_at[known] - first
            interaction[run, k + np.uint64(1)] = NO_INTERACTION if row == NO_ROW else interaction_id[known]
            counts[k] += row != NO_ROW
