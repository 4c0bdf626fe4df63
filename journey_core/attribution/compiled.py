"""What a model is asked, in the units of columns, and the sums it answers with."""

from collections.abc import Callable
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

import numpy as np

from journey_core.attribution.cell_sums import CellSums
from journey_core.attribution.custom import CustomWeights
from journey_core.attribution.touchpoints import Paths, Scope
from journey_core.calendar.weeks import UTC_ZONE
from journey_core.log.arrays import Floats, Ints
from journey_core.log.journeys import Journeys


@dataclass(frozen=True)
class Question:
    """The scope of paths, half-life in microseconds, own weights, order of the chain, the zone of weekdays, and how
    many replicates of the bootstrap and draws of the placebo.
    """

    scope: Scope
    half_life: int
    weights: CustomWeights = field(default_factory=CustomWeights)
    order: int = 1
    zone: ZoneInfo = UTC_ZONE
    replicates: int = 0
    draws: int = 0


@dataclass(frozen=True, eq=False)
class ConversionShares:
    """How single conversions are shared out, one entry a conversion: row int64, its row in the journeys, ascending;
    shares float64[n, channels], of the channels with these codes; what is missing to 1 would have come anyway.
    """

    row: Ints
    codes: Ints
    shares: Floats

    def of(self, row: int) -> dict[int, float]:
        """Share by code of the conversion in this row, without those that are 0."""
        shares = self.shares[int(np.searchsorted(self.row, row))]
        return {int(code): float(share) for code, share in zip(self.codes, shares, strict=True) if share}


@dataclass(frozen=True, eq=False)
class Totals:
    """One model's sums by channel code, code 0 standing for what no touchpoint explains.

    credit, value float64[channels]; replicates, value_replicates float64[replicates, channels];
    placebo float64[draws, channels], of credit. baseline, None for models that can't tell, has the same measures:
    float64[1 + replicates, 2], of the log and of each replicate, credit and value. shares: of single conversions, by
    models that look at all paths and yet tell them apart.
    """

    credit: Floats
    value: Floats
    replicates: Floats
    value_replicates: Floats
    placebo: Floats
    baseline: Floats | None = None
    confounded: tuple[int, ...] = ()
    shares: ConversionShares | None = None


Count = Callable[[Paths], CellSums]
"""What a model that looks at all paths together wants to know of those of a block of leads."""

Explain = Callable[[Journeys, Question, Totals, CellSums, int | None], Totals]
"""A model that looks at all paths together: it is given the totals of the linear model, whose code 0 is what no
touchpoint explains, what was counted for it, and the number of threads, and answers with its own totals.
"""
