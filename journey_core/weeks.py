"""Calendar weeks in a zone: from Monday's midnight to the next, an hour longer or shorter where the clocks change."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from journey_core.journeys import Ints, instant, microseconds


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
    """int64: the number of the week that each moment lies in, 0 for the first of `starts`."""
    return np.searchsorted(starts, moments, side="right") - 1
