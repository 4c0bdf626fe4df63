"""Saved views on a page: a menu that opens them, and a form that keeps the present question."""

from typing import Final

import streamlit as st

from db.kept.views import DESCRIPTION_LIMIT, NAME_LIMIT, View, pin_view, remove_view, save_view, views
from db.store.workspaces import Workspace
from journey_core.errors import JourneyError
from journey_core.wording import counted
from pages.kit import urls
from pages.kit.addresses import reads
from pages.kit.formats import escape
from pages.kit.links import page_link
from pages.kit.scripts import page_at
from pages.kit.session import AS_OF

MOST: Final = 40
"""Views that the menu draws; more are found by name."""

_SEGMENT: Final = "leads"
_PRIVATE: Final = (
    "Everybody who opens this workspace sees a shared view. A private one is yours alone, and gone when this browser "
    "forgets its session."
)
_DAY: Final = "Otherwise every reader sees it as of the day that they look from."


def view_bar(workspace: Workspace, page: str) -> None:
    """Draws menu and form; a saved view of the leads page is a segment, and is called one."""
    thing = "segment" if page == _SEGMENT else "view"
    with st.container(horizontal=True, horizontal_alignment="right", gap="small"):
        menu = st.popover("Views", type="tertiary", key="views menu", on_change="rerun")
        form = st.popover(f"Save {thing}", type="tertiary", key="save view", on_change="rerun")
    if menu.open:
        with menu:
            _menu(workspace, page)
    if form.open:
        with form:
            _form(workspace, page, thing)


def view_link(view: View) -> None:
    """A link that opens the view."""
    page_link(page_at(view.page), view.name, view.parameters)


def _menu(workspace: Workspace, page: str) -> None:
    """The views of this page first; each can be pinned and removed by those who may."""
    known = sorted(views(workspace), key=lambda view: view.page != page)
    if not known:
        st.caption("Nothing is saved yet. Ask a question, then save it under a name.")
    if len(known) > MOST:
        known = _named(known)
    for view in known[:MOST]:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            view_link(view)
            st.caption(_about(view))
            if view.is_own or "change views" in workspace.role.may:
                _buttons(workspace, view)
        if view.description:
            st.caption(escape(view.description))
    if len(known) > MOST:
        st.caption(f"And {counted(len(known) - MOST, 'more view')}; type part of a name to find them.")


def _named(known: list[View]) -> list[View]:
    """Those whose name contains what is typed."""
    part = st.text_input("Part of its name", key="views find").strip().casefold()
    return [view for view in known if part in view.name.casefold()]


def _about(view: View) -> str:
    said = [view.page, "shared" if view.is_shared else "private", *(["pinned"] if view.is_pinned else [])]
    return ", ".join(said)


def _buttons(workspace: Workspace, view: View) -> None:
    pin = "Unpin" if view.is_pinned else "Pin"
    if st.button(pin, key=f"pin {view.view_id}", type="tertiary"):
        pin_view(workspace, view.view_id, is_pinned=not view.is_pinned)
        st.rerun()
    if st.button("Remove", key=f"remove {view.view_id}", type="tertiary"):
        remove_view(workspace, view.view_id)
        st.rerun()


def _form(workspace: Workspace, page: str, thing: str) -> None:
    with st.form("save view form", border=False):
        name = st.text_input("Name", max_chars=NAME_LIMIT, placeholder=f"What this {thing} is called")
        description = st.text_area("Description", max_chars=DESCRIPTION_LIMIT, height=80)
        is_shared = st.toggle("Shared", value=True, help=_PRIVATE)
        is_pinned = st.toggle("Pinned to the overview")
        keeps_day = bool(st.query_params.get(AS_OF)) and st.toggle("Keep the day it looks from", help=_DAY)
        st.caption(f"Your {thing} of the same name is replaced.")
        if not st.form_submit_button(f"Save {thing}", type="primary"):
            return
    try:
        saved = save_view(
            workspace, name, page=page, query=_question(page, keeps_day=keeps_day),
            description=description, is_shared=is_shared, is_pinned=is_pinned,
        )  # fmt: skip
    except JourneyError as error:
        st.error(escape(str(error)))
    else:
        st.success(f"Saved as {escape(saved.name)}.")


def _question(page: str, *, keeps_day: bool) -> dict[str, list[str]]:
    """The present address without what is not part of the question."""
    kept = (reads(page) - {AS_OF}) | ({AS_OF} if keeps_day else set())
    return {name: values for name, values in urls.query().items() if name in kept}
