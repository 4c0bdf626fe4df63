"""Intervals around rates and sums, and the bootstrap weights of leads."""

from math import exp, factorial, sqrt
from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

Interval = tuple[float, float]
UNKNOWN: Final[Interval] = (0.0, 1.0)
"""The interval of a rate of nothing: it could be anything."""

_Z = 1.959963984540054
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX_1, _MIX_2 = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_S27, _S30, _S31 = np.uint64(27), np.uint64(30), np.uint64(31)
_THRESHOLDS = np.array(
    [round(65536 * sum(exp(-1) / factorial(k) for k in range(upto))) for upto in range(1, 8)], np.int64
)
"""Poisson(1) by inversion of 16 random bits: the weight is the number of thresholds that the bits reach."""


def wilson(successes: int, n: int) -> Interval:
    """The 95 % score interval of successes/n (Wilson 1927); (0, 1) when n is 0."""
    if n == 0:
        return UNKNOWN
    rate, spread = successes / n, _Z * _Z / n
    middle = (rate + spread / 2) / (1 + spread)
    half = sqrt(spread * (rate * (1 - rate) + spread / 4)) / (1 + spread)
    low = 0.0 if successes == 0 else middle - half
    return low, 1.0 if successes == n else middle + half


def percentile_interval(replicates: NDArray[np.float64]) -> Interval | None:
    """The middle 95 % of bootstrap replicates; ones that are not numbers are left out; None when none is left."""
    known = replicates[np.isfinite(replicates)]
    if len(known) == 0:
        return None
    low, high = np.quantile(known, (0.025, 0.975))
    return float(low), float(high)


@njit(cache=True, nogil=True)
def scramble(x: np.uint64) -> np.uint64:
    """A well-mixed function of 64 bits (the finaliser of splitmix64, Steele, Lea, Flood 2014)."""
    x = (x ^ (x >> _S30)) * _MIX_1
    x = (x ^ (x >> _S27)) * _MIX_2
    return x ^ (x >> _S31)


@njit(cache=True, nogil=True)
def lead_hash(lead_id: int) -> np.uint64:
    """A well-mixed function of a lead's id."""
    return scramble(np.uint64(lead_id) + _GOLDEN)


@njit(cache=True, nogil=True)
def replicate_weights(lead_id: int, weights: NDArray[np.int64]) -> None:
    """Fill weights[r] with how often replicate r draws this lead: Poisson(1), a pure function of the lead and r, so
    that replicates of shards add up to replicates of the whole.
    """
    seed = lead_hash(lead_id)
    for block in range((len(weights) + 3) // 4):
        bits = scramble(seed + np.uint64(block + 1) * _GOLDEN)
        for replicate in range(4 * block, min(4 * block + 4, len(weights))):
            draw = np.int64(bits & np.uint64(0xFFFF))
            bits = bits >> np.uint64(16)
            weight = 0
            for threshold in _THRESHOLDS:
                weight += draw >= threshold
            weights[replicate] = weight
