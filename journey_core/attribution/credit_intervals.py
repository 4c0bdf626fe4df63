"""How sure a channel's credit is: the score interval of a scaled Poisson, which knows that few conversions scatter.

The middle of the replicates is too narrow where a channel has few conversions, and a point where it has none: what a
log lacks, no replicate of it can draw.
"""

from math import sqrt

import numpy as np

from journey_core.log.arrays import Floats
from journey_core.statistics.intervals import Z_95, Interval, percentile_interval, scaled_poisson_interval


def credit_intervals(
    credit: Floats, replicates: Floats, *, usual: float | None = None, is_uneven: bool = False
) -> list[Interval | None]:
    """The 95 % interval of each channel's credit, float64[channels], in conversions or in money; replicates:
    float64[replicates, channels], None without any.

    The scale of a channel is the variance of its replicates over its credit, drawn towards that of all channels as if
    they had one unit more of it: `usual`, or the variance of all replicates over all credit. Credit below 0 reaches
    from itself to where nothing would reach, shifted as far.
    is_uneven: credit is a sum of gains and losses, whose scatter does not shrink with it. No interval reaches further
    than its own scatter and that of a channel with nothing, and the middle 95 % of the replicates belong to it.
    """
    drawn = [column[np.isfinite(column)] for column in replicates.T]
    variance = np.array([column.var(ddof=1) if len(column) > 1 else np.nan for column in drawn])
    size, known = np.abs(credit).sum(), np.isfinite(variance)
    if usual is None:
        usual = float(variance[known].sum() / size) if size else 0.0
    found: list[Interval | None] = []
    for total, spread, column in zip(credit.tolist(), variance.tolist(), drawn, strict=True):
        bounds = _score(total, spread, usual) if len(column) > 1 else None
        found.append(_evened(bounds, total, spread, usual, column) if bounds and is_uneven else bounds)
    return found


def _score(total: float, variance: float, usual: float) -> Interval:
    """The score interval of one channel, whose scale is drawn towards the usual one."""
    counted, below = max(total, 0.0), min(total, 0.0)
    scale = (variance + usual**2) / (counted + usual) if counted + usual else 0.0
    low, high = scaled_poisson_interval(counted, scale)
    return low + below, high + below


def _evened(bounds: Interval, total: float, variance: float, usual: float, replicates: Floats) -> Interval:
    """The interval cut off where scatter alone would not reach, and wide enough for the middle of the replicates."""
    reach = Z_95 * sqrt(variance + (Z_95 * usual) ** 2)
    low, high = max(bounds[0], total - reach), min(bounds[1], total + reach)
    least, most = percentile_interval(replicates) or (low, high)
    return min(low, least), max(high, most)
