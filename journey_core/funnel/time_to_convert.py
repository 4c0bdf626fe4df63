"""Time to convert: how long the leads took that came from one step of a funnel to another."""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from journey_core.answers import Row, table
from journey_core.errors import BadInput
from journey_core.funnel.results import FunnelResult
from journey_core.log.arrays import Ints

if TYPE_CHECKING:
    import pandas as pd

ONE_STEP: Final = "A funnel of one step has no times: they are from one step to another."


@dataclass(frozen=True, eq=False)
class ConversionTimes:
    """Seconds between two steps of a run, `start` and `end` counted from 1, over the leads that did both.

    lead_ids: int64[leads], seconds: float64[leads]. quartiles: lower, median, upper; None without leads. The histogram
    has equal bins from 0 to the longest time, the cube root of the number of leads many, rounded up, but none shorter
    than a second: edges float64[bins + 1], counts int64[bins], both empty without leads.
    """

    definition: str
    as_of: datetime
    start: int
    end: int
    leads: int
    lead_ids: Ints
    seconds: NDArray[np.float64]
    quartiles: tuple[float, float, float] | None
    edges: NDArray[np.float64]
    counts: NDArray[np.int64]

    def document(self) -> Row:
        """The answer as JSON says it."""
        return {
            "definition": self.definition,
            "from_step": self.start,
            "to_step": self.end,
            "leads": self.leads,
            "quartile_seconds": list(self.quartiles) if self.quartiles else None,
            "edge_seconds": self.edges.tolist(),
            "counts": self.counts.tolist(),
            "bars": self.bars(),
        }

    def frame(self) -> "pd.DataFrame":
        """One row a bar of the histogram."""
        return table(self.bars(), names=("from_seconds", "to_seconds", "leads"))

    def bars(self) -> list[Row]:
        """One row a bar of the histogram."""
        edges = pairwise(self.edges.tolist())
        return [
            {"from_seconds": low, "to_seconds": high, "leads": count}
            for (low, high), count in zip(edges, self.counts.tolist(), strict=True)
        ]

    def in_bin(self, place: int) -> Ints:
        """Ids of the leads in a bar of the histogram, counted from 0; as many as its count."""
        if not 0 <= place < len(self.counts):
            raise BadInput(f"This histogram has {len(self.counts)} bars; there is no bar {place + 1}.")
        found = np.clip(np.searchsorted(self.edges, self.seconds, side="right") - 1, 0, len(self.counts) - 1)
        ids: Ints = self.lead_ids[found == place]
        return ids


def conversion_times(result: FunnelResult, *, start: int = 1, end: int | None = None) -> ConversionTimes:
    """The times from step `start` to step `end` of a funnel's runs, by default through the whole funnel."""
    end = len(result.steps) if end is None else end
    if len(result.steps) == 1:
        raise BadInput(ONE_STEP)
    if not 1 <= start < end <= len(result.steps):
        raise BadInput(f"Choose two of the steps 1 to {len(result.steps)}, the earlier first, not {start} and {end}.")
    did = result.did[:, [start - 1, end - 1]].all(axis=1)
    seconds = (result.times[did, end - 1] - result.times[did, start - 1]) / 1e6
    quartiles = np.quantile(seconds, (0.25, 0.5, 0.75)) if len(seconds) else None
    counts, edges = _histogram(seconds)
    return ConversionTimes(
        definition=f"Time from step {start} to step {end}, of the leads that did both. {result.definition}",
        as_of=result.as_of,
        start=start,
        end=end,
        leads=len(seconds),
        lead_ids=result.lead_id[result.entrant[did]],
        seconds=seconds,
        quartiles=None if quartiles is None else (float(quartiles[0]), float(quartiles[1]), float(quartiles[2])),
        edges=edges,
        counts=counts,
    )


def _histogram(seconds: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Counts and edges."""
    if len(seconds) == 0:
        return np.zeros(0, np.int64), np.zeros(0)
    longest = max(float(seconds.max()), 1.0)
    bins = min(int(np.ceil(np.cbrt(len(seconds)))), int(longest))
    edges = np.linspace(0.0, longest, bins + 1)
    found = np.clip(np.searchsorted(edges, seconds, side="right") - 1, 0, len(edges) - 2)
    return np.bincount(found, minlength=len(edges) - 1), edges
