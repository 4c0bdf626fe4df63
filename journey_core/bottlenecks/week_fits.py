"""How far the best quarter of weeks lies below all weeks, by every way the weeks may truly differ.

The true rates of weeks are taken to be all equal, of two sorts, or normally spread, on a grid of rates. Each such way
is a fit with a likelihood; what the counts can't rule out are the fits within DEPTH log-likelihood of the best one
(profile likelihood over mixtures of few shapes). The gap of a fit is the mean of all weeks less that of the quarter
with the lowest rates, after each week has told where in the fit it is likely to lie.
"""

from dataclasses import dataclass
from math import log
from typing import Final

import numpy as np
from numba import njit

from journey_core.log.arrays import Floats

DEPTH: Final = 3.0
"""How much worse than the best a fit may be. The usual 1.92 is for smooth models; here it holds the truth too rarely.
"""

_RATES: Final = 60
_SHARES: Final = np.array([0.04, 0.08, 0.125, 0.2, 0.25, 0.35, 0.5, 0.65, 0.75, 0.8, 0.875, 0.92, 0.96])
"""Of the weeks of the lower sort."""
_SPREADS: Final = np.geomspace(1, _RATES / 2, 16)
_MEANS: Final = np.arange(0.5, _RATES, 2)
"""Of the normal fits, in steps of the grid."""
_QUARTER: Final = 0.25
_TINY: Final = 1e-140


@dataclass(frozen=True)
class Gap:
    """The gap of the best fit, 0..1, and the least and the greatest of the fits that can't be ruled out."""

    best: float
    low: float
    high: float


def gap(lost: Floats, left: Floats) -> Gap:
    """How far the best quarter of weeks lies below all of them, weighted by leads; lost, left: float64[weeks], of at
    least one week, in each of which somebody left.
    """
    rates = _grid(lost, left)
    likelihood = _likelihood(lost, left, rates)
    normal = _normal(np.arange(_RATES, dtype=np.float64), _MEANS, _SPREADS)
    return Gap(*_gaps(rates, likelihood, left / left.sum(), _SHARES, normal, DEPTH))


def _grid(lost: Floats, left: Floats) -> Floats:
    """float64[_RATES], rising: over all that the weeks show and at least what chance scatters, in even steps of the
    arcsine of the root, on which chance scatters alike everywhere.
    """
    seen = _angle((lost + 0.5) / (left + 1))
    overall, chance = _angle((lost.sum() + 0.5) / (left.sum() + 1)), 1 / np.sqrt(left.mean())
    low, high = min(seen.min(), overall - chance), max(seen.max(), overall + chance)
    least = _angle(0.1 / left.sum())
    rates: Floats = np.sin(np.linspace(max(low, least), min(high, np.pi / 2 - least), _RATES)) ** 2
    return rates


def _angle(rate: Floats) -> Floats:
    angle: Floats = np.arcsin(np.sqrt(rate))
    return angle


def _likelihood(lost: Floats, left: Floats, rates: Floats) -> Floats:
    """float64[rates, weeks]: of each week at each rate, 1 at the rate that is most likely for the week."""
    logs = np.outer(np.log(rates), lost) + np.outer(np.log1p(-rates), left - lost)
    likelihood: Floats = np.exp(logs - logs.max(axis=0))
    return likelihood


def _normal(places: Floats, means: Floats, spreads: Floats) -> Floats:
    """float64[spreads * means, places]: the weights of normal distributions cut off at the ends of the grid."""
    off = (places - means[:, None]) / spreads[:, None, None]
    weights = np.exp(-0.5 * off**2).reshape(-1, len(places))
    told: Floats = weights / weights.sum(axis=1, keepdims=True)
    return told


@njit(cache=True, nogil=True)
def _gaps(
    rates: Floats, likelihood: Floats, weight: Floats, shares: Floats, normal: Floats, depth: float
) -> tuple[float, float, float]:
    """The gap of the best of all fits, and the least and greatest of those within `depth` of it."""
    sorts, spread = _two_sorts(likelihood, shares), _mixed(likelihood, normal)
    equal = -np.inf
    for k in range(len(rates)):
        equal = max(equal, _log_product(likelihood[k], likelihood[k], 1.0))
    most = max(equal, sorts.max(), spread.max())
    best, low, high = 0.0, np.inf, 0.0
    if equal >= most - depth:
        low = 0.0
    for fit in range(len(normal)):
        if spread[fit] >= most - depth:
            found = _gap_of(rates, _pooled(likelihood, normal[fit], weight))
            low, high = min(low, found), max(high, found)
            best = found if spread[fit] == most else best
    for one in range(len(rates)):
        for other in range(one + 1, len(rates)):
            for share in range(len(shares)):
                if sorts[one, other, share] >= most - depth:
                    found = _gap_of_two(rates, likelihood, one, other, shares[share], weight)
                    low, high = min(low, found), max(high, found)
                    best = found if sorts[one, other, share] == most else best
    return best, low, high


@njit(cache=True, nogil=True)
def _two_sorts(likelihood: Floats, shares: Floats) -> Floats:
    """float64[rates, rates, shares]: the log-likelihood of every pair of rates, the lower one with each share."""
    rates = len(likelihood)
    found = np.full((rates, rates, len(shares)), -np.inf)
    for one in range(rates):
        for other in range(one + 1, rates):
            for share in range(len(shares)):
                found[one, other, share] = _log_product(likelihood[one], likelihood[other], shares[share])
    return found


@njit(cache=True, nogil=True)
def _log_product(one: Floats, other: Floats, share: float) -> float:
    """The sum over weeks of the log of a mixture of two; a logarithm is taken only when the product gets too small."""
    total, product = 0.0, 1.0
    for week in range(len(one)):
        product *= share * one[week] + (1 - share) * other[week]
        if product < _TINY:
            if product == 0:
                return -np.inf
            total += log(product)
            product = 1.0
    return total + log(product)


@njit(cache=True, nogil=True)
def _mixed(likelihood: Floats, mixtures: Floats) -> Floats:
    """float64[mixtures]: the log-likelihood of every mixture of all rates."""
    found = np.zeros(len(mixtures))
    for fit in range(len(mixtures)):
        found[fit] = np.log(_chances(likelihood, mixtures[fit])).sum()
    return found


@njit(cache=True, nogil=True)
def _chances(likelihood: Floats, mixture: Floats) -> Floats:
    """float64[weeks]: the likelihood of each week; added up in one order, so that no machine answers otherwise."""
    chances = np.zeros(likelihood.shape[1])
    for k in range(len(mixture)):
        for week in range(len(chances)):
            chances[week] += mixture[k] * likelihood[k, week]
    return chances


@njit(cache=True, nogil=True)
def _pooled(likelihood: Floats, mixture: Floats, weight: Floats) -> Floats:
    """float64[rates]: where the leads of all weeks are likely to lie, given the mixture and what each week lost."""
    chances, pooled = _chances(likelihood, mixture), np.zeros(len(mixture))
    for k in range(len(mixture)):
        for week in range(len(weight)):
            pooled[k] += mixture[k] * likelihood[k, week] * weight[week] / chances[week]
    return pooled


@njit(cache=True, nogil=True)
def _gap_of(rates: Floats, pooled: Floats) -> float:
    """The mean of rising rates less that of their lowest quarter."""
    mean, lowest, room = 0.0, 0.0, _QUARTER
    for k in range(len(rates)):
        mean += pooled[k] * rates[k]
        taken = min(pooled[k], room)
        lowest += taken * rates[k]
        room -= taken
    return max(mean - lowest / _QUARTER, 0.0)


@njit(cache=True, nogil=True)
def _gap_of_two(rates: Floats, likelihood: Floats, one: int, other: int, share: float, weight: Floats) -> float:
    """The same of two sorts of weeks."""
    low = 0.0
    for week in range(len(weight)):
        first = share * likelihood[one, week]
        low += weight[week] * first / (first + (1 - share) * likelihood[other, week])
    return _gap_of(np.array([rates[one], rates[other]]), np.array([low, 1 - low]))
