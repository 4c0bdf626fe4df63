"""ISO 8601 times, a column at a time: digits are read as arrays of bytes, unusual forms one by one."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from journey_core.log.arrays import Ints

NO_ZONE: Final = np.iinfo(np.int64).min
FARTHEST_EAST: Final = 14
FARTHEST_WEST: Final = 12
"""Hours from UTC: no zone lies beyond."""
_SECOND: Final = 1_000_000
_EPOCH_DAY: Final = date(1970, 1, 1).toordinal()
_ANY_FORM: Final = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)"
    r"(?:[Tt ](\d\d):?(\d\d)(?::?(\d\d)(?:[.,](\d{1,9}))?)? ?([Zz]|[+-]\d\d(?::?\d\d)?)?)?",
    re.ASCII,
)
_TAILS: Final[dict[int, tuple[int, int]]] = {
    0: (0, 0), 1: (0, 1), 6: (0, 6), 4: (3, 0), 5: (3, 1), 10: (3, 6), 7: (6, 0), 8: (6, 1), 13: (6, 6),
}  # fmt: skip
"""Characters after the seconds -> (digits of the fraction, characters of the zone)."""
_LENGTHS: Final = frozenset({10, 16, *(19 + tail for tail in _TAILS)})


@dataclass(frozen=True, eq=False)
class Clocks:
    """Times as written: local int64[n] microseconds since 1970 on that clock, offset int64[n] microseconds east of
    UTC or NO_ZONE, is_read bool[n]."""

    local: Ints
    offset: Ints
    is_read: NDArray[np.bool_]


def read_iso(values: Sequence[str]) -> Clocks:
    """Every value as ISO 8601: a date, or a date and a time to minutes, seconds or fractions, with or without zone."""
    count = len(values)
    clocks = Clocks(np.zeros(count, np.int64), np.full(count, NO_ZONE), np.zeros(count, bool))
    lengths = np.fromiter(map(len, values), np.int64, count)
    for length in np.unique(lengths).tolist():
        rows = np.flatnonzero(lengths == length)
        chosen = values if len(rows) == count else [values[row] for row in rows.tolist()]
        _read_same_length(chosen, rows, length, clocks)
    for row in np.flatnonzero(~clocks.is_read).tolist():
        clock = read_one(values[row])
        if clock is not None:
            clocks.local[row], clocks.offset[row] = clock
            clocks.is_read[row] = True
    return clocks


def days_since_1970(year: Ints, month: Ints, day: Ints) -> tuple[Ints, NDArray[np.bool_]]:
    """(days, whether that day exists); the number of a day that does not exist has no meaning."""
    safe_month = np.clip(month, 1, 12)
    months = ((year - 1970) * 12 + safe_month - 1).astype("datetime64[M]")
    first = months.astype("datetime64[D]").astype(np.int64)
    next_first = (months + 1).astype("datetime64[D]").astype(np.int64)
    return first + day - 1, (month == safe_month) & (day >= 1) & (day <= next_first - first)


def _read_same_length(values: Sequence[str], rows: Ints, length: int, clocks: Clocks) -> None:
    """Reads the values in usual forms; leaves the others unread."""
    text = "".join(values)
    if not text.isascii() or length not in _LENGTHS:
        return
    cells = np.frombuffer(text.encode("ascii"), np.uint8).reshape(-1, length)
    good = _all_are(cells, (4, 7), b"-")
    days, exists = days_since_1970(
        _number(cells, range(4), good), _number(cells, (5, 6), good), _number(cells, (8, 9), good)
    )
    time = np.zeros(len(cells), np.int64)
    offset = np.full(len(cells), NO_ZONE)
    if length > 10:
        good &= _all_are(cells, (10,), b"T t") & _all_are(cells, (13,), b":")
        time = _clock_time(cells, good)
    if length > 19:
        fraction, zone = _TAILS[length - 19]
        time += _fraction(cells, fraction, good)
        offset = _zone(cells, zone, good)
    good &= exists
    clocks.local[rows] = days * (86_400 * _SECOND) + time
    clocks.offset[rows] = offset
    clocks.is_read[rows] = good


def _clock_time(cells: NDArray[np.uint8], good: NDArray[np.bool_]) -> Ints:
    hour, minute = _number(cells, (11, 12), good), _number(cells, (14, 15), good)
    second = np.zeros(len(cells), np.int64)
    if cells.shape[1] > 16:
        good &= _all_are(cells, (16,), b":")
        second = _number(cells, (17, 18), good)
    good &= (hour < 24) & (minute < 60) & (second < 60)
    return ((hour * 60 + minute) * 60 + second) * _SECOND


def _fraction(cells: NDArray[np.uint8], digits: int, good: NDArray[np.bool_]) -> Ints:
    if not digits:
        return np.zeros(len(cells), np.int64)
    good &= _all_are(cells, (19,), b".,")
    fraction: Ints = _number(cells, range(20, 20 + digits), good) * 10 ** (6 - digits)
    return fraction


def _zone(cells: NDArray[np.uint8], characters: int, good: NDArray[np.bool_]) -> Ints:
    start = cells.shape[1] - characters
    if characters == 0:
        return np.full(len(cells), NO_ZONE)
    if characters == 1:
        good &= _all_are(cells, (start,), b"Zz")
        return np.zeros(len(cells), np.int64)
    good &= _all_are(cells, (start,), b"+-") & _all_are(cells, (start + 3,), b":")
    hour, minute = _number(cells, (start + 1, start + 2), good), _number(cells, (start + 4, start + 5), good)
    farthest = np.where(cells[:, start] == ord("-"), FARTHEST_WEST, FARTHEST_EAST)
    good &= (hour <= farthest) & (minute < 60)
    sign = np.where(cells[:, start] == ord("-"), -1, 1)
    offset: Ints = sign * (hour * 60 + minute) * (60 * _SECOND)
    return offset


def _all_are(cells: NDArray[np.uint8], places: Iterable[int], choices: bytes) -> NDArray[np.bool_]:
    good = np.ones(len(cells), bool)
    for place in places:
        good &= np.isin(cells[:, place], np.frombuffer(choices, np.uint8))
    return good


def _number(cells: NDArray[np.uint8], places: Iterable[int], good: NDArray[np.bool_]) -> Ints:
    """The digits at some places as numbers; where a character is not a digit, `good` becomes False."""
    number = np.zeros(len(cells), np.int64)
    for place in places:
        digit = cells[:, place].astype(np.int64) - ord("0")
        good &= (digit >= 0) & (digit <= 9)
        number = number * 10 + digit
    return number


def read_one(value: str) -> tuple[int, int] | None:
    """(microseconds since 1970 on that clock, microseconds east of UTC or NO_ZONE); None if the value is not a time."""
    found = _ANY_FORM.fullmatch(value)
    if found is None:
        return None
    hour, minute, second = (int(part or 0) for part in found.group(4, 5, 6))
    offset = offset_microseconds(found.group(8))
    if hour > 23 or minute > 59 or second > 59 or offset is None:
        return None
    if _is_span(value, found):
        return None
    try:
        days = date(*(int(part) for part in found.group(1, 2, 3))).toordinal() - _EPOCH_DAY
    except ValueError:
        return None
    fraction = int((found.group(7) or "").ljust(6, "0")[:6])
    return (((days * 24 + hour) * 60 + minute) * 60 + second) * _SECOND + fraction, offset


def _is_span(value: str, found: re.Match[str]) -> bool:
    """“2024-03-04 09:00-10:00” is an hour of somebody's day, not a time far in the west."""
    zone = found.group(8) or ""
    is_attached = zone.startswith("-") and value[found.start(8) - 1] != " " and (":" in zone or len(zone) == 3)
    return is_attached and found.group(6) is None and value[10:11] == " "


def offset_microseconds(zone: str | None) -> int | None:
    """Microseconds east of UTC of “Z”, “+02”, “+0200” or “+02:00”; NO_ZONE without one, None if it is impossible."""
    if zone is None:
        return int(NO_ZONE)
    if zone in "Zz":
        return 0
    digits = zone[1:].replace(":", "").ljust(4, "0")
    hour, minute = int(digits[:2]), int(digits[2:])
    if hour > (FARTHEST_WEST if zone[0] == "-" else FARTHEST_EAST) or minute > 59:
        return None
    return (-1 if zone[0] == "-" else 1) * (hour * 60 + minute) * 60 * _SECOND
