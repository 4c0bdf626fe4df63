"""How far the lift model's answer may be off by the luck of which leads there are: bootstrap replicates over leads.

A replicate does not fit anew. From the fit of all leads it goes one Newton step with its own slope and the curvature of
all leads, within the bounds; its credit is the credit of its leads under the first fit, plus the change that its own
coefficients make, which is looked at on AT_MOST conversions. (How near that comes to fitting anew: decision 12.)
"""

from itertools import pairwise
from typing import Final

import numpy as np
from numba import njit

from journey_core.attribution.lift.credit import hazard_shares
from journey_core.attribution.lift.half_lives import lead_dice
from journey_core.log.arrays import Floats, Ints
from journey_core.log.blocks import each_block
from journey_core.statistics.intervals import replicate_weights, weighted_sums, weights_scratch
from journey_core.statistics.logistic import BLOCK, Design, Fit, Sample, bounded_step, residuals

AT_MOST: Final = 20_000
AT_LEAST: Final = 200


def replicate_coefficients(
    sample: Sample, fitted: Fit, lead_id: Ints, count: int, *, positive: int, threads: int | None = None
) -> Floats:
    """float64[count, columns]: the coefficients of every replicate; `lead_id` of every row of the sample, ascending."""
    size = sample.design.shape[1]
    pull = residuals(sample, fitted.coefficients, threads=threads)
    edges = np.searchsorted(lead_id, lead_id[::BLOCK])
    edges = np.unique(np.append(edges, len(lead_id)))

    def of_leads(first: int, past: int) -> Floats:
        slopes = np.zeros((size, count))
        _add_slopes(sample.design[first:past], pull[first:past], lead_id[first:past], slopes)
        return slopes

    parts = each_block(list(pairwise(edges.tolist())), of_leads, threads=threads)
    slopes = np.sum(parts, axis=0) if parts else np.zeros((size, count))
    shrink = fitted.penalty * fitted.coefficients
    return np.array([
        bounded_step(fitted.coefficients, slope - shrink, fitted.curvature, positive=positive) for slope in slopes.T
    ]).reshape(count, size)  # fmt: skip


def replicate_sums(
    design: Design,
    shares: Floats,
    worth: Floats,
    lead_id: Ints,
    coefficients: Floats,
    *,
    threads: int | None = None,
) -> Floats:
    """float64[1 + replicates, 2, K + 1]: credit and value of every channel, and last of all conversions, of the log and
    of every replicate.

    One entry a conversion: design float32[n, columns]; shares float64[n, K] under the first fit; worth float64[n];
    lead_id int64[n], ascending. `coefficients`: float64[replicates, columns].
    """
    conversions, channels = shares.shape
    whole = np.concatenate((shares, np.ones((conversions, 1))), axis=1)
    amounts = np.concatenate((whole, whole * worth[:, None]), axis=1)
    cells = np.zeros(conversions, np.int64)
    sums = weighted_sums(lead_id, cells, amounts, 1, len(coefficients)).reshape(-1, 2, channels + 1)
    looked = np.sort(np.argsort(lead_dice(lead_id), kind="stable")[: _affordable(shares)])
    scale = conversions / max(len(looked), 1)
    weights = _weights(lead_id[looked], len(coefficients))
    kept, before = np.ascontiguousarray(design[looked]), shares[looked]

    def change(replicate: int) -> None:
        turned = hazard_shares(kept, coefficients[replicate], channels) - before
        sums[1 + replicate, 0, :-1] += scale * (weights[:, replicate] @ turned)
        sums[1 + replicate, 1, :-1] += scale * ((weights[:, replicate] * worth[looked]) @ turned)

    each_block([(replicate,) for replicate in range(len(coefficients))], change, threads=threads)
    np.maximum(sums[:, 0], 0, out=sums[:, 0])  # where only some conversions were looked at, a change may overshoot
    return sums


def _affordable(shares: Floats) -> int:
    """AT_MOST conversions while seven channels took part in each, fewer where more did: each doubles the work."""
    sets = np.exp2(np.minimum(np.count_nonzero(shares, axis=1), 16)).sum() / max(len(shares), 1)
    return max(AT_LEAST, int(AT_MOST * min(1.0, 2**7 / max(sets, 1))))


@njit(cache=True, nogil=True)
def _add_slopes(design: Design, pull: Floats, lead_id: Ints, slopes: Floats) -> None:
    """Add to float64[columns, replicates] what the rows of some leads pull, as often as a replicate draws the lead."""
    size, count = slopes.shape
    weights, scratch, own = np.zeros(count), weights_scratch(count), np.zeros(size)
    for row in range(len(lead_id)):
        for a in range(size):
            own[a] += pull[row] * design[row, a]
        if row + 1 == len(lead_id) or lead_id[row + 1] != lead_id[row]:
            replicate_weights(lead_id[row], scratch, weights)
            for a in range(size):
                if own[a] != 0:
                    slopes[a] += own[a] * weights
            own[:] = 0


@njit(cache=True, nogil=True)
def _weights(lead_id: Ints, count: int) -> Floats:
    """float64[n, replicates]: how often each replicate draws each lead."""
    drawn, scratch = np.zeros((len(lead_id), count)), weights_scratch(count)
    for i in range(len(lead_id)):
        replicate_weights(lead_id[i], scratch, drawn[i])
    return drawn
