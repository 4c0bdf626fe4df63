"""Spend in: one channel and period by hand, or a file of them."""

from datetime import date
from typing import Final

import pandas as pd
import streamlit as st

from db.kept.spend import COLUMNS, SpendImport, import_spend, save_spend
from db.store.workspaces import Workspace
from journey_core.attribution.spend import Spend
from journey_core.errors import AskNumberFormat, JourneyError
from journey_core.log.vocabulary import Words, spoken
from pages.kit.export_menu import exports
from pages.kit.formats import escape, money
from pages.kit.notices import leave_notice
from pages.screens.upload.file import TYPES, HeldFile, held_file

_BROUGHT: Final = "spend_brought"
_ASKED: Final = "spend_asked"
MEGABYTES: Final = 20


def spend_form(workspace: Workspace, words: Words, *, currency: str, today: date) -> None:
    """Channel, first and last day, amount; an earlier amount for the same channel and period is replaced."""
    channels = sorted(word for word in words.lists["channel"] if word)
    with st.form("spend"):
        channel = st.selectbox("Channel", channels, index=None, format_func=spoken, placeholder="Choose a channel")
        first_box, last_box = st.columns(2)
        first = first_box.date_input("From", today.replace(day=1), format="YYYY-MM-DD")
        last = last_box.date_input("To, this day too", today, format="YYYY-MM-DD")
        amount = st.number_input(f"Amount, {currency}", 0.0, None, None, 100.0, placeholder="1200")
        if st.form_submit_button("Save", type="primary"):
            if channel is None or first is None or last is None or amount is None:
                st.error("Choose a channel, both days and an amount.")
            else:
                _save(workspace, channel, first, last, amount, currency)


def spend_file_form(workspace: Workspace) -> None:
    """A file of spend, a question where its amounts can be read in two ways, and what became of its rows."""
    with st.form("spend_file", clear_on_submit=True):
        given = st.file_uploader(
            f"A table with the columns {', '.join(COLUMNS)}", type=list(TYPES), max_upload_size=MEGABYTES
        )
        st.caption(
            "Such as: display,2026-01-01,2026-01-31,1200. Days are written 2026-01-31, amounts 1234.50 or € 1.234,50."
        )
        if st.form_submit_button("Bring it in", type="primary"):
            st.session_state.pop(_BROUGHT, None)
            st.session_state.pop(_ASKED, None)
            if given is None:
                st.error("Choose a file first.")
            else:
                _bring(workspace, held_file(given))
    if asked := st.session_state.get(_ASKED):
        _ask(workspace, *asked)
    if brought := st.session_state.get(_BROUGHT):
        _told(workspace, *brought)


def _save(workspace: Workspace, channel: str, first: date, last: date, amount: float, currency: str) -> None:
    try:
        is_new = save_spend(workspace, Spend(channel, first, last, amount))
    except JourneyError as error:
        st.error(escape(str(error)))
        return
    what = f"{money(amount, currency)} for {spoken(channel)}, {first} to {last}"
    leave_notice(f"{what}: saved." if is_new else f"{what}: already saved.", "success" if is_new else "info")
    st.rerun()


def _bring(workspace: Workspace, held: HeldFile, number_format: str | None = None) -> None:
    try:
        brought = import_spend(workspace, held.path, filename=held.name, number_format=number_format)
        st.session_state[_BROUGHT] = held.name, brought
    except AskNumberFormat as question:
        st.session_state[_ASKED] = held, question
    except JourneyError as error:
        st.error(escape(str(error)))


def _ask(workspace: Workspace, held: HeldFile, question: AskNumberFormat) -> None:
    """Asks what an amount of the file means, and brings the file in as soon as that is said."""
    place = st.empty()
    chosen = place.radio(
        f"The amounts of {escape(held.name)} read more than one way. What is “{escape(question.value)}”?",
        list(question.readings),
        index=None,
        format_func=lambda mark: f"{escape(question.readings[mark])}  (decimal {mark})",
        key=held.key("numbers"),
    )
    if chosen:
        place.empty()
        del st.session_state[_ASKED]
        _bring(workspace, held, chosen)


def _told(workspace: Workspace, name: str, brought: SpendImport) -> None:
    """The counts of a file, which add up, and why rows stayed out."""
    (st.warning if brought.rejected else st.success)(escape(f"{name}: {brought.sentence}"))
    if brought.rejects:
        rejects = pd.DataFrame(brought.rejects, columns=["Row", "Why it stayed out"])
        st.dataframe(rejects, key="spend_rejects", hide_index=True, width="stretch")
        exports(workspace, "Rejected rows of spend", frame=rejects)
