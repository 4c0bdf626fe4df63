"""Conversion by week of entry."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey_core.errors import BadInput
from journey_core.funnel.answer import funnel
from journey_core.funnel.options import FunnelOptions
from journey_core.funnel.trend import trend
from journey_core.log.journeys import empty
from journey_core.log.predicates import Predicate
from tests.builders import at, journeys

DAY = 24 * 60
STEPS = (Predicate(kind="a"), Predicate(kind="b"))
UTC_ZONE, BERLIN = ZoneInfo("UTC"), ZoneInfo("Europe/Berlin")


def ask(log, zone=UTC_ZONE, *, as_of_day=100, **options):
    options = FunnelOptions(
        steps=STEPS, as_of=at(as_of_day * DAY), **{"window": timedelta(days=14), "replicates": 0} | options
    )
    return trend(funnel(log, options), options, zone)


def known(log):
    """The log with both words, whichever its rows use."""
    return journeys([*log, (99, -9_000, "a"), (99, -9_000, "b")])


def test_every_week_from_the_first_entry_to_the_last_has_its_counts():
    log = journeys([(1, 0, "a"), (1, 5, "b"), (2, 6.9 * DAY, "a"), (3, 15 * DAY, "a"), (3, 20 * DAY, "b")])
    weeks = ask(log).weeks
    assert [(week.monday, week.entrants, week.converted, week.rate) for week in weeks] == [
        (date(2024, 1, 1), 2, 1, 0.5),
        (date(2024, 1, 8), 0, 0, 0.0),
        (date(2024, 1, 15), 1, 1, 1.0),
    ]


def test_weeks_start_on_monday_in_the_zone():
    log = journeys([(1, -30, "a"), (2, -90, "a"), (2, 0, "b")])
    assert [week.monday for week in ask(log, BERLIN).weeks] == [date(2023, 12, 25), date(2024, 1, 1)]
    assert [week.monday for week in ask(log).weeks] == [date(2023, 12, 25)]


@pytest.mark.parametrize(("as_of_day", "is_complete"), [(21, True), (20.9, False)])
def test_a_week_is_complete_when_the_window_of_its_last_moment_has_ended(as_of_day, is_complete):
    log = journeys([(1, 0, "a"), (1, 1, "b")])
    assert ask(log, as_of_day=as_of_day).weeks[0].is_complete is is_complete


def test_a_period_that_ended_inside_a_week_ends_the_week():
    log = journeys([(1, 0, "a"), (1, 1, "b")])
    assert ask(log, as_of_day=16, until=at(2 * DAY)).weeks[0].is_complete
    assert not ask(log, as_of_day=15.9, until=at(2 * DAY)).weeks[0].is_complete


def test_the_leads_of_a_week_are_those_it_counts():
    log = journeys([(1, 0, "a"), (1, 5, "b"), (2, 8 * DAY, "a"), (3, 1, "a")])
    answer = ask(log)
    assert answer.entered(date(2024, 1, 1)).tolist() == [1, 3]
    assert answer.converted(date(2024, 1, 1)).tolist() == [1]
    with pytest.raises(BadInput, match="2024-01-02"):
        answer.entered(date(2024, 1, 2))


def test_no_entrants_give_no_weeks():
    log = journeys([(1, 0, "note")], known=journeys([(1, 0, "a"), (1, 0, "b")]).words)
    assert ask(log).weeks == ()


def test_spring_forward_and_fall_back_keep_monday_midnight():
    march, october = datetime(2024, 3, 31, 22, 30, tzinfo=UTC), datetime(2024, 10, 27, 22, 30, tzinfo=UTC)
    minutes = [(moment - at(0)).total_seconds() / 60 for moment in (march, october)]
    log = journeys([(1, minutes[0], "a"), (2, minutes[1], "a"), (2, minutes[1], "b")])
    mondays = [week.monday for week in ask(log, BERLIN, as_of_day=400).weeks]
    assert (mondays[0], mondays[-1], len(mondays)) == (date(2024, 4, 1), date(2024, 10, 21), 30)
    assert all(monday.weekday() == 0 for monday in mondays)


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(0, 40 * DAY), st.sampled_from("ab")), max_size=40))
def test_weeks_add_up_to_the_funnel_and_count_their_lists(rows):
    answer = ask(known(rows), BERLIN, since=at(0))
    assert sum(week.entrants for week in answer.weeks) == answer.funnel.entrants
    assert sum(week.converted for week in answer.weeks) == answer.funnel.steps[-1].count
    for week in answer.weeks:
        assert len(answer.entered(week.monday)) == week.entrants
        assert len(answer.converted(week.monday)) == week.converted


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(0, 40 * DAY), st.sampled_from("ab")), max_size=40))
def test_time_changes_a_complete_week_only_by_leads_that_enter_again_and_come_further(rows):
    before, after = (ask(known(rows), since=at(0), as_of_day=day, window=timedelta(days=2)) for day in (20, 60))
    later = {week.monday: week for week in after.weeks}
    for week in before.weeks:
        if week.is_complete and week.monday in later:
            assert after.converted(week.monday).tolist() == before.converted(week.monday).tolist()
            left = set(before.entered(week.monday)) - set(after.entered(week.monday))
            assert set(after.entered(week.monday)) <= set(before.entered(week.monday))
            assert all(after.funnel.depth[after.funnel.lead_id == lead] == 2 for lead in left)


def test_a_lead_that_enters_again_and_comes_further_leaves_a_complete_week_and_the_definition_says_so():
    log = journeys([(1, 0, "a"), (2, 0, "a"), (2, 1, "b"), (1, 30 * DAY, "a"), (1, 31 * DAY, "b")])
    before, after = (ask(log, as_of_day=day) for day in (29, 100))
    assert [answer.weeks[0].is_complete for answer in (before, after)] == [True, True]
    assert [answer.weeks[0].entrants for answer in (before, after)] == [2, 1]
    assert "comes further leaves even a complete week" in after.definition


def test_an_empty_workspace_has_no_weeks():
    options = FunnelOptions(steps=(Predicate(kind="note"),), as_of=at(0))
    assert trend(funnel(empty(), options), options, UTC_ZONE).weeks == ()
