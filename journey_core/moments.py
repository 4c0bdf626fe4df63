"""Durations and moments as people type them."""

import re
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from journey_core.errors import BadInput

UNITS: Final = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def parse_duration(text: str) -> timedelta:
    """A duration such as 30m, 12h or 14d; raises BadInput."""
    found = re.fullmatch(r"([0-9]{1,6}(?:\.[0-9]{1,3})?)([smhdw])", text.strip())
    if not found or float(found[1]) == 0:
        raise BadInput(f"“{text}” is no duration; expected a number and s, m, h, d or w, such as 30m, 12h or 14d.")
    return timedelta(**{UNITS[found[2]]: float(found[1])})


def parse_moment(text: str, zone: ZoneInfo) -> datetime:
    """An aware moment from ISO 8601, `now` or a bare date, which is its first instant in the zone; raises BadInput."""
    if text.strip().casefold() == "now":
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise BadInput(f"“{text}” is no moment; expected ISO 8601, such as 2026-03-01 or 2026-03-01T09:30.") from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
