"""Lists behind a funnel: who reached a step, who stopped there; also in a group, week or time, on a side, by trait."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from db.questions.funnel_groups import grouping, traits_of
from db.questions.funnel_sides import Against, against, against_parameters, comparison
from db.questions.lists.kinds import Found, LeadList, ListKind, Viewpoint, dated
from journey_core.calendar.parsing import day
from journey_core.errors import BadInput, UnknownName
from journey_core.funnel.answer import funnel
from journey_core.funnel.breakdown import LEAD, BreakdownBy, breakdown
from journey_core.funnel.conventions import conventions
from journey_core.funnel.options import FunnelOptions
from journey_core.funnel.results import FunnelResult
from journey_core.funnel.separation import Trait, trait_leads
from journey_core.funnel.time_to_convert import conversion_times
from journey_core.funnel.trend import trend
from journey_core.leads.groups import named
from journey_core.log.vocabulary import spoken_value
from journey_core.parameters import (
    AGAINST,
    FUNNEL,
    TIMES,
    Query,
    choice,
    first,
    funnel_options,
    funnel_parameters,
    steps_between,
    whole_number,
)
from journey_core.wording import rough_duration

REACHED: Final = "reached"
DROPPED_AFTER: Final = "dropped_after"


def funnel_list(options: FunnelOptions, zone: ZoneInfo, *, reached: int = 0, dropped_after: int = 0) -> LeadList:
    """The leads that reached a step, or that reached it and went no further."""
    if dropped_after:
        return _list("funnel", options, zone, dropped_after=[str(dropped_after)])
    return _list("funnel", options, zone, reached=[str(reached)])


def group_list(options: FunnelOptions, zone: ZoneInfo, by: BreakdownBy, group: str, *, reached: int) -> LeadList:
    """The leads of one group of a breakdown, named by its key, that reached a step."""
    return _list("funnel_group", options, zone, breakdown=[str(by)], group=[group], reached=[str(reached)])


def week_list(options: FunnelOptions, zone: ZoneInfo, monday: date, *, reached: int) -> LeadList:
    """The leads that entered in a week and reached a step, the first or the last."""
    return _list("funnel_week", options, zone, week=[monday.isoformat()], reached=[str(reached)])


def time_list(options: FunnelOptions, zone: ZoneInfo, start: int, end: int, *, bar: int | None = None) -> LeadList:
    """The leads that came from step `start` to step `end`; in the time of a bar of the histogram, counted from 0."""
    only = {} if bar is None else {"bar": [str(bar)]}
    return _list("funnel_time", options, zone, from_step=[str(start)], to_step=[str(end)], **only)


def side_list(options: FunnelOptions, zone: ZoneInfo, asked: Against, side: int, *, reached: int) -> LeadList:
    """The leads of one side of a comparison, 0 or 1, that reached a step."""
    sides = against_parameters(asked, zone)
    return _list("funnel_side", options, zone, **sides, side=[str(side)], reached=[str(reached)])


def trait_list(
    options: FunnelOptions, zone: ZoneInfo, trait: Trait, *, has_trait: bool, has_converted: bool
) -> LeadList:
    """The leads of one of the four counts of a trait."""
    cell = {"has": ["yes" if has_trait else "no"], "converted": ["yes" if has_converted else "no"]}
    return _list("funnel_trait", options, zone, trait=[trait.source], value=[trait.group.key], **cell)


def convention_list(options: FunnelOptions, zone: ZoneInfo, convention: str, *, reached: int) -> LeadList:
    """The leads that another tool would have counted at a step."""
    return _list("funnel_convention", options, zone, convention=[convention], reached=[str(reached)])


def _list(kind: str, options: FunnelOptions, zone: ZoneInfo, **place: list[str]) -> LeadList:
    return dated(kind, funnel_parameters(options, zone) | place, options.as_of)


def _asked(given: Query, here: Viewpoint) -> tuple[FunnelOptions, FunnelResult]:
    options = replace(funnel_options(given, zone=here.zone, as_of=here.as_of), replicates=0)
    return options, funnel(here.journeys, options)


def _step(given: Query) -> int:
    """The step that the leads of an address reached."""
    return whole_number(given, REACHED, 1)


def _came(result: FunnelResult, step: int, *, stopped: bool = False) -> str:
    """“Leads that reached step 2 (moved to won) and went no further”."""
    if not 1 <= step <= len(result.steps):
        raise BadInput(f"This funnel has the steps 1 to {len(result.steps)}; there is no step {step}.")
    beyond = " and went no further" if stopped and step < len(result.steps) else ""
    return f"Leads that reached step {step} ({result.steps[step - 1].sentence()}){beyond}"


def _funnel_leads(given: Query, here: Viewpoint) -> Found:
    _, result = _asked(given, here)
    stopped_at = whole_number(given, DROPPED_AFTER, 0)
    step = stopped_at or _step(given)
    leads = result.dropped_after(step) if stopped_at else result.reached(step)
    return Found(f"{_came(result, step, stopped=bool(stopped_at))}. {result.definition}", leads)


def _group_leads(given: Query, here: Viewpoint) -> Found:
    options, result = _asked(given, here)
    step, key = _step(given), first(given, "group")
    by = BreakdownBy.parse(first(given, "breakdown"))
    groups = grouping(here.workspace, here.journeys, result, options, by, segments=here.segments)
    answer = breakdown(result, groups)
    name = spoken_value(by.attribute, named(answer.grouping, key).name)
    return Found(f"{_came(result, step)}, {answer.title}: {name}. {answer.definition}", answer.reached(key, step))


def _week_leads(given: Query, here: Viewpoint) -> Found:
    options, result = _asked(given, here)
    monday, step = day(first(given, "week")), _step(given)
    answer = trend(result, options, here.zone)
    leads = answer.entered(monday) if step == 1 else answer.converted(monday)
    came = _came(result, 1 if step == 1 else len(result.steps))
    return Found(f"{came} and entered in the week of {monday}. {answer.definition}", leads)


def _time_leads(given: Query, here: Viewpoint) -> Found:
    _, result = _asked(given, here)
    start, end = steps_between(given, len(result.steps))
    times = conversion_times(result, start=start, end=end)
    leads, took = times.lead_ids, ""
    if given.get("bar"):
        bar = whole_number(given, "bar", 0)
        leads = times.in_bin(bar)
        low, high = (rough_duration(timedelta(seconds=edge)) for edge in times.edges[bar : bar + 2])
        took = f" {low} to {high}"
    after = f"after step {start} ({result.steps[start - 1].sentence()})"
    return Found(f"{_came(result, end)}{took} {after}. {result.definition}", leads)


def _side_leads(given: Query, here: Viewpoint) -> Found:
    options, result = _asked(given, here)
    asked = against(given, here.zone)
    if asked is None:
        raise BadInput("This list is of one side of a comparison; its address names neither segments nor a period.")
    step, side = _step(given), whole_number(given, "side", 0)
    answer = comparison(here.journeys, options, asked, here.zone, segments=here.segments, result=result)
    leads = answer.reached(side, step)
    return Found(f"{_came(result, step)}: {answer.sides[side].name}. {answer.definition}", leads)


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


def _convention_leads(given: Query, here: Viewpoint) -> Found:
    options = funnel_options(given, zone=here.zone, as_of=here.as_of)
    known = {each.name: each for each in conventions(here.journeys, options)}
    name, step = first(given, "convention"), _step(given)
    if name not in known:
        raise UnknownName("convention", name, known)
    leads = known[name].reached(step)
    return Found(f"Leads that {known[name].title} would count at step {step}. {known[name].definition}", leads)


KINDS: Final = {
    "funnel": ListKind((*FUNNEL, REACHED, DROPPED_AFTER, "as_of"), _funnel_leads),
    "funnel_group": ListKind((*FUNNEL, REACHED, "breakdown", "group", "as_of"), _group_leads),
    "funnel_convention": ListKind((*FUNNEL, REACHED, "convention", "as_of"), _convention_leads),
    "funnel_time": ListKind((*FUNNEL, *TIMES, "bar", "as_of"), _time_leads),
    "funnel_week": ListKind((*FUNNEL, REACHED, "week", "as_of"), _week_leads),
    "funnel_side": ListKind((*FUNNEL, REACHED, *AGAINST, "side", "as_of"), _side_leads),
    "funnel_trait": ListKind((*FUNNEL, "trait", "value", "has", "converted", "as_of"), _trait_leads),
}
