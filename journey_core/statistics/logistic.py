"""Logistic regression with weights, a ridge penalty and coefficients that may not be negative, by Newton's method.

It maximises sum w (y x'b - log(1 + exp(x'b))) - sum penalty b^2 / 2, the last coefficient (of the column of ones)
without penalty, with b >= 0 for the first `positive` coefficients and b = 0 for those of absent columns (McCullagh,
Nelder 1989, 4.4; the bounds by active sets, Nocedal, Wright 2006, 16.5).
"""

from dataclasses import dataclass
from math import exp, log1p
from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from journey_core.log.arrays import Flags, Floats, Ints
from journey_core.log.blocks import as_they_come, each_block, row_blocks

Design = NDArray[np.float32]

BLOCK: Final = 1 << 16
"""How many rows are added up together: sums are made in the same order whatever the number of threads."""

STEPS: Final = 50
CLOSE: Final = 1e-6
"""A step that promises less gain in log-likelihood than this is the last: the next one would be its square."""
TILE: Final = 4
"""How many rows' products are added up at once: each number of the sum is fetched and put back once for all of them."""
THIN: Final = 16
"""A large sample is first fitted on one row in so many."""


@dataclass(frozen=True, eq=False)
class Sample:
    """One entry per row: design float32[n, columns], the last column ones; is_hit bool[n]; weight float64[n]."""

    design: Design
    is_hit: Flags
    weight: Floats

    def rows(self, chosen: Flags) -> "Sample":
        return Sample(self.design[chosen], self.is_hit[chosen], self.weight[chosen])


@dataclass(frozen=True, eq=False)
class Fit:
    """coefficients float64[columns]; curvature float64[columns, columns], minus the second derivative there, penalty
    included; penalty float64[columns].
    """

    coefficients: Floats
    curvature: Floats
    penalty: Floats


def fit(
    sample: Sample,
    *,
    penalty: float | Floats,
    positive: int = 0,
    absent: Flags | None = None,
    start: Floats | None = None,
    close: float = CLOSE,
    threads: int | None = None,
) -> Fit:
    """The coefficients of the largest penalised likelihood, from `start` if it is given; the same on any number of
    threads. penalty: of every coefficient, or of each, float64[columns]; absent, bool[columns]: columns that are taken
    as if they were not there. The last step is the one that promises less gain than `close`.
    """
    ridge = np.full(sample.design.shape[1], penalty)
    ridge[-1] = 0
    at = _near(sample, penalty, positive, absent, threads) if start is None else start
    likelihood, slope, curvature = _derivatives(sample, at, threads)
    for _ in range(STEPS):
        uphill = slope - ridge * at
        step = bounded_step(at, uphill, curvature + np.diag(ridge), positive=positive, absent=absent) - at
        if step @ uphill < close:
            at = at + step
            break
        at, (likelihood, slope, curvature) = _climb(sample, at, step, likelihood, ridge, threads)
    return Fit(np.where((np.arange(len(at)) < positive) & (at < 0), 0, at), curvature + np.diag(ridge), ridge)


def without_each(
    sample: Sample, fitted: Fit, fold: Ints, folds: int,
    *, positive: int, absent: Flags | None = None, threads: int | None = None,
) -> list[Floats]:  # fmt: skip
    """The coefficients of a fit without the rows of each fold, by one Newton step from the fit to all of them; `fold`:
    of each row, 0 <= fold < folds.
    """
    at = fitted.coefficients
    own = [_derivatives(sample.rows(fold == each), at, threads) for each in range(folds)]
    uphill = np.sum([slope for _, slope, _ in own], axis=0) - fitted.penalty * at
    return [
        bounded_step(at, uphill - slope, fitted.curvature - bend, positive=positive, absent=absent)
        for _, slope, bend in own
    ]


def log_likelihoods(sample: Sample, coefficients: Floats, *, threads: int | None = None) -> Floats:
    """float64[n]: w (y x'b - log(1 + exp(x'b))) of every row."""
    found = np.zeros(len(sample.weight))

    def of_block(first: int, past: int) -> None:
        rows = slice(first, past)
        score = sample.design[rows] @ coefficients
        found[rows] = sample.weight[rows] * (sample.is_hit[rows] * score - np.logaddexp(0, score))

    each_block(row_blocks(len(found), BLOCK), of_block, threads=threads)
    return found


def bounded_step(at: Floats, slope: Floats, curvature: Floats, *, positive: int, absent: Flags | None = None) -> Floats:
    """Where slope'(b - at) - (b - at)'curvature(b - at) / 2 is largest with b >= 0 for the first `positive` and b = 0
    where it is `absent`.
    """
    columns = np.arange(len(at))
    absent = np.zeros(len(at), bool) if absent is None else absent
    held = absent.copy()
    for _ in range(10 * positive + 1):
        best = np.zeros(len(at))
        pull = slope + curvature @ at
        best[~held] = np.linalg.solve(curvature[np.ix_(~held, ~held)], pull[~held])
        below = ~held & (columns < positive) & (best < 0)
        if below.any():
            held |= below
            continue
        gain = np.where(held & ~absent, pull - curvature @ best, 0)
        if gain.max(initial=0) <= 1e-10 * max(1.0, float(np.abs(pull).max(initial=0))):
            break
        held[int(np.argmax(gain))] = False
    return np.where((columns < positive) & (best < 0), 0, best)


def residuals(sample: Sample, coefficients: Floats, *, threads: int | None = None) -> Floats:
    """float64[n]: w (y - rate), how strongly each row pulls at its columns."""
    pull = np.zeros(len(sample.weight))

    def of_block(first: int, past: int) -> None:
        rows = slice(first, past)
        rate = (1 + np.tanh(sample.design[rows] @ coefficients / 2)) / 2
        pull[rows] = sample.weight[rows] * (sample.is_hit[rows] - rate)

    each_block(row_blocks(len(pull), BLOCK), of_block, threads=threads)
    return pull


def _near(sample: Sample, penalty: float | Floats, positive: int, absent: Flags | None, threads: int | None) -> Floats:
    """Where to start: for a large sample, the fit of a part; for a small one, the rate of the whole for every row."""
    if len(sample.weight) < THIN * BLOCK // 4:
        return _flat(sample)
    design = np.ascontiguousarray(sample.design[::THIN])
    part = Sample(design, sample.is_hit[::THIN].copy(), sample.weight[::THIN].copy())
    return fit(part, penalty=penalty, positive=positive, absent=absent, threads=threads).coefficients


def _flat(sample: Sample) -> Floats:
    """All zero except the last, which gives every row the rate of the whole."""
    start = np.zeros(sample.design.shape[1])
    hits, whole = sample.weight[sample.is_hit].sum(), sample.weight.sum()
    start[-1] = np.log((hits + 0.5) / (whole - hits + 0.5))
    return start


def _climb(
    sample: Sample, at: Floats, step: Floats, likelihood: float, ridge: Floats, threads: int | None
) -> tuple[Floats, tuple[float, Floats, Floats]]:
    """The step, halved until it leads upwards, and the derivatives there."""
    height = likelihood - ridge @ at**2 / 2
    for _ in range(STEPS):
        there = _derivatives(sample, at + step, threads)
        if there[0] - ridge @ (at + step) ** 2 / 2 >= height - 1e-9 * abs(height):
            break
        step = step / 2
    return at + step, there


def _derivatives(sample: Sample, coefficients: Floats, threads: int | None) -> tuple[float, Floats, Floats]:
    """The log-likelihood, its slope float64[columns] and minus its second derivative float64[columns, columns]."""

    def of_block(first: int, past: int) -> tuple[float, Floats, Floats]:
        rows = slice(first, past)
        return _add_up(sample.design[rows], sample.is_hit[rows], sample.weight[rows], coefficients)

    size = len(coefficients)
    total, slope, curvature = 0.0, np.zeros(size), np.zeros((size, size))
    for part in as_they_come(row_blocks(len(sample.weight), BLOCK), of_block, threads=threads):
        total, slope, curvature = total + part[0], slope + part[1], curvature + part[2]
    return total, slope, np.tril(curvature) + np.tril(curvature, -1).T


@njit(cache=True, nogil=True)
def _add_up(design: Design, is_hit: Flags, weight: Floats, coefficients: Floats) -> tuple[float, Floats, Floats]:
    """The sums of some rows; of the second derivative only what lies on and below the diagonal."""
    size, total = len(coefficients), 0.0
    slope, curvature = np.zeros(size), np.zeros((size, size))
    x, bend = np.zeros((TILE, size)), np.zeros(TILE)
    for first in range(0, len(weight), TILE):
        bend[:] = 0
        for k in range(min(TILE, len(weight) - first)):
            row, score = first + k, 0.0
            for a in range(size):
                x[k, a] = design[row, a]
                score += x[k, a] * coefficients[a]
            rate = 1 / (1 + exp(-score))
            total += weight[row] * (is_hit[row] * score - max(score, 0.0) - log1p(exp(-abs(score))))
            pull, bend[k] = weight[row] * (is_hit[row] - rate), weight[row] * rate * (1 - rate)
            for a in range(size):
                slope[a] += pull * x[k, a]
        for a in range(size):
            one, two, three, four = bend[0] * x[0, a], bend[1] * x[1, a], bend[2] * x[2, a], bend[3] * x[3, a]
            for b in range(a + 1):
                curvature[a, b] += one * x[0, b] + two * x[1, b] + three * x[2, b] + four * x[3, b]
    return total, slope, curvature
