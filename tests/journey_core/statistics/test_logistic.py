"""Logistic regression against statsmodels, and its bounds."""

import numpy as np
import pytest
import statsmodels.api as sm

from journey_core.statistics.logistic import Sample, bounded_step, fit, log_likelihoods, without_each


def sample(rows=4000, columns=5, seed=1):
    rng = np.random.default_rng(seed)
    design = rng.normal(size=(rows, columns)).astype(np.float32)
    design[:, -1] = 1
    truth = np.linspace(-1, 1, columns)
    is_hit = rng.random(rows) < 1 / (1 + np.exp(-design @ truth))
    return Sample(design, is_hit, rng.integers(1, 5, rows).astype(float))


def test_without_penalty_it_is_the_maximum_likelihood_of_statsmodels():
    data = sample()
    model = sm.GLM(data.is_hit, data.design.astype(float), sm.families.Binomial(), freq_weights=data.weight).fit(
        tol=1e-12
    )
    found = fit(data, penalty=0)
    assert found.coefficients == pytest.approx(model.params, abs=1e-6)
    assert log_likelihoods(data, found.coefficients).sum() == pytest.approx(model.llf, abs=1e-6)
    assert np.linalg.inv(found.curvature) == pytest.approx(model.cov_params(), rel=1e-4)


def test_the_penalty_leaves_the_slope_that_its_definition_says():
    data = sample()
    found = fit(data, penalty=50.0)
    score = data.design @ found.coefficients
    slope = data.design.T @ (data.weight * (data.is_hit - 1 / (1 + np.exp(-score))))
    assert slope == pytest.approx(50 * found.coefficients * [1, 1, 1, 1, 0], abs=1e-3)


def test_bounded_coefficients_stay_at_zero_and_the_others_are_fitted_without_them():
    data = sample()
    found = fit(data, penalty=0, positive=3)
    assert found.coefficients[:2].tolist() == [0, 0]
    alone = fit(Sample(data.design[:, 2:], data.is_hit, data.weight), penalty=0, positive=1)
    assert found.coefficients[2:] == pytest.approx(alone.coefficients, abs=1e-6)


def test_absent_columns_are_fitted_as_if_they_were_not_there():
    data, absent = sample(), np.array([False, True, False, True, False])
    found = fit(data, penalty=2.0, positive=2, absent=absent)
    alone = fit(Sample(data.design[:, ~absent], data.is_hit, data.weight), penalty=2.0, positive=1)
    assert found.coefficients[absent].tolist() == [0, 0]
    assert found.coefficients[~absent] == pytest.approx(alone.coefficients, abs=1e-6)


def test_every_column_can_have_a_penalty_of_its_own():
    data, penalty = sample(), np.array([0.0, 10.0, 20.0, 30.0, 40.0])
    found = fit(data, penalty=penalty)
    score = data.design @ found.coefficients
    slope = data.design.T @ (data.weight * (data.is_hit - 1 / (1 + np.exp(-score))))
    assert slope == pytest.approx(found.coefficients * [0, 10, 20, 30, 0], abs=1e-3)


def test_one_step_without_a_fold_comes_near_a_fit_of_the_others():
    data = sample()
    fold = np.arange(len(data.is_hit)) % 3
    whole = fit(data, penalty=1.0, positive=4)
    for out, found in enumerate(without_each(data, whole, fold, 3, positive=4)):
        anew = fit(data.rows(fold != out), penalty=1.0, positive=4).coefficients
        assert np.abs(found - anew).max() < 0.05 * np.abs(whole.coefficients - anew).max()


@pytest.mark.parametrize("seed", range(20))
def test_a_bounded_step_can_not_be_bettered(seed):
    rng = np.random.default_rng(seed)
    root = rng.normal(size=(8, 6))
    curvature, slope, at = root.T @ root, 5 * rng.normal(size=6), rng.random(6)
    best = bounded_step(at, slope, curvature, positive=4)
    uphill = slope - curvature @ (best - at)
    assert best[:4].min() >= 0
    assert uphill[best != 0] == pytest.approx(0, abs=1e-8)
    assert uphill[best == 0].max(initial=0) <= 1e-8


@pytest.mark.parametrize("threads", [2, 3])
def test_any_number_of_threads_fits_the_same(threads):
    data = sample(rows=400_000, columns=3)
    one, many = fit(data, penalty=1, threads=1), fit(data, penalty=1, threads=threads)
    assert one.coefficients.tolist() == many.coefficients.tolist()


def test_a_large_sample_is_fitted_to_the_end_after_a_part_of_it():
    data = sample(rows=400_000, columns=3)
    score = data.design @ fit(data, penalty=0).coefficients
    slope = data.design.T @ (data.weight * (data.is_hit - 1 / (1 + np.exp(-score))))
    assert slope == pytest.approx(0, abs=1)  # with weights of a million


def test_columns_that_say_nothing_are_no_trouble():
    data = sample()
    data.design[:, 1] = 0
    assert fit(data, penalty=1.0).coefficients[1] == 0
