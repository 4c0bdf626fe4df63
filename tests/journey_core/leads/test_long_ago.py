"""What happened before 1970 has a negative time, and counts as if it had happened today."""

from collections.abc import Callable
from datetime import timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from journey_core.bottlenecks.answer import bottlenecks
from journey_core.bottlenecks.options import BottleneckOptions
from journey_core.funnel.answer import funnel
from journey_core.funnel.options import FunnelOptions
from journey_core.funnel.orders import ORDERS
from journey_core.funnel.separation import separation
from journey_core.funnel.trend import trend
from journey_core.leads.standing import standing
from journey_core.leads.summary import journey_length
from journey_core.log.journeys import Journeys
from journey_core.log.predicates import Predicate
from journey_core.paths.answer import paths
from journey_core.paths.options import PathOptions
from tests.builders import at, journeys

DAY = 24 * 60
WEEKS_AGO = -2922 * 7 * DAY
"""Fifty-six years, after which weekdays and leap years repeat."""
WON = Predicate(kind="converted")


def log(start: int, leads: int = 60) -> Journeys:
    """Leads that go from stage to stage, are lost or won, and answer an e-mail now and then."""
    rng, rows, stage = np.random.default_rng(5), [], {}
    for lead in range(1, leads + 1):
        minute = start + int(rng.integers(0, 200 * DAY))
        rows.append((lead, minute, "page_viewed", str(rng.choice(["web", "call"]))))
        for name in ("contacted", "qualified", "won"):
            minute += int(rng.integers(1, 10 * DAY))
            if rng.random() < 0.3:
                rows.append((lead, minute - 1, "email_replied", "email"))
            if rng.random() < 0.2:
                rows.append((lead, minute, "lost", ""))
                break
            rows.append((lead, minute, "converted" if name == "won" else "stage_changed", ""))
            stage |= {len(rows) - 1: name} if name != "won" else {}
    return journeys(rows, stage=stage)


def stays(start: int) -> object:
    answer = bottlenecks(log(start), BottleneckOptions(as_of=at(start + 300 * DAY)))
    return [
        (each.counts, each.usual, each.recoverable, [(week.counts, week.is_complete) for week in each.weeks])
        for each in answer.stages
    ]


def lengths(start: int) -> object:
    asked = {"goal": WON, "as_of": at(start + 300 * DAY)}
    found = journey_length(log(start), standing(log(start), **asked), **asked)
    return found.converted, found.median, found.mean


def edges(start: int) -> object:
    found = paths(log(start), PathOptions(as_of=at(start + 300 * DAY), over="stage"))
    return [(each.source, each.target, each.leads, each.median_seconds) for each in found.edges]


def differences(start: int, order: str) -> object:
    columns, steps = log(start), (Predicate(stage="contacted"), Predicate(stage="won"))
    options = FunnelOptions(steps=steps, as_of=at(start + 300 * DAY), order=order, replicates=0)
    result = funnel(columns, options)
    told = separation(columns, result, options, least=1).differences
    weeks = trend(result, options, ZoneInfo("UTC")).weeks
    return (
        [(step.count, step.median_seconds) for step in result.steps],
        [(each.trait.sentence(), each.with_converted, each.with_not, each.without_not) for each in told],
        [(week.entrants, week.converted, week.is_complete) for week in weeks],
    )


@pytest.mark.parametrize("count", [stays, lengths, edges])
def test_fifty_six_years_ago_the_counts_are_the_same(count: Callable[[int], object]) -> None:
    assert at(WEEKS_AGO).year == 1968
    assert timedelta(minutes=-WEEKS_AGO) > timedelta(days=56 * 365)
    assert count(WEEKS_AGO) == count(0)


@pytest.mark.parametrize("order", ORDERS)
def test_fifty_six_years_ago_funnels_are_the_same(order: str) -> None:
    assert differences(WEEKS_AGO, order) == differences(0, order)
