"""Lists behind a funnel: who reached a step, who stopped there; also in a week, in a time, by another tool's count."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from journey_core.calendar.parsing import day
from journey_core.errors import BadInput, UnknownName
from journey_core.funnel.answer import funnel
from journey_core.funnel.conventions import conventions
from journey_core.funnel.options import FunnelOptions
from journey_core.funnel.parameters import funnel_parameters
from journey_core.funnel.results import FunnelResult
from journey_core.funnel.time_to_convert import conversion_times
from journey_core.funnel.trend import trend
from journey_core.lead_lists import AnalysisList, Found, LeadList, dated
from journey_core.log.journeys import Journeys
from journey_core.parameters import Clock, Query, first, whole_number
from journey_core.wording import rough_duration

REACHED: Final = "reached"
DROPPED_AFTER: Final = "dropped_after"
TIMES: Final = ("from_step", "to_step")


def funnel_list(options: FunnelOptions, zone: ZoneInfo, *, reached: int = 0, dropped_after: int = 0) -> LeadList:
    """The leads that reached a step, or that reached it and went no further."""
    if dropped_after:
        return place_list("funnel", options, zone, dropped_after=[str(dropped_after)])
    return place_list("funnel", options, zone, reached=[str(reached)])


def week_list(options: FunnelOptions, zone: ZoneInfo, monday: date, *, reached: int) -> LeadList:
    """The leads that entered in a week and reached a step, the first or the last."""
    return place_list("funnel_week", options, zone, week=[monday.isoformat()], reached=[str(reached)])


def time_list(options: FunnelOptions, zone: ZoneInfo, start: int, end: int, *, bar: int | None = None) -> LeadList:
    """The leads that came from step `start` to step `end`; in the time of a bar of the histogram, counted from 0."""
    only = {} if bar is None else {"bar": [str(bar)]}
    return place_list("funnel_time", options, zone, from_step=[str(start)], to_step=[str(end)], **only)


def convention_list(options: FunnelOptions, zone: ZoneInfo, convention: str, *, reached: int) -> LeadList:
    """The leads that another tool would have counted at a step."""
    return place_list("funnel_convention", options, zone, convention=[convention], reached=[str(reached)])


def place_list(kind: str, options: FunnelOptions, zone: ZoneInfo, **place: list[str]) -> LeadList:
    """A list behind a funnel, its place said by further parameters."""
    return dated(kind, funnel_parameters(options, zone) | place, options.as_of)


def steps_between(given: Query, steps: int) -> tuple[int, int]:
    """From which step to which of so many an address measures times, by default through all; raises BadInput."""
    return whole_number(given, "from_step", 1), whole_number(given, "to_step", steps)


def plain_answer(journeys: Journeys, options: FunnelOptions) -> FunnelResult:
    """The funnel without replicates: lists need none."""
    return funnel(journeys, replace(options, replicates=0))


def step_reached(given: Query) -> int:
    """The step that the leads of an address reached."""
    return whole_number(given, REACHED, 1)


def who_came(result: FunnelResult, step: int, *, stopped: bool = False) -> str:
    """“Leads that reached step 2 (moved to won) and went no further”."""
    if not 1 <= step <= len(result.steps):
        raise BadInput(f"This funnel has the steps 1 to {len(result.steps)}; there is no step {step}.")
    beyond = " and went no further" if stopped and step < len(result.steps) else ""
    return f"Leads that reached step {step} ({result.steps[step - 1].sentence()}){beyond}"


def _funnel_leads(journeys: Journeys, options: FunnelOptions, given: Query, _: Clock) -> Found:
    result = plain_answer(journeys, options)
    stopped_at = whole_number(given, DROPPED_AFTER, 0)
    step = stopped_at or step_reached(given)
    leads = result.dropped_after(step) if stopped_at else result.reached(step)
    return Found(f"{who_came(result, step, stopped=bool(stopped_at))}. {result.definition}", leads)


def _week_leads(journeys: Journeys, options: FunnelOptions, given: Query, clock: Clock) -> Found:
    result = plain_answer(journeys, options)
    monday, step = day(first(given, "week")), step_reached(given)
    answer = trend(result, options, clock.zone)
    leads = answer.entered(monday) if step == 1 else answer.converted(monday)
    came = who_came(result, 1 if step == 1 else len(result.steps))
    return Found(f"{came} and entered in the week of {monday}. {answer.definition}", leads)


def _time_leads(journeys: Journeys, options: FunnelOptions, given: Query, _: Clock) -> Found:
    result = plain_answer(journeys, options)
    start, end = steps_between(given, len(result.steps))
    times = conversion_times(result, start=start, end=end)
    leads, took = times.lead_ids, ""
    if given.get("bar"):
        bar = whole_number(given, "bar", 0)
        leads = times.in_bin(bar)
        low, high = (rough_duration(timedelta(seconds=edge)) for edge in times.edges[bar : bar + 2])
        took = f" {low} to {high}"
    after = f"after step {start} ({result.steps[start - 1].sentence()})"
    return Found(f"{who_came(result, end)}{took} {after}. {result.definition}", leads)


def _convention_leads(journeys: Journeys, options: FunnelOptions, given: Query, _: Clock) -> Found:
    known = {each.name: each for each in conventions(journeys, options)}
    name, step = first(given, "convention"), step_reached(given)
    if name not in known:
        raise UnknownName("convention", name, known)
    leads = known[name].reached(step)
    return Found(f"Leads that {known[name].title} would count at step {step}. {known[name].definition}", leads)


LISTS: Final = {
    "funnel": AnalysisList((REACHED, DROPPED_AFTER), _funnel_leads),
    "funnel_convention": AnalysisList((REACHED, "convention"), _convention_leads),
    "funnel_time": AnalysisList((*TIMES, "bar"), _time_leads),
    "funnel_week": AnalysisList((REACHED, "week"), _week_leads),
}
