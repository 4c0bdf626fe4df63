"""The script that every rerun starts with: workspace and day in the sidebar, then the page of the address."""

from pathlib import Path

import streamlit as st

from db.kept.views import pages_of_views
from journey_core.errors import BadInput, JourneyError, UnknownAddress, brief
from pages.kit import clicks, session
from pages.kit.addresses import arrive
from pages.kit.formats import escape
from pages.kit.links import link_text
from pages.kit.scripts import OVERVIEW, page_at, sections
from pages.kit.view_bar import view_bar
from pages.screens.analysis.page import analysis_page

ICON = Path(__file__).parent / "kit" / "icon.svg"


def main() -> None:
    st.set_page_config(page_title="Lead Journey Tracker", page_icon=ICON, layout="wide")
    menu = {section: [page_at(each, analysis_page) for each in pages] for section, pages in sections().items()}
    page = st.navigation(menu, position="hidden")
    try:
        arrive(page.url_path or OVERVIEW)
        session.follow()
        clicks.follow(page.url_path)
        with st.sidebar:
            _workspace_switch()
            _menu(menu)
            _as_of_control()
        if page.url_path in pages_of_views():
            view_bar(session.workspace(), page.url_path)
        page.run()
    except JourneyError as error:
        st.error(escape(str(error)))
        if isinstance(error, UnknownAddress):
            st.page_link(page_at(OVERVIEW, analysis_page), label=link_text("Open another workspace"))


def _menu(menu: dict[str, list[st.Page]]) -> None:
    """The links of the sidebar. Streamlit's own menu of sections puts headings into a list, which screen readers can't
    read, and forgets the chosen day.
    """
    chosen = session.day_chosen()
    for section, pages in menu.items():
        with st.container(gap="xsmall"):
            st.caption(section)
            for page in pages:
                parameters = session.in_workspace({session.AS_OF: chosen} if chosen else None)
                st.page_link(page, query_params=parameters, width="stretch")


def _workspace_switch() -> None:
    known, current = session.workspaces(), session.workspace()
    if len(known) == 1:
        st.text(f"Workspace: {current.name}")
    else:
        here = next((place for place, each in enumerate(known) if each.id == current.id), None)
        chosen = st.selectbox("Workspace", known, index=here, format_func=lambda each: each.name)
        if chosen and chosen.id != current.id:
            session.choose(chosen)
            st.rerun()


def _as_of_control() -> None:
    """Says which day answers look from, and offers the newest interaction's day when it lies far back."""
    workspace = session.workspace()
    chosen, newest = session.as_of_chosen(), session.newest_day(workspace)
    if chosen:
        st.text(_looked_from(chosen))
        if st.button("Back to now", width="stretch"):
            session.choose_as_of("")
            st.rerun()
    elif newest:
        st.text(f"The newest interaction is from {newest}.")
        if st.button(f"Look from {newest}", width="stretch"):
            session.choose_as_of(newest)
            st.rerun()


def _looked_from(chosen: str) -> str:
    """What the sidebar says of the address's `as_of`; the page says how to write one that can't be read."""
    try:
        session.as_of(session.workspace())
    except BadInput:
        return f"“{brief(chosen)}” is not a date."
    return f"As of {chosen}"


main()
