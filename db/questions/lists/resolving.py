"""From an address to the leads of its list: those of every analysis, and those of the store."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from db.questions.lists import funnels, standings
from db.questions.lists.kinds import ListKind, Viewpoint
from journey_core.analyses import ANALYSES, Analysis
from journey_core.calendar.parsing import end_of
from journey_core.errors import UnknownName
from journey_core.lead_lists import LIST, AnalysisList, Found, LeadList
from journey_core.parameters import Query, first

VERSION: Final = "version"
"""The parameter that says which state of the log the list's number was counted on."""


def list_kinds() -> Mapping[str, ListKind]:
    """Every kind of list by its name in the address."""
    of_analyses = {
        name: _of_analysis(analysis, each)
        for analysis in ANALYSES.values()
        for name, each in analysis.entry.lists.items()
    }
    return funnels.KINDS | standings.KINDS | of_analyses


def list_in(given: Query) -> LeadList | None:
    """The list that an address asks for, None if it asks for none; raises UnknownName for an unknown kind."""
    kind, known = first(given, LIST), list_kinds()
    if not kind:
        return None
    if kind not in known:
        raise UnknownName("list of leads", kind, known)
    return LeadList(kind, tuple((name, tuple(given[name])) for name in known[kind].reads if given.get(name)))


def version_in(given: Query) -> int | None:
    """The data version that a list was counted on, None where its address does not say."""
    version = first(given, VERSION)
    return int(version) if version.isascii() and version.isdigit() and len(version) < 19 else None


def resolve(asked: LeadList, here: Viewpoint) -> Found:
    """The leads of a list; as many as the number that linked to it."""
    given = dict(asked.parameters)
    if given.get("as_of"):
        here = replace(here, as_of=end_of(first(given, "as_of"), here.zone).astimezone(here.zone))
    return list_kinds()[asked.kind].find(given, here)


def _of_analysis(analysis: Analysis, of: AnalysisList) -> ListKind:
    """The list of an analysis: its address also says the options."""
    entry = analysis.entry

    def find(given: Query, here: Viewpoint) -> Found:
        return of.find(here.journeys, entry.options(given, here.clock), given, here.clock)

    return ListKind((*(each.name for each in entry.parameters), *of.reads, "as_of"), find)
