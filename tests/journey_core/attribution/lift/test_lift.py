"""The lift model's answers: what adds up, what they refuse, and what follows from few, many or self-chosen channels."""

from dataclasses import replace
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from journey_core.attribution.answer import attribute
from journey_core.attribution.lift.model import lift
from journey_core.attribution.options import AttributionOptions
from journey_core.calendar.weeks import UTC_ZONE
from journey_core.errors import Refused
from journey_core.log.journeys import empty
from journey_core.log.times import microseconds
from tests.builders import at, journeys
from tests.journey_core.attribution.lift.lift_logs import DAYS, busy, scope


def test_credit_and_baseline_add_up_to_the_conversions_and_their_value():
    result = lift(busy(), scope(), replicates=8)
    assert result.sums[0].sum(axis=1) == pytest.approx([30, 300], abs=1e-6)
    assert (result.sums[:, 0] >= 0).all()
    assert result.shares.sum(axis=0) == pytest.approx(result.sums[0, 0, :-1])


def test_credit_of_two_periods_adds_up_to_that_of_both():
    middle = microseconds(at(10 * DAYS))
    periods = {"until": middle}, {"since": middle}, {}
    early, late, both = (lift(busy(), scope(**period), replicates=0).sums[0] for period in periods)
    assert early + late == pytest.approx(both)
    assert early[0].sum() > 0 < late[0].sum()


def test_replicates_of_two_periods_hold_the_conversions_of_both():
    middle = microseconds(at(10 * DAYS))
    periods = {"until": middle}, {"since": middle}, {}
    early, late, both = (lift(busy(), scope(**period), replicates=8).sums.sum(axis=2) for period in periods)
    assert early + late == pytest.approx(both)


def test_credit_does_not_depend_on_how_many_replicates_are_asked_for():
    none, many = (lift(busy(), scope(), replicates=count).sums[0].tolist() for count in (0, 120))
    assert none == many


@pytest.mark.parametrize("threads", [2, 3])
def test_any_number_of_threads_gives_the_same_lift(threads):
    one, many = (lift(busy(), scope(), replicates=8, threads=count).sums for count in (1, threads))
    assert one.tolist() == many.tolist()


def test_no_conversions_give_the_shape_of_an_answer():
    assert lift(empty(), scope(), replicates=3).sums.tolist() == np.zeros((4, 2, 1)).tolist()
    assert lift(journeys([(1, 0, "page_viewed", "web")]), scope(), replicates=0).sums.tolist() == [[[0, 0], [0, 0]]]


def test_too_few_conversions_to_learn_from_are_refused():
    with pytest.raises(Refused, match="at least 10 conversions to learn from, and there are 9 here"):
        lift(busy(18), scope())
    assert lift(busy(20), scope(), replicates=0).sums[0, 0].sum() == pytest.approx(10)


def test_a_channel_that_keeps_leads_from_converting_gets_nothing_rather_than_less():
    rows = [(lead, 0, "page_viewed", "web") for lead in range(1, 201)]
    rows += [(lead, DAYS, "call_attempted", "call") for lead in range(1, 101)]
    rows += [(lead, 2 * DAYS, "converted") for lead in range(101, 201)]
    result = lift(journeys(rows), scope(), replicates=0)
    assert result.sums[0, 0, 0] == 0


def test_channels_that_leads_choose_themselves_are_named_as_confounded():
    log = journeys(
        [(1, 0, "page_viewed", "web"), (1, 1, "email_sent", "email"), (1, 2, "email_opened", "email")],
        direction={0: "inbound", 1: "outbound", 2: "inbound"},
    )
    assert lift(log, scope(), replicates=0).doubts.chosen == ("web",)


def test_attributes_of_leads_tell_intent():
    log = busy(200)
    told = (np.arange(200) % 2 == 0)[:, None].astype(float)  # leads with odd ids convert
    with_it, without = (lift(log, scope(), attributes=given, replicates=0).sums[0, 0] for given in (told, None))
    assert with_it[-1] > without[-1]


def test_among_the_models_its_rows_and_the_baseline_add_up_to_the_conversions():
    options = AttributionOptions(as_of=at(30 * DAYS), model="lift", replicates=20)
    answer = attribute(busy(), options)
    assert sum(row.credit for row in answer.credit) + answer.baseline == pytest.approx(answer.conversions, abs=1e-6)
    assert sum(row.value for row in answer.credit) + answer.baseline_row.value == pytest.approx(300)
    low, high = answer.baseline_row.interval
    assert low <= answer.baseline <= high
    assert "observational" in answer.definition


def test_conversions_that_nothing_touched_are_the_baselines():
    log = journeys([(lead, 0, "converted") for lead in range(1, 13)])
    assert lift(log, scope(), replicates=0).sums[0].tolist() == [[12], [0]]


def test_weekdays_are_those_of_the_workspace():
    """Who converts does so on Monday of Auckland, which is Sunday of UTC."""
    rows = [(lead, -DAYS // 2 + lead * DAYS, "page_viewed", "web") for lead in range(1, 121)]
    rows += [(lead, minute + 60, "converted") for lead, minute, *_ in rows if lead % 7 == 0]
    asked = [AttributionOptions(as_of=at(130 * DAYS), model="lift", replicates=0, zone=zone)
             for zone in (UTC_ZONE, ZoneInfo("Pacific/Auckland"))]  # fmt: skip
    answers = [attribute(journeys(rows), each) for each in asked]
    assert answers[0].baseline != answers[1].baseline
    assert "weekdays in Pacific/Auckland" in answers[1].definition


def test_a_period_without_conversions_has_no_credit():
    assert not lift(busy(), scope(since=microseconds(at(29 * DAYS))), replicates=4).sums.any()


def many_channels(count):
    """Twelve leads that touch every channel once and convert."""
    names = [f"channel {number}" for number in range(count)]
    touches = [(lead, 60 * place, "page_viewed", name) for lead in range(1, 13) for place, name in enumerate(names)]
    return journeys([*touches, *((lead, 5 * DAYS, "converted") for lead in range(1, 13))])


def test_more_channels_than_shares_are_exact_for_are_refused_by_their_number():
    with pytest.raises(Refused, match="at most 64 channels apart, and 65 have touchpoints here"):
        lift(many_channels(65), scope(), replicates=0)
    assert lift(many_channels(64), scope(), replicates=0).codes.size == 64


def test_lists_behind_lift_are_as_long_as_its_numbers_where_channels_are_many():
    log = many_channels(20)
    asked = AttributionOptions(model="lift", as_of=at(30 * DAYS), replicates=0)
    linear = attribute(log, replace(asked, model="linear"))
    assert [row.leads for row in attribute(log, asked).credit] == [12] * 20
    assert all(len(linear.leads(row.channel)) == row.leads for row in attribute(log, asked).credit)
