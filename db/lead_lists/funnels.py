"""Lists behind a funnel: who reached a step, and who stopped there."""

from dataclasses import replace
from typing import Final
from zoneinfo import ZoneInfo

from db.lead_lists.kinds import Found, LeadList, ListKind, Viewpoint, dated
from journey_core.funnel import FunnelOptions, funnel
from journey_core.questions import FUNNEL, Query, funnel_options, funnel_parameters, whole_number


def funnel_list(options: FunnelOptions, zone: ZoneInfo, *, reached: int = 0, dropped_after: int = 0) -> LeadList:
    """The leads that reached a step, or that reached it and not the next one."""
    place = {"reached": [str(reached)]} if reached else {"dropped_after": [str(dropped_after)]}
    return dated("funnel", funnel_parameters(options, zone) | place, options.as_of)


def _funnel_leads(given: Query, here: Viewpoint) -> Found:
    options = funnel_options(given, zone=here.zone, as_of=here.as_of)
    result = funnel(here.journeys, replace(options, replicates=0))
    reached, dropped_after = whole_number(given, "reached", 0), whole_number(given, "dropped_after", 0)
    step = dropped_after or reached or 1
    leads = result.dropped_after(step) if dropped_after else result.reached(step)
    stopped = " and not the next one" if dropped_after and step < len(result.steps) else ""
    return Found(f"Leads that reached step {step} ({result.steps[step - 1].step}){stopped}. {result.definition}", leads)


KINDS: Final = {"funnel": ListKind((*FUNNEL, "reached", "dropped_after", "as_of"), _funnel_leads)}
