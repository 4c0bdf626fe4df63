"""Segments: leads under a name. A segment is a saved view of the leads page, that is its filters and its list."""

from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import numpy as np

from db.kept.views import view, view_names
from db.leads.rows import LeadRows, Memo, at_once, lead_rows
from db.questions import lists  # as a whole: a segment may ask for a list, and a list for a segment
from db.questions.lead_filters import FILTERS, SEARCH, filtered
from db.questions.lists.kinds import Viewpoint
from db.store.settings import settings
from db.store.workspaces import Workspace
from journey_core.errors import BadInput, Refused, UnknownName
from journey_core.log.arrays import Ints
from journey_core.parameters import Query

PAGE: Final = "leads"
SORT: Final = "sort"
"""Name of the order in an address."""

_asked: ContextVar[frozenset[str]] = ContextVar("asked", default=frozenset())
"""Segments whose leads are being looked for right now."""


@dataclass(frozen=True)
class Segment:
    """A name and what it says of leads. What is remembered of a segment has this in its key, never the name alone:
    another user's segment may have the same one, and anybody can save theirs anew.
    """

    name: str
    query: tuple[tuple[str, tuple[str, ...]], ...]


def segments(workspace: Workspace) -> tuple[str, ...]:
    """The names of all segments that the user sees, sorted, each once."""
    return view_names(workspace, page=PAGE)


def segment(workspace: Workspace, name: str) -> Segment:
    """The segment of this name, the user's own before a shared one; raises UnknownName."""
    return Segment(name, view(workspace, name, page=PAGE).query)


def segment_leads(workspace: Workspace, name: str, *, as_of: datetime, memo: Memo = at_once) -> Ints:
    """int64 lead ids in ascending order: the leads that the segment's page shows as of this instant. Raises
    UnknownName for a name that is none, Refused for a segment that can't be answered.
    """
    if name in _asked.get():
        raise Refused(f"The segment “{name}” asks for itself; save it again from another list.")
    rows, given = lead_rows(workspace, as_of, memo=memo), dict(segment(workspace, name).query)
    token = _asked.set(_asked.get() | {name})
    try:
        return leads_shown(workspace, rows, given)
    except (BadInput, UnknownName) as error:
        raise Refused(f"The segment “{name}” can't be answered: {error}") from error
    finally:
        _asked.reset(token)


def leads_shown(workspace: Workspace, rows: LeadRows, given: Query) -> Ints:
    """int64 lead ids in ascending order: the leads that the leads page shows at an address. Raises UnknownName for a
    word that is none, and for a filter that is none: without it a misspelt one would mean all leads.
    """
    if strays := sorted(given.keys() - read_of_address()):
        raise UnknownName("filter of leads", strays[0], (SEARCH, *(each.name for each in FILTERS)))
    asked, known = lists.list_in(given), rows.stands.is_known
    if asked:
        here = Viewpoint(workspace, rows.columns, settings(workspace).tz, rows.as_of)
        known = np.isin(rows.columns.lead_id, lists.resolve(asked, here).lead_ids)
    return rows.columns.lead_id[filtered(rows, given) & known]


def read_of_address() -> frozenset[str]:
    """The parameters that the leads page reads."""
    of_lists = frozenset(name for kind in lists.LISTS.values() for name in kind.reads)
    return of_lists | {SEARCH, SORT, lists.LIST, lists.VERSION} | {each.name for each in FILTERS}
