"""Which lead is meant: search as one types, choose a known one or make a new one."""

from dataclasses import dataclass
from typing import Final

import streamlit as st

from db.leads.cards import LeadCard, search_leads
from db.leads.named import Named, who
from db.store.workspaces import Workspace
from journey_core.parameters import first
from pages.kit import urls
from pages.kit.cached import cached
from pages.kit.formats import escape

SHOWN: Final = 8
_NEW: Final = ""


@dataclass(frozen=True)
class ChosenLead:
    """The lead that a person means: how an entry names it, how a page does, and whether it is still to be made."""

    named: Named
    title: str
    is_new: bool


def lead_choice(workspace: Workspace) -> ChosenLead | None:
    """The chosen lead, None until one is chosen; `lead` in the address prefills the search."""
    typed = st.text_input(
        "Lead",
        value=first(urls.query(), "lead"),
        key=f"lead_search_{st.session_state.get('lead_kept', 0)}",
        type="search",
        live="300ms",
        placeholder="Name, e-mail, phone, company or id",
    ).strip()
    if not typed:
        st.caption("Type who it is about; if nobody is found, it is a new lead.")
        return None
    found = cached(workspace, "search leads", (typed, SHOWN), lambda: search_leads(workspace, typed, SHOWN))
    return _choose(workspace, typed, {card.key: card for card in found})


def keep_lead(key: str) -> None:
    """Puts this lead into the search of the next run."""
    urls.write(lead=key)
    st.session_state["lead_kept"] = st.session_state.get("lead_kept", 0) + 1


def _choose(workspace: Workspace, typed: str, found: dict[str, LeadCard]) -> ChosenLead | None:
    """One exact match is the lead; several that contain the text are offered beside a new one."""
    named = cached(workspace, "who", typed, lambda: who(workspace, typed))
    exact = found.get(named.get("lead", ""))
    if exact and len(found) == 1:
        return _known(exact)
    if not found:
        st.caption(f"New lead: {escape(typed)}")
        return ChosenLead(named, typed, is_new=True)
    options = [*found, _NEW] if exact is None else [exact.key, *(key for key in found if key != exact.key)]
    chosen = st.radio(
        "Which one?",
        options,
        index=0 if exact else None,
        key=f"lead_of_{typed}",
        format_func=lambda key: escape(found[key].title) if key else f"New lead “{escape(typed)}”",
        captions=[_about(found[key]) if key else "" for key in options],
    )
    if chosen is None:
        return None
    return _known(found[chosen]) if chosen else ChosenLead(named, typed, is_new=True)


def _known(card: LeadCard) -> ChosenLead:
    st.caption(f"**{escape(card.title)}** {_about(card)}")
    return ChosenLead({"lead": card.key}, card.title, is_new=False)


def _about(card: LeadCard) -> str:
    parts = (card.company, card.email, card.phone, card.key if card.name else "")
    return " · ".join(escape(part) for part in dict.fromkeys(parts) if part)
