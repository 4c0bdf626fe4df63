"""Along with a funnel: leads, times, weeks, groups, another side to compare, what differs, other tools' counts."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from db.leads.frames import lead_frame
from db.questions.ask import Asked
from db.questions.funnel_groups import caution, grouping, traits
from db.questions.funnel_sides import Against, against, comparison
from db.questions.parts.kinds import YES, Part
from db.questions.segments import Segments
from journey_core.answers import table
from journey_core.errors import BadInput
from journey_core.funnel.breakdown import Breakdown, BreakdownBy, breakdown
from journey_core.funnel.comparison_results import Comparison
from journey_core.funnel.conventions import OtherTools, other_tools
from journey_core.funnel.lists import steps_between
from journey_core.funnel.options import FunnelOptions
from journey_core.funnel.results import FunnelResult
from journey_core.funnel.separation import Separation, separation
from journey_core.funnel.time_to_convert import ConversionTimes, conversion_times
from journey_core.funnel.trend import Trend, trend
from journey_core.parameters import MOMENT, Parameter, first, whole_number

if TYPE_CHECKING:
    import pandas as pd

AskedFunnel = Asked[FunnelOptions, FunnelResult]


@dataclass(frozen=True)
class ReachedLeads:
    """The leads that reached a step, by key."""

    definition: str
    as_of: datetime
    keys: tuple[str, ...]

    def document(self) -> list[str]:
        """Their keys, sorted."""
        return list(self.keys)

    def frame(self) -> "pd.DataFrame":
        """One row per lead."""
        return table([{"lead": key} for key in self.keys], names=("lead",))


def reached_leads(asked: AskedFunnel) -> ReachedLeads:
    """The leads that reached the step of `leads_at`."""
    ids = asked.answer.reached(whole_number(asked.given, "leads_at", 1))
    keys = lead_frame(asked.workspace).set_index("lead_id")["key"].loc[ids.tolist()]
    return ReachedLeads(asked.answer.definition, asked.answer.as_of, tuple(sorted(keys)))


def tools(asked: AskedFunnel) -> OtherTools:
    """What the other tools would count."""
    return asked.remembered("conventions", None, lambda: other_tools(asked.columns, asked.options))


def asked_times(asked: AskedFunnel) -> ConversionTimes:
    """How long leads took from one step to another, by default from the first to the last."""
    return times(asked, *steps_between(asked.given, len(asked.options.steps)))


def times(asked: AskedFunnel, start: int, end: int) -> ConversionTimes:
    """How long leads took between two steps."""
    return asked.remembered("times", (start, end), lambda: conversion_times(asked.answer, start=start, end=end))


def weeks(asked: AskedFunnel) -> Trend:
    """Conversion by week of entry."""
    zone = asked.clock.zone
    return asked.remembered("trend", str(zone), lambda: trend(asked.answer, asked.options, zone))


def groups(asked: AskedFunnel) -> Breakdown:
    """The funnel of every group."""
    return groups_by(asked, BreakdownBy.parse(first(asked.given, "breakdown")))


def groups_by(asked: AskedFunnel, by: BreakdownBy) -> Breakdown:
    """The funnel of every group of a breakdown."""
    segments = Segments(asked.workspace, asked.memo)
    grouped = grouping(
        asked.workspace, asked.columns, asked.answer, asked.options, by, segments=segments, memo=asked.memo
    )
    return breakdown(asked.answer, grouped, by=str(by), caution=caution(segments, by))


def sides(asked: AskedFunnel) -> Comparison:
    """Two sides, step by step."""
    other = against(asked.given, asked.clock.zone)
    if other is None:
        raise BadInput("Name what to compare with: two segments, or another period.")
    return compared(asked, other)


def compared(asked: AskedFunnel, other: Against) -> Comparison:
    """The same, given what to compare with."""
    segments = Segments(asked.workspace, asked.memo)
    return comparison(asked.columns, asked.options, other, asked.clock.zone, segments=segments, result=asked.answer)


def differences(asked: AskedFunnel) -> Separation:
    """What separates those who came through."""

    def separated() -> Separation:
        attributes = traits(asked.workspace, asked.columns, asked.answer, asked.options, memo=asked.memo)
        return separation(asked.columns, asked.answer, asked.options, attributes)

    return asked.remembered("separation", None, separated)


_BY_HELP: Final = (
    "By groups: channel, campaign, source or owner of the run's first interaction (or channel:last, channel:step-2, "
    "channel:entry for the very first entry), a lead's attribute (lead.industry), or segment."
)

PARTS: Final = (
    Part("leads", (Parameter("leads_at", "Lists the leads that reached this step.", kind=int),), reached_leads),
    Part(
        "conventions",
        (Parameter("conventions", "Adds what ClickHouse, PostHog and Mixpanel would count.", switch=YES),),
        tools,
    ),
    Part(
        "times",
        (
            Parameter("times", "Adds how long leads took, with a histogram.", switch=YES),
            Parameter("from_step", "The step that times count from, else the first.", kind=int),
            Parameter("to_step", "The step that times count to, else the last.", kind=int),
        ),
        asked_times,
    ),
    Part("breakdown", (Parameter("breakdown", _BY_HELP),), groups),
    Part("trend", (Parameter("trend", "Adds conversion by week of entry.", switch=YES),), weeks),
    Part(
        "comparison",
        (
            Parameter("compare", "segment:A,segment:B: each step of both, and the second minus the first."),
            Parameter("compare_since", MOMENT),
            Parameter("compare_until", MOMENT),
        ),
        sides,
    ),
    Part(
        "separation",
        (Parameter("separate", "Adds what separates those who came through.", switch=YES),),
        differences,
    ),
)
