"""The reasons that leads give at an instant: which rules hold for whom, and what they say."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import numpy as np

from journey_core.log.arrays import Flags, Ints
from journey_core.log.times import EARLIEST, instant
from journey_core.reasons.facts import Facts
from journey_core.reasons.rules import RULES
from journey_core.reasons.telling import Told, sentence_of


@dataclass(frozen=True)
class Reason:
    """One reason of one lead. `raised_at`: what raised it last, for rules that something new can raise again."""

    rule: str
    sentence: str
    raised_at: datetime | None

    def document(self) -> dict[str, object]:
        """The reason as JSON has it."""
        return {"rule": self.rule, "sentence": self.sentence, "raised_at": self.raised_at}


@dataclass(frozen=True, eq=False)
class Reasons:
    """The reasons of all leads. `thresholds`: name of a rule -> the threshold that replaces its own."""

    known: Facts
    thresholds: Mapping[str, float]

    @cached_property
    def holds(self) -> Mapping[str, Flags]:
        """Name of a rule -> bool[n_leads], the leads that it holds for."""
        seen = self.known.stands.is_known
        return {name: rule.holds(self.known, self.thresholds.get(name)) & seen for name, rule in RULES.items()}

    @cached_property
    def raised_at(self) -> Ints:
        """int64[n_leads] microseconds: when the last of each lead's reasons was raised; EARLIEST for those that hold
        without anything new.
        """
        newest = np.full(self.known.columns.lead_count, EARLIEST)
        for name, rule in RULES.items():
            if rule.raised is not None:
                newest = np.where(self.holds[name], np.maximum(newest, rule.raised(self.known)), newest)
        return newest

    def of(self, lead: int) -> tuple[Reason, ...]:
        """The reasons of the lead with this number, the strongest first."""
        return tuple(self._reason(name, lead) for name in RULES if self.holds[name][lead])

    def first(self, lead: int) -> str:
        """The strongest reason of a lead in words, else its last touch."""
        name = next((name for name in RULES if self.holds[name][lead]), None)
        return self._reason(name, lead).sentence if name else self.last_touch(lead)

    def last_touch(self, lead: int) -> str:
        """What happened last; nothing where nothing has happened yet."""
        return Told(self.known, lead, 0).touch if self.known.stands.is_known[lead] else ""

    def waiting_since(self, lead: int) -> datetime | None:
        """The first time the lead spoke and got no answer; None where it does not wait."""
        talks = self.known.talks
        return instant(int(talks.waiting_since[lead])) if talks.is_waiting[lead] else None

    def document(self, lead: int) -> dict[str, object]:
        """What is known of the lead with this number, as JSON has it."""
        step = self.known.plans.step.get(lead)
        return {
            "reason": self.first(lead),
            "reasons": [reason.document() for reason in self.of(lead)],
            "waiting_since": self.waiting_since(lead),
            "next_step": step and step.document(self.known.as_of),
        }

    def _reason(self, name: str, lead: int) -> Reason:
        rule = RULES[name]
        raised_at = None if rule.raised is None else instant(int(rule.raised(self.known)[lead]))
        threshold = self.thresholds.get(name, rule.threshold)
        return Reason(name, sentence_of(rule.sentence, self.known, lead, threshold), raised_at)


def reasons(known: Facts, *, thresholds: Mapping[str, float] | None = None) -> Reasons:
    """The reasons that these facts give, by the rules' own thresholds or by others."""
    return Reasons(known, thresholds or {})
