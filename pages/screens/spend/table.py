"""The spend that was entered, with a way to take a row out."""

from collections.abc import Sequence
from typing import Final

import pandas as pd
import streamlit as st

from db.kept.spend import SpendRecord, remove_spend
from db.store.workspaces import Workspace
from journey_core.attribution.spend import Spend, overlapping
from journey_core.errors import JourneyError
from journey_core.log.vocabulary import spoken
from journey_core.wording import counted
from pages.kit.export_menu import exports
from pages.kit.formats import escape, money
from pages.kit.notices import leave_notice

_NAMED: Final = 4
"""Rows that share days and are named, at most."""


def spend_table(workspace: Workspace, records: Sequence[SpendRecord], *, currency: str) -> None:
    """One row per channel and period, the newest first; a chosen row can be removed."""
    if not records:
        st.info("Nothing has been entered yet. Say what a channel cost in a period, or bring a file.")
        return
    total = sum(each.spend.amount for each in records)
    st.caption(f"{counted(len(records), 'row')}, {money(total, currency)} in all. Choose a row to remove it.")
    amount = f"amount, {currency}"
    shown = pd.DataFrame(
        {
            "channel": [spoken(each.spend.channel) for each in records],
            "from": [each.spend.first_day for each in records],
            "to": [each.spend.last_day for each in records],
            amount: [each.spend.amount for each in records],
        }
    )
    if shared := overlapping([each.spend for each in records]):
        st.warning(
            f"{counted(len(shared), 'row')} share days with another of the same channel, and on those days all of them "
            f"count: {escape(_named(shared))}."
        )
    event = st.dataframe(
        shown,
        key=f"spend_rows_{len(records)}",
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        width="stretch",
        column_config={amount: st.column_config.NumberColumn(amount, format="localized")},
    )
    exports(workspace, "Spend", frame=lambda: spend_frame(records))
    for place in event.selection.rows:
        if place < len(records):
            _remove_button(workspace, records[place], currency)


def _named(shared: Sequence[Spend]) -> str:
    """The first of them by channel and period."""
    said = [f"{spoken(each.channel)} {each.first_day} to {each.last_day}" for each in shared[:_NAMED]]
    return ", ".join(said) + (" …" if len(shared) > _NAMED else "")


def spend_frame(records: Sequence[SpendRecord]) -> pd.DataFrame:
    """One row per channel and period, under the column names that a file of spend has."""
    names = ("channel", "first_day", "last_day", "amount")
    return pd.DataFrame({name: [getattr(each.spend, name) for each in records] for name in names})


def _remove_button(workspace: Workspace, record: SpendRecord, currency: str) -> None:
    spend = record.spend
    what = f"{money(spend.amount, currency)} for {spoken(spend.channel)}, {spend.first_day} to {spend.last_day}"
    st.text(what)
    if st.button("Remove this row", key=f"remove_spend_{record.spend_id}"):
        try:
            remove_spend(workspace, record.spend_id)
            leave_notice(f"{what}: removed.")
        except JourneyError as error:
            leave_notice(str(error), "error")
        st.rerun()
