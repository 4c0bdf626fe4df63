"""What is known of one lead in plain words, for the sentences of rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from journey_core.leads.score_constants import HOT, WARM
from journey_core.leads.scoring import falls_below
from journey_core.log.times import instant
from journey_core.log.vocabulary import spoken
from journey_core.reasons.facts import Facts
from journey_core.wording import counted, rough_duration, spoken_percent

_SAID: Final[Mapping[str, str]] = {
    "email_replied": "replied", "sms_replied": "replied by sms", "form_submitted": "sent a form",
    "email_sent": "wrote", "sms_sent": "wrote by sms", "call_attempted": "called",
}  # fmt: skip
"""Kinds that ask for an answer, as one says it of the lead."""

_TIMES: Final = {1: "once", 2: "twice", 3: "three times", 4: "four times", 5: "five times"}
_SHARES: Final = {0.5: "half", 0.75: "three quarters", 0.9: "nine in ten"}
_WEEK: Final = timedelta(days=7)


@dataclass(frozen=True)
class Told:
    """One lead of some facts; every property is a piece of a sentence. `threshold`: that of the rule that speaks."""

    known: Facts
    lead: int
    threshold: float

    @property
    def said(self) -> str:
        row = int(self.known.talks.waiting_row[self.lead])
        kind, channel = self.known.word("kind", row), self.known.word("channel", row)
        return _SAID.get(kind) or spoken(kind) or f"got in touch via {spoken(channel)}"

    @property
    def waited(self) -> str:
        return span(self.known.as_of - instant(int(self.known.talks.waiting_since[self.lead])))

    @property
    def due(self) -> str:
        due_on = self.known.plans.step[self.lead].due_on(self.known.as_of)
        return "today" if due_on == self.known.today else f"since {day(due_on, self.known.today)}"

    @property
    def step(self) -> str:
        return self.known.plans.step[self.lead].what

    @property
    def opens(self) -> str:
        return times(int(self.known.talks.opens[self.lead]))

    @property
    def opens_since(self) -> str:
        first = instant(int(self.known.talks.opens_since[self.lead])).astimezone(self.known.as_of.tzinfo).date()
        if first == self.known.today:
            return "today"
        return f"since {first:%A}" if self.known.today - first < _WEEK else f"since {day(first, self.known.today)}"

    @property
    def stage(self) -> str:
        return spoken(self.known.columns.words.word("stage", self._stage))

    @property
    def share(self) -> str:
        return _SHARES.get(self.threshold) or spoken_percent(self.threshold, digits=0)

    @property
    def stayed(self) -> str:
        return span(timedelta(microseconds=int(self.known.at_stage[self.lead])))

    @property
    def half(self) -> str:
        return span(timedelta(microseconds=self.known.usual[self._stage].median))

    @property
    def calls(self) -> str:
        return times(int(self.known.talks.calls[self.lead]))

    @property
    def quiet(self) -> str:
        return span(timedelta(days=float(self.known.days_quiet[self.lead])))

    @property
    def falls(self) -> str:
        """“, score falls under .60 on 3 Dec”, by the next of the two bounds of bands; nothing where it stays over."""
        scored = self.known.scored
        bound = HOT if scored.score[self.lead] >= HOT else WARM
        falls_at = falls_below(scored, self.lead, bound)
        if falls_at is None:
            return ""
        falls_on = falls_at.astimezone(self.known.as_of.tzinfo).date()
        return f", score falls under {f'{bound:.2f}'.lstrip('0')} on {day(falls_on, self.known.today)}"

    @property
    def touch(self) -> str:
        """“email replied 2 h ago, at proposal”, “moved to proposal on 3 Dec”: the newest interaction."""
        row = last_touch_row(self.known, self.lead)
        kind, at = self.known.word("kind", row), instant(int(self.known.columns.occurred_at[row]))
        told = ago(at, self.known.as_of)
        if kind == "stage_changed" and self.known.columns.stage[row]:
            return f"moved to {self.stage} {told}"
        said = spoken(kind) or f"seen via {spoken(self.known.word('channel', row))}"
        return f"{said} {told}, at {self.stage}"

    @property
    def _stage(self) -> int:
        return int(self.known.stands.stage[self.lead])


def sentence_of(template: str, known: Facts, lead: int, threshold: float) -> str:
    """The sentence of a rule about the lead with this number."""
    told = Told(known, lead, threshold)
    return template.format_map(_Pieces(told))


class _Pieces(dict[str, str]):
    """Looks up only the pieces that a sentence names."""

    def __init__(self, told: Told) -> None:
        super().__init__()
        self.told = told

    def __missing__(self, name: str) -> str:
        return str(getattr(self.told, name))


def last_touch_row(known: Facts, lead: int) -> int:
    """The row of the newest interaction; of several at one instant the furthest by stage, kind and channel."""
    columns, row = known.columns, int(known.stands.last_row[lead])
    rank, last = columns.words.stage_rank, row
    while last > columns.offsets[lead] and columns.occurred_at[last - 1] == columns.occurred_at[row]:
        last -= 1
    return max(
        range(last, row + 1),
        key=lambda each: (rank[columns.stage[each]], columns.kind[each], columns.channel[each]),
    )


def times(count: int) -> str:
    """“twice”, “12 times”."""
    return _TIMES.get(count, f"{count} times")


def span(length: timedelta) -> str:
    """“12 days”, below two days by its largest unit: “15 h”."""
    if length >= timedelta(days=2):
        return counted(length.days, "day")
    return " ".join(rough_duration(length).split()[:2]) if length < timedelta(days=1) else f"{_hours(length)} h"


def day(which: date, today: date) -> str:
    """“3 Dec”, with its year where that is not today's."""
    return f"{which:%-d %b}" if which.year == today.year else f"{which:%-d %b %Y}"


def ago(at: datetime, as_of: datetime) -> str:
    """“15 h ago”, within a week; else “on 3 Dec”."""
    passed = as_of - at
    if passed < timedelta(minutes=1):
        return "just now"
    return f"{span(passed)} ago" if passed < _WEEK else f"on {day(at.astimezone(as_of.tzinfo).date(), as_of.date())}"


def _hours(length: timedelta) -> int:
    return int(length.total_seconds()) // 3_600
