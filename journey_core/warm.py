"""Compile every kernel before the first click, or load it from Numba's cache: seconds once, then a fraction of one."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np

from journey_core.attribution.answer import attribute, attribute_all
from journey_core.attribution.cell_sums import CellSums
from journey_core.attribution.lift.model import LEAST
from journey_core.attribution.options import AttributionOptions
from journey_core.attribution.suggested_order import suggested_order
from journey_core.bottlenecks.answer import bottlenecks
from journey_core.bottlenecks.options import BottleneckOptions
from journey_core.funnel.answer import funnel
from journey_core.funnel.conventions import conventions
from journey_core.funnel.options import Exclusion, FunnelOptions
from journey_core.funnel.proposal import proposed_steps
from journey_core.funnel.separation import separation
from journey_core.leads.scoring import scores
from journey_core.leads.stage_time import stage_time
from journey_core.leads.standing import standing
from journey_core.leads.summary import first_conversions, weekly_activity
from journey_core.log.activity import codes_in_use
from journey_core.log.journeys import Journeys, build
from journey_core.log.merging import Changes, merged, no_changes
from journey_core.log.predicates import USUAL_GOAL, Predicate
from journey_core.log.vocabulary import KindCode, Words
from journey_core.paths.leads import leads_beyond
from journey_core.paths.options import PathOptions
from journey_core.reconcile.answer import reconcile
from journey_core.reconcile.results import ReconcileOptions
from journey_core.statistics.multiple_tests import exact_p_values
from journey_core.statistics.survival import Survival

CAMPAIGN = "any"


def warm() -> None:
    """Run every analysis once, on journeys of a few rows whose columns have the types of all journeys."""
    journeys, as_of = _tiny(), datetime(1970, 1, 2, tzinfo=UTC)
    steps = (
        Predicate(kind="page_viewed", channel="web", direction="inbound", campaign=CAMPAIGN),
        Predicate(channel="web"),
        Predicate(stage="won"),
    )
    _warm_funnels(journeys, FunnelOptions(steps=steps, as_of=as_of, window=timedelta(days=1)))
    won = FunnelOptions(steps=steps[1:], as_of=as_of, window=timedelta(hours=1))
    separation(journeys, funnel(journeys, won, threads=1), won, threads=1)
    reconcile(journeys, ReconcileOptions(funnel=won, attribution=AttributionOptions(as_of=as_of)))
    attribute_all(journeys, AttributionOptions(as_of=as_of, placebo=1), threads=1)
    attribute(journeys, AttributionOptions(as_of=as_of, model="markov", order=2), threads=1)
    suggested_order(journeys, AttributionOptions(as_of=as_of), threads=1)
    _ = (cells := CellSums(np.zeros(1, np.int64), np.zeros((1, 1, 1)))) + cells
    leads_beyond(journeys, PathOptions(as_of=as_of, over="stage", anchor=Predicate(channel="web")), 1)
    scores(journeys, as_of=as_of, threads=1)
    standing(journeys, as_of=as_of, goal=USUAL_GOAL, threads=1)
    stage_time(journeys, "new", as_of=as_of, threads=1)
    bottlenecks(journeys, BottleneckOptions(as_of=as_of), threads=1)
    proposed_steps(journeys)
    first_conversions(journeys, goal=USUAL_GOAL, as_of=as_of)
    codes_in_use(journeys, "channel")
    codes_in_use(journeys, "source")
    weekly_activity(journeys, np.arange(2), as_of=as_of, weeks=1)
    exact_p_values(np.ones((1, 2, 2), np.int64))
    _ = Survival(np.ones(1, np.int64), np.full(1, 0.5), np.full(1, 0.5), np.full(1, 2)).band
    merged(journeys, _edit(), words=journeys.words)


def _warm_funnels(journeys: Journeys, options: FunnelOptions) -> None:
    """Every order, the limits that have kernels of their own, and the other tools' conventions."""
    stages = (Predicate(stage="new"), Predicate(stage="won"))
    none = Exclusion(Predicate(channel="web"), 1, 2)
    for order in ("ordered", "strict", "any"):
        funnel(journeys, replace(options, order=order), threads=1)
    funnel(journeys, replace(options, steps=stages, order="stage"), threads=1)
    funnel(journeys, replace(options, optional=frozenset({3}), exclusions=(none,)), threads=1)
    conventions(journeys, options, threads=1)


def _tiny() -> Journeys:
    """As many leads as the lift model needs with two views at one instant and a conversion, and one still open."""
    words, leads = Words(), LEAST
    kinds = [words.code("kind", "page_viewed")] * 2 + [int(KindCode.CONVERTED)]
    rows = 3 * leads + 1
    return build(
        leads=np.arange(1, leads + 2),
        lead_id=np.append(np.repeat(np.arange(1, leads + 1), 3), leads + 1),
        occurred_at=np.append(np.tile([1, 1, 2], leads), 1),
        interaction_id=np.arange(1, rows + 1),
        codes={"kind": np.array([*kinds * leads, kinds[0]]), "channel": np.full(rows, words.code("channel", "web"))},
        words=Words({**words.lists, "campaign": ("", CAMPAIGN)}),
    )


def _edit() -> Changes:
    """The first row of the first lead, changed."""
    changes = no_changes(1)
    changes["lead_id"] = changes["interaction_id"] = 1
    changes["is_present"] = True
    return changes
