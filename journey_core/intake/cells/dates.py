"""Columns of dates and times, in one format per column, as microseconds UTC."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np

from journey_core.errors import BadInput
from journey_core.intake.cells.iso import NO_ZONE, Clocks, offset_microseconds, read_iso, read_one
from journey_core.intake.cells.zones import DAY, HOUR, to_utc
from journey_core.log.arrays import Ints

ISO, EPOCH, EPOCH_MS, EXCEL = "iso", "epoch", "epoch_ms", "excel"
EARLIEST: Final = (date(1900, 1, 1) - date(1970, 1, 1)).days * DAY
LATEST: Final = (date(2201, 1, 1) - date(1970, 1, 1)).days * DAY - 1
_EXCEL_EPOCH_DAYS: Final = (date(1899, 12, 30) - date(1970, 1, 1)).days
_REMEMBERED: Final = 50_000
_DECIMAL: Final = re.compile(r"-?\d{1,13}(?:\.\d{1,12})?", re.ASCII)
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH: Final = (
    "(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_CODES: Final[dict[str, str]] = {
    "Y": r"(\d{4})", "y": r"(\d{2})", "m": r"(\d{1,2})", "d": r"(\d{1,2})", "H": r"(\d{1,2})", "I": r"(\d{1,2})",
    "M": r"(\d{1,2})", "S": r"(\d{1,2})", "f": r"(\d{1,6})", "p": r"([ap])\.?m\.?", "b": _MONTH, "B": _MONTH,
    "z": r"(z|[+-]\d\d(?::?\d\d)?)", "a": "(mon|tue|wed|thu|fri|sat|sun)", "A": "([a-z]{3,6}day)",
}  # fmt: skip

Clock = tuple[int, int]
"""(microseconds since 1970 on the clock, microseconds east of UTC or NO_ZONE)"""
ClockReader = Callable[[str], Clock | None]


@dataclass(frozen=True, eq=False)
class Times:
    """microseconds: int64[n] UTC, 0 where a value has a fault; faults: place -> reason; twice: places of times that the
    clock shows twice when it is set back; the first of the two is taken.
    """

    microseconds: Ints
    faults: dict[int, str]
    twice: list[int]


def read_times(values: Sequence[str], *, date_format: str, zone: ZoneInfo) -> Times:
    """Every value in one format, as UTC; times that don't name a zone are in `zone`. Empty values have a fault."""
    clocks = read_iso(values) if date_format == ISO else _read_each(values, clock_reader(date_format))
    faults = {row: _unread(values[row], date_format) for row in np.flatnonzero(~clocks.is_read).tolist()}
    local = np.where(clocks.is_read, clocks.local, 0)
    far = (local < EARLIEST - DAY) | (local > LATEST + DAY)
    local[far] = 0
    is_zoned = clocks.is_read & (clocks.offset != NO_ZONE)
    utc = local - np.where(is_zoned, clocks.offset, 0)
    bare = np.flatnonzero(clocks.is_read & ~is_zoned & ~far)
    placed = to_utc(local[bare], zone)
    utc[bare] = placed.microseconds
    for row in np.flatnonzero(far | (utc < EARLIEST) | (utc > LATEST)).tolist():
        faults[row] = f"“{values[row]}” lies outside the years 1900 to 2200"
    for row in bare[placed.missing].tolist():
        faults[row] = f"“{values[row]}” does not exist in {zone.key}: the clock was set forward"
    utc[list(faults)] = 0
    return Times(utc, faults, bare[placed.twice].tolist())


def shown(date_format: str) -> str:
    """The name of a format in a sentence."""
    return {
        ISO: "YYYY-MM-DD, with or without a time",
        EPOCH: "seconds since 1970",
        EPOCH_MS: "milliseconds since 1970",
        EXCEL: "an Excel day number",
    }.get(date_format, date_format)


def _unread(value: str, date_format: str) -> str:
    return f"“{value[:60]}” is not a time written as {shown(date_format)}" if value else "the time is missing"


@lru_cache(maxsize=500)
def clock_reader(date_format: str) -> ClockReader:
    """A function from a text to its clock time, None where it is not in the format.

    date_format: iso, epoch, epoch_ms, excel, or strptime codes; raises BadInput naming the codes for anything else.
    """
    return _NAMED.get(date_format) or _strptime_clock(date_format)


def _read_each(values: Sequence[str], read: ClockReader) -> Clocks:
    known: dict[str, Clock | None] = {}
    found: list[Clock | None] = []
    for value in values:
        if value not in known:
            if len(known) > _REMEMBERED:
                known.clear()
            known[value] = read(value)
        found.append(known[value])
    is_read = np.fromiter((clock is not None for clock in found), bool, len(found))
    pairs = np.array([clock or (0, NO_ZONE) for clock in found], np.int64).reshape(-1, 2)
    return Clocks(pairs[:, 0].copy(), pairs[:, 1].copy(), is_read)


def _epoch_clock(value: str) -> Clock | None:
    return (_scaled(value, 1_000_000), 0) if _DECIMAL.fullmatch(value) else None


def _epoch_ms_clock(value: str) -> Clock | None:
    return (_scaled(value, 1_000), 0) if _DECIMAL.fullmatch(value) else None


def _excel_clock(value: str) -> Clock | None:
    """Days since 1899-12-30, to the millisecond: a spreadsheet's fractions are not finer than that."""
    if not _DECIMAL.fullmatch(value) or not 1 <= float(value) < 200_000:
        return None
    return _EXCEL_EPOCH_DAYS * DAY + round(float(value) * (DAY // 1000)) * 1000, int(NO_ZONE)


def _scaled(value: str, unit: int) -> int:
    """A decimal number times a unit of microseconds, without rounding through a float."""
    whole, _, fraction = value.lstrip("-").partition(".")
    number = int(whole) * unit + int(fraction.ljust(12, "0")) * unit // 10**12
    return -number if value.startswith("-") else number


def _strptime_clock(date_format: str) -> ClockReader:
    pattern, codes = _compiled(date_format)

    def read(value: str) -> Clock | None:
        found = pattern.fullmatch(value)
        return _clock(dict(zip(codes, found.groups(), strict=True))) if found else None

    return read


def _compiled(date_format: str) -> tuple[re.Pattern[str], tuple[str, ...]]:
    """The regular expression of strptime codes, and the code of each of its groups."""
    parts = re.split(r"(%.|\s+)", date_format, flags=re.DOTALL)
    codes = [part[1] for part in parts if part.startswith("%") and len(part) == 2 and part != "%%"]
    year_month_day = [sum(codes.count(code) for code in group) for group in ("Yy", "mbB", "d")]
    is_known = all(code in _CODES for code in codes) and len(set(codes)) == len(codes)
    if not is_known or year_month_day != [1, 1, 1] or {"H", "I"} <= set(codes) or len(date_format) > 60:
        choices = ", ".join(f"%{code}" for code in _CODES)
        raise BadInput(
            f"“{date_format[:60]}” is not a date format: use {ISO}, {EPOCH}, {EPOCH_MS}, {EXCEL}, or codes with one "
            f"year, one month and one day, such as %d.%m.%Y %H:%M. Codes: {choices}."
        )
    return re.compile("".join(map(_pattern, parts)), re.ASCII | re.IGNORECASE), tuple(codes)


def _pattern(part: str) -> str:
    if part == "%%":
        return "%"
    if part.startswith("%") and len(part) == 2:
        return _CODES[part[1]]
    return r"\s+" if part.isspace() else re.escape(part)


def _clock(parts: dict[str, str]) -> Clock | None:
    """The clock time that the parts name, None if that day or time does not exist."""
    day = _day(parts)
    hour = int(parts.get("H", parts.get("I", "0")))
    if "I" in parts:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if parts.get("p", "a").lower() == "p" else 0)
    minute, second = int(parts.get("M", "0")), int(parts.get("S", "0"))
    offset = offset_microseconds(parts.get("z"))
    if day is None or offset is None or hour > 23 or minute > 59 or second > 59:
        return None
    fraction = int(parts.get("f", "0").ljust(6, "0"))
    return day * DAY + hour * HOUR + (minute * 60 + second) * 1_000_000 + fraction, offset


def _day(parts: dict[str, str]) -> int | None:
    """Days since 1970; years of two digits as strptime reads them: 69 to 99 are 19.., 00 to 68 are 20.. ."""
    short = int(parts.get("y", "0"))
    year = int(parts["Y"]) if "Y" in parts else short + (1900 if short >= 69 else 2000)
    word = parts.get("b", parts.get("B"))
    month = _MONTHS.index(word[:3].lower()) + 1 if word else int(parts["m"])
    try:
        return date(year, month, int(parts["d"])).toordinal() - _EPOCH_ORDINAL
    except ValueError:
        return None


_EPOCH_ORDINAL: Final = date(1970, 1, 1).toordinal()
_NAMED: Final[dict[str, ClockReader]] = {
    ISO: read_one, EPOCH: _epoch_clock, EPOCH_MS: _epoch_ms_clock, EXCEL: _excel_clock,
}  # fmt: skip
