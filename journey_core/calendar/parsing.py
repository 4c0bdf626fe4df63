"""Durations and moments as people write them: in flags, in addresses, in form fields."""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from journey_core.errors import BadInput, brief

LONGEST: Final = 100 * 366 * 86_400
"""The longest duration that is accepted, in seconds: a century."""

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2200
"""Moments must lie in these years, like the times of interactions; nearer the ends of the calendar, sums overflow."""

_UNITS: Final = {"s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800}
_DURATION: Final = re.compile(r"\s*(\d{1,9})\s*([smhdw])\s*", re.ASCII | re.IGNORECASE)
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def duration(text: str) -> timedelta:
    """The span that “30m”, “12h”, “14d” or “2w” names; raises BadInput."""
    found = _DURATION.fullmatch(text)
    seconds = int(found[1]) * _UNITS[found[2].lower()] if found else LONGEST + 1
    if seconds > LONGEST:
        raise BadInput(f"“{brief(text)}” is not a duration; write a number and one of s, m, h, d, w, such as 14d.")
    return timedelta(seconds=seconds)


def duration_text(span: timedelta) -> str:
    """What `duration` reads back: the largest unit that divides the span; parts of a second are dropped."""
    seconds = int(span.total_seconds())
    unit = next(unit for unit in ("d", "h", "m", "s") if seconds % _UNITS[unit] == 0)
    return f"{seconds // _UNITS[unit]}{unit}"


def is_day(text: str) -> bool:
    """Whether the text names a day without a time."""
    return bool(_DAY.fullmatch(text.strip()))


def day(text: str) -> date:
    """The day that “2024-03-31” names; raises BadInput."""
    try:
        found = date.fromisoformat(text.strip())
        if not (is_day(text) and FIRST_YEAR <= found.year <= LAST_YEAR):
            raise ValueError
        return found
    except ValueError as error:
        raise BadInput(f"“{brief(text)}” is not a day; write 2024-03-31.") from error


def start_of(text: str, zone: ZoneInfo) -> datetime:
    """The instant that a text names, or the start in the zone of the day that it names; aware UTC; raises BadInput."""
    return _moment(text, zone)


def end_of(text: str, zone: ZoneInfo) -> datetime:
    """The same, but for a day its last microsecond: the start of the next day less one."""
    if not is_day(text):
        return start_of(text, zone)
    start_of(text, zone)  # which says what is wrong with the day
    return midnight(date.fromisoformat(text.strip()) + timedelta(days=1), zone) - timedelta(microseconds=1)


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The instant at which a day begins in the zone: the first of two, or the jump of a clock that skips it."""
    return datetime.combine(day, time.min, zone).astimezone(UTC)


def _moment(text: str, zone: ZoneInfo) -> datetime:
    text = text.strip()
    try:
        moment = datetime.combine(date.fromisoformat(text), time.min) if is_day(text) else datetime.fromisoformat(text)
        if not FIRST_YEAR <= moment.year <= LAST_YEAR:
            raise ValueError
        moment = moment if moment.tzinfo else moment.replace(tzinfo=zone)
        return moment.astimezone(UTC)
    except ValueError as error:
        raise BadInput(
            f"“{brief(text)}” is not a date; write 2024-03-31 or 2024-03-31T14:05, in {zone.key} time."
        ) from error
