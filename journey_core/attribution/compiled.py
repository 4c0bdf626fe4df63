"""An attribution's options in the units of columns, and the sums that a model answers with."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol, Self
from zoneinfo import ZoneInfo

import numpy as np

from journey_core.attribution.baseline_doubts import Doubts
from journey_core.attribution.custom import CustomWeights
from journey_core.attribution.touchpoints import Paths, Scope
from journey_core.calendar.weeks import UTC_ZONE
from journey_core.log.arrays import Floats, Ints
from journey_core.log.journeys import Journeys


@dataclass(frozen=True)
class Compiled:
    """The scope of paths, half-life in microseconds, own weights, order of the chain, the zone of weekdays, channels
    that leads choose themselves, and how many replicates of the bootstrap and draws of the placebo.
    """

    scope: Scope
    half_life: int
    weights: CustomWeights = field(default_factory=CustomWeights)
    order: int = 1
    zone: ZoneInfo = UTC_ZONE
    inbound: tuple[str, ...] = ()
    replicates: int = 0
    draws: int = 0


@dataclass(frozen=True, eq=False)
class ConversionShares:
    """How single conversions are shared out, one entry a conversion: lead_id int64, ascending, and interaction_id
    int64; shares float64[n, channels], of the channels with these codes; what is missing to 1 would have come anyway.
    """

    lead_id: Ints
    interaction_id: Ints
    codes: Ints
    shares: Floats

    def of(self, lead_id: int, interaction_id: int) -> dict[int, float]:
        """Share by code of one conversion of a lead, without those that are 0."""
        first, past = np.searchsorted(self.lead_id, (lead_id, lead_id + 1))
        (place,) = np.flatnonzero(self.interaction_id[first:past] == interaction_id)
        shares = self.shares[first + place]
        return {int(code): float(share) for code, share in zip(self.codes, shares, strict=True) if share}


@dataclass(frozen=True, eq=False)
class Totals:
    """One model's sums by channel code, code 0 standing for what no touchpoint explains.

    credit, value float64[channels]; replicates, value_replicates float64[replicates, channels];
    placebo float64[draws, channels], of credit, None where it was not drawn. baseline, None for models that can't tell,
    has the same measures: float64[1 + replicates, 2], of the log and of each replicate, credit and value; doubts: how
    far it can be trusted. shares: of single conversions, by models that look at all paths and yet tell them apart.
    """

    credit: Floats
    value: Floats
    replicates: Floats
    value_replicates: Floats
    placebo: Floats | None = None
    baseline: Floats | None = None
    doubts: Doubts | None = None
    shares: ConversionShares | None = None


class Tally(Protocol):
    """What a model that looks at all paths together wants to know of some leads; that of others can be added."""

    def __add__(self, other: Self, /) -> Self: ...


Count = Callable[[Paths], Tally]
"""What is counted of the paths of a block of leads."""

Explain = Callable[[Any, Compiled, Totals, int | None], Totals]
"""A model that looks at all paths together: it is given its tally of all leads, the totals of the linear model, whose
code 0 is what no touchpoint explains, and the number of threads, and answers with its own totals.
"""

Draw = Callable[[Journeys, Compiled, Any, Totals, int | None], Floats]
"""The placebo of such a model, float64[draws, channels], from a second look at the journeys."""
