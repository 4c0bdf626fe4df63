"""From the time on a wall clock to UTC, for whole columns at once."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np

from journey_core.errors import BadInput, brief
from journey_core.log.arrays import Ints

HOUR: Final = 3_600_000_000
DAY: Final = 24 * HOUR
_EPOCH: Final = datetime(1970, 1, 1)
_MICROSECOND: Final = timedelta(microseconds=1)


@dataclass(frozen=True, eq=False)
class Placed:
    """Wall-clock times as UTC, int64[n] microseconds, with the places of those that do not exist and of those that
    exist twice (the first is taken).
    """

    microseconds: Ints
    missing: list[int]
    twice: list[int]


def to_utc(local: Ints, zone: ZoneInfo) -> Placed:
    """Wall-clock times, int64[n] microseconds since 1970 on that clock, as UTC.

    A midnight that does not exist is the moment the clock jumped over it: it stands for a date, not for a time.
    """
    hours, place = np.unique(local // HOUR, return_inverse=True)
    offsets = [_steady_offset(zone, int(hour)) for hour in hours]
    offset = np.array([0 if steady is None else steady for steady in offsets], np.int64)[place]
    utc = local - offset
    changing = np.array([steady is None for steady in offsets], bool)[place]
    missing, twice = [], []
    for row in np.flatnonzero(changing).tolist():
        wall = int(local[row])
        before, after = _offset(zone, wall, 0), _offset(zone, wall, 1)
        utc[row] = wall - before
        if before < after and wall % DAY:
            missing.append(row)
        elif before > after:
            twice.append(row)
    return Placed(utc, missing, twice)


def named_zone(name: str) -> ZoneInfo:
    """The time zone of this name; raises BadInput."""
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, LookupError, TypeError) as problem:
        raise BadInput(f"“{brief(name)}” is not a time zone. Use a name such as Europe/Berlin or UTC.") from problem


@lru_cache(maxsize=100_000)
def _steady_offset(zone: ZoneInfo, hour: int) -> int | None:
    """The offset during a whole wall-clock hour, None if the clock changes in it."""
    start, end = hour * HOUR, (hour + 1) * HOUR - 1
    offsets = {_offset(zone, wall, fold) for wall in (start, end) for fold in (0, 1)}
    return offsets.pop() if len(offsets) == 1 else None


def _offset(zone: ZoneInfo, wall: int, fold: int) -> int:
    moment = (_EPOCH + timedelta(microseconds=wall)).replace(fold=fold)
    return (zone.utcoffset(moment) or timedelta()) // _MICROSECOND
