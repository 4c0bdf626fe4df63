"""How long leads usually stay at a stage; those still there count for as long as they have stayed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from journey_core.leads.stage_visits import OPEN, visits
from journey_core.log.journeys import Journeys
from journey_core.statistics.survival import median_survival
from journey_core.wording import spoken_moment


@dataclass(frozen=True, eq=False)
class StageTime:
    """Time at one stage, over every visit of every lead; a lead that comes back makes another visit.

    median: Kaplan-Meier, None while fewer than half of the visits have ended at any length · visits: all of them ·
    ended: those that a move to another stage (lost counts) has ended.
    """

    definition: str
    as_of: datetime
    stage: str
    median: timedelta | None
    visits: int
    ended: int


def stage_time(journeys: Journeys, stage: str, *, as_of: datetime, threads: int | None = None) -> StageTime:
    """The usual time at a stage; visits still going on at `as_of` are censored there. Raises UnknownName."""
    stays = visits(journeys, as_of=as_of, stage=journeys.words.code("stage", stage), threads=threads)
    has_ended = stays.ending != OPEN
    median = median_survival(stays.until - stays.since, has_ended)
    return StageTime(
        definition=(
            f"Time at {stage} over all stays of all leads: Kaplan-Meier median, open ones censored; "
            f"as of {spoken_moment(as_of)}."
        ),
        as_of=as_of,
        stage=stage,
        median=None if median is None else timedelta(microseconds=median),
        visits=len(stays),
        ended=int(has_ended.sum()),
    )
