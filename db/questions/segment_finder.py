"""How a breakdown, a comparison or a list asks for the leads of a segment, which may itself be a list of leads."""

from datetime import datetime
from typing import Protocol

from journey_core.log.arrays import Ints


class SegmentFinder(Protocol):
    """Finds the leads of the segments that a user sees; `db.questions.segments` holds the implementation."""

    def names(self) -> tuple[str, ...]:
        """The names of all of them, sorted, each once."""
        ...

    def leads(self, name: str, *, as_of: datetime) -> Ints:
        """int64 lead ids in ascending order: the segment's leads as of an instant. Raises UnknownName, Refused."""
        ...

    def is_of_journey(self, name: str) -> bool:
        """Whether who is in the segment hangs on what leads have done or where they stand. Raises UnknownName."""
        ...
