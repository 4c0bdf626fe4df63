"""Time to convert: how long the leads that came through a whole funnel took."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from journey_core.funnel import FunnelResult

BINS: Final = 24


@dataclass(frozen=True, eq=False)
class ConversionTimes:
    """From step 1 to the last step, in seconds, over the leads that reached it.

    quartiles: lower, median, upper; None without leads. The histogram has equal bins from 0 to the longest time:
    edges float64[bins + 1], counts int64[bins], both empty without leads.
    """

    leads: int
    quartiles: tuple[float, float, float] | None
    edges: NDArray[np.float64]
    counts: NDArray[np.int64]


def conversion_times(result: FunnelResult, *, bins: int = BINS) -> ConversionTimes:
    """The times of a funnel's conversions."""
    came = result.depth == len(result.steps)
    seconds = (result.step_at[came, -1] - result.step_at[came, 0]) / 1e6
    if len(seconds) == 0:
        return ConversionTimes(0, None, np.zeros(0), np.zeros(0, np.int64))
    low, median, high = np.quantile(seconds, (0.25, 0.5, 0.75))
    counts, edges = np.histogram(seconds, bins=bins, range=(0.0, max(float(seconds.max()), 1.0)))
    return ConversionTimes(len(seconds), (float(low), float(median), float(high)), edges, counts.astype(np.int64))
