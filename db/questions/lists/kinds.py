"""What a kind of list is, and the viewpoint that a list of leads is seen from."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from db.questions.segment_finder import SegmentFinder
from db.store.workspaces import Workspace
from journey_core.calendar.business_hours import BusinessHours
from journey_core.lead_lists import Found
from journey_core.log.journeys import Journeys
from journey_core.parameters import Clock, Query


@dataclass(frozen=True, eq=False)
class Viewpoint:
    """The viewpoint that a list is seen from: whose leads, the zone that days are read in, the instant, the user's
    segments, and the working hours. `db.questions.segments.viewpoint` builds one.
    """

    workspace: Workspace
    journeys: Journeys
    zone: ZoneInfo
    as_of: datetime
    segments: SegmentFinder
    hours: BusinessHours

    @property
    def clock(self) -> Clock:
        """The clock that addresses of lists are read by."""
        return Clock(self.as_of, self.zone, self.hours)


@dataclass(frozen=True)
class ListKind:
    """A kind of list: the parameters it reads, and how its leads are found."""

    reads: tuple[str, ...]
    find: Callable[[Query, Viewpoint], Found]
