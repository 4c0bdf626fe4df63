"""Journey length and counts, by hand and against statsmodels."""

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.duration.survfunc import SurvfuncRight

from journey_core.leads.standing import standing
from journey_core.leads.summary import journey_length, journey_lengths, stage_counts, weekly_activity
from journey_core.log.journeys import empty
from journey_core.log.predicates import Predicate
from journey_core.statistics.survival import kaplan_meier, median_survival, tally
from tests.builders import at, journeys

GOAL = Predicate(kind="converted")
DAY = 1440


def length(log, minute):
    return journey_length(log, standing(log, as_of=at(minute), goal=GOAL), goal=GOAL, as_of=at(minute))


def converting(*minutes, still_open=0):
    """Leads that start at 0 and convert after so many minutes, and open ones."""
    rows = [(lead, 0, "note") for lead in range(len(minutes) + still_open)]
    return journeys(rows + [(lead, minute, "converted") for lead, minute in enumerate(minutes)])


def test_open_journeys_lengthen_the_median_and_not_the_mean():
    answer = length(converting(10, 20, still_open=2), 100)
    assert answer.median == timedelta(minutes=20)
    assert answer.mean == timedelta(minutes=30 / 4)
    assert (answer.journeys, answer.converted) == (4, 2)


def test_there_is_no_median_while_fewer_than_half_convert():
    assert length(converting(10, still_open=2), 100).median is None


def test_lost_journeys_are_censored_at_the_loss():
    log = journeys([
        (1, 0, "note"), (1, 10, "lost"), (2, 0, "note"), (2, 20, "converted"), (3, 0, "note"), (3, 30, "converted"),
    ])  # fmt: skip
    assert length(log, 100).median == timedelta(minutes=20)


def test_only_the_first_conversion_and_only_by_as_of_ends_a_journey():
    log = journeys([(1, 0, "note"), (1, 10, "converted"), (1, 50, "converted"), (2, 0, "note"), (2, 60, "converted")])
    assert length(log, 55).converted == 1
    assert length(log, 99).median == timedelta(minutes=10)


def test_lengths_as_of_several_moments_are_those_of_each_for_the_chosen_leads():
    log = journeys([(1, 0, "note"), (1, 3, "converted"), (2, 0, "note"), (2, 7, "converted")])
    early, late = journey_lengths(log, (at(1), at(9)), goal=GOAL, leads=np.array([True, False]))
    assert (early.journeys, early.converted, late.converted) == (1, 0, 1)
    assert late.median == timedelta(minutes=3)


def test_no_leads_give_the_shape_of_an_answer():
    assert (length(empty(), 0).median, length(empty(), 0).mean) == (None, None)


waits = st.lists(st.tuples(st.integers(1, 20), st.booleans()), min_size=1, max_size=40)


@given(waits)
def test_the_survival_curve_agrees_with_statsmodels(waits):
    durations, observed = (np.array(column) for column in zip(*waits, strict=True))
    curve = kaplan_meier(tally(durations, observed.astype(np.uint8)))
    theirs = SurvfuncRight(durations, observed.astype(int))
    assert curve.times.tolist() == theirs.surv_times.tolist()
    assert curve.share == pytest.approx(theirs.surv_prob)


@given(waits)
def test_at_the_median_at_most_half_are_waiting(waits):
    durations, observed = (np.array(column) for column in zip(*waits, strict=True))
    curve = kaplan_meier(tally(durations, observed.astype(np.uint8)))
    half = [time for time, left in zip(curve.times, curve.share, strict=True) if left < 0.5 + 1e-9]
    assert median_survival(durations, observed) == next(iter(half), None)


def test_stage_counts_follow_the_order_and_list_their_leads():
    log = journeys([(1, 0, "note"), (2, 0, "lost"), (3, 0, "stage_changed"), (4, 9, "note")], stage={2: "proposal"})
    counts = stage_counts(log, standing(log, as_of=at(5), goal=GOAL))
    assert [(each.stage, each.lead_ids.tolist()) for each in counts] == [
        ("new", [1]), ("contacted", []), ("qualified", []), ("proposal", [3]), ("won", []), ("lost", [2]),
    ]  # fmt: skip
    assert [each.count for each in counts] == [1, 0, 0, 1, 0, 1]


def test_weeks_are_whole_and_end_at_as_of():
    minutes = [0, 1, 7 * DAY, 14 * DAY - 1, 14 * DAY, 14 * DAY + 1]
    log = journeys([(1, minute, "note") for minute in minutes] + [(2, 8 * DAY, "note")])
    activity = weekly_activity(log, np.array([1, 0]), as_of=at(14 * DAY), weeks=2)
    assert activity.tolist() == [[0, 1], [2, 2]]
