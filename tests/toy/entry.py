"""The toy among the analyses."""

from typing import Any
from zoneinfo import ZoneInfo

from journey_core.entries import Entry
from journey_core.lead_lists import AnalysisList, Found, LeadList, dated
from journey_core.log.journeys import Journeys
from journey_core.parameters import Clock, Parameter, Parameters, Query, first
from tests.toy.answer import finish, summarize, toy
from tests.toy.options import ToyOptions
from tests.toy.results import ToyResult


def toy_options(given: Query, clock: Clock) -> ToyOptions:
    return ToyOptions(as_of=clock.as_of, by=first(given, "breakdown", "channel"))


def toy_address(options: ToyOptions, _: ZoneInfo) -> Parameters:
    return {"breakdown": [options.by]}


def toy_leads(journeys: Journeys, options: ToyOptions, given: Query, _: Clock) -> Found:
    group = first(given, "group")
    return Found(f"Leads of {group}.", toy(journeys, options).found[group])


def toy_opens(result: ToyResult, _: ZoneInfo) -> dict[tuple[int, str], LeadList]:
    by = "source" if "source" in result.definition else "channel"
    return {
        (row, "leads"): dated("toy", {"breakdown": [by], "group": [each.group]}, result.as_of)
        for row, each in enumerate(result.groups)
    }


ENTRY: Any = Entry[ToyOptions, ToyResult](
    parameters=(Parameter("breakdown", "channel | source"),),
    options=toy_options,
    address=toy_address,
    summarize=summarize,
    finish=finish,
    answer=toy,
    lists={"toy": AnalysisList(("group",), toy_leads)},
    opens=toy_opens,
)
