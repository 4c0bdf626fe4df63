"""Many comparisons at once: odds ratios, an exact test of each, and q-values that keep chance finds in check.

A table is int64[2, 2]: leads with the trait and without it (rows), with the outcome and without it (columns).
"""

from math import exp, lgamma

import numpy as np
from numba import njit

from journey_core.log.arrays import Floats, Ints
from journey_core.statistics.intervals import Z_95


def benjamini_hochberg(p: Floats) -> Floats:
    """float64[n]: the q-value of each p-value, the smallest false discovery rate at which it would count as a find
    (Benjamini, Hochberg 1995).
    """
    order = np.argsort(p)[::-1]
    rank = np.arange(len(p), 0, -1)
    q = np.empty(len(p))
    q[order] = np.minimum(np.minimum.accumulate(p[order] * len(p) / rank), 1)
    return q


def odds_ratios(tables: Ints) -> Floats:
    """float64[n] of int64[n, 2, 2] tables: the odds of the outcome with the trait, divided by those without it.

    One is added to every cell, so that an empty table gives a ratio near 1 and no ratio is infinite.
    """
    cells = tables.astype(np.float64) + 1
    ratios: Floats = cells[:, 0, 0] * cells[:, 1, 1] / (cells[:, 0, 1] * cells[:, 1, 0])
    return ratios


def odds_ratio_intervals(tables: Ints) -> Floats:
    """float64[n, 2]: the 95 % intervals of `odds_ratios` (Woolf 1955, on the same cells)."""
    half = Z_95 * np.sqrt((1 / (tables + 1.0)).sum(axis=(1, 2)))
    bounds: Floats = np.exp(np.log(odds_ratios(tables))[:, None] + half[:, None] * np.array([-1.0, 1.0]))
    return bounds


def exact_p_values(tables: Ints) -> Floats:
    """float64[n]: the two-sided p-value of Fisher's exact test of each table: the chance, given the margins, of a table
    at least as improbable as this one. The cells are taken as they are, with nothing added.
    """
    p: Floats = _exact_p_values(np.ascontiguousarray(tables, np.int64).reshape(-1, 4))
    return p


@njit(cache=True, nogil=True)
def _exact_p_values(cells: Ints) -> Floats:
    p = np.ones(len(cells))
    for i in range(len(cells)):
        p[i] = _exact_p_value(cells[i, 0], cells[i, 1], cells[i, 2], cells[i, 3])
    return p


@njit(cache=True, nogil=True)
def _exact_p_value(a: int, b: int, c: int, d: int) -> float:
    """Sums the probabilities outward from the most likely table, until they no longer count."""
    row, column, n = a + b, a + c, a + b + c + d
    low, high = max(0, row + column - n), min(row, column)
    likeliest = min(max((row + 1) * (column + 1) // (n + 2), low), high)
    total, extreme = 0.0, 0.0
    limit = exp(_log_weight(a, row, column, n) - _log_weight(likeliest, row, column, n)) * (1 + 1e-7)
    for step in (-1, 1):
        weight, k = 1.0, likeliest
        if step == 1:  # the most likely one is counted on the way down
            weight *= (row - k) * (column - k) / ((k + 1.0) * (n - row - column + k + 1.0))
            k += 1
        while low <= k <= high and weight > 1e-300:
            total += weight
            if weight <= limit:
                extreme += weight
            if step == 1:
                weight *= (row - k) * (column - k) / ((k + 1.0) * (n - row - column + k + 1.0))
            else:
                weight *= k * (n - row - column + k + 0.0) / ((row - k + 1.0) * (column - k + 1.0))
            k += step
    return min(extreme / total, 1.0)


@njit(cache=True, nogil=True)
def _log_weight(k: int, row: int, column: int, n: int) -> float:
    """The logarithm of a table's probability, without the part that only depends on the margins."""
    return -(lgamma(k + 1) + lgamma(row - k + 1) + lgamma(column - k + 1) + lgamma(n - row - column + k + 1))
