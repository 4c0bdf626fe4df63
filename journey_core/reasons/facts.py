"""What the rules look at: everything that is known of every lead at an instant, and nothing after it."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Final

import numpy as np

from journey_core.calendar.weeks import DAY
from journey_core.leads.score_constants import DEFAULTS, ScoreConstants
from journey_core.leads.scoring import Scores, scores
from journey_core.leads.standing import Standing, standing
from journey_core.log.arrays import Flags, Floats, Ints
from journey_core.log.journeys import Journeys
from journey_core.log.predicates import USUAL_GOAL
from journey_core.log.times import microseconds
from journey_core.log.vocabulary import STAGES, WordList
from journey_core.reasons.contacts import Contacts, contacts
from journey_core.reasons.next_steps import NO_PLANS, Plans
from journey_core.reasons.usual_stays import UsualStays, usual_stays

PROPOSAL: Final = STAGES.index("proposal") + 1
"""Code of the stage."""


@dataclass(frozen=True, eq=False)
class Facts:
    """Arrays have one entry per lead of `columns`. `as_of` carries the zone whose days count."""

    as_of: datetime
    columns: Journeys
    stands: Standing
    scored: Scores
    talks: Contacts
    usual: UsualStays
    plans: Plans = NO_PLANS

    @property
    def today(self) -> date:
        return self.as_of.date()

    @cached_property
    def is_open(self) -> Flags:
        return self.stands.is_open

    @cached_property
    def is_before_proposal(self) -> Flags:
        """Open leads at a stage before proposal, where the workspace has one."""
        rank = self.columns.words.stage_rank
        before: Flags = self.is_open & (rank[self.stands.stage] < rank[PROPOSAL])
        return before

    @cached_property
    def days_quiet(self) -> Floats:
        """Days since the newest interaction that the score counts; infinite without one."""
        quiet = (microseconds(self.as_of) - self.scored.last_at) / DAY
        return np.where(self.scored.interactions > 0, quiet, np.inf)

    @cached_property
    def days_waiting(self) -> Floats:
        """Days since the lead spoke and got no answer; NaN where nobody waits."""
        waited = (microseconds(self.as_of) - self.talks.waiting_since) / DAY
        return np.where(self.talks.is_waiting, waited, np.nan)

    @cached_property
    def at_stage(self) -> Ints:
        """Microseconds at the present stage."""
        return microseconds(self.as_of) - self.stands.stage_since

    @cached_property
    def days_due(self) -> Floats:
        """Days since the next step was due: 0 for today, negative before; NaN without one."""
        days = np.full(self.columns.lead_count, np.nan)
        for lead, step in self.plans.step.items():
            days[lead] = (self.today - step.due_on(self.as_of)).days
        return days

    @cached_property
    def planned_at(self) -> Ints:
        """Microseconds at which the next step was last set or snoozed; the lowest number without one."""
        planned = np.full(self.columns.lead_count, np.iinfo(np.int64).min)
        for lead, step in self.plans.step.items():
            planned[lead] = microseconds(step.set_at(self.as_of))
        return planned

    @cached_property
    def is_snoozed(self) -> Flags:
        """Leads whose next step somebody put off."""
        snoozed = np.zeros(self.columns.lead_count, np.bool_)
        snoozed[[lead for lead, step in self.plans.step.items() if step.is_snoozed(self.as_of)]] = True
        return snoozed

    def used(self, channel: str) -> Flags:
        """Leads that were in touch through a channel."""
        bit = np.uint64(self.columns.words.code("channel", channel) - 1)
        was_used: Flags = (self.stands.channels >> bit) & np.uint64(1) == 1
        return was_used

    def word(self, name: WordList, row: int) -> str:
        """A word of a row."""
        return self.columns.words.word(name, int(getattr(self.columns, name)[row]))


def facts(
    journeys: Journeys, *, as_of: datetime, constants: ScoreConstants = DEFAULTS, plans: Plans = NO_PLANS
) -> Facts:
    """All that the rules look at, computed from the log."""
    return Facts(
        as_of,
        journeys,
        standing(journeys, as_of=as_of, goal=USUAL_GOAL),
        scores(journeys, as_of=as_of, constants=constants),
        contacts(journeys, as_of=as_of),
        usual_stays(journeys, as_of=as_of),
        plans,
    )
