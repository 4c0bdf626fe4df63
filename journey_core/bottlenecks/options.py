"""What can be asked of bottlenecks: which stays count, how their time is counted, and what is too much loss."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from journey_core.calendar.business_hours import BusinessHours
from journey_core.calendar.weeks import UTC_ZONE
from journey_core.errors import BadInput
from journey_core.log.predicates import USUAL_GOAL, Predicate
from journey_core.wording import require_period


@dataclass(frozen=True, kw_only=True)
class BottleneckOptions:
    """Stays that began at since <= t < until, seen from `as_of` (inclusive).

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

    def __post_init__(self) -> None:
        if not 0 < self.threshold < 1:
            raise BadInput(f"The threshold of a drop-off lies between 0 and 1, not at {self.threshold:g}.")
        require_period(self)
