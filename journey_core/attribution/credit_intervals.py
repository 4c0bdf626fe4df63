"""How sure a channel's credit is: the score interval of a scaled Poisson, which knows that few conversions scatter.

The middle of the replicates is too narrow where a channel has few conversions, and a point where it has none: what a
log lacks, no replicate of it can draw.
"""

import numpy as np

from journey_core.log.arrays import Floats
from journey_core.statistics.intervals import Interval, percentile_interval, scaled_poisson_interval


def credit_intervals(credit: Floats, replicates: Floats, *, is_uneven: bool = False) -> list[Interval | None]:
    """The 95 % interval of each channel's credit, float64[channels], in conversions or in money; replicates:
    float64[replicates, channels], None without any.

    The scale of a channel is the variance of its replicates over its credit, drawn towards that of all channels as if
    they had one unit more of it. Credit below 0 reaches from itself to where nothing would reach, shifted as far.
    is_uneven: credit jumps between replicates, so the middle 95 % of them belong to the interval, too.
    """
    drawn = [column[np.isfinite(column)] for column in replicates.T]
    variance = np.array([column.var(ddof=1) if len(column) > 1 else np.nan for column in drawn])
    size, known = np.abs(credit).sum(), np.isfinite(variance)
    usual = float(variance[known].sum() / size) if size else 0.0
    found: list[Interval | None] = []
    for total, spread, column in zip(credit.tolist(), variance.tolist(), drawn, strict=True):
        if len(column) < 2:
            found.append(None)
            continue
        least = max(total, 0.0)
        scale = (spread + usual**2) / (least + usual) if least + usual else 0.0
        low, high = scaled_poisson_interval(least, scale)
        below = min(total, 0.0)
        bounds = (low + below, high + below)
        found.append(_joined(bounds, percentile_interval(column)) if is_uneven else bounds)
    return found


def _joined(one: Interval, other: Interval | None) -> Interval:
    """The smallest interval that holds both."""
    return one if other is None else (min(one[0], other[0]), max(one[1], other[1]))
