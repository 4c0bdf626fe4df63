"""Intervals agree with statsmodels, bootstrap weights with Poisson(1)."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from journey_core.statistics.intervals import (
    percentile_interval,
    replicate_totals,
    replicate_weights,
    weighted_sums,
    weights_scratch,
    wilson,
)


@given(st.integers(1, 10**6).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_agrees_with_statsmodels(counts):
    assert wilson(*counts) == pytest.approx(proportion_confint(*counts, method="wilson"), abs=1e-12)


def test_the_rate_of_nothing_could_be_anything():
    assert wilson(0, 0) == (0.0, 1.0)


def weights(lead_id, replicates=200):
    drawn = np.zeros(replicates)
    replicate_weights(lead_id, weights_scratch(replicates), drawn)
    return drawn


def test_weights_have_the_shares_of_a_poisson_of_one():
    drawn = np.concatenate([weights(lead) for lead in range(2000)])
    shares = np.bincount(drawn.astype(int))[:4] / len(drawn)
    assert shares == pytest.approx([0.3679, 0.3679, 0.1839, 0.0613], abs=0.003)
    assert drawn.max() <= 7


def test_leads_and_replicates_draw_independently():
    drawn = np.array([weights(lead) for lead in range(2000)])
    assert np.abs(np.corrcoef(drawn[:, :20].T) - np.eye(20)).max() < 0.1
    assert np.abs(np.corrcoef(drawn[:20]) - np.eye(20)).max() < 0.35


def test_a_weight_depends_on_the_lead_and_the_replicate_only():
    assert weights(7, 200)[:12].tolist() == weights(7, 12).tolist()
    assert weights(7).tolist() != weights(8).tolist()


def test_replicates_of_shards_add_up_to_replicates_of_the_whole():
    lead_id, cell, amount = np.array([3, 3, 5, 8]), np.array([0, 1, 0, 1]), np.array([[1.0], [0.5], [0.25], [2.0]])
    whole = replicate_totals(lead_id, cell, amount, 2, 10)
    parts = [replicate_totals(lead_id[part], cell[part], amount[part], 2, 10) for part in (slice(2), slice(2, 4))]
    assert (sum(parts) == whole).all()
    assert whole[:, 1, 0].tolist() == (0.5 * weights(3, 12) + 2 * weights(8, 12))[:10].tolist()


def test_the_percentile_interval_leaves_out_replicates_without_an_answer():
    assert percentile_interval(np.append(np.arange(101.0), np.nan)) == pytest.approx((2.5, 97.5))
    assert percentile_interval(np.array([np.nan])) is None


@pytest.mark.parametrize("amount", [1.0, 3.0, 0.1, 2.0**24 + 1, 1e300])
def test_sums_are_exact_however_large_or_broken_the_amounts(amount):
    lead_id, cell, amounts = np.array([4, 9, 9]), np.array([1, 1, 0]), np.array([[amount], [1.0], [amount]])
    sums = weighted_sums(lead_id, cell, amounts, 2, 6)
    drawn = np.array([np.append(1, weights(lead, 6)) for lead in lead_id])
    assert sums[:, 0, 0].tolist() == (drawn[2] * amount).tolist()
    assert sums[:, 1, 0].tolist() == (drawn[0] * amount + drawn[1]).tolist()
