"""Every bridge: its start, the rules that exclude, what is counted, and the parts of that, each with its leads."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from journey_core.attribution.channel_credit import NO_CHANNEL
from journey_core.log.arrays import Flags
from journey_core.log.vocabulary import LOST_STAGE, WON
from journey_core.reconcile.facts import Facts
from journey_core.reconcile.results import CONVERSIONS, LEADS, Bridge, Line

NOTHING: Final = np.uint64(1)
"""The set of channels of a lead none of whose conversions was touched."""


@dataclass(frozen=True, eq=False)
class Counted:
    """A line with its leads, bool[n_leads]; `count` where it does not count leads."""

    name: str
    title: str
    leads: Flags
    count: int | None = None

    def line(self) -> Line:
        leads = int(np.count_nonzero(self.leads))
        return Line(self.name, self.title, leads if self.count is None else self.count, leads)


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
        """All lines with their leads."""
        start, excluded, counted, parts = self.make(facts)
        return [start, *excluded, counted, *parts]

    def bridge(self, facts: Facts) -> Bridge:
        """The bridge without its leads."""
        start, excluded, counted, parts = self.make(facts)
        without, of = (tuple(each.line() for each in lines) for lines in (excluded, parts))
        return Bridge(self.name, self.title, self.unit, start.line(), without, counted.line(), of)


def _journey_lines(facts: Facts) -> Told:
    known = facts.is_known
    return (
        Counted("all_leads", "All leads", np.ones_like(known)),
        [Counted("unseen", "without an interaction by then", ~known)],
        Counted("seen", "Leads with an interaction", facts.with_rows),
        [
            Counted("open", "open", facts.is_open),
            Counted("won", "at won", known & (facts.stage == WON)),
            Counted("lost", "at lost", known & (facts.stage == LOST_STAGE)),
        ],
    )


def _converted_lines(facts: Facts) -> Told:
    ever = facts.numbered(facts.goal_lead[~facts.is_later])
    return (
        Counted("seen_leads", "Leads with an interaction", facts.with_rows),
        [
            Counted("unconverted", "never converted by then", facts.is_known & (facts.conversions == 0)),
            Counted("converted_outside", "converted outside the period only", ever & ~facts.has_converted),
        ],
        Counted("converted", "Leads that attribution counts as converted", facts.has_converted),
        [],
    )


def _funnel_lines(facts: Facts) -> Told:
    seen, ever = facts.with_rows, facts.entered_ever.depth > 0
    return (
        Counted("seen_by_funnel", "Leads with an interaction", seen),
        [
            Counted("never_entered", "never entered it", seen & ~ever),
            Counted("entered_outside", "entered it outside the period only", ever & ~facts.has_entered),
        ],
        Counted("entered", "Leads that entered the funnel", facts.has_entered),
        _ways(facts),
    )


def _ways(facts: Facts) -> list[Counted]:
    """Where those who entered ended."""
    entered = facts.entered
    stops = [
        Counted(
            f"stopped_{number}",
            f"stopped after step {number}, {step.sentence()}",
            facts.with_ids(entered.dropped_after(number)),
        )
        for number, step in enumerate(entered.steps[:-1], start=1)
    ]
    return [*stops, Counted("through", "came through to the last step", facts.came_through)]


def _conversion_lines(facts: Facts) -> Told:
    result = facts.any_credit
    bare = sum(round(row.credit) for row in result.credit if row.channel == NO_CHANNEL)
    touched = facts.with_ids(result.touched.lead_ids[result.touched.channels > NOTHING])
    return (
        _goal_rows("all_conversions", "All conversions in the log", facts, np.ones(len(facts.goal_at), bool)),
        [
            _goal_rows("later", "after that instant", facts, facts.is_later),
            _goal_rows("outside", "outside the period", facts, facts.is_outside),
        ],
        Counted("attributed", "Conversions that attribution shares out", facts.has_converted, result.conversions),
        [
            Counted("touched", "with a touchpoint", touched, result.conversions - bare),
            Counted("untouched", f"without one: {NO_CHANNEL}", facts.with_ids(result.leads(NO_CHANNEL)), bare),
        ],
    )


def _repeat_lines(facts: Facts) -> Told:
    times = facts.goal_counts
    repeats = int((times[times > 1] - 1).sum())
    return (
        Counted("shared_out", "Conversions that attribution shares out", facts.has_converted,
                facts.any_credit.conversions),
        [Counted("repeats", "second and later ones of a lead", times > 1, repeats)],
        Counted("converting_leads", "Leads that converted", times > 0),
        [],
    )  # fmt: skip


def _through_lines(facts: Facts) -> Told:
    converted, entered, through = facts.has_converted, facts.has_entered, facts.came_through
    return (
        Counted("credited", "Leads that attribution counts as converted", converted),
        [
            Counted("credited_outside", "did not enter the funnel", converted & ~entered),
            Counted("credited_stopped", "entered, and did not come through", converted & entered & ~through),
        ],
        Counted("both", "Leads that converted and came through", through & converted),
        [],
    )


def _unconverted_lines(facts: Facts) -> Told:
    converted, through = facts.has_converted, facts.came_through
    return (
        Counted("came_through", "Leads that came through the funnel", through),
        [Counted("through_only", "without a conversion that attribution counts", through & ~converted)],
        Counted("in_both", "Leads that converted and came through", converted & through),
        [],
    )


def _goal_rows(name: str, title: str, facts: Facts, chosen: Flags) -> Counted:
    return Counted(name, title, facts.numbered(facts.goal_lead[chosen]), int(chosen.sum()))


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
