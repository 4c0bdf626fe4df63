"""Intervals of credit: the closed form, what they say of channels with nothing, and how often they hold the truth."""

from collections import defaultdict
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.rates import confint_poisson

from journey_core.attribution.answer import attribute_all
from journey_core.attribution.credit_intervals import credit_intervals
from journey_core.attribution.options import AttributionOptions
from journey_core.attribution.results import ChannelCredit
from journey_core.attribution.wording import no_credit_remark
from journey_core.log.journeys import Journeys
from journey_core.statistics.intervals import percentile_interval, scaled_poisson_interval
from tests.attribution_logs import ask
from tests.builders import at, journeys
from tests.proofs import cases, holds_often_enough
from tests.simulators.touched_leads import LEADS, everyone, sample

MODELS = ("first", "last", "linear", "markov", "shapley_exact_set")
SIZES = {50: 400, 200: 400, 1000: 200}
"""Leads of a sample, and how many samples."""


@given(st.integers(0, 5000))
def test_the_interval_of_a_count_is_the_score_interval_of_statsmodels(count: int) -> None:
    assert scaled_poisson_interval(count, 1) == pytest.approx(confint_poisson(count, 1, method="score"), abs=1e-6)


@given(st.floats(0, 1e6), st.floats(1e-3, 1e3))
def test_money_in_another_unit_has_the_same_interval(total: float, scale: float) -> None:
    expected = [scale * bound for bound in scaled_poisson_interval(total, 1)]
    assert scaled_poisson_interval(scale * total, scale) == pytest.approx(expected, rel=1e-6, abs=1e-6)


def test_a_channel_with_nothing_may_have_what_the_others_scatter_by() -> None:
    rng = np.random.default_rng(2)
    credit = np.array([0.0, 30, 70])
    nothing, little, much = credit_intervals(credit, rng.poisson(credit, (200, 3)).astype(float))
    assert nothing is not None and little is not None and much is not None
    assert (nothing[0], round(nothing[1])) == (0, 4)
    assert little == pytest.approx(scaled_poisson_interval(30, 1), rel=0.1)
    assert much == pytest.approx(scaled_poisson_interval(70, 1), rel=0.1)


def test_credit_below_zero_reaches_from_itself_and_takes_its_replicates_in() -> None:
    replicates = np.random.default_rng(2).normal((-3.0, 20.0), (2.0, 5.0), (200, 2))
    plain, _ = credit_intervals(np.array([-3.0, 20]), replicates)
    joined, _ = credit_intervals(np.array([-3.0, 20]), replicates, is_uneven=True)
    middle = percentile_interval(replicates[:, 0])
    assert plain is not None and joined is not None and middle is not None
    assert plain[0] == -3 < plain[1]
    assert joined[0] == middle[0]
    assert middle[1] < joined[1] < plain[1]


def test_replicates_that_are_not_numbers_are_left_out_and_none_or_one_say_nothing() -> None:
    assert credit_intervals(np.ones(2), np.zeros((0, 2))) == [None, None]
    one, other = credit_intervals(np.array([4.0, 4]), np.array([[3, np.nan], [5, 4], [4, np.nan]]))
    assert one is not None and one[0] < 4 < one[1]
    assert other is None


def test_without_any_value_the_value_is_nothing_and_sure() -> None:
    assert credit_intervals(np.zeros(2), np.zeros((9, 2))) == [(0, 0), (0, 0)]


def test_a_channel_that_earned_nothing_is_told_with_what_fits() -> None:
    touches = (("page_viewed", "web"), ("meeting_held", "meeting"), ("page_viewed", "web"), ("converted", ""))
    told = [(lead, minute, *touch) for lead in range(1, 41) for minute, touch in enumerate(touches)]
    rows = {row.channel: row for row in ask(journeys(told), "last").credit}
    assert rows["meeting"].credit == 0
    assert no_credit_remark(list(rows.values())) == "Meeting: 0 conversions, up to 4 fit."
    assert no_credit_remark([rows["web"]]) == ""
    two = [rows["meeting"], replace(rows["meeting"], channel="sms")]
    assert no_credit_remark(two) == "Meeting, sms: 0 conversions each, up to 4 fit."


def test_gains_and_losses_that_cancel_do_not_reach_further_than_they_scatter() -> None:
    """Credit near 0 that scatters much would otherwise have the scale of its scatter over next to nothing."""
    replicates = np.random.default_rng(3).normal((0.0, 300.0), (10.0, 10.0), (500, 2))
    plain, _ = credit_intervals(np.array([0.0, 300]), replicates)
    even, _ = credit_intervals(np.array([0.0, 300]), replicates, is_uneven=True)
    assert plain is not None and even is not None
    assert plain[1] > 500
    assert even == pytest.approx((-20, 20), abs=3)


def credits(log: Journeys, replicates: int) -> dict[tuple[str, str], ChannelCredit]:
    answers = attribute_all(log, AttributionOptions(as_of=at(99), replicates=replicates), models=MODELS, threads=1)
    return {(model, row.channel): row for model in MODELS for row in answers[model].credit}


@cache
def held(leads: int) -> dict[tuple[str, str, str], list[bool]]:
    """Whether each sample's interval held the truth, by measure, model and channel."""
    rng, found = np.random.default_rng(11), defaultdict(list)
    true = credits(everyone(), 0)
    for _ in range(cases(SIZES[leads])):
        for key, row in credits(sample(rng, leads), 200).items():
            for measure, bounds in (("credit", row.interval), ("value", row.value_interval)):
                truth = getattr(true[key], measure) * leads / LEADS
                found[measure, *key].append(bounds[0] - 1e-9 <= truth <= bounds[1] + 1e-9)
    return found


@pytest.mark.proof
@pytest.mark.parametrize("leads", SIZES)
@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize(("measure", "lowest", "overall"), [("credit", 0.91, 0.95), ("value", 0.87, 0.92)])
def test_the_truth_lies_in_its_interval_about_as_often_as_it_says_for_every_channel(
    measure: str, lowest: float, overall: float, model: str, leads: int
) -> None:
    """A few conversions make most of the value, so that its intervals hold a little less."""
    by_channel = [hits for (what, name, _), hits in held(leads).items() if (what, name) == (measure, model)]
    assert all(holds_often_enough(hits, rate=lowest) for hits in by_channel)
    assert holds_often_enough([hit for hits in by_channel for hit in hits], rate=overall)
