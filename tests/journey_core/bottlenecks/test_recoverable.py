"""Recoverable conversions where the truth is known, against plain sums over all fits, and against scipy."""

from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, chi2

from journey_core.bottlenecks import week_fits
from journey_core.bottlenecks.recoverable import DIFFER_BELOW, Fate, Recoverable, difference_p, recoverable_at
from journey_core.bottlenecks.week_fits import DEPTH, gap
from tests.proofs import cases, holds_often_enough
from tests.simulators.week_rates import WEEKS, WEEKS_WORLDS

ALL_COMPLETE = np.ones(WEEKS, bool)
WEEK = st.tuples(st.integers(5, 60), st.floats(0, 1)).map(lambda week: (round(week[0] * week[1]), week[0]))


def quarter_below(rates: np.ndarray, pooled: np.ndarray) -> float:
    """The mean less that of the lowest quarter, of a thousand equally likely places."""
    places = rates[np.searchsorted(np.cumsum(pooled), (np.arange(1000) + 0.5) / 1000).clip(max=len(rates) - 1)]
    return float(places.mean() - places[:250].mean())


def plain_gaps(lost: np.ndarray, left: np.ndarray) -> tuple[float, float, float]:
    """Best, least and greatest gap, fit by fit."""
    rates = week_fits._grid(lost, left)
    each = binom.pmf(lost, left, rates[:, None])
    weights = [np.eye(len(rates))[k] for k in range(len(rates))]
    weights += [
        share * np.eye(len(rates))[one] + (1 - share) * np.eye(len(rates))[other]
        for one in range(len(rates)) for other in range(one + 1, len(rates)) for share in week_fits._SHARES
    ]  # fmt: skip
    weights += list(week_fits._normal(np.arange(len(rates)), week_fits._MEANS, week_fits._SPREADS))
    mixtures = np.array(weights)
    with np.errstate(divide="ignore"):
        likelihood = np.log(mixtures @ each).sum(axis=1)
    near = np.flatnonzero(likelihood >= likelihood.max() - DEPTH)
    weeks = left / left.sum()
    gaps = {fit: quarter_below(rates, mixtures[fit] * (each @ (weeks / (mixtures[fit] @ each)))) for fit in near}
    return gaps[int(likelihood.argmax())], min(gaps.values()), max(gaps.values())


@pytest.mark.parametrize("seed", range(3))
def test_the_gap_is_that_of_the_fits_told_one_by_one(seed: int) -> None:
    rng = np.random.default_rng(seed)
    left = rng.integers(5, 40, 9).astype(float)
    lost = rng.binomial(left.astype(int), rng.choice((0.2, 0.6), 9)).astype(float)
    found = gap(lost, left)
    assert (found.best, found.low, found.high) == pytest.approx(plain_gaps(lost, left), abs=1e-3)


@given(st.lists(WEEK, min_size=2, max_size=30))
def test_a_gap_lies_in_its_interval_and_the_order_of_weeks_does_not_matter(weeks: list[tuple[int, int]]) -> None:
    lost, left = np.array(weeks, float).T
    found, turned = gap(lost, left), gap(lost[::-1].copy(), left[::-1].copy())
    assert 0 <= found.low <= found.best <= found.high < 1
    assert (turned.low, turned.high) == pytest.approx((found.low, found.high), abs=1e-9)


@given(st.lists(WEEK, min_size=8, max_size=60))
def test_weeks_differ_where_scipys_chi_square_says_so(weeks: list[tuple[int, int]]) -> None:
    lost, left = np.array(weeks, float).T
    rate = lost.sum() / left.sum()
    if rate in {0, 1}:
        assert difference_p(lost, left) == 1
        return
    p = chi2.sf(((lost - left * rate) ** 2 / (left * rate * (1 - rate))).sum(), len(left) - 1)
    assert (difference_p(lost, left) < 0.05) == (p < 0.05) or abs(p - 0.05) < 0.001


def recoverable(fates: np.ndarray, is_complete: np.ndarray) -> Recoverable | None:
    """What could be recovered at the only stage."""
    return recoverable_at([(fates, is_complete)])[0]


def test_stages_whose_weeks_differ_by_little_are_doubted_together() -> None:
    def stage(spread: int) -> tuple[np.ndarray, np.ndarray]:
        fates = np.tile([40, 0, 20, 40], (16, 1))
        fates[::2, Fate.LOST] += spread
        return fates, np.ones(16, bool)

    alone = difference_p(stage(26)[0][:, Fate.LOST].astype(float), stage(26)[0].sum(axis=1).astype(float))
    assert DIFFER_BELOW / 4 < alone < DIFFER_BELOW
    assert [each and each.weeks_differ for each in recoverable_at([stage(26)])] == [True]
    assert [each and each.weeks_differ for each in recoverable_at([stage(26), *[stage(0)] * 3])] == [False] * 4
    assert [each and each.weeks_differ for each in recoverable_at([stage(26), stage(40)])] == [True, True]


def test_equal_weeks_recover_nothing_and_say_what_they_cannot_rule_out() -> None:
    fates = np.tile([40, 0, 20, 40], (16, 1))
    found = recoverable(fates, np.ones(16, bool))
    assert found is not None and not found.weeks_differ
    assert (found.conversions, found.leads, found.interval[0], found.best_drop_off) == (0, 0, 0, 0.4)
    assert 10 < found.interval[1] < 100


def test_weeks_that_lose_nobody_have_nothing_to_recover() -> None:
    found = recoverable(np.tile([0, 0, 1, 9], (8, 1)), np.ones(8, bool))
    assert found is not None and (found.conversions, found.interval) == (0, (0, 0))


def test_few_who_are_decided_widen_the_interval() -> None:
    few, many = (np.zeros((16, len(Fate)), np.int64) for _ in range(2))
    few[:, Fate.LOST] = many[:, Fate.LOST] = np.repeat((20, 50), (4, 12))
    few[:, Fate.UNDECIDED] = np.repeat((79, 49), (4, 12))
    few[:, Fate.WON] = 1
    many[:, Fate.WON] = np.repeat((80, 50), (4, 12))
    unsure, sure = (recoverable(fates, np.ones(16, bool)) for fates in (few, many))
    assert unsure is not None and sure is not None
    assert unsure.conversions == sure.conversions
    assert unsure.interval[0] < sure.interval[0]


@cache
def answers(world: str) -> list[tuple[Recoverable, float]]:
    """What is said of samples of a world, and the truth."""
    rng, found = np.random.default_rng(17), []
    for _ in range(cases(600)):
        weeks = WEEKS_WORLDS[world].drawn(rng)
        told = recoverable(weeks.fates, ALL_COMPLETE)
        assert told is not None
        found.append((told, weeks.recoverable))
    return found


@pytest.mark.proof
@pytest.mark.parametrize("world", WEEKS_WORLDS)
def test_the_interval_holds_the_truth_about_as_often_as_it_says(world: str) -> None:
    held = [told.interval[0] - 1e-9 <= truth <= told.interval[1] + 1e-9 for told, truth in answers(world)]
    assert holds_often_enough(held)


@pytest.mark.proof
@pytest.mark.parametrize(
    ("world", "least", "most"),
    [
        ("null", 0, 5),
        ("bad quarter", 24, 38),
        ("good quarter", 52, 80),
        ("normal", 18, 46),
        ("trend", 12, 40),
        ("two weeks", 8, 18),
        ("bad quarter, 200 a week", 130, 160),
        ("good quarter, 200 a week", 360, 395),
    ],
)
def test_the_mean_estimate_is_near_the_truth_or_low_where_weeks_differ_smoothly(
    world: str, least: float, most: float
) -> None:
    assert least <= np.mean([told.conversions for told, _ in answers(world)]) <= most


@pytest.mark.proof
def test_where_weeks_are_alike_something_is_said_about_one_time_in_twenty() -> None:
    assert np.mean([told.weeks_differ for told, _ in answers("null")]) <= 0.09
