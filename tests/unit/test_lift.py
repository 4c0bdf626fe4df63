"""The lift model: what it counts as days at risk, how it shares conversions out, and how near it comes to the truth."""

from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from math import comb
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from journey_core.attribution import AttributionOptions, attribute
from journey_core.attribution.lift import LiftOptions, lift
from journey_core.attribution.lift_credit import hazard_shares
from journey_core.attribution.lift_design import Plan, design
from journey_core.attribution.lift_memory import busiest
from journey_core.attribution.lift_risk import DAY, moments, stretches
from journey_core.attribution.touchpoints import Scope
from journey_core.errors import Refused
from journey_core.journeys import empty, microseconds
from journey_core.predicate import Predicate
from journey_core.weeks import UTC_ZONE, weekdays
from tests.builders import at, journeys

HOURS = 60
DAYS = 24 * HOURS


def scope(seen=30 * DAYS, **changed):
    asked = {"goal": Predicate(kind="converted"), "lookback": 90 * DAY, "since": -(2**61), "until": 2**61}
    return Scope(**asked | {"as_of": microseconds(at(seen))} | changed)


def stretch(log, **changed):
    """(lead, first row, past row, start, since, until, row of the conversion, repeat), times in days."""
    risk, day_0 = stretches(log, scope(**changed)), microseconds(at(0))
    days = ((column - day_0) / DAY for column in (risk.start, risk.since, risk.until))
    columns = (risk.lead, risk.begin, risk.end, *days, risk.conversion, risk.repeat)
    return [tuple(round(float(number), 3) for number in row) for row in zip(*columns, strict=True)]


def busy(leads=60, seed=3):
    """Leads with some touches, of whom half convert; a value of 10 each."""
    rng = np.random.default_rng(seed)
    rows = []
    for lead in range(1, leads + 1):
        channels = rng.choice(["web", "email", "call"], rng.integers(1, 6))
        minutes = np.sort(rng.integers(0, 20 * DAYS, len(channels)))
        rows += [(lead, int(minute), "page_viewed", str(name)) for minute, name in zip(minutes, channels, strict=True)]
        rows += [(lead, int(minutes[-1]) + 90, "converted")] if lead % 2 else []
    won = {number: 10.0 for number, row in enumerate(rows) if row[2] == "converted"}
    return journeys(rows, value=won)


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
    """The columns of lead 1 at a minute, with a half-life of a day."""
    asked = scope(**changed)
    codes = np.unique(log.channel[log.channel > 0]).astype(np.int64)
    plan = Plan(codes, np.full(len(codes), float(DAY)), np.zeros((log.lead_count, 0)))
    when = np.array([microseconds(at(minute))])
    return design(log, asked, stretches(log, asked), plan, np.zeros(1, np.int64), when, weekdays(when, UTC_ZONE))[0]


def test_the_columns_of_a_day_are_as_the_definition_says():
    log = journeys([(1, 0, "page_viewed", "web"), (1, DAYS, "page_viewed", "web"), (1, 3 * DAYS, "page_viewed", "web")])
    reach, intent, age, *rest = columns(log, 2 * DAYS)  # 2024-01-03 was a Wednesday
    assert reach == pytest.approx(1 - np.exp(-(0.25 + 0.5)), abs=1e-6)
    assert intent == pytest.approx(np.log(2.5 / 12), abs=1e-6)
    assert age == pytest.approx(np.log(3), abs=1e-6)
    assert rest == [0, 1, 0, 0, 0, 0, 0, 1]


def test_what_is_older_than_the_lookback_does_not_last_but_tells_intent():
    log = journeys([(1, 0, "page_viewed", "web"), (1, DAYS, "page_viewed", "web")])
    reach, intent, *_ = columns(log, 2 * DAYS, lookback=DAY)
    assert (reach, intent) == pytest.approx((1 - np.exp(-0.5), np.log(2.5 / 12)), abs=1e-6)


@pytest.mark.parametrize("lookback", [DAY // 2, 3 * DAY, 90 * DAY])
def test_moments_of_one_spell_give_the_same_columns_together_and_each_by_itself(lookback):
    log, asked = busy(80, seed=7), scope(lookback=lookback)
    risk = stretches(log, asked)
    looked = moments(log, risk, most=10**6)
    codes = np.unique(log.channel[log.channel > 0]).astype(np.int64)
    plan = Plan(codes, np.full(len(codes), float(DAY)), np.zeros((log.lead_count, 0)))
    weekday = weekdays(looked.at, UTC_ZONE)
    together = design(log, asked, risk, plan, looked.stretch, looked.at, weekday)
    for place in range(0, len(looked.at), 7):
        alone = design(log, asked, risk, plan, looked.stretch[[place]], looked.at[[place]], weekday[[place]])[0]
        assert together[place] == pytest.approx(alone, abs=1e-6)
    assert ((together[:, :3] == 0).any(axis=0)).all(), "of touches that are all gone nothing stays"


def hazard_by_orders(pulls, calm):
    """The shares that the definition gives, every order of the channels tried."""

    def hazard(among):
        return 1 / (1 + np.exp(-calm - sum(pulls[k] for k in among)))

    shares = np.zeros(len(pulls))
    orders = list(permutations(range(len(pulls))))
    for order in orders:
        for place, channel in enumerate(order):
            shares[channel] += hazard(order[: place + 1]) - hazard(order[:place])
    return shares / len(orders) / hazard(range(len(pulls)))


@pytest.mark.parametrize("calm", [-6.0, -1.0, 1.5])
def test_shares_are_the_mean_over_all_orders_of_coming(calm):
    pulls = [0.5, 1.5, 0.0, 2.5, 0.1]
    rows, ones = np.ones((1, 6), np.float32), np.array([*pulls, calm])
    assert hazard_shares(rows, ones, 5)[0] == pytest.approx(hazard_by_orders(pulls, calm), abs=1e-12)


def split(pull, calm, pieces):
    """The shares of three channels, of which the first stands for so many alike."""
    pulls = np.array([pull] * pieces + [0.8, 1.7])
    return hazard_shares(np.ones((1, pieces + 3), np.float32), np.append(pulls, calm), pieces + 2)[0]


@pytest.mark.parametrize("calm", [-9.0, -3.0, 1.5])
def test_many_channels_are_shared_out_as_exactly_as_few(calm):
    """Of channels that are alike only their number in a set matters, which counts the sets of fifteen by hand."""
    shares = split(0.2, calm, 13)

    def hazard(alike, *others):
        return 1 / (1 + np.exp(-calm - 0.2 * alike - sum(others)))

    gain = sum(
        comb(13, alike) * (hazard(alike, *others, 0.8) - hazard(alike, *others)) / (15 * comb(14, alike + len(others)))
        for alike in range(14)
        for others in ((), (1.7,))
    )
    assert shares[13] == pytest.approx(gain / hazard(13, 0.8, 1.7), abs=1e-9)
    assert shares.sum() == pytest.approx(1 - hazard(0) / hazard(13, 0.8, 1.7), abs=1e-9)


def test_a_channel_that_was_not_there_gets_nothing():
    row = np.array([[0.7, 0.0, 1.0]], np.float32)
    shares = hazard_shares(row, np.array([1.0, 2.0, -3.0]), 2)[0]
    assert shares[1] == 0 < shares[0]


def test_credit_and_baseline_add_up_to_the_conversions_and_their_value():
    result = lift(busy(), scope(), replicates=8)
    assert result.sums[0].sum(axis=1) == pytest.approx([30, 300], abs=1e-6)
    assert (result.sums[:, 0] >= 0).all()
    assert result.shares.sum(axis=0) == pytest.approx(result.sums[0, 0, :-1])


def test_credit_of_two_periods_adds_up_to_that_of_both():
    middle = microseconds(at(10 * DAYS))
    early, late, both = (lift(busy(), scope(**period)).sums for period in ({"until": middle}, {"since": middle}, {}))
    assert early + late == pytest.approx(both)
    assert early[0, 0].sum() > 0 < late[0, 0].sum()


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
    assert result.effects[0] == 0
    assert result.sums[0, 0, 0] == 0


def test_channels_that_leads_choose_themselves_are_named_as_confounded():
    log = journeys(
        [(1, 0, "page_viewed", "web"), (1, 1, "email_sent", "email"), (1, 2, "email_opened", "email")],
        direction={0: "inbound", 1: "outbound", 2: "inbound"},
    )
    assert [log.words.word("channel", code) for code in lift(log, scope(), replicates=0).confounded] == ["web"]


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


def test_one_half_life_can_be_asked_for():
    result = lift(busy(), scope(), LiftOptions(half_lives=(timedelta(days=3),)), replicates=0)
    assert result.half_lives == (timedelta(days=3),) * 3


def many_channels(count):
    """Twelve leads that touch every channel once and convert."""
    names = [f"channel {number}" for number in range(count)]
    touches = [(lead, 60 * place, "page_viewed", name) for lead in range(1, 13) for place, name in enumerate(names)]
    return journeys([*touches, *((lead, 5 * DAYS, "converted") for lead in range(1, 13))])


def test_more_channels_than_shares_are_exact_for_are_refused_by_their_number():
    with pytest.raises(Refused, match="at most 64 channels apart, and 65 have touchpoints here"):
        lift(many_channels(65), scope(), replicates=0)
    assert lift(many_channels(64), scope(), LiftOptions(half_lives=(timedelta(days=5),)), replicates=0).codes.size == 64


def test_only_the_busiest_channels_are_tried_with_half_lives_of_their_own():
    reach = np.zeros((30, 20), np.float32)
    for channel in range(20):
        reach[: 10 + channel, channel] = 1
    assert busiest(reach) == list(range(8, 20))
    assert busiest(reach[:, :3]) == [0, 1, 2]


def test_lists_behind_lift_are_as_long_as_its_numbers_where_channels_are_many():
    log = many_channels(20)
    asked = AttributionOptions(model="lift", as_of=at(30 * DAYS), replicates=0)
    linear = attribute(log, replace(asked, model="linear"))
    assert [row.leads for row in attribute(log, asked).credit] == [12] * 20
    assert all(len(linear.leads(row.channel)) == row.leads for row in attribute(log, asked).credit)
