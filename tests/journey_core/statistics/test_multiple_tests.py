"""Odds ratios by hand, Fisher's test against SciPy, Benjamini-Hochberg against statsmodels."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import fisher_exact
from statsmodels.stats.contingency_tables import Table2x2
from statsmodels.stats.multitest import multipletests

from journey_core.statistics.multiple_tests import benjamini_hochberg, exact_p_values, odds_ratio_intervals, odds_ratios

COUNTS = st.lists(st.integers(0, 300), min_size=4, max_size=4)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=50))
def test_q_values_are_those_of_statsmodels(p: list[float]) -> None:
    assert benjamini_hochberg(np.array(p)) == pytest.approx(multipletests(p, method="fdr_bh")[1], abs=1e-9)


@given(COUNTS)
def test_p_values_are_those_of_scipy(counts: list[int]) -> None:
    table = np.array(counts).reshape(2, 2)
    assert exact_p_values(table[None])[0] == pytest.approx(fisher_exact(table).pvalue, abs=1e-9)


def test_large_tables_are_tested_in_full() -> None:
    tables = np.array([[[5_000, 45_000], [9_500, 90_500]], [[0, 400_000], [400_000, 0]]])
    assert exact_p_values(tables) == pytest.approx([fisher_exact(tables[0]).pvalue, 0.0], abs=1e-9)


@given(COUNTS)
def test_an_odds_ratio_has_one_added_to_every_cell(counts: list[int]) -> None:
    table = np.array(counts).reshape(2, 2)
    peer = Table2x2(table + 1)
    assert odds_ratios(table[None])[0] == pytest.approx(peer.oddsratio, rel=1e-9)
    assert odds_ratio_intervals(table[None])[0] == pytest.approx(peer.oddsratio_confint(), rel=1e-9)


def test_nobody_with_the_trait_says_nothing() -> None:
    table = np.array([[[0, 0], [7, 7]]])
    assert (odds_ratios(table)[0], exact_p_values(table)[0]) == (1.0, 1.0)


def test_no_comparisons_have_no_values() -> None:
    none = np.zeros((0, 2, 2), np.int64)
    assert len(benjamini_hochberg(np.zeros(0))) == len(odds_ratios(none)) == len(exact_p_values(none)) == 0
