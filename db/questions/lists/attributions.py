"""Lists behind an attribution: who converted, and whom a channel touched before."""

from dataclasses import replace
from typing import Final
from zoneinfo import ZoneInfo

from db.questions.lists.kinds import Found, LeadList, ListKind, Viewpoint, dated
from journey_core.attribution.answer import attribute
from journey_core.attribution.options import AttributionOptions, definition
from journey_core.log.vocabulary import spoken
from journey_core.parameters import ATTRIBUTION, Query, attribution_options, attribution_parameters, first


def attribution_list(options: AttributionOptions, zone: ZoneInfo, *, channel: str = "") -> LeadList:
    """The converted leads with a touchpoint in the channel; without a channel, all converted leads."""
    place = {"channel": [channel]} if channel else {}
    return dated("attribution", attribution_parameters(options, zone) | place, options.as_of)


def _attribution_leads(given: Query, here: Viewpoint) -> Found:
    """Which leads a channel touched is the same by every model, so the fastest one is asked."""
    options = attribution_options(given, zone=here.zone, as_of=here.as_of)
    result = attribute(here.journeys, replace(options, model="linear", replicates=0))
    said, channel = definition(options.model, options), first(given, "channel")
    if not channel:
        return Found(f"Leads that converted. {said}", result.converted_lead_ids())
    return Found(f"Leads that converted with a touchpoint in {spoken(channel)}. {said}", result.leads(channel))


KINDS: Final = {"attribution": ListKind((*ATTRIBUTION, "channel", "as_of"), _attribution_leads)}
