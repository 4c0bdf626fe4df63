"""What every tab of the funnel page starts from."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import TypeVar
from zoneinfo import ZoneInfo

from db.store.workspaces import Workspace
from journey_core.funnel.options import FunnelOptions
from journey_core.funnel.results import FunnelResult
from journey_core.log.journeys import Journeys
from pages.kit.cached import cached

Value = TypeVar("Value")


@dataclass(frozen=True, eq=False)
class FunnelView:
    """The question and its answer, over which columns, for whom; days are read in the zone."""

    workspace: Workspace
    columns: Journeys
    options: FunnelOptions
    answer: FunnelResult
    zone: ZoneInfo

    def remembered(self, name: str, more: Hashable, compute: Callable[[], Value]) -> Value:
        """An answer to this question and `more`, remembered until the data change."""
        return cached(self.workspace, name, (self.options, str(self.zone), more), compute)
