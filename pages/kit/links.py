"""Links from numbers to the leads they count, and from a lead's name to its journey."""

from collections.abc import Mapping, Sequence
from typing import Literal

import streamlit as st

from db.questions.lists.resolving import VERSION
from journey_core.lead_lists import LeadList
from pages.kit import session
from pages.kit.addresses import leave
from pages.kit.formats import escape
from pages.kit.urls import LEAD_PAGE, LEADS_PAGE, LOG_PAGE, UPLOAD_PAGE

Parameters = Mapping[str, str | Sequence[str]]
Width = int | Literal["content", "stretch"]


def page_link(
    page: str | st.Page, label: str, parameters: Parameters | None = None, *, width: Width = "content"
) -> None:
    """A link to a page of the program in the workspace that this page shows. The label is text, never mark-up; width:
    in pixels, or what the label takes.
    """
    st.page_link(page, label=link_text(label), query_params=session.in_workspace(parameters), width=width)


def leads_link(label: str, leads: LeadList, *, width: Width = "content", **filters: str) -> None:
    """A link that opens exactly these leads, or those of them that the page's filters leave."""
    page_link(LEADS_PAGE, label, _as_shown(leads) | _given(filters), width=width)


def _as_shown(leads: LeadList) -> dict[str, list[str]]:
    """The list in the state of the log that the page shows, so that it is as long as its number says even when
    interactions have come in since.
    """
    version = session.seen_version()
    return leads.query() | ({} if version is None else {VERSION: [str(version)]})


def lead_link(label: str, key: str) -> None:
    """A link to one lead's journey."""
    page_link(LEAD_PAGE, label, {"lead": key})


def filtered_link(label: str, **filters: str | list[str]) -> None:
    """A link to the leads that filters of the leads page leave; without any, to every lead."""
    page_link(LEADS_PAGE, label, _given(filters))


def log_link(label: str, key: str, **parameters: str) -> None:
    """A link to the form that logs an interaction with this lead."""
    page_link(LOG_PAGE, label, {"lead": key, **parameters})


def open_log(key: str, **parameters: str) -> None:
    """Goes to that form now."""
    leave(LOG_PAGE, {"lead": key, **parameters})


def link_text(label: str) -> str:
    """A label that reads as a link: text in the colour of links, whatever characters it holds."""
    return f":blue[{escape(label)}]"


def _given(filters: Mapping[str, str | list[str]]) -> dict[str, list[str]]:
    return {name: [value] if isinstance(value, str) else value for name, value in filters.items() if value}


def no_leads_yet() -> None:
    """What a page shows in a workspace without leads; nothing else on it is drawn."""
    st.info("There are no leads yet. Upload a file of interactions, or log the first one.")
    first_steps()
    st.stop()


def first_steps() -> None:
    """The two ways to begin."""
    with st.container(horizontal=True, gap="small"):
        page_link(UPLOAD_PAGE, "Upload a file")
        page_link(LOG_PAGE, "Log an interaction")
