"""Filters live in the address; here it is read, written, and turned into the leads behind a number."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

import streamlit as st

from db.claims import leads_of_import
from journey_core.attribution import AttributionOptions, attribute
from journey_core.definition import spoken_moment, spoken_period
from journey_core.errors import UnknownName
from journey_core.funnel import FunnelOptions, funnel
from journey_core.journeys import Ints, Journeys
from journey_core.moments import end_of, start_of
from journey_core.momentum import converted_leads, leads_at, new_leads
from journey_core.predicate import Predicate
from pages.parts import session
from pages.parts.questions import (
    ATTRIBUTION,
    FUNNEL,
    Query,
    attribution_options,
    attribution_parameters,
    first,
    funnel_options,
    funnel_parameters,
    whole_number,
)

LEADS_PAGE: Final = "sell/leads.py"
LEAD_PAGE: Final = "sell/lead.py"
LOG_PAGE: Final = "operate/log.py"
UPLOAD_PAGE: Final = "operate/upload.py"
LIST: Final = "list"


@dataclass(frozen=True)
class LeadList:
    """Which leads a number counts, as an address says it: a kind of LISTS and the parameters that kind reads."""

    kind: str
    parameters: tuple[tuple[str, tuple[str, ...]], ...]

    def query(self) -> dict[str, list[str]]:
        """The parameters of `/leads` that show exactly these leads."""
        return {LIST: [self.kind]} | {name: list(values) for name, values in self.parameters}


@dataclass(frozen=True, eq=False)
class Found:
    """The leads of a list, int64 ids in ascending order, and the sentence that says which they are."""

    sentence: str
    lead_ids: Ints


def query() -> dict[str, list[str]]:
    """The present address's parameters."""
    return {name: st.query_params.get_all(name) for name in st.query_params}


def write(**values: str | Sequence[str]) -> None:
    """Puts values into the address; an empty one leaves it."""
    for name, value in values.items():
        if value:
            st.query_params[name] = value if isinstance(value, str) else list(value)
        else:
            st.query_params.pop(name, None)


def list_in(given: Query) -> LeadList | None:
    """The list that an address asks for, None if it asks for none; raises UnknownName for a kind that is not there."""
    kind = first(given, LIST)
    if not kind:
        return None
    if kind not in LISTS:
        raise UnknownName("list of leads", kind, LISTS)
    return LeadList(kind, tuple((name, tuple(given[name])) for name in LISTS[kind].reads if given.get(name)))


def resolve(asked: LeadList, journeys: Journeys, *, zone: ZoneInfo, as_of: datetime) -> Found:
    """The leads of a list; as many as the number that linked to it."""
    given = dict(asked.parameters)
    instant = end_of(first(given, "as_of"), zone) if given.get("as_of") else as_of
    return LISTS[asked.kind].find(given, journeys, zone, instant)


def funnel_list(options: FunnelOptions, zone: ZoneInfo, *, reached: int = 0, dropped_after: int = 0) -> LeadList:
    """The leads that reached a step, or that reached it and not the next one."""
    place = {"reached": [str(reached)]} if reached else {"dropped_after": [str(dropped_after)]}
    return _list("funnel", funnel_parameters(options, zone) | place, options.as_of)


def attribution_list(options: AttributionOptions, zone: ZoneInfo, *, channel: str = "") -> LeadList:
    """The converted leads with a touchpoint in the channel; without a channel, all converted leads."""
    place = {"channel": [channel]} if channel else {}
    return _list("attribution", attribution_parameters(options, zone) | place, options.as_of)


def _list(kind: str, parameters: dict[str, list[str]], as_of: datetime) -> LeadList:
    dated = parameters | {"as_of": [as_of.isoformat()]}
    return LeadList(kind, tuple((name, tuple(values)) for name, values in dated.items()))


def _funnel_leads(given: Query, journeys: Journeys, zone: ZoneInfo, as_of: datetime) -> Found:
    result = funnel(journeys, replace(funnel_options(given, zone=zone, as_of=as_of), replicates=0))
    reached, dropped_after = whole_number(given, "reached", 0), whole_number(given, "dropped_after", 0)
    step = dropped_after or reached or 1
    leads = result.dropped_after(step) if dropped_after else result.reached(step)
    stopped = " and not the next one" if dropped_after and step < len(result.steps) else ""
    return Found(f"Leads that reached step {step} ({result.steps[step - 1].step}){stopped}. {result.definition}", leads)


def _attribution_leads(given: Query, journeys: Journeys, zone: ZoneInfo, as_of: datetime) -> Found:
    result = attribute(journeys, replace(attribution_options(given, zone=zone, as_of=as_of), replicates=0))
    channel = first(given, "channel")
    if not channel:
        return Found(f"Leads that converted. {result.definition}", result.converted_lead_ids())
    if channel not in {row.channel for row in result.credit}:
        raise UnknownName("credited channel", channel, (row.channel for row in result.credit))
    return Found(f"Leads that converted with a touchpoint in {channel}. {result.definition}", result.leads(channel))


def stage_list(stage: str, as_of: datetime) -> LeadList:
    """The leads that stand at a stage."""
    return LeadList("stage", (("in_stage", (stage,)), ("as_of", (as_of.isoformat(),))))


def _stage_leads(given: Query, journeys: Journeys, zone: ZoneInfo, as_of: datetime) -> Found:
    stage = first(given, "in_stage")
    leads = leads_at(journeys, stage, as_of=as_of)
    return Found(f"Leads that stand at {stage}, as of {spoken_moment(as_of.astimezone(zone))}.", leads)


def new_list(since: datetime, until: datetime) -> LeadList:
    """The leads whose first interaction lies in a period."""
    return LeadList("new", (("since", (since.isoformat(),)), ("until", (until.isoformat(),))))


def _new_leads(given: Query, journeys: Journeys, zone: ZoneInfo, as_of: datetime) -> Found:
    since, until = _period(given, zone, as_of)
    sentence = f"Leads with their first interaction{spoken_period(since.astimezone(zone), until.astimezone(zone))}."
    return Found(sentence, new_leads(journeys, since=since, until=until))


def converted_list(goal: Predicate, since: datetime, until: datetime) -> LeadList:
    """The leads that converted in a period."""
    return LeadList("converted", (("goal", (str(goal),)), *new_list(since, until).parameters))


def _converted_leads(given: Query, journeys: Journeys, zone: ZoneInfo, as_of: datetime) -> Found:
    goal, (since, until) = Predicate.parse(first(given, "goal", "kind=converted")), _period(given, zone, as_of)
    period = spoken_period(since.astimezone(zone), until.astimezone(zone))
    return Found(
        f"Leads with a conversion ({goal}){period}.", converted_leads(journeys, goal, since=since, until=until)
    )


def import_list(import_id: int) -> LeadList:
    """The leads whose interactions an import claims."""
    return LeadList("import", (("import_id", (str(import_id),)),))


def _import_leads(given: Query, _journeys: Journeys, _zone: ZoneInfo, _as_of: datetime) -> Found:
    import_id = whole_number(given, "import_id", 0)
    # Which file brought a row is not among the columns, so the rows themselves are asked.
    return Found(f"Leads in the file of import {import_id}.", leads_of_import(session.workspace(), import_id))


def _period(given: Query, zone: ZoneInfo, as_of: datetime) -> tuple[datetime, datetime]:
    """The period of an address; where it names none, everything until `as_of`."""
    since, until = first(given, "since", "1970-01-01"), first(given, "until")
    return start_of(since, zone), start_of(until, zone) if until else as_of


@dataclass(frozen=True)
class ListKind:
    """A kind of list: the parameters it reads, and how its leads are found."""

    reads: tuple[str, ...]
    find: Callable[[Query, Journeys, ZoneInfo, datetime], Found]


LISTS: Final = {
    "funnel": ListKind((*FUNNEL, "reached", "dropped_after", "as_of"), _funnel_leads),
    "stage": ListKind(("in_stage", "as_of"), _stage_leads),
    "new": ListKind(("since", "until"), _new_leads),
    "converted": ListKind(("goal", "since", "until"), _converted_leads),
    "import": ListKind(("import_id",), _import_leads),
    "attribution": ListKind((*ATTRIBUTION, "channel", "as_of"), _attribution_leads),
}
"""Every kind of list by its name in the address; a new one is one function and one line."""
