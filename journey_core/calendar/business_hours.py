"""Durations counted in working hours only: on certain days of the week, between two times on the zone's clock."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np

from journey_core.errors import BadInput
from journey_core.log.arrays import Ints
from journey_core.log.times import instant, microseconds

DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
END_OF_DAY: Final = 24 * 60
MINUTE: Final = timedelta(minutes=1)


@dataclass(frozen=True)
class BusinessHours:
    """The working days, 0 for Monday to 6 for Sunday, from `opens` until `closes`, both in minutes of the day; 1440 is
    the end of the day. Holidays are not taken into account.
    """

    days: tuple[int, ...] = (0, 1, 2, 3, 4)
    opens: int = 9 * 60
    closes: int = 17 * 60

    def __post_init__(self) -> None:
        if not self.days or list(self.days) != sorted({day for day in self.days if 0 <= day < len(DAYS)}):
            raise BadInput(f"Working days are numbers from 0 (Monday) to 6 (Sunday) in order, not {list(self.days)}.")
        if not 0 <= self.opens < self.closes <= END_OF_DAY:
            raise BadInput(f"A working day can't run from {clock(self.opens)} to {clock(self.closes)}.")

    def spoken(self) -> str:
        """“Monday to Friday, 09:00 to 17:00”."""
        first, last = self.days[0], self.days[-1]
        is_row = len(self.days) > 2 and last - first + 1 == len(self.days)
        days = f"{DAYS[first]} to {DAYS[last]}" if is_row else ", ".join(DAYS[day] for day in self.days)
        return f"{days}, {clock(self.opens)} to {clock(self.closes)}"


def business_durations(since: Ints, until: Ints, hours: BusinessHours, zone: ZoneInfo) -> Ints:
    """int64 microseconds of working time in since <= t < until, element by element, exact; since <= until."""
    if len(since) == 0:
        return np.zeros(0, np.int64)
    opens, closes = _spans(int(since.min()), int(until.max()), hours, zone)
    before = np.concatenate(([0], np.cumsum(closes - opens)[:-1]))

    def worked_by(moments: Ints) -> Ints:
        """Working time from the first of the spans to each moment."""
        span = np.searchsorted(opens, moments, side="right") - 1
        return before[span] + np.minimum(moments, closes[span]) - opens[span]

    return worked_by(until) - worked_by(since)


def clock(minute: int) -> str:
    """A minute of the day as “09:00”."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _spans(first: int, last: int, hours: BusinessHours, zone: ZoneInfo) -> tuple[Ints, Ints]:
    """Start and end of every working day from before `first` to after `last`, microseconds UTC, ascending."""
    day = instant(first).astimezone(zone).date() - timedelta(days=8)
    end = instant(last).astimezone(zone).date() + timedelta(days=1)
    worked = [
        day + timedelta(days=later) for later in range((end - day).days) if (day.weekday() + later) % 7 in hours.days
    ]
    opens, closes = (
        np.array([_moment(day, minute, zone) for day in worked], np.int64) for minute in (hours.opens, hours.closes)
    )
    return opens, closes


def _moment(day: date, minute: int, zone: ZoneInfo) -> int:
    """When the clock shows a minute of the day; where it skips that minute, the end of the last one before it."""
    local = shown = datetime(day.year, day.month, day.day) + timedelta(minutes=minute)
    while (moment := shown.replace(tzinfo=zone).astimezone(UTC)).astimezone(zone).replace(tzinfo=None) != shown:
        shown -= MINUTE
    return microseconds(moment if shown == local else moment + MINUTE)
