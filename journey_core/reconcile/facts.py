"""What all bridges are built from: what leads say, put in order, and the answers that it gives."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import numpy as np

from journey_core.attribution import answer as attribution
from journey_core.attribution.results import AttributionResult
from journey_core.funnel import answer as funnel
from journey_core.funnel.results import FunnelResult
from journey_core.log.arrays import Bytes, Flags, Ints
from journey_core.log.ordering import places
from journey_core.log.times import bounds, microseconds
from journey_core.log.vocabulary import LOST_STAGE, WON
from journey_core.reconcile.options import ReconcileOptions
from journey_core.reconcile.summary import ReconcileSummary

ANY_RULE: Final = "linear"
"""Which conversions are shared out, and whom they belong to, is the same for every model."""


@dataclass(frozen=True, eq=False)
class Facts:
    """What all bridges are built from. One entry a lead of `lead_id`, which ascends: stage, whether it is known by the
    instant, its conversions, whether it has a row by then. goal_lead, the number of the lead, and goal_at: one entry an
    interaction that matches the goal. Sets of leads are bool[n_leads].
    """

    options: ReconcileOptions
    lead_id: Ints
    stage: Bytes
    is_known: Flags
    conversions: Ints
    with_rows: Flags
    entered: FunnelResult
    entered_ever: FunnelResult
    credit: dict[str, AttributionResult]
    goal_lead: Ints
    goal_at: Ints

    @property
    def is_open(self) -> Flags:
        """Known leads that stand neither at won nor at lost."""
        still: Flags = self.is_known & (self.stage != WON) & (self.stage != LOST_STAGE)
        return still

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
        return np.bincount(self.goal_lead[inside], minlength=len(self.lead_id))

    def with_ids(self, lead_ids: Ints) -> Flags:
        """The leads of these ids, ascending, all of them known."""
        return self.numbered(places(self.lead_id, lead_ids))

    def numbered(self, leads: Ints) -> Flags:
        """The leads of these numbers, which may be there twice."""
        chosen = np.zeros(len(self.lead_id), bool)
        chosen[leads] = True
        return chosen


def facts_of(
    summary: ReconcileSummary, options: ReconcileOptions, models: Sequence[str], *, threads: int | None = None
) -> Facts:
    """The facts that a summary of all leads gives, in whatever order they were added, with the credit of some of its
    models.
    """
    leads, plain = summary.leads, replace(options.attribution, replicates=0, placebo=0)
    order = np.argsort(leads.lead_id, kind="stable")
    lead_id = leads.lead_id[order]
    by_lead = np.argsort(summary.goal_lead_id, kind="stable")
    whole = replace(options.funnel, replicates=0)
    entered = funnel.finish(leads.entered, whole, threads=threads)
    is_of_all_time = leads.entered_ever is leads.entered
    return Facts(
        options=options,
        lead_id=lead_id,
        stage=leads.stage[order],
        is_known=leads.is_known[order],
        conversions=leads.conversions[order],
        with_rows=leads.has_rows[order],
        entered=entered,
        entered_ever=entered if is_of_all_time else funnel.finish(leads.entered_ever, whole, threads=threads),
        credit={
            name: attribution.finish(summary.credit, replace(plain, model=name), threads=threads) for name in models
        },
        goal_lead=places(lead_id, summary.goal_lead_id[by_lead]),
        goal_at=summary.goal_at[by_lead],
    )
