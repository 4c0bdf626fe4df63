"""What is known of a lead, as a form that changes it."""

from typing import Final

import streamlit as st

from db.leads.cards import LeadCard
from db.log.record import edit_lead
from db.store.workspaces import Workspace
from journey_core.errors import JourneyError
from pages.kit.formats import escape
from pages.kit.notices import leave_notice

FIELDS: Final = {"name": "Name", "company": "Company", "owner": "Owner", "email": "E-mail", "phone": "Phone"}


def lead_form(workspace: Workspace, card: LeadCard) -> None:
    """Draws the form; saves what was changed. What can't be read is said in a sentence, and stays as typed."""
    known = {name: getattr(card, name) for name in FIELDS} | card.attributes
    with st.form(f"edit {card.lead_id}", border=False):
        typed = {
            name: st.text_input(FIELDS.get(name) or escape(name), value=value, key=f"edit {card.lead_id} {name}")
            for name, value in known.items()
        }
        more, about = st.columns(2)
        added = more.text_input("Another attribute", placeholder="such as industry", key=f"add {card.lead_id}")
        said = about.text_input("is", placeholder="shipping", key=f"added {card.lead_id}")
        if not st.form_submit_button("Save", type="primary"):
            return
    if added.strip():
        typed[added.strip()] = said
    save(workspace, card, {name: text for name, text in typed.items() if text.strip() != known.get(name, "")})


def save(workspace: Workspace, card: LeadCard, changed: dict[str, str]) -> None:
    """Writes the changed attributes, and shows the lead anew."""
    try:
        if changed:
            edit_lead(workspace, card.lead_id, changed)
    except JourneyError as error:
        st.error(escape(str(error)))
        return
    leave_notice(
        f"Saved: {', '.join(changed)}." if changed else "Nothing was changed.", "success" if changed else "info"
    )
    st.rerun()
