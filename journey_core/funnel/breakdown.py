"""A funnel by groups of leads: for every group the steps with counts, rates, intervals and the leads themselves."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

import numpy as np

from journey_core.answers import Row, rows_of, table
from journey_core.errors import BadInput, brief
from journey_core.funnel.located import first_rows, last_rows, run_rows
from journey_core.funnel.results import FunnelResult
from journey_core.leads.groups import FIELDS, SHOWN, Group, Grouping, Groups, field_groups, largest
from journey_core.log.arrays import Ints
from journey_core.log.journeys import Journeys
from journey_core.statistics.intervals import Interval, wilson

if TYPE_CHECKING:
    import pandas as pd

LEAD: Final = "lead."
"""Before the name of a lead's own attribute: `lead.industry`."""

SEGMENT: Final = "segment"
FIRST, LAST, STEP, ENTRY = "first", "last", "step-", "entry"


@dataclass(frozen=True)
class BreakdownBy:
    """What a funnel is broken down by: a field of an interaction of the run (`at` says which: first, last, step-2) or
    of the very first entry (`entry`, which does not depend on how far the lead came; the run does), a lead's attribute
    (`lead.NAME`), or the saved segments.
    """

    attribute: str
    at: str = FIRST

    def __post_init__(self) -> None:
        number = self.at.removeprefix(STEP)
        is_step = self.at.startswith(STEP) and number.isascii() and number.isdigit() and len(number) < 3
        if self.at not in {FIRST, LAST, ENTRY} and not is_step:
            named = brief(self.at)
            raise BadInput(f"“{named}” is not an interaction of a run; write first, last, entry or step-N: step-2.")

    @classmethod
    def parse(cls, text: str) -> "BreakdownBy":
        """The breakdown of `channel`, `campaign:last`, `owner:step-2`, `lead.industry`, `segment`; any other word is
        a lead's attribute. Raises BadInput.
        """
        attribute, _, at = text.partition(":")
        if attribute in FIELDS:
            return cls(attribute, at or FIRST)
        if not text.removeprefix(LEAD):
            raise BadInput("A breakdown names a field of interactions, a lead's attribute, or segment.")
        return cls(text if text == SEGMENT else LEAD + text.removeprefix(LEAD))

    def __str__(self) -> str:
        """The text that `parse` reads back."""
        return self.attribute if self.at == FIRST else f"{self.attribute}:{self.at}"

    @property
    def is_field(self) -> bool:
        return self.attribute in FIELDS

    def title(self) -> str:
        """“channel of the first interaction”, “industry”."""
        if not self.is_field:
            return self.attribute.removeprefix(LEAD)
        named = {FIRST: "the run's first interaction", LAST: "the run's last interaction", ENTRY: "the first entry"}
        return f"{self.attribute} of {named.get(self.at, self.at.replace('-', ' '))}"

    def caution(self) -> str:
        """Why groups by this interaction are not compared like with like; empty where they are."""
        if not self.is_field or self.at == ENTRY:
            return ""
        if self.at == FIRST:
            return (
                "A lead's run is the one that took it furthest: of several entries the last before it came through, "
                "else the first. Where leads enter again and again, “the very first entry” compares evenly."
            )
        return (
            "Which interaction this is hangs on how far the lead came, so the groups' rates differ by that alone. “The "
            "very first entry” compares evenly."
        )


@dataclass(frozen=True)
class GroupStep:
    """One step within a group: `rate` of the group's entrants and `step_rate` of those at the step before, 0 where
    there are none (the last before it that may not be skipped); `interval` and `step_interval` are Wilson's.
    """

    count: int
    rate: float
    step_rate: float
    interval: Interval
    step_interval: Interval


@dataclass(frozen=True)
class FunnelGroup:
    """A group and its steps, as many as the funnel has."""

    group: Group
    steps: tuple[GroupStep, ...]


@dataclass(frozen=True, eq=False)
class Breakdown:
    """One row a group that entered, the largest first. If `is_exclusive`, the groups add up to the whole funnel at
    every step; else a lead may be in several. `caution`: why their rates can't be compared, empty where they can.
    """

    definition: str
    as_of: datetime
    by: str
    title: str
    caution: str
    is_exclusive: bool
    rows: tuple[FunnelGroup, ...]
    grouping: Grouping
    funnel: FunnelResult

    def document(self) -> Row:
        """The answer as JSON says it."""
        return {
            "by": self.by,
            "definition": self.definition,
            "caution": self.caution,
            "is_exclusive": self.is_exclusive,
            "groups": self._groups(),
        }

    def frame(self) -> "pd.DataFrame":
        """One row a group: who reached each step, and the rate of the last one."""
        return table(self._groups(), names=("group", "rate", "interval"))

    def _groups(self) -> list[Row]:
        return [
            {
                "group": row.group.name,
                "counts": [step.count for step in row.steps],
                "rate": row.steps[-1].rate,
                "interval": list(row.steps[-1].interval),
                "steps": rows_of(row.steps),
            }
            for row in self.rows
        ]

    def reached(self, key: str, step: int) -> Ints:
        """Ids of the leads of a group that reached a step; as many as its count there."""
        return self._of(key, self.funnel.reached(step))

    def _of(self, key: str, ids: Ints) -> Ints:
        inside: Ints = ids[self.grouping.inside(places(self.funnel, ids), key)]
        return inside


def breakdown(
    result: FunnelResult, grouping: Grouping, *, by: str = "", caution: str = "", shown: int = SHOWN
) -> Breakdown:
    """The funnel of every group; an exclusive grouping is cut to the `shown` largest groups and the rest. by: what was
    asked for, as an address says it.
    """
    if isinstance(grouping, Groups):
        grouping = largest(grouping, result.entrant.astype(np.int64), shown=shown)
    counts = np.array([grouping.counts(places(result, result.reached(k + 1))) for k in range(len(result.steps))])
    steps = (_steps(counts[:, number], result.optional) for number in range(len(grouping.groups)))
    return Breakdown(
        definition=f"{result.definition} By {grouping.title}{_shared(grouping)}.",
        as_of=result.as_of,
        by=by or grouping.title,
        title=grouping.title,
        caution=caution,
        is_exclusive=grouping.is_exclusive,
        rows=tuple(map(FunnelGroup, grouping.groups, steps)),
        grouping=grouping,
        funnel=result,
    )


def run_groups(journeys: Journeys, result: FunnelResult, by: BreakdownBy) -> Groups:
    """Who has which value of a field, read off the interaction of the lead's run that `by` names; raises BadInput for
    a step that the funnel does not have, and for the first entry, which need not be of the run
    (`separation.entry_groups` knows it).
    """
    outside = f"({by.at.replace('-', ' ')} not reached)"
    row = rows_at(journeys, result, by.at)
    return field_groups(journeys, by.attribute, result.entrant, row, title=by.title(), outside=outside)


def rows_at(journeys: Journeys, result: FunnelResult, at: str) -> Ints:
    """int64[entrants]: the row of an interaction of each run, -1 where the run has none."""
    if at == ENTRY:
        raise BadInput("The first entry need not be an interaction of the run; choose first, last or step-N: step-2.")
    if at in {FIRST, LAST}:
        rows = run_rows(journeys, result)
        return first_rows(rows) if at == FIRST else last_rows(rows)
    step = int(at.removeprefix(STEP))
    if not 1 <= step <= len(result.steps):
        raise BadInput(f"This funnel has the steps 1 to {len(result.steps)}; there is no step {step}.")
    return run_rows(journeys, result)[:, step - 1]


def places(result: FunnelResult, ids: Ints) -> Ints:
    """int64[len(ids)]: the numbers of these leads in the result's arrays."""
    return np.searchsorted(result.lead_id, ids).astype(np.int64)


def _steps(counts: Ints, optional: frozenset[int]) -> tuple[GroupStep, ...]:
    entrants = before = int(counts[0])
    steps = []
    for number, count in enumerate(counts.tolist(), start=1):
        rate, step_rate = (count / entrants if entrants else 0.0), (count / before if before else 0.0)
        steps.append(GroupStep(count, rate, step_rate, wilson(count, entrants), wilson(count, before)))
        before = before if number in optional else count
    return tuple(steps)


def _shared(grouping: Grouping) -> str:
    return "" if grouping.is_exclusive else "; a lead may be in several"
