"""Where the parts of a written time stand: a text with its digits as zeros is cut by expressions, each look once."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from journey_core.intake.cells.calendar_words import AFTERNOON, MONTHS, MORNING, WEEKDAYS, ZONE_WORDS, zone_of_name

_WORD: Final = r"[^\W\d_]+"
_HALVES: Final = "|".join(sorted(MORNING | AFTERNOON, key=len, reverse=True))
_TIMES: Final = tuple(
    re.compile(pattern)
    for pattern in (
        # 9:05, 09:05:07, 09:05:07.123456, 09:05:07:123
        r"(?<!0)(?P<H>00?) ?: ?(?P<M>00?)(?: ?: ?(?P<S>00?)(?:[.,:](?P<f>0{1,9}))?)?(?!0)",
        # 9h05, 9 h 05 min, 14h05m07s
        r"(?<!0)(?P<H>00?) ?h ?(?P<M>00)(?: ?m(?:in)?(?![^\W\d_])\.? ?(?:(?P<S>00) ?s)?)?(?!0)",
        # 090507 after a day without separators, as in 20240304T090507
        r"(?<=00000000[t ])(?P<H>00)(?P<M>00)(?P<S>00)?(?:[.,](?P<f>0{1,9}))?(?!0)",
        # 9.05 after a day, as in 4.3.2024 9.05
        r"(?<= )(?P<H>00?)\.(?P<M>00)(?:\.(?P<S>00))?(?=$| )",
        # 9 pm, 14 Uhr, 14h
        rf"(?<!0)(?P<H>00?)(?= ?(?:{_HALVES}|uhr|h)\b)",
    )
)
_HALF: Final = re.compile(rf"(?: ?(?:uhr|h|uur)\b)?(?: ?(?P<half>{_HALVES})\b\.?)?")
_OFFSET: Final = r"(?P<sign>[+−-])(?:(?P<oh>00?)(?::?(?P<om>00))?)(?!0)"
_ZONES: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf" ?[(\[]?(?:utc|gmt|ut)? ?{_OFFSET}[)\]]?(?: ?\([^()]*\)| ?\[[^\[\]]*\])?",
        r" ?[(\[]?(?P<name>[a-z]+(?:/[a-z_-]+)+)[)\]]?(?![^\W_])",
        rf" ?[(\[]?(?P<word>{_WORD})[)\]]?(?: ?\([^()]*\)| ?\[[^\[\]]*\])?(?![^\W_])",
    )
)
_ORDINAL: Final = r"(?:st|nd|rd|th|er|º|ª|°|\.)?"
_OF: Final = r"(?: ?\b(?:de|del|di|of|den)\b)?"
_BETWEEN: Final = r"[-/., ]*"
_DATES: Final = tuple(
    re.compile(pattern)
    for pattern in (
        # 04/03/2024, 4. 3. 2024, 2024-3-4, 04-03-24
        r"(?P<a>0{4}|00?)(?P<s>[-/.]|\. | )(?P<b>00?)(?P=s)(?P<c>0{4}|00?)\.?",
        # 4. März 2024, 4 de marzo de 2024, 4-Mar-24
        rf"(?P<d>00?){_ORDINAL}{_OF}{_BETWEEN}(?P<mon>{_WORD})\.?{_BETWEEN}{_OF}{_BETWEEN}(?P<y>0000|00)",
        # March 4th, 2024
        rf"(?P<mon>{_WORD})\.?{_BETWEEN}(?P<d>00?)(?:st|nd|rd|th)?[-/., ]+(?P<y>0000|00)",
        # 2024 March 4, 2024-Mar-04
        rf"(?P<y>0000){_BETWEEN}(?P<mon>{_WORD})\.?{_BETWEEN}(?P<d>00?)",
        # 20240304, before a time
        r"(?P<whole>00000000)",
    )
)
_BEFORE: Final = re.compile(rf"(?P<weekday>{_WORD}(?:-feira)?)\b\.?,? ?|[,. ]+")
_AROUND_DATES: Final = "um kl alle ore às as à a at om op on el le il am den der las los the t de vom"
_FILLERS: Final = frozenset(_AROUND_DATES.split())
_AROUND: Final = " ,.;:@|–-"


@dataclass(frozen=True)
class Look:
    """Where the parts of a text stand: places of digits, and what the words among them say.

    numbers: of the three of a date without words, in the order they are written; day, year: where `month` is a word;
    minutes: east of UTC, several where the zone's word is used in several zones.
    """

    numbers: tuple[slice, ...] = ()
    day: slice | None = None
    month: int = 0
    year: slice | None = None
    hour: slice | None = None
    minute: slice | None = None
    second: slice | None = None
    fraction: slice | None = None
    half: str = ""
    offset: tuple[slice, slice, slice | None] | None = None
    word: str = ""
    zone: ZoneInfo | None = None


@lru_cache(maxsize=5_000)
def look_of(shape: str) -> Look | None:
    """How texts of this shape are to be cut, None if they are no times."""
    if "0" not in shape:
        return None
    for pattern in _TIMES:
        for found in pattern.finditer(shape):
            if look := _with_time(shape, found):
                return look
    return _with_date(shape, {})


def _with_time(shape: str, found: re.Match[str]) -> Look | None:
    """The look in which this is the time of day, and the rest a date."""
    parts: dict[str, object] = {}
    for name, group in (("hour", "H"), ("minute", "M"), ("second", "S"), ("fraction", "f")):
        if group in found.re.groupindex and found[group]:
            parts[name] = slice(*found.span(group))
    start, end = found.span()
    start -= shape.endswith("0t", 0, start)
    if (half := _HALF.match(shape, end)) is not None:
        parts["half"], end = half["half"] or "", half.end()
    for zone_end, zone_parts in [*_zones_at(shape, end), (end, {})]:
        # Spaces instead of the time keep the places of the date.
        rest = shape[:start] + " " * (zone_end - start) + shape[zone_end:]
        if look := _with_date(rest, parts | zone_parts):
            return look
    return None


def _zones_at(shape: str, place: int) -> list[tuple[int, dict[str, object]]]:
    """(end, parts) of the zones that may stand here."""
    found: list[tuple[int, dict[str, object]]] = []
    for pattern in _ZONES:
        match = pattern.match(shape, place)
        if match is None:
            continue
        names = match.groupdict()
        if names.get("sign"):
            minutes = slice(*match.span("om")) if match["om"] else None
            found.append((match.end(), {"offset": (slice(*match.span("sign")), slice(*match.span("oh")), minutes)}))
        elif names.get("name") and (zone := zone_of_name(names["name"])):
            found.append((match.end(), {"zone": zone}))
        elif names.get("word") in ZONE_WORDS:
            found.append((match.end(), {"word": names["word"]}))
    return found


def _with_date(rest: str, parts: dict[str, object]) -> Look | None:
    """The look in which what is left of the text is a date, with what may stand around one."""
    start, end = 0, len(rest.rstrip(_AROUND))
    while (after := rest[:end].rpartition(" ")[2].strip(",.")) in _FILLERS and after:
        end = len(rest[:end].rpartition(" ")[0].rstrip(_AROUND))
    while (before := _BEFORE.match(rest, start, end)) and before.end() > start:
        word = before["weekday"]
        if word and word.removesuffix("-feira") not in WEEKDAYS and word not in _FILLERS:
            break
        if word in MONTHS and (look := _date(rest, start, end, parts)):
            return look  # “mar 4” is a day in March, “mar 4 mar” a Tuesday
        start = before.end()
    return _date(rest, start, end, parts)


def _date(rest: str, start: int, end: int, parts: dict[str, object]) -> Look | None:
    for pattern in _DATES:
        match = pattern.fullmatch(rest, start, end)
        if match is None:
            continue
        names = match.groupdict()
        if "whole" in names:
            at = match.start()
            numbers = (slice(at, at + 4), slice(at + 4, at + 6), slice(at + 6, at + 8))
            return Look(numbers=numbers, **parts) if "hour" in parts else None  # type: ignore[arg-type]
        if "mon" not in names:
            return Look(numbers=tuple(slice(*match.span(name)) for name in "abc"), **parts)  # type: ignore[arg-type]
        if month := MONTHS.get(names["mon"]):
            day, year = slice(*match.span("d")), slice(*match.span("y"))
            return Look(day=day, month=month, year=year, **parts)  # type: ignore[arg-type]
    return None
