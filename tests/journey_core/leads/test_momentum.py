"""Periods against each other, counted by hand; every count is the length of its list."""

from datetime import timedelta

import pytest

from journey_core.leads.momentum import converted_leads, leads_at, momentum, new_leads, period
from journey_core.leads.momentum_wording import change_sentence
from journey_core.log.predicates import Predicate
from tests.builders import at, journeys

DAY = 24 * 60
GOAL = Predicate(kind="converted")
# Seen from day 60: leads 1 and 2 are new in the last 30 days, lead 3 in the 30 before.
BUILT = journeys(
    [
        (1, 31 * DAY, "page_viewed"),
        (1, 50 * DAY, "converted"),
        (1, 51 * DAY, "converted"),
        (2, 59 * DAY, "page_viewed"),
        (3, 5 * DAY, "page_viewed"),
        (3, 6 * DAY, "converted"),
        (4, 99 * DAY, "page_viewed"),
    ],
    value={1: 10, 2: 20, 5: 15},
)
NOW = at(60 * DAY)


def test_measures_of_two_periods():
    new, converted, value = momentum(BUILT, GOAL, as_of=NOW)
    assert (new.now, new.before, new.change) == (2, 1, 1)
    assert (converted.now, converted.before, converted.change) == (1, 1, 0)
    assert (value.now, value.before, value.change) == (30, 15, 1)


@pytest.mark.parametrize("back", [0, 1])
def test_every_count_is_as_long_as_its_list(back):
    new, converted, _ = momentum(BUILT, GOAL, as_of=NOW)
    since, until = period(NOW, back=back)
    assert len(new_leads(BUILT, since=since, until=until)) == (new.now, new.before)[back]
    assert len(converted_leads(BUILT, GOAL, since=since, until=until)) == (converted.now, converted.before)[back]


def test_a_period_ends_with_its_instant_and_the_one_before_where_it_begins():
    (since, until), (_, end_before) = period(NOW), period(NOW, back=1)
    assert (since, until) == (end_before, NOW + timedelta(microseconds=1))


def test_the_last_week_comes_last():
    new, *_ = momentum(BUILT, GOAL, as_of=NOW)
    assert (len(new.weeks), new.weeks[-1], sum(new.weeks)) == (26, 1, 3)


def test_only_the_chosen_leads_count():
    new, _, value = momentum(BUILT, GOAL, as_of=NOW, leads=BUILT.lead_id == 2)
    assert (new.now, value.now, value.change) == (1, 0, None)


def test_leads_at_a_stage_are_those_known_by_then():
    assert leads_at(BUILT, "new", as_of=NOW).tolist() == [2]
    assert leads_at(BUILT, "won", as_of=NOW).tolist() == [1, 3]


def test_the_change_lies_in_its_interval():
    built = journeys([(lead, (lead % 100 + 10) * DAY, "page_viewed") for lead in range(1, 500)])
    new, *_ = momentum(built, GOAL, as_of=at(110 * DAY))
    low, high = new.interval
    assert low < new.change < high


def test_a_log_that_began_lately_has_no_month_before_to_compare_with():
    built = journeys([(lead, (lead % 60 + 1) * DAY, "page_viewed") for lead in range(1, 500)])
    young, *_ = momentum(built, GOAL, as_of=at(61 * DAY))
    assert (young.interval, young.is_told, young.began.date()) == (None, False, at(DAY).date())
    assert "the log begins on 2024-01-02, too lately to compare" in change_sentence(young)


def test_no_journeys_move_nothing():
    assert [each.now for each in momentum(journeys([]), GOAL, as_of=NOW)] == pytest.approx([0, 0, 0])
