"""Calendar weeks and their days in a zone: from midnight to midnight, a day an hour longer where clocks change."""

from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np
from numba import njit

from journey_core.log.arrays import Ints
from journey_core.log.times import instant, microseconds

UTC_ZONE: Final = ZoneInfo("UTC")

DAY: Final = 86_400_000_000
WEEK: Final = 7 * DAY
"""Times of columns are in microseconds."""


def week_starts(first: int, last: int, zone: ZoneInfo) -> Ints:
    """int64 microseconds: the starts of the weeks that hold `first` to `last`, ascending, and of the one after."""
    day = instant(first).astimezone(zone).date()
    monday = datetime(day.year, day.month, day.day) - timedelta(days=day.weekday())
    starts: list[int] = []
    while not starts or starts[-1] <= last:
        starts.append(microseconds(monday.replace(tzinfo=zone).astimezone(UTC)))
        monday += timedelta(days=7)
    return np.array(starts)


def weeks_of(moments: Ints, starts: Ints) -> Ints:
    """int64: the number of the week that each moment lies in, 0 for the first of `starts`, -1 for moments before it."""
    weeks: Ints = _weeks_of(moments, starts)
    return weeks


@njit(cache=True, nogil=True)
def _weeks_of(moments: Ints, starts: Ints) -> Ints:
    """Weeks last seven days, give or take an hour, so the place by a moment's distance is right or one off."""
    weeks, last = np.empty(len(moments), np.int64), len(starts) - 1
    for i in range(len(moments)):
        week = min(max((moments[i] - starts[0]) // WEEK, -1), last)
        while week < last and moments[i] >= starts[week + 1]:
            week += 1
        while week >= 0 and moments[i] < starts[week]:
            week -= 1
        weeks[i] = week
    return weeks


def weekdays(moments: Ints, zone: ZoneInfo) -> Ints:
    """int64: the day of the week that each moment lies on by the zone's calendar, Monday being 0."""
    days, which = np.unique(moments // DAY, return_inverse=True)
    edges = np.array([[_ahead(int(day) * DAY, zone), _ahead(int(day + 1) * DAY, zone)] for day in days], np.int64)
    edges = edges.reshape(-1, 2)
    ahead = edges[which, 0]
    for place in np.flatnonzero((edges[:, 0] != edges[:, 1])[which]):
        ahead[place] = _ahead(int(moments[place]), zone)
    found: Ints = ((moments + ahead) // DAY + 3) % 7  # the first of January 1970 was a Thursday
    return found


def _ahead(moment: int, zone: ZoneInfo) -> int:
    """How far the zone's clock is ahead of UTC at a moment, in microseconds."""
    return (instant(moment).astimezone(zone).utcoffset() or timedelta()) // timedelta(microseconds=1)
