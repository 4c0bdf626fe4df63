"""Lists behind the lines of a reconciliation."""

from typing import Final
from zoneinfo import ZoneInfo

from db.questions.lists.kinds import Found, LeadList, ListKind, Viewpoint, dated
from journey_core.parameters import RECONCILE, Query, first, reconcile_options, reconcile_parameters
from journey_core.reconcile.answer import definition, line_leads
from journey_core.reconcile.results import ReconcileOptions


def reconcile_list(options: ReconcileOptions, zone: ZoneInfo, line: str) -> LeadList:
    """The leads behind a line, named as the bridge names it."""
    asked = reconcile_parameters(options, zone) | {"line": [line]}
    return dated("reconcile", asked, options.attribution.as_of)


def _line_leads(given: Query, here: Viewpoint) -> Found:
    options = reconcile_options(given, zone=here.zone, as_of=here.as_of)
    bridge, title, leads = line_leads(here.journeys, options, first(given, "line"))
    return Found(f"{bridge}: {title}. {definition(options)}", leads)


KINDS: Final = {"reconcile": ListKind((*RECONCILE, "line", "as_of"), _line_leads)}
