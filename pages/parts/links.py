"""Links from numbers to the leads they count, and from a lead's name to its journey."""

import streamlit as st

from pages.parts.formats import escape
from pages.parts.urls import LEAD_PAGE, LEADS_PAGE, LOG_PAGE, LeadList


def leads_link(label: str, leads: LeadList) -> None:
    """A link that opens exactly these leads. The label is text, never mark-up."""
    st.page_link(LEADS_PAGE, label=escape(label), query_params=leads.query())


def open_leads(leads: LeadList) -> None:
    """Goes there now: for a click on a bar or a row."""
    st.switch_page(LEADS_PAGE, query_params=leads.query())


def lead_link(label: str, key: str) -> None:
    """A link to one lead's journey."""
    st.page_link(LEAD_PAGE, label=escape(label), query_params={"lead": key})


def open_lead(key: str) -> None:
    """Goes to one lead's journey now."""
    st.switch_page(LEAD_PAGE, query_params={"lead": key})


def all_leads_link(label: str) -> None:
    """A link to every lead: the way out of a list."""
    st.page_link(LEADS_PAGE, label=label, query_params={})


def log_link(label: str, key: str, **parameters: str) -> None:
    """A link to the form that logs an interaction with this lead."""
    st.page_link(LOG_PAGE, label=label, query_params={"lead": key, **parameters})


def open_log(key: str, **parameters: str) -> None:
    """Goes to that form now."""
    st.switch_page(LOG_PAGE, query_params={"lead": key, **parameters})
