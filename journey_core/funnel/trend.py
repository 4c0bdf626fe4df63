"""A funnel's conversion week by week, by the week that leads entered in."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np

from journey_core.answers import Row, row_of, table
from journey_core.calendar.weeks import week_starts, weeks_of
from journey_core.errors import BadInput
from journey_core.funnel.breakdown import places
from journey_core.funnel.options import FunnelOptions
from journey_core.funnel.results import FunnelResult
from journey_core.log.arrays import Ints
from journey_core.log.times import instant, length, microseconds
from journey_core.statistics.intervals import Interval, wilson
from journey_core.wording import spoken_duration

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class EntryWeek:
    """One week, from Monday in the workspace's zone: `rate` = converted / entrants, 0 without entrants, with Wilson's
    interval. It is complete when as_of lies past the window of whoever could still enter in it: then nobody else will
    come through of it, and it can only lose leads, those that enter again and come further than before.
    """

    monday: date
    entrants: int
    converted: int
    rate: float
    interval: Interval
    is_complete: bool


@dataclass(frozen=True, eq=False)
class Trend:
    """One row a week from the first entry to the last, weeks without entrants among them; none without entrants.

    starts: int64[n_weeks + 1], microseconds; funnel: what the weeks were counted on.
    """

    definition: str
    as_of: datetime
    weeks: tuple[EntryWeek, ...]
    starts: Ints
    funnel: FunnelResult

    def document(self) -> Row:
        """The answer as JSON says it, the oldest week first; a week without entrants has no rate."""
        return {"definition": self.definition, "weeks": [_row(week) for week in self.weeks]}

    def frame(self) -> "pd.DataFrame":
        """One row a week, the newest first."""
        names = ("week", "entrants", "converted", "rate", "interval", "is_complete")
        return table([_row(week) for week in reversed(self.weeks)], names=names)

    def entered(self, monday: date) -> Ints:
        """Ids of the leads that entered in the week; as many as its entrants. Raises BadInput for an unknown week."""
        return self._of(monday, 1)

    def converted(self, monday: date) -> Ints:
        """Ids of those of them that came through the whole funnel."""
        return self._of(monday, len(self.funnel.steps))

    def _of(self, monday: date, step: int) -> Ints:
        number = next((place for place, week in enumerate(self.weeks) if week.monday == monday), None)
        if number is None:
            raise BadInput(f"No week of entries starts on {monday.isoformat()}.")
        ids = self.funnel.reached(step)
        in_week: Ints = ids[_weeks(self.funnel, ids, self.starts) == number]
        return in_week


def _row(week: EntryWeek) -> Row:
    row = row_of(week)
    return {"week": row.pop("monday"), **row, "rate": week.rate if week.entrants else None}


def trend(result: FunnelResult, options: FunnelOptions, zone: ZoneInfo) -> Trend:
    """The funnel's conversion by week of entry; `options` are those that gave the result."""
    entered, converted = result.reached(1), result.reached(len(result.steps))
    starts = _starts(result, entered, zone)
    counts = [
        np.bincount(_weeks(result, ids, starts), minlength=max(len(starts) - 1, 0)) for ids in (entered, converted)
    ]
    return Trend(
        definition=f"{result.definition} By the week of entry, from Monday in {zone.key} time; complete when the "
        f"window of {spoken_duration(options.window)} of its last entrants had ended; a lead counts in the week of the "
        "run that took it furthest, so one that enters again and comes further leaves even a complete week.",
        as_of=result.as_of,
        weeks=tuple(
            _week(zone, options, int(starts[n]), int(starts[n + 1]), *(int(count[n]) for count in counts))
            for n in range(len(starts) - 1)
        ),
        starts=starts,
        funnel=result,
    )


def _starts(result: FunnelResult, entered: Ints, zone: ZoneInfo) -> Ints:
    if len(entered) == 0:
        return np.zeros(0, np.int64)
    entry_at = result.entry_at[places(result, entered)]
    return week_starts(int(entry_at.min()), int(entry_at.max()), zone)


def _weeks(result: FunnelResult, ids: Ints, starts: Ints) -> Ints:
    """int64[len(ids)]: the number of the week that each lead entered in."""
    return weeks_of(result.entry_at[places(result, ids)], starts)


def _week(zone: ZoneInfo, options: FunnelOptions, start: int, end: int, entrants: int, converted: int) -> EntryWeek:
    last_entry = min(end, microseconds(options.until) if options.until else end) - 1
    return EntryWeek(
        monday=instant(start).astimezone(zone).date(),
        entrants=entrants,
        converted=converted,
        rate=converted / entrants if entrants else 0.0,
        interval=wilson(converted, entrants),
        is_complete=last_entry + length(options.window) <= microseconds(options.as_of),
    )
