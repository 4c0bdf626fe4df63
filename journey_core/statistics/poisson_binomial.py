"""How likely a number of successes is where each try has its own chance."""

from typing import Final

import numpy as np
from numba import njit

from journey_core.log.arrays import Floats, Ints

_BEYOND: Final = 1e-18
"""Probabilities under this are left out of a distribution's upper tail."""


@njit(cache=True, nogil=True)
def doubled_tail(successes: int, tries: Ints, chance: Floats) -> float:
    """The two-sided p-value of a number of successes among independent tries: twice the smaller tail, at most 1.

    tries: int64[n], how many have each chance: float64[n]. Successes of likely tries and failures of unlikely ones are
    counted apart, so that a long row of near certainties costs no more than its few exceptions.
    """
    likely = 0
    for i in range(len(tries)):
        likely += tries[i] if chance[i] > 0.5 else 0
    hits, misses = _distribution(tries, chance, False), _distribution(tries, chance, True)
    at_most, at_least = 0.0, 0.0
    for hit in range(len(hits)):
        for miss in range(len(misses)):
            total, weight = likely + hit - miss, hits[hit] * misses[miss]
            at_most += weight if total <= successes else 0.0
            at_least += weight if total >= successes else 0.0
    return min(1.0, 2 * min(at_most, at_least))


@njit(cache=True, nogil=True)
def _distribution(tries: Ints, chance: Floats, of_misses: bool) -> Floats:
    """Successes of the tries with a chance up to a half, or failures of the others: the chance of 0, 1, 2 …"""
    total = 0
    for i in range(len(tries)):
        total += tries[i] if (chance[i] > 0.5) == of_misses else 0
    weights = np.zeros(total + 1)
    weights[0], top = 1.0, 0
    for i in range(len(tries)):
        if (chance[i] > 0.5) != of_misses:
            continue
        p = 1 - chance[i] if of_misses else chance[i]
        for _ in range(tries[i] if p > 0 else 0):
            top += weights[top] * p > _BEYOND
            for k in range(top, 0, -1):
                weights[k] = weights[k] * (1 - p) + weights[k - 1] * p
            weights[0] *= 1 - p
    return weights[: top + 1]
