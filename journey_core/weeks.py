"""Calendar weeks in a zone: from Monday's midnight to the next, an hour longer or shorter where the clocks change."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numba import njit

from journey_core.journeys import Ints, instant, microseconds

_WEEK = 7 * 86_400_000_000


def week_starts(first: int, last: int, zone: ZoneInfo) -> Ints:
    """int64 microseconds: the starts of the weeks that hold `first` to `last`, rising, and of the one after them."""
    day = instant(first).astimezone(zone).date()
    monday = datetime(day.year, day.month, day.day) - timedelta(days=day.weekday())
    starts: list[int] = []
    while not starts or starts[-1] <= last:
        starts.append(microseconds(monday.replace(tzinfo=zone).astimezone(UTC)))
        monday += timedelta(days=7)
    return np.array(starts)


def weeks_of(moments: Ints, starts: Ints) -> Ints:
    """int64: the number of the week that each moment lies in, 0 for the first of `starts`, -1 before it."""
    weeks: Ints = _weeks_of(moments, starts)
    return weeks


@njit(cache=True, nogil=True)
def _weeks_of(moments: Ints, starts: Ints) -> Ints:
    """Weeks last a week but for an hour, so the place that a moment's distance names is right or next to it."""
    weeks, last = np.empty(len(moments), np.int64), len(starts) - 1
    for i in range(len(moments)):
        week = min(max((moments[i] - starts[0]) // _WEEK, -1), last)
        while week < last and moments[i] >= starts[week + 1]:
            week += 1
        while week >= 0 and moments[i] < starts[week]:
            week -= 1
        weeks[i] = week
    return weeks
