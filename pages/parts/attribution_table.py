"""An attribution's numbers: totals and one row a channel, each opening the leads it counts."""

from zoneinfo import ZoneInfo

import pandas as pd
import streamlit as st

from db.lead_lists import attribution_list
from journey_core.attribution import NO_CHANNEL, AttributionOptions, AttributionResult
from journey_core.intervals import Interval
from pages.parts.formats import NOTHING, money, number
from pages.parts.links import leads_link, open_leads
from pages.parts.word_labels import spoken


def attribution_totals(answer: AttributionResult, options: AttributionOptions, zone: ZoneInfo, currency: str) -> None:
    """How many conversions were shared out, what they were worth, and the leads behind them."""
    with st.container(horizontal=True, gap="large", vertical_alignment="bottom"):
        st.metric("Conversions", number(answer.conversions), width="content")
        st.metric("Value", money(answer.value, currency), width="content")
        st.metric("Converted leads", number(answer.converted_leads), width="content")
        leads_link(f"Open {number(answer.converted_leads)} leads", attribution_list(options, zone))


def attribution_table(answer: AttributionResult, options: AttributionOptions, zone: ZoneInfo, currency: str) -> None:
    """One row a channel; choosing a row, or its link below, opens the leads it counts."""
    column = st.column_config
    chosen = st.dataframe(
        _rows(answer),
        key="credit_table",
        hide_index=True,
        width="stretch",
        height="content",
        on_select="rerun",
        selection_mode="single-row",
        column_config={
            "channel": column.TextColumn("channel", width=105, pinned=True),
            "credit": column.NumberColumn(
                "credit", width=60, format="%.1f", help="Conversions credited to the channel."
            ),
            "interval": column.TextColumn("95 %", width=95, help="Of the credit: bootstrap over leads."),
            "share": column.NumberColumn("share", width=65, format="percent", help="Credit of all conversions."),
            "value": column.NumberColumn(f"value, {currency}", width=85, format="localized", step=1),
            "leads": column.NumberColumn("leads", width=55, help="Converted leads with a touchpoint in the channel."),
        },
    )
    if rows := chosen.selection.rows:
        open_leads(attribution_list(options, zone, channel=answer.credit[rows[0]].channel))
    st.caption(f"Leads that converted with a touchpoint in the channel; {NO_CHANNEL}: with none in the lookback.")
    with st.container(horizontal=True, gap="small"):
        for row in answer.credit:
            leads_link(
                f"{spoken(row.channel)}: {number(row.leads)}", attribution_list(options, zone, channel=row.channel)
            )


def _rows(answer: AttributionResult) -> pd.DataFrame:
    """One row a channel, the most credited first; no values where no conversion had one."""
    columns = ("channel", "credit", "share", "value", "leads")
    frame = pd.DataFrame({name: [getattr(row, name) for row in answer.credit] for name in columns})
    frame["channel"] = [spoken(row.channel) for row in answer.credit]
    frame.insert(2, "interval", [_interval(row.interval) for row in answer.credit])
    return frame if answer.value else frame.drop(columns="value")


def _interval(bounds: Interval | None) -> str:
    if bounds is None:
        return NOTHING
    digits = 1 if bounds[1] < 1000 else 0
    return f"{number(bounds[0], digits=digits)}–{number(bounds[1], digits=digits)}"
