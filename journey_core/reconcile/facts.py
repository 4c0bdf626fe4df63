"""What all bridges are built from: the answers of each analysis, and the rows of the log that match the goal."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import numpy as np

from journey_core.attribution.answer import attribute_all
from journey_core.attribution.results import AttributionResult
from journey_core.funnel.answer import funnel
from journey_core.funnel.results import FunnelResult
from journey_core.leads.standing import Standing, standing
from journey_core.log.arrays import Flags, Ints
from journey_core.log.journeys import Journeys
from journey_core.log.matching import matching_rows
from journey_core.log.ordering import places
from journey_core.log.times import bounds, microseconds
from journey_core.reconcile.results import ReconcileOptions

ANY_RULE: Final = "linear"
"""Which conversions are shared out, and whom they belong to, is the same for every model."""


@dataclass(frozen=True, eq=False)
class LeadFacts:
    """Where leads stand, and who entered the funnel in its period and ever."""

    stands: Standing
    entered: FunnelResult
    entered_ever: FunnelResult


@dataclass(frozen=True, eq=False)
class Facts:
    """What all bridges are built from. goal_lead, the number of the lead, and goal_at: one entry an interaction that
    matches the goal. Sets of leads are bool[n_leads].
    """

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
    def with_rows(self) -> Flags:
        """The leads with an interaction by the instant, from the rows themselves."""
        journeys = self.journeys
        has_rows = np.diff(journeys.offsets) > 0
        first_at = np.full(journeys.lead_count, np.iinfo(np.int64).max)
        first_at[has_rows] = journeys.occurred_at[journeys.offsets[:-1][has_rows]]
        seen: Flags = first_at <= microseconds(self.options.attribution.as_of)
        return seen

    @cached_property
    def has_entered(self) -> Flags:
        """The leads that entered the funnel."""
        entered: Flags = self.entered.depth > 0
        return entered

    @cached_property
    def came_through(self) -> Flags:
        """The leads that came through the funnel."""
        return self.with_ids(self.entered.reached(len(self.entered.steps)))

    @cached_property
    def has_converted(self) -> Flags:
        """The leads that attribution counts as converted."""
        return self.with_ids(self.any_credit.converted_lead_ids())

    @cached_property
    def goal_counts(self) -> Ints:
        """int64[n_leads]: conversions by the instant and in the period."""
        inside = ~self.is_later & ~self.is_outside
        return np.bincount(self.goal_lead[inside], minlength=self.journeys.lead_count)

    def with_ids(self, lead_ids: Ints) -> Flags:
        """The leads of these ids, ascending, all of them known."""
        return self.numbered(places(self.journeys.lead_id, lead_ids))

    def numbered(self, leads: Ints) -> Flags:
        """The leads of these numbers, which may be there twice."""
        chosen = np.zeros(self.journeys.lead_count, bool)
        chosen[leads] = True
        return chosen


def facts_of(
    journeys: Journeys, options: ReconcileOptions, models: Sequence[str], known: LeadFacts | None = None
) -> Facts:
    """The facts of a question, with the credit of some models; raises UnknownName. known: what `lead_facts` says."""
    asked = options.attribution
    rows = matching_rows(journeys, asked.goal)
    known = known or lead_facts(journeys, options)
    return Facts(
        journeys,
        options,
        known.stands,
        known.entered,
        known.entered_ever,
        attribute_all(journeys, replace(asked, replicates=0, placebo=0), models=models),
        places(journeys.offsets, rows),
        journeys.occurred_at[rows],
    )


def lead_facts(journeys: Journeys, options: ReconcileOptions) -> LeadFacts:
    """What does not depend on how attribution is asked, but for its goal; raises UnknownName."""
    plain = replace(options.funnel, replicates=0)
    ever = replace(plain, since=None, until=None)
    entered = funnel(journeys, plain)
    stands = standing(journeys, as_of=plain.as_of, goal=options.attribution.goal)
    return LeadFacts(stands, entered, entered if plain == ever else funnel(journeys, ever))
