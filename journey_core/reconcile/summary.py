"""What leads say of a reconciliation: where they stand, how far they came, what converted; a pass that adds up."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from journey_core.attribution.summary import AttributionSummary, summarize_each
from journey_core.funnel.answer import FunnelSummary, summarize_all
from journey_core.leads.standing import standing
from journey_core.log.arrays import Bytes, Flags, Ints
from journey_core.log.journeys import Journeys
from journey_core.log.matching import matching_rows
from journey_core.log.ordering import places
from journey_core.log.pieces import cut
from journey_core.log.times import microseconds
from journey_core.reconcile.options import ReconcileOptions


@dataclass(frozen=True, eq=False)
class LeadSummary:
    """One entry a lead: its id; its stage, whether it has an interaction by the instant, and its conversions by then,
    as its standing says; and whether it has an interaction by then as the rows say. entered, entered_ever: the funnel
    in its period and of all time. None of this depends on how attribution is asked, but for its goal.
    """

    lead_id: Ints
    stage: Bytes
    is_known: Flags
    conversions: Ints
    has_rows: Flags
    entered: FunnelSummary
    entered_ever: FunnelSummary

    def __add__(self, other: "LeadSummary") -> "LeadSummary":
        return LeadSummary(**_together(self, other))


@dataclass(frozen=True, eq=False)
class ReconcileSummary:
    """What leads say, what attribution says of them, and one entry an interaction that matches the goal: the id of its
    lead and its time.
    """

    leads: LeadSummary
    credit: AttributionSummary
    goal_lead_id: Ints
    goal_at: Ints

    def __add__(self, other: "ReconcileSummary") -> "ReconcileSummary":
        """The summary of these leads and others."""
        return ReconcileSummary(**_together(self, other))


def summarize(
    journeys: Journeys, options: ReconcileOptions, first: int = 0, past: int | None = None
) -> ReconcileSummary:
    """The summary of the leads number first..past-1, by default of all, for the models of the options."""
    piece = cut(journeys, first, past)
    return summary_of(piece, options, options.models, lead_summary(piece, options, threads=1), threads=1)


def summary_of(
    journeys: Journeys,
    options: ReconcileOptions,
    models: Sequence[str],
    leads: LeadSummary,
    *,
    threads: int | None = None,
) -> ReconcileSummary:
    """The summary of all leads, for these models; what `lead_summary` says of them is at hand."""
    plain = replace(options.attribution, replicates=0, placebo=0)
    rows = matching_rows(journeys, plain.goal)
    credit = summarize_each(journeys, [replace(plain, model=name) for name in models], threads=threads)
    lead = places(journeys.offsets, rows)
    return ReconcileSummary(leads, credit, journeys.lead_id[lead], journeys.occurred_at[rows])


def lead_summary(journeys: Journeys, options: ReconcileOptions, *, threads: int | None = None) -> LeadSummary:
    """What does not depend on how attribution is asked, but for its goal; raises UnknownName."""
    plain = replace(options.funnel, replicates=0)
    ever = replace(plain, since=None, until=None)
    entered = summarize_all(journeys, plain, threads=threads)
    stands = standing(journeys, as_of=plain.as_of, goal=options.attribution.goal, threads=threads)
    return LeadSummary(
        journeys.lead_id,
        stands.stage,
        stands.is_known,
        stands.conversions,
        _has_rows(journeys, microseconds(plain.as_of)),
        entered,
        entered if plain == ever else summarize_all(journeys, ever, threads=threads),
    )


def _has_rows(journeys: Journeys, until: int) -> Flags:
    """bool[n_leads]: which leads have an interaction by then, from the rows themselves."""
    has_any = np.diff(journeys.offsets) > 0
    first_at: Ints = np.full(journeys.lead_count, np.iinfo(np.int64).max)
    first_at[has_any] = journeys.occurred_at[journeys.offsets[:-1][has_any]]
    has_rows: NDArray[np.bool_] = first_at <= until
    return has_rows


def _together(one: Any, other: Any) -> dict[str, Any]:
    """Field by field, arrays behind each other, summaries added."""

    def joined(name: str) -> Any:
        first, second = getattr(one, name), getattr(other, name)
        return np.concatenate((first, second)) if isinstance(first, np.ndarray) else first + second

    return {each.name: joined(each.name) for each in fields(one)}
