"""Log: one interaction in, in as few steps as possible, and out again while it is fresh."""

import streamlit as st

from db.log.words import words
from db.store.settings import settings
from pages.kit import session
from pages.kit.notices import show_notice
from pages.screens.log.form import entry_form, logged, logged_list, save
from pages.screens.log.lead_choice import lead_choice

workspace = session.workspace()
chosen = settings(workspace)

st.title("Log")
st.caption("Writes one interaction into the log, for a lead that is known or new. Enter saves; the lead stays.")
form, recent = st.columns([3, 2], gap="large")
with form:
    show_notice()
    lead = lead_choice(workspace)
    entry = entry_form(words(workspace), lead, zone=chosen.tz, currency=chosen.currency)
    if entry and lead:
        save(workspace, entry, lead)
with recent:
    st.header("Logged in this session")
    if logged():
        logged_list(workspace, chosen.tz)
    else:
        st.caption("What you log is listed here for a while, with a button that takes it back.")
