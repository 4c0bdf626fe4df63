"""A time axis on which long silences are folded, so that a journey of years still shows its days."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from journey_core.calendar.weeks import DAY
from journey_core.log.arrays import Floats, Ints

SHORTEST: Final = 60_000_000
"""A picture spans at least a minute, in microseconds."""


@dataclass(frozen=True, eq=False)
class Axis:
    """Straight pieces between knots: times int64[n] microseconds, ascending, and their places xs float64[n] from 0.

    A place counts days; silences longer than a limit are drawn as long as the limit. `folds` lists those silences.
    """

    times: Ints
    xs: Floats
    folds: tuple[tuple[int, int], ...]

    @property
    def width(self) -> float:
        return float(self.xs[-1])

    def x(self, times: Ints) -> Floats:
        """float64: the places of times; times outside are placed at the ends."""
        return np.interp(times, self.times, self.xs)

    def time(self, xs: Floats) -> Ints:
        """int64 microseconds: the times at places."""
        return np.rint(np.interp(xs, self.xs, self.times)).astype(np.int64)

    def ticks(self, count: int) -> tuple[Floats, Ints]:
        """Evenly spaced places with their times, both ends included."""
        places = np.linspace(0, self.width, count)
        return places, self.time(places)


def folded_axis(times: Ints, *, end: int) -> Axis:
    """The axis of interactions at `times` (ascending) until `end`, an instant not before the last.

    A silence is folded if it is longer than three days, than three times the median, and than a quarter of all time
    outside the two longest: what is usual in this journey keeps its length.
    """
    start = int(times[0]) if len(times) else end
    knots = np.unique(np.concatenate((times, [start, max(end, start + SHORTEST)])))
    silences = np.diff(knots)
    by_length = np.sort(silences)
    limit = max(3 * DAY, 3 * int(by_length[(len(silences) - 1) // 2]), int(by_length[:-2].sum()) // 4)
    drawn = np.minimum(silences, limit) / DAY
    is_folded = silences > limit
    return Axis(
        knots,
        np.concatenate(([0.0], np.cumsum(drawn))),
        tuple((int(knots[i]), int(knots[i + 1])) for i in np.flatnonzero(is_folded)),
    )
