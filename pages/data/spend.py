"""Spend: what channels cost, entered by hand or brought in a file."""

from datetime import UTC, datetime

import streamlit as st

from db.kept.spend import spend_records
from db.log.words import words
from db.store.settings import settings
from pages.kit import session
from pages.kit.notices import show_notice
from pages.screens.spend.form import spend_file_form, spend_form
from pages.screens.spend.table import spend_table

workspace = session.workspace()
usual = settings(workspace)

st.title("Spend")
st.caption(
    "What channels cost, by period. Attribution takes from it the days of its own period, with the same cost on every "
    "day of a row, and shows what a conversion cost and what came back."
)
show_notice()
by_hand, by_file = st.columns(2, gap="large")
with by_hand:
    st.header("What it cost")
    today = datetime.now(UTC).astimezone(usual.tz).date()
    spend_form(workspace, words(workspace), currency=usual.currency, today=today)
with by_file:
    st.header("From a file")
    spend_file_form(workspace)

st.header("Entered so far")
spend_table(workspace, spend_records(workspace), currency=usual.currency)
