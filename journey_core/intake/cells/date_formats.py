"""Which one format a column of dates is written in; the person is asked where more than one fits."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from journey_core.errors import AskDateFormat, AskZone, TurnedDates, UnknownDates
from journey_core.intake.cells.dates import COMPACT, EARLIEST, EPOCHS, EXCEL, ISO, LATEST, clock_reader
from journey_core.intake.cells.half_turned import TurnedEvidence
from journey_core.intake.cells.written_times import ORDERS, Clock, SeveralZones
from journey_core.intake.cells.zones import DAY

KNOWN: Final = (ISO, *ORDERS, COMPACT, *EPOCHS, EXCEL)
_ZEROS: Final = str.maketrans("123456789", "000000000")
_TIME_OF_DAY: Final = re.compile(r"\d?\d:\d\d(?::\d\d)?(?:\.\d+)?", re.ASCII)
_REMEMBERED: Final = 100_000
_PLAUSIBLE: Final = {
    "epoch": (9, 10), "epoch_ms": (12, 13), "epoch_us": (15, 16), "epoch_ns": (18, 19), EXCEL: (5, 5), COMPACT: (10, 17)
}  # fmt: skip
"""How many digits a number that may well be a time has before the point."""


@dataclass
class DateEvidence:
    """What the values of a column, seen in any number of stretches, say about its format.

    Empty values say nothing. Excel day numbers are considered only in a workbook. zone: the declared one, in which a
    zone word that several zones use may be plain.
    """

    column: str
    is_workbook: bool = False
    zone: ZoneInfo | None = None
    read_by: Counter[frozenset[str]] = field(default_factory=Counter)
    differing: dict[frozenset[frozenset[str]], str] = field(default_factory=dict)
    """The groups of formats that read a value alike -> one such value, where there are several groups."""
    unread: str = ""
    several: tuple[str, str] | None = None
    turned: TurnedEvidence = field(default_factory=TurnedEvidence)
    seen: set[str] = field(default_factory=set)

    def add(self, values: Iterable[str]) -> None:
        """Takes in a stretch of values; of those that differ only in the time of day, only one."""
        alike = {_without_time(value): value for value in map(str.strip, values) if value}
        fresh = [value for key, value in alike.items() if key not in self.seen]
        if self.is_workbook:
            self.turned.add(fresh)
        for value in fresh:
            try:
                readings = self._readings(value)
            except SeveralZones as problem:
                self.several = problem.word.upper(), value
                continue
            formats = frozenset(readings)
            self.read_by[formats] += 1
            if not formats:
                self.unread = value
            elif len(set(readings.values())) > 1:
                self.differing.setdefault(_groups(readings), value)
        self.seen.update(alike)
        if len(self.seen) > _REMEMBERED:
            self.seen.clear()

    def format(self) -> str:
        """The one of KNOWN that reads these values, ISO if there are no values.

        Raises AskDateFormat where two formats read them as different times, UnknownDates where no format reads any,
        AskZone for a zone word that names several zones, TurnedDates where a spreadsheet turned some of the dates.
        """
        if self.turned.is_half_turned:
            raise TurnedDates(self.column)
        if self.several:
            raise AskZone(self.column, *self.several)
        counts: Counter[str] = Counter()
        for formats, count in self.read_by.items():
            counts.update(dict.fromkeys(formats, count))
        if not counts:
            if self.unread:
                raise UnknownDates(self.column, self.unread)
            return ISO
        best = min(counts, key=lambda name: (-counts[name], KNOWN.index(name)))
        for rival in sorted(counts, key=lambda name: (-counts[name], KNOWN.index(name))):
            if rival != best and self._are_rivals(best, rival):
                self._ask(best)
        return best

    def _are_rivals(self, best: str, rival: str) -> bool:
        """Whether both read some value, but differently, and the rival is not clearly worse."""
        differs = self._value_between(best, [rival]) is not None
        if COMPACT in (best, rival) and not {best, rival}.isdisjoint(EPOCHS):
            return differs  # digits of a calendar, or a number of seconds: that is never guessed
        only_best = any(best in formats and rival not in formats for formats in self.read_by)
        only_rival = any(rival in formats and best not in formats for formats in self.read_by)
        return differs and (only_rival or not only_best)

    def _value_between(self, best: str, rivals: Sequence[str]) -> str | None:
        """A value that `best` reads, and one of the rivals as another time."""
        for groups, value in self.differing.items():
            ours = next((group for group in groups if best in group), None)
            if ours is not None and any(rival in group for group in groups if group is not ours for rival in rivals):
                return value
        return None

    def _ask(self, best: str) -> None:
        known = {name for formats in self.read_by for name in formats} - {best}
        rivals = [name for name in KNOWN if name in known and self._are_rivals(best, name)]
        value = self._value_between(best, rivals) or ""
        readings = self._readings(value)
        shown = {name: _in_words(readings[name]) for name in [best, *rivals] if name in readings}
        raise AskDateFormat(self.column, value, shown)

    def _readings(self, value: str) -> dict[str, Clock]:
        """format -> the time it reads, for every known format that reads the value."""
        found = {}
        for name in _candidates(value, self.is_workbook):
            clock = clock_reader(name, self.zone)(value)
            if clock and EARLIEST <= clock[0] <= LATEST:
                found[name] = clock
        return found


def _groups(readings: dict[str, Clock]) -> frozenset[frozenset[str]]:
    """The formats that read the same time, for each of the times."""
    return frozenset(
        frozenset(name for name, clock in readings.items() if clock == each) for each in set(readings.values())
    )


def _without_time(value: str) -> str:
    """The text with a zero for each digit of its time of day, which tells nothing about the order of day and month."""
    return _TIME_OF_DAY.sub(lambda found: found.group().translate(_ZEROS), value)


def _candidates(value: str, is_workbook: bool) -> Iterable[str]:
    """The formats that may read this text."""
    whole = value.partition(".")[0]
    if not (whole.isascii() and whole.isdigit()) or value.count(".") > 1 or len(whole) == 8:
        return (ISO, *ORDERS)
    plausible = [name for name, (least, most) in _PLAUSIBLE.items() if least <= len(whole) <= most]
    return [name for name in plausible if name != EXCEL or is_workbook] or (ISO, *ORDERS)


def _in_words(clock: Clock) -> str:
    """“1 March 2017”, with the time if there is one."""
    days, rest = divmod(clock[0], DAY)
    day = date(1970, 1, 1) + timedelta(days=days)
    minutes = rest // 60_000_000
    time = f", {minutes // 60:02}:{minutes % 60:02}" if rest else ""
    return f"{day.day} {day:%B %Y}{time}"
