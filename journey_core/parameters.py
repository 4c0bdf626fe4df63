"""What an address can say about an analysis: parameters by name, the same on pages, in the terminal and in files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from journey_core.calendar.business_hours import BusinessHours
from journey_core.calendar.parsing import start_of
from journey_core.errors import BadInput, brief

Query = Mapping[str, Sequence[str]]
"""An address's parameters: every name with all its values."""

Parameters = dict[str, list[str]]
"""The same, as it is written."""


@dataclass(frozen=True)
class Clock:
    """The clock that an address is read by: the instant that its answer is true for, the zone of its days, and the
    working hours in that zone.
    """

    as_of: datetime
    zone: ZoneInfo
    hours: BusinessHours


@dataclass(frozen=True)
class Parameter:
    """One name that an address knows.

    help: what it says, in the terminal's help. is_many: it may have several values. is_required: the terminal insists
    on it. kind: what the terminal takes. flag: the terminal's name for it where that differs. switch: the one value
    that a flag without a value stands for.
    """

    name: str
    help: str = ""
    is_many: bool = False
    is_required: bool = False
    kind: type[str] | type[int] | type[float] = str
    flag: str = ""
    switch: str = ""

    @property
    def terminal_name(self) -> str:
        return self.flag or self.name


MOMENT: Final = "ISO 8601, or a date in the workspace's zone."
PERIOD: Final = (Parameter("since", MOMENT), Parameter("until", MOMENT))


def first(given: Query, name: str, default: str = "") -> str:
    """The first value of a parameter."""
    values = given.get(name, ())
    return values[0] if values else default


def choice(given: Query, name: str, choices: Sequence[str], default: str) -> str:
    """A parameter that must be one of the choices, else the default: addresses are typed by hand, too."""
    value = first(given, name, default)
    return value if value in choices else default


def whole_number(given: Query, name: str, default: int) -> int:
    """A parameter that is a whole number from 0 to 999,999; raises BadInput."""
    value = first(given, name, str(default))
    if not (value.isascii() and value.isdigit() and len(value) <= 6):
        raise BadInput(f"“{brief(value)}” is not a number that {name.replace('_', ' ')} can be.")
    return int(value)


def share(given: Query, name: str, default: float) -> float:
    """A parameter that is a share from 0 to 1; raises BadInput."""
    text = first(given, name, str(default))
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise BadInput(f"“{brief(text)}” is not a share; write a number from 0 to 1, such as 0.05.")
    return value


def start(given: Query, name: str, clock: Clock) -> datetime | None:
    """The instant at which what a parameter names begins, None where it is left open; raises BadInput."""
    text = first(given, name)
    return start_of(text, clock.zone) if text else None


def period(since: datetime | None, until: datetime | None, zone: ZoneInfo) -> Parameters:
    """The parameters of a period."""
    bounds = (("since", since), ("until", until))
    return {name: [moment.astimezone(zone).isoformat()] for name, moment in bounds if moment}
