"""Lists behind bottlenecks: who stayed at a stage and what became of them, also by week, owner or channel."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np

from journey_core.bottlenecks.at_stage import trend_starts
from journey_core.bottlenecks.groups import breakdown_of
from journey_core.bottlenecks.options import BottleneckOptions
from journey_core.bottlenecks.parameters import bottleneck_parameters
from journey_core.bottlenecks.stays import BottleneckSummary, whole
from journey_core.bottlenecks.wording import definition
from journey_core.calendar.parsing import start_of
from journey_core.calendar.weeks import weeks_of
from journey_core.errors import UnknownName
from journey_core.lead_lists import AnalysisList, Found, LeadList, dated
from journey_core.leads.groups import value_group
from journey_core.leads.stage_visits import ADVANCED, BACK, LOST, OPEN
from journey_core.log.arrays import Flags, Ints
from journey_core.log.journeys import Journeys
from journey_core.log.times import microseconds
from journey_core.log.vocabulary import spoken_value
from journey_core.parameters import Clock, Query, first

PLACE: Final = ("at_stage", "became", "week", "split_by", "group")

ENDINGS: Final = {"still": (OPEN,), "left": (ADVANCED, LOST, BACK), "advanced": (ADVANCED,), "lost": (LOST,),
                  "back": (BACK,)}  # fmt: skip
"""What became of a lead at a stage, by name, with the endings of its latest stay."""

_SAID: Final = {
    "": "Leads with a stay at",
    "still": "Leads that are still at",
    "left": "Leads that left",
    "advanced": "Leads that went on from",
    "lost": "Leads that were lost at",
    "back": "Leads that went back from",
}


def bottleneck_list(
    options: BottleneckOptions,
    zone: ZoneInfo,
    stage: str,
    *,
    became: str = "",
    week: datetime | None = None,
    by: str = "",
    group: str = "",
) -> LeadList:
    """The leads with a stay at a stage; that became so, whose latest one began in a week, that are in a group."""
    told = {"at_stage": stage, "became": became, "split_by": by, "group": group}
    if week is not None:
        told["week"] = week.astimezone(zone).date().isoformat()
    place = {name: [value] for name, value in told.items() if value}
    return dated("bottleneck", bottleneck_parameters(options, zone) | place, options.as_of)


def bottleneck_leads(
    journeys: Journeys,
    options: BottleneckOptions,
    stage: str,
    *,
    became: str = "",
    week: datetime | None = None,
    by: str = "",
    group: str = "",
) -> Ints:
    """Ids of the leads with a stay at a stage, ascending; of those that became so (see ENDINGS), whose latest stay
    began in the week that starts then, and that are in a group (its key) of a breakdown. Raises UnknownName.
    """
    summary = whole(journeys, options)
    chosen = summary.at(stage) & summary.is_latest
    if became:
        chosen &= np.isin(summary.ending, _endings(became))
    if week is not None:
        starts = trend_starts(summary, options)
        number = weeks_of(summary.since, starts)
        chosen &= (number >= 0) & (starts[number] == microseconds(week))
    if by:
        chosen &= _in_group(summary, by, group)
    return np.sort(summary.lead_id[chosen])


def _endings(became: str) -> tuple[int, ...]:
    """The endings that a word of ENDINGS stands for; raises UnknownName."""
    if became not in ENDINGS:
        raise UnknownName("outcome at a stage", became, ENDINGS)
    return ENDINGS[became]


def _in_group(summary: BottleneckSummary, by: str, group: str) -> Flags:
    """Which stays are in a group of a breakdown; raises UnknownName."""
    words = summary.words.lists[breakdown_of(by)]
    keys = {value_group(word).key: code for code, word in enumerate(words) if word or code == 0}
    if group not in keys:
        raise UnknownName(by, group.removeprefix("="), words)
    inside: Flags = getattr(summary, by) == keys[group]
    return inside


def _bottleneck_leads(journeys: Journeys, options: BottleneckOptions, given: Query, _: Clock) -> Found:
    stage, became, by, group, week = (
        first(given, name) for name in ("at_stage", "became", "split_by", "group", "week")
    )
    leads = bottleneck_leads(
        journeys, options, stage, became=became, by=by, group=group,
        week=start_of(week, options.zone) if week else None,
    )  # fmt: skip
    narrowed = f", in the week of {week}" if week else ""
    narrowed += f", {by} {spoken_value(by, group.removeprefix('='))}" if by else ""
    return Found(f"{_SAID[became]} {stage}{narrowed}. {definition(options)}", leads)


LISTS: Final = {"bottleneck": AnalysisList(PLACE, _bottleneck_leads)}
