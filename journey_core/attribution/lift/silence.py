"""Leads that went quiet and that nobody marked as lost: the trap of logs whose losses are not recorded.

Such a lead seems to be at risk and untouched for as long as the log lasts. All the others, who could still convert,
were touched lately, so every channel looks as if it worked. Nothing in the log tells this from channels that do work,
so where silence fills much of the time, no effect is claimed.
"""

from typing import Final, NamedTuple

import numpy as np
from numba import njit

from journey_core.attribution.lift.lead_days import Risk
from journey_core.log.arrays import Flags, Ints
from journey_core.log.journeys import Journeys

MOST_SILENT: Final = 0.15
"""Of the time at risk: so much of it may be silence before no effect can be claimed."""
USUAL: Final = 0.99
"""A lead that comes back does so after a gap as short as these of all gaps."""
LOOKED_AT: Final = 1_000_000
"""Rows whose gaps are looked at, about."""


class Silence(NamedTuple):
    """open: leads neither won nor lost; silent: those of them last heard of longer ago than `usual`, microseconds, the
    gap that nearly no lead that came back exceeded; is_much: their silence beyond that fills much of the time at risk.
    """

    open: int
    silent: int
    usual: int
    is_much: bool


def silence(journeys: Journeys, risk: Risk, *, as_of: int) -> Silence:
    """How many leads went quiet, as of an instant in microseconds."""
    at = journeys.occurred_at
    every = max(1, int((risk.end - risk.begin).sum()) // LOOKED_AT)
    gaps = _gaps(risk.begin[::every], risk.end[::every], at)
    usual = int(np.quantile(gaps, USUAL, method="higher")) if len(gaps) else 0
    is_open: Flags = (risk.conversion < 0) & (risk.until > as_of)
    quiet = as_of - at[risk.end[is_open] - 1]
    beyond = np.maximum(quiet - usual, 0)
    whole = np.maximum(risk.until - risk.since, 0).sum(dtype=np.float64)
    is_much = bool(len(gaps)) and float(beyond.sum(dtype=np.float64)) > MOST_SILENT * float(whole)
    return Silence(int(is_open.sum()), int(np.count_nonzero(beyond)), usual, is_much)


@njit(cache=True, nogil=True)
def _gaps(begin: Ints, end: Ints, occurred_at: Ints) -> Ints:
    """int64: the times from each row of these stretches to the next one, those of one instant left out."""
    gaps, found = np.empty((end - begin).sum(), np.int64), 0
    for stretch in range(len(begin)):
        for row in range(begin[stretch] + 1, end[stretch]):
            gap = occurred_at[row] - occurred_at[row - 1]
            if gap > 0:
                gaps[found] = gap
                found += 1
    return gaps[:found]
