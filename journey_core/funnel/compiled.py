"""A funnel's options in the units of columns, and what its kernels share."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from journey_core.log.arrays import Ints, Masks
from journey_core.log.matching import StepTables

Rows = NDArray[np.int32]
NO_ROW: Final = -1
NO_INTERACTION: Final = -1
"""The id of the interaction of a step that a run does not have."""
NEVER: Final = -(2**62)
"""The start of a run that does not exist; so early that it lies outside every window."""


@dataclass(frozen=True, kw_only=True)
class Compiled:
    """What a kernel looks for: times and lengths in microseconds, steps counted from 0.

    required, optional: int64, the steps that may not and that may be skipped. accepts: look-up tables, first of the
    required steps (bit i of a mask for the i-th of them), then of the optional ones, then of the exclusions.
    step_windows: int64[steps], from the step before. after, before: int64[exclusions], places in `required`.
    starts_there: leads stand at the first step from their first interaction on, in the order `stage` alone.
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
    starts_there: bool

    @property
    def steps(self) -> int:
        return len(self.required) + len(self.optional)


@njit(cache=True, nogil=True)
def highest(bits: np.int64) -> int:
    """The number of the highest bit, counted from 1; 0 of none. Told by the exponent of 2 * bits + 1 as a float."""
    return int(np.float64(2 * bits + 1).view(np.int64) >> 52) - 1023


@njit(cache=True, nogil=True)
def instant_end(occurred_at: Ints, row: int, end: int) -> int:
    """The row after those of the same instant."""
    while row + 1 < end and occurred_at[row + 1] == occurred_at[row]:
        row += 1
    return row + 1


@njit(cache=True, nogil=True)
def union_of(masks: Masks, row: int, past: int) -> np.int64:
    """What any of the rows matches."""
    union = np.int64(0)
    for i in range(row, past):
        union |= np.int64(masks[i])
    return union
