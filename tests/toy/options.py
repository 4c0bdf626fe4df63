"""What is asked: what leads are grouped by, and as of when."""

from dataclasses import dataclass
from datetime import datetime

from journey_core.errors import UnknownName

BYS = ("channel", "source")


@dataclass(frozen=True)
class ToyOptions:
    """Leads by the channel or the source of their first interaction."""

    as_of: datetime
    by: str = "channel"

    def __post_init__(self) -> None:
        if self.by not in BYS:
            raise UnknownName("breakdown", self.by, BYS)
