"""Formats that a person types as strptime codes, such as %d.%m.%Y %H:%M."""

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from journey_core.errors import BadInput
from journey_core.intake.cells.calendar_words import ZONE_WORDS
from journey_core.intake.cells.iso import offset_microseconds
from journey_core.intake.cells.written_times import Clock, word_offset
from journey_core.intake.cells.zones import DAY, HOUR

_EPOCH_ORDINAL: Final = date(1970, 1, 1).toordinal()
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

ClockReader = Callable[[str], Clock | None]


def codes_reader(date_format: str, zone: ZoneInfo | None, *, names: Iterable[str]) -> ClockReader:
    """A function from a text to its clock time, None where it is not as the codes say.

    A zone among the codes' other letters counts: %H:%M UTC is a time in UTC. Raises BadInput for anything but codes,
    naming them and the formats that have `names`.
    """
    pattern, codes = _compiled(date_format, names)
    word = "" if "z" in codes else _zone_word(date_format)

    def read(value: str) -> Clock | None:
        found = pattern.fullmatch(value)
        clock = clock_of(dict(zip(codes, found.groups(), strict=True))) if found else None
        return (clock[0], word_offset(word, clock[0], zone)) if clock and word else clock

    return read


def _zone_word(date_format: str) -> str:
    """The zone that stands in a format as itself, in lower case; "" if none does."""
    words = re.findall(r"[a-z]+", re.sub("%.", " ", date_format).lower())
    return next((word for word in words if word in ZONE_WORDS), "")


def _compiled(date_format: str, names: Iterable[str]) -> tuple[re.Pattern[str], tuple[str, ...]]:
    """The regular expression of strptime codes, and the code of each of its groups."""
    parts = re.split(r"(%.|\s+)", date_format, flags=re.DOTALL)
    codes = [part[1] for part in parts if part.startswith("%") and len(part) == 2 and part != "%%"]
    year_month_day = [sum(codes.count(code) for code in group) for group in ("Yy", "mbB", "d")]
    is_known = all(code in _CODES for code in codes) and len(set(codes)) == len(codes)
    if not is_known or year_month_day != [1, 1, 1] or {"H", "I"} <= set(codes) or len(date_format) > 60:
        choices = ", ".join(f"%{code}" for code in _CODES)
        raise BadInput(
            f"“{date_format[:60]}” is not a date format: use {', '.join(names)}, or codes with one "
            f"year, one month and one day, such as %d.%m.%Y %H:%M. Codes: {choices}."
        )
    return re.compile("".join(map(_pattern, parts)), re.ASCII | re.IGNORECASE), tuple(codes)


def _pattern(part: str) -> str:
    if part == "%%":
        return "%"
    if part.startswith("%") and len(part) == 2:
        return _CODES[part[1]]
    return r"\s+" if part.isspace() else re.escape(part)


def clock_of(parts: dict[str, str]) -> Clock | None:
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
