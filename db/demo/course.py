"""One lead's days as they pass: a clock that only goes forward, and what is written down on the way."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Final, NamedTuple

from db.demo.people import Person

DAY: Final = timedelta(days=1)
VIA: Final = {
    "email_sent": ("email", "outbound"),
    "email_opened": ("email", "inbound"),
    "email_clicked": ("email", "inbound"),
    "email_replied": ("email", "inbound"),
    "sms_sent": ("sms", "outbound"),
    "sms_replied": ("sms", "inbound"),
    "call_attempted": ("call", "outbound"),
    "call_connected": ("call", "outbound"),
    "page_viewed": ("direct", "inbound"),
    "form_submitted": ("web", "inbound"),
    "meeting_booked": ("meeting", ""),
    "meeting_held": ("meeting", ""),
    "fair_visited": ("event", "inbound"),
    "stage_changed": ("", ""),
    "note": ("", ""),
}
"""Kind -> its usual channel and direction."""


class Step(NamedTuple):
    """One interaction; `at` is on the wall clock of the demo's zone."""

    at: datetime
    lead: Person
    kind: str
    channel: str
    direction: str
    stage: str = ""
    value: float | None = None
    campaign: str = ""
    text: str = ""


@dataclass
class Course:
    """A lead and its clock; chance comes from `rng` alone."""

    lead: Person
    rng: Random
    clock: datetime
    steps: list[Step] = field(default_factory=list)

    def wait(self, least: float, most: float) -> None:
        """Lets that many days pass."""
        self.clock += DAY * self.rng.uniform(least, most)

    def at_work(self) -> None:
        """Goes on to the next working hour: Monday to Friday, 8 to 18; what a weekend delays is spread over days."""
        if self.clock.hour >= 17:
            self.clock = _morning(self.clock) + DAY
        if self.clock.weekday() >= 5:
            self.clock = _morning(self.clock) + DAY * (7 - self.clock.weekday() + self.rng.choice((0, 0, 1, 2, 3)))
        opening = max(self.clock, _morning(self.clock))
        closing = _morning(self.clock) + timedelta(hours=10)
        self.clock = opening + (closing - opening) * self.rng.random() ** 1.5

    def at_leisure(self) -> None:
        """Goes on to an hour at which people browse; fewer do at weekends."""
        if self.clock.weekday() >= 5 and self.rng.random() < 0.6:
            self.clock += 2 * DAY
        if self.clock.hour >= 22:
            self.clock = _morning(self.clock) + DAY
        if self.clock.hour < 7:
            self.clock = _morning(self.clock) + timedelta(hours=self.rng.uniform(0, 10))

    def log(
        self,
        kind: str,
        *,
        channel: str = "",
        direction: str = "",
        stage: str = "",
        value: float | None = None,
        campaign: str = "",
        text: str = "",
    ) -> None:
        """Writes down what happens now; a few minutes pass."""
        usual_channel, usual_direction = VIA[kind]
        at = self.clock.replace(microsecond=0)
        self.steps.append(
            Step(
                at,
                self.lead,
                kind,
                channel or usual_channel,
                direction or usual_direction,
                stage,
                value,
                campaign,
                text,
            )
        )
        self.clock += timedelta(seconds=self.rng.randint(20, 600))

    def move(self, stage: str, *, value: float | None = None, text: str = "") -> None:
        """Moves the lead to a stage."""
        self.log("stage_changed", stage=stage, value=value, text=text)


def _morning(moment: datetime) -> datetime:
    return moment.replace(hour=8, minute=0, second=0, microsecond=0)
