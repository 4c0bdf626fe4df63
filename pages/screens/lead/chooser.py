"""No lead is chosen, or there is none of that name: a search box and the leads that it finds, as links."""

import streamlit as st

from db.leads.cards import LeadCard, search_leads
from db.store.workspaces import Workspace
from pages.kit.cached import cached
from pages.kit.links import first_steps, lead_link

SHOWN = 20


def lead_chooser(workspace: Workspace) -> None:
    """Leads to choose from, those with the latest interactions first."""
    typed = st.text_input(
        "Which lead?", type="search", live="300ms", placeholder="Name, e-mail, phone, company or id", key="lead sought"
    ).strip()
    found = cached(workspace, "search leads", (typed, SHOWN), lambda: search_leads(workspace, typed, SHOWN))
    if not found:
        st.info("No lead of that name." if typed else "There are no leads yet. Upload a file, or log an interaction.")
        if not typed:
            first_steps()
    elif not typed:
        st.caption("Last active")
    for card in found:
        lead_link(_title(card), card.key)


def _title(card: LeadCard) -> str:
    return " · ".join(dict.fromkeys(part for part in (card.title, card.company, card.email, card.key) if part))
