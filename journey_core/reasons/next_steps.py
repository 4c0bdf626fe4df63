"""Next steps: what somebody means to do with a lead, and on which day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from journey_core.log.journeys import Journeys


@dataclass(frozen=True)
class NextStep:
    """What is to be done with a lead. `created_at` to `done_at` are aware UTC; `done_by`: the interaction that was
    logged and so did it, None for one done by hand.
    """

    task_id: int
    lead_id: int
    owner: str
    what: str
    day: date
    note: str
    created_at: datetime
    snoozed_until: date | None = None
    snoozed_at: datetime | None = None
    done_at: datetime | None = None
    done_by: int | None = None

    def document(self, as_of: datetime) -> dict[str, Any]:
        """The step as JSON has it, by what was known at an instant that carries the zone whose days count."""
        names = ("task_id", "what", "owner", "note", "day", "snoozed_until", "created_at", "done_at", "done_by")
        return {name: getattr(self, name) for name in names} | {"status": self.status(as_of)}

    def status(self, as_of: datetime) -> str:
        """“done”, “due”, “snoozed” until a later day, or “planned” for one."""
        if not self.is_open(as_of):
            return "done"
        if self.due_on(as_of) <= as_of.date():
            return "due"
        return "snoozed" if self.is_snoozed(as_of) else "planned"

    def is_open(self, as_of: datetime) -> bool:
        """Whether it had been set by then and was not yet done."""
        return self.created_at <= as_of and (self.done_at is None or self.done_at > as_of)

    def is_snoozed(self, as_of: datetime) -> bool:
        """Whether somebody had put it off by then."""
        return self.snoozed_at is not None and self.snoozed_at <= as_of

    def due_on(self, as_of: datetime) -> date:
        """The day on which it is due, by what had been said by then."""
        return self.snoozed_until if self.snoozed_until and self.is_snoozed(as_of) else self.day

    def set_at(self, as_of: datetime) -> datetime:
        """When somebody last said when to do it, by then."""
        return self.snoozed_at if self.snoozed_at and self.is_snoozed(as_of) else self.created_at


@dataclass(frozen=True)
class Plans:
    """By number of the lead: the open step that is due first, ties by owner; and when the last one was done."""

    step: Mapping[int, NextStep]
    done_at: Mapping[int, datetime]


NO_PLANS = Plans({}, {})


def plans(journeys: Journeys, steps: Iterable[NextStep], *, as_of: datetime) -> Plans:
    """What was planned and done by an instant. Steps of leads that the columns lack are left out."""
    first: dict[int, NextStep] = {}
    done: dict[int, datetime] = {}
    for step in sorted(steps, key=lambda each: (each.due_on(as_of), each.owner, each.task_id)):
        lead = journeys.position(step.lead_id)
        if lead is None:
            continue
        if step.is_open(as_of):
            first.setdefault(lead, step)
        elif step.done_at and step.done_at <= as_of:
            done[lead] = max(done.get(lead, step.done_at), step.done_at)
    return Plans(first, done)
