"""Times as people and programs write them: one reader for the common forms in seven languages.

What a text looks like (its digits as zeros) decides where its parts are, so each look is understood once, and the
texts that share it are cut at the same places.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from journey_core.intake.cells.calendar_words import AFTERNOON, MORNING, ZONE_WORDS
from journey_core.intake.cells.iso import FARTHEST_EAST, FARTHEST_WEST, NO_ZONE
from journey_core.intake.cells.written_looks import Look, look_of
from journey_core.intake.cells.zones import DAY, HOUR
from journey_core.log.comparison import comparable

DMY, MDY, YMD = "dmy", "mdy", "ymd"
ORDERS: Final = (DMY, MDY, YMD)
"""Which of day, month and year comes first, second and third where numbers alone don't tell."""
LONGEST: Final = 90
MINUTE: Final = 60_000_000
_EPOCH: Final = datetime(1970, 1, 1)
_EPOCH_ORDINAL: Final = date(1970, 1, 1).toordinal()
_ZEROS: Final = str.maketrans("123456789", "000000000")
_DOTTED_HALF: Final = re.compile(r"\b([ap])\. ?m\b\.?")

Clock = tuple[int, int]
"""(microseconds since 1970 on the clock, microseconds east of UTC or NO_ZONE)"""


class SeveralZones(Exception):
    """A zone word that names several offsets, and the declared zone uses none of them under this name."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


def simplified(value: str) -> str:
    """The text as it is compared: without invisible marks, in lower case, a.m. as am."""
    text = comparable(value).lower()
    return _DOTTED_HALF.sub(r"\1m", text) if "m" in text and "." in text else text


def read_written(text: str, order: str | None, zone: ZoneInfo | None) -> Clock | None:
    """The clock time of a `simplified` text; None if it is no time, or if its numbers need an order and none is given.

    order: one of ORDERS; zone: what a zone word that several zones use is looked up in. Raises SeveralZones.
    """
    look = look_of(text.translate(_ZEROS)) if len(text) <= LONGEST else None
    if look is None:
        return None
    day = _day(look, text, order)
    time = _time(look, text)
    if day is None or time is None:
        return None
    local = day * DAY + time
    offset = _offset(look, text, local, zone)
    return None if offset is None else (local, offset)


def _day(look: Look, text: str, order: str | None) -> int | None:
    """Days since 1970."""
    if look.month and look.day and look.year:
        return _days(text[look.year], look.month, int(text[look.day]))
    first, second, third = (text[place] for place in look.numbers)
    if len(first) == 4:
        return _days(first, int(second), int(third)) if len(third) < 4 else None
    if order is None or (order == YMD and len(third) == 4):
        return None
    if order == YMD:
        return _days(first, int(second), int(third)) if len(first) == 2 else None
    day, month = (first, second) if order == DMY else (second, first)
    return _days(third, int(month), int(day))


@lru_cache(maxsize=50_000)
def _days(year: str, month: int, day: int) -> int | None:
    """Years of two digits as strptime reads them: 69 to 99 are 19.., 00 to 68 are 20.. ."""
    if len(year) == 1:
        return None
    full = int(year) if len(year) == 4 else int(year) + (1900 if int(year) >= 69 else 2000)
    try:
        return date(full, month, day).toordinal() - _EPOCH_ORDINAL
    except ValueError:
        return None


def _time(look: Look, text: str) -> int | None:
    """Microseconds since midnight; an hour over 12 needs no half of the day, and its afternoon changes nothing."""
    hour = int(text[look.hour]) if look.hour else 0
    minute = int(text[look.minute]) if look.minute else 0
    second = int(text[look.second]) if look.second else 0
    if hour > 23 or minute > 59 or second > 59:
        return None
    if look.half in AFTERNOON:
        if hour == 0:
            return None
        hour = hour if hour >= 12 else hour + 12
    elif look.half in MORNING:
        if hour > 12:
            return None
        hour %= 12
    fraction = int(text[look.fraction].ljust(6, "0")[:6]) if look.fraction else 0
    return hour * HOUR + minute * MINUTE + second * 1_000_000 + fraction


def _offset(look: Look, text: str, local: int, zone: ZoneInfo | None) -> int | None:
    """Microseconds east of UTC, NO_ZONE where the text names no zone, None where it names an impossible one."""
    if look.offset:
        sign, hours, minutes = look.offset
        hour, minute = int(text[hours]), int(text[minutes]) if minutes else 0
        if hour > (FARTHEST_EAST if text[sign] == "+" else FARTHEST_WEST) or minute > 59 or _is_span(look, text):
            return None
        return (1 if text[sign] == "+" else -1) * (hour * 60 + minute) * MINUTE
    if look.zone:
        return _offset_in(look.zone, local)
    if not look.word:
        return int(NO_ZONE)
    return word_offset(look.word, local, zone)


def _is_span(look: Look, text: str) -> bool:
    """“4.3.2024 9:00-10:00” and “9:00 AM-10” are an hour of somebody's day, not a time far in the west."""
    if look.offset is None or look.second:
        return False
    sign, hours, minutes = look.offset
    is_attached = not text[: sign.start].endswith((" ", "utc", "gmt", "ut", "("))
    return text[sign] != "+" and is_attached and (minutes is None or minutes.start > hours.stop)


def word_offset(word: str, local: int, zone: ZoneInfo | None) -> int:
    """Microseconds east of UTC of a zone word. Where several zones use the word, that of the declared `zone` at that
    time on its clock, if it goes by this name then; raises SeveralZones.
    """
    offsets = ZONE_WORDS[word]
    if len(offsets) == 1:
        return offsets[0] * MINUTE
    if zone is not None:
        then = _EPOCH + timedelta(microseconds=local)
        # Then, else at any time of that year: people write CST in summer, too.
        for moment in (*(then.replace(tzinfo=zone, fold=fold) for fold in (0, 1)), *_solstices(then.year, zone)):
            east = int((moment.utcoffset() or timedelta()).total_seconds()) // 60
            if (moment.tzname() or "").lower() == word and east in offsets:
                return east * MINUTE
    raise SeveralZones(word)


def _solstices(year: int, zone: ZoneInfo) -> Iterator[datetime]:
    """A winter's and a summer's day."""
    return (datetime(year, month, 21, tzinfo=zone) for month in (12, 6))


def _offset_in(zone: ZoneInfo, local: int) -> int | None:
    """The offset of a zone at a time on its clock, None for a time that it skips."""
    moment = (_EPOCH + timedelta(microseconds=local)).replace(tzinfo=zone)
    before, after = (moment.replace(fold=fold).utcoffset() or timedelta() for fold in (0, 1))
    if before < after:
        return None
    return int(before.total_seconds()) * 1_000_000
