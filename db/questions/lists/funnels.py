"""Lists behind a funnel that need more than its journeys: in a group, on a side of a comparison, by a trait."""

from dataclasses import replace
from typing import Final
from zoneinfo import ZoneInfo

from db.questions.funnel_groups import grouping, traits_of
from db.questions.funnel_sides import AGAINST, Against, against, against_parameters, comparison
from db.questions.lists.kinds import ListKind, Viewpoint
from journey_core.errors import BadInput
from journey_core.funnel.breakdown import LEAD, BreakdownBy, breakdown
from journey_core.funnel.differences import Trait
from journey_core.funnel.lists import REACHED, place_list, plain_answer, step_reached, who_came
from journey_core.funnel.options import FunnelOptions
from journey_core.funnel.parameters import PARAMETERS, funnel_options
from journey_core.funnel.results import FunnelResult
from journey_core.funnel.separation import trait_leads
from journey_core.lead_lists import Found, LeadList
from journey_core.leads.groups import named
from journey_core.log.vocabulary import spoken_value
from journey_core.parameters import Query, choice, first, whole_number

FUNNEL: Final = tuple(each.name for each in PARAMETERS)


def group_list(options: FunnelOptions, zone: ZoneInfo, by: BreakdownBy, group: str, *, reached: int) -> LeadList:
    """The leads of one group of a breakdown, named by its key, that reached a step."""
    return place_list("funnel_group", options, zone, breakdown=[str(by)], group=[group], reached=[str(reached)])


def side_list(options: FunnelOptions, zone: ZoneInfo, asked: Against, side: int, *, reached: int) -> LeadList:
    """The leads of one side of a comparison, 0 or 1, that reached a step."""
    sides = against_parameters(asked, zone)
    return place_list("funnel_side", options, zone, **sides, side=[str(side)], reached=[str(reached)])


def trait_list(
    options: FunnelOptions, zone: ZoneInfo, trait: Trait, *, has_trait: bool, has_converted: bool
) -> LeadList:
    """The leads of one of the four counts of a trait."""
    cell = {"has": ["yes" if has_trait else "no"], "converted": ["yes" if has_converted else "no"]}
    return place_list("funnel_trait", options, zone, trait=[trait.source], value=[trait.group.key], **cell)


def _asked(given: Query, here: Viewpoint) -> tuple[FunnelOptions, FunnelResult]:
    options = replace(funnel_options(given, here.clock), replicates=0)
    return options, plain_answer(here.journeys, options)


def _group_leads(given: Query, here: Viewpoint) -> Found:
    options, result = _asked(given, here)
    step, key = step_reached(given), first(given, "group")
    by = BreakdownBy.parse(first(given, "breakdown"))
    groups = grouping(here.workspace, here.journeys, result, options, by, segments=here.segments)
    answer = breakdown(result, groups)
    name = spoken_value(by.attribute, named(answer.grouping, key).name)
    return Found(f"{who_came(result, step)}, {answer.title}: {name}. {answer.definition}", answer.reached(key, step))


def _side_leads(given: Query, here: Viewpoint) -> Found:
    options, result = _asked(given, here)
    asked = against(given, here.zone)
    if asked is None:
        raise BadInput("This list is of one side of a comparison, but its address names neither segments nor a period.")
    step, side = step_reached(given), whole_number(given, "side", 0)
    answer = comparison(here.journeys, options, asked, here.zone, segments=here.segments, result=result)
    leads = answer.reached(side, step)
    return Found(f"{who_came(result, step)}: {answer.sides[side].name}. {answer.definition}", leads)


def _trait_leads(given: Query, here: Viewpoint) -> Found:
    options, result = _asked(given, here)
    source, key = first(given, "trait"), first(given, "value")
    attributes = traits_of(here.workspace, here.journeys, result, options, source)
    has, came = (choice(given, name, ("yes", "no"), "yes") == "yes" for name in ("has", "converted"))
    leads = trait_leads(here.journeys, result, options, (source, key), attributes, has_trait=has, has_converted=came)
    place, _, field = source.partition(".")
    value = key.removeprefix("=") if f"{place}." == LEAD else spoken_value(field, key.removeprefix("="))
    through = "came through the funnel" if came else "did not come through the funnel"
    return Found(f"Leads {'with' if has else 'without'} {field} {value} that {through}. {result.definition}", leads)


KINDS: Final = {
    "funnel_group": ListKind((*FUNNEL, REACHED, "breakdown", "group", "as_of"), _group_leads),
    "funnel_side": ListKind((*FUNNEL, REACHED, *AGAINST, "side", "as_of"), _side_leads),
    "funnel_trait": ListKind((*FUNNEL, "trait", "value", "has", "converted", "as_of"), _trait_leads),
}
