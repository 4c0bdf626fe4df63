"""What each channel did for a conversion: exact Shapley values of the hazard over the channels that were there.

The score of a day is what a lead without touches has (its calm) and the pull of every channel. Of a conversion whose
day has the hazard h(all), channel k gets the mean over all orders of what its coming adds to the hazard, divided by
h(all) (Shapley 1953); h(none) / h(all) is the baseline: the lead would have converted anyway.

Few channels are worked out set by set. For many, the value is the integral over q of the mean gain when each other
channel is there with probability q (Owen 1972), a polynomial in q that Gauss and Legendre integrate exactly; and since
the logistic function is 1/2 + the integral over w > 0 of sin(w x) / sinh(pi w), that mean is a product over channels.
"""

from math import comb, exp, sinh
from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from journey_core.log.arrays import Floats
from journey_core.log.blocks import each_block, row_blocks
from journey_core.statistics.logistic import BLOCK

LISTED: Final = 12
"""Up to so many channels with an effect on one conversion, every set of them is looked at."""
WEIGHTS: Final = np.array([[1 / (m * comb(m - 1, s)) if s < m else 0.0 for s in range(64)] for m in range(1, 65)])
"""The share of the orders of m channels in which a given one comes behind a given set of s: row m - 1, column s."""
PRESENCE: Final = np.polynomial.legendre.leggauss(32) + np.array([[1.0], [0.0]])
"""float64[2, 32]: twice the probabilities q in 0..1, and twice their weights: exact for up to 64 channels."""
MOST: Final = 300.0
"""Of a score, either way, so that nothing overflows; hazards that near 0 or 1 are the same."""
FAINT: Final = -15.0
"""Below this score a hazard is exp(score) to six digits and its shares no longer depend on it, but rounding would."""
STEP: Final = 0.09
"""Of w. The error falls with exp(-2 pi / STEP), and 1 / sinh(pi w) is nothing beyond 160 steps: 1e-13 for any score
that a hazard has.
"""


def hazard_shares(pull: Floats, calm: Floats, *, threads: int | None = None) -> Floats:
    """float64[conversions, channels]: the part of the hazard that is each channel's; the rest is the baseline's.

    pull float64[conversions, channels], not negative; calm float64[conversions].
    """
    shares = np.zeros(pull.shape)

    def of_block(first: int, past: int) -> None:
        _share_out(pull[first:past], calm[first:past], WEIGHTS, shares[first:past])

    each_block(row_blocks(len(pull), BLOCK), of_block, threads=threads)
    return shares


@njit(cache=True, nogil=True)
def _share_out(pull: Floats, calm: Floats, weights: Floats, shares: Floats) -> None:
    """Fill the shares of some conversions."""
    channels = shares.shape[1]
    odds, hazard = np.zeros(1 << LISTED), np.zeros(1 << LISTED)
    sizes, present, lifts = _sizes(), np.zeros(channels, np.int64), np.zeros(channels)
    for i in range(len(pull)):
        score, m = calm[i], 0
        for k in range(channels):
            if pull[i, k] != 0:
                present[m], lifts[m] = k, exp(min(pull[i, k], MOST))
                m += 1
        if m > LISTED:
            _share_out_many(score, lifts[:m], present[:m], shares[i])
            continue
        odds[0] = exp(min(max(score, -MOST), MOST))
        for k in range(m):
            for others in range(1 << k):
                odds[others | 1 << k] = odds[others] * lifts[k]
        for among in range(1 << m):
            hazard[among] = odds[among] / (1 + odds[among])
        whole = hazard[(1 << m) - 1]
        for k in range(m):
            added = 0.0
            for among in range(1 << m):
                if not among >> k & 1:
                    added += weights[m - 1, sizes[among]] * (hazard[among | 1 << k] - hazard[among])
            shares[i, present[k]] = added / whole


@njit(cache=True, nogil=True)
def _share_out_many(score: float, lifts: Floats, present: NDArray[np.int64], shares: Floats) -> None:
    """Fill the shares of one conversion with m channels in 160 * 32 * m steps."""
    m, pulls, whole = len(lifts), np.log(lifts), score
    for k in range(m):
        whole += pulls[k]
    score, whole = score + max(FAINT - whole, 0.0), max(whole, FAINT)
    before = np.ones(m + 1, np.complex128)
    for n in range(160):
        w = (n + 0.5) * STEP
        turns, start = np.exp(1j * w * pulls), np.exp(1j * w * score)
        for node in range(PRESENCE.shape[1]):
            q = PRESENCE[0, node] / 2
            scale = PRESENCE[1, node] / 2 * STEP / sinh(np.pi * w) * (1 + exp(-whole))
            for k in range(m):
                before[k + 1] = before[k] * (1 - q + q * turns[k])
            behind = start
            for k in range(m - 1, -1, -1):
                shares[present[k]] += scale * (behind * before[k] * (turns[k] - 1)).imag
                behind *= 1 - q + q * turns[k]


@njit(cache=True, nogil=True)
def _sizes() -> NDArray[np.int64]:
    """int64[2^LISTED]: how many bits of each number are set."""
    sizes = np.zeros(1 << LISTED, np.int64)
    for among in range(1, len(sizes)):
        sizes[among] = sizes[among >> 1] + (among & 1)
    return sizes
