"""The demo is the same every time, is a true history, and tells each of its stories through the public analyses."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from db.access.roles import as_operator
from db.checks.check import check
from db.columns.snapshot import journeys
from db.demo.making import demo_day, make_demo
from db.demo.stories import (
    BROKEN_FORM_DAYS,
    COLD_OWNER,
    DUPLICATES,
    GREAT_VALUES,
    HOT,
    MONTHLY_COSTS,
    OPENER,
    OTHER_CAMPAIGNS,
    POOR_SOURCE,
    REOPENED,
    STALLED_SINCE_DAYS,
    STORIES,
    STRONG_CAMPAIGN,
    TWICE,
)
from db.kept.spend import attributed_spend
from db.leads.cards import find_lead
from db.leads.feed import feed
from db.leads.frames import lead_frame
from db.log.import_history import imports
from db.store.settings import settings
from db.store.store import Store
from db.store.workspaces import Workspace, open_workspace
from journey_core.attribution.answer import attribute
from journey_core.attribution.options import AttributionOptions
from journey_core.attribution.results import AttributionResult
from journey_core.attribution.spend import channel_costs
from journey_core.bottlenecks.answer import bottlenecks
from journey_core.bottlenecks.options import BottleneckOptions
from journey_core.funnel.answer import funnel
from journey_core.funnel.options import FunnelOptions
from journey_core.funnel.results import FunnelResult
from journey_core.leads.scoring import scores
from journey_core.leads.standing import Standing, standing
from journey_core.log.journeys import Journeys
from journey_core.log.predicates import Predicate
from journey_core.log.times import microseconds
from journey_core.log.vocabulary import Direction
from tests.conftest import ROOT

UNTIL = date(2026, 3, 2)
END = datetime(2026, 3, 2, 6, tzinfo=UTC)
DAY = timedelta(days=1)
ALL_TIME = timedelta(days=400)
UTC_ZONE = ZoneInfo("UTC")


def made(folder: Path, *, leads: int = 2000, seed: int = 7, until: date = UNTIL) -> Workspace:
    store = Store.open(f"sqlite:///{folder}")
    store.add_workspace("Demo")
    workspace = open_workspace(as_operator(store, "Demo"))
    make_demo(workspace, leads=leads, seed=seed, until=until)
    return workspace


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return made(tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="module")
def columns(demo: Workspace) -> Journeys:
    return journeys(demo)


@pytest.fixture(scope="module")
def stands(columns: Journeys) -> Standing:
    return standing(columns, as_of=END, goal=Predicate(kind="converted"))


def attributed(columns: Journeys, model: str) -> AttributionResult:
    return attribute(columns, AttributionOptions(as_of=END, model=model, replicates=0))


def share(result: AttributionResult, *channels: str) -> float:
    return sum(each.share for each in result.credit if each.channel in channels)


def asked(columns: Journeys, *steps: Predicate, window: timedelta = ALL_TIME, **limits: datetime) -> FunnelResult:
    return funnel(columns, FunnelOptions(steps=steps, window=window, as_of=END, replicates=0, **limits))


def first_channel(columns: Journeys) -> list[str]:
    """The channel of every lead's first interaction."""
    return [columns.words.word("channel", int(code)) for code in columns.channel[columns.offsets[:-1]]]


def test_the_same_leads_seed_and_day_make_the_same_log_and_another_seed_does_not(tmp_path: Path) -> None:
    one, again, other = (made(tmp_path / name, leads=60, seed=seed) for name, seed in (("a", 1), ("b", 1), ("c", 2)))
    assert journeys(one).interaction_id.tolist() == journeys(again).interaction_id.tolist()
    assert set(journeys(one).interaction_id.tolist()) != set(journeys(other).interaction_id.tolist())


@pytest.mark.parametrize("until", [date(2024, 2, 29), date(2025, 10, 26), date(2026, 3, 29), date(2026, 8, 9)])
def test_any_day_will_do_as_the_last(tmp_path: Path, until: date) -> None:
    workspace = made(tmp_path / "any", leads=50, until=until)
    newest = journeys(workspace).newest_at
    assert newest == datetime(until.year, until.month, until.day, 4, tzinfo=UTC)
    assert [each.rejected for each in imports(workspace)] == [6, 0, 0, 0]


def test_a_demo_made_before_its_last_hour_ends_yesterday_so_that_nothing_lies_in_the_future() -> None:
    assert demo_day(END) == UNTIL
    assert demo_day(END - timedelta(seconds=1)) == UNTIL - DAY


def test_the_demo_has_two_thousand_leads_over_eighteen_months_and_nothing_after_its_end(columns: Journeys) -> None:
    assert columns.lead_count == 2000
    assert 40_000 <= columns.interaction_count <= 60_000
    assert columns.occurred_at.min() >= microseconds(END - 550 * DAY)
    assert columns.occurred_at.max() == microseconds(END - timedelta(hours=2))


def test_it_came_in_by_four_files_of_which_one_has_rejects_and_the_check_finds_no_fault(demo: Workspace) -> None:
    records = imports(demo)
    files = {"crm.csv", "email_campaigns.csv", "web_analytics.csv", "call_log.csv"}
    assert {each.filename for each in records} == files
    assert sum(each.rejected for each in records) == 6
    assert sum(each.created for each in records) == journeys(demo).interaction_count - 2
    assert check(demo, now=END).differences == ()
    assert settings(demo).zone == "Europe/Berlin"


def test_display_opens_journeys_and_never_closes_one(columns: Journeys) -> None:
    assert share(attributed(columns, "first"), OPENER) > 0.1
    assert share(attributed(columns, "last"), OPENER) == 0
    assert first_channel(columns).count(OPENER) > columns.lead_count / 8


def test_calls_and_meetings_close(columns: Journeys) -> None:
    assert share(attributed(columns, "last"), "call", "meeting") > 0.8
    assert share(attributed(columns, "first"), "call", "meeting") < 0.1


def test_the_form_was_silent_for_two_weeks_while_visits_went_on(columns: Journeys) -> None:
    form, page = (columns.words.code("kind", kind) for kind in ("form_submitted", "page_viewed"))

    def count(kind: int, first: int, last: int) -> int:
        since, until = (microseconds(END - DAY * days) for days in (first, last))
        return int(np.sum((columns.kind == kind) & (columns.occurred_at >= since) & (columns.occurred_at < until)))

    broken_since, broken_until = BROKEN_FORM_DAYS
    assert count(form, broken_since - 1, broken_until + 1) == 0
    assert count(form, broken_since + 12, broken_since) > 20
    assert count(form, broken_until, broken_until - 12) > 20
    assert count(page, broken_since, broken_until) > 300


def test_qualified_leads_wait_far_longer_for_a_proposal_since_five_months(columns: Journeys) -> None:
    since = END - STALLED_SINCE_DAYS * DAY
    steps = Predicate(stage="qualified"), Predicate(stage="proposal")
    before = asked(columns, *steps, window=90 * DAY, until=since - 30 * DAY).steps[1].median_seconds
    after = asked(columns, *steps, window=90 * DAY, since=since, until=END - 60 * DAY).steps[1].median_seconds
    assert before and after and after > 3 * before


def test_the_cold_owners_leads_hear_nothing_after_a_week_and_rarely_convert(
    demo: Workspace, columns: Journeys, stands: Standing
) -> None:
    is_cold = (lead_frame(demo)["owner"] == COLD_OWNER).to_numpy()
    rows = np.repeat(is_cold, np.diff(columns.offsets))
    age = columns.occurred_at - np.repeat(stands.first_at, np.diff(columns.offsets))
    late = rows & (age > 7 * 86_400_000_000) & (columns.direction == Direction.OUTBOUND)
    has_converted = stands.conversions > 0
    assert is_cold.sum() > 200
    assert late.sum() == 0
    assert has_converted[is_cold].mean() < has_converted[~is_cold].mean() / 3


def test_one_person_stands_under_two_keys(demo: Workspace) -> None:
    cards = [find_lead(demo, key) for key in DUPLICATES]
    assert cards[0].email == cards[1].email
    assert cards[0].name == cards[1].name == "Emil Roth"
    shared = {notice.what: notice.leads for notice in check(demo, now=END).notices}
    assert shared["e-mail address shared by several leads"] == list(DUPLICATES)


def test_clicks_in_one_campaign_convert_about_twice_as_often(columns: Journeys) -> None:
    def rate(campaign: str) -> float:
        clicked = Predicate(kind="email_clicked", campaign=campaign)
        return asked(columns, clicked, Predicate(kind="converted"), until=END - 90 * DAY).steps[1].rate

    others = [rate(campaign) for campaign in OTHER_CAMPAIGNS]
    assert 1.5 < rate(STRONG_CAMPAIGN) / (sum(others) / len(others)) < 2.8


def test_bottlenecks_show_the_stage_that_stalls_and_the_owner_who_loses(columns: Journeys) -> None:
    answer = bottlenecks(columns, BottleneckOptions(as_of=END))
    stages = {each.stage: each for each in answer.stages}
    assert any("Stays at qualified have become longer" in each for each in stages["qualified"].findings)
    assert f"{COLD_OWNER} (owner) stands out" in stages["contacted"].advice
    assert {each.stage for each in answer.ranked} >= {"contacted"}


def test_paid_social_brings_many_leads_and_few_customers(columns: Journeys, stands: Standing) -> None:
    is_poor = np.array(first_channel(columns)) == POOR_SOURCE
    has_converted = stands.conversions > 0
    assert is_poor.mean() > 0.13
    assert has_converted[is_poor].mean() < has_converted[~is_poor].mean() / 3


def test_paid_search_returns_what_it_cost_and_paid_social_does_not(demo: Workspace, columns: Journeys) -> None:
    asked = AttributionOptions(as_of=END, model="first", replicates=0)
    costs = channel_costs(attribute(columns, asked), attributed_spend(demo, asked, UTC_ZONE))
    returned = {each.channel: each.returned for each in costs if each.spent}
    assert set(returned) == set(MONTHLY_COSTS)
    assert (returned["paid_search"] or 0) > 2
    assert 0 < (returned[POOR_SOURCE] or 0) < 1


def test_the_hot_lead_has_an_open_proposal_a_fresh_reply_and_the_highest_score(
    demo: Workspace, columns: Journeys, stands: Standing
) -> None:
    hot = find_lead(demo, HOT)
    order = np.argsort(scores(columns, as_of=END).score)
    assert columns.lead_id[order[-1]] == hot.lead_id
    assert scores(columns, as_of=END).score[order[-1]] > scores(columns, as_of=END).score[order[-2]]
    number = columns.position(hot.lead_id) or 0
    assert columns.words.word("stage", int(stands.stage[number])) == "proposal"
    newest = feed(demo, hot.lead_id, limit=1)[0]
    assert (newest.kind, newest.claimed_by) == ("email_replied", ("form",))


def test_three_deals_outweigh_hundreds(demo: Workspace, stands: Standing) -> None:
    great = [find_lead(demo, key).lead_id for key in GREAT_VALUES]
    of_great = stands.value[np.isin(stands.lead_id, great)]
    assert sorted(of_great) == sorted(GREAT_VALUES.values())
    others = stands.value[~np.isin(stands.lead_id, great) & (stands.conversions > 0)]
    assert of_great.min() > 5 * others.max()
    assert len(others) > 100


def test_some_leads_converted_twice(demo: Workspace, columns: Journeys, stands: Standing) -> None:
    number = columns.position(find_lead(demo, TWICE).lead_id) or 0
    assert stands.conversions[number] == 2
    result = attributed(columns, "linear")
    assert result.conversions > result.converted_leads == int((stands.conversions > 0).sum())


def test_a_lost_lead_is_open_again(demo: Workspace, columns: Journeys, stands: Standing) -> None:
    lead_id = find_lead(demo, REOPENED).lead_id
    assert stands.outcome(columns.position(lead_id) or 0) == "open"
    assert "lost" in {item.kind for item in feed(demo, lead_id)}


def test_the_documentation_tells_every_story_in_its_words() -> None:
    text = (ROOT / "docs" / "demo.md").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith("|")][2:]
    assert rows == [f"| {story.title} | {story.sentence} | {story.where} |" for story in STORIES]
