"""What is pinned to the overview: saved views, each a link with what it is for and its main number."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

import streamlit as st

from db.kept.views import View, views
from db.leads.rows import lead_rows
from db.questions.ask import question
from db.questions.defaults import asked_instant
from db.questions.segments import leads_shown
from db.store.settings import settings
from db.store.workspaces import Workspace
from journey_core.errors import JourneyError
from journey_core.funnel.results import FunnelResult
from journey_core.wording import counted
from pages.kit.cached import cached
from pages.kit.formats import escape, number, percent
from pages.kit.view_bar import view_link

MOST: Final = 24
"""Pinned views that are drawn: each may ask a funnel."""


def pinned_views(workspace: Workspace, as_of: datetime) -> None:
    """Draws the pinned views that the user sees; nothing where there are none."""
    pinned = views(workspace, only_pinned=True)
    if not pinned:
        return
    st.header("Pinned", anchor=False)
    with st.grid(3, min_column_width=240):
        for each in pinned[:MOST]:
            with st.container(border=True):
                view_link(each)
                if said := headline(workspace, each, as_of):
                    st.text(said)
                if each.description:
                    st.caption(escape(each.description))
    if len(pinned) > MOST:
        st.caption(f"Also pinned: {counted(len(pinned) - MOST, 'view')}, listed under Views on the other pages.")


def headline(workspace: Workspace, of: View, as_of: datetime) -> str:
    """The main number of a view, "" where its page has none; a view that can't be answered says why."""
    if of.page not in _NUMBERS:
        return ""
    try:
        seen = asked_instant(of.parameters, settings(workspace), as_of=as_of)
        # A list may ask for a segment, and everybody has their own.
        asked = (of.page, of.query, seen, workspace.user)
        return cached(workspace, "headline", asked, lambda: _NUMBERS[of.page](workspace, of, seen))
    except JourneyError as error:
        return str(error)


def _conversion(workspace: Workspace, of: View, as_of: datetime) -> str:
    result: FunnelResult = question(workspace, "funnel", of.parameters, as_of=as_of, memo=cached).answer
    if not result.entrants:
        return "No lead entered."
    rate = percent(result.steps[-1].rate)
    return f"{rate} of {counted(result.entrants, 'lead')} came through: {number(result.steps[-1].count)}."


def _size(workspace: Workspace, of: View, as_of: datetime) -> str:
    rows = lead_rows(workspace, as_of, memo=cached)
    return counted(len(leads_shown(workspace, rows, of.parameters)), "lead")


_NUMBERS: Final[Mapping[str, Callable[[Workspace, View, datetime], str]]] = {
    "funnel": _conversion,
    "leads": _size,
}
