"""Every bridge: its start, the rules that exclude, what is counted, and the parts of that, each with its leads."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from journey_core.attribution import NO_CHANNEL
from journey_core.funnel import FunnelOptions, FunnelResult
from journey_core.journeys import LOST_STAGE, WON, Ints
from journey_core.reconcile.facts import Facts
from journey_core.reconcile.results import CONVERSIONS, LEADS, Bridge, Line

_NOBODY: Final = np.zeros(0, np.int64)


@dataclass(frozen=True, eq=False)
class Counted:
    """A line with its lead ids, ascending; `count` where it is no count of leads."""

    name: str
    title: str
    lead_ids: Ints
    count: int | None = None

    def line(self) -> Line:
        return Line(self.name, self.title, len(self.lead_ids) if self.count is None else self.count, len(self.lead_ids))


Told = tuple[Counted, Sequence[Counted], Counted, Sequence[Counted]]
"""Start, excluded, counted, parts."""


@dataclass(frozen=True)
class Plan:
    """How a bridge is made: start, excluded, counted, parts."""

    name: str
    title: str
    unit: str
    make: Callable[[Facts], Told]

    def lines(self, facts: Facts) -> list[Counted]:
        """All lines with the ids of their leads."""
        start, excluded, counted, parts = self.make(facts)
        return [start, *excluded, counted, *parts]

    def bridge(self, facts: Facts) -> Bridge:
        """The bridge without the ids of its leads."""
        start, excluded, counted, parts = self.make(facts)
        without, of = (tuple(each.line() for each in lines) for lines in (excluded, parts))
        return Bridge(self.name, self.title, self.unit, start.line(), without, counted.line(), of)


def _journey_lines(facts: Facts) -> Told:
    stands, ids = facts.stands, facts.journeys.lead_id
    known = stands.is_known
    return (
        Counted("all_leads", "All leads", ids),
        [Counted("unseen", "without an interaction by then", ids[~known])],
        Counted("seen", "Leads with an interaction", facts.with_rows),
        [
            Counted("open", "open", ids[stands.is_open]),
            Counted("won", "at won", ids[known & (stands.stage == WON)]),
            Counted("lost", "at lost", ids[known & (stands.stage == LOST_STAGE)]),
        ],
    )


def _converted_lines(facts: Facts) -> Told:
    stands, ids = facts.stands, facts.journeys.lead_id
    has_converted = stands.is_known & (stands.conversions > 0)
    of_period = facts.any_credit.converted_lead_ids()
    ever = np.unique(facts.goal_lead[~facts.is_later])
    return (
        Counted("seen_leads", "Leads with an interaction", facts.with_rows),
        [
            Counted("unconverted", "never converted by then", ids[stands.is_known & ~has_converted]),
            Counted("converted_outside", "converted outside the period only", np.setdiff1d(ever, of_period)),
        ],
        Counted("converted", "Leads that attribution counts as converted", of_period),
        [],
    )


def _funnel_lines(facts: Facts) -> Told:
    seen, ever, entered = facts.with_rows, facts.entered_ever.reached(1), facts.entered.reached(1)
    return (
        Counted("seen_by_funnel", "Leads with an interaction", seen),
        [
            Counted("never_entered", "never entered it", np.setdiff1d(seen, ever)),
            Counted("entered_outside", "entered it outside the period only", np.setdiff1d(ever, entered)),
        ],
        Counted("entered", "Leads that entered the funnel", entered),
        _ways(facts.entered, facts.options.funnel),
    )


def _ways(entered: FunnelResult, options: FunnelOptions) -> list[Counted]:
    """Where those who entered ended; where steps can be skipped, only whether they came through."""
    last = len(entered.steps)
    through = Counted("through", "came through all steps", entered.reached(last))
    if options.optional:
        stopped = np.setdiff1d(entered.reached(1), through.lead_ids)
        return [Counted("stopped", "stopped before the last step", stopped), through]
    stops = [
        Counted(
            f"stopped_{step}",
            f"stopped after step {step}, {options.steps[step - 1].sentence()}",
            entered.dropped_after(step),
        )
        for step in range(1, last)
    ]
    return [*stops, through]


def _conversion_lines(facts: Facts) -> Told:
    result = facts.any_credit
    bare = sum(round(row.credit) for row in result.credit if row.channel == NO_CHANNEL)
    touched = np.unique(np.concatenate([_NOBODY, *(result.leads(row.channel) for row in result.credit
                                                   if row.channel != NO_CHANNEL and row.leads)]))  # fmt: skip
    return (
        _goal_rows("all_conversions", "All conversions in the log", facts, np.ones(len(facts.goal_at), bool)),
        [
            _goal_rows("later", "after that instant", facts, facts.is_later),
            _goal_rows("outside", "outside the period", facts, facts.is_outside),
        ],
        Counted("attributed", "Conversions that attribution shares out", result.converted_lead_ids(),
                 result.conversions),
        [
            Counted("touched", "with a touchpoint", touched, result.conversions - bare),
            Counted("untouched", f"without one: {NO_CHANNEL}", result.leads(NO_CHANNEL), bare),
        ],
    )  # fmt: skip


def _repeat_lines(facts: Facts) -> Told:
    result = facts.any_credit
    inside = ~facts.is_later & ~facts.is_outside
    ids, times = np.unique(facts.goal_lead[inside], return_counts=True)
    return (
        Counted("shared_out", "Conversions that attribution shares out", result.converted_lead_ids(),
                 result.conversions),
        [Counted("repeats", "second and later ones of a lead", ids[times > 1], int((times - 1).sum()))],
        Counted("converting_leads", "Leads that converted", ids),
        [],
    )  # fmt: skip


def _through_lines(facts: Facts) -> Told:
    converted, entered = facts.any_credit.converted_lead_ids(), facts.entered.reached(1)
    through = facts.entered.reached(len(facts.entered.steps))
    inside = np.intersect1d(converted, entered, assume_unique=True)
    return (
        Counted("credited", "Leads that attribution counts as converted", converted),
        [
            Counted("credited_outside", "did not enter the funnel", np.setdiff1d(converted, entered)),
            Counted("credited_stopped", "entered, and did not come through", np.setdiff1d(inside, through)),
        ],
        Counted("both", "Leads that converted and came through", np.intersect1d(through, converted)),
        [],
    )


def _unconverted_lines(facts: Facts) -> Told:
    converted, through = facts.any_credit.converted_lead_ids(), facts.entered.reached(len(facts.entered.steps))
    return (
        Counted("came_through", "Leads that came through the funnel", through),
        [Counted("through_only", "without a conversion that attribution counts", np.setdiff1d(through, converted))],
        Counted("in_both", "Leads that converted and came through", np.intersect1d(converted, through)),
        [],
    )


def _goal_rows(name: str, title: str, facts: Facts, chosen: NDArray[np.bool_]) -> Counted:
    return Counted(name, title, np.unique(facts.goal_lead[chosen]), int(chosen.sum()))


BRIDGES: Final = (
    Plan("journeys", "Journeys: where all leads stand", LEADS, _journey_lines),
    Plan("funnel", "Funnel: who entered, and how far they came", LEADS, _funnel_lines),
    Plan("attribution", "Attribution: which conversions are shared out", CONVERSIONS, _conversion_lines),
    Plan("repeats", "Attribution: conversions and leads", CONVERSIONS, _repeat_lines),
    Plan("converted", "From journeys to attribution: leads that converted", LEADS, _converted_lines),
    Plan("through", "From attribution to the funnel", LEADS, _through_lines),
    Plan("unconverted", "From the funnel to attribution", LEADS, _unconverted_lines),
)
"""Every bridge in the order of the page; a new one is a function and a line."""
