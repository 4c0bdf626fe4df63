"""Columns of dates and times, read by one convention per column, as microseconds UTC."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np

from journey_core.intake.cells.iso import NO_ZONE, Clocks, read_iso, read_one
from journey_core.intake.cells.placeholders import PLACEHOLDERS, nothing_in
from journey_core.intake.cells.typed_formats import ClockReader, clock_of, codes_reader
from journey_core.intake.cells.written_times import (
    DMY,
    MDY,
    ORDERS,
    YMD,
    Clock,
    SeveralZones,
    read_written,
    simplified,
)
from journey_core.intake.cells.zones import DAY, to_utc
from journey_core.log.arrays import Ints

ISO, COMPACT, EXCEL = "iso", "compact", "excel"
EPOCHS: Final = {"epoch": 1_000_000, "epoch_ms": 1_000, "epoch_us": 1, "epoch_ns": 0.001}
"""Numbers of seconds, milliseconds … since 1970: name -> microseconds of one."""
EARLIEST: Final = (date(1900, 1, 1) - date(1970, 1, 1)).days * DAY
LATEST: Final = (date(2201, 1, 1) - date(1970, 1, 1)).days * DAY - 1
_EXCEL_EPOCH_DAYS: Final = (date(1899, 12, 30) - date(1970, 1, 1)).days
_REMEMBERED: Final = 50_000
_DECIMAL: Final = re.compile(r"-?\d{1,19}(?:\.\d{1,12})?", re.ASCII)
_COMPACT_DIGITS: Final = (8, 10, 12, 14, 17)


@dataclass(frozen=True, eq=False)
class Times:
    """microseconds: int64[n] UTC, 0 where a value has a fault; faults: place -> reason; twice: places of times that the
    clock shows twice when it is set back; the first of the two is taken.
    """

    microseconds: Ints
    faults: dict[int, str]
    twice: list[int]


def read_times(values: Sequence[str], *, date_format: str, zone: ZoneInfo) -> Times:
    """Every value by one format, as UTC; times that don't name a zone are in `zone`. Empty values have a fault."""
    clocks, several = _clocks(values, date_format, zone)
    faults = {row: _unread(values[row], date_format) for row in np.flatnonzero(~clocks.is_read).tolist()} | several
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


def _clocks(values: Sequence[str], date_format: str, zone: ZoneInfo) -> tuple[Clocks, dict[int, str]]:
    """Every value as a time on a clock, and why some can't be read: place -> reason."""
    read = clock_reader(date_format, zone)
    if date_format != ISO:
        return _read_each(values, read)
    clocks = read_iso(values)
    rest = np.flatnonzero(~clocks.is_read)
    found, several = _read_each([values[row] for row in rest.tolist()], read)
    clocks.local[rest], clocks.offset[rest], clocks.is_read[rest] = found.local, found.offset, found.is_read
    return clocks, {int(rest[place]): reason for place, reason in several.items()}


def shown(date_format: str) -> str:
    """The name of a format in a sentence."""
    return _SHOWN.get(date_format, date_format)


def _unread(value: str, date_format: str) -> str:
    if value in PLACEHOLDERS:
        return nothing_in(value)
    return f"“{value[:60]}” is not a time written as {shown(date_format)}" if value else "the time is missing"


@lru_cache(maxsize=500)
def clock_reader(date_format: str, zone: ZoneInfo | None = None) -> ClockReader:
    """A function from a text to its clock time, None where it is not in the format; it raises SeveralZones for a zone
    word that means several, none of them in `zone`.

    date_format: iso (what reads one way only), an order of day, month and year (dmy, mdy, ymd), compact, epoch,
    epoch_ms, epoch_us, epoch_ns, excel, or strptime codes; raises BadInput naming the choices for anything else.
    """
    if date_format in EPOCHS:
        return partial(_epoch_clock, unit=EPOCHS[date_format])
    if date_format in ORDERS:
        return partial(_written_clock, order=date_format, zone=zone)
    if date_format == ISO:
        return lambda value: read_one(value) or _written_clock(value, order=None, zone=zone)
    return {COMPACT: _compact_clock, EXCEL: _excel_clock}.get(date_format) or codes_reader(
        date_format, zone, names=_SHOWN
    )


def _read_each(values: Sequence[str], read: ClockReader) -> tuple[Clocks, dict[int, str]]:
    known: dict[str, Clock | str | None] = {}
    found: list[Clock | str | None] = []
    for value in values:
        if value not in known:
            if len(known) > _REMEMBERED:
                known.clear()
            try:
                known[value] = read(value)
            except SeveralZones as problem:
                known[value] = f"“{problem.word.upper()}” in “{value[:60]}” is the name of several zones"
        found.append(known[value])
    is_read = np.fromiter((isinstance(clock, tuple) for clock in found), bool, len(found))
    pairs = np.array([clock if isinstance(clock, tuple) else (0, NO_ZONE) for clock in found], np.int64).reshape(-1, 2)
    several = {place: clock for place, clock in enumerate(found) if isinstance(clock, str)}
    return Clocks(pairs[:, 0].copy(), pairs[:, 1].copy(), is_read), several


def _epoch_clock(value: str, unit: float) -> Clock | None:
    """A decimal number of units of so many microseconds, without rounding through a float."""
    if not _DECIMAL.fullmatch(value):
        return None
    whole, _, fraction = value.lstrip("-").partition(".")
    if unit < 1:
        number = int(whole) // round(1 / unit)
    else:
        number = int(whole) * int(unit) + int(fraction.ljust(12, "0")) * int(unit) // 10**12
    if not number:
        return None  # what programs write where they have no time
    return (-number if value.startswith("-") else number), 0


def _written_clock(value: str, order: str | None, zone: ZoneInfo | None) -> Clock | None:
    text = simplified(value)
    if len(text) == 8 and order and text.isascii() and text.isdigit():
        places = {DMY: (0, 2, 4), MDY: (2, 0, 4), YMD: (6, 4, 0)}[order]
        return _digits_clock(text, *places)
    return read_written(text, order, zone) or (_compact_clock(text) if order == YMD else None)


def _compact_clock(value: str) -> Clock | None:
    """2024030409, 202403040905, 20240304090500, 20240304090500123."""
    if len(value) not in _COMPACT_DIGITS or not (value.isascii() and value.isdigit()):
        return None
    return _digits_clock(value, 6, 4, 0)


def _digits_clock(text: str, day: int, month: int, year: int) -> Clock | None:
    """The clock time of digits without separators, with the places where day, month and year begin."""
    parts = {"Y": text[year : year + 4], "m": text[month : month + 2], "d": text[day : day + 2]}
    time = {"H": text[8:10], "M": text[10:12], "S": text[12:14], "f": text[14:]}
    return clock_of(parts | {code: digits for code, digits in time.items() if digits})


def _excel_clock(value: str) -> Clock | None:
    """Days since 1899-12-30, to the millisecond: a spreadsheet's fractions are not finer than that."""
    if not _DECIMAL.fullmatch(value) or not 1 <= float(value) < 200_000:
        return None
    return _EXCEL_EPOCH_DAYS * DAY + round(float(value) * (DAY // 1000)) * 1000, int(NO_ZONE)


_SHOWN: Final = {
    ISO: "YYYY-MM-DD or with the month as a word, with or without a time",
    DMY: "day, month, year",
    MDY: "month, day, year",
    YMD: "year, month, day",
    COMPACT: "digits of year, month, day, hour …",
    "epoch": "seconds since 1970",
    "epoch_ms": "milliseconds since 1970",
    "epoch_us": "microseconds since 1970",
    "epoch_ns": "nanoseconds since 1970",
    EXCEL: "an Excel day number",
}
