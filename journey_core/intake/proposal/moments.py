"""When: a day and a time of day in two columns, the zone that a heading names, and dates that read two ways."""

from collections.abc import Sequence
from dataclasses import dataclass

from journey_core.errors import AskDateFormat, BadInput, brief
from journey_core.intake.cells.date_formats import DateEvidence
from journey_core.intake.headings.comparing import spaced
from journey_core.intake.headings.zones import zone_in
from journey_core.intake.proposal.agreement import Seen, seen_columns
from journey_core.intake.rows.mapping import JOIN
from journey_core.intake.table.recognise import Recognised


@dataclass(frozen=True)
class Moment:
    """column: of the time, “Day+Time” for two; timezone: as the heading names it; reasons: by field or part of the
    mapping; asks: what a person has to say.
    """

    column: str
    timezone: str | None
    reasons: dict[str, str]
    asks: tuple[str, ...]


def moment(day: Seen, columns: Sequence[Seen]) -> Moment:
    """How the chosen column of times is to be read."""
    time = _time_of_day(day, columns) if day.holds_days else None
    if time and JOIN in day.name + time.name:
        said = f"the time of day: “{brief(time.name)}” can't be joined to a heading with “{JOIN}” in it"
        reasons = {"occurred_at": f"only the day, since {said}"}
        return Moment(day.name, zone_in(day.name) or None, reasons, (said, *_question(day)))
    column = f"{day.name}{JOIN}{time.name}" if time else day.name
    reasons = {"occurred_at": f"a day in “{brief(day.name)}” and its time in “{brief(time.name)}”"} if time else {}
    zone = zone_in(day.name) or (zone_in(time.name) if time else None)
    if zone:
        reasons["timezone"] = "named in the heading"
    asks = []
    if zone_in(day.name) == "":
        asks = [f"the zone that the heading “{brief(day.name)}” names"]
        reasons["timezone"] = "the heading names a zone that is not one place's: say which it is"
    return Moment(column, zone or None, reasons, (*asks, *_question(day)))


def times_of_day(recognised: Recognised) -> tuple[str, ...]:
    """The columns that hold times of day without a day."""
    return tuple(seen.name for seen in seen_columns(recognised) if seen.holds_clocks)


def _time_of_day(day: Seen, columns: Sequence[Seen]) -> Seen | None:
    """The column of times of day that belongs to this day: with most words of its heading, else the next one."""
    clocks = [
        seen
        for seen in columns
        if seen.holds_clocks and ("time of day" in seen.roles or (seen.heading == day.heading and seen is not day))
    ]
    words = set(spaced(day.heading).split())

    def distance(seen: Seen) -> tuple[int, bool, int]:
        return -len(words & set(spaced(seen.heading).split())), seen.place < day.place, abs(seen.place - day.place)

    return min(clocks, key=distance, default=None)


def _question(day: Seen) -> list[str]:
    """The sentence that asks how the dates are written, as far as the sample shows it."""
    evidence = DateEvidence(day.name, is_workbook=day.is_workbook)
    evidence.add(day.cells)
    try:
        evidence.format()
    except AskDateFormat as question:
        return [f"the date format: “{brief(question.value)}” is {' or '.join(question.readings.values())}"]
    except BadInput as problem:
        return [str(problem)]
    return []
