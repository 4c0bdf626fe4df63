"""How sure a credit is: intervals of value, ranks, channels that can't be told apart, and the placebo."""

import numpy as np
import pytest

from journey_core.attribution.channel_credit import NO_CHANNEL
from journey_core.attribution.models import MODELS
from journey_core.attribution.placebo import length_class
from tests.attribution_logs import D2, ask, expanded
from tests.builders import journeys

CHANNELS = ("web", "sms", "call", "email")


def rows_of(log, model, **options):
    return {row.channel: row for row in ask(log, model, **options).credit}


def test_a_channel_far_ahead_keeps_its_rank_and_stands_alone():
    rows = rows_of(expanded([("web", 90, 10), ("sms", 10, 5), ("call", 10, 5)]), "linear")
    assert (rows["web"].rank, rows["web"].rank_interval, rows["web"].rank_stability) == (1, (1, 1), 1.0)
    assert rows["web"].indistinct == ()


def test_channels_that_earn_about_the_same_cannot_be_told_apart():
    rows = rows_of(expanded([("web", 90, 10), ("sms", 11, 5), ("call", 10, 5)]), "linear")
    assert (rows["sms"].indistinct, rows["call"].indistinct) == (("call",), ("sms",))
    assert rows["sms"].rank_interval == rows["call"].rank_interval == (2, 3)
    assert 0.3 < rows["call"].rank_stability < 0.7


def test_channels_of_the_same_leads_are_told_apart_by_paired_replicates():
    # Both intervals overlap, yet call is ahead in every replicate: it shares all the leads of sms and has its own.
    rows = rows_of(expanded([("sms>call", 40, 0), ("call", 12, 0)]), "linear")
    assert rows["sms"].interval[1] > rows["call"].interval[0]
    assert rows["call"].indistinct == ()


def test_equal_credit_is_an_equal_rank():
    rows = rows_of(expanded([("web>sms", 5, 0), ("call", 1, 0)]), "linear")
    assert [rows[channel].rank for channel in ("web", "sms", "call")] == [1, 1, 3]


def test_what_no_touchpoint_explains_has_no_rank():
    log = journeys([(1, 1, "converted"), (2, 0, "page_viewed", "web"), (2, 1, "converted")])
    assert [rows_of(log, name)[NO_CHANNEL].rank for name in MODELS if name in {"first", "markov"}] == [None, None]


@pytest.mark.parametrize("model", ["linear", "markov", "shapley_exact_set"])
def test_value_has_an_interval_like_credit(model):
    rows = [(lead, minute, kind, "web" if minute == 0 else "") for lead in range(1, 41)
            for minute, kind in enumerate(("page_viewed", "converted"))]  # fmt: skip
    row = rows_of(journeys(rows, value=dict.fromkeys(range(1, 80, 2), 10.0)), model)["web"]
    assert row.value_interval == pytest.approx([10 * bound for bound in row.interval])


def test_without_replicates_nothing_is_said_of_how_sure_it_is():
    row = rows_of(expanded(D2), "markov", replicates=0)["web"]
    assert (row.interval, row.value_interval, row.rank_interval, row.rank_stability) == (None, None, None, None)
    assert (row.rank, row.indistinct, row.placebo) == (3, (), None)


def log_without_effects(seed, leads=4000):
    """Every touchpoint through any channel by chance; whether a lead converts is chance, too."""
    rng, rows = np.random.default_rng(seed), []
    for lead in range(1, leads + 1):
        touches = rng.integers(1, 5)
        rows += [
            (lead, minute, "page_viewed", CHANNELS[each]) for minute, each in enumerate(rng.integers(4, size=touches))
        ]
        rows += [(lead, 9, "converted")] if rng.random() < 0.2 else []
    return journeys(rows)


@pytest.mark.parametrize("model", ["first", "linear", "participation", "shapley", "markov", "shapley_exact_set"])
def test_where_channels_have_no_effect_their_credit_is_the_placebos(model):
    rows = rows_of(log_without_effects(3), model, placebo=100)
    inside = [row.placebo.interval[0] <= row.credit <= row.placebo.interval[1] for row in rows.values()]
    assert sum(inside) >= 3


@pytest.mark.parametrize("model", ["last", "linear", "markov", "shapley_exact_set"])
def test_a_channel_with_an_effect_earns_more_than_the_placebo(model):
    rows = rows_of(expanded([("web>call", 60, 60), ("web", 10, 190), ("web>web", 10, 110)]), model, placebo=100)
    assert rows["call"].credit > rows["call"].placebo.interval[1]
    assert rows["web"].credit < rows["web"].placebo.interval[0]


@pytest.mark.parametrize("model", ["first", "linear", "shapley", "markov", "shapley_exact_set"])
def test_the_placebo_shares_out_as_many_conversions_as_there_are(model):
    rows = rows_of(expanded(D2), model, placebo=50)
    assert sum(row.placebo.credit for row in rows.values()) == pytest.approx(100)


def test_journeys_convert_in_the_draws_as_often_as_all_of_about_their_length():
    # Nine in ten of the short ones and one in ten of the long ones convert; so they do in the draws, whoever they are.
    rows = rows_of(expanded([("web", 450, 50), ("web>sms>web>sms", 50, 450)]), "first", placebo=100)
    assert rows["web"].placebo.credit == pytest.approx(500)
    rows = rows_of(expanded([("web", 450, 50), ("sms>web>web>sms", 50, 450)]), "first", placebo=100)
    assert rows["sms"].placebo.credit == pytest.approx(50, rel=0.1)


def test_lengths_fall_into_two_classes_for_each_doubling():
    classes = length_class(np.arange(1, 17)).tolist()
    assert classes == [0, 2, 3, 4, 4, 5, 5, 6, 6, 6, 6, 7, 7, 7, 7, 8]
