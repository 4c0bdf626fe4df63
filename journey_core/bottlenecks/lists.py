"""Lists behind bottlenecks: who stayed at a stage and what became of them, also by week, owner or channel."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from journey_core.bottlenecks.options import BottleneckOptions, definition
from journey_core.bottlenecks.parameters import bottleneck_parameters
from journey_core.bottlenecks.stays import bottleneck_leads
from journey_core.calendar.parsing import start_of
from journey_core.lead_lists import AnalysisList, Found, LeadList, dated
from journey_core.log.journeys import Journeys
from journey_core.log.vocabulary import spoken_value
from journey_core.parameters import Clock, Query, first

PLACE: Final = ("at_stage", "became", "week", "split_by", "group")

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
