"""Filters live in the address: read and checked here, written here, and turned into the leads behind a number."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

import streamlit as st

from journey_core.errors import BadInput, UnknownName
from journey_core.funnel import FunnelOptions, funnel
from journey_core.journeys import Ints, Journeys
from journey_core.moments import duration, duration_text, end_of, start_of
from journey_core.predicate import Predicate

Query = Mapping[str, Sequence[str]]
"""An address's parameters: every name with all its values."""

LEADS_PAGE: Final = "sell/leads.py"
LEAD_PAGE: Final = "sell/lead.py"
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


def first(given: Query, name: str, default: str = "") -> str:
    """The first value of a parameter."""
    values = given.get(name, ())
    return values[0] if values else default


def choice(given: Query, name: str, choices: Sequence[str], default: str) -> str:
    """A parameter that must be one of the choices, else the default: addresses are typed by hand, too."""
    value = first(given, name, default)
    return value if value in choices else default


def whole_number(given: Query, name: str, default: int) -> int:
    """A parameter that is a whole number from 0 to 999,999; raises BadInput."""
    value = first(given, name, str(default))
    if not (value.isascii() and value.isdigit() and len(value) <= 6):
        raise BadInput(f"“{value}” is no {name} number.")
    return int(value)


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


def funnel_parameters(options: FunnelOptions, zone: ZoneInfo) -> dict[str, list[str]]:
    """A funnel as an address says it; `as_of` stands beside it."""
    period = {
        name: [moment.astimezone(zone).isoformat()]
        for name, moment in (("since", options.since), ("until", options.until))
        if moment
    }
    return {"step": [str(step) for step in options.steps], "window": [duration_text(options.window)], **period}


def funnel_options(given: Query, *, zone: ZoneInfo, as_of: datetime) -> FunnelOptions:
    """The funnel of an address; raises BadInput for anything that can't be read."""
    since, until = first(given, "since"), first(given, "until")
    return FunnelOptions(
        steps=tuple(Predicate.parse(step) for step in given.get("step", ())),
        window=duration(first(given, "window", "14d")),
        since=start_of(since, zone) if since else None,
        until=start_of(until, zone) if until else None,
        as_of=as_of,
    )


def funnel_list(options: FunnelOptions, zone: ZoneInfo, *, reached: int = 0, dropped_after: int = 0) -> LeadList:
    """The leads that reached a step, or that reached it and not the next one."""
    place = {"reached": [str(reached)]} if reached else {"dropped_after": [str(dropped_after)]}
    parameters = funnel_parameters(options, zone) | place | {"as_of": [options.as_of.isoformat()]}
    return LeadList("funnel", tuple((name, tuple(values)) for name, values in parameters.items()))


def _funnel_leads(given: Query, journeys: Journeys, zone: ZoneInfo, as_of: datetime) -> Found:
    result = funnel(journeys, funnel_options(given, zone=zone, as_of=as_of))
    reached, dropped_after = whole_number(given, "reached", 0), whole_number(given, "dropped_after", 0)
    step = dropped_after or reached or 1
    leads = result.dropped_after(step) if dropped_after else result.reached(step)
    stopped = " and not the next one" if dropped_after and step < len(result.steps) else ""
    return Found(f"Leads that reached step {step} ({result.steps[step - 1].step}){stopped}. {result.definition}", leads)


@dataclass(frozen=True)
class ListKind:
    """A kind of list: the parameters it reads, and how its leads are found."""

    reads: tuple[str, ...]
    find: Callable[[Query, Journeys, ZoneInfo, datetime], Found]


LISTS: Final = {
    "funnel": ListKind(("step", "window", "since", "until", "reached", "dropped_after", "as_of"), _funnel_leads),
}
"""Every kind of list by its name in the address; a new one is one function and one line."""
