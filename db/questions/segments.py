"""Segments: leads under a name. A segment is a saved view of the leads page, that is its filters and its list."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np

from db.kept.views import view, view_names
from db.leads.rows import LeadRows, Memo, at_once, lead_rows
from db.questions.lead_filters import FILTERS, SEARCH, asked_words, filtered
from db.questions.lists.kinds import Viewpoint
from db.questions.lists.resolving import VERSION, list_in, list_kinds, resolve
from db.store.settings import settings
from db.store.workspaces import Workspace
from journey_core.errors import BadInput, Refused, UnknownName
from journey_core.lead_lists import LIST
from journey_core.log.arrays import Ints
from journey_core.log.journeys import Journeys
from journey_core.parameters import Query, first

PAGE: Final = "leads"
SORT: Final = "sort"
"""Name of the order in an address."""


@dataclass(frozen=True)
class Segment:
    """A name and what it says of leads. Whatever is remembered of a segment has this in its key, never the name alone:
    another user's segment may have the same name, and anybody can save theirs anew.
    """

    name: str
    query: tuple[tuple[str, tuple[str, ...]], ...]


def segments(workspace: Workspace) -> tuple[str, ...]:
    """The names of all segments that the user sees, sorted, each once."""
    return view_names(workspace, page=PAGE)


def segment(workspace: Workspace, name: str) -> Segment:
    """The segment of this name, the user's own before a shared one; raises UnknownName."""
    return Segment(name, view(workspace, name, page=PAGE).query)


@dataclass(frozen=True, eq=False)
class Segments:
    """The segments of a workspace, for the lists that they are made of: a list may itself name a segment."""

    workspace: Workspace
    memo: Memo = at_once
    asked: frozenset[str] = frozenset()
    """Segments whose leads are being looked up right now."""

    def names(self) -> tuple[str, ...]:
        """The names of all segments that the user sees, sorted, each once."""
        return segments(self.workspace)

    def leads(self, name: str, *, as_of: datetime) -> Ints:
        """int64 lead ids in ascending order: the leads that the segment's page shows as of this instant. Raises
        UnknownName for a name without a segment, Refused for a segment that can't be answered.
        """
        if name in self.asked:
            raise Refused(f"The segment “{name}” asks for itself; save it again from another list.")
        rows, given = lead_rows(self.workspace, as_of, memo=self.memo), dict(segment(self.workspace, name).query)
        try:
            return _leads_shown(rows, given, replace(self, asked=self.asked | {name}))
        except (BadInput, UnknownName) as error:
            raise Refused(f"The segment “{name}” can't be answered: {error}") from error

    def is_of_journey(self, name: str) -> bool:
        """Whether who is in the segment hangs on what leads have done or where they stand: so do most filters, and the
        leads behind a number. Raises UnknownName.
        """
        given = dict(segment(self.workspace, name).query)
        return bool(first(given, LIST)) or any(each.is_of_journey and asked_words(each, given) for each in FILTERS)


def viewpoint(
    workspace: Workspace, journeys: Journeys, zone: ZoneInfo, as_of: datetime, *, memo: Memo = at_once
) -> Viewpoint:
    """The viewpoint that a list is seen from, with the user's segments."""
    return _viewpoint(journeys, zone, as_of, Segments(workspace, memo))


def _viewpoint(journeys: Journeys, zone: ZoneInfo, as_of: datetime, known: Segments) -> Viewpoint:
    hours = settings(known.workspace).business_hours
    return Viewpoint(known.workspace, journeys, zone, as_of, known, hours)


def leads_shown(workspace: Workspace, rows: LeadRows, given: Query) -> Ints:
    """int64 lead ids in ascending order: the leads that the leads page shows at an address. Raises UnknownName for an
    unknown word and for an unknown filter: otherwise a misspelt one would mean all leads.
    """
    return _leads_shown(rows, given, Segments(workspace))


def _leads_shown(rows: LeadRows, given: Query, known_segments: Segments) -> Ints:
    if strays := sorted(given.keys() - read_of_address()):
        raise UnknownName("filter of leads", strays[0], (SEARCH, *(each.name for each in FILTERS)))
    asked, known = list_in(given), rows.stands.is_known
    if asked:
        workspace = known_segments.workspace
        here = _viewpoint(rows.columns, settings(workspace).tz, rows.as_of, known_segments)
        known = np.isin(rows.columns.lead_id, resolve(asked, here).lead_ids)
    return rows.columns.lead_id[filtered(rows, given) & known]


def read_of_address() -> frozenset[str]:
    """The parameters that the leads page reads."""
    of_lists = frozenset(name for kind in list_kinds().values() for name in kind.reads)
    return of_lists | {SEARCH, SORT, LIST, VERSION} | {each.name for each in FILTERS}
