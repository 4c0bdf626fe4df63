"""Lists behind a journey map: who visits a step, goes an edge or a variant, or is hidden by the slider."""

from dataclasses import replace
from typing import Final
from zoneinfo import ZoneInfo

from journey_core.lead_lists import AnalysisList, Found, LeadList, dated
from journey_core.log.arrays import Ints
from journey_core.log.journeys import Journeys
from journey_core.log.vocabulary import spoken
from journey_core.parameters import Clock, Query, choice, first, share, whole_number
from journey_core.paths.answer import paths
from journey_core.paths.contrasting import definition as compared_how
from journey_core.paths.leads import (
    all_leads,
    leads_along,
    leads_at_risk,
    leads_beyond,
    leads_going,
    leads_hidden,
    leads_through,
)
from journey_core.paths.options import PathOptions
from journey_core.paths.parameters import path_parameters
from journey_core.paths.results import NO_STEP
from journey_core.paths.wording import definition
from journey_core.wording import spoken_percent

_SAID: Final = {True: "yes", False: "no"}

PLACES: Final = (
    "visits",
    "from_step",
    "to_step",
    "went",
    "came",
    "place",
    "variant",
    "goes_on",
    "hidden_under",
    "in_flow",
    "beyond",
)
"""The parameters that say which part of the map is meant; without one, all its leads."""


def paths_list(
    options: PathOptions,
    zone: ZoneInfo,
    *,
    visits: str = "",
    edge: tuple[str, str] | None = None,
    went: bool | None = None,
    came: bool | None = None,
    place: int | None = None,
    variant: tuple[str, ...] | None = None,
    goes_on: bool = False,
    hidden_under: float | None = None,
    in_flow: bool = False,
    beyond: int | None = None,
) -> LeadList:
    """The leads that visit a step; that go an edge, anywhere or at a place of the flow; that had gone it
    (`went`) or not before their time to convert ended, and converted then (`came`) or not; of a variant; that go an
    edge which too small a share goes; of no variant of the first so many; without any of these, all leads of the map.
    """
    told = {
        "visits": [visits] if visits else [],
        "from_step": [edge[0]] if edge else [],
        "to_step": [edge[1]] if edge else [],
        "went": [] if went is None else [_SAID[went]],
        "came": [] if came is None else [_SAID[came]],
        "place": [str(place)] if place is not None else [],
        "variant": list(variant or (NO_STEP,)) if variant is not None else [],
        "goes_on": ["yes"] if goes_on else [],
        "hidden_under": [str(hidden_under)] if hidden_under is not None else [],
        "in_flow": ["yes"] if in_flow else [],
        "beyond": [str(beyond)] if beyond is not None else [],
    }
    return dated("paths", path_parameters(options, zone) | {n: v for n, v in told.items() if v}, options.as_of)


def _path_leads(journeys: Journeys, options: PathOptions, given: Query, _: Clock) -> Found:
    find = next((find for name, find in _PARTS.items() if given.get(name)), _all)
    sentence, lead_ids = find(given, journeys, options)
    return Found(f"{sentence}. {definition(options)}", lead_ids)


def _all(_: Query, journeys: Journeys, options: PathOptions) -> tuple[str, Ints]:
    return "All leads of the map", all_leads(journeys, options)


def _visiting(given: Query, journeys: Journeys, options: PathOptions) -> tuple[str, Ints]:
    node = first(given, "visits")
    return f"Leads that come to {spoken(node)}", leads_through(journeys, options, node)


def _along(given: Query, journeys: Journeys, options: PathOptions) -> tuple[str, Ints]:
    source, target = first(given, "from_step"), first(given, "to_step")
    place = whole_number(given, "place", 0) if given.get("place") else None
    where = (
        ""
        if place is None
        else f", as move {place + 1} {'back from the anchor' if options.is_before else 'of their path'}"
    )
    leads = leads_along(journeys, options, source, target, place=place)
    return f"Leads that go from {spoken(source)} straight to {spoken(target)}{where}", leads


def _compared(given: Query, journeys: Journeys, options: PathOptions) -> tuple[str, Ints]:
    source, target = first(given, "from_step"), first(given, "to_step")
    went, came = (choice(given, name, ("yes", "no"), "yes") == "yes" for name in ("went", "came"))
    leads = leads_at_risk(journeys, options, source, target, went=went, converted=came)
    return (
        f"Leads that {'had gone' if went else 'had not gone'} from {spoken(source)} straight to {spoken(target)} while "
        f"they could still convert, and {'converted' if came else 'did not convert'} in that time. "
        f"{compared_how(options)}"
    ), leads


def _going(given: Query, journeys: Journeys, options: PathOptions) -> tuple[str, Ints]:
    steps = tuple(step for step in given["variant"] if step != NO_STEP)
    is_cut = first(given, "goes_on") == "yes"
    more = " and more" if is_cut else ""
    leads = leads_going(journeys, options, steps, is_cut=is_cut)
    return f"Leads whose whole path is {' → '.join(map(spoken, steps)) or NO_STEP}{more}", leads


def _hidden(given: Query, journeys: Journeys, options: PathOptions) -> tuple[str, Ints]:
    min_share = share(given, "hidden_under", 0.0)
    result = paths(journeys, replace(options, top=0))
    sentence = f"Leads that go a way that less than {spoken_percent(min_share, digits=2)} of the leads go"
    in_flow = first(given, "in_flow") == "yes"
    return sentence, leads_hidden(journeys, options, result, min_share, in_flow=in_flow)


def _beyond(given: Query, journeys: Journeys, options: PathOptions) -> tuple[str, Ints]:
    top = whole_number(given, "beyond", 0)
    return f"Leads whose path is not among the {top} most frequent", leads_beyond(journeys, options, top)


_PARTS: Final = {
    "visits": _visiting, "went": _compared, "from_step": _along, "variant": _going, "hidden_under": _hidden,
    "beyond": _beyond,
}  # fmt: skip
"""What finds the leads of each part, by the parameter that asks for it."""

LISTS: Final = {"paths": AnalysisList(PLACES, _path_leads)}
