"""What a list of leads is: which leads a number counts, said so that an address can say it, and found again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from db.questions.segment_finder import SegmentFinder
from db.store.workspaces import Workspace
from journey_core.log.arrays import Ints
from journey_core.log.journeys import Journeys
from journey_core.parameters import Query

LIST: Final = "list"
"""The parameter that names the kind of a list."""

VERSION: Final = "version"
"""The parameter that says which state of the log its number was counted on."""


@dataclass(frozen=True)
class LeadList:
    """Which leads a number counts, as an address says it: a kind of LISTS and the parameters that kind reads."""

    kind: str
    parameters: tuple[tuple[str, tuple[str, ...]], ...]

    def query(self) -> dict[str, list[str]]:
        """The parameters of `/leads` that show exactly these leads."""
        return {LIST: [self.kind]} | {name: list(values) for name, values in self.parameters}


@dataclass(frozen=True, eq=False)
class Found:
    """The leads of a list, int64 ids in ascending order, and the sentence that says which they are."""

    sentence: str
    lead_ids: Ints


@dataclass(frozen=True, eq=False)
class Viewpoint:
    """Where a list is looked at from: whose leads, in which zone days are read, the instant, and the user's segments.
    `db.questions.segments.viewpoint` builds one.
    """

    workspace: Workspace
    journeys: Journeys
    zone: ZoneInfo
    as_of: datetime
    segments: SegmentFinder


@dataclass(frozen=True)
class ListKind:
    """A kind of list: the parameters it reads, and how its leads are found."""

    reads: tuple[str, ...]
    find: Callable[[Query, Viewpoint], Found]


def dated(kind: str, parameters: dict[str, list[str]], as_of: datetime) -> LeadList:
    """A list that holds for an instant, which its address names."""
    named = parameters | {"as_of": [as_of.isoformat()]}
    return LeadList(kind, tuple((name, tuple(values)) for name, values in named.items()))
