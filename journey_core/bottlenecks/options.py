"""The question of bottlenecks: which stays count, how their time is counted, and what is too much loss."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from journey_core.calendar.business_hours import BusinessHours
from journey_core.calendar.weeks import UTC_ZONE
from journey_core.errors import BadInput
from journey_core.log.predicates import USUAL_GOAL, Predicate
from journey_core.wording import asked_period, require_period, rough_duration, spoken_moment


@dataclass(frozen=True, kw_only=True)
class BottleneckOptions:
    """The question: stays that began at since <= t < until, seen from `as_of` (inclusive).

    zone: weeks begin and hours are worked in it · hours: None counts all time · threshold: the drop-off, 0..1, that a
    stage has to exceed beyond doubt · goal: what counts as a conversion after the stage.
    """

    as_of: datetime
    since: datetime | None = None
    until: datetime | None = None
    zone: ZoneInfo = UTC_ZONE
    hours: BusinessHours | None = None
    threshold: float = 0.3
    goal: Predicate = USUAL_GOAL
    replicates: int = 200

    def __post_init__(self) -> None:
        if not 0 < self.threshold < 1:
            raise BadInput(f"The threshold of a drop-off lies between 0 and 1, not at {self.threshold:g}.")
        require_period(self)


def definition(options: BottleneckOptions) -> str:
    """What the numbers mean, in one sentence."""
    counted = f" in working hours ({options.hours.spoken()}, {options.zone.key})" if options.hours else ""
    period = asked_period(options)
    return (
        f"Each lead's latest stay at each stage{', begun' if period else ''}{period}; drop-off: the share lost of "
        f"those that left; bottleneck: a stage where its lower 95 % bound (Wilson) is over "
        f"{options.threshold * 100:g} %; time at a stage{counted} by Kaplan-Meier over all stays, open ones censored; "
        f"as of {spoken_moment(options.as_of)}."
    )


def rough_stay(span: timedelta, options: BottleneckOptions) -> str:
    """A time at a stage in words: “3 d 4 h”; of working time the hours, “26 h”, since its days are no days."""
    return f"{span / timedelta(hours=1):,.0f} h" if options.hours else rough_duration(span)
