"""The funnel's tabs find the stories that the demo was made to tell."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from db.access.roles import as_operator
from db.columns.snapshot import journeys
from db.demo.making import make_demo
from db.demo.stories import BROKEN_FORM_DAYS, COLD_OWNER, POOR_SOURCE, STALLED_SINCE_DAYS, STRONG_CAMPAIGN
from db.questions.funnel_groups import grouping, traits
from db.questions.funnel_sides import Against, comparison
from db.questions.segments import Segments
from db.store.store import Store
from db.store.workspaces import Workspace, open_workspace
from journey_core.funnel.answer import funnel
from journey_core.funnel.breakdown import Breakdown, BreakdownBy, breakdown
from journey_core.funnel.options import FunnelOptions
from journey_core.funnel.separation import separation
from journey_core.funnel.trend import trend
from journey_core.log.predicates import Predicate

END = datetime(2026, 3, 2, 6, tzinfo=UTC)
DAY = timedelta(days=1)
BERLIN = ZoneInfo("Europe/Berlin")
CLICKED, CONVERTED = Predicate(kind="email_clicked"), Predicate(kind="converted")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    store = Store.open(f"sqlite:///{tmp_path_factory.mktemp('demo')}")
    store.add_workspace("Demo")
    workspace = open_workspace(as_operator(store, "Demo"))
    make_demo(workspace, leads=2000, seed=7, until=END.date())
    return workspace


def asked(*steps: Predicate, days: int = 90, **limits: datetime) -> FunnelOptions:
    return FunnelOptions(steps=steps, window=days * DAY, as_of=END, replicates=0, **limits)


def broken_down(demo: Workspace, options: FunnelOptions, by: str) -> Breakdown:
    columns = journeys(demo)
    result = funnel(columns, options)
    return breakdown(result, grouping(demo, columns, result, options, BreakdownBy.parse(by), segments=Segments(demo)))


def rates(answer: Breakdown) -> dict[str, float]:
    return {row.group.name: row.steps[-1].rate for row in answer.rows}


def test_the_breakdown_shows_the_campaign_that_works_twice_as_well(demo: Workspace) -> None:
    by_campaign = rates(broken_down(demo, asked(CLICKED, CONVERTED, days=365, until=END - 90 * DAY), "campaign"))
    others = [rate for name, rate in by_campaign.items() if name != STRONG_CAMPAIGN]
    assert by_campaign[STRONG_CAMPAIGN] > 1.3 * sum(others) / len(others)


def test_the_breakdown_shows_the_source_that_brings_few_customers(demo: Workspace) -> None:
    by_channel = rates(broken_down(demo, asked(Predicate(direction="inbound"), CONVERTED, days=365), "channel"))
    whole = funnel(journeys(demo), asked(Predicate(direction="inbound"), CONVERTED, days=365)).steps[-1].rate
    assert by_channel[POOR_SOURCE] < whole / 2


def test_what_differs_names_the_owner_whose_leads_go_cold_and_no_city(demo: Workspace) -> None:
    columns, options = journeys(demo), asked(CLICKED, CONVERTED)
    result = funnel(columns, options)
    answer = separation(columns, result, options, traits(demo, columns, result, options))
    sure = [each for each in answer.differences if each.q < 0.1]
    of_leads = {each.trait.group.name: each.odds_ratio for each in sure if each.trait.source.startswith("lead.")}
    assert set(of_leads) == {COLD_OWNER}
    assert of_leads[COLD_OWNER] < 0.5


def test_comparing_two_periods_tells_of_the_broken_form(demo: Workspace) -> None:
    since, until = (END - days * DAY for days in BROKEN_FORM_DAYS)
    options = asked(Predicate(kind="page_viewed"), Predicate(kind="form_submitted"), days=2, since=since, until=until)
    answer = comparison(
        journeys(demo), options, Against(since=since - 14 * DAY, until=since), BERLIN, segments=Segments(demo)
    )
    assert answer.steps[-1].is_told
    assert answer.steps[-1].difference < -0.1
    assert "points fewer" in answer.sentence


def test_the_trend_falls_where_the_stage_stalls(demo: Workspace) -> None:
    options = asked(Predicate(stage="qualified"), Predicate(stage="proposal"), days=14)
    answer = trend(funnel(journeys(demo), options), options, BERLIN)
    stalled = (END - STALLED_SINCE_DAYS * DAY).date()
    complete = [week for week in answer.weeks if week.is_complete and week.entrants]
    before = [week for week in complete if week.monday < stalled - 14 * DAY]
    after = [week for week in complete if week.monday > stalled]
    share = [sum(week.converted for week in weeks) / sum(week.entrants for week in weeks) for weeks in (before, after)]
    assert share[1] < share[0] / 2
