"""What an answer about bottlenecks holds."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from journey_core.bottlenecks.breakdown import StageGroup
from journey_core.bottlenecks.recoverable import Recoverable
from journey_core.bottlenecks.tables import Counts, Span, UsualTime
from journey_core.statistics.survival import Incidence, Survival

RECENT: Final = timedelta(days=90)
"""Stays that began at most so long before `as_of` are set against all that began before them."""


@dataclass(frozen=True)
class StageWeek:
    """One week: the leads whose latest stay at the stage began in it, and the usual time of all stays that did.

    is_complete: nine tenths of the departures that a week has in the end have had the time to happen.
    """

    start: datetime
    counts: Counts
    usual: UsualTime
    is_complete: bool


@dataclass(frozen=True, eq=False)
class StageAnswer:
    """One stage. visits: all stays, of which `counts` takes each lead's latest.

    usual: the time of all stays, `before` and `recent` of those that began more or less than RECENT ago · quartiles: by
    when a quarter, half and three quarters had left · survival, incidence: of all stays, the latter of having advanced,
    been lost, gone back · recoverable: None where too little is known · rank: 1 for the bottleneck with most to
    recover, None for a stage that is no bottleneck · standout: the owner or channel that loses most leads beyond the
    rate of all others, if one differs beyond chance · findings: what stands out, in sentences with their
    evidence, the first of them on the loss.
    """

    stage: str
    visits: int
    counts: Counts
    usual: UsualTime
    quartiles: tuple[Span, Span, Span]
    before: UsualTime
    recent: UsualTime
    survival: Survival
    incidence: Incidence
    recoverable: Recoverable | None
    weeks: tuple[StageWeek, ...]
    standout: StageGroup | None = None
    rank: int | None = None
    findings: tuple[str, ...] = ()

    @property
    def advice(self) -> str:
        """The findings in one text."""
        return " ".join(self.findings)

    @property
    def lost_in_the_end(self) -> float | None:
        """The incidence of lost at the longest time seen; None where nobody has left."""
        lost = self.incidence.share[1]
        return float(lost[-1]) if len(lost) else None


@dataclass(frozen=True, eq=False)
class Bottlenecks:
    """The answer: the stages in their order, and in a sentence what to look at first."""

    definition: str
    as_of: datetime
    stages: tuple[StageAnswer, ...]
    advice: str

    @property
    def ranked(self) -> tuple[StageAnswer, ...]:
        """The bottlenecks, the one with the most to recover first."""
        return tuple(sorted((each for each in self.stages if each.rank), key=lambda each: each.rank or 0))
