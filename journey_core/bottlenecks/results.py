"""What an answer about bottlenecks holds."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from journey_core.answers import Row, row_of, table
from journey_core.bottlenecks.at_stage import StageStays
from journey_core.bottlenecks.groups import StageGroup
from journey_core.bottlenecks.recoverable import Recoverable
from journey_core.bottlenecks.rows import COUNTS, USUAL, counts_row, seconds, usual_row
from journey_core.bottlenecks.tables import Counts, Span, UsualTime
from journey_core.log.vocabulary import Words
from journey_core.statistics.survival import Incidence, Survival

if TYPE_CHECKING:
    import pandas as pd

_ENDS: Final = ("advanced", "lost", "back", "advanced_se", "lost_se", "back_se")

RECENT: Final = timedelta(days=90)
"""Stays that began at most so long before `as_of` are set against those before them."""


@dataclass(frozen=True)
class StageWeek:
    """One week: the leads whose latest stay at the stage began in it, and the usual time of all stays that did.

    is_complete: nine tenths of the departures that a week has in the end have had the time to happen.
    """

    start: datetime
    counts: Counts
    usual: UsualTime
    is_complete: bool

    def row(self) -> Row:
        """The week as a row."""
        return {"week": self.start, "is_complete": self.is_complete, **counts_row(self.counts), **usual_row(self.usual)}


@dataclass(frozen=True, eq=False)
class StageAnswer:
    """One stage. visits: all stays, of which `counts` takes each lead's latest.

    usual: the time of all stays, `before` and `recent` of those that began more or less than RECENT ago and can be
    compared (`at_stage.sides`) · quartiles: by when a quarter, half and three quarters had left · survival, incidence:
    of all stays, the latter of having advanced, been lost, gone back · recoverable: None where too little is known ·
    rank: 1 for the bottleneck with most to recover, None for a stage that is not a bottleneck · standout: the owner or
    channel that loses most leads beyond the rate of all others, if one differs beyond chance · findings: what stands
    out, in sentences with their evidence, the first of them on the loss.
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
    weeks: tuple[StageWeek, ...]
    recoverable: Recoverable | None = None
    standout: StageGroup | None = None
    rank: int | None = None
    findings: tuple[str, ...] = ()

    def row(self) -> Row:
        """What the stage says in one row."""
        return {
            "stage": self.stage,
            "rank": self.rank,
            "visits": self.visits,
            **counts_row(self.counts),
            "lost_in_the_end": self.lost_in_the_end,
            "quartile_seconds": [seconds(each) for each in self.quartiles],
            **usual_row(self.usual),
            "recent": usual_row(self.recent),
            "before": usual_row(self.before),
            "recoverable": row_of(self.recoverable) if self.recoverable else None,
            "advice": self.advice,
            "findings": list(self.findings),
            "standout": self.standout.row() | {"by": self.standout.by} if self.standout else None,
        }

    def survival_frame(self) -> "pd.DataFrame":
        """One row a step of the curve of those still at the stage."""
        return table(self.survival_rows(), names=("seconds", "share", "interval"))

    def survival_rows(self) -> list[Row]:
        """The share still at the stage, one row a step of the curve."""
        low, high = (bound.tolist() for bound in self.survival.band)
        steps = zip(self.survival.times.tolist(), self.survival.share.tolist(), low, high, strict=True)
        return [
            {"seconds": after / 1e6, "share": share, "interval": [lower, upper]} for after, share, lower, upper in steps
        ]

    def incidence_frame(self) -> "pd.DataFrame":
        """One row a step of the curves of what has become of leads."""
        return table(self.incidence_rows(), names=("seconds", *_ENDS))

    def incidence_rows(self) -> list[Row]:
        """The share that had gone on, been lost or gone back, with standard errors, one row a step of the curves."""
        shares, errors = self.incidence.share.T.tolist(), self.incidence.se.T.tolist()
        steps = zip(self.incidence.times.tolist(), shares, errors, strict=True)
        return [{"seconds": after / 1e6, **dict(zip(_ENDS, (*share, *se), strict=True))} for after, share, se in steps]

    def week_frame(self) -> "pd.DataFrame":
        """One row a week."""
        return table(self.week_rows(), names=("week", "is_complete", *COUNTS, *USUAL))

    def week_rows(self) -> list[Row]:
        """One row a week."""
        return [week.row() for week in self.weeks]

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
    """The answer: the stages in their order, and in a sentence what to look at first. stays: those at each of them, in
    the same order, with `words` for their codes, so that groups need no second pass.
    """

    definition: str
    as_of: datetime
    threshold: float
    stages: tuple[StageAnswer, ...]
    advice: str
    stays: tuple[StageStays, ...]
    words: Words

    def document(self) -> Row:
        """The answer as JSON says it."""
        stages = [
            each.row()
            | {"survival": each.survival_rows(), "incidence": each.incidence_rows(), "weeks": each.week_rows()}
            for each in self.stages
        ]
        names = ("definition", "as_of", "advice", "threshold")
        return {name: getattr(self, name) for name in names} | {"stages": stages}

    def frame(self) -> "pd.DataFrame":
        """One row a stage."""
        return table([each.row() for each in self.stages])

    @property
    def ranked(self) -> tuple[StageAnswer, ...]:
        """The bottlenecks, the one with the most to recover first."""
        return tuple(sorted((each for each in self.stages if each.rank), key=lambda each: each.rank or 0))
