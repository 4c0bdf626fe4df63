"""Kaplan-Meier and Aalen-Johansen against statsmodels, and a curve by hand."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from statsmodels.duration.survfunc import CumIncidenceRight, SurvfuncRight
from statsmodels.stats.proportion import proportion_confint

from journey_core.statistics.survival import aalen_johansen, kaplan_meier, medians, tally

ENDS = st.lists(st.tuples(st.integers(1, 12), st.integers(0, 2)), min_size=1, max_size=40)


def counted(ends: list[tuple[int, int]]):
    durations, cause = np.array(ends).T
    return durations, cause, tally(durations, cause.astype(np.uint8), causes=2)


def test_a_curve_by_hand() -> None:
    # Five wait. One goes after 10 (4/5), one is last seen at 20, one goes after 30 (4/5 · 2/3), one after 40 (· 1/2).
    curve = kaplan_meier(tally(np.array([40, 10, 20, 30, 50]), np.array([1, 1, 0, 1, 0], np.uint8)))
    assert curve.times.tolist() == [10, 30, 40]
    assert curve.share == pytest.approx([4 / 5, 8 / 15, 4 / 15])
    assert (curve.quantile(0.25), curve.quantile(0.5), curve.quantile(0.75)) == (30, 40, None)


def test_a_curve_has_settled_when_nearly_all_have_gone_that_go() -> None:
    lasting = 100  # of 200 that wait, 97 go after 10, two after 20 and one after 900; the others stay
    durations = np.array([10] * 97 + [20] * 2 + [900] + [1_000] * lasting)
    curve = kaplan_meier(tally(durations, (durations < 1_000).astype(np.uint8)))
    assert curve.settled == 10
    assert kaplan_meier(tally(durations[97:], (durations[97:] < 1_000).astype(np.uint8))).settled == 900
    assert kaplan_meier(tally(durations[100:], np.zeros(lasting, np.uint8))).settled is None


@given(ENDS)
def test_what_has_ended_by_any_cause_and_what_still_waits_add_up_to_one(ends: list[tuple[int, int]]) -> None:
    _, _, counts = counted(ends)
    assert aalen_johansen(counts).waiting == pytest.approx(kaplan_meier(counts).share)


@given(ENDS)
def test_the_curve_and_its_band_are_those_of_statsmodels(ends: list[tuple[int, int]]) -> None:
    durations, cause, counts = counted(ends)
    peer = SurvfuncRight(durations, (cause > 0).astype(int))
    curve = kaplan_meier(counts)
    assert curve.share == pytest.approx(peer.surv_prob, abs=1e-9)
    inside = curve.share > 1e-9
    share, se = peer.surv_prob[inside], peer.surv_prob_se[inside]
    half = 1.959963984540054 * se / (share * -np.log(share))
    low, high = curve.band
    assert low[inside] == pytest.approx(share ** np.exp(half), abs=1e-9)
    assert high[inside] == pytest.approx(np.minimum.accumulate(share ** np.exp(-half)), abs=1e-9)


@given(ENDS)
def test_the_interval_of_the_median_is_where_statsmodels_puts_it(ends: list[tuple[int, int]]) -> None:
    durations, cause, counts = counted(ends)
    peer = SurvfuncRight(durations, (cause > 0).astype(int))
    with np.errstate(all="ignore"):
        expected = peer.quantile_ci(0.5)
    curve = kaplan_meier(counts)
    assume(len(curve.share) and curve.share[-1] > 0 and np.isfinite(expected[0]))
    order = np.argsort(durations)
    whole = medians(durations[order], (cause[order] > 0).astype(np.uint8), np.array([0, len(ends)]))[0]
    assert (whole[1], np.inf if whole[2] < 0 else whole[2]) == expected
    assert whole[0] == (-1 if curve.quantile(0.5) is None else curve.quantile(0.5))


@given(ENDS)
def test_incidences_and_their_errors_are_those_of_statsmodels(ends: list[tuple[int, int]]) -> None:
    durations, cause, counts = counted(ends)
    incidence = aalen_johansen(counts)
    if cause.max() == 0:
        assert incidence.share.shape == (2, 0)
        return
    with np.errstate(all="ignore"):
        peer = CumIncidenceRight(durations, cause)
    place = np.searchsorted(peer.times, incidence.times)
    for end, (share, se) in enumerate(zip(peer.cinc, peer.cinc_se, strict=True)):
        assert incidence.share[end] == pytest.approx(share[place], abs=1e-9)
        known = np.isfinite(se[place])
        assert incidence.se[end][known] == pytest.approx(se[place][known], abs=1e-9)


@given(ENDS)
def test_who_has_gone_and_who_waits_are_all(ends: list[tuple[int, int]]) -> None:
    *_, counts = counted(ends)
    assert aalen_johansen(counts).share.sum(axis=0) + kaplan_meier(counts).share == pytest.approx(1)


def test_medians_of_groups_are_those_of_each_alone() -> None:
    durations, cause = np.array([10, 20, 30, 5, 6, 7, 50]), np.array([1, 0, 1, 1, 1, 1, 0], np.uint8)
    found = medians(durations, cause, np.array([0, 3, 6, 7, 7]))
    assert found[:, 0].tolist() == [30, 6, -1, -1]


def test_where_all_go_at_once_their_number_says_how_sure_that_is() -> None:
    curve = kaplan_meier(tally(np.full(10, 7), np.ones(10, np.uint8)))
    (low,), (high,) = curve.band
    assert (curve.share[0], low) == (0, 0)
    assert high == pytest.approx(proportion_confint(0, 10, method="beta")[1])


def test_nothing_to_count_has_an_empty_curve() -> None:
    none = tally(np.zeros(0, np.int64), np.zeros(0, np.uint8), causes=3)
    assert len(kaplan_meier(none).times) == 0
    assert aalen_johansen(none).share.shape == (3, 0)
    assert kaplan_meier(none).quantile(0.5) is None
