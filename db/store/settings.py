"""What a workspace sets for itself; only what differs from the defaults is stored."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from functools import cache
from typing import Any, Final
from zoneinfo import ZoneInfo, available_timezones

import orjson
from sqlalchemy import delete, insert, select

from db.store.directory_tables import SETTING
from db.store.workspaces import Workspace
from journey_core.attribution.custom import CustomWeights
from journey_core.calendar.business_hours import BusinessHours
from journey_core.errors import BadInput, UnknownName, brief
from journey_core.leads.score_constants import ScoreConstants
from journey_core.log.predicates import USUAL_GOAL, Predicate


@dataclass(frozen=True)
class Settings:
    """Defaults of every page, terminal command and export of one workspace."""

    zone: str = "UTC"
    currency: str = "EUR"
    phone_region: str = ""
    goal: str = str(USUAL_GOAL)
    window_days: int = 14
    lookback_days: int = 90
    half_life_days: float = 7
    threshold: float = 0.3
    business_hours: BusinessHours = field(default_factory=BusinessHours)
    score: ScoreConstants = field(default_factory=ScoreConstants)
    weights: CustomWeights = field(default_factory=CustomWeights)
    opportunity_stage: str = "proposal"
    touchpoints: tuple[str, ...] = ()
    """Predicates: only interactions that match one of them are touchpoints; without any, all that can be are."""
    inbound_channels: tuple[str, ...] = ()
    """Channels that leads use by themselves, beside those in which directions say so: lift takes off their credit what
    is likely only a sign of intent.
    """

    def __post_init__(self) -> None:
        if self.zone not in _zones():
            raise UnknownName("time zone", self.zone, _zones())
        if not (len(self.currency) == 3 and self.currency.isascii() and self.currency.isupper()):
            raise BadInput(f"“{brief(self.currency)}” is not a currency; expected three capital letters, such as EUR.")
        if self.phone_region and not (len(self.phone_region) == 2 and self.phone_region.isupper()):
            named = brief(self.phone_region)
            raise BadInput(f"“{named}” is not a region; expected two capital letters, such as DE, or nothing.")
        for name in ("window_days", "lookback_days", "half_life_days"):
            if not 0 < getattr(self, name) <= 3650:
                raise BadInput(f"{name.replace('_', ' ')} must be between 1 and 3650, not {getattr(self, name)}.")
        if not 0 < self.threshold < 1:
            raise BadInput(f"The drop-off threshold must be between 0 and 1, not {self.threshold:g}.")
        for predicate in (self.goal, *self.touchpoints):
            Predicate.parse(predicate)

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)


@cache
def _zones() -> frozenset[str]:
    """The zones that this machine knows; they are in a thousand files, which every page would otherwise look for."""
    return frozenset(available_timezones())


def settings(workspace: Workspace) -> Settings:
    """The settings in force."""
    rows = select(SETTING.c.name, SETTING.c.value).where(SETTING.c.workspace_id == workspace.id)
    workspace.allow("see")
    with workspace.store.directory.read() as connection:
        changed = {name: orjson.loads(value) for name, value in connection.execute(rows)}
    known = {each.name for each in fields(Settings)}
    return Settings(**{name: _READ.get(name, _as_is)(value) for name, value in changed.items() if name in known})


def _as_is(value: Any) -> Any:
    return value


_READ: Final[Mapping[str, Callable[[Any], Any]]] = {
    "business_hours": lambda hours: BusinessHours(**hours | {"days": tuple(hours["days"])}),
    "score": lambda changed: replace(ScoreConstants(), **changed),
    "weights": lambda weights: CustomWeights(**weights),
    "touchpoints": tuple,
    "inbound_channels": tuple,
}
"""Setting -> how its value is made from what is stored, for those that are not a plain number or text."""


def save_settings(workspace: Workspace, chosen: Settings) -> None:
    """Stores what differs from the defaults."""
    default = asdict(Settings())
    rows = [
        {"workspace_id": workspace.id, "name": name, "value": orjson.dumps(value).decode()}
        for name, value in asdict(chosen).items()
        if value != default[name]
    ]
    workspace.allow("configure")
    with workspace.store.directory.write() as connection:
        connection.execute(delete(SETTING).where(SETTING.c.workspace_id == workspace.id))
        if rows:
            connection.execute(insert(SETTING), rows)
