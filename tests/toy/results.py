"""The answer: one row per group."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from journey_core.answers import frame_of, rows_of
from journey_core.log.arrays import Ints
from journey_core.statistics.intervals import Interval


@dataclass(frozen=True)
class ToyGroup:
    """A group, its leads, those that were won, and how sure their share is."""

    group: str
    leads: int
    won: int
    rate: float
    interval: Interval


@dataclass(frozen=True, eq=False)
class ToyResult:
    """The groups that have leads; `found`: ids of the leads of each."""

    definition: str
    as_of: datetime
    groups: tuple[ToyGroup, ...]
    found: dict[str, Ints]

    def document(self) -> dict[str, Any]:
        return {"definition": self.definition, "as_of": self.as_of, "groups": rows_of(self.groups)}

    def frame(self) -> Any:
        return frame_of(ToyGroup, self.groups)
