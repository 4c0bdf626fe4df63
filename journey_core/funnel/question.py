"""A funnel's question in the units of columns, and the runs that answer it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from journey_core.journeys import Ints, Journeys
from journey_core.predicate import StepTables

Rows = NDArray[np.int32]
NO_ROW: Final = -1
BLOCK: Final = 1 << 17
"""Rows whose masks are made at once: few enough to stay in a core's cache until the kernel has read them."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """What a kernel is asked: times and lengths in microseconds, steps counted from 0.

    required, optional: int64, the steps that may not and that may be skipped. accepts: look-up tables, first of the
    required steps (bit i of a mask for the i-th of them), then of the optional ones, then of the exclusions.
    step_windows: int64[steps], from the step before. after, before: int64[exclusions], places in `required`.
    ranks: int64[steps], the place of each step's stage in the workspace's order, for the order `stage` alone.
    """

    required: Ints
    optional: Ints
    accepts: StepTables
    window: int
    since: int
    until: int
    as_of: int
    step_windows: Ints
    after: Ints
    before: Ints
    ranks: Ints

    @property
    def steps(self) -> int:
        return len(self.required) + len(self.optional)


@dataclass(frozen=True, eq=False)
class Runs:
    """The runs of a range of leads.

    depth: int8[leads], the number of the deepest step that may not be skipped, 0 for leads that did not enter.
    rows: int32[entrants, steps], for every lead that entered, in order: the row of the journeys' columns that is each
    step of its run, -1 where there is none.
    """

    depth: NDArray[np.int8]
    rows: Rows


def blocks(journeys: Journeys, first: int, past: int) -> Iterator[tuple[int, int]]:
    """Ranges of leads [low, high) with about BLOCK rows each, at least one lead, that together are first..past-1."""
    low = first
    while low < past:
        high = int(np.searchsorted(journeys.offsets, journeys.offsets[low] + BLOCK, side="right")) - 1
        high = min(max(high, low + 1), past)
        yield low, high
        low = high
