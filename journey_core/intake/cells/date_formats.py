"""Which one format a column of dates is written in; the person is asked where more than one fits."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from journey_core.errors import AskDateFormat, UnknownDates
from journey_core.intake.cells.dates import EARLIEST, EPOCH, EPOCH_MS, EXCEL, ISO, LATEST, Clock, clock_reader
from journey_core.intake.cells.zones import DAY

_ORDERS: Final = ("%d-%m-%Y", "%m-%d-%Y", "%d-%m-%y", "%m-%d-%y", "%y-%m-%d")
_NUMERIC: Final = (*(order.replace("-", sign) for sign in "-/. " for order in _ORDERS), "%Y/%m/%d", "%Y.%m.%d")
_NAMED: Final = ("%d %b %Y", "%d-%b-%Y", "%d-%b-%y", "%b %d, %Y", "%b %d %Y", "%d. %b %Y")
_TIMES: Final = (
    "", " %H:%M", " %H:%M:%S", " %H:%M:%S.%f", " %I:%M %p", " %I:%M:%S %p", " %I:%M%p", ", %H:%M", ", %H:%M:%S",
    ", %I:%M %p", ", %I:%M:%S %p", " %H:%M %z", " %H:%M:%S %z", " %H:%M:%S%z",
)  # fmt: skip
WHITE_LIST: Final = (ISO, EPOCH, EPOCH_MS, EXCEL, *(day + time for day in (*_NUMERIC, *_NAMED) for time in _TIMES))
_SHAPE: Final = str.maketrans("123456789", "000000000")
_REMEMBERED: Final = 100_000
_PLAUSIBLE: Final = {EPOCH: (9, 10), EPOCH_MS: (12, 13), EXCEL: (5, 5)}
"""How many digits a number that may well be a time has before the point."""


@dataclass
class DateEvidence:
    """What the values of a column, seen in any number of stretches, say about its format.

    Empty values say nothing. Excel day numbers are considered only in a workbook.
    """

    column: str
    is_workbook: bool = False
    read_by: Counter[frozenset[str]] = field(default_factory=Counter)
    differing: dict[frozenset[str], str] = field(default_factory=dict)
    unread: str = ""
    seen: set[str] = field(default_factory=set)

    def add(self, values: Iterable[str]) -> None:
        """Takes in a stretch of values; of those that differ only in the time of day, only one."""
        alike = {_without_time(value): value for value in map(str.strip, values) if value}
        for value in [value for key, value in alike.items() if key not in self.seen]:
            readings = _readings(value, is_workbook=self.is_workbook)
            formats = frozenset(readings)
            self.read_by[formats] += 1
            if not formats:
                self.unread = value
            elif formats not in self.differing and len(set(readings.values())) > 1:
                self.differing[formats] = value
        self.seen.update(alike)
        if len(self.seen) > _REMEMBERED:
            self.seen.clear()

    def format(self) -> str:
        """The one format of the white list that reads these values, ISO if there are no values.

        Raises AskDateFormat where two formats read them as different times, UnknownDates where no format reads any.
        """
        counts: Counter[str] = Counter()
        for formats, count in self.read_by.items():
            counts.update(dict.fromkeys(formats, count))
        if not counts:
            if self.unread:
                raise UnknownDates(self.column, self.unread)
            return ISO
        best = min(counts, key=lambda name: (-counts[name], WHITE_LIST.index(name)))
        for rival in sorted(counts, key=lambda name: (-counts[name], WHITE_LIST.index(name))):
            if rival != best and self._are_rivals(best, rival):
                self._ask(best)
        return best

    def _are_rivals(self, best: str, rival: str) -> bool:
        """Whether both read some value, but differently, and the rival is not clearly worse."""
        both = [value for formats, value in self.differing.items() if best in formats and rival in formats]
        differs = any(self._differ(value, best, rival) for value in both)
        only_best = any(best in formats and rival not in formats for formats in self.read_by)
        only_rival = any(rival in formats and best not in formats for formats in self.read_by)
        return differs and (only_rival or not only_best)

    def _differ(self, value: str, best: str, rival: str) -> bool:
        readings = _readings(value, is_workbook=self.is_workbook)
        return readings[best] != readings[rival]

    def _ask(self, best: str) -> None:
        known = {name for formats in self.read_by for name in formats} - {best}
        rivals = [name for name in WHITE_LIST if name in known and self._are_rivals(best, name)]
        value = next(
            value for formats, value in self.differing.items() if best in formats and not formats.isdisjoint(rivals)
        )
        readings = _readings(value, is_workbook=self.is_workbook)
        shown = {name: _in_words(readings[name]) for name in [best, *rivals] if name in readings}
        raise AskDateFormat(self.column, value, shown)


def _without_time(value: str) -> str:
    """The text with 0 for every digit of its time of day, which tells nothing about the order of day and month."""
    colon = value.find(":")
    start = value.rfind(" ", 0, colon) if colon > 0 else -1
    return value if start < 0 else value[:start] + value[start:].translate(_SHAPE)


def _readings(value: str, *, is_workbook: bool) -> dict[str, Clock]:
    """format -> the time it reads, for every format of the white list that reads the value."""
    if clock := clock_reader(ISO)(value):
        return {ISO: clock}
    shape = "".join("a" if character.isalpha() else character for character in value.translate(_SHAPE))
    found = {}
    for name in _candidates(shape, is_workbook):
        clock = clock_reader(name)(value)
        if clock and EARLIEST <= clock[0] <= LATEST:
            found[name] = clock
    return found


@lru_cache(maxsize=2_000)
def _candidates(shape: str, is_workbook: bool) -> tuple[str, ...]:
    """The formats that may read a text of this shape (digits as 0, letters as a)."""
    digits = shape.partition(".")[0]
    if digits and not digits.strip("0"):
        numbers = (EPOCH, EPOCH_MS, EXCEL) if is_workbook else (EPOCH, EPOCH_MS)
        plain = [name for name in numbers if _PLAUSIBLE[name][0] <= len(digits) <= _PLAUSIBLE[name][1]]
        if plain:
            return tuple(plain)
    return tuple(name for name in WHITE_LIST[4:] if _fits(name, shape))


def _fits(name: str, shape: str) -> bool:
    """Whether separators and letters of a shape are those of a format; cheap, and true for everything that it reads."""
    letters = "b" in name or "p" in name or "z" in name
    return shape.count(":") >= name.count(":") and ("a" not in shape or letters) and _first_separator(name, shape)


def _first_separator(name: str, shape: str) -> bool:
    separator = next((character for character in shape if character not in "0a"), "")
    return separator in name if separator else False


def _in_words(clock: Clock) -> str:
    """“1 March 2017”, with the time if there is one."""
    days, rest = divmod(clock[0], DAY)
    day = date(1970, 1, 1) + timedelta(days=days)
    minutes = rest // 60_000_000
    time = f", {minutes // 60:02}:{minutes % 60:02}" if rest else ""
    return f"{day.day} {day:%B %Y}{time}"
