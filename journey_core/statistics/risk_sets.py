"""Who converts more often per day: leads with a trait against leads alike, as long as both were still open.

What a lead did can only be compared with others at a time when both could still convert: one that was lost early had no
time to be called, and one that is called late had to stay open until then. So every moment at which a lead was open
belongs to a cell (where it stood, how often it had been touched, how old it was), a trait counts from the moment the
lead has it, and within each cell the conversions are compared with the time.

A cell has the time T and O conversions, T1 and O1 of them with the trait; p = T1 / T. Expected are E = sum O p, with
the variance V = sum O p (1 - p); R = sum O1 (1 - p), Q = sum (O - O1) p, and (R + 1/2) / (Q + 1/2) is the ratio of the
two rates (Mantel, Haenszel 1959, for rates; Breslow, Day 1987, 3.6).
"""

from dataclasses import dataclass
from math import erfc, sqrt
from typing import Final

import numpy as np

from journey_core.log.arrays import Floats, Ints
from journey_core.statistics.at_risk import NO_TRAIT, AtRisk, having
from journey_core.statistics.intervals import Z_95
from journey_core.statistics.poisson_binomial import doubled_tail
from journey_core.statistics.risk_cells import GROUPS, age_ends, cells_of_places, converting, spread, surpluses

MOST: Final = 1_000
"""Traits looked at: those that most leads had."""

LEAST_VARIANCE: Final = 1.0
"""Under this variance of the conversions that chance gives to leads with the trait, nothing could be told."""

EXACT_UNDER: Final = 25.0
"""Under this one the normal distribution is not relied on alone."""

_BLOCK: Final = 256
"""Traits counted in one pass, so that their tables stay in the processor's cache."""

_DAY: Final = 86_400_000
"""Milliseconds."""


@dataclass(frozen=True, eq=False)
class RateRatios:
    """One entry a trait of which something can be told, traits ascending.

    trait: int64 · with_converted, with_not, without_converted, without_not: int64, leads that had it before their time
    ended, and those that had not · days_with, days_without: float64, lead-days · ratio: float64, of the conversions a
    day with it to those without it among leads alike, and its 95 % interval: float64[n, 2] · p: float64, two-sided.
    """

    trait: Ints
    with_converted: Ints
    with_not: Ints
    without_converted: Ints
    without_not: Ints
    days_with: Floats
    days_without: Floats
    ratio: Floats
    interval: Floats
    p: Floats

    @property
    def leads(self) -> tuple[Ints, Ints, Ints, Ints]:
        """The four counts of leads."""
        return self.with_converted, self.with_not, self.without_converted, self.without_not


def rate_ratios(rows: AtRisk, traits: int) -> RateRatios:
    """The traits 0..traits - 1 that MOST leads had, as far as something could be told of them. Equal whatever order the
    leads come in.
    """
    order, had = np.argsort(rows.lead_id, kind="stable"), having(rows, traits)
    candidates = np.sort(np.argsort(-had.leads, kind="stable")[: min(MOST, np.count_nonzero(had.leads))])
    starts = range(0, max(len(candidates), 1), _BLOCK)
    blocks = [_compared(rows, order, traits, candidates[start : start + _BLOCK]) for start in starts]
    told, ratio, bounds, p = (np.concatenate(columns) for columns in zip(*blocks, strict=True))
    leads, converted, days = had.leads[told], had.converted[told], had.time[told] / _DAY
    others = int(rows.is_converted.sum()) - converted
    return RateRatios(
        trait=told,
        with_converted=converted,
        with_not=leads - converted,
        without_converted=others,
        without_not=len(rows.lead_id) - leads - others,
        days_with=days,
        days_without=int(rows.took.sum()) / _DAY - days,
        ratio=ratio,
        interval=bounds,
        p=p,
    )


def _compared(rows: AtRisk, order: Ints, traits: int, block: Ints) -> tuple[Ints, Floats, Floats, Floats]:
    """Of the traits of one block those that something can be told of, with ratio, interval and p."""
    column = np.full(traits, NO_TRAIT)
    column[block] = np.arange(len(block))
    ages, cell_of = age_ends(rows), cells_of_places(rows)
    asked = (rows, order, cell_of, ages, column, len(block))
    found = spread(*asked, converting(rows, cell_of, ages))
    came, time = found.conversions.sum(axis=0), np.maximum(found.time.sum(axis=0), 1)
    share = found.time_with / time[:, None]
    told = came @ (share * (1 - share)) >= LEAST_VARIANCE
    by_group = surpluses(*asked, came / time) - (found.conversions - came / time * found.time) @ share
    cells = Cells(came, found.conversions_with[:, told], share[:, told], by_group[:, told])
    return block[told], cells.ratio, cells.interval, cells.p


@dataclass(frozen=True, eq=False)
class Cells:
    """The conversions of every cell, int64[cells], those with each trait, int64[cells, n], the share of the cell's time
    that leads had it, float64[cells, n], and by how much conversions with the trait pass what the cells have leave to
    expect, float64[GROUPS, n], in each group of leads.
    """

    came: Ints
    came_with: Ints
    share: Floats
    surplus: Floats

    @property
    def ratio(self) -> Floats:
        """float64[n]: conversions a day with the trait to those without it; the half keeps it from being infinite."""
        more, fewer = self._sides
        return (more + 0.5) / (fewer + 0.5)

    @property
    def interval(self) -> Floats:
        """float64[n, 2]: 95 %, with the spread as it is where nothing differs."""
        more, fewer = (np.maximum(side, 0.5) for side in self._sides)
        half = Z_95 * np.sqrt(self._spread / (more * fewer))
        bounds: Floats = self.ratio[:, None] * np.exp(half[:, None] * np.array([-1.0, 1.0]))
        return bounds

    @property
    def p(self) -> Floats:
        """float64[n]: two-sided, of a normal distribution with half a conversion taken off; under EXACT_UNDER the
        greater of it and the exact one, as if conversions were drawn one by one.
        """
        off = np.maximum(np.abs((self.came_with - self.came[:, None] * self.share).sum(axis=0)) - 0.5, 0)
        p = np.array([erfc(z / sqrt(2)) for z in off / np.sqrt(self._spread)])
        for place in np.flatnonzero(self._variance < EXACT_UNDER):
            tail = doubled_tail(self.came_with[:, place].sum(), self.came, np.ascontiguousarray(self.share[:, place]))
            p[place] = max(p[place], tail)
        return p

    @property
    def _sides(self) -> tuple[Floats, Floats]:
        more = (self.came_with * (1 - self.share)).sum(axis=0)
        return more, ((self.came[:, None] - self.came_with) * self.share).sum(axis=0)

    @property
    def _variance(self) -> Floats:
        variance: Floats = self.came @ (self.share * (1 - self.share))
        return variance

    @property
    def _spread(self) -> Floats:
        """The variance of the conversions with the trait; the greater of two, for leads of one group may be alike."""
        spread: Floats = np.maximum(self._variance, GROUPS / (GROUPS - 1) * (self.surplus**2).sum(axis=0))
        return spread
