"""Lists of leads: every number opens exactly the leads it counts, and an address says which."""

from dataclasses import replace
from typing import Final

from db.questions.lists import attributions, bottlenecks, funnels, paths, reconciliations, standings
from db.questions.lists.attributions import attribution_list
from db.questions.lists.bottlenecks import bottleneck_list
from db.questions.lists.funnels import funnel_list
from db.questions.lists.kinds import LIST, VERSION, Found, LeadList, ListKind, Viewpoint
from db.questions.lists.paths import paths_list
from db.questions.lists.reconciliations import reconcile_list
from db.questions.lists.standings import converted_list, import_list, new_list, stage_list
from journey_core.calendar.parsing import end_of
from journey_core.errors import UnknownName
from journey_core.parameters import Query, first

__all__ = [
    "LIST",
    "LISTS",
    "VERSION",
    "Found",
    "LeadList",
    "Viewpoint",
    "attribution_list",
    "bottleneck_list",
    "converted_list",
    "funnel_list",
    "import_list",
    "list_in",
    "new_list",
    "paths_list",
    "reconcile_list",
    "resolve",
    "stage_list",
    "version_in",
]

LISTS: Final[dict[str, ListKind]] = {
    **funnels.KINDS,
    **standings.KINDS,
    **attributions.KINDS,
    **paths.KINDS,
    **bottlenecks.KINDS,
    **reconciliations.KINDS,
}
"""Every kind of list by its name in the address. A new family is a module with KINDS, and its name here."""


def list_in(given: Query) -> LeadList | None:
    """The list that an address asks for, None if it asks for none; raises UnknownName for a kind that is not there."""
    kind = first(given, LIST)
    if not kind:
        return None
    if kind not in LISTS:
        raise UnknownName("list of leads", kind, LISTS)
    return LeadList(kind, tuple((name, tuple(given[name])) for name in LISTS[kind].reads if given.get(name)))


def version_in(given: Query) -> int | None:
    """The data version that a list was counted on, None where its address does not say."""
    version = first(given, VERSION)
    return int(version) if version.isascii() and version.isdigit() and len(version) < 19 else None


def resolve(asked: LeadList, here: Viewpoint) -> Found:
    """The leads of a list; as many as the number that linked to it."""
    given = dict(asked.parameters)
    if given.get("as_of"):
        here = replace(here, as_of=end_of(first(given, "as_of"), here.zone).astimezone(here.zone))
    return LISTS[asked.kind].find(given, here)
