"""Lists of leads: which leads a number counts, said so that an address can say it, and found again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from journey_core.log.arrays import Ints
from journey_core.log.journeys import Journeys
from journey_core.parameters import Clock, Parameters, Query

LIST: Final = "list"
"""The parameter that names the kind of a list."""


@dataclass(frozen=True)
class LeadList:
    """Which leads a number counts, as an address says it: a kind of list and the parameters that kind reads."""

    kind: str
    parameters: tuple[tuple[str, tuple[str, ...]], ...]

    def query(self) -> Parameters:
        """The parameters of `/leads` that show exactly these leads."""
        return {LIST: [self.kind]} | {name: list(values) for name, values in self.parameters}


@dataclass(frozen=True, eq=False)
class Found:
    """The leads of a list, int64 ids in ascending order, and the sentence that says which they are."""

    sentence: str
    lead_ids: Ints


@dataclass(frozen=True)
class AnalysisList:
    """A kind of list that an analysis can find by itself: what its address says besides the options, and the leads,
    from the journeys, the options, the address and the clock it is read by.
    """

    reads: tuple[str, ...]
    find: Callable[[Journeys, Any, Query, Clock], Found]


def dated(kind: str, parameters: Parameters, as_of: datetime) -> LeadList:
    """A list that holds for an instant, which its address names."""
    named = parameters | {"as_of": [as_of.isoformat()]}
    return LeadList(kind, tuple((name, tuple(values)) for name, values in named.items()))
