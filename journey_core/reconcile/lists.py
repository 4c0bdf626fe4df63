"""Lists behind the lines of a reconciliation."""

from typing import Final
from zoneinfo import ZoneInfo

from journey_core.lead_lists import AnalysisList, Found, LeadList, dated
from journey_core.log.journeys import Journeys
from journey_core.parameters import Clock, Query, first
from journey_core.reconcile.answer import line_leads
from journey_core.reconcile.options import ReconcileOptions
from journey_core.reconcile.parameters import reconcile_parameters
from journey_core.reconcile.wording import definition


def reconcile_list(options: ReconcileOptions, zone: ZoneInfo, line: str) -> LeadList:
    """The leads behind a line, named as the bridge names it."""
    asked = reconcile_parameters(options, zone) | {"line": [line]}
    return dated("reconcile", asked, options.attribution.as_of)


def _line_leads(journeys: Journeys, options: ReconcileOptions, given: Query, _: Clock) -> Found:
    bridge, title, leads = line_leads(journeys, options, first(given, "line"))
    return Found(f"{bridge}: {title}. {definition(options)}", leads)


LISTS: Final = {"reconcile": AnalysisList(("line",), _line_leads)}
