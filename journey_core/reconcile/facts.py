"""What all bridges are built from: the answers of each analysis, and the rows of the log that match the goal."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from journey_core.attribution import AttributionResult, attribute_all
from journey_core.definition import bounds
from journey_core.funnel import FunnelResult, funnel
from journey_core.journeys import Ints, Journeys, microseconds
from journey_core.predicate import matches, tables
from journey_core.reconcile.results import ReconcileOptions
from journey_core.standing import Standing, standing

Flags = NDArray[np.bool_]

ANY_RULE: Final = "linear"
"""Which conversions are shared out, and whom they belong to, is the same for every model."""


@dataclass(frozen=True, eq=False)
class Facts:
    """What all bridges are built from. goal_*: one entry an interaction that matches the goal."""

    journeys: Journeys
    options: ReconcileOptions
    stands: Standing
    entered: FunnelResult
    entered_ever: FunnelResult
    credit: dict[str, AttributionResult]
    goal_lead: Ints
    goal_at: Ints

    @property
    def any_credit(self) -> AttributionResult:
        """The answer of some model; what it says of conversions holds for all."""
        return self.credit[ANY_RULE]

    @property
    def is_later(self) -> Flags:
        """Conversions after the instant."""
        later: Flags = self.goal_at > microseconds(self.options.attribution.as_of)
        return later

    @property
    def is_outside(self) -> Flags:
        """Conversions by the instant that lie outside the period."""
        since, until = bounds(self.options.attribution.since, self.options.attribution.until)
        outside: Flags = ~self.is_later & ((self.goal_at < since) | (self.goal_at >= until))
        return outside

    @cached_property
    def with_rows(self) -> Ints:
        """Ids of the leads with an interaction by the instant, from the rows themselves."""
        journeys = self.journeys
        has_rows = np.diff(journeys.offsets) > 0
        first_at = np.full(journeys.lead_count, np.iinfo(np.int64).max)
        first_at[has_rows] = journeys.occurred_at[journeys.offsets[:-1][has_rows]]
        ids: Ints = journeys.lead_id[first_at <= microseconds(self.options.attribution.as_of)]
        return ids


def facts_of(journeys: Journeys, options: ReconcileOptions, models: Sequence[str]) -> Facts:
    """The facts of a question, with the credit of some models; raises UnknownName."""
    asked, goal = options.attribution, tables([options.attribution.goal], journeys.words)
    rows = np.flatnonzero(matches(journeys, goal, 0, journeys.interaction_count))
    plain = replace(options.funnel, replicates=0)
    return Facts(
        journeys,
        options,
        standing(journeys, as_of=asked.as_of, goal=asked.goal),
        funnel(journeys, plain),
        funnel(journeys, replace(plain, since=None, until=None)),
        attribute_all(journeys, replace(asked, replicates=0, placebo=0), models=models),
        journeys.lead_id[np.searchsorted(journeys.offsets, rows, side="right") - 1],
        journeys.occurred_at[rows],
    )
