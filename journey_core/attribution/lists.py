"""Lists behind an attribution: who converted, and whom a channel touched before."""

from dataclasses import replace
from typing import Final
from zoneinfo import ZoneInfo

from journey_core.attribution.answer import attribute
from journey_core.attribution.options import AttributionOptions
from journey_core.attribution.parameters import attribution_parameters
from journey_core.attribution.wording import definition
from journey_core.lead_lists import AnalysisList, Found, LeadList, dated
from journey_core.log.journeys import Journeys
from journey_core.log.vocabulary import spoken
from journey_core.parameters import Clock, Query, first


def attribution_list(options: AttributionOptions, zone: ZoneInfo, *, channel: str = "") -> LeadList:
    """The converted leads with a touchpoint in the channel; without a channel, all converted leads."""
    place = {"channel": [channel]} if channel else {}
    return dated("attribution", attribution_parameters(options, zone) | place, options.as_of)


def _attribution_leads(journeys: Journeys, options: AttributionOptions, given: Query, _: Clock) -> Found:
    """Which leads a channel touched is the same by every model, so the fastest one is asked."""
    result = attribute(journeys, replace(options, model="linear", replicates=0))
    said, channel = definition(options), first(given, "channel")
    if not channel:
        return Found(f"Leads that converted. {said}", result.converted_lead_ids())
    return Found(f"Leads that converted with a touchpoint in {spoken(channel)}. {said}", result.leads(channel))


LISTS: Final = {"attribution": AnalysisList(("channel",), _attribution_leads)}
