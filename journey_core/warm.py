"""Compile every kernel before the first click, or load it from Numba's cache: seconds once, then a fraction of one."""

from datetime import UTC, datetime
from typing import Final

import numpy as np

from journey_core.analyses import ANALYSES
from journey_core.attribution.lift.model import LEAST
from journey_core.calendar.business_hours import BusinessHours
from journey_core.calendar.weeks import UTC_ZONE
from journey_core.leads.scoring import scores
from journey_core.leads.stage_time import stage_time
from journey_core.leads.standing import standing
from journey_core.leads.summary import first_conversions, weekly_activity
from journey_core.log.activity import codes_in_use
from journey_core.log.journeys import Journeys, build
from journey_core.log.merging import Changes, merged, no_changes
from journey_core.log.predicates import USUAL_GOAL
from journey_core.log.vocabulary import KindCode, Words
from journey_core.parameters import Clock
from journey_core.reasons.calling import calls
from journey_core.reasons.facts import facts
from journey_core.reasons.reasons import reasons
from journey_core.statistics.multiple_tests import exact_p_values
from journey_core.statistics.poisson_binomial import doubled_tail
from journey_core.statistics.survival import Survival

CAMPAIGN: Final = "any"
"""A campaign that the examples of analyses may name."""


def warm() -> None:
    """Run every analysis once, on journeys of a few rows whose columns have the types of all journeys."""
    journeys, as_of = _tiny(), datetime(1970, 1, 2, tzinfo=UTC)
    clock = Clock(as_of, UTC_ZONE, BusinessHours())
    for analysis in ANALYSES.values():
        entry = analysis.entry
        for example in entry.examples:
            entry.answer(journeys, entry.options(example, clock))
        if entry.warm:
            entry.warm(journeys, clock)
    scores(journeys, as_of=as_of, threads=1)
    standing(journeys, as_of=as_of, goal=USUAL_GOAL, threads=1)
    stage_time(journeys, "new", as_of=as_of, threads=1)
    first_conversions(journeys, goal=USUAL_GOAL, as_of=as_of)
    codes_in_use(journeys, "channel")
    codes_in_use(journeys, "source")
    weekly_activity(journeys, np.arange(2), as_of=as_of, weeks=1)
    exact_p_values(np.ones((1, 2, 2), np.int64))
    doubled_tail(1, np.ones(1, np.int64), np.full(1, 0.5))
    _ = Survival(np.ones(1, np.int64), np.full(1, 0.5), np.full(1, 0.5), np.full(1, 2)).band
    calls(reasons(facts(journeys, as_of=as_of)), lambda leads: list(map(str, leads)))
    merged(journeys, _edit(), words=journeys.words)


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
