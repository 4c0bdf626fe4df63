"""What the lift model counts as days at risk, which of them it looks at, and the columns of a day."""

import numpy as np
import pytest

from journey_core.attribution.lift.design import Plan, design
from journey_core.attribution.lift.lead_days import DAY, moments, stretches
from journey_core.calendar.weeks import UTC_ZONE, weekdays
from journey_core.log.times import microseconds
from tests.builders import at, journeys
from tests.journey_core.attribution.lift.lift_logs import DAYS, busy, scope


def stretch(log, **changed):
    """(lead, first row, past row, start, since, until, row of the conversion, repeat), times in days."""
    risk, day_0 = stretches(log, scope(**changed)), microseconds(at(0))
    days = ((column - day_0) / DAY for column in (risk.start, risk.since, risk.until))
    columns = (risk.lead, risk.begin, risk.end, *days, risk.conversion, risk.repeat)
    return [tuple(round(float(number), 3) for number in row) for row in zip(*columns, strict=True)]


def test_a_lead_is_at_risk_from_its_first_interaction_to_the_end():
    assert stretch(journeys([(1, DAYS, "note"), (1, 2 * DAYS, "page_viewed", "web")])) == [(0, 0, 2, 1, 1, 30, -1, 0)]


def test_the_day_of_a_conversion_is_no_day_without_one_and_what_follows_is_another_spell():
    log = journeys([(1, 0, "page_viewed", "web"), (1, 2.5 * DAYS, "converted"), (1, 4 * DAYS, "page_viewed", "web")])
    assert stretch(log) == [(0, 0, 2, 0, 0, 2, 1, 0), (0, 2, 3, 4, 4, 30, -1, 1)]


def test_a_lost_lead_is_not_at_risk_until_its_next_interaction():
    log = journeys([(1, 0, "page_viewed", "web"), (1, 3 * DAYS, "lost"), (1, 9 * DAYS, "page_viewed", "web")])
    assert stretch(log) == [(0, 0, 2, 0, 0, 3, -1, 0), (0, 0, 3, 0, 9, 30, -1, 0)]


def test_of_two_conversions_in_one_instant_the_second_has_nothing_before_it():
    log = journeys([(1, 0, "page_viewed", "web"), (1, DAYS, "converted"), (1, DAYS, "converted")])
    assert stretch(log) == [(0, 0, 3, 0, 0, 1, 1, 0), (0, 3, 3, 1, 1, 1, 2, 1)]


def test_nothing_after_as_of_counts():
    log = journeys([(1, 0, "page_viewed", "web"), (1, 5 * DAYS, "converted"), (2, 9 * DAYS, "page_viewed", "web")])
    assert stretch(log, seen=4 * DAYS) == [(0, 0, 1, 0, 0, 4, -1, 0)]


def test_few_days_are_all_looked_at_and_many_by_a_sample_that_stands_for_them():
    risk = stretches(busy(400), scope())
    every, some = (moments(busy(400), risk, most=10**6, sample=size, least_rate=0.5) for size in (10**6, 1))
    assert set(every.weight) == {1.0}
    assert set(some.weight[~some.is_conversion]) == {2.0}
    assert some.weight[~some.is_conversion].sum() == pytest.approx(risk.days, rel=0.1)
    assert every.is_conversion.sum() == some.is_conversion.sum() == 200


def test_no_more_days_are_looked_at_than_there_is_room_for():
    found = moments(busy(400), stretches(busy(400), scope()), most=50)
    assert 20 < np.count_nonzero(~found.is_conversion) < 80


def test_every_day_of_a_stretch_is_looked_at_in_an_instant_of_its_own():
    log = journeys([(1, 0, "page_viewed", "web")])
    days = (moments(log, stretches(log, scope()), most=100).at - microseconds(at(0))) // DAY
    assert days.tolist() == list(range(30))


def columns(log, minute, **changed):
    """The columns of lead 1 at a minute."""
    asked = scope(**changed)
    codes = np.unique(log.channel[log.channel > 0]).astype(np.int64)
    plan = Plan(codes, np.zeros((log.lead_count, 0)))
    when = np.array([microseconds(at(minute))])
    return design(log, asked, stretches(log, asked), plan, np.zeros(1, np.int64), when, weekdays(when, UTC_ZONE))[0]


def test_the_columns_of_a_day_are_as_the_definition_says():
    log = journeys(
        [(1, 0, "page_viewed", "web"), (1, DAYS, "page_viewed", "web"), (1, 30 * DAYS, "page_viewed", "web")]
    )
    delayed, day, days, weeks, intent, age, *rest = columns(log, 8 * DAYS)  # 2024-01-09 was a Tuesday

    def adstock(half_life):
        return 2 ** (-8 / half_life) + 2 ** (-7 / half_life)

    assert delayed == pytest.approx(1 - np.exp(-4 * (adstock(6) - adstock(3))), abs=1e-6)
    assert [day, days, weeks] == pytest.approx([1 - np.exp(-adstock(each)) for each in (1, 5, 25)], abs=1e-6)
    assert intent == pytest.approx(np.log(2.5 / 18), abs=1e-6)
    assert [age, *rest[:3]] == pytest.approx([np.log(9), np.log(9 / 4), 0, 0], abs=1e-6)
    assert rest[3:] == [1, 0, 0, 0, 0, 0, 0, 1]


def test_what_is_older_than_the_lookback_does_not_last_but_tells_intent():
    log = journeys([(1, 0, "page_viewed", "web"), (1, DAYS, "page_viewed", "web")])
    _, day, _, _, intent, *_ = columns(log, 2 * DAYS, lookback=DAY)
    assert (day, intent) == pytest.approx((1 - np.exp(-0.5), np.log(2.5 / 12)), abs=1e-6)


@pytest.mark.parametrize("lookback", [DAY // 2, 3 * DAY, 90 * DAY])
def test_moments_of_one_spell_give_the_same_columns_together_and_each_by_itself(lookback):
    log, asked = busy(80, seed=7), scope(lookback=lookback)
    risk = stretches(log, asked)
    looked = moments(log, risk, most=10**6)
    codes = np.unique(log.channel[log.channel > 0]).astype(np.int64)
    plan = Plan(codes, np.zeros((log.lead_count, 0)))
    weekday = weekdays(looked.at, UTC_ZONE)
    together = design(log, asked, risk, plan, looked.stretch, looked.at, weekday)
    for place in range(0, len(looked.at), 7):
        alone = design(log, asked, risk, plan, looked.stretch[[place]], looked.at[[place]], weekday[[place]])[0]
        assert together[place] == pytest.approx(alone, abs=1e-6)
    assert ((together[:, :12] == 0).any(axis=0)).all(), "of touches that are all gone nothing stays"
