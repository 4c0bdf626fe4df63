"""One way to ask: an analysis by name, what an address says about it, and the instant that the answer is true for.

Page, report, saved view, terminal and whatever comes later ask here, with the same parameters, the same defaults from
the workspace, and the same refusals.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Generic, TypeVar
from zoneinfo import ZoneInfo

from db.columns.snapshot import journeys
from db.questions.defaults import clock_of, named_period, usual_parameters
from db.store.memo import Memo, at_once
from db.store.settings import settings
from db.store.workspaces import Workspace
from journey_core.analyses import ANALYSES, Analysis
from journey_core.answers import WholeAnswer
from journey_core.errors import UnknownName
from journey_core.log.journeys import Journeys
from journey_core.parameters import Clock, Parameters, Query

Options = TypeVar("Options")
Value = TypeVar("Value")
Result = TypeVar("Result", bound=WholeAnswer)


@dataclass(frozen=True, eq=False)
class Asked(Generic[Options, Result]):
    """A question in full. given: the address, with everything that it left open filled in; memo remembers answers."""

    workspace: Workspace
    analysis: Analysis
    columns: Journeys
    clock: Clock
    given: Query
    options: Options
    memo: Memo

    @property
    def zone(self) -> ZoneInfo:
        """The zone that days are read in."""
        return self.clock.zone

    @cached_property
    def answer(self) -> Result:
        """The answer, worked out when it is first asked for."""
        found: Result = self.memo(self.workspace, self.analysis.name, self.options, self.compute)
        return found

    def remembered(self, name: str, more: Hashable, compute: Callable[[], Value]) -> Value:
        """A further answer to this question, by its name and what else it depends on."""
        return self.memo(self.workspace, f"{self.analysis.name} {name}", (self.options, more), compute)

    def compute(self) -> Result:
        """The answer, worked out now."""
        found: Result = self.analysis.entry.answer(self.columns, self.options)
        return found


def ask(workspace: Workspace, name: str, given: Query, *, as_of: datetime, memo: Memo = at_once) -> WholeAnswer:
    """The answer to what an address asks of an analysis; raises UnknownName, BadInput and what the analysis raises."""
    asked: Asked[Any, WholeAnswer] = question(workspace, name, given, as_of=as_of, memo=memo)
    return asked.answer


def question(
    workspace: Workspace, name: str, given: Query, *, as_of: datetime, memo: Memo = at_once
) -> Asked[Any, Any]:
    """What an address asks of an analysis, in full and not yet answered; raises UnknownName and BadInput."""
    if name not in ANALYSES:
        raise UnknownName("analysis", name, ANALYSES)
    analysis, usual = ANALYSES[name], settings(workspace)
    entry, clock, columns = analysis.entry, clock_of(usual, as_of), journeys(workspace)
    usually = usual_parameters(usual) | {each: list(values) for each, values in entry.usual.items()}
    full = usually | named_period(given, clock)
    full |= _proposed(workspace, analysis, columns, full, clock, memo)
    return Asked(workspace, analysis, columns, clock, full, entry.options(full, clock), memo)


def proposal(workspace: Workspace, name: str, *, as_of: datetime, memo: Memo = at_once) -> Parameters:
    """What the leads themselves suggest for what an address must say about an analysis, as a fresh page shows it."""
    usual = settings(workspace)
    clock = clock_of(usual, as_of)
    return _proposed(workspace, ANALYSES[name], journeys(workspace), usual_parameters(usual), clock, memo)


def _proposed(
    workspace: Workspace, analysis: Analysis, columns: Journeys, given: Query, clock: Clock, memo: Memo
) -> Parameters:
    propose = analysis.entry.propose
    if propose is None or given.get("step"):
        return {}
    key = clock.as_of.date(), tuple(given["window"])
    return memo(workspace, "proposal", (analysis.name, *key), lambda: propose(columns, given, clock))
